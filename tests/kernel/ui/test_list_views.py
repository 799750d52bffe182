"""A register's addresses: part, export, print, saved searches; nothing leaks, nothing runs as a formula."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable
from typing import Any
from xml.etree import ElementTree

import docx
import pytest
from django.db import transaction
from django.http import HttpRequest

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.ui.lists import list_response, saved
from lienthong.kernel.ui.lists.exports import harmless
from lienthong.kernel.ui.models import LongWork, SavedSearch
from tests.kernel.ui.conftest import NOW
from tests.kernel.ui.registers import make_rows, register

Ask = Callable[..., HttpRequest]
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def csv_rows(response: Any) -> list[list[str]]:
    data = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(data), delimiter=";"))


def sheet_cells(response: Any) -> list[list[str]]:
    """Cells of the first sheet as text, formulas marked."""
    archive = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    tree = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    rows = []
    for row in tree.iter(f"{SHEET}row"):
        cells = []
        for cell in row.iter(f"{SHEET}c"):
            if cell.find(f"{SHEET}f") is not None:
                cells.append("FORMULA")
            else:
                texts: Iterable[Any] = [*cell.iter(f"{SHEET}t"), *cell.iter(f"{SHEET}v")]
                cells.append("".join(t.text or "" for t in texts))
        rows.append(cells)
    return rows


@pytest.mark.parametrize("text", ["=1+1", "+84", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_text_that_would_run_is_made_harmless(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert harmless("Công văn = 1") == "Công văn = 1"


def test_csv_takes_exactly_what_is_seen(clerk: Actor, ask: Ask) -> None:
    with acting(clerk):
        make_rows(clerk, 70)
        LongWork.objects.filter(kind="a").update(title='=HYPERLINK("http://x")')
        response = list_response(ask(clerk, "kind=a&sort=total&export=csv"), register())
        shown = LongWork.objects.filter(kind="a").count()
    rows = csv_rows(response)
    assert rows[0] == ["Tên việc", "Số mục", "Bắt đầu", "Xong", "Tình trạng"]
    assert len(rows) == shown + 1
    assert all(row[0] == '\'=HYPERLINK("http://x")' for row in rows[1:])
    assert [int(row[1]) for row in rows[1:]] == sorted(int(row[1]) for row in rows[1:])


def test_the_columns_that_are_asked_for_stand_everywhere(clerk: Actor, ask: Ask) -> None:
    """PL VI I.III.6.đ: on screen, on paper, in files and in the saved question; the lead always."""
    keys = [column.key for column in register().columns if not column.lead]
    one, label = keys[0], str(next(c.label for c in register().columns if c.key == keys[0]))
    gone = str(next(c.label for c in register().columns if c.key == keys[1]))
    with acting(clerk):
        make_rows(clerk, 3)
        asked = f"kind=a&cot={one}"
        rows = csv_rows(list_response(ask(clerk, f"{asked}&export=csv"), register()))
        assert rows[0] == ["Tên việc", label]
        page: Any = list_response(ask(clerk, asked), register())
        heads = page.content.decode().split("<tbody")[0].split("<thead")[1]
        assert label in heads
        assert gone not in heads
        assert f'name="cot" value="{one}" checked' in page.content.decode()
        assert f'name="cot" value="{keys[1]}">' in page.content.decode()
        printed: Any = list_response(ask(clerk, f"{asked}&view=print"), register())
        assert gone not in printed.content.decode()
        for nothing in ("cot=khong-co", "cot="):
            rows = csv_rows(list_response(ask(clerk, f"{nothing}&export=csv"), register()))
            assert len(rows[0]) == 5, "who asks for none that there is sees all"
        everything = "&".join(f"cot={key}" for key in keys)
        page = list_response(ask(clerk, everything), register())
        assert 'type="hidden" name="cot"' not in page.content.decode()


def test_csv_streams_in_a_transaction_of_its_own(clerk: Actor, ask: Ask) -> None:
    """The request's transaction has ended by the time the rows are read."""
    with acting(clerk):
        make_rows(clerk, 5)
    response: Any = list_response(ask(clerk, "export=csv"), register())
    assert response.streaming
    with transaction.atomic():
        assert len(csv_rows(response)) == 6


