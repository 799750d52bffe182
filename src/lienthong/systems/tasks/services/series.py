"""Recurring tasks: one standing row, one child for each period, made once by a durable job (§5.5)."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act
from lienthong.kernel.worktime.services import add_working_days

from ..choices import PartyRole, Recurrence, TaskState
from ..models import Party, Series, Task
from ..queries.working import working_rules
from ..rules import PERIODIC, Period, local_date, next_period, period_of

# A standing row in one of these goes on making periods; suspended or ended it makes none.
LIVE = (
    TaskState.ASSIGNED,
    TaskState.RECEIVED,
    TaskState.IN_PROGRESS,
    TaskState.SUBMITTED,
    TaskState.RETURN_REQUESTED,
)
MOST_PERIODS = 120  # made in one go after an outage; the rest follows in the next round


class SeriesRefused(Exception):
    """Terms of a series that make no sense, or a change to one that has ended."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def terms_of(task: Task, on: dt.date) -> dict[str, Any]:
    """The terms of a series: what the secretary chose, else the office's working rules."""
    rules = working_rules(task.assigner_agency_id, on)
    weekly = task.recurrence == Recurrence.WEEKLY
    terms = {
        "cut_day": rules["cut_week_day" if weekly else "cut_month_day"],
        "due_after": rules["series_due_days"],
        "starts_on": on.isoformat(),
    }
    return terms | {key: value for key, value in task.series_terms.items() if value is not None}


def start_series(task: Task, at: dt.datetime) -> Series | None:
    """Begin the series of a task that was just assigned; None where nothing recurs by the calendar.

    Its first period is the one in which `starts_on` falls. Runs inside the act that assigns.
    """
    if task.recurrence not in PERIODIC or task.group_parent:
        return None
    terms = terms_of(task, local_date(at))
    starts = dt.date.fromisoformat(str(terms["starts_on"]))
    return Series.objects.create(
        task=task,
        rhythm=task.recurrence,
        cut_day=terms["cut_day"],
        due_after=terms["due_after"],
        starts_on=starts,
        next_on=starts,
        created_at=at,
    )


def due_series(*, at: dt.datetime, most: int = 500) -> list[tuple[int, int]]:
    """Series of which a period has begun, longest waiting first, each with the asker's agency."""
    rows = Series.objects.filter(next_on__lte=local_date(at), task__state__in=LIVE)
    return list(rows.order_by("next_on", "pk").values_list("pk", "task__assigner_agency_id")[:most])


def make_due(series_id: int, agency_id: int, *, at: dt.datetime) -> int:
    """Make the tasks of every period of one series that has begun; returns how many.

    The series is locked and moved on in the transaction that makes its tasks, so parallel workers
    make none twice and a killed one leaves nothing half made; a period that nobody was there to
    make is made late, with its own deadline, which may be past.
    """
    by = system_actor(agency_id)
    with acting(by):
        rows = Series.objects.select_for_update(of=("self",), skip_locked=True)
        series = rows.filter(pk=series_id, next_on__lte=local_date(at)).first()
        if series is None:
            return 0
        task = Task.objects.select_for_update(of=("self",)).get(pk=series.task_id)
        if task.state not in LIVE:
            return 0
        with act("tasks.period_made", by=by, at=at, subject=task):
            made = _periods(series, task, at)
            series.save()
    return made


def _periods(series: Series, task: Task, at: dt.datetime) -> int:
    made = 0
    while series.next_on is not None and series.next_on <= local_date(at) and made < MOST_PERIODS:
        period = period_of(series.rhythm, series.next_on, series.cut_day)
        assert period is not None  # noqa: S101  a series recurs by the calendar
        made += _make(series, task, period, at)
        following = next_period(series.rhythm, period, series.cut_day)
        series.next_on = following.starts_on if following is not None else None
    return made


