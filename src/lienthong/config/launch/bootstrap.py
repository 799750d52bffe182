"""The first stage of every command: make the environment it needs and go on inside it."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from lienthong.config import cli
from lienthong.config.launch import environment, places
from lienthong.config.launch.progress import Progress
from lienthong.config.launch.refusal import Refused


def main(argv: list[str]) -> int:
    """Run a command of the launcher; does not return when it goes on in the environment."""
    command = cli.command_of(argv)
    if command is None or command.environment is None:
        return cli.main(argv)
    try:
        python = environment.ensure(command.environment, Progress(sys.stderr))
    except Refused as error:
        sys.stderr.write(f"✗ {error}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("\nĐã dừng theo yêu cầu.\n")
        return 130
    return go_on(python, argv)


def go_on(python: Path, argv: list[str]) -> NoReturn:
    """Become the same command inside the environment."""
    inherited = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([str(places.SOURCE), *([inherited] if inherited else [])])
    os.execve(  # noqa: S606 - our own Python with the arguments we were given
        python,
        [str(python), "-m", "lienthong", *argv],
        {**bytecode(os.environ, python), "PYTHONPATH": path, "VIRTUAL_ENV": str(python.parents[1])},
    )


def bytecode(inherited: Mapping[str, str], python: Path) -> dict[str, str]:
    """The inherited environment, so that compiled Python is kept where the machine forbids it.

    Containers often forbid bytecode beside the sources; without any, each process compiles Django
    and us anew, three seconds of a core each time. Then it goes into the environment's own folder.
    """
    wanted = dict(inherited)
    if wanted.pop("PYTHONDONTWRITEBYTECODE", "") and not wanted.get("PYTHONPYCACHEPREFIX"):
        wanted["PYTHONPYCACHEPREFIX"] = str(python.parents[1] / "bytecode")
    return wanted
