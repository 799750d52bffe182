"""`./lienthong run`: from nothing to a page, and back to nothing on Ctrl-C."""

import argparse
import os
import subprocess
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor

from lienthong.config.launch import (
    assets,
    installation,
    places,
    serving,
    session,
    statics,
    steps,
)
from lienthong.config.launch.cluster import Cluster
from lienthong.config.launch.installation import Installation
from lienthong.config.launch.progress import Progress
from lienthong.config.launch.refusal import Refused
from lienthong.config.launch.stopping import StopRequest, stop_requests
from lienthong.config.launch.supervisor import Supervisor

DATABASE_LOOK_SECONDS = 1.0


class NoAdministrator(Refused):
    """A real installation has nobody who may sign in, and nobody is there to answer questions."""


def main(argv: list[str]) -> int:
    """Run an installation until it is stopped; the exit code is 0 for a stop that was asked for."""
    options = _parser().parse_args(argv)
    progress = Progress()
    data = places.data_folder(options.data)
    installation.prepare_folder(data)
    with stop_requests() as request:
        try:
            with session.exclusive(data):
                serving.require_free_port(options.port)
                kept = installation.open_or_create(data, empty=options.empty)
                _require_administrator(kept)  # now, not after a minute of the database's work
                progress.say(f"Liên Thông · dữ liệu: {data}")
                _run(kept, options, progress, request)
        except KeyboardInterrupt:
            progress.say("Đã dừng theo yêu cầu, trước khi khởi động xong.")
            return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./lienthong run", description="Khởi động hệ thống; Ctrl-C để dừng tất cả."
    )
    parser.add_argument("--data", help="thư mục dữ liệu (mặc định: var trong thư mục mã nguồn)")
    parser.add_argument("--port", type=int, default=8000, help="cổng web trên máy này (8000)")
    parser.add_argument(
        "--empty",
        action="store_true",
        help="hệ thống thật: không nạp tỉnh mẫu, hỏi quản trị viên đầu tiên",
    )
    parser.add_argument("--no-worker", action="store_true", help="không chạy tiến trình nền")
    return parser


def _run(
    kept: Installation, options: argparse.Namespace, progress: Progress, request: StopRequest
) -> None:
    base_url = os.environ.get("LIENTHONG_BASE_URL") or f"http://{serving.HOST}:{options.port}"
    with ThreadPoolExecutor(1) as background:
        gathering = background.submit(_front_end, kept, base_url)
        with session.database(kept, progress) as opened:
            try:
                envs = {
                    role: kept.environment(
                        role, urls=opened.urls, base_url=base_url, assets=assets.folder()
                    )
                    for role in ("owner", "app", "worker")
                }
                accounts = _prepare(kept, envs["owner"], progress)
                _finish(gathering, progress)
                _serve(kept, options, envs, opened.cluster, accounts, progress, request)
            finally:
                request.unwinding = True
    progress.say("Đã dừng tất cả.")


