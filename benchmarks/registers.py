"""Numbers per second under 1, 20 and 200 writers, against the bare statements that they need.

The baseline is `UPDATE … RETURNING` and one `INSERT` in a transaction on two plain tables of the
same database, by psycopg in the same threads of the same run; what ours has beside it are context,
guards, the fact with its lines and Django. A book is checked after each run: speed that loses a
number would not count. Needs LIENTHONG_PG_ADMIN_URL (a superuser's address; `./lienthong bench`
gives it).
"""

import datetime as dt
import json
import multiprocessing
import os
import statistics
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SECONDS = float(os.environ.get("LIENTHONG_BENCH_SECONDS", "2"))
SCENES = ((1, 1), (20, 1), (200, 1), (200, 200))  # writers, books
PROCESSES = 20
ROUNDS = 3
TARGET = 3.0  # times the bare statements, at most: a goal of ours, the issue names no figure
AT = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)

BARE = """
CREATE TABLE bench_book (id int PRIMARY KEY, last_number int NOT NULL);
CREATE TABLE bench_entry (id bigserial PRIMARY KEY, book_id int NOT NULL REFERENCES bench_book,
  number int NOT NULL, "on" date NOT NULL, key text NOT NULL, UNIQUE (book_id, number));
INSERT INTO bench_book SELECT i, 0 FROM generate_series(0, 199) i;
GRANT ALL ON ALL TABLES IN SCHEMA public TO lt_app;
GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO lt_app;
"""


def rate(writers: int, open_writer: Callable[[int], tuple[Callable[[int], Any], Any]]) -> float:
    """Calls per second of so many writers, each on its own connection opened before the start.

    Spread over forked processes: in one process two hundred waiting threads wake ten times a second
    each (psycopg's wait is interruptible) and spend the interpreter, not the database.
    """
    fork = multiprocessing.get_context("fork")
    counts = fork.Array("q", writers, lock=False)
    start, stop = fork.Barrier(writers + 1), fork.Event()

    def run(place: int) -> None:
        write, close = open_writer(place)
        try:
            start.wait(120)
            while not stop.is_set():
                write(counts[place])
                counts[place] += 1
        finally:
            close()

    def process(places: range) -> None:
        threads = [threading.Thread(target=run, args=(place,)) for place in places]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)

    each = -(-writers // PROCESSES)
    processes = [
        fork.Process(target=process, args=(range(first, min(first + each, writers)),))
        for first in range(0, writers, each)
    ]
    for one in processes:
        one.start()
    start.wait(120)
    began = time.perf_counter()
    time.sleep(SECONDS)
    done, took = sum(counts), time.perf_counter() - began
    stop.set()
    for one in processes:
        one.join(120)
    if any(one.exitcode for one in processes):
        raise AssertionError("a writer failed")
    return done / took


def bare(url: str, books: int) -> Callable[[int], tuple[Callable[[int], Any], Any]]:
    """The two statements that a number needs, in one transaction."""
    import psycopg

    def open_writer(place: int) -> tuple[Callable[[int], Any], Any]:
        link = psycopg.connect(url)

        def write(turn: int) -> None:
            with link.transaction():
                row = link.execute(
                    "UPDATE bench_book SET last_number = last_number + 1 WHERE id = %s"
                    " RETURNING last_number",
                    [place % books],
                ).fetchone()
                assert row is not None
                link.execute(
                    'INSERT INTO bench_entry (book_id, number, "on", key) VALUES (%s, %s, %s, %s)',
                    [place % books, row[0], AT.date(), f"{place}-{turn}"],
                )

        return write, link.close

    return open_writer


def ours(
    actor: Any, books: list[Any], run: str
) -> Callable[[int], tuple[Callable[[int], Any], Any]]:
    """`take_number` in a transaction of its own, with context, guards and facts."""
    from django.db import connection

    from lienthong.kernel.access.context import acting
    from lienthong.kernel.registers.services import take_number

    def open_writer(place: int) -> tuple[Callable[[int], Any], Any]:
        connection.ensure_connection()

        def write(turn: int) -> None:
            with acting(actor):
                take_number(
                    book=books[place % len(books)], key=f"{run}-{place}-{turn}", on=AT.date(),
                    by=actor, at=AT,
                )  # fmt: skip

        return write, connection.close

    return open_writer


def _figures(url: str) -> list[dict[str, Any]]:
    from django.db import connection
    from tests.kernel.people import agency_ids, official

    from lienthong.kernel.access.context import acting
    from lienthong.kernel.registers import queries, services

    actor = official(agency_ids(1)[0], "registers.manage")
    figures = []
    for writers, count in SCENES:
        run = f"{writers}x{count}"
        with acting(actor):
            books = [
                services.open_book(
                    agency_id=actor.agency_id, kind="other", code=f"{run}-{n}", year=2026,
                    title="Sổ đo (mẫu)", opens_on=dt.date(2026, 1, 1), by=actor, at=AT,
                )
                for n in range(count)
            ]  # fmt: skip
        connection.close()  # a connection does not survive a fork
        # In turns, so that whatever else the machine does weighs on both alike.
        turns = [
            (rate(writers, bare(url, count)), rate(writers, ours(actor, books, f"{run}-{turn}")))
            for turn in range(ROUNDS)
        ]
        base, mine = (statistics.median(rates) for rates in zip(*turns, strict=True))
        with acting(actor):
            faults = [p for book in books for p in queries.check(actor, book)]
        if faults:
            raise AssertionError(f"{run}: {faults[:5]}")
        where = "cùng một sổ" if count == 1 else f"{count} sổ"
        figures.append(
            {
                "title": f"{writers} người cùng lấy số, {where}",
                "figure": round(mine, 1), "unit": "số/giây", "baseline": round(base, 1),
                "baseline_what": "UPDATE … RETURNING and INSERT in one transaction on plain tables",
                "ratio": round(base / mine, 2), "ratio_what": "our cost over that of the bare two",
                "aim": f"≤ {TARGET:g}", "met": base / mine <= TARGET,
            }
        )  # fmt: skip
    return figures


def main() -> dict[str, Any]:
    """Run all scenes in a database of their own, which is dropped afterwards; figures and ratios."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
    os.environ.setdefault("LIENTHONG_SECRET_KEY", "only-in-benchmarks-only-in-benchmarks")
    import django

    django.setup()
    from django.conf import settings
    from django.db import connections

    settings.DEBUG = False  # keeps every statement in memory otherwise

    from tests.support import database

    from lienthong.config.settings import _database

    if not database.ADMIN:
        return {"name": "registers", "skipped": "LIENTHONG_PG_ADMIN_URL is not set"}
    name = f"lt_bench_registers_{os.getpid()}"
    database.clone(database.template(), name)
    try:
        with database.admin(name) as admin:
            admin.execute(BARE)
            durable = admin.execute("SELECT current_setting('fsync')").fetchone()
        url = database.url("lt_app", name)
        connections["default"].close()
        connections["default"].settings_dict.update(_database(url))
        figures = _figures(url)
        connections["default"].close()
    finally:
        database.drop(name)
    return {"name": "registers", "fsync": durable[0] if durable else "?", "rows": figures}


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    print(json.dumps(main(), ensure_ascii=False, indent=2))
