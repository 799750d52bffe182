"""After 1 July 2025 nothing open is lost: each paper, draft, file and task stands on a sheet by name.

Played on a small province that stands at 30 June 2025, with real commits (Đ31.3.đ; §1 row 33).
"""

import datetime as dt
import io
from dataclasses import replace

import pytest
from django.test import RequestFactory
from PIL import Image
from pypdf import PdfReader

from lienthong.axis.papers import api as papers
from lienthong.kernel.access.actor import Forbidden
from lienthong.kernel.access.context import acting
from lienthong.kernel.access.queries import actor_for as official
from lienthong.kernel.agencies import handover, queries, services
from lienthong.kernel.agencies.models import Agency, Decision, HandoverLine, PostHolding
from lienthong.kernel.agencies.queries.handover import keepers_desk, titles
from lienthong.kernel.agencies.services.loading import load_province
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files.services import open_file, store
from lienthong.systems.documents.choices import Channel
from lienthong.systems.documents.models import IncomingDocument, OutgoingDocument, WorkFile
from lienthong.systems.documents.policies import can_forward
from lienthong.systems.documents.services import copying, incoming, keeping
from lienthong.systems.documents.services.relating import may_tie
from lienthong.systems.documents.views.office_paper import handling_slip
from lienthong.systems.tasks.models import Party, Task
from tests.conftest import NOW
from tests.kernel.agencies.conftest import empty_structure, keeper  # noqa: F401

EVE = dt.datetime(2025, 6, 27, 2, 0, tzinfo=dt.UTC)
AFTER = dt.datetime(2025, 7, 2, 2, 0, tzinfo=dt.UTC)
WAS, IS = EVE.date(), AFTER.date()
LAST = "nq-1677-2025"


def post_of(agency_id, *kinds, on=WAS):
    """An official of the agency in a post of one of the kinds, as he is on the day."""
    held = PostHolding.objects.on(on).filter(post__agency_id=agency_id, post__kind__in=kinds)
    person = held.order_by("pk").values_list("person_id", flat=True).first()
    assert person is not None
    actor = official(person, on=on)
    assert actor is not None
    return actor


def merged_commune():
    """A commune that one other follows whole, and the one that follows it."""
    plan = Decision.objects.get(key=LAST).plan
    heirs = {}
    for line in plan["succeed"]:
        heirs.setdefault(line["from"], []).append(line)
    for key, lines in heirs.items():
        if len(lines) == 1 and not lines[0].get("part") and key in plan["close"]:
            found = Agency.objects.filter(key=key, level="commune").first()
            if found is not None:
                return found.pk, lines[0]["to"]
    raise AssertionError("no commune is followed whole")


def district():
    """A district that ends."""
    plan = Decision.objects.get(key=LAST).plan
    return Agency.objects.filter(key__in=plan["close"], level="district").order_by("pk")[0].pk


def open_work(agency_id):
    """One paper in hand, one arrived, one draft, one file with the paper, two tasks, of the agency."""
    clerk = post_of(agency_id, "clerk")
    with acting(clerk):
        papers = [
            incoming.take_in(
                paper=incoming.Paper(
                    channel=Channel.PAPER,
                    fields={"issuer_name": "UBND tỉnh", "number": str(n), "notation": "UBND",
                            "subject": f"Việc {n} (mẫu)", "issued_on": WAS},
                ),
                by=clerk, at=EVE,
            )
            for n in (71, 72)
        ]  # fmt: skip
        registered = incoming.register_incoming(document=papers[0], by=clerk, at=EVE)
        file = keeping.open_file(
            data=keeping.FileData("Hồ sơ (mẫu)", "01", 20, dt.date(2025, 2, 3)), by=clerk, at=EVE
        )
        keeping.add_incoming(file=file, document=registered, by=clerk, at=EVE)
        with act("tests.open_work", by=clerk, at=EVE):
            draft = OutgoingDocument.objects.create(
                agency_id=agency_id, type_code=18, subject="Dự thảo (mẫu)", notation="UBND",
                place="Xã", drafter_id=clerk.person_id, state="drafting", created_at=EVE,
                updated_at=EVE,
            )  # fmt: skip
            registered.state = "in_hand"
            registered.lead_person_id = clerk.person_id
            registered.handling_due_at = NOW
            registered.save()
            province = queries.province_at(WAS)
            led = _task(f"L{agency_id}", province, agency_id)
            asked = _task(f"A{agency_id}", agency_id, province)
    return {
        "documents.incoming": {papers[0].pk, papers[1].pk},
        "documents.outgoing": {draft.pk},
        "documents.file": {file.pk},
        "tasks.led": {led.pk},
        "tasks.asked": {asked.pk},
    }


