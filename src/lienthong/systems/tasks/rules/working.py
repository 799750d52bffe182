"""The working rules: what the practice has, and how a value that an office enters is judged.

The practice's numbers are data of the package with their date and source; an office's own, entered
from a day on, take their place for the tasks that it assigns.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.text import key_in


class RuleRefused(Exception):
    """A value that the rule cannot have; the message says what it may be."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Practice:
    """One number of the practice: its kind, value, unit, words, and where it comes from."""

    key: str
    kind: str
    value: Any
    unit: str
    words: str
    source: str
    since: str


@cache
def practice() -> Mapping[str, Practice]:
    """Every working rule that the system knows, by key, with the practice's value."""
    place = resources.files("lienthong.systems.tasks").joinpath("data/working_rules.json")
    data = json.loads(place.read_text("utf-8"))
    return {
        row["key"]: Practice(
            row["key"],
            row["kind"],
            row["value"],
            row["unit"],
            row["words"],
            row.get("source", data["source"]),
            row.get("since", data["since"]),
        )
        for row in data["rules"]
    }


MOST = {"days": (1, 400), "count": (0, 400), "yes_no": (0, 1), "month_day": (0, 28)} | {
    "week_day": (1, 7),
    "hour": (0, 23),
}


def judged(key: str, text: str) -> Any:
    """The value of a rule from what was typed: a number, or numbers parted by commas.

    Raises `RuleRefused`.
    """
    known = practice().get(key)
    if known is None:
        raise RuleRefused(_("Không có quy định này."))
    if known.kind == "list":
        parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
        days = [key_in(part) for part in parts]
        numbers = sorted({day for day in days if day is not None and day <= 400})
        if not parts or len(parts) > 10 or any(day not in numbers for day in days):
            raise RuleRefused(_("Hãy ghi các số ngày, cách nhau bằng dấu phẩy, ví dụ 5, 3, 1."))
        return numbers if key == "bands" else numbers[::-1]
    low, high = MOST[known.kind]
    number = key_in(text.strip())
    if number is None or not low <= number <= high:
        raise RuleRefused(_("Hãy ghi một số từ %(low)s đến %(high)s.") % {"low": low, "high": high})
    return number
