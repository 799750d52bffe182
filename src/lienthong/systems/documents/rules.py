"""Pure law of the document system: on plain values, without database, clock or network."""

import calendar
import datetime as dt
import re
from collections.abc import Iterable

ENDING = "./."
SECRECY_MARKS = frozenset({"MẬT", "TỐI MẬT", "TUYỆT MẬT"})


def with_ending(text: str) -> str:
    """The text with the sign that ends an official paper, once (PL I.II.6 NĐ 30/2020)."""
    stripped = text.rstrip()
    if not stripped or stripped.endswith(ENDING):
        return stripped
    return stripped.rstrip(".;, ") + ENDING


def bears_secrecy_mark(text: str) -> bool:
    """Whether a secrecy mark stands alone in one of the first lines, where papers bear it."""
    lines = [" ".join(line.split()).upper() for line in text.splitlines()]
    return any(line in SECRECY_MARKS for line in [line for line in lines if line][:8])


_SMALL_WORDS = frozenset({"và", "của", "tỉnh", "phòng", "ban", "bộ", "phận"})


def initials(name: str) -> str:
    """The abbreviation of a unit's or agency's name as a symbol takes it: "Phòng Tổng hợp" is TH.

    A suggestion only: the agency's own list of abbreviations decides (PL I.II.3.b).
    """
    words = [word for word in name.replace("-", " ").replace(",", " ").split() if word]
    kept = [word for word in words if word.lower() not in _SMALL_WORDS] or words
    return "".join(word[0].upper() for word in kept)


def who_mends(issuer: int, *, ended: bool, heirs: Iterable[int]) -> frozenset[int]:
    """Who recalls, corrects or replaces an issued paper: the agency that issued it (Đ18.3, Đ18.4).

    It does so for as long as it lives, whoever is to follow it; then those that keep its papers
    and stand in its place (`heirs`, by the decision that ended it). With no heir nobody does.
    """
    return frozenset(heirs) - {issuer} if ended else frozenset({issuer})


def post_in_agency(title: str, agency: str) -> str:
    """A post with its agency, as a paper of several agencies prints it: "Giám đốc Sở Y tế".

    A word that ends the one and begins the other stands once: "Trưởng ban", "Ban Dân tộc".
    """
    words, name = title.split(), agency.split()
    if words and name and words[-1].casefold() == name[0].casefold():
        words = words[:-1]
    return " ".join([*words, *name])


ARCHIVE_FROM_YEARS = 5  # Đ31.3.c: files kept five years or more go to the archive
MOST_YEARS_KEPT_BACK = 2  # Đ31.3.d


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last of that month where there is no such day."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def goes_to_archive(retention_years: int | None) -> bool:
    """Whether a file of this retention is handed to the archive; None is kept for ever (Đ31.3.c)."""
    return retention_years is None or retention_years >= ARCHIVE_FROM_YEARS


def archive_due_on(
    ended_on: dt.date, retention_years: int | None, settled_on: dt.date | None = None
) -> dt.date | None:
    """By when a file goes to the archive: one year after the work ended, or three months after the
    settlement of a building (Đ30.2); None for one that stays with the unit."""
    if not goes_to_archive(retention_years):
        return None
    if settled_on is not None:
        return months_later(settled_on, 3)
    return months_later(ended_on, 12)


ARCHIVE_NOTICE_DAYS = 30  # PL VI I.III.5.b
SOON, OVERDUE = "soon", "overdue"


def archive_notice(due: dt.date, on: dt.date) -> str:
    """Which notice a file that is not handed in is owed on a day: none, thirty days before its day,
    or after it (PL VI I.III.5.b; Đ30.2)."""
    if on > due:
        return OVERDUE
    return SOON if due - on <= dt.timedelta(days=ARCHIVE_NOTICE_DAYS) else ""


FOREVER = "forever"
END_OF_YEAR, DAY = "end_of_year", "day"


def kept_through(ended_on: dt.date, retention_years: int | None, counted: str) -> dt.date | None:
    """The last day of a file's term; None is kept for ever (PL VI I.II.5).

    Decree 30 does not say from when the years run, so `counted` comes from the dated rules: from the
    end of the year in which the work ended, or from that day.
    """
    if retention_years is None:
        return None
    if counted == DAY:
        return months_later(ended_on, 12 * retention_years)
    return dt.date(ended_on.year + retention_years, 12, 31)


def has_outlived(last: dt.date | None, retained_until: dt.date | None, on: dt.date) -> bool:
    """Whether a file may be proposed for destruction: its term is over, and what it was kept longer for."""
    return last is not None and max(last, retained_until or last) < on


def decision_words(number: str, day: str) -> str:
    """The decision as everything that was destroyed names it."""
    return f"Quyết định số {number} ngày {day}"


def retention_words(years: int | None) -> str:
    """A retention as the lists print it: "20 năm", "Vĩnh viễn"."""
    return "Vĩnh viễn" if years is None else f"{years:02d} năm"


def file_code(agency_code: str, year: int, notation: str) -> str:
    """The code of a file (PL VI II.III.1): who keeps the list, year, number and symbol."""
    return ".".join(part for part in (agency_code, str(year), notation) if part)


TASK_CODE_MOST = 50  # characters of a code (edXML TaskCode); a paper reports on few tasks
TASK_CODES_MOST = 20
_TASK_CODE = re.compile(r"[^\W_][\w./:-]{0,49}")


def task_codes_of(said: Iterable[str]) -> tuple[str, ...]:
    """The codes of tasks that can be such, each once in the order said; what cannot is left out.

    A code comes from other systems too, so its shape is not ours to lay down: letters, digits and
    marks without blanks, at most 50 characters.
    """
    codes = (" ".join(code.split()) for code in said)
    return tuple(dict.fromkeys(c for c in codes if _TASK_CODE.fullmatch(c)))[:TASK_CODES_MOST]
