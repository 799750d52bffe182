"""`./lienthong backup STORE`: a whole copy of an installation, running or not."""

import argparse
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lienthong.config.launch import backups, installation, places, servers, session
from lienthong.config.launch.account import server_account
from lienthong.config.launch.cluster import Cluster
from lienthong.config.launch.conninfo import DatabaseUrl
from lienthong.config.launch.installation import DATABASE, Installation
from lienthong.config.launch.progress import Progress
from lienthong.config.launch.servers import Server
from lienthong.config.launch.stopping import stop_requests


def main(argv: list[str]) -> int:
    """Make one backup in the store and say where it is."""
    parser = argparse.ArgumentParser(
        prog="./lienthong backup",
        description="Sao lưu cơ sở dữ liệu, tệp và khóa của hệ thống; hệ thống đang chạy vẫn dùng được.",
        epilog="Bản sao lưu chứa mật khẩu và dữ liệu cá nhân: hãy mã hóa và cất ở nơi khác máy này.",
    )
    parser.add_argument("store", metavar="KHO", help="thư mục giữ các bản sao lưu")
    parser.add_argument("--data", help="thư mục dữ liệu của hệ thống")
    options = parser.parse_args(argv)
    progress = Progress()
    data = places.data_folder(options.data)
    kept = installation.existing(data)
    if kept is None:
        raise session.NoInstallation(f"Thư mục {data} chưa có hệ thống nào để sao lưu.")
    store = Path(options.store).expanduser().resolve()
    with stop_requests(), opened(kept, progress) as (admin, server):
        with progress.step(f"Sao lưu vào {store}"):
            folder = backups.make(admin, server, data, store, dt.datetime.now(dt.UTC))
        with progress.step("Kiểm tra lại bản sao lưu"):
            manifest = backups.read(folder)
    progress.say(
        f"✓ {folder}: {sum(manifest.rows.values())} dòng của {len(manifest.rows)} bảng,"
        f" {manifest.file_count} tệp."
    )
    progress.say(f"Khôi phục: ./lienthong restore {folder} --data THƯ_MỤC_MỚI")
    return 0


@contextmanager
def opened(kept: Installation, progress: Progress) -> Iterator[tuple[DatabaseUrl, Server]]:
    """A superuser's address of the installation's database, and programs that can dump it.

    The private cluster of an installation that is not running is started for the time of the block.
    """
    if session.given_address() is not None:
        yield administration(None, progress)
        return
    cluster = session.private_cluster(kept, progress)
    if session.running(kept.data) is not None:
        yield administration(cluster, progress)
        return
    with session.exclusive(kept.data), cluster.started():
        yield administration(cluster, progress)


def administration(cluster: Cluster | None, progress: Progress) -> tuple[DatabaseUrl, Server]:
    """The superuser's address of the installation's database, and the programs of that version."""
    if cluster is not None:
        return cluster.admin_url(DATABASE), cluster.server
    given = session.given_address()
    if given is None:
        raise session.ServerUnreachable("Không có cụm riêng và DATABASE_URL trống.")
    return given, servers.obtain(progress, server_account())
