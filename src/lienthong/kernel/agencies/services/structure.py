"""Carrying out a plan: everything that one decision changes, in one transaction and in bulk."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.utils.translation import gettext as _

from lienthong.kernel.agencies.models import (
    Agency,
    AgencyCode,
    AgencyName,
    AgencyParent,
    Decision,
    Place,
    PlaceSuccession,
    RecipientGroup,
    Succession,
)
from lienthong.kernel.agencies.rules.plan import MoveEntry, OpenEntry, Plan

from .lifetimes import end_agencies, end_current, end_staff
from .opening import name_row, open_agencies, put_on_lists, set_parents
from .staffing import Staffed, carry_over, short_names, staff_by_template, staff_of


class NotReady(Exception):
    """The plan speaks of agencies that do not exist on its day; `missing` are their keys."""

    def __init__(self, missing: list[str], message: str) -> None:
        super().__init__(message)
        self.missing = missing
        self.message = message


class Orphaned(Exception):
    """An agency would be left under a parent that ends."""

    def __init__(self, names: list[str]) -> None:
        self.message = _(
            "Chưa nói chuyển về đâu các cơ quan trực thuộc cơ quan kết thúc: %(names)s."
        ) % {"names": ", ".join(names)}
        super().__init__(self.message)


@dataclass(slots=True)
class Outcome:
    """What carrying out a plan did, by ids."""

    opened: dict[str, int] = field(default_factory=dict)
    closed: dict[str, int] = field(default_factory=dict)
    moved: int = 0
    renamed: int = 0
    recoded: int = 0
    successions: int = 0
    posts: int = 0


def apply_plan(plan: Plan, decision: Decision) -> Outcome:
    """Write the plan with effect on the decision's day; the caller has opened the act.

    Raises `NotReady`, `Orphaned`, `LaterChanges`, and the database refuses any overlap.
    """
    day = decision.effective_on
    with connection.cursor() as cursor:  # one change of the structure at a time
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('agencies.structure'))")
    known = existing_ids(plan, day)
    outcome = Outcome(closed={key: known[key] for key in plan.close})
    _refuse_orphans(plan, known, day)
    copies = {}
    if day is not None:
        copies = staff_of([known[e.staff_from] for e in plan.open if e.staff_from], day)
        if outcome.closed:
            end_agencies(sorted(outcome.closed.values()), day, decision.pk)
    outcome.opened = open_agencies(plan.open, decision, day)
    known |= outcome.opened
    _parents_and_lists(plan, known, decision, day)
    outcome.moved = len(plan.move)
    outcome.renamed = _rename(plan, known, decision, day)
    outcome.recoded = _recode(plan, known, decision, day)
    for entry in plan.open:
        if entry.staff_from and day is not None:
            outcome.posts += carry_over(
                copies[known[entry.staff_from]], known[entry.key], decision, day
            )
    outcome.posts += _staff(plan, known, decision, day)
    outcome.successions = _succeed(plan, known, decision, day)
    _keep_groups(outcome.closed)
    return outcome


def existing_ids(plan: Plan, day: dt.date | None) -> dict[str, int]:
    """Ids of the agencies that the plan expects, alive on its day; raises `NotReady`.

    New keys must be new; otherwise the plan was carried out before.
    """
    expected = plan.existing()
    rows = Agency.objects.filter(key__in=expected)
    alive = rows.on(day) if day is not None else rows
    known = dict(alive.values_list("key", "pk"))
    missing = sorted(expected - set(known))
    if missing:
        raise NotReady(missing, _missing_message(missing))
    doubled = Agency.objects.filter(key__in=[e.key for e in plan.open]).values_list(
        "key", flat=True
    )
    if doubled:
        raise NotReady(
            sorted(doubled),
            _("Đã có cơ quan mà phương án định thành lập: %(names)s.")
            % {"names": ", ".join(sorted(doubled)[:5])},
        )
    return known


def _missing_message(missing: list[str]) -> str:
    opening = [
        decision.title
        for decision in Decision.objects.filter(state="proposed").order_by("effective_on")
        if set(missing) & {e.get("key") for e in decision.plan.get("open", [])}
    ]
    names = ", ".join(_shown(missing))
    if opening:
        return _("Cần thực hiện trước: %(decisions)s (chưa có: %(names)s).") % {
            "decisions": "; ".join(opening),
            "names": names,
        }
    return _("Vào ngày có hiệu lực không có cơ quan: %(names)s.") % {"names": names}


def _shown(keys: list[str]) -> list[str]:
    names = dict(
        AgencyName.objects.filter(agency__key__in=keys).values_list("agency__key", "short_name")
    )
    return [names.get(key, key) for key in keys[:5]] + (["…"] if len(keys) > 5 else [])


def _refuse_orphans(plan: Plan, known: dict[str, int], day: dt.date | None) -> None:
    if day is None or not plan.close:
        return
    cared_for = {known[key] for key in plan.close} | {known[m.agency] for m in plan.move}
    left = AgencyParent.objects.on(day).filter(parent__in=[known[key] for key in plan.close])
    names = left.exclude(agency__in=cared_for).values_list("agency__names__short_name", flat=True)
    if names:
        raise Orphaned(sorted({str(name) for name in names}))


def _parents_and_lists(
    plan: Plan, known: dict[str, int], decision: Decision, day: dt.date | None
) -> None:
    moved = [known[m.agency] for m in plan.move]
    if day is not None and moved:
        end_current("agencies_agencyparent", moved, day)
    pairs = [(known[e.key], known[e.parent]) for e in plan.open if e.parent]
    pairs += [(known[m.agency], known[m.parent]) for m in plan.move if m.parent]
    set_parents(pairs, decision, day)
    listed: Sequence[tuple[int, OpenEntry | MoveEntry]] = [
        *((known[e.key], e) for e in plan.open if e.obligated or e.channel),
        *((known[m.agency], m) for m in plan.move if m.obligated or m.channel),
    ]
    put_on_lists(listed, decision, day)
    if moved:
        # who moves under a parent of this province belongs to it from now on
        strangers = Agency.objects.filter(pk__in=moved, outside=True)
        inside = AgencyParent.objects.filter(
            agency__in=strangers, parent__outside=False, period__upper_inf=True
        )
        Agency.objects.filter(pk__in=list(inside.values_list("agency", flat=True))).update(
            outside=False
        )


def _rename(plan: Plan, known: dict[str, int], decision: Decision, day: dt.date | None) -> int:
    ids = [known[entry.agency] for entry in plan.rename]
    if day is not None and ids:
        end_current("agencies_agencyname", ids, day)
    places = dict(Agency.objects.filter(pk__in=ids, place__isnull=False).values_list("pk", "place"))
    names = {place.pk: str(place) for place in Place.objects.filter(pk__in=places.values())}
    AgencyName.objects.bulk_create(
        name_row(
            known[entry.agency],
            entry,
            names.get(places.get(known[entry.agency], 0), ""),
            decision,
            day,
        )
        for entry in plan.rename
    )
    return len(ids)


def _recode(plan: Plan, known: dict[str, int], decision: Decision, day: dt.date | None) -> int:
    for entry in plan.recode:
        current = AgencyCode.objects.filter(agency=known[entry.agency], scheme=entry.scheme)
        if day is not None:
            _end_codes(list(current.on(day).values_list("pk", flat=True)), day)
    AgencyCode.objects.bulk_create(
        AgencyCode(
            agency_id=known[entry.agency],
            scheme=entry.scheme,
            code=entry.code,
            period=(day, None),
            is_sample=entry.is_sample,
            certainty=entry.certainty,
            decision=decision,
        )
        for entry in plan.recode
    )
    return len(plan.recode)


def _end_codes(ids: list[int], day: dt.date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE agencies_agencycode SET period = daterange(lower(period), %s)"
            " WHERE id = ANY(%s)",
            [day, ids],
        )


def _staff(plan: Plan, known: dict[str, int], decision: Decision, day: dt.date | None) -> int:
    anew = [m for m in plan.move if m.staffing]
    if anew and day is not None:
        end_staff([known[m.agency] for m in anew], day)
    wanted = [
        *((known[e.key], e.staffing, e.mail) for e in plan.open if e.staffing and not e.staff_from),
        *((known[m.agency], m.staffing, m.mail) for m in anew),
    ]
    names = short_names([agency for agency, _template, _mail in wanted], day)
    return staff_by_template(
        [Staffed(agency, name, mail, names[agency]) for agency, name, mail in wanted],
        decision,
        day,
        people=plan.sample_people,
    )


def _succeed(plan: Plan, known: dict[str, int], decision: Decision, day: dt.date | None) -> int:
    if not plan.succeed or day is None:
        return 0
    Succession.objects.bulk_create(
        Succession(
            decision=decision,
            predecessor_id=known[entry.from_],
            successor_id=known[entry.to],
            kind=entry.kind,
            part=entry.part,
            takes_mail=entry.takes_mail,
            takes_records=entry.takes_records,
            effective_on=day,
            certainty=entry.certainty,
        )
        for entry in plan.succeed
    )
    place_of = dict(
        Agency.objects.filter(pk__in=known.values(), place__isnull=False).values_list("pk", "place")
    )
    PlaceSuccession.objects.bulk_create(
        PlaceSuccession(
            decision=decision,
            predecessor_id=place_of[known[entry.from_]],
            successor_id=place_of[known[entry.to]],
            part=entry.part,
            effective_on=day,
        )
        for entry in plan.succeed
        if known[entry.from_] in place_of and known[entry.to] in place_of
    )
    return len(plan.succeed)


def _keep_groups(closed: dict[str, int]) -> None:
    """Groups of a keeper that ended go to the agency that takes its mail."""
    for group in RecipientGroup.objects.filter(keeper__in=closed.values()):
        heirs = Succession.objects.filter(predecessor=group.keeper_id)
        heir = heirs.order_by("-takes_mail", "pk").first()
        if heir is not None:
            group.keeper_id = heir.successor_id
            group.save(update_fields=["keeper"])
