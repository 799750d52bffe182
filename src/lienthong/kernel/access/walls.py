"""Walls: each model declares once whose rows are whose, and both walls are made from that.

The database policy (`sql()`) and the application filter (`q()`) come from the same declaration, so
they cannot drift apart; each alone must let nothing through (tests/access/test_walls.py takes
one away, then the other). A model without a wall fails a test.

The filter is the way to the rows, the policy a check of them. PostgreSQL would take both for ways and
multiply their odds: of three conditions on one agency it concludes a single row, and walks the wrong
index for it. So the policy of one agency is written in a form that no index answers (IS TRUE), and
that of several, which the filter may not stand before (`&&` is not leakproof), with its agencies
open to the planner, who then knows how many rows they have.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from django.apps import apps
from django.conf import settings
from django.db.models import Model, Q, QuerySet

from .actor import Actor

AGENCIES = "((SELECT app_agencies())::bigint[])"
M = TypeVar("M", bound=Model)


def quote(name: str) -> str:
    """A quoted SQL identifier; names come from models, never from input."""
    return '"' + name.replace('"', '""') + '"'


@dataclass(frozen=True)
class Wall:
    """Base of all declarations. `recorded` rows refuse writes outside an act (see kernel.facts)."""

    recorded: bool = True
    guarded: ClassVar[bool] = True

    def sql(self, model: type[Model]) -> str:
        """The policy's expression on a row of the model's table."""
        raise TypeError(f"{type(self).__name__} has no policy")

    def q(self, model: type[Model], actor: Actor, prefix: str = "") -> Q:
        """The application filter with the same meaning."""
        raise TypeError(f"{type(self).__name__} has no filter")

    def agency_columns(self, model: type[Model]) -> list[str]:
        """Columns that name agencies, for the line of the fact."""
        return []


def _column(model: type[Model], field: str) -> str:
    return str(model._meta.get_field(field).column)  # type: ignore[union-attr]


@dataclass(frozen=True)
class ByAgency(Wall):
    """Rows of the agencies one acts for."""

    field: str = "agency"

    def __init__(self, field: str = "agency", *, recorded: bool = True) -> None:
        object.__setattr__(self, "field", field)
        object.__setattr__(self, "recorded", recorded)

    def sql(self, model: type[Model]) -> str:
        return f"({quote(_column(model, self.field))} = ANY {AGENCIES}) IS TRUE"

    def q(self, model: type[Model], actor: Actor, prefix: str = "") -> Q:
        return Q(**{f"{prefix}{self.field}__in": sorted(actor.agency_ids)})

    def agency_columns(self, model: type[Model]) -> list[str]:
        return [_column(model, self.field)]


@dataclass(frozen=True)
class ByEither(Wall):
    """A row that two agencies share, as a delivery: each side sees it."""

    fields: tuple[str, ...] = ()

    def __init__(self, *fields: str, recorded: bool = True) -> None:
        object.__setattr__(self, "fields", fields)
        object.__setattr__(self, "recorded", recorded)

    def sql(self, model: type[Model]) -> str:
        columns = self.agency_columns(model)
        return "(" + " OR ".join(f"{quote(c)} = ANY {AGENCIES}" for c in columns) + ")"

    def q(self, model: type[Model], actor: Actor, prefix: str = "") -> Q:
        result = Q()
        for field in self.fields:
            result |= Q(**{f"{prefix}{field}__in": sorted(actor.agency_ids)})
        return result

    def agency_columns(self, model: type[Model]) -> list[str]:
        return [_column(model, field) for field in self.fields]


@dataclass(frozen=True)
class ByParties(Wall):
    """A row shared by several agencies, listed in an array column with a GIN index."""

    field: str = "party_ids"

    def __init__(self, field: str = "party_ids", *, recorded: bool = True) -> None:
        object.__setattr__(self, "field", field)
        object.__setattr__(self, "recorded", recorded)

    def sql(self, model: type[Model]) -> str:
        return f"{quote(_column(model, self.field))} && app_agencies()"

    def q(self, model: type[Model], actor: Actor, prefix: str = "") -> Q:
        return Q(**{f"{prefix}{self.field}__overlap": sorted(actor.agency_ids)})

    def agency_columns(self, model: type[Model]) -> list[str]:
        return [_column(model, self.field)]


@dataclass(frozen=True)
class Through(Wall):
    """A child row: seen by whoever sees its parent."""

    field: str = "document"

    def __init__(self, field: str, *, recorded: bool = True) -> None:
        object.__setattr__(self, "field", field)
        object.__setattr__(self, "recorded", recorded)

    def parent(self, model: type[Model]) -> type[Model]:
        """The model that the foreign key points at."""
        return model._meta.get_field(self.field).related_model  # type: ignore[return-value]

    def sql(self, model: type[Model]) -> str:
        parent = self.parent(model)
        table, key = quote(parent._meta.db_table), quote(str(parent._meta.pk.column))
        # The table's name stands before the column: the parent may have a column of the same name.
        column = f"{quote(model._meta.db_table)}.{quote(_column(model, self.field))}"
        return f"EXISTS (SELECT 1 FROM {table} wall_parent WHERE wall_parent.{key} = {column})"

    def q(self, model: type[Model], actor: Actor, prefix: str = "") -> Q:
        parent = self.parent(model)
        return wall_of(parent).q(parent, actor, f"{prefix}{self.field}__")


@dataclass(frozen=True)
class ByPerson(Wall):
    """Private to a person: notices, saved searches, progress of one's own long work."""

    field: str = "person"

    def __init__(self, field: str = "person", *, recorded: bool = False) -> None:
        object.__setattr__(self, "field", field)
        object.__setattr__(self, "recorded", recorded)

    def sql(self, model: type[Model]) -> str:
        return f"{quote(_column(model, self.field))} = (SELECT app_person())"

    def q(self, model: type[Model], actor: Actor, prefix: str = "") -> Q:
        return Q(**{f"{prefix}{self.field}": actor.person_id or 0})


