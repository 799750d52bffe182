"""Jobs of the design system: what it kept for a person and nobody needs any more is removed."""

import datetime as dt

from django.utils import timezone
from procrastinate.contrib.django import app

from . import once, progress

KEEP_WORK = dt.timedelta(days=90)


@app.periodic(cron="23 3 * * *")
@app.task(queueing_lock="forget-used-forms")
def forget_used(timestamp: int) -> None:
    """Every night: tokens of forms older than a week, ended long works older than three months."""
    now = timezone.now()
    once.forget_used(before=now - once.KEEP)
    progress.forget_ended(before=now - KEEP_WORK)
