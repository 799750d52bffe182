"""The folder of reference material that may lie beside the checkout; absent on a user's machine."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def shared_path(relative: str) -> Path | None:
    """The file under the folder `shared` beside the checkout, or None where there is none."""
    path = ROOT.parent / "shared" / relative
    return path if path.exists() else None
