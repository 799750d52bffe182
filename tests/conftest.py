"""Fixtures for every test: a real PostgreSQL with the sample province, connected as the web role.

`db` (pytest-django's) wraps a test in a transaction that is rolled back. `committed` gives real
commits on a database that is thrown away afterwards. `actor_for` and `client_for` act as a post
of the sample province.
"""

import datetime as dt
import gc
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.support.actors import NOW, account_of
from tests.support.actors import actor_for as actor_for_address

# A loaded machine is slow to make examples; that says nothing about the code.
hypothesis_settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("house")

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
os.environ.setdefault("LIENTHONG_SECRET_KEY", "only-in-tests-only-in-tests-only-in-tests")
os.environ.setdefault("LIENTHONG_MODE", "sample")
os.environ.setdefault("LIENTHONG_DEBUG", "1")
# As in the sandbox: Tesseract's threads wait for one another by spinning, twice the time of one thread.
os.environ.setdefault("OMP_THREAD_LIMIT", "1")
os.environ.setdefault("LIENTHONG_DATA", tempfile.mkdtemp(prefix="lienthong-test-"))

Path(os.environ["LIENTHONG_DATA"], "static").mkdir(parents=True, exist_ok=True)

pytest_plugins = ["tests.support.needs", "tests.support.report"]


# Makes the template of databases while the workers still collect.
_TEMPLATE = pytest.StashKey[subprocess.Popen[bytes]]()


