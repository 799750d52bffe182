"""Names learned from corrections and thresholds of an office: proposed, decided, dated, taken back."""

import dataclasses
import datetime as dt
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.access.models import RoleAssignment
from lienthong.kernel.agencies.choices import Verb as Structure
from lienthong.kernel.agencies.models import Person
from lienthong.kernel.facts.recording import act
from lienthong.systems.documents.choices import Verb
from lienthong.systems.documents.models import IncomingDocument, IssuerAlias
from lienthong.systems.documents.queries.read_fields import fields_to_fill, limits_of, read_fields
from lienthong.systems.documents.services import aliases, thresholds
from lienthong.systems.documents.services.incoming import Paper, arrive
from lienthong.systems.documents.services.reading_cases import note_cases
from tests.kernel.agencies.conftest import keeper as structure_keeper

from . import outgoing_kit as kit
from .test_outgoing_screens import once_of

pytestmark = pytest.mark.django_db
D = kit.DOMAIN
SINCE = dt.date(2026, 11, 1)


def found(
    name: str = "SỞ TTTT", above: str = "UBND TỈNH QUẢNG NGÃI", sure: float = 0.95
) -> dict[str, Any]:
    box = [10.0, 20.0, 60.0, 30.0]
    evidence = {"page": 1, "box": box, "words": name}
    return {
        "verdict": "read",
        "document": {
            "agency": {"value": name, "confidence": sure, "evidence": evidence},
            "parent_agency": {"value": above, "confidence": sure, "evidence": evidence},
        },
    }  # fmt: skip


def corrected(
    house: kit.House, now: dt.datetime, given: str, reading: dict[str, Any] | None = None
) -> IncomingDocument:
    """A paper that was read and whose issuer the clerk typed."""
    with acting(house.clerk), act("tests.taken_in", by=house.clerk, at=now):
        paper = Paper(channel="mail", reading=reading or found())
        document = arrive(house.clerk.agency_id, paper, now)
        note_cases(document=document, given={"issuer_name": given}, at=now)
    return document


def keeper(house: kit.House) -> Actor:
    return dataclasses.replace(house.clerk, verbs=frozenset({Structure.DECIDE, Verb.SET_RULES}))


FULL = "Sở Thông tin và Truyền thông tỉnh Quảng Ngãi"


def test_a_correction_proposes_and_changes_nothing_by_itself(
    house: kit.House, now: dt.datetime
) -> None:
    document = corrected(house, now, FULL)
    corrected(house, now, FULL)
    alias = IssuerAlias.objects.get()
    assert (alias.written, alias.name, alias.times, alias.state) == ("SỞ TTTT", FULL, 2, "proposed")
    assert alias.document_id == document.pk
    with acting(house.clerk):
        assert aliases.with_aliases(found(), now.date()) == found()


def test_only_marks_and_spaces_propose_nothing(house: kit.House, now: dt.datetime) -> None:
    corrected(house, now, "Sở TTTT")
    corrected(house, now, "")
    assert not IssuerAlias.objects.exists()


def test_approved_it_is_used_from_its_day_under_the_same_agency_above(
    house: kit.House, now: dt.datetime
) -> None:
    corrected(house, now, FULL)
    by = keeper(house)
    with acting(by):
        aliases.approve_alias(alias=IssuerAlias.objects.get(), since=SINCE, by=by, at=now)
        named = aliases.with_aliases(found(sure=0.7), SINCE)
        agency = named["document"]["agency"]
        assert (agency["value"], agency["written"], agency["confidence"]) == (FULL, "SỞ TTTT", 0.9)
        assert agency["evidence"]["words"] == "SỞ TTTT"  # what the page says
        assert fields_to_fill(named)["issuer_name"] == FULL
        other = found(above="UBND TỈNH BÌNH ĐỊNH")
        assert aliases.with_aliases(other, SINCE) == other
        before = SINCE - dt.timedelta(days=1)
        assert aliases.with_aliases(found(), before) == found()


def test_a_sound_seal_that_contradicts_is_not_overruled(house: kit.House, now: dt.datetime) -> None:
    corrected(house, now, FULL)
    by = keeper(house)
    with acting(by):
        aliases.approve_alias(alias=IssuerAlias.objects.get(), since=SINCE, by=by, at=now)
        note = {"agrees": False, "proven": True, "words": "Sở Y tế", "verdict": "valid"}
        asked = found(sure=0.6) | {"certificate": {"agency": note}}
        named = aliases.with_aliases(asked, SINCE)
        assert named["document"]["agency"]["confidence"] == 0.6
        assert read_fields(named)["issuer_name"].certificate.asks  # type: ignore[union-attr]


def test_ended_it_is_kept_and_no_longer_used(house: kit.House, now: dt.datetime) -> None:
    corrected(house, now, FULL)
    by, alias = keeper(house), IssuerAlias.objects.get()
    with acting(by):
        aliases.approve_alias(alias=alias, since=SINCE, by=by, at=now)
        with kit.refused(aliases.AliasRefused, "Ngày cuối"):
            aliases.end_alias(alias=alias, last=dt.date(2026, 10, 1), reason="Nhầm", by=by, at=now)
        with kit.refused(aliases.AliasRefused, "lý do"):
            aliases.end_alias(alias=alias, last=SINCE, reason=" ", by=by, at=now)
        aliases.end_alias(alias=alias, last=SINCE, reason="Nhầm", by=by, at=now)
        assert aliases.with_aliases(found(), SINCE)["document"]["agency"]["value"] == FULL
        after = SINCE + dt.timedelta(days=1)
        assert aliases.with_aliases(found(), after) == found()
    corrected(house, now, FULL)
    assert IssuerAlias.objects.get().state == "ended"  # decided: not proposed anew


