"""Text of Word files: paragraphs with their automatic numbers, tables as columns or as duties.

The head of a paper is a table of two columns in most offices; a table with a column "Cơ quan chủ
trì" is a list of duties and becomes one line for each row.
"""

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from ..rules.page import TEXT_LIMIT
from ..rules.tables import columns_of, duty_line
from .word_fonts import turn_old_fonts

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def text_of(data: bytes) -> tuple[str, bool]:
    """The whole text of a document, and whether parts of it were in a font before Unicode.

    Raises what python-docx raises on a broken file.
    """
    document = docx.Document(io.BytesIO(data))
    old = turn_old_fonts(document)
    numbers = _Numbers(document)
    lines: list[str] = []
    letters = 0
    for item in _items(document):
        before = len(lines)
        if isinstance(item, Table):
            lines += _table(item, numbers)
        else:
            lines.append(numbers.of(item) + item.text)
        letters += sum(len(line) + 1 for line in lines[before:])
        if letters > TEXT_LIMIT:  # reading goes no further, and says so
            break
    return "\n".join(lines), old


def _items(document: Any) -> Iterator[Paragraph | Table]:
    for child in document.element.body.iterchildren():
        if child.tag == qn("w:p"):
            yield Paragraph(child, document)
        elif child.tag == qn("w:tbl"):
            yield Table(child, document)


def _table(table: Table, numbers: "_Numbers") -> list[str]:
    rows = [_cells(row, numbers) for row in table.rows]
    filled = [[" ".join(p.strip() for p in cell).strip() for cell in row] for row in rows]
    for depth in (1, 2):
        heads = [
            " ".join(dict.fromkeys(filter(None, column)))
            for column in zip(*filled[:depth], strict=False)
        ]
        columns = columns_of(heads)
        if columns and heads:
            return [line for row in filled[depth:] if (line := duty_line(columns, row))]
    lines = []
    for row in rows:
        height = max((len(cell) for cell in row), default=0)
        for i in range(height):
            parts = [cell[i] if i < len(cell) else "" for cell in row]
            lines.append("\t".join(parts).rstrip("\t"))
    return ["", *lines, ""]


def _cells(row: Any, numbers: "_Numbers") -> list[list[str]]:
    """The lines of the cells of a row; a merged cell counts once."""
    out, seen = [], set()
    for cell in row.cells:
        if cell._tc in seen:
            continue
        seen.add(cell._tc)
        lines = [numbers.of(p) + p.text for p in cell.paragraphs]
        lines += [line for inner in cell.tables for line in _table(inner, numbers)]
        out.append([part for line in lines for part in line.split("\n")])
    return out


class _Numbers:
    """Counts the automatic numbers of a document, list by list and level by level."""

    def __init__(self, document: Any) -> None:
        self.counts: dict[tuple[str, int], int] = {}
        self.levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        try:
            part = document.part.numbering_part
        except (KeyError, NotImplementedError):
            return
        self._load(part.element)

    def _load(self, element: Any) -> None:
        shapes: dict[str, dict[int, tuple[str, str, int]]] = {}
        for shape in element.findall(qn("w:abstractNum")):
            levels = {}
            for level in shape.findall(qn("w:lvl")):
                levels[int(level.get(qn("w:ilvl"), "0"))] = (
                    _value(level, "w:numFmt", "decimal"),
                    _value(level, "w:lvlText", ""),
                    int(_value(level, "w:start", "1")),
                )
            shapes[shape.get(qn("w:abstractNumId"), "")] = levels
        for number in element.findall(qn("w:num")):
            shape = shapes.get(_value(number, "w:abstractNumId", ""), {})
            for level, what in shape.items():
                self.levels[number.get(qn("w:numId"), ""), level] = what

    def of(self, paragraph: Paragraph) -> str:
        """The mark that Word prints before a paragraph, with a space; empty for most."""
        found = _numbering(paragraph)
        if found is None or found not in self.levels or not paragraph.text.strip():
            return ""
        number, level = found
        for deeper in range(level + 1, 9):
            self.counts.pop((number, deeper), None)
        start = self.levels[found][2]
        self.counts[found] = self.counts.get(found, start - 1) + 1
        shape, label, _ = self.levels[found]
        if shape == "bullet":
            return "+ " if level else "- "
        for deep in range(level + 1):
            own = self.levels.get((number, deep), (shape, "", 1))
            count = self.counts.get((number, deep), own[2])
            label = label.replace(f"%{deep + 1}", _shown(own[0], count))
        return f"{label} " if label.strip() else ""


def _value(element: Any, tag: str, default: str) -> str:
    child = element.find(qn(tag))
    return str(child.get(qn("w:val"), default)) if child is not None else default


def _numbering(paragraph: Paragraph) -> tuple[str, int] | None:
    """The list and level of a paragraph, its own or its style's."""
    for properties in (paragraph._p.pPr, _style_properties(paragraph)):
        numbering = properties.find(qn("w:numPr")) if properties is not None else None
        if numbering is not None:
            return _value(numbering, "w:numId", ""), int(_value(numbering, "w:ilvl", "0"))
    return None


def _style_properties(paragraph: Paragraph) -> Any:
    style = paragraph.style
    return style.element.find(qn("w:pPr")) if style is not None else None


def _shown(shape: str, count: int) -> str:
    if shape in ("lowerLetter", "upperLetter"):
        letter = _LETTERS[(count - 1) % len(_LETTERS)]
        return letter.upper() if shape == "upperLetter" else letter
    if shape in ("upperRoman", "lowerRoman"):
        roman = _roman(count)
        return roman if shape == "upperRoman" else roman.lower()
    return f"{count:02d}" if shape == "decimalZero" else str(count)


def _roman(count: int) -> str:
    out = ""
    for value, sign in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while count >= value:
            out, count = out + sign, count - value
    return out
