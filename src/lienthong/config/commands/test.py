"""`./lienthong test`: everything that the tests need, then the tests, then nothing is left running."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

from lienthong.config.launch import assets, places, throwaway
from lienthong.config.launch.progress import Progress
from lienthong.config.launch.stopping import stop_requests
from lienthong.kernel.ui.catalogues import compile_all

ADMIN = "LIENTHONG_PG_ADMIN_URL"
# pytest-django reads the settings before any conftest, so they are given here.
SETTINGS = {
    "LIENTHONG_MODE": "sample",
    "LIENTHONG_DEBUG": "1",
    "LIENTHONG_SECRET_KEY": "only-in-tests-only-in-tests-only-in-tests",
    "PYTHONPATH": os.pathsep.join([str(places.SOURCE), str(places.ROOT)]),
}
PARALLEL_OFF = ("-n", "--numprocesses", "--pdb", "--trace", "-p no:xdist")


def main(argv: list[str]) -> int:
    """Run pytest with the arguments passed through, and return its exit code."""
    progress = Progress()
    with stop_requests(), ready(progress) as env:
        progress.say(f"Sẵn sàng kiểm thử sau {progress.total()}.")
        return pytest(arguments(argv), env)


@contextmanager
def ready(progress: Progress) -> Iterator[dict[str, str]]:
    """What the tests need, as an environment: a throw-away cluster and the front-end packages.

    A cluster named by LIENTHONG_PG_ADMIN_URL is used as it is.
    """
    with progress.step("Gói giao diện và phông chữ (npm ci)"):
        env = {**os.environ, **SETTINGS, "LIENTHONG_ASSETS": str(assets.ensure())}
    with tempfile.TemporaryDirectory(prefix="lienthong-data-") as data:
        env["LIENTHONG_DATA"] = data
        compile_all(places.SOURCE / "lienthong")
        if env.get(ADMIN):
            progress.say(f"  ✓ Dùng máy chủ PostgreSQL trong {ADMIN}")
            yield env
            return
        with throwaway.cluster(progress) as made:
            env[ADMIN] = str(made.admin_url())
            yield env


def arguments(argv: list[str], cores: int | None = None) -> list[str]:
    """pytest's arguments: one worker more than cores unless the caller chose, and our two plugins.

    A worker waits for PostgreSQL, browsers and sandboxes for a quarter of its time: the one more uses it.
    Each worker gets its share in one piece and takes from another's when it is done: the sites that
    modules of journeys open are made once, not once for each worker.
    """
    chosen = any(word == off or word.startswith(off) for word in argv for off in PARALLEL_OFF)
    parallel = (
        [] if chosen else ["-n", str((cores or os.cpu_count() or 1) + 1), "--dist", "worksteal"]
    )
    return ["-p", "tests.support.needs", "-p", "tests.support.report", *parallel, *argv]


def pytest(argv: list[str], env: Mapping[str, str]) -> int:
    """Run pytest at the root of the checkout; a stop request lets it end its own workers first."""
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", *argv], cwd=places.ROOT, env=dict(env)
    )
    try:
        return process.wait()
    finally:
        if process.poll() is None:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()
