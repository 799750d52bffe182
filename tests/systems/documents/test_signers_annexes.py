"""Several signatories, and annexes inside and beside a paper (Annex I, II.7 and III.1)."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from lienthong.axis.exchange import api as exchange
from lienthong.axis.signing import api as signing_rail
from lienthong.kernel.access.actor import Forbidden
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act as record
from lienthong.kernel.workflow import WrongState
from lienthong.systems.documents.models import IncomingDocument, OutgoingDocument
from lienthong.systems.documents.queries import outgoing as queries
from lienthong.systems.documents.services import annexes, checking, drafting, issuing, signing

from . import outgoing_kit as kit
from .test_outgoing_screens import once_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("letters", "accounts")]
D = kit.DOMAIN


@pytest.fixture
def deputy(actor_for: Any, house: kit.House, now: dt.datetime) -> Any:
    """A vice chairman to whom signing for the chairman was given in writing."""
    found = actor_for(f"phochutich@{D}")
    keeper = actor_for(f"quantri@{D}")
    with acting(keeper):
        signing_rail.grant_right(
            agency_id=house.chair.agency_id, post_id=found.post_id, authority="for_head",
            since=now.date(), basis="Quyết định phân công (mẫu)", by=keeper, at=now,
        )  # fmt: skip
    return found


def joint(house: kit.House, deputy: Any, now: dt.datetime) -> OutgoingDocument:
    second = drafting.CoSigner(deputy.person_id, deputy.post_id, "for_head")
    return kit.checked(house, now, co_signers=(second,))


def test_each_signs_in_his_turn(house: kit.House, deputy: Any, now: dt.datetime) -> None:
    document = joint(house, deputy, now)
    with acting(deputy):
        assert not queries.signing_book(deputy).exists(), "the second is not first"
        with pytest.raises(Forbidden):
            signing.sign_document(document=document, by=deputy, at=now)
    with acting(house.chair):
        document = signing.sign_document(document=document, by=house.chair, at=now)
        assert not queries.signing_book(house.chair).exists()
    assert document.state == "approved", "not signed before the last one has"
    with acting(house.clerk), kit.refused(issuing.NotIssuable):
        issuing.number_and_seal(document=document, by=house.clerk, at=now)
    with acting(deputy):
        assert queries.signing_book(deputy).get() == document
        document = signing.sign_document(document=document, by=deputy, at=now)
    assert document.state == "signed"
    with acting(house.clerk):
        document = issuing.number_and_seal(document=document, by=house.clerk, at=now)
        document = issuing.issue(document=document, by=house.clerk, at=now)
        sent = signing.content_of(document.current_version)
    people = [
        s for s in signing_rail.verify_bytes(sent).signatures
        if s.kind is signing_rail.Kind.PERSONAL
    ]  # fmt: skip
    assert len(people) == 2


def test_a_return_between_the_two_starts_again(
    house: kit.House, deputy: Any, now: dt.datetime
) -> None:
    document = joint(house, deputy, now)
    with acting(house.chair):
        document = signing.sign_document(document=document, by=house.chair, at=now)
    with acting(house.clerk):
        document = checking.return_draft(document=document, reason="Sửa", by=house.clerk, at=now)
        assert document.state == "drafting"
        assert signing.next_signer(document) is not None
    with acting(deputy), pytest.raises((Forbidden, WrongState, signing.ChangedAfterApproval)):
        signing.sign_document(document=document, by=deputy, at=now)


def test_the_second_may_return_it_in_his_turn(
    house: kit.House, deputy: Any, now: dt.datetime
) -> None:
    document = joint(house, deputy, now)
    with acting(deputy), pytest.raises(Forbidden):
        checking.return_draft(document=document, reason="Sửa", by=deputy, at=now)
    with acting(house.chair):
        document = signing.sign_document(document=document, by=house.chair, at=now)
    with acting(deputy):
        document = checking.return_draft(document=document, reason="Sửa", by=deputy, at=now)
        assert document.state == "drafting"
        assert document.checks.get(outcome="returned").kind == "approval"


def test_nobody_signs_twice(house: kit.House, now: dt.datetime) -> None:
    twice = drafting.CoSigner(house.chair.person_id or 0, house.chair_post)
    with acting(house.drafter), kit.refused(drafting.SignerTwice):
        drafting.start_draft(
            draft=kit.draft_of(house, "Sở Y tế", co_signers=(twice,)), by=house.drafter, at=now
        )


def with_annexes(house: kit.House, now: dt.datetime, *more: annexes.AnnexIn) -> OutgoingDocument:
    document = kit.drafted(house, now, text=f"{kit.TEXT}\n3. Thực hiện theo Phụ lục kèm theo.")
    with acting(house.drafter):
        for one in more:
            document = annexes.add_annex(document=document, annex=one, by=house.drafter, at=now)
    return document


def test_annexes_inside_are_numbered_and_signed_once(house: kit.House, now: dt.datetime) -> None:
    document = with_annexes(
        house, now,
        annexes.AnnexIn("Danh mục thủ tục", text="STT | Tên\n1 | Một\n2 | Hai"),
        annexes.AnnexIn("Biểu tiến độ", text="Nội dung.", landscape=True),
    )  # fmt: skip
    document = kit.through(house, document, now)
    import pypdfium2

    with acting(house.clerk):
        content = signing.content_of(document.current_version)
    pages = pypdfium2.PdfDocument(content)
    text = "\n".join(page.get_textpage().get_text_bounded() for page in pages)
    assert "Phụ lục I\r\n" in text
    assert "Phụ lục II" in text
    wide, high = pages[len(pages) - 1].get_size()
    assert wide > high


def test_annex_files_are_sealed_sent_and_verified(house: kit.House, now: dt.datetime) -> None:
    from lienthong.axis.papers import api as papers

    pdf = papers.render_annex_file(
        papers.AnnexFile(
            agency="ỦY BAN NHÂN DÂN TỈNH", title="Biểu số liệu", main_kind="Công văn",
            notation="UBND-TH", body=papers.paragraphs_from_text("Số liệu."),
        )
    ).pdf  # fmt: skip
    document = with_annexes(
        house, now,
        annexes.AnnexIn("Danh mục", place="file", text="Nội dung phụ lục."),
        annexes.AnnexIn("Biểu số liệu", place="file", pdf=pdf, name="bieu.pdf"),
    )  # fmt: skip
    document = kit.through(house, document, now)
    with acting(house.clerk):
        rows = list(document.annexes.order_by("position"))
        assert all(row.sealed_file is not None for row in rows)
        files = exchange.list_files(house.clerk, document.package)
        assert len(files) == 3
        kinds = signing_rail.evidence_of(house.clerk, document)
        assert sum(one.kind == "attachment" for one in kinds) == 2
        for row in rows:
            with record("documents.drafted", by=house.clerk, at=now):
                from lienthong.kernel.files.services import open_file

                with open_file(row.sealed_file) as stream:
                    content = stream.read()
            verdict = signing_rail.verify_bytes(content)
            assert verdict.whole
            assert len(verdict.signatures) == 1
    told = document.signature_verdict
    assert told["form"]["answer"] == "right", told["form"]
    assert [one["form"]["answer"] for one in told["annexes"]] == ["right", "right"], told["annexes"]


def test_annex_without_seal_stops_the_issue(house: kit.House, now: dt.datetime) -> None:
    """The negative twin: an unsigned annex file is not sent."""
    document = with_annexes(house, now, annexes.AnnexIn("Danh mục", place="file", text="Nội dung."))
    document = kit._approved(house, document, now)
    with acting(house.chair):
        document = signing.sign_document(document=document, by=house.chair, at=now)
    with acting(house.clerk):
        document = issuing.number_and_seal(document=document, by=house.clerk, at=now)
        with record("documents.drafted", by=house.clerk, at=now):
            document.annexes.update(sealed_file=None, sealed_at=None)
        with kit.refused(issuing.NotIssuable, "tệp riêng"):
            issuing.issue(document=document, by=house.clerk, at=now)


def test_what_annexes_refuse(house: kit.House, now: dt.datetime) -> None:
    document = with_annexes(house, now, annexes.AnnexIn("Một", text="Nội dung."))
    with acting(house.drafter):
        for wrong, words in (
            (annexes.AnnexIn("", text="x"), "tên phụ lục"),
            (annexes.AnnexIn("Hai"), "nội dung phụ lục"),
            (annexes.AnnexIn("Hai", place="file", text="x"), "cùng"),
            (annexes.AnnexIn("Hai", pdf=b"x"), "tệp riêng"),
        ):
            with kit.refused(annexes.AnnexRefused, words):
                annexes.add_annex(document=document, annex=wrong, by=house.drafter, at=now)
        document = annexes.add_annex(
            document=document, annex=annexes.AnnexIn("Hai", text="y"), by=house.drafter, at=now
        )
        document = annexes.remove_annex(document=document, position=1, by=house.drafter, at=now)
        assert [(a.position, a.title) for a in document.annexes.all()] == [(1, "Hai")]


def test_screens(client_for: Any, house: kit.House, now: dt.datetime) -> None:
    document = kit.drafted(house, now)
    client = client_for(f"chuyenvien.tonghop@{D}")
    url = reverse("documents:annex_add", args=[document.pk])
    values = {"title": "Danh mục", "place": "file", "text": "Nội dung."}
    done = client.post(url, values | {"once": once_of(client.get(url))})
    assert done.status_code == 302, done.content.decode()[:2000]
    page = client.get(done["Location"])
    assert "Danh mục" in page.content.decode()
    target = reverse("documents:annex_remove", args=[document.pk, 1])
    done = client.post(target, {"once": once_of(page)})
    assert "Đã bỏ phụ lục" in client.get(done["Location"]).content.decode()
    stranger = client_for(f"vanthu.stp@{D}")
    assert stranger.get(url).status_code == 404
    with acting(house.drafter):
        assert not IncomingDocument.objects.exists()
