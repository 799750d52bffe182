"""Kept counts: small tables that the database's own triggers add to, equal to a recount at any moment.

Triggers only add rows (so that two offices never wait for one another), in the transaction of the
change that they count; a job folds rows of one key together. `recomputed()` is the proof.
"""

from dataclasses import dataclass

from django.db import connection

_NAMES = {"insert": "NEW TABLE AS new_rows", "delete": "OLD TABLE AS old_rows"}
_NAMES["update"] = f"{_NAMES['delete']} {_NAMES['insert']}"

_FUNCTION = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO {table} ({key}, count)
  SELECT {key}, sum(n) FROM ({changes}) c GROUP BY {key} HAVING sum(n) <> 0;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER {name} AFTER {event} ON {source}
  REFERENCING {names} FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""

_FOLD = """
WITH many AS (
  SELECT {key} FROM {table} GROUP BY {key} HAVING count(*) > 1
), gone AS (
  DELETE FROM {table} t USING many m WHERE {same} RETURNING t.*
)
INSERT INTO {table} ({key}, count)
SELECT {key}, sum(count) FROM gone GROUP BY {key} HAVING sum(count) <> 0
"""


@dataclass(frozen=True)
class Tally:
    """Counts of the rows of `source`, kept in `table` by the columns `key`.

    `counted` selects, from `{rows}`, the key of every row that counts; `nullable` are the columns
    of the key that may be null. All four are SQL of the program, never input.
    """

    table: str
    source: str
    key: tuple[str, ...]
    counted: str
    nullable: tuple[str, ...] = ()

    @property
    def _key(self) -> str:
        return ", ".join(self.key)

    def prepare(self) -> None:
        """Create functions and triggers; idempotent, as the owner after each migration."""
        with connection.cursor() as cursor:
            for event, names in _NAMES.items():
                parts = [
                    f"SELECT {sign}1 AS n, s.* FROM ({self.counted.format(rows=rows)}) s"
                    for sign, rows in (("-", "old_rows"), ("", "new_rows"))
                    if rows in names
                ]
                cursor.execute(
                    _FUNCTION.format(
                        name=f"{self.table}_{event}", table=self.table, key=self._key,
                        changes=" UNION ALL ".join(parts), event=event.upper(),
                        source=self.source, names=names,
                    )
                )  # fmt: skip

    def fold(self) -> int:
        """Make one row of all rows of a key, for every key; returns how many rows stand.

        Rows that others add meanwhile stay as they are, and readers see the rows before or after.
        """
        same = " AND ".join(
            f"t.{c} {'IS NOT DISTINCT FROM' if c in self.nullable else '='} m.{c}" for c in self.key
        )
        with connection.cursor() as cursor:
            cursor.execute(_FOLD.format(table=self.table, key=self._key, same=same))
            cursor.execute(f"SELECT count(*) FROM {self.table}")
            return int(cursor.fetchone()[0])

    def recomputed(self) -> dict[tuple[object, ...], int]:
        """The counts worked out anew from every row, keyed as the kept ones (for proofs)."""
        return self._counts(
            f"SELECT {self._key}, count(*) FROM ({self.counted.format(rows=self.source)}) s"
            f" GROUP BY {self._key}"
        )

    def kept(self) -> dict[tuple[object, ...], int]:
        """The kept counts by key, zero sums left out (for proofs)."""
        return self._counts(
            f"SELECT {self._key}, sum(count) FROM {self.table} GROUP BY {self._key}"
            " HAVING sum(count) <> 0"
        )

    @staticmethod
    def _counts(query: str) -> dict[tuple[object, ...], int]:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return {tuple(row[:-1]): int(row[-1]) for row in cursor.fetchall()}

    def refill(self) -> None:
        """Count everything anew, as the owner while nobody writes: after a bulk load."""
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {self.table}")
            cursor.execute(
                f"INSERT INTO {self.table} ({self._key}, count) SELECT {self._key}, count(*)"
                f" FROM ({self.counted.format(rows=self.source)}) s GROUP BY {self._key}"
            )
