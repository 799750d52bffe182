"""Progress lines: a start, an end with the time taken, and nothing lost on a poor terminal."""

import io

import pytest

from lienthong.config.launch import runs
from lienthong.config.launch.progress import Progress, seconds


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.04, "0,0 giây"), (12.34, "12,3 giây"), (59.99, "60,0 giây"), (125, "2 phút 05 giây")],
)
def test_durations_are_written_the_vietnamese_way(value: float, text: str) -> None:
    assert seconds(value) == text


def test_without_a_terminal_each_step_has_a_first_and_a_last_line() -> None:
    stream = io.StringIO()
    progress = Progress(stream)
    with progress.step("Tạo môi trường"):
        pass
    first, last = stream.getvalue().splitlines()
    assert first == "  … Tạo môi trường"
    assert last.startswith("  ✓ Tạo môi trường (")


def test_a_failed_step_is_marked_and_the_error_goes_on() -> None:
    stream = Terminal()
    with pytest.raises(ZeroDivisionError), Progress(stream).step("Chia"):
        raise ZeroDivisionError
    assert stream.getvalue().endswith("giây)\n")
    assert "✗ Chia" in stream.getvalue()


def test_a_terminal_without_vietnamese_letters_still_gets_the_line() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    Progress(stream).say("Đã dừng")
    stream.flush()
    assert raw.getvalue() == b"?? d?ng\n"


def test_a_program_that_fails_or_hangs_becomes_a_sentence_with_the_end_of_its_output() -> None:
    with pytest.raises(runs.StepFailed, match=r"mã 3(.|\n)*hết đĩa"):
        runs.run(["sh", "-c", "echo hết đĩa; exit 3"], what="Cài", timeout=20)
    with pytest.raises(runs.StepFailed, match="quá 1 giây"):
        runs.run(["sleep", "60"], what="Cài", timeout=1)
    with pytest.raises(runs.StepFailed, match="không chạy được"):
        runs.run(["no-such-program"], what="Cài", timeout=1)
