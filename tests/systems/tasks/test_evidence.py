"""Done = the proof agreed for this task exists and the asker accepts (§5.4), every kind with its twin."""

import datetime as dt
import io

import pytest

from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.models import Fact
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.services import store
from lienthong.systems.tasks.models import Measurement, Product
from lienthong.systems.tasks.queries import parts_of, report_of, report_period, signed_of
from lienthong.systems.tasks.services import (
    assigning,
    closing,
    filing,
    measuring,
    proving,
    splitting,
)

from .conftest import DUE, handed, proposal

pytestmark = pytest.mark.django_db


def refused(words, task, officer, now, *products):
    with acting(officer), pytest.raises(proving.NoProof, match=words):
        proving.submit_result(task=task, products=list(products), by=officer, at=now)


def submitted(task, officer, now, *products, note=""):
    with acting(officer):
        return proving.submit_result(
            task=task, products=list(products), note=note, by=officer, at=now
        )


class TestDocument:
    def test_an_own_issued_paper_that_cites_closes(self, task, officer, in_hand, paper_of, now):
        in_hand(task)
        paper = paper_of(officer)
        named = proving.Handed(kind="document", dated=now.date(), reference=f" {paper.reference} ")
        submitted(task, officer, now, named)
        with acting(officer):
            product = task.products.get()
            assert (product.outgoing_id, product.dated) == (paper.pk, paper.issue_date)
            assert product.details["closes_by"] == "cites"

    @pytest.mark.parametrize(
        ("more", "words"),
        [
            (
                {"state": "drafting", "entry": None, "issue_date": None, "sealed_at": None},
                "Bản thảo",
            ),
            ({"state": "recalled"}, "thu hồi"),
            ({"internal": True}, "phát hành"),
            ({"subject": "V/v đang triển khai nhiệm vụ"}, "quá trình"),
            ({"subject": "Báo cáo tiến độ"}, "quá trình"),
            ({"text": "Thực hiện Công văn số 99/UBND-KT", "subject": "Việc khác"}, "viện dẫn"),
        ],
    )
    def test_what_does_not_close(self, task, officer, in_hand, paper_of, now, more, words):
        """A draft, an interim letter, a paper about something else, a recalled one."""
        in_hand(task)
        refused(words, task, officer, now, handed(paper_of(officer, **more)))

    def test_the_code_of_the_task_closes_it(self, task, officer, in_hand, paper_of, now):
        in_hand(task)
        paper = paper_of(officer, text=f"Về nhiệm vụ {task.code}", subject="Việc khác")
        submitted(task, officer, now, handed(paper))
        with acting(officer):
            assert task.products.get().details["closes_by"] == "task_code"

    def test_a_foreign_paper_or_none_at_all(self, task, officer, in_hand, paper_of, neighbour, now):
        in_hand(task)
        foreign = paper_of(neighbour)
        refused("chưa phát hành", task, officer, now, handed(foreign))
        refused(
            "số, ký hiệu", task, officer, now, proving.Handed(kind="document", dated=now.date())
        )
        refused("đúng loại", task, officer, now)
        refused("đúng loại", task, officer, now, handed(foreign, kind="record"))

    def test_the_papers_own_date_decides_not_what_was_typed(
        self, task, chief, officer, in_hand, paper_of
    ):
        """§5.3: the issue date of the product; nobody types himself on time."""
        in_hand(task)
        late = DUE + dt.timedelta(days=1)
        paper = paper_of(officer, late.date())
        submitted(task, officer, late, handed(paper, dated=dt.date(2026, 11, 24)))
        with acting(chief):
            done = closing.accept_result(task=task, by=chief, at=late)
        assert done.product_date == late.date()