def _front_end(kept: Installation, base_url: str) -> None:
    """Beside the database's start: the packages of the pages, gathered for serving."""
    quiet = Progress(open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - lives as long as it
    where = assets.ensure()
    env = kept.environment("app", urls={}, base_url=base_url, assets=where)
    statics.gather(env, kept.data, quiet)


def _finish(gathering: "Future[None]", progress: Progress) -> None:
    if gathering.done():
        gathering.result()
        progress.say("  ✓ Gói giao diện và phông chữ")
        return
    with progress.step("Gói giao diện và phông chữ (npm ci)"):
        gathering.result()


def _prepare(kept: Installation, owner: dict[str, str], progress: Progress) -> str:
    """Bring the database to its shape and content; returns the sample accounts as text."""
    names = ["migrate", "prepare_database"]
    first = kept.mode == "sample" and "load_province" not in kept.done
    if kept.mode == "sample":
        names += [*(["load_province"] if first else []), "sample_accounts"]
    said = steps.perform(
        names,
        env=owner,
        log=kept.data / "logs" / "setup.log",
        progress=progress,
    )
    if first:
        kept.mark_done("load_province")
    if kept.mode == "real" and "first_administrator" not in kept.done:
        _ask_for_administrator(owner, progress)
        kept.mark_done("first_administrator")
    return said.get("sample_accounts", "")


def _require_administrator(kept: Installation) -> None:
    """Refuse where the first administrator is still to be named and nobody can be asked."""
    wanted = kept.mode == "real" and "first_administrator" not in kept.done
    told = all(os.environ.get(f"LIENTHONG_ADMIN_{name}") for name in ("EMAIL", "NAME", "PASSWORD"))
    if wanted and not told and not sys.stdin.isatty():
        raise NoAdministrator(
            "Hệ thống thật cần quản trị viên đầu tiên, nhưng ở đây không có màn hình để hỏi.\n"
            "Hãy đặt LIENTHONG_ADMIN_EMAIL, LIENTHONG_ADMIN_NAME, LIENTHONG_ADMIN_AGENCY và\n"
            "LIENTHONG_ADMIN_PASSWORD, hoặc chạy lại lệnh này trong cửa sổ dòng lệnh."
        )


def _ask_for_administrator(owner: dict[str, str], progress: Progress) -> None:
    """The command asks on the terminal, or takes LIENTHONG_ADMIN_EMAIL and its fellows."""
    progress.say("Quản trị viên đầu tiên của hệ thống:")
    done = subprocess.run(
        [sys.executable, "-m", "django", "first_administrator"],
        env={**os.environ, **owner},
        check=False,
    )
    if done.returncode:
        raise NoAdministrator("Chưa tạo được quản trị viên đầu tiên; hãy chạy lại để làm tiếp.")


def _serve(
    kept: Installation,
    options: argparse.Namespace,
    envs: dict[str, dict[str, str]],
    cluster: Cluster | None,
    accounts: str,
    progress: Progress,
    request: StopRequest,
) -> None:
    url = envs["app"]["LIENTHONG_BASE_URL"]
    told = session.Running(
        os.getpid(), url, options.port, str(kept.data), kept.mode, {}, envs["app"]
    )

    def tell(pids: dict[str, int]) -> None:
        database = cluster.running() if cluster else None
        told.pids = {**pids, **({"postgres": database} if database else {})}
        told.write()

    programs = [serving.web_program(options.port, {**os.environ, **envs["app"]}, kept.data)]
    if not options.no_worker:
        worker = {**os.environ, **envs["worker"]}
        programs.append(serving.worker_program(worker, kept.data))
        programs.append(serving.scans_program(worker, kept.data))
    supervisor = Supervisor(programs, progress.say, tell, DatabaseWatch(cluster, progress))
    try:
        with progress.step("Khởi động web và tiến trình nền"):
            supervisor.start()
            serving.wait_until_ready(supervisor, options.port)
        _welcome(kept, url, accounts, progress)
        supervisor.watch(request)
    except KeyboardInterrupt:
        progress.say("\nĐang dừng (Ctrl-C lần nữa để dừng ngay)…")
    finally:
        request.unwinding = True
        supervisor.stop(request)
        (kept.data / session.RUN_FILE).unlink(missing_ok=True)
        progress.say("  ✓ Web và tiến trình nền đã dừng")


class DatabaseWatch:
    """Starts the private PostgreSQL again when it died; called in each round of the supervisor."""

    def __init__(self, cluster: Cluster | None, progress: Progress) -> None:
        self.cluster = cluster
        self.progress = progress
        self.next_look = time.monotonic() + DATABASE_LOOK_SECONDS

    def __call__(self) -> None:
        now = time.monotonic()
        if self.cluster is None or now < self.next_look:
            return
        self.next_look = now + DATABASE_LOOK_SECONDS
        if self.cluster.running() is None:
            self.progress.say("  ! PostgreSQL đã dừng; đang khởi động lại.")
            try:
                self.cluster.start()
            except Refused as error:  # go on trying: the disk may have room again in a minute
                self.progress.say(f"  ✗ {error}")


def _welcome(kept: Installation, url: str, accounts: str, progress: Progress) -> None:
    progress.say(f"\nSẵn sàng sau {progress.total()}. Mở trình duyệt: {url}")
    if accounts:
        progress.say(accounts.rstrip())
    progress.say(f"Nhật ký: {kept.data / 'logs'} · Dừng: Ctrl-C\n")
