"""The walk over the newest tasks finds what the index of words finds, in its order.

Twins of the function with other bounds, one that asks the index alone and one that is wrong; and the
words that are kept beside a task follow it.
"""

import pytest
from django.db import connection

from lienthong.kernel.access.context import acting
from lienthong.systems.tasks.models import Task, TaskWords
from lienthong.systems.tasks.queries.first import newest_found
from tests.support.twins import twins_of

from .conftest import proposal

pytestmark = pytest.mark.django_db
ALONE = "RAISE EXCEPTION 'the index was asked'; RETURN QUERY WITH hits"
TWINS = {
    "found_index": newest_found("found_index", few=0),
    "found_short": newest_found("found_short", first=2, longest=7),
    "found_alone": newest_found("found_alone", first=2, longest=99).replace(
        "RETURN QUERY WITH hits", ALONE
    ),
    # Wrong: the second stretch begins two tasks too late.
    "found_gap": newest_found("found_gap", first=2, longest=99).replace(
        "edge := near[cardinality(near)];", "edge := near[cardinality(near)] - 2;"
    ),
}
WORDS = ("chuyen doi so", "Chuyển đổi số", "kế hoạch", "hiếm", "không có chữ này", "", "số")


_twins = twins_of(TWINS)


@pytest.fixture
def some(assigned, director, neighbour):
    """Fourteen tasks of two departments, the words in some of each."""
    says = ("Báo cáo chuyển đổi số", "Lập kế hoạch", "Chuyển đổi kế hoạch số", "Họp")
    return [
        assigned(
            proposal(
                (director, neighbour)[n % 3 == 0].agency_id,
                action=f"{says[n % 4]}{' hiếm' if n == 1 else ''} {n}",
            )
        )
        for n in range(14)
    ]


def found(name: str, words: str, most: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {name}(%s, %s)", [words, most])
        return [row[0] for row in cursor.fetchall()]


def test_every_turn_finds_the_same(some, chief, director, neighbour, stranger):
    seen = 0
    for who in (chief, director, neighbour, stranger):
        with acting(who):
            for words in WORDS:
                for most in (1, 3, 6, 50):
                    whole = found("found_index", words, most)
                    assert found("tasks_newest_found", words, most) == whole, (who, words, most)
                    assert found("found_short", words, most) == whole, (who, words, most)
                    seen += len(whole)
    assert seen > 100


def test_common_words_never_reach_the_index(some, chief):
    with acting(chief):
        assert found("found_alone", "số", 5) == found("found_index", "số", 5)
        assert len(found("found_alone", "số", 5)) == 5


def test_a_walk_with_a_gap_is_seen(some, chief):
    with acting(chief):
        assert found("found_gap", "chuyển", 6) != found("found_index", "chuyển", 6)


def test_the_kept_words_follow_the_task(some, chief):
    task = some[0]
    with acting(chief):
        kept = TaskWords.objects.get(pk=task.pk)
        assert {"bao", "cao", "chuyen", "doi", "so"} <= set(kept.words)
        assert TaskWords.objects.count() == Task.objects.count()


def test_kept_words_of_another_agency_are_not_seen(some, stranger):
    with acting(stranger):
        assert not TaskWords.objects.exists()
