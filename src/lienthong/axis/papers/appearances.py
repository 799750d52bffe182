"""Appearances for form fields (number, date, time of signature) and the sample seal and signature.

An appearance is a one-page PDF without ground; it is taken into another file as a form XObject.
"""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from .choices import Align, SnippetStyle
from .letters import Box, RenderedLetter
from .texts import clean_line, clean_lines
from .typesetting import PART_STANDARDS, TypesettingFailed, draw, typeset
from .wording import VIETNAM, day_text, month_text

MM: Final = 72 / 25.4
SEAL_DIAMETER_MM: Final = 36.0
SIGNATURE_MM: Final = (50.0, 24.0)
FIELD_SIZE: Final = 13.0
COPY_SIZE: Final = 10.0  # Annex I, II.8.b and part II.I.3.c
# A part's own date is dropped when it is taken in; a fixed one gives the same bytes every time.
_ANY_TIME: Final = datetime(2020, 3, 5, tzinfo=VIETNAM)
SMALLEST_SHARE: Final = 0.6  # of its size to which a text may shrink to fit


class TextTooWide(ValueError):
    """A text that does not fit its field even when it is set smaller."""


class RealImageIsNotDrawn(ValueError):
    """Somebody asked for a seal or a signature that is not a sample."""


class DateDoesNotFit(ValueError):
    """A date that the printed words of the letter contradict."""


def render_snippet(
    text: str,
    width: float,
    height: float,
    size: float = FIELD_SIZE,
    style: SnippetStyle = SnippetStyle.UPRIGHT,
    align: Align = Align.CENTRE,
) -> bytes:
    """A text as the appearance of a field of this size (points): one line or several.

    The last line stands as high above the lower edge as the text of the letter beside it.
    Raises TextTooWide, TextRefused, FontsMissing.
    """
    lines = clean_lines(text, "Nội dung ô")
    room = {"x": 0.0, "w": width, "h": height, "align": align.value, "lines": list(lines)}
    return _snippet([room], width, height, size=size, style=style)


def number_appearance(number: str, place: Box) -> bytes:
    """The number as it stands in the place `number`: upright, 13 pt, close to the stroke after it."""
    return render_snippet(number, place.w, place.h, FIELD_SIZE, SnippetStyle.UPRIGHT, Align.RIGHT)


def date_appearance(on: date, letter: RenderedLetter) -> bytes:
    """What is written into the place `date`: day and month, and the year where its room is blank,
    each in its own room between the printed words. Raises DateDoesNotFit, KeyError."""
    whole = letter.places["date"]
    parts = [("day", day_text(on.day)), ("month", month_text(on.month)), ("year", str(on.year))]
    rooms = [
        _room(letter.places[name], whole, text)
        for name, text in parts
        if letter.places[name].right <= whole.right + 0.5
    ]
    return _snippet(rooms, whole.w, whole.h, size=FIELD_SIZE, style=SnippetStyle.ITALIC)


def check_date_fits(on: date, printed_year: int | None) -> None:
    """Refuse a date of another year than the one that the signed page shows."""
    if printed_year is not None and on.year != printed_year:
        raise DateDoesNotFit(
            _(
                "Văn bản đã in sẵn năm %(printed)s nhưng ngày ban hành thuộc năm %(given)s. Hãy "
                "trả lại để dàn trang và ký lại."
            )
            % {"printed": printed_year, "given": on.year}
        )


def copy_signature_place(width: float, height: float) -> Box:
    """Where an agency's signature without picture goes on page one of any file of this size in
    points, a digitised paper for one: top right (box 14; Annex I, part II.I.3)."""
    return Box(0, width - (15 + 80) * MM, height - (5 + 13) * MM, 80 * MM, 13 * MM)


def copy_signature_appearance(lines: Sequence[str], place: Box) -> bytes:
    """The text of an agency's signature without picture, top right of page one: 10 pt, upright."""
    return render_snippet(
        "\n".join(lines), place.w, place.h, COPY_SIZE, SnippetStyle.UPRIGHT, Align.RIGHT
    )


def _room(place: Box, whole: Box, text: str) -> dict[str, Any]:
    return {
        "x": place.x - whole.x,
        "w": place.w,
        "h": place.h,
        "align": Align.CENTRE.value,
        "lines": [text],
    }


def _snippet(
    rooms: Sequence[dict[str, Any]], width: float, height: float, *, size: float, style: str
) -> bytes:
    record = {
        "title": " ".join(line for room in rooms for line in room["lines"]) or "-",
        "width": width,
        "height": height,
        "size": size,
        "style": str(style),
        "least": SMALLEST_SHARE,
        "rooms": list(rooms),
    }
    try:
        return typeset("snippet.typ", record, at=_ANY_TIME, standards=PART_STANDARDS).pdf
    except TypesettingFailed as error:
        if "text too wide" in str(error):
            raise TextTooWide(
                _("“%(text)s” quá dài so với ô dành cho nó; hãy rút gọn hoặc dàn lại trang.")
                % {"text": record["title"]}
            ) from error
        raise


def seal_image(agency_name: str, sample: bool = True, *, dpi: float = 300) -> bytes:
    """A round red seal of 36 mm as a transparent PNG for the sample province, marked MẪU.

    It bears a star and no coat of arms. A real office uploads the image of its own seal
    (Annex I, II.8.a); with `sample` false this raises RealImageIsNotDrawn.
    """
    _only_samples(sample)
    name = clean_line(agency_name, "Tên cơ quan").upper()
    return draw("seal.typ", {"name": name, "diameter": SEAL_DIAMETER_MM}, dpi=dpi)


def signature_image(name: str, sample: bool = True, *, dpi: float = 300) -> bytes:
    """A blue stroke of 50 × 24 mm as a transparent PNG, made from the name and marked MẪU.

    Raises RealImageIsNotDrawn with `sample` false: a real signature is uploaded by its owner
    (Annex I, II.7.d).
    """
    _only_samples(sample)
    width, height = SIGNATURE_MM
    strokes = _strokes(clean_line(name, "Họ tên"))
    return draw("signature.typ", {"width": width, "height": height, "strokes": strokes}, dpi=dpi)


def _only_samples(sample: bool) -> None:
    if not sample:
        raise RealImageIsNotDrawn(
            _(
                "Hệ thống chỉ vẽ dấu và chữ ký mẫu cho tỉnh mẫu. Hãy tải lên hình ảnh con dấu, chữ "
                "ký thật của cơ quan (.png, nền trong suốt)."
            )
        )


def _strokes(name: str) -> list[dict[str, Any]]:
    """Curves like a hurried hand: up and down strokes from left to right, then a line back."""
    seed = hashlib.sha256(name.encode()).digest()
    numbers = [byte / 255 for byte in seed]
    x, y = 5.0, 15.0
    start = (x, y)
    bends = []
    for index in range(9):
        rise = 3.0 + 8.0 * numbers[index] * (1.15 - index / 9)
        ahead = 2.2 + 2.6 * numbers[index + 9]
        peak = (x + ahead * 0.2, y - rise * 1.6)
        fall = (x + ahead * 1.3, y - rise * 1.2)
        x, y = x + ahead, 13.5 + 3.0 * numbers[(index + 18) % 32]
        bends.append([peak, fall, (x, y)])
    back = [[(x + 4, y + 3), (x - 12, y + 6), (9.0, 19.0 + numbers[30])]]
    back.append([(20.0, 17.0), (x - 2, 16.0), (min(x + 9, 46.0), 15.0 + 2 * numbers[31])])
    return [{"start": start, "bends": bends}, {"start": (x, y), "bends": back}]
