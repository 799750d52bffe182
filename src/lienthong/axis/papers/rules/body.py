"""Checks of the text and its annexes: căn cứ, numbering, the closing mark, references to annexes."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.translation import gettext as _

from lienthong.axis.papers.catalogue import DECISION, MINUTES, RESOLUTION
from lienthong.axis.papers.choices import ParagraphKind, Severity
from lienthong.axis.papers.letters import LetterData, Paragraph
from lienthong.axis.papers.wording import POINT_LETTERS, roman_value
from lienthong.kernel.text import fold

from .findings import Finding

_TEXT: Final = "Phụ lục I, mục II.6"
_CONTAINERS: Final = (
    ParagraphKind.PART,
    ParagraphKind.CHAPTER,
    ParagraphKind.SECTION,
    ParagraphKind.SUBSECTION,
    ParagraphKind.ROMAN,
    ParagraphKind.ARTICLE,
    ParagraphKind.CLAUSE,
    ParagraphKind.POINT,
)


def text_there(data: LetterData) -> Iterator[Finding]:
    """Đ8.2.e: a paper has a text."""
    if not any(each.text or each.title or each.table for each in data.body):
        yield Finding(
            "body.empty", "khoản 2 Điều 8", Severity.ERROR, _("Văn bản chưa có nội dung."), "body"
        )


def closing_mark(data: LetterData) -> Iterator[Finding]:
    """Annex III: the text ends with "./." in every form but the minutes."""
    if data.type_code == MINUTES or not data.body:
        return
    last = data.body[-1]
    words = (last.text or last.title).rstrip()
    if last.kind is not ParagraphKind.TABLE and not words.endswith("./."):
        message = _("Cuối nội dung văn bản phải có dấu “./.”.")
        yield Finding("body.closing_mark", "Phụ lục III, mục II", Severity.ERROR, message, "body")
    early = [each for each in data.body[:-1] if each.text.rstrip().endswith("./.")]
    if early:
        message = _("Dấu “./.” chỉ đặt một lần, ở cuối nội dung văn bản.")
        yield Finding("body.closing_early", "Phụ lục III, mục II", Severity.ERROR, message, "body")


def basis_formed(data: LetterData) -> Iterator[Finding]:
    """Annex I, II.6.a: each căn cứ on a line of its own ending in ";", the last in "."."""
    lines = [each.text.strip() for each in data.body if each.kind is ParagraphKind.BASIS]
    if any(not line.endswith(";") for line in lines[:-1]):
        message = _("Sau mỗi căn cứ có dấu chấm phẩy (;).")
        yield Finding("basis.semicolon", f"{_TEXT}.a", Severity.ERROR, message, "body")
    if lines and not lines[-1].endswith("."):
        message = _("Dòng căn cứ cuối cùng kết thúc bằng dấu chấm (.).")
        yield Finding("basis.full_stop", f"{_TEXT}.a", Severity.ERROR, message, "body")
    kinds = [each.kind for each in data.body]
    if ParagraphKind.BASIS in kinds:
        last = len(kinds) - 1 - kinds[::-1].index(ParagraphKind.BASIS)
        if any(kind in _CONTAINERS for kind in kinds[:last]):
            message = _("Căn cứ ban hành đặt trước phần nội dung, dưới tên loại và trích yếu.")
            yield Finding("basis.place", f"{_TEXT}.a", Severity.ERROR, message, "body")


def decision_formed(data: LetterData) -> Iterator[Finding]:
    """Annex III, forms 1.1 to 1.3: authority, căn cứ, enacting words and (decisions) articles."""
    if data.type_code not in {DECISION, RESOLUTION}:
        return
    kinds = {each.kind for each in data.body}
    form = "Phụ lục III, mẫu 1.1, 1.2"
    if not data.issuing_authority.strip():
        message = _("Thiếu thẩm quyền ban hành (ví dụ CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH …).")
        yield Finding("decision.authority", form, Severity.ERROR, message, "issuing_authority")
    if ParagraphKind.BASIS not in kinds:
        message = _("Thiếu căn cứ ban hành.")
        yield Finding("decision.basis", form, Severity.ERROR, message, "body")
    if ParagraphKind.ENACTING not in kinds:
        message = _("Thiếu dòng “QUYẾT ĐỊNH:” hoặc “QUYẾT NGHỊ:” trước nội dung.")
        yield Finding("decision.enacting", form, Severity.ERROR, message, "body")
    if data.type_code == DECISION and ParagraphKind.ARTICLE not in kinds:
        message = _("Nội dung quyết định bố cục theo Điều.")
        yield Finding("decision.articles", form, Severity.ERROR, message, "body")


def numbering_runs(data: LetterData) -> Iterator[Finding]:
    """Annex I, II.6.đ: Roman parts and chapters, Arabic articles and clauses, Vietnamese letters."""
    bodies = [("", data.body), *((each.title, each.body) for each in data.annexes)]
    for title, paragraphs in bodies:
        for previous, current in _neighbours(paragraphs):
            yield from _step(previous, current, title)


def _neighbours(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Paragraph | None, Paragraph]]:
    """Each numbered paragraph with the one before it of its kind under the same heading.

    Articles run through the whole text; all else begins anew under a higher heading.
    """
    last: dict[ParagraphKind, Paragraph] = {}
    for paragraph in paragraphs:
        if paragraph.kind not in _CONTAINERS:
            continue
        yield last.get(paragraph.kind), paragraph
        last[paragraph.kind] = paragraph
        for lower in _CONTAINERS[_CONTAINERS.index(paragraph.kind) + 1 :]:
            if lower is not ParagraphKind.ARTICLE:
                last.pop(lower, None)


def _step(previous: Paragraph | None, current: Paragraph, title: str) -> Iterator[Finding]:
    place = _("phụ lục “%(title)s”") % {"title": title[:60]} if title else _("nội dung")
    value = _value(current)
    if value is None and "." in current.number and current.kind is ParagraphKind.CLAUSE:
        return  # 1.1, 1.2: finer than the decree goes; left to the drafter
    if value is None and current.number.lower().startswith("thứ "):
        return
    if value is None:
        message = _("Số thứ tự “%(number)s” ở %(place)s sai kiểu: %(wanted)s.") % {
            "number": current.number,
            "place": place,
            "wanted": _wanted(current.kind),
        }
        yield Finding("numbering.kind", f"{_TEXT}.đ", Severity.ERROR, message, "body")
        return
    before = _value(previous) if previous else 0
    if before is not None and value != before + 1:
        message = _("Số thứ tự “%(number)s” ở %(place)s không nối tiếp số đứng trước.") % {
            "number": current.number,
            "place": place,
        }
        yield Finding("numbering.order", f"{_TEXT}.đ", Severity.WARNING, message, "body")


def _value(paragraph: Paragraph) -> int | None:
    number = paragraph.number
    if paragraph.kind in {ParagraphKind.PART, ParagraphKind.CHAPTER, ParagraphKind.ROMAN}:
        return roman_value(number)
    if paragraph.kind is ParagraphKind.POINT:
        return POINT_LETTERS.index(number) + 1 if number in POINT_LETTERS else None
    return int(number) if number.isascii() and number.isdigit() else None


def _wanted(kind: ParagraphKind) -> str:
    if kind is ParagraphKind.POINT:
        return _("điểm dùng chữ cái tiếng Việt a, b, c, d, đ, e, g … (không có f, j, w, z)")
    if kind in {ParagraphKind.PART, ParagraphKind.CHAPTER, ParagraphKind.ROMAN}:
        return _("dùng chữ số La Mã")
    return _("dùng chữ số Ả Rập")


def headings_titled(data: LetterData) -> Iterator[Finding]:
    """Annex I, II.6.d: parts, chapters, sections have titles."""
    untitled = [each for each in data.body if each.kind in _CONTAINERS[:4] and not each.title]
    for each in untitled:
        message = _("Phần, chương, mục, tiểu mục phải có tiêu đề (thiếu ở số %(number)s).") % {
            "number": each.number
        }
        yield Finding("heading.untitled", f"{_TEXT}.d", Severity.ERROR, message, "body")


def annexes_named(data: LetterData) -> Iterator[Finding]:
    """Annex I, III.1.a: the text points to its annexes, and each annex has a title."""
    if not data.annexes:
        return
    article = "Phụ lục I, mục III.1"
    words = fold(" ".join(f"{each.title} {each.text}" for each in data.body))
    if not re.search(r"phu luc|kem theo|dinh kem", words):
        message = _("Văn bản có phụ lục nhưng nội dung chưa có chỉ dẫn về phụ lục đó.")
        yield Finding("annex.not_mentioned", f"{article}.a", Severity.ERROR, message, "body")
    if any(not each.title.strip() for each in data.annexes):
        message = _("Phụ lục chưa có tên.")
        yield Finding("annex.untitled", f"{article}.b", Severity.WARNING, message, "annexes")
    if any(not each.body for each in data.annexes):
        message = _("Có phụ lục chưa có nội dung.")
        yield Finding("annex.empty", f"{article}.a", Severity.ERROR, message, "annexes")


def spaces_clean(data: LetterData) -> Iterator[Finding]:
    """Custom: no space before a mark of punctuation, no doubled mark."""
    wrong = [text for text in _texts(data.body) if re.search(r"\s[,;:](?=\s|$)|,,|;;", text)]
    if wrong:
        message = _("Có khoảng trống trước dấu câu hoặc dấu câu lặp, ví dụ: “%(text)s”.") % {
            "text": wrong[0][:60]
        }
        yield Finding("text.punctuation", "Điều 9", Severity.WARNING, message, "body")


def _texts(paragraphs: Sequence[Paragraph]) -> list[str]:
    return [text for each in paragraphs for text in (each.title, each.text) if text]


CHECKS: Final = (
    text_there,
    closing_mark,
    basis_formed,
    decision_formed,
    numbering_runs,
    headings_titled,
    annexes_named,
    spaces_clean,
)
