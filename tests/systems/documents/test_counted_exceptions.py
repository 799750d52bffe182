"""X2 from the province's dated list, and a second look at papers that waited for proof (§4.3, 4.4)."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from lienthong.axis.exchange import api as exchange
from lienthong.axis.signing import api as signing
from lienthong.kernel.access.actor import Actor, Forbidden
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies.choices import Verb
from lienthong.kernel.facts.models import Fact
from lienthong.systems.documents.models import (
    OutgoingDocument,
    PaperOnlyType,
    PaperOriginal,
    PaperOriginalRule,
)
from lienthong.systems.documents.queries.counting import signed_behind, signed_shares
from lienthong.systems.documents.services import (
    issue_verdicts,
    judging_again,
    paper_originals,
    paper_types,
)

from . import outgoing_kit as kit
from .test_outgoing_screens import once_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("letters", "accounts")]
LETTER = 18  # công văn
BASIS = "Quyết định số 12/QĐ-UBND ngày 01/11/2026 (mẫu), khoản 2 Điều 3"
PERIOD = exchange.Period(dt.date(2026, 11, 1), dt.date(2026, 11, 30))


@pytest.fixture
def province(house: kit.House) -> Actor:
    """One who keeps the province's decisions."""
    return replace(house.chair, verbs=house.chair.verbs | {Verb.DECIDE})


def listed(by: Actor, now: dt.datetime, **more: Any) -> PaperOnlyType:
    values = {"type_code": LETTER, "since": dt.date(2026, 11, 1), "basis": BASIS} | more
    with acting(by):
        return paper_types.add_paper_type(**values, by=by, at=now)


def shares(by: Actor) -> tuple[int, int]:
    with acting(by):
        found = signed_shares(PERIOD, by.agency_id)
    return found.p2.denominator, found.p2a.denominator


class TestPaperTypes:
    """A dated list with its legal basis, kept by the province."""

    def test_a_listed_type_leaves_both_percentages(
        self, house: kit.House, province: Actor, now: dt.datetime
    ) -> None:
        kit.issued(house, now, "Sở Y tế")
        assert shares(house.clerk) == (1, 1), "the twin: without the list it counts"
        listed(province, now)
        document = kit.issued(house, now, "Sở Y tế")
        verdict = document.signature_verdict
        assert verdict is not None
        assert verdict["exception"] == "X2"
        assert shares(house.clerk) == (1, 1)
        with acting(house.clerk):
            assert (
                not signed_behind(house.clerk, PERIOD, exchanged=False)
                .filter(pk=document.pk)
                .exists()
            )
            assert document.package is not None
            exempt = set(document.package.deliveries.values_list("exemption", flat=True))
        assert exempt == {"X2"}

    def test_only_in_its_period(self, house: kit.House, province: Actor, now: dt.datetime) -> None:
        row = listed(province, now, since=dt.date(2026, 11, 24))
        assert not paper_types.is_paper_only(LETTER, dt.date(2026, 11, 23))
        assert paper_types.is_paper_only(LETTER, dt.date(2026, 11, 24))
        with acting(province):
            paper_types.end_paper_type(
                row=row, last=dt.date(2026, 12, 31), basis="QĐ 15 (mẫu)", by=province, at=now
            )
        assert paper_types.is_paper_only(LETTER, dt.date(2026, 12, 31))
        assert not paper_types.is_paper_only(LETTER, dt.date(2027, 1, 1))
        assert not paper_types.is_paper_only(1, dt.date(2026, 11, 24))

    @pytest.mark.parametrize(
        ("changes", "words"),
        [({"basis": "  "}, "số, ngày"), ({"type_code": 999}, "Phụ lục III")],
    )
    def test_refusals(
        self, province: Actor, now: dt.datetime, changes: dict[str, Any], words: str
    ) -> None:
        with kit.refused(paper_types.NotListed, words):
            listed(province, now, **changes)

    def test_not_twice_and_not_ended_twice(self, province: Actor, now: dt.datetime) -> None:
        row = listed(province, now)
        with kit.refused(paper_types.NotListed, "đã có"):
            listed(province, now, since=dt.date(2027, 1, 1))
        day = {"basis": BASIS, "by": province, "at": now}
        with acting(province):
            with kit.refused(paper_types.NotListed, "Ngày cuối"):
                paper_types.end_paper_type(row=row, last=dt.date(2026, 10, 1), **day)
            paper_types.end_paper_type(row=row, last=dt.date(2026, 12, 1), **day)
            with kit.refused(paper_types.NotListed, "đưa ra khỏi"):
                paper_types.end_paper_type(row=row, last=dt.date(2026, 12, 1), **day)

    def test_an_office_cannot_take_its_own_papers_out(
        self, house: kit.House, now: dt.datetime
    ) -> None:
        clerk = replace(house.clerk, verbs=house.clerk.verbs - {Verb.DECIDE})
        with pytest.raises(Forbidden):
            listed(clerk, now)


