"""The walk over the newest papers finds what the index finds, in its order; and is worth it: a common
word never reaches the index. Twins of the function with other bounds, and twins that are wrong."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act
from lienthong.systems.documents.models import IncomingDocument, SearchEntry
from lienthong.systems.documents.queries import searching
from lienthong.systems.documents.queries.search_best_sql import Bounds, search
from lienthong.systems.documents.queries.searching import Asked
from lienthong.systems.documents.services import indexing
from tests.support.twins import twins_of
from tests.systems.documents.test_searching import paper

pytestmark = pytest.mark.django_db
M = "@mau.lienthong.example"
SHORT = Bounds(
    first=4,
    first_heads=5,
    first_of_many=6,
    step=8,
    step_heads=9,
    share=4,
    longest=24,
    heavy=2,
    months=3,
)
NO_INDEX = "RAISE EXCEPTION 'the index was asked'; IF full_q IS NULL THEN"
TWINS = {
    # The reference: the index alone, and nothing of what narrows a list in it.
    "walk_index": search("walk_index", Bounds(longest=0, words=0, month=False)),
    "walk_words": search("walk_words", Bounds(longest=0)),
    "walk_heavy": search("walk_heavy", Bounds(longest=0, heavy=0)),
    "walk_short": search("walk_short", SHORT),
    "walk_wide": search("walk_wide", replace(SHORT, few=0)),
    "walk_alone": search("walk_alone", SHORT).replace("IF full_q IS NULL THEN", NO_INDEX),
    "walk_plain": search("walk_plain", Bounds(longest=0, month=False)),
    # Wrong ones: without the last paper of each stretch, without what only a number finds, with
    # the other direction, and with a bit of the heads that nobody asked for.
    "walk_other": search("walk_other", Bounds(longest=0)).replace("directions::integer[]", "ARRAY[2]"),
    "walk_edge": search("walk_edge", SHORT).replace(">= (edge_at, edge_id)", "> (edge_at, edge_id)"),
    "walk_number": search("walk_number").replace("any_q := asked[1] || any_q", "NULL"),
    "walk_bits": search("walk_bits").replace("low := bits[1]", "low := bits[1] | 5"),
}  # fmt: skip
QUESTIONS = (
    "chuyển đổi số", "chuyen doi so", "chuyển đổi", "công văn", "số", "139", "9/UBND-KSTT", "9/UB",
    "kế hoạch", "bán đấu giá", "ban dau gia", "hiếm thấy", "không có chữ này", "",
)  # fmt: skip
NARROWED = (
    {}, {"directions": (1,)}, {"directions": (2,)}, {"types": (1,)}, {"issuer": "sở y tế"},
    {"until": dt.date(2020, 12, 31)}, {"cited": "139/QĐ-UBND"},
)  # fmt: skip


_twins = twins_of(TWINS)


@pytest.fixture
def clerk(actor_for):
    return actor_for(f"vanthu.snv{M}")


@pytest.fixture
def office(clerk, now):
    """Sixty papers of an office, the words in all places and mixtures; three of another office."""
    with acting(clerk):
        for n in range(60):
            at = now + dt.timedelta(hours=29 * (n // 2))  # two at the same moment, of two months
            subject = ("V/v chuyển đổi số", "V/v chuyên đôi sở", "V/v kế hoạch", "V/v họp")[n % 4]
            one = paper(
                clerk, at, f"{subject}{' bán đấu giá' if n % 9 == 0 else ' bàn dấu giả' if n % 7 == 0 else ''}"
                f"{' hiếm thấy' if n == 3 else ''}", number=str(139 if n == 20 else n + 1),
                issuer="Sở Y tế" if n % 5 == 0 else "UBND tỉnh", type_code=1 if n % 11 == 0 else 22,
                issued_on=dt.date(2020, 1, 5) if n % 6 == 0 else at.date(),
            )  # fmt: skip
            if n % 3 == 0:
                text = "đổi số, chuyển" if n % 2 else "kế hoạch chuyển đổi số năm nay"
                indexing.keep_text(paper=one, text=text, sha256=f"{n:064x}")
            if n % 8 == 0:
                indexing.keep_citations(paper=one, cited=[{"number": "139/QĐ-UBND"}])
    return clerk


def ask(name, asked, actor, most):
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, rank FROM {name}(%s, %s, %s, %s::smallint[], %s, %s::smallint[],"
            " %s::smallint[], %s, %s, %s, %s)",
            [
                asked.words, most, searching._sees_incoming(actor), searching._stages(actor),
                actor.unit_id, list(asked.directions) or None, list(asked.types) or None,
                asked.since, asked.until, asked.issuer, asked.cited,
            ],
        )  # fmt: skip
        return cursor.fetchall()


def questions():
    return [Asked(words=w, **n) for w in QUESTIONS for n in NARROWED if w or n]


def answers(name, actor, most=7):
    """What the function says to every question."""
    with acting(actor):
        return [ask(name, q, actor, most) for q in questions()]


def differing(right, other, actor, most=7):
    """The questions to which a function answers otherwise."""
    found = answers(other, actor, most)
    return [q for q, a, b in zip(questions(), right, found, strict=True) if a != b]


def readers(clerk):
    far = frozenset(range(10_000, 10_040))
    return {
        "office": clerk,
        "some": replace(clerk, agency_ids=clerk.agency_ids | set(sorted(far)[:9])),
        "many": replace(clerk, agency_ids=clerk.agency_ids | far),
        "officer": replace(clerk, verbs=frozenset(), post_kind="officer"),
    }


@pytest.mark.parametrize("name", ["office", "some", "many", "officer"])
def test_a_walk_gives_what_the_index_gives(office, name):
    reader = readers(office)[name]
    for most in (1, 7, 51):
        right = answers("walk_index", reader, most)
        for twin in (
            "documents_search", "walk_short", "walk_wide", "walk_heavy", "walk_words", "walk_plain",
        ):  # fmt: skip
            assert differing(right, twin, reader, most) == [], (twin, most)
    if name != "officer":
        assert sum(map(bool, right)) > 50  # of 97 questions


def test_an_officer_finds_his_part_alone_by_either_way(office, actor_for, now):
    officer = actor_for(f"chuyenvien.snv{M}")
    with acting(office):
        own = [one.pk for one in IncomingDocument.objects.order_by("pk")[:30:3]]
        with act("t.given", by=office, at=now):
            IncomingDocument.objects.filter(pk__in=own).update(lead_person_id=officer.person_id)
    right = answers("walk_index", officer)
    for twin in ("documents_search", "walk_short", "walk_wide"):
        assert differing(right, twin, officer) == [], twin
    with acting(officer):
        ids = searching.search(Asked("công văn", directions=(1,)), officer, most=50)
        found = {entry.incoming_id for entry in searching.entries(ids, officer)}
    assert found == set(own)


@pytest.mark.parametrize("wrong", ["walk_edge", "walk_number", "walk_other", "walk_bits"])
def test_a_walk_that_is_wrong_is_seen(office, wrong):
    assert differing(answers("walk_index", office), wrong, office)


def test_a_common_word_never_reaches_the_index_and_a_rare_one_does(office):
    with acting(office):
        assert len(ask("walk_alone", Asked("công văn"), office, 7)) == 7
        with pytest.raises(DatabaseError, match="the index was asked"), transaction.atomic():
            ask("walk_alone", Asked("hiếm thấy"), office, 7)


def test_a_stranger_meets_nothing_on_the_walk(office, stranger):
    with acting(stranger):
        for asked in questions():
            for name in ("documents_search", "walk_short", "walk_wide", "walk_index"):
                assert ask(name, asked, stranger, 50) == [], (name, asked)


def bits_differing():
    """Entries whose bits are not those of the words of their heads."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM documents_searchentry WHERE ARRAY[head_low, head_high]"
            " <> documents_head_bits(tsvector_to_array(lexemes)) OR head_low | head_high = 0"
        )
        return [row[0] for row in cursor.fetchall()]


def test_the_bits_of_a_head_are_those_of_its_words_however_it_changes(office, now):
    with acting(office):
        one = paper(office, now, "V/v ban đầu", number="501")
        indexing.keep_text(paper=one, text="toàn văn về sạt lở", sha256=f"{501:064x}")
        with act("t.changed", by=office, at=now):
            IncomingDocument.objects.filter(pk=one.pk).update(subject="V/v sửa lại")
        assert bits_differing() == []
        assert len(ask("walk_short", Asked("sửa lại"), office, 7)) == 1
        assert not any(rank == 1 for _id, rank in ask("walk_short", Asked("ban đầu"), office, 7))
        SearchEntry.objects.filter(incoming_id=one.pk).update(head_low=0, head_high=1)
        assert len(bits_differing()) == 1  # the twin
