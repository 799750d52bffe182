"""A past month is judged at its end: what was late then does not grow later by being looked at."""

import datetime as dt
import re
from typing import Any

import pytest

from lienthong.axis.exchange import api as exchange
from lienthong.axis.identity.models import Account
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies.models import Person
from lienthong.systems.documents.models import IncomingDocument
from lienthong.systems.documents.services import incoming
from tests.support.roles import as_role
from tests.systems.documents import outgoing_kit as kit

THEN = dt.datetime(2026, 10, 20, 2, 0, tzinfo=dt.UTC)  # a Tuesday; due on Wednesday, the 21st
NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
LATER = dt.datetime(2026, 12, 21, 2, 0, tzinfo=dt.UTC)


@pytest.fixture
def delivered(committed: str, actor_for: Any, letters: None) -> str:
    """One paper of 20 October, arrived at two offices; one registers it late, in October still."""
    house = kit.house(lambda email: actor_for(email, THEN.date()))
    kit.issued(house, THEN, "Sở Tư pháp", "Sở Y tế")
    with as_role("lt_worker", committed):
        exchange.carry_all(lambda: THEN + dt.timedelta(minutes=5))
    clerk = actor_for(f"vanthu.syt@{kit.DOMAIN}", THEN.date())
    with acting(clerk):
        incoming.register_incoming(
            document=IncomingDocument.objects.get(agency_id=clerk.agency_id),
            trust_note="Cơ quan mẫu", by=clerk, at=THEN + dt.timedelta(days=7),
        )  # fmt: skip
    for slot in ("vanthu.stp", "vanthu.syt"):
        person = Person.objects.get(email=f"{slot}@{kit.DOMAIN}")
        Account.objects.get_or_create(
            person=person, defaults={"email": person.email, "password": "!"}
        )
    return committed


def seen(client: Any, monkeypatch: Any, at: dt.datetime, address: str) -> str:
    from lienthong.kernel import clock

    monkeypatch.setattr(clock, "now", lambda: at)
    page: str = client.get(address).content.decode()
    return page


def days_said(page: str) -> list[int]:
    return [int(n) for n in re.findall(r"[Qq]uá (?:hạn )?(\d+) ngày", page)]


def test_the_end_of_a_past_month_is_what_counts(
    delivered: str, client_for: Any, monkeypatch: Any
) -> None:
    late = "/bang-dieu-hanh/so/p1b/?thang=2026-10"
    client = client_for(f"vanthu.stp@{kit.DOMAIN}")
    in_november = seen(client, monkeypatch, NOW, late)
    in_december = seen(client, monkeypatch, LATER, late)
    assert days_said(in_november) == [7], "from Wednesday the 21st to Saturday the 31st of October"
    assert days_said(in_december) == [7], "and it stays so"
    assert "quá hạn tính đến" in in_november
    running = seen(client, monkeypatch, THEN + dt.timedelta(days=3), late)
    assert days_said(running) == [2], "a running month is judged now"
    assert "quá hạn tính đến" not in running


def test_what_was_registered_late_is_as_late_as_it_was(
    delivered: str, client_for: Any, monkeypatch: Any
) -> None:
    client = client_for(f"vanthu.syt@{kit.DOMAIN}")
    page = seen(client, monkeypatch, LATER, "/bang-dieu-hanh/so/p1t/?thang=2026-10")
    assert "tiếp nhận chậm" in page
    assert days_said(page) == [4], "from Wednesday the 21st to Tuesday the 27th"


def test_the_agencys_own_page_says_the_same(
    delivered: str, client_for: Any, actor_for: Any, monkeypatch: Any
) -> None:
    clerk = actor_for(f"vanthu.stp@{kit.DOMAIN}")
    client = client_for(f"vanthu.stp@{kit.DOMAIN}")
    address = f"/bang-dieu-hanh/{clerk.agency_id}/?thang=2026-10"
    assert days_said(seen(client, monkeypatch, LATER, address)) == [7]
