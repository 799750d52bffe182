"""`./lienthong run`: starts once, keeps its processes alive, and leaves nothing behind."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from lienthong.config.launch import installation, places, servers, session
from lienthong.config.launch.cluster import Cluster
from lienthong.config.launch.processes import alive
from tests.config.waiting import wait_for

Start = Callable[..., "subprocess.Popen[str]"]
pytestmark = pytest.mark.skipif(
    not servers.find_servers(), reason="thiếu chương trình postgres (gói Debian: postgresql)"
)


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def data(reachable: Path) -> Path:
    """The data folder of the installation under test."""
    return reachable / "data"


@pytest.fixture
def start(data: Path) -> Iterator[Start]:
    """Start `run` with stand-ins; everything it started is ended after the test."""
    started: list[subprocess.Popen[str]] = []
    clean = {k: v for k, v in os.environ.items() if not k.startswith("LIENTHONG_")}
    clean.pop("DATABASE_URL", None)

    def begin(
        *argv: str, fail: bool = False, env: dict[str, str] | None = None
    ) -> "subprocess.Popen[str]":
        switches = ["--fail-migration"] if fail else []
        given = ["--data", str(data), "--port", str(free_port()), *argv]
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.config.standin", *switches, "--", *given],
            cwd=places.ROOT,
            env={**clean, "PYTHONPATH": f"{places.SOURCE}:{places.ROOT}", **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
        assert process.stdout
        process.stdout.close()
    _stop_cluster(data)


def _stop_cluster(data: Path) -> None:
    kept = installation.existing(data) if data.exists() else None
    if kept and kept.cluster:
        Cluster(servers.find_servers()[0], Path(kept.cluster), session.server_account()).remove()


def ready(data: Path, process: "subprocess.Popen[str]") -> session.Running:
    """Wait until the installation says that it serves."""

    def look() -> session.Running | None:
        assert process.poll() is None, process.communicate()[0]
        found = session.running(data)
        return found if found and page(found.port) else None

    return wait_for(look, "the installation to serve", 60)


def page(port: int) -> bool:
    """Whether the stand-in's page is served."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().read() == b"xin chao"
    except OSError:
        return False
    finally:
        connection.close()


def lines_until(process: "subprocess.Popen[str]", last: str) -> str:
    """What the process says up to the line that holds `last`, or up to its end."""
    said = []
    for line in process.stdout or ():
        said.append(line)
        if last in line:
            break
    return "".join(said)


def performed(running: session.Running) -> list[str]:
    """What the stand-in's management commands wrote."""
    with psycopg.connect(running.environment["LIENTHONG_DB_APP"]) as connection:
        return [row[0] for row in connection.execute("SELECT name FROM performed")]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_from_nothing_to_a_page_and_back_to_nothing(
    start: Start, data: Path, number: signal.Signals
) -> None:
    process = start()
    running = ready(data, process)
    assert set(running.pids) == {"web", "worker", "scans", "postgres"}
    assert all(alive(pid) for pid in running.pids.values())
    assert performed(running) == [
        "migrate",
        "prepare_database",
        "load_province",
        "sample_accounts",
    ]
    for private in ("run.json", "installation.json"):
        assert (data / private).stat().st_mode & 0o077 == 0
    output = lines_until(process, "Dừng: Ctrl-C")
    process.send_signal(number)
    output += process.communicate(timeout=60)[0]
    assert process.returncode == 0, output
    assert f"Mở trình duyệt: {running.url}\nvanthu@mau · Văn thư" in output
    assert "Đã dừng tất cả." in output
    assert not any(alive(pid) for pid in running.pids.values())
    assert not (data / "run.json").exists()


def test_the_sample_is_loaded_once_and_kept(start: Start, data: Path) -> None:
    for _ in range(2):
        process = start()
        running = ready(data, process)
        words = performed(running)
        process.terminate()
        process.communicate(timeout=60)
    assert words.count("load_province") == 1
    assert words.count("migrate") == 2


def test_a_second_run_on_the_same_folder_says_where_the_first_is(start: Start, data: Path) -> None:
    running = ready(data, start())
    second = start()
    output, _ = second.communicate(timeout=60)
    assert second.returncode == 2
    assert f"đang chạy tại {running.url}" in output
    assert all(alive(pid) for pid in running.pids.values())


