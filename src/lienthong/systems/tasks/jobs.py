"""Jobs of tasks: thin callers of services, run by the worker."""

from procrastinate.contrib.django import app

from lienthong.kernel import clock
from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.access.context import acting

from .services import clocks


@app.periodic(cron="30 0 * * 1-5")  # 07:30 in Việt Nam; a setting of the working rules (M)
@app.task(queueing_lock="tasks-remind")
def remind(timestamp: int) -> None:
    """The morning's reminders."""
    with acting(system_actor(0)):
        clocks.remind(at=clock.now())


@app.periodic(cron="*/15 * * * *")
@app.task(queueing_lock="tasks-silence")
def take_silence_for_receipt(timestamp: int) -> None:
    """Every quarter of an hour: tasks that nobody answered for a working day."""
    with acting(system_actor(0)):
        clocks.take_silence_for_receipt(at=clock.now())
