"""Looks at processes by their number: alive, whose, and what a crash left of them in lock files."""

import os
import subprocess
from pathlib import Path

NO_PROCESS = 2**22 + 1  # above the highest number that the kernel gives


def forget_process(lock: Path) -> None:
    """Take the process number out of a lock file that a crash left.

    That number may meanwhile belong to a stranger, and PostgreSQL would refuse to start. The rest of
    the file stays: by it PostgreSQL finds children of the dead server that still work on the data.
    """
    try:
        lines = lock.read_text().split("\n")
    except OSError:
        return
    with lock.open("r+") as handle:  # in place: the file keeps its owner and its mode
        handle.write("\n".join([str(NO_PROCESS), *lines[1:]]))
        handle.truncate()


def command_line(pid: int) -> str | None:
    """The command line of a process: empty when it is dead, None when it lives but may not be read."""
    if Path("/proc/self/cmdline").exists():
        try:
            raw = Path(f"/proc/{pid}/cmdline").read_bytes()
        except FileNotFoundError:
            return ""
        except OSError:
            return None
        return raw.replace(b"\0", b" ").decode(errors="replace")
    done = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return done.stdout


def alive(pid: int) -> bool:
    """Whether a process with this number runs, whoever owns it; one that waits to be buried does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return True
    return state not in ("Z", "X")
