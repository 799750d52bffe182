"""A backup comes back whole on a fresh server, and an altered or cut one is named and refused.

The server that receives it is new: its transaction numbers start low again, which is what the
epoch of the facts is for (a cursor would wait for numbers that never come, or pass over new acts).
"""

import datetime as dt
import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest

from lienthong.config.commands import backup as backup_command
from lienthong.config.commands import restore as restore_command
from lienthong.config.launch import backups, installation, session
from lienthong.config.launch.backups import BackupRefused
from lienthong.config.launch.cluster import Cluster
from lienthong.config.launch.conninfo import DatabaseUrl, parse
from lienthong.config.launch.roles import ROLES, prepare_database
from lienthong.config.launch.runs import StepFailed
from lienthong.config.launch.servers import Server, find_servers
from lienthong.kernel.facts import sealing
from lienthong.kernel.facts.streams import HORIZON
from tests.support import database
from tests.support.roles import as_role

AT = dt.datetime(2026, 11, 27, 2, 0, tzinfo=dt.UTC)


def record(address: DatabaseUrl, act: str) -> None:
    """An act, committed by the web role through the recorder's own functions."""
    with psycopg.connect(str(address)) as connection:
        row: Any = connection.execute("SELECT facts_begin()").fetchone()
        connection.execute(
            "SELECT facts_close(%s, %s, 1, NULL, NULL, NULL, now(), '', 'test', '', '', '{}', NULL)",
            [row[0], act],
        )


def unread(address: DatabaseUrl) -> list[str]:
    """What a subscriber whose cursor stands behind the last sealed fact would read now."""
    query = (
        "SELECT f.act FROM facts_fact f, (SELECT last_epoch, last_xid, last_id FROM facts_batch"
        " WHERE stream = 'facts' ORDER BY number DESC LIMIT 1) c"
        f" WHERE (f.epoch, f.xid, f.id) > (c.last_epoch, c.last_xid, c.last_id) AND {HORIZON}"
    )
    with psycopg.connect(str(address)) as connection:
        return [row[0] for row in connection.execute(query)]


def is_sealed(address: DatabaseUrl, act: str) -> bool:
    """Whether the last batch reaches the act: while the horizon stands before it, nobody reads it."""
    query = (
        "SELECT count(*) FROM facts_fact f, (SELECT last_epoch, last_xid, last_id FROM facts_batch"
        " WHERE stream = 'facts' ORDER BY number DESC LIMIT 1) c WHERE f.act = %s"
        " AND (f.epoch, f.xid, f.id) <= (c.last_epoch, c.last_xid, c.last_id)"
    )
    with psycopg.connect(str(address)) as connection:
        row = connection.execute(query, [act]).fetchone()
    return row is not None and row[0] > 0


