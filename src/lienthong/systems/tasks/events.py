"""Names of the acts that the task system records, with their official words."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "tasks.proposed": _("Đề xuất nhiệm vụ từ văn bản"),
    "tasks.mended": _("Sửa đề xuất"),
    "tasks.dropped": _("Không lập nhiệm vụ"),
    "tasks.assigned": _("Giao nhiệm vụ"),
    "tasks.received": _("Tiếp nhận nhiệm vụ"),
    "tasks.received_by_silence": _("Coi như đã tiếp nhận"),
    "tasks.person_named": _("Phân công người thực hiện"),
    "tasks.split": _("Tách nhiệm vụ"),
    "tasks.taken_over": _("Nhận bàn giao"),
    "tasks.progress_reported": _("Cập nhật tiến độ"),
    "tasks.coordination_asked": _("Đề nghị phối hợp"),
    "tasks.coordination_answered": _("Trả lời phối hợp"),
    "tasks.extension_asked": _("Đề nghị gia hạn"),
    "tasks.return_asked": _("Đề nghị trả lại"),
    "tasks.request_decided": _("Quyết định đề nghị"),
    "tasks.submitted": _("Báo cáo kết quả"),
    "tasks.report_came": _("Nhận văn bản báo cáo"),
    "tasks.more_asked": _("Yêu cầu bổ sung"),
    "tasks.completed": _("Xác nhận hoàn thành"),
    "tasks.reopened": _("Mở lại nhiệm vụ"),
    "tasks.suspended": _("Tạm dừng"),
    "tasks.resumed": _("Tiếp tục"),
    "tasks.cancelled": _("Thôi giao"),
    "tasks.superseded": _("Thay bằng nhiệm vụ khác"),
    "tasks.reassigned": _("Giao lại"),
    "tasks.deadline_moved": _("Dời thời hạn"),
    "tasks.series_changed": _("Đổi định kỳ"),
    "tasks.series_ended": _("Kết thúc định kỳ"),
    "tasks.period_made": _("Lập nhiệm vụ của kỳ"),
    "tasks.amended": _("Điều chỉnh theo văn bản"),
    "tasks.split_asked": _("Đề nghị tách cho cơ quan khác"),
    "tasks.measured": _("Đọc số liệu của hệ thống"),
    "tasks.urged": _("Dự thảo công văn đôn đốc"),
    "tasks.product_shown": _("Chuyển tệp kết quả cho cơ quan giao"),
    "tasks.rule_set": _("Sửa quy định về giao nhiệm vụ"),
}

# What a lead does within its own walls: the asker reads the outcome, not how (§5.6).
INSIDE = frozenset({"tasks.person_named", "tasks.split", "tasks.taken_over", "files.stored"})
