"""A station for each module: a database of its own, with real commits."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def station(django_db_setup: None, database_name: str, django_db_blocker: Any) -> Iterator[Any]:
    """A real database with real commits, kept for the tests of one module."""
    from . import station as kit

    with django_db_blocker.unblock(), kit.opened(database_name) as opened:
        yield opened
