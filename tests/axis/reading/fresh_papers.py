"""Fresh papers and their truth: `python -m tests.axis.reading.fresh_papers SET [show]`.

Each set was scored before it was mended against; docs/reading.md keeps those first scores. In a
truth `null` is a value that nobody can read, and ` || ` parts answers that are all right; `as:` says
how the words are spoiled before they are read.
"""

import json
import re
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from lienthong.axis.reading.api import Reading, read_text
from lienthong.axis.reading.rules.letters import UPPER
from tests.axis.reading.corpus.measure import character_error
from tests.axis.reading.old_fonts import tcvn3, vni
from tests.axis.reading.scoring import Score, each, plain, score
from tests.support.directives import Expected, strip_marks

SETS = ("dev", "held", "late", "wide", "blind", "unseen", "further")
INBOX = "inbox"  # letters, notices, plans and decisions as they come, eight of them recognised
LONG = "long"  # papers of several pages: their points may be parted in more than one way
FIELDS = ("type", "number", "symbol", "date", "agency")
_FOLDER = Path(__file__).parent / "fresh"


def _soft(text: str) -> str:
    """A soft hyphen in every fourth long word, as word processors leave them in PDFs."""
    words = text.split(" ")
    return " ".join(
        f"{w[:3]}\u00ad{w[3:]}" if i % 4 == 0 and len(w) > 4 and w.isalpha() else w
        for i, w in enumerate(words)
    )


_HEAD = 14  # lines in which offices space letters for looks
_NUMBER_LINE = re.compile(r"^\s*Số\s*:")
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def _spaced(text: str, between: str) -> str:
    """The head's lines in capitals and the number's with a space behind each letter, `between` behind words."""
    lines = text.split("\n")
    for i, line in enumerate(lines[:_HEAD]):
        for part in re.split(r"(\s{3,})", line):
            letters = [c for c in part if c.isalpha()]
            upper = letters and sum(c.isupper() for c in letters) > 0.8 * len(letters)
            if len(letters) > 2 and (upper or _NUMBER_LINE.match(part)):
                wide = between.join(" ".join(word) for word in part.split())
                lines[i] = lines[i].replace(part, wide, 1)
    return "\n".join(lines)


def _apart(text: str) -> str:
    """The tone of every third word that has one behind a space, as fonts without whole letters give it."""
    out, seen = [], 0
    for word in re.split(r"(\s+)", text):
        at = next((i for i, c in enumerate(word) if _tone(c)), None)
        seen += at is not None
        if at is not None and seen % 3 == 0:
            base = "".join(c for c in unicodedata.normalize("NFD", word[at]) if c not in _TONES)
            word = (
                f"{word[:at]}{unicodedata.normalize('NFC', base)} {_tone(word[at])}{word[at + 1 :]}"
            )
        out.append(word)
    return "".join(out)


