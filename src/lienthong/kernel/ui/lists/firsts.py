"""The first rows of a list that runs over several agencies, each of which has its own index order."""

from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, F, QuerySet
from django.db.models.expressions import RawSQL

from lienthong.kernel.access.walls import quote

from .sorts import Key

SPREAD = 30  # agencies whose rows are fetched one by one
NO_AGENCY = -360_002_130  # no key: keys count upwards from one


def first_of_each(query: QuerySet[Any], agencies: Sequence[int], most: int) -> RawSQL:
    """Being one of the first rows of each agency, as a condition of the question that sorts them.

    The question of one agency is put into words once, by a number that no agency has, which then
    gives way to each: all else in it is the same. As an array the keys are looked up one by one;
    joined, the planner reads all rows of the agencies to find these few among them.
    """
    sql, params = query.values_list("pk")[:most].query.sql_with_params()
    meta = query.model._meta
    key = f"{quote(meta.db_table)}.{quote(str(meta.pk and meta.pk.column))}"
    union = " UNION ALL ".join(f"({sql})" for _pk in agencies)
    return RawSQL(  # noqa: S611  the words are Django's own, the values stay parameters
        f"{key} = ANY (ARRAY({union}))",
        [pk if value == NO_AGENCY else value for pk in agencies for value in params],
        output_field=BooleanField(),
    )


def nulls_first(key: Key) -> Any:
    """The order of a key when a list is read backwards: what stood last now stands first."""
    if not key.nullable:
        return key.ordered()
    field = F(key.path)
    return field.desc(nulls_first=True) if key.descending else field.asc(nulls_first=True)
