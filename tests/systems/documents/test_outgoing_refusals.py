"""What is refused on the way out, with the sentence for the official, and nothing half done."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lienthong.kernel.access.actor import Forbidden
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.models import Fact
from lienthong.kernel.facts.recording import act
from lienthong.kernel.registers.models import Entry
from lienthong.kernel.workflow import NotFound, WrongState
from lienthong.systems.documents.choices import LinkKind, OutgoingState
from lienthong.systems.documents.models import DocumentLink, OutgoingDocument
from lienthong.systems.documents.rules import initials
from lienthong.systems.documents.services import (
    checking,
    copies,
    drafting,
    issuing,
    recalling,
    signing,
)

from . import outgoing_kit as kit

pytestmark = pytest.mark.django_db
LATER = dt.timedelta(minutes=1)


@pytest.fixture
def house(actor_for: Any) -> kit.House:
    return kit.house(actor_for)


def test_sign_without_checks(house: kit.House, now: dt.datetime) -> None:
    """Đ11, Đ12: content, form and approval stand before the signature."""
    document = kit.drafted(house, now)
    with acting(house.drafter):
        document = drafting.submit(document=document, by=house.drafter, at=now)
    with acting(house.chair):
        document = checking.approve(document=document, by=house.chair, at=now)
        with kit.refused(checking.NotChecked, "kiểm tra nội dung"):
            signing.sign_document(document=document, by=house.chair, at=now)
        document.refresh_from_db()
    assert document.state == OutgoingState.CHECKING
    assert document.signed_at is None


def test_change_after_approval_goes_back(house: kit.House, now: dt.datetime) -> None:
    """Đ11.2: an approved draft cannot be changed in place; returned and changed it is approved anew."""
    document = kit.checked(house, now)
    with acting(house.drafter), pytest.raises(WrongState):
        drafting.save_draft(
            document=document, draft=kit.draft_of(house, "Sở Y tế"), by=house.drafter, at=now
        )
    with acting(house.chair):
        document = checking.return_draft(
            document=document, reason="Bổ sung thời hạn", by=house.chair, at=now
        )
    with acting(house.drafter):
        changed = kit.draft_of(house, "Sở Y tế", text=kit.TEXT + "\n3. Thêm một việc.")
        document = drafting.save_draft(document=document, draft=changed, by=house.drafter, at=now)
        document = drafting.submit(document=document, by=house.drafter, at=now)
    assert document.approved_digest == ""
    with acting(house.chair), pytest.raises(checking.NotChecked):
        signing.sign_document(document=document, by=house.chair, at=now)


def test_only_the_signatory_signs(house: kit.House, now: dt.datetime, actor_for: Any) -> None:
    """Đ13: not a deputy, not the clerk, not somebody at the signatory's desk."""
    document = kit.checked(house, now)
    for other in (actor_for(f"phochutich@{kit.DOMAIN}"), house.clerk, house.drafter):
        with acting(other), kit.refused(Forbidden):
            signing.sign_document(document=document, by=other, at=now)
    at_desk = replace(house.chair, stands_in_for=house.chair.person_id)
    with acting(at_desk), kit.refused(Forbidden):
        signing.sign_document(document=document, by=at_desk, at=now)


def test_no_seal_before_the_signature(house: kit.House, now: dt.datetime) -> None:
    """Đ32.2.d: refused by the service, and by the database when the service is gone round."""
    document = kit.checked(house, now)
    with acting(house.clerk):
        with kit.refused(issuing.NotIssuable, "chữ ký của người có thẩm quyền"):
            issuing.number_and_seal(document=document, by=house.clerk, at=now)
        assert not Entry.objects.filter(key=f"outgoing:{document.pk}").exists()
        with (
            pytest.raises(IntegrityError, match="documents_sealed_only_when_signed"),
            transaction.atomic(),
            act("documents.sealed", by=house.clerk, at=now),
        ):
            OutgoingDocument.objects.filter(pk=document.pk).update(sealed_at=now)


def test_only_the_clerk_seals(house: kit.House, now: dt.datetime) -> None:
    document = kit.signed(house, now)
    with acting(house.chair), kit.refused(Forbidden):
        issuing.number_and_seal(document=document, by=house.chair, at=now)