def pytest_configure(config: pytest.Config) -> None:
    """A run of everything needs the template for certain: it is begun before the first test is known.

    A worker that comes too early waits for it; where it fails the worker makes it again and tells why.
    """
    of_workers = config.getoption("numprocesses", None) and not hasattr(config, "workerinput")
    whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    if of_workers and whole and os.environ.get("LIENTHONG_PG_ADMIN_URL"):
        config.stash[_TEMPLATE] = subprocess.Popen(
            [sys.executable, "-c", "from tests.support.database import template; template()"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def pytest_unconfigure(config: pytest.Config) -> None:
    """A run that ended early leaves nothing behind."""
    if _TEMPLATE in config.stash:
        config.stash[_TEMPLATE].terminate()
        config.stash[_TEMPLATE].wait()


def pytest_collection_finish(session: pytest.Session) -> None:
    """Thousands of collected tests live to the end: the collector need not look through them again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _at_a_small_price() -> Iterator[None]:
    """Passwords are kept as in service, cheaply; static files are looked for when one is asked for.

    Each test has a client of its own, and each client's WhiteNoise made a list of all 360 files first.
    """
    from django.test import override_settings

    from tests.support.hashing import HASHERS

    with override_settings(PASSWORD_HASHERS=HASHERS, WHITENOISE_AUTOREFRESH=True):
        yield


def _point(name: str) -> None:
    """Point Django's connection at a database of this run, as the web role."""
    from django.db import connections

    from lienthong.config.settings import _database
    from tests.support import database

    connections["default"].close()
    wanted = _database(database.url("lt_app", name))
    for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT"):
        connections["default"].settings_dict[key] = wanted[key]


@pytest.fixture(scope="session")
def database_name(worker_id: str) -> str:
    """The name of this worker's database."""
    return f"lt_test_{os.getpid()}_{worker_id}"


@pytest.fixture(scope="session")
def django_db_setup(
    database_name: str, django_db_blocker: Any, request: pytest.FixtureRequest
) -> Iterator[None]:
    """Clone the template for this worker instead of Django's own test database."""
    from tests.support import database

    if not database.ADMIN:
        pytest.skip("LIENTHONG_PG_ADMIN_URL is not set: run ./lienthong test")
    source = database.template()
    database.clone(source, database_name)
    with django_db_blocker.unblock():
        _point(database_name)
    yield
    with django_db_blocker.unblock():
        from django.db import connections

        connections["default"].close()
    database.drop(database_name)


@pytest.fixture
def committed(django_db_setup: None, database_name: str, django_db_blocker: Any) -> Iterator[str]:
    """Real commits; afterwards the database is made anew. Yields its name."""
    from tests.support import database

    with django_db_blocker.unblock():
        yield database_name
        _anew(database.template(), database_name)


def _anew(source: str, name: str) -> None:
    from django.db import connections

    from tests.support import database

    connections["default"].close()
    database.clone(source, name)
    _point(name)


@pytest.fixture(scope="session")
def stages(
    django_db_setup: None, database_name: str, django_db_blocker: Any
) -> Iterator[Callable[[Callable[[], Any]], Any]]:
    """For modules whose tests all begin with the same rows: a context in which they stand, committed.

    `with stages(make) as made:` the rows that `make` commits are made once for each worker and copied
    for each test; what `make` returned (of plain values) is given to all of them.
    """
    from tests.support import database

    made: dict[Callable[[], Any], tuple[str, Any]] = {}

    @contextmanager
    def stage(make: Callable[[], Any]) -> Iterator[Any]:
        with django_db_blocker.unblock():
            try:
                if make not in made:
                    value = make()
                    connections["default"].close()
                    name = f"{database_name}_stage{len(made)}"
                    database.clone(database_name, name)
                    made[make] = (name, value)
                else:
                    _anew(made[make][0], database_name)
                yield made[make][1]
            finally:
                _anew(database.template(), database_name)

    from django.db import connections

    yield stage
    for name, _value in made.values():
        database.drop(name)


@pytest.fixture(autouse=True)
def _reservations_join(request: pytest.FixtureRequest) -> Iterator[None]:
    """In a test that is rolled back, a reserved number is rolled back too.

    `reserve_number` commits over a connection of its own, which would leave numbers to later tests.
    """
    wrapped = "db" in request.fixturenames or request.node.get_closest_marker("django_db")
    if not wrapped or "committed" in request.fixturenames:
        yield
        return
    from lienthong.kernel.registers.services import reservations_join_caller

    with reservations_join_caller():
        yield


@pytest.fixture
def now() -> dt.datetime:
    """The moment at which tests take place: a Monday morning."""
    return NOW


@pytest.fixture
def actor_for() -> Callable[..., Any]:
    """`actors.actor_for`: the actor of an official e-mail address of the sample province, on a day."""
    return actor_for_address


@pytest.fixture
def client_for(client: Any) -> Callable[[str], Any]:
    """A browser signed in as an official of the sample province, who gets an account for it."""

    def sign_in(email: str) -> Any:
        client.force_login(
            account_of(email),
            backend="lienthong.axis.identity.backends.AccountBackend",
        )
        return client

    return sign_in


@pytest.fixture
def province_office_id(django_db_setup: None) -> int:
    """The agency id of Văn phòng UBND tỉnh, readable without a transaction."""
    from tests.support import database

    with database.admin(database.template()) as connection:
        found = connection.execute(
            "SELECT n.agency_id FROM agencies_agencyname n WHERE n.name = 'Văn phòng UBND tỉnh'"
            " OR n.name LIKE 'Văn phòng UBND tỉnh %' ORDER BY n.agency_id LIMIT 1"
        ).fetchone()
    assert found
    return int(found[0])


@pytest.fixture
def leader(db: None, actor_for: Any) -> Any:
    """The chairman of the province (sample)."""
    return actor_for("chutich@mau.lienthong.example")


@pytest.fixture
def colleague(leader: Any) -> int:
    """The person id of a vice chairman in the same agency (sample)."""
    from lienthong.kernel.agencies.models import Person

    return Person.objects.get(email="phochutich@mau.lienthong.example").pk


@pytest.fixture
def stranger(db: None, actor_for: Any) -> Any:
    """A clerk of another agency, a commune (sample)."""
    return actor_for("vanthu.bato@mau.lienthong.example")
