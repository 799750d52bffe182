"""Proof added after a paper is out: nobody waits, sent bytes stay, nothing is added twice."""

import datetime as dt
import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from lienthong.axis.signing import api as signing
from lienthong.axis.signing.models import LastingProof
from lienthong.axis.signing.pades.cms import NoTimestamp
from lienthong.axis.signing.pki.revocation import NoRevocation
from lienthong.axis.signing.services import house, lasting
from lienthong.kernel.access.actor import Actor, system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies.models import Agency
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.services.storing import open_file, store

from .kit import Kit

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 23)
AT = dt.datetime(2026, 11, 27, 2, 0, tzinfo=dt.UTC)
OTHER = "mau.lienthong.example"


@pytest.fixture(autouse=True)
def _house(settings: Any, kit: Kit) -> None:
    settings.DATA, settings.MODE = kit.folder / "data", "sample"


@pytest.fixture(scope="module", autouse=True)
def _no_process_left() -> Iterator[None]:
    yield
    house.close_verifiers()


@pytest.fixture
def clerk(actor_for: Callable[..., Actor]) -> Actor:
    return actor_for(f"vanthu.syt@{OTHER}", DAY)


@pytest.fixture
def sealed(kit: Kit, clerk: Actor) -> bytes:
    """A letter sealed with the installation's own sample keys, without any time-stamp."""
    authority = house.sample_authority(AT)
    keys = [authority.issue("person-9", kit_subject("Giám đốc"), AT)]
    keys.append(authority.issue("agency-9", kit_subject(""), AT))
    signed = signing.sign_person(kit.prepared, keys[0], kit.blue, AT)
    return signing.seal(kit.fill(signed), keys[1], kit.red, AT)


def kit_subject(post: str) -> Any:
    from lienthong.axis.signing.pki.certificates import Subject

    return Subject("Sở Y tế (mẫu)", "Sở Y tế (mẫu)", "", post)


@pytest.fixture
def row(sealed: bytes, clerk: Actor) -> LastingProof:
    with acting(clerk):
        stored = store(
            io.BytesIO(sealed), name="cv.pdf", agency_id=clerk.agency_id, by=clerk, at=AT
        )
        agency = Agency.objects.get(pk=clerk.agency_id)
        one = signing.want_proof(stored=stored, subject=agency, by=clerk, at=AT)
        again = signing.want_proof(stored=stored, subject=agency, by=clerk, at=AT)
        assert one.pk == again.pk
    return one


def _run(clerk: Actor, at: dt.datetime) -> int:
    return lasting.prove_all(now=lambda: at, worker=system_actor(clerk.agency_id))


def _again(row: LastingProof, clerk: Actor) -> LastingProof:
    with acting(clerk):
        return LastingProof.objects.select_related("sent", "kept").get(pk=row.pk)


def _bytes(stored: StoredFile, clerk: Actor) -> bytes:
    with acting(clerk), open_file(stored) as stream:
        return stream.read()


def test_proof_is_added_beside_and_what_was_sent_stays(
    row: LastingProof, sealed: bytes, clerk: Actor
) -> None:
    now = dt.datetime.now(dt.UTC)
    assert _run(clerk, now) == 1
    found = _again(row, clerk)
    assert (found.level, found.last_error, found.tries) == ("B-LTA", "", 0)
    assert found.kept is not None and found.next_at is not None
    kept = _bytes(found.kept, clerk)
    assert _bytes(found.sent, clerk) == sealed
    assert kept.startswith(sealed) and found.kept.name == "cv-LTA.pdf"
    levels = [s.level for s in signing.verify_bytes(kept).signatures]
    assert levels == ["B-LTA", "B-LTA", ""]
    assert now < found.next_at <= now + dt.timedelta(days=365)
    assert _run(clerk, now) == 0


def test_it_is_renewed_when_its_time_comes(row: LastingProof, clerk: Actor) -> None:
    now = dt.datetime.now(dt.UTC)
    _run(clerk, now)
    first = _again(row, clerk)
    assert first.kept is not None and first.next_at is not None
    assert _run(clerk, first.next_at - dt.timedelta(days=1)) == 0
    assert _run(clerk, first.next_at) == 1
    second = _again(row, clerk)
    assert second.kept is not None and second.kept_id != first.kept_id
    assert _bytes(second.kept, clerk).startswith(_bytes(first.kept, clerk))
    assert second.kept.name == "cv-LTA.pdf"