def _tone(letter: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", letter) if c in _TONES)


SPOILT: dict[str, Callable[[str], str]] = {
    "nfd": lambda text: unicodedata.normalize("NFD", text),
    "nbsp": lambda text: text.replace(" ", "\u00a0"),
    "bare": strip_marks,
    "shy": _soft,
    "wide": lambda text: _spaced(text, "  "),
    "tight": lambda text: _spaced(text, " "),
    "apart": _apart,
    "tcvn3": tcvn3,
    "vni": vni,
}


@dataclass
class Fresh:
    """One paper: its name, its words, what a reader must find."""

    name: str
    text: str
    fields: dict[str, str] = field(default_factory=dict)
    to: list[str] = field(default_factory=list)
    tasks: list[Expected] = field(default_factory=list)
    maybe: list[Expected] = field(default_factory=list)  # right to read, and right to leave
    spoilt: bool = False


def papers(which: str) -> list[Fresh]:
    """The papers of one set."""
    out: list[Fresh] = []
    blocks = (_FOLDER / f"{which}.txt").read_text(encoding="utf-8").split("@@ ")[1:]
    for head, body in zip(blocks[::2], blocks[1::2], strict=True):
        name, *lines = head.strip().splitlines()
        paper = Fresh(name, body.partition("\n")[2])
        for line in lines:
            key, _, value = line.partition(": ")
            if key in ("task", "task?"):
                (paper.tasks if key == "task" else paper.maybe).append(_task(value))
            elif key == "to":
                paper.to = value.split("; ")
            elif key == "as":
                paper.spoilt = True
                for how in value.split():
                    paper.text = SPOILT[how](paper.text)
            else:
                paper.fields[key] = value
        out.append(paper)
    return out


def _task(line: str) -> Expected:
    lead, action, helpers, limit, *_ = [*(p.strip() for p in line.split(" | ")), "", ""]
    deadline = json.loads(limit) if limit.startswith("{") else limit or None
    return Expected(lead.split("; "), action, helpers.split("; ") if helpers else [], deadline)


@dataclass
class Result:
    """Counts over papers: fields right, unread, wrong; tasks wanted, read, found; limits right."""

    fields: dict[str, list[int]] = field(default_factory=lambda: {k: [0, 0, 0] for k in FIELDS})
    tasks: int = 0
    read: int = 0
    hits: int = 0
    limits: list[int] = field(default_factory=lambda: [0, 0])
    to: list[int] = field(default_factory=lambda: [0, 0])
    helpers: list[int] = field(default_factory=lambda: [0, 0])
    signers: list[int] = field(default_factory=lambda: [0, 0, 0])
    subjects: list[float] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of the assigned tasks that were read."""
        return self.hits / max(1, self.tasks)

    @property
    def precision(self) -> float:
        """Share of the read tasks that were assigned."""
        return self.hits / max(1, self.read)

    def add(self, paper: Fresh, found: Reading) -> None:
        """Count one reading."""
        for key in FIELDS:
            seen, wanted = found.document[key].value, paper.fields[key]
            state = _state(seen, wanted, key)
            self.fields[key][state] += 1
            if state:
                self.notes.append(f"{paper.name} {key}: {wanted} / {seen}")
        self._add_names(paper, found)
        if paper.to:
            seen_to = [_key(v) for v in found.document["recipients_to"].value or []]
            right = seen_to == [_key(v) for v in paper.to]
            self.to[0 if right else 1] += 1
            if not right:
                self.notes.append(f"{paper.name} to: {found.document['recipients_to'].value}")
        result = _scored(paper, found)
        self.read -= _taken(paper, result)
        self.tasks += len(paper.tasks)
        self.read += len(found.tasks) - result.parts
        self.hits += result.hits
        for wanted_task, task in result.pairs:
            seen_limit = task.deadline.value
            wanted_limit = wanted_task.deadline
            if isinstance(wanted_limit, dict) and isinstance(seen_limit, dict):
                seen_limit = {k: seen_limit.get(k) for k in wanted_limit}
            self.limits[0 if seen_limit == wanted_limit else 1] += 1
            if seen_limit != wanted_limit:
                self.notes.append(
                    f"{paper.name} limit: {wanted_limit} / {seen_limit}: {wanted_task.action[:60]}"
                )
            same = _key(";".join(wanted_task.coordinate)) == _key(
                ";".join(p.value for p in task.coordinate)
            )
            self.helpers[0 if same else 1] += 1
            if not same:
                self.notes.append(
                    f"{paper.name} with: {wanted_task.coordinate} / {[p.value for p in task.coordinate]}"
                )
        for item in result.missed:
            self.notes.append(f"{paper.name} MISSED {item.lead} | {item.action}")
        for task in result.invented:
            leads = "; ".join(p.value for p in task.lead)
            self.notes.append(f"{paper.name} INVENTED {leads} | {task.action.value}")

    def _add_names(self, paper: Fresh, found: Reading) -> None:
        if wanted := paper.fields.get("signer"):
            seen = (found.document["signer"].value or {}).get("name")
            self.signers[0 if seen == wanted else 1 if seen is None else 2] += 1
            if seen != wanted:
                self.notes.append(f"{paper.name} signer: {wanted} / {seen}")
        if wanted := paper.fields.get("subject"):
            seen = str(found.document["subject"].value or "")
            self.subjects.append(character_error(wanted, seen))
            if self.subjects[-1]:
                self.notes.append(f"{paper.name} subject: {seen}")

    def __str__(self) -> str:
        cells = " ".join(f"{k} {'/'.join(map(str, v))}" for k, v in self.fields.items())
        return (
            f"{cells} | recall {self.recall:.3f} precision {self.precision:.3f} ({self.hits} of {self.tasks}, {self.read} read)"
            f" | limits {self.limits} helpers {self.helpers} to {self.to}"
            f" signers {self.signers} subjects {sorted(self.subjects)}"
        )


def _state(seen: object, wanted: str, key: str) -> int:
    """0 for a right answer, 1 for none where there is one, 2 for a wrong one."""
    answers = wanted.split(" || ")
    if seen is None:
        return 0 if "null" in answers else 1
    return 0 if any(_same(str(seen), answer, key) for answer in answers) else 2


def _same(seen: str, wanted: str, key: str) -> bool:
    return _key(seen) == _key(wanted) if key == "agency" else seen == wanted


def _key(words: str) -> str:
    bare = plain(words).replace("uy ban nhan dan", "ubnd").replace("&", "va")
    for filler in (" va ", ";", ",", ".", ":", "-"):
        bare = bare.replace(filler, " ")
    return " ".join(bare.split())


def _scored(paper: Fresh, found: Reading) -> Score:
    """The score, the leads of a task compared as one string of names and its posts put aside."""
    for item in paper.tasks:
        item.lead = [_leads(item.lead)]
    return score(paper.tasks, found.tasks, lead=lambda task: _lead([p.value for p in task.lead]))


def _taken(paper: Fresh, result: Score) -> int:
    """How many of the invented are what a clerk may record or leave; they are taken out."""
    for item in paper.maybe:
        item.lead = [_leads(item.lead)]
    loose = score(
        paper.maybe, result.invented, lead=lambda task: _lead([p.value for p in task.lead])
    )
    result.invented = loose.invented
    return loose.hits + loose.parts


def _leads(names: list[str]) -> str:
    """The key of a truth's lead; of each where several answers are right."""
    return " || ".join(_lead(one.split("; ")) for one in "; ".join(names).split(" || "))


_PERSON = re.compile(
    rf"(?:[Tt]hầy|[Cc]ô|[Đđ]ồng chí|[Ôô]ng|[Bb]à|Đ/c|[Dd]ược sĩ|[Bb]ác sĩ) (?P<name>[{UPPER}]\w*(?: [{UPPER}]\w*){{0,4}})(?:\s*[-–,(].*)?"
    rf"|(?P<alone>[{UPPER}]\w*(?: [{UPPER}]\w*){{1,4}})\s*[-–,]\s*(?:Phó|Trưởng|Hiệu trưởng|Bí thư|Chủ tịch|Giám đốc|bảo vệ).*"
)  # somebody named with his post: the name tells who he is


def _lead(names: list[str]) -> str:
    names = [(m["name"] or m["alone"]) if (m := _PERSON.fullmatch(n)) else n for n in names]
    key = _key(" ".join(one for name in names for one in each(name)))
    for post in (
        "cac dong chi ",
        "dong chi ",
        "d/c ",
        "cac ong (ba) ",
        "cac ong ",
        "ong ",
        "giam doc ",
    ):
        key = key.removeprefix(post)
    return key


def measure(which: str) -> Result:
    """The result over the papers of one set."""
    out = Result()
    for paper in papers(which):
        out.add(paper, read_text(paper.text))
    return out


if __name__ == "__main__":
    result = measure(sys.argv[1])
    print(result)
    if sys.argv[2:]:
        print("\n".join(result.notes))