def test_interrupted_seal_resumes_with_the_same_number(
    house: kit.House, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Đ15.3: the number is kept whatever happens, and no second one is taken."""
    document = kit.signed(house, now)
    with acting(house.clerk):

        def broken(*_given: Any) -> Any:
            raise RuntimeError("the line was cut")

        with monkeypatch.context() as patch:
            patch.setattr(issuing, "_seal", broken)
            with pytest.raises(RuntimeError):
                issuing.number_and_seal(document=document, by=house.clerk, at=now)
        kept = Entry.objects.get(key=f"outgoing:{document.pk}")
        done = issuing.number_and_seal(document=document, by=house.clerk, at=now + LATER)
        assert done.entry_id == kept.pk
        assert int(done.number) == kept.number
        with kit.refused(issuing.NotIssuable):
            issuing.number_and_seal(document=done, by=house.clerk, at=now + LATER)


def test_second_issue(house: kit.House, now: dt.datetime) -> None:
    document = kit.issued(house, now)
    with acting(house.clerk):
        count = document.package.deliveries.count()  # type: ignore[union-attr]
        with pytest.raises(WrongState):
            issuing.issue(document=document, by=house.clerk, at=now)
        assert document.package.deliveries.count() == count  # type: ignore[union-attr]


def test_stranger(house: kit.House, now: dt.datetime, actor_for: Any) -> None:
    document = kit.drafted(house, now)
    stranger = actor_for(f"vanthu.stp@{kit.DOMAIN}")
    with acting(stranger):
        with pytest.raises(NotFound):
            drafting.submit(document=document, by=stranger, at=now)
        assert not OutgoingDocument.objects.filter(pk=document.pk).exists()


def test_phrase_of_a_level_that_is_no_more(house: kit.House, now: dt.datetime) -> None:
    with kit.refused(drafting.Unresolvable, "UBND các xã, phường, đặc khu (96)"):
        kit.drafted(house, now, "UBND các huyện, thị xã, thành phố")
    with acting(house.drafter):
        assert not OutgoingDocument.objects.exists()


def test_secrecy_is_stopped(house: kit.House, now: dt.datetime) -> None:
    with kit.refused(drafting.SecrecyMarked, "dấu chỉ độ mật"):
        kit.drafted(house, now, text="TỐI MẬT\nNội dung")
    with acting(house.drafter):
        assert not OutgoingDocument.objects.exists()


def test_text_names_more_than_the_list(house: kit.House, now: dt.datetime) -> None:
    """§4.5: a recipient that the paper names cannot be dropped from the list in silence."""
    document = kit.signed(house, now)
    with acting(house.clerk):
        document = issuing.number_and_seal(document=document, by=house.clerk, at=now)
        with act("documents.drafted", by=house.clerk, at=now):
            dropped = document.recipients.get(phrase="Sở Y tế")
            agency = dropped.agency_id
            dropped.delete()
        with kit.refused(issuing.LeftOut, "Sở Y tế"):
            issuing.issue(document=document, by=house.clerk, at=now)
        done = issuing.issue(
            document=document, left_out={agency or 0: "Đã giao bản giấy"}, by=house.clerk, at=now
        )
        assert done.package is not None
        assert done.package.deliveries.count() == 2


def test_group_as_it_stands_on_the_day(house: kit.House, now: dt.datetime) -> None:
    document = kit.issued(house, now, "UBND các xã, phường, đặc khu")
    with acting(house.clerk):
        assert document.package is not None
        assert document.package.deliveries.count() == 96
        facts = Fact.objects.filter(subject_id=str(document.pk), act="documents.issued")
        assert facts.count() == 1, "one act leaves exactly one fact"


def test_recall_is_a_paper_first(house: kit.House, now: dt.datetime) -> None:
    """Đ18.4: nothing is taken back until the signed notice is issued; then all is asked back and frozen."""
    document = kit.issued(house, now)
    with acting(house.drafter):
        with kit.refused(recalling.ReasonMissing):
            recalling.start_recall(document=document, reason=" ", by=house.drafter, at=now)
        notice = recalling.start_recall(
            document=document, reason="Ban hành nhầm", by=house.drafter, at=now
        )
        with kit.refused(recalling.AlreadyMended):
            recalling.start_recall(document=document, reason="Lần hai", by=house.drafter, at=now)
    with acting(house.clerk):
        assert OutgoingDocument.objects.get(pk=document.pk).state == OutgoingState.ISSUED
    notice = kit.through(house, notice, now + LATER)
    with acting(house.clerk):
        recalled = OutgoingDocument.objects.get(pk=document.pk)
        assert recalled.state == OutgoingState.RECALLED
        assert recalled.frozen_at is not None
        assert recalled.number, "the number stays in the register"
        asked = recalled.package.deliveries.values_list("retract", flat=True)  # type: ignore[union-attr]
        assert set(asked) == {"13"}
        assert notice.package.kind == 1  # type: ignore[union-attr]


def test_replacement(house: kit.House, now: dt.datetime) -> None:
    document = kit.issued(house, now)
    with acting(house.drafter):
        made = recalling.start_replacement(
            document=document, reason="Sai thời hạn", by=house.drafter, at=now
        )
        link = DocumentLink.objects.get(outgoing=made)
        assert (link.kind, link.to_outgoing_id) == (LinkKind.REPLACES, document.pk)
    made = kit.through(house, made, now + LATER)
    assert made.package is not None
    assert made.package.kind == 3


def test_correction_is_a_letter_that_leaves_the_other_standing(
    house: kit.House, now: dt.datetime
) -> None:
    document = kit.issued(house, now)
    with acting(house.drafter):
        made = recalling.start_correction(
            document=document, reason="Ngày ghi ở mục 2 là 15/12/2026.", by=house.drafter, at=now
        )
    made = kit.through(house, made, now + LATER)
    assert made.type_code == recalling.LETTER
    with acting(house.clerk):
        assert OutgoingDocument.objects.get(pk=document.pk).state == OutgoingState.ISSUED


def test_draft_cannot_be_recalled(house: kit.House, now: dt.datetime) -> None:
    document = kit.drafted(house, now)
    with acting(house.drafter), kit.refused(recalling.NothingToMend):
        recalling.start_recall(document=document, reason="x", by=house.drafter, at=now)


def test_paper_copy_takes_one_number_for_one_click(house: kit.House, now: dt.datetime) -> None:
    document = kit.issued(house, now)
    with acting(house.clerk):
        copies.make_paper_copy(document=document, key="copy:1", by=house.clerk, at=now)
        made = copies.make_paper_copy(document=document, key="copy:1", by=house.clerk, at=now)
        assert made.media_type == "application/pdf"
        assert Entry.objects.filter(key="copy:1").count() == 1
    draft = kit.drafted(house, now)
    with acting(house.clerk), kit.refused(copies.NotCopied):
        copies.make_paper_copy(document=draft, key="copy:2", by=house.clerk, at=now)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Phòng Tổng hợp", "TH"), ("Phòng Kiểm soát thủ tục hành chính", "KSTTHC")],
)
def test_initials(name: str, expected: str) -> None:
    assert initials(name) == expected
