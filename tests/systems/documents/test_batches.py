"""Many papers by one confirmation: each whole or untouched, never twice, resumed after a kill (D5)."""

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from lienthong.axis.signing import api as signing_rail
from lienthong.kernel.access.actor import Forbidden, system_actor
from lienthong.kernel.access.context import acting
from lienthong.systems.documents.models import BatchItem, OutgoingDocument, SigningBatch
from lienthong.systems.documents.services import batch_processes, batches, checking, signing
from tests.support.roles import as_role

from . import outgoing_kit as kit
from .test_outgoing_screens import count_queries, once_of

pytestmark = pytest.mark.usefixtures("letters")
D = kit.DOMAIN


def ready(house: kit.House, now: dt.datetime, count: int) -> list[int]:
    return [kit.checked(house, now, "Sở Y tế").pk for _number in range(count)]


def confirmed(house: kit.House, now: dt.datetime, ids: list[int], kind: str = "sign") -> Any:
    by = house.chair if kind == "sign" else house.clerk
    with acting(by):
        return batches.start_batch(kind=kind, document_ids=ids, by=by, at=now)


def rows(house: kit.House, batch: Any) -> list[tuple[str, str]]:
    with acting(house.chair):
        return list(batch.items.order_by("position").values_list("state", "verdict"))


@pytest.mark.django_db
def test_each_paper_has_its_verdict(house: kit.House, now: dt.datetime) -> None:
    ids = ready(house, now, 2)
    batch = confirmed(house, now, ids)
    with acting(house.clerk):
        spoiled = OutgoingDocument.objects.get(pk=ids[1])
        checking.return_draft(document=spoiled, reason="Sửa", by=house.clerk, at=now)
    batches.run_batch(batch.pk, batch.agency_id, now=lambda: now)
    assert [state for state, _verdict in rows(house, batch)] == ["done", "refused"]
    with acting(house.chair):
        assert batch.items.get(position=1).verdict in {"valid", "valid_with_warnings"}
        assert batch.items.get(position=2).sentence
        assert SigningBatch.objects.get(pk=batch.pk).ended_at is not None
        assert OutgoingDocument.objects.get(pk=ids[0]).state == "signed"
        assert OutgoingDocument.objects.get(pk=ids[1]).state == "drafting"


@pytest.mark.django_db
def test_a_paper_waits_in_one_batch(house: kit.House, now: dt.datetime) -> None:
    ids = ready(house, now, 1)
    confirmed(house, now, ids)
    with kit.refused(batches.NothingToSign):
        confirmed(house, now, ids)


@pytest.mark.django_db
def test_run_again_signs_nothing_twice(house: kit.House, now: dt.datetime) -> None:
    ids = ready(house, now, 1)
    batch = confirmed(house, now, ids)
    for _again in range(2):
        batches.run_batch(batch.pk, batch.agency_id, now=lambda: now)
    with acting(house.chair):
        document = OutgoingDocument.objects.get(pk=ids[0])
        assert signing_rail.evidence_of(house.chair, document).count() == 1


@pytest.mark.django_db
def test_an_old_confirmation_signs_nothing(house: kit.House, now: dt.datetime) -> None:
    ids = ready(house, now, 1)
    batch = confirmed(house, now, ids)
    later = now + batches.CONFIRMED_FOR + dt.timedelta(seconds=1)
    batches.run_batch(batch.pk, batch.agency_id, now=lambda: later)
    with acting(house.chair):
        assert "xác nhận" in batch.items.get().sentence.lower()
        assert OutgoingDocument.objects.get(pk=ids[0]).state == "approved"


