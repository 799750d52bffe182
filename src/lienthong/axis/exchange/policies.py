"""Who may move a delivery: each side only by its own account, the machine only where it may.

The verbs of persons (receive, issue, recall) belong to the systems that call; here stands what
holds whatever system calls: nobody reports for another agency, and no machine registers.
"""

from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, Forbidden
from lienthong.kernel.agencies.queries.lives import family

from .choices import DeliveryStatus
from .models import Delivery
from .rules.status import FROM_SENDER

S = DeliveryStatus
# Set by a clerk in person: registration under a number, and the return of Đ21.2.b.
BY_PERSON = frozenset({S.ACCEPTED.value, S.REFUSED.value})


def acts_for(actor: Actor, agency_id: int) -> bool:
    """Whether the actor acts for the agency: his own, or one whose papers it took over.

    Seeing a subtree's rows is not acting for it.
    """
    if actor.agency_id == agency_id:
        return True
    return agency_id in actor.agency_ids and agency_id in family(actor.agency_id)


def require_acting_for(actor: Actor, agency_id: int) -> None:
    """Refuse with `Forbidden` who does not act for the agency."""
    if not acts_for(actor, agency_id):
        raise Forbidden(_("Chỉ cơ quan của lượt gửi này mới được làm việc này."))


def require_reporting(actor: Actor, delivery: Delivery, code: str) -> None:
    """Refuse with `Forbidden` a status that is not the actor's to set.

    13 is the sender's, all else the receiver's; 02 and 03 need a person.
    """
    side = delivery.sender_id if code in FROM_SENDER else delivery.receiver_id
    if not acts_for(actor, side):
        raise Forbidden(
            _("Trạng thái này do bên gửi báo.")
            if code in FROM_SENDER
            else _("Trạng thái này do bên nhận báo.")
        )
    if code in BY_PERSON and actor.is_system:
        raise Forbidden(_("Tiếp nhận hoặc trả lại văn bản là việc của văn thư, không tự động."))
