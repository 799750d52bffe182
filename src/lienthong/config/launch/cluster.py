"""A PostgreSQL cluster of our own: one folder, a Unix socket, passwords, never the system's one."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from lienthong.config.launch import places, runs
from lienthong.config.launch.account import Account
from lienthong.config.launch.conninfo import DatabaseUrl
from lienthong.config.launch.places import write_private
from lienthong.config.launch.processes import command_line, forget_process
from lienthong.config.launch.refusal import Refused
from lienthong.config.launch.servers import Server

SUPERUSER = "postgres"
PORT = 5432  # only the name of the socket; no TCP port is opened
SOCKET_NAME_LIMIT = 100  # the kernel's limit for the path of a socket is 107 bytes
START_SECONDS = 90
ORPHAN_TRIES = 8
MEBIBYTE = 1024 * 1024


class ClusterFailed(Refused):
    """The private PostgreSQL did not start; the message ends with its log."""


@dataclass(frozen=True)
class Cluster:
    """One cluster: its programs, its folder, the account it runs as.

    `password` is the superuser's; None trusts whoever reaches the socket (throw-away clusters, in a
    folder that only this user enters). `durable` False gives safety against a power cut away.
    """

    server: Server
    home: Path
    account: Account
    password: str | None = None
    durable: bool = True

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.home / "server.log"

    @property
    def socket_folder(self) -> Path:
        """The folder of the socket: in the home, or a short one where that path is too long."""
        inside = self.home / "socket"
        short = len(f"{inside}/.s.PGSQL.{PORT}".encode()) <= SOCKET_NAME_LIMIT
        if short and not set(str(inside)) & set(",'\\\n"):  # a comma would make two folders of one
            return inside
        name = f"lienthong-{self.account.uid}-{places.short_hash(self.home)}"
        return Path(tempfile.gettempdir()) / name

    def admin_url(self, database: str = "postgres") -> DatabaseUrl:
        """The superuser's address."""
        return DatabaseUrl(
            user=SUPERUSER,
            password=self.password or "",
            host=str(self.socket_folder),
            port=PORT,
            database=database,
        )

    def running(self) -> int | None:
        """The process id of this cluster's server when it is alive, else None."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        line = command_line(pid)
        return pid if line is None or str(self.data) in line else None

    def create(self) -> None:
        """Make the cluster where there is none yet; an interrupted making leaves nothing behind.

        Raises StepFailed with the words of initdb.
        """
        if (self.data / "PG_VERSION").exists():
            return
        self._own_folder(self.home)
        making = self.home / "data.new"
        shutil.rmtree(making, ignore_errors=True)
        attempts = self._locale_options()
        for number, options in enumerate(attempts, start=1):
            try:
                self._initdb(making, options)
                break
            except runs.StepFailed:
                shutil.rmtree(making, ignore_errors=True)
                if number == len(attempts):
                    raise
        with (making / "postgresql.conf").open("a", encoding="utf-8") as handle:
            handle.write("\ninclude '../lienthong.conf'\n")
        making.rename(self.data)

    def start(self) -> None:
        """Start the server and wait until it answers; a failed start stops what it started.

        A server of this cluster that outlived its supervisor is taken over.
        Raises ClusterFailed with the end of the log.
        """
        if self.running() is not None:
            return
        self._own_folder(self.socket_folder)
        for left in (self.data / "postmaster.pid", self.socket_folder / f".s.PGSQL.{PORT}.lock"):
            forget_process(left)
        self._write_settings()
        self._turn_log()
        try:
            for _ in range(ORPHAN_TRIES):
                try:
                    self._pg_ctl_start()
                    return
                except runs.StepFailed:
                    if "pre-existing shared memory block" not in self._why():
                        raise
                    time.sleep(1)  # children of a killed server end their work first
            self._pg_ctl_start()
        except runs.StepFailed as error:
            self.stop(fast=False)
            raise ClusterFailed(f"PostgreSQL riêng không khởi động được.\n{self._why()}") from error
        except BaseException:
            self.stop(fast=False)
            raise

    def stop(self, *, fast: bool = True) -> None:
        """Stop the server: in good order, and at once when that takes too long. Never raises."""
        for mode, limit in (("fast", 60), ("immediate", 30)) if fast else (("immediate", 30),):
            if self.running() is None:
                return
            with suppress(runs.StepFailed):
                self._pg_ctl(["stop", "-m", mode, "-w", "-t", str(limit), "-s"], timeout=limit + 15)

    @contextmanager
    def started(self) -> Iterator[None]:
        """The server for the time of a block."""
        self.create()
        self.start()
        try:
            yield
        finally:
            self.stop()

    def remove(self) -> None:
        """Stop the server and delete the cluster with all that is in it (throw-away clusters)."""
        self.stop(fast=False)
        shutil.rmtree(self.socket_folder, ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)

    def _locale_options(self) -> list[list[str]]:
        """Vietnamese order by ICU where the server has it; else letters at least fold right."""
        icu = ["--locale-provider=icu", "--icu-locale=vi-VN", "--locale=C.UTF-8"]
        builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        plain = [["--locale=C.UTF-8"], ["--locale=C"]]
        return [icu, *([builtin] if self.server.major >= 17 else []), *plain]

    def _initdb(self, folder: Path, locale: list[str]) -> None:
        argv: list[str | Path] = [self.server.program("initdb"), "-D", folder, "-U", SUPERUSER]
        argv += ["-E", "UTF8", "--auth-host=reject", *locale]
        argv += ["--data-checksums"] if self.durable else ["--no-sync"]
        password_file = self.home / "pwfile"
        try:
            if self.password is None:
                argv.append("--auth-local=trust")
            else:
                write_private(password_file, self.password + "\n")
                self.account.own(password_file)
                argv += ["--auth-local=scram-sha-256", f"--pwfile={password_file}"]
            self._run(argv, what="Tạo cụm PostgreSQL", timeout=180)
        finally:
            password_file.unlink(missing_ok=True)

    def _write_settings(self) -> None:
        lines = [f"{name} = '{value}'" for name, value in self._settings().items()]
        path = self.home / "lienthong.conf"
        path.write_text("# Written at each start by ./lienthong.\n" + "\n".join(lines) + "\n")
        self.account.own(path)

    def _settings(self) -> dict[str, str]:
        memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // MEBIBYTE
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_folder),
            "unix_socket_permissions": "0700",
            "port": str(PORT),
            "max_connections": "400",
            "password_encryption": "scram-sha-256",
            "shared_buffers": f"{min(max(memory // 8, 128), 2048)}MB",
            "effective_cache_size": f"{max(memory // 2, 256)}MB",
            "work_mem": "16MB",
            "maintenance_work_mem": "128MB",
            "random_page_cost": "1.1",
            "wal_compression": "on",
            "max_wal_size": "2GB",
            "jit": "off",  # many short queries: compiling one costs more than running it
            "timezone": "UTC",
            "log_timezone": "Asia/Ho_Chi_Minh",
            "log_line_prefix": "%m [%p] %u@%d ",
            # The log holds no text of statements and no values: they may be personal data.
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
            "log_parameter_max_length_on_error": "0",
            # An idle writing transaction holds back every reader of facts.
            "idle_in_transaction_session_timeout": "5min",
        }
        if not self.durable:
            settings |= {
                "fsync": "off",
                "synchronous_commit": "off",
                "full_page_writes": "off",
                "shared_buffers": "256MB",
                "max_wal_size": "512MB",
                "wal_level": "minimal",
                "max_wal_senders": "0",
            }
        return settings

    def _turn_log(self) -> None:
        if self.log.exists() and self.log.stat().st_size > 20 * MEBIBYTE:
            self.log.replace(self.log.with_suffix(".log.1"))

    def _why(self) -> str:
        try:
            return runs.tail(self.log.read_text(encoding="utf-8", errors="replace"), 12)
        except OSError:
            return "    (không có nhật ký)"

    def _own_folder(self, folder: Path) -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if found.st_uid not in (self.account.uid, os.geteuid()) or folder.is_symlink():
            raise ClusterFailed(f"Thư mục {folder} thuộc về người dùng khác; không dùng được.")
        folder.chmod(0o700)
        self.account.own(folder)

    def _pg_ctl_start(self) -> None:
        wait = ["-w", "-t", str(START_SECONDS), "-s"]
        self._pg_ctl(["start", "-l", self.log, *wait], timeout=START_SECONDS + 30)

    def _pg_ctl(self, words: list[str | Path], *, timeout: float) -> None:
        argv = [self.server.program("pg_ctl"), *words, "-D", self.data]
        self._run(argv, what="pg_ctl", timeout=timeout)

    def _run(self, argv: list[str | Path], *, what: str, timeout: float) -> None:
        # The present folder may be closed to the server's account; PG* may name another server.
        clean = [name for name in os.environ if name.startswith("PG")]
        runs.run(
            ["env", *(f"-u{name}" for name in clean), "LC_MESSAGES=C", *argv],
            what=what,
            timeout=timeout,
            cwd=self.home,
            as_user=self.account.as_user,
        )
