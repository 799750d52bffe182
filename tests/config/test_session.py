"""Commands beside a running installation join it; without one they open its database for themselves."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from lienthong.config.launch import installation, session
from lienthong.config.launch.cluster import Cluster
from lienthong.config.launch.progress import Progress


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The environment as it was, also where the code under test sets it."""
    before = dict(os.environ)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def data(reachable: Path) -> Iterator[Path]:
    """A data folder with an installation that does not run."""
    folder = reachable / "data"
    installation.prepare_folder(folder)
    kept = installation.open_or_create(folder, empty=False)
    yield folder
    session.private_cluster(kept, Progress()).remove()


def test_a_stopped_installation_is_opened_for_the_block_and_closed_after_it(data: Path) -> None:
    with session.joined(data, "owner", Progress()) as joined:
        assert joined.pids == {}
        assert os.environ["LIENTHONG_DB_ROLE"] == "owner"
        url = os.environ["LIENTHONG_DB_OWNER"]
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT current_user").fetchone() == ("lt_owner",)
        with pytest.raises(session.AlreadyRunning), session.joined(data, "app", Progress()):
            pytest.fail("two commands must not open one database")
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_its_database_is_closed_also_after_an_error(data: Path) -> None:
    with pytest.raises(ZeroDivisionError), session.joined(data, "app", Progress()):
        url = os.environ["LIENTHONG_DB_APP"]
        raise ZeroDivisionError
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_a_running_one_is_joined_with_its_environment(data: Path) -> None:
    told = session.Running(
        os.getpid(), "http://127.0.0.1:1", 1, str(data), "sample", {"worker": 7}, {"X_ENV": "here"}
    )
    told.write()
    with session.joined(data, "worker") as joined:
        assert joined.pids == {"worker": 7}
        assert os.environ["X_ENV"] == "here"
        assert os.environ["LIENTHONG_DB_ROLE"] == "worker"
    assert session.require_running(data).url == "http://127.0.0.1:1"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"supervisor": 1}'])
def test_a_run_file_that_is_cut_off_or_of_a_dead_supervisor_counts_for_nothing(
    data: Path, text: str
) -> None:
    (data / session.RUN_FILE).write_text(text)
    assert session.running(data) is None
    session.Running(2**22 + 1, "", 1, str(data), "sample").write()
    assert session.running(data) is None
    with pytest.raises(session.NoInstallation, match=r"lienthong run --data"):
        session.require_running(data)


def test_a_folder_without_an_installation_says_how_to_make_one(tmp_path: Path) -> None:
    refused = pytest.raises(session.NoInstallation, match=r"lienthong run --data")
    with refused, session.joined(tmp_path, "app", Progress()):
        pytest.fail("there is nothing to open")


def test_the_cluster_stays_where_it_was_made(data: Path, reachable: Path) -> None:
    kept = installation.existing(data)
    assert kept
    first = session.private_cluster(kept, Progress()).home
    data.chmod(0o700)
    again = installation.existing(data)
    assert again
    assert session.private_cluster(again, Progress()).home == first
    assert isinstance(session.private_cluster(again, Progress()), Cluster)
