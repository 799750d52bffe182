"""How this installation answers Annex VI part I line by line; only then is paper left out (Đ19.2).

The answers are our own assessment, kept as data with its day; each names the screen or the test.
"""

import datetime as dt
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.text import format_date

STAGES = {"met": "done", "partly": "moving", "open": "waiting"}


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement: its place in the annex, its words, the state, and by what it is met."""

    place: str
    text: str
    state: str
    by: str

    @property
    def stage(self) -> str:
        """The mark of the state."""
        return STAGES[self.state]

    @property
    def words(self) -> str:
        """The state in words."""
        return {
            "met": _("Đáp ứng"),
            "partly": _("Đáp ứng một phần"),
            "open": _("Chưa đáp ứng"),
        }[self.state]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of part I with its lines."""

    title: str
    lines: tuple[Line, ...]


@cache
def _stored() -> dict[str, Any]:
    path = Path(__file__).resolve().parents[1] / "data" / "annex_six.json"
    stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return stored


def sections() -> list[Section]:
    """All requirements in the order of the annex."""
    return [
        Section(each["title"], tuple(Line(**line) for line in each["lines"]))
        for each in _stored()["sections"]
    ]


def counts(listed: list[Section]) -> dict[str, int]:
    """How many are met, met in part, and open."""
    states = [line.state for section in listed for line in section.lines]
    return {state: states.count(state) for state in STAGES} | {"total": len(states)}


def note() -> str:
    """Where the words are from, and that the assessment is the project's own."""
    return _(
        "Theo %(source)s. Tự đánh giá ngày %(day)s; chưa có cơ quan nào thẩm định. Chỉ khi hệ thống"
        " đáp ứng Phụ lục VI cơ quan mới được thôi giữ bản lưu giấy (Điều 19)."
    ) % {
        "source": _stored()["source"],
        "day": format_date(dt.date.fromisoformat(_stored()["assessed_on"])),
    }
