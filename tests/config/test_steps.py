"""Management commands run in one process: announced one by one, and a failure names its command."""

import io
import sys
from pathlib import Path

import pytest

from lienthong.config.launch import statics, steps
from lienthong.config.launch.progress import Progress

FAKE = """
import sys
for name in sys.argv[1:]:
    print(chr(30) + name, flush=True)
    print("working on", name, flush=True)
    if name == "prepare_database":
        print("cột đã có", file=sys.stderr, flush=True)
        raise SystemExit(1)
"""


@pytest.fixture
def fake_django(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Instead of Django: a program that announces its commands and fails at prepare_database."""
    program = tmp_path / "python"
    (tmp_path / "fake.py").write_text(FAKE)
    program.write_text(f'#!/bin/sh\nshift 2\nexec "{sys.executable}" "{tmp_path}/fake.py" "$@"\n')
    program.chmod(0o755)
    monkeypatch.setattr(steps.sys, "executable", str(program))
    return tmp_path / "setup.log"


def test_each_command_has_its_line_and_its_words_go_to_the_log(fake_django: Path) -> None:
    shown = io.StringIO()
    said = steps.perform(
        ["migrate", "other", "sample_accounts"],
        env={},
        log=fake_django,
        progress=Progress(shown),
    )
    assert "✓ Cập nhật cấu trúc cơ sở dữ liệu" in shown.getvalue()
    assert "✓ other" in shown.getvalue()
    assert fake_django.read_text() == "working on migrate\nworking on other\n"
    assert said["other"] == "working on other\n"
    assert said["sample_accounts"], "what prints a password is returned and not logged"


def test_a_failure_names_the_command_and_shows_its_last_words(fake_django: Path) -> None:
    shown = io.StringIO()
    with pytest.raises(steps.CommandFailed) as failed:
        steps.perform(
            ["migrate", "prepare_database", "load_province"],
            env={},
            log=fake_django,
            progress=Progress(shown),
        )
    assert "(prepare_database)" in str(failed.value)
    assert "cột đã có" in str(failed.value)
    assert "✗ Dựng tường bảo vệ" in shown.getvalue()
    assert "load_province" not in fake_django.read_text()


def test_static_files_are_gathered_when_something_changed_and_only_then(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    gathered: list[dict[str, str]] = []

    def perform(names: list[str], *, env: dict[str, str], **rest: object) -> None:
        gathered.append(env)
        (tmp_path / "static" / "page.css").write_text("")

    (tmp_path / "static").mkdir()
    monkeypatch.setattr(steps, "perform", perform)
    own = tmp_path / "src" / "lienthong"
    (own / "config").mkdir(parents=True)
    (own / "config" / "settings.py").write_text("")
    (own / "ui" / "static").mkdir(parents=True)
    monkeypatch.setattr(statics.places, "SOURCE", tmp_path / "src")
    for _ in range(2):
        statics.gather({}, tmp_path, Progress(io.StringIO()))
    assert len(gathered) == 1
    assert gathered[0]["LIENTHONG_DB_ROLE"] == "app"
    (own / "ui" / "static" / "new.css").write_text("a {}")
    statics.gather({}, tmp_path, Progress(io.StringIO()))
    assert len(gathered) == 2
