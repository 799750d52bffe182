"""A paper that goes out, in the order of Đ10 to Đ19."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.workflow import Flow, Transition

from .. import policies
from ..choices import OutgoingState
from ..models import OutgoingDocument

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
