"""Who may read a stored file: whoever may read a paper that holds it, and where none does nobody.

Row-level security keeps other agencies out; inside an agency a file has no right of its own, it
follows its papers. So each system declares at start every column of its tables that points at a
stored file: `Held` says which rows of the table a person may read, `Follows` that the file is made of
another and goes where that goes, `Mentioned` why nobody comes to a file that way. A column without a
declaration gives nobody anything, and fails tests/architecture/test_file_readers.py.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Model, QuerySet, Value

from lienthong.kernel import planned
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit, quote

from .models import StoredFile

Rows = Callable[[Actor], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Held:
    """Rows of a model hold a file by this column; `rows` are those that the actor may read.

    `paper` leads from such a row to the paper under which an access is logged; the row itself without.
    """

    model: type[Model]
    field: str
    rows: Rows
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Follows:
    """The file of this column was made of the file of another column of the same row."""

    model: type[Model]
    field: str
    original: str


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A column that lets nobody read: why."""

    model: type[Model]
    field: str
    why: str


Declaration = Held | Follows | Mentioned
_declared: dict[str, Declaration] = {}


def key_of(model: type[Model], field: str) -> str:
    """The name of a column in the register: `documents.incomingdocument.file`."""
    return f"{model._meta.label_lower}.{field}"


def declare(*declarations: Declaration) -> None:
    """Enter columns, those that hold papers before those of the way to them; called at start."""
    for one in declarations:
        _declared[key_of(one.model, one.field)] = one


def declared() -> dict[str, Declaration]:
    """Every column that was entered, by its name."""
    return dict(_declared)


@dataclass(frozen=True, slots=True)
class Readable:
    """A file with the paper by which the actor may read it (its key only, for the log)."""

    stored: StoredFile
    paper: Model


def readable(actor: Actor, file_id: int) -> Readable:
    """The file, for who may read a paper that holds it; three questions, five for what follows another.

    Raises `StoredFile.DoesNotExist` for all others, as for a file that is not there.
    """
    stored = limit(StoredFile.objects.all(), actor).get(pk=file_id)
    paper = _paper(actor, stored.pk, follow=True)
    if paper is None:
        raise StoredFile.DoesNotExist
    return Readable(stored, paper)


def still_held(file_id: int, *, ignoring: Collection[str] = ()) -> bool:
    """Whether some row holds the file yet, whoever may read it; for a destruction, which leaves it then.

    What follows or mentions a file holds nothing. `ignoring` names columns (`key_of`) that do not count.
    """
    held = [key for key, one in _declared.items() if isinstance(one, Held) and key not in ignoring]
    if not held:
        return False
    parts = [
        f"EXISTS (SELECT 1 FROM {quote(one.model._meta.db_table)}"
        f" WHERE {_column(one.model, one.field)} = %(file)s::bigint)"
        for one in (_declared[key] for key in held)
    ]
    with planned.cursor() as cursor:
        cursor.execute(f"SELECT {' OR '.join(parts)}", {"file": file_id})
        return bool(cursor.fetchone()[0])


def _paper(actor: Actor, file_id: int, *, follow: bool) -> Model | None:
    """The first paper that holds the file and that the actor may read."""
    found = _columns(file_id)
    held = [_declared[key] for key, _original in found]
    asked = [_claim(actor, one, file_id) for one in held if isinstance(one, Held)]
    if asked:
        rows = {key: keys for key, *keys in asked[0].union(*asked[1:], all=True)}
        for key, one in _declared.items():
            if key in rows and isinstance(one, Held):
                return _said(one, *rows[key])
    if follow:
        for _key, original in found:
            paper = _paper(actor, original, follow=False) if original is not None else None
            if paper is not None:
                return paper
    return None


def _claim(actor: Actor, held: Held, file_id: int) -> QuerySet[Any, tuple[Any, ...]]:
    """(column, row, paper) of the rows that hold the file, as far as the actor may read them."""
    rows = held.rows(actor).filter(**{held.field: file_id}).order_by()
    return rows.values_list(
        Value(key_of(held.model, held.field)), "pk", F(f"{held.paper}_id" if held.paper else "pk")
    )


def _said(held: Held, row: int, paper: int) -> Model:
    """The paper by its key, without a question."""
    if not held.paper:
        return held.model(pk=row)
    kind: Any = held.model._meta.get_field(held.paper).related_model
    return kind(pk=paper)  # type: ignore[no-any-return]


def _columns(file_id: int) -> list[tuple[str, int | None]]:
    """The columns in which the file stands, in one question; with the original that it follows."""
    parts = [_part(key, one) for key, one in _declared.items() if not isinstance(one, Mentioned)]
    if not parts:
        return []
    with planned.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), {"file": file_id})
        return [(str(key), original) for key, original in cursor.fetchall()]


def _part(key: str, one: Declaration) -> str:
    table, column = quote(one.model._meta.db_table), _column(one.model, one.field)
    original = _column(one.model, one.original) if isinstance(one, Follows) else "NULL::bigint"
    return (
        f"(SELECT '{key}' AS key, {original} AS original FROM {table}"
        f" WHERE {column} = %(file)s::bigint LIMIT 1)"
    )


def _column(model: type[Model], field: str) -> str:
    found: Any = model._meta.get_field(field)
    return quote(found.column)