@pytest.mark.django_db
def test_who_left_the_post_signs_nothing(
    house: kit.House, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = ready(house, now, 1)
    batch = confirmed(house, now, ids)
    monkeypatch.setattr(batches, "holdings_of", lambda _person, _on: [])
    batches.run_batch(batch.pk, batch.agency_id, now=lambda: now)
    assert [state for state, _verdict in rows(house, batch)] == ["refused"]


@pytest.mark.django_db
def test_an_unsound_signature_is_not_kept(
    house: kit.House, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative twin of the verdict: what our validator does not hold is rolled back."""
    ids = ready(house, now, 1)
    batch = confirmed(house, now, ids)
    monkeypatch.setattr(signing_rail, "verify_bytes", lambda _pdf: _broken())
    batches.run_batch(batch.pk, batch.agency_id, now=lambda: now)
    with acting(house.chair):
        document = OutgoingDocument.objects.get(pk=ids[0])
        assert document.state == "approved"
        assert signing_rail.evidence_of(house.chair, document).count() == 0
        assert "không qua được kiểm tra" in batch.items.get().sentence


_REAL = signing_rail.verify_bytes


def _broken() -> Any:
    return _REAL(b"%PDF-1.7 broken")


@pytest.mark.django_db
def test_only_the_signatory_and_never_a_stand_in(house: kit.House, now: dt.datetime) -> None:
    from dataclasses import replace

    ids = ready(house, now, 1)
    with acting(house.drafter), pytest.raises(Forbidden):
        batches.start_batch(kind="sign", document_ids=ids, by=house.drafter, at=now)
    stand_in = replace(house.chair, stands_in_for=house.chair.person_id)
    with acting(stand_in), pytest.raises(Forbidden):
        batches.start_batch(kind="sign", document_ids=ids, by=stand_in, at=now)


@pytest.mark.django_db
def test_clerk_seals_in_order(house: kit.House, now: dt.datetime) -> None:
    ids = [kit.signed(house, now, "Sở Y tế").pk for _number in range(2)]
    batch = confirmed(house, now, ids, "seal")
    batches.run_batch(batch.pk, batch.agency_id, now=lambda: now)
    with acting(house.clerk):
        made = [OutgoingDocument.objects.get(pk=pk) for pk in ids]
    numbers = [int(document.number) for document in made]
    assert numbers[1] == numbers[0] + 1
    assert {document.state for document in made} == {"sealed"}


@pytest.mark.django_db
def test_screens(client_for: Any, accounts: None, house: kit.House, now: dt.datetime) -> None:
    ids = ready(house, now, 2)
    client = client_for(f"chutich@{D}")
    book = client.get(reverse("documents:signing_book"))
    url = reverse("documents:sign_selected")
    asked = client.post(url, {"once": once_of(book), "pick": ids})
    words = asked.content.decode()
    assert asked.status_code == 200
    assert "Xác nhận và ký" in words
    token = once_of(asked)
    unconfirmed = client.post(url, {"once": token, "pick": ids, "confirm": "no"})
    assert "Hãy xác nhận" in client.get(unconfirmed["Location"]).content.decode()
    done = client.post(url, {"once": token, "pick": ids, "confirm": ["no", "yes"]})
    again = client.post(url, {"once": token, "pick": ids, "confirm": ["no", "yes"]})
    assert done["Location"] == again["Location"]
    page = client.get(done["Location"]).content.decode()
    assert "0/2" in page
    assert "every 2s" in page
    with acting(house.chair):
        batch = SigningBatch.objects.get()
    batches.run_batch(batch.pk, batch.agency_id, now=lambda: now)
    part = client.get(done["Location"], headers={"HX-Request": "true"}).content.decode()
    assert "2/2" in part
    assert "every 2s" not in part
    clerk = client_for(f"vanthu@{D}")
    assert clerk.get(done["Location"]).status_code == 404, "another's batch"
    assert "Chọn tất cả" in clerk.get(reverse("documents:seal_book")).content.decode()
    empty = client_for(f"chutich@{D}").post(url, {"once": "x"})
    assert empty.status_code == 302


@pytest.mark.django_db
def test_book_and_batch_cost_the_same_for_more_papers(
    client_for: Any, accounts: None, house: kit.House, now: dt.datetime
) -> None:
    """A fixed number of queries: five papers cost what two do."""
    counted: dict[str, list[int]] = {"book": [], "batch": []}
    client = client_for(f"chutich@{D}")
    for more in (2, 3):
        ids = ready(house, now, more)
        book = reverse("documents:signing_book")
        client.get(book)
        counted["book"].append(count_queries(client, book))
        batch = confirmed(house, now, ids)
        page = reverse("documents:batch", args=[batch.pk])
        counted["batch"].append(count_queries(client, page))
    for name, (few, many) in counted.items():
        assert many <= few, name
        assert many <= 40, f"{name}: {many}"


def test_parallel_workers_sign_each_once(committed: str, actor_for: Any, now: dt.datetime) -> None:
    """Three workers on one batch with real commits: every paper signed, each exactly once."""
    house = kit.house(actor_for)
    ids = ready(house, now, 4)
    batch = confirmed(house, now, ids)
    with acting(house.chair):  # the sample key is made at its first use, by one
        signing_rail.key_of_person(house.chair.person_id or 0, at=now)

    def work() -> None:
        try:
            batches.run_batch(batch.pk, batch.agency_id, now=lambda: now)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    _each_once(house, batch, ids)


def _each_once(house: kit.House, batch: Any, ids: list[int]) -> None:
    with acting(house.chair):
        assert [state for state, _v in rows(house, batch)] == ["done"] * len(ids)
        for pk in ids:
            document = OutgoingDocument.objects.get(pk=pk)
            assert document.state == "signed"
            assert signing_rail.evidence_of(house.chair, document).count() == 1


class TestEveryCore:
    """A large batch of signatures gets more processes; sealing keeps to one, in the order of the list."""

    @pytest.mark.django_db
    def test_how_many(
        self, house: kit.House, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(batch_processes.os, "sched_getaffinity", lambda _pid: set(range(4)))
        monkeypatch.setattr(batch_processes, "EACH", 1)
        batch = confirmed(house, now, ready(house, now, 2))
        assert batch_processes.wanted(batch.pk, batch.agency_id) == 2
        monkeypatch.setattr(batch_processes.os, "sched_getaffinity", lambda _pid: {0, 1})
        assert batch_processes.wanted(batch.pk, batch.agency_id) == 1, (
            "this process has a core, too"
        )
        monkeypatch.setattr(batch_processes, "EACH", 12)
        assert batch_processes.wanted(batch.pk, batch.agency_id) == 0, "not worth another start"
        sealing = confirmed(house, now, [kit.signed(house, now, "Sở Y tế").pk], "seal")
        monkeypatch.setattr(batch_processes, "EACH", 1)
        assert batch_processes.wanted(sealing.pk, sealing.agency_id) == 0

    def test_another_process_takes_its_part(
        self, committed: str, actor_for: Any, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The other process alone signs the whole batch, each paper once; the worker finds it done."""
        from tests.support import database

        house = kit.house(actor_for)
        moment = dt.datetime.now(dt.UTC)  # the other process has its own clock
        ids = ready(house, moment, 3)
        batch = confirmed(house, moment, ids)
        for name, value in database.environment(committed).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("LIENTHONG_DB_ROLE", "worker")
        with batch_processes.helping(batch.pk, batch.agency_id, 1) as started:
            assert started[0].wait(60) == 0
        _each_once(house, batch, ids)
        batches.run_batch(batch.pk, batch.agency_id, now=lambda: moment)
        _each_once(house, batch, ids)

    def test_one_that_dies_leaves_its_papers_to_the_others(
        self, committed: str, actor_for: Any, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        house = kit.house(actor_for)
        ids = ready(house, now, 2)
        batch = confirmed(house, now, ids)
        # Not sys.executable, which every warm reader of files in this process starts by, too.
        monkeypatch.setattr(batch_processes, "command", lambda _batch, _agency: ["/bin/false"])
        with batch_processes.helping(batch.pk, batch.agency_id, 2) as started:
            batches.run_batch(batch.pk, batch.agency_id, now=lambda: now)
        assert [one.returncode for one in started] == [1, 1]
        _each_once(house, batch, ids)


_WORKER = """
import datetime as dt, django
django.setup()
from lienthong.systems.documents.services import batches
batches.run_batch({batch}, {agency}, now=lambda: dt.datetime.fromisoformat("{now}"))
"""


def test_killed_worker_leaves_nothing_half(
    committed: str, actor_for: Any, now: dt.datetime
) -> None:
    """SIGKILL in the middle, again and again; whatever is left is signed or untouched, and resumed."""
    from tests.support import database

    house = kit.house(actor_for)
    ids = ready(house, now, 4)
    batch = confirmed(house, now, ids)
    code = _WORKER.format(batch=batch.pk, agency=batch.agency_id, now=now.isoformat())
    environment = database.environment(committed) | {"LIENTHONG_DB_ROLE": "worker"}
    for pause in (0.1, 0.6):
        worker = subprocess.Popen([sys.executable, "-c", code], env=environment)
        _wait_until_begun(batch, worker)
        time.sleep(pause)
        if worker.poll() is None:
            os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        with acting(house.chair):
            for item in BatchItem.objects.filter(batch=batch).select_related("document"):
                evidence = signing_rail.evidence_of(house.chair, item.document).count()
                signed = item.document.state == "signed"
                assert (item.state == "done") == signed == (evidence == 1)
    with as_role("lt_worker", committed):
        batches.run_open(now=lambda: now)
    _each_once(house, batch, ids)


def _wait_until_begun(batch: Any, worker: "subprocess.Popen[bytes]") -> None:
    """Until the worker holds its first lock of a paper, or has ended."""
    for _look in range(600):
        with acting(system_actor(batch.agency_id)), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
                           " AND mode = 'ExclusiveLock' AND granted")  # fmt: skip
            if cursor.fetchone()[0] or worker.poll() is not None:
                return
        time.sleep(0.1)


@pytest.mark.django_db
def test_a_sealed_paper_of_a_killed_act_is_taken_for_done(
    house: kit.House, now: dt.datetime
) -> None:
    """Killed between the seal and the row: the resumed batch finds it sealed and takes no number."""
    from lienthong.systems.documents.services import issuing

    ids = [kit.signed(house, now, "Sở Y tế").pk]
    batch = confirmed(house, now, ids, "seal")
    with acting(house.clerk):
        document = OutgoingDocument.objects.get(pk=ids[0])
        sealed = issuing.number_and_seal(document=document, by=house.clerk, at=now)
    batches.run_batch(batch.pk, batch.agency_id, now=lambda: now)
    with acting(house.clerk):
        assert batch.items.get().state == "done"
        assert OutgoingDocument.objects.get(pk=ids[0]).number == sealed.number
        assert signing.content_of(sealed.current_version)
