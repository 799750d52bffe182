"""Jobs of files: orphans removed every night, partitions of the access log made ahead."""

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from .services import sweep


@app.periodic(cron="41 2 * * *")
@app.task(queueing_lock="sweep-files")
def sweep_files(timestamp: int) -> None:
    """Every night: bytes that nothing refers to are removed."""
    sweep(at=timezone.now())


@app.periodic(cron="11 1 * * *")
@app.task(queueing_lock="prepare-access-log")
def prepare_access_log(timestamp: int) -> None:
    """Every night: the partitions of this month and the next are there before anybody needs them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT files_access_month(now()), files_access_month(now() + interval '1 month')"
        )