def django(environment: dict[str, str], *words: str) -> str:
    """A management command in a process of its own; returns what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "django", *words],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def source(committed: str, tmp_path: Path, settings: Any) -> Path:
    """A data folder with two files and a database with acts that were read and sealed."""
    data = tmp_path / "data"
    for content in (b"one", b"two"):
        name = hashlib.sha256(content).hexdigest()
        place = data / "files" / name[:2] / name[2:4] / name
        place.parent.mkdir(parents=True)
        place.write_bytes(content)
    (data / "files" / "incoming").mkdir()
    (data / "files" / "incoming" / "in-half").write_bytes(b"half")
    (data / "logs").mkdir()
    (data / "logs" / "web.log").write_text("not kept")
    made = installation.Installation(
        data, "sample", "test", "secret", dict.fromkeys(("postgres", *ROLES), database.PASSWORD)
    )
    made.save()
    settings.DATA = data
    web = parse(database.url("lt_app", committed))
    record(web, "backup.before")
    with as_role("lt_worker", committed):
        deadline = time.monotonic() + 60
        while not is_sealed(admin_of(committed), "backup.before"):
            assert time.monotonic() < deadline, "the horizon did not move"
            sealing.seal(at=AT)
            time.sleep(0.05)
    return data


def admin_of(name: str) -> DatabaseUrl:
    return parse(database.ADMIN).of_database(name)


def server_of() -> Server:
    return find_servers()[0]


def test_a_backup_comes_back_whole_on_a_fresh_server(
    source: Path, committed: str, cluster: Cluster, tmp_path: Path
) -> None:
    folder = backups.make(admin_of(committed), server_of(), source, tmp_path / "store", AT)
    manifest = backups.read(folder)
    assert manifest.file_count == 2
    assert manifest.rows["facts_fact"] > 0
    assert "installation.json" in manifest.rest
    assert not any("logs" in name for name in manifest.rest)
    record(parse(database.url("lt_app", committed)), "backup.too_late")

    target = tmp_path / "new"
    target.mkdir()
    backups.put_back(folder, target)
    assert sorted(p.read_bytes() for p in (target / "files").rglob("*") if p.is_file()) == [
        b"one",
        b"two",
    ]
    with cluster.started():
        kept = installation.existing(target)
        assert kept is not None
        urls = prepare_database(
            str(cluster.admin_url()), "lienthong", passwords=kept.passwords, installation=kept.name
        )
        admin = cluster.admin_url("lienthong")
        backups.load(admin, cluster.server, folder)
        assert backups.differences(admin, manifest) == []
        environment = dict(os.environ) | kept.environment(
            "owner",
            urls=urls,
            base_url="http://127.0.0.1:8000",
            assets=Path(os.environ["LIENTHONG_ASSETS"]),
        )
        web = parse(urls["app"])
        # The negative twin: without a new epoch the numbers of a fresh server lie below the cursor.
        record(web, "backup.lost")
        assert unread(admin) == []
        django(environment, "facts", "new-epoch")
        record(web, "backup.after")
        deadline = time.monotonic() + 60
        while (seen := unread(admin)) != ["backup.after"]:
            assert not seen, "what had been read is not read again"
            assert time.monotonic() < deadline, "the horizon did not move"
        assert "toàn vẹn" in django(environment, "facts", "verify")

        with psycopg.connect(str(admin)) as connection:
            connection.execute("INSERT INTO facts_epoch (number, started_at) VALUES (99, now())")
        assert any("facts_epoch" in line for line in backups.differences(admin, manifest))
        with pytest.raises(StepFailed):
            backups.load(admin, cluster.server, folder)  # not into a database that is not empty


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (lambda f: (f / "database.dump").write_bytes(b"other"), "thay đổi"),
        (lambda f: (f / "database.dump").unlink(), "thiếu"),
        (lambda f: (f / "manifest.json").write_text("{"), "hoàn chỉnh"),
        (lambda f: (f / "manifest.json").unlink(), "hoàn chỉnh"),
        (lambda f: (f / "files.txt").write_text(""), "thiếu tên tệp"),
        (lambda f: (f / "files.txt").write_text("../../etc/passwd\n" * 2), "Tên tệp lạ"),
        (lambda f: (f / "data" / "installation.json").write_text("{}"), "thay đổi"),
        (
            lambda f: next(p for p in (f.parent / "files").rglob("*") if p.is_file()).unlink(),
            "thiếu",
        ),
        (
            lambda f: next(p for p in (f.parent / "files").rglob("*") if p.is_file()).write_bytes(
                b"x"
            ),
            "thay đổi",
        ),
    ],
    ids=[
        "dump altered",
        "dump gone",
        "manifest cut",
        "no manifest",
        "names gone",
        "names strange",
        "memory altered",
        "file gone",
        "file altered",
    ],
)
def test_what_is_no_whole_backup_is_refused_before_anything_is_made(
    source: Path, committed: str, tmp_path: Path, harm, words: str, capsys
) -> None:
    folder = backups.make(admin_of(committed), server_of(), source, tmp_path / "store", AT)
    harm(folder)
    with pytest.raises(BackupRefused, match=words):
        restore_command.main([str(folder), "--data", str(tmp_path / "new")])
    assert not (tmp_path / "new").exists()


def test_a_second_backup_shares_the_files_and_a_full_folder_takes_no_restore(
    source: Path, committed: str, tmp_path: Path, monkeypatch
) -> None:
    store = tmp_path / "store"
    first = backups.make(admin_of(committed), server_of(), source, store, AT)
    inodes = {p.stat().st_ino for p in (store / "files").rglob("*") if p.is_file()}
    second = backups.make(
        admin_of(committed), server_of(), source, store, AT + dt.timedelta(days=1)
    )
    assert {p.stat().st_ino for p in (store / "files").rglob("*") if p.is_file()} == inodes
    assert backups.read(first).dump_sha256 and backups.read(second).file_count == 2
    with pytest.raises(BackupRefused, match="không rỗng"):
        restore_command.main([str(first), "--data", str(source)])
    with pytest.raises(BackupRefused, match="Không ghi được"):
        backups.make(admin_of(committed), server_of(), source, store, AT)  # the same second twice
    assert json.loads((first / "manifest.json").read_text())["made_at"] == AT.isoformat()


def test_nothing_to_back_up_is_said(tmp_path: Path) -> None:
    with pytest.raises(session.NoInstallation):
        backup_command.main([str(tmp_path / "store"), "--data", str(tmp_path / "none")])
    assert not (tmp_path / "store").exists()
