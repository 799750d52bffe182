"""The programs of a running installation, the address they answer on, and waiting until they do."""

import http.client
import os
import socket
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from lienthong.config.launch.refusal import Refused
from lienthong.config.launch.supervisor import Program, Supervisor

HOST = "127.0.0.1"
READY_SECONDS = 90.0
THREADS = 4  # threads, not only processes: a browser's idle connection must not hold a worker


class PortTaken(Refused):
    """Another program listens on the port."""


class WebFailed(Refused):
    """The web server did not come up in time."""


def require_free_port(port: int) -> None:
    """Refuse a port on which another program listens.

    Raises PortTaken with what to type instead.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            raise PortTaken(
                f"Cổng {port} không dùng được ({error}).\n"
                f"Hãy chọn cổng khác, ví dụ: ./lienthong run --port {8000 if port != 8000 else 8080}"
            ) from error


def web_program(port: int, env: Mapping[str, str], data: Path) -> Program:
    """The web: gunicorn over WSGI on this machine's own address; a proxy faces the network."""
    workers = min(max(os.cpu_count() or 2, 2), 8)
    argv = [sys.executable, "-m", "gunicorn", "lienthong.config.wsgi:application"]
    argv += ["--config", "python:lienthong.config.launch.webserver"]
    argv += ["--bind", f"{HOST}:{port}", "--worker-class", "gthread", "--preload"]
    argv += ["--workers", str(workers), "--threads", str(THREADS), "--timeout", "60"]
    argv += ["--graceful-timeout", "10", "--max-requests", "5000", "--max-requests-jitter", "500"]
    argv += ["--access-logfile", str(data / "logs" / "access.log"), "--no-control-socket"]
    if os.access("/dev/shm", os.W_OK):  # noqa: S108 - the heartbeat must not wait for a slow disk
        argv += ["--worker-tmp-dir", "/dev/shm"]  # noqa: S108
    return Program("web", "Máy chủ web", argv, env, data / "logs" / "web.log", 15.0)


def worker_program(env: Mapping[str, str], data: Path) -> Program:
    """The worker: jobs, deliveries and notices."""
    argv = [sys.executable, "-m", "django", "run_worker", "--lane", "main"]
    return Program("worker", "Tiến trình nền", argv, env, data / "logs" / "worker.log", 20.0)


def scans_program(env: Mapping[str, str], data: Path) -> Program:
    """The worker of scans, mailboxes and folders: apart, so that no batch delays a delivery."""
    argv = [sys.executable, "-m", "django", "run_worker", "--lane", "scans"]
    return Program("scans", "Tiến trình đọc tệp", argv, env, data / "logs" / "scans.log", 20.0)


def wait_until_ready(supervisor: Supervisor, port: int, limit: float = READY_SECONDS) -> None:
    """Wait until the web answers a request.

    Raises WebFailed with the end of its log when it dies or takes too long.
    """
    ends_at = time.monotonic() + limit
    while time.monotonic() < ends_at:
        if "web" not in supervisor.pids():
            break
        if answers(port):
            return
        time.sleep(0.1)
    raise WebFailed("Máy chủ web không khởi động được.\n" + supervisor.log_tail("web"))


def answers(port: int) -> bool:
    """Whether a web server on the port answers a request, with whatever status below 500."""
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Host": f"{HOST}:{port}"})
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
