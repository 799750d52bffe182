"""Questions put into words once: the same list asked by another official differs only in its values.

Django makes the SQL of a question anew for each page: for a list that is asked all day this costs
more than PostgreSQL's answer. A question that depends on the actor alone is made once for actors of
one shape (the same verbs, the same number of agencies) from a stand-in whose numbers nobody has; each
actor's own numbers then take their places.

Nothing is believed: when a shape is first seen the words and values for the actor at hand are also
made in the plain way, and a question that comes out otherwise, or that holds a moment (which would
stand still), is asked in the plain way for ever. tests/kernel/access/test_prepared.py.
"""

import copy
import datetime as dt
from collections import namedtuple
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from types import SimpleNamespace
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.query import ModelIterable
from django.utils.translation import get_language

from lienthong.kernel import planned

from .actor import Actor

M = TypeVar("M", bound=Model)
_FIRST = -420_002_130  # no key of a row: keys count upwards from one
_PERSON, _AGENCY, _UNIT, _POST, _OTHER, _AGENCIES = (_FIRST - n for n in range(6))
_MOST_SHAPES = 500
_IDS = (_AGENCIES + 100_000, _AGENCIES + 100_001)  # stands for a list of numbers
_IDS_SAID = planned.array(_IDS)


@dataclass(frozen=True, slots=True)
class _Plan:
    """A question in words; no words where Django knows that it can have no rows."""

    sql: str
    params: tuple[Any, ...]
    compiler: Any
    row: type[Any]  # of a question of plain values: how a row is made
    turned: tuple[
        tuple[int, list[Any], Any], ...
    ] = ()  # columns whose values Django turns into others
    kept: bool = False  # PostgreSQL may keep it planned


_plans: dict[Hashable, _Plan | None] = {}
_lock = Lock()


def objects(name: Hashable, actor: Actor, make: Callable[[Actor], QuerySet[M]]) -> list[M]:
    """The rows of `make(actor)`, as `list()` of it would give them.

    `name` stands for `make` and everything in it that is not the actor: the list, its order, the
    number of rows; a function that `make` calls and that is not the same for ever belongs in it
    itself. `make` may depend on nothing else, neither on the time nor on rows.
    """
    plan = _plan(name, actor, make)
    if plan is None:
        return list(make(actor))
    if not plan.sql:
        return []
    asked: Any = SimpleNamespace(
        db=DEFAULT_DB_ALIAS,
        query=SimpleNamespace(get_compiler=lambda **_more: _told(plan, actor)),
        _known_related_objects={},
    )
    return list(ModelIterable(asked))


def tuples(
    name: Hashable, actor: Actor, make: Callable[[Actor], QuerySet[Any, tuple[Any, ...]]]
) -> list[tuple[Any, ...]]:
    """The same for a question of plain values (`values_list`)."""
    plan = _plan(name, actor, make)
    if plan is None:
        return list(make(actor))
    return _values_of(plan, actor) if plan.sql else []


def named(name: Hashable, actor: Actor, make: Callable[[Actor], QuerySet[Any, Any]]) -> list[Any]:
    """The same for `values_list(..., named=True)`: rows as named tuples."""
    plan = _plan(name, actor, make)
    if plan is None:
        return list(make(actor))
    if not plan.sql:
        return []
    return [*map(plan.row._make, _values_of(plan, actor))]


def of_ids(
    name: Hashable,
    actor: Actor,
    ids: Sequence[int],
    make: Callable[[Actor, RawSQL], QuerySet[Any, Any]],
) -> list[Any]:
    """Named tuples of the rows among `ids`, in no order; `make` takes the ids as `pk__in=`."""

    def ask(who: Actor, among: Sequence[int]) -> QuerySet[Any, Any]:
        return make(who, RawSQL("SELECT unnest(%s::bigint[])", [planned.array(among)]))

    plan = _plan(name, actor, lambda who: ask(who, _IDS))
    if plan is None:
        return list(ask(actor, ids))
    if not plan.sql or not ids:
        return []
    return [*map(plan.row._make, _values_of(plan, actor, ids))]


def count(name: Hashable, actor: Actor, make: Callable[[Actor], QuerySet[Any, Any]]) -> int:
    """How many rows the question has; one that is cut off is counted no further."""
    plan = _plan(name, actor, make)
    if plan is None:
        return make(actor).count()
    if not plan.sql:
        return 0
    words = f"SELECT count(*) FROM ({plan.sql}) counted", _filled(plan.params, _values(actor))
    return int(_ask(plan, *words)[0][0])


def forget() -> None:
    """Put every question into words anew; after a change of settings."""
    with _lock:
        _plans.clear()


