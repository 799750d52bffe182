"""Names of places of the dictionary: what stands before the date in the head of a paper."""

import re
from functools import lru_cache

from .language import load
from .letters import fold


@lru_cache(maxsize=1)
def _places() -> dict[str, str]:
    units = {
        re.sub(r"^(?:Huyện|Thành phố|Thị xã|Xã|Phường|Thị trấn|Đặc khu) ", "", row["name"])
        for row in load("directory.json")["agencies"]
        if row["kind"] in ("district", "commune")
    }
    known: dict[str, str] = {}
    for name in (*sorted(units), *load("names.json")["provinces"]):
        known[fold(name)] = name
    return known


def known_place(words: str) -> str | None:
    """The place of the dictionary whose letters, marks apart, the page shows."""
    return _places().get(fold(words.strip(" ,.")))
