"""`./lienthong restore BACKUP --data NEW`: a backup becomes an installation again, and is proved."""

import argparse
import os
import shutil
import sys
from pathlib import Path

from lienthong.config.commands.backup import administration
from lienthong.config.launch import assets, backups, installation, places, runs, session, steps
from lienthong.config.launch.backups import BackupRefused, Manifest
from lienthong.config.launch.progress import Progress
from lienthong.config.launch.stopping import stop_requests


def main(argv: list[str]) -> int:
    """Restore into an empty data folder; 1 when what came back is not what was kept."""
    parser = argparse.ArgumentParser(
        prog="./lienthong restore",
        description="Khôi phục một bản sao lưu vào thư mục dữ liệu mới và kiểm tra lại toàn bộ.",
    )
    parser.add_argument("backup", metavar="BẢN_SAO_LƯU", help="thư mục của một bản sao lưu")
    parser.add_argument("--data", required=True, help="thư mục dữ liệu mới, chưa có hoặc rỗng")
    options = parser.parse_args(argv)
    progress = Progress()
    folder = Path(options.backup).expanduser().resolve()
    data = places.data_folder(options.data)
    if data.exists() and any(data.iterdir()):
        raise BackupRefused(f"{data} không rỗng; hãy khôi phục vào một thư mục mới.")
    with stop_requests():
        with progress.step("Kiểm tra bản sao lưu"):
            manifest = backups.read(folder)
        try:
            faults = _restore(folder, data, manifest, progress)
        except BaseException:
            shutil.rmtree(data, ignore_errors=True)
            raise
    for fault in faults:
        progress.say(f"✗ {fault}")
    if faults:
        return 1
    progress.say(f"✓ Đã khôi phục bản ngày {manifest.made_at}. Chạy: ./lienthong run --data {data}")
    return 0


def _restore(folder: Path, data: Path, manifest: Manifest, progress: Progress) -> list[str]:
    installation.prepare_folder(data)
    with progress.step(f"Chép {manifest.file_count} tệp"):
        backups.put_back(folder, data)
    kept = installation.existing(data)
    if kept is None:
        raise BackupRefused("Bản sao lưu không có installation.json.")
    kept.cluster = ""  # the cluster of the copy lies beside the copy
    kept.save()
    with session.exclusive(data), session.database(kept, progress) as opened:
        owner = kept.environment(
            "owner", urls=opened.urls, base_url="http://127.0.0.1:8000", assets=assets.folder()
        )
        admin, server = administration(opened.cluster, progress)
        with progress.step("Nạp cơ sở dữ liệu"):
            backups.load(admin, server, folder)
        faults = backups.differences(admin, manifest)
        log = data / "logs" / "setup.log"
        # Before the first new act: transaction numbers of the new server start low again.
        _django(["facts", "new-epoch"], owner)
        steps.perform(["migrate", "prepare_database"], env=owner, log=log, progress=progress)
        with progress.step("Kiểm tra chuỗi sự kiện đã ghi"):
            _django(["facts", "verify"], owner)
    return faults


def _django(words: list[str], env: dict[str, str]) -> None:
    runs.run(
        [sys.executable, "-m", "django", *words],
        what=" ".join(words),
        timeout=3600,
        env={**os.environ, **env},
    )
