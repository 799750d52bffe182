"""Codes of the exchange: states of a delivery, kinds of message, urgency, channels.

Status codes are those of the national hub (QCVN 102:2016, QĐ 28/2018/QĐ-TTg); they never mix with
the states of tasks. Stored values are ASCII; labels are what officials read.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeliveryStatus(models.TextChoices):
    """The status codes of a delivery (edXML StatusCode)."""

    ARRIVED = "01", _("Đã đến")
    REFUSED = "02", _("Từ chối tiếp nhận")
    ACCEPTED = "03", _("Đã tiếp nhận")
    ASSIGNED = "04", _("Phân công")
    PROCESSING = "05", _("Đang xử lý")
    COMPLETED = "06", _("Hoàn thành")
    RETRACT_REQUESTED = "13", _("Lấy lại")
    RETRACT_AGREED = "15", _("Đồng ý lấy lại / cập nhật")
    RETRACT_REFUSED = "16", _("Từ chối lấy lại / cập nhật")


class RefusalReason(models.TextChoices):
    """The only two reasons for returning a document (Đ21.2.b NĐ 30/2020)."""

    NOT_AUTHENTIC = "not_authentic", _("Không bảo đảm tính xác thực, toàn vẹn")
    WRONG_ADDRESSEE = "wrong_addressee", _("Gửi sai nơi nhận")


class BusinessType(models.IntegerChoices):
    """What a document message does (edXML BussinessDocType)."""

    NEW = 0, _("Văn bản mới")
    RECALL = 1, _("Thu hồi")
    UPDATE = 2, _("Cập nhật")
    REPLACE = 3, _("Thay thế")


class Priority(models.IntegerChoices):
    """Urgency of a document message (edXML OtherInfo/Priority; stamps of PL I.III.2.b)."""

    NORMAL = 0, _("Thường")
    URGENT = 1, _("Khẩn")
    VERY_URGENT = 2, _("Thượng khẩn")
    EXPRESS = 3, _("Hoả tốc")
    EXPRESS_TIMED = 4, _("Hoả tốc hẹn giờ")


# Code 4 is not in NĐ 30/2020: it is accepted on receipt and never offered.
OFFERED_PRIORITIES = (
    Priority.NORMAL,
    Priority.URGENT,
    Priority.VERY_URGENT,
    Priority.EXPRESS,
)


class SteeringType(models.IntegerChoices):
    """Whether a message directs or reports (edXML SteeringType, known at second hand)."""

    NOT_DIRECTIVE = 1, _("Không phải văn bản chỉ đạo")
    DIRECTIVE = 2, _("Văn bản chỉ đạo")
    REPORT = 3, _("Báo cáo thực hiện chỉ đạo")


class Channel(models.TextChoices):
    """How a delivery reaches its receiver."""

    EXCHANGE = "exchange", _("Liên thông")
    FILE = "file", _("Tệp edXML")
    PAPER = "paper", _("Văn bản giấy")


class Stage(models.TextChoices):
    """Where a delivery stands for the counts of the percentages."""

    OWED = "owed", _("Chưa gửi")
    SENT = "sent", _("Đã gửi, chưa đến")
    ARRIVED = "arrived", _("Đã đến, chưa vào sổ")
    RETURNED = "returned", _("Bị trả lại, chưa gửi lại")
    WITHDRAWN = "withdrawn", _("Đã lấy lại trước khi vào sổ")
    DELIVERED = "delivered", _("Đã tiếp nhận")
    PAPER = "paper", _("Gửi giấy")


class TallyStage(models.TextChoices):
    """Stages as the counts know them: under way is one, since its duty is the receiver's."""

    OWED = "owed", _("Chưa gửi")
    OPEN = "open", _("Đã gửi, chưa vào sổ")
    RETURNED = "returned", _("Bị trả lại, chưa gửi lại")
    WITHDRAWN = "withdrawn", _("Đã lấy lại trước khi vào sổ")
    DELIVERED = "delivered", _("Đã tiếp nhận")
    PAPER = "paper", _("Gửi giấy")


class Exemption(models.TextChoices):
    """Why a delivery is not owed through the exchange: the closed list of exceptions."""

    NONE = "", _("Không")
    PAPER_TYPE = "X2", _("Loại văn bản gửi giấy theo danh mục")
    NOT_OBLIGATED = "X3", _("Nơi nhận không thuộc diện phải liên thông")


class TallyPart(models.IntegerChoices):
    """What a row of the counts sums: a change, a month that stands in its year too, or a year."""

    NEW = 0
    MONTH = 1
    YEAR = 2


class CarriageKind(models.TextChoices):
    """What an outbox row carries, and to whose system."""

    ENVELOPE = "envelope", _("Gói tin văn bản")
    STATUS = "status", _("Gói tin trạng thái")


class CarriageState(models.TextChoices):
    """Whether an outbox row still waits, or was given up for a person to look at."""

    WAITING = "waiting", _("Chờ chuyển")
    DEAD = "dead", _("Không chuyển được")


class IncidentKind(models.TextChoices):
    """What the exchange refused or noticed, shown until somebody has dealt with it."""

    CONTENT_DIFFERS = "content_differs", _("Cùng mã định danh, khác nội dung")
    FORWARD_DIFFERS = "forward_differs", _("Bản chuyển tiếp khác bản gốc")
    UPDATE_CHANGES_FILE = "update_changes_file", _("Cập nhật làm thay đổi tệp đã ký")
    FORGED_STATUS = "forged_status", _("Trạng thái không do bên nhận gửi")
    DIGEST_MISMATCH = "digest_mismatch", _("Tệp không còn nguyên vẹn")
    UNREADABLE = "unreadable", _("Gói tin không đọc được")


class TallySide(models.TextChoices):
    """For whom a count is kept: each delivery counts once for each of its two sides."""

    SENDER = "sender", _("Bên gửi")
    RECEIVER = "receiver", _("Bên nhận")


class SignatureVerdict(models.TextChoices):
    """The answer on the signature of an envelope (not of the document inside)."""

    ABSENT = "absent", _("Gói tin không ký")
    VALID = "valid", _("Hợp lệ")
    INVALID = "invalid", _("Không hợp lệ")
    UNKNOWN_SIGNER = "unknown_signer", _("Chưa xác định được người ký")
    UNCHECKABLE = "uncheckable", _("Không kiểm tra được")
