"""The heir of an ended agency recalls, corrects and replaces its papers, as papers of its own (Đ18.3, Đ18.4).

Played on a small province: a district issues a paper before 1 July 2025 to a commune that ends with it
and to a department that lives on; afterwards the commune that keeps the district's papers takes it back.
"""

import datetime as dt
from dataclasses import dataclass

import pytest

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.access.actor import Actor, Forbidden
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies import queries, services
from lienthong.kernel.agencies.models import Agency, Decision, Succession
from lienthong.kernel.facts.recording import act
from lienthong.systems.documents.choices import LinkKind, Purpose
from lienthong.systems.documents.models import IncomingDocument, OutgoingDocument
from lienthong.systems.documents.policies import can_mend
from lienthong.systems.documents.queries.office import mended
from lienthong.systems.documents.rules import who_mends
from lienthong.systems.documents.services import drafting, incoming, recalling
from tests.kernel.agencies.conftest import empty_structure, keeper  # noqa: F401
from tests.support.roles import as_role

from .documents import outgoing_kit as kit
from .documents.conftest import letters  # noqa: F401
from .test_handover import AFTER, EVE, IS, LAST, WAS, post_of, small_province  # noqa: F401

STEP = dt.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("ended", "heirs", "mends"),
    [(False, [2], {1}), (True, [2, 3], {2, 3}), (True, [], set()), (True, [1, 2], {2})],
)
def test_the_issuer_mends_while_it_lives_then_who_keeps_its_papers(ended, heirs, mends):
    assert who_mends(1, ended=ended, heirs=heirs) == mends


def house_of(agency_id: int, on: dt.date) -> kit.House:
    chair = post_of(agency_id, "head", on=on)
    return kit.House(
        drafter=post_of(agency_id, "chief_of_office", on=on),
        head=post_of(agency_id, "chief_of_office", on=on),
        clerk=post_of(agency_id, "clerk", on=on),
        chair=chair,
        chair_post=chair.post_id or 0,
    )


@dataclass
class Lives:
    """A district and a commune that end, who stands for them, and a department that goes on."""

    name: str
    district: int
    heir: int
    commune: int
    commune_heir: int
    office: int
    at: dt.datetime

    def next(self) -> dt.datetime:
        self.at += STEP
        return self.at

    def carry(self) -> None:
        at = self.next()
        with as_role("lt_worker", self.name):
            exchange.carry_all(lambda: at)

    def register(self, clerk: Actor, paper: OutgoingDocument) -> IncomingDocument:
        with acting(clerk):
            row = IncomingDocument.objects.get(
                agency_id=clerk.agency_id, document_id=paper.document_id
            )
            return incoming.register_incoming(
                document=row, trust_note="Cơ quan mẫu", by=clerk, at=self.next()
            )


def _key(agency_id: int) -> str:
    return Agency.objects.get(pk=agency_id).key


@pytest.fixture
def lives(small_province, letters):  # noqa: F811
    plan = Decision.objects.get(key=LAST).plan
    ends = {line["from"]: line for line in plan["succeed"] if line.get("takes_records", True)}
    whole = {}
    for line in plan["succeed"]:
        whole.setdefault(line["from"], []).append(line)
    districts = Agency.objects.on(WAS).filter(level="district", key__in=ends)
    heirs = {
        one.pk: next(s["to"] for s in whole[one.key] if s.get("takes_records", True))
        for one in districts
    }
    for district, heir in heirs.items():
        for commune in Agency.objects.on(WAS).filter(level="commune", key__in=plan["close"]):
            lines = whole.get(commune.key, [])
            if len(lines) == 1 and lines[0]["to"] != heir:
                office = queries.find_agency("Sở Nội vụ", WAS)
                assert office is not None
                return Lives(
                    small_province, district, heir, commune.pk, lines[0]["to"], office, EVE
                )
    raise AssertionError("no district and commune end with different heirs")


def issued_before(lives: Lives) -> OutgoingDocument:
    """A paper of the district to the commune and the department, registered at both."""
    house = house_of(lives.district, WAS)
    commune = queries.name_at(lives.commune, WAS).name
    with acting(house.drafter):
        document = drafting.start_draft(
            draft=kit.draft_of(house, commune, "Sở Nội vụ", notation="UBND-VP",
                               text="Rà soát 100% thủ tục hành chính."),
            by=house.drafter, at=lives.next(),
        )  # fmt: skip
    paper = kit.through(house, document, lives.next())
    lives.carry()
    for agency_id in (lives.commune, lives.office):
        lives.register(post_of(agency_id, "clerk"), paper)
    return paper


