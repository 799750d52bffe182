"""Whom a recipient phrase means on a day: a rule worked out on the structure of that day.

A phrase whose level no longer exists resolves to nobody and says what to choose instead
(office practice §3.4).
"""

import datetime as dt
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from lienthong.kernel.agencies.choices import AgencyKind, Level
from lienthong.kernel.agencies.models import Agency, RecipientGroup
from lienthong.kernel.agencies.rules.groups import (
    Meaning,
    meaning_of,
    names_heads,
    parts_of,
    phrase_key,
    wording,
)

from .tree import Node, ancestors, province_at, tree_at


@dataclass(frozen=True, slots=True)
class Resolution:
    """Whom a phrase means on a day.

    `wording` is the official phrase of that day; `kinds` counts the members by kind of place or
    agency; `rule` says in words how they were found; `heads` whether their heads are spoken to.
    """

    phrase: str
    on: dt.date
    agency_ids: tuple[int, ...]
    group_id: int | None
    rule: str
    wording: str
    kinds: dict[str, int] = field(default_factory=dict)
    heads: bool = False
    certainty: str = "V"

    @property
    def count(self) -> int:
        """How many agencies."""
        return len(self.agency_ids)


@dataclass(frozen=True, slots=True)
class Unresolvable:
    """A phrase that means nobody on the day, with a sentence for the one who writes."""

    phrase: str
    on: dt.date
    message_vi: str
    level_ended: bool = False
    suggestion: str = ""
    suggestion_count: int = 0
    agency_ids: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        """Nobody."""
        return 0


def groups_at(on: dt.date) -> list[RecipientGroup]:
    """The recipient groups kept on the day."""
    return list(RecipientGroup.objects.on(on).order_by("pk"))


def resolve_group(
    wanted: str | RecipientGroup, on: dt.date, within: int | None = None
) -> Resolution | Unresolvable:
    """The agencies that a phrase or a group means on the day.

    `within` is the agency that issues: a district speaks to its own communes, everybody else to
    those of the province. A phrase is matched by its kinds and level, so that "các huyện, thành
    phố" does not lose a thị xã.
    """
    if isinstance(wanted, RecipientGroup):
        return _resolve(wanted.name, (wanted,), (), on, within)
    parts = parts_of(wanted)
    if len(parts) > 1:
        return _joined(wanted, [resolve_group(part, on, within) for part in parts], on)
    meaning = meaning_of(wanted)
    if meaning is not None:
        return _by_meaning(wanted, meaning, on, within)
    key = phrase_key(wanted)
    group = RecipientGroup.objects.on(on).filter(phrase_keys__contains=[key]).first()
    if group is None:
        return Unresolvable(
            wanted,
            on,
            _("Không có nhóm nơi nhận “%(phrase)s”. Chọn từ danh sách nhóm hoặc ghi tên cơ quan.")
            % {"phrase": wanted.strip()},
        )
    return _resolve(wanted, (group,), (), on, within)


def _joined(
    phrase: str, parts: list[Resolution | Unresolvable], on: dt.date
) -> Resolution | Unresolvable:
    """Several groups named in one breath; nobody when one of them means nobody."""
    found: list[Resolution] = []
    for part in parts:
        if isinstance(part, Unresolvable):
            return replace(part, phrase=phrase)
        found.append(part)
    kinds: dict[str, int] = {}
    for part in found:
        for kind, count in part.kinds.items():
            kinds[kind] = kinds.get(kind, 0) + count
    return Resolution(
        phrase=phrase,
        on=on,
        agency_ids=tuple(dict.fromkeys(pk for part in found for pk in part.agency_ids)),
        group_id=None,
        rule="; ".join(part.rule for part in found),
        wording="; ".join(part.wording for part in found),
        kinds=kinds,
        heads=any(part.heads for part in found),
        certainty=max((part.certainty for part in found), key=_CERTAINTY.index),
    )


def _by_meaning(
    phrase: str, meaning: Meaning, on: dt.date, within: int | None
) -> Resolution | Unresolvable:
    groups = []
    for level in meaning.levels:
        group = (
            RecipientGroup.objects.on(on)
            .filter(level=level, agency_kinds=[AgencyKind.PEOPLES_COMMITTEE], place_kinds=[])
            .first()
        )
        if group is None:
            return Unresolvable(
                phrase,
                on,
                _("Chưa có nhóm nơi nhận cho %(level)s.") % {"level": Level(level).label},
            )
        groups.append(group)
    return _resolve(phrase, tuple(groups), tuple(meaning.kinds), on, within)


