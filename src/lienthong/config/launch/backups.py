"""A backup of an installation: its database, its files, its memory, proved whole before it is used.

A store of backups is one folder: `files/` holds content under its SHA-256 and is shared by all
backups of the store, and each backup is a dated folder with the dump, the rest of the data folder
and a manifest. The dump is taken first and the files after it: a file is only ever added under the
name of its content, so every file that a row of the dump names is in the store, unless it was
lawfully destroyed in between.
"""

import datetime as dt
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from lienthong.config.launch import runs
from lienthong.config.launch.conninfo import DatabaseUrl
from lienthong.config.launch.places import write_private
from lienthong.config.launch.refusal import Refused
from lienthong.config.launch.servers import Server

FORMAT = 1
FILES, DUMP, MANIFEST, REST, NAMES = "files", "database.dump", "manifest.json", "data", "files.txt"
# Made again at each start, or held by the database itself.
LEFT_OUT = frozenset({"files", "postgres", "static", "logs", "run.json", "run.lock", "story-clock"})
CONTENT = re.compile(r"[0-9a-f]{64}")
DUMP_SECONDS = 6 * 3600
CHUNK = 1024 * 1024


class BackupRefused(Refused):
    """The folder cannot take a backup, or what it holds is no whole backup."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: rows of each table and digests, to be compared after a restore."""

    format: int
    made_at: str
    server_major: int
    dump_sha256: str
    file_count: int
    rows: dict[str, int]
    rest: dict[str, str]


def make(admin: DatabaseUrl, server: Server, data: Path, store: Path, at: dt.datetime) -> Path:
    """Write a new backup into the store and return its folder; an interrupted one leaves no manifest.

    `admin` is a superuser's address of the installation's database: row-level security would hide
    rows from anybody else. Raises BackupRefused, StepFailed.
    """
    folder = store / at.strftime("%Y%m%dT%H%M%SZ")
    try:
        (store / FILES).mkdir(parents=True, exist_ok=True)
        store.chmod(0o700)
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise BackupRefused(
            f"Không ghi được bản sao lưu vào {store} ({error.strerror}).\n"
            "Hãy chọn thư mục khác, hoặc chờ một giây rồi chạy lại."
        ) from error
    rows = _dump(admin, server, folder / DUMP)
    names = _keep_files(data / FILES, store / FILES)
    (folder / NAMES).write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
    rest = _keep_rest(data, folder / REST)
    manifest = Manifest(
        FORMAT, at.isoformat(), server.major, digest(folder / DUMP), len(names), rows, rest
    )
    write_private(folder / MANIFEST, json.dumps(asdict(manifest), indent=1) + "\n")
    return folder


def read(folder: Path) -> Manifest:
    """The manifest of a backup, after proving that all it names is there and unchanged.

    Raises BackupRefused with the first thing that is missing or altered.
    """
    try:
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise BackupRefused(
            f"{folder} không phải là một bản sao lưu hoàn chỉnh (thiếu hoặc hỏng {MANIFEST})."
        ) from error
    if manifest.format != FORMAT:
        raise BackupRefused(
            f"Bản sao lưu {folder} theo dạng {manifest.format}; bản này đọc {FORMAT}."
        )
    for path, wanted in _promised(folder, manifest):
        if not path.is_file():
            raise BackupRefused(f"Bản sao lưu thiếu {path}.")
        if digest(path) != wanted:
            raise BackupRefused(f"Bản sao lưu đã bị thay đổi: {path}.")
    return manifest


