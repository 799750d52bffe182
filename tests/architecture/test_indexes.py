"""What the models declare is in the database, and no index is the beginning of another: it would be
written and never read."""

import pytest
from django.db import connection
from django.db.models import Index

from lienthong.kernel.access.walls import own_models
from lienthong.systems.tasks.models import Task

pytestmark = pytest.mark.django_db

# Single-column B-tree indexes that begin another whole index of the same table. Those for LIKE, which
# come with unique keys of letters, answer another question; libraries keep their own.
_DOUBLED = r"""
SELECT c.relname, short.relname, long.relname
  FROM pg_index i JOIN pg_class short ON short.oid = i.indexrelid
  JOIN pg_class c ON c.oid = i.indrelid
  JOIN pg_index j ON j.indrelid = i.indrelid AND j.indexrelid <> i.indexrelid
  JOIN pg_class long ON long.oid = j.indexrelid
  JOIN pg_am m ON m.oid = short.relam AND m.amname = 'btree' AND long.relam = short.relam
 WHERE c.relnamespace = 'public'::regnamespace AND c.relname ~ %s
   AND NOT i.indisunique AND i.indnatts = 1 AND i.indkey[0] <> 0 AND i.indkey[0] = j.indkey[0]
   AND i.indpred IS NULL AND j.indpred IS NULL AND i.indclass[0] = j.indclass[0]
 ORDER BY 1, 2, 3
"""
OURS = "^(access|agencies|desk|documents|exchange|facts|files|identity|notify|registers|signing|tasks|ui|worktime)_"


def doubled() -> list[tuple[str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_DOUBLED, [OURS])
        return list(cursor.fetchall())


def missing() -> set[str]:
    """Declared indexes and constraints that the catalogue does not know."""
    declared = {
        one.name
        for model in own_models()
        for one in (*model._meta.indexes, *model._meta.constraints)
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class UNION SELECT conname FROM pg_constraint")
        return declared - {row[0] for row in cursor.fetchall()}


def test_what_is_declared_is_there():
    assert missing() == set()


def test_one_that_a_migration_took_along_is_missed(monkeypatch):
    monkeypatch.setattr(
        Task._meta, "indexes", [*Task._meta.indexes, Index("id", name="tasks_gone")]
    )
    assert missing() == {"tasks_gone"}


def test_every_index_is_read_for_itself():
    assert doubled() == []


def test_a_doubled_one_is_seen():
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE tasks_doubled (a bigint, b bigint);"
            "CREATE INDEX ON tasks_doubled (a); CREATE INDEX ON tasks_doubled (a, b)"
        )
        cursor.execute(_DOUBLED.replace("'public'::regnamespace", "pg_my_temp_schema()"), [OURS])
        assert [row[0] for row in cursor.fetchall()] == ["tasks_doubled"]
