"""What came before and after an agency: predecessors, successors, mail, all lives of an office."""

import datetime as dt
from dataclasses import dataclass

from django.db.models.expressions import RawSQL

from lienthong.kernel import planned
from lienthong.kernel.agencies.models import Agency, Decision

from .naming import names_of
from .tree import province_at


@dataclass(frozen=True, slots=True)
class Kin:
    """A predecessor or successor, `steps` decisions away; `on` is the day of the nearest one."""

    agency_id: int
    steps: int
    on: dt.date
    kind: str
    part: bool
    takes_mail: bool
    takes_records: bool


def _closure(here: str, there: str) -> str:
    return f"""
WITH RECURSIVE kin(id, steps, on_day, kind, part, mail, records, path) AS (
    SELECT s.{there}, 1, s.effective_on, s.kind, s.part, s.takes_mail, s.takes_records,
           ARRAY[s.{here}, s.{there}]
      FROM agencies_succession s WHERE s.{here} = ANY(%(ids)s)
    UNION ALL
    SELECT s.{there}, k.steps + 1, s.effective_on, s.kind, k.part OR s.part,
           k.mail AND s.takes_mail, k.records AND s.takes_records, k.path || s.{there}
      FROM agencies_succession s JOIN kin k ON s.{here} = k.id
     WHERE NOT s.{there} = ANY(k.path)
)
SELECT id, min(steps), min(on_day), (array_agg(kind ORDER BY steps))[1], bool_and(part),
       bool_or(mail), bool_or(records)
  FROM kin GROUP BY id ORDER BY min(steps), id
"""


_AFTER = _closure("predecessor_id", "successor_id")
_BEFORE = _closure("successor_id", "predecessor_id")


def _kin(sql: str, agency_id: int) -> list[Kin]:
    with planned.cursor() as cursor:
        cursor.execute(sql, {"ids": [agency_id]})
        return [Kin(*row) for row in cursor.fetchall()]


def successors(agency_id: int) -> list[Kin]:
    """All that followed, nearest first; `part` where only a part went there."""
    return _kin(_AFTER, agency_id)


def predecessors(agency_id: int, *, records_only: bool = False) -> list[Kin]:
    """All that went before, nearest first; `records_only` those whose papers came along."""
    found = _kin(_BEFORE, agency_id)
    return [kin for kin in found if kin.takes_records] if records_only else found


def alive_successors(agency_id: int, on: dt.date) -> list[int]:
    """Who stands for the agency on the day: itself, or its living successors."""
    ids = [agency_id, *(kin.agency_id for kin in successors(agency_id))]
    alive = set(Agency.objects.on(on).filter(pk__in=ids).values_list("pk", flat=True))
    return [pk for pk in ids if pk in alive][: 1 if agency_id in alive else None]


def record_keepers(agency_id: int, on: dt.date) -> list[int]:
    """Who keeps the agency's papers on the day: itself while it lives, else those of its living
    successors that took them over, nearest first."""
    heirs = [kin.agency_id for kin in successors(agency_id) if kin.takes_records]
    alive = set(
        Agency.objects.on(on).filter(pk__in=[agency_id, *heirs]).values_list("pk", flat=True)
    )
    return [agency_id] if agency_id in alive else [pk for pk in heirs if pk in alive]


def ended_by(agency_id: int) -> Decision | None:
    """The decision that ended the agency; None while it lives or where none is recorded."""
    return Decision.objects.filter(agencies_closed=agency_id).first()


@dataclass(frozen=True, slots=True)
class MailHeir:
    """Who takes what still arrives for an agency; `named` False means the province's desk."""

    agency_id: int
    named: bool


def mail_successor(agency_id: int, on: dt.date) -> MailHeir | None:
    """The agency that receives mail for this one on the day.

    The agency itself while it lives; then the one named for mail, step by step; where none is
    named (a split), the province's desk. None when there is no province either.
    """
    here = agency_id
    seen: set[int] = set()
    while here not in seen:
        seen.add(here)
        agency = Agency.objects.filter(pk=here, period__contains=on).first()
        if agency is not None:
            return MailHeir(here, named=True)
        heirs = Agency.objects.filter(
            precursions__predecessor=here,
            precursions__takes_mail=True,
            precursions__effective_on__lte=on,
        )
        heir = heirs.values_list("pk", flat=True).first()
        if heir is None:
            break
        here = heir
    desk = province_at(on)
    return MailHeir(desk, named=False) if desk is not None else None


@dataclass(frozen=True, slots=True)
class Life:
    """One legal life of an office, with its last name."""

    agency_id: int
    name: str
    since: dt.date | None
    until: dt.date | None


def lives(agency_id: int) -> list[Life]:
    """Every life that the office is connected with, before and after, in order of time."""
    ids = {agency_id}
    ids |= {kin.agency_id for kin in (*predecessors(agency_id), *successors(agency_id))}
    names = names_of(ids)
    found = [
        Life(row.pk, names[row.pk].name, row.opened_on, row.closed_on)
        for row in Agency.objects.filter(pk__in=ids)
    ]
    return sorted(found, key=lambda life: (life.since or dt.date.min, life.agency_id))


_RECORDS_BEFORE = """
WITH RECURSIVE before(id) AS (
    SELECT predecessor_id FROM agencies_succession WHERE successor_id = %s AND takes_records
    UNION SELECT s.predecessor_id FROM agencies_succession s JOIN before b ON s.successor_id = b.id
     WHERE s.takes_records
) SELECT id FROM before"""


def holds_records_of(agency_id: int, ended_id: int) -> bool:
    """Whether the papers of an ended agency came to this one, in one step or several."""
    return any(kin.agency_id == ended_id for kin in predecessors(agency_id, records_only=True))


def records_before(agency_id: int) -> RawSQL:
    """The predecessors whose papers the agency holds, as a part of a question (`agency_id__in`)."""
    return RawSQL(_RECORDS_BEFORE, [agency_id])  # noqa: S611  a number of ours


def family(agency_id: int) -> list[int]:
    """The agency and the predecessors whose papers it holds: what a search by its name covers."""
    return [agency_id, *(k.agency_id for k in predecessors(agency_id, records_only=True))]
