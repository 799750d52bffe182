"""Stored codes of tasks (office practice §5): lateness is never a state."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verb(StrEnum):
    """What a role may allow in the task system."""

    CONFIRM = "tasks.confirm"  # chuyên viên tổng hợp: xác nhận nhiệm vụ đọc từ văn bản
    ASSIGN = "tasks.assign"  # giao, đổi, tạm dừng, thôi giao; xác nhận hoàn thành
    DECIDE = "tasks.decide"  # quyết định gia hạn, trả lại
    MONITOR = "tasks.monitor"  # theo dõi, kiểm tra báo cáo, đôn đốc
    RECEIVE = "tasks.receive"  # tiếp nhận nhiệm vụ (văn thư hoặc người đứng đầu)
    LEAD = "tasks.lead"  # phân công người thực hiện, tách, đề nghị gia hạn, trả lại
    DO = "tasks.do"  # cập nhật tiến độ, báo cáo kết quả
    COORDINATE = "tasks.coordinate"  # trả lời phối hợp
    SET_RULES = "tasks.set_rules"  # quy chế: thời hạn, giới hạn, nhắc việc


class TaskState(models.TextChoices):
    """Where a task stands."""

    PROPOSED = "proposed", _("Đề xuất từ văn bản")
    ASSIGNED = "assigned", _("Đã giao")
    RETURN_REQUESTED = "return_requested", _("Đề nghị trả lại")
    RECEIVED = "received", _("Đã tiếp nhận")
    IN_PROGRESS = "in_progress", _("Đang thực hiện")
    SUBMITTED = "submitted", _("Đã báo cáo, chờ xác nhận")
    SUSPENDED = "suspended", _("Tạm dừng")
    COMPLETED = "completed", _("Hoàn thành")
    CANCELLED = "cancelled", _("Thôi giao")
    SUPERSEDED = "superseded", _("Thay bằng nhiệm vụ khác")
    DROPPED = "dropped", _("Không lập nhiệm vụ")


# Given to somebody and not yet over.
OPEN_STATES = (
    TaskState.ASSIGNED,
    TaskState.RECEIVED,
    TaskState.IN_PROGRESS,
    TaskState.RETURN_REQUESTED,
    TaskState.SUBMITTED,
    TaskState.SUSPENDED,
)


class ProofKind(models.TextChoices):
    """What counts as done, chosen when the task is confirmed (§5.4)."""

    DOCUMENT = "document", _("Văn bản đã phát hành")
    SIGNED_SET = "signed_set", _("Bộ văn bản đã ký")
    RECORD = "record", _("Biên bản sự việc")
    SYSTEM_MEASURE = "system_measure", _("Số đo của hệ thống")
    REPORT = "report", _("Báo cáo đã duyệt")
    DOSSIER = "dossier", _("Hồ sơ đã kết thúc")
    LEADER_CONFIRMATION = "leader_confirmation", _("Xác nhận của người giao")


class PartyRole(models.TextChoices):
    """An agency's part in a task (§5.1)."""

    ASSIGNER = "assigner", _("Cơ quan giao")
    MONITOR = "monitor", _("Cơ quan theo dõi")
    LEAD = "lead", _("Cơ quan chủ trì")
    COORDINATE = "coordinate", _("Cơ quan phối hợp")
    REPORT_TO = "report_to", _("Nơi nhận báo cáo")


class RequestKind(models.TextChoices):
    """What a doer may ask of the one who assigned (§5.5)."""

    EXTENSION = "extension", _("Đề nghị gia hạn")
    RETURN = "return", _("Đề nghị trả lại")
    SPLIT = "split", _("Đề nghị tách cho cơ quan khác")


class RequestState(models.TextChoices):
    """How a request stands; silence is not consent."""

    OPEN = "open", _("Chờ quyết định")
    GRANTED = "granted", _("Đồng ý")
    REFUSED = "refused", _("Không đồng ý")
    WITHDRAWN = "withdrawn", _("Đã rút")


class ReturnReason(models.TextChoices):
    """Why a lead asks to give a task back (§5.5)."""

    NOT_OUR_FUNCTION = "not_our_function", _("Không thuộc chức năng, nhiệm vụ")
    UNCLEAR = "unclear", _("Nội dung chưa rõ")
    ASSIGNED_ELSEWHERE = "assigned_elsewhere", _("Đã giao cơ quan khác")
    DUPLICATE = "duplicate", _("Trùng nhiệm vụ")


class TaskClass(models.TextChoices):
    """The four classes of the Government Office's report, and those without a deadline (§5.3)."""

    DONE_ON_TIME = "done_on_time", _("Hoàn thành đúng hạn")
    DONE_LATE = "done_late", _("Hoàn thành quá hạn")
    OPEN_IN_TIME = "open_in_time", _("Chưa hoàn thành, trong hạn")
    OPEN_LATE = "open_late", _("Chưa hoàn thành, quá hạn")
    STANDING = "standing", _("Không có thời hạn, thường xuyên")
    NONE = "none", _("Không tính")


class Recurrence(models.TextChoices):
    """How often a series makes a task."""

    NONE = "", _("Một lần")
    WEEKLY = "weekly", _("Hằng tuần")
    MONTHLY = "monthly", _("Hằng tháng")
    QUARTERLY = "quarterly", _("Hằng quý")
    HALF_YEARLY = "half_yearly", _("Sáu tháng")
    YEARLY = "yearly", _("Hằng năm")
    AS_NEEDED = "as_needed", _("Thường xuyên hoặc đột xuất")


class AmendKind(models.TextChoices):
    """What a later document does with a line of an earlier one (§5.2, §5.5)."""

    MOVE = "move", _("Dời thời hạn")
    CANCEL = "cancel", _("Thôi giao")
    REPLACE = "replace", _("Thay bằng nhiệm vụ khác")
    SUSPEND = "suspend", _("Tạm dừng")
    RESUME = "resume", _("Tiếp tục")
    CHANGE_SERIES = "change_series", _("Đổi định kỳ")
    END_SERIES = "end_series", _("Kết thúc định kỳ")


class Measure(models.TextChoices):
    """A figure of this system that can be a task's target (§5.4)."""

    P1 = "P1", _("Luân chuyển văn bản qua phần mềm liên thông (P1)")
    P2 = "P2", _("Văn bản phát hành liên thông được ký số (P2)")


class MeasureScope(models.TextChoices):
    """Whose figure it is: the lead's own, or that of all agencies and units of the province."""

    AGENCY = "agency", _("Của cơ quan chủ trì")
    PROVINCE = "province", _("Của toàn tỉnh")


class DecidedAs(models.TextChoices):
    """In which part a request was decided: the asker, or the chief of office within his limit."""

    ASSIGNER = "assigner", _("Người giao")
    CHIEF = "chief", _("Chánh Văn phòng, trong giới hạn của quy chế")


class SourceKind(models.TextChoices):
    """Where a task comes from (§5.6)."""

    DOCUMENT = "document", _("Văn bản của cơ quan")
    MANUAL = "manual", _("Ý kiến chỉ đạo trực tiếp")
    CONCLUSION = "conclusion", _("Thông báo kết luận")
    GOVERNMENT = "government", _("Chính phủ, Thủ tướng Chính phủ giao")
    PARTY = "party", _("Tỉnh ủy giao")
    COUNCIL = "council", _("Hội đồng nhân dân tỉnh giao")
