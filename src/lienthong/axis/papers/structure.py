"""Reads typed or pasted text into structured paragraphs, so that a drafter need not mark them up.

The rules are those of Annex I, II.6: căn cứ, phần, chương, mục, điều, khoản, điểm, dash lines.
"""

import re
from typing import Final

from lienthong.kernel.text import nfc

from .choices import ParagraphKind
from .letters import Paragraph
from .wording import POINT_LETTERS, roman_value

_LONGEST_TITLE: Final = 160
_NUMBERED_HEADINGS: Final = (
    (ParagraphKind.PART, re.compile(r"^phần\s+([IVXLC]+|thứ\s+\w+)\.?\s*(.*)$", re.IGNORECASE)),
    (ParagraphKind.CHAPTER, re.compile(r"^chương\s+([IVXLC]+)\.?\s*(.*)$", re.IGNORECASE)),
    (ParagraphKind.SUBSECTION, re.compile(r"^tiểu mục\s+(\d+)\.?\s*(.*)$", re.IGNORECASE)),
    (ParagraphKind.SECTION, re.compile(r"^mục\s+(\d+)\.?\s*(.*)$", re.IGNORECASE)),
)
_ARTICLE: Final = re.compile(r"^Điều\s+(\d+)[.:]\s*(.*)$")
_ROMAN: Final = re.compile(r"^([IVXLC]+)[.)]\s+(\S.*)$")
_CLAUSE: Final = re.compile(r"^(\d{1,3}(?:\.\d{1,3}){0,3})[.)]\s+(\S.*)$")
_POINT: Final = re.compile(rf"^([{''.join(POINT_LETTERS)}])\)\s*(\S.*)$")
_DASH: Final = re.compile(r"^[-–—•·\uf0b7\u25cf\u2022]\s*(\S.*)$")
_PLUS: Final = re.compile(r"^\+\s*(\S.*)$")
_BASIS: Final = re.compile(r"^(?:căn cứ|theo đề nghị|xét đề nghị|thực hiện)\b", re.IGNORECASE)
_ENACTING: Final = re.compile(r"^(QUYẾT ĐỊNH|QUYẾT NGHỊ|CHỈ THỊ)\s*:$")
_ENDS_SENTENCE: Final = (".", ";", ":", ",", "./.")


def paragraphs_from_text(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a text, one for each line that is not empty.

    Căn cứ lines are recognised only before the first line of another kind; a line of capitals
    after a heading is its title; a short numbered line without an end mark is a titled clause.
    """
    lines = [" ".join(line.split()) for line in nfc(text).splitlines()]
    lines = [line for line in lines if line]
    found: list[Paragraph] = []
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else ""
        if found and _is_title_of(found[-1], line):
            previous = found.pop()
            found.append(Paragraph(previous.kind, number=previous.number, title=line))
        else:
            in_head = all(each.kind is ParagraphKind.BASIS for each in found)
            found.append(_paragraph(line, following, in_head=in_head))
    return tuple(found)


def _is_title_of(heading: Paragraph, line: str) -> bool:
    untitled = heading.kind in _CENTRED and not heading.title
    return untitled and line == line.upper() and not _POINT.match(line)


_CENTRED: Final = frozenset(kind for kind, _pattern in _NUMBERED_HEADINGS)


def _paragraph(line: str, following: str, *, in_head: bool) -> Paragraph:
    if in_head and _BASIS.match(line) and line.endswith((";", ".", ",")):
        return Paragraph(ParagraphKind.BASIS, line)
    if enacting := _ENACTING.match(line):
        return Paragraph(ParagraphKind.ENACTING, enacting.group(1) + ":")
    for kind, pattern in _NUMBERED_HEADINGS:
        heading = pattern.match(line)
        if heading and (not heading.group(2) or heading.group(2) == heading.group(2).upper()):
            return Paragraph(kind, number=heading.group(1), title=heading.group(2))
    if article := _ARTICLE.match(line):
        number, rest = article.groups()
        if rest and following and _reads_as_title(rest):
            return Paragraph(ParagraphKind.ARTICLE, number=number, title=rest)
        return Paragraph(ParagraphKind.ARTICLE, rest, number)
    return _lower_paragraph(line, following)


def _lower_paragraph(line: str, following: str) -> Paragraph:
    roman = _ROMAN.match(line)
    if roman and roman_value(roman.group(1)) and roman.group(2) == roman.group(2).upper():
        return Paragraph(ParagraphKind.ROMAN, number=roman.group(1), title=roman.group(2))
    if clause := _CLAUSE.match(line):
        number, rest = clause.groups()
        if following and _reads_as_title(rest):
            return Paragraph(ParagraphKind.CLAUSE, number=number, title=rest)
        return Paragraph(ParagraphKind.CLAUSE, rest, number)
    if point := _POINT.match(line):
        return Paragraph(ParagraphKind.POINT, point.group(2), point.group(1))
    if dash := _DASH.match(line):
        return Paragraph(ParagraphKind.DASH, dash.group(1))
    if plus := _PLUS.match(line):
        return Paragraph(ParagraphKind.PLUS, plus.group(1))
    return Paragraph(ParagraphKind.PLAIN, line)


def _reads_as_title(rest: str) -> bool:
    return len(rest) <= _LONGEST_TITLE and not rest.endswith(_ENDS_SENTENCE)


def text_from_paragraphs(paragraphs: tuple[Paragraph, ...]) -> str:
    """The text that `paragraphs_from_text` reads back into these paragraphs; tables are left out."""
    return "\n".join(_line(each) for each in paragraphs if each.kind is not ParagraphKind.TABLE)


_HEADING_WORDS: Final = {
    ParagraphKind.PART: "Phần",
    ParagraphKind.CHAPTER: "Chương",
    ParagraphKind.SECTION: "Mục",
    ParagraphKind.SUBSECTION: "Tiểu mục",
}
_MARKS: Final = {
    ParagraphKind.ARTICLE: "Điều {}. ",
    ParagraphKind.ROMAN: "{}. ",
    ParagraphKind.CLAUSE: "{}. ",
    ParagraphKind.POINT: "{}) ",
    ParagraphKind.DASH: "- ",
    ParagraphKind.PLUS: "+ ",
}


def _line(paragraph: Paragraph) -> str:
    words = " ".join(part for part in (paragraph.title, paragraph.text) if part)
    if paragraph.kind in _HEADING_WORDS:
        return f"{_HEADING_WORDS[paragraph.kind]} {paragraph.number}\n{words.upper()}".strip()
    return _MARKS.get(paragraph.kind, "").format(paragraph.number) + words
