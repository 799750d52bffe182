"""Papers written from knowledge of real ones: fields are never wrong, tasks are found, nothing is invented."""

import pytest

from lienthong.axis.reading.api import read_text
from lienthong.axis.reading.rules.names import names_at
from tests.axis.reading.fresh_papers import INBOX, LONG, SETS, Fresh, measure, papers

QUIET = [p for which in SETS for p in papers(which) if not p.tasks]


@pytest.mark.parametrize("which", SETS)
def test_fields_are_right_and_tasks_are_found(which: str) -> None:
    """Every field of the head right; recall and precision by lead and action; limits as written."""
    found = measure(which)
    assert all(unread == wrong == 0 for _, unread, wrong in found.fields.values()), found.notes
    assert found.recall >= 0.95 and found.precision >= 0.95, found.notes
    assert found.limits[1] == 0 and found.helpers[1] == 0 and found.to[1] == 0, found.notes


@pytest.mark.parametrize(("which", "many", "floor"), [(LONG, 350, 0.93), (INBOX, 350, 0.94)])
def test_papers_of_a_usual_week(which: str, many: int, floor: float) -> None:
    """Heads of long papers and of a mixed inbox all right; recall and precision of their duties above a floor."""
    found = measure(which)
    assert all(unread == wrong == 0 for _, unread, wrong in found.fields.values()), found.notes
    assert found.tasks > many
    assert found.recall >= floor and found.precision >= floor, found.notes


@pytest.mark.parametrize("paper", QUIET, ids=lambda paper: paper.name)
def test_a_paper_that_assigns_nothing_gives_no_task(paper: Fresh) -> None:
    """Reports, submissions and invitations speak of work and give none."""
    assert read_text(paper.text).tasks == ()


def test_a_count_finds_an_invented_and_a_missed_task() -> None:
    """The measure itself: an order taken out is missed, an order put in is invented."""
    from tests.axis.reading.fresh_papers import Result

    paper = papers("held")[4]
    order = "Công ty Thí nghiệm điện miền Trung phối hợp với các đơn vị ưu tiên thí nghiệm"
    assert order in paper.text
    changed = paper.text.replace(order, "Sở Công Thương chủ trì rà soát, thống kê")
    result = Result()
    result.add(paper, read_text(changed))
    assert result.hits == len(paper.tasks) - 1
    assert result.read == len(paper.tasks)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Tòa án nhân dân các tỉnh, thành phố trực thuộc Trung ương", "group"),
        ("Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam các huyện, thị xã, thành phố", "group"),
        ("Các huyện ủy, thành ủy, đảng ủy trực thuộc Tỉnh ủy", "group"),
        ("Hiệu trưởng các trường trung học phổ thông", "group"),
        ("Vụ Chính sách bảo hiểm xã hội", "agency"),
        ("Phòng Kinh tế, Hạ tầng và Đô thị", "agency"),
        ("Đảng ủy xã Tịnh Khê", "agency"),
    ],
)
def test_names_are_taken_whole(words: str, kind: str) -> None:
    """A name ends where something to do begins, not before."""
    found, end = names_at(f"{words} tổ chức thực hiện", 0)
    assert [(n.text, n.kind) for n in found] == [(words, kind)]
    assert end == len(words)


def test_a_name_does_not_swallow_what_it_is_told_to_do() -> None:
    """The twin: a body that directs others is not a body of theirs."""
    found, _ = names_at("Công an tỉnh chỉ đạo các xã tăng cường tuần tra", 0)
    assert [n.text for n in found] == ["Công an tỉnh"]


def test_members_of_a_body_are_no_leads() -> None:
    """ "Ông A, Phó Giám đốc, Tổ trưởng;" names a member and orders nothing."""
    text = "Điều 1. Thành lập Tổ công tác, gồm:\n1. Ông Nguyễn Văn Mẫu, Phó Giám đốc Sở, Tổ trưởng;\n2. Bà Trần Thị Mẫu, Trưởng phòng Nghiệp vụ Y, Tổ phó.\n"
    assert read_text(text).tasks == ()


def test_a_table_of_duties_in_plain_text_is_read() -> None:
    """Columns parted by bars or tabs; a table without a column of leads assigns nothing."""
    head = "KẾ HOẠCH\n\nII. NHIỆM VỤ\n"
    rows = "| TT | Nội dung | Cơ quan chủ trì | Thời gian |\n|---|---|---|---|\n| 1 | Rà soát quy chế văn thư | Sở Nội vụ | Trước 15/5/2024 |\n"
    tasks = read_text(head + rows).tasks
    assert [(t.lead[0].value, t.deadline.value) for t in tasks] == [("Sở Nội vụ", "2024-05-15")]
    assert read_text(head + rows.replace("Cơ quan chủ trì", "Ghi chú")).tasks == ()