class TestSignedSet:
    """n of N signed papers: the commitments of each head (2.a of the directive)."""

    @pytest.fixture
    def wanted(self, assigned, director, in_hand):
        made = assigned(proposal(director.agency_id, proof="signed_set", proof_target={"count": 2}))
        return in_hand(made)

    def signed(self, digest, whole=True):
        details = {"sha256": digest, "signed_whole": whole, "name": f"{digest}.pdf"}
        return proving.Handed(kind="signed_set", dated=dt.date(2026, 11, 23), details=details)

    def kept(self, officer, now, product):
        content = io.BytesIO(str(product.details["sha256"]).encode())
        with acting(officer):
            stored = store(content, name="a.txt", agency_id=officer.agency_id, by=officer, at=now)
        return proving.Handed(
            kind=product.kind, dated=product.dated, file_id=stored.pk, details=product.details
        )

    def test_two_of_two(self, wanted, officer, now):
        first, second = (self.kept(officer, now, self.signed(n)) for n in ("a", "b"))
        refused("Mới có 1 trên 2", wanted, officer, now, first)
        submitted(wanted, officer, now, first, second)
        with acting(officer):
            count = signed_of(wanted, parts_of(wanted, officer, at=now))
        assert (count.have, count.of) == (2, 2)

    def test_the_same_paper_twice_is_one(self, wanted, officer, now):
        first = self.kept(officer, now, self.signed("a"))
        refused("hai lần", wanted, officer, now, first, first)

    def test_an_unsigned_or_altered_file_is_none(self, wanted, officer, now):
        bad = self.kept(officer, now, self.signed("c", whole=False))
        good = self.kept(officer, now, self.signed("d"))
        refused("nguyên vẹn", wanted, officer, now, good, bad)
        refused("tải lên", wanted, officer, now, self.signed("e"))

    def test_a_group_counts_the_agencies_that_have_theirs(
        self, assigned, director, neighbour, officer, in_hand, chief, now
    ):
        leads = [director.agency_id, neighbour.agency_id]
        parent = assigned(proposal(0, leads=leads, proof="signed_set"))
        with acting(chief):
            mine = parent.children.get(lead_agency_id=director.agency_id)
        in_hand(mine)
        submitted(mine, officer, now, self.kept(officer, now, self.signed("a")))
        with acting(chief):
            closing.accept_result(task=mine, by=chief, at=now)
            count = signed_of(parent, parts_of(parent, chief, at=now))
        assert (count.have, count.of) == (1, 2)


class TestRecord:
    """An event with minutes as a file, date, number present, results (3 of the directive)."""

    DETAILS = {"held_on": "2026-11-20", "present": 45, "result": "3 kiến nghị đã trả lời"}

    @pytest.fixture
    def event(self, assigned, director, in_hand):
        return in_hand(assigned(proposal(director.agency_id, proof="record")))

    @pytest.fixture
    def minutes(self, officer, now):
        with acting(officer):
            return filing.keep_file(
                content=b"\x89PNG\r\n\x1a\n" + b"0" * 64, name="bien-ban.png", secrecy="no",
                by=officer, at=now,
            )  # fmt: skip

    def record(self, minutes, **more):
        return proving.Handed(
            kind="record", dated=dt.date(2026, 11, 23), file_id=minutes and minutes.file_id,
            details={k: v for k, v in (self.DETAILS | more).items() if v is not None},
        )  # fmt: skip

    def test_whole_it_closes_on_the_day_of_the_event(self, event, officer, minutes, now):
        submitted(event, officer, now, self.record(minutes))
        with acting(officer):
            assert event.products.get().dated == dt.date(2026, 11, 20)

    @pytest.mark.parametrize(
        "more",
        [{"held_on": None}, {"present": 0}, {"present": None}, {"result": " "}],
    )
    def test_half_it_does_not(self, event, officer, minutes, now, more):
        refused("Biên bản cần", event, officer, now, self.record(minutes, **more))

    def test_without_its_file_or_in_the_future_it_does_not(self, event, officer, minutes, now):
        refused("Biên bản cần", event, officer, now, self.record(None))
        refused("hôm nay", event, officer, now, self.record(minutes, held_on="2026-12-24"))
        refused("Ngày tổ chức", event, officer, now, self.record(minutes, held_on="hôm qua"))

    @pytest.mark.parametrize(
        ("secrecy", "error", "words"),
        [("", proving.NoProof, "dấu chỉ độ mật"), ("yes", filing.Secret, "chặn")],
    )
    def test_the_question_on_secrecy_stands_first(self, officer, now, secrecy, error, words):
        with acting(officer):
            before = StoredFile.objects.count()
            with pytest.raises(error, match=words):
                filing.keep_file(content=b"x", name="x", secrecy=secrecy, by=officer, at=now)
            assert StoredFile.objects.count() == before

    def test_a_program_is_no_minutes(self, officer, now):
        from lienthong.kernel.files.services import TypeRefused

        with acting(officer), pytest.raises(TypeRefused):
            filing.keep_file(
                content=b"MZ" + b"0" * 99, name="a.pdf", secrecy="no", by=officer, at=now
            )


