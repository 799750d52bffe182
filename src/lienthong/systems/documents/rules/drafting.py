"""How a typed text becomes the paragraphs of an official paper (PL I.II.6 NĐ 30/2020)."""

import re
from dataclasses import dataclass

_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("basis", re.compile(r"^(?P<text>(?:Căn cứ|Theo đề nghị|Xét đề nghị|Thực hiện)\b.*;)$")),
    ("part", re.compile(r"^Phần\s+(?P<number>[IVXLC]+)\.?\s*(?P<text>.*)$")),
    ("chapter", re.compile(r"^Chương\s+(?P<number>[IVXLC]+)\.?\s*(?P<text>.*)$")),
    ("section", re.compile(r"^Mục\s+(?P<number>\d+)\.?\s*(?P<text>.*)$")),
    ("article", re.compile(r"^Điều\s+(?P<number>\d+)\.\s*(?P<text>.+)$")),
    ("roman", re.compile(r"^(?P<number>[IVXLC]+)\.\s+(?P<text>.+)$")),
    ("clause", re.compile(r"^(?P<number>\d{1,3}(?:\.\d{1,2}){0,2})\.\s*(?P<text>.+)$")),
    ("point", re.compile(r"^(?P<number>[a-zđ])\)\s*(?P<text>.+)$")),
    ("dash", re.compile(r"^[-–]\s+(?P<text>.+)$")),
    ("plus", re.compile(r"^\+\s+(?P<text>.+)$")),
    ("enacting", re.compile(r"^(?P<text>(?:QUYẾT ĐỊNH|QUYẾT NGHỊ|CHỈ THỊ|YÊU CẦU):?)$")),
)
ENDING = "./."


@dataclass(frozen=True, slots=True)
class TypedParagraph:
    """One paragraph as typed: its kind in the words of axis.papers, number and text."""

    kind: str
    text: str
    number: str = ""


def paragraphs_of(text: str) -> list[TypedParagraph]:
    """The paragraphs of a typed text, one for each line that is not empty.

    A line is what its beginning says ("Điều 1.", "a)", "-", "Căn cứ …;"); any other line is plain.
    Nothing is dropped, and nothing is added.
    """
    return [_paragraph(line) for raw in text.splitlines() if (line := " ".join(raw.split()))]


def _paragraph(line: str) -> TypedParagraph:
    for kind, form in _FORMS:
        found = form.match(line)
        if found:
            parts = found.groupdict()
            return TypedParagraph(kind, parts.get("text") or "", parts.get("number") or "")
    return TypedParagraph("plain", line)


def with_ending(text: str) -> str:
    """The text with the sign that ends an official paper, once (PL I.II.6)."""
    stripped = text.rstrip()
    if stripped.endswith(ENDING):
        return stripped
    return stripped.rstrip(".;, ") + ENDING
