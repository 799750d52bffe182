"""Jobs of the exchange, run by the worker: carry what waits, look again each minute, fold counts."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.access.context import acting

from .services import carrying, folding

# The database may be restarting: try for some minutes, then the minute's look takes over.
RETRY = RetryStrategy(max_attempts=8, exponential_wait=2)


@app.task(name="lienthong.axis.exchange.jobs.carry", retry=RETRY)
def carry() -> None:
    """Carry everything that waits; one that finds nothing is done at once."""
    carrying.carry_all()


@app.periodic(cron="* * * * *")
@app.task(name="lienthong.axis.exchange.jobs.look_again", queueing_lock="exchange-look-again")
def look_again(timestamp: int) -> None:
    """Every minute: whatever a killed worker or a lost job left, and what waited for its time."""
    carrying.carry_all()


@app.periodic(cron="*/10 * * * *")
@app.task(name="lienthong.axis.exchange.jobs.fold_counts", queueing_lock="exchange-fold-counts")
def fold_counts(timestamp: int) -> None:
    """Every ten minutes: rows of one key in the counts become one."""
    with acting(system_actor(0)):
        folding.fold()