def test_refused_it_is_not_proposed_again(house: kit.House, now: dt.datetime) -> None:
    corrected(house, now, FULL)
    by = keeper(house)
    with acting(by):
        aliases.refuse_alias(alias=IssuerAlias.objects.get(), reason="Sai", by=by, at=now)
    corrected(house, now, FULL)
    assert IssuerAlias.objects.get().state == "refused"


def test_one_name_has_one_meaning_and_an_official_name_is_no_alias(
    house: kit.House, now: dt.datetime
) -> None:
    corrected(house, now, FULL)
    corrected(house, now, "Sở Khoa học và Công nghệ")
    corrected(house, now, "Sở Y tế", found("SỞ NỘI VỤ", above=""))
    by = keeper(house)
    with acting(by):
        one, two, official = IssuerAlias.objects.order_by("pk")
        aliases.approve_alias(alias=one, since=SINCE, by=by, at=now)
        with kit.refused(aliases.AliasRefused, "đang được hiểu"):
            aliases.approve_alias(alias=two, since=SINCE, by=by, at=now)
        with kit.refused(aliases.AliasRefused, "tên chính thức"):
            aliases.approve_alias(alias=official, since=SINCE, by=by, at=now)
    with acting(house.clerk), kit.refused(Exception, ""):
        aliases.approve_alias(alias=two, since=SINCE, by=house.clerk, at=now)


def test_an_office_sets_its_own_threshold(house: kit.House, now: dt.datetime) -> None:
    by, office = keeper(house), house.clerk.agency_id
    reading = found(sure=0.9)
    with acting(by):
        assert limits_of(office, SINCE)["default"] == 0.8
        thresholds.set_threshold(
            field="issuer_name", value=0.95, since=SINCE, basis="Hay đọc sai (mẫu)", by=by, at=now
        )
        assert fields_to_fill(reading, limits_of(office, SINCE)) == {}
        assert "issuer_name" in fields_to_fill(reading, limits_of(office, SINCE - dt.timedelta(1)))
        thresholds.set_threshold(
            field="issuer_name",
            value=0.85,
            since=dt.date(2026, 12, 1),
            basis="Đã khá (mẫu)",
            by=by,
            at=now,
        )
        assert limits_of(office, dt.date(2026, 12, 1))["issuer_name"] == 0.85
        assert limits_of(office, dt.date(2026, 11, 30))["issuer_name"] == 0.95
        for values, words in (
            ({"value": 0.2}, "0,50"), ({"basis": ""}, "lý do"), ({"field": "x"}, "trường"),
            ({"since": SINCE}, "ngày sau"),
        ):  # fmt: skip
            usual = {
                "field": "issuer_name",
                "value": 0.9,
                "since": dt.date(2027, 1, 1),
                "basis": "Mẫu",
            }
            with kit.refused(thresholds.ThresholdRefused, words):
                thresholds.set_threshold(**usual | values, by=by, at=now)  # type: ignore[arg-type]
    with acting(house.clerk), kit.refused(Exception, ""):
        thresholds.set_threshold(
            field="default", value=0.9, since=SINCE, basis="Mẫu", by=house.clerk, at=now
        )


def test_the_page_of_figures_shows_issuers_and_thresholds(
    client_for: Any, house: kit.House, accounts: None, now: dt.datetime
) -> None:
    document = corrected(house, now, FULL)
    with acting(house.clerk), act("tests.named", by=house.clerk, at=now):
        IncomingDocument.objects.filter(pk=document.pk).update(issuer_name=FULL)
    page = client_for(f"vanthu@{D}").get(reverse("documents:reading_accuracy"))
    words = page.content.decode()
    assert "Theo cơ quan ban hành" in words and FULL in words
    assert "Ngưỡng điền sẵn" in words
    assert 'name="value"' not in words  # a clerk sees the values and sets none
    there = reverse("documents:reading_threshold")
    values = {"field": "default", "value": "0.9", "since": "2026-12-01", "basis": "Mẫu"}
    assert client_for(f"vanthu@{D}").post(there, values | {"once": "x" * 30}).status_code == 403
    by = structure_keeper()
    with acting(by), act("tests.roles", by=by, at=now):
        RoleAssignment.objects.create(
            person=Person.objects.get(email=f"vanthu@{D}"), role="chief_of_office",
            agency_id=house.clerk.agency_id, period=DateRange(dt.date(2026, 1, 1), None),
        )  # fmt: skip
    chief = client_for(f"vanthu@{D}")
    page = chief.get(reverse("documents:reading_accuracy"))
    done = chief.post(there, values | {"once": once_of(page)}, follow=True).content.decode()
    assert "Đã đặt ngưỡng" in done and "01/12/2026" in done
    page = chief.get(reverse("documents:reading_accuracy"))
    wrong = chief.post(there, values | {"value": "2", "once": once_of(page)}, follow=True)
    assert "Điền sẵn khi độ tin cậy từ" in wrong.content.decode()
