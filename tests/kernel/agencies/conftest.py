"""Fixtures of agencies in time: actors of the structure, a database of 2018, open work."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, connections, models, transaction

from lienthong.kernel.access.actor import Actor, system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies import handover
from lienthong.kernel.agencies.choices import Verb
from lienthong.kernel.agencies.queries import province_at
from lienthong.kernel.agencies.services.loading import load_province
from tests.conftest import NOW, _point
from tests.support import database

TODAY = NOW.date()


def keeper(on: dt.date = TODAY, *also: int) -> Actor:
    """The province's keeper of the structure: may decide, administer and hand over."""
    province = province_at(on) or 0
    return replace(
        system_actor(province, channel="cli"),
        name="Quản trị cơ cấu (mẫu)",
        verbs=frozenset(map(str, Verb)),
        agency_ids=frozenset({province, *also}),
    )


@pytest.fixture
def map_keeper(db: None) -> Iterator[Actor]:
    """An actor who may change the structure, acting."""
    with acting(keeper()) as actor:
        yield actor


def emptied(name: str) -> None:
    """Make a clone of the test database without any structure."""
    database.clone(database.template(), name)
    with database.admin(name) as superuser:
        tables = superuser.execute(
            "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables"
            " WHERE schemaname = 'public' AND tablename LIKE 'agencies\\_%'"
        ).fetchone()
        assert tables is not None
        superuser.execute(f"TRUNCATE {tables[0]} CASCADE")


@contextmanager
def connected_to(name: str, usual: str) -> Iterator[None]:
    """The present connection on another database, and back."""
    _point(name)
    try:
        yield
    finally:
        connections["default"].close()
        _point(usual)


@pytest.fixture(scope="session")
def database_2018(
    django_db_setup: None, database_name: str, django_db_blocker: Any
) -> Iterator[str]:
    """A database loaded as it stood at the end of 2018, later decisions still proposals."""
    name = f"{database_name}_2018"
    emptied(name)
    with django_db_blocker.unblock(), connected_to(name, database_name):
        load_province(until=dt.date(2018, 12, 31), at=NOW)
    yield name
    database.drop(name)


@pytest.fixture
def empty_structure(
    django_db_setup: None, database_name: str, django_db_blocker: Any
) -> Iterator[str]:
    """A database without any structure; thrown away afterwards."""
    name = f"{database_name}_empty"
    emptied(name)
    with django_db_blocker.unblock(), connected_to(name, database_name):
        yield name
    database.drop(name)


@pytest.fixture
def in_2018(database_2018: str, database_name: str, django_db_blocker: Any) -> Iterator[Actor]:
    """The keeper of the structure on the map of 2018; everything is rolled back."""
    with (
        django_db_blocker.unblock(),
        connected_to(database_2018, database_name),
        transaction.atomic(),
    ):
        with acting(keeper(dt.date(2018, 9, 4))) as actor:
            yield actor
        transaction.set_rollback(True)


class OpenTask(models.Model):
    """Open work of a made-up system, in a temporary table."""

    agency_id = models.BigIntegerField()
    person_id = models.BigIntegerField(null=True)
    due_on = models.DateField(null=True)
    title = models.TextField()

    class Meta:
        app_label = "agencies_tests"
        managed = False
        db_table = "open_task"


class Tasks:
    """A provider of open work over the temporary table."""

    label = "Nhiệm vụ"

    def open_items(self, agency_ids: Any, person_id: int | None) -> Any:
        rows = OpenTask.objects.filter(agency_id__in=list(agency_ids))
        rows = rows if person_id is None else rows.filter(person_id=person_id)
        return rows.annotate(
            item_id=models.F("pk"),
            held_by_id=models.F("agency_id"),
            unit_id=models.Value(None, models.BigIntegerField()),
        )

    def describe(self, item_ids: Any) -> dict[int, str]:
        return dict(OpenTask.objects.filter(pk__in=item_ids).values_list("pk", "title"))

    def hand_over(
        self, item_ids: Any, *, to_agency_id: int, to_person_id: int | None, by: Any, at: Any
    ) -> None:
        OpenTask.objects.filter(pk__in=item_ids).update(
            agency_id=to_agency_id, person_id=to_person_id
        )


@contextmanager
def open_tasks() -> Iterator[Callable[..., list[int]]]:
    """A registered provider; yields a function that adds open tasks to agencies."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE open_task (id bigserial PRIMARY KEY, agency_id bigint,"
            " person_id bigint, due_on date, title text) ON COMMIT DROP"
        )

    def add(agency_ids: Any, count: int = 1, person_id: int | None = None) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO open_task (agency_id, person_id, due_on, title)"
                " SELECT a, %s, date '2026-12-01' + n, 'Việc ' || n FROM unnest(%s::bigint[]) a,"
                " generate_series(1, %s) n RETURNING id",
                [person_id, list(agency_ids), count],
            )
            return [row[0] for row in cursor.fetchall()]

    handover.register("tests.task", Tasks())
    try:
        yield add
    finally:
        handover.forget("tests.task")


@pytest.fixture
def tasks(map_keeper: Actor) -> Iterator[Callable[..., list[int]]]:
    """Open work on today's map."""
    with open_tasks() as add:
        yield add


@pytest.fixture
def tasks_of_2018(in_2018: Actor) -> Iterator[Callable[..., list[int]]]:
    """Open work on the map of 2018."""
    with open_tasks() as add:
        yield add
