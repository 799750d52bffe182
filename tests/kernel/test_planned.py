"""Statements that the server keeps planned say what plain ones say, and are not kept by accident."""

import pytest
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, transaction

from lienthong.kernel import planned

pytestmark = pytest.mark.django_db


def kept() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize(
    "query, values, answer",
    [
        ("SELECT %s::int + %s::int", [1, 2], 3),
        ("SELECT %(a)s::int - %(b)s::int + %(a)s::int", {"a": 5, "b": 3}, 7),
        ("SELECT 'mười %%' || %s", [" (mẫu)"], "mười % (mẫu)"),
        ("SELECT cardinality(%s::bigint[])", [[1, 2, 3]], 3),
        ("SELECT %s::text IS NULL", [None], True),
        ("SELECT 7", None, 7),
    ],
)
def test_values_stand_where_django_puts_them(query, values, answer):
    with planned.cursor() as cursor:
        for _time in range(3):
            cursor.execute(query, values)
            assert cursor.fetchone() == (answer,)
    with connection.cursor() as cursor:
        cursor.execute(query if values is not None else query.replace("%%", "%"), values)
        assert cursor.fetchone() == (answer,)


def test_a_statement_is_kept_once_however_often_it_is_asked():
    before = kept()
    with planned.cursor() as cursor:
        for number in range(8):
            cursor.execute("SELECT %s::int + 420213", [number])
    assert kept() == before + 1


def test_behind_a_pooler_nothing_is_kept(settings):
    settings.KEEP_PLANS = False
    before = kept()
    with planned.cursor() as cursor:
        for number in range(8):
            cursor.execute("SELECT %s::int + 420215", [number])
            assert cursor.fetchone() == (number + 420215,)
    assert kept() == before


def test_nothing_else_comes_to_be_kept():
    with planned.cursor() as cursor:
        cursor.execute("SELECT 1")
    before = kept()
    with connection.cursor() as cursor:
        for _time in range(8):
            cursor.execute("SELECT %s::int + 420214", [1])
    assert kept() == before


def test_one_that_the_server_cannot_type_is_known_and_breaks_nothing():
    assert planned.can_be(DEFAULT_DB_ALIAS, "SELECT %s::int", [1])
    assert not planned.can_be(DEFAULT_DB_ALIAS, "SELECT count(*) FROM no_such_table", [])
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


def test_a_fault_is_djangos_own():
    with (
        pytest.raises(DatabaseError, match="division by zero"),
        transaction.atomic(),
        planned.cursor() as cursor,
    ):
        cursor.execute("SELECT 1 / %s::int", [0])


def test_questions_are_seen_by_whoever_counts_them(django_assert_num_queries):
    with django_assert_num_queries(1) as asked, planned.cursor() as cursor:
        cursor.execute("SELECT %s::int", [1])
    assert asked[0]["sql"] == "SELECT $1::int"


def test_a_cursor_is_taken_up_again_and_forgets_its_rows():
    with planned.cursor() as first, planned.cursor() as second:
        assert first.cursor is not second.cursor
        first.execute("SELECT 420216")
        second.execute("SELECT 420217")
        assert (first.fetchone(), second.fetchone()) == ((420216,), (420217,))
        used = {id(first.cursor), id(second.cursor)}
    with planned.cursor() as again:
        assert id(again.cursor) in used
        with pytest.raises(DatabaseError):
            again.fetchall()


def test_another_type_of_the_same_value_is_another_statement():
    with planned.cursor() as cursor:
        for value in (1, 70_000, 5_000_000_000, None, 2, 70_001, None):
            cursor.execute("SELECT %s::bigint", [value])
            assert cursor.fetchall() == [(value,)]


def test_what_failed_once_can_be_asked_again():
    with planned.cursor() as cursor:
        for divisor in (1, 1, 0, 1, 0, 1):
            if divisor:
                cursor.execute("SELECT 420218 / %s::int", [divisor])
                assert cursor.fetchone() == (420218,)
            else:
                with pytest.raises(DatabaseError, match="division by zero"), transaction.atomic():
                    cursor.execute("SELECT 420218 / %s::int", [divisor])


def test_a_table_that_changed_is_planned_anew():
    with planned.cursor() as cursor, connection.cursor() as plain:
        plain.execute("CREATE TEMP TABLE changed_later (a int)")
        plain.execute("INSERT INTO changed_later VALUES (7)")
        for _time in range(2):
            cursor.execute("SELECT * FROM changed_later")
            assert cursor.fetchall() == [(7,)]
        plain.execute("ALTER TABLE changed_later ADD COLUMN b int DEFAULT 8")
        cursor.execute("SELECT * FROM changed_later")
        assert cursor.fetchall() == [(7, 8)]


def test_more_statements_than_the_server_shall_keep_are_all_answered():
    most = 2 * connection.connection._prepared.prepared_max
    with planned.cursor() as cursor:
        for _time in range(2):
            for number in range(most):
                cursor.execute(f"SELECT {number} + %s::int", [1])
                assert cursor.fetchone() == (number + 1,)
    assert kept() <= most // 2 + 1


def test_what_writes_and_what_says_nothing_can_be_asked_again():
    with planned.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE written_often (a int)")
        for number in range(4):
            cursor.execute("INSERT INTO written_often VALUES (%s)", [number])
        cursor.execute("SELECT count(*) FROM written_often")
        assert cursor.fetchone() == (4,)