def _task(code, assigner, lead):
    task = Task.objects.create(
        code=code, state="in_progress", assigner_agency_id=assigner, monitor_agency_id=assigner,
        lead_agency_id=lead, party_ids=sorted({assigner, lead}), action="Báo cáo (mẫu)",
        deadline=NOW, deadline_original=NOW, created_at=EVE, updated_at=EVE,
    )  # fmt: skip
    Party.objects.create(task=task, agency_id=assigner, role="assigner")
    Party.objects.create(task=task, agency_id=lead, role="lead")
    return task


def lines_of(agency_id, by):
    found = {}
    for kind, item in HandoverLine.objects.filter(from_agency_id=agency_id).values_list(
        "kind", "item_id"
    ):
        found.setdefault(kind, set()).add(item)
    return found


@pytest.fixture
def small_province(empty_structure):  # noqa: F811
    """A small province on 30 June 2025, the last decision still a proposal."""
    load_province(until=dt.date(2025, 6, 30), small=True, at=EVE)
    return empty_structure


def test_nothing_open_is_lost_and_all_is_found_under_both_names(small_province):
    old, heir_key = merged_commune()
    of_district = district()
    work = open_work(old)
    more = open_work(of_district)
    by = keeper(WAS, old, of_district)
    with acting(by):
        preview = queries.preview_decision(Decision.objects.get(key=LAST))
        assert dict(preview.open_work)["Văn bản đến"] == 4
        done = services.carry_out_decision(decision=Decision.objects.get(key=LAST), by=by, at=AFTER)
        assert done.open_work["documents.incoming"] == 4
        assert lines_of(old, by) == work
        assert lines_of(of_district, by) == more
    new = Agency.objects.get(key=heir_key).pk
    desk = keeper(IS)
    with acting(desk):
        waiting = list(keepers_desk(desk).filter(from_agency_id=old))
        assert len(waiting) == 6
    clerk = post_of(new, "clerk", on=IS)
    taker = replace(clerk, verbs=clerk.verbs | {"agencies.hand_over"})
    with acting(taker):
        mine = list(HandoverLine.objects.filter(from_agency_id=old, state="open"))
        assert len(mine) == 6
        assert all(titles(mine).values())
        services.take_over(
            lines=[line.pk for line in mine], agency_id=new, person_id=clerk.person_id,
            by=taker, at=AFTER,
        )  # fmt: skip
    with acting(clerk):
        papers = IncomingDocument.objects.filter(pk__in=work["documents.incoming"])
        assert {p.agency_id for p in papers} == {new}
        assert {p.sent_to_old_agency_id for p in papers} == {old}
        in_hand = papers.get(state="in_hand")
        assert in_hand.lead_person_id == clerk.person_id
        assert in_hand.handling_due_at == NOW  # the deadline is unchanged
        assert in_hand.entry.agency_id == old  # and so is its number in the old book
        assert in_hand.assignments.filter(ended_at=None, person=clerk.person_id).count() == 1
        assert WorkFile.objects.get(pk=min(work["documents.file"])).agency_id == new
        assert OutgoingDocument.objects.get(pk=min(work["documents.outgoing"])).agency_id == new
        led = Task.objects.get(pk=min(work["tasks.led"]))
        assert (led.lead_agency_id, led.doer_id, led.deadline) == (new, clerk.person_id, NOW)
        assert {old, new} <= set(led.party_ids)  # found under the old and under the new name
        assert led.parties.get(role="lead").agency_id == new
        asked = Task.objects.get(pk=min(work["tasks.asked"]))
        assert asked.assigner_agency_id == asked.monitor_agency_id == new
        assert old in queries.family(new)
    with acting(desk):
        assert not keepers_desk(desk).filter(from_agency_id=old).exists()
        left = keepers_desk(desk).filter(from_agency_id=of_district)
        assert left.count() == 6  # what nobody took stays on the province's desk


