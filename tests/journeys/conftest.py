"""One site for the journeys of a module, on a database of its own."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support import site as support


@pytest.fixture(scope="module")
def site(
    django_db_setup: None, django_db_blocker: Any, database_name: str
) -> Iterator[support.Site]:
    """The sample province as a newcomer finds it, with accounts and roles."""
    with django_db_blocker.unblock(), support.opened(database_name) as opened:
        yield opened