class TestPaperOriginals:
    """X4: by a rule of the list, approved by the chief of office before the issue; P2 alone loses it."""

    @pytest.fixture
    def rule(self, province: Actor, now: dt.datetime) -> PaperOriginalRule:
        with acting(province):
            return paper_originals.add_original_rule(
                code="hd", title="Hợp đồng (mẫu)", citation="Khoản 1 Điều 5 (mẫu)",
                since=dt.date(2026, 11, 1), by=province, at=now,
            )  # fmt: skip

    @pytest.fixture
    def chief(self, house: kit.House) -> Actor:
        """The chief of office of the issuing agency."""
        return replace(house.head, post_kind="chief_of_office")

    def asked(
        self, house: kit.House, rule: PaperOriginalRule, now: dt.datetime
    ) -> tuple[OutgoingDocument, PaperOriginal]:
        document = kit.drafted(house, now, "Sở Y tế")
        with acting(house.drafter):
            row = paper_originals.ask_original(
                document=document, rule=rule, reason="Hợp đồng số 5 (mẫu)", by=house.drafter, at=now
            )
        return document, row

    def decided(self, row: PaperOriginal, by: Actor, now: dt.datetime, *, approve: bool) -> None:
        with acting(by):
            paper_originals.decide_original(
                row=row, approve=approve, said="Không phải hợp đồng", by=by, at=now
            )

    def exception_of(self, document: OutgoingDocument) -> str:
        assert document.signature_verdict is not None
        return str(document.signature_verdict["exception"])

    def test_an_approved_one_leaves_p2_alone(
        self, house: kit.House, chief: Actor, rule: PaperOriginalRule, now: dt.datetime
    ) -> None:
        kit.issued(house, now, "Sở Y tế")
        assert shares(house.clerk) == (1, 1)
        document, row = self.asked(house, rule, now)
        self.decided(row, chief, now, approve=True)
        document = kit.through(house, document, now)
        assert self.exception_of(document) == "X4"
        assert document.paper_original_rule == "HD"
        assert shares(house.clerk) == (1, 2), "out of P2, still in P2a"

    @pytest.mark.parametrize("answer", ["waiting", "refused"])
    def test_the_twin_without_approval_it_counts(
        self, house: kit.House, chief: Actor, rule: PaperOriginalRule, now: dt.datetime, answer: str
    ) -> None:
        document, row = self.asked(house, rule, now)
        if answer == "refused":
            self.decided(row, chief, now, approve=False)
        document = kit.through(house, document, now)
        assert self.exception_of(document) == ""
        assert shares(house.clerk) == (1, 1)

    def test_after_the_issue_it_is_too_late(
        self, house: kit.House, chief: Actor, rule: PaperOriginalRule, now: dt.datetime
    ) -> None:
        document, row = self.asked(house, rule, now)
        document = kit.through(house, document, now)
        with kit.refused(paper_originals.NotOriginal, "trước đó"):
            self.decided(row, chief, now, approve=True)
        with acting(house.drafter), kit.refused(paper_originals.NotOriginal, "trước đó"):
            paper_originals.ask_original(
                document=document, rule=rule, reason="x", by=house.drafter, at=now
            )
        assert self.exception_of(document) == ""

    def test_who_may_decide(
        self, house: kit.House, chief: Actor, rule: PaperOriginalRule, now: dt.datetime
    ) -> None:
        _document, row = self.asked(house, rule, now)
        elsewhere = replace(chief, agency_id=chief.agency_id + 1)
        stand_in = replace(chief, stands_in_for=chief.person_id)
        for by in (house.drafter, house.clerk, elsewhere, stand_in):
            with pytest.raises(Forbidden):
                self.decided(row, by, now, approve=True)
        with acting(chief), kit.refused(paper_originals.NotOriginal, "lý do"):
            paper_originals.decide_original(row=row, approve=False, said=" ", by=chief, at=now)
        self.decided(row, chief, now, approve=True)
        with kit.refused(paper_originals.NotOriginal, "đã được quyết định"):
            self.decided(row, chief, now, approve=False)
        with acting(chief):
            assert Fact.objects.filter(act="documents.original_decided").count() == 1

    def test_only_by_a_rule_in_force_and_once(
        self, house: kit.House, province: Actor, rule: PaperOriginalRule, now: dt.datetime
    ) -> None:
        document, _row = self.asked(house, rule, now)
        with acting(house.drafter), kit.refused(paper_originals.NotOriginal, "đã có đề nghị"):
            paper_originals.ask_original(
                document=document, rule=rule, reason="x", by=house.drafter, at=now
            )
        with acting(province):
            paper_originals.end_original_rule(
                row=rule, last=dt.date(2026, 11, 2), basis="QĐ 15 (mẫu)", by=province, at=now
            )
        with kit.refused(paper_originals.NotOriginal, "không còn"):
            self.asked(house, rule, now)

    def test_screens(
        self, client_for: Any, house: kit.House, rule: PaperOriginalRule, now: dt.datetime
    ) -> None:
        document = kit.drafted(house, now, "Sở Y tế")
        page = reverse("documents:paper_original", args=[document.pk])
        client = client_for(f"chuyenvien.tonghop@{kit.DOMAIN}")
        shown = client.get(page)
        assert "Khoản 1 Điều 5 (mẫu)" in shown.content.decode()
        asked = client.post(
            page, {"once": once_of(shown), "rule": rule.pk, "reason": "Hợp đồng số 5"}, follow=True
        )
        assert "Chờ quyết định" in asked.content.decode()
        assert "Không đồng ý" not in asked.content.decode(), "who asks does not decide"
        with acting(house.drafter):
            row = PaperOriginal.objects.get()
        decide = reverse("documents:paper_original_decide", args=[document.pk, row.pk])
        refused = client.post(decide, {"once": "x" * 30, "answer": "approve"})
        assert refused.status_code in (302, 403)
        chair = client_for(f"chutich@{kit.DOMAIN}")
        listed = chair.get(reverse("documents:paper_originals")).content.decode()
        assert "Hợp đồng số 5" in listed
        done = chair.post(
            decide, {"once": once_of(chair.get(page)), "answer": "approve"}, follow=True
        )
        assert "Đã ghi quyết định" in done.content.decode()
        with acting(house.chair):
            row.refresh_from_db()
        assert (row.decision, row.decided_by_id) == ("approved", house.chair.person_id)


