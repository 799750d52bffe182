"""Finding PostgreSQL: version, several side by side, one that the server's account cannot reach."""

import os
from pathlib import Path

import pytest

from lienthong.config.launch import account, debian, servers
from lienthong.config.launch.progress import Progress

ME = account.Account(os.geteuid(), os.getegid(), switch=False)


def fake_server(folder: Path, version: str, missing: str = "") -> Path:
    """Programs that answer --version like a server of this version."""
    folder.mkdir(parents=True)
    for name in servers.NEEDED:
        if name != missing:
            (folder / name).write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
            (folder / name).chmod(0o755)
    return folder


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", (15, "15.18")),
        ("postgres (PostgreSQL) 18beta1", (18, "18beta1")),
        ("postgres (PostgreSQL) 9.6.24", (9, "9.6.24")),
        ("bash: postgres: command not found", None),
        ("", None),
    ],
)
def test_versions(text: str, expected: tuple[int, str] | None) -> None:
    assert servers.parse_version(text) == expected


def test_old_and_incomplete_servers_are_passed_over_and_the_newest_comes_first(
    tmp_path: Path,
) -> None:
    folders = [
        fake_server(tmp_path / "14", "14.12"),
        fake_server(tmp_path / "15", "15.18"),
        fake_server(tmp_path / "17", "17.2"),
        fake_server(tmp_path / "18", "18.0", missing="initdb"),
        tmp_path / "none",
    ]
    (tmp_path / "link").symlink_to(tmp_path / "17")
    found = servers.find_servers([*folders, tmp_path / "link"])
    assert [server.major for server in found] == [17, 15]


def test_an_existing_cluster_keeps_its_major_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = servers.find_servers(
        [fake_server(tmp_path / "15", "15.18"), fake_server(tmp_path / "17", "17.2")]
    )
    monkeypatch.setattr(servers, "find_servers", lambda: both)
    assert servers.obtain(Progress(), ME, 15).major == 15
    assert servers.obtain(Progress(), ME).major == 17
    monkeypatch.setenv("LIENTHONG_PG_BIN", str(tmp_path))
    with pytest.raises(servers.ServerMissing, match=r"PostgreSQL 16.*\n.*cài lại đúng bản đó"):
        servers.obtain(Progress(), ME, 16)


def test_debians_package_comes_first_and_the_wheel_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LIENTHONG_PG_BIN", raising=False)
    monkeypatch.setattr(servers, "candidate_folders", lambda: [tmp_path / "15"])
    monkeypatch.setattr(debian, "can_install", lambda: True)
    tried: list[str] = []

    def install(packages: list[str]) -> None:
        tried.extend(packages)
        fake_server(tmp_path / "15", "15.18")

    monkeypatch.setattr(debian, "install", install)
    monkeypatch.setattr(servers, "_from_wheel", lambda *_: pytest.fail("no wheel is needed"))
    assert servers.obtain(Progress(), ME).version == "15.18"
    assert tried == ["postgresql"]


def test_the_wheel_is_the_last_way_and_its_failure_is_told_with_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LIENTHONG_PG_BIN", raising=False)
    monkeypatch.setattr(servers, "candidate_folders", list)
    monkeypatch.setattr(debian, "can_install", lambda: False)
    wheel = servers.server_in(fake_server(tmp_path / "w", "18.6"))
    monkeypatch.setattr(servers, "_from_wheel", lambda *_: wheel)
    assert servers.obtain(Progress(), ME).version == "18.6"

    def gone(*_: object) -> None:
        raise servers.ServerMissing("không có gói cho máy này")

    monkeypatch.setattr(servers, "_from_wheel", gone)
    with pytest.raises(servers.ServerMissing) as refused:
        servers.obtain(Progress(), ME)
    assert "không có gói cho máy này" in str(refused.value)
    assert "apt-get install" in str(refused.value)


def test_a_closed_folder_above_sends_the_servers_account_elsewhere(tmp_path: Path) -> None:
    stranger = account.Account(uid=54_321, gid=54_321, switch=True)
    inside = tmp_path / "closed" / "data"
    inside.mkdir(parents=True)
    tmp_path.chmod(0o755)
    (tmp_path / "closed").chmod(0o700)
    assert not account.reaches(stranger, inside)
    elsewhere = account.reachable_home(stranger, inside / "postgres")
    assert elsewhere.parent == account.places.SYSTEM_HOME
    assert account.reachable_home(ME, inside / "postgres") == inside / "postgres"
    for folder in (inside, *inside.parents):
        if folder.is_relative_to(tmp_path):
            folder.chmod(0o711)
    if all(parent.stat().st_mode & 0o001 for parent in tmp_path.parents):
        assert account.reachable_home(stranger, inside / "postgres") == inside / "postgres"
