"""Enrolled keys in the database: who may, what is refused, and that a PIN leaves no trace."""

import datetime as dt
import logging
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import connection

from lienthong.axis.signing import api as signing
from lienthong.axis.signing.models import Certificate, KeyPlace
from lienthong.kernel.access.actor import Actor, Forbidden
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.models import Fact
from tests.support.needs import needs
from tests.support.rows import every_row

from .kit import NOW, Kit
from .tokens_kit import PIN, Slots, library, slots

DAY = dt.date(2026, 11, 23)
DOMAIN = "mau.lienthong.example"
MANAGER = frozenset({signing.Verb.MANAGE_KEYS})


@pytest.fixture(autouse=True)
def _house(settings: Any, tmp_path: Path) -> None:
    settings.DATA, settings.MODE = tmp_path / "data", "real"


@pytest.fixture
def hsm(tmp_path: Path, kit: Kit, settings: Any) -> Iterator[Slots]:
    """A token with the agency's key, and the installation that knows its library."""
    with slots(tmp_path / "hsm") as made:
        made.add("van thu", ("01", kit.agency.private_key))
        settings.PKCS11_LIBRARIES = {"softhsm": library()}
        yield made


@pytest.fixture
def clerk(actor_for: Callable[..., Actor]) -> Actor:
    """The clerk of the health department, who may manage keys."""
    actor = actor_for(f"vanthu.syt@{DOMAIN}", DAY)
    return replace(actor, verbs=actor.verbs | MANAGER)


def enrol(kit: Kit, clerk: Actor, **changes: Any) -> KeyPlace:
    """The agency's key on the token."""
    values: dict[str, Any] = {
        "kind": "token", "agency_id": clerk.agency_id, "person_id": None,
        "certificates": [kit.agency.certificate, *kit.agency.chain],
        "device": "softhsm", "token_label": "van thu", "key": "01", "pin_tries": 5,
        "by": clerk, "at": NOW,
    }  # fmt: skip
    return signing.enrol_key(**(values | changes))


@pytest.mark.django_db
@needs("softhsm2-util")
class TestTokens:
    """A token's key through the records."""

    def test_an_enrolled_token_seals(self, hsm: Slots, kit: Kit, clerk: Actor) -> None:
        with acting(clerk):
            enrol(kit, clerk)
            with signing.unlocked(PIN, by=clerk, at=NOW):
                key = signing.key_of_agency(clerk.agency_id, at=NOW)
                sealed = signing.seal(kit.filled, key, kit.red, NOW)
        assert kit.judge(sealed).verdict in {"valid", "valid_with_warnings"}
        assert len(key.chain) == 2

    def test_without_a_pin_it_says_so(self, hsm: Slots, kit: Kit, clerk: Actor) -> None:
        with acting(clerk):
            enrol(kit, clerk)
            key = signing.key_of_agency(clerk.agency_id, at=NOW)
            with pytest.raises(signing.PinNeeded, match="mã PIN"):
                key.sign(b"x")

    def test_refused_pins_are_counted_and_a_right_one_forgets_them(
        self, hsm: Slots, kit: Kit, clerk: Actor
    ) -> None:
        with acting(clerk):
            place = enrol(kit, clerk)
            for left in (4, 3):
                with pytest.raises(signing.WrongPin, match=f"còn {left} lần"):
                    with signing.unlocked("000000", by=clerk, at=NOW):
                        signing.key_of_agency(clerk.agency_id, at=NOW).sign(b"x")
            place.refresh_from_db()
            assert place.wrong_pins == 2
            with signing.unlocked(PIN, by=clerk, at=NOW):
                signing.key_of_agency(clerk.agency_id, at=NOW).sign(b"x")
            place.refresh_from_db()
            assert place.wrong_pins == 0
            acts = list(Fact.objects.order_by("pk").values_list("act", flat=True))
        assert acts[-3:] == ["signing.pin_refused", "signing.pin_refused", "signing.pin_accepted"]

    def test_a_pin_leaves_no_trace(
        self, hsm: Slots, kit: Kit, clerk: Actor, caplog: pytest.LogCaptureFixture
    ) -> None:
        wrong = "719304"
        caplog.set_level(logging.DEBUG)
        arguments: list[str] = []
        with acting(clerk):
            enrol(kit, clerk)
            with signing.unlocked(PIN, by=clerk, at=NOW):
                key = signing.key_of_agency(clerk.agency_id, at=NOW)
                key.sign(b"x")
                arguments += [_arguments(), repr(key), repr(vars(key))]
            with pytest.raises(signing.WrongPin) as refused:
                with signing.unlocked(wrong, by=clerk, at=NOW):
                    signing.key_of_agency(clerk.agency_id, at=NOW).sign(b"x")
            arguments.append(_every_row())
        told = "\n".join([*arguments, caplog.text, str(refused.value)])
        assert "van thu" in told  # the rows are read
        assert PIN not in told
        assert wrong not in told
        assert PIN not in "".join(os.environ.values())

    def test_pin_is_gone_after_the_act(self, hsm: Slots, kit: Kit, clerk: Actor) -> None:
        with acting(clerk):
            enrol(kit, clerk)
            with signing.unlocked(PIN, by=clerk, at=NOW):
                pass
            with pytest.raises(signing.PinNeeded):
                signing.key_of_agency(clerk.agency_id, at=NOW).sign(b"x")

    def test_ended_key_signs_no_more(self, hsm: Slots, kit: Kit, clerk: Actor) -> None:
        with acting(clerk):
            place = enrol(kit, clerk)
            with pytest.raises(signing.NotEnrolled, match="lý do"):
                signing.end_key(place=place, reason=" ", by=clerk, at=NOW)
            signing.end_key(place=place, reason="mất thiết bị", by=clerk, at=NOW)
            with pytest.raises(signing.NoKey, match="Chưa có chứng thư"):
                signing.key_of_agency(clerk.agency_id, at=NOW)

    def test_expired_certificate(self, hsm: Slots, kit: Kit, clerk: Actor) -> None:
        late = kit.agency.certificate.not_valid_after_utc + dt.timedelta(days=1)
        with acting(clerk):
            enrol(kit, clerk)
            with pytest.raises(signing.Expired, match="đã hết hạn"):
                signing.key_of_agency(clerk.agency_id, at=late)


