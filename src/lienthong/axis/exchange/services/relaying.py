"""Relaying statuses to the system of the other side."""

import datetime as dt
from collections.abc import Sequence

from django.db import InterfaceError, OperationalError

from lienthong.axis.exchange.models import Delivery, Outbox, StatusReport
from lienthong.kernel.access.actor import Actor

from . import handlers

# Not the fault of a row: the whole round is undone and done again.
DATABASE_FAULTS = (OperationalError, InterfaceError)


def relay(rows: Sequence[Outbox], worker: Actor, at: dt.datetime) -> None:
    """Tell the other side's system of the reports of the rows; raises when it cannot."""
    deliveries = Delivery.objects.select_related("package").in_bulk(
        {row.delivery_id for row in rows}
    )
    reports = StatusReport.objects.in_bulk([row.report_id for row in rows])
    news = [
        handlers.StatusNews(deliveries[row.delivery_id], reports[row.report_id], row.target_id)
        for row in rows
        if row.report_id is not None
    ]
    handlers.tell_statuses(news, at)
    StatusReport.objects.filter(pk__in=list(reports), relayed_at=None).update(relayed_at=at)
