"""`./lienthong run` with a real cluster but tiny stand-ins for web, worker and management commands.

Called by test_run.py as a program: `standin.py [--fail-migration] -- ARGUMENTS OF RUN`.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import psycopg

from lienthong.config import cli
from lienthong.config.launch import assets, serving, statics, steps
from lienthong.config.launch.progress import Progress
from lienthong.config.launch.supervisor import Program

WEB = """
import http.server, sys
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(b'xin chao')
http.server.HTTPServer(('127.0.0.1', int(sys.argv[1])), Page).serve_forever()
"""
# Writes one line for each of its lives; ends by itself on SIGTERM.
WORKER = "import time; print('worker lives', flush=True); time.sleep(600)"


def perform(
    names: Sequence[str], *, env: Mapping[str, str], log: Path, progress: Progress
) -> dict[str, str]:
    """Instead of migrations: a table by the owner, with a word for each name."""
    with psycopg.connect(env["LIENTHONG_DB_OWNER"]) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS performed (name text)")
        for name in names:
            connection.execute("INSERT INTO performed VALUES (%s)", [name])
    return {"sample_accounts": "vanthu@mau · Văn thư"}


def failing(names: Sequence[str], **rest: object) -> None:
    """A migration that fails."""
    raise steps.CommandFailed("Bước “migrate” bị lỗi: cột đã có")


def main(argv: list[str]) -> int:
    """Put the stand-ins in place and run."""
    fail = "--fail-migration" in argv
    steps.perform = failing if fail else perform  # type: ignore[assignment]
    assets.ensure = lambda: Path("/nonexistent")
    statics.gather = lambda env, data, progress: None
    serving.web_program = lambda port, env, data: Program(
        "web", "web", [sys.executable, "-c", WEB, str(port)], env, data / "logs" / "web.log"
    )
    serving.worker_program = lambda env, data: Program(
        "worker", "worker", [sys.executable, "-c", WORKER], env, data / "logs" / "worker.log"
    )
    serving.scans_program = lambda env, data: Program(
        "scans", "scans", [sys.executable, "-c", WORKER], env, data / "logs" / "scans.log"
    )
    return cli.main(["run", *argv[argv.index("--") + 1 :]])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
