"""Stored codes of the document system and their official words (NĐ 30/2020, edXML)."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verb(StrEnum):
    """What a role may allow in the document system."""

    DRAFT = "documents.draft"  # soạn thảo (Đ10)
    CHECK_CONTENT = "documents.check_content"  # kiểm tra nội dung (Đ12.1)
    CHECK_FORM = "documents.check_form"  # kiểm tra thể thức (Đ12.2)
    APPROVE = "documents.approve"  # duyệt bản thảo (Đ11)
    SIGN = "documents.sign"  # ký ban hành (Đ13)
    ISSUE = "documents.issue"  # cấp số, đăng ký, ký số cơ quan, phát hành (Đ15 to Đ18)
    RECALL = "documents.recall"  # thu hồi, đính chính, thay thế (Đ18.3, 18.4)
    RECEIVE = "documents.receive"  # tiếp nhận, đăng ký, trả lại (Đ21, Đ22)
    INSTRUCT = "documents.instruct"  # cho ý kiến chỉ đạo (Đ23.2)
    ASSIGN = "documents.assign"  # phân công (Đ23.2)
    HANDLE = "documents.handle"  # giải quyết (Đ24)
    ANSWER_OPINION = "documents.answer_opinion"  # cho ý kiến phối hợp
    READ_REGISTER = "documents.read_register"  # xem sổ văn bản của cơ quan
    COMPILE_FILE = "documents.compile_file"  # lập hồ sơ (Đ29)
    PLAN_FILES = "documents.plan_files"  # danh mục hồ sơ (Đ28)
    ARCHIVE = "documents.archive"  # nhận nộp lưu (Đ30)
    DISPOSE = "documents.dispose"  # đề nghị và thực hiện hủy tài liệu hết giá trị
    SET_RULES = "documents.set_rules"  # quy chế: tuyến chuyển, sổ, nhóm nơi nhận


class AliasState(models.TextChoices):
    """What became of a name that clerks corrected."""

    PROPOSED = "proposed", _("Chờ quyết định")
    USED = "used", _("Đang dùng")
    REFUSED = "refused", _("Không dùng")
    ENDED = "ended", _("Đã thôi dùng")


class Urgency(models.TextChoices):
    """Mức độ khẩn (PL I.III.2.b); `timed_express` is accepted on receipt and never offered."""

    NORMAL = "normal", _("Thường")
    URGENT = "urgent", _("KHẨN")
    VERY_URGENT = "very_urgent", _("THƯỢNG KHẨN")
    EXPRESS = "express", _("HOẢ TỐC")
    TIMED_EXPRESS = "timed_express", _("HOẢ TỐC HẸN GIỜ")


class CirculationLimit(models.TextChoices):
    """Phạm vi lưu hành (PL I.III.2.c); a secrecy mark is none of these and never enters."""

    NONE = "", _("Không giới hạn")
    INTERNAL = "internal", _("LƯU HÀNH NỘI BỘ")
    RETURN_AFTER_READING = "return_after_reading", _("XEM XONG TRẢ LẠI")


class Authority(models.TextChoices):
    """Quyền hạn ký (Đ13, PL I.II.7)."""

    IN_OWN_RIGHT = "in_own_right", _("Người đứng đầu")
    FOR_COLLECTIVE = "for_collective", _("TM.")
    ACTING_HEAD = "acting_head", _("Q.")
    FOR_HEAD = "for_head", _("KT.")
    BY_ORDER = "by_order", _("TL.")
    BY_DELEGATION = "by_delegation", _("TUQ.")


class OutgoingState(models.TextChoices):
    """Where an outgoing document stands, in the order of the decree (Đ10 to Đ19)."""

    ASSIGNED = "assigned", _("Đã giao soạn thảo")
    DRAFTING = "drafting", _("Đang soạn thảo")
    CONSULTING = "consulting", _("Đang lấy ý kiến")
    CHECKING = "checking", _("Chờ kiểm tra, duyệt")
    APPROVED = "approved", _("Đã duyệt, chờ ký")
    SIGNED = "signed", _("Đã ký, chờ cấp số")
    SEALED = "sealed", _("Đã cấp số, ký số cơ quan")
    ISSUED = "issued", _("Đã phát hành")
    RECALLED = "recalled", _("Đã thu hồi")
    DROPPED = "dropped", _("Thôi soạn thảo")


class CheckKind(models.TextChoices):
    """The three acts on one version that must precede the signature (Đ11, Đ12)."""

    CONTENT = "content", _("Kiểm tra nội dung")
    FORM = "form", _("Kiểm tra thể thức, kỹ thuật trình bày")
    APPROVAL = "approval", _("Duyệt bản thảo")


class CheckOutcome(models.TextChoices):
    """How a check ended."""

    PASSED = "passed", _("Đạt")
    RETURNED = "returned", _("Trả lại")


class VersionKind(models.TextChoices):
    """What a version of an outgoing document is."""

    DRAFT = "draft", _("Bản thảo")
    PERSON_SIGNED = "person_signed", _("Đã ký của người có thẩm quyền")
    SEALED = "sealed", _("Đã ký số của cơ quan")


class Decision(models.TextChoices):
    """How a request stands, in an order in which what waits comes last (so first when reversed)."""

    APPROVED = "approved", _("Đồng ý")
    REFUSED = "refused", _("Không đồng ý")
    WAITING = "waiting", _("Chờ quyết định")


class StepKind(models.TextChoices):
    """What a step of a round asks; the signatures follow it in the order of the signatories."""

    CONTENT = "content", _("Kiểm tra nội dung")
    FORM = "form", _("Kiểm tra thể thức")
    OPINION = "opinion", _("Cho ý kiến")
    APPROVAL = "approval", _("Duyệt bản thảo")


class BatchKind(models.TextChoices):
    """What one confirmation does to many papers: a leader's signatures, or a clerk's seals."""

    SIGN = "sign", _("Ký ban hành")
    SEAL = "seal", _("Cấp số, ký số cơ quan")


class ItemState(models.TextChoices):
    """How far one paper of a batch is."""

    WAITING = "waiting", _("Đang chờ")
    DONE = "done", _("Đã xong")
    REFUSED = "refused", _("Không thực hiện được")


class JointState(models.TextChoices):
    """How far one co-issuing agency is with a joint paper."""

    NAMED = "named", _("Chưa đến lượt")
    ASKED = "asked", _("Chờ ký")
    SIGNED = "signed", _("Đã ký")
    TO_SEAL = "to_seal", _("Chờ ký số cơ quan")
    SEALED = "sealed", _("Đã ký số cơ quan")
    RETURNED = "returned", _("Trả lại để hoàn chỉnh")


class AnnexPlace(models.TextChoices):
    """Whether an annex stands in the paper itself or is a file that the agency signs (PL I.III.1)."""

    INSIDE = "inside", _("Trong văn bản")
    FILE = "file", _("Tệp riêng")


class Purpose(models.TextChoices):
    """Why a recipient is named (PL I.II.9.a)."""

    ACT = "act", _("Để thực hiện")
    INFORM = "inform", _("Để biết, kiểm tra, báo cáo")
    FILE = "file", _("Để lưu")


class Channel(models.TextChoices):
    """By which way a paper reaches a recipient or came in."""

    EXCHANGE = "exchange", _("Liên thông")
    PAPER = "paper", _("Giấy, trực tiếp")
    MAIL = "mail", _("Thư điện tử")
    POST = "post", _("Bưu chính")
    PARTY_NETWORK = "party_network", _("Mạng của Đảng")
    INTERNAL = "internal", _("Nội bộ")


class IncomingState(models.TextChoices):
    """Where an incoming document stands (Đ20 to Đ24)."""

    ARRIVED = "arrived", _("Chờ tiếp nhận")
    RETURNED = "returned", _("Đã trả lại")
    REGISTERED = "registered", _("Đã vào sổ, chờ chuyển")
    FOR_INSTRUCTION = "for_instruction", _("Chờ cho ý kiến chỉ đạo")
    AT_UNIT = "at_unit", _("Chờ phân công")
    IN_HAND = "in_hand", _("Đang giải quyết")
    DONE = "done", _("Đã giải quyết")
    RECALLED = "recalled", _("Đã thu hồi, hủy tại nơi nhận")


class UpdateState(models.TextChoices):
    """What the receiver answered to an update of the sender (edXML type 2; 15 and 16)."""

    ASKED = "asked", _("Chờ trả lời")
    AGREED = "agreed", _("Đã cập nhật")
    REFUSED = "refused", _("Từ chối cập nhật")


class InternalState(models.TextChoices):
    """Where an internal paper stands in one unit."""

    SENT = "sent", _("Chờ ký nhận")
    RECEIVED = "received", _("Đã ký nhận")
    IN_HAND = "in_hand", _("Đang giải quyết")
    DONE = "done", _("Đã giải quyết")


class RightsChange(models.TextChoices):
    """What changed who may read and do (PL VI I.III.3.c)."""

    FILE_GIVEN = "file_given", _("Giao hồ sơ")
    ROLE_GIVEN = "role_given", _("Giao vai trò")
    ROLE_ENDED = "role_ended", _("Thôi vai trò")
    SUBSTITUTE = "substitute", _("Xử lý thay")


class ReturnReason(models.TextChoices):
    """The only two reasons for returning a paper (Đ21.2.b)."""

    NOT_AUTHENTIC = "not_authentic", _("Không bảo đảm tính xác thực, toàn vẹn")
    WRONG_ADDRESSEE = "wrong_addressee", _("Gửi sai nơi nhận")


class Part(models.TextChoices):
    """A unit's or person's part in handling a paper (Đ23.2)."""

    LEAD = "lead", _("Chủ trì")
    COORDINATE = "coordinate", _("Phối hợp")
    INFORM = "inform", _("Để biết")


class LinkKind(models.TextChoices):
    """How two documents belong together; shown both ways."""

    ANSWERS = "answers", _("Trả lời")
    BASIS = "basis", _("Căn cứ")
    CITES = "cites", _("Viện dẫn")
    IMPLEMENTS = "implements", _("Triển khai")
    REPLACES = "replaces", _("Thay thế")
    AMENDS = "amends", _("Sửa đổi, bổ sung")
    CORRECTS = "corrects", _("Đính chính")
    RECALLS = "recalls", _("Thu hồi")


class FileState(models.TextChoices):
    """A work file's life (Đ29, Đ30)."""

    OPEN = "open", _("Đang lập")
    CLOSED = "closed", _("Đã kết thúc")
    HANDED_OVER = "handed_over", _("Đã nộp lưu")
    DESTROYED = "destroyed", _("Đã hủy")


