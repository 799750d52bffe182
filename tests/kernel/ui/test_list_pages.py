"""Paging by key: every row once, forward and back, whatever the order; what is counted is what is shown."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.signing import Signer
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.ui.lists import ListPage
from lienthong.kernel.ui.models import LongWork
from tests.kernel.ui.conftest import NOW
from tests.kernel.ui.registers import make_rows, register

ON = NOW.date()


def page(actor: Actor, question: str = "", **changes: Any) -> ListPage:
    return ListPage(register(**changes), QueryDict(question), actor, on=ON, path="/danh-sach/")


def asked(url: str) -> str:
    return url.partition("?")[2]


def walk(actor: Actor, question: str, step: str, **changes: Any) -> list[list[int]]:
    """Pages as lists of ids, following the links `next_url` or `previous_url`."""
    pages = []
    for _guard in range(100):
        found = page(actor, question, **changes)
        pages.append([row.pk for row in found.rows])
        assert found.problems == []
        url = getattr(found, step)
        if not url:
            return pages
        question = asked(url)
    raise AssertionError("the walk does not end")


def expected(actor: Actor, sort: str) -> list[int]:
    found = page(actor, f"sort={sort}")
    return [row.pk for row in found.ordered()]


@pytest.mark.parametrize(
    "sort", ["asked", "-asked", "total", "-total", "ended", "-ended", "kind", "-kind"]
)
def test_every_row_once_forward_and_back(clerk: Actor, sort: str) -> None:
    with acting(clerk):
        make_rows(clerk, 230)
        whole = expected(clerk, sort)
        assert len(whole) == len(set(whole)) == 230
        forward = walk(clerk, f"sort={sort}&size=7", "next_url", sizes=(50, 7))
        assert [pk for part in forward for pk in part] == whole
        last = page(clerk, f"sort={sort}&size=7", sizes=(50, 7))
        question = ""
        while last.next_url:
            question = asked(last.next_url)
            last = page(clerk, question, sizes=(50, 7))
        back = walk(clerk, question, "previous_url", sizes=(50, 7))
        assert [pk for part in reversed(back) for pk in part] == whole


def test_numbers_of_rows_go_on_and_come_back(clerk: Actor) -> None:
    with acting(clerk):
        make_rows(clerk, 120)
        first = page(clerk)
        assert (first.first_number, first.last_number, first.previous_url) == (1, 50, "")
        second = page(clerk, asked(first.next_url))
        assert (second.first_number, second.last_number) == (51, 100)
        third = page(clerk, asked(second.next_url))
        assert (third.first_number, third.last_number, third.next_url) == (101, 120, "")
        again = page(clerk, asked(third.previous_url))
        assert (again.first_number, again.last_number) == (51, 100)
        assert [r.pk for r in again.rows] == [r.pk for r in second.rows]
        top = page(clerk, asked(again.previous_url))
        assert (top.first_number, top.previous_url) == (1, "")


def test_rows_that_arrive_while_reading_move_nothing(clerk: Actor) -> None:
    """With OFFSET the second page would repeat rows of the first."""
    with acting(clerk):
        make_rows(clerk, 60)
        first = page(clerk)
        shown = {row.pk for row in first.rows}
        make_rows(clerk, 30, seed=8)
        rest = {pk for part in walk(clerk, asked(first.next_url), "next_url") for pk in part}
        assert not shown & rest


@pytest.mark.parametrize(
    "at",
    [
        "x",
        "a" * 5000,
        "W10",
        "%00",
        Signer(salt="lienthong.ui.lists:tests.works:asked").sign("W10"),
        Signer(salt="lienthong.ui.lists:tests.works:asked").sign("bnVsbA"),
        Signer(salt="lienthong.ui.lists:tests.works:total").sign("WzUwLDAsW11d"),
    ],
)
def test_a_broken_place_begins_at_the_first_row_and_says_so(clerk: Actor, at: str) -> None:
    with acting(clerk):
        make_rows(clerk, 3)
        found = page(clerk, f"at={at}")
        assert len(found.rows) == 3
        assert found.problems == ["vị trí trang"]


def test_a_place_of_another_order_is_not_taken(clerk: Actor) -> None:
    with acting(clerk):
        make_rows(clerk, 60)
        place = asked(page(clerk, "sort=asked").next_url)
        moved = page(clerk, place.replace("sort=asked", "sort=total"))
        assert moved.cursor is None


def test_a_page_asks_a_fixed_number_of_queries(
    clerk: Actor, django_assert_num_queries: Callable[..., Any]
) -> None:
    with acting(clerk):
        make_rows(clerk, 10)
        for warm in ("", "size=7"):  # a question is tried once before it is kept
            assert page(clerk, warm, sizes=(50, 7)).count
        for wanted in (1, 2):
            question = "" if wanted == 1 else "size=7"
            with django_assert_num_queries(wanted):  # all rows on one page count themselves
                found = page(clerk, question, sizes=(50, 7))
                assert found.rows
                assert found.count.words == "10"
                assert found.next_url or wanted == 1
        make_rows(clerk, 200)
        with django_assert_num_queries(2):
            found = page(clerk)
            assert len(found.rows) == 50
            assert found.count.number == 210


def test_the_count_is_capped_and_says_so(clerk: Actor) -> None:
    with acting(clerk):
        make_rows(clerk, 60)
        assert page(clerk, count_cap=55).count.words == "hơn 55"
        assert page(clerk, count_cap=60).count.words == "60"


def test_a_kept_number_stands_for_the_whole_list_only(clerk: Actor) -> None:
    with acting(clerk):
        make_rows(clerk, 60)
        kept = {"kept_count": lambda _actor: 1_234_567}
        assert page(clerk, **kept).count.words == "1.234.567"
        assert page(clerk, "kind=a", **kept).count.number < 60


def test_count_page_and_export_are_one_truth(clerk: Actor) -> None:
    with acting(clerk):
        make_rows(clerk, 90)
        for question in ("kind=a", "kind=a&kind=b&open=1", "q=lần 1", "asked=week", "work=1"):
            found = page(clerk, question)
            whole = [row.pk for row in found.ordered()]
            walked = [pk for part in walk(clerk, question, "next_url") for pk in part]
            assert walked == whole
            assert found.count.number == len(whole)


def test_another_persons_rows_are_not_there(clerk: Actor, stranger: Actor) -> None:
    with acting(clerk):
        make_rows(clerk, 5)
    with acting(stranger):
        assert page(stranger).rows == []
        assert page(stranger).count.number == 0


def test_the_question_reads_as_a_sentence_and_each_chip_can_go(clerk: Actor) -> None:
    with acting(clerk):
        found = page(clerk, "asked=week&kind=a&kind=b&open=1&q=lần&at=&evil=1&sort=total")
        assert found.sentence == (
            "Việc dài: có chữ “lần”, bắt đầu trong tuần này, loại A hoặc loại B, chưa xong"
        )
        links = dict(found.chip_links)
        assert "open" not in links["chưa xong"]
        assert "kind=a&kind=b" in links["chưa xong"]
        assert "evil" not in links["chưa xong"], "an unknown key does not travel on"
        assert "q=" not in links["có chữ “lần”"]


def test_what_is_not_understood_is_named(clerk: Actor) -> None:
    with acting(clerk):
        found = page(clerk, "kind=z&sort=nothing&work=99999999999999999999&size=13&asked_from=x")
        assert "Loại" in found.problems
        assert "Việc" in found.problems
        assert "thứ tự sắp xếp" in found.problems
        assert found.size == 50


def test_words_and_marks_of_rows_are_escaped(clerk: Actor) -> None:
    with acting(clerk):
        rows = make_rows(clerk, 1)
        LongWork.objects.filter(pk=rows[0].pk).update(title="<img src=x onerror=alert(1)>")
        body = page(clerk).body
        assert "<img" not in body and "&lt;img src=x" in body
        assert re.search(r'<a class="row-link" href="/viec/\d+/">', body)


def test_acts_are_offered_to_who_may(clerk: Actor) -> None:
    with acting(clerk):
        assert [str(action.label) for action in page(clerk).actions] == ["Bỏ"]


def test_a_later_page_reads_by_key_and_not_by_offset(clerk: Actor) -> None:
    with acting(clerk):
        make_rows(clerk, 120)
        question = asked(page(clerk).next_url)
        with CaptureQueriesContext(connection) as asked_of_database:
            assert len(page(clerk, question).rows) == 50
        assert len(asked_of_database) == 1
        sql = asked_of_database[0]["sql"]
        assert "OFFSET" not in sql
        assert sql.count('"asked_at" <') >= 2, "a range on the first key lets its index begin there"


def test_two_lists_of_one_name_keep_their_own_rows(clerk: Actor) -> None:
    """What a list is made of may hang on a value of its own: its question is never another's."""
    with acting(clerk):
        rows = make_rows(clerk, 6)

        def only(pk: int) -> dict[str, Any]:
            return {"rows": lambda _actor: LongWork.objects.filter(pk=pk)}

        for row in (*rows, *rows):
            found = page(clerk, **only(row.pk))
            assert [one.pk for one in found.rows] == [row.pk]
            assert found.count.number == 1


@pytest.mark.parametrize(
    "question",
    ["", "q=cải cách&kind=a&kind=&kind=b&x=1", "q=&sort=-total&size=50", "q=a%26b%3D%2B+c&at=7", "cot=total&cot=kind&q=%C3%A9"],
)  # fmt: skip
@pytest.mark.parametrize(
    "changes", [{}, {"at": "9"}, {"q": None}, {"q": "số & ký hiệu", "sort": "total"}, {"at": ""}]
)
def test_an_address_says_the_question_with_its_changes(
    clerk: Actor, question: str, changes: dict[str, str | None]
) -> None:
    """As Django's own form of a question says it; what no filter knows is left out."""
    found = page(clerk, question)
    known = {"q", "sort", "size", "cot", *(n for f in found.register.filters for n in f.names())}
    kept = QueryDict(mutable=True)
    for key, values in QueryDict(question).lists():
        if key in known and key not in changes and any(values):
            kept.setlist(key, [value for value in values if value])
    for key, value in changes.items():
        if value is not None:
            kept[key] = value
    text = kept.urlencode()
    assert found.url(**changes) == (f"/danh-sach/?{text}" if text else "/danh-sach/")