@dataclass(frozen=True)
class Open(Wall):
    """Reference data that every official may read; `reason` says why that is right."""

    reason: str = ""
    guarded: ClassVar[bool] = False

    def __init__(self, reason: str, *, recorded: bool = True) -> None:
        object.__setattr__(self, "reason", reason)
        object.__setattr__(self, "recorded", recorded)

    def q(self, model: type[Model], actor: Actor, prefix: str = "") -> Q:
        return Q()


class NoWall(Exception):
    """A model of ours that declares no wall."""


# Tables of libraries: what they hold and why no agency's data lies in them.
THIRD_PARTY: dict[str, str] = {
    "contenttypes": "names of models",
    "auth": "Django's groups and permissions, unused",
    "sessions": "opaque session keys, read by the framework before anybody is known",
    "account": "e-mail addresses of accounts, read at sign-in before anybody is known",
    "mfa": "second factors, read at sign-in before anybody is known",
    "axes": "failed sign-ins, read before anybody is known",
    "procrastinate": "jobs: identifiers only, never content",
}


def wall_of(model: type[Model]) -> Wall:
    """The wall that the model declares; raises `NoWall`."""
    declared = getattr(model, "wall", None)
    if isinstance(declared, Wall):
        return declared
    if model._meta.app_label in THIRD_PARTY:
        return Open(THIRD_PARTY[model._meta.app_label], recorded=False)
    raise NoWall(f"{model._meta.label} declares no wall")


def own_models() -> list[type[Model]]:
    """All concrete, managed models of this package, many-to-many tables included."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("lienthong.")
        and model._meta.managed
        and not model._meta.proxy
    ]


def limit(queryset: QuerySet[M], actor: Actor) -> QuerySet[M]:
    """The rows of the queryset that the actor may see: the application's own wall.

    Every list and every fetch for a person goes through here. A test run can take it away
    (`TEST_NO_FILTERS`) to prove that the database's wall alone lets nothing through.
    """
    if settings.TEST_NO_FILTERS:
        return queryset
    model = queryset.model
    return queryset.filter(wall_of(model).q(model, actor))


def arguments(values: Any) -> str:
    """Values as literal arguments of a trigger."""
    return ", ".join("'" + str(v).replace("'", "''") + "'" for v in values)
