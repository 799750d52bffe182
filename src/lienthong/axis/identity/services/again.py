"""The second factor again, before an act that nobody can take back: a signature or a seal.

A session alone (a browser left open, a stolen cookie) signs nothing. How many minutes a second
factor holds is the installation's own setting; the sample province, which is played without
telephones, does not ask.
"""

import time
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

METHOD = "mfa"  # what the library records of a second factor: an app's code or a recovery code


class AskAgain(Exception):
    """The person must show the second factor first; `location` is where, then back to the paper."""

    def __init__(self, message: str, location: str) -> None:
        self.message = message
        self.location = location
        super().__init__(message)


def require_recent(request: HttpRequest, *, back: str) -> None:
    """Refuse with `AskAgain` when the last second factor of this session is too long ago.

    `back` is a path of this site that the view made itself.
    """
    minutes: int = settings.SIGN_AGAIN_MINUTES
    if not minutes:
        return
    if not Authenticator.objects.filter(
        user_id=request.user.pk, type=Authenticator.Type.TOTP
    ).exists():
        raise AskAgain(
            _("Chưa ký được: tài khoản chưa bật xác thực hai lớp. Hãy bật rồi ký lại."),
            reverse("mfa_index"),
        )
    now = time.time()
    shown = [
        one["at"] for one in get_authentication_records(request, request.user)
        if one["method"] == METHOD
    ]  # fmt: skip
    # A time that is yet to come proves nothing, and hides no real one.
    if not any(0 <= now - at <= minutes * 60 for at in shown):
        words = _(
            "Chưa ký: lần xác thực hai lớp gần nhất đã quá %(minutes)d phút. Hãy nhập mã xác thực, "
            "sau đó bấm ký lại."
        )
        raise AskAgain(
            words % {"minutes": minutes},
            f"{reverse('mfa_reauthenticate')}?{urlencode({'next': back})}",
        )
