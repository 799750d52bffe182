"""Internal papers: own book, units as recipients, ký nhận, and no part in the shares (X5)."""

import datetime as dt
from typing import Any

import pytest
from django.db.utils import IntegrityError
from django.urls import reverse

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.access.actor import Forbidden, system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies.models import Unit
from lienthong.kernel.facts.recording import act
from lienthong.kernel.registers.models import Book
from lienthong.kernel.workflow import WrongState
from lienthong.systems.documents import api as documents
from lienthong.systems.documents.models import InternalReceipt, OutgoingDocument
from lienthong.systems.documents.queries import internal as queries
from lienthong.systems.documents.queries import outgoing as outgoing_queries
from lienthong.systems.documents.services import internal

from . import outgoing_kit as kit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts", "letters")]


@pytest.fixture
def units(posts: kit.House, now: dt.datetime) -> list[Unit]:
    rows = Unit.objects.on(now.date()).filter(agency_id=posts.drafter.agency_id).order_by("pk")
    own = [unit for unit in rows if unit.pk == posts.drafter.unit_id]
    return own + [unit for unit in rows if unit.pk != posts.drafter.unit_id]


@pytest.fixture
def issued(posts: kit.House, units: list[Unit], now: dt.datetime) -> OutgoingDocument:
    return kit.issued(posts, now, *(unit.name for unit in units[:2]), internal=True)


def receipt_of(document: OutgoingDocument, unit_id: int | None) -> InternalReceipt:
    return InternalReceipt.objects.select_related("document").get(
        document=document, unit_id=unit_id
    )


def test_units_get_it_in_a_book_of_its_own_and_nothing_is_sent(
    posts: kit.House, units: list[Unit], issued: OutgoingDocument, now: dt.datetime
) -> None:
    with acting(posts.clerk):
        assert issued.entry is not None
        assert Book.objects.get(pk=issued.entry.book_id).kind == "internal"
        assert issued.package_id is None
        assert not exchange.list_unconfirmed(posts.clerk).exists()
        rows = issued.receipts.order_by("unit_id").values_list("unit_id", "state")
        assert sorted(rows) == sorted((unit.pk, "sent") for unit in units[:2])


def test_it_is_exception_x5(posts: kit.House, units: list[Unit], now: dt.datetime) -> None:
    """Internal to one agency: in no delivery and in no signature share (§4.4)."""
    on = now.date()
    period = exchange.Period(on.replace(day=1), on)
    with acting(posts.clerk):
        before = documents.signed_shares(period, posts.clerk.agency_id)
        sent = exchange.tally(posts.clerk, period, [posts.clerk.agency_id], at=now,
                              alive_since=now)  # fmt: skip
    kit.issued(posts, now, units[0].name, internal=True)
    with acting(posts.clerk):
        assert documents.signed_shares(period, posts.clerk.agency_id) == before
        assert (
            exchange.tally(posts.clerk, period, [posts.clerk.agency_id], at=now, alive_since=now)
            == sent
        )
    kit.issued(posts, now, "Sở Tư pháp")
    with acting(posts.clerk):
        after = documents.signed_shares(period, posts.clerk.agency_id)
        assert after.p2a.denominator == before.p2a.denominator + 1, (
            "one that is not internal counts"
        )


