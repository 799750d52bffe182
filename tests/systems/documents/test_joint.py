"""A paper of two agencies: each signs and seals for itself, one number, one delivery, one count."""

import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from pypdf import PdfReader

from lienthong.axis.exchange import api as exchange
from lienthong.axis.identity.models import Account
from lienthong.axis.notify.models import Notice
from lienthong.axis.signing import api as signing_rail
from lienthong.kernel.access.actor import Forbidden
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.models import Person
from lienthong.kernel.facts.recording import act as record
from lienthong.kernel.files.queries import list_accesses
from lienthong.systems.documents.models import (
    DocumentVersion,
    IncomingDocument,
    JointIssuer,
    OutgoingDocument,
    SignedTally,
)
from lienthong.systems.documents.queries import joint as queries
from lienthong.systems.documents.services import checking, drafting, issuing, joint, signing
from lienthong.systems.documents.services import letters as letters_service
from tests.support.facts import tell_all
from tests.support.roles import as_role

from . import outgoing_kit as kit
from .test_outgoing_screens import once_of

D = kit.DOMAIN
STEP = dt.timedelta(minutes=1)


@pytest.fixture
def house(committed: str, actor_for: Any, letters: None) -> kit.House:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    for slot in ("chuyenvien.tonghop", "vanthu.stp", "vanthu.bato"):
        person = Person.objects.get(email=f"{slot}@{D}")
        Account.objects.get_or_create(
            person=person, defaults={"email": person.email, "password": "!"}
        )
    return kit.house(actor_for)


@pytest.fixture
def other(house: kit.House, actor_for: Any) -> Any:
    """The head and the clerk of Sở Tư pháp."""
    head = agencies.head_of(actor_for(f"vanthu.stp@{D}").agency_id, kit_day())
    assert head is not None
    return actor_for(head.email), actor_for(f"vanthu.stp@{D}")


def kit_day() -> dt.date:
    return dt.date(2026, 11, 23)


def issuer_of(head: Any) -> joint.Issuer:
    return joint.Issuer(head.agency_id, head.person_id, head.post_id, "in_own_right")


def drafted(house: kit.House, head: Any, now: dt.datetime, *names: str) -> OutgoingDocument:
    document = kit.drafted(house, now, *(names or ("Sở Y tế",)))
    with acting(house.drafter):
        return joint.name_issuer(
            document=document, issuer=issuer_of(head), by=house.drafter, at=now
        )


def work(name: str, at: dt.datetime) -> None:
    """The worker tells the subscribers, until what they did has been told too."""
    with as_role("lt_worker", name):
        for _round in range(3):
            tell_all(at)


def part_for(actor: Any) -> JointIssuer:
    return queries.waiting_joint(actor).get()


def signed_by_lead(
    house: kit.House, head: Any, name: str, now: dt.datetime, *names: str
) -> OutgoingDocument:
    document = kit._approved(house, drafted(house, head, now, *names), now)
    with acting(house.chair):
        document = signing.sign_document(document=document, by=house.chair, at=now)
    assert document.state == "approved", "not signed before the co-issuer has"
    work(name, now + STEP)
    return document


def again(house: kit.House, document: OutgoingDocument) -> OutgoingDocument:
    with acting(house.clerk):
        return OutgoingDocument.objects.get(pk=document.pk)


def through(house: kit.House, other: Any, name: str, now: dt.datetime) -> OutgoingDocument:
    """A joint paper signed by both, numbered, sealed by both and issued."""
    head, clerk = other
    document = signed_by_lead(house, head, name, now)
    with acting(head):
        joint.sign_part(part=part_for(head), by=head, at=now + 2 * STEP)
    work(name, now + 3 * STEP)
    document = again(house, document)
    assert document.state == "signed"
    with acting(house.clerk):
        document = issuing.number_and_seal(document=document, by=house.clerk, at=now + 4 * STEP)
        with kit.refused(issuing.NotIssuable, "còn chờ cơ quan đồng ban hành"):
            issuing.issue(document=document, by=house.clerk, at=now + 4 * STEP)
    work(name, now + 5 * STEP)
    with acting(clerk):
        joint.seal_part(part=part_for(clerk), by=clerk, at=now + 6 * STEP)
    work(name, now + 7 * STEP)
    with acting(house.clerk):
        return issuing.issue(
            document=OutgoingDocument.objects.get(pk=document.pk), by=house.clerk, at=now + 8 * STEP
        )