@pytest.mark.django_db
class TestEnrolling:
    """What is refused, each with a sentence."""

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"device": "nowhere"}, "phần mềm điều khiển"),
            ({"token_label": " "}, "tên thiết bị"),
            ({"key": "xyz"}, "CKA_ID"),
            ({"key": ""}, "CKA_ID"),
            ({"certificates": []}, "chọn tệp chứng thư"),
            ({"at": NOW + dt.timedelta(days=4000)}, "đã hết hạn"),
            ({"person_id": 999_999_999}, "không giữ chức vụ"),
        ],
    )
    def test_refusals(
        self, kit: Kit, clerk: Actor, settings: Any, changes: dict[str, Any], words: str
    ) -> None:
        settings.PKCS11_LIBRARIES = {"softhsm": "/x.so"}
        with acting(clerk), pytest.raises(signing.NotEnrolled, match=words):
            enrol(kit, clerk, **changes)

    def test_a_certificate_for_time_stamps_is_refused(
        self, kit: Kit, clerk: Actor, settings: Any
    ) -> None:
        settings.PKCS11_LIBRARIES = {"softhsm": "/x.so"}
        with acting(clerk), pytest.raises(signing.NotEnrolled, match="không dùng để ký"):
            enrol(kit, clerk, certificates=[kit.authority.issuing])

    def test_twice(self, kit: Kit, clerk: Actor, settings: Any) -> None:
        settings.PKCS11_LIBRARIES = {"softhsm": "/x.so"}
        with acting(clerk):
            enrol(kit, clerk)
            with pytest.raises(signing.NotEnrolled, match="đăng ký rồi"):
                enrol(kit, clerk)

    def test_only_who_may_and_only_for_the_own_agency(
        self, kit: Kit, clerk: Actor, actor_for: Callable[..., Actor]
    ) -> None:
        other = actor_for(f"vanthu.stp@{DOMAIN}", DAY)
        with acting(clerk), pytest.raises(Forbidden):
            enrol(kit, clerk, agency_id=other.agency_id)
        plain = replace(clerk, verbs=clerk.verbs - MANAGER)
        with acting(plain), pytest.raises(Forbidden):
            enrol(kit, plain)

    def test_files(self, kit: Kit) -> None:
        der = kit.agency.certificate.public_bytes(Encoding.DER)
        pem = kit.agency.certificate.public_bytes(Encoding.PEM)
        assert signing.read_certificates(der) == [kit.agency.certificate]
        assert signing.read_certificates(pem * 2) == [kit.agency.certificate] * 2
        for broken in (b"", b"x", pem[:100], der + bytes(70_000)):
            with pytest.raises(signing.NotEnrolled, match="chọn lại tệp"):
                signing.read_certificates(broken)


def test_two_workers_make_one_sample_key(
    committed: str, actor_for: Callable[..., Actor], settings: Any
) -> None:
    """At the first use of a key many ask at once: one record, the same key for all, no fault."""
    settings.MODE = "sample"
    clerk = actor_for(f"vanthu.syt@{DOMAIN}", DAY)
    together = threading.Barrier(4)
    serials: list[int] = []
    faults: list[str] = []

    def work() -> None:
        try:
            together.wait(30)
            with acting(clerk):
                key = signing.key_of_agency(clerk.agency_id, at=NOW)
            serials.append(key.certificate.serial_number)
        except Exception as fault:
            faults.append(repr(fault))
        finally:
            connection.close()

    running = [threading.Thread(target=work) for _index in range(4)]
    for one in running:
        one.start()
    for one in running:
        one.join()
    with acting(clerk):
        rows = Certificate.objects.filter(agency=clerk.agency_id, kind="agency").count()
    assert (faults, rows, len(serials), len(set(serials))) == ([], 1, 4, 1)


def _arguments() -> str:
    return Path("/proc/self/cmdline").read_text(errors="replace")


def _every_row() -> str:
    with connection.cursor() as cursor:
        return every_row(cursor)
