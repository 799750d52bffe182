"""A prepared question gives each actor what the plain question gives him, whatever it was made for."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lienthong.kernel.access import prepared
from lienthong.kernel.access.context import acting
from lienthong.kernel.access.walls import limit
from lienthong.kernel.agencies.models import AgencyName
from lienthong.kernel.ui.models import SavedSearch

pytestmark = pytest.mark.django_db
M = "@mau.lienthong.example"


@pytest.fixture(autouse=True)
def nothing_known():
    prepared.forget()
    yield
    prepared.forget()


@pytest.fixture
def clerk(actor_for):
    return actor_for(f"vanthu{M}")


@pytest.fixture
def other(actor_for):
    return actor_for(f"vanthu.snv{M}")


def own(actor):
    return limit(SavedSearch.objects.filter(list_name="l"), actor).order_by("id")


def names(actor):
    return AgencyName.objects.filter(agency_id__in=sorted(actor.agency_ids)).order_by("id")


@pytest.fixture
def kept(clerk, other, now):
    for who, title in ((clerk, "một"), (other, "hai"), (other, "ba")):
        with acting(who):
            SavedSearch.objects.create(
                person_id=who.person_id, list_name="l", title=title, query="", saved_at=now
            )


def alike(first, second):
    """Two actors of one shape."""
    return replace(second, verbs=first.verbs, post_kind=first.post_kind, unit_id=first.unit_id)


def test_each_gets_his_own_rows(kept, clerk, other) -> None:
    for _again in range(3):
        for who, titles in ((clerk, ["một"]), (alike(clerk, other), ["hai", "ba"])):
            with acting(who):
                found = prepared.objects("t.own", who, own)
                assert [row.title for row in found] == titles
                assert all(isinstance(row, SavedSearch) and row.pk for row in found)
                assert prepared.count("t.own", who, own) == len(titles)
                titled = lambda a: own(a).values_list("title", "pk", named=True)  # noqa: E731
                assert [row.title for row in prepared.named("t.titled", who, titled)] == titles
                pairs = lambda a: own(a).values_list("title")  # noqa: E731
                assert prepared.tuples("t.pairs", who, pairs) == [(t,) for t in titles]


def test_the_agencies_take_their_places_in_any_number(clerk) -> None:
    every = list(AgencyName.objects.order_by("id").values_list("agency_id", flat=True)[:7])
    for size in (1, 2, 5, 7, 5, 1):
        who = replace(clerk, agency_ids=frozenset(every[-size:]))
        with acting(who):
            assert prepared.objects("t.names", who, names) == list(names(who))


def test_words_are_made_once_for_a_shape(clerk, other) -> None:
    made = []

    def make(actor):
        made.append(actor)
        return own(actor)

    for who in (clerk, alike(clerk, other), clerk):
        with acting(replace(who, agency_ids=clerk.agency_ids)):
            prepared.objects("t.once", replace(who, agency_ids=clerk.agency_ids), make)
    assert len(made) == 2  # the stand-in, and the actor at hand to compare with


def test_a_question_that_depends_on_more_is_asked_in_the_plain_way(kept, clerk, other) -> None:
    at = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)

    def with_moment(actor):
        return own(actor).filter(saved_at__lt=at)

    def by_number(actor):
        rows = own(actor)
        return rows if actor.person_id == other.person_id else rows.filter(title="một")

    for make, name in ((with_moment, "t.moment"), (by_number, "t.number")):
        for _again in range(2):
            for who, titles in ((other, ["hai", "ba"]), (alike(other, clerk), ["một"])):
                with acting(who):
                    got = prepared.objects(name, replace(who, agency_ids=other.agency_ids), make)
                    assert [row.title for row in got] == titles, name


def test_a_question_without_rows_asks_nothing(clerk) -> None:
    with acting(clerk):
        prepared.objects("t.none", clerk, lambda a: own(a).none())
        with CaptureQueriesContext(connection) as asked:
            assert prepared.objects("t.none", clerk, lambda a: own(a).none()) == []
            assert prepared.count("t.none", clerk, lambda a: own(a).none()) == 0
        assert len(asked) == 0


def test_numbers_take_the_place_of_a_list(kept, other) -> None:
    def among(actor, ids):
        return own(actor).filter(pk__in=ids).values_list("pk", "title", named=True)

    with acting(other):
        pks = [row.pk for row in own(other)]
        for ids in (pks, pks[:1], [], [*pks, 10**12]):
            got = prepared.of_ids("t.ids", other, ids, among)
            assert {row.pk for row in got} == set(ids) & set(pks)


def test_another_verb_is_another_shape(kept, other) -> None:
    def make(actor):
        return own(actor) if actor.may("t.see") else own(actor).filter(title="hai")

    for verbs, titles in (((), ["hai"]), (("t.see",), ["hai", "ba"]), ((), ["hai"])):
        who = replace(other, verbs=frozenset(verbs))
        with acting(who):
            assert [row.title for row in prepared.objects("t.verb", who, make)] == titles