def _resolve(
    phrase: str,
    groups: tuple[RecipientGroup, ...],
    kinds: tuple[str, ...],
    on: dt.date,
    within: int | None,
) -> Resolution | Unresolvable:
    members: dict[int, Node | None] = {}
    for group in groups:
        found = _members(group, kinds, on, within)
        if not found:
            return _gone(phrase, group, on, within)
        members |= found
    nodes = [node for node in members.values() if node is not None]
    return Resolution(
        phrase=phrase,
        on=on,
        agency_ids=tuple(members),
        group_id=groups[0].pk if len(groups) == 1 and not kinds else None,
        rule="; ".join(_rule(group, kinds) for group in groups),
        wording=_wording(groups, nodes),
        kinds=_tally(nodes),
        heads=names_heads(phrase),
        certainty=max((group.certainty for group in groups), key=_CERTAINTY.index),
    )


def _members(
    group: RecipientGroup, kinds: tuple[str, ...], on: dt.date, within: int | None
) -> dict[int, Node | None]:
    base = _base(group.level, on, within)
    wanted = set(kinds) or set(group.place_kinds)
    nodes = tree_at(on, base) if base is not None else []
    found: dict[int, Node | None] = {
        node.agency_id: node
        for node in nodes
        if node.agency_id != base
        and node.level == group.level
        and node.kind in group.agency_kinds
        and (not wanted or node.place_kind in wanted)
    }
    if kinds:
        return found
    changed = group.members.filter(period__contains=on).order_by("pk")
    alive = set(
        Agency.objects.on(on).filter(pk__in=changed.values("agency")).values_list("pk", flat=True)
    )
    by_id = {node.agency_id: node for node in nodes}
    for member in changed:
        if not member.included:
            found.pop(member.agency_id, None)
        elif member.agency_id in alive:
            found.setdefault(member.agency_id, by_id.get(member.agency_id))
    return found


_CERTAINTY = ["V", "V2", "M"]
_ORDER = [Level.CENTRAL, Level.PROVINCE, Level.DISTRICT, Level.COMMUNE]


def _base(level: str, on: dt.date, within: int | None) -> int | None:
    """The People's Committee whose subtree is meant: the issuer's nearest one above that level."""
    if within is not None:
        line = [within, *ancestors(within, on)]
        rows = Agency.objects.on(on).filter(pk__in=line, kind=AgencyKind.PEOPLES_COMMITTEE)
        levels = dict(rows.values_list("pk", "level"))
        reach = _ORDER.index(Level(level))
        for pk in line:
            if pk not in levels:
                continue
            own = _ORDER.index(Level(levels[pk]))
            if own < reach or (own == reach == _ORDER.index(Level.PROVINCE)):
                return pk
    return province_at(on)


def _tally(nodes: list[Node]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for node in nodes:
        kind = node.place_kind or node.kind
        counts[kind] = counts.get(kind, 0) + 1
    return counts


def _wording(groups: tuple[RecipientGroup, ...], nodes: list[Node]) -> str:
    kinds = {node.place_kind for node in nodes if node.place_kind}
    return wording(kinds) if kinds else groups[0].name


def _rule(group: RecipientGroup, kinds: tuple[str, ...]) -> str:
    what = ", ".join(str(AgencyKind(kind).label) for kind in group.agency_kinds)
    return f"{Level(group.level).label}: {what}" + (f" ({', '.join(kinds)})" if kinds else "")


def _gone(phrase: str, group: RecipientGroup, on: dt.date, within: int | None) -> Unresolvable:
    """Nobody: since when, and what stands in its place today."""
    ended = (
        Agency.objects.filter(
            level=group.level,
            kind__in=group.agency_kinds,
            outside=False,
            period__endswith__lte=on,
            period__upper_inf=False,
        )
        .order_by("-period__endswith")
        .values_list("period__endswith", flat=True)
        .first()
    )
    level = Level(group.level).label
    if ended is None:
        return Unresolvable(
            phrase, on, _("Không có cơ quan nào thuộc nhóm “%(p)s”.") % {"p": phrase.strip()}
        )
    message = _("Từ %(day)s không còn UBND %(level)s.") % {
        "day": f"{ended:%d/%m/%Y}",
        "level": level,
    }
    lower = RecipientGroup.objects.on(on).filter(
        level=Level.COMMUNE, agency_kinds=[AgencyKind.PEOPLES_COMMITTEE], place_kinds=[]
    )
    instead = lower.exclude(pk=group.pk).first()
    found = _members(instead, (), on, within) if instead is not None else {}
    if not found:
        return Unresolvable(phrase, on, message, level_ended=True)
    offered = wording({node.place_kind for node in found.values() if node is not None})
    message += " " + _("Chọn: %(phrase)s (%(count)s).") % {
        "phrase": offered,
        "count": len(found),
    }
    return Unresolvable(
        phrase, on, message, level_ended=True, suggestion=offered, suggestion_count=len(found)
    )
