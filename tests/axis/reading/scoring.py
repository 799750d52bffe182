"""How a reading's tasks are compared with what a text assigns: by lead and action, one to one."""

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
        if expected.lead != [lead(task)]:
            return 0.0
    elif sorted(map(_bare, expected.lead)) != sorted(_bare(p.value) for p in task.lead):
        return 0.0
    one, other = plain(expected.action), plain(str(task.action.value))
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
    return Score(pairs, missed, left)
