"""Work as another database role in a test that commits."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from tests.support import database


@contextmanager
def as_role(role: str, name: str) -> Iterator[None]:
    """Connect as `lt_worker` or `lt_owner` for a while, then as before."""
    from lienthong.config.settings import _database

    settings = connections["default"].settings_dict
    before = {key: settings[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    connections["default"].close()
    settings.update({key: _database(database.url(role, name))[key] for key in before})
    try:
        yield
    finally:
        connections["default"].close()
        settings.update(before)
