"""Vietnamese text: one normal form, search without diacritics, alphabetical order, and formats.

Letters are stored in NFC (TCVN 6909:2001); numbers and dates are written as Annex I of Decree
30/2020 writes them. Pure functions on plain values: nothing here knows the database.
"""

import datetime as dt
import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

# The order of the Vietnamese alphabet and its five tones (huyền, hỏi, ngã, sắc, nặng) as CLDR has
# it, so that a stored key and PostgreSQL's "vi-x-icu" agree; before the letters stand spaces,
# signs and digits in the order of the Unicode root collation.
_ORDER = (
    " _-–—,;:!?.…·'‘’\"“”«»()[]{}@*/\\&#%•`^°+<=>|~$0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
)
_TONES = "\u0300\u0309\u0303\u0301\u0323"
_SHAPES = {"\u0306": {"a": "ă"}, "\u0302": {"a": "â", "e": "ê", "o": "ô"},
           "\u031b": {"o": "ơ", "u": "ư"}}  # fmt: skip
_PRIMARY = {sign: chr(0x21 + place) for place, sign in enumerate(_ORDER)}
_LEVEL = "\x01"  # between the levels of a key: below every weight
_PLAIN = str.maketrans({"đ": "d", "Đ": "D", "–": "-", "—": "-", "‘": "'", "’": "'",
                        "“": '"', "”": '"', "\u00a0": " "})  # fmt: skip


def key_in(text: str) -> int | None:
    """The key of a row, or a small number, that an address or a form sends; None for anything else.

    Only plain digits, and no more than a key can have: `str.isdigit` takes "²" for one, `int` gives
    up at a number of thousands of digits, and the database at one of twenty.
    """
    plain = text.isascii() and text.isdigit() and len(text) < 19
    return int(text) if plain else None


def nfc(text: str) -> str:
    """The text in Unicode NFC, in which everything is stored and compared."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """The text in lower case without diacritics, for search: `Hoả tốc` and `Hỏa Tốc` → `hoa toc`.

    đ becomes d; dashes and quotation marks become their plain forms, as PostgreSQL's unaccent does.
    """
    bare = "".join(
        sign
        for sign in unicodedata.normalize("NFD", text.translate(_PLAIN))
        if not unicodedata.combining(sign)
    )
    return unicodedata.normalize("NFC", bare.lower())


# oà, oè, uỳ at the end of a syllable may carry the tone on either vowel; qu- is a consonant.
_LATE_TONE = re.compile(
    "([oOuU])([àảãáạÀẢÃÁẠèẻẽéẹÈẺẼÉẸỳỷỹýỵỲỶỸÝỴ])(?!\\w)"  # final vowel carries the mark
)


def one_spelling(text: str) -> str:
    """The text in NFC with the tone mark where older spelling puts it: `hoả` → `hỏa`, `uỷ` → `ủy`.

    Both styles are in official use; comparing this form lets an exact hit rank first whichever of
    them was typed. Case is kept.
    """
    composed = nfc(text)

    def moved(found: re.Match[str]) -> str:
        first, second = found.groups()
        before = composed[found.start() - 1 : found.start()].lower()
        letters = unicodedata.normalize("NFD", second)
        tone, pair = letters[1:], (first + letters[0]).lower()
        if pair not in {"oa", "oe", "uy"} or (first in "uU" and before == "q"):
            return found.group()
        return nfc(first + tone) + letters[0]

    return _LATE_TONE.sub(moved, composed)


@lru_cache(maxsize=20_000)  # names of offices and people, the same all day
def sort_key(text: str) -> str:
    """A key that puts texts in Vietnamese order when compared byte by byte (COLLATE "C").

    Letters first (a ă â … d đ …), then tones, then lower before upper case, then the text itself;
    other letters stand after z. For servers without ICU and for sorting in Python.
    """
    primary: list[str] = []
    tones: list[str] = []
    cases: list[str] = []
    # ICU takes the one-sign ellipsis for three full stops.
    for sign, marks in _clusters(text.replace("…", "...")):
        lower = sign.lower()
        for mark in list(marks):
            shaped = _SHAPES.get(mark, {}).get(lower)
            if shaped:
                lower, marks = shaped, marks.replace(mark, "", 1)
        weight = _PRIMARY.get(" " if lower.isspace() else lower)
        primary.append(weight if weight else "\x7f" + lower)
        tones.append("1" + "".join(_tone(mark) for mark in marks))
        cases.append(("2" if sign != sign.lower() else "1") + "1" * len(marks))
    levels = ("".join(primary), "".join(tones), "".join(cases), nfc(text).replace("\x00", ""))
    return _LEVEL.join(levels)


def _tone(mark: str) -> str:
    place = _TONES.find(mark)
    return chr(0x32 + place) if place >= 0 else "\x7f" + mark


def _clusters(text: str) -> list[tuple[str, str]]:
    """Base letters with their combining marks."""
    found: list[tuple[str, str]] = []
    for sign in unicodedata.normalize("NFD", text):
        if unicodedata.combining(sign) and found:
            base, marks = found[-1]
            found[-1] = (base, marks + sign)
        else:
            found.append((sign, ""))
    return found


def format_number(value: int | float | Decimal, places: int | None = None) -> str:
    """A number as written in Vietnamese: `1.234.567,8`. `places` fixes the decimals, half up."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    if exact == 0:
        exact = abs(exact)  # no "-0"
    return f"{exact:,f}".translate(str.maketrans(",.", ".,"))


