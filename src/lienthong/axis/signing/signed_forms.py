"""A form that signs: with the PIN of a device here, or with the signing helper on the own computer.

With a helper the page sends the same form twice (static/signing/helper.js): first `helper=ask`,
answered with what is to be signed; then `helper=<round>` with the `values` that the helper gave. Both
answers are JSON; without `helper` the form works as every other one.
"""

import base64
import binascii
import datetime as dt
import json
from collections.abc import Callable, Sequence
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.http import HttpRequest, HttpResponse, JsonResponse

from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.once import Outcome

from .models import AwaitedSignature, KeyPlace
from .services import elsewhere
from .services.unlocking import unlocked

MOST_VALUES = 400  # signatures of one act: a paper and its annex files, with room
LONGEST = 512 * 1024  # letters of the values sent back


def perform_signed(
    request: HttpRequest,
    *,
    purpose: str,
    act: Callable[[dt.datetime], Outcome],
    back: str,
    title: Callable[[], str],
) -> HttpResponse:
    """`kernel.ui.acts.perform` for a form that signs.

    `act` takes the moment that is written into the file: when answering, the one of the question.
    `title` says on the helper what is signed; it is asked for after the act was prepared.
    """
    by, at = request.actor, request.at  # type: ignore[attr-defined]
    mode = request.POST.get("helper", "")
    if not mode:
        with unlocked(request.POST.get("pin", ""), by=by, at=at):
            return perform(request, purpose=purpose, act=lambda: act(at), back=back)
    if mode == "ask":
        try:
            with elsewhere.asking():
                done = perform(request, purpose=purpose, act=lambda: act(at), back=back)
        except elsewhere.SignElsewhere as wanted:
            rows = elsewhere.keep(wanted.asked, purpose=purpose, title=title(), by=by, at=at)
            return JsonResponse({"rounds": [asked_of(rows)]})
        return _to(done)

    def answered() -> Outcome:
        rows = elsewhere.awaited(round_=mode, purpose=purpose, by=by, at=at)
        elsewhere.used_up(rows)
        with elsewhere.answering(rows, values_of(request.POST.get("values", ""), len(rows))):
            return act(rows[0].asked_at)

    return _to(perform(request, purpose=purpose, act=answered, back=back))


def _to(response: HttpResponse) -> JsonResponse:
    """Where the page goes on, with the sentences that wait for it there."""
    return JsonResponse({"go": response["Location"]})


def values_of(sent: str, count: int) -> list[bytes]:
    """The signature values of a round, base64 in a JSON list. Raises `NotAwaited`."""
    try:
        listed = json.loads(sent) if len(sent) <= LONGEST else None
        if not isinstance(listed, list) or len(listed) != count or count > MOST_VALUES:
            raise elsewhere.NotAwaited
        values = [base64.b64decode(one, validate=True) for one in listed]
    except (ValueError, TypeError, binascii.Error, RecursionError) as fault:
        raise elsewhere.NotAwaited from fault
    if any(not one or len(one) > elsewhere.LARGEST_VALUE for one in values):
        raise elsewhere.NotAwaited
    return values


def asked_of(rows: Sequence[AwaitedSignature]) -> dict[str, Any]:
    """What the page hands to the helper: by which certificate, and each paper with its digest."""
    first = rows[0]
    certificate = x509.load_pem_x509_certificate(first.certificate.pem.encode())
    place = KeyPlace.objects.get(certificate_id=first.certificate_id)
    many = len(rows) > 1
    return {
        "round": str(first.round),
        "certificate": _said(certificate.public_bytes(Encoding.DER)),
        "key": place.key,
        "token": place.token_label,
        "items": [
            {
                "title": f"{row.title} ({row.position}/{len(rows)})" if many else row.title,
                "digest": elsewhere.half_of(row).digest.hex(),
                "attributes": _said(bytes(row.attributes)),
            }
            for row in rows
        ],
    }


def _said(content: bytes) -> str:
    return base64.b64encode(content).decode()
