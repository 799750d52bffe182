"""Runs an outside program with a time limit; a failure becomes a sentence with the end of its output."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from lienthong.config.launch.refusal import Refused

SHOWN_LINES = 25


class StepFailed(Refused):
    """An outside program that the set-up needs ended with an error or took too long."""


def tail(text: str, lines: int = SHOWN_LINES) -> str:
    """The last lines of an output, indented for showing under a message."""
    kept = [line for line in text.splitlines() if line.strip()][-lines:]
    return "\n".join("    " + line for line in kept)


def run(
    argv: Sequence[str | Path],
    *,
    what: str,
    timeout: float,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    as_user: tuple[int, int] | None = None,
) -> str:
    """Run to the end and return stdout and stderr together; raise StepFailed with their end otherwise.

    `as_user` is (uid, gid) of another account to run as; only root may give it.
    """
    try:
        done = subprocess.run(
            [str(part) for part in argv],
            env=dict(os.environ, **(env or {})),
            cwd=cwd,
            user=as_user[0] if as_user else None,
            group=as_user[1] if as_user else None,
            extra_groups=[] if as_user else None,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=timeout,
            text=True,
            errors="replace",
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        output = error.stdout.decode(errors="replace") if isinstance(error.stdout, bytes) else ""
        raise StepFailed(f"{what}: quá {timeout:.0f} giây chưa xong.\n{tail(output)}") from error
    except OSError as error:
        raise StepFailed(f"{what}: không chạy được {argv[0]} ({error}).") from error
    if done.returncode != 0:
        raise StepFailed(f"{what}: lỗi (mã {done.returncode}).\n{tail(done.stdout)}")
    return done.stdout
