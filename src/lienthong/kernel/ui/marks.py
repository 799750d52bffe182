"""The few marks that look alike on every screen: urgency, status, lateness, deadline.

Drawn here once as safe HTML so that a register of a thousand rows costs no template per cell;
the components of templates/cotton call the same functions. Words first, colour never alone.
"""

import datetime as dt
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from . import formats

# The words of the stamps, PL I.III.2.b NĐ 30/2020, in the order of lists (office practice §6.4).
URGENCY: dict[str, Promise] = {
    "express": gettext_lazy("HOẢ TỐC"),
    "very_urgent": gettext_lazy("THƯỢNG KHẨN"),
    "urgent": gettext_lazy("KHẨN"),
    "normal": pgettext_lazy("mức độ khẩn", "thường"),
}
# How far something is; drawn as a shape before the word.
strict = False  # set at start (apps.py): while developing, what does not exist is refused
STAGES = ("waiting", "moving", "done", "returned", "stopped", "none")


class UnknownMark(ValueError):
    """A mark was asked for that does not exist: a programming error, never a user's."""


def urgency(level: str) -> SafeString:
    """The red frame of the decree for an urgent paper; nothing at all for a normal one."""
    if level not in URGENCY:
        raise UnknownMark(f"urgency {level!r}")
    if level == "normal":
        return mark_safe("")
    return format_html('<strong class="urgency urgency--{}">{}</strong>', level, URGENCY[level])


@lru_cache(maxsize=512)
def _status(label: str, stage: str) -> SafeString:
    return format_html('<span class="status status--{}">{}</span>', stage, label)


def status(label: str, stage: str = "none") -> SafeString:
    """A state as a word with a shape before it that says how far it is (one of STAGES).

    An unknown stage raises `UnknownMark` while developing and draws the word alone in service.
    """
    if stage not in STAGES:
        if strict:
            raise UnknownMark(f"stage {stage!r}: one of {', '.join(STAGES)}")
        stage = "none"
    return _status(str(label), stage)


def lateness(days_left: int | None) -> SafeString:
    """The distance to a deadline: late is red and always a number of days; no deadline is a word."""
    return _lateness(days_left, get_language())


@lru_cache(maxsize=2048)  # a list has fifty, of a few hundred distances
def _lateness(days_left: int | None, _language: str | None) -> SafeString:
    if days_left is None:
        return format_html('<span class="due due--open">{}</span>', _("không có thời hạn"))
    kind = "late" if days_left < 0 else "today" if days_left == 0 else "ahead"
    return format_html('<span class="due due--{}">{}</span>', kind, formats.days_left(days_left))


def deadline(due: dt.date | dt.datetime | None, days_left: int | None) -> SafeString:
    """A deadline as its date and the distance in working days."""
    if due is None:
        return lateness(None)
    distance = lateness(days_left) if days_left is not None else ""
    return mark_safe(  # noqa: S308  dates of ours, and a mark
        f'<span class="deadline"><time datetime="{due.isoformat()}">{formats.date(due)}</time>'
        f" {distance}</span>"
    )


def reference(text: str) -> SafeString:
    """A number and symbol, kept in one piece: 1234/UBND-KSTTHC."""
    return format_html('<span class="reference">{}</span>', text)
