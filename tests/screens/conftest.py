"""One site for the tests of every screen, with something on every screen."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support import site as support

from . import stage


@pytest.fixture(scope="package")
def site(
    django_db_setup: None, django_db_blocker: Any, database_name: str
) -> Iterator[support.Site]:
    """The site with sample objects in every state that a screen shows."""
    with django_db_blocker.unblock(), support.opened(database_name) as opened:
        stage.set_up(opened)
        yield opened
