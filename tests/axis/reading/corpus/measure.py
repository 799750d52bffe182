"""Counts right, unread and wrong values of readings against the papers that they were made from."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from lienthong.axis.reading.api import Reading
from tests.axis.reading.corpus.papers import Made
from tests.axis.reading.scoring import plain, score

FIELDS = ("number", "symbol", "date", "type", "agency", "level", "signer")


@dataclass
class Tally:
    """What a run over papers found; `notes` tells each value that was not right."""

    name: str
    count: Counter[str] = field(default_factory=Counter)
    errors: list[float] = field(default_factory=list)
    notes: list[tuple[object, str, object, object]] = field(default_factory=list)
    sure: list[tuple[str, float, bool]] = field(default_factory=list)

    def add(self, key: object, made: Made, reading: Reading) -> None:
        """Count one reading."""
        self.count["papers"] += 1
        seen = reading.document
        for name, wanted in wanted_fields(made).items():
            found = _value(seen, name)
            same = found is not None and _same(name, wanted, found)
            state = "right" if same else "none" if found is None else "wrong"
            self.count[f"{name} {state}"] += 1
            if found is not None and name in seen:
                self.sure.append((name, seen[name].confidence, same))
            if state != "right":
                self.notes.append((key, name, wanted, found))
        subject = str(_value(seen, "subject") or "")
        error = character_error(_subject(made.subject), _subject(subject))
        self.errors.append(error)
        if error > 0.05:
            self.notes.append((key, "subject", made.subject, subject))
        found_tasks = score(made.tasks, reading.tasks)
        self.count.update(tasks=len(made.tasks), read=len(reading.tasks), hits=found_tasks.hits)
        for item in found_tasks.missed:
            self.notes.append((key, "missed", "; ".join(item.lead), item.action))
        for task in found_tasks.invented:
            self.notes.append(
                (key, "invented", "; ".join(p.value for p in task.lead), task.action.value)
            )

    @property
    def recall(self) -> float:
        """Share of the assigned tasks that were read, lead and action."""
        return self.count["hits"] / max(1, self.count["tasks"])

    @property
    def precision(self) -> float:
        """Share of the read tasks that were assigned."""
        return self.count["hits"] / max(1, self.count["read"])

    @property
    def median_error(self) -> float:
        """Median character error of the subjects."""
        ranked = sorted(self.errors)
        return ranked[len(ranked) // 2] if ranked else 0.0

    def rate(self, name: str, state: str = "right") -> float:
        """Share of the papers whose field is in a state (right, none, wrong)."""
        return self.count[f"{name} {state}"] / max(1, self.count["papers"])

    def __str__(self) -> str:
        cells = [
            f"{self.count[f'{n} right']}/{self.count[f'{n} none']}/{self.count[f'{n} wrong']}"
            for n in FIELDS
        ]
        return (
            f"| {self.name} | {self.count['papers']} | {' | '.join(cells)} | {self.median_error:.3f} "
            f"| {self.recall:.3f} | {self.precision:.3f} |"
        )


HEADING = (
    f"| input | papers | {' | '.join(FIELDS)} | subject error (median) | task recall | task precision |\n"
    f"|{'---|' * (len(FIELDS) + 5)}"
)


def wanted_fields(made: Made) -> dict[str, str]:
    """The values that a paper carries."""
    return {
        "number": made.number, "symbol": made.symbol, "date": made.date, "type": made.kind,
        "agency": made.office.agency, "level": made.office.level, "signer": made.signer,
    }  # fmt: skip


def _value(document: Mapping[str, Any], name: str) -> object:
    found = document[name].value if name in document else None
    return found["name"] if name == "signer" and found else found


def _same(name: str, wanted: str, found: object) -> bool:
    if name in ("agency", "signer"):
        return _key(wanted) == _key(str(found))
    return wanted == found


def _key(words: str) -> str:
    return re.sub(r"\W+", " ", plain(words).replace("uy ban nhan dan", "ubnd")).strip()


def _subject(words: str) -> str:
    return re.sub(r"^(?:v/v:?|ve viec)\s+", "", plain(words))


def character_error(wanted: str, found: str) -> float:
    """Edits by letter over the length of the wanted words, as difflib sees them."""
    if not wanted:
        return 0.0 if not found else 1.0
    same = sum(
        b.size for b in SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks()
    )
    return (max(len(wanted), len(found)) - same) / len(wanted)


def reliability(sure: Sequence[tuple[str, float, bool]]) -> list[tuple[str, int, float, float]]:
    """Rows of a reliability table: band of confidence, count, mean confidence, share right."""
    out = []
    for low, high in ((0.0, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.01)):
        inside = [(c, ok) for _, c, ok in sure if low <= c < high]
        if inside:
            mean = sum(c for c, _ in inside) / len(inside)
            right = sum(ok for _, ok in inside) / len(inside)
            out.append((f"{low:.2f}–{min(high, 1):.2f}", len(inside), mean, right))
    return out
