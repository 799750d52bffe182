"""Names and codes of an agency on a day, and all of them over time."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from lienthong.kernel import planned
from lienthong.kernel.agencies.models import AgencyCode, AgencyName


class Named(NamedTuple):
    """A name with its period; `since` or `until` None is open."""

    agency_id: int
    name: str
    short_name: str
    abbreviation: str
    since: dt.date | None
    until: dt.date | None


class NoName(LookupError):
    """The agency did not exist on that day."""


def _named(row: AgencyName) -> Named:
    return Named(
        row.agency_id, row.name, row.short_name, row.abbreviation,
        row.period.lower, row.period.upper,
    )  # fmt: skip


def name_at(agency_id: int, on: dt.date) -> Named:
    """The names of the agency on the day; raises `NoName` outside its life."""
    row = AgencyName.objects.on(on).filter(agency=agency_id).first()
    if row is None:
        raise NoName(f"agency {agency_id} has no name on {on}")
    return _named(row)


def current_name(agency_id: int) -> Named:
    """The latest names of the agency, its last ones when it has ended; raises `NoName`."""
    names = names_over_time(agency_id)
    if not names:
        raise NoName(f"agency {agency_id} has no name")
    return names[-1]


def names_over_time(agency_id: int) -> list[Named]:
    """All names of this life in order of time."""
    rows = AgencyName.objects.filter(agency=agency_id)
    return [_named(row) for row in sorted(rows, key=_begins)]


def _begins(row: AgencyName) -> dt.date:
    return row.period.lower or dt.date.min


# In plain words: every list of papers, tasks and offices asks this.
_NAMES = """SELECT agency_id, name, short_name, abbreviation, lower(period), upper(period)
  FROM agencies_agencyname WHERE agency_id = ANY (%s)"""


def names_of(agency_ids: Iterable[int], on: dt.date | None = None) -> dict[int, Named]:
    """Names of many agencies in one query: on the day, or their latest when none is given."""
    ids = planned.array(agency_ids)
    with planned.cursor() as cursor:
        if on is not None:
            cursor.execute(f"{_NAMES} AND period @> %s::date", [ids, on])
        else:
            cursor.execute(f"{_NAMES} ORDER BY lower(period) NULLS FIRST", [ids])
        return {row[0]: Named(*row) for row in cursor.fetchall()}


def names_then_and_last(
    agency_ids: Iterable[int], on: dt.date
) -> tuple[dict[int, Named], dict[int, Named]]:
    """`names_of` on the day and `names_of` the latest, of the same agencies in one query."""
    with planned.cursor() as cursor:
        cursor.execute(f"{_NAMES} ORDER BY lower(period) NULLS FIRST", [planned.array(agency_ids)])
        rows = [Named(*row) for row in cursor.fetchall()]
    then = {
        name.agency_id: name
        for name in rows
        if (name.since is None or name.since <= on) and (name.until is None or on < name.until)
    }
    return then, {name.agency_id: name for name in rows}


def agency_by_code(scheme: str, code: str, on: dt.date) -> int | None:
    """The agency that had the code on the day. A code alone, without a day, names nobody."""
    row = AgencyCode.objects.on(on).filter(scheme=scheme, code=code).first()
    return row.agency_id if row is not None else None


def holders_of_code(scheme: str, code: str) -> list[tuple[int, dt.date | None, dt.date | None]]:
    """Every agency that ever had the code, with the period, in order of time."""
    rows = AgencyCode.objects.filter(scheme=scheme, code=code)
    found = [(row.agency_id, row.period.lower, row.period.upper) for row in rows]
    return sorted(found, key=lambda row: row[1] or dt.date.min)


def had_code(agency_ids: Iterable[int], code: str) -> bool:
    """Whether one of the agencies ever had the code, in any scheme."""
    return AgencyCode.objects.filter(agency__in=list(agency_ids), code=code).exists()


def code_of(agency_id: int, scheme: str, on: dt.date) -> AgencyCode | None:
    """The code of the agency in the scheme on the day; `is_sample` marks made-up ones."""
    return AgencyCode.objects.on(on).filter(agency=agency_id, scheme=scheme).first()


def codes_of(agency_ids: Iterable[int], scheme: str, on: dt.date) -> dict[int, str]:
    """Codes of many agencies on the day in one query."""
    rows = AgencyCode.objects.on(on).filter(agency__in=list(agency_ids), scheme=scheme)
    return dict(rows.values_list("agency_id", "code"))


def sending_code(agency_id: int, on: dt.date) -> str:
    """The code for envelopes on the day: QĐ 20/2020 where given, else QCVN 102, else ""."""
    rows = dict(AgencyCode.objects.on(on).filter(agency=agency_id).values_list("scheme", "code"))
    return rows.get("qd20") or rows.get("qcvn102") or ""
