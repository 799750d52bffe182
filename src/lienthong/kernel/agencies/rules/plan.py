"""The plan of a decision: what it opens, closes, moves, renames and who follows whom.

A plan is plain JSON kept with the decision. It is checked as a whole before anything is written;
the rule that nothing is lost stands here: whatever ends has a successor.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from lienthong.kernel.agencies.choices import (
    AgencyKind,
    Certainty,
    ChannelKind,
    CodeScheme,
    Level,
    PlaceKind,
    SuccessionKind,
)

from .codes import MalformedCode, check_code
from .groups import KIND_OF_WORD

T = TypeVar("T")


class PlanRejected(ValueError):
    """The plan cannot be a decision: something is unknown, doubled, or would be lost."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """A code given to an agency, from `since` or from the day of the decision."""

    scheme: str
    code: str
    since: dt.date | None = None
    is_sample: bool = False
    certainty: str = "V"


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """An administrative unit that begins."""

    key: str
    level: str
    kind: str
    name: str
    gso: str = ""
    certainty: str = "V"
    known_from: dt.date | None = None
    area_km2: str = ""


@dataclass(frozen=True, slots=True)
class OpenEntry:
    """An agency that begins one legal life."""

    key: str
    kind: str
    level: str
    name: str
    short_name: str
    abbreviation: str = ""
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    place: PlaceEntry | None = None
    codes: tuple[CodeEntry, ...] = ()
    staffing: str = ""
    staff_from: str = ""
    mail: str = ""
    obligated: bool = False
    channel: str = ""
    outside: bool = False
    certainty: str = "V"


@dataclass(frozen=True, slots=True)
class MoveEntry:
    """An agency that lives on under another parent, perhaps with new units and posts."""

    agency: str
    parent: str | None
    staffing: str = ""
    mail: str = ""
    obligated: bool = False
    channel: str = ""


@dataclass(frozen=True, slots=True)
class RenameEntry:
    """An agency that lives on under another name."""

    agency: str
    name: str
    short_name: str
    abbreviation: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecodeEntry:
    """An agency that gets another code in one scheme."""

    agency: str
    scheme: str
    code: str
    is_sample: bool = False
    certainty: str = "V"


@dataclass(frozen=True, slots=True)
class SucceedEntry:
    """Who follows an agency that ends."""

    from_: str
    to: str
    kind: str
    part: bool = False
    takes_mail: bool = False
    takes_records: bool = True
    certainty: str = "V"


@dataclass(frozen=True, slots=True)
class Plan:
    """All that one decision changes, at one moment."""

    open: tuple[OpenEntry, ...] = ()
    close: tuple[str, ...] = ()
    move: tuple[MoveEntry, ...] = ()
    rename: tuple[RenameEntry, ...] = ()
    recode: tuple[RecodeEntry, ...] = ()
    succeed: tuple[SucceedEntry, ...] = ()
    sample_people: bool = field(default=False)

    def existing(self) -> set[str]:
        """Keys of agencies that must exist already."""
        new = {entry.key for entry in self.open}
        named = {*self.close, *(m.agency for m in self.move), *(r.agency for r in self.rename)}
        named |= {r.agency for r in self.recode} | {s.to for s in self.succeed}
        named |= {e.parent for e in self.open if e.parent}
        named |= {m.parent for m in self.move if m.parent}
        named |= {e.staff_from for e in self.open if e.staff_from}
        return named - new


def parse_plan(raw: dict[str, Any]) -> Plan:
    """The plan of a JSON object; raises `PlanRejected` with a Vietnamese sentence."""
    known = {f.name for f in fields(Plan)}
    unknown = set(raw) - known
    if unknown:
        raise PlanRejected(_("Phương án có phần lạ: %(names)s.") % {"names": ", ".join(unknown)})
    plan = Plan(
        open=tuple(_open_entry(item) for item in raw.get("open", ())),
        close=tuple(_text(item) for item in raw.get("close", ())),
        move=tuple(_entry(MoveEntry, item) for item in raw.get("move", ())),
        rename=tuple(_entry(RenameEntry, item) for item in raw.get("rename", ())),
        recode=tuple(_entry(RecodeEntry, item) for item in raw.get("recode", ())),
        succeed=tuple(
            _entry(SucceedEntry, {**item, "from_": item.get("from", "")}, drop="from")
            for item in raw.get("succeed", ())
        ),
        sample_people=bool(raw.get("sample_people", False)),
    )
    for message in faults(plan):
        raise PlanRejected(message)
    return plan


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise PlanRejected(_("Phương án có mục không phải là tên cơ quan."))
    return value


def _entry(kind: type[T], raw: Any, drop: str = "") -> T:
    """A dataclass of a JSON object; raises `PlanRejected` on missing or unknown fields."""
    if not isinstance(raw, dict):
        raise PlanRejected(_("Phương án có mục không đúng dạng."))
    values = {key: value for key, value in raw.items() if key != drop}
    declared = {f.name: f for f in fields(kind)}  # type: ignore[arg-type]
    unknown = set(values) - set(declared)
    missing = {
        name
        for name, f in declared.items()
        if f.default is MISSING and f.default_factory is MISSING and name not in values
    }
    if unknown or missing:
        raise PlanRejected(
            _("Phương án có mục thiếu hoặc thừa trường: %(names)s.")
            % {"names": ", ".join(sorted(unknown | missing))}
        )
    for name in ("since", "known_from"):
        if isinstance(values.get(name), str):
            values[name] = _day(values[name])
    if isinstance(values.get("aliases"), list):
        values["aliases"] = tuple(values["aliases"])
    return kind(**values)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise PlanRejected(_("“%(text)s” không phải là ngày.") % {"text": text}) from error


def _open_entry(raw: Any) -> OpenEntry:
    if not isinstance(raw, dict):
        raise PlanRejected(_("Phương án có mục không đúng dạng."))
    place = raw.get("place")
    if isinstance(place, dict):
        label = place.get("kind", "")
        place = _entry(PlaceEntry, {**place, "kind": str(KIND_OF_WORD.get(label, label))})
    codes = tuple(_entry(CodeEntry, code) for code in raw.get("codes", ()))
    return _entry(OpenEntry, {**raw, "place": place, "codes": codes})


def faults(plan: Plan) -> Iterator[str]:
    """Everything that is wrong with a plan by itself, as Vietnamese sentences."""
    yield from _doubles(plan)
    yield from _unknown_words(plan)
    yield from _lost(plan)
    given = [(c.scheme, c.code) for entry in plan.open for c in entry.codes]
    for scheme, code in [*given, *((r.scheme, r.code) for r in plan.recode)]:
        try:
            check_code(scheme, code)
        except MalformedCode as error:
            yield str(error)


def _doubles(plan: Plan) -> Iterator[str]:
    lists: list[tuple[str, list[str]]] = [
        (_("thành lập"), [e.key for e in plan.open]),
        (_("kết thúc"), list(plan.close)),
        (_("chuyển"), [m.agency for m in plan.move]),
        (_("đổi tên"), [r.agency for r in plan.rename]),
        (_("kế thừa"), [f"{s.from_} → {s.to}" for s in plan.succeed]),
        (_("nhận thay văn bản của"), [s.from_ for s in plan.succeed if s.takes_mail]),
    ]
    for what, names in lists:
        for name, times in Counter(names).items():
            if times > 1:
                yield _("%(name)s có hai lần ở phần %(what)s.") % {"name": name, "what": what}
    for name in sorted(set(plan.close) & {m.agency for m in plan.move}):
        yield _("%(name)s vừa kết thúc vừa chuyển.") % {"name": name}


def _unknown_words(plan: Plan) -> Iterator[str]:
    checks: list[tuple[Any, Any]] = []
    for entry in plan.open:
        checks += [(entry.kind, AgencyKind), (entry.level, Level), (entry.certainty, Certainty)]
        checks += [(entry.channel, ChannelKind)] if entry.channel else []
        checks += [(code.scheme, CodeScheme) for code in entry.codes]
        if entry.place is not None:
            checks += [(entry.place.kind, PlaceKind), (entry.place.level, Level)]
    checks += [(s.kind, SuccessionKind) for s in plan.succeed]
    checks += [(r.scheme, CodeScheme) for r in plan.recode]
    for value, choices in checks:
        if value not in choices.values:
            yield _("Không có loại “%(value)s”.") % {"value": value}


def _lost(plan: Plan) -> Iterator[str]:
    """Nothing is lost: what ends has a successor that does not end by the same decision."""
    closing = set(plan.close)
    followed = {s.from_ for s in plan.succeed}
    for name in plan.close:
        if name not in followed:
            yield _("%(name)s kết thúc mà không có cơ quan kế thừa.") % {"name": name}
    for s in plan.succeed:
        if s.from_ not in closing:
            yield _("%(name)s có cơ quan kế thừa mà không kết thúc.") % {"name": s.from_}
        if s.to in closing:
            yield _("%(name)s kế thừa nhưng chính nó cũng kết thúc.") % {"name": s.to}
