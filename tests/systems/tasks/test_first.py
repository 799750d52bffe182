"""The short way to the head of the list says what the list itself says, for each who asks."""

import datetime as dt

import pytest

from lienthong.kernel.access.context import acting
from lienthong.systems.tasks import queries
from lienthong.systems.tasks.models import Task
from lienthong.systems.tasks.queries import first

from .conftest import proposal

pytestmark = pytest.mark.django_db


@pytest.fixture
def some(assigned, director, neighbour, now):
    """Tasks of two departments in no order, one without a deadline."""
    days = [9, 2, None, 5, 400]
    return [
        assigned(
            proposal(
                (director, neighbour)[n % 2].agency_id,
                action=f"Báo cáo chuyên đề {n}",
                deadline=None if day is None else now + dt.timedelta(days=day),
            )
        )
        for n, day in enumerate(days)
    ]


def named(most):
    return list(
        Task.objects.filter(pk__in=first.first_named(most))
        .order_by("deadline", "pk")
        .values_list("pk", flat=True)
    )


def test_the_short_way_finds_what_the_list_finds(some, chief, director, neighbour):
    for who, number in ((chief, 5), (director, 3), (neighbour, 2)):
        with acting(who):
            assert first.has_short_way(who)
            listed = queries.tasks_for(who).order_by("deadline", "pk")
            assert named(10) == [task.pk for task in listed]
            assert named(2) == [task.pk for task in listed[:2]]
            assert first.how_many(100) == listed.count() == number
            assert first.how_many(2) == 2


def test_a_stranger_finds_nothing_by_the_short_way(some, stranger):
    with acting(stranger):
        assert named(10) == []
        assert first.how_many(10) == 0
        assert queries.found_first("báo cáo chuyên đề", stranger, 10) == []


def test_due_and_found_are_those_of_the_long_way(some, chief, director, now):
    until = now + dt.timedelta(days=7)
    for who in (chief, director):
        with acting(who):
            due = queries.due_between(who, now, until).order_by("deadline", "id")
            assert queries.due_first(who, now, until, 10) == [
                (t.pk, t.action, t.deadline) for t in due
            ]
            words = queries.search_tasks(queries.tasks_for(who), "bao cao chuyen de", who)
            assert queries.found_first("bao cao chuyen de", who, 10) == [
                (t.pk, t.action) for t in words.order_by("-id")
            ]
    with acting(chief):
        assert len(queries.due_first(chief, now, until, 10)) == 2
        assert len(queries.found_first("bao cao chuyen de", chief, 3)) == 3


def test_an_officer_takes_the_long_way_to_his_own(some, officer, director):
    with acting(officer):
        assert not first.has_short_way(officer)
        assert queries.found_first("báo cáo chuyên đề", officer, 10) == []
