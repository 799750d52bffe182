"""The report of the Government Office's four classes by agency, with both rates and bands (§5.3)."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, F, Q, QuerySet

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.worktime.rules import VIETNAM
from lienthong.kernel.worktime.services import working_days_between

from ..choices import ProofKind, RequestKind, TaskClass, TaskState
from ..models import Request, Task
from ..rules import MONTHS, Period, band, classify, completion_rate, local_date, period_of
from .lists import LATE, OPEN
from .working import working_rules

COUNTED = [*OPEN, TaskState.COMPLETED]


@dataclass(slots=True)
class AgencyReport:
    """One agency's line: the classes by the current deadline, on time by the original one beside."""

    agency_id: int
    name: str
    done_on_time: int = 0
    done_late: int = 0
    open_in_time: int = 0
    open_late: int = 0
    standing: int = 0
    on_time_first: int = 0  # done by the deadline as first given
    by_word: int = 0  # done by the asker's own word, counted apart (§5.4)
    bands: list[int] = field(default_factory=lambda: [0, 0, 0])  # open and late, by days
    extensions: int = 0
    returns: int = 0

    @property
    def done(self) -> int:
        """Completed, of those due."""
        return self.done_on_time + self.done_late

    @property
    def due(self) -> int:
        """All with a deadline in the period."""
        return self.done + self.open_in_time + self.open_late

    @property
    def rate(self) -> float | None:
        """Completed of those due, in percent rounded down; None when nothing was due."""
        return completion_rate(self.done, self.due)

    @property
    def rate_on_time(self) -> float | None:
        """On time by the current deadline."""
        return completion_rate(self.done_on_time, self.due)

    @property
    def rate_first(self) -> float | None:
        """On time by the deadline as first given: extensions do not mend it."""
        return completion_rate(self.on_time_first, self.due)

    def add(self, other: "AgencyReport") -> None:
        """Another line into this one, for the total."""
        for name in (
            "done_on_time", "done_late", "open_in_time", "open_late", "standing",
            "on_time_first", "by_word", "extensions", "returns",
        ):  # fmt: skip
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.bands = [a + b for a, b in zip(self.bands, other.bands, strict=True)]


@dataclass(frozen=True, slots=True)
class Report:
    """The lines of a period at a moment, with the total and the bounds of the bands."""

    period: Period
    at: dt.datetime
    lines: Sequence[AgencyReport]
    total: AgencyReport
    bounds: Sequence[int]


def report_period(rhythm: str, on: dt.date, agency_id: int) -> Period:
    """The reporting period of a day by the office's cut (§5.7); months where nothing else is asked."""
    cut = int(working_rules(agency_id, on)["cut_month_day"])
    found = period_of(rhythm if rhythm in MONTHS else "monthly", on, cut)
    assert found is not None  # noqa: S101  a month always has one
    return found


def behind(actor: Actor, period: Period) -> QuerySet[Task]:
    """The tasks behind a report: asked or followed by the own agency, due in the period; those
    without a deadline stand apart and are all counted that stand."""
    own = sorted(actor.agency_ids)
    first = dt.datetime.combine(period.starts_on, dt.time.min, VIETNAM)
    end = dt.datetime.combine(period.ends_on, dt.time.max, VIETNAM)
    rows = limit(Task.objects.all(), actor).filter(
        group_parent=False, lead_agency__isnull=False, state__in=COUNTED
    )
    return rows.filter(Q(assigner_agency_id__in=own) | Q(monitor_agency_id__in=own)).filter(
        Q(deadline__gte=first, deadline__lte=end) | Q(deadline=None, assigned_at__lte=end)
    )


def report_of(actor: Actor, period: Period, *, at: dt.datetime) -> Report:
    """The report of a period as things stand at `at`; four queries, whatever the number of tasks."""
    bounds = working_rules(actor.agency_id, local_date(at))["bands"]
    rows = behind(actor, period)
    cells = (
        rows.values_list(
            "lead_agency_id", "state", "deadline", "deadline_original", "product_date",
            "suspended_at", "proof",
        )
        .annotate(n=Count("id"))
        .order_by()
    )  # fmt: skip
    lines: dict[int, AgencyReport] = {}
    for lead, state, deadline, first, product, paused, proof, n in cells:
        line = lines.setdefault(lead, AgencyReport(lead, "", bands=[0] * (len(bounds) + 1)))
        kind = classify(
            state=state, deadline=deadline, product_date=product, at=at, suspended_at=paused
        )
        if kind.value not in _FIELDS:
            continue
        setattr(line, kind.value, getattr(line, kind.value) + n)
        if kind is TaskClass.OPEN_LATE:
            # By the asker's calendar: one for the whole report, however many agencies it names.
            days = working_days_between(deadline, at, actor.agency_id)
            line.bands[band(days, bounds)] += n
        if state == TaskState.COMPLETED:
            line.by_word += n if proof == ProofKind.LEADER_CONFIRMATION else 0
            first_kind = classify(state=state, deadline=first, product_date=product, at=at)
            line.on_time_first += n if first_kind is TaskClass.DONE_ON_TIME else 0
    _count_requests(rows, lines)
    _name(lines, min(period.ends_on, local_date(at)))
    total = AgencyReport(0, "", bands=[0] * (len(bounds) + 1))
    for line in lines.values():
        total.add(line)
    ordered = sorted(lines.values(), key=lambda line: (-line.open_late, line.name))
    return Report(period, at, ordered, total, bounds)


_FIELDS = frozenset({"done_on_time", "done_late", "open_in_time", "open_late", "standing"})


def _count_requests(rows: QuerySet[Task], lines: dict[int, AgencyReport]) -> None:
    """Every request is counted, granted or not (§5.5)."""
    counted = (
        Request.objects.filter(task__in=rows.values("pk"))
        .values_list("task__lead_agency_id", "kind")
        .annotate(n=Count("id"))
        .order_by()
    )
    for lead, kind, n in counted:
        if kind == RequestKind.EXTENSION:
            lines[lead].extensions += n
        elif kind == RequestKind.RETURN:
            lines[lead].returns += n


def _name(lines: dict[int, AgencyReport], on: dt.date) -> None:
    named = agencies.names_of(lines) | agencies.names_of(lines, on)  # of the ended their last name
    for pk, line in lines.items():
        line.name = named[pk].name if pk in named else str(pk)


def of_class(kinds: Iterable[str]) -> Q:
    """The condition of classes on rows, by the database's clock; the same law as `classify`."""
    done, open_ = Q(state=TaskState.COMPLETED), Q(state__in=OPEN, deadline__isnull=False)
    known = {
        "done_on_time": done & Q(deadline__isnull=False, product_date__lte=F("deadline__date")),
        "done_late": done & Q(product_date__gt=F("deadline__date")),
        "open_in_time": open_ & ~LATE,
        "open_late": LATE,
        "standing": Q(deadline=None, state__in=COUNTED),
    }
    condition = Q()
    for kind in kinds:
        if kind in known:
            condition |= known[kind]
    return condition
