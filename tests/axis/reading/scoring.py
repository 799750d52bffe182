"""How a reading's tasks are compared with what a text assigns: by lead and action, one to one."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from lienthong.axis.reading.api import Task
from tests.support.directives import Expected, strip_marks

ALIKE = 0.72


@dataclass
class Score:
    """Matched pairs, and what was missed or invented."""

    pairs: list[tuple[Expected, Task]]
    missed: list[Expected]
    invented: list[Task]
    parts: int = 0  # readings beyond the first of what a truth keeps as one and we as several

    @property
    def hits(self) -> int:
        """Number of tasks found."""
        return len(self.pairs)


def plain(words: str) -> str:
    """Words without marks, case and doubled spaces."""
    return " ".join(strip_marks(words).lower().split())


def _bare(lead: str) -> str:
    words = plain(lead)
    for post in ("dong chi ", "giam doc "):
        words = words.removeprefix(post)
    return words


def alike(expected: Expected, task: Task, lead: Callable[[Task], str] | None = None) -> float:
    """0 when the lead differs, else how alike the actions are; `lead` reads the lead otherwise."""
    if lead is not None:
        if not _led(expected, lead(task)):
            return 0.0
    elif not _same_lead(expected, task):
        return 0.0
    return max(_alike(plain(one), task) for one in expected.action.split(" || "))


def _led(item: Expected, read: str) -> bool:
    """Whether a lead is that of a truth, or one of those that are right there."""
    return any(_misprint(one, read) for one in " ".join(item.lead).split(" || "))


def _alike(one: str, task: Task) -> float:
    other = plain(str(task.action.value))
    if one in other and len(other) < 2.5 * len(one):
        return 1.0
    whole = plain(f"{task.action.value} {task.detail or ''}")  # a report may stand in the detail
    return max(
        SequenceMatcher(None, one, words[: len(one) + 20], autojunk=False).ratio()
        for words in {other, whole}
    )


def score(
    expected: Sequence[Expected], tasks: Sequence[Task], lead: Callable[[Task], str] | None = None
) -> Score:
    """Each expected task with its best reading; every reading counts once."""
    left = list(tasks)
    pairs: list[tuple[Expected, Task]] = []
    missed: list[Expected] = []
    for item in expected:
        best = max(left, key=lambda task: alike(item, task, lead), default=None)
        if best is not None and alike(item, best, lead) >= ALIKE:
            pairs.append((item, best))
            left.remove(best)
        else:
            missed.append(item)
    parts = 0
    for item in list(missed):
        pieces = _pieces(item, left, lead)
        if pieces:
            pairs.append((item, pieces[0]))
            missed.remove(item)
            parts += len(pieces) - 1
            left = [task for task in left if task not in pieces]
    for item, best in pairs:
        rest = [task for task in left if _is_part(item, best, task, lead)]
        parts += len(rest)
        left = [task for task in left if task not in rest]
    return Score(pairs, missed, left, parts)


def _is_part(item: Expected, found: Task, task: Task, lead: Callable[[Task], str] | None) -> bool:
    """Whether a reading is the rest of a truth of which another reading was found."""
    if not (_led(item, lead(task)) if lead else _same_lead(item, task)):
        return False
    rest = plain(item.action).replace(plain(str(found.action.value)), " ")
    return _of(task, rest) > 0


_BY_WHEN = re.compile(
    r"[\s,(]*(?:(?:va )?(?:phai )?(?:hoan thanh|xong|thoi gian|han:?)[\s,]*)?(?:truoc|cham nhat|trong|den het|tu ngay|vao ngay|han)\s[^;]{0,40}\d[^;]{0,30}$"
)


def _of(task: Task, whole: str) -> int:
    """How many letters of a reading stand in the words of a truth, which keeps time limits apart; 0 if not all do."""
    words = plain(str(task.action.value))
    return max(len(w) for w in (words, _BY_WHEN.sub("", words), "") if not w or _within(w, whole))


def _pieces(item: Expected, left: Sequence[Task], lead: Callable[[Task], str] | None) -> list[Task]:
    """The readings that together are one point of the truth: same lead, its words between them.

    Whether "rà soát …; lập danh sách …" is one task of a clerk or two is his choice, and no fault.
    """
    whole = plain(item.action)
    found = [
        task
        for task in left
        if (_led(item, lead(task)) if lead else _same_lead(item, task)) and _of(task, whole)
    ]
    covered = sum(_of(task, whole) for task in found)
    return found if found and covered >= ALIKE * len(whole) else []


def _same_lead(item: Expected, task: Task) -> bool:
    wanted = sorted(_bare(one) for lead in item.lead for one in each(lead))
    read = sorted(_bare(one) for p in task.lead for one in each(p.value))
    return wanted == read or (
        len(wanted) == len(read) and all(_misprint(a, b) for a, b in zip(wanted, read, strict=True))
    )


def each(lead: str) -> list[str]:
    """The bodies of a name for many: "UBND các huyện A, B và C" is UBND huyện A, huyện B and huyện C."""
    lead = " ".join(lead.split())
    further = _FURTHER.search(lead)
    if further:
        return [*each(lead[: further.start()]), *each(lead[further.end() :])]
    ministries = _MINISTRIES.fullmatch(lead)
    if ministries:
        return [
            f"Bộ {one}"
            for one in re.split(r",\s+(?=[A-ZĐ])(?!Thể thao|Du lịch)", ministries["names"])
        ]
    many = _MANY.fullmatch(lead)
    if not many:
        return [lead]
    places = re.split(r",\s*(?:và )?|\s+và\s+", many["places"])
    return [f"{many['head']}{many['level']} {place}" for place in places]


_MINISTRIES = re.compile(r"[Cc]ác [Bb]ộ: (?P<names>[A-ZĐ].+)")
_FURTHER = re.compile(r"(?:,| và) (?=(?:Chủ tịch )?(?:UBND|Ủy ban nhân dân) (?!các))")
_MANY = re.compile(
    r"(?P<head>(?:Chủ tịch )?(?:UBND|Ủy ban nhân dân) )các (?P<level>tỉnh|huyện|xã|phường|thành phố|thị xã):? (?P<places>[A-ZĐ][^,]+(?:,? (?:và )?[A-ZĐ][^,]+)*)"
)


def _misprint(one: str, other: str) -> bool:
    """Whether two long names differ by no more than a letter or two that a scan mistook."""
    if one == other or min(len(one), len(other)) < 24:
        return one == other
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= 0.97


def _within(words: str, whole: str) -> bool:
    blocks = SequenceMatcher(None, words, whole, autojunk=False).get_matching_blocks()
    return sum(b.size for b in blocks if b.size > 5) >= 0.9 * len(words)
