"""Reading the table of a decision: text or bytes of a spreadsheet into lines with their numbers."""

import csv
import io
import unicodedata
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .names import exact_key

MOST_BYTES = 2 * 1024 * 1024
MOST_LINES = 2000
LONGEST = 300
# The table is a Vietnamese office's, in whatever language the page is shown.
HEADINGS = {
    "act": "Việc",
    "agency": "Cơ quan hiện có",
    "name": "Tên đầy đủ",
    "short": "Tên ngắn",
    "abbreviation": "Viết tắt",
    "level": "Cấp",
    "kind": "Loại",
    "parent": "Trực thuộc",
    "code": "Mã định danh",
    "gso": "Mã đơn vị hành chính",
    "staffing": "Mẫu tổ chức",
    "obligated": "Bắt buộc liên thông",
    "channel": "Kênh nhận",
    "heir": "Nơi kế thừa",
    "mail": "Nhận văn bản thay",
}
LEVELS = {"trung ương": "central", "tỉnh": "province", "huyện": "district", "xã": "commune"}
_MODEL = (
    "thành lập;;Sở Nội vụ tỉnh Mẫu;Sở Nội vụ;SNV;cấp tỉnh;sở;UBND tỉnh;H99.01;;Sở;có;;;",
    (
        "thành lập;;Ủy ban nhân dân xã Mẫu Một;UBND xã Mẫu Một;UBND;cấp xã;Ủy ban nhân dân;"
        "UBND tỉnh;H99.21;;UBND xã;có;;;"
    ),
    (
        "thành lập;;Trung tâm Mẫu;Trung tâm Mẫu;;cấp tỉnh;trung tâm;Sở Nội vụ;;;Trung tâm;không;"
        "thư điện tử công vụ;;"
    ),
)


class Unreadable(ValueError):
    """Bytes that are no text of a spreadsheet; the sentence says how to save it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: its number in the file and its cells by column."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Reading:
    """The lines, and what is wrong with the text itself: (line, sentence)."""

    lines: tuple[Line, ...]
    faults: tuple[tuple[int, str], ...] = ()


def label(column: str) -> str:
    """The heading of a column."""
    return HEADINGS[column]


def model_table() -> str:
    """The file to fill in: every column and an example; `;` is what Vietnamese Excel expects."""
    return "\r\n".join([";".join(HEADINGS.values()), *_MODEL]) + "\r\n"


def text_of(content: bytes) -> str:
    """The text of an uploaded file; raises `Unreadable` with what to do."""
    if len(content) > MOST_BYTES:
        raise Unreadable(_("Bảng lớn hơn 2 MB. Hãy chia thành nhiều quyết định."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(
            _("Tệp không ghi bằng UTF-8. Trong Excel hãy chọn Lưu thành “CSV UTF-8”.")
        ) from error


def read_lines(text: str) -> Reading:
    """The lines of the text, with every fault of the text itself."""
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        return _refused(_("Bảng lớn hơn 2 MB. Hãy chia thành nhiều quyết định."))
    head = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(";\t,", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: list[str] = []
    lines: list[Line] = []
    faults: list[tuple[int, str]] = []
    ended = 0
    try:
        for cells in rows:
            number, ended = ended + 1, rows.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if not columns:
                columns, wrong = _headings(cells)
                if wrong:
                    return Reading((), tuple((number, text) for text in wrong))
                continue
            if len(lines) == MOST_LINES:
                return _refused(_("Bảng có hơn 2.000 dòng. Hãy chia thành nhiều quyết định."))
            faults += [(number, text) for text in _bad_cells(number, cells, columns)]
            named = zip(columns, cells, strict=False)
            lines.append(Line(number, {name: " ".join(cell.split()) for name, cell in named}))
    except csv.Error:
        number = rows.line_num
        faults.append((number, _("Dòng %s: dấu ngoặc kép không đóng hoặc ô quá dài.") % number))
    if not columns and not faults:
        return _refused(_("Bảng chưa có dòng nào."))
    return Reading(tuple(lines), tuple(faults))


def _refused(text: str) -> Reading:
    return Reading((), ((0, text),))


def _headings(cells: list[str]) -> tuple[list[str], list[str]]:
    """The columns of the first line; what is wrong with it."""
    known = {exact_key(heading): name for name, heading in HEADINGS.items()}
    columns = [known.get(exact_key(cell), "") for cell in cells]
    while columns and not columns[-1] and not cells[len(columns) - 1].strip():
        columns.pop()
    wrong = [
        _("Không có cột “%s”. Dòng đầu phải là tên cột như trong tệp mẫu.") % cell.strip()[:60]
        for cell, column in zip(cells, columns, strict=False)
        if not column
    ]
    wrong += [
        _("Cột “%s” có hai lần.") % label(name) for name in HEADINGS if columns.count(name) > 1
    ]
    if not wrong and "act" not in columns:
        wrong.append(_("Thiếu cột “%s”.") % label("act"))
    return columns, wrong


def _bad_cells(number: int, cells: list[str], columns: list[str]) -> list[str]:
    said = []
    if any(cell.strip() for cell in cells[len(columns) :]):
        said.append(_("Dòng %s: nhiều ô hơn số cột.") % number)
    for name, cell in zip(columns, cells, strict=False):
        told = {"n": number, "column": label(name)}
        text = cell.strip()
        if text[:1] in {"=", "+", "@", "-"}:
            said.append(
                _("Dòng %(n)s: ô “%(column)s” là công thức hoặc dấu, không phải chữ.") % told
            )
        if any(
            unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co"} for c in cell if c not in "\r\n\t"
        ):
            said.append(_("Dòng %(n)s: ô “%(column)s” có ký tự ẩn.") % told)
        if len(text) > LONGEST:
            said.append(_("Dòng %(n)s: ô “%(column)s” dài hơn 300 ký tự.") % told)
    return said
