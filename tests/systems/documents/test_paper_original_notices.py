"""Who is told when a paper original is asked for, and when it is decided (X4): by post, by the worker."""

import datetime as dt
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from lienthong.axis.notify.models import Notice
from lienthong.kernel.access.actor import Actor, system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.choices import Verb
from lienthong.systems.documents.models import OutgoingDocument, PaperOriginal
from lienthong.systems.documents.services import notices, paper_originals
from tests.support.facts import tell_all
from tests.support.roles import as_role

from . import outgoing_kit as kit

STEP = dt.timedelta(minutes=1)


@pytest.fixture
def house(committed: str, actor_for: Any) -> kit.House:
    return kit.house(actor_for)


def told(name: str, person: int | None, at: dt.datetime) -> list[tuple[str, str]]:
    """What the worker has told a person about paper originals: sentence and address."""
    with as_role("lt_worker", name), acting(system_actor(0)):
        tell_all(at)
        rows = Notice.objects.filter(person_id=person, kind__startswith="documents.original_")
        return list(rows.order_by("pk").values_list("text", "url"))


def chief_of(by: Actor, now: dt.datetime) -> Actor:
    """The chief of the actor's office, by his post."""
    (held,) = agencies.holders(now.date(), agency_ids=[by.agency_id], kinds=("chief_of_office",))
    return replace(
        by, person_id=held.person_id, post_id=held.post_id, post_kind="chief_of_office"
    )  # fmt: skip


def asked(house: kit.House, now: dt.datetime) -> tuple[OutgoingDocument, PaperOriginal]:
    province = replace(house.chair, verbs=house.chair.verbs | {Verb.DECIDE})
    with acting(province):
        rule = paper_originals.add_original_rule(
            code="hd", title="Hợp đồng (mẫu)", citation="Khoản 1 Điều 5 (mẫu)",
            since=dt.date(2026, 11, 1), by=province, at=now,
        )  # fmt: skip
    document = kit.drafted(house, now, "Sở Y tế")
    with acting(house.drafter):
        row = paper_originals.ask_original(
            document=document, rule=rule, reason="Hợp đồng số 5 (mẫu)", by=house.drafter, at=now
        )
    return document, row


@pytest.mark.parametrize("approve", [True, False])
def test_the_chief_of_office_is_told_and_then_who_asked(
    committed: str, house: kit.House, now: dt.datetime, *, approve: bool
) -> None:
    document, row = asked(house, now)
    chief = chief_of(house.clerk, now)
    page = reverse("documents:paper_original", args=[document.pk])
    waiting = (f"Chờ quyết định bản gốc giấy: {document.subject}", page)
    assert told(committed, chief.person_id, now + STEP) == [waiting]
    assert told(committed, chief.person_id, now + STEP) == [waiting], "once"
    for other in (house.drafter, house.head, house.clerk, house.chair):
        assert told(committed, other.person_id, now + STEP) == []
    with acting(chief):
        paper_originals.decide_original(
            row=row, approve=approve, said="Không phải hợp đồng", by=chief, at=now + 2 * STEP
        )
    answer = "Đồng ý" if approve else "Không đồng ý"
    assert told(committed, house.drafter.person_id, now + 3 * STEP) == [
        (f"{answer} dùng bản gốc giấy: {document.subject}", page)
    ]
    assert told(committed, chief.person_id, now + 3 * STEP) == [waiting]


def test_nobody_is_called_to_what_is_decided_already(
    committed: str, house: kit.House, now: dt.datetime
) -> None:
    """The worker was late: the decision was made before it came to the request."""
    _document, row = asked(house, now)
    chief = chief_of(house.clerk, now)
    with acting(chief):
        paper_originals.decide_original(row=row, approve=True, said="", by=chief, at=now + STEP)
    assert told(committed, chief.person_id, now + 2 * STEP) == []
    assert len(told(committed, house.drafter.person_id, now + 2 * STEP)) == 1


def test_a_request_that_was_undone_tells_nobody(
    committed: str, house: kit.House, now: dt.datetime
) -> None:
    document, _row = asked(house, now)
    with acting(house.drafter), kit.refused(paper_originals.NotOriginal, "đã có đề nghị"):
        paper_originals.ask_original(
            document=document, rule=_row.rule, reason="x", by=house.drafter, at=now + STEP
        )
    assert len(told(committed, chief_of(house.clerk, now).person_id, now + 2 * STEP)) == 1


def test_where_there_is_no_such_post_the_head_is_told(committed: str, now: dt.datetime) -> None:
    on = now.date()
    chiefs = {one.agency_id for one in agencies.holders(on, kinds=("chief_of_office",))}
    heads = {one.agency_id: one.person_id for one in agencies.holders(on, kinds=("head",))}
    agency = min(set(heads) - chiefs)
    document: Any = SimpleNamespace(agency_id=agency)
    assert notices._deciding_originals(document, on) == [heads[agency]]
    with_chief: Any = SimpleNamespace(agency_id=min(chiefs))
    assert notices._deciding_originals(with_chief, on) != [heads[min(chiefs)]]
