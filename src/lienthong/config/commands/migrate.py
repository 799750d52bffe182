"""`./lienthong migrate`: bring the database to the shape of this version, walls and triggers included."""

import argparse

from lienthong.config.launch import installation, places, session, steps
from lienthong.config.launch.progress import Progress
from lienthong.config.launch.stopping import stop_requests


def main(argv: list[str]) -> int:
    """Migrate the installation of a data folder, running or not."""
    parser = argparse.ArgumentParser(
        prog="./lienthong migrate", description="Cập nhật cấu trúc cơ sở dữ liệu."
    )
    parser.add_argument("--data", help="thư mục dữ liệu")
    options = parser.parse_args(argv)
    progress = Progress()
    data = places.data_folder(options.data)
    with stop_requests(), session.joined(data, "owner", progress) as joined:
        installation.prepare_folder(data)
        steps.perform(
            ["migrate", "prepare_database"],
            env=joined.environment_as("owner"),
            log=data / "logs" / "setup.log",
            progress=progress,
        )
    return 0
