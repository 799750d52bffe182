"""Reading the system's own figures for tasks whose proof they are (§5.4).

A standing target is read every day and never done for good; a task with a cut is done when its
figures reach their target at that cut.
"""

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError
from django.utils.translation import gettext as _

from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act
from lienthong.kernel.text import format_date

from ..choices import Measure, ProofKind, TaskState
from ..models import Measurement, Task
from ..queries.figures import figure_at, reader_of
from ..rules import local_date, period_of
from .refusals import NoProof

READ = (
    TaskState.ASSIGNED,
    TaskState.RECEIVED,
    TaskState.IN_PROGRESS,
    TaskState.SUBMITTED,
)


def measures_of(task: Task) -> list[str]:
    """The figures that were agreed."""
    named = task.proof_target.get("measures") or []
    return [name for name in named if name in Measure.values]


def target_of(task: Task) -> int:
    """The target in tenths of a percent; 100 % where none is given."""
    given = task.proof_target.get("at_least")
    return int(given * 10) if isinstance(given, int | float) and 0 < given <= 100 else 1000


def measure_task(*, task: Task, cut_on: dt.date, at: dt.datetime) -> list[Measurement]:
    """Read and keep the task's figures at a cut, once; a cut that was read stays as it was."""
    if task.lead_agency_id is None or task.proof != ProofKind.SYSTEM_MEASURE:
        return []
    kept = list(task.measurements.filter(cut_on=cut_on).order_by("measure"))
    missing = [name for name in measures_of(task) if name not in {m.measure for m in kept}]
    if not missing:
        return kept
    reader = reader_of(task.lead_agency_id, str(task.proof_target.get("scope", "")), cut_on)
    with acting(reader):
        shares = {
            name: figure_at(reader, name, cut_on=cut_on, first=_first(task, cut_on))
            for name in missing
        }
        try:
            with act("tasks.measured", by=reader, at=at, subject=task):
                for name, share in shares.items():
                    tenths = share.per_mille
                    kept.append(
                        Measurement.objects.create(
                            task=task,
                            measure=name,
                            cut_on=cut_on,
                            numerator=share.numerator,
                            denominator=share.denominator,
                            target_per_mille=target_of(task),
                            reached=tenths is not None
                            and share.numerator * 1000 >= target_of(task) * share.denominator,
                            at=at,
                        )
                    )
        except IntegrityError:  # another worker read the same cut at the same moment
            return list(task.measurements.filter(cut_on=cut_on).order_by("measure"))
    return kept


def _first(task: Task, cut_on: dt.date) -> dt.date | None:
    """The first day of a period's task: since the cut before; else the month of the cut."""
    if not task.period or task.parent is None:
        return None
    series = getattr(task.parent, "series", None)
    period = period_of(series.rhythm, cut_on, series.cut_day) if series is not None else None
    return period.starts_on if period is not None else None


def to_measure(*, at: dt.datetime, most: int = 2000) -> list[tuple[Task, dt.date]]:
    """Open tasks whose proof is a figure, each with the cut to read; run by the worker.

    A task with a cut is read at its cut, also when nobody read it on that day; a standing one today.
    """
    today = local_date(at)
    rows = Task.objects.filter(
        proof=ProofKind.SYSTEM_MEASURE,
        state__in=READ,
        group_parent=False,
        lead_agency__isnull=False,
    ).order_by("pk")
    return [
        (task, today if task.deadline is None else min(today, local_date(task.deadline)))
        for task in rows[:most]
    ]


def final_reading(task: Task, *, at: dt.datetime) -> Sequence[Measurement]:
    """The readings at the task's cut. Raises `NoProof` before the cut and for a standing target."""
    if not measures_of(task):
        raise NoProof(_("Nhiệm vụ này chưa chọn số liệu của hệ thống để đánh giá."))
    if task.deadline is None:
        raise NoProof(
            _(
                "Đây là chỉ tiêu phải giữ thường xuyên: hệ thống theo dõi số liệu hằng ngày, không báo"
                " cáo hoàn thành một lần."
            )
        )
    cut_on = local_date(task.deadline)
    if local_date(at) < cut_on:
        raise NoProof(
            _("Số liệu được chốt ngày %(day)s; trước ngày đó chưa báo cáo hoàn thành được.")
            % {"day": format_date(cut_on)}
        )
    return measure_task(task=task, cut_on=cut_on, at=at)