def test_who_keeps_the_papers_of_an_ended_agency_copies_and_prints_them(small_province):
    """A paper that was finished in the old life stays there; its heir makes copies of it (Đ25)."""
    old, heir_key = merged_commune()
    clerk = post_of(old, "clerk")
    scan = io.BytesIO()
    Image.new("RGB", (827, 1170), "white").save(scan, "PDF", resolution=100)
    with acting(clerk):
        file = store(io.BytesIO(scan.getvalue()), name="quet.pdf", agency_id=old, by=clerk, at=EVE)
        paper = incoming.take_in(
            paper=incoming.Paper(
                channel=Channel.PAPER, file_id=file.pk,
                fields={"issuer_name": "UBND tỉnh", "number": "73", "notation": "UBND",
                        "subject": "Việc đã xong (mẫu)", "issued_on": WAS},
            ),
            by=clerk, at=EVE,
        )  # fmt: skip
        registered = incoming.register_incoming(document=paper, by=clerk, at=EVE)
        with act("tests.finished", by=clerk, at=EVE):
            registered.state = "done"
            registered.save()
    with acting(keeper(WAS, old)) as by:
        services.carry_out_decision(decision=Decision.objects.get(key=LAST), by=by, at=AFTER)
    new = Agency.objects.get(key=heir_key).pk
    heir = post_of(new, "clerk", on=IS)
    one = copying.CopyIn(papers.CopyForm.TRUE_COPY, papers.Medium.PAPER)
    with acting(heir):
        kept = IncomingDocument.objects.get(pk=paper.pk)
        assert kept.agency_id == old
        made = copying.copy_incoming(document=kept, copy=one, key="k", by=heir, at=AFTER)
        assert made.agency_id == new
        words = PdfReader(open_file(made)).pages[0].extract_text()
        assert queries.name_at(new, IS).name.split()[-1] in words.title()
        asked = RequestFactory().get("/")
        asked.actor, asked.at = heir, AFTER
        slip = handling_slip(asked, pk=paper.pk)
        assert slip["Content-Type"] == "application/pdf"
        assert queries.current_name(old).name.split()[-1] in (
            PdfReader(io.BytesIO(slip.content)).pages[0].extract_text().title()
        )
        assert may_tie(heir, kept)
        assert not can_forward(heir, kept)
    stranger = replace(heir, agency_id=queries.province_at(IS))
    with acting(heir), pytest.raises(Forbidden):
        copying.copy_incoming(document=kept, copy=one, key="s", by=stranger, at=AFTER)


def test_without_the_provider_the_paper_would_be_lost(small_province):
    """The negative twin: a system that does not register leaves its work off the sheets."""
    old, _heir = merged_commune()
    open_work(old)
    by = keeper(WAS, old)
    provider = handover.providers()["documents.incoming"]
    handover.forget("documents.incoming")
    try:
        with acting(by):
            done = services.carry_out_decision(
                decision=Decision.objects.get(key=LAST), by=by, at=AFTER
            )
            assert "documents.incoming" not in done.open_work
            assert "documents.incoming" not in lines_of(old, by)
    finally:
        handover.register("documents.incoming", provider)
        _in_order()


def _in_order():
    """Registered anew it stands last; the order is of no consequence."""
    assert "documents.incoming" in handover.providers()


def test_a_leaver_with_open_work_is_refused_until_it_is_handed_over(small_province):
    old, _heir = merged_commune()
    open_work(old)
    clerk = post_of(old, "clerk")
    by = keeper(WAS, old)
    with acting(by):
        holding = PostHolding.objects.on(WAS).get(person=clerk.person_id, post__agency_id=old)
        from lienthong.kernel.agencies.services.appointments import HandoverUnfinished

        with pytest.raises(HandoverUnfinished, match="Hồ sơ công việc: 1"):
            services.end_holding(holding=holding, on=WAS, by=by, at=EVE)
        sheet = services.open_leaver_sheet(person=holding.person, agency_id=old, by=by, at=EVE)
        head = queries.head_of(old, WAS)
        services.take_over(
            lines=[line.pk for line in sheet.lines.all()], agency_id=old,
            person_id=head.person_id, by=by, at=EVE,
        )  # fmt: skip
        services.end_holding(holding=holding, on=WAS, by=by, at=EVE)
    assert official(clerk.person_id, on=WAS) is None


