"""Counts of tasks are kept: equal to a recount and to the law's own classes at any moment."""

import datetime as dt
import random
import threading
from collections import Counter

import psycopg
import pytest
from django.db import connection, transaction

from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.access.context import acting
from lienthong.systems.tasks import queries
from lienthong.systems.tasks.choices import TaskClass, TaskState
from lienthong.systems.tasks.models import TALLY, Task
from lienthong.systems.tasks.rules import classify
from tests.support import database
from tests.support.roles import as_role
from tests.support.rows import give_defaults

NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
CUTS = [NOW - dt.timedelta(days=30), NOW, NOW + dt.timedelta(hours=9), NOW + dt.timedelta(days=40)]
_INSERT = """
INSERT INTO tasks_task (code, outside_code, state, previous_state, assigner_agency_id,
  monitor_agency_id, lead_agency_id, lead_phrase, group_parent, party_ids, action, source_kind,
  source_reference, section, quote, proof, proof_target, targets, deadline, deadline_words,
  calendar_version, recurrence, period, urgency, report_via, question, received_by_silence,
  product_date, completed_at, suspended_at, series_terms, closing_note, created_at, updated_at)
VALUES (%(code)s, '', %(state)s, '', %(asker)s, %(asker)s, %(lead)s, '', %(group)s, %(parties)s,
  'việc (mẫu)', 'manual', '', '', '', 'document', '{}', '{}', %(deadline)s, '', '', '', '', 'normal',
  '', '', false, %(product)s, %(completed)s,
  %(paused)s, '{}', '', %(at)s, %(at)s)
"""


class Work:
    """Random tasks of a few agencies, written and changed by the owner."""

    def __init__(self, name: str) -> None:
        self.name = name
        with database.admin(name) as link:
            for event in ("insert", "update", "delete"):
                link.execute(f"DROP TRIGGER IF EXISTS facts_note_{event} ON tasks_task")
            give_defaults(link, "tasks_task")
            found = link.execute("SELECT id FROM agencies_agency ORDER BY id LIMIT 6").fetchall()
        self.agencies = [row[0] for row in found]

    def write(self, seed: int, turns: int) -> None:
        """Insert, change and delete; every fifth transaction is rolled back."""
        chance = random.Random(seed)
        with psycopg.connect(database.ADMIN, dbname=self.name) as link:
            for turn in range(turns):
                row = self._row(chance, f"{seed}-{turn}")
                link.execute(_INSERT, row)
                key = f"{seed}-{chance.randrange(turn + 1)}"
                link.execute(
                    "UPDATE tasks_task SET state = %(state)s, deadline = %(deadline)s,"
                    " product_date = %(product)s, completed_at = %(completed)s,"
                    " suspended_at = %(paused)s,"
                    " lead_agency_id = %(lead)s,"
                    " party_ids = ARRAY[assigner_agency_id, monitor_agency_id, %(lead)s]"
                    " WHERE code = %(key)s AND NOT group_parent",
                    self._row(chance, "") | {"group": False, "key": key},
                )
                if turn % 7 == 6:
                    link.execute("DELETE FROM tasks_task WHERE code = %s", [key])
                if turn % 5 == 4:
                    link.rollback()
                else:
                    link.commit()

    def _row(self, chance: random.Random, code: str) -> dict[str, object]:
        state = chance.choice(TaskState.values)
        asker, lead = chance.choice(self.agencies[:2]), chance.choice(self.agencies)
        due = NOW + dt.timedelta(days=chance.randint(-60, 60), hours=chance.randint(0, 23))
        done = state == "completed"
        return {
            "code": code, "state": state, "asker": asker, "lead": lead,
            "group": chance.random() < 0.1, "parties": [asker, lead], "at": NOW,
            "deadline": due if chance.random() < 0.8 else None,
            "product": due.date() + dt.timedelta(days=chance.randint(-3, 3)) if done else None,
            "completed": NOW if done else None,
            "paused": due + dt.timedelta(days=chance.randint(-9, 9)) if state == "suspended" else None,
        }  # fmt: skip


@pytest.fixture
def work(committed):
    return Work(committed)


def assert_kept(work):
    with as_role("lt_worker", work.name), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        assert TALLY.kept() == TALLY.recomputed()


def by_law(agency_ids, at):
    """The classes of `rules.classify` over every task that the agencies ask or lead."""
    found: dict[int, Counter[str]] = {}
    for t in Task.objects.filter(group_parent=False):
        if not {t.assigner_agency_id, t.monitor_agency_id, t.lead_agency_id} & agency_ids:
            continue
        kind = classify(
            state=t.state, deadline=t.deadline, product_date=t.product_date, at=at,
            suspended_at=t.suspended_at,
        )  # fmt: skip
        if kind is not TaskClass.NONE:
            found.setdefault(t.lead_agency_id, Counter())[kind.value] += 1
    return [queries.ClassCounts(lead, **counts) for lead, counts in sorted(found.items())]


def test_counts_equal_the_law_at_any_moment_for_any_reader(work):
    work.write(seed=42, turns=60)
    assert_kept(work)
    for readers in ({work.agencies[0]}, {work.agencies[4]}, set(work.agencies)):
        actor = system_actor(0)
        actor = type(actor)(
            **{f: getattr(actor, f) for f in actor.__dataclass_fields__}
            | {"agency_ids": frozenset(readers)}
        )
        with acting(actor):
            for at in CUTS:
                told = queries.counts_by_lead(actor, at=at)
                assert told == by_law(readers, at), (readers, at)
        assert told


def test_parallel_writers_rollbacks_and_folding(work):
    threads = [threading.Thread(target=work.write, args=(n, 25)) for n in range(5)]
    for thread in threads:
        thread.start()
    for _round in range(5):
        with as_role("lt_worker", work.name), transaction.atomic():
            TALLY.fold()
        assert_kept(work)
    for thread in threads:
        thread.join(60)
    assert_kept(work)
    with as_role("lt_worker", work.name), transaction.atomic():
        before = TALLY.kept()
        assert TALLY.fold() == len(before) > 20
        assert TALLY.kept() == before


def test_a_lost_count_would_be_seen(work):
    """The negative twin."""
    work.write(seed=7, turns=12)
    with as_role("lt_worker", work.name), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM tasks_tasktally WHERE id = (SELECT max(id) FROM tasks_tasktally)"
            )
        assert TALLY.kept() != TALLY.recomputed()
        transaction.set_rollback(True)
