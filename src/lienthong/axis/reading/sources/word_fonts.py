"""Text of Word files in the fonts before Unicode (.VnTime, VNI-Times), run by run, by the font's name.

A name is certain where the statistics of letters are not: a name in capitals, a heading of three words.
The fonts of capitals (.VnTimeH) store small letters. A run that holds Vietnamese Unicode stays as it is.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from ..rules.old_fonts import decoded

_TCVN3 = re.compile(r"\.Vn\w", re.IGNORECASE)
_CAPITALS = re.compile(r"\.Vn.*H", re.IGNORECASE)
_VNI = re.compile(r"VNI[- ]\w", re.IGNORECASE)
_DEEP = 12  # styles that build on one another


class _Font(NamedTuple):
    """An old encoding, and whether its small letters stand for capitals."""

    scheme: str
    capitals: bool


def turn_old_fonts(document: Any) -> bool:
    """Turn the runs in old fonts into Unicode, in place; whether there were any."""
    styles = _Styles(document)
    found = False
    for paragraph in document.element.body.iter(qn("w:p")):
        runs = [(styles.font(run, paragraph), run) for run in paragraph.iter(qn("w:r"))]
        for font, group in groupby(runs, key=lambda item: item[0]):
            if font is not None:
                found |= _turn([run for _, run in group], font)
    return found


def _turn(runs: list[Any], font: _Font) -> bool:
    """The text of neighbouring runs as one, since a mark of VNI may stand in the run behind its letter."""
    pieces = [element for run in runs for element in _letters(run)]
    before = [element.text or "" for element in pieces]
    whole = decoded("".join(before), font.scheme)
    after = whole.upper() if font.capitals else whole
    if after == "".join(before):
        return False
    if len(after) == sum(map(len, before)):
        at = 0
        for element, words in zip(pieces, before, strict=True):
            element.text, at = after[at : at + len(words)], at + len(words)
    else:  # each by itself where no mark is torn off; else all in the first
        own = [decoded(words, font.scheme) for words in before]
        whole_own = "".join(own) == whole
        for n, element in enumerate(pieces):
            words = own[n] if whole_own else (whole if n == 0 else "")
            element.text = words.upper() if font.capitals else words
    return True


def _letters(run: Any) -> Iterator[Any]:
    """The texts of a run; what stands for a soft hyphen is the letter \u01b0 of TCVN 5712."""
    for child in list(run):
        if child.tag == qn("w:softHyphen"):
            text = OxmlElement("w:t")
            text.text = "\u00ad"
            run.replace(child, text)
            yield text
        elif child.tag == qn("w:t"):
            yield child


class _Styles:
    """The font of a run: its own, of its style, of its paragraph's style, of the document."""

    def __init__(self, document: Any) -> None:
        self.fonts: dict[str, str] = {}
        self.based: dict[str, str] = {}
        self.default, self.normal = "", ""
        try:
            element = document.styles.element
        except (KeyError, AttributeError):
            return
        defaults = element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}")
        self.default = _named(defaults) if defaults is not None else ""
        for style in element.iter(qn("w:style")):
            name = style.get(qn("w:styleId"), "")
            self.fonts[name] = _named(style)
            base = style.find(qn("w:basedOn"))
            if base is not None:
                self.based[name] = base.get(qn("w:val"), "")
            if style.get(qn("w:default")) == "1" and style.get(qn("w:type")) == "paragraph":
                self.normal = name

    def font(self, run: Any, paragraph: Any) -> _Font | None:
        """The old font of a run, None for one of today."""
        name = _named(run) or self._of_style(_style(run, "w:rPr", "w:rStyle"))
        name = name or self._of_style(_style(paragraph, "w:pPr", "w:pStyle") or self.normal)
        return _old(name or self.default)

    def _of_style(self, style: str) -> str:
        for _ in range(_DEEP):
            if not style or self.fonts.get(style):
                break
            style = self.based.get(style, "")
        return self.fonts.get(style, "")


def _old(name: str) -> _Font | None:
    if _TCVN3.match(name):
        return _Font("tcvn3", bool(_CAPITALS.fullmatch(name)))
    return _Font("vni", False) if _VNI.match(name) else None


def _style(element: Any, properties: str, style: str) -> str:
    found = element.find(f"{qn(properties)}/{qn(style)}")
    return str(found.get(qn("w:val"), "")) if found is not None else ""


def _named(element: Any) -> str:
    """The name of the font that an element sets for Latin letters."""
    fonts = element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    if fonts is None:
        return ""
    return str(fonts.get(qn("w:ascii")) or fonts.get(qn("w:hAnsi")) or "")