def test_what_waits_at_nobodys_clerk_is_seen_and_taken_by_the_successors(small_province):
    """A paper registered and not passed on, and one that came after the sheet was written."""
    from lienthong.systems.documents.queries.incoming import waiting_for_person
    from lienthong.systems.documents.services import inheriting
    from lienthong.systems.documents.views.incoming_lists import ALL

    old, heir_key = merged_commune()
    work = open_work(old)
    before = post_of(old, "clerk")
    by = keeper(WAS, old)
    with acting(before):
        waiting = incoming.take_in(
            paper=incoming.Paper(
                channel=Channel.PAPER,
                fields={"issuer_name": "Sở Nội vụ", "number": "9", "notation": "SNV",
                        "subject": "Chờ chuyển (mẫu)", "issued_on": WAS},
            ),
            by=before, at=EVE,
        )  # fmt: skip
        waiting = incoming.register_incoming(document=waiting, by=before, at=EVE)
        assert waiting.state == "registered"
    with acting(by):
        services.carry_out_decision(decision=Decision.objects.get(key=LAST), by=by, at=AFTER)
    with acting(before):
        late = incoming.take_in(
            paper=incoming.Paper(
                channel=Channel.PAPER, fields={"issuer_name": "Sở Tư pháp", "subject": "Đến muộn"}
            ),
            by=before, at=AFTER,
        )  # fmt: skip
        assert not HandoverLine.objects.filter(item_id=late.pk, kind="documents.incoming").exists()
    new = Agency.objects.get(key=heir_key).pk
    clerk = post_of(new, "clerk", on=IS)
    other = post_of(Agency.objects.on(IS).exclude(pk=new).filter(level="commune")[0].pk, "clerk",
                    on=IS)  # fmt: skip
    wanted = {*work["documents.incoming"], waiting.pk, late.pk}
    with acting(clerk):
        waits = waiting_for_person(clerk)
        assert set(waits["inherited"].values_list("pk", flat=True)) == wanted
        assert not waits["to_route"].exists()
    with acting(other):
        assert "inherited" not in waiting_for_person(other) or not (
            waiting_for_person(other)["inherited"].filter(pk__in=wanted).exists()
        )
        with pytest.raises(inheriting.NotInherited):
            inheriting.take_over_inherited(papers=[waiting.pk], by=other, at=AFTER)
    officer = replace(clerk, verbs=frozenset({"documents.handle"}))
    from lienthong.kernel.access.actor import Forbidden

    with acting(officer), pytest.raises(Forbidden):
        inheriting.take_over_inherited(papers=[waiting.pk], by=officer, at=AFTER)
    with acting(clerk):
        with pytest.raises(inheriting.NotInherited, match="ít nhất một"):
            inheriting.take_over_inherited(papers=[], by=clerk, at=AFTER)
        count = inheriting.take_over_inherited(papers=[waiting.pk, late.pk], by=clerk, at=AFTER)
        assert count == 2
        routed = waiting_for_person(clerk)["to_route"].get()
        assert (routed.pk, routed.entry.agency_id) == (waiting.pk, old), "its number stays"
        rest = set(ALL.rows(clerk).filter(agency_id=old).values_list("pk", flat=True))
        assert rest, "the papers that were done before stay under the old name"
        lead = next(column for column in ALL.columns if column.lead)
        drawn = {row.agency_id: str(lead.before(row)) for row in ALL.rows(clerk)}
        assert queries.names_of([old])[old].short_name in drawn[old]
        assert drawn[new] == "", "one's own papers need no name"
        assert waiting_for_person(clerk)["to_register"].get().pk == late.pk
        line = HandoverLine.objects.get(item_id=waiting.pk, kind="documents.incoming")
        assert (line.state, line.taken_agency_id) == ("taken", new)
        with pytest.raises(inheriting.NotInherited, match="nơi khác nhận"):
            inheriting.take_over_inherited(papers=[waiting.pk], by=clerk, at=AFTER)
