"""The command line: every command is there, unknown ones are named, refusals are sentences."""

import ast
import importlib
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from lienthong.config import cli
from lienthong.config.commands import check, manage
from lienthong.config.commands import test as test_command
from lienthong.config.launch import bootstrap, places
from lienthong.config.launch.refusal import Refused


def launch(*argv: str) -> "subprocess.CompletedProcess[str]":
    """The launcher itself, as a person calls it."""
    return subprocess.run(
        [sys.executable, str(places.ROOT / "lienthong"), *argv],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_launcher_lists_its_commands_without_an_environment() -> None:
    done = launch("--help")
    assert done.returncode == 0
    for command in cli.COMMANDS:
        assert command.name in done.stdout


def test_an_unknown_command_is_named() -> None:
    done = launch("chay")
    assert done.returncode == 2
    assert "Không có lệnh “chay”" in done.stderr


def test_the_launcher_can_be_read_by_an_old_python_that_it_then_refuses() -> None:
    tree = ast.parse((places.ROOT / "lienthong").read_text(), feature_version=(3, 6))
    assert any(isinstance(node, ast.If) for node in tree.body)


@pytest.mark.parametrize("command", cli.COMMANDS, ids=lambda command: command.name)
def test_every_command_is_a_module_with_main(command: cli.Command) -> None:
    module = f"{cli.PACKAGE}.{command.name.replace('-', '_')}"
    if importlib.util.find_spec(module) is None:
        with pytest.raises(Refused, match="chưa có lệnh"):
            cli._run(command, [])
        return
    assert callable(importlib.import_module(module).main)


def test_a_refusal_is_shown_as_a_sentence_and_an_error_of_ours_is_not_hidden(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(command: cli.Command, argv: list[str]) -> int:
        raise Refused("Thiếu thứ này; hãy làm thế kia.")

    monkeypatch.setattr(cli, "_run", refused)
    assert cli.main(["doctor"]) == 2
    assert capsys.readouterr().err == "✗ Thiếu thứ này; hãy làm thế kia.\n"

    def broken(command: cli.Command, argv: list[str]) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(cli, "_run", broken)
    with pytest.raises(ZeroDivisionError):
        cli.main(["doctor"])


def test_a_command_whose_own_import_is_missing_is_not_called_absent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError("No module named 'typst'", name="typst")

    monkeypatch.setattr(cli.importlib, "import_module", missing)
    with pytest.raises(ModuleNotFoundError, match="typst"):
        cli.main(["doctor"])


@pytest.mark.parametrize(
    ("given", "parallel"),
    [
        ([], True),
        (["tests/kernel", "-x"], True),
        (["-n0"], False),
        (["-n", "4"], False),
        (["--numprocesses=1"], False),
        (["-p", "no:xdist", "--pdb"], False),
    ],
)
def test_pytest_gets_the_arguments_and_one_worker_more_than_cores(
    given: list[str], parallel: bool
) -> None:
    made = test_command.arguments(given, cores=2)
    assert made[-len(given) :] == given if given else True
    assert (made.count("-n") == 1 and "3" in made) == parallel or "-n" in given
    assert ("worksteal" in made) == parallel


def test_bytecode_that_may_not_lie_beside_the_sources_is_kept_in_the_environment() -> None:
    python = Path("/env/run/bin/python")
    made = bootstrap.bytecode({"PYTHONDONTWRITEBYTECODE": "1", "A": "b"}, python)
    assert made == {"A": "b", "PYTHONPYCACHEPREFIX": "/env/run/bytecode"}
    for said in ({"A": "b"}, {"PYTHONPYCACHEPREFIX": "/x"}):
        assert bootstrap.bytecode(said, python) == said, "Python's own way, or what was asked for"


def test_checks_know_all_that_ci_asks_for() -> None:
    names = [one.name for one in check.checks()]
    assert names == ["ruff check", "ruff format", "lint-imports", "migrations", "mypy"]
    ci = (places.ROOT / ".ci" / "run").read_text()
    for line in ("./lienthong doctor --install", "./lienthong check", "./lienthong test"):
        assert line in ci
    assert "LIENTHONG_REQUIRE=all" in ci


def test_migrations_are_the_owners_and_reading_is_the_webs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(
        manage,
        "execute",
        lambda rest: seen.append((manage.os.environ["LIENTHONG_DB_ROLE"], rest)) or 0,
    )
    for role in ("OWNER", "APP", "WORKER"):
        monkeypatch.setenv(f"LIENTHONG_DB_{role}", "postgresql:///x")
    monkeypatch.setenv("LIENTHONG_DB_ROLE", "app")
    manage.main(["migrate", "--plan"])
    manage.main(["--as", "worker", "shell", "-c", "1"])
    manage.main(["sendtestemail"])
    assert seen == [
        ("owner", ["migrate", "--plan"]),
        ("worker", ["shell", "-c", "1"]),
        ("app", ["sendtestemail"]),
    ]
