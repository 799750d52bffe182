"""The whole site for browser tests: a database that commits, a clock, a server, chromium, accounts.

`opened(...)` gives one `Site` for the tests of a module: its own database, its own data folder, and
the present of the tests (a Monday morning), in which web and worker live. The worker's part is
played by `carry`: what waits is delivered, what happened is told.
"""

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.test import Client, override_settings

from lienthong.kernel import clock
from tests.conftest import NOW, _point
from tests.support import browser, database
from tests.support.roles import as_role

DOMAIN = "mau.lienthong.example"
PASSWORD = "chỉ-để-thử-thôi-mà"


@dataclass
class Site:
    """A running site with its browser; `url` is its address, `name` its database, `hand` on its clock."""

    url: str
    name: str
    running: Any
    hand: Any
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, slot: str) -> Client:
        """Django's client signed in as an official, for what needs no browser."""
        if slot not in self.clients:
            from lienthong.axis.identity.models import Account

            made = Client(headers={"host": "127.0.0.1"})
            made.force_login(
                Account.objects.get(email=f"{slot}@{DOMAIN}"),
                backend="lienthong.axis.identity.backends.AccountBackend",
            )
            self.clients[slot] = made
        return self.clients[slot]

    @contextmanager
    def page(self, slot: str = "", **options: Any) -> Iterator[Any]:
        """A page of the browser, signed in as an official; a visitor's without a name."""
        with browser.page(self.running, self.url, **options) as opened:
            if slot:
                opened.context.add_cookies([self._cookie(slot)])
            yield opened

    def become(self, opened: Any, slot: str) -> None:
        """Let the page be another official's from now on."""
        opened.context.clear_cookies()
        opened.context.add_cookies([self._cookie(slot)])

    def _cookie(self, slot: str) -> dict[str, str]:
        from django.conf import settings

        name = settings.SESSION_COOKIE_NAME
        return {"name": name, "value": self.client(slot).cookies[name].value, "url": self.url}

    def carry(self) -> None:
        """What the worker does between two clicks: carry, fetch answers, tell subscribers."""
        from lienthong.axis.exchange import api as exchange
        from lienthong.kernel.access.actor import system_actor
        from lienthong.kernel.access.context import acting
        from tests.support.facts import tell_all

        with as_role("lt_worker", self.name):
            for _round in range(3):
                exchange.carry_all(clock.now)
                with acting(system_actor(0)):
                    tell_all(clock.now())


@contextmanager
def opened(name: str, at: dt.datetime = NOW) -> Iterator[Site]:
    """A site on a fresh copy of the sample province; the worker's own database comes back after."""
    from django.db import connections

    from lienthong.axis.identity import api as identity
    from lienthong.config.management.commands.sample_accounts import give_sample_roles

    browser.front_end()
    mine = f"{name}_site"
    database.clone(database.template(), mine)
    _point(mine)
    try:
        with (
            tempfile.TemporaryDirectory(prefix="lienthong-site-") as folder,
            override_settings(DATA=Path(folder)),
            clock.playing() as hand,
            browser.chromium() as running,
        ):
            # Playwright's loop gives this thread another connection: an earlier site's is stale.
            connections["default"].close()
            hand.turn_to(at)
            identity.make_sample_accounts(password=PASSWORD)
            give_sample_roles(at)
            try:
                with browser.serving() as url:
                    yield Site(url, mine, running, hand)
            finally:
                connections["default"].close()
    finally:
        connections["default"].close()
        _point(name)
        database.drop(mine)