def test_the_whole_way(committed: str, house: kit.House, other: Any, now: dt.datetime) -> None:
    head, clerk = other
    document = through(house, other, committed, now)
    with acting(house.clerk):
        verdict = signing_rail.verify_bytes(signing.content_of(document.current_version))
        assert verdict.whole, verdict.reasons
        kinds = [s.kind for s in verdict.signatures]
        personal, seal = signing_rail.Kind.PERSONAL, signing_rail.Kind.SEAL
        assert (kinds.count(personal), kinds.count(seal)) == (2, 2)
        assert document.signature_verdict["counts"], document.signature_verdict["why_said"]
        # One number, from the lead's book; one row in the counts, the lead's.
        assert document.entry.book.agency_id == document.agency_id
        assert document.package.deliveries.count() == 2  # Sở Y tế and the co-issuer's own copy
    with as_role("lt_worker", committed):
        exchange.carry_all(lambda: now + 9 * STEP)
    with acting(clerk):
        copy = IncomingDocument.objects.get(agency_id=clerk.agency_id)
        assert copy.reference == document.reference
        assert copy.verdict in {"valid", "valid_with_warnings"}
        assert not OutgoingDocument.objects.filter(agency_id=clerk.agency_id).exists()
        assert not SignedTally.objects.filter(agency_id=clerk.agency_id).exists()
        mine = signing_rail.evidence_of(clerk, queries.joint_for(clerk).get())
        assert [one.kind for one in mine] == ["personal", "agency"]
        assert mine[0].right["post"]["agency_id"] == clerk.agency_id
    with acting(head):
        assert (
            Notice.objects.filter(person_id=head.person_id, text__contains="liên tịch").count() == 1
        )
    with acting(house.clerk):
        assert SignedTally.objects.filter(agency_id=house.clerk.agency_id).exists()


def test_four_agencies_on_the_template(
    committed: str, house: kit.House, actor_for: Any, now: dt.datetime
) -> None:
    """Composed, signed by each head in turn, numbered by the lead, sealed by each clerk (Đ13 to Đ17)."""
    clerks = [actor_for(f"vanthu.{slot}@{D}") for slot in ("stp", "syt", "bato")]
    heads = []
    for clerk in clerks:
        head = agencies.head_of(clerk.agency_id, kit_day())
        assert head is not None
        heads.append(actor_for(head.email))
    document = kit.drafted(house, now, "Sở Nội vụ")
    with acting(house.drafter):
        for head in heads:
            collective = agencies.name_at(head.agency_id, kit_day()).name.startswith("Ủy ban")
            authority = "for_collective" if collective else "in_own_right"
            named = joint.Issuer(head.agency_id, head.person_id, head.post_id, authority)
            document = joint.name_issuer(document=document, issuer=named, by=house.drafter, at=now)
    document = kit._approved(house, document, now)
    at = now
    with acting(house.chair):
        signing.sign_document(document=document, by=house.chair, at=at)
    for head in heads:
        at += 2 * STEP
        work(committed, at)
        with acting(heads[-1]):
            last_waits = queries.waiting_joint(heads[-1]).exists()
        assert last_waits == (head is heads[-1]), "in their order"
        with acting(head):
            joint.sign_part(part=part_for(head), by=head, at=at)
    work(committed, at + STEP)
    with acting(house.clerk):
        signed = OutgoingDocument.objects.get(pk=document.pk)
        document = issuing.number_and_seal(document=signed, by=house.clerk, at=at + STEP)
    for clerk in clerks:
        at += 2 * STEP
        work(committed, at)
        with acting(house.clerk), kit.refused(issuing.NotIssuable, "còn chờ"):
            issuing.issue(document=again(house, document), by=house.clerk, at=at)
        with acting(clerk):
            joint.seal_part(part=part_for(clerk), by=clerk, at=at)
    work(committed, at + STEP)
    with acting(house.clerk):
        document = issuing.issue(document=again(house, document), by=house.clerk, at=at + STEP)
        content = signing.content_of(document.current_version)
        verdict = signing_rail.verify_bytes(content)
        assert verdict.whole, verdict.reasons
        kinds = [one.kind for one in verdict.signatures]
        personal, seal = signing_rail.Kind.PERSONAL, signing_rail.Kind.SEAL
        assert (kinds.count(personal), kinds.count(seal)) == (4, 4)
        assert document.package.deliveries.count() == 4  # Sở Nội vụ and the three co-issuers
        text = " ".join(
            " ".join(p.extract_text() for p in PdfReader(io.BytesIO(content)).pages).split()
        )
    for words in ("GIÁM ĐỐC SỞ TƯ PHÁP", "GIÁM ĐỐC SỞ Y TẾ", "TM. ỦY BAN NHÂN DÂN"):
        assert words in text.replace(" \n", " "), text


