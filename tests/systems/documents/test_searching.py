"""Search: exact before folded, head before text, by number, issuer, citation and likeness; two walls."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection

from lienthong.kernel.access.context import acting
from lienthong.systems.documents.models import (
    Citation,
    DocumentText,
    IncomingDocument,
    SearchEntry,
)
from lienthong.systems.documents.queries import searching
from lienthong.systems.documents.queries.searching import Asked
from lienthong.systems.documents.services import incoming, indexing

pytestmark = pytest.mark.django_db
M = "@mau.lienthong.example"


@pytest.fixture
def clerk(actor_for):
    actor = actor_for(f"vanthu.snv{M}")
    with acting(actor):
        yield actor


def paper(
    clerk, at, subject, *, number="1", notation="UBND-KSTT", issuer="UBND tỉnh Quảng Ngãi", **more
):
    fields = {
        "issuer_name": issuer, "subject": subject, "number": number, "notation": notation,
        "issued_on": at.date(), "type_code": 22, "type_name": "Công văn", **more,
    }  # fmt: skip
    return incoming.take_in(paper=incoming.Paper(channel="paper", fields=fields), by=clerk, at=at)


def found(clerk, words="", most=50, **more):
    ids = searching.search(Asked(words=words, **more), clerk, most=most)
    return [e.incoming_id or e.outgoing_id for e in searching.entries(ids, clerk)]


class TestWords:
    def test_without_marks_and_in_either_spelling(self, clerk, now):
        one = paper(clerk, now, "V/v hoả tốc phòng chống bão")
        assert found(clerk, "hoa toc") == found(clerk, "hỏa tốc") == [one.pk]
        assert found(clerk, "hoả tốc") == found(clerk, "HỎA TỐC") == [one.pk]

    def test_exact_ones_stand_before_newer_ones_that_differ_in_marks(self, clerk, now):
        exact = paper(clerk, now, "V/v bán đấu giá", number="1")
        other = paper(clerk, now + dt.timedelta(days=1), "V/v bàn dấu giả", number="2")
        assert found(clerk, "bán đấu giá") == [exact.pk, other.pk]
        assert found(clerk, "ban dau gia") == [other.pk, exact.pk]  # the newest first

    def test_the_head_stands_before_the_text_and_neighbours_before_scattered_words(
        self, clerk, now
    ):
        day = dt.timedelta(days=1)
        head = paper(clerk, now, "V/v chuyển đổi số", number="1")
        near = paper(clerk, now + day, "V/v báo cáo", number="2")
        far = paper(clerk, now + 2 * day, "V/v họp", number="3")
        indexing.keep_text(paper=near, text="Kế hoạch chuyển đổi số năm 2026", sha256="a" * 64)
        indexing.keep_text(paper=far, text="số tiền chuyển khoản đã đổi", sha256="b" * 64)
        assert found(clerk, "chuyển đổi số") == [head.pk, near.pk, far.pk]

    def test_signs_alone_find_nothing_and_raise_nothing(self, clerk, now):
        paper(clerk, now, "V/v họp")
        for words in ("'", '"', "\\", "& | !", "(((", "%", ":*", "\u0301", "\U0001f600"):
            assert found(clerk, words) == []
        assert found(clerk, "họp' | 'a0") == []

    def test_no_hit_is_lost_however_many(self, clerk, now):
        made = [paper(clerk, now, "V/v giống nhau", number=str(n)).pk for n in range(1, 60)]
        assert set(found(clerk, "giong nhau", most=1000)) == set(made)
        assert len(found(clerk, "giong nhau", most=10)) == 10
        rows = searching.search_incoming(IncomingDocument.objects.all(), "giống nhau", clerk)
        assert rows.count() == len(made)

    def test_many_agencies_find_the_same_as_few(self, clerk, now):
        one = paper(clerk, now, "V/v chuyển đổi số")
        many = replace(clerk, agency_ids=clerk.agency_ids | set(range(10_000, 10_040)))
        with acting(many):
            for words in ("chuyển đổi số", "chuyen doi", "1/UBND-KSTT", "1"):
                assert found(many, words) == [one.pk]
            assert found(many, "không có chữ này") == []


class TestNumbers:
    def test_the_whole_number_its_beginning_and_the_bare_one(self, clerk, now):
        one = paper(clerk, now, "V/v họp", number="139", notation="QĐ-UBND")
        paper(clerk, now, "V/v nghỉ", number="1139", notation="QĐ-SNV")
        for words in ("139/QĐ-UBND", "139/qd-ub", "139", "0139/QĐ-UBND", " 139 / QĐ–UBND "):
            assert found(clerk, words)[0] == one.pk, words
        registered = incoming.register_incoming(document=one, by=clerk, at=now)
        assert found(clerk, str(registered.arrival_number))[0] == one.pk

    def test_what_else_rests_on_a_number(self, clerk, now):
        one = paper(clerk, now, "V/v triển khai", number="7")
        paper(clerk, now, "V/v việc khác", number="8")
        indexing.keep_citations(
            paper=one, cited=[{"number": "139/QĐ-UBND", "date": "2018-02-12", "role": "basis"}]
        )
        assert found(clerk, cited="139/QĐ-UBND") == [one.pk]
        assert found(clerk, "triển khai", cited="0139/qđ-ubnd") == [one.pk]
        assert found(clerk, "việc khác", cited="139/QĐ-UBND") == []
        assert Citation.objects.get().dated == dt.date(2018, 2, 12)


class TestNarrowing:
    def test_by_issuer_type_day_and_direction(self, clerk, now):
        one = paper(clerk, now, "V/v họp", issuer="Sở Tài chính", number="1")
        two = paper(clerk, now, "V/v họp", issuer="Sở Y tế", number="2", type_code=1,
                    issued_on=dt.date(2020, 1, 5))  # fmt: skip
        assert found(clerk, "họp", issuer="so tai chinh") == [one.pk]
        assert found(clerk, issuer="y tế") == [two.pk]
        assert found(clerk, "họp", types=(1,)) == [two.pk]
        assert found(clerk, "họp", until=dt.date(2020, 12, 31)) == [two.pk]
        assert found(clerk, "họp", since=dt.date(2021, 1, 1)) == [one.pk]
        assert found(clerk, "họp", directions=(2,)) == []
        assert len(found(clerk, directions=(1,))) == 2


class TestWhoFindsWhat:
    def test_a_stranger_finds_nothing_by_any_way(self, clerk, stranger, now):
        one = paper(clerk, now, "V/v cải cách hành chính", number="139", notation="QĐ-UBND")
        indexing.keep_text(paper=one, text="nội dung riêng", sha256="c" * 64)
        indexing.keep_citations(paper=one, cited=[{"number": "1/NQ-CP"}])
        entry = SearchEntry.objects.get(incoming=one).pk
        with acting(stranger):
            for asked in (Asked("cải cách"), Asked("139/QĐ-UBND"), Asked("nội dung riêng"),
                          Asked(cited="1/NQ-CP"), Asked(issuer="Quảng Ngãi")):  # fmt: skip
                assert searching.search(asked, stranger, most=50) == []
            assert searching.similar(entry, stranger) == []
            assert searching.find_entry(stranger, entry) is None
            for model in (SearchEntry, DocumentText, Citation):
                assert not model.objects.exists()

    def test_the_function_filters_though_a_caller_claims_to_see_all(self, clerk, stranger, now):
        paper(clerk, now, "V/v cải cách")
        with acting(stranger), connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM documents_search('cải cách', 50, true, '{1,2,3}', NULL, NULL,"
                " NULL, NULL, NULL, NULL, NULL)"
            )
            assert cursor.fetchone() == (0,)

    def test_an_officer_finds_what_he_has_a_part_in_and_no_more(self, clerk, actor_for, now):
        one = paper(clerk, now, "V/v việc của tôi", number="1")
        paper(clerk, now, "V/v việc của người khác", number="2")
        officer = actor_for(f"chuyenvien.snv{M}")
        from lienthong.kernel.facts.recording import act

        with act("t.given", by=clerk, at=now):
            IncomingDocument.objects.filter(pk=one.pk).update(lead_person_id=officer.person_id)
        with acting(officer):
            assert found(officer, "việc của") == [one.pk]
        nobody = replace(officer, person_id=officer.person_id + 1, unit_id=None)
        with acting(nobody):
            assert found(nobody, "việc của") == []


class TestShown:
    def test_texts_come_with_the_papers_in_one_question(
        self, clerk, now, django_assert_num_queries
    ):
        one = paper(clerk, now, "V/v chuyển đổi số", number="1")
        paper(clerk, now, "V/v chuyển đổi số", number="2")
        indexing.keep_text(paper=one, text="như đã đọc", sha256="a" * 64)
        ids = searching.search(Asked("chuyển đổi số"), clerk, most=9)
        searching.found_papers(ids, clerk, texts=True)
        with django_assert_num_queries(1):
            found = searching.found_papers(ids, clerk, texts=True)
        assert {row.incoming_id: row.text for row in found}.pop(one.pk) == "như đã đọc"
        assert [row.text for row in found if row.incoming_id != one.pk] == [None]
        assert not hasattr(searching.found_papers(ids, clerk)[0], "text")

    def test_a_stranger_gets_no_text_by_known_ids(self, clerk, stranger, now):
        one = paper(clerk, now, "V/v chuyển đổi số")
        indexing.keep_text(paper=one, text="nội dung riêng", sha256="a" * 64)
        ids = searching.search(Asked("chuyển đổi số"), clerk, most=9)
        assert searching.found_papers(ids, clerk, texts=True)[0].text == "nội dung riêng"
        with acting(stranger):
            assert searching.found_papers(ids, stranger, texts=True) == []


class TestKept:
    def test_the_entry_follows_the_paper(self, clerk, now):
        one = paper(clerk, now, "V/v tên cũ")
        incoming.register_incoming(
            document=one, fields={"subject": "V/v tên mới"}, by=clerk, at=now
        )
        assert found(clerk, "tên cũ") == []
        assert found(clerk, "tên mới") == [one.pk]

    def test_a_recall_that_is_carried_out_leaves_no_word(self, clerk, now):
        from lienthong.kernel.facts.recording import act

        one = paper(clerk, now, "V/v thu hồi")
        indexing.keep_text(paper=one, text="toàn văn", sha256="d" * 64)
        indexing.keep_citations(paper=one, cited=[{"number": "1/NQ-CP"}])
        incoming.register_incoming(document=one, by=clerk, at=now)
        with act("t.asked", by=clerk, at=now):
            IncomingDocument.objects.filter(pk=one.pk).update(recall_requested_at=now)
        one.refresh_from_db()
        incoming.carry_out_recall(document=one, by=clerk, at=now)
        assert found(clerk, "thu hồi") == found(clerk, "toàn văn") == []
        assert not any(m.objects.exists() for m in (SearchEntry, DocumentText, Citation))

    def test_likeness_is_by_rare_neighbours_and_cited_numbers(self, clerk, now):
        one = paper(clerk, now, "V/v nghiệm thu kè chống sạt lở sông Trà Bồng", number="1")
        like = paper(clerk, now, "V/v nghiệm thu kè chống sạt lở sông Vệ", number="2")
        rests = paper(clerk, now, "V/v giải ngân", number="3")
        paper(clerk, now, "V/v nghỉ lễ", number="4")
        indexing.keep_citations(paper=rests, cited=[{"number": one.reference}])
        entry = SearchEntry.objects.get(incoming=one).pk
        ids = searching.similar(entry, clerk)
        got = [e.incoming_id for e in searching.entries(ids, clerk)]
        assert got == [like.pk, rests.pk]