def test_signed_for_named_and_finished(
    posts: kit.House, issued: OutgoingDocument, now: dt.datetime
) -> None:
    unit = posts.drafter.unit_id
    with acting(posts.drafter) as by:
        receipt = receipt_of(issued, unit)
        with pytest.raises(WrongState):
            internal.finish(receipt=receipt, result="xong", by=by, at=now)
        assert list(outgoing_queries.inside(by)) == [issued]
        receipt = internal.sign_for(receipt=receipt, by=by, at=now)
        assert receipt.received_by_id == by.person_id
        with pytest.raises(WrongState):
            internal.sign_for(receipt=receipt, by=by, at=now)
        with pytest.raises(Forbidden):
            internal.name_person(receipt=receipt, person_id=by.person_id or 0, by=by, at=now)
    with acting(posts.head) as by:
        receipt = receipt_of(issued, unit)
        with kit.refused(internal.NotOfUnit):
            internal.name_person(
                receipt=receipt, person_id=posts.chair.person_id or 0, by=by, at=now
            )
        internal.name_person(
            receipt=receipt, person_id=posts.drafter.person_id or 0,
            due_on=dt.date(2026, 12, 1), note="Làm trước giao ban", by=by, at=now,
        )  # fmt: skip
    with acting(posts.drafter) as by:
        receipt = receipt_of(issued, unit)
        with kit.refused(internal.ResultMissing):
            internal.finish(receipt=receipt, result=" ", by=by, at=now)
        done = internal.finish(receipt=receipt, result="Đã rà soát", by=by, at=now)
        assert (done.state, done.result) == ("done", "Đã rà soát")
        assert not outgoing_queries.inside(by).exists()


def test_another_unit_cannot_sign_and_does_not_see_it(
    posts: kit.House, units: list[Unit], now: dt.datetime
) -> None:
    issued = kit.issued(posts, now, units[1].name, internal=True)
    with acting(posts.drafter) as by:
        receipt = receipt_of(issued, units[1].pk)
        with pytest.raises(Forbidden):
            internal.sign_for(receipt=receipt, by=by, at=now)
        assert not queries.receipts_for(by).exists()


@pytest.mark.parametrize(("names", "words"), [(("Sở Tư pháp",), "văn bản đi"), ((), "ít nhất một")])
def test_an_internal_paper_goes_to_units_only(
    posts: kit.House, now: dt.datetime, names: tuple[str, ...], words: str
) -> None:
    more: dict[str, Any] = {"internal": True}
    if not names:
        names = ("Lãnh đạo Văn phòng",)
    with kit.refused(internal.NoUnits, words):
        kit.issued(posts, now, *names, **more)


def test_the_database_wants_the_signature_first(
    posts: kit.House, issued: OutgoingDocument, now: dt.datetime
) -> None:
    by = system_actor(issued.agency_id)
    with (
        acting(by),
        pytest.raises(IntegrityError),
        act("documents.internal_named", by=by, at=now),
    ):
        InternalReceipt.objects.filter(document=issued).update(state="in_hand")


def test_screens(
    client_for: Any, posts: kit.House, units: list[Unit], issued: OutgoingDocument
) -> None:
    client = client_for(f"chuyenvien.tonghop@{kit.DOMAIN}")
    page = client.get(reverse("documents:internal_in"))
    assert issued.reference in page.content.decode()
    url = reverse("documents:outgoing_one", args=[issued.pk])
    page = client.get(url)
    assert "Chờ ký nhận" in page.content.decode()
    mine = page.context["internal"]["mine"]
    done = client.post(
        reverse("documents:internal_act", args=[mine.pk, "ky-nhan"]),
        {"once": page.context["once"]},
    )
    assert done.status_code == 302
    assert "Đã ký nhận" in client.get(url).content.decode()
    page = client.get(reverse("documents:internal_compose"))
    drawn = page.content.decode()
    assert drawn.count("<div") == drawn.count("</div"), "a hidden field draws nothing else"
    form = page.context["form"]
    values = {**form.initial, "type_code": "7", "subject": "Thông báo lịch trực (mẫu)",
              "text": "Phân công trực như sau.", "once": page.context["once"]}  # fmt: skip
    assert client.post(page.wsgi_request.path, values).status_code == 422
    values |= {"units": [str(units[1].pk)]}
    assert client.post(page.wsgi_request.path, values).status_code == 302
    assert "Thông báo lịch trực" in client.get(reverse("documents:internal_out")).content.decode()


@pytest.mark.parametrize("name", ["internal_in", "internal_out"])
def test_empty_lists_say_what_will_come(client_for: Any, posts: kit.House, name: str) -> None:
    page = client_for(f"chuyenvien.tonghop@{kit.DOMAIN}").get(reverse(f"documents:{name}"))
    assert "Chưa có văn bản nội bộ" in page.content.decode()
