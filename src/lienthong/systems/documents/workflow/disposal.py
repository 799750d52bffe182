"""A proposal to destroy, from gathering to the minutes."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.workflow import Flow, Transition

from .. import policies
from ..choices import DisposalState
from ..models import Disposal

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
