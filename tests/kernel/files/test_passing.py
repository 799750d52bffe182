"""Folders for passing work: gone at the end, and a day after the process that was killed."""

import os
import tempfile
import time
from pathlib import Path

import pytest

from lienthong.kernel.files import passing


@pytest.fixture(autouse=True)
def _own_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_a_passing_folder_is_gone_afterwards_whatever_happens(tmp_path: Path) -> None:
    with passing.passing_folder("letter") as folder:
        Path(folder, "paper.pdf").write_bytes(b"%PDF")
        assert Path(folder).stat().st_mode & 0o077 == 0, "nobody else looks in"
    with pytest.raises(RuntimeError), passing.passing_folder("letter") as other:
        Path(other, "paper.pdf").write_bytes(b"%PDF")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_taken_away_after_a_day(tmp_path: Path) -> None:
    left = tmp_path / f"{passing.PREFIX}letter-4194999-abc"  # above every process number
    fresh = tmp_path / f"{passing.PREFIX}letter-4194998-abc"
    alive = tmp_path / f"{passing.PREFIX}letter-{os.getpid()}-abc"
    other = tmp_path / f"{passing.PREFIX}else-4194999-abc"
    for folder in (left, fresh, alive, other):
        folder.mkdir()
        (folder / "draft.json").write_text("{}")
    day_ago = time.time() - passing.STALE_SECONDS - 60
    for folder in (left, alive, other):
        os.utime(folder, (day_ago, day_ago))
    passing.sweep("letter")
    assert [f.is_dir() for f in (left, fresh, alive, other)] == [False, True, True, True]
