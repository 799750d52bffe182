"""`./lienthong demo`: play the directive from the signature to every commune and back (docs/story.md).

A client of the same services as the screens, connected as the web's role. Exit status: 0 all came
true, 1 something that the story promises did not, 2 it could not begin.
"""

import argparse
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lienthong.config.launch import places, session
from lienthong.config.launch.progress import Progress
from lienthong.config.launch.refusal import Refused
from lienthong.config.launch.stopping import stop_requests
from lienthong.config.story.telling import Broken, Teller
from lienthong.config.story.worker import OwnWorker, SupervisedWorker, Worker

SAMPLE = places.SOURCE / "lienthong" / "axis" / "reading" / "samples" / "directive.md"


class CannotPlay(Refused):
    """The story cannot be played here."""


@dataclass(frozen=True)
class Installation:
    """Where the story is played: the web's address, the data folder, the worker."""

    url: str
    data: Path
    worker: Worker


def main(argv: list[str]) -> int:
    """Play the story and return the exit status."""
    options = _parser().parse_args(argv)
    paper = Path(options.directive) if options.directive else SAMPLE
    if not paper.is_file():
        raise CannotPlay(f"Không có tệp {paper}.")
    teller = Teller(as_json=options.json)
    data = places.data_folder(options.data)
    with stop_requests(), _installation(data, given=options.data is not None) as found:
        return _play(paper, teller, found, small=options.small)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./lienthong demo",
        description="Diễn lại đường đi của một chỉ đạo, từ chữ ký tới từng xã và trở về.",
        epilog="Mã trả về: 0 mọi việc đúng như câu chuyện · 1 có việc không đúng · 2 không bắt đầu được.",
    )
    parser.add_argument("--data", metavar="THƯ_MỤC", help="thư mục dữ liệu của hệ thống đang chạy")
    parser.add_argument(
        "--directive", metavar="TỆP", help="văn bản chỉ đạo khác (PDF, DOCX, ảnh, văn bản)"
    )
    parser.add_argument("--json", action="store_true", help="mỗi dòng một đối tượng JSON")
    parser.add_argument(
        "--small", action="store_true", help="diễn nhanh: chỉ hai huyện chuyển tiếp xuống xã"
    )
    return parser


@contextmanager
def _installation(data: Path, *, given: bool) -> Iterator[Installation]:
    """The running installation; else its database with a worker of our own, ended afterwards."""
    if not given and os.environ.get("LIENTHONG_DB_APP") and session.running(data) is None:
        with _own_worker({}, data) as worker:
            yield Installation("", data, worker)
        return
    with session.joined(data, "app", Progress(sys.stderr)) as found:
        if found.mode != "sample":
            raise CannotPlay("Câu chuyện chỉ diễn trên tỉnh mẫu; đây là hệ thống thật.")
        if found.pids:
            yield Installation(found.url, data, SupervisedWorker(data))
            return
        with _own_worker(found.environment, data) as worker:
            yield Installation(found.url, data, worker)


@contextmanager
def _own_worker(environment: dict[str, str], data: Path) -> Iterator[OwnWorker]:
    worker = OwnWorker(environment, data / "logs" / "demo-worker.log")
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()


def _play(paper: Path, teller: Teller, found: Installation, *, small: bool) -> int:
    os.environ["LIENTHONG_DB_ROLE"] = "app"
    import django

    django.setup()
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    from lienthong.config.story import play
    from lienthong.config.story.calendar import NoDayLeft
    from lienthong.kernel.clock import StoryRunning

    teller.say(play.FIRST_LINE)
    try:
        stage = play.play(
            paper=paper,
            teller=teller,
            worker=found.worker,
            url=found.url,
            data=found.data,
            small=small,
        )
    except (NoDayLeft, StoryRunning) as refusal:
        raise CannotPlay(str(refusal)) from refusal
    except Broken as broken:
        teller.say(f"✗ {broken}", ok=False)
        teller.summary({}, ok=False)
        return 1
    except Exception as refusal:
        message = getattr(refusal, "message", "")
        if not message:
            raise
        teller.say(f"✗ {message}", ok=False)
        teller.summary({}, ok=False)
        return 1
    _sum_up(teller, stage.figures, paper)
    return 0


def _sum_up(teller: Teller, figures: dict[str, object], paper: Path) -> None:
    board = figures.get("board")
    told: dict[str, object] = {"Văn bản": paper.name}
    if isinstance(board, dict):
        told |= board
    told["Nhiệm vụ theo trạng thái"] = figures.get("tasks", {})
    told["Xem bảng điều hành"] = figures.get("look", "")
    teller.summary(told, ok=True)