class TestWaiting:
    """Judged again until there is proof, for seven days."""

    @pytest.fixture
    def waiting(
        self, house: kit.House, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
    ) -> Iterator[OutgoingDocument]:
        """A paper whose signatures lacked proof of revocation at issue."""
        lacking = signing.Counted(False, signing.Reason.WAITING, "Chưa có bằng chứng.")
        with monkeypatch.context() as patch:
            patch.setattr(issue_verdicts.signing, "counted", lambda *_given: lacking)
            document = kit.issued(house, now, "Sở Y tế")
        assert document.signature_verdict is not None
        assert document.signature_verdict["why_not"] == "waiting"
        yield document

    def verdict(self, house: kit.House, document: OutgoingDocument) -> dict[str, Any]:
        with acting(house.clerk):
            found = OutgoingDocument.objects.get(pk=document.pk).signature_verdict
        assert found is not None
        return dict(found)

    def test_it_counts_once_there_is_proof(
        self, house: kit.House, now: dt.datetime, waiting: OutgoingDocument
    ) -> None:
        later = now + dt.timedelta(hours=5)
        assert judging_again.judge_again(waiting.pk, waiting.agency_id, at=later)
        found = self.verdict(house, waiting)
        assert (found["counts"], found["why_not"]) == (True, "")
        assert found["judged_at"] == later.isoformat()
        assert found["at_issue"]["why_not"] == "waiting"
        assert found["form"] == waiting.signature_verdict["form"]  # type: ignore[index]
        assert not judging_again.judge_again(waiting.pk, waiting.agency_id, at=later)
        with acting(house.clerk):
            assert Fact.objects.filter(act="documents.judged_again").count() == 1
            share = signed_shares(PERIOD, house.clerk.agency_id).p2
        assert (share.numerator, share.denominator) == (1, 1)

    def test_it_goes_on_waiting(
        self, house: kit.House, now: dt.datetime, waiting: OutgoingDocument,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        lacking = signing.Counted(False, signing.Reason.WAITING, "Chưa có bằng chứng.")
        monkeypatch.setattr(issue_verdicts.signing, "counted", lambda *_given: lacking)
        assert not judging_again.judge_again(waiting.pk, waiting.agency_id, at=now)
        assert "at_issue" not in self.verdict(house, waiting)

    def test_after_seven_days_it_is_not_valid(
        self, house: kit.House, now: dt.datetime, waiting: OutgoingDocument,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:  # fmt: skip
        """The real rule on a verdict that lacks the proof still."""
        real = signing.verify_bytes

        def unproved(content: Any) -> signing.Verdict:
            verdict = real(content)
            for one in verdict.signatures:
                one.findings.append(
                    signing.Finding(
                        signing.Part.TRUST, signing.Answer.WITH_WARNINGS, "revocation_unknown", ""
                    )
                )
            return verdict

        monkeypatch.setattr(judging_again.signing, "verify_bytes", unproved)
        early = now + dt.timedelta(days=6)
        assert not judging_again.judge_again(waiting.pk, waiting.agency_id, at=early)
        late = now + dt.timedelta(days=8)
        assert judging_again.judge_again(waiting.pk, waiting.agency_id, at=late)
        assert self.verdict(house, waiting)["why_not"] == "not_valid"
