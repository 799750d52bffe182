"""How values are written for a Vietnamese official: numbers, dates, working days, shares, sizes.

Pure functions on plain values; templates reach them through templatetags/ui.py. Percentages are
rounded down and never printed for a zero denominator (office practice, the two percentages).
"""

import datetime as dt
import math
from decimal import ROUND_DOWN, Decimal
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.text import format_date, format_number

# The office's zone, whatever zone a library made current; looked up once, not for each of fifty rows.
_zone = lru_cache(maxsize=1)(timezone.get_default_timezone)
NO_BREAK = "\u00a0"
Number = int | float | Decimal


def number(value: Number | None, places: int | None = None) -> str:
    """A number as 1.234.567,8; `places` fixes the digits after the comma; "–" for none."""
    if type(value) is int and places is None:  # most of what a board shows
        if 0 <= value < 1000:
            return str(value)
        return f"{value:,}".replace(",", ".").replace("-", "−")
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return "–"
    exact = Decimal(str(value))
    if places is None and exact != exact.to_integral_value():
        exact = exact.normalize()
    return format_number(
        exact, places if exact != exact.to_integral_value() else places or 0
    ).replace("-", "−")


def share(part: int, whole: int) -> str:
    """A percentage with one decimal, rounded down; nothing to count is said in words."""
    if whole <= 0:
        return _("không phát sinh")
    exact = Decimal(part) * 100 / Decimal(whole)
    return number(exact.quantize(Decimal("0.1"), rounding=ROUND_DOWN), 1) + "%"


def date(value: dt.date | dt.datetime | None) -> str:
    """A day as 22/11/2026, in the office's zone."""
    if value is None:
        return "–"
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = value.astimezone(_zone())
    return format_date(value)


def moment(value: dt.datetime | None) -> str:
    """A moment as 22/11/2026 14:05, in the office's zone."""
    if value is None:
        return "–"
    local = value.astimezone(_zone()) if timezone.is_aware(value) else value
    return f"{format_date(local)}{NO_BREAK}{local.hour:02d}:{local.minute:02d}"


def period(first: dt.date, last: dt.date) -> str:
    """A span of days as a phrase."""
    if first == last:
        return _("ngày %(day)s") % {"day": date(first)}
    return _("từ ngày %(first)s đến ngày %(last)s") % {"first": date(first), "last": date(last)}


def days_left(days: int) -> str:
    """Working days before (positive), at (zero) or after (negative) a deadline, in words."""
    if days > 0:
        return _("còn %(days)s ngày làm việc") % {"days": number(days)}
    if days == 0:
        return _("đến hạn hôm nay")
    return _("quá hạn %(days)s ngày làm việc") % {"days": number(-days)}


def size(octets: int | None) -> str:
    """A file's size as 340 B, 12 KB, 1,4 MB."""
    if octets is None:
        return "–"
    if octets < 1024:
        return f"{octets}{NO_BREAK}B"
    if octets < 1024 * 1024:
        return f"{number(math.ceil(octets / 1024))}{NO_BREAK}KB"
    if octets < 1024**3:
        return f"{number(octets / 1024**2, 1)}{NO_BREAK}MB"
    return f"{number(octets / 1024**3, 1)}{NO_BREAK}GB"


def duration(seconds: float) -> str:
    """A rough length of time in words: what a person waits, not a measurement."""
    if seconds < 60:
        return _("dưới 1 phút")
    minutes = round(seconds / 60)
    if minutes < 60:
        return _("khoảng %(minutes)s phút") % {"minutes": minutes}
    hours, rest = divmod(minutes, 60)
    if rest == 0:
        return _("khoảng %(hours)s giờ") % {"hours": hours}
    return _("khoảng %(hours)s giờ %(minutes)s phút") % {"hours": hours, "minutes": rest}


def unbroken(name: str) -> str:
    """A person's name or a reference that no line end may divide."""
    return NO_BREAK.join(name.split())


def shortened(text: str, most: int) -> str:
    """A text of at most so many letters, cut at a word where there is one near, with "…"."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    word = cut.rfind(" ", most - 20)
    return f"{cut[:word] if word > 0 else cut}…"
