"""One document of 100 KB to 200 offices, durable and with its facts, against the bare inserts.

Ours is the whole way inside the installation: `dispatch` as the web's role (package, 200 deliveries,
200 waiting envelopes, counts, one fact with a line for each row, the job), then the worker's round
(bytes held against their digest, 200 arrivals and reports, counts, one fact with its lines).
The baseline writes the same rows to plain copies of the same tables, with their indexes and without
triggers, keys to other tables, walls or Django: once row by row in a pipeline (`executemany`), once
as one statement for each table. Both commit as ours does, twice. Needs LIENTHONG_PG_ADMIN_URL (a
superuser's address; `./lienthong bench` gives it).
"""

import datetime as dt
import io
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
OFFICES = 200
DOCUMENTS = int(os.environ.get("LIENTHONG_BENCH_DOCUMENTS", "15"))
TARGET = 3.0  # times the bare inserts, at most
# A day on which the province had enough agencies; its own rules are not what is measured.
AT = dt.datetime(2020, 6, 1, 2, 0, tzinfo=dt.UTC)
TABLES = (
    "exchange_package", "exchange_packagefile", "exchange_delivery", "exchange_outbox",
    "exchange_statusreport", "exchange_deliverytally", "facts_fact", "facts_factline",
    "facts_factsecret",
)  # fmt: skip


