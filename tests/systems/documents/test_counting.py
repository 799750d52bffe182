"""P2 and P2a are kept: equal to a recount after every change, under parallel writers and rollbacks."""

import threading

import pytest
from django.db import connection, transaction

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.access.context import acting
from lienthong.systems.documents.models.counting import SIGNED
from lienthong.systems.documents.queries.counting import signed_shares
from tests.support.roles import as_role

from .counting_kit import Papers

M = "@mau.lienthong.example"


@pytest.fixture
def papers(committed, province_office_id):
    return Papers(committed, province_office_id)


def assert_kept(papers):
    with as_role("lt_worker", papers.name), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        assert SIGNED.kept() == SIGNED.recomputed()


def test_the_counts_follow_every_change(papers):
    one = papers.issue(signed=True, exchanged=True)
    two = papers.issue(signed=False, exchanged=True)
    papers.issue(signed=True, exchanged=False)
    papers.issue(signed=True, exchanged=True, internal=True)
    papers.draft()
    assert_kept(papers)
    assert papers.shares() == ((1, 2), (2, 3))
    papers.change(two, signature_verdict='{"counts": true}')
    assert papers.shares() == ((2, 2), (3, 3))
    papers.change(one, state="recalled")
    assert papers.shares() == ((2, 2), (3, 3))
    papers.change(one, issue_date="2026-10-01")
    assert papers.shares() == ((1, 1), (2, 2))
    assert_kept(papers)


def test_a_rollback_leaves_no_count(papers):
    papers.issue(signed=True, exchanged=True)
    papers.issue(signed=True, exchanged=True, fails=True)
    assert papers.shares() == ((1, 1), (1, 1))
    assert_kept(papers)


def test_parallel_writers_are_all_counted_and_wait_for_nobody(papers):
    faults = []

    def write(number):
        try:
            for turn in range(8):
                papers.issue(signed=turn % 2 == 0, exchanged=turn % 3 == 0, fails=turn == 5)
        except Exception as fault:
            faults.append((number, fault))
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for _round in range(5):  # folding while they write
        with as_role("lt_worker", papers.name), transaction.atomic():
            SIGNED.fold()
        assert_kept(papers)
    for thread in threads:
        thread.join(60)
    assert faults == []
    assert_kept(papers)
    assert papers.shares()[1] == (6 * 4, 6 * 7)
    with as_role("lt_worker", papers.name), transaction.atomic():
        before = SIGNED.kept()
        assert SIGNED.fold() == len(before)
        assert SIGNED.kept() == before


def test_a_lost_count_would_be_seen(papers):
    """The negative twin."""
    papers.issue(signed=True, exchanged=True)
    with as_role("lt_worker", papers.name), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM documents_signedtally")
        assert SIGNED.kept() != SIGNED.recomputed()
        transaction.set_rollback(True)


def test_another_agencys_shares_are_not_told(papers, actor_for):
    papers.issue(signed=True, exchanged=True)
    month = exchange.month_to_date(papers.day)
    with acting(actor_for(f"vanthu.bato{M}")):
        assert signed_shares(month).p2a == exchange.Share(1, 1)
        assert signed_shares(month, papers.agency).p2a == exchange.Share(0, 0)
