"""An internal paper in the unit that it goes to."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.workflow import Flow, Transition

from .. import policies
from ..choices import InternalState
from ..models import InternalReceipt

INTERNAL: Flow[InternalReceipt] = Flow(
    name="internal",
    labels=dict(InternalState.choices),
    transitions=(
        Transition(
            "sign_for",
            ("sent",),
            "received",
            policies.can_sign_for,
            "documents.internal_signed_for",
            _("Ký nhận"),
        ),
        Transition(
            "name",
            ("received", "in_hand"),
            "in_hand",
            policies.can_name_inside,
            "documents.internal_named",
            _("Phân công"),
        ),
        Transition(
            "finish",
            ("received", "in_hand"),
            "done",
            policies.can_finish_inside,
            "documents.internal_finished",
            _("Kết thúc giải quyết"),
        ),
    ),
)
