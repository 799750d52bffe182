"""Numbers and dates as official papers write them (Annex I, part I, II.3.c and II.4.b).

What every system writes alike stands in `kernel.text`; here is only what papers need beside it.
"""

from datetime import date, datetime, timedelta, timezone
from typing import Final

from django.utils.translation import gettext as _

from lienthong.kernel.text import document_number, long_date, roman

VIETNAM: Final = timezone(timedelta(hours=7))
# The letters of points, in the order of the Vietnamese alphabet (Annex I, II.6.đ).
POINT_LETTERS: Final = tuple("abcdđeghiklmnopqrstuvxy")


class NumberOutOfRange(ValueError):
    """A number that cannot stand where it was given."""


def number_text(number: int) -> str:
    """A document's number: a leading zero below 10 (Annex I, II.3.c). Raises NumberOutOfRange."""
    if number < 1:
        raise NumberOutOfRange(_("Số của văn bản bắt đầu từ 01 (khoản 1 Điều 15)."))
    return document_number(number)


def day_text(day: int) -> str:
    """A day: a leading zero below 10 (Annex I, II.4.b)."""
    return f"{day:02d}"


def month_text(month: int) -> str:
    """A month: a leading zero for months 1 and 2 only (Annex I, II.4.b)."""
    return f"{month:02d}" if month < 3 else str(month)


def place_and_date_text(place: str, on: date) -> str:
    """'Quảng Ngãi, ngày 05 tháng 01 năm 2020'."""
    return f"{place}, {long_date(on)}"


def signing_time_text(at: datetime) -> str:
    """The time of a signature on annex files and copies: '01/07/2025 09:30:00 +07:00' (ISO 8601
    zone, Annex I, II.8.b). `at` must be aware."""
    local = at.astimezone(VIETNAM)
    return f"{local:%d/%m/%Y %H:%M:%S} +07:00"


def roman_value(numeral: str) -> int | None:
    """The number of a Roman numeral below 400, None when it is not one."""
    return next((n for n in range(1, 400) if roman(n) == numeral), None)
