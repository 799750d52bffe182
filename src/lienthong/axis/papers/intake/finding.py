"""Where number, date and signatures belong on a paper made elsewhere (Annex I, boxes 3, 4, 7c).

A place is named only where the printed words leave room for it; what cannot be found is left to
the drafter, who puts it on the picture of the page.
"""

from collections.abc import Sequence
from typing import Any, Final

from .letters import Letter, PageLetters, fold

MM: Final = 72 / 25.4
LEAST_NUMBER: Final = 14.0  # points: two digits at 13 pt
LEAST_DAY: Final = 11.0
LEAST_SIGNATURE: Final = 11 * MM
SIGNATURE_W, SIGNATURE_H = 50 * MM, 24 * MM
SEAL_SIDE: Final = 36 * MM
Box = dict[str, float]


def find_places(pages: Sequence[PageLetters], signers: Sequence[str]) -> dict[str, Any]:
    """{"places": named boxes that were found, "year": the year printed on page one or None}."""
    places: dict[str, Box] = {}
    first = pages[0]
    number = _number(first)
    if number:
        places["number"] = number
    date, year = _date(first)
    places |= date
    for position, name in enumerate(signers, 1):
        suffix = "" if position == 1 else f"_{position}"
        box = _signature(pages, name)
        if box is None:
            continue
        places[f"signature{suffix}"] = box
        if position == 1:
            places["seal"] = seal_beside(box)
    return {"places": places, "year": year}


def seal_beside(signature: Box) -> Box:
    """The seal's box: covers a third of the signature on its left (Annex I, II.8.a)."""
    right = signature["x"] + signature["w"] / 3
    middle = signature["y"] + signature["h"] / 2
    return {
        "page": signature["page"],
        "x": right - SEAL_SIDE,
        "y": middle - SEAL_SIDE / 2,
        "w": SEAL_SIDE,
        "h": SEAL_SIDE,
    }


def _number(page: PageLetters) -> Box | None:
    """Between "Số:" and the stroke after it, in the upper left of page one."""
    start = 0
    while (at := page.find("số:", start)) >= 0:
        start = at + 1
        if at + 3 >= len(page.letters):
            return None
        colon, stroke = page.letters[at + 2], page.letters[at + 3]
        high = colon.bottom > page.height * 0.6 and colon.right < page.width * 0.6
        if high and stroke.sign == "/" and _on_line(colon, stroke):
            return _between(page, colon, stroke, LEAST_NUMBER)
    return None


def _date(page: PageLetters) -> tuple[dict[str, Box], int | None]:
    """Rooms for day and month between the printed words, and the printed year or a room for it."""
    at = page.find("ngàythángnăm")
    if at < 0 or page.letters[at].bottom < page.height * 0.5:
        return {}, None
    letters = page.letters
    day = _between(page, letters[at + 3], letters[at + 4], LEAST_DAY)
    month = _between(page, letters[at + 8], letters[at + 9], LEAST_DAY)
    if day is None or month is None:
        return {}, None
    after = letters[at + 12 : at + 16]
    digits = "".join(letter.sign for letter in after)
    found = {"day": day, "month": month}
    last = letters[at + 11]
    year = int(digits) if len(digits) == 4 and digits.isdigit() else None
    right = month["x"] + month["w"]
    if year is None:
        room = {"page": 0, "x": last.right + 2, "y": day["y"], "w": 28.0, "h": day["h"]}
        found["year"], right = room, room["x"] + room["w"]
    else:
        found["year"] = {
            "page": 0, "x": after[0].left, "y": day["y"],
            "w": after[3].right - after[0].left, "h": day["h"],
        }  # fmt: skip
    found["date"] = {"page": 0, "x": day["x"], "y": day["y"], "w": right - day["x"], "h": day["h"]}
    return found, year


def _on_line(one: Letter, other: Letter) -> bool:
    return abs(one.bottom - other.bottom) < 6


def _between(page: PageLetters, left: Letter, right: Letter, least: float) -> Box | None:
    """The free room between two letters of one line, None where it is too narrow."""
    x, end = left.right + 1, right.left - 1
    if not _on_line(left, right) or end - x < least:
        return None
    bottom, top = min(left.bottom, right.bottom), max(left.top, right.top)
    return {"page": page.index, "x": x, "y": bottom, "w": end - x, "h": max(top - bottom, 15.0)}


def _signature(pages: Sequence[PageLetters], name: str) -> Box | None:
    """Between the post above and the printed name of the signatory, on the last page with it."""
    for page in reversed(pages):
        at = page.last(name)
        if at >= 0:
            return _above(page, page.letters[at : at + len(fold(name))])
    return None


def _above(page: PageLetters, name: Sequence[Letter]) -> Box | None:
    top = max(letter.top for letter in name)
    middle = (min(n.left for n in name) + max(n.right for n in name)) / 2
    left, right = middle - SIGNATURE_W / 2, middle + SIGNATURE_W / 2
    over = [
        letter.bottom
        for letter in page.letters
        if letter.bottom > top and letter.right > left and letter.left < right
    ]
    if not over:
        return None
    room = min(over) - top
    height = min(SIGNATURE_H, room - 4)
    if height < LEAST_SIGNATURE or room > 90 * MM:
        return None
    if right > page.width - 4 or left - SEAL_SIDE * 2 / 3 < 0:
        return None
    return {
        "page": page.index,
        "x": left,
        "y": top + (room - height) / 2,
        "w": SIGNATURE_W,
        "h": height,
    }
