"""Jobs of documents: thin callers of services, run by the worker."""

import time

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lienthong.kernel import clock
from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.lanes import SCANS

from .models.counting import SIGNED
from .services import (
    archive_notices,
    batch_processes,
    batches,
    folder_intake,
    indexing,
    intake,
    intake_reading,
    judging_again,
    layers,
    mailbox_intake,
    rounds,
)
from .services.disposal import carrying as disposing

RETRY = RetryStrategy(max_attempts=5, exponential_wait=2)
TURN = 40.0  # seconds that a job of the lane of scans works before it lets others have their turn
_MOST = 10  # papers read for search at a time


@app.task(name="lienthong.systems.documents.jobs.run_batch", retry=RETRY)
def run_batch(batch_id: int, agency_id: int) -> None:
    """Sign or seal a confirmed batch, a large one with more processes."""
    count = batch_processes.wanted(batch_id, agency_id)
    with batch_processes.helping(batch_id, agency_id, count):
        batches.run_batch(batch_id, agency_id, now=clock.now)


@app.periodic(cron="* * * * *")
@app.task(name="lienthong.systems.documents.jobs.look_again", queueing_lock="documents-look-again")
def look_again(timestamp: int) -> None:
    """Every minute: go on with what a killed worker left."""
    batches.run_open(now=clock.now)


@app.task(name="lienthong.systems.documents.jobs.carry_disposal", retry=RETRY)
def carry_disposal(disposal_id: int, agency_id: int) -> None:
    """Destroy what a decision names, as the person who confirmed."""
    disposing.run(disposal_id, agency_id, now=clock.now)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="documents-disposal-again")
def carry_disposals_again(timestamp: int) -> None:
    """Every minute: go on with what a killed worker left."""
    disposing.run_open(now=clock.now)


@app.task(name="lienthong.systems.documents.jobs.read_intake", retry=RETRY, queue=SCANS)
def read_intake(batch_id: int, agency_id: int) -> None:
    """Read what waits in a batch of files, in turns: a long batch stands in nobody's way."""
    if intake_reading.read_batch(batch_id, agency_id, now=clock.now, seconds=TURN):
        intake.defer(batch_id, agency_id)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="documents-intake-again", queue=SCANS)
def read_intake_again(timestamp: int) -> None:
    """Every minute: go on with files that a killed worker left unread."""
    intake_reading.read_open(now=clock.now, seconds=TURN)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="documents-mailboxes", queue=SCANS)
def look_at_mailboxes(timestamp: int) -> None:
    """Every minute: take in what waits in the mailboxes of agencies."""
    mailbox_intake.look_at_all(by=system_actor(0), now=clock.now, seconds=TURN)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="documents-folders", queue=SCANS)
def look_at_folders(timestamp: int) -> None:
    """Every minute: take in what scanners have finished writing."""
    folder_intake.look_at_all(by=system_actor(0), now=clock.now, seconds=TURN)


@app.task(name="lienthong.systems.documents.jobs.make_layers", retry=RETRY, queue=SCANS)
def make_layers() -> None:
    """Make searchable copies of scans that wait for one."""
    if layers.make_open(by=system_actor(0), now=clock.now, seconds=TURN):
        layers.defer()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="documents-layers-again", queue=SCANS)
def make_layers_again(timestamp: int) -> None:
    """Every minute: go on with copies that a killed worker left."""
    layers.make_open(by=system_actor(0), now=clock.now, seconds=TURN)


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="documents-judge-waiting")
def judge_waiting(timestamp: int) -> None:
    """Every hour: papers whose signatures lacked proof of revocation at issue."""
    judging_again.judge_waiting(at=clock.now())


@app.periodic(cron="30 0 * * 1-5")  # 07:30 in Việt Nam; a setting of the working rules (M)
@app.task(name="lienthong.systems.documents.jobs.remind", queueing_lock="documents-remind")
def remind(timestamp: int) -> None:
    """The morning's reminders of checks and drafts, and of files due for the archive."""
    with acting(system_actor(0)):
        rounds.remind(at=clock.now())
        archive_notices.tell_due(at=clock.now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="documents-read-waiting", queue=SCANS)
def read_waiting(timestamp: int) -> None:
    """Every minute: the texts and citations of papers that search has not read yet."""
    ends = time.monotonic() + TURN
    while time.monotonic() < ends:
        if not indexing.read_waiting(by=system_actor(0), at=clock.now(), most=_MOST):
            return


@app.periodic(cron="6-59/10 * * * *")
@app.task(queueing_lock="documents-fold-counts")
def fold_counts(timestamp: int) -> None:
    """Every ten minutes: rows of one key in the kept counts become one."""
    with acting(system_actor(0)):
        SIGNED.fold()