def test_the_page_names_both(house: kit.House, other: Any, now: dt.datetime) -> None:
    """Box 2 has both names, the foot both signatories, each with room for its seal."""
    from lienthong.axis.papers import api as papers

    document = drafted(house, other[0], now)
    with acting(house.drafter):
        letter = letters_service.letter_of(document, now.date())
        assert letter.agency.split(" -\n") == [
            agencies.name_at(pk, now.date()).name for pk in (document.agency_id, other[0].agency_id)
        ]
        assert letter.parent == "", "a People's Committee prints none, and they share none"
        made = papers.render_letter(letter, at=now)
    assert {"signature", "seal", "signature_2", "seal_2"} <= set(made.places)


def test_on_an_uploaded_page_each_seal_follows_its_signature(
    house: kit.House, other: Any, now: dt.datetime
) -> None:
    """Only the signatures are put on the page by hand; a seal covers a third of its own (PL I.II.8.a)."""
    document = drafted(house, other[0], now)
    box = {"page": 0, "y": 200.0, "w": 140.0, "h": 68.0}
    places = {
        "signature": box | {"x": 150.0}, "signature_2": box | {"x": 390.0},
        "seal": {"page": 0, "x": 94.7, "y": 183.0, "w": 102.0, "h": 102.0},
    }  # fmt: skip
    with acting(house.drafter):
        found = signing.places_of(DocumentVersion(document=document, places=places))
        assert letters_service.signer_count(document) == 2
    assert (len(found.signatures), len(found.seals)) == (2, 2)
    for signature, seal in zip(found.signatures, found.seals, strict=True):
        signing_rail.check_seal(signature, seal)


def test_nobody_else_signs_or_seals(
    committed: str, house: kit.House, other: Any, actor_for: Any, now: dt.datetime
) -> None:
    head, clerk = other
    signed_by_lead(house, head, committed, now)
    with acting(head):
        part = part_for(head)
    for stranger in (clerk, house.chair, actor_for(f"vanthu.bato@{D}")):
        with acting(stranger), pytest.raises(Forbidden):
            joint.sign_part(part=part, by=stranger, at=now + STEP)
    with acting(actor_for(f"vanthu.bato@{D}")) as outside:
        assert not queries.joint_for(outside).exists()
    with acting(clerk), kit.refused(joint.JointRefused, "Chưa đến lượt"):
        joint.seal_part(part=part, by=clerk, at=now + STEP)
    with acting(head):
        joint.sign_part(part=part, by=head, at=now + 2 * STEP)
        with kit.refused(joint.JointRefused):  # a second click
            joint.sign_part(part=part, by=head, at=now + 2 * STEP)


def test_a_return_goes_to_the_lead_and_starts_again(
    committed: str, house: kit.House, other: Any, now: dt.datetime
) -> None:
    head, _clerk = other
    document = signed_by_lead(house, head, committed, now)
    with acting(head):
        part = part_for(head)
        with kit.refused(joint.JointRefused, "lý do"):
            joint.return_part(part=part, reason=" ", by=head, at=now + STEP)
        joint.return_part(part=part, reason="Bỏ điểm 2", by=head, at=now + STEP)
    work(committed, now + 2 * STEP)
    document = again(house, document)
    assert document.state == "drafting"
    with acting(house.drafter):
        returned = document.checks.get(outcome="returned")
        assert (returned.note, returned.person_id) == ("Bỏ điểm 2", head.person_id)
    document = kit._approved(house, document, now + 3 * STEP)
    with acting(house.chair):
        signing.sign_document(document=document, by=house.chair, at=now + 4 * STEP)
    work(committed, now + 5 * STEP)
    with acting(head):
        assert part_for(head).reason == ""


def test_what_was_changed_meanwhile_is_not_taken(
    committed: str, house: kit.House, other: Any, now: dt.datetime
) -> None:
    """The lead took its paper back while the co-issuer was signing: his signature is on other bytes."""
    head, _clerk = other
    document = signed_by_lead(house, head, committed, now)
    with acting(head):
        joint.sign_part(part=part_for(head), by=head, at=now + STEP)
    with acting(house.clerk):
        checking.return_draft(document=document, reason="Sửa", by=house.clerk, at=now + STEP)
    work(committed, now + 2 * STEP)
    document = again(house, document)
    assert document.state == "drafting"
    assert document.signed_at is None
    with acting(house.drafter):
        assert document.joint_issuers.get().state == "named"