def format_percent(part: int, whole: int, places: int = 1) -> str:
    """A share as `98,5%`; `–` where the whole is nothing, since no share exists then."""
    if whole == 0:
        return "–"
    share = (Decimal(100) * part / whole).quantize(
        Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP
    )
    return f"{format_number(share)}%"


class NotANumber(ValueError):
    """A text that is no number in Vietnamese writing; a number is exact or refused."""


_NUMBER = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?")


def parse_number(text: str) -> Decimal:
    """The number written as `1.234.567,8` or `1234567,8`; raises `NotANumber`, never guesses."""
    stripped = text.strip()
    if not _NUMBER.fullmatch(stripped):
        raise NotANumber(text)
    return Decimal(stripped.replace(".", "").replace(",", "."))


def document_number(number: int) -> str:
    """The number of a document as printed: below 10 with a leading 0 (PL I.II.3 NĐ 30/2020)."""
    return f"{number:02d}"


def format_date(day: dt.date) -> str:
    """`05/01/2020`, as in lists and books."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def long_date(day: dt.date) -> str:
    """`ngày 05 tháng 01 năm 2020`: days below 10 and months 1 and 2 with a 0 (PL I.II.4)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def roman(number: int) -> str:
    """Roman numerals, as annexes are numbered (PL I.III.1); raises ValueError outside 1..3999."""
    if not 1 <= number <= 3999:
        raise ValueError(number)
    result = ""
    for value, sign in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        result += sign * (number // value)
        number %= value
    return result


_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def number_in_words(number: int) -> str:
    """A whole number in words as offices write it: 1005 → `một nghìn không trăm linh năm`.

    For closing records of books and counts of copies; raises ValueError below 0 and from 10^15.
    """
    if not 0 <= number < 10**15:
        raise ValueError(number)
    if number == 0:
        return _DIGITS[0]
    parts: list[str] = []
    if number >= 10**9:
        billions, number = divmod(number, 10**9)
        parts += [number_in_words(billions), "tỷ"]
    for size, name in ((10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        group, number = divmod(number, size)
        if group:
            parts.append(_group(group, first=not parts))
            parts += [name] if name else []
    return " ".join(parts)


def _group(group: int, *, first: bool) -> str:
    """Three digits in words; after a higher group the hundreds are said even when none."""
    hundreds, rest = divmod(group, 100)
    tens, units = divmod(rest, 10)
    words: list[str] = []
    if hundreds or not first:
        words += [_DIGITS[hundreds], "trăm"]
    if tens == 0 and units and words:
        words.append("linh")
    elif tens == 1:
        words.append("mười")
    elif tens > 1:
        words += [_DIGITS[tens], "mươi"]
    if units == 1 and tens > 1:
        words.append("mốt")
    elif units == 5 and tens:
        words.append("lăm")
    elif units:
        words.append(_DIGITS[units])
    return " ".join(words)
