"""The rows of the board are kept as drawn; what differs in anything is drawn anew."""

from django.utils.translation import override

from lienthong.axis.exchange.rules.shares import AgencyCounts, SideCounts
from lienthong.desk import boards
from lienthong.desk.queries import BoardRow, reasons_of
from lienthong.systems.tasks.api import ClassCounts


def row(unsent: int, name: str = "Sở Nội vụ", phone: str = "") -> BoardRow:
    counts = AgencyCounts(7, sent=SideCounts(open_due=unsent), line_alive=True)
    return BoardRow(7, name, "", counts, reasons_of(counts), phone)


def test_a_row_follows_each_of_its_figures() -> None:
    first = boards.missing_rows([row(3)], "tu-dau-nam=1")
    assert "chưa gửi: 3" in first and "/7/?tu-dau-nam=1" in first
    assert boards.missing_rows([row(3)], "tu-dau-nam=1") == first
    assert "chưa gửi: 4" in boards.missing_rows([row(4)], "tu-dau-nam=1")
    assert "0255" in boards.missing_rows([row(3, phone="0255")], "tu-dau-nam=1")
    assert "Sở Y tế" in boards.missing_rows([row(3, name="Sở Y tế")], "tu-dau-nam=1")
    assert "?thang=2026-01" in boards.missing_rows([row(3)], "thang=2026-01")


def test_tasks_follow_each_of_their_figures() -> None:
    counts = ClassCounts(7, done_on_time=1, done_late=2, open_in_time=3, open_late=4, standing=5)
    drawn = boards.task_rows([("Sở Nội vụ", counts)])
    for place in ("done_on_time", "done_late", "open_in_time", "open_late", "standing"):
        other = counts._replace(**{place: 1234})
        again = boards.task_rows([("Sở Nội vụ", other)])
        assert "1.234" in again and again != drawn
    assert boards.task_rows([("Sở Nội vụ", counts)]) == drawn


def test_a_row_speaks_the_language_of_the_request() -> None:
    vietnamese = boards.missing_rows([row(3)], "")
    with override("en"):
        english = boards.missing_rows([row(3)], "")
    assert "chưa gửi" in vietnamese and "chưa gửi" not in english
    assert boards.missing_rows([row(3)], "") == vietnamese


def test_names_are_escaped() -> None:
    assert "<b>" not in boards.missing_rows([row(3, name="<b>")], "")
