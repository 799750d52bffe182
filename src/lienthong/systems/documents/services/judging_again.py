"""A second look at papers that could not be judged at issue: proof of revocation was still missing.

For seven days such a paper waits (office practice §4.3, condition 4). What is looked at are the bytes
that were sent; where the archive copy that begins with them was completed meanwhile, its proof counts.
"""

import datetime as dt
import hashlib

from django.db import transaction

from lienthong.axis.signing import api as signing
from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.services import open_file

from ..choices import OutgoingState
from ..models import OutgoingDocument
from .issue_verdicts import counted_of

WAITING = "waiting"
MOST = 500  # papers of one run
_KEPT = ("counts", "why_not", "why_said", "exception", "judged_at")


def judge_waiting(*, at: dt.datetime) -> int:
    """Judge again what waits; returns how many papers wait no longer."""
    with acting(system_actor(0)):
        waiting = list(
            OutgoingDocument.objects.filter(
                signature_verdict__why_not=WAITING,
                state__in=[OutgoingState.ISSUED, OutgoingState.RECALLED],
            )
            .order_by("issued_at", "pk")
            .values_list("pk", "agency_id")[:MOST]
        )
    return sum(judge_again(pk, agency_id, at=at) for pk, agency_id in waiting)


def judge_again(pk: int, agency_id: int, *, at: dt.datetime) -> bool:
    """Whether the paper waits no longer; what was judged at issue stays beside the new answer."""
    worker = system_actor(agency_id)
    with acting(worker):
        document = OutgoingDocument.objects.select_related("current_version__file").get(pk=pk)
        version, kept = document.current_version, document.signature_verdict or {}
        if version is None or version.file is None or document.issued_at is None:
            return False
        if kept.get("why_not") != WAITING:
            return False
        verdict = signing.verify_bytes(_proved(version.file, kept))
        issuer = agencies.name_at(agency_id, document.issue_date or at.date()).name
        answer = counted_of(document, verdict, issuer, at, document.issued_at)
        if answer["why_not"] == WAITING:
            return False
        with transaction.atomic():
            locked = OutgoingDocument.objects.select_for_update(of=("self",)).get(pk=pk)
            current = locked.signature_verdict or {}
            if current.get("why_not") != WAITING:
                return False  # another worker was first
            with act("documents.judged_again", by=worker, at=at, subject=locked):
                first = {key: current.get(key) for key in _KEPT}
                locked.signature_verdict = current | answer | {"at_issue": first}
                locked.save(update_fields=["signature_verdict"])
    return True


def _proved(sent: StoredFile, kept: dict[str, object]) -> bytes:
    """The bytes that were sent, or the archive copy that begins with them and carries the proof."""
    content = _read(sent)
    copy = signing.archive_copy(sent)
    if copy is None:
        return content
    longer = _read(copy)
    # The verdict at issue names the very bytes that were judged then.
    whole = longer.startswith(content) and hashlib.sha256(content).hexdigest() == kept.get("sha256")
    return longer if whole else content


def _read(stored: StoredFile) -> bytes:
    with open_file(stored) as stream:
        return stream.read()