class TestMeasure:
    """A figure of the system reaches its target and holds at the cut; standing, never done (1.b)."""

    TARGET = {"measures": ["P2"], "at_least": 100}

    def test_without_its_figure_it_is_not_assigned(self, assigned, director):
        with pytest.raises(assigning.NoMeasure, match="số liệu"):
            assigned(proposal(director.agency_id, proof="system_measure"))

    def test_a_standing_target_is_read_and_never_done(
        self, assigned, director, officer, in_hand, paper_of, now
    ):
        task = assigned(
            proposal(
                director.agency_id, proof="system_measure", proof_target=self.TARGET, deadline=None
            )
        )
        in_hand(task)
        with acting(system_actor(director.agency_id)):
            (reading,) = measuring.measure_task(task=task, cut_on=now.date(), at=now)
        assert (reading.denominator, reading.reached) == (0, False)
        refused("thường xuyên", task, officer, now)

    def test_before_its_cut_it_is_not_done_nor_below_its_target(
        self, assigned, director, officer, in_hand, now
    ):
        task = in_hand(
            assigned(proposal(director.agency_id, proof="system_measure", proof_target=self.TARGET))
        )
        refused("chốt ngày", task, officer, now)
        refused("Chưa đạt: P2 0/0", task, officer, DUE + dt.timedelta(days=1))

    @pytest.mark.parametrize(("signed", "figure"), [(2, "2/2"), (1, "1/2")])
    def test_it_holds_at_the_cut_or_it_does_not(
        self, assigned, director, officer, chief, in_hand, now, monkeypatch, signed, figure
    ):
        from lienthong.axis.exchange import api as exchange

        monkeypatch.setattr(measuring, "figure_at", lambda *_a, **_k: exchange.Share(signed, 2))
        task = in_hand(
            assigned(proposal(director.agency_id, proof="system_measure", proof_target=self.TARGET))
        )
        after = DUE + dt.timedelta(days=2)
        if signed < 2:
            refused(f"Chưa đạt: P2 {figure}", task, officer, after)
            return
        submitted(task, officer, after)
        with acting(chief):
            done = closing.accept_result(task=task, by=chief, at=after)
        assert done.product_date == dt.date(2026, 12, 10)

    def test_a_cut_that_was_read_stays_as_it_was(self, assigned, director, now, monkeypatch):
        from lienthong.axis.exchange import api as exchange

        task = assigned(
            proposal(director.agency_id, proof="system_measure", proof_target=self.TARGET)
        )
        by = system_actor(director.agency_id)
        for share in (exchange.Share(1, 2), exchange.Share(2, 2)):
            monkeypatch.setattr(measuring, "figure_at", lambda *_a, share=share, **_k: share)
            with acting(by):
                measuring.measure_task(task=task, cut_on=now.date(), at=now)
        with acting(by):
            assert Measurement.objects.values_list("numerator", flat=True).get() == 1

    def test_the_figure_is_counted_from_the_agencys_own_papers(
        self, director, officer, paper_of, now
    ):
        """P2 of one agency: signed of those sent by the exchange; none sent is nothing, never 100 %."""
        from lienthong.systems.tasks.queries.figures import figure_at, reader_of

        paper_of(officer)
        reader = reader_of(director.agency_id, "agency", now.date())
        with acting(reader):
            share = figure_at(reader, "P2", cut_on=now.date())
            silent = figure_at(reader, "P1", cut_on=now.date())
        assert (share.denominator, str(share)) == (0, "không phát sinh")
        assert silent.denominator == 0

    def test_the_figure_of_the_whole_province_counts_every_agency(
        self, director, officer, neighbour, paper_of, now
    ):
        """1.b of the directive: all agencies and units, not the lead alone; each agency that owes."""
        from lienthong.axis.exchange.models import Package
        from lienthong.kernel.facts.recording import act
        from lienthong.systems.tasks.queries.figures import figure_at, reader_of

        for by, counts in ((officer, True), (neighbour, False)):
            paper = paper_of(by, signature_verdict={"counts": counts})
            with acting(by), act("t.sent", by=by, at=now):
                paper.package = Package.objects.create(
                    sender_id=by.agency_id, party_ids=[by.agency_id], document_id=f"t:{paper.pk}",
                    reference=paper.reference, type_name="Công văn", subject=paper.subject,
                    issued_on=paper.issue_date, core=b"x", message_sha256="0" * 64,
                    content_sha256="0" * 64, month=paper.issue_date.replace(day=1), created_at=now,
                )  # fmt: skip
                paper.save()
        shares = {}
        for scope in ("agency", "province"):
            reader = reader_of(director.agency_id, scope, now.date())
            with acting(reader):
                shares[scope] = figure_at(reader, "P2", cut_on=now.date())
        assert (shares["agency"].numerator, shares["agency"].denominator) == (1, 1)
        assert (shares["province"].numerator, shares["province"].denominator) == (1, 2)

    def test_the_database_lets_nothing_pass_as_reached(self, assigned, director, now):
        from django.db.utils import IntegrityError

        from lienthong.kernel.facts.recording import act

        task = assigned(proposal(director.agency_id))
        by = system_actor(director.agency_id)
        with acting(by), pytest.raises(IntegrityError, match="not_reached"):
            with act("t.forced", by=by, at=now):
                Measurement.objects.create(
                    task=task, measure="P1", cut_on=now.date(), numerator=0, denominator=0,
                    target_per_mille=1000, reached=True, at=now,
                )  # fmt: skip