def end_the_district(lives: Lives) -> None:
    with acting(keeper(WAS, lives.district, lives.commune)) as by:
        services.carry_out_decision(decision=Decision.objects.get(key=LAST), by=by, at=AFTER)
    lives.at = AFTER
    lives.heir = Agency.objects.get(key=lives.heir).pk
    lives.commune_heir = Agency.objects.get(key=lives.commune_heir).pk


def test_the_heir_takes_back_and_every_receiver_or_its_heir_answers(lives):
    paper = issued_before(lives)
    before = house_of(lives.district, WAS)
    with acting(before.drafter):
        assert can_mend(before.drafter, paper, WAS)
    end_the_district(lives)
    heir = house_of(lives.heir, IS)
    stranger = post_of(lives.commune_heir, "chief_of_office", on=IS)
    with acting(heir.drafter):
        old = OutgoingDocument.objects.get(pk=paper.pk)
        assert can_mend(heir.drafter, old, IS)
        assert not can_mend(stranger, old, IS)
        notice = recalling.start_recall(
            document=old, reason="Sai thẩm quyền", by=heir.drafter, at=lives.next()
        )
        was, is_ = queries.name_at(lives.district, WAS).name, queries.name_at(lives.heir, IS).name
        assert notice.agency_id == lives.heir
        assert f"của {was} về" in notice.text
        assert f"{was} đã kết thúc hoạt động từ ngày 01/07/2025" in notice.text
        assert is_ in notice.text
        assert notice.signatory_id == heir.chair.person_id, "the heir's own head signs"
        named = set(
            notice.recipients.exclude(purpose=Purpose.FILE).values_list("agency", flat=True)
        )
        assert named == {lives.commune_heir, lives.office}
        with kit.refused(recalling.AlreadyMended):
            recalling.start_recall(document=old, reason="Lần nữa", by=heir.drafter, at=lives.next())
    with acting(stranger), pytest.raises(Forbidden):
        recalling.start_recall(document=old, reason="Người lạ", by=stranger, at=lives.next())
    notice = kit.through(heir, notice, lives.next())
    assert notice.reference.startswith("01/"), "the heir's own series"
    with acting(heir.clerk):
        old = OutgoingDocument.objects.get(pk=paper.pk)
        assert (old.state, old.agency_id) == ("recalled", lives.district)
        message = exchange.message_of(notice.package)
        assert message.business.document_id == paper.document_id
        (about,) = message.responses
        assert about.document_id == paper.document_id
        assert about.organ_id == queries.sending_code(lives.district, WAS)
        (row,) = mended(heir.clerk)
        assert row.open_at == 2
    lives.carry()
    for holder, keeper_id in ((lives.commune, lives.commune_heir), (lives.office, lives.office)):
        clerk = post_of(keeper_id, "clerk", on=IS)
        lives.register(clerk, notice)
        with acting(clerk):
            held = IncomingDocument.objects.get(agency_id=holder, document_id=paper.document_id)
            came = IncomingDocument.objects.get(agency_id=keeper_id, document_id=notice.document_id)
            assert came.links.get(kind=LinkKind.RECALLS).to_incoming_id == held.pk
            assert held.recall_requested_at is not None
        with acting(heir.clerk), pytest.raises(Exception, match="Không tìm thấy"):
            incoming.carry_out_recall(document=held, by=heir.clerk, at=lives.next())
        with acting(clerk):
            done = incoming.carry_out_recall(document=held, by=clerk, at=lives.next())
            assert (done.state, done.subject) == ("recalled", "")
    lives.carry()
    with acting(heir.clerk):
        states = exchange.Delivery.objects.filter(package=old.package_id).values_list("status")
        assert set(states) == {("15",)}
        assert mended(heir.clerk)[0].open_at == 0


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (recalling.start_replacement, LinkKind.REPLACES),
        (recalling.start_correction, LinkKind.CORRECTS),
    ],
)
def test_the_heir_corrects_and_replaces(lives, start, kind):
    paper = issued_before(lives)
    end_the_district(lives)
    heir = house_of(lives.heir, IS)
    with acting(heir.drafter):
        old = OutgoingDocument.objects.get(pk=paper.pk)
        made = start(document=old, reason="Nhầm ngày", by=heir.drafter, at=lives.next())
        assert queries.name_at(lives.district, WAS).name in made.text
    made = kit.through(heir, made, lives.next())
    lives.carry()
    clerk = post_of(lives.commune_heir, "clerk", on=IS)
    with acting(clerk):
        came = IncomingDocument.objects.get(
            agency_id=lives.commune_heir, document_id=made.document_id
        )
        link = came.links.get(kind=kind)
        assert link.to_incoming.agency_id == lives.commune
        assert link.to_incoming.recall_requested_at is None, "only a notice of recall asks back"
    with acting(heir.clerk):
        assert OutgoingDocument.objects.get(pk=paper.pk).state == "issued"


