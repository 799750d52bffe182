"""The log of accesses: complete, counted, unchangeable, sealed; and files served in whole or in part."""

import datetime as dt
import io
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.test import RequestFactory, override_settings

from lienthong.config.settings import _database
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.verification import verify
from lienthong.kernel.files import queries, services
from lienthong.kernel.files.models import Access, StoredFile
from lienthong.kernel.files.streams import ACCESSES
from lienthong.kernel.files.views import serve_file
from tests.kernel.people import agency_ids, official
from tests.support import database
from tests.support.facts import seal_all

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    backend = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path / "files")},
    }
    with override_settings(STORAGES={"files": backend}, DATA=tmp_path):
        yield tmp_path


@pytest.fixture
def clerk(db: None) -> Iterator[Actor]:
    actor = official(agency_ids(1)[0])
    with acting(actor):
        yield actor


@pytest.fixture
def stored(clerk: Actor, now: dt.datetime) -> StoredFile:
    return services.store(
        io.BytesIO(PDF), name="Công văn số 05.pdf", agency_id=clerk.agency_id, by=clerk, at=now
    )


def test_an_access_is_kept_with_everything_asked_for(
    clerk: Actor, stored: StoredFile, now: dt.datetime
) -> None:
    services.log_access(
        "print", stored, by=clerk, at=now, why="Phục vụ họp (mẫu)", revision="bản 2"
    )
    access = queries.list_accesses(clerk, stored).get()
    assert (access.kind, access.person_id, access.agency_id, access.revision) == (
        "print", clerk.person_id, clerk.agency_id, "bản 2",
    )  # fmt: skip
    assert (access.file_id, access.sha256, access.why) == (
        stored.pk, stored.sha256, "Phục vụ họp (mẫu)",
    )  # fmt: skip
    assert (access.at, access.request) == (now, clerk.request_id)


def test_accesses_are_counted_for_each_subject_in_one_query(
    clerk: Actor, stored: StoredFile, now: dt.datetime, django_assert_num_queries: Any
) -> None:
    other = services.store(
        io.BytesIO(b"khac"), name="b", agency_id=clerk.agency_id, by=clerk, at=now
    )
    for _ in range(3):
        services.log_access("open", stored, by=clerk, at=now)
    with django_assert_num_queries(1):
        counts = queries.count_accesses(clerk, [stored, other])
    assert counts == {str(stored.pk): 3, str(other.pk): 0}
    assert queries.count_accesses(clerk, []) == {}


def test_each_month_has_its_partition_made_when_first_needed(
    clerk: Actor, stored: StoredFile
) -> None:
    for at in (dt.datetime(2018, 6, 30, 23, 59, tzinfo=dt.UTC),
               dt.datetime(2018, 7, 1, 0, 0, tzinfo=dt.UTC)):  # fmt: skip
        services.log_access("open", stored, by=clerk, at=at)
    with connection.cursor() as run:
        run.execute("SELECT DISTINCT tableoid::regclass::text FROM files_access ORDER BY 1")
        assert [row[0] for row in run.fetchall()] == [
            "files_access_2018_06",
            "files_access_2018_07",
        ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE files_access SET person_id = 1",
        "DELETE FROM files_access",
        "TRUNCATE files_access",
        "INSERT INTO files_access (at, kind) VALUES (now(), 'open')",
        "SELECT * FROM files_access_2026_11",
        "DELETE FROM files_access_2026_11",
        "DROP TABLE files_access_2026_11",
        "UPDATE files_blob SET size = 1",
        "DELETE FROM files_blob",
    ],
)
def test_the_web_role_can_neither_write_nor_reach_around(
    clerk: Actor, stored: StoredFile, now: dt.datetime, statement: str
) -> None:
    services.log_access("open", stored, by=clerk, at=now)
    with (
        pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
        transaction.atomic(),
    ):
        connection.cursor().execute(statement)


def test_an_access_for_an_agency_that_one_does_not_act_for_is_refused(
    clerk: Actor, stored: StoredFile, now: dt.datetime
) -> None:
    with pytest.raises(DatabaseError, match="one acts for"), transaction.atomic():
        services.log_access("open", stored, by=official(agency_ids(2)[1]), at=now)
    with pytest.raises(ValueError, match="sneak"):
        services.log_access("sneak", stored, by=clerk, at=now)


def test_a_stranger_sees_no_accesses(clerk: Actor, stored: StoredFile, now: dt.datetime) -> None:
    services.log_access("open", stored, by=clerk, at=now)
    stranger = official(agency_ids(2)[1])
    assert list(queries.list_accesses(stranger, stored)) == []
    with acting(stranger):
        assert Access.objects.count() == 0


@pytest.fixture
def logged(committed: str, now: dt.datetime) -> Iterator[tuple[Actor, StoredFile]]:
    """Accesses that are really committed, over two months, and a connection as the worker."""
    clerk = official(agency_ids(1)[0])
    with acting(clerk):
        stored = services.store(
            io.BytesIO(PDF), name="a.pdf", agency_id=clerk.agency_id, by=clerk, at=now
        )
        for day in range(12):
            services.log_access(
                "open", stored, by=clerk, at=now + dt.timedelta(days=day), why=f"lý do {day}"
            )
    yield clerk, stored


@pytest.fixture
def as_worker(committed: str) -> Iterator[Callable[[], None]]:
    """Turns this process into the worker, which alone seals and reads every agency's rows."""
    settings = connections["default"].settings_dict
    before = dict(settings)

    def turn() -> None:
        connections["default"].close()
        settings.update(_database(database.url("lt_worker", committed)))

    yield turn
    connections["default"].close()
    settings.clear()
    settings.update(before)


