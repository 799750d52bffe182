"""The whole story in order: opens the stage, plays the chapters, sums up."""

from pathlib import Path

from lienthong.config.story import deliver, draft, keep, read, receive, see, sign, work
from lienthong.kernel import clock

from .calendar import days_of_story
from .stage import Stage
from .telling import Teller
from .worker import Worker

CHAPTERS = (read, draft, sign, deliver, receive, work, see, keep)
FIRST_LINE = (
    "Diễn lại một văn bản chỉ đạo năm 2018, với bản đồ hành chính của thời gian đó, theo quy định"
    " hiện hành (Nghị định 30/2020/NĐ-CP)."
)


def play(
    *, paper: Path, teller: Teller, worker: Worker, url: str, data: Path, small: bool = False
) -> Stage:
    """Play every chapter on the installation that this process is connected to as `lt_app`.

    Raises what a service refuses, and `Broken` when something promised did not come true.
    """
    with clock.playing() as hand:
        days = days_of_story()
        stage = Stage(teller, worker, hand, url, data, days, paper, small)
        teller.say(
            f"Ngày của câu chuyện: {days[0]:%d/%m/%Y} đến {days[-1]:%d/%m/%Y}; trong lúc diễn, đồng hồ"
            " của hệ thống mẫu chỉ những ngày này."
        )
        for chapter in CHAPTERS:
            chapter.play(stage)
    return stage
