"""Chapter 4: issued and delivered to everybody named; the worker is killed in the middle (Đ18)."""

import time

from django.db import connection

from lienthong.axis.exchange import api as exchange
from lienthong.axis.exchange.services.posting import CARRY_TASK
from lienthong.kernel.access.context import acting
from lienthong.systems.documents import api as documents

from . import chain
from .draft import house_of
from .stage import Stage
from .telling import must

CAUGHT_SECONDS = 20.0


def play(stage: Stage) -> None:
    """One act; then SIGKILL while the envelopes are carried, and every one arrives once."""
    stage.teller.chapter(4, "Phát hành và gửi")
    house = house_of(stage, stage.province)
    with stage.teller.step("Phát hành") as step:
        stage.letter = chain.issue(house, stage.letter, stage.at(0, 14, 15))
        caught = _kill_while_carrying(stage)
        sent = receivers(stage)
        _share_parts(stage, sent)
        step.count = len(sent)
        step.text = (
            f"một lần gửi tới {len(stage.departments)} sở, ban, ngành và {len(stage.districts)}"
            " huyện, thành phố; mỗi nơi một gói tin edXML"
        )
        step.look = stage.look("documents:outgoing_one", stage.letter.pk)
        step.figures = {"departments": len(stage.departments), "districts": len(stage.districts)}
    killed, moment = caught
    with stage.teller.step("Dừng đột ngột tiến trình nền (SIGKILL) khi đang chuyển") as step:
        before = len(sent) - _missing(stage)
        pid = stage.worker.come_back()
        step.text = f"pid {killed} bị dừng {moment}, khi {before}/{len(sent)} gói tin đã tới; chạy lại: pid {pid}"
        step.figures = {"killed": killed, "back": pid, "arrived_before": before}
    with stage.teller.step("Gói tin tới nơi") as step:
        stage.wait_for("gói tin tới nơi nhận", lambda: _missing(stage) == 0)
        twice = [stage.name(agency) for agency in sent if _rows_at(stage, agency) != 1]
        must(not twice, f"Không đúng một lần tại: {', '.join(twice)}")
        step.count = len(sent)
        step.text = f"{len(sent)}/{len(sent)} nơi nhận có đúng một bản, trạng thái 01"
        step.figures = {"arrived": len(sent), "twice": 0}


def receivers(stage: Stage) -> list[int]:
    """Whom the province sent its letter to, from its own book of deliveries."""
    with stage.acts(stage.province, "clerk") as by:
        rows = exchange.list_deliveries(by, stage.letter.package)
        return [row.receiver_id for row in rows if row.hop == 0 and row.current]


def _missing(stage: Stage) -> int:
    with stage.acts(stage.province, "clerk") as by:
        rows = exchange.list_deliveries(by, stage.letter.package)
        return rows.filter(hop=0, arrived_at=None).count()


def _rows_at(stage: Stage, agency_id: int) -> int:
    """How many papers of this identifier stand in the receiver's queue, by its own clerk's eyes."""
    with stage.acts(agency_id, "clerk") as by:
        rows = documents.incoming_for(by).filter(
            agency=agency_id, document_id=stage.letter.document_id
        )
        return rows.count()


def _kill_while_carrying(stage: Stage) -> tuple[int, str]:
    """Kill the worker as soon as it has taken the job of carrying up."""
    ends_at = time.monotonic() + CAUGHT_SECONDS
    clerk = stage.official(stage.province, "clerk")
    while time.monotonic() < ends_at:
        with acting(clerk), connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s AND status = 'doing'",
                [CARRY_TASK],
            )
            doing = cursor.fetchone()[0]
        if doing:
            return stage.worker.kill(), "giữa lúc chuyển"
        if _missing(stage) == 0:
            break
        time.sleep(0.01)
    return stage.worker.kill(), "sau khi chuyển xong (máy quá nhanh)"


def _share_parts(stage: Stage, sent: list[int]) -> None:
    """Who stays silent, who refuses, who issues his own paper: the same offices in every run."""
    with stage.acts(stage.province, "clerk") as by:
        agency_level = dict(
            stage.letter.recipients.filter(agency__in=sent).values_list(
                "agency_id", "agency__level"
            )
        )
        del by
    stage.departments = [pk for pk in sent if agency_level.get(pk) == "province"]
    stage.districts = [pk for pk in sent if agency_level.get(pk) == "district"]
    leading = {
        int(agency)
        for task in stage.reading.tasks
        if len(task.lead) == 1 and len(task.lead[0].agencies) == 1
        for agency, _name in task.lead[0].agencies
    }
    free = [pk for pk in stage.departments if pk not in leading]
    must(
        len(free) >= 3 and len(stage.districts) >= 4,
        "Câu chuyện cần ít nhất 3 sở không chủ trì nhiệm vụ và 4 huyện trong nơi nhận.",
    )
    stage.silent = [free[-1], stage.districts[-1]]
    stage.refuser = free[-2]
    stage.implementer = stage.districts[-2]
