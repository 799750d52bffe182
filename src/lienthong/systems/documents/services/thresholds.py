"""How sure a field must be read before it is filled in: each office's own values, dated, with a reason."""

import datetime as dt

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.facts.recording import act

from ..choices import Verb
from ..models import ReadingThreshold
from ..queries.read_fields import PLACES

LOWEST, HIGHEST = 0.5, 1.0


class ThresholdRefused(Exception):
    """A value that cannot be kept; `message` says why and what to do."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def thresholds_of(agency_id: int) -> QuerySet[ReadingThreshold]:
    """The values of an office, what holds last first."""
    rows = ReadingThreshold.objects.filter(agency_id=agency_id).select_related("recorded_by")
    return rows.order_by("field", "-period")


def set_threshold(
    *, field: str, value: float, since: dt.date, basis: str, by: Actor, at: dt.datetime
) -> ReadingThreshold:
    """From a day on the office fills in a field only from this confidence; the value before ends."""
    require(by, Verb.SET_RULES)
    if field not in {"default", *(name for name, _source, _part in PLACES)}:
        raise ThresholdRefused(_("Hãy chọn một trường của sổ."))
    if not LOWEST <= value <= HIGHEST:
        raise ThresholdRefused(_("Ngưỡng phải từ 0,50 đến 1,00."))
    if not basis.strip():
        raise ThresholdRefused(_("Hãy ghi lý do."))
    held = ReadingThreshold.objects.filter(agency_id=by.agency_id, field=field)
    with act("documents.threshold_set", by=by, at=at) as fact:
        last = held.filter(period__endswith__isnull=True).select_for_update().first()
        if held.filter(period__startswith__gte=since).exists():
            raise ThresholdRefused(_("Đã có ngưỡng từ ngày này trở đi. Hãy chọn ngày sau đó."))
        if last is not None:
            last.period = DateRange(last.period.lower, since)
            last.save(update_fields=["period"])
        row = ReadingThreshold.objects.create(
            agency_id=by.agency_id, field=field, value=value, period=DateRange(since, None),
            basis=basis.strip(), recorded_by_id=by.person_id, recorded_at=at,
        )  # fmt: skip
        fact.about(row)
    return row