def test_bytes_that_were_tampered_with_are_not_brought(
    committed: str, house: kit.House, other: Any, now: dt.datetime
) -> None:
    head, _clerk = other
    document = signed_by_lead(house, head, committed, now)
    with acting(head):
        part = joint.sign_part(part=part_for(head), by=head, at=now + STEP)
        with record("documents.joint_signed", by=head, at=now, subject=part):
            joint._keep(part, b"%PDF-1.4 other bytes %%EOF", head, now)
            part.save()
    work(committed, now + 2 * STEP)
    document = again(house, document)
    assert document.state == "approved"
    assert document.signed_at is None
    with acting(head):
        assert part_for(head).state == "asked", "asked again, on the lead's own bytes"


def test_what_cannot_be_named(
    house: kit.House, other: Any, actor_for: Any, now: dt.datetime
) -> None:
    head, clerk = other
    document = kit.drafted(house, now)

    def name(issuer: joint.Issuer) -> None:
        joint.name_issuer(document=document, issuer=issuer, by=house.drafter, at=now)

    own = joint.Issuer(
        house.chair.agency_id, house.chair.person_id or 0, house.chair_post, "in_own_right"
    )
    elsewhere = joint.Issuer(
        head.agency_id, house.chair.person_id or 0, house.chair_post, "in_own_right"
    )
    no_right = joint.Issuer(clerk.agency_id, clerk.person_id, clerk.post_id, "in_own_right")
    with acting(house.drafter):
        with kit.refused(joint.JointRefused, "cơ quan khác"):
            name(own)
        with kit.refused(joint.JointRefused, "không giữ chức vụ"):
            name(elsewhere)
        with kit.refused(signing_rail.NoRight):
            name(no_right)
        name(issuer_of(head))
        with kit.refused(joint.JointRefused, "đã được ghi"):
            name(issuer_of(head))
        second = drafting.CoSigner(house.head.person_id or 0, house.head.post_id or 0)
        with kit.refused(drafting.OneForEach):
            drafting.save_draft(
                document=document, draft=kit.draft_of(house, "Sở Y tế", co_signers=(second,)),
                by=house.drafter, at=now,
            )  # fmt: skip
        joint.drop_issuer(document=document, position=2, by=house.drafter, at=now)
        with kit.refused(joint.JointRefused):
            joint.drop_issuer(document=document, position=2, by=house.drafter, at=now)


def test_the_database_refuses_a_seal_before_the_signature(
    house: kit.House, other: Any, now: dt.datetime
) -> None:
    document = drafted(house, other[0], now)
    with acting(house.drafter), pytest.raises(IntegrityError), transaction.atomic():
        with record("documents.joint_sealed", by=house.drafter, at=now):
            document.joint_issuers.update(state="sealed", sealed_at=now)


def test_screens(
    committed: str, client_for: Any, house: kit.House, other: Any, now: dt.datetime
) -> None:
    head, _clerk = other
    document = kit.drafted(house, now, "Sở Y tế")
    client = client_for(f"chuyenvien.tonghop@{D}")
    url = reverse("documents:joint_issuers", args=[document.pk])
    assert client.get(f"{url}?agency=Sở Không có").status_code == 422
    asked = client.get(f"{url}?agency=Sở Tư pháp")
    body = asked.content.decode()
    assert f'value="{head.person_id}:{head.post_id}" selected' in body
    values = {
        "agency_id": head.agency_id, "signatory": f"{head.person_id}:{head.post_id}",
        "authority": "in_own_right", "once": once_of(asked),
    }  # fmt: skip
    bad = client.post(url, values | {"agency_id": "x" * 30})
    assert bad.status_code == 422
    done = client.post(url, values)
    assert done.status_code == 302, done.content.decode()[:2000]
    page = client.get(reverse("documents:outgoing_one", args=[document.pk])).content.decode()
    assert "Cơ quan đồng ban hành" in page
    document = kit._approved(house, again(house, document), now)
    with acting(house.chair):
        signing.sign_document(document=document, by=house.chair, at=now)
    work(committed, now + STEP)
    clerk = client_for(f"vanthu.stp@{D}")
    assert "Văn bản liên tịch" in clerk.get(reverse("documents:joint")).content.decode()
    with acting(head):
        part = part_for(head)
    page = clerk.get(reverse("documents:joint_one", args=[part.pk])).content.decode()
    assert "Hiện không có việc nào chờ chức vụ của bạn" in page
    with acting(_clerk):
        assert list_accesses(_clerk, part).count() == 1, "opening is recorded (PL VI I.III.5.a)"
    stranger = client_for(f"vanthu.bato@{D}")
    assert stranger.get(reverse("documents:joint_one", args=[part.pk])).status_code == 404
