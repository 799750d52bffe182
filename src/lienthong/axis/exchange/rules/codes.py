"""Codes in messages: agencies (QCVN 102, QĐ 20/2020/QĐ-TTg), documents, types (Đ7 NĐ 30/2020)."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

MAX_AGENCY_CODE = 35
MAX_DOCUMENT_ID = 200
OLD_AGENCY_CODE = re.compile(r"\d{3}\.\d{2}\.\d{2}\.[A-Y]\d{2}")
NEW_AGENCY_CODE = re.compile(r"[A-Y]\d{2}(\.[0-9A-Z]+)*")
OTHER_AGENCY_CODE = re.compile(r"Z\d{2}[0-9A-Z.]{1,32}")
DOCUMENT_ID = re.compile(r"(?P<organ>[^,]{1,35}),(?P<day>\d{4}/\d{2}/\d{2}),(?P<reference>.+)")

SCHEME_102 = "qcvn102"
SCHEME_20 = "qd20"

# The 29 types of administrative document in the order of Đ7, which is also the code sent.
DOCUMENT_TYPES = (
    "Nghị quyết",
    "Quyết định",
    "Chỉ thị",
    "Quy chế",
    "Quy định",
    "Thông cáo",
    "Thông báo",
    "Hướng dẫn",
    "Chương trình",
    "Kế hoạch",
    "Phương án",
    "Đề án",
    "Dự án",
    "Báo cáo",
    "Biên bản",
    "Tờ trình",
    "Hợp đồng",
    "Công văn",
    "Công điện",
    "Bản ghi nhớ",
    "Bản thỏa thuận",
    "Giấy ủy quyền",
    "Giấy mời",
    "Giấy giới thiệu",
    "Giấy nghỉ phép",
    "Phiếu gửi",
    "Phiếu chuyển",
    "Phiếu báo",
    "Thư công",
)


@dataclass(frozen=True, slots=True)
class DocumentIdParts:
    """The parts of a document identifier that follows the usual form."""

    organ_id: str
    issued_on: dt.date
    reference: str


def agency_code_scheme(code: str) -> str | None:
    """Which code system a code belongs to: "qcvn102" (old form), "qd20" (QĐ 20/2020), or None."""
    if len(code) > MAX_AGENCY_CODE:
        return None
    if OLD_AGENCY_CODE.fullmatch(code):
        return SCHEME_102
    if NEW_AGENCY_CODE.fullmatch(code) or OTHER_AGENCY_CODE.fullmatch(code):
        return SCHEME_20
    return None


def build_document_id(organ_id: str, issued_on: dt.date, number: str, notation: str) -> str:
    """The identifier of a document as the hub's kit forms it: code, day, number/notation."""
    return f"{organ_id},{issued_on:%Y/%m/%d},{number}/{notation}"


def read_document_id(value: str) -> DocumentIdParts | None:
    """The parts of an identifier, or None: real traffic also has plain UUIDs, so an identifier
    is opaque everywhere and this reading is never relied on."""
    match = DOCUMENT_ID.fullmatch(value)
    if match is None:
        return None
    try:
        day = dt.datetime.strptime(match["day"], "%Y/%m/%d").replace(tzinfo=dt.UTC).date()
    except ValueError:
        return None
    return DocumentIdParts(match["organ"], day, match["reference"])


def _key(name: str) -> str:
    """Letters only, without diacritics: both styles of tone mark and stray spaces are alike."""
    plain = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(letters.casefold().split())


_POSITIONS = {_key(name): i for i, name in enumerate(DOCUMENT_TYPES, start=1)}


def type_code(name: str) -> int | None:
    """The code of a type by its name: its position in Đ7; None for a name that is not there."""
    key = _key(name)
    return _POSITIONS.get(key) or _POSITIONS.get(key.replace(" (ca biet)", ""))


def match_type(name: str, code: int | None) -> str | None:
    """The type of a received document: by its name first, since senders number types differently.

    The code serves only where no name is given. None when neither says anything known.
    """
    if name:
        position = type_code(name)
        return None if position is None else DOCUMENT_TYPES[position - 1]
    if code is not None and 1 <= code <= len(DOCUMENT_TYPES):
        return DOCUMENT_TYPES[code - 1]
    return None
