"""Numbers and dates as official papers write them (Annex I, part I, II.3.c and II.4.b), and numbers
in words."""

from datetime import date, datetime, timedelta, timezone
from typing import Final

from django.utils.translation import gettext as _

VIETNAM: Final = timezone(timedelta(hours=7))
_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION: Final = 10**9
LARGEST_IN_WORDS: Final = 10**18


class NumberOutOfRange(ValueError):
    """A number that cannot stand where it was given."""


def number_text(number: int) -> str:
    """A document's number: a leading zero below 10 (Annex I, II.3.c). Raises NumberOutOfRange."""
    if number < 1:
        raise NumberOutOfRange(_("Số của văn bản bắt đầu từ 01 (khoản 1 Điều 15)."))
    return f"{number:02d}"


def day_text(day: int) -> str:
    """A day: a leading zero below 10 (Annex I, II.4.b)."""
    return f"{day:02d}"


def month_text(month: int) -> str:
    """A month: a leading zero for months 1 and 2 only (Annex I, II.4.b)."""
    return f"{month:02d}" if month < 3 else str(month)


def date_text(on: date) -> str:
    """'ngày 05 tháng 01 năm 2020'."""
    return f"ngày {day_text(on.day)} tháng {month_text(on.month)} năm {on.year}"


def place_and_date_text(place: str, on: date) -> str:
    """'Quảng Ngãi, ngày 05 tháng 01 năm 2020'."""
    return f"{place}, {date_text(on)}"


def short_date_text(on: date) -> str:
    """'05/01/2020', as the books and the fields write it."""
    return f"{on.day:02d}/{on.month:02d}/{on.year}"


def signing_time_text(at: datetime) -> str:
    """The time of a signature on annex files and copies: '01/07/2025 09:30:00 +07:00' (ISO 8601
    zone, Annex I, II.8.b). `at` must be aware."""
    local = at.astimezone(VIETNAM)
    return f"{local:%d/%m/%Y %H:%M:%S} +07:00"


def number_in_words(number: int) -> str:
    """A whole number in Vietnamese words: 1005 → 'một nghìn không trăm linh năm'.

    Raises NumberOutOfRange from 10^18 upwards.
    """
    if abs(number) >= LARGEST_IN_WORDS:
        raise NumberOutOfRange(_("Số quá lớn, không viết được thành chữ."))
    if number < 0:
        return "âm " + number_in_words(-number)
    if number == 0:
        return _DIGITS[0]
    return " ".join(_words(number, leading=False))


def _words(number: int, *, leading: bool) -> list[str]:
    """The words of a positive number; `leading`: something stands before it, so hundreds are said."""
    if number >= _BILLION:
        above, rest = divmod(number, _BILLION)
        words = [*_words(above, leading=leading), "tỷ"]
        return words + (_words(rest, leading=True) if rest else [])
    words: list[str] = []
    for size, name in ((10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        group, number = divmod(number, size)
        if group:
            words += _hundreds(group, leading=leading or bool(words))
            words += [name] if name else []
    return words


def _hundreds(group: int, *, leading: bool) -> list[str]:
    hundreds, rest = divmod(group, 100)
    tens, units = divmod(rest, 10)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or leading else []
    if tens == 0:
        return words + (["linh", _DIGITS[units]] if units and words else _unit(units, 0))
    words += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    return words + _unit(units, tens)


def _unit(units: int, tens: int) -> list[str]:
    if units == 0:
        return []
    if units == 1 and tens > 1:
        return ["mốt"]
    if units == 5 and tens > 0:
        return ["lăm"]
    return [_DIGITS[units]]


def roman(number: int) -> str:
    """A Roman numeral, for annexes and parts (Annex I, III.1.a). Raises NumberOutOfRange."""
    if not 0 < number < 400:
        raise NumberOutOfRange(_("Số La Mã chỉ dùng từ 1 đến 399."))
    text = ""
    steps = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"))
    for value, letters in (*steps, (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        count, number = divmod(number, value)
        text += letters * count
    return text


def roman_value(numeral: str) -> int | None:
    """The number of a Roman numeral below 400, None when it is not one."""
    return next((n for n in range(1, 400) if roman(n) == numeral), None)


# The letters of points, in the order of the Vietnamese alphabet (Annex I, II.6.đ).
POINT_LETTERS: Final = "a b c d đ e g h i k l m n o p q r s t u v x y".split()
