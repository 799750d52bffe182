"""X2 from the province's dated list, and a second look at papers that waited for proof (§4.3, 4.4)."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from lienthong.axis.exchange import api as exchange
from lienthong.axis.signing import api as signing
from lienthong.kernel.access.actor import Actor, Forbidden
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies.choices import Verb
from lienthong.kernel.facts.models import Fact
from lienthong.systems.documents.models import OutgoingDocument, PaperOnlyType
from lienthong.systems.documents.queries.counting import signed_behind, signed_shares
from lienthong.systems.documents.services import issue_verdicts, judging_again, paper_types

from . import outgoing_kit as kit

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
