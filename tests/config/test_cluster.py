"""The private cluster: closed to others, survives crashes, never left half started."""

import os
import signal
import stat
from pathlib import Path

import psycopg
import pytest

from lienthong.config.launch import runs, throwaway
from lienthong.config.launch.cluster import Cluster, ClusterFailed
from lienthong.config.launch.processes import alive
from lienthong.config.launch.progress import Progress
from tests.config.waiting import wait_for


def ask(cluster: Cluster, query: str) -> str:
    with psycopg.connect(str(cluster.admin_url())) as connection:
        row = connection.execute(query).fetchone()
    assert row
    return str(row[0])


def test_it_listens_on_a_socket_only_and_asks_for_the_password(cluster: Cluster) -> None:
    with cluster.started():
        assert ask(cluster, "SHOW listen_addresses") == ""
        assert int(ask(cluster, "SHOW max_connections")) >= 400
        assert ask(cluster, "SHOW data_checksums") == "on"
        assert stat.S_IMODE(cluster.home.stat().st_mode) == 0o700
        assert stat.S_IMODE(cluster.socket_folder.stat().st_mode) == 0o700
        wrong = cluster.admin_url().of_user("postgres", "wrong")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(str(wrong))
    assert cluster.running() is None


def test_its_log_keeps_neither_statements_nor_values(cluster: Cluster) -> None:
    with cluster.started():
        connection = psycopg.connect(str(cluster.admin_url()), autocommit=True)
        connection.execute("CREATE TABLE t (cccd text PRIMARY KEY)")
        connection.execute("INSERT INTO t VALUES ('051099000123')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO t VALUES ('051099000123')")
        connection.close()
    log = cluster.log.read_text()
    assert "duplicate key" in log
    assert "051099000123" not in log


def test_data_survive_a_crash_and_a_stale_pid_file_that_names_a_stranger(cluster: Cluster) -> None:
    cluster.create()
    cluster.start()
    with psycopg.connect(str(cluster.admin_url())) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    pid = cluster.running()
    assert pid
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: cluster.running() is None, "the server to be gone")
    pid_file = cluster.data / "postmaster.pid"
    lines = pid_file.read_text().split("\n")
    pid_file.write_text("\n".join([str(os.getppid()), *lines[1:]]))
    with cluster.started():
        assert ask(cluster, "SELECT n FROM kept") == "7"


def test_a_server_that_outlived_its_supervisor_is_taken_over(cluster: Cluster) -> None:
    cluster.create()
    cluster.start()
    pid = cluster.running()
    cluster.start()
    assert cluster.running() == pid
    cluster.stop()
    assert pid
    assert not alive(pid)


def test_a_failed_start_shows_the_log_stops_and_the_next_start_works(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster.create()
    with monkeypatch.context() as patch:
        patch.setattr(Cluster, "_settings", lambda self: {"shared_buffers": "nonsense"})
        with pytest.raises(ClusterFailed, match="shared_buffers"):
            cluster.start()
    assert cluster.running() is None
    with cluster.started():
        assert ask(cluster, "SELECT 1") == "1"


def test_an_interruption_while_starting_stops_what_was_started(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster.create()
    real = Cluster._pg_ctl

    def interrupted(self: Cluster, words: list[str | Path], *, timeout: float) -> None:
        real(self, words, timeout=timeout)
        if words[0] == "start":
            raise KeyboardInterrupt

    monkeypatch.setattr(Cluster, "_pg_ctl", interrupted)
    with pytest.raises(KeyboardInterrupt):
        cluster.start()
    assert cluster.running() is None


def test_an_interrupted_making_leaves_no_half_cluster(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Cluster, "_initdb", _killed_in_the_middle)
        with pytest.raises(KeyboardInterrupt):
            cluster.create()
    assert not cluster.data.exists()
    cluster.create()
    assert (cluster.data / "PG_VERSION").exists()
    assert not (cluster.home / "pwfile").exists()


def _killed_in_the_middle(self: Cluster, folder: Path, locale: list[str]) -> None:
    folder.mkdir()
    (folder / "half").write_text("")
    raise KeyboardInterrupt


def test_without_icu_the_cluster_is_made_all_the_same(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Cluster._initdb
    tried: list[list[str]] = []

    def without_icu(self: Cluster, folder: Path, locale: list[str]) -> None:
        tried.append(locale)
        if "--locale-provider=icu" in locale:
            raise runs.StepFailed("ICU is not supported in this build")
        real(self, folder, locale)

    monkeypatch.setattr(Cluster, "_initdb", without_icu)
    with cluster.started():
        assert ask(cluster, "SELECT lower('ĐẶNG')") == "đặng"
    assert len(tried) >= 2


def test_a_path_too_long_for_a_socket_gets_a_short_folder(cluster: Cluster) -> None:
    far = Cluster(cluster.server, cluster.home / ("x" * 90), cluster.account)
    assert len(str(far.socket_folder)) < 80
    with_comma = Cluster(cluster.server, cluster.home / "a,b", cluster.account)
    assert "," not in str(with_comma.socket_folder)
    assert far.socket_folder != with_comma.socket_folder


def test_a_folder_of_somebody_else_is_refused(cluster: Cluster, reachable: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("chỉ root đổi được chủ của thư mục")
    stolen = Cluster(cluster.server, reachable / "stolen", cluster.account)
    stolen.home.mkdir()
    os.chown(stolen.home, 54_321, 54_321)
    with pytest.raises(ClusterFailed, match="thuộc về người dùng khác"):
        stolen.create()


def test_a_run_that_was_killed_is_swept_away_by_the_next(
    trusting: Cluster, reachable: Path
) -> None:
    left = reachable / (throwaway.PREFIX + "dead")
    alive_one = reachable / (throwaway.PREFIX + "alive")
    for home, owner in ((left, 2**22 + 1), (alive_one, os.getpid())):
        home.mkdir(mode=0o711)
        (home / "owner.pid").write_text(str(owner))
    old = Cluster(trusting.server, left / "pg", trusting.account, durable=False)
    old.create()
    old.start()
    pid = old.running()
    assert pid
    assert throwaway.sweep(trusting.server, trusting.account, reachable) == [left]
    assert not alive(pid)
    assert alive_one.exists()


def test_the_throw_away_cluster_is_gone_after_an_error() -> None:
    seen: list[Cluster] = []
    with pytest.raises(ZeroDivisionError), throwaway.cluster(Progress()) as made:
        seen.append(made)
        assert ask(made, "SHOW fsync") == "off"
        raise ZeroDivisionError
    assert seen[0].running() is None
    assert not seen[0].home.exists()
