"""Where the parts of an installation lie: the checkout, the environment, the data folder."""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
SOURCE = ROOT / "src"
# Where a root user keeps what an unprivileged server account must be able to reach.
SYSTEM_HOME = Path("/var/lib/lienthong")


def short_hash(path: Path) -> str:
    """Twelve hex digits that name a folder of this machine."""
    return hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:12]


def environment_home() -> Path:
    """The folder of the environments: `.venv` in the checkout, or the user's cache when it is read-only."""
    given = os.environ.get("LIENTHONG_ENVIRONMENTS")
    if given:
        return Path(given).resolve()
    inside = ROOT / ".venv"
    if os.access(inside if inside.exists() else ROOT, os.W_OK):
        return inside
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "lienthong" / short_hash(ROOT)


def data_folder(given: str | None) -> Path:
    """The data folder: the one given, else LIENTHONG_DATA, else `var` in the checkout."""
    return Path(given or os.environ.get("LIENTHONG_DATA") or ROOT / "var").expanduser().resolve()


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    making = path.with_name(path.name + ".new")
    making.unlink(missing_ok=True)
    with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    making.replace(path)
