"""Which pages of a PDF have to be recognised: those whose text is no text, by what is drawn on them.

A page is a scan where a picture fills it and little print of its own stands beside (a number typed
in, the appearance of a signature), where its letters are drawn and not written, or where its text is
garbled (a font without its table of letters) or was laid under the picture by a bad recognition. The
first page of a paper is recognised whenever its text lies hidden under a picture: what another
program recognised is not what the page prints, and a mark may have escaped it.
"""

import re
from collections.abc import Iterator, Sequence
from ctypes import c_float
from typing import Any, NamedTuple

import pypdfium2.raw as raw

from ..rules.language import language
from ..rules.letters import fold
from ..rules.old_fonts import scheme
from ..rules.piece import Piece
from ..rules.repair import soundness

FEW = 40  # letters on a page below which its text layer says nothing
_BESIDE = 150  # letters of its own that a scanned page may carry beside its picture
_FILLS, _COVERS = 0.6, 0.3  # shares of a page
_SOUND = 0.8  # of words under a picture that exist
_CELLS = 20  # a page is looked at in so many parts each way
_OBJECTS, _DEEP = 20_000, 4
_WORDS = 400  # that judge a text
_INK, _PAPER, _THUMB = 0.0015, 30, 50  # share of dots, how much darker than paper, dots per inch
Frame = tuple[float, float, float, float]  # left, bottom, right, top in points


class Drawn(NamedTuple):
    """The share of a page that pictures fill, and whether the print of its text is not to be seen."""

    cover: float
    hidden: bool


def unread(page: Any, words: Sequence[Piece], frame: Frame, *, first: bool) -> bool:
    """Whether the page has to be recognised."""
    letters = sum(c.isalpha() for p in words if p.origin == "page" for c in p.text)
    seen = drawn_on(page, frame)
    if seen.cover >= _FILLS and letters < _BESIDE:
        return True
    if letters < FEW:
        return seen.cover >= _COVERS or _inked(page)
    text = " ".join(p.text for p in words[:_WORDS])
    if seen.cover >= _FILLS and seen.hidden:
        return first or soundness(text) < _SOUND or garbled(text)
    return garbled(text)


_TOKEN = re.compile(r"\S+")
_PLAIN = re.compile(r"[\W\d_]*(?:[^\W\d_]?[a-zà-ỹđ]*|[^\W\d_]+)[\W\d_]*", re.IGNORECASE)
_VOWELS = frozenset("aeiouy")


def garbled(text: str) -> bool:
    """Whether letters are not what the page prints: a font without its table of letters.

    Text of the old fonts is not garbled (it is turned into Unicode), nor is another language.
    """
    tokens = [t for t in _TOKEN.findall(text)[:_WORDS] if sum(c.isalpha() for c in t) > 1]
    odd = sum(_odd(c) for c in text)
    if odd * 4 > len(text) - text.count(" "):
        return True
    if len(tokens) < 8 or scheme(text) is not None:
        return False
    known = language().words
    good = sum(_natural(t) or t.strip(".,;:()").lower() in known for t in tokens)
    return good * 2 < len(tokens)


def _odd(char: str) -> bool:
    """Letters that no font shows: of private use, of control, the sign of a letter that is not known."""
    return (
        char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or (char < " " and char not in "\t\n\r\f")
    )


def _natural(token: str) -> bool:
    """Whether a word may be one of any language in Latin letters: vowels among consonants, one case."""
    word = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", token)
    bare = fold(word)
    if not bare.isascii() or not all(part.isalpha() for part in re.split(r"[-/.,'’]", word)):
        return False
    inner = word[1:]
    if not (inner.islower() or word.isupper() or not inner):
        return False
    vowels = sum(c in _VOWELS for c in bare)
    return len(bare) < 3 or 0.2 <= vowels / len(bare) <= 0.85


def drawn_on(page: Any, frame: Frame) -> Drawn:
    """What pictures and invisible text a page has."""
    left, bottom, right, top = frame
    wide, tall = max(right - left, 1.0), max(top - bottom, 1.0)
    cells: set[tuple[int, int]] = set()
    texts = unseen = beneath = 0
    for kind, item, (x0, y0, x1, y1) in _objects(page):
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            texts += 1
            unseen += raw.FPDFTextObj_GetTextRenderMode(item) in (3, 7)
            continue
        columns = _span((x0 - left) / wide, (x1 - left) / wide)
        rows = _span((y0 - bottom) / tall, (y1 - bottom) / tall)
        cells.update((x, y) for x in columns for y in rows)
        if len(columns) * len(rows) >= _FILLS * _CELLS * _CELLS:
            beneath = (
                texts  # whatever was written before a picture that fills the page lies under it
            )
    cover = len(cells) / (_CELLS * _CELLS)
    return Drawn(cover, texts > 0 and max(unseen, beneath) >= 0.8 * texts)


def _span(low: float, high: float) -> range:
    """The parts whose middle lies between two places."""
    first, last = int(low * _CELLS + 0.5), int(high * _CELLS + 0.5)
    return range(max(0, first), min(_CELLS, last))


def _objects(page: Any) -> Iterator[tuple[int, Any, Frame]]:
    """Pictures with their boxes, and texts, in the order in which they are drawn."""
    left = [_OBJECTS]

    def inside(holder: Any, count: int, get: Any, outer: Any, deep: int) -> Iterator[Any]:
        for i in range(min(count, left[0])):
            left[0] -= 1
            item = get(holder, i)
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                yield kind, item, (0.0, 0.0, 0.0, 0.0)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                yield kind, item, _bounds(item, outer)
            elif kind == raw.FPDF_PAGEOBJ_FORM and deep < _DEEP:
                matrix = raw.FS_MATRIX()
                raw.FPDFPageObj_GetMatrix(item, matrix)
                own = (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
                below = raw.FPDFFormObj_CountObjects(item)
                yield from inside(
                    item, below, raw.FPDFFormObj_GetObject, _joined(own, outer), deep + 1
                )

    count = raw.FPDFPage_CountObjects(page.raw)
    yield from inside(page.raw, count, raw.FPDFPage_GetObject, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), 0)


Matrix = tuple[float, float, float, float, float, float]


def _joined(one: Matrix, two: Matrix) -> Matrix:
    """The first matrix, then the second."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return (
        a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m,
    )  # fmt: skip


def _bounds(item: Any, outer: Matrix) -> Frame:
    x0, y0, x1, y1 = (c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(item, x0, y0, x1, y1):
        return 0.0, 0.0, 0.0, 0.0
    a, b, c, d, e, f = outer
    corners = [
        (a * x + c * y + e, b * x + d * y + f)
        for x in (x0.value, x1.value)
        for y in (y0.value, y1.value)
    ]
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _inked(page: Any) -> bool:
    """Whether anything is to be seen on a page with next to no text: letters drawn as curves, patterns."""
    count = raw.FPDFPage_CountObjects(page.raw)
    if not 0 < count <= _OBJECTS:
        return False
    width, height = page.get_size()
    scale = min(_THUMB / 72, 900 / max(width, height, 1.0))
    shades = page.render(scale=scale, grayscale=True).to_pil().convert("L").histogram()
    paper = max(range(256), key=shades.__getitem__)
    return bool(sum(shades[: max(0, paper - _PAPER)]) > _INK * sum(shades))
