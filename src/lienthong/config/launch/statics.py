"""The files that the browser gets: front-end packages and our own, gathered when something changed."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from lienthong.config.launch import assets, places, steps
from lienthong.config.launch.progress import Progress


def gather(env: Mapping[str, str], data: Path, progress: Progress) -> None:
    """Run `collectstatic` unless the packages and our own static files are those of the last time.

    Raises CommandFailed.
    """
    stamp = data / "static.stamp"
    wanted = digest()
    if stamp.exists() and stamp.read_text() == wanted and any((data / "static").iterdir()):
        return
    stamp.unlink(missing_ok=True)
    steps.perform(
        ["collectstatic"],
        env={**env, "LIENTHONG_DB_ROLE": "app"},
        log=data / "logs" / "setup.log",
        progress=progress,
    )
    stamp.write_text(wanted)


def digest() -> str:
    """What the gathered files were made of: the packages, the settings, our own files by time and size."""
    made_of = hashlib.sha256(assets.digest().encode())
    made_of.update(str(assets.folder()).encode())
    package = places.SOURCE / "lienthong"
    sources = [package / "config" / "settings.py", *sorted(package.rglob("static/**/*"))]
    for path in sources:
        found = path.stat()
        made_of.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return made_of.hexdigest()
