"""Names of the recorded acts of the exchange, with what they are called in Vietnamese."""

from django.utils.translation import gettext_lazy as _

DISPATCHED = "exchange.dispatched"
CARRIED = "exchange.carried"
STATUS_REPORTED = "exchange.status_reported"
RETRACT_REQUESTED = "exchange.retract_requested"
FORWARDED = "exchange.forwarded"
UPDATED = "exchange.updated"
RESENT = "exchange.resent"
REPLAYED = "exchange.replayed"
REDIRECTED = "exchange.redirected"
PAPER_FOUND = "exchange.paper_found"
OWED = "exchange.owed"

LABELS = {
    DISPATCHED: _("Gửi văn bản qua liên thông"),
    CARRIED: _("Chuyển gói tin đến nơi nhận"),
    STATUS_REPORTED: _("Báo trạng thái văn bản"),
    RETRACT_REQUESTED: _("Yêu cầu lấy lại văn bản"),
    FORWARDED: _("Chuyển tiếp văn bản"),
    UPDATED: _("Cập nhật thông tin, nơi nhận"),
    RESENT: _("Gửi lại văn bản"),
    REPLAYED: _("Chuyển lại gói tin bị treo"),
    REDIRECTED: _("Chuyển cho cơ quan kế thừa"),
    PAPER_FOUND: _("Phát hiện văn bản gửi giấy"),
    OWED: _("Ghi nhận lượt gửi còn nợ"),
}
