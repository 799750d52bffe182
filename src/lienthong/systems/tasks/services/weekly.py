"""The two pushes of the week (§5.7): on Thursday agencies update, on Friday the list for Monday's briefing.

Run by the worker every hour. Each office's own calendar and working rules say the day and the hour;
each person is told once in a week for each push, whatever number of tasks and agencies he has.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.axis.notify import api as notify
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.worktime.services import is_working_day

from ..models import Task
from ..queries.working import working_rules
from ..rules import is_time, monday_of, push_day
from .clocks import OPEN

WEEK = dt.timedelta(days=7)


@dataclass(slots=True)
class _Offices:
    """Whether an office's push is due now: rules and calendar asked once for each office."""

    here: dt.datetime
    what: str
    known: dict[int, bool] = field(default_factory=dict)

    def due(self, agency_id: int) -> bool:
        if agency_id not in self.known:
            rules = working_rules(agency_id, self.here.date())
            day = push_day(
                monday_of(self.here.date()),
                int(rules[f"push_{self.what}_day"]),
                lambda one: is_working_day(one, agency_id),
            )
            self.known[agency_id] = is_time(self.here, day, int(rules[f"push_{self.what}_hour"]))
        return self.known[agency_id]


@dataclass(slots=True)
class _Told:
    """What one person is told: how many of each, and for which agency the notice stands."""

    agency_id: int
    counts: Counter[str] = field(default_factory=Counter)


def push_updates(*, at: dt.datetime) -> int:
    """Tell who does open tasks of which nothing was told this week; returns how many were told."""
    here = timezone.localtime(at)
    monday = monday_of(here.date())
    since = timezone.make_aware(dt.datetime.combine(monday, dt.time.min))
    rows = (
        Task.objects.filter(state__in=OPEN, group_parent=False, lead_agency__isnull=False)
        .filter(assigned_at__lt=since)
        .annotate(told_at=Max("progress__at"))
        .filter(Q(told_at=None) | Q(told_at__lt=since))
        .values_list("lead_agency_id", "doer_id")
    )
    offices, clerks = _Offices(here, "update"), _Clerks(here.date())
    told: dict[int, _Told] = {}
    for lead, doer in rows.order_by("lead_agency_id", "pk").iterator(500):
        if offices.due(lead):
            for person in [doer] if doer else clerks.of(lead):
                told.setdefault(person, _Told(lead)).counts["quiet"] += 1
    words = _("Tuần này còn %(quiet)s nhiệm vụ chưa cập nhật tiến độ.")
    return _tell(told, "tasks.weekly_update", words, reverse("tasks:list"), monday, at)


def push_lists(*, at: dt.datetime) -> int:
    """Tell who follows tasks what is late and what is due by the end of next week."""
    here = timezone.localtime(at)
    monday = monday_of(here.date())
    end = timezone.make_aware(dt.datetime.combine(monday + 2 * WEEK, dt.time.min))
    rows = Task.objects.filter(
        state__in=OPEN, group_parent=False, deadline__isnull=False, deadline__lt=end
    ).values_list("monitor_agency_id", "monitor_id", "deadline")
    offices, chiefs = _Offices(here, "list"), _Chiefs(here.date())
    told: dict[int, _Told] = {}
    for agency, monitor, deadline in rows.order_by("monitor_agency_id", "pk").iterator(500):
        if not offices.due(agency):
            continue
        kind = "late" if deadline is not None and deadline < at else "coming"
        for person in {*chiefs.of(agency), *([monitor] if monitor else [])}:
            told.setdefault(person, _Told(agency)).counts[kind] += 1
    words = _("Giao ban tuần tới: %(late)s nhiệm vụ quá hạn, %(coming)s nhiệm vụ đến hạn.")
    return _tell(told, "tasks.weekly_list", words, reverse("tasks:coming"), monday, at)


def _tell(
    told: Mapping[int, _Told], kind: str, words: str, url: str, monday: dt.date, at: dt.datetime
) -> int:
    sent = 0
    for person, what in told.items():
        counts: defaultdict[str, Any] = defaultdict(int, what.counts)
        sent += notify.tell(
            people=[person],
            agency_id=what.agency_id,
            kind=kind,
            text=words % {name: counts[name] for name in ("quiet", "late", "coming")},
            url=url,
            key=f"{kind}:{monday}",
            at=at,
            urgent=counts["late"] > 0,
            mail=True,
        )
    return sent


class _People:
    """Holders of posts by agency, looked up once each."""

    kinds: tuple[str, ...] = ()

    def __init__(self, on: dt.date) -> None:
        self.on = on
        self.known: dict[int, list[int]] = {}

    def of(self, agency_id: int) -> Iterable[int]:
        if agency_id not in self.known:
            self.known[agency_id] = list(dict.fromkeys(self._held(agency_id)))
        return self.known[agency_id]

    def _held(self, agency_id: int) -> Iterator[int]:
        for holder in agencies.holders(self.on, agency_ids=[agency_id], kinds=self.kinds):
            yield holder.person_id


class _Clerks(_People):
    kinds = ("clerk",)


class _Chiefs(_People):
    kinds = ("chief_of_office",)