def put_back(folder: Path, data: Path) -> None:
    """Copy the files and the memory of a proved backup into an empty data folder."""
    for name in _names(folder):
        target = data / FILES / _place(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(folder.parent / FILES / _place(name), target)
    shutil.copytree(folder / REST, data, dirs_exist_ok=True)


def load(admin: DatabaseUrl, server: Server, folder: Path) -> None:
    """Fill the prepared, empty database with the dump; all of it or none. Raises StepFailed."""
    argv: list[str | Path] = [
        server.program("pg_restore"),
        "--exit-on-error",
        "--single-transaction",
    ]
    argv += ["--dbname", str(admin.of_user(admin.user, "")), folder / DUMP]
    runs.run(argv, what="pg_restore", timeout=DUMP_SECONDS, env={"PGPASSWORD": admin.password})


def differences(admin: DatabaseUrl, manifest: Manifest) -> list[str]:
    """The tables whose number of rows is not that of the backup, as sentences."""
    with psycopg.connect(str(admin)) as connection:
        found = _count(connection)
    return [
        f"{table}: {found.get(table, 0)} dòng, bản sao lưu có {manifest.rows.get(table, 0)}"
        for table in sorted({*found, *manifest.rows})
        if found.get(table, 0) != manifest.rows.get(table, 0)
    ]


def digest(path: Path) -> str:
    """The SHA-256 of a file in hex, in constant memory."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _dump(admin: DatabaseUrl, server: Server, target: Path) -> dict[str, int]:
    """Dump and count in one snapshot, so that the counts are those of the dump."""
    with psycopg.connect(str(admin)) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        # The counting takes as long as the dump; the server must not cut it off as idle.
        connection.execute("SET idle_in_transaction_session_timeout = 0")
        connection.execute("SET row_security = off")
        snapshot: Any = connection.execute("SELECT pg_export_snapshot()").fetchone()
        argv: list[str | Path] = [server.program("pg_dump"), "--format=custom"]
        argv += ["--snapshot", snapshot[0], "--dbname", str(admin.of_user(admin.user, ""))]
        target.touch(mode=0o600)
        runs.run(
            [*argv, "--file", target],
            what="pg_dump",
            timeout=DUMP_SECONDS,
            env={"PGPASSWORD": admin.password},
        )
        return _count(connection)


def _count(connection: psycopg.Connection[Any]) -> dict[str, int]:
    tables = connection.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY 1"
    ).fetchall()
    counted: dict[str, int] = {}
    for (table,) in tables:
        query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
        row: Any = connection.execute(query).fetchone()
        counted[table] = row[0]
    return counted


def _keep_files(source: Path, target: Path) -> list[str]:
    """Add what the store lacks, each file whole or not at all; returns the names of all of them."""
    names = []
    for path in sorted(source.rglob("*")):
        if not CONTENT.fullmatch(path.name) or not path.is_file():
            continue  # a stream that is still coming in has no name yet
        names.append(path.name)
        kept = target / _place(path.name)
        if kept.exists():
            continue
        kept.parent.mkdir(parents=True, exist_ok=True)
        with _whole(kept) as making:
            shutil.copy2(path, making)
    return names


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    making = path.with_name(path.name + ".new")
    yield making
    with making.open("rb") as handle:
        os.fsync(handle.fileno())
    making.replace(path)


def _keep_rest(data: Path, target: Path) -> dict[str, str]:
    """Copy the rest of the data folder; returns the digest of each file by its relative name."""
    target.mkdir(mode=0o700)
    kept = {}
    for path in sorted(data.rglob("*")):
        inside = path.relative_to(data)
        if inside.parts[0] in LEFT_OUT or not path.is_file() or path.is_symlink():
            continue
        copy = target / inside
        copy.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copy2(path, copy)
        kept[inside.as_posix()] = digest(copy)
    return kept


def _promised(folder: Path, manifest: Manifest) -> Iterator[tuple[Path, str]]:
    yield folder / DUMP, manifest.dump_sha256
    for inside, wanted in manifest.rest.items():
        yield folder / REST / inside, wanted
    names = _names(folder)
    if len(names) != manifest.file_count:
        raise BackupRefused(f"Bản sao lưu thiếu tên tệp trong {folder / NAMES}.")
    for name in names:
        yield folder.parent / FILES / _place(name), name


def _names(folder: Path) -> list[str]:
    try:
        names = (folder / NAMES).read_text(encoding="utf-8").split()
    except OSError as error:
        raise BackupRefused(f"Bản sao lưu thiếu {folder / NAMES}.") from error
    strange = [name for name in names if not CONTENT.fullmatch(name)]
    if strange:
        raise BackupRefused(f"Tên tệp lạ trong {folder / NAMES}: {strange[0]}.")
    return names


def _place(name: str) -> str:
    return f"{name[:2]}/{name[2:4]}/{name}"
