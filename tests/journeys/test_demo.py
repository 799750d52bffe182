"""The story of the directive, small but whole: from the signature to every commune and back.

Played as a user plays it: the command in a process of its own as `lt_app`, with a worker that is
killed in the middle of delivery.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support import database
from tests.support.needs import needs

pytestmark = needs("pdfsig")
LIMIT = 420


def _environment(name: str, data: Path) -> dict[str, str]:
    mine = database.environment(name)
    assets = os.environ.get("LIENTHONG_ASSETS", "")
    return (
        mine
        | {"LIENTHONG_DATA": str(data), "LIENTHONG_MODE": "sample"}
        | ({"LIENTHONG_ASSETS": assets} if assets else {})
    )


def _play(name: str, data: Path, *options: str) -> tuple[int, list[dict[str, Any]], str]:
    done = subprocess.run(
        [sys.executable, "-m", "lienthong", "demo", "--json", "--small", *options],
        env=_environment(name, data) | {"LIENTHONG_DB_ROLE": "app"},
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )
    told = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return done.returncode, told, done.stdout[-3000:] + done.stderr[-3000:]


@pytest.fixture
def prepared(committed: str, tmp_path: Path) -> tuple[str, Path]:
    """A database with the sample accounts' roles, and an empty data folder."""
    for command in (["prepare_database"], ["sample_accounts", "--quiet"]):
        subprocess.run(
            [sys.executable, "-m", "django", *command],
            env=_environment(committed, tmp_path) | {"LIENTHONG_DB_ROLE": "owner"},
            check=True,
            capture_output=True,
            timeout=120,
        )
    return committed, tmp_path


def test_the_directive_goes_to_every_commune_and_back(prepared: tuple[str, Path]) -> None:
    code, told, output = _play(*prepared)
    assert code == 0, output
    assert "2018" in told[0]["text"]
    steps = {step["title"]: step for step in told if step["kind"] == "step"}
    assert all(step["ok"] for step in steps.values())
    assert {step["chapter"] for step in steps.values()} == set(range(1, 9))
    assert steps["Đọc thành trường dữ liệu và nhiệm vụ"]["figures"]["tasks"] == 10
    assert steps["Phát hành"]["figures"] == {"departments": 19, "districts": 14}
    assert steps["Gói tin tới nơi"]["figures"] == {"arrived": 33, "twice": 0}
    killed = steps["Dừng đột ngột tiến trình nền (SIGKILL) khi đang chuyển"]["figures"]
    assert killed["killed"] != killed["back"]
    looks = [s for s in told if s.get("title") == "Bảng điều hành nêu đúng nơi còn thiếu"]
    assert [look["count"] for look in looks] == [3, 2]
    p1 = looks[1]["figures"]["P1"]
    assert (p1["numerator"], p1["denominator"]) == (218, 220)
    assert looks[1]["figures"]["P2"]["numerator"] == looks[1]["figures"]["P2"]["denominator"] == 3
    assert not (prepared[1] / "story-clock").exists()


def test_a_paper_that_is_not_there_is_refused_before_anything_is_done(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "lienthong", "demo", "--directive", str(tmp_path / "none.pdf")],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "Không có tệp" in done.stderr


def test_the_clock_of_a_story_holds_only_while_it_is_played(tmp_path: Path, settings: Any) -> None:
    import datetime as dt

    from lienthong.kernel import clock

    settings.DATA, settings.MODE = tmp_path, "sample"
    moment = dt.datetime(2018, 9, 5, 7, 0, tzinfo=dt.UTC)
    with clock.playing() as hand:
        assert clock.story() is None
        hand.turn_to(moment)
        played = clock.story()
        assert played is not None
        assert dt.timedelta(0) <= played - moment < dt.timedelta(seconds=60)
        with pytest.raises(clock.StoryRunning), clock.playing():
            pass
        assert clock.story() is not None
        settings.MODE = "real"
        assert clock.story() is None
        settings.MODE = "sample"
    assert clock.story() is None
    (tmp_path / clock.FILE).write_text(
        json.dumps({"moment": moment.isoformat(), "set_at": moment.isoformat()})
    )
    assert clock.story() is None  # left by one who was killed: nobody holds it
