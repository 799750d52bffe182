"""The worker reads for search what came in: once for the same bytes, never stopped by a broken file."""

import datetime as dt
import io
from dataclasses import replace

import pytest

from lienthong.axis.papers import api as papers
from lienthong.kernel.access.context import acting
from lienthong.kernel.files.services import store
from lienthong.systems.documents.models import (
    Citation,
    DocumentText,
    IncomingDocument,
    OutgoingDocument,
    SearchEntry,
)
from lienthong.systems.documents.queries import searching
from lienthong.systems.documents.queries.searching import Asked
from lienthong.systems.documents.services import incoming, indexing

from . import outgoing_kit as kit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("letters")]
M = "@mau.lienthong.example"
TEXT = """Căn cứ Quyết định số 139/QĐ-UBND ngày 05/01/2026 của Ủy ban nhân dân tỉnh Quảng Ngãi;
Kế hoạch khắc phục hậu quả mưa lũ năm 2026."""


@pytest.fixture(scope="module")
def pdf():
    """A page of print with a citation and rare words."""
    made = papers.render_annex_file(
        papers.AnnexFile(
            agency="ỦY BAN NHÂN DÂN TỈNH", title="Khắc phục hậu quả", main_kind="Kế hoạch",
            notation="KH-UBND", body=papers.paragraphs_from_text(TEXT),
        )
    )  # fmt: skip
    return made.pdf


@pytest.fixture
def clerk(actor_for):
    actor = actor_for(f"vanthu.snv{M}")
    with acting(actor):
        yield actor


def came(clerk, now, content, name="den.pdf"):
    stored = store(io.BytesIO(content), name=name, agency_id=clerk.agency_id, by=clerk, at=now)
    fields = {"issuer_name": "UBND tỉnh", "subject": f"V/v gửi {name}", "issued_on": now.date()}
    return incoming.take_in(
        paper=incoming.Paper(channel="paper", fields=fields, file_id=stored.pk), by=clerk, at=now
    )


def found(clerk, **more):
    ids = searching.search(Asked(**more), clerk, most=50)
    return [entry.incoming_id or entry.outgoing_id for entry in searching.entries(ids, clerk)]


def unread():
    return SearchEntry.objects.filter(read_at=None).count()


def test_what_a_file_says_is_found_once_it_is_read(clerk, now, pdf):
    paper = came(clerk, now, pdf)
    assert found(clerk, words="hậu quả mưa lũ") == []
    assert indexing.read_waiting(by=clerk, at=now) == 1
    assert found(clerk, words="hau qua mua lu") == [paper.pk]
    assert found(clerk, cited="139/QĐ-UBND") == [paper.pk]
    kept = DocumentText.objects.get(incoming=paper)
    assert (kept.sha256, kept.agency_id) == (paper.file.sha256, clerk.agency_id)
    entry = SearchEntry.objects.get(incoming=paper)
    assert entry.read_at == now
    assert indexing.read_waiting(by=clerk, at=now) == 0, "nothing is read twice"


def test_the_same_bytes_are_read_once_for_many_papers(clerk, now, pdf, monkeypatch):
    opened = []
    real = indexing._read_file
    monkeypatch.setattr(
        indexing, "_read_file", lambda file, reader: opened.append(file.pk) or real(file, reader)
    )
    first, second = came(clerk, now, pdf), came(clerk, now, pdf, "ban-hai.pdf")
    assert indexing.read_waiting(by=clerk, at=now) == 2
    third = came(clerk, now, pdf, "ban-ba.pdf")
    assert indexing.read_waiting(by=clerk, at=now + dt.timedelta(minutes=1)) == 1
    assert len(opened) == 1, "in one round, and in a later one from what is kept"
    assert set(found(clerk, words="hậu quả mưa lũ")) == {first.pk, second.pk, third.pk}
    assert Citation.objects.filter(incoming=third, reference="139/QĐ-UBND").exists()


def test_a_broken_file_stops_nobody(clerk, now, pdf):
    broken = came(clerk, now, b"%PDF-1.7\nrubbish", "hong.pdf")
    whole = came(clerk, now, pdf)
    assert indexing.read_waiting(by=clerk, at=now) == 2
    assert unread() == 0
    assert found(clerk, words="hậu quả mưa lũ") == [whole.pk]
    assert not DocumentText.objects.filter(incoming=broken).exists()
    assert found(clerk, words="gửi hong.pdf") == [broken.pk], "its own words are found all the same"


def test_oldest_first_and_no_more_than_asked(clerk, now):
    rows = [came(clerk, now, f"Nội dung thứ {n}".encode(), f"{n}.txt") for n in range(3)]
    assert indexing.read_waiting(by=clerk, at=now, most=2) == 2
    left = SearchEntry.objects.get(read_at=None)
    assert left.incoming_id == rows[2].pk
    assert indexing.read_waiting(by=clerk, at=now, most=2) == 1
    assert unread() == 0


def test_a_paper_without_a_file_is_done_at_once(clerk, now):
    fields = {"issuer_name": "UBND tỉnh", "subject": "V/v không có tệp"}
    incoming.take_in(paper=incoming.Paper(channel="paper", fields=fields), by=clerk, at=now)
    assert indexing.read_waiting(by=clerk, at=now) == 1
    assert unread() == 0


def test_what_was_typed_here_is_not_read_from_its_picture(actor_for, now, monkeypatch):
    house = kit.house(actor_for)
    document = kit.drafted(house, now, text=f"{kit.TEXT}\n3. Thực hiện Quyết định số 88/QĐ-UBND.")
    monkeypatch.setattr(indexing, "_read_file", lambda *_: pytest.fail("the file was opened"))
    everything = replace(house.drafter)
    with acting(everything):
        assert indexing.read_waiting(by=everything, at=now) >= 1
        assert SearchEntry.objects.get(outgoing=document).read_at == now
        assert Citation.objects.filter(outgoing=document, reference="88/QĐ-UBND").exists()
        assert isinstance(SearchEntry.objects.get(outgoing=document).outgoing, OutgoingDocument)


def test_the_page_of_a_paper_leads_to_what_is_like_it(client_for, accounts, now, actor_for):
    clerk = actor_for(f"vanthu{M}")
    with acting(clerk):
        rows = [
            incoming.take_in(
                paper=incoming.Paper(
                    channel="paper",
                    fields={"issuer_name": "Bộ Nội vụ",
                            "subject": f"V/v kiểm kê tài sản công {n}", "number": str(n)},
                ),
                by=clerk, at=now,
            )
            for n in (1, 2)
        ]  # fmt: skip
        entry = SearchEntry.objects.get(incoming=rows[0])
    client = client_for(f"vanthu{M}")
    page = client.get(f"/van-ban/den/{rows[0].pk}/").content.decode()
    link = f"/tra-cuu/?like={entry.pk}"
    assert f'href="{link}"' in page
    like = client.get(link).content.decode()
    assert f"/van-ban/den/{rows[1].pk}/" in like
    with acting(clerk):
        assert IncomingDocument.objects.filter(pk=rows[0].pk).exists()
