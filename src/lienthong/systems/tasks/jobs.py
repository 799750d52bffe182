"""Jobs of tasks: thin callers of services, run by the worker."""

from procrastinate.contrib.django import app

from lienthong.kernel import clock
from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.access.context import acting

from .models import TALLY
from .services import clocks, measuring, series, weekly


@app.periodic(cron="30 0 * * 1-5")  # 07:30 in Việt Nam; a setting of the working rules (M)
@app.task(queueing_lock="tasks-remind")
def remind(timestamp: int) -> None:
    """The morning's reminders."""
    with acting(system_actor(0)):
        clocks.remind(at=clock.now())


@app.periodic(cron="7 * * * *")  # each office's own day and hour are among its working rules
@app.task(queueing_lock="tasks-weekly")
def push_weekly(timestamp: int) -> None:
    """Every hour: the week's call for updates, and the list of what is late and due next week."""
    with acting(system_actor(0)):
        weekly.push_updates(at=clock.now())
    with acting(system_actor(0)):
        weekly.push_lists(at=clock.now())


@app.periodic(cron="*/15 * * * *")
@app.task(queueing_lock="tasks-silence")
def take_silence_for_receipt(timestamp: int) -> None:
    """Every quarter of an hour: tasks that nobody answered for a working day."""
    with acting(system_actor(0)):
        clocks.take_silence_for_receipt(at=clock.now())


@app.periodic(cron="5 * * * *")
@app.task(queueing_lock="tasks-periods")
def make_due_periods(timestamp: int) -> None:
    """Every hour: the tasks of periods that have begun, so that a day without a worker is made up."""
    with acting(system_actor(0)):
        due = series.due_series(at=clock.now())
    for series_id, agency_id in due:
        series.make_due(series_id, agency_id, at=clock.now())


@app.periodic(cron="45 16 * * *")  # 23:45 in Việt Nam: the cut is the end of the day
@app.task(queueing_lock="tasks-measure")
def measure_all(timestamp: int) -> None:
    """Every evening: the figures that tasks must reach."""
    with acting(system_actor(0)):
        due = measuring.to_measure(at=clock.now())
    for task, cut_on in due:
        measuring.measure_task(task=task, cut_on=cut_on, at=clock.now())


@app.periodic(cron="3-59/10 * * * *")
@app.task(queueing_lock="tasks-fold-counts")
def fold_counts(timestamp: int) -> None:
    """Every ten minutes: rows of one key in the kept counts become one."""
    with acting(system_actor(0)):
        TALLY.fold()
