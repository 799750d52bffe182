"""Constraints that the tables of the structure share."""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models


def one_of(name: str, field: str, values: list[str]) -> models.CheckConstraint:
    """Only the listed codes may stand in the column."""
    return models.CheckConstraint(name=name, condition=models.Q(**{f"{field}__in": values}))


def one_at_a_time(
    name: str, *fields: str, condition: models.Q | None = None
) -> ExclusionConstraint:
    """No two rows with these fields equal may share a day."""
    expressions: list[Any] = [(field, RangeOperators.EQUAL) for field in fields]
    expressions.append(("period", RangeOperators.OVERLAPS))
    return ExclusionConstraint(name=name, expressions=expressions, condition=condition)


def has_days(name: str) -> models.CheckConstraint:
    """The period holds at least one day."""
    return models.CheckConstraint(name=name, condition=models.Q(period__isempty=False))