def test_a_spreadsheet_holds_numbers_dates_and_no_formula(clerk: Actor, ask: Ask) -> None:
    with acting(clerk):
        make_rows(clerk, 12)
        LongWork.objects.update(title="=1+1")
        response: Any = list_response(ask(clerk, "export=xlsx"), register())
        assert response["Content-Disposition"] == (
            'attachment; filename="danh-sach-20261123-0900.xlsx"'
        )
        rows = sheet_cells(response)
    assert len([row for row in rows if row]) == 2 + 1 + 12
    flat = [cell for row in rows for cell in row]
    assert "FORMULA" not in flat
    assert flat.count("=1+1") == 12, "kept as text, since it is written as text"
    assert "Việc dài" in flat
    assert clerk.name in " ".join(flat)


def test_a_list_goes_out_as_a_document_of_word(clerk: Actor, ask: Ask) -> None:
    """The same rows and order, the heading on each page; more than a print may have is refused."""
    with acting(clerk):
        make_rows(clerk, 12)
        LongWork.objects.filter(pk__gt=0).update(title="Nhập sổ\x0b văn bản")
        response: Any = list_response(ask(clerk, "export=docx"), register())
        assert response["Content-Disposition"] == (
            'attachment; filename="danh-sach-20261123-0900.docx"'
        )
        made = docx.Document(io.BytesIO(b"".join(response.streaming_content)))
        rows = [[cell.text for cell in row.cells] for row in made.tables[0].rows]
        assert rows[0] == ["Tên việc", "Số mục", "Bắt đầu", "Xong", "Tình trạng"]
        assert [row[0] for row in rows[1:]] == ["Nhập sổ văn bản"] * 12
        assert made.tables[0].rows[0]._tr.xpath("w:trPr/w:tblHeader")
        assert clerk.name in made.paragraphs[-1].text
        long = list_response(ask(clerk, "export=docx"), register(print_cap=11))
    assert long.status_code == 413
    assert "xuất Excel" in long.content.decode()


def test_too_many_rows_for_a_spreadsheet_are_refused_with_a_way_out(clerk: Actor, ask: Ask) -> None:
    with acting(clerk):
        make_rows(clerk, 12)
        response: Any = list_response(ask(clerk, "export=xlsx"), register(export_cap=11))
        page = response.content.decode()
    assert response.status_code == 413
    assert "xuất CSV" in page
    with acting(clerk):
        assert list_response(ask(clerk, "export=xlsx"), register(export_cap=12)).status_code == 200


def test_an_export_is_recorded_with_its_question(clerk: Actor, ask: Ask) -> None:
    """PL VI I.III.5 NĐ 30/2020: who took what away is known."""
    log: list[tuple[Any, ...]] = []
    noted = register(log=lambda *what: log.append(what))
    with acting(clerk):
        make_rows(clerk, 3)
        list_response(ask(clerk, "export=csv&kind=a"), noted)
        list_response(ask(clerk, "view=print"), noted)
        list_response(ask(clerk), noted)
    assert [(entry[1], entry[2]) for entry in log] == [
        ("csv", "Việc dài: loại A"),
        ("print", "Việc dài"),
    ]


def test_a_print_never_cuts_in_silence(clerk: Actor, ask: Ask) -> None:
    with acting(clerk):
        make_rows(clerk, 12)
        whole = list_response(ask(clerk, "view=print"), register()).content.decode()  # type: ignore[attr-defined]
        cut = list_response(ask(clerk, "view=print"), register(print_cap=5)).content.decode()  # type: ignore[attr-defined]
    assert whole.count("Phát hành lần") == 12
    assert "Chỉ in" not in whole
    assert cut.count("Phát hành lần") == 5
    assert "Chỉ in 5 dòng đầu" in cut


