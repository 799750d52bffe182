"""Taking papers in, registering, handling (Đ20 to Đ24), with what is refused."""

import datetime as dt

import pytest
from django.db.utils import IntegrityError

from lienthong.kernel.access.actor import Forbidden
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies.models import Person, Unit
from lienthong.kernel.facts.models import Fact
from lienthong.kernel.workflow import NotFound, WrongState
from lienthong.systems.documents.choices import Channel, Part
from lienthong.systems.documents.models import IncomingDocument, RouteRule
from lienthong.systems.documents.queries import incoming as queries
from lienthong.systems.documents.services import handling, incoming

pytestmark = pytest.mark.django_db
M = "@mau.lienthong.example"


@pytest.fixture
def clerk(actor_for):
    with acting(actor_for(f"vanthu.snv{M}")) as actor:
        yield actor


def paper(**more):
    fields = {
        "issuer_name": "UBND tỉnh Quảng Ngãi",
        "number": "12",
        "notation": "UBND-TH",
        "issued_on": dt.date(2026, 11, 20),
        "type_name": "Công văn",
        "type_code": 18,
        "subject": "V/v triển khai nhiệm vụ cải cách hành chính",
    } | more
    return incoming.Paper(channel=Channel.PAPER, fields=fields)


def as_post(actor_for, email, document):
    actor = actor_for(email)
    return acting(actor)


def registered(clerk, now):
    document = incoming.take_in(paper=paper(), by=clerk, at=now)
    return incoming.register_incoming(document=document, by=clerk, at=now)


def unit_of(actor, name):
    return Unit.objects.on(dt.date(2026, 11, 23)).get(agency_id=actor.agency_id, name=name)


def test_a_paper_is_registered_under_the_next_number(clerk, now):
    first = registered(clerk, now)
    second = registered(clerk, now)
    assert (first.arrival_number, second.arrival_number) == (1, 2)
    assert first.state == "registered"
    assert first.reference == "12/UBND-TH"
    assert first.arrival_date == dt.date(2026, 11, 23)


def test_registering_is_one_fact_whose_lines_name_the_book(clerk, now):
    document = registered(clerk, now)
    facts = Fact.objects.filter(
        subject_type="documents.incomingdocument", subject_id=str(document.pk)
    )
    assert [f.act for f in facts.order_by("id")] == ["documents.taken_in", "documents.registered"]
    tables = set(facts.latest("id").lines.values_list("table", flat=True))
    assert {"documents_incomingdocument", "registers_entry"} <= tables


def test_a_second_click_does_not_register_twice(clerk, now):
    document = registered(clerk, now)
    with pytest.raises(WrongState, match="Đã vào sổ"):
        incoming.register_incoming(document=document, by=clerk, at=now)


def test_the_same_number_and_issuer_is_named_as_a_probable_duplicate(clerk, now):
    first = registered(clerk, now)
    again = incoming.take_in(paper=paper(), by=clerk, at=now)
    other = incoming.take_in(paper=paper(number="13"), by=clerk, at=now)
    assert again.duplicate_of_id == first.pk
    assert other.duplicate_of_id is None


def test_the_clock_of_registration_follows_urgency(clerk, now):
    normal = incoming.take_in(paper=paper(), by=clerk, at=now)
    urgent = incoming.take_in(paper=paper(urgency="express"), by=clerk, at=now)
    assert normal.register_due_at > now + dt.timedelta(hours=20)
    assert normal.calendar_version
    assert urgent.register_due_at == now


@pytest.mark.parametrize("verdict", ["changed", "invalid", "unreadable"])
def test_what_is_not_authentic_is_not_registered(clerk, now, verdict):
    document = incoming.take_in(paper=paper(), by=clerk, at=now)
    IncomingDocument.objects.filter(pk=document.pk)
    document.channel, document.verdict = Channel.MAIL, verdict
    with pytest.raises(incoming.Refused, match="trả lại"):
        incoming._judge(document, "")


def test_an_unknown_signer_needs_the_clerks_reason(clerk, now):
    document = incoming.take_in(paper=paper(), by=clerk, at=now)
    document.channel, document.verdict = Channel.MAIL, "valid_with_warnings"
    with pytest.raises(incoming.UnknownSigner):
        incoming._judge(document, "  ")
    incoming._judge(document, "Đã gọi điện xác nhận với nơi gửi")


def test_only_the_two_reasons_of_the_law_return_a_paper(clerk, now):
    document = incoming.take_in(paper=paper(), by=clerk, at=now)
    with pytest.raises(incoming.Refused, match="hai lý do"):
        incoming.return_to_sender(
            document=document, reason="wrong_form", note="sai thể thức", by=clerk, at=now
        )
    with pytest.raises(incoming.Refused, match="lý do"):
        incoming.return_to_sender(
            document=document, reason="wrong_addressee", note=" ", by=clerk, at=now
        )
    done = incoming.return_to_sender(
        document=document, reason="wrong_addressee", note="Gửi Sở Tư pháp", by=clerk, at=now
    )
    assert done.state == "returned"


