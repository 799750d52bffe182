"""Folding the counts: many small rows of one key become one, and their sum stays what it is."""

from django.db import connection

_DOCUMENTS = """
WITH many AS (
  SELECT agency_id, month FROM exchange_documenttally GROUP BY 1, 2 HAVING count(*) > 1
), gone AS (
  DELETE FROM exchange_documenttally t USING many m
   WHERE t.agency_id = m.agency_id AND t.month = m.month RETURNING t.*
)
INSERT INTO exchange_documenttally (agency_id, month, count)
SELECT agency_id, month, sum(count) FROM gone GROUP BY 1, 2 HAVING sum(count) <> 0
"""
_REST = ("agency_id", "side", "stage", "exemption", "due_at", "sent_late", "registered_late")
# What is new goes into its month and into its year; both are rows that are taken out and put in anew.
_DELIVERIES = """
WITH many AS (
  SELECT {key} FROM exchange_deliverytally WHERE part < 2
   GROUP BY {key} HAVING count(*) > 1 OR min(part) = 0
), gone AS (
  DELETE FROM exchange_deliverytally t USING many m
   WHERE t.part < 2 AND t.month = m.month AND {same} RETURNING t.*
), news AS (
  SELECT {rest}, date_trunc('year', month)::date AS month, count FROM gone WHERE part = 0
), years AS (
  DELETE FROM exchange_deliverytally t USING (SELECT DISTINCT {key} FROM news) m
   WHERE t.part = 2 AND t.month = m.month AND {same} RETURNING t.*
)
INSERT INTO exchange_deliverytally (part, {key}, count)
SELECT 1, {key}, sum(count) FROM gone GROUP BY {key} HAVING sum(count) <> 0
UNION ALL
SELECT 2, {key}, sum(count)
  FROM (SELECT {key}, count FROM news UNION ALL SELECT {key}, count FROM years) n
 GROUP BY {key} HAVING sum(count) <> 0
"""


def fold() -> int:
    """Fold both counts; returns how many rows stand afterwards. Run by the worker.

    Rows that other transactions are adding meanwhile are not touched, and readers see the rows
    either before or after.
    """
    deliveries = _DELIVERIES.format(
        rest=", ".join(_REST),
        key=", ".join((*_REST, "month")),
        same=" AND ".join(map(_same, _REST)),
    )
    left = 0
    with connection.cursor() as cursor:
        for statement, table in (
            (deliveries, "exchange_deliverytally"),
            (_DOCUMENTS, "exchange_documenttally"),
        ):
            cursor.execute(statement)
            cursor.execute(f"SELECT count(*) FROM {table}")
            left += cursor.fetchone()[0]
    return left


def _same(column: str) -> str:
    """Equal columns can be joined by hash; only the clock of what is done has no value."""
    operator = "IS NOT DISTINCT FROM" if column == "due_at" else "="
    return f"t.{column} {operator} m.{column}"