def test_htmx_gets_the_list_alone(clerk: Actor, ask: Ask) -> None:
    with acting(clerk):
        make_rows(clerk, 3)
        part: Any = list_response(ask(clerk, **{"HX-Request": "true"}), register())
        whole: Any = list_response(ask(clerk), register())
        restored: Any = list_response(
            ask(clerk, **{"HX-Request": "true", "HX-History-Restore-Request": "true"}), register()
        )
    assert "<html" not in part.content.decode()
    assert 'id="list"' in part.content.decode()
    assert "<html" in whole.content.decode()
    assert "<html" in restored.content.decode()
    assert "HX-Request" in part["Vary"]


def test_empty_narrowed_and_full_lists_say_different_things(clerk: Actor, ask: Ask) -> None:
    empty = register(empty_title="Chưa có việc nào", empty_act=("Bắt đầu", "/moi/"))
    with acting(clerk):
        first: Any = list_response(ask(clerk), empty)
        make_rows(clerk, 3)
        narrowed: Any = list_response(ask(clerk, "q=không có"), empty)
        full: Any = list_response(ask(clerk), empty)
    assert "Chưa có việc nào" in first.content.decode()
    assert 'href="/moi/"' in first.content.decode()
    assert "Không có dòng nào đúng với điều kiện" in narrowed.content.decode()
    assert "Chưa có việc nào" not in full.content.decode()


def test_a_kept_question_comes_back_and_is_private(clerk: Actor, stranger: Actor, ask: Ask) -> None:
    with acting(clerk):
        make_rows(clerk, 3)
        answer: Any = list_response(
            ask(clerk, "kind=a&sort=total&at=x", {"save_title": "  Loại   A  "}), register()
        )
        assert answer.status_code == 302
        kept = saved.saved_searches(clerk, "tests.works")
        assert [(s.title, s.query) for s in kept] == [("Loại A", "kind=a&sort=total")]
        assert "Loại A" in list_response(ask(clerk), register()).content.decode()  # type: ignore[attr-defined]
    with acting(stranger):
        assert saved.saved_searches(stranger, "tests.works") == []
        saved.drop_search(saved_id=kept[0].pk, by=stranger)
    with acting(clerk):
        assert SavedSearch.objects.filter(pk=kept[0].pk).exists(), "another's stays"
        list_response(ask(clerk, "", {"drop_saved": str(kept[0].pk)}), register())
        assert saved.saved_searches(clerk, "tests.works") == []


@pytest.mark.parametrize("title", ["", "   ", "x" * 81, "\x00"])
def test_a_name_that_cannot_be_kept_is_refused_with_a_sentence(
    clerk: Actor, ask: Ask, title: str
) -> None:
    with acting(clerk):
        answer: Any = list_response(ask(clerk, "kind=a", {"save_title": title}), register())
        assert answer.status_code == 422
        assert "bộ lọc" in answer.content.decode()
        assert saved.saved_searches(clerk, "tests.works") == []


def test_the_same_name_replaces_and_there_is_an_end(clerk: Actor) -> None:
    with acting(clerk):
        for number in range(saved.MOST):
            saved.save_search(list_name="l", title=f"b{number}", query="q=1", by=clerk, at=NOW)
        saved.save_search(list_name="l", title="b0", query="q=2", by=clerk, at=NOW)
        with pytest.raises(saved.SearchNotKept, match="bỏ bớt"):
            saved.save_search(list_name="l", title="mới", query="", by=clerk, at=NOW)
        kept = saved.saved_searches(clerk, "l")
        assert len(kept) == saved.MOST
        assert {s.title: s.query for s in kept}["b0"] == "q=2"
