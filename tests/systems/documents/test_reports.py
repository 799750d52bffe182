"""The six outputs of PL VI I.V: the figures, and the same rows on screen, paper and in files."""

import datetime as dt
import io
from typing import Any

import docx
import pytest
from django.urls import reverse

from lienthong.kernel.access.context import acting
from lienthong.systems.documents.queries.reports import OUTPUTS, Asked
from lienthong.systems.documents.queries.reports.sheet import Sheet, SheetColumn
from lienthong.systems.documents.services import handling, incoming, keeping, report_files
from lienthong.systems.documents.services.incoming import Paper

from . import outgoing_kit as kit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts", "letters")]
DAY = dt.timedelta(days=1)


def taken(posts: kit.House, now: dt.datetime, subject: str, **more: Any) -> Any:
    fields = {"issuer_name": "Văn phòng Chính phủ", "number": "7", "notation": "VPCP-KSTT",
              "issued_on": now.date(), "type_name": "Công văn", "type_code": 18,
              "subject": subject} | more  # fmt: skip
    with acting(posts.clerk):
        row = incoming.take_in(paper=Paper(channel="paper", fields=fields), by=posts.clerk, at=now)
        return incoming.register_incoming(document=row, by=posts.clerk, at=now)


def asked(posts: kit.House, now: dt.datetime, since: dt.date | None = None) -> Asked:
    return Asked(posts.clerk, since or now.date().replace(day=1), now.date(), now)


def test_incoming_report_counts_each_paper_once(posts: kit.House, now: dt.datetime) -> None:
    unit = posts.drafter.unit_id or 0
    rows = [taken(posts, now, f"Việc {n}") for n in range(5)]
    with acting(posts.clerk):
        for row, due in zip(rows[:4], (now + DAY, now - DAY, None, now - DAY), strict=True):
            handling.route_to_unit(document=row, unit_id=unit, due_at=due, by=posts.clerk, at=now)
    with acting(posts.head):
        for row in (rows[0], rows[1]):
            row.refresh_from_db()
            handling.finish(document=row, note="Lưu để biết", by=posts.head, at=now)
    with acting(posts.clerk):
        sheet = OUTPUTS["giai-quyet-den"].make(asked(posts, now))
    figures = {row[0]: row[1:] for row in sheet.rows}
    with acting(posts.clerk):
        rows[0].refresh_from_db()
        name = rows[0].lead_unit.name
    assert figures[name] == ("4", "0", "1", "1", "1", "1", "0", "1")
    assert figures["Chưa chuyển đơn vị"][:5] == ("1", "0", "0", "0", "1")
    assert sheet.total[1] == "5"
    for row in [*sheet.rows, sheet.total]:
        total, _urgent, *parts = map(int, row[1:7])
        assert total == sum(parts) + int(row[7]), "every paper is in one class"


def test_outgoing_report_counts_by_unit(posts: kit.House, now: dt.datetime) -> None:
    kit.issued(posts, now, "Sở Tư pháp", "Sở Y tế")
    kit.drafted(posts, now, "Sở Tư pháp")
    with acting(posts.clerk):
        sheet = OUTPUTS["giai-quyet-di"].make(asked(posts, now))
        empty = OUTPUTS["giai-quyet-di"].make(
            Asked(posts.clerk, dt.date(2020, 1, 1), dt.date(2020, 1, 31), now)
        )
    (row,) = sheet.rows
    assert row[1:] == ("1", "1", "0", "1", row[5], "0", "0", "1")
    assert "Lượt gửi liên thông: 2" in sheet.notes[0]
    assert empty.rows == ()


def test_the_books_are_those_of_the_register(posts: kit.House, now: dt.datetime) -> None:
    taken(posts, now, "Rà soát")
    made = kit.issued(posts, now, "Sở Tư pháp")
    with acting(posts.clerk):
        came = OUTPUTS["so-den"].make(asked(posts, now))
        went = OUTPUTS["so-di"].make(asked(posts, now))
    assert [row[5] for row in came.rows] == ["Công văn: Rà soát"]
    assert [row[0] for row in went.rows] == [made.reference]
    assert len(came.columns) == len(went.columns) == 10