def test_a_notice_of_who_keeps_no_papers_of_the_issuer_takes_nothing_back(lives):
    """The negative twin of the heir, also where the notice was drafted while it still kept them."""
    paper = issued_before(lives)
    end_the_district(lives)
    heir = house_of(lives.heir, IS)
    with acting(heir.drafter):
        old = OutgoingDocument.objects.get(pk=paper.pk)
        notice = recalling.start_recall(
            document=old, reason="Sai", by=heir.drafter, at=lives.next()
        )
    with acting(keeper(IS)) as by:
        with act("tests.no_records", by=by, at=lives.next()):
            Succession.objects.filter(predecessor=lives.district, successor=lives.heir).update(
                takes_records=False
            )
    with acting(heir.drafter):
        assert not can_mend(heir.drafter, old, IS)
    with pytest.raises(Forbidden):
        kit.through(heir, notice, lives.next())
    with acting(keeper(IS, lives.district)):
        assert OutgoingDocument.objects.get(pk=paper.pk).state == "issued"
        asked = exchange.Delivery.objects.filter(package=paper.package_id).exclude(retract="")
        assert not asked.exists()


def test_where_only_the_heir_holds_the_paper_no_notice_goes_out_and_its_own_copy_is_treated(
    small_province,  # noqa: F811
    letters,  # noqa: F811
):
    plan = Decision.objects.get(key=LAST).plan
    keeps = {s["from"]: s["to"] for s in plan["succeed"] if s.get("takes_records", True)}
    district, commune = next(
        (one, other)
        for one in Agency.objects.on(WAS).filter(level="district", key__in=keeps)
        for other in Agency.objects.on(WAS).filter(level="commune", key__in=plan["close"])
        if keeps.get(other.key) == keeps[one.key]
    )
    lives = Lives(small_province, district.pk, keeps[district.key], commune.pk, 0, 0, EVE)
    house, name = house_of(district.pk, WAS), queries.name_at(commune.pk, WAS).name
    with acting(house.drafter):
        draft = kit.draft_of(house, name, notation="UBND-VP", text="Rà soát thủ tục.")
        document = drafting.start_draft(draft=draft, by=house.drafter, at=lives.next())
    paper = kit.through(house, document, lives.next())
    lives.carry()
    lives.register(post_of(commune.pk, "clerk"), paper)
    with acting(keeper(WAS, district.pk, commune.pk)) as by:
        services.carry_out_decision(decision=Decision.objects.get(key=LAST), by=by, at=AFTER)
    lives.at = AFTER
    heir = house_of(Agency.objects.get(key=lives.heir).pk, IS)
    with acting(heir.drafter):
        old = OutgoingDocument.objects.get(pk=paper.pk)
        notice = recalling.start_recall(
            document=old, reason="Sai thẩm quyền", by=heir.drafter, at=lives.next()
        )
        assert "Không còn cơ quan nào khác giữ văn bản" in notice.text
        assert "Đề nghị nơi nhận hủy" not in notice.text
    notice = kit.through(heir, notice, lives.next())
    assert notice.package_id is None
    with acting(heir.clerk):
        assert recalling.taken_back_at_home(notice)
        assert OutgoingDocument.objects.get(pk=paper.pk).state == "recalled"
    lives.carry()
    with acting(heir.clerk):
        held = IncomingDocument.objects.get(document_id=paper.document_id)
        assert held.recall_requested_at is not None
        assert notice.reference in held.recall_note
        done = incoming.carry_out_recall(document=held, by=heir.clerk, at=lives.next())
        assert (done.state, done.subject) == ("recalled", "")
        (row,) = mended(heir.clerk)
        assert row.open_at == 0


def test_with_a_receiver_left_a_notice_to_nobody_is_refused(lives):
    """The twin: somebody else holds the paper, and the drafter struck every line."""
    paper = issued_before(lives)
    end_the_district(lives)
    heir = house_of(lives.heir, IS)
    with acting(heir.drafter):
        notice = recalling.start_recall(
            document=OutgoingDocument.objects.get(pk=paper.pk), reason="Sai", by=heir.drafter,
            at=lives.next(),
        )  # fmt: skip
        assert "Đề nghị nơi nhận hủy" in notice.text
        with act("tests.struck", by=heir.drafter, at=lives.next()):
            notice.recipients.exclude(purpose=Purpose.FILE).delete()
    with kit.refused(recalling.NoticeGoesNowhere, "nơi nhận"):
        kit.through(heir, notice, lives.next())
