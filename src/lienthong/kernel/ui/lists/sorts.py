"""Orders of a register, always total, so that paging by key never skips or repeats a row."""

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import F, Model, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.functional import Promise

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Key:
    """One sort key: a field path, its direction, and whether it may be null (nulls always last)."""

    path: str
    descending: bool
    nullable: bool = False

    def ordered(self) -> OrderBy:
        """The expression for ORDER BY; without nulls the plain form, which plain indexes serve."""
        field = F(self.path)
        if not self.nullable:
            return field.desc() if self.descending else field.asc()
        return field.desc(nulls_last=True) if self.descending else field.asc(nulls_last=True)


@dataclass(frozen=True)
class Sort:
    """A way to order a register.

    `fields` are field paths, "-" before one for descending, "?" after one that may be null, e.g.
    ("-arrived_at", "due_at?"). The primary key is added as the last key.
    """

    key: str
    label: str | Promise
    fields: tuple[str, ...]

    def keys(self, *, turned: bool = False) -> tuple[Key, ...]:
        """The keys in order, all directions turned where asked."""
        keys = []
        for field in (*self.fields, *self._last()):
            descending = field.startswith("-")
            path = field.lstrip("-").rstrip("?")
            keys.append(Key(path, descending != turned, field.endswith("?")))
        return tuple(keys)

    def _last(self) -> tuple[str, ...]:
        if any(field.strip("-?") in ("pk", "id") for field in self.fields):
            return ()
        return ("-pk",) if self.fields and self.fields[0].startswith("-") else ("pk",)

    @property
    def descending(self) -> bool:
        """Whether the first key runs downwards in the order as declared."""
        return self.fields[0].startswith("-")


def order(queryset: QuerySet[M], keys: tuple[Key, ...]) -> QuerySet[M]:
    """The queryset in the order of the keys, with every key at hand for the next cursor."""
    named = {f"list_key_{i}": F(key.path) for i, key in enumerate(keys)}
    ordered: QuerySet[M] = queryset.annotate(**named).order_by(*(k.ordered() for k in keys))
    return ordered