def test_accesses_are_sealed_and_a_change_is_named(
    logged: tuple[Actor, StoredFile],
    as_worker: Callable[[], None],
    committed: str,
    now: dt.datetime,
) -> None:
    clerk, stored = logged
    with acting(clerk):
        assert services.erase_reasons(stored) == 12
        assert {access.why for access in queries.list_accesses(clerk, stored)} == {""}
        assert all(access.why_digest for access in queries.list_accesses(clerk, stored))
    as_worker()
    seal_all(ACCESSES, 12, now)
    found = verify(ACCESSES)
    assert (found.sound, found.rows, found.unsealed) == (True, 12, 0)
    with psycopg.connect(database.ADMIN, dbname=committed, autocommit=True) as root:
        root.execute("ALTER TABLE files_access DISABLE TRIGGER ALL")
        bad = root.execute(
            "UPDATE files_access SET person_id = 1 WHERE id = (SELECT max(id) - 3 FROM files_access)"
            " RETURNING id"
        ).fetchone()
    found = verify(ACCESSES)
    assert not found.sound
    assert bad is not None
    assert (found.bad_row, found.reason) == (bad[0], "Bản ghi đã bị sửa.")


def test_reasons_erased_after_sealing_leave_the_chain_sound(
    logged: tuple[Actor, StoredFile],
    as_worker: Callable[[], None],
    committed: str,
    now: dt.datetime,
) -> None:
    clerk, stored = logged
    as_worker()
    seal_all(ACCESSES, 12, now)
    with acting(clerk):
        services.erase_reasons(stored)
    assert verify(ACCESSES).sound


def ask(stored: StoredFile, by: Actor, at: dt.datetime, method: str = "get", **headers: str) -> Any:
    request = getattr(RequestFactory(), method)("/", headers=headers)
    request.actor, request.at = by, at
    return request


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_served_as_attachment_under_its_own_type_and_logged(
    clerk: Actor, stored: StoredFile, now: dt.datetime
) -> None:
    response = serve_file(ask(stored, clerk, now), stored)
    assert (response.status_code, body(response)) == (200, PDF)
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Length"] == str(len(PDF))
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''C%C3%B4ng%20v%C4%83n%20s%E1%BB%91%2005.pdf"
    )
    assert queries.list_accesses(clerk, stored).get().kind == "download"


def test_shown_inline_only_when_harmless(
    clerk: Actor, stored: StoredFile, now: dt.datetime
) -> None:
    response = serve_file(ask(stored, clerk, now), stored, inline=True)
    assert response["Content-Disposition"].startswith("inline")
    assert queries.list_accesses(clerk, stored).get().kind == "open"
    page = services.store(
        io.BytesIO(b"<!doctype html><script>"), name="a.pdf", agency_id=clerk.agency_id,
        by=clerk, at=now,
    )  # fmt: skip
    response = serve_file(ask(page, clerk, now), page, inline=True)
    assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-9", 206, slice(0, 10)),
        ("bytes=5-", 206, slice(5, None)),
        ("bytes=-7", 206, slice(-7, None)),
        ("bytes=0-999999999", 206, slice(0, None)),
        ("bytes=-999999999", 206, slice(0, None)),
        ("bytes=0-1,5-6", 200, slice(0, None)),
        ("items=0-1", 200, slice(0, None)),
        ("bytes=-", 200, slice(0, None)),
    ],
)
def test_parts_of_a_file(
    clerk: Actor, stored: StoredFile, now: dt.datetime, asked: str, status: int, part: slice
) -> None:
    response = serve_file(ask(stored, clerk, now, Range=asked), stored)
    assert (response.status_code, body(response)) == (status, PDF[part])
    assert response["Content-Length"] == str(len(PDF[part]))
    assert ("Content-Range" in response.headers) is (status == 206)


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=9-3", "bytes=-0"])
def test_parts_that_are_not_there(
    clerk: Actor, stored: StoredFile, now: dt.datetime, asked: str
) -> None:
    response = serve_file(ask(stored, clerk, now, Range=asked), stored)
    assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{len(PDF)}")


def test_a_download_taken_up_again_is_logged_once(
    clerk: Actor, stored: StoredFile, now: dt.datetime
) -> None:
    first = serve_file(ask(stored, clerk, now, Range="bytes=0-99"), stored)
    rest = serve_file(
        ask(stored, clerk, now, **{"Range": "bytes=100-", "If-Range": first["ETag"]}), stored
    )
    assert body(first) + body(rest) == PDF
    assert rest.status_code == 206
    other = ask(stored, clerk, now, method="head", **{"Range": "bytes=100-", "If-Range": '"old"'})
    assert serve_file(other, stored).status_code == 200
    assert queries.list_accesses(clerk, stored).count() == 1


def test_two_first_accesses_of_a_month_at_once_make_one_partition(
    committed: str, now: dt.datetime
) -> None:
    clerk = official(agency_ids(1)[0])
    with acting(clerk):
        stored = services.store(
            io.BytesIO(PDF), name="a.pdf", agency_id=clerk.agency_id, by=clerk, at=now
        )
    faults: list[BaseException] = []

    def log() -> None:
        try:
            with acting(clerk):
                services.log_access(
                    "open", stored, by=clerk, at=dt.datetime(2031, 5, 5, tzinfo=dt.UTC)
                )
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=log) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []
    with acting(clerk):
        assert queries.list_accesses(clerk, stored).count() == 8
