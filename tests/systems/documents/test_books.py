"""Books as books: order, gaps and cancelled numbers, prints by Annex IV, Annex VI line by line."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from lienthong.axis.papers import api as papers
from lienthong.kernel.access.context import acting
from lienthong.kernel.registers.models import Book
from lienthong.kernel.registers.services.numbers import cancel_number, reserve_number
from lienthong.systems.documents.queries import annex_six
from lienthong.systems.documents.queries import books as queries

from .outgoing_kit import DOMAIN
from .test_keeping import arrived, once_of, page

pytestmark = pytest.mark.django_db


def book_of(posts, now):
    first = arrived(posts, now, "12")
    with acting(posts.clerk):
        book = Book.objects.get(pk=first.entry.book_id)
        entry = reserve_number(
            book=book, key="test", on=dt.date(2026, 11, 23), by=posts.clerk, at=now
        )
        cancel_number(entry, reason="Vào nhầm sổ", by=posts.clerk, at=now)
    arrived(posts, now, "14")
    return book


def test_the_incoming_book_has_ten_columns_and_keeps_the_cancelled_number(posts, letters, now):
    book = book_of(posts, now)
    with acting(posts.clerk):
        data = queries.printed(posts.clerk, book)
        follow = queries.printed(posts.clerk, book, follow_up=True)
    assert {len(row) for row in data.rows} == {10}
    assert {len(row) for row in follow.rows} == {7}
    assert [row[1] for row in data.rows] == ["01", "02", "03"]
    assert data.rows[0][2:6] == ("Sở Nội vụ", "12/SNV", "20/11/2026", "Công văn: Về việc thứ 12")
    assert "Vào nhầm sổ" in data.rows[1][9]
    paper = papers.render_book(data, at=now)
    text = " ".join(p.extract_text() for p in PdfReader(io.BytesIO(paper.pdf)).pages)
    assert "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN" in text
    assert "Vào nhầm sổ" in " ".join(text.split())


def test_a_day_without_papers_prints_an_empty_day(posts, now):
    book = book_of(posts, now)
    with acting(posts.clerk):
        assert queries.printed(posts.clerk, book, day=dt.date(2026, 11, 20)).rows == ()
        assert len(queries.printed(posts.clerk, book, day=dt.date(2026, 11, 23)).rows) == 3


def test_the_screens_of_books(posts, accounts, letters, client_for, now):
    book = book_of(posts, now)
    client = client_for(f"vanthu@{DOMAIN}")
    assert "Sổ đăng ký văn bản đến" in page(client, "books").content.decode()
    shown = page(client, "book_one", book.pk).content.decode()
    assert "Vào nhầm sổ" in shown
    page(client, "book_one", book.pk, mau="theo-doi")
    printed = page(client, "book_print", book.pk, ngay="23/11/2026")
    assert printed.content.startswith(b"%PDF")
    page(client, "book_print", book.pk, ngay="32/13", expect=302)


def test_an_open_book_of_the_year_is_not_closed_before_its_day(
    posts, accounts, letters, client_for, now
):
    book = book_of(posts, now)
    client = client_for(f"vanthu@{DOMAIN}")
    here = reverse("documents:book_one", args=[book.pk])
    answer = client.post(here, {"once": once_of(client, here)}, follow=True)
    assert "chưa khóa được" in answer.content.decode()


def test_a_stranger_has_no_book_and_an_administrator_reads_no_paper(
    posts, accounts, letters, client_for, now
):
    book = book_of(posts, now)
    page(client_for(f"vanthu.bato@{DOMAIN}"), "book_one", book.pk, expect=404)
    client = client_for(f"quantri@{DOMAIN}")
    assert "Về việc thứ 12" not in page(client, "book_one", book.pk).content.decode()
    page(client, "book_print", book.pk, expect=403)


def test_annex_six_answers_every_line_of_part_one():
    listed = annex_six.sections()
    places = [line.place for section in listed for line in section.lines]
    assert len(places) == len(set(places)) == annex_six.counts(listed)["total"]
    assert [section.title.split(".")[0] for section in listed] == ["I", "II", "III", "IV", "V"]
    assert all(line.by for section in listed for line in section.lines)
    assert annex_six.counts(listed)["open"] > 0
