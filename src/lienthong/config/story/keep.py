"""Chapter 8: the papers go into a work file that is closed; the chain of facts is sealed and proved (Đ28-31)."""

import json
import os
import subprocess
import sys
import time
from typing import Any

from lienthong.kernel.access.context import acting
from lienthong.systems.documents.models import IncomingDocument
from lienthong.systems.documents.services import handling, keeping

from . import receive
from .draft import house_of
from .stage import Stage
from .telling import must

YEARS = 10
SEAL_SECONDS = 25.0
SEAL_PAUSE = 2.0  # the worker seals what has come to rest twice a second


def play(stage: Stage) -> None:
    """File the matter, then prove everything that was recorded."""
    stage.teller.chapter(8, "Lập hồ sơ và kiểm tra chuỗi sự kiện")
    _file(stage)
    _facts(stage)


def _file(stage: Stage) -> None:
    drafter = house_of(stage, stage.province).drafter
    number = stage.letter.reference
    reply = _answered(stage)
    with stage.teller.step("Hồ sơ công việc") as step, acting(drafter) as by:
        at = stage.at(3, 17, 10)
        title = f"Chỉ đạo của Chủ tịch UBND tỉnh tại Công văn số {number}"
        notation = f"{number}-HS"
        made = keeping.open_file(
            data=keeping.FileData(
                title=title, notation=notation, retention_years=YEARS, started_on=stage.first_day
            ),
            by=by,
            at=at,
        )
        keeping.add_outgoing(file=made, document=stage.letter, by=by, at=at)
        keeping.add_incoming(file=made, document=reply, by=by, at=at)
        closed = keeping.close_file(
            file=made, title=title, notation=notation, retention_years=YEARS,
            ended_on=stage.days[3], by=by, at=at,
        )  # fmt: skip
        step.count = closed.items.count()
        step.text = f"{notation}: {closed.get_state_display().lower()}, bảo quản {YEARS} năm"
        step.look = stage.look("documents:file", closed.pk)


def _answered(stage: Stage) -> IncomingDocument:
    """The department's answer handled in the Office: to the officer, kept for information (Đ24)."""
    with stage.teller.step("Văn bản trả lời được xử lý tại Văn phòng") as step:
        paper = receive.arrived(stage, stage.province, stage.reply)
        paper = receive.to_officer(stage, paper, 3, 16)
        with stage.acts(stage.province, "officer") as by:
            done = handling.finish(
                document=paper, note="Lưu hồ sơ công việc.", by=by, at=stage.at(3, 17)
            )
        step.text = f"số đến {done.arrival_number}: lưu hồ sơ"
        step.look = stage.look("documents:incoming_one", done.pk)
    return done


def _facts(stage: Stage) -> None:
    with stage.teller.step("Chuỗi sự kiện") as step:
        time.sleep(SEAL_PAUSE)
        ends_at = time.monotonic() + SEAL_SECONDS
        found = _verified()
        while any(row["unsealed"] for row in found) and time.monotonic() < ends_at:
            time.sleep(1)
            found = _verified()
        broken = [row["stream"] for row in found if not row["sound"]]
        must(not broken, f"Chuỗi sự kiện không toàn vẹn: {', '.join(broken)}")
        step.count = sum(row["rows"] for row in found)
        batches = sum(row["batches"] for row in found)
        left = sum(row["unsealed"] for row in found)
        step.text = f"toàn vẹn: {step.count} bản ghi trong {batches} lô, {left} chưa niêm phong"
        step.figures = {"rows": step.count, "batches": batches, "unsealed": left}


def _verified() -> list[dict[str, Any]]:
    """`facts verify` in a process that may read every agency's facts; this one may not."""
    done = subprocess.run(
        [sys.executable, "-m", "django", "facts", "verify", "--json"],
        env={**os.environ, "LIENTHONG_DB_ROLE": "worker"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    must(bool(rows), f"Không kiểm tra được chuỗi sự kiện: {done.stderr[-300:]}")
    return rows
