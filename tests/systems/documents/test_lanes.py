"""A long batch of scans stands in nobody's way: deliveries have a process of their own."""

import datetime as dt
import io
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.db import connection

from lienthong.config.jobs import requeue_stalled
from lienthong.kernel.access.context import acting
from lienthong.kernel.lanes import LANES, MAIN_QUEUES, SCANS
from lienthong.systems.documents.models import IncomingDocument, IntakeItem
from tests.axis.reading import papers
from tests.support import database
from tests.support.needs import needs
from tests.support.roles import as_role

from . import outgoing_kit as kit
from .test_intake import added, opened

pytestmark = [needs("tesseract"), needs("tesseract-vie")]
SCANNED = 10


@pytest.fixture(scope="module")
def scans(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    folder: Path = tmp_path_factory.mktemp("lanes")
    out = []
    for number in range(SCANNED):
        letter = pypdfium2.PdfDocument(papers.pdf(folder, number=f"{700 + number}/VP-CCHC"))
        pages = [letter[0].render(scale=200 / 72).to_pil().convert("L")] * 2
        file = io.BytesIO()
        pages[0].save(file, "PDF", resolution=200, save_all=True, append_images=pages[1:])
        out.append(file.getvalue())
    return out


@contextmanager
def workers(name: str, *lanes: tuple[str, ...]) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """The worker processes of an installation, one for each given command line."""
    environment = database.environment(name) | {"LIENTHONG_DB_ROLE": "worker"}
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "django", "run_worker", *lane],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        for lane in lanes
    ]  # fmt: skip
    try:
        yield running
    finally:
        for process in running:
            process.kill()
            process.wait()


def until(condition: Any, seconds: float) -> bool:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if condition():
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize(
    ("lanes", "goes"),
    [
        ((("--lane", "main"), ("--lane", SCANS)), True),
        ((("--concurrency", "1"),), False),  # the twin: one lane for all, and the delivery waits
    ],
)
def test_a_delivery_goes_out_while_a_batch_of_scans_is_read(
    lanes: tuple[tuple[str, ...], ...], goes: bool, committed: str, actor_for: Any,
    now: dt.datetime, scans: list[bytes], letters: None,
) -> None:  # fmt: skip
    house = kit.house(actor_for)
    batch = opened(house, now)
    for number, content in enumerate(scans):
        added(house, batch, content, now, name=f"{number}.pdf")

    def left() -> int:
        with acting(house.clerk):
            return IntakeItem.objects.filter(batch=batch, state="waiting").count()

    def begun() -> bool:
        with acting(house.clerk):
            return IntakeItem.objects.filter(batch=batch, tries__gt=0).exists()

    with workers(committed, *lanes):
        assert until(begun, 60), "the batch was not begun"
        document = kit.issued(house, now)

        def delivered() -> bool:
            with as_role("lt_worker", committed), acting(house.clerk):
                return IncomingDocument.objects.filter(
                    channel="exchange", notation=document.notation
                ).exists()

        if goes:
            assert until(delivered, 30), "the delivery waited for the scans"
            assert left() > 0, "the batch was over before: this says nothing"
        else:
            assert not until(delivered, 5)
            assert left() > 0


def test_every_task_has_a_lane_and_recognition_never_the_main_one() -> None:
    from procrastinate.contrib.django import app

    of_lane = {name: task.queue for name, task in app.tasks.items()}
    assert set(of_lane.values()) <= {queue for queues in LANES.values() for queue in queues}
    for name in (
        "read_intake", "read_intake_again", "make_layers", "make_layers_again", "read_waiting",
        "look_at_mailboxes", "look_at_folders",
    ):  # fmt: skip
        assert of_lane[f"lienthong.systems.documents.jobs.{name}"] == SCANS
    assert of_lane["lienthong.axis.exchange.jobs.carry"] in MAIN_QUEUES


@pytest.mark.django_db
def test_a_worker_that_starts_takes_up_its_own_lane_only() -> None:
    """The worker of scans must not take a running delivery for one that was left behind."""
    with connection.cursor() as cursor:
        for queue in ("default", SCANS):
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES (%s, 't', 'doing')",
                [queue],
            )
        assert requeue_stalled(0, LANES[SCANS]) == 1
        cursor.execute("SELECT queue_name FROM procrastinate_jobs WHERE status = 'doing'")
        assert cursor.fetchall() == [("default",)]
        assert requeue_stalled(0) == 1


@pytest.mark.django_db
def test_a_worker_starts_though_the_like_of_what_it_left_waits_already() -> None:
    """Killed while it read a batch for which the next turn was asked: one turn waits, none is lost."""
    with connection.cursor() as cursor:
        for lock, status in (
            ("a", "doing"),
            ("a", "todo"),
            ("b", "doing"),
            ("b", "doing"),
            ("c", "todo"),
        ):
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, status, queueing_lock)"
                " VALUES (%s, 't', %s::procrastinate_job_status, %s)",
                [SCANS, status, lock],
            )
        assert requeue_stalled(0, LANES[SCANS]) == 3
        cursor.execute(
            "SELECT queueing_lock, status::text FROM procrastinate_jobs ORDER BY queueing_lock, status::text"
        )
        assert cursor.fetchall() == [
            ("a", "aborted"), ("a", "todo"), ("b", "aborted"), ("b", "todo"), ("c", "todo"),
        ]  # fmt: skip
        assert requeue_stalled(0, LANES[SCANS]) == 0
