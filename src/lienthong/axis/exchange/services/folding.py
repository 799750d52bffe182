"""Folding the counts: many small rows of one key become one, and their sum stays what it is."""

from django.db import connection

_FOLD = """
WITH many AS (
  SELECT {key} FROM {table} GROUP BY {key} HAVING count(*) > 1
), gone AS (
  DELETE FROM {table} t USING many m
   WHERE {same} RETURNING t.*
)
INSERT INTO {table} ({key}, count)
SELECT {key}, sum(count) FROM gone GROUP BY {key} HAVING sum(count) <> 0
"""
_TABLES = {
    "exchange_deliverytally": (
        "agency_id", "side", "month", "stage", "exemption", "due_at", "sent_late",
        "registered_late",
    ),
    "exchange_documenttally": ("agency_id", "month"),
}  # fmt: skip


def fold() -> int:
    """Fold both counts; returns how many rows stand afterwards. Run by the worker.

    Rows that other transactions are adding meanwhile are not touched, and readers see the rows
    either before or after.
    """
    left = 0
    with connection.cursor() as cursor:
        for table, columns in _TABLES.items():
            cursor.execute(
                _FOLD.format(
                    table=table,
                    key=", ".join(columns),
                    same=" AND ".join(map(_same, columns)),
                )
            )
            cursor.execute(f"SELECT count(*) FROM {table}")
            left += cursor.fetchone()[0]
    return left


def _same(column: str) -> str:
    """Equal columns can be joined by hash; only the clock of what is done has no value."""
    operator = "IS NOT DISTINCT FROM" if column == "due_at" else "="
    return f"t.{column} {operator} m.{column}"
