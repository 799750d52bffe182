"""`./lienthong manage`: Django's management commands on an installation, as one of the three roles."""

import argparse
import os
import sys

from lienthong.config.launch import places, session
from lienthong.config.launch.progress import Progress
from lienthong.config.launch.stopping import stop_requests

# Only the owner of the tables may change their shape.
OF_THE_OWNER = frozenset(
    {"migrate", "prepare_database", "load_province", "first_administrator", "flush", "dbshell"}
)
WITHOUT_DATABASE = frozenset(
    {"help", "makemigrations", "makemessages", "compilemessages", "startapp", "--help", "--version"}
)


def main(argv: list[str]) -> int:
    """Run one management command; without a running installation its database is opened for it."""
    parser = argparse.ArgumentParser(
        prog="./lienthong manage",
        description="Lệnh quản trị Django.",
        add_help=False,
        allow_abbrev=False,
    )
    parser.add_argument("--as", dest="role", choices=("owner", "app", "worker"))
    parser.add_argument("--data")
    options, rest = parser.parse_known_args(argv)
    name = rest[0] if rest else "help"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
    if name in WITHOUT_DATABASE:
        os.environ.setdefault("LIENTHONG_BUILD", "1")
        return execute(rest)
    role = options.role or ("owner" if name in OF_THE_OWNER else "app")
    if os.environ.get(f"LIENTHONG_DB_{role.upper()}"):  # a process of a running installation
        os.environ["LIENTHONG_DB_ROLE"] = role
        return execute(rest)
    with (
        stop_requests(),
        session.joined(places.data_folder(options.data), role, Progress(sys.stderr)),
    ):
        return execute(rest)


def execute(argv: list[str]) -> int:
    """Hand the arguments to Django and return its exit code."""
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(["./lienthong manage", *argv])
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    return 0
