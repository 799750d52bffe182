"""Jobs that belong to the installation as a whole: taking up what a killed worker left, clearing."""

from collections.abc import Sequence

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

STALLED_AFTER = 60  # seconds without a heartbeat


def requeue_stalled(seconds: int = STALLED_AFTER, queues: Sequence[str] | None = None) -> int:
    """Put jobs back that a worker took and died with; returns their number.

    `seconds=0` at the start of the only worker of these queues (None: of all): whatever is marked as
    running there is not. One whose like waits already is ended instead: that one does its work, and
    only one with its lock may wait.
    """
    wanted = list(queues) if queues is not None else None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT j.id FROM procrastinate_jobs j"
            " LEFT JOIN procrastinate_workers w ON w.id = j.worker_id"
            " WHERE j.status = 'doing' AND (w.id IS NULL"
            "   OR w.last_heartbeat < now() - make_interval(secs => %s))"
            " AND (%s::text[] IS NULL OR j.queue_name = ANY(%s::text[]))",
            [seconds, wanted, wanted],
        )
        ids = [row[0] for row in cursor.fetchall()]
        for job_id in ids:
            try:
                with transaction.atomic():
                    cursor.execute(
                        "SELECT procrastinate_retry_job_v2(%s::bigint, %s::timestamptz, NULL, NULL, NULL)",
                        [job_id, timezone.now()],
                    )
            except IntegrityError:
                cursor.execute(
                    "SELECT procrastinate_finish_job_v1(%s::bigint, 'aborted', false)", [job_id]
                )
    return len(ids)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="requeue-stalled", pass_context=False)
def take_up_stalled(timestamp: int) -> None:
    """Every minute: jobs of dead workers run again."""
    requeue_stalled()


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="clear-jobs")
def clear_finished(timestamp: int) -> None:
    """Every night: finished jobs older than a week are removed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE status IN ('succeeded', 'aborted') AND id IN ("
            " SELECT job_id FROM procrastinate_events GROUP BY job_id"
            " HAVING max(at) < now() - interval '7 days')"
        )
