"""One form does its act once: a second click, a retry on a bad line or the back button returns to
the first result instead of doing it again.

The form carries a token; the token is stored in the transaction of the act, so a failed act leaves
it unused, and a second request that comes while the first still works waits and then learns where
the first one led.
"""

import datetime as dt
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import quote

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit

from .models import UsedForm

_TOKEN = re.compile(r"[A-Za-z0-9_-]{22,64}")
KEEP = dt.timedelta(days=7)


class StaleForm(Exception):
    """The form came without its token, or with a broken one: nothing was done."""

    def __init__(self) -> None:
        self.message = _(
            "Biểu mẫu gửi lên không đủ hoặc đã cũ nên chưa làm gì cả. Hãy mở lại trang rồi gửi lại;"
            " những gì đã gõ vẫn còn trên máy này."
        )
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where an act led: the address to go to and one sentence; `repeated` on a second click."""

    location: str
    message: str = ""
    repeated: bool = False


def new_token() -> str:
    """A token for one showing of a form, to stand in its hidden field `once`."""
    return secrets.token_urlsafe(24)


def once(
    *, purpose: str, token: str, by: Actor, at: dt.datetime, act: Callable[[], Outcome]
) -> Outcome:
    """Do the act of a form at most once for its token, and return where it led.

    `purpose` is the name of the form (a token of one form is none of another). The act runs in this
    transaction: when it raises, its token is free again. Raises `StaleForm`.
    """
    if by.person_id is None or not _TOKEN.fullmatch(token):
        raise StaleForm
    key = f"{purpose}:{token}"
    with transaction.atomic():
        try:
            with transaction.atomic():
                used = UsedForm.objects.create(
                    person_id=by.person_id, token=key, location="", used_at=at
                )
        except IntegrityError:
            first = limit(UsedForm.objects.filter(token=key), by).get()
            return Outcome(first.location, first.message, repeated=True)
        outcome = act()
        UsedForm.objects.filter(pk=used.pk).update(
            location=outcome.location, message=outcome.message
        )
        return replace(outcome, repeated=False)


def go(request: HttpRequest, outcome: Outcome, *, draft: str = "") -> HttpResponse:
    """The redirect after an act, with its sentence; the browser then forgets the kept draft."""
    if outcome.message:
        messages.success(request, outcome.message)
    response = HttpResponseRedirect(outcome.location)
    if draft:
        response.set_cookie(
            "draft_stored", quote(draft, safe=""), max_age=60, samesite="Lax", path="/"
        )
    return response


def forget_used(*, before: dt.datetime) -> int:
    """Remove tokens used before a moment; run by the worker at night. Returns their number."""
    count, _models = UsedForm.objects.filter(used_at__lt=before).delete()
    return count