def test_a_service_that_is_down_is_tried_again_later(
    row: LastingProof, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Down:
        token_size = 4000

        def token(self, imprint: bytes) -> bytes:
            raise NoTimestamp("Dịch vụ dấu thời gian không trả lời.")

    class Mute:
        def find(self, *_: object) -> None:
            raise NoRevocation("Máy chủ OCSP từ chối trả lời.")

    now = dt.datetime.now(dt.UTC)
    with monkeypatch.context() as patch:
        patch.setattr(house, "stamper", Down)
        assert _run(clerk, now) == 0
        found = _again(row, clerk)
        assert (found.tries, found.last_error) == (1, "Dịch vụ dấu thời gian không trả lời.")
        assert found.next_at == now + dt.timedelta(minutes=1)
        assert (found.kept_id, found.level, found.since) == (None, "", AT)
    with monkeypatch.context() as patch:
        patch.setattr(house, "revocation_sources", lambda: [Mute()])
        assert _run(clerk, now + dt.timedelta(minutes=1)) == 0
        found = _again(row, clerk)
        assert (found.tries, found.last_error) == (2, "Máy chủ OCSP từ chối trả lời.")
        assert found.next_at == now + dt.timedelta(minutes=6)
    assert _run(clerk, now + dt.timedelta(minutes=6)) == 1


def test_a_real_installation_without_a_service_says_so(
    row: LastingProof, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house, "stamper", lambda: None)
    assert _run(clerk, dt.datetime.now(dt.UTC)) == 0
    assert _again(row, clerk).last_error == "Chưa cấu hình dịch vụ dấu thời gian."


def test_a_killed_worker_leaves_the_row_to_the_next(
    row: LastingProof, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*_: object, **__: object) -> None:
        raise Killed

    now = dt.datetime.now(dt.UTC)
    with monkeypatch.context() as patch:
        patch.setattr(lasting, "_keep", die)
        with pytest.raises(Killed):
            _run(clerk, now)
    assert _again(row, clerk).kept_id is None
    assert _run(clerk, now) == 0  # the lease of the dead one still runs
    assert _run(clerk, now + lasting.LEASE) == 1


def test_who_comes_late_adds_nothing(row: LastingProof, clerk: Actor) -> None:
    """Two workers on one row: the one whose lease ran out finds that another was faster."""
    now, worker = dt.datetime.now(dt.UTC), system_actor(clerk.agency_id)
    slow = lasting._lease(now, worker)
    assert slow is not None
    assert lasting._lease(now, worker) is None
    assert _run(clerk, now + lasting.LEASE) == 1
    kept = _again(row, clerk).kept_id
    assert lasting._try(slow, lambda: now + lasting.LEASE, worker) is False
    assert _again(row, clerk).kept_id == kept


def test_other_agencies_see_no_rows(
    row: LastingProof, actor_for: Callable[..., Actor], clerk: Actor
) -> None:
    stranger = actor_for(f"vanthu.stc@{OTHER}", DAY)
    with acting(stranger):
        assert not LastingProof.objects.filter(pk=row.pk).exists()
        lasting.try_again(row=row, by=stranger, at=AT)
    with acting(clerk):
        assert connection.in_atomic_block
        lasting.try_again(row=row, by=clerk, at=AT + dt.timedelta(hours=1))
        assert LastingProof.objects.get(pk=row.pk).next_at == AT + dt.timedelta(hours=1)


def test_a_poison_file_stops_nobody_else(
    row: LastingProof, sealed: bytes, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One file ends by a fault that nobody foresaw: it waits and is told, the others get their proof."""
    with acting(clerk):
        poison = store(
            io.BytesIO(sealed + b"\n"), name="doc.pdf", agency_id=clerk.agency_id, by=clerk, at=AT
        )
        agency = Agency.objects.get(pk=clerk.agency_id)
        early = AT - dt.timedelta(hours=1)  # it is the first of the queue
        other = signing.want_proof(stored=poison, subject=agency, by=clerk, at=early)
    real = lasting.proof.certificates_of

    def read(pdf: bytes) -> Any:
        if pdf.endswith(b"\n\n"):
            raise RecursionError("of a parser")
        return real(pdf)

    monkeypatch.setattr(lasting.proof, "certificates_of", read)
    now = dt.datetime.now(dt.UTC)
    assert _run(clerk, now) == 1
    assert _again(row, clerk).level == "B-LTA"
    bad = _again(other, clerk)
    assert (bad.tries, bad.kept_id) == (1, None)
    assert "chưa lường trước" in bad.last_error
    assert bad.next_at == now + dt.timedelta(minutes=1)


def test_a_strangers_signature_is_asked_about_nowhere(
    kit: Kit, clerk: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Never:
        def find(self, *_: object) -> None:
            raise AssertionError

    strange = signing.sign_person(kit.prepared, kit.unknown_person, kit.blue, AT)
    with acting(clerk):
        stored = store(
            io.BytesIO(strange), name="la.pdf", agency_id=clerk.agency_id, by=clerk, at=AT
        )
        agency = Agency.objects.get(pk=clerk.agency_id)
        other = signing.want_proof(stored=stored, subject=agency, by=clerk, at=AT)
    monkeypatch.setattr(house, "revocation_sources", lambda: [Never()])
    assert _run(clerk, dt.datetime.now(dt.UTC)) == 0
    assert "tin cậy" in _again(other, clerk).last_error
