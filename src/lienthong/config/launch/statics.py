"""What pages are made of: static files gathered and translations compiled when they changed."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from lienthong.config.launch import assets, places, steps
from lienthong.config.launch.progress import Progress


def gather(env: Mapping[str, str], data: Path, progress: Progress) -> None:
    """Gather and compile unless packages, static files and catalogues are those of the last time.

    Raises CommandFailed.
    """
    stamp = data / "static.stamp"
    wanted = digest()
    if stamp.exists() and stamp.read_text() == wanted and any((data / "static").iterdir()):
        return
    stamp.unlink(missing_ok=True)
    # A checkout that cannot be written to brings its translations compiled.
    compiling = ["compile_catalogues"] if os.access(places.SOURCE, os.W_OK) else []
    steps.perform(
        [*compiling, "collectstatic"],
        env={**env, "LIENTHONG_DB_ROLE": "app"},
        log=data / "logs" / "setup.log",
        progress=progress,
    )
    stamp.write_text(wanted)


def digest() -> str:
    """What they were made of: the packages, the settings, our own files by time and size."""
    made_of = hashlib.sha256(assets.digest().encode())
    made_of.update(str(assets.folder()).encode())
    package = places.SOURCE / "lienthong"
    sources = [package / "config" / "settings.py"]
    sources += sorted(package.rglob("static/**/*")) + sorted(package.rglob("*.po"))
    for path in sources:
        found = path.stat()
        made_of.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return made_of.hexdigest()
