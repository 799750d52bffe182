"""Who compiled a file, and the head of his unit, hear thirty days before that it is due (PL VI I.III.5.b)."""

import datetime as dt
from typing import Any

from lienthong.axis.notify.models import Notice
from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act
from lienthong.systems.documents.models import WorkFile
from lienthong.systems.documents.services import archive_notices, archiving, keeping
from tests.support.roles import as_role

from . import outgoing_kit as kit

DUE = dt.date(2027, 11, 23)
DAY = dt.timedelta(days=1)


def told(name: str, on: dt.date) -> list[tuple[int, str]]:
    """The notices after the worker's morning of the day."""
    at = dt.datetime.combine(on, dt.time(0, 30), tzinfo=dt.UTC)
    with as_role("lt_worker", name), acting(system_actor(0)):
        archive_notices.tell_due(at=at)
        rows = Notice.objects.filter(kind="documents.archive_due").order_by("pk")
        return list(rows.values_list("person_id", "text"))


def test_each_is_told_once_and_once_more_when_the_day_has_passed(
    committed: str, actor_for: Any, now: dt.datetime
) -> None:
    house = kit.house(actor_for)
    by = house.drafter
    with acting(by):
        file = keeping.open_file(
            data=keeping.FileData("Cải cách hành chính (mẫu)", "01-TH", 20, dt.date(2026, 1, 5)),
            by=by, at=now,
        )  # fmt: skip
    assert told(committed, DUE - 30 * DAY) == [], "an open file has no day yet"
    with acting(by), act("tests.closed", by=by, at=now):
        WorkFile.objects.filter(pk=file.pk).update(
            state="closed", ended_on=now.date(), archive_due_on=DUE
        )
    assert told(committed, DUE - 31 * DAY) == []
    first = told(committed, DUE - 30 * DAY)
    assert {person for person, _text in first} == {by.person_id, house.head.person_id}
    assert all("đến hạn nộp lưu ngày 23/11/2027" in text for _person, text in first)
    assert told(committed, DUE) == first, "once"
    late = told(committed, DUE + DAY)
    assert len(late) == 4
    assert "quá hạn nộp lưu" in late[-1][1]
    with acting(by):
        archiving.offer_to_archive(file=WorkFile.objects.get(pk=file.pk), by=by, at=now)
    assert told(committed, DUE + 40 * DAY) == late, "what was handed in is asked for no more"
