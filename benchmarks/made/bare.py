"""The bare inserts that the delivery of one document is measured against.

The rows are read back from what ours wrote and go into plain copies of the same tables with their
indexes, the index of words included: no triggers, keys to other tables, walls or Django.
"""

import datetime as dt
import time
from collections.abc import Callable
from functools import partial
from typing import Any

OFFICES = 200
# A day on which the province had enough agencies; its own rules are not what is measured.
AT = dt.datetime(2020, 6, 1, 2, 0, tzinfo=dt.UTC)
# Table → which of its rows one document leaves: by package, by delivery, by fact, or the newest.
TABLES = {
    "exchange_package": "id = {package}",
    "exchange_packagefile": "package_id = {package}",
    "exchange_delivery": "package_id = {package}",
    "exchange_statusreport": "delivery_id IN {deliveries}",
    "files_storedfile": "id IN (SELECT file_id FROM documents_incomingdocument"
    " WHERE delivery_id IN {deliveries})",
    "documents_incomingdocument": "delivery_id IN {deliveries}",
    "documents_searchentry": "incoming_id IN (SELECT id FROM documents_incomingdocument"
    " WHERE delivery_id IN {deliveries})",
    "exchange_deliverytally": "id IN (SELECT id FROM bench_tallies)",
    "facts_fact": "id IN {facts}",
    "facts_factline": "fact_id IN {facts}",
    "facts_factsecret": "fact_id IN {facts}",
}
OUTBOX = "exchange_outbox"
ARRIVED = (
    "exchange_statusreport", "files_storedfile", "documents_incomingdocument",
    "documents_searchentry",
)  # fmt: skip


def timed(act: Callable[[], Any]) -> float:
    """Seconds that one call takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


class Tallies:
    """Which rows one document adds to the counts (they name no package)."""

    def __init__(self, link: Any) -> None:
        self.link = link
        row = link.execute("SELECT coalesce(max(id), 0) FROM exchange_deliverytally").fetchone()
        self.last = row[0]

    def keep(self) -> None:
        """Note the rows that came since."""
        self.link.execute("DROP TABLE IF EXISTS bench_tallies")
        self.link.execute(
            "CREATE TABLE bench_tallies AS SELECT id FROM exchange_deliverytally"
            f" WHERE id > {self.last} ORDER BY id"
        )


class Bare:
    """The same rows, taken from what ours wrote, inserted into the copies."""

    def __init__(self, link: Any) -> None:
        self.link = link
        self.rows: dict[str, tuple[list[str], list[tuple[Any, ...]]]] = {}
        for table in (*TABLES, OUTBOX):
            link.execute(
                f"CREATE TABLE bench_{table} (LIKE {table} INCLUDING DEFAULTS INCLUDING GENERATED"
                " INCLUDING IDENTITY INCLUDING INDEXES INCLUDING STORAGE)"
            )
            # Keys would clash between runs; what is measured is the writing.
            link.execute(f"ALTER TABLE bench_{table} DROP CONSTRAINT IF EXISTS bench_{table}_pkey")
        self._load()

    def _load(self) -> None:
        """Fetch the rows that one document left, by table, and those of its two facts apart."""
        package = "(SELECT max(id) FROM exchange_package)"
        deliveries = f"(SELECT id FROM exchange_delivery WHERE package_id = {package})"
        acts = "(SELECT max(id) FROM facts_fact WHERE act = 'exchange.{}')"
        self.facts = [
            self.link.execute("SELECT " + acts.format(act)).fetchone()[0]
            for act in ("dispatched", "carried")
        ]
        facts = f"({self.facts[0]}, {self.facts[1]})"
        for table, where in TABLES.items():
            columns = self._columns(table)
            listed = ", ".join(f'"{c}"' for c in columns)
            found = self.link.execute(
                f"SELECT {listed} FROM {table} WHERE "
                + where.format(package=package, deliveries=deliveries, facts=facts)
            ).fetchall()
            self.rows[table] = (columns, [self._wrapped(row) for row in found])
        columns = ["kind", "delivery_id", "target_id", "state", "tries", "cause", "created_at"]
        rows = [("envelope", n, n, "waiting", 0, "", AT) for n in range(OFFICES)]
        self.rows[OUTBOX] = (columns, rows)

    def counts(self) -> dict[str, int]:
        """How many rows of each table a document needs."""
        return {table: len(rows) for table, (_columns, rows) in self.rows.items()}

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

    def write(self, *, at_once: bool) -> tuple[float, float]:
        """Insert everything in two commits, as sending and carrying do; seconds of each."""
        return (
            timed(partial(self._sent, at_once)),
            timed(partial(self._arrived, at_once)),
        )

    def _sent(self, at_once: bool) -> None:
        tallies = self.rows["exchange_deliverytally"][1]
        with self.link.transaction():
            for table in ("exchange_package", "exchange_packagefile", "exchange_delivery", OUTBOX):
                self._insert(table, self.rows[table][1], at_once)
            self._insert("exchange_deliverytally", tallies[: len(tallies) // 2], at_once)
            self._fact(self.facts[0], at_once)

    def _arrived(self, at_once: bool) -> None:
        tallies = self.rows["exchange_deliverytally"][1]
        with self.link.transaction():
            self.link.execute(
                "UPDATE bench_exchange_delivery SET status = '01', arrived_at = now()"
            )
            for table in ARRIVED:
                self._insert(table, self.rows[table][1], at_once)
            self._insert("exchange_deliverytally", tallies[len(tallies) // 2 :], at_once)
            self.link.execute(f"DELETE FROM bench_{OUTBOX}")
            self._fact(self.facts[1], at_once)

    def _fact(self, fact: int, at_once: bool) -> None:
        for table in ("facts_factline", "facts_fact", "facts_factsecret"):
            columns, rows = self.rows[table]
            if "fact_id" in columns:
                place = columns.index("fact_id")
                rows = [row for row in rows if row[place] == fact]
            else:
                place = columns.index("act")
                rows = [row for row in rows if row[place].endswith(self._act(fact))]
            self._insert(table, rows, at_once)

    def _act(self, fact: int) -> str:
        return "dispatched" if fact == self.facts[0] else "carried"

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
        self.link.execute("TRUNCATE " + ", ".join(f"bench_{table}" for table in (*TABLES, OUTBOX)))
