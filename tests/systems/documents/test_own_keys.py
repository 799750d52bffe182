"""Signing with a token on the signer's own computer: two steps, nothing half-signed (D.1)."""

import datetime as dt
import json
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from lienthong.axis.signing import api as signing
from lienthong.axis.signing.helper import asked as reading
from lienthong.axis.signing.models import AwaitedSignature
from lienthong.axis.signing.pki.keystore import FileKey
from lienthong.axis.signing.services import elsewhere
from lienthong.kernel import clock
from lienthong.kernel.access.context import acting
from lienthong.systems.documents.models import OutgoingDocument
from lienthong.systems.documents.services import batches, checking, issuing

from . import outgoing_kit as kit
from . import own_key_kit as own

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("letters", "accounts")]
D = kit.DOMAIN


@pytest.fixture(autouse=True)
def _present(now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests come at the moment of the tests, and time runs on from there.

    Not by a story's clock: that is one for all processes of a data folder, other tests' among them.
    """
    began = timezone.now()
    monkeypatch.setattr(clock, "now", lambda: now + (timezone.now() - began))


@pytest.fixture
def chair_key(house: kit.House, now: dt.datetime) -> FileKey:
    """The chairman's key, on his own computer."""
    key = own.made_key("Chủ tịch (mẫu)", now, post="Chủ tịch")
    own.enrol(key, house.chair, now, person=True)
    return key


@pytest.fixture
def seal_key(house: kit.House, now: dt.datetime) -> FileKey:
    """The agency's key, on the clerk's computer."""
    key = own.made_key(own.AGENCY_NAME, now)
    own.enrol(key, house.clerk, now, person=False)
    return key


def reload(house: kit.House, pk: int) -> OutgoingDocument:
    with acting(house.chair):
        return OutgoingDocument.objects.select_related("current_version").get(pk=pk)


def evidence(house: kit.House, pk: int) -> int:
    with acting(house.chair):
        return signing.evidence_of(house.chair, reload(house, pk)).count()


@pytest.fixture
def chair(client_for: Any) -> Any:
    return client_for(f"chutich@{D}")


def test_the_page_talks_to_the_helper(
    house: kit.House, now: dt.datetime, chair: Any, chair_key: FileKey
) -> None:
    paper = kit.checked(house, now, "Sở Y tế")
    words = own.said(chair, reverse("documents:signing_book"))
    assert "data-helper=" in words
    assert 'name="pin"' not in words
    paper_page = own.said(chair, reverse("documents:outgoing_one", args=[paper.pk]))
    assert "signing/helper.js" in paper_page


def test_asks_and_answers(
    house: kit.House, now: dt.datetime, chair: Any, chair_key: FileKey
) -> None:
    paper = kit.checked(house, now, "Sở Y tế")
    page = own.sign_page(chair, paper.pk)
    (asked,) = page.ask()["rounds"]
    assert [item["title"] for item in asked["items"]] == [f"Công văn: {paper.subject}"]
    # The helper takes what the server asks.
    read = reading.read(json.dumps(asked | {"nonce": "ab" * 16, "at": 0}), 0)
    assert read.certificate == chair_key.certificate
    assert (reload(house, paper.pk).state, evidence(house, paper.pk)) == ("approved", 0)
    went = page.answer(asked["round"], own.answers(chair_key, asked))
    assert "Đã ký" in own.said(chair, went)
    signed = reload(house, paper.pk)
    assert (signed.state, evidence(house, paper.pk)) == ("signed", 1)
    with acting(house.chair):
        verdict = signing.verify_bytes(kit.signing.content_of(signed.current_version))
        assert verdict.whole
        assert verdict.signatures[0].trust == "trusted"
        assert AwaitedSignature.objects.count() == 0
        (row,) = signing.evidence_of(house.chair, signed)
        assert row.signed_at.replace(microsecond=0) == verdict.signatures[0].claimed_time


def test_a_doubled_answer_signs_once(
    house: kit.House, now: dt.datetime, chair: Any, chair_key: FileKey
) -> None:
    paper = kit.checked(house, now, "Sở Y tế")
    page = own.sign_page(chair, paper.pk)
    (asked,) = page.ask()["rounds"]
    sent = own.answers(chair_key, asked)
    assert page.answer(asked["round"], sent) == page.answer(asked["round"], sent)
    assert evidence(house, paper.pk) == 1
    again = own.sign_page(chair, kit.checked(house, now, "Sở Y tế").pk)
    assert "hết hạn hoặc đã dùng" in own.said(chair, again.answer(asked["round"], sent))


def test_a_wrong_signature(
    house: kit.House, now: dt.datetime, chair: Any, chair_key: FileKey, seal_key: FileKey
) -> None:
    """By another key than the enrolled certificate's, and no signature at all: nothing is kept."""
    paper = kit.checked(house, now, "Sở Y tế")
    page = own.sign_page(chair, paper.pk)
    (asked,) = page.ask()["rounds"]
    went = page.answer(asked["round"], own.answers(seal_key, asked))
    assert "không khớp chứng thư" in own.said(chair, went)
    for wrong in (
        "",
        "{}",
        "[]",
        '["!"]',
        '["AAAA", "AAAA"]',
        "[" * 9999,
        json.dumps(["A" * 9000]),
    ):
        went = page.answer(asked["round"], wrong)
        assert "hết hạn hoặc đã dùng" in own.said(chair, went), wrong
    assert (reload(house, paper.pk).state, evidence(house, paper.pk)) == ("approved", 0)
    # Nothing was used up by what was refused: the right answer still counts.
    page.answer(asked["round"], own.answers(chair_key, asked))
    assert evidence(house, paper.pk) == 1


def test_the_document_changed_meanwhile(
    house: kit.House, now: dt.datetime, chair: Any, chair_key: FileKey
) -> None:
    paper = kit.checked(house, now, "Sở Y tế")
    page = own.sign_page(chair, paper.pk)
    (asked,) = page.ask()["rounds"]
    with acting(house.clerk):
        checking.return_draft(document=paper, reason="Sửa", by=house.clerk, at=now)
    went = page.answer(asked["round"], own.answers(chair_key, asked))
    assert "Đã ký" not in own.said(chair, went)
    assert evidence(house, paper.pk) == 0


def test_other_bytes_than_were_asked(
    house: kit.House, now: dt.datetime, chair: Any, chair_key: FileKey,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The negative twin: the same state, but the file under the signature is another one."""
    from lienthong.systems.documents.services import signing as documents_signing

    paper = kit.checked(house, now, "Sở Y tế")
    page = own.sign_page(chair, paper.pk)
    (asked,) = page.ask()["rounds"]
    real = documents_signing.content_of
    monkeypatch.setattr(documents_signing, "content_of", lambda version: real(version) + b"\n")
    went = page.answer(asked["round"], own.answers(chair_key, asked))
    assert "đã thay đổi trong lúc chờ ký" in own.said(chair, went)
    assert evidence(house, paper.pk) == 0


def test_too_late_and_by_somebody_else(
    house: kit.House, now: dt.datetime, chair: Any, chair_key: FileKey, client_for: Any
) -> None:
    paper = kit.checked(house, now, "Sở Y tế")
    page = own.sign_page(chair, paper.pk)
    (asked,) = page.ask()["rounds"]
    sent = own.answers(chair_key, asked)
    with acting(house.chair):
        AwaitedSignature.objects.update(
            asked_at=now - dt.timedelta(days=9), until=now - dt.timedelta(days=8)
        )
    assert "hết hạn" in own.said(chair, page.answer(asked["round"], sent))
    with acting(house.chair):
        assert elsewhere.forget(at=now) == 1
    for broken in ("x", "00000000-0000-0000-0000-000000000000", "ask2"):
        assert "hết hạn" in own.said(chair, page.answer(broken, sent))
    (asked,) = page.ask()["rounds"]
    clerk = own.SigningPage(
        client_for(f"vanthu@{D}"), page.url, reverse("documents:outgoing_one", args=[paper.pk])
    )
    clerk.answer(asked["round"], own.answers(chair_key, asked))
    assert (reload(house, paper.pk).state, evidence(house, paper.pk)) == ("approved", 0)


def test_a_worker_cannot(house: kit.House, now: dt.datetime, chair_key: FileKey) -> None:
    paper = kit.checked(house, now, "Sở Y tế")
    with kit.refused(signing.NoKey, "trình ký"):
        with acting(house.chair):
            kit.signing.sign_document(document=paper, by=house.chair, at=now)


def test_a_prepared_file_is_never_kept(
    house: kit.House, now: dt.datetime, chair_key: FileKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last gate: where a system forgot to ask whether all is signed, the evidence does."""
    from lienthong.systems.documents.services import signing as documents_signing

    monkeypatch.setattr(documents_signing.signing, "all_signed", lambda: None)
    paper = kit.checked(house, now, "Sở Y tế")
    with acting(house.chair), pytest.raises(signing.SignElsewhere):
        with elsewhere.asking():
            kit.signing.sign_document(document=paper, by=house.chair, at=now)
    assert (reload(house, paper.pk).state, evidence(house, paper.pk)) == ("approved", 0)


class TestSeal:
    """Number and seal by a token on the clerk's computer."""

    def test_number_is_kept_when_it_is_broken_off(
        self, house: kit.House, now: dt.datetime, client_for: Any, seal_key: FileKey
    ) -> None:
        first, second = (kit.signed(house, now, "Sở Y tế") for _n in range(2))
        clerk = client_for(f"vanthu@{D}")
        page = own.seal_page(clerk, first.pk)
        (asked,) = page.ask()["rounds"]
        shown = asked["items"][0]["title"]
        # The helper is killed; another paper is sealed meanwhile.
        other = own.seal_page(clerk, second.pk)
        (other_asked,) = other.ask()["rounds"]
        other.answer(other_asked["round"], own.answers(seal_key, other_asked))
        again = own.seal_page(clerk, first.pk)
        (asked,) = again.ask()["rounds"]
        assert asked["items"][0]["title"] == shown
        went = again.answer(asked["round"], own.answers(seal_key, asked))
        assert "Đã cấp số" in own.said(clerk, went)
        sealed, later = reload(house, first.pk), reload(house, second.pk)
        assert shown.startswith(f"Số {sealed.number}/")
        assert int(later.number) == int(sealed.number) + 1

    def test_annex_files_by_one_confirmation(
        self, house: kit.House, now: dt.datetime, client_for: Any, seal_key: FileKey
    ) -> None:
        from lienthong.systems.documents.services import annexes

        draft = kit.drafted(house, now, "Sở Y tế")
        with acting(house.drafter):
            draft = annexes.add_annex(
                document=draft,
                annex=annexes.AnnexIn("Danh mục (mẫu)", place="file", text="Một\nHai"),
                by=house.drafter, at=now,
            )  # fmt: skip
        paper = kit._approved(house, draft, now)
        with acting(house.chair):
            paper = kit.signing.sign_document(document=paper, by=house.chair, at=now)
        page = own.seal_page(client_for(f"vanthu@{D}"), paper.pk)
        (asked,) = page.ask()["rounds"]
        assert len(asked["items"]) == 2
        assert asked["items"][1]["title"].endswith("(2/2)")
        page.answer(asked["round"], own.answers(seal_key, asked))
        with acting(house.clerk):
            sealed = OutgoingDocument.objects.get(pk=paper.pk)
            assert sealed.state == "sealed"
            issued = issuing.issue(document=sealed, by=house.clerk, at=now)
        assert issued.state == "issued"

    def test_sealing_and_signing_take_other_keys(
        self, house: kit.House, now: dt.datetime, chair: Any, chair_key: FileKey, seal_key: FileKey
    ) -> None:
        with acting(house.chair):
            assert signing.asks_helper(person_id=house.chair.person_id, at=now)
            assert signing.asks_helper(agency_id=house.chair.agency_id, at=now)
            assert not signing.asks_helper(person_id=house.drafter.person_id, at=now)
            assert not signing.asks_pin(person_id=house.chair.person_id, at=now)


class TestBatch:
    """Many papers by one confirmation on the helper, led by the person's page."""

    @pytest.fixture
    def batch(self, house: kit.House, now: dt.datetime, chair_key: FileKey) -> Any:
        ids = [kit.checked(house, now, "Sở Y tế").pk for _n in range(3)]
        with acting(house.chair):
            return batches.start_batch(kind="sign", document_ids=ids, by=house.chair, at=now)

    def url(self, batch: Any) -> str:
        return reverse("documents:batch_go_on", args=[batch.pk])

    def rounds(self, client: Any, batch: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        told: dict[str, Any] = {"after": 0, "more": True}
        while told["more"]:
            told = self.step(client, batch, helper="ask", after=str(told["after"]))
            found += told["rounds"]
        return found

    def step(self, client: Any, batch: Any, **fields: str) -> dict[str, Any]:
        answer = client.post(self.url(batch), fields, headers={"Accept": "application/json"})
        told: dict[str, Any] = answer.json()
        return told

    def test_all(
        self, house: kit.House, batch: Any, chair: Any, chair_key: FileKey, now: dt.datetime
    ) -> None:
        assert batch.by_page
        batches.run_batch(batch.pk, batch.agency_id, now=lambda: now)  # a worker leaves it alone
        rounds = self.rounds(chair, batch)
        assert [len(one["items"]) for one in rounds] == [1, 1, 1]
        with acting(house.chair):
            assert batch.items.filter(state="waiting").count() == 3
        for left, one in zip((2, 1, 0), rounds, strict=True):
            fields = {
                "helper": one["round"], "item": str(one["item"]),
                "values": own.answers(chair_key, one),
            }  # fmt: skip
            assert self.step(chair, batch, **fields) == {"waiting": left, "stop": ""}
            assert self.step(chair, batch, **fields)["waiting"] == left, "doubled"
        with acting(house.chair):
            batch.refresh_from_db()
            assert batch.ended_at is not None
            for item in batch.items.select_related("document"):
                assert (item.state, item.document.state) == ("done", "signed")
                assert evidence(house, item.document_id) == 1

    def test_broken_off_in_the_middle(
        self, house: kit.House, batch: Any, chair: Any, chair_key: FileKey
    ) -> None:
        """The helper dies after the first: that one is signed, the others untouched and go on."""
        first, second, _third = self.rounds(chair, batch)
        self.step(chair, batch, helper=first["round"], item=str(first["item"]),
                  values=own.answers(chair_key, first))  # fmt: skip
        states = self.states(house, batch)
        assert states == [("done", "signed"), ("waiting", "approved"), ("waiting", "approved")]
        again = self.rounds(chair, batch)
        assert len(again) == 2
        told = self.step(chair, batch, helper=second["round"], item=str(second["item"]),
                         values=own.answers(chair_key, second))  # fmt: skip
        assert "hết hạn" in told["stop"], "asked anew: the earlier round is void"
        for one in again:
            self.step(chair, batch, helper=one["round"], item=str(one["item"]),
                      values=own.answers(chair_key, one))  # fmt: skip
        assert self.states(house, batch) == [("done", "signed")] * 3

    def states(self, house: kit.House, batch: Any) -> list[tuple[str, str]]:
        with acting(house.chair):
            rows = batch.items.select_related("document").order_by("position")
            return [(row.state, row.document.state) for row in rows]

    def test_stopped_by_its_person(self, house: kit.House, batch: Any, chair: Any) -> None:
        answer = chair.post(self.url(batch), {"stop": "1"})
        assert answer.status_code == 302
        assert self.states(house, batch) == [("refused", "approved")] * 3
        assert "đã dừng" in own.said(chair, answer["Location"])

    def test_left_alone_for_too_long(self, house: kit.House, batch: Any, now: dt.datetime) -> None:
        later = now + batches.CONFIRMED_FOR + dt.timedelta(minutes=1)
        batches.run_batch(batch.pk, batch.agency_id, now=lambda: later)
        assert self.states(house, batch) == [("refused", "approved")] * 3

    def test_of_another_person(self, batch: Any, client_for: Any) -> None:
        assert client_for(f"vanthu@{D}").post(self.url(batch), {"stop": "1"}).status_code == 404

    def test_page(self, batch: Any, chair: Any) -> None:
        words = own.said(chair, reverse("documents:batch", args=[batch.pk]))
        assert "data-batch" in words
        assert "data-helper=" in words
        assert "0/3" in words


def test_electronic_copy_and_month(
    house: kit.House, now: dt.datetime, client_for: Any, chair: Any, chair_key: FileKey,
) -> None:  # fmt: skip
    """The monthly report closes with the chairman's own token."""
    from lienthong.desk.models import MonthlyReport

    url = reverse("desk:monthly") + "?thang=2026-10"
    page = own.SigningPage(chair, url, url)
    (asked,) = page.ask()["rounds"]
    assert "THÁNG 10/2026" in asked["items"][0]["title"]
    went = page.answer(asked["round"], own.answers(chair_key, asked))
    assert "Đã ký và chốt báo cáo" in own.said(chair, went)
    with acting(house.chair):
        assert MonthlyReport.objects.count() == 1
