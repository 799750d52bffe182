"""The databases of a test run: a template made once, cloned for each worker in a fraction of a second.

Tests connect as `lt_app`, which owns no table; the template already holds the sample province.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from lienthong.config.launch.roles import ROLES, prepare_database

ROOT = Path(__file__).resolve().parents[2]
ADMIN = os.environ.get("LIENTHONG_PG_ADMIN_URL", "")
# What a template is made of: tables, walls, triggers, and the map with the code that loads it.
SCHEMA = {"migrations", "models", "models.py", "sql.py", "walls.py", "recording.py", "agencies"}
PASSWORD = "only-in-tests"


def url(role: str, name: str) -> str:
    """The address of a database as one of the roles."""
    admin = urlsplit(ADMIN)
    if admin.hostname:
        return f"postgresql://{role}:{PASSWORD}@{admin.hostname}:{admin.port or 5432}/{name}"
    return f"postgresql://{role}:{PASSWORD}@/{name}?{admin.query}"


@contextmanager
def admin(dbname: str = "postgres") -> Iterator[psycopg.Connection]:
    """A superuser's connection in autocommit."""
    with psycopg.connect(ADMIN, dbname=dbname, autocommit=True) as connection:
        yield connection


def digest() -> str:
    """A name for the state of everything that the template is made of."""
    made_of = hashlib.sha256()
    for path in sorted((ROOT / "src" / "lienthong").rglob("*")):
        if path.suffix not in {".py", ".json", ".sql"} or "__pycache__" in path.parts:
            continue
        if SCHEMA & {*path.parts, path.name} or path.name.endswith("_sql.py"):
            made_of.update(path.read_bytes())
    return made_of.hexdigest()[:12]


def environment(name: str) -> dict[str, str]:
    """The environment of a process that works on a database of this run."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "lienthong.config.settings",
        "LIENTHONG_DB_OWNER": url("lt_owner", name),
        "LIENTHONG_DB_APP": url("lt_app", name),
        "LIENTHONG_DB_WORKER": url("lt_worker", name),
        "PYTHONPATH": str(ROOT / "src"),
    }


def manage(name: str, *args: str, role: str = "owner", data: Path | None = None) -> str:
    """Run a management command on a database in a process of its own; returns what it printed.

    `data` is a folder of its own: that of the run is shared by the databases of all workers, so
    what speaks of one database there (the checkpoints of its chain) is not what another's finds.
    """
    env = environment(name) | {"LIENTHONG_DB_ROLE": role}
    done = subprocess.run(
        [sys.executable, "-m", "django", *args],
        env=env if data is None else env | {"LIENTHONG_DATA": str(data)},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"manage {' '.join(args)}:\n{done.stdout}\n{done.stderr}")
    return done.stdout


# The steps of a first start, one after the other in one process: each start of Django costs seconds.
_STEPS = """
import django, sys
from django.core.management import call_command
django.setup()
call_command("migrate", "--verbosity=0")
call_command("prepare_database")
if sys.argv[1:]:
    call_command("load_province", *sys.argv[1:])
"""


def _made(name: str, load: bool) -> None:
    """Tables, walls, recorder and (where wanted) the sample province, made by the owner."""
    done = subprocess.run(
        [sys.executable, "-c", _STEPS, *(["--carried-out"] if load else [])],
        env=environment(name) | {"LIENTHONG_DB_ROLE": "owner"},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"template:\n{done.stdout}\n{done.stderr}")


def template(load: bool = True) -> str:
    """The template of this state of the code, made when it is not there yet."""
    name = f"lt_tpl_{digest()}"
    # One lock for each server: runs beside this one have servers and templates of their own.
    server = hashlib.sha256(ADMIN.encode()).hexdigest()[:12]
    lock = Path(tempfile.gettempdir()) / f"lienthong-template-{server}.lock"
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with admin() as connection:
            done = connection.execute(
                "SELECT datistemplate FROM pg_database WHERE datname = %s", [name]
            ).fetchone()
            if done and done[0]:
                return name
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        prepare_database(ADMIN, name, passwords=dict.fromkeys(ROLES, PASSWORD))
        _made(name, load)
        with admin() as connection:
            for (old,) in connection.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE 'lt_tpl_%%' AND datname <> %s"
                " AND pg_catalog.age(datfrozenxid) > 200000",
                [name],
            ).fetchall():
                connection.execute(f'ALTER DATABASE "{old}" IS_TEMPLATE false')
                connection.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
            connection.execute(f'ALTER DATABASE "{name}" IS_TEMPLATE true')
    return name


def clone(source: str, name: str) -> None:
    """A fresh copy of the template under another name."""
    with admin() as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}" STRATEGY file_copy')


def drop(name: str) -> None:
    """Remove a database of this run."""
    with admin() as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
