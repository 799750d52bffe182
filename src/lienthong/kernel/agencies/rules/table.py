"""The lines of a decision as an office has them in a spreadsheet, and the plan they make.

Pure: what is known on the day is given. All faults are told at once, each with its line; where
there is one there is no plan. Keys of new agencies are made from the decision's own key and the
line: a code or a name is never an identity.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.agencies.choices import (
    AgencyKind,
    ChannelKind,
    Level,
    PlaceKind,
    SuccessionKind,
)

from .codes import MalformedCode, check_code
from .groups import LEVEL_OF_KIND
from .lines import LEVELS, Line, Reading, label
from .names import exact_key
from .plan import PlanRejected, parse_plan

OPEN, RENAME, MOVE, RECODE = "thành lập", "đổi tên", "chuyển về", "cấp mã"
# What ends an agency, and what the plan calls it.
ENDS = {
    "nhập vào": SuccessionKind.MERGE,
    "chia": SuccessionKind.SPLIT,
    "chuyển thành": SuccessionKind.RENAME,
    "chuyển giao": SuccessionKind.TRANSFER,
    "giải thể": SuccessionKind.DISSOLVE,
}
ACTS = (OPEN, RENAME, MOVE, RECODE, *ENDS)
_ACT_OF = {exact_key(word): word for word in ACTS}
_GSO = re.compile(r"\d{2,5}")
_COMMITTEE = re.compile(r"(?:Ủy ban nhân dân|Uỷ ban nhân dân|UBND)\s+(.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Known:
    """The map of the day: by exact key of a name the agencies that bear it; codes with bearers."""

    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    codes: Mapping[tuple[str, str], str] = field(default_factory=dict)
    gso: Mapping[str, str] = field(default_factory=dict)  # code of a unit -> key of its agency
    templates: Mapping[str, str] = field(default_factory=dict)  # exact key of its name -> template
    later: Mapping[str, str] = field(default_factory=dict)  # names of other days -> which ones


class Wrong(Exception):
    """A fault of one line; the others are still looked at."""


def plan_of(reading: Reading, known: Known, key: str) -> tuple[dict[str, Any], list[str]]:
    """The plan that the lines make, or every fault in the order of the lines."""
    return _Table(reading, known, key).plan()


class _Table:
    """One look at all lines: names first, since a line may lie under a later one."""

    def __init__(self, reading: Reading, known: Known, key: str) -> None:
        self.known, self.key, self.lines = known, key, reading.lines
        self.faults: list[tuple[int, str]] = list(reading.faults)
        self.made: dict[str, list[str]] = defaultdict(list)
        self.closing: set[str] = set()
        self.renamed: set[str] = set()
        self.heirs: Counter[str] = Counter()
        self.parts: dict[str, list[Any]] = {
            part: [] for part in ("open", "close", "move", "rename", "recode", "succeed")
        }

    def plan(self) -> tuple[dict[str, Any], list[str]]:
        todo = []
        for line in self.lines:
            act = _ACT_OF.get(exact_key(line["act"]), "")
            if not act:
                self._fault(line, _("không có việc “%(act)s”; ghi một trong: %(acts)s.") % {
                    "act": line["act"], "acts": ", ".join(ACTS)})  # fmt: skip
                continue
            todo.append((line, act))
        self._first_look(todo)
        for line, act in todo:
            try:
                self._enter(line, act)
            except Wrong as error:
                self._fault(line, str(error))
        self._whole(todo)
        if not self.lines and not self.faults:
            self.faults.append((0, _("Bảng chưa có dòng nào.")))
        plan = {part: rows for part, rows in self.parts.items() if rows}
        if not self.faults:
            self.faults += [(0, message) for message in _left_over(plan)]
        told = [text for _number, text in sorted(self.faults, key=lambda fault: fault[0])]
        return ({} if told else plan), told

    def _fault(self, line: Line, text: str) -> None:
        self.faults.append(
            (line.number, _("Dòng %(n)s: %(text)s") % {"n": line.number, "text": text})
        )

    def _first_look(self, todo: list[tuple[Line, str]]) -> None:
        """Which names this decision makes, and which agencies it ends."""
        for line, act in todo:
            if act == OPEN:
                made = self._new_key(line)
            elif act == RENAME or act in ENDS:
                found = self.known.names.get(exact_key(line["agency"]), ())
                made = found[0] if len(found) == 1 else ""
            else:
                continue
            if act in ENDS and made:
                self.closing.add(made)
                self.heirs[made] += 1
            elif made:
                self.renamed |= {made} if act == RENAME else set()
                for name in {exact_key(line["name"]), exact_key(line["short"])} - {""}:
                    self.made[name].append(made)

    def _new_key(self, line: Line) -> str:
        return f"{self.key}:{line.number}"

    def _enter(self, line: Line, act: str) -> None:
        self._superfluous(line, act)
        if act == OPEN:
            self._open(line)
            return
        agency = self._existing(line)
        if act == RENAME:
            self._rename(line, agency)
        elif act == MOVE:
            self.parts["move"].append({"agency": agency, "parent": self._named(line, "parent")})
        elif act == RECODE:
            for scheme, code in self._codes(line, needed=True):
                self.parts["recode"].append({"agency": agency, "scheme": scheme, "code": code})
        else:
            self._end(line, act, agency)

    def _open(self, line: Line) -> None:
        name, short = self._text(line, "name"), self._text(line, "short")
        if set(self.known.names.get(exact_key(name), ())) - self.closing - self.renamed:
            raise Wrong(_("đã có cơ quan tên “%s” đang hoạt động.") % name)
        kind = self._choice(line, "kind", AgencyKind)
        level = self._choice(line, "level", Level, LEVELS)
        entry: dict[str, Any] = {
            "key": self._new_key(line),
            "kind": kind,
            "level": level,
            "name": name,
            "short_name": short,
            "abbreviation": line["abbreviation"],
            "parent": self._named(line, "parent") if line["parent"] else None,
            "codes": [{"scheme": s, "code": c} for s, c in self._codes(line)],
            "staffing": self._template(line),
            "obligated": self._yes(line, "obligated"),
            "channel": self._choice(line, "channel", ChannelKind)
            if line["channel"]
            else "exchange",
        }
        if kind == AgencyKind.PEOPLES_COMMITTEE:
            entry["place"] = self._place(line, name, str(level))
        elif line["gso"]:
            raise Wrong(_("mã đơn vị hành chính chỉ dùng cho Ủy ban nhân dân."))
        self.parts["open"].append(entry)

    def _place(self, line: Line, name: str, level: str) -> dict[str, Any]:
        """The unit that a committee governs, told from its full name."""
        found = _COMMITTEE.fullmatch(name)
        said = found[1] if found else ""
        for kind in sorted(PlaceKind, key=lambda k: -len(str(k.label))):
            word, rest = said[: len(str(kind.label))], said[len(str(kind.label)) :]
            if exact_key(word) == exact_key(str(kind.label)) and rest.startswith(" "):
                if LEVEL_OF_KIND[kind] != level and kind != PlaceKind.CITY:
                    raise Wrong(_("“%(name)s” không phải là %(level)s.") % {
                        "name": name, "level": Level(level).label})  # fmt: skip
                gso = line["gso"]
                if gso and not _GSO.fullmatch(gso):
                    raise Wrong(_("mã đơn vị hành chính gồm 2 đến 5 chữ số."))
                if gso and self.known.gso.get(gso, "") not in {"", *self.closing}:
                    raise Wrong(_("mã đơn vị hành chính %s đang dùng.") % gso)
                return {
                    "key": self._new_key(line),
                    "level": level,
                    "kind": str(kind.value),
                    "name": rest.strip(),
                    "gso": gso,
                }
        raise Wrong(
            _(
                "tên đầy đủ của Ủy ban nhân dân phải nêu đơn vị: “Ủy ban nhân dân xã …”, “… phường …”."
            )
        )

    def _rename(self, line: Line, agency: str) -> None:
        name = self._text(line, "name")
        bearers = set(self.known.names.get(exact_key(name), ())) - self.closing - {agency}
        if bearers:
            raise Wrong(_("đã có cơ quan tên “%s” đang hoạt động.") % name)
        self.parts["rename"].append(
            {
                "agency": agency,
                "name": name,
                "short_name": self._text(line, "short"),
                "abbreviation": line["abbreviation"],
            }
        )

    def _end(self, line: Line, act: str, agency: str) -> None:
        heir = self._named(line, "heir")
        several = self.heirs[agency] > 1
        takes = self._yes(line, "mail") if line["mail"] else not several
        if agency not in self.parts["close"]:
            self.parts["close"].append(agency)
        self.parts["succeed"].append(
            {
                "from": agency,
                "to": heir,
                "kind": str(ENDS[act]),
                "part": several,
                "takes_mail": takes,
            }
        )

    def _existing(self, line: Line) -> str:
        name = self._text(line, "agency")
        found = self.known.names.get(exact_key(name), ())
        if not found:
            self._unknown(name)
        if len(found) > 1:
            raise Wrong(_("có nhiều cơ quan tên “%s”; hãy ghi tên đầy đủ.") % name)
        return found[0]

    def _named(self, line: Line, column: str) -> str:
        """An agency of a line of the table, or else one that lives on."""
        name = self._text(line, column)
        made = self.made.get(exact_key(name), [])
        found = made or [
            k for k in self.known.names.get(exact_key(name), ()) if k not in self.closing
        ]
        if not found:
            if self.known.names.get(exact_key(name)):
                raise Wrong(_("“%s” kết thúc theo chính quyết định này.") % name)
            self._unknown(name)
        if len(set(found)) > 1:
            raise Wrong(_("có nhiều cơ quan tên “%s”; hãy ghi tên đầy đủ.") % name)
        return found[0]

    def _unknown(self, name: str) -> None:
        when = self.known.later.get(exact_key(name), "")
        if when:
            raise Wrong(
                _("vào ngày có hiệu lực chưa có hoặc không còn cơ quan “%(name)s” (%(when)s).")
                % {"name": name, "when": when}
            )
        raise Wrong(_("không có cơ quan “%s”, trong hệ thống cũng như trong bảng.") % name)

    def _text(self, line: Line, column: str) -> str:
        if not line[column]:
            raise Wrong(_("chưa ghi cột “%s”.") % label(column))
        return line[column]

    def _choice(
        self, line: Line, column: str, kinds: Any, more: Mapping[str, str] | None = None
    ) -> str:
        words = {exact_key(str(choice.label)): str(choice.value) for choice in kinds} | (
            {exact_key(word): value for word, value in (more or {}).items()}
        )
        said = self._text(line, column)
        if exact_key(said) not in words:
            raise Wrong(
                _("cột “%(column)s”: không có “%(said)s”; ghi một trong: %(words)s.")
                % {
                    "column": label(column),
                    "said": said,
                    "words": ", ".join(str(choice.label) for choice in kinds),
                }
            )
        return words[exact_key(said)]

    def _yes(self, line: Line, column: str) -> bool:
        said = line[column].lower()
        if said not in {"", "có", "không", "x"}:
            raise Wrong(
                _("cột “%(column)s” ghi “có” hoặc “không”, không ghi “%(said)s”.")
                % {"column": label(column), "said": line[column]}
            )
        return said in {"có", "x"}

    def _template(self, line: Line) -> str:
        if line["staffing"] and exact_key(line["staffing"]) not in self.known.templates:
            raise Wrong(_("không có mẫu tổ chức “%s”.") % line["staffing"])
        return self.known.templates.get(exact_key(line["staffing"]), "")

    def _codes(self, line: Line, *, needed: bool = False) -> list[tuple[str, str]]:
        code = self._text(line, "code") if needed else line["code"]
        if not code:
            return []
        scheme = "qcvn102" if re.match(r"\d{3}\.", code) else "qd20"
        try:
            check_code(scheme, code)
        except MalformedCode as error:
            raise Wrong(str(error)) from error
        if self.known.codes.get((scheme, code), "") not in {"", *self.closing}:
            raise Wrong(_("mã %s đang dùng cho một cơ quan không kết thúc.") % code)
        return [(scheme, code)]

    def _superfluous(self, line: Line, act: str) -> None:
        """A cell that this act does not read would be lost without a word."""
        reads = {"act"} | _READS.get(act, {"agency", "heir", "mail"})
        for column in line.cells:
            if line[column] and column not in reads:
                raise Wrong(_("việc “%(act)s” không dùng cột “%(column)s”; hãy để trống.") % {
                    "act": act, "column": label(column)})  # fmt: skip

    def _whole(self, todo: list[tuple[Line, str]]) -> None:
        """What only shows between the lines: doubles, and agencies under each other in a ring."""
        self._doubles("name", [(ln, ln["name"]) for ln, act in todo if act in (OPEN, RENAME)])
        self._doubles("code", [(ln, ln["code"]) for ln, _act in todo])
        self._doubles("gso", [(ln, ln["gso"]) for ln, _act in todo])
        for acts in ((RENAME,), (MOVE,)):
            self._doubles("agency", [(ln, ln["agency"]) for ln, act in todo if act in acts])
        ends = [(ln, ln["agency"]) for ln, act in todo if act in ENDS and act != "chia"]
        self._doubles("agency", ends)
        changed = {exact_key(ln["agency"]) for ln, act in todo if act in (RENAME, MOVE, RECODE)}
        for line, act in todo:
            if act in ENDS and exact_key(line["agency"]) in changed:
                self._fault(line, _("“%s” vừa kết thúc vừa được sửa.") % line["agency"])
        mail = Counter(s["from"] for s in self.parts["succeed"] if s["takes_mail"])
        for line, act in todo:
            found = self.known.names.get(exact_key(line["agency"]), ("",))
            if act in ENDS and found and mail.pop(found[0], 0) > 1:
                self._fault(line, _("“%s” có hai nơi nhận văn bản thay.") % line["agency"])
        self._rings()

    def _doubles(self, column: str, said: list[tuple[Line, str]]) -> None:
        first: dict[str, int] = {}
        for line, text in said:
            key = exact_key(text) if column != "code" else text
            if not key:
                continue
            if key in first:
                self._fault(line, _("cột “%(column)s”: “%(said)s” đã có ở dòng %(n)s.") % {
                    "column": label(column), "said": text, "n": first[key]})  # fmt: skip
            first.setdefault(key, line.number)

    def _rings(self) -> None:
        above = {e["key"]: e["parent"] for e in self.parts["open"]}
        above |= {m["agency"]: m["parent"] for m in self.parts["move"]}
        number = {self._new_key(line): line for line in self.lines}
        told: set[str] = set()
        for start in above:
            path: list[str] = []
            here: str | None = start
            while here is not None and here in above and here not in path:
                path.append(here)
                here = above[here]
            if here in path and here not in told:
                ring = path[path.index(here) :]
                told |= set(ring)
                line = next((number[k] for k in ring if k in number), None)
                text = _("cơ quan này trực thuộc chính nó (qua các dòng khác của bảng).")
                if line is not None:
                    self._fault(line, text)
                else:
                    self.faults.append((0, _("Chuyển về: %s") % text))


_READS = {
    OPEN: {"name", "short", "abbreviation", "level", "kind", "parent", "code", "gso", "staffing",
           "obligated", "channel"},
    RENAME: {"agency", "name", "short", "abbreviation"},
    MOVE: {"agency", "parent"},
    RECODE: {"agency", "code"},
}  # fmt: skip


def _left_over(plan: dict[str, Any]) -> Iterator[str]:
    """What the plan's own rules still say; each fault above should have said it by its line."""
    try:
        parse_plan(plan)
    except PlanRejected as error:
        yield error.message