def test_a_dead_worker_is_started_again_and_the_run_file_tells_its_new_number(
    start: Start, data: Path
) -> None:
    process = start()
    old = ready(data, process).pids["worker"]
    os.kill(old, signal.SIGKILL)

    def renewed() -> int | None:
        found = session.running(data)
        new = found.pids.get("worker") if found else None
        return new if new and new != old else None

    new = wait_for(renewed, "a new worker", 60)
    assert alive(new)
    log = (data / "logs" / "worker.log").read_text()
    wait_for(lambda: (data / "logs" / "worker.log").read_text().count("worker lives") == 2, log, 60)
    process.terminate()
    output, _ = process.communicate(timeout=60)
    assert "worker đã dừng (mã -9)" in output
    assert not alive(new)


def test_a_dead_database_is_started_again(start: Start, data: Path) -> None:
    running = ready(data, start())
    old = running.pids["postgres"]
    os.kill(old, signal.SIGKILL)

    def back() -> bool:
        try:
            return len(performed(running)) == 4
        except psycopg.OperationalError:
            return False

    wait_for(lambda: not alive(old) and back(), "the database to be back", 60)


def test_a_failed_migration_stops_the_database_and_does_not_block_the_next_start(
    start: Start, data: Path
) -> None:
    process = start(fail=True)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "cột đã có" in output
    kept = installation.existing(data)
    assert kept
    assert kept.done == []
    cluster = Cluster(servers.find_servers()[0], Path(kept.cluster), session.server_account())
    assert cluster.running() is None
    assert performed(ready(data, start())).count("load_province") == 1


def test_killed_outright_it_leaves_no_web_and_the_next_start_takes_over(
    start: Start, data: Path
) -> None:
    process = start()
    before = ready(data, process)
    process.kill()
    process.wait(30)
    wait_for(
        lambda: not alive(before.pids["web"]) and not alive(before.pids["worker"]),
        "web and worker to end with their supervisor",
    )
    again = start()
    after = ready(data, again)
    assert after.pids["postgres"] == before.pids["postgres"]
    again.terminate()
    again.communicate(timeout=60)
    assert not alive(before.pids["postgres"])


def test_a_taken_port_is_named_before_anything_is_started(start: Start, data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        process = start("--port", str(taken.getsockname()[1]))
        output, _ = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "--port" in output
    assert not (data / "installation.json").exists()


def test_a_real_installation_loads_no_sample_and_wants_an_administrator(
    start: Start, data: Path
) -> None:
    process = start("--empty")
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "LIENTHONG_ADMIN_EMAIL" in output
    assert "PostgreSQL" not in output  # refused before the database's work of a minute
    kept = installation.existing(data)
    assert kept
    assert kept.mode == "real"
    assert kept.done == []


def test_a_sample_never_becomes_a_real_installation(reachable: Path) -> None:
    installation.open_or_create(reachable, empty=False)
    with pytest.raises(installation.WrongMode, match="--empty --data"):
        installation.open_or_create(reachable, empty=True)


def test_a_data_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(installation.DataFolderClosed, match="--data"):
        installation.prepare_folder(tmp_path / "file" / "data")


def test_a_damaged_memory_is_not_made_anew(reachable: Path) -> None:
    made = installation.open_or_create(reachable, empty=True)
    assert installation.open_or_create(reachable, empty=False) == made
    made.file.write_text('{"mode": "real"')
    with pytest.raises(installation.InstallationDamaged, match="bản sao lưu"):
        installation.open_or_create(reachable, empty=True)
    made.file.write_text(json.dumps({"mode": "real"}))
    with pytest.raises(installation.InstallationDamaged):
        installation.existing(reachable)


def test_a_given_server_is_used_instead_of_an_own_one(
    start: Start, data: Path, trusting: Cluster
) -> None:
    url = str(trusting.admin_url("given"))
    process = start(env={"DATABASE_URL": url})
    running = ready(data, process)
    assert set(running.pids) == {"web", "worker", "scans"}
    assert "/given?" in running.environment["LIENTHONG_DB_APP"]
    assert performed(running)[0] == "migrate"
    assert url not in (data / "installation.json").read_text()
    process.terminate()
    process.communicate(timeout=60)
    assert trusting.running()
    kept = installation.existing(data)
    assert kept
    assert not kept.cluster


def test_a_server_that_does_not_answer_is_named_without_its_password(
    start: Start, data: Path
) -> None:
    url = f"postgresql://admin:bimat@127.0.0.1:{free_port()}/x"
    output, _ = start(env={"DATABASE_URL": url}).communicate(timeout=60)
    assert "DATABASE_URL (127.0.0.1)" in output
    assert "bimat" not in output