def _make(series: Series, task: Task, period: Period, at: dt.datetime) -> int:
    """One period's task; 0 when it stands already (a series changed within the same period)."""
    if task.children.filter(period=period.label).exists():
        return 0
    due_at, version = deadline_of(period, series.due_after, task.lead_agency_id)
    child = Task.objects.create(
        code=f"{task.code}.{period.label}",
        state=_first_state(task),
        assigner_agency_id=task.assigner_agency_id,
        assigner_id=task.assigner_id,
        monitor_agency_id=task.monitor_agency_id,
        monitor_id=task.monitor_id,
        lead_agency_id=task.lead_agency_id,
        lead_phrase=task.lead_phrase,
        parent=task,
        party_ids=task.party_ids,
        action=task.action,
        source_kind=task.source_kind,
        source_document_id=task.source_document_id,
        source_reference=task.source_reference,
        section=task.section,
        quote=task.quote,
        quote_place=task.quote_place,
        proof=task.proof,
        proof_target=task.proof_target,
        targets=task.targets,
        deadline_original=due_at,
        deadline=due_at,
        calendar_version=version,
        period=period.label,
        urgency=task.urgency,
        report_via=task.report_via,
        assigned_at=at,
        received_at=at if task.received_at else None,
        doer_id=task.doer_id,
        doer_unit_id=task.doer_unit_id,
        created_at=at,
        updated_at=at,
    )
    Party.objects.bulk_create(
        Party(
            task=child,
            agency_id=party.agency_id,
            role=party.role,
            due_at=due_at if party.role == PartyRole.COORDINATE else None,
        )
        for party in task.parties.all()
    )
    return 1


def _first_state(task: Task) -> str:
    """A lead that took the series in need not take in each period again."""
    if task.doer_id is not None:
        return TaskState.IN_PROGRESS
    return TaskState.RECEIVED if task.received_at else TaskState.ASSIGNED


def deadline_of(period: Period, due_after: int, agency_id: int | None) -> tuple[dt.datetime, str]:
    """The close of office on the cut, or so many working days after it.

    A cut on a day off moves to the next working day (BLDS 2015 Đ148.5).
    """
    if due_after:
        due = add_working_days(period.ends_on, due_after, agency_id)
    else:  # the first working day after the eve of the cut: the cut itself when it is one
        due = add_working_days(period.ends_on - dt.timedelta(days=1), 1, agency_id)
    return due.due_at, due.calendar_version


def end_series(task: Task, basis: str, at: dt.datetime) -> None:
    """Make no further period; those that were made stay due. Runs inside the act that ends it."""
    series = _open_series(task)
    series.ended_at, series.ended_basis, series.next_on = at, basis, None
    series.save()


def change_series(task: Task, terms: Mapping[str, Any], at: dt.datetime) -> dict[str, Any]:
    """Change rhythm, cut or days from the next period on; returns the old terms.

    Runs inside the act that changes it. Raises `SeriesRefused`.
    """
    series = _open_series(task)
    old: dict[str, Any] = {
        "rhythm": series.rhythm,
        "cut_day": series.cut_day,
        "due_after": series.due_after,
    }
    new = old | {key: value for key, value in terms.items() if value is not None and key in old}
    if new == old:
        raise SeriesRefused(_("Chưa có gì thay đổi ở định kỳ này."))
    if new["rhythm"] not in PERIODIC:
        raise SeriesRefused(_("Hãy chọn định kỳ theo tuần, tháng, quý, sáu tháng hoặc năm."))
    series.rhythm, series.cut_day = new["rhythm"], int(new["cut_day"])
    series.due_after = int(new["due_after"])
    series.save()
    task.recurrence = series.rhythm
    return old


def resume_series(task: Task, at: dt.datetime) -> None:
    """After a pause: periods that fell wholly into it are not asked for afterwards (§5.2)."""
    series = Series.objects.select_for_update(of=("self",)).filter(task=task).first()
    if series is not None and series.next_on is not None:
        series.next_on = max(series.next_on, local_date(at))
        series.save()


def _open_series(task: Task) -> Series:
    series = Series.objects.select_for_update(of=("self",)).filter(task=task).first()
    if series is None or series.ended_at is not None:
        raise SeriesRefused(_("Nhiệm vụ này không còn định kỳ nào đang chạy."))
    return series