class TestWord:
    """The asker's own word: the last resort, with its reason, counted apart."""

    def test_it_needs_a_reason_and_is_counted_apart(
        self, assigned, director, officer, chief, in_hand, now
    ):
        task = in_hand(assigned(proposal(director.agency_id, proof="leader_confirmation")))
        submitted(task, officer, now, note="Đã làm việc trực tiếp")
        with acting(chief):
            with pytest.raises(closing.NotNow, match="căn cứ"):
                closing.accept_result(task=task, note=" ", by=chief, at=now)
            closing.accept_result(task=task, note="Đã nghe báo cáo tại giao ban", by=chief, at=now)
            period = report_period("yearly", DUE.date(), chief.agency_id)
            (line,) = report_of(chief, period, at=now).lines
        assert (line.done_on_time, line.by_word) == (1, 1)

    def test_a_dossier_is_kept_for_a_later_system(self, assigned, director, officer, in_hand, now):
        task = in_hand(assigned(proposal(director.agency_id, proof="dossier")))
        product = proving.Handed(kind="dossier", dated=now.date())
        refused("Hồ sơ đã kết thúc", task, officer, now, product)


def test_a_parent_needs_its_own_product_and_all_its_parts(
    task, director, officer, in_hand, paper_of, now
):
    """§5.5."""
    in_hand(task)
    with acting(director):
        (part,) = splitting.split_task(
            task=task, parts=[proposal(director.agency_id, proof="leader_confirmation")],
            units=[officer.unit_id], by=director, at=now,
        )  # fmt: skip
        assert part.doer_unit_id == officer.unit_id
    refused("Còn 1 việc", task, officer, now, handed(paper_of(officer)))


def test_a_recalled_product_is_not_accepted(
    task, chief, officer, in_hand, paper_of, actor_for, now
):
    """The paper was recalled between handing in and acceptance: the asker's clerk has the notice."""
    from lienthong.kernel.facts.recording import act
    from lienthong.systems.documents.models import IncomingDocument

    in_hand(task)
    paper = paper_of(officer)
    submitted(task, officer, now, handed(paper))
    with acting(chief), act("t.came", by=chief, at=now):
        IncomingDocument.objects.create(
            agency_id=chief.agency_id, channel="exchange", issuer_name="Sở Nội vụ",
            document_id=paper.document_id, arrived_at=now, register_due_at=now,
            recall_requested_at=now, updated_at=now,
        )  # fmt: skip
    with acting(chief), pytest.raises(proving.NoProof, match="thu hồi"):
        closing.accept_result(task=task, by=chief, at=now)


def test_another_agency_opens_no_product(task, officer, in_hand, paper_of, neighbour, now):
    in_hand(task)
    submitted(task, officer, now, handed(paper_of(officer)))
    with acting(neighbour):
        assert not Product.objects.exists()
        assert not Fact.objects.filter(act="tasks.submitted").exists()
