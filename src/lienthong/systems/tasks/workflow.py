"""The transition table of tasks (§5.2); lateness is derived and never a state."""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.workflow import Flow, Transition

from . import policies
from .choices import TaskState
from .models import Task

OPEN = ("assigned", "received", "in_progress")

TASK: Flow[Task] = Flow(
    name="task",
    labels=dict(TaskState.choices),
    transitions=(
        Transition(
            "mend", ("proposed",), "", policies.can_confirm, "tasks.mended", _("Sửa đề xuất")
        ),
        Transition(
            "drop", ("proposed",), "dropped", policies.can_confirm, "tasks.dropped", _("Không lập")
        ),
        Transition(
            "assign", ("proposed",), "assigned", policies.can_confirm, "tasks.assigned", _("Giao")
        ),
        Transition(
            "receive",
            ("assigned",),
            "received",
            policies.can_receive,
            "tasks.received",
            _("Tiếp nhận"),
        ),
        Transition(
            "name_person",
            ("assigned", "received", "in_progress"),
            "in_progress",
            policies.can_lead,
            "tasks.person_named",
            _("Phân công"),
        ),
        Transition(
            "split", OPEN, "in_progress", policies.can_lead, "tasks.split", _("Tách nhiệm vụ")
        ),
        Transition(
            "report_progress",
            ("received", "in_progress"),
            "in_progress",
            policies.can_do,
            "tasks.progress_reported",
            _("Cập nhật tiến độ"),
        ),
        Transition(
            "ask_extension",
            OPEN,
            "",
            policies.can_lead,
            "tasks.extension_asked",
            _("Đề nghị gia hạn"),
        ),
        Transition(
            "ask_return",
            OPEN,
            "return_requested",
            policies.can_lead,
            "tasks.return_asked",
            _("Đề nghị trả lại"),
        ),
        Transition(
            "decide_extension",
            (*OPEN, "submitted"),
            "",
            policies.can_decide,
            "tasks.request_decided",
            _("Quyết định gia hạn"),
        ),
        Transition(
            "decide_return",
            ("return_requested",),
            "",
            policies.can_decide,
            "tasks.request_decided",
            _("Quyết định trả lại"),
        ),
        Transition(
            "submit",
            ("received", "in_progress"),
            "submitted",
            policies.can_do,
            "tasks.submitted",
            _("Báo cáo kết quả"),
        ),
        Transition(
            "ask_more",
            ("submitted",),
            "in_progress",
            policies.can_accept,
            "tasks.more_asked",
            _("Yêu cầu bổ sung"),
        ),
        Transition(
            "accept",
            ("submitted",),
            "completed",
            policies.can_accept,
            "tasks.completed",
            _("Xác nhận hoàn thành"),
        ),
        Transition(
            "reopen",
            ("completed",),
            "in_progress",
            policies.can_assign,
            "tasks.reopened",
            _("Mở lại"),
        ),
        Transition(
            "suspend",
            (*OPEN, "submitted"),
            "suspended",
            policies.can_assign,
            "tasks.suspended",
            _("Tạm dừng"),
        ),
        Transition(
            "resume", ("suspended",), "", policies.can_assign, "tasks.resumed", _("Tiếp tục")
        ),
        Transition(
            "cancel",
            (*OPEN, "return_requested", "submitted", "suspended"),
            "cancelled",
            policies.can_assign,
            "tasks.cancelled",
            _("Thôi giao"),
        ),
        Transition(
            "supersede",
            (*OPEN, "return_requested", "submitted", "suspended"),
            "superseded",
            policies.can_assign,
            "tasks.superseded",
            _("Thay bằng nhiệm vụ khác"),
        ),
        Transition(
            "move_deadline",
            (*OPEN, "submitted", "return_requested", "suspended"),
            "",
            policies.can_assign,
            "tasks.deadline_moved",
            _("Dời thời hạn"),
        ),
        Transition(
            "change_series",
            (*OPEN, "submitted", "suspended"),
            "",
            policies.can_assign,
            "tasks.series_changed",
            _("Đổi định kỳ"),
        ),
        Transition(
            "end_series",
            (*OPEN, "submitted", "suspended"),
            "",
            policies.can_assign,
            "tasks.series_ended",
            _("Kết thúc định kỳ"),
        ),
        Transition(
            "ask_split",
            OPEN,
            "",
            policies.can_lead,
            "tasks.split_asked",
            _("Đề nghị tách cho cơ quan khác"),
        ),
        Transition(
            "decide_split",
            (*OPEN, "submitted"),
            "",
            policies.can_decide,
            "tasks.request_decided",
            _("Quyết định tách"),
        ),
        Transition(
            "reassign",
            ("return_requested", "assigned", "received"),
            "assigned",
            policies.can_assign,
            "tasks.reassigned",
            _("Giao lại"),
        ),
        Transition(
            "answer",
            (*OPEN, "submitted"),
            "",
            policies.can_answer,
            "tasks.coordination_answered",
            _("Trả lời phối hợp"),
        ),
        Transition(
            "ask_coordination",
            OPEN,
            "",
            policies.can_lead,
            "tasks.coordination_asked",
            _("Đề nghị phối hợp"),
        ),
    ),
)
