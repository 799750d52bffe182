"""The one boundary before a signature or a seal: the person confirms, himself, what he signs.

Whatever else is asked of him here (a second factor) is asked before this returns.
"""

from django.http import HttpRequest
from django.utils.translation import gettext as _


class NotConfirmed(Exception):
    """The person has not confirmed, or works at another's desk."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def confirm_signer(request: HttpRequest) -> None:
    """Refuse unless the person confirms in his own post. Raises `NotConfirmed`."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.stands_in_for is not None:
        raise NotConfirmed(_("Người xử lý thay chỉ xem và chuẩn bị, không ký thay (Điều 13)."))
    if request.POST.get("confirm") != "yes":
        raise NotConfirmed(_("Hãy xác nhận đã xem các văn bản trước khi ký."))
