"""Reads of accounts: how often the people of an agency signed in (PL VI I.III.6.b)."""

import datetime as dt
from dataclasses import dataclass

from axes.models import AccessLog
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Count
from django.db.models.functions import TruncDate

from lienthong.kernel.agencies.models import Person, PostHolding


@dataclass(frozen=True, slots=True)
class SignIns:
    """The sign-ins of one day: how many, by how many people."""

    times: int
    people: int


def sign_ins_by_day(
    agency_id: int, since: dt.datetime, until: dt.datetime
) -> dict[dt.date, SignIns]:
    """Successful sign-ins on each day of [since, until) by those who held a post of the agency then.

    Who holds posts of two agencies counts in both: he signs in once for either.
    """
    held = PostHolding.objects.filter(
        post__agency=agency_id, period__overlap=DateRange(since.date(), until.date())
    )
    people = Person.objects.filter(pk__in=held.values("person_id"))
    rows = (
        AccessLog.objects.filter(
            username__in=people.values("email"), attempt_time__gte=since, attempt_time__lt=until
        )
        .annotate(day=TruncDate("attempt_time"))
        .values("day")
        .annotate(times=Count("id"), who=Count("username", distinct=True))
        .order_by("day")
    )
    return {row["day"]: SignIns(row["times"], row["who"]) for row in rows}
