"""A database and an environment for a command: the running installation's, or one opened for it alone."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import psycopg

from lienthong.config.launch import assets, installation, roles, servers
from lienthong.config.launch.account import reachable_home, server_account
from lienthong.config.launch.cluster import Cluster
from lienthong.config.launch.conninfo import DatabaseUrl, parse
from lienthong.config.launch.installation import DATABASE, Installation
from lienthong.config.launch.places import write_private
from lienthong.config.launch.processes import alive
from lienthong.config.launch.progress import Progress
from lienthong.config.launch.refusal import Refused

RUN_FILE = "run.json"


class NoInstallation(Refused):
    """The data folder holds no installation yet."""


class ServerUnreachable(Refused):
    """The server of DATABASE_URL does not answer."""


class AlreadyRunning(Refused):
    """Another command holds this data folder."""


@dataclass
class Running:
    """A running installation as `run.json` tells it; `environment` is the one of the web."""

    supervisor: int
    url: str
    port: int
    data: str
    mode: str
    pids: dict[str, int] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)

    def write(self) -> None:
        """Tell the other commands; the file holds passwords and is private."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        write_private(Path(self.data) / RUN_FILE, text + "\n")

    def environment_as(self, role: str) -> dict[str, str]:
        """The environment of a process that connects as `app`, `worker` or `owner`."""
        return {**self.environment, "LIENTHONG_DB_ROLE": role}


def running(data: Path) -> Running | None:
    """The installation that runs on this data folder now, or None.

    Commands such as `demo` call it again to see the worker's new process id after a restart.
    """
    try:
        found = Running(**json.loads((data / RUN_FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return found if alive(found.supervisor) else None


def require_running(data: Path) -> Running:
    """The running installation.

    Raises NoInstallation with the command that starts one.
    """
    found = running(data)
    if found is None:
        raise NoInstallation(
            f"Chưa có hệ thống nào đang chạy trên {data}.\n"
            f"Hãy mở một cửa sổ khác và chạy: ./lienthong run --data {data}"
        )
    return found


@contextmanager
def database(kept: Installation, progress: Progress) -> Iterator["OpenDatabase"]:
    """The installation's database, prepared: its private cluster, or the server of DATABASE_URL."""
    given = given_address()
    if given is not None:
        yield OpenDatabase(_prepare_given(given, kept, progress), None)
        return
    cluster = private_cluster(kept, progress)
    try:
        with progress.step(f"Khởi động PostgreSQL {cluster.server.version} riêng"):
            cluster.create()
            cluster.start()
        yield OpenDatabase(_prepare(str(cluster.admin_url()), DATABASE, kept, progress), cluster)
    finally:
        cluster.stop()


@dataclass
class OpenDatabase:
    """The addresses of the three roles, and the private cluster when there is one."""

    urls: dict[str, str]
    cluster: Cluster | None


def private_cluster(kept: Installation, progress: Progress) -> Cluster:
    """The cluster of an installation; where it lies is decided once and remembered."""
    account = server_account()
    if not kept.cluster:
        kept.cluster = str(reachable_home(account, kept.data / "postgres"))
        kept.save()
    home = Path(kept.cluster)
    version = home / "data" / "PG_VERSION"
    major = int(version.read_text()) if version.exists() else None
    server = servers.obtain(progress, account, major)
    return Cluster(server, home, account, password=kept.passwords["postgres"])


def _prepare(admin: str, dbname: str, kept: Installation, progress: Progress) -> dict[str, str]:
    with progress.step("Chuẩn bị vai trò và phần mở rộng của cơ sở dữ liệu"):
        return roles.prepare_database(
            admin, dbname, passwords=kept.passwords, installation=kept.name
        )


def given_address() -> DatabaseUrl | None:
    """The administrator's address of the installation's database on the server of DATABASE_URL, if set."""
    given = os.environ.get("DATABASE_URL", "")
    if not given:
        return None
    url = parse(given)
    named = url.database not in ("", "postgres", "template1")
    return url if named else url.of_database(DATABASE)


def _prepare_given(url: DatabaseUrl, kept: Installation, progress: Progress) -> dict[str, str]:
    where = url.host or "máy này"
    try:
        return _prepare(str(_administration(url)), url.database, kept, progress)
    except psycopg.OperationalError as error:
        raise ServerUnreachable(
            f"Không kết nối được máy chủ trong DATABASE_URL ({where}): {str(error).strip()}"
        ) from error


def _administration(url: DatabaseUrl) -> DatabaseUrl:
    """The address to connect to first: the database named in the URL may not exist yet."""
    try:
        with psycopg.connect(str(url), connect_timeout=15):
            return url
    except psycopg.OperationalError:
        return url.of_database("postgres")


@contextmanager
def joined(data: Path, role: str, progress: Progress | None = None) -> Iterator[Running]:
    """The environment of an installation put into os.environ for a command that connects as `role`.

    Joins the installation that runs; where none runs, its database is started for the time of the
    block (then `pids` is empty). A process that already has its environment keeps it.
    Raises NoInstallation when the data folder holds none.
    """
    found = running(data)
    if found is not None:
        os.environ.update(found.environment_as(role))
        yield found
        return
    kept = installation.existing(data)
    if kept is None:
        raise NoInstallation(
            f"Thư mục {data} chưa có hệ thống nào. Hãy chạy trước: ./lienthong run --data {data}"
        )
    with (
        exclusive(data),
        database(kept, progress or Progress()) as opened,
    ):
        environment = kept.environment(
            role, urls=opened.urls, base_url="http://127.0.0.1:8000", assets=assets.folder()
        )
        os.environ.update(environment)
        yield Running(os.getpid(), "", 0, str(data), kept.mode, {}, environment)


@contextmanager
def exclusive(data: Path) -> Iterator[None]:
    """Hold the data folder; a second start is refused with the address of the first.

    Raises AlreadyRunning.
    """
    with (data / "run.lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            found = running(data)
            where = f" tại {found.url} (tiến trình {found.supervisor})" if found else ""
            raise AlreadyRunning(
                f"Hệ thống trên thư mục {data} đang chạy{where}.\n"
                "Dừng nó bằng Ctrl-C ở cửa sổ của nó, hoặc chọn thư mục khác: --data THƯ_MỤC"
            ) from error
        yield