def test_lists_of_files(posts: kit.House, now: dt.datetime) -> None:
    row = taken(posts, now, "Rà soát")
    with acting(posts.drafter):
        file = keeping.open_file(
            data=keeping.FileData(
                title="Rà soát thủ tục", notation="01.TH", retention_years=10, started_on=now.date()
            ),
            by=posts.drafter,
            at=now,
        )
        unit = posts.drafter.unit_id or 0
    with acting(posts.clerk):
        handling.route_to_unit(document=row, unit_id=unit, by=posts.clerk, at=now)
    with acting(posts.drafter):
        row.refresh_from_db()
        keeping.add_incoming(file=file, document=row, by=posts.drafter, at=now)
        ask = Asked(posts.drafter, now.date(), now.date(), now, file.pk)
        listed = OUTPUTS["muc-luc-van-ban"].make(ask)
        files = OUTPUTS["muc-luc-ho-so"].make(ask)
    assert [(r[0], r[1], r[3]) for r in listed.rows] == [("1", "7/VPCP-KSTT", "Rà soát")]
    assert [(r[1], r[2], r[7]) for r in files.rows] == [("01.TH", "Rà soát thủ tục", "1")]


SHEET = Sheet(
    title="BÁO CÁO THỬ", agency="Sở Nội vụ", front=("Từ ngày 01/11/2026",),
    columns=(SheetColumn("Đơn vị", 5), SheetColumn("Tổng số", 2, True)),
    rows=(("=1+1\x07", "3"), ("Phòng Tổng hợp " * 30, "không")), total=("Tổng cộng", "3"),
    notes=("Ghi chú",),
)  # fmt: skip


def test_word_holds_the_rows_and_no_broken_letter(now: dt.datetime) -> None:
    made = docx.Document(io.BytesIO(report_files.as_docx(SHEET, now)))
    table = made.tables[0]
    assert [cell.text for cell in table.rows[1].cells] == ["=1+1", "3"]
    assert table.rows[3].cells[0].text == "Tổng cộng"
    assert made.sections[0].page_width > made.sections[0].page_height


def test_a_spreadsheet_runs_no_formula_and_keeps_numbers(now: dt.datetime) -> None:
    import re
    import zipfile

    made = zipfile.ZipFile(io.BytesIO(report_files.as_xlsx(SHEET, now)))
    page = made.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page
    assert re.search(r'<c r="B7"[^>]*><v>3</v>', page), "số là số"


def test_pdf_is_made(now: dt.datetime) -> None:
    assert report_files.as_pdf(SHEET, now).startswith(b"%PDF")


@pytest.mark.parametrize("key", list(OUTPUTS))
def test_screens_and_files(client_for: Any, posts: kit.House, now: dt.datetime, key: str) -> None:
    with acting(posts.clerk):
        file = keeping.open_file(
            data=keeping.FileData(
                title="Hồ sơ có tên rất dài để xem bảng xuống dòng", notation="02.TH", retention_years=10, started_on=now.date()
            ),
            by=posts.clerk,
            at=now,
        )  # fmt: skip
    client = client_for(f"vanthu@{kit.DOMAIN}")
    assert str(OUTPUTS[key].title) in client.get(reverse("documents:reports")).content.decode()
    url = reverse("documents:report", args=[key])
    page = client.get(url, {"ho-so": file.pk} if OUTPUTS[key].asks == "file" else {})
    assert page.status_code == 200
    assert str(OUTPUTS[key].title) in page.content.decode()
    ask = {"ho-so": file.pk} if OUTPUTS[key].asks == "file" else {}
    for name, start in (("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")):
        assert client.get(url, ask | {"xuat": name}).content.startswith(start)
    assert client.get(url, ask | {"xuat": "exe"}).status_code == 404
    assert client.get(url, ask | {"in": "1"}).status_code == 200


def test_wrong_questions_are_said(client_for: Any, posts: kit.House) -> None:
    client = client_for(f"vanthu@{kit.DOMAIN}")
    url = reverse("documents:report", args=["so-den"])
    page = client.get(url, {"tu": "02/11/2026", "den": "01/11/2026"}).content.decode()
    assert "Ngày đầu phải trước" in page
    page = client.get(url, {"tu": "01/01/2020", "den": "01/11/2026"}).content.decode()
    assert "dài nhất là một năm" in page
    assert client.get(reverse("documents:report", args=["khac"])).status_code == 404
    wanted = reverse("documents:report", args=["muc-luc-van-ban"])
    assert client.get(wanted, {"ho-so": "999999"}).status_code == 404
    assert client.get(wanted, {"ho-so": "²"}).status_code == 200


def test_who_reads_no_register_sees_no_register(client_for: Any, posts: kit.House) -> None:
    client = client_for(f"quantri@{kit.DOMAIN}")
    assert client.get(reverse("documents:report", args=["so-den"])).status_code == 403
    assert "Không có báo cáo nào" in client.get(reverse("documents:reports")).content.decode()
