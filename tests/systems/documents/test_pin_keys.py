"""Keys that ask for a PIN, on a real token: in batches, for copies and for the monthly report (D.1)."""

import datetime as dt
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from lienthong.axis.signing import api as signing
from lienthong.axis.signing.models import KeyPlace
from lienthong.kernel import clock
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.models import Fact
from lienthong.systems.documents.models import OutgoingDocument, SigningBatch
from lienthong.systems.documents.services import batches, page_batches
from tests.axis.signing.tokens_kit import PIN, Slots, library, slots
from tests.support.needs import needs
from tests.support.rows import every_row

from . import outgoing_kit as kit
from . import own_key_kit as own
from .test_copying import scan  # noqa: F401 - a fixture
from .test_outgoing_screens import once_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("letters", "accounts"),
    needs("softhsm2-util"),
]
D = kit.DOMAIN


@pytest.fixture(autouse=True)
def _present(now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests come at the moment of the tests, and time runs on from there.

    Not by a story's clock: that is one for all processes of a data folder, other tests' among them.
    """
    began = timezone.now()
    monkeypatch.setattr(clock, "now", lambda: now + (timezone.now() - began))


WRONG = "719304"


@pytest.fixture
def token(tmp_path: Path, house: kit.House, now: dt.datetime, settings: Any) -> Iterator[Slots]:
    """The chairman's and the agency's key on one token that the server reaches."""
    person = own.made_key("Chủ tịch (mẫu)", now, post="Chủ tịch")
    agency = own.made_key(own.AGENCY_NAME, now)
    with slots(tmp_path / "hsm") as made:
        made.add("hai khoa", ("01", person.private_key), ("02", agency.private_key))
        settings.PKCS11_LIBRARIES = {"softhsm": library()}
        place = {"kind": "token", "device": "softhsm", "token_label": "hai khoa"}
        own.enrol(person, house.chair, now, person=True, key="01", **place)
        own.enrol(agency, house.clerk, now, person=False, key="02", **place)
        yield made


def start(house: kit.House, now: dt.datetime, kind: str, ids: list[int]) -> SigningBatch:
    by = house.chair if kind == "sign" else house.clerk
    with acting(by):
        return batches.start_batch(kind=kind, document_ids=ids, by=by, at=now)


def step(client: Any, batch: SigningBatch, pin: str = PIN) -> dict[str, Any]:
    answer = client.post(
        reverse("documents:batch_go_on", args=[batch.pk]), {"pin": pin},
        headers={"Accept": "application/json"},
    )  # fmt: skip
    told: dict[str, Any] = answer.json()
    return told


def states(house: kit.House, batch: SigningBatch) -> list[str]:
    with acting(house.chair):
        return list(batch.items.order_by("position").values_list("state", flat=True))


class TestBatch:
    """One PIN for many papers, held by the page and by each request alone."""

    @pytest.fixture
    def batch(self, house: kit.House, now: dt.datetime, token: Slots) -> SigningBatch:
        return start(house, now, "sign", [kit.checked(house, now, "Sở Y tế").pk for _n in range(2)])

    def test_signs_all_with_one_pin(
        self, house: kit.House, now: dt.datetime, batch: SigningBatch, client_for: Any
    ) -> None:
        chair = client_for(f"chutich@{D}")
        shown = own.said(chair, reverse("documents:batch", args=[batch.pk]))
        assert 'type="password"' in shown
        batches.run_batch(batch.pk, batch.agency_id, now=lambda: now)  # a worker leaves it alone
        assert states(house, batch) == ["waiting"] * 2
        while (told := step(chair, batch))["waiting"]:
            assert told["stop"] == ""
        assert states(house, batch) == ["done"] * 2
        with acting(house.chair):
            for item in batch.items.select_related("document"):
                assert item.document.state == "signed"
                assert signing.evidence_of(house.chair, item.document).count() == 1

    def test_a_wrong_pin_stops_at_the_first_paper(
        self, house: kit.House, batch: SigningBatch, client_for: Any
    ) -> None:
        chair = client_for(f"chutich@{D}")
        told = step(chair, batch, WRONG)
        assert told["waiting"] == 2
        assert "PIN không đúng" in told["stop"]
        with acting(house.chair):
            assert KeyPlace.objects.get(key="01").wrong_pins == 1, "tried once, not once a paper"
        assert "nhập mã PIN" in step(chair, batch, "")["stop"]
        without_script = chair.post(
            reverse("documents:batch_go_on", args=[batch.pk]), {"pin": WRONG}
        )
        assert "PIN không đúng" in own.said(chair, without_script["Location"])

    def test_steps_are_short(self, house: kit.House, now: dt.datetime, batch: SigningBatch) -> None:
        with acting(house.chair), signing.unlocked(PIN, by=house.chair, at=now):
            done = page_batches.go_on(batch=batch, by=house.chair, at=now, seconds=0)
        assert (done.waiting, states(house, batch)) == (1, ["done", "waiting"])

    def test_pulled_in_the_middle_and_put_in_again(
        self, house: kit.House, now: dt.datetime, batch: SigningBatch, token: Slots
    ) -> None:
        with acting(house.chair), signing.unlocked(PIN, by=house.chair, at=now):
            page_batches.go_on(batch=batch, by=house.chair, at=now, seconds=0)
            with token.pulled():
                told = page_batches.go_on(batch=batch, by=house.chair, at=now)
            assert (told.waiting, "cắm thiết bị" in told.stop) == (1, True)
            assert states(house, batch) == ["done", "waiting"]
            assert page_batches.go_on(batch=batch, by=house.chair, at=now).waiting == 0


def test_a_pulled_token_keeps_the_number(
    house: kit.House, now: dt.datetime, token: Slots, client_for: Any
) -> None:
    """The first paper's number stays its own though another paper is sealed before it comes back."""
    first, second = (kit.signed_with(house, now, PIN) for _n in range(2))
    clerk = client_for(f"vanthu@{D}")
    page = own.seal_page(clerk, first.pk)
    with token.pulled():
        went = clerk.post(page.url, page.fields | {"pin": PIN})
        assert "cắm thiết bị" in own.said(clerk, went["Location"])
    other = own.seal_page(clerk, second.pk)
    clerk.post(other.url, other.fields | {"pin": PIN})
    again = own.seal_page(clerk, first.pk)
    clerk.post(again.url, again.fields | {"pin": PIN})
    with acting(house.clerk):
        numbers = [int(OutgoingDocument.objects.get(pk=p.pk).number) for p in (first, second)]
    assert numbers[1] == numbers[0] + 1


def test_seals_in_a_batch_keep_their_numbers(
    house: kit.House, now: dt.datetime, token: Slots
) -> None:
    ids = [kit.signed_with(house, now, PIN).pk for _n in range(2)]
    batch = start(house, now, "seal", ids)
    with acting(house.clerk), signing.unlocked(PIN, by=house.clerk, at=now):
        with token.pulled():
            told = page_batches.go_on(batch=batch, by=house.clerk, at=now)
        assert (told.waiting, bool(told.stop)) == (2, True)
        assert page_batches.go_on(batch=batch, by=house.clerk, at=now).waiting == 0
        made = [OutgoingDocument.objects.get(pk=pk) for pk in ids]
    assert [document.state for document in made] == ["sealed"] * 2
    assert int(made[1].number) == int(made[0].number) + 1


def test_an_electronic_copy(
    house: kit.House,
    token: Slots,
    client_for: Any,
    scan: Any,  # noqa: F811
) -> None:
    clerk = client_for(f"vanthu@{D}")
    url = reverse("documents:copy_incoming", args=[scan.pk])
    page = clerk.get(url)
    assert 'name="pin"' in page.content.decode()
    fields = {"once": once_of(page), "form": "SAO Y", "target": "điện tử"}
    without = clerk.post(url, fields)
    assert "nhập mã PIN" in own.said(clerk, without["Location"])
    clerk.post(url, fields | {"pin": PIN})
    with acting(house.clerk):
        assert [one.kind for one in signing.evidence_of(house.clerk, scan)] == ["copy"]


def test_the_month_is_closed(
    house: kit.House, token: Slots, client_for: Any, caplog: pytest.LogCaptureFixture
) -> None:
    from lienthong.desk.models import MonthlyReport

    chair = client_for(f"chutich@{D}")
    url = reverse("desk:monthly") + "?thang=2026-10"
    page = chair.get(url)
    assert 'name="pin"' in page.content.decode()
    fields = {"once": once_of(page)}
    assert "PIN không đúng" in own.said(chair, chair.post(url, fields | {"pin": WRONG})["Location"])
    assert "Đã ký và chốt" in own.said(chair, chair.post(url, fields | {"pin": PIN})["Location"])
    with acting(house.chair):
        assert MonthlyReport.objects.count() == 1


def test_a_pin_is_in_no_log_table_or_job(
    house: kit.House, now: dt.datetime, token: Slots, client_for: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    caplog.handler.setLevel(logging.DEBUG)
    batch = start(house, now, "sign", [kit.checked(house, now, "Sở Y tế").pk])
    chair = client_for(f"chutich@{D}")
    told = [str(step(chair, batch, WRONG)), str(step(chair, batch))]
    told.append(own.said(chair, reverse("documents:batch", args=[batch.pk])))
    told.append(str(dict(chair.session)))
    told.append(Path("/proc/self/cmdline").read_text(errors="replace"))
    with acting(house.chair), connection.cursor() as cursor:
        told.append(every_row(cursor))
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        assert cursor.fetchone() is not None
        assert Fact.objects.filter(act="signing.pin_refused").count() == 1
    everything = "\n".join([*told, caplog.text])
    assert "hai khoa" in everything  # the rows are read
    assert PIN not in everything
    assert WRONG not in everything
