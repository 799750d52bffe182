"""Finding people by name: with or without marks, as typed first, on the day, however odd the words."""

import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies.models import Person, PostHolding
from lienthong.kernel.agencies.queries import search_people
from lienthong.kernel.facts.recording import act

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 23)
NAMES = ("Trần Quốc Hoà", "Trần Quốc Hòa", "Trần Quốc Hoa", "Lê Quốc Trần", "Trần Thị Quốc")


@pytest.fixture
def people(now):
    """Five of those who hold exactly one post bear these names."""
    by = system_actor(1)
    held = PostHolding.objects.on(DAY).filter(period__endswith=None).order_by("person_id")
    ids = []
    for person in held.values_list("person_id", flat=True):
        if PostHolding.objects.filter(person_id=person).count() == 1 and person not in ids:
            ids.append(person)
        if len(ids) == len(NAMES):
            break
    assert len(ids) == len(NAMES)
    with acting(by), act("t.named", by=by, at=now):
        for pk, name in zip(ids, NAMES, strict=True):
            Person.objects.filter(pk=pk).update(name=name)
        yield dict(zip(NAMES, ids, strict=True))


def names(text, on=DAY, limit=20):
    return [holder.person_name for holder in search_people(text, on, limit)]


def test_without_marks_all_spellings_are_found(people):
    assert set(names("tran quoc hoa")) == {"Trần Quốc Hoà", "Trần Quốc Hòa", "Trần Quốc Hoa"}
    assert set(names("TRẦN QUỐC")) == set(NAMES)


def test_the_name_as_typed_stands_first_in_either_spelling_of_its_marks(people):
    assert set(names("Quốc Hòa")[:2]) == {"Trần Quốc Hoà", "Trần Quốc Hòa"}
    assert names("Quốc Hoa")[0] == "Trần Quốc Hoa"
    assert names("Quốc Hòa")[2:] == ["Trần Quốc Hoa"]


def test_every_word_must_be_there_whole(people):
    assert names("quoc le") == ["Lê Quốc Trần"]
    assert names("quoc lee") == []
    assert names("quo") == [], "a piece of a word is no word"


def test_who_left_his_post_is_not_there_after_the_day(people):
    one = PostHolding.objects.get(person_id=people["Lê Quốc Trần"])
    by = system_actor(1)
    with act("t.left", by=by, at=dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)):
        PostHolding.objects.filter(pk=one.pk).update(period=DateRange(one.period.lower, DAY))
    assert names("lê quốc trần") == []
    assert names("lê quốc trần", on=DAY - dt.timedelta(days=1)) == ["Lê Quốc Trần"]


def test_no_more_than_asked_the_nearest_kept(people):
    assert len(names("trần", limit=2)) == 2
    assert names("Quốc Hoa", limit=1) == ["Trần Quốc Hoa"]


def test_holders_carry_what_the_desk_shows(people):
    (found,) = search_people("lê quốc", DAY)
    held = PostHolding.objects.select_related("post").get(person_id=found.person_id)
    assert (found.post_id, found.agency_id) == (held.post_id, held.post.agency_id)


@pytest.mark.parametrize(
    "words", ["%", "_", "'; DROP TABLE", "\\", "(", "*", "đ" * 500, "🎭", "a\tb", "&|!:*", "<b>"]
)
def test_odd_words_find_nobody_and_break_nothing(people, words):
    assert names(words) == []