def test_nothing_reaches_a_desk_around_the_register(clerk, now):
    document = incoming.take_in(paper=paper(), by=clerk, at=now)
    with pytest.raises(WrongState):
        handling.route_to_unit(
            document=document, unit_id=unit_of(clerk, "Phòng Nghiệp vụ").pk, by=clerk, at=now
        )
    from lienthong.kernel.facts.recording import act

    with pytest.raises(IntegrityError, match="registered_before_handling"):
        with act("t.forced", by=clerk, at=now):
            IncomingDocument.objects.filter(pk=document.pk).update(state="at_unit")


def test_the_whole_way_of_a_paper(clerk, actor_for, now):
    document = registered(clerk, now)
    director = actor_for(f"giamdoc.snv{M}")
    head = actor_for(f"truongphong.snv{M}")
    officer = actor_for(f"chuyenvien.snv{M}")
    unit = unit_of(clerk, "Phòng Nghiệp vụ")
    handling.submit_to_leader(document=document, leader_id=director.person_id, by=clerk, at=now)
    with acting(director):
        done = handling.instruct(
            document=document,
            text="Phòng Nghiệp vụ tham mưu, trước ngày 30/11",
            parts=[handling.PartGiven(Part.LEAD, unit_id=unit.pk)],
            by=director,
            at=now,
        )
    assert (done.state, done.lead_unit_id) == ("at_unit", unit.pk)
    with acting(head):
        handling.assign_person(document=document, person_id=officer.person_id, by=head, at=now)
    with acting(officer):
        assert queries.get_incoming(officer, document.pk).state == "in_hand"
        handling.hand_back(document=document, note="Không thuộc việc của tôi", by=officer, at=now)
    with acting(head):
        handling.assign_person(document=document, person_id=officer.person_id, by=head, at=now)
    with acting(officer):
        with pytest.raises(incoming.Refused):
            handling.finish(document=document, note="", by=officer, at=now)
        done = handling.finish(document=document, note="Lưu để biết", by=officer, at=now)
    assert done.state == "done"
    assert done.assignments.filter(ended_at=None).count() == 0
    assert done.assignments.exclude(handed_back_note="").count() == 1


def test_an_instruction_has_exactly_one_lead(clerk, actor_for, now):
    document = registered(clerk, now)
    director = actor_for(f"giamdoc.snv{M}")
    handling.submit_to_leader(document=document, leader_id=director.person_id, by=clerk, at=now)
    unit = unit_of(clerk, "Phòng Nghiệp vụ").pk
    lead = handling.PartGiven(Part.LEAD, unit_id=unit)
    with acting(director):
        for parts in ([], [lead, lead], [handling.PartGiven(Part.INFORM, unit_id=unit)]):
            with pytest.raises(incoming.Refused, match="chủ trì"):
                handling.instruct(document=document, text="Xử lý", parts=parts, by=director, at=now)


def test_the_offices_rules_lead_straight_to_the_unit(clerk, now):
    from lienthong.kernel.facts.recording import act

    unit = unit_of(clerk, "Phòng Nghiệp vụ")
    with act("t.rule", by=clerk, at=now):
        RouteRule.objects.create(
            agency_id=clerk.agency_id, words="cải cách hành chính", to_unit=unit
        )
    document = registered(clerk, now)
    assert handling.route_by_rules(document).to_unit_id == unit.pk
    other = incoming.take_in(paper=paper(subject="V/v mời họp"), by=clerk, at=now)
    assert handling.route_by_rules(other) is None


def test_another_post_may_not_register(clerk, actor_for, now):
    document = incoming.take_in(paper=paper(), by=clerk, at=now)
    officer = actor_for(f"chuyenvien.snv{M}")
    with acting(officer):
        with pytest.raises(Forbidden):
            incoming.register_incoming(document=document, by=officer, at=now)
        with pytest.raises(Forbidden, match="Văn thư"):
            incoming.take_in(paper=paper(), by=officer, at=now)


def test_another_agency_neither_sees_nor_acts(clerk, stranger, now):
    document = registered(clerk, now)
    with acting(stranger):
        assert not IncomingDocument.objects.filter(pk=document.pk).exists()
        with pytest.raises(queries.NotSeen):
            queries.get_incoming(stranger, document.pk)
        with pytest.raises(NotFound):
            handling.route_to_unit(document=document, unit_id=1, by=stranger, at=now)


def test_a_recall_that_nobody_asked_for_destroys_nothing(clerk, now):
    document = registered(clerk, now)
    with pytest.raises(incoming.Refused, match="không yêu cầu"):
        incoming.carry_out_recall(document=document, by=clerk, at=now)


def test_a_recall_destroys_document_and_metadata_and_keeps_the_chain(clerk, now):
    from lienthong.kernel.facts.models import FactSecret
    from lienthong.kernel.facts.recording import act

    document = registered(clerk, now)
    with act("t.asked", by=clerk, at=now):
        IncomingDocument.objects.filter(pk=document.pk).update(recall_requested_at=now)
    done = incoming.carry_out_recall(document=document, by=clerk, at=now)
    assert (done.state, done.subject, done.file_id) == ("recalled", "", None)
    assert done.arrival_number == 1
    mine = Fact.objects.filter(
        subject_type="documents.incomingdocument", subject_id=str(document.pk)
    )
    kept = FactSecret.objects.filter(fact__in=mine.exclude(act="documents.recall_carried_out"))
    assert not kept.exists()


def test_the_chain_of_posts_of_the_sample_is_what_this_suite_says(clerk):
    assert Person.objects.get(email=f"vanthu.snv{M}").pk == clerk.person_id