def timed(act: Callable[[], Any]) -> float:
    """Seconds that one call takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _offices() -> list[int]:
    from lienthong.kernel.agencies.models import Agency

    alive = Agency.objects.on(AT.date()).filter(outside=False).order_by("id")
    return list(alive.values_list("id", flat=True)[: OFFICES + 1])


def _send(number: int, sender: int, receivers: Sequence[int]) -> Callable[[], Any]:
    """The act of sending, ready but for the sending itself: file and message are made before."""
    from tests.kernel.people import official

    from lienthong.axis.exchange import api as exchange
    from lienthong.kernel.access.context import acting
    from lienthong.kernel.files import services as files

    by = official(sender)
    content = b"%PDF-1.7\n" + random.Random(number).randbytes(100 * 1024)
    with acting(by):
        stored = files.store(io.BytesIO(content), name="cv.pdf", agency_id=sender, by=by, at=AT)
        message = exchange.outgoing_message(
            sender_id=sender, number=f"{number}", notation="UBND-NC", issued_on=AT.date(),
            type_name="Công văn", subject="V/v đo tốc độ (mẫu)", signer_name="Người ký (mẫu)",
            document_id=f"bench,{number}",
        )  # fmt: skip

    def send() -> None:
        with acting(by):
            exchange.dispatch(
                sender_id=sender, message=message, files=[exchange.FileIn(stored)],
                receivers=receivers, by=by, at=AT,
            )  # fmt: skip

    return send


def measure(name: str) -> dict[str, list[float]]:
    """Seconds for each document of sending and of carrying, each in turns with the bare inserts,
    so that a machine that is busy for a while is busy for both."""
    import psycopg
    from tests.support import database
    from tests.support.roles import as_role

    from lienthong.axis.exchange.services import carrying, handlers

    sender, *receivers = _offices()
    if len(receivers) < OFFICES:
        raise RuntimeError(f"only {len(receivers)} offices on {AT:%Y-%m-%d}")
    names = ("send", "carry", "row_by_row_1", "row_by_row_2", "at_once_1", "at_once_2")
    found: dict[str, list[float]] = {key: [] for key in names}
    with psycopg.connect(database.ADMIN, dbname=name, autocommit=True) as link:
        _send(0, sender, receivers)()
        with as_role("lt_worker", name), handlers.only():
            _carry(carrying)
        copies = Bare(link)

        def baseline(part: int) -> None:
            for way, at_once in (("row_by_row", False), ("at_once", True)):
                copies.clear()
                found[f"{way}_{part}"].append(timed(partial(copies.write, at_once=at_once)))

        for number in range(1, DOCUMENTS + 1):
            found["send"].append(timed(_send(number, sender, receivers)))
            baseline(1)
        with as_role("lt_worker", name), handlers.only():
            for _number in range(DOCUMENTS):
                found["carry"].append(timed(partial(_carry, carrying)))
                baseline(2)
    return found


def _carry(carrying: Any) -> None:
    done = carrying.carry_round(at=AT, lines=OFFICES + 1, rows=OFFICES)
    if done.carried != OFFICES:
        raise AssertionError(done)


COPIES = "".join(
    f"CREATE TABLE bench_{table} (LIKE {table} INCLUDING DEFAULTS INCLUDING GENERATED"
    f" INCLUDING IDENTITY INCLUDING INDEXES INCLUDING STORAGE);"
    for table in TABLES
)


class Bare:
    """The same rows, taken from what ours wrote, inserted into the copies."""

    def __init__(self, link: Any) -> None:
        self.link = link
        self.rows: dict[str, tuple[list[str], list[tuple[Any, ...]]]] = {}
        for statement in COPIES.split(";")[:-1]:
            link.execute(statement)
        for table in TABLES:  # keys would clash between runs; what is measured is the writing
            link.execute(f"ALTER TABLE bench_{table} DROP CONSTRAINT IF EXISTS bench_{table}_pkey")
        self._load()

    def _load(self) -> None:
        """Fetch the rows that one document left, by table."""
        facts = "(SELECT min(id) FROM facts_fact WHERE act = 'exchange.{}')"
        lines = f"fact_id IN ({facts.format('dispatched')}, {facts.format('carried')})"
        package = "(SELECT min(id) FROM exchange_package)"  # the first, which has arrived
        delivered = (
            f"delivery_id IN (SELECT id FROM exchange_delivery WHERE package_id = {package})"
        )
        for table, where in {
            "exchange_package": f"id = {package}",
            "exchange_packagefile": f"package_id = {package}",
            "exchange_delivery": f"package_id = {package}",
            "exchange_statusreport": delivered,
            "exchange_deliverytally": f"id > (SELECT max(id) - {OFFICES} FROM exchange_deliverytally)",
            "facts_fact": lines.replace("fact_id", "id"),
            "facts_factline": lines,
            "facts_factsecret": lines,
        }.items():
            columns = self._columns(table)
            listed = ", ".join(f'"{c}"' for c in columns)
            found = self.link.execute(f"SELECT {listed} FROM {table} WHERE {where}").fetchall()
            self.rows[table] = (columns, [self._wrapped(row) for row in found])

    def _columns(self, table: str) -> list[str]:
        found = self.link.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
            " AND is_generated = 'NEVER' AND column_name <> 'id' ORDER BY ordinal_position",
            [table],
        )
        return [row[0] for row in found]

    @staticmethod
    def _wrapped(row: tuple[Any, ...]) -> tuple[Any, ...]:
        from psycopg.types.json import Jsonb

        return tuple(Jsonb(v) if isinstance(v, dict) else v for v in row)

    def write(self, *, at_once: bool) -> None:
        """Insert everything in two commits, as sending and carrying do; the outbox is cleared."""
        lines = self.rows["facts_factline"][1]
        first = OFFICES + 2
        with self.link.transaction():
            for table in ("exchange_package", "exchange_packagefile", "exchange_delivery"):
                self._insert(table, self.rows[table][1], at_once)
            self._outbox(at_once)
            self._insert("exchange_deliverytally", self.rows["exchange_deliverytally"][1], at_once)
            self._fact(lines[:first], 0, at_once)
        with self.link.transaction():
            self.link.execute("UPDATE bench_exchange_delivery SET status = '01'")
            self._insert("exchange_statusreport", self.rows["exchange_statusreport"][1], at_once)
            self.link.execute("DELETE FROM bench_exchange_outbox")
            self._fact(lines[first:], 1, at_once)

    def _fact(self, lines: list[tuple[Any, ...]], which: int, at_once: bool) -> None:
        self._insert("facts_factline", lines, at_once)
        for table in ("facts_fact", "facts_factsecret"):
            self._insert(table, self.rows[table][1][which : which + 1], at_once)

    def _outbox(self, at_once: bool) -> None:
        columns = ["kind", "delivery_id", "target_id", "state", "tries", "cause", "created_at"]
        rows = [("envelope", n, n, "waiting", 0, "", AT) for n in range(OFFICES)]
        self.rows["exchange_outbox"] = (columns, rows)
        self._insert("exchange_outbox", rows, at_once)

    def _insert(self, table: str, rows: list[tuple[Any, ...]], at_once: bool) -> None:
        columns = self.rows[table][0]
        listed = ", ".join(f'"{c}"' for c in columns)
        one = f"({', '.join(['%s'] * len(columns))})"
        head = f"INSERT INTO bench_{table} ({listed}) VALUES "
        with self.link.cursor() as cursor:
            if at_once:
                values = [v for row in rows for v in row]
                cursor.execute(head + ", ".join([one] * len(rows)), values)
            else:
                cursor.executemany(head + one, rows)

    def clear(self) -> None:
        """Empty the copies, so that every run writes into the same state."""
        self.link.execute("TRUNCATE " + ", ".join(f"bench_{table}" for table in TABLES))


def main() -> dict[str, Any]:
    """Both in one run, in a database of its own that is dropped afterwards; medians and ratios."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
    os.environ.setdefault("LIENTHONG_SECRET_KEY", "only-in-benchmarks-only-in-benchmarks")
    import logging

    import django

    django.setup()
    logging.disable(logging.INFO)
    from django.conf import settings
    from django.db import connections
    from tests.support import database

    from lienthong.config.settings import _database

    settings.DEBUG = False
    if not database.ADMIN:
        return {"name": "delivery", "skipped": "LIENTHONG_PG_ADMIN_URL is not set"}
    name = f"lt_bench_delivery_{os.getpid()}"
    database.clone(database.template(), name)
    try:
        connections["default"].close()
        connections["default"].settings_dict.update(_database(database.url("lt_app", name)))
        found = measure(name)
        connections["default"].close()
        with database.admin(name) as admin:
            durable = admin.execute("SELECT current_setting('fsync')").fetchone()
    finally:
        database.drop(name)
    ms = {key: statistics.median(seconds) * 1000 for key, seconds in found.items()}

    def ratio(way: str) -> float:
        return ms["send"] / ms[f"{way}_1"] + ms["carry"] / ms[f"{way}_2"]

    return {
        "name": "delivery",
        "what": f"one document of 100 KB to {OFFICES} offices, sent and arrived, milliseconds",
        "fsync": durable[0] if durable else "?",
        "milliseconds": {key: round(value, 1) for key, value in ms.items()},
        "figure": round(ms["send"] + ms["carry"], 1),
        "ratio": round(ratio("row_by_row"), 2),
        "ratio_to_one_statement": round(ratio("at_once"), 2),
        "target": TARGET,
        "met": ratio("row_by_row") <= TARGET,
    }


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    print(json.dumps(main(), ensure_ascii=False, indent=2))
