"""Keeping the dated list of types that go on paper (exception X2, office practice §4.4)."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lienthong.axis.papers import api as papers
from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.agencies.choices import Verb
from lienthong.kernel.facts.recording import act

from ..models import PaperOnlyType


class NotListed(Exception):
    """A line that cannot be kept; `message` says why and what to do."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def is_paper_only(type_code: int, on: dt.date) -> bool:
    """Whether the type is on the list on the day of issue."""
    return PaperOnlyType.objects.filter(type_code=type_code, period__contains=on).exists()


def paper_types() -> QuerySet[PaperOnlyType]:
    """The whole list, what holds last first."""
    return PaperOnlyType.objects.select_related("recorded_by").order_by("-period", "type_code")


def add_paper_type(
    *, type_code: int, since: dt.date, basis: str, by: Actor, at: dt.datetime
) -> PaperOnlyType:
    """Put a type on the list from a day on, by a decision. Raises `NotListed`, `Forbidden`.

    What was issued before stays counted as it was judged then.
    """
    require(by, Verb.DECIDE)  # of the province: one office must not take its own papers out
    if not basis.strip():
        raise NotListed(_("Hãy ghi số, ngày của văn bản quy định loại gửi giấy."))
    if type_code not in {one.code for one in papers.document_types()}:
        raise NotListed(_("Hãy chọn loại văn bản trong danh sách của Phụ lục III."))
    try:
        with transaction.atomic(), act("documents.paper_type_added", by=by, at=at) as fact:
            row = PaperOnlyType.objects.create(
                type_code=type_code, period=DateRange(since, None), basis=basis.strip(),
                recorded_by_id=by.person_id, recorded_at=at,
            )  # fmt: skip
            fact.about(row)
    except IntegrityError as fault:
        raise NotListed(_("Loại văn bản này đã có trong danh sách vào thời gian đó.")) from fault
    return row


def end_paper_type(
    *, row: PaperOnlyType, last: dt.date, basis: str, by: Actor, at: dt.datetime
) -> PaperOnlyType:
    """Take a type off the list after a day, by a decision. Raises `NotListed`, `Forbidden`."""
    require(by, Verb.DECIDE)  # of the province: one office must not take its own papers out
    if not basis.strip():
        raise NotListed(_("Hãy ghi số, ngày của văn bản quy định loại gửi giấy."))
    if row.period.upper is not None:
        raise NotListed(_("Loại văn bản này đã được đưa ra khỏi danh sách."))
    if last < row.period.lower:
        raise NotListed(_("Ngày cuối phải từ ngày bắt đầu trở đi."))
    with act("documents.paper_type_ended", by=by, at=at, subject=row):
        row.period = DateRange(row.period.lower, last + dt.timedelta(days=1))
        row.ended_basis = basis.strip()
        row.save(update_fields=["period", "ended_basis"])
    return row
