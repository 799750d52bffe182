"""Twins of a function of the database: with other bounds, or wrong ones, beside it for one module."""

from collections.abc import Iterator, Mapping
from typing import Any

import psycopg
import pytest

from . import database


def twins_of(made: Mapping[str, str]) -> Any:
    """A fixture for a module that proves by twins: their names and the statements that make them."""

    @pytest.fixture(scope="module", autouse=True)
    def twins(django_db_setup: None, database_name: str) -> Iterator[None]:
        with psycopg.connect(database.url("lt_owner", database_name), autocommit=True) as owner:
            for words in made.values():
                owner.execute(words)
            yield
            for name in made:
                owner.execute(f"DROP FUNCTION {name}")

    return twins
