"""Many rows of one table in one statement, however many they are and however wide.

`bulk_create` names every value of every row; the rows that one delivery makes for its receivers
differ in a few columns only. Here what all rows share is sent once, and the rest as arrays.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Field, Model

from lienthong.kernel.access.walls import quote

M = TypeVar("M", bound=Model)


def insert_many(rows: Sequence[M]) -> list[M]:
    """Insert new rows of one model, in their order, and give them their keys; the rows themselves.

    As `bulk_create`: the database's own defaults, triggers and walls hold, `save` is not called.
    """
    if not rows:
        return []
    meta = type(rows[0])._meta
    fields = [field for field in meta.concrete_fields if not field.primary_key]
    parts = [_column(field, [field.pre_save(row, True) for row in rows]) for field in fields]
    columns = ", ".join(quote(str(field.column)) for field in fields)
    taken = ", ".join(
        f"r.c{n}" if part.many else f"%s::{part.kind}" for n, part in enumerate(parts)
    )
    varying = [(n, part.kind) for n, part in enumerate(parts) if part.many]
    # A row of numbers as well: with no column of its own a batch would still have its rows.
    arrays = ", ".join(
        ["generate_series(1, %s)", *(f"unnest(%s::{kind}[])" for _n, kind in varying)]
    )
    names = ", ".join(["place", *(f"c{n}" for n, _kind in varying)])
    sql = (
        f"INSERT INTO {quote(meta.db_table)} ({columns}) SELECT {taken}"
        f" FROM ROWS FROM ({arrays}) AS r({names}) ORDER BY r.place"
        f" RETURNING {quote(str(meta.pk.column))}"
    )
    values = [part.value for part in parts if not part.many]
    values += [len(rows), *(part.value for part in parts if part.many)]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = key
            row._state.adding, row._state.db = False, connection.alias
    return list(rows)


class _Column(NamedTuple):
    """A column's type, whether the rows differ in it, and its one value or the list of them."""

    kind: str
    many: bool
    value: Any


def _column(field: "Field[Any, Any]", values: list[Any]) -> _Column:
    # Without the length: a cast to varchar(64) cuts silently, the column itself refuses.
    kind = str(field.db_type(connection)).partition("(")[0]
    if all(value is values[0] or value == values[0] for value in values):
        return _Column(kind, False, field.get_db_prep_save(values[0], connection))
    return _Column(kind, True, [field.get_db_prep_save(value, connection) for value in values])