def _plan(
    name: Hashable, actor: Actor, make: Callable[[Actor], QuerySet[Any, Any]]
) -> _Plan | None:
    """The plan for actors of this shape; None where the plain way must be gone."""
    if settings.TEST_NO_FILTERS:
        return None
    shape = (
        name, actor.verbs, actor.post_kind, actor.unit_id is None, actor.post_id is None,
        actor.person_id is None, actor.stands_in_for is None, len(actor.agency_ids), get_language(),
    )  # fmt: skip
    if shape not in _plans:
        plan = _plan_of(make(_stand_in(actor)))
        if plan is not None and not _says_the_same(plan, actor, make(actor)):
            plan = None
        if plan is not None and plan.sql:
            words = plan.sql, _filled(plan.params, _values(actor))
            plan = replace(plan, kept=planned.can_be(DEFAULT_DB_ALIAS, *words))
        with _lock:
            if len(_plans) >= _MOST_SHAPES:
                _plans.clear()
            _plans[shape] = plan
        return plan
    return _plans[shape]


def _stand_in(actor: Actor) -> Actor:
    return replace(
        actor,
        person_id=None if actor.person_id is None else _PERSON,
        agency_id=_AGENCY,
        unit_id=None if actor.unit_id is None else _UNIT,
        post_id=None if actor.post_id is None else _POST,
        stands_in_for=None if actor.stands_in_for is None else _OTHER,
        # Upwards, as a sorted list of them will be.
        agency_ids=frozenset(_AGENCIES - n for n in range(len(actor.agency_ids))),
    )


def _values(actor: Actor) -> dict[int, Any]:
    own = {
        _PERSON: actor.person_id,
        _AGENCY: actor.agency_id,
        _UNIT: actor.unit_id,
        _POST: actor.post_id,
        _OTHER: actor.stands_in_for,
    }
    most = _AGENCIES - len(actor.agency_ids) + 1
    return own | {most + n: pk for n, pk in enumerate(sorted(actor.agency_ids))}


def _plan_of(query: QuerySet[Any, Any]) -> _Plan | None:
    compiler = query.query.get_compiler(using=DEFAULT_DB_ALIAS)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return _Plan("", (), compiler, tuple)
    if any(_stands_still(value) for value in params):
        return None
    fields = getattr(query, "_fields", None) or ()  # those of `values_list`
    plain = all(isinstance(field, str) for field in fields)
    row = namedtuple("Row", fields) if plain else tuple
    said = [expression for expression, *_more in compiler.select[: compiler.col_count]]
    converters = compiler.get_converters(said)
    turned = tuple((place, *both) for place, both in converters.items())
    return _Plan(sql, tuple(params), compiler, row, turned)


def _stands_still(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return any(_stands_still(one) for one in value)
    return not isinstance(value, str | int | bool | None) or isinstance(value, dt.date)


def _says_the_same(plan: _Plan, actor: Actor, plain: QuerySet[Any, Any]) -> bool:
    try:
        sql, params = plain.query.get_compiler(using=DEFAULT_DB_ALIAS).as_sql()
    except EmptyResultSet:
        return not plan.sql
    return plan.sql == sql and _filled(plan.params, _values(actor)) == tuple(params)


def _filled(
    params: tuple[Any, ...], values: dict[int, Any], ids: Sequence[int] = _IDS
) -> tuple[Any, ...]:
    return tuple(_one(value, values, ids) for value in params)


def _one(value: Any, values: dict[int, Any], ids: Sequence[int]) -> Any:
    if isinstance(value, list | tuple):
        return type(value)(_one(one, values, ids) for one in value)
    if value == _IDS_SAID:
        return planned.array(ids)
    # The driver's own whole numbers (Int4, Int8) stay what they are.
    if isinstance(value, int) and value in values and not isinstance(value, bool):
        return type(value)(values[value])
    return value


def _values_of(plan: _Plan, actor: Actor, ids: Sequence[int] = _IDS) -> list[tuple[Any, ...]]:
    """The rows of a question of plain values, as `results_iter` of its compiler gives them."""
    rows = _ask(plan, plan.sql, _filled(plan.params, _values(actor), ids))
    if not plan.turned:
        return rows
    link = connections[DEFAULT_DB_ALIAS]
    made = [list(row) for row in rows]
    for place, converters, expression in plan.turned:
        for row in made:
            for converter in converters:
                row[place] = converter(row[place], expression, link)
    return [*map(tuple, made)]


def _told(plan: _Plan, actor: Actor, ids: Sequence[int] = _IDS) -> Any:
    """Django's compiler of the question with its words made already and the actor's own values."""
    compiler = copy.copy(plan.compiler)
    compiler.connection = connections[DEFAULT_DB_ALIAS]
    words = plan.sql, _filled(plan.params, _values(actor), ids)
    compiler.execute_sql = lambda *_args, **_more: [_ask(plan, *words)]
    return compiler


def _ask(plan: _Plan, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows of the words, in the way that PostgreSQL takes them."""
    ways = planned.cursor(DEFAULT_DB_ALIAS) if plan.kept else connections[DEFAULT_DB_ALIAS].cursor()
    with ways as cursor:
        cursor.execute(sql, params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
