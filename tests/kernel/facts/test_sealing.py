"""The chain proves itself, and names the first bad position when a row is changed, cut or lost."""

import datetime as dt
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts import sealing, subscribers, verification
from lienthong.kernel.facts.models import Fact, Leaf, Subscription
from lienthong.kernel.facts.recording import act
from lienthong.kernel.facts.sealing import leaf_digest, merkle_root
from lienthong.kernel.facts.streams import FACTS
from tests.support import database
from tests.support.roles import as_role


@given(st.lists(st.binary(min_size=1, max_size=8), min_size=1, max_size=40, unique=True))
def test_a_root_depends_on_every_leaf_and_its_place(contents):
    leaves = [leaf_digest(c) for c in contents]
    root = merkle_root(leaves)
    for i in range(len(leaves)):
        assert (
            merkle_root([*leaves[:i], leaf_digest(b"other" + contents[i]), *leaves[i + 1 :]])
            != root
        )
    if len(leaves) > 1:
        assert merkle_root(leaves[::-1]) != root
        assert merkle_root(leaves[:-1]) != root


def until(done, seconds=30):
    """Go round until it is done: an open transaction anywhere on the server holds the horizon."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "the horizon did not move"
        time.sleep(0.05)


def record(name, agency, now):
    with acting(system_actor(agency)), act(name, by=system_actor(agency), at=now):
        pass


@pytest.fixture
def sealed(committed, now, province_office_id, settings, tmp_path):
    settings.DATA = tmp_path  # checkpoints of another test's chain are none of ours
    for i in range(7):
        record(f"x.act{i}", province_office_id, now)
    with as_role("lt_worker", committed):
        ours = Fact.objects.filter(act__startswith="x.act").values("pk")
        until(
            lambda: (
                sealing.seal(limit=3, at=now) is not None
                and Leaf.objects.filter(row_id__in=ours).count() == 7
            )
        )
        yield committed


def verify(name):
    with as_role("lt_worker", name):
        return verification.verify(FACTS)


def tamper(name, sql):
    with database.admin(name) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(sql)


def test_an_untouched_chain_is_sound(sealed):
    found = verify(sealed)
    assert found.sound
    assert found.rows >= 7
    assert found.batches >= 3
    assert found.unsealed == 0


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("UPDATE facts_fact SET act = 'x.other' WHERE act = 'x.act4'", "sửa"),
        ("DELETE FROM facts_fact WHERE act = 'x.act4'", "xóa"),
        (
            "UPDATE facts_leaf SET digest = sha256('x') WHERE id = (SELECT max(id) FROM facts_leaf)",
            "sửa",
        ),
        ("DELETE FROM facts_leaf WHERE id = (SELECT max(id) FROM facts_leaf)", "không khớp"),
        ("UPDATE facts_batch SET root = sha256('x') WHERE number = 2", "không khớp"),
        (
            "DELETE FROM facts_leaf WHERE batch_id = (SELECT id FROM facts_batch ORDER BY number DESC LIMIT 1);"
            "DELETE FROM facts_batch WHERE number = (SELECT max(number) FROM facts_batch)",
            "mất",
        ),
    ],
)
def test_each_way_to_tamper_is_named(sealed, sql, words):
    tamper(sealed, sql)
    found = verify(sealed)
    assert not found.sound
    assert words in found.reason
    assert found.bad_batch is not None


def test_the_first_bad_position_is_the_changed_row(sealed):
    row = None
    with as_role("lt_worker", sealed):
        row = Fact.objects.get(act="x.act2").pk
    tamper(
        sealed, "UPDATE facts_fact SET agency_id = agency_id + 1 WHERE act IN ('x.act2', 'x.act5')"
    )
    assert verify(sealed).bad_row == row


def test_a_late_commit_is_not_skipped_and_a_failure_holds_only_its_own(
    committed, now, province_office_id, monkeypatch
):
    """A transaction that began earlier and commits later is still read, in its place."""
    from django.db import connection

    seen, flawed = [], []

    def fails_once(event):
        flawed.append(event.act)
        if flawed.count("x.late") == 1 and event.act == "x.late":
            raise RuntimeError("nguồn nhận tạm nghỉ")

    monkeypatch.setattr(subscribers, "_subscribers", {})
    subscribers.subscribe("t.sees", lambda e: seen.append(e.act), ("x.late", "x.quick"))
    subscribers.subscribe("t.fails", fails_once, ("x.late", "x.quick"))
    began, go_on = threading.Event(), threading.Event()

    def late():
        with acting(system_actor(province_office_id)):
            with act("x.late", by=system_actor(province_office_id), at=now):
                began.set()
                go_on.wait(10)
        connection.close()

    thread = threading.Thread(target=late)
    thread.start()
    assert began.wait(10)
    record("x.quick", province_office_id, now)
    with as_role("lt_worker", committed):
        subscribers.deliver(at=now)
        assert "x.late" not in seen
        go_on.set()
        thread.join(10)
        until(lambda: subscribers.deliver(at=now) is not None and len(seen) == 2)
        assert sorted(seen) == ["x.late", "x.quick"]
        held = Subscription.objects.get(name="t.fails")
        assert held.failures == 1
        assert "nguồn nhận tạm nghỉ" in held.error
        subscribers.deliver(at=now + dt.timedelta(minutes=1))
        assert sorted(set(flawed)) == ["x.late", "x.quick"]
        assert flawed.count("x.late") == 2
        assert Subscription.objects.get(name="t.fails").failures == 0
