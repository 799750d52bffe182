"""A paper that came in, in the order of Đ20 to Đ24."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.workflow import Flow, Transition

from .. import policies
from ..choices import IncomingState
from ..models import IncomingDocument

_HANDLING = ("registered", "for_instruction", "at_unit", "in_hand")

INCOMING: Flow[IncomingDocument] = Flow(
    name="incoming",
    labels=dict(IncomingState.choices),
    transitions=(
        Transition(
            "register",
            ("arrived",),
            "registered",
            policies.can_receive,
            "documents.registered",
            _("Vào sổ"),
        ),
        Transition(
            "return",
            ("arrived",),
            "returned",
            policies.can_receive,
            "documents.returned_to_sender",
            _("Trả lại"),
        ),
        Transition(
            "submit",
            ("registered",),
            "for_instruction",
            policies.can_receive,
            "documents.routed",
            _("Trình lãnh đạo"),
        ),
        Transition(
            "route",
            ("registered",),
            "at_unit",
            policies.can_receive,
            "documents.routed",
            _("Chuyển đơn vị"),
        ),
        Transition(
            "instruct",
            ("for_instruction", "at_unit", "in_hand"),
            "at_unit",
            policies.can_instruct,
            "documents.instructed",
            _("Cho ý kiến chỉ đạo"),
        ),
        Transition(
            "assign",
            ("at_unit", "in_hand"),
            "in_hand",
            policies.can_assign,
            "documents.assigned",
            _("Phân công"),
        ),
        Transition(
            "hand_back_to_clerk",
            ("for_instruction", "at_unit"),
            "registered",
            policies.can_assign,
            "documents.handed_back",
            _("Chuyển trả văn thư"),
        ),
        Transition(
            "hand_back_to_unit",
            ("in_hand",),
            "at_unit",
            policies.can_handle,
            "documents.handed_back",
            _("Chuyển trả đơn vị"),
        ),
        Transition(
            "handle",
            ("in_hand", "at_unit"),
            "done",
            policies.can_handle,
            "documents.handled",
            _("Kết thúc giải quyết"),
        ),
        Transition(
            "reopen",
            ("done",),
            "in_hand",
            policies.can_assign,
            "documents.assigned",
            _("Giải quyết tiếp"),
        ),
        Transition(
            "destroy",
            ("arrived", *_HANDLING, "done"),
            "recalled",
            policies.can_give_back,
            "documents.recall_carried_out",
            _("Thực hiện thu hồi"),
        ),
        Transition(
            "answer",
            _HANDLING,
            "done",
            policies.can_close_by_reply,
            "documents.answered",
            _("Kết thúc bằng văn bản trả lời"),
        ),
        Transition(
            "update",
            ("arrived", *_HANDLING, "done"),
            "",
            policies.can_receive,
            "documents.update_agreed",
            _("Đồng ý cập nhật"),
        ),
        Transition(
            "refuse_update",
            ("arrived", *_HANDLING, "done"),
            "",
            policies.can_receive,
            "documents.update_refused",
            _("Từ chối cập nhật"),
        ),
        Transition(
            "refuse_recall",
            ("arrived", *_HANDLING, "done"),
            "",
            policies.can_give_back,
            "documents.recall_refused",
            _("Chưa thực hiện thu hồi"),
        ),
    ),
)
