"""Several management commands in one process, each announced, so that Django starts only once.

Called as `python -m lienthong.config.launch.steps migrate prepare_database …` by `run` and `migrate`.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from lienthong.config.launch import runs
from lienthong.config.launch.progress import Progress
from lienthong.config.launch.refusal import Refused

UNLOGGED = frozenset({"sample_accounts"})  # what it prints holds a password
MARK = "\x1e"  # before the name of each command on the child's output
TITLES = {
    "setup": "Nạp chương trình",
    "migrate": "Cập nhật cấu trúc cơ sở dữ liệu",
    "prepare_database": "Dựng tường bảo vệ dữ liệu và bộ ghi sự kiện",
    "load_province": "Nạp tỉnh mẫu (chỉ lần đầu)",
    "sample_accounts": "Tài khoản mẫu",
    "compile_catalogues": "Biên dịch bản dịch giao diện",
    "collectstatic": "Sắp xếp tệp giao diện",
}


class CommandFailed(Refused):
    """A management command ended with an error."""


def perform(
    names: Sequence[str], *, env: Mapping[str, str], log: Path, progress: Progress
) -> dict[str, str]:
    """Run the commands in order, with a progress line for each; what they print goes to `log`.

    Returns what each printed. Raises CommandFailed with the end of the log, naming the command that failed.
    """
    argv = [sys.executable, "-m", __name__, *names]
    process = subprocess.Popen(
        argv,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    written: dict[str, list[str]] = {}
    current = "setup"
    try:
        with log.open("a", encoding="utf-8") as kept, ExitStack() as showing:
            showing.enter_context(progress.step(TITLES[current]))
            for line in process.stdout or ():
                if line.startswith(MARK):
                    current = line.removeprefix(MARK).strip()
                    showing.pop_all().close()
                    showing.enter_context(progress.step(TITLES.get(current, current)))
                    continue
                written.setdefault(current, []).append(line)
                if current not in UNLOGGED:
                    kept.write(line)
            if process.wait():
                raise CommandFailed(
                    f"Bước “{TITLES.get(current, current)}” ({current}) bị lỗi:\n"
                    f"{runs.tail(''.join(written.get(current, [])))}\n  Nhật ký đầy đủ: {log}"
                )
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    return {name: "".join(lines) for name, lines in written.items()}


def main(names: list[str]) -> None:
    """In the child: announce and run each command."""
    import django
    from django.core.management import call_command

    django.setup()
    for name in names:
        sys.stdout.write(f"{MARK}{name}\n")
        sys.stdout.flush()
        if name in ("migrate", "collectstatic"):
            call_command(name, interactive=False)
        else:
            call_command(name)


if __name__ == "__main__":
    main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(0)  # taking the loaded program apart would cost a second and keeps nothing