class KeepingRuleKind(models.TextChoices):
    """What a line of the rules of keeping says."""

    TERM = "term", _("Thời hạn bảo quản được chọn")
    COUNTED = "counted", _("Cách tính ngày hết thời hạn")
    DOSSIER_PART = "dossier_part", _("Giấy tờ của hồ sơ hủy")
    DOSSIER_YEARS = "dossier_years", _("Số năm giữ hồ sơ hủy")


class Counted(models.TextChoices):
    """From when the years of a term run."""

    END_OF_YEAR = "end_of_year", _("Hết ngày 31/12 của năm thứ n sau năm kết thúc công việc")
    DAY = "day", _("Đủ n năm kể từ ngày kết thúc công việc")


class DisposalState(models.TextChoices):
    """How far a proposal to destroy is."""

    GATHERING = "gathering", _("Đang lập danh mục")
    PROPOSED = "proposed", _("Đã trình, đang lấy ý kiến")
    DECIDED = "decided", _("Đã có quyết định")
    CARRYING = "carrying", _("Đang hủy")
    DONE = "done", _("Đã hủy")
    DROPPED = "dropped", _("Đã thôi")


class DisposalLineState(models.TextChoices):
    """What became of one file of a proposal."""

    LISTED = "listed", _("Đề nghị hủy")
    KEPT = "kept", _("Giữ lại")
    RELEASED = "released", _("Đợt hủy đã thôi")
    DESTROYED = "destroyed", _("Đã hủy")


