"""The transition tables: outgoing in the order of Đ10 to Đ19, incoming of Đ20 to Đ24."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.workflow import Flow, Transition

from . import policies
from .choices import DisposalState, IncomingState, InternalState, OutgoingState
from .models import Disposal, IncomingDocument, InternalReceipt, OutgoingDocument

_DRAFT = ("assigned", "drafting", "consulting")
_IN_CHAIN = ("checking", "approved")

OUTGOING: Flow[OutgoingDocument] = Flow(
    name="outgoing",
    labels=dict(OutgoingState.choices),
    transitions=(
        Transition(
            "draft", _DRAFT, "drafting", policies.can_draft, "documents.drafted", _("Lưu bản thảo")
        ),
        Transition(
            "hand_on",
            _DRAFT,
            "",
            policies.can_hand_on,
            "documents.drafting_handed_on",
            _("Giao người soạn"),
        ),
        Transition(
            "consult",
            _DRAFT,
            "consulting",
            policies.can_draft,
            "documents.opinion_asked",
            _("Lấy ý kiến phối hợp"),
        ),
        Transition(
            "submit", _DRAFT, "checking", policies.can_draft, "documents.submitted", _("Trình")
        ),
        Transition(
            "check_content",
            ("checking",),
            "",
            policies.can_check_content,
            "documents.content_checked",
            _("Kiểm tra nội dung"),
        ),
        Transition(
            "check_form",
            ("checking",),
            "",
            policies.can_check_form,
            "documents.form_checked",
            _("Kiểm tra thể thức"),
        ),
        Transition(
            "approve",
            ("checking",),
            "",
            policies.can_approve,
            "documents.approved",
            _("Duyệt bản thảo"),
        ),
        Transition(
            "opine",
            ("checking",),
            "",
            policies.can_opine,
            "documents.step_opinion",
            _("Cho ý kiến"),
        ),
        Transition(
            "return",
            _IN_CHAIN,
            "drafting",
            policies.can_return,
            "documents.returned_to_drafter",
            _("Trả lại"),
        ),
        Transition(
            "sign_part",
            ("approved",),
            "",
            policies.can_sign,
            "documents.signed_partly",
            _("Ký, còn người ký tiếp theo"),
        ),
        Transition(
            "sign",
            ("checking", "approved"),
            "signed",
            policies.can_sign,
            "documents.signed",
            _("Ký ban hành"),
        ),
        Transition(
            "bring_part",
            ("approved", "sealed"),
            "",
            policies.brings_joint,
            "documents.joint_brought",
            _("Nhận bản của cơ quan đồng ban hành"),
        ),
        Transition(
            "bring_signed",
            ("approved",),
            "signed",
            policies.brings_joint,
            "documents.signed",
            _("Nhận chữ ký cuối của cơ quan đồng ban hành"),
        ),
        Transition(
            "bring_return",
            ("approved",),
            "drafting",
            policies.brings_joint,
            "documents.returned_to_drafter",
            _("Cơ quan đồng ban hành trả lại"),
        ),
        Transition(
            "seal",
            ("signed",),
            "sealed",
            policies.can_issue,
            "documents.sealed",
            _("Cấp số, ký số cơ quan"),
        ),
        Transition(
            "issue", ("sealed",), "issued", policies.can_issue, "documents.issued", _("Phát hành")
        ),
        Transition(
            "recall",
            ("issued",),
            "recalled",
            policies.can_recall,
            "documents.recalled",
            _("Thu hồi"),
        ),
        Transition(
            "drop",
            (*_DRAFT, "checking"),
            "dropped",
            policies.can_draft,
            "documents.dropped",
            _("Thôi soạn thảo"),
        ),
    ),
)

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

DISPOSAL: Flow[Disposal] = Flow(
    name="disposal",
    labels=dict(DisposalState.choices),
    transitions=(
        Transition(
            "submit",
            ("gathering",),
            "proposed",
            policies.can_dispose,
            "documents.disposal_proposed",
            _("Trình đợt hủy"),
        ),
        Transition(
            "take_back",
            ("proposed",),
            "gathering",
            policies.can_dispose,
            "documents.disposal_taken_back",
            _("Lấy lại để sửa danh mục"),
        ),
        Transition(
            "keep_longer",
            ("gathering", "proposed"),
            "",
            policies.can_dispose,
            "documents.disposal_kept_longer",
            _("Giữ lại hồ sơ"),
        ),
        Transition(
            "note_opinion",
            ("proposed",),
            "",
            policies.can_dispose,
            "documents.disposal_opinion",
            _("Ghi ý kiến"),
        ),
        Transition(
            "add_paper",
            ("gathering", "proposed", "decided", "done"),
            "",
            policies.can_dispose,
            "documents.disposal_paper_added",
            _("Thêm giấy tờ vào hồ sơ hủy"),
        ),
        Transition(
            "decide",
            ("proposed",),
            "decided",
            policies.can_dispose,
            "documents.disposal_decided",
            _("Ghi quyết định hủy"),
        ),
        Transition(
            "carry_out",
            ("decided",),
            "carrying",
            policies.can_dispose,
            "documents.disposal_begun",
            _("Thực hiện hủy"),
        ),
        Transition(
            "finish",
            ("carrying",),
            "done",
            policies.ends_disposal,
            "documents.disposal_done",
            _("Hủy xong, lập biên bản"),
        ),
        Transition(
            "drop",
            ("gathering", "proposed", "decided"),
            "dropped",
            policies.can_dispose,
            "documents.disposal_dropped",
            _("Thôi đợt hủy"),
        ),
    ),
)
