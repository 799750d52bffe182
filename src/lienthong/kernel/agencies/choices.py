"""Stored codes of the structure and their Vietnamese names; codes are ASCII and never change."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verb(StrEnum):
    """What a role may do with the structure."""

    ADMINISTER = "agencies.administer"  # units, posts, persons, groups, lists of one's agencies
    DECIDE = "agencies.decide"  # propose and carry out decisions, open, rename, move
    HAND_OVER = "agencies.hand_over"  # say who takes open work over


class Level(models.TextChoices):
    """Level of government; the district level ended on 1 July 2025."""

    CENTRAL = "central", _("trung ương")
    PROVINCE = "province", _("cấp tỉnh")
    DISTRICT = "district", _("cấp huyện")
    COMMUNE = "commune", _("cấp xã")


class PlaceKind(models.TextChoices):
    """Kinds of administrative units, in the order in which papers name them."""

    PROVINCE = "tinh", _("tỉnh")
    RURAL_DISTRICT = "huyen", _("huyện")
    TOWN = "thi_xa", _("thị xã")
    CITY = "thanh_pho", _("thành phố")
    COMMUNE = "xa", _("xã")
    WARD = "phuong", _("phường")
    TOWNSHIP = "thi_tran", _("thị trấn")
    SPECIAL_ZONE = "dac_khu", _("đặc khu")


class AgencyKind(models.TextChoices):
    """Kinds of agencies; a recipient group is a rule on level and kind."""

    PEOPLES_COMMITTEE = "peoples_committee", _("Ủy ban nhân dân")
    PROVINCIAL_OFFICE = "provincial_office", _("Văn phòng UBND tỉnh")
    DEPARTMENT = "department", _("sở")
    INSPECTORATE = "inspectorate", _("thanh tra")
    BOARD = "board", _("ban")
    SERVICE_CENTRE = "service_centre", _("trung tâm")
    CENTRAL_SECTOR = "central_sector", _("cơ quan ngành dọc")
    PARTY = "party", _("cơ quan Đảng")
    PEOPLES_COUNCIL = "peoples_council", _("Hội đồng nhân dân")
    FRONT = "front", _("Mặt trận, đoàn thể")
    OTHER = "other", _("cơ quan, tổ chức khác")


class PostKind(models.TextChoices):
    """Kinds of posts; roles hang on them."""

    HEAD = "head", _("người đứng đầu")
    DEPUTY = "deputy", _("cấp phó của người đứng đầu")
    CHIEF_OF_OFFICE = "chief_of_office", _("chánh văn phòng")
    DEPUTY_CHIEF_OF_OFFICE = "deputy_chief_of_office", _("phó chánh văn phòng")
    UNIT_HEAD = "unit_head", _("trưởng phòng, trưởng đơn vị")
    DEPUTY_UNIT_HEAD = "deputy_unit_head", _("phó trưởng phòng, phó trưởng đơn vị")
    OFFICER = "officer", _("công chức, chuyên viên")
    CLERK = "clerk", _("văn thư")
    ARCHIVIST = "archivist", _("lưu trữ")
    ADMINISTRATOR = "administrator", _("quản trị hệ thống")


# Posts that one person at a time holds; the database refuses a second one.
EXCLUSIVE_POSTS = frozenset({PostKind.HEAD, PostKind.CHIEF_OF_OFFICE, PostKind.UNIT_HEAD})


class ActingKind(models.TextChoices):
    """How a post is held when not in one's own right (Đ13 NĐ 30/2020)."""

    OWN = "", _("chính thức")
    IN_CHARGE = "in_charge", _("phụ trách, điều hành")  # a deputy in charge: signs KT.
    ACTING = "acting", _("quyền")  # signs Q.


class SuccessionKind(models.TextChoices):
    """What became of an agency."""

    MERGE = "merge", _("nhập")
    SPLIT = "split", _("chia, tách")
    RENAME = "rename", _("đổi tên, đổi loại")
    TRANSFER = "transfer", _("chuyển giao")
    DISSOLVE = "dissolve", _("giải thể")


class CodeScheme(models.TextChoices):
    """The two systems of agency codes; a code is never an identity."""

    QCVN102 = "qcvn102", _("QCVN 102:2016")
    QD20 = "qd20", _("Quyết định 20/2020/QĐ-TTg")


class PlaceCodeScheme(models.TextChoices):
    """Systems of codes of administrative units."""

    GSO = "gso", _("mã đơn vị hành chính (thống kê)")


class Certainty(models.TextChoices):
    """How sure a fact is; what is not V is shown so and can be edited."""

    READ = "V", _("đã đọc trong văn bản")
    SECOND_HAND = "V2", _("theo nguồn thứ hai")
    RECOLLECTION = "M", _("chưa có nguồn chắc chắn")


class DecisionKind(models.TextChoices):
    """What a decision is about."""

    OPENING = "opening", _("hiện trạng ban đầu")
    REORGANISATION = "reorganisation", _("sắp xếp tổ chức, đơn vị hành chính")
    STAFFING = "staffing", _("bổ nhiệm, điều động")
    LISTING = "listing", _("ban hành danh sách")


class DecisionState(models.TextChoices):
    """A decision proposes first; only carrying it out changes the structure."""

    PROPOSED = "proposed", _("dự kiến")
    CARRIED_OUT = "carried_out", _("đã thực hiện")
    WITHDRAWN = "withdrawn", _("không thực hiện")


class ChannelKind(models.TextChoices):
    """How papers reach a recipient at a date; only the exchange counts in the percentages."""

    EXCHANGE = "exchange", _("trục liên thông")
    MAIL = "mail", _("thư điện tử công vụ")
    PARTY_NETWORK = "party_network", _("mạng của Đảng")
    PAPER = "paper", _("bưu chính, bản giấy")
    HAND = "hand", _("trao tay")


class SheetKind(models.TextChoices):
    """Why work is handed over."""

    REORGANISATION = "reorganisation", _("cơ quan kết thúc hoạt động")
    LEAVER = "leaver", _("người rời chức vụ")
    UNIT = "unit", _("phòng, đơn vị hoặc chức vụ kết thúc")


class StaffChangeKind(models.TextChoices):
    """What a decision did to a unit or a post."""

    UNIT_ENDED = "unit_ended", _("kết thúc phòng, đơn vị")
    UNIT_RENAMED = "unit_renamed", _("đổi tên phòng, đơn vị")
    POST_ENDED = "post_ended", _("kết thúc chức vụ")


class LineState(models.TextChoices):
    """A line of a handover is open until somebody has taken it."""

    OPEN = "open", _("chưa có người nhận")
    TAKEN = "taken", _("đã nhận")