class DisposedOutcome(models.TextChoices):
    """What became of one paper of a destroyed file."""

    DESTROYED = "destroyed", _("Đã hủy")
    STAYED = "stayed", _("Còn giữ")
    ALREADY = "already", _("Đã hủy từ trước")


class IntakeSource(models.TextChoices):
    """How the files of a batch came in."""

    DROPPED = "dropped", _("Văn thư tải lên")
    FOLDER = "folder", _("Thư mục quét")
    MAILBOX = "mailbox", _("Hộp thư điện tử")


class IntakeState(models.TextChoices):
    """How far one file of a batch is."""

    WAITING = "waiting", _("Chờ đọc")
    TAKEN = "taken", _("Đã nhập")
    OPENED = "opened", _("Thư đã mở")
    DUPLICATE = "duplicate", _("Trùng tệp đã có")
    SET_ASIDE = "set_aside", _("Để riêng")
    SECRET = "secret", _("Đã chặn: có dấu mật")
    DROPPED = "dropped", _("Không nhập")


class MailState(models.TextChoices):
    """How far a message is that came to the mailbox or was dropped."""

    COMING = "coming", _("Đang nhận")
    TAKEN = "taken", _("Đã nhận tệp")
    NO_FILES = "no_files", _("Không có tệp văn bản")
    SET_ASIDE = "set_aside", _("Để riêng")
    SECRET = "secret", _("Đã chặn: có dấu mật")


class LayerState(models.TextChoices):
    """How far the searchable copy of a scan is."""

    HELD = "held", _("Chưa cần")
    WAITING = "waiting", _("Chờ làm")
    MADE = "made", _("Đã có")
    SET_ASIDE = "set_aside", _("Không làm được")


class ReadingOutcome(models.TextChoices):
    """What a clerk made of a field that was read."""

    RIGHT = "right", _("Đọc đúng")
    MISSED = "missed", _("Không đọc được")
    WRONG = "wrong", _("Đọc sai")
