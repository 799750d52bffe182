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
    MONTHLY = "monthly", _("Hằng tháng")
    QUARTERLY = "quarterly", _("Hằng quý")
    HALF_YEARLY = "half_yearly", _("Sáu tháng")
    YEARLY = "yearly", _("Hằng năm")
    AS_NEEDED = "as_needed", _("Thường xuyên hoặc đột xuất")
