"""Updates, recalls, replacements and replies as they arrive; bonds both ways; implementing (§3.2.b)."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.db.utils import IntegrityError

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.access.actor import Forbidden, system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act
from lienthong.systems.documents.choices import LinkKind, UpdateState
from lienthong.systems.documents.models import (
    DocumentLink,
    IncomingDocument,
    OutgoingDocument,
    PaperUpdate,
)
from lienthong.systems.documents.queries import related as queries
from lienthong.systems.documents.services import (
    implementing,
    incoming,
    recalling,
    relating,
    updating,
)
from tests.support.roles import as_role

from . import outgoing_kit as kit

STEP = dt.timedelta(minutes=1)


@pytest.fixture
def house(committed: str, actor_for: Any) -> kit.House:
    return kit.house(actor_for)


def carry(name: str, at: dt.datetime) -> exchange.Round:
    with as_role("lt_worker", name):
        return exchange.carry_all(lambda: at)


def paper_of(clerk: Any, document: Any) -> IncomingDocument:
    return IncomingDocument.objects.get(agency_id=clerk.agency_id, document_id=document.document_id)


def taken(clerk: Any, document: Any, at: dt.datetime) -> IncomingDocument:
    return incoming.register_incoming(
        document=paper_of(clerk, document), trust_note="Cơ quan mẫu", by=clerk, at=at
    )


def delivery_of(clerk: Any, document: Any, kind: int) -> Any:
    return exchange.Delivery.objects.filter(
        receiver_id=clerk.agency_id,
        package__document_id=document.document_id,
        package__kind=kind,
    ).latest("pk")


class TestUpdates:
    def test_an_update_changes_data_and_receivers_and_is_answered_once(
        self, committed: str, house: kit.House, actor_for: Any, now: dt.datetime
    ) -> None:
        document = kit.issued(house, now, "Sở Tư pháp", "Sở Công Thương")
        carry(committed, now + STEP)
        stays, leaves, comes = (
            actor_for(f"vanthu.{s}@{kit.DOMAIN}") for s in ("stp", "sct", "syt")
        )
        with acting(stays):
            taken(stays, document, now + STEP)
        due = dt.date(2026, 12, 31)
        with acting(house.clerk):
            updating.update_issued(
                document=OutgoingDocument.objects.get(pk=document.pk),
                add=["Sở Y tế"], remove=[leaves.agency_id], changes={"due_on": due},
                reason="Đổi hạn, đổi nơi nhận", by=house.clerk, at=now + 2 * STEP,
            )  # fmt: skip
        carry(committed, now + 3 * STEP)
        with acting(stays):
            assert IncomingDocument.objects.filter(agency_id=stays.agency_id).count() == 1
            row = paper_of(stays, document)
            assert row.reply_deadline is None
            update = PaperUpdate.objects.get(document=row)
            assert update.changes == [["Hạn trả lời", "", "31/12/2026"]]
            updating.agree(update=update, by=stays, at=now + 4 * STEP)
            with kit.refused(incoming.Refused, "đã được trả lời"):
                updating.refuse(update=update, note="muộn", by=stays, at=now + 5 * STEP)
            row = paper_of(stays, document)
            assert row.reply_deadline == due
            assert row.file is not None
            assert delivery_of(stays, document, 2).status == "15"
            assert delivery_of(stays, document, 0).status == "03"
        with acting(leaves):
            assert paper_of(leaves, document).recall_requested_at is not None
        with acting(comes):
            assert paper_of(comes, document).file is not None
        carry(committed, now + 6 * STEP)
        with acting(house.clerk):
            assert OutgoingDocument.objects.get(pk=document.pk).reply_deadline == due
            listed = exchange.list_unconfirmed(house.clerk)
            waiting = [row.receiver_id for row in listed if row.package.kind == 2]
            assert waiting == [comes.agency_id]

    def test_a_refusal_needs_a_sentence_and_leaves_the_paper(
        self, committed: str, house: kit.House, actor_for: Any, now: dt.datetime
    ) -> None:
        document = kit.issued(house, now, "Sở Tư pháp")
        carry(committed, now + STEP)
        with acting(house.clerk):
            updating.update_issued(
                document=OutgoingDocument.objects.get(pk=document.pk),
                changes={"due_on": dt.date(2026, 12, 1)}, reason="Đổi hạn",
                by=house.clerk, at=now + STEP,
            )  # fmt: skip
        carry(committed, now + 2 * STEP)
        clerk = actor_for(f"vanthu.stp@{kit.DOMAIN}")
        with acting(clerk):
            row = paper_of(clerk, document)
            update = PaperUpdate.objects.get(document=row)
            with kit.refused(incoming.Refused, "vì sao"):
                updating.refuse(update=update, note=" ", by=clerk, at=now + 3 * STEP)
            updating.refuse(update=update, note="Không kịp", by=clerk, at=now + 3 * STEP)
            assert paper_of(clerk, document).reply_deadline is None
            delivery = delivery_of(clerk, document, 2)
            assert (delivery.status, delivery.retract_note) == ("16", "Không kịp")
            assert not exchange.list_unconfirmed(clerk).exists()
        with acting(house.clerk):
            stories = exchange.list_updates(
                house.clerk, OutgoingDocument.objects.get(pk=document.pk).package
            )
            assert [one.status for one in stories] == ["16"]

    @pytest.mark.parametrize(
        ("what", "words"), [("file", "tệp khác"), ("subject", "trích yếu"), ("number", "số, ký")]
    )
    def test_what_was_signed_is_refused_at_the_receiver_by_itself(
        self, committed: str, house: kit.House, actor_for: Any, now: dt.datetime, what: str,
        words: str,
    ) -> None:  # fmt: skip
        document = kit.issued(house, now, "Sở Tư pháp")
        carry(committed, now + STEP)
        with acting(house.clerk):
            updating.update_issued(
                document=OutgoingDocument.objects.get(pk=document.pk),
                changes={"due_on": dt.date(2026, 12, 1)}, reason="Đổi hạn",
                by=house.clerk, at=now + STEP,
            )  # fmt: skip
        clerk = actor_for(f"vanthu.stp@{kit.DOMAIN}")
        seen: list[PaperUpdate | None] = []

        def hostile(arrivals: Any, *, at: dt.datetime) -> None:
            for one in arrivals:
                if what == "file":
                    changed = replace(one, files=())
                    other = exchange.PackageFile(sha256="0" * 64)
                    changed = replace(one, files=(other,))
                else:
                    changed = replace(one, message=replace(one.message, **{what: "999"}))
                seen.append(updating.take_update(changed, at))
                seen.append(updating.take_update(changed, at))

        from lienthong.axis.exchange.services import handlers

        with handlers.only(arrivals=[hostile]):
            carry(committed, now + 2 * STEP)
        assert seen[0] is not None
        assert seen[0] == seen[1]
        with acting(clerk):
            update = PaperUpdate.objects.get(document=paper_of(clerk, document))
            assert update.state == UpdateState.REFUSED
            assert words in update.note
            assert delivery_of(clerk, document, 2).status == "16"
            assert paper_of(clerk, document).reply_deadline is None
            alarms = exchange.list_incidents(clerk).filter(document_id=document.document_id)
            assert alarms.exists() is (what == "file")

    def test_only_the_issuing_clerk_updates_and_says_why(
        self, committed: str, house: kit.House, now: dt.datetime
    ) -> None:
        document = kit.issued(house, now, "Sở Tư pháp")
        with acting(house.drafter), pytest.raises(Forbidden):
            updating.update_issued(
                document=document, add=["Sở Y tế"], reason="x", by=house.drafter, at=now
            )
        with acting(house.clerk):
            for more, words in (
                ({"reason": " ", "add": ["Sở Y tế"]}, "lý do"),
                ({"reason": "x"}, "Chưa có gì"),
                ({"reason": "x", "add": ["Công ty (mẫu)"]}, "Công ty"),
            ):
                with kit.refused(incoming.Refused, words):
                    updating.update_issued(document=document, by=house.clerk, at=now, **more)


def test_recall_by_message_and_by_status_is_answered_once_and_bound(
    committed: str, house: kit.House, actor_for: Any, now: dt.datetime
) -> None:
    document = kit.issued(house, now, "Sở Tư pháp")
    carry(committed, now + STEP)
    with acting(house.drafter):
        notice = recalling.start_recall(
            document=document, reason="Ban hành nhầm", by=house.drafter, at=now + STEP
        )
    notice = kit.through(house, notice, now + 2 * STEP)
    carry(committed, now + 3 * STEP)
    clerk = actor_for(f"vanthu.stp@{kit.DOMAIN}")
    with acting(clerk):
        asked, told = paper_of(clerk, document), paper_of(clerk, notice)
        assert asked.recall_requested_at is not None
        link = DocumentLink.objects.get(incoming=told)
        assert (link.kind, link.to_incoming_id) == (LinkKind.RECALLS, asked.pk)
        assert [line.relation for line in queries.lines_of(clerk, asked)] == ["Bị thu hồi bởi"]
        incoming.carry_out_recall(document=asked, by=clerk, at=now + 4 * STEP)
        reports = exchange.StatusReport.objects.filter(delivery=asked.delivery)
        assert sorted(reports.values_list("code", flat=True)) == ["01", "13", "15"]
    carry(committed, now + 5 * STEP)
    with acting(clerk):
        reports = exchange.StatusReport.objects.filter(delivery=asked.delivery)
        assert sorted(reports.values_list("code", flat=True)) == ["01", "13", "15"]


def test_a_replacement_is_bound_to_what_it_replaces(
    committed: str, house: kit.House, actor_for: Any, now: dt.datetime
) -> None:
    document = kit.issued(house, now, "Sở Tư pháp")
    carry(committed, now + STEP)
    with acting(house.drafter):
        made = recalling.start_replacement(
            document=document, reason="Sai số liệu", by=house.drafter, at=now + STEP
        )
    made = kit.through(house, made, now + 2 * STEP)
    carry(committed, now + 3 * STEP)
    clerk = actor_for(f"vanthu.stp@{kit.DOMAIN}")
    with acting(clerk):
        old, new = paper_of(clerk, document), paper_of(clerk, made)
        assert [(x.relation, x.reference) for x in queries.lines_of(clerk, old)] == [
            ("Bị thay thế bởi", made.reference)
        ]
        assert queries.lines_of(clerk, new)[0].relation == "Thay thế"
        assert old.recall_requested_at is None


def test_a_reply_ends_what_it_answers_here_and_is_counted_there(
    committed: str, house: kit.House, actor_for: Any, now: dt.datetime
) -> None:
    """ResponseFor: the reply's issue ends the paper at its author's, its arrival is seen by the asker."""
    document = kit.issued(house, now, "Sở Tư pháp", "Sở Y tế", reply_deadline=dt.date(2026, 12, 15))
    carry(committed, now + STEP)
    clerk = actor_for(f"vanthu.stp@{kit.DOMAIN}")
    with acting(clerk):
        asked = taken(clerk, document, now + STEP)
    own = kit.House(
        drafter=actor_for(f"chuyenvien.stp@{kit.DOMAIN}"),
        head=actor_for(f"truongphong.stp@{kit.DOMAIN}"),
        clerk=clerk,
        chair=actor_for(f"giamdoc.stp@{kit.DOMAIN}"),
        chair_post=actor_for(f"giamdoc.stp@{kit.DOMAIN}").post_id or 0,
    )
    reply = kit.issued(
        own, now + 2 * STEP, "UBND tỉnh", notation="STP-VP", authority="in_own_right",
        answers_incoming_id=asked.pk,
    )  # fmt: skip
    with acting(clerk):
        done = IncomingDocument.objects.get(pk=asked.pk)
        assert (done.state, reply.reference in done.handled_note) == ("done", True)
        assert delivery_of(clerk, document, 0).status == "06"
        assert queries.lines_of(clerk, done)[0].relation == "Được trả lời bởi"
    carry(committed, now + 3 * STEP)
    with acting(house.clerk):
        sent = OutgoingDocument.objects.get(pk=document.pk)
        rows = queries.replies_to(house.clerk, sent, now + 4 * STEP)
        assert [(r.receiver, r.answered, r.late) for r in rows] == [
            ("Sở Y tế", False, False),
            ("Sở Tư pháp", True, False),
        ]
        late = queries.replies_to(house.clerk, sent, now + dt.timedelta(days=40))
        assert [(r.receiver, r.late) for r in late] == [("Sở Y tế", True), ("Sở Tư pháp", False)]


def test_implementing_sends_the_superiors_file_with_ones_own(
    committed: str, house: kit.House, actor_for: Any, now: dt.datetime
) -> None:
    document = kit.issued(house, now, "Sở Tư pháp")
    carry(committed, now + STEP)
    clerk = actor_for(f"vanthu.stp@{kit.DOMAIN}")
    drafter = actor_for(f"chuyenvien.stp@{kit.DOMAIN}")
    boss = actor_for(f"giamdoc.stp@{kit.DOMAIN}")
    own = kit.House(
        drafter=drafter, head=actor_for(f"truongphong.stp@{kit.DOMAIN}"), clerk=clerk, chair=boss,
        chair_post=boss.post_id or 0,
    )  # fmt: skip
    draft = kit.draft_of(own, "Sở Y tế", notation="STP-VP", authority="in_own_right")
    with acting(drafter):
        row = IncomingDocument.objects.get(agency_id=clerk.agency_id)
        with kit.refused(implementing.NotImplementable, "vào sổ"):
            implementing.start_implementing(document=row, draft=draft, by=drafter, at=now + STEP)
    with acting(clerk):
        row = taken(clerk, document, now + STEP)
        assert row.file is not None
        digest = row.file.sha256
    with acting(drafter):
        made = implementing.start_implementing(
            document=row, draft=draft, by=drafter, at=now + 2 * STEP
        )
    made = kit.through(own, made, now + 3 * STEP)
    carry(committed, now + 4 * STEP)
    last = actor_for(f"vanthu.syt@{kit.DOMAIN}")
    with acting(last):
        got = paper_of(last, made)
        (enclosed,) = got.attachments.select_related("file")
        assert enclosed.file.sha256 == digest
        assert document.reference in enclosed.description
    with acting(clerk):
        assert queries.lines_of(clerk, row)[0].relation == "Được triển khai bởi"
        assert queries.lines_of(clerk, made)[0].relation == "Triển khai"
    with acting(house.drafter):
        notice = recalling.start_recall(
            document=document, reason="Nhầm", by=house.drafter, at=now + 5 * STEP
        )
    kit.through(house, notice, now + 6 * STEP)
    carry(committed, now + 7 * STEP)
    with acting(drafter):
        fresh = IncomingDocument.objects.get(pk=row.pk)
        with kit.refused(implementing.NotImplementable, "thu hồi"):
            implementing.start_implementing(
                document=fresh, draft=draft, by=drafter, at=now + 8 * STEP
            )


class TestByHand:
    def test_a_bond_is_shown_at_both_ends_and_can_be_taken_away(
        self, posts: kit.House, now: dt.datetime
    ) -> None:
        one = kit.drafted(posts, now, "Sở Tư pháp")
        two = kit.drafted(posts, now, "Sở Y tế")
        by = posts.drafter
        with acting(by):
            link = relating.tie(source=one, kind="basis", to=two, by=by, at=now)
            again = relating.tie(source=one, kind="basis", to=two, by=by, at=now)
            assert link.pk == again.pk
            cited = relating.Reference("01/2020/NĐ-CP", dt.date(2020, 3, 5), "Chính phủ")
            relating.tie(source=one, kind="cites", to=cited, by=by, at=now)
            shown = [(x.relation, x.reference) for x in queries.lines_of(by, one)]
            assert shown == [("Căn cứ", two.notation), ("Viện dẫn", "01/2020/NĐ-CP")]
            assert [x.relation for x in queries.lines_of(by, two)] == ["Là căn cứ của"]
            relating.untie(link=link, by=by, at=now)
            assert queries.lines_of(by, two) == []

    def test_what_is_refused(self, posts: kit.House, actor_for: Any, now: dt.datetime) -> None:
        one = kit.drafted(posts, now, "Sở Tư pháp")
        two = kit.drafted(posts, now, "Sở Y tế")
        by = posts.drafter
        with acting(by):
            for kind, to, words in (
                ("recalls", two, "thông báo thu hồi"),
                ("basis", one, "chính nó"),
                ("nonsense", two, "quan hệ"),
                ("cites", relating.Reference(" "), "số, ký hiệu"),
            ):
                with kit.refused(relating.NotTied, words):
                    relating.tie(source=one, kind=kind, to=to, by=by, at=now)
        stranger = actor_for(f"vanthu.bato@{kit.DOMAIN}")
        with acting(stranger), pytest.raises(Forbidden):
            relating.tie(source=one, kind="basis", to=two, by=stranger, at=now)

    def test_the_database_refuses_a_bond_with_two_sources_or_none(
        self, posts: kit.House, now: dt.datetime
    ) -> None:
        one = kit.drafted(posts, now, "Sở Tư pháp")
        by = system_actor(one.agency_id)
        with acting(by), pytest.raises(IntegrityError), act("documents.linked", by=by, at=now):
            DocumentLink.objects.create(
                agency_id=one.agency_id, kind="basis", to_outgoing=one, created_at=now
            )
