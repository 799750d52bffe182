"""The office's own days and hours over the statutory calendar, cached, with kept versions."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lienthong.kernel import worktime
from lienthong.kernel.access.actor import Actor, Forbidden
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.models import Fact
from lienthong.kernel.worktime import calendars, queries, rules, services
from lienthong.kernel.worktime.models import CalendarVersion, OfficeHours
from lienthong.kernel.worktime.rules import VIETNAM
from tests.kernel.people import agency_ids, official

D = dt.date
FRIDAY = dt.datetime(2026, 11, 20, 15, 1, tzinfo=VIETNAM)


@pytest.fixture
def keeper(db: None) -> Iterator[Actor]:
    actor = official(agency_ids(1)[0], "worktime.edit_own", "worktime.edit_common")
    with acting(actor):
        yield actor


def test_usual_hours_are_there_and_marked_uncertain(keeper: Actor) -> None:
    hours = queries.office_hours(keeper, D(2026, 11, 23))
    assert [(h.weekday, f"{h.starts:%H:%M}", f"{h.ends:%H:%M}") for h in hours[:2]] == [
        (0, "07:30", "11:30"), (0, "13:00", "17:00"),
    ]  # fmt: skip
    assert {h.certainty for h in hours} == {"M"}


def test_the_door(keeper: Actor) -> None:
    due = worktime.add_working_days(FRIDAY, 1, keeper.agency_id)
    assert due.due_at == dt.datetime(2026, 11, 23, 17, tzinfo=VIETNAM)
    assert worktime.end_of_next_working_day(FRIDAY).due_at == due.due_at
    assert worktime.working_days_between(FRIDAY, due.due_at) == 1
    assert worktime.working_day_before(D(2026, 11, 25), 1) == D(2026, 11, 23)
    assert worktime.is_working_day(D(2026, 8, 22))
    hours = worktime.add_working_hours(FRIDAY, dt.timedelta(hours=2))
    assert hours.due_at == dt.datetime(2026, 11, 23, 7, 31, tzinfo=VIETNAM)
    with pytest.raises(AttributeError):
        worktime.unknown  # noqa: B018


def test_the_version_of_a_deadline_is_kept(keeper: Actor) -> None:
    due = worktime.add_working_days(D(2026, 2, 13), 5, keeper.agency_id)
    kept = queries.version(due.calendar_version)
    assert ["2026-02-16", "off"] in kept.content["days"]
    assert kept.content["years"] == [2026, 2026]
    assert kept.library.startswith("holidays ")
    worktime.add_working_days(D(2026, 2, 13), 5, keeper.agency_id)
    assert CalendarVersion.objects.filter(pk=due.calendar_version).count() == 1


def test_a_screenful_of_deadlines_costs_no_query(keeper: Actor) -> None:
    worktime.add_working_days(FRIDAY, 3, keeper.agency_id)
    with CaptureQueriesContext(connection) as asked:
        for days in range(200):
            end = FRIDAY + dt.timedelta(days=days)
            worktime.working_days_between(FRIDAY, end, keeper.agency_id)
            worktime.is_working_day(end.date(), keeper.agency_id)
    assert len(asked) == 0


def test_an_own_day_off_moves_own_deadlines_only(keeper: Actor, now: dt.datetime) -> None:
    other = agency_ids(2)[1]
    before = worktime.add_working_days(FRIDAY, 1, keeper.agency_id)
    day = services.set_day(
        agency_id=keeper.agency_id, date=D(2026, 11, 23), kind="off", note="Lễ kỷ niệm (mẫu)",
        source="Thông báo (mẫu)", by=keeper, at=now,
    )  # fmt: skip
    after = worktime.add_working_days(FRIDAY, 1, keeper.agency_id)
    assert after.due_at.date() == D(2026, 11, 25)
    assert after.calendar_version != before.calendar_version
    assert worktime.add_working_days(FRIDAY, 1, other) == before
    assert worktime.add_working_days(FRIDAY, 1) == before
    services.withdraw_day(day=day, by=keeper, at=now)
    assert worktime.add_working_days(FRIDAY, 1, keeper.agency_id) == before
    acts = Fact.objects.order_by("-id").values_list("act", flat=True)[:2]
    assert list(acts) == ["worktime.day_withdrawn", "worktime.day_set"]


def test_own_days_win_over_those_of_the_province(keeper: Actor, now: dt.datetime) -> None:
    day = {"date": D(2026, 11, 23), "note": "x", "source": "y", "by": keeper, "at": now}
    services.set_day(kind="off", **day)
    assert not worktime.is_working_day(D(2026, 11, 23), keeper.agency_id)
    services.set_day(kind="work", agency_id=keeper.agency_id, **day)
    assert worktime.is_working_day(D(2026, 11, 23), keeper.agency_id)
    assert not worktime.is_working_day(D(2026, 11, 23))
    services.set_day(kind="work", **day)  # again replaces
    assert worktime.is_working_day(D(2026, 11, 23))
    named = {d.date: d for d in queries.named_days(keeper, 2026, keeper.agency_id)}
    assert (named[D(2026, 11, 23)].works, named[D(2026, 11, 23)].source) == (True, "y")
    assert named[D(2026, 11, 24)].name == "Ngày Văn hóa Việt Nam"


def test_own_hours_replace_the_usual_from_a_day_on(keeper: Actor, now: dt.datetime) -> None:
    monday = D(2026, 11, 30)
    given = {"weekdays": range(5), "source": "Thông báo (mẫu)", "by": keeper, "at": now,
             "agency_id": keeper.agency_id}  # fmt: skip
    services.set_hours(spans=[(dt.time(7), dt.time(11, 30)), (dt.time(13, 30), dt.time(16, 30))],
                       since=D(2026, 1, 1), **given)  # fmt: skip
    services.set_hours(spans=[(dt.time(8), dt.time(12))], since=monday, **given)
    due = worktime.add_working_days(FRIDAY, 1, keeper.agency_id).due_at
    assert due == dt.datetime(2026, 11, 23, 16, 30, tzinfo=VIETNAM)
    later = worktime.add_working_days(monday, 0, keeper.agency_id).due_at
    assert later == dt.datetime(2026, 11, 30, 12, tzinfo=VIETNAM)
    assert worktime.add_working_days(FRIDAY, 1).due_at.hour == 17
    services.set_hours(spans=[(dt.time(8), dt.time(11))], since=monday, **given)  # a correction
    assert OfficeHours.objects.filter(agency=keeper.agency_id, period__contains=monday).count() == 5
    with pytest.raises(services.CalendarRefused, match="sau ngày 29/11/2026"):
        services.set_hours(spans=[(dt.time(8), dt.time(11))], since=D(2026, 11, 29), **given)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"spans": [(dt.time(7), dt.time(12)), (dt.time(11), dt.time(17))]}, "chồng nhau"),
        ({"spans": [(dt.time(17), dt.time(7))]}, "ngược giờ"),
        ({"spans": []}, "ít nhất một"),
        ({"weekdays": [7]}, "ngày trong tuần"),
        ({"source": " "}, "căn cứ"),
    ],
)
def test_hours_that_are_refused(
    keeper: Actor, now: dt.datetime, given: dict[str, object], sentence: str
) -> None:
    right: dict[str, object] = {
        "weekdays": [0], "spans": [(dt.time(7), dt.time(11))], "since": D(2026, 1, 1),
        "source": "x", "agency_id": keeper.agency_id, "by": keeper, "at": now,
    }  # fmt: skip
    with pytest.raises(services.CalendarRefused, match=sentence):
        services.set_hours(**right | given)


def test_a_confirmed_year_is_certain(keeper: Actor, now: dt.datetime) -> None:
    start = D(2030, 3, 1)
    assert not worktime.add_working_days(start, 3).certain
    services.confirm_year(year=2030, source="Thông báo của Thủ tướng (mẫu)", by=keeper, at=now)
    assert worktime.add_working_days(start, 3).certain
    with pytest.raises(services.CalendarRefused):
        services.confirm_year(year=2030, source="", by=keeper, at=now)


def test_who_may_not_edit_is_told(keeper: Actor, now: dt.datetime) -> None:
    own = official(keeper.agency_id, "worktime.edit_own")
    day = {"date": D(2026, 11, 23), "kind": "off", "note": "x", "source": "y", "at": now}
    for by, agency_id in (
        (official(keeper.agency_id), keeper.agency_id), (own, None), (own, agency_ids(2)[1]),
    ):  # fmt: skip
        with pytest.raises(Forbidden):
            services.set_day(agency_id=agency_id, by=by, **day)
    services.set_day(agency_id=keeper.agency_id, by=own, **day)
    with pytest.raises(services.CalendarRefused, match="căn cứ"):
        services.set_day(agency_id=keeper.agency_id, by=own, **day | {"source": ""})
    with pytest.raises(services.CalendarRefused, match="không hợp lệ"):
        services.set_day(agency_id=keeper.agency_id, by=own, **day | {"date": D(1900, 1, 1)})


def test_an_edit_that_is_rolled_back_is_forgotten(committed: str, now: dt.datetime) -> None:
    actor = official(agency_ids(1)[0], "worktime.edit_common")
    monday = D(2026, 11, 23)

    class Changed(Exception):
        pass

    with pytest.raises(Changed), acting(actor):
        services.set_day(date=monday, kind="off", note="x", source="y", by=actor, at=now)
        assert not worktime.is_working_day(monday)
        raise Changed
    with acting(actor):
        assert worktime.is_working_day(monday)
        services.set_day(date=monday, kind="off", note="x", source="y", by=actor, at=now)
    with acting(actor):
        assert not worktime.is_working_day(monday)


def test_an_edit_of_another_process_is_seen_soon(
    keeper: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    calendar = worktime.calendar_for(keeper.agency_id)
    assert worktime.calendar_for(keeper.agency_id) is calendar
    monkeypatch.setattr(calendars, "FRESH_FOR", -1.0)
    assert worktime.calendar_for(keeper.agency_id) is calendar  # read again, found the same
    assert rules.is_working_day(calendar, D(2026, 11, 23))
