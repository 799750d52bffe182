"""What makes a series of numbers right (Đ15.1, 22.2 NĐ 30/2020), on plain values.

Numbers run without a gap from the book's first, each once, dates never go back as numbers go up,
and a cancelled number keeps its reason. The database enforces it; this says whether it held.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _

from lienthong.kernel.text import document_number, format_date, format_number, number_in_words

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Line:
    """One number of a book as the check needs it."""

    number: int
    on: dt.date
    state: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a book: a code, the number it stands at, a sentence."""

    code: str
    number: int
    message: str


def check_book(
    lines: Iterable[Line], *, first_number: int, last_number: int, last_on: dt.date | None
) -> list[Problem]:
    """All problems of a book, in order of numbers; an empty list when it is right."""
    problems: list[Problem] = []
    expected, previous = first_number, dt.date.min
    for line in sorted(lines, key=lambda each: each.number):
        if line.number < expected:
            problems.append(Problem("duplicate", line.number, _("Số bị cấp hai lần.")))
        elif line.number > expected:
            missing = number_ranges(range(expected, line.number))
            problems.append(Problem("gap", expected, _("Thiếu số %s.") % missing))
        if line.on < previous:
            problems.append(
                Problem("backdated", line.number, _("Ngày lùi trước ngày của số liền trước."))
            )
        if line.state == "cancelled" and not line.reason.strip():
            problems.append(Problem("no_reason", line.number, _("Số hủy không ghi lý do.")))
        expected, previous = max(expected, line.number + 1), max(previous, line.on)
    if expected - 1 != last_number:
        problems.append(
            Problem("counter", last_number, _("Số cuối ghi trên sổ không khớp với số đã cấp."))
        )
    elif expected > first_number and last_on != previous:
        problems.append(
            Problem("counter", last_number, _("Ngày cuối ghi trên sổ không khớp với số đã cấp."))
        )
    return problems


def number_ranges(numbers: Iterable[int]) -> str:
    """Numbers as read in a sentence: `01, 03 đến 07`."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(
        document_number(first)
        if first == last
        else _("%(first)s đến %(last)s")
        % {"first": document_number(first), "last": document_number(last)}
        for first, last in runs
    )


def paged(rows: Sequence[T], per_page: int) -> list[Sequence[T]]:
    """The rows of each page; a book without rows has one empty page."""
    if per_page < 1:
        raise ValueError(per_page)
    return [rows[i : i + per_page] for i in range(0, len(rows), per_page)] or [rows]


def closing_sentence(
    *,
    first_number: int,
    last_number: int,
    cancelled: Sequence[tuple[int, str]],
    missing: Sequence[int],
    closed_on: dt.date,
) -> str:
    """The closing record of a book as it is written under its last line and signed for."""
    count = last_number - first_number + 1
    if count <= 0:
        return _("Khóa sổ ngày %s: trong kỳ không cấp số nào.") % format_date(closed_on)
    sentence = _(
        "Khóa sổ ngày %(day)s: từ số %(first)s đến số %(last)s, cộng %(count)s (%(words)s) số."
    ) % {
        "day": format_date(closed_on),
        "first": document_number(first_number),
        "last": document_number(last_number),
        "count": format_number(count - len(missing)),
        "words": number_in_words(count - len(missing)),
    }
    if cancelled:
        named = "; ".join(f"{document_number(number)} ({why})" for number, why in cancelled)
        sentence += " " + _("Số đã hủy (%(count)s): %(list)s.") % {
            "count": len(cancelled),
            "list": named,
        }
    if missing:
        sentence += " " + _("Số thiếu chưa rõ nguyên nhân: %s.") % number_ranges(missing)
    return sentence
