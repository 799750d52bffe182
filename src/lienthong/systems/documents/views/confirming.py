"""The one boundary before a signature or a seal: the person confirms, himself, what he signs.

Every view that signs or seals calls it inside its act: in one's own post, with a second factor that
is not too old. The PIN of a device, or the signing helper, is `signing.perform_signed`'s affair.
"""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from lienthong.axis.identity import api as identity


class NotConfirmed(Exception):
    """The person has not confirmed, or works at another's desk."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def confirm_signer(request: HttpRequest, *, back: str) -> None:
    """Refuse unless the person acts in his own post with a recent second factor.

    `back` is where he goes on after showing it. Raises `NotConfirmed`, `identity.AskAgain`.
    """
    actor = request.actor  # type: ignore[attr-defined]
    if actor.stands_in_for is not None:
        raise NotConfirmed(_("Người xử lý thay chỉ xem và chuẩn bị, không ký thay (Điều 13)."))
    identity.require_recent(request, back=back)


def confirm_many(request: HttpRequest, *, back: str) -> None:
    """The same for many papers at once, which are also confirmed as seen."""
    confirm_signer(request, back=back)
    if request.POST.get("confirm") != "yes":
        raise NotConfirmed(_("Hãy xác nhận đã xem các văn bản trước khi ký."))
