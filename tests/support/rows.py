"""Rows written as plain SQL: columns that such a statement does not name get an empty value."""

from typing import Any

EMPTY = {
    "text": "''", "boolean": "false", "jsonb": "'{}'", "ARRAY": "'{}'", "integer": "0",
    "smallint": "0", "bigint": "0",
}  # fmt: skip


def give_defaults(link: Any, table: str) -> None:
    """Let the columns of a table that must not be null and have no default be empty by default.

    Only for a database that is thrown away: the product itself names every column.
    """
    found = link.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s"
        " AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'"
        " AND is_generated = 'NEVER'",
        [table],
    ).fetchall()
    for column, kind in found:
        if kind in EMPTY:
            link.execute(f'ALTER TABLE {table} ALTER COLUMN "{column}" SET DEFAULT {EMPTY[kind]}')


def every_row(cursor: Any) -> str:
    """Every row of every table that this connection may read, as text: the queue of jobs too."""
    told = []
    cursor.execute(
        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables "
        "WHERE schemaname = 'public' AND has_table_privilege("
        "format('%I.%I', schemaname, tablename), 'SELECT')"
    )
    for (table,) in cursor.fetchall():
        cursor.execute(f"SELECT t::text FROM {table} t")
        told += [row[0] for row in cursor.fetchall() if row[0]]
    return "\n".join(told)
