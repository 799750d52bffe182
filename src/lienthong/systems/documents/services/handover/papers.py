"""Papers that are handed over: incoming ones not settled, and outgoing ones not issued."""

from typing import Any

from django.db.models import Case, F, QuerySet, When
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.models import PostHolding
from lienthong.kernel.files.services import share

from ...choices import IncomingState, OutgoingState, Part
from ...models import Assignment, IncomingDocument, OutgoingDocument
from ...queries.disposal import OPEN_OUT
from ...queries.incoming import OPEN
from .kind import Kind, Taker


class IncomingPapers(Kind):
    """Incoming papers that are not settled; register number, deadline and instructions stay."""

    model = IncomingDocument
    titled = ("reference", "subject")
    with_related = ("file",)

    @property
    def label(self) -> str:
        """What the work is called on the sheet."""
        return _("Văn bản đến")

    def rows(self, agency_ids: list[int]) -> QuerySet[Any]:
        """Papers waiting, with whom they wait: the leader asked, else the person who handles."""
        return IncomingDocument.objects.filter(agency_id__in=agency_ids, state__in=OPEN).annotate(
            item_id=F("pk"),
            held_by_id=F("agency_id"),
            person_id=Case(
                When(state=IncomingState.FOR_INSTRUCTION, then=F("leader_id")),
                default=F("lead_person_id"),
            ),
            unit_id=F("lead_unit_id"),
            due_on=TruncDate("handling_due_at"),
        )

    def take(self, row: Any, taker: Taker) -> None:
        """The paper waits with the new owner."""
        moved = row.agency_id != taker.agency_id
        if moved:
            self._move(row, taker)
        self._give(row, moved, taker)
        row.updated_at = taker.at
        row.save()

    @staticmethod
    def _move(paper: IncomingDocument, taker: Taker) -> None:
        if paper.sent_to_old_agency_id is None:
            paper.sent_to_old_agency_id = paper.agency_id
        family = agencies.family(taker.agency_id)
        if paper.delivery is not None and paper.delivery.receiver_id not in family:
            paper.delivery = None  # nobody outside the receiver's succession reports for it
        if paper.file is not None and not paper.file.destroyed:
            paper.file = share(paper.file, agency_id=taker.agency_id, by=taker.by, at=taker.at)
        paper.agency_id = taker.agency_id

    @staticmethod
    def _give(paper: IncomingDocument, moved: bool, taker: Taker) -> None:
        if paper.state in (IncomingState.ARRIVED, IncomingState.REGISTERED):
            return  # it waits at văn thư, of the new agency from now on
        if paper.state == IncomingState.FOR_INSTRUCTION and taker.person_id is not None:
            paper.leader_id = taker.person_id
            return
        lead = paper.assignments.filter(part=Part.LEAD, person__isnull=False, ended_at=None)
        (paper.assignments.filter(ended_at=None) if moved else lead).update(ended_at=taker.at)
        paper.lead_person_id = taker.person_id
        if taker.person_id is None:
            paper.lead_unit_id = None if moved else taker.standing_unit(paper.lead_unit_id)
            paper.state = IncomingState.AT_UNIT if paper.lead_unit_id else IncomingState.REGISTERED
            return
        paper.lead_unit_id = taker.unit_id or (None if moved else paper.lead_unit_id)
        paper.state = IncomingState.IN_HAND
        Assignment.objects.create(
            document=paper,
            part=Part.LEAD,
            person_id=taker.person_id,
            assigned_by_id=taker.by.person_id,
            note=_("Nhận bàn giao"),
            due_at=paper.handling_due_at,
            at=taker.at,
        )


class Drafts(Kind):
    """Outgoing documents that are not issued.

    A draft goes on in the new agency as a draft: its checks and its signatory were the old agency's.
    What bears a number stays the old agency's, for the new person to see to.
    """

    model = OutgoingDocument
    titled = ("reference", "subject")

    @property
    def label(self) -> str:
        """What the work is called on the sheet."""
        return _("Văn bản đang soạn, đang trình")

    def rows(self, agency_ids: list[int]) -> QuerySet[Any]:
        """Drafts with their drafter; what waits for a signature, with the one who signs."""
        rows = OutgoingDocument.objects.filter(agency_id__in=agency_ids, state__in=OPEN_OUT)
        return rows.annotate(
            item_id=F("pk"),
            held_by_id=F("agency_id"),
            person_id=Case(
                When(state=OutgoingState.APPROVED, then=F("signatory_id")),
                default=F("drafter_id"),
            ),
            due_on=F("reply_deadline"),
        )

    def take(self, row: Any, taker: Taker) -> None:
        """Another drafter, or another signatory for what waits for a signature."""
        moved = row.agency_id != taker.agency_id
        if not moved and row.state == OutgoingState.APPROVED:
            self._sign_by(row, taker)
        else:
            row.drafter_id = taker.somebody(row.drafter_id)
            row.unit_id = taker.unit_id or (None if moved else taker.standing_unit(row.unit_id))
        if moved and row.state != OutgoingState.SEALED:
            row.agency_id, row.state = taker.agency_id, OutgoingState.DRAFTING
            row.signatory_id = row.signatory_post_id = row.signed_at = None
            row.approved_digest = ""
            for opinion in row.opinions.all():
                opinion.agency_id = taker.agency_id
                opinion.party_ids = sorted({*opinion.party_ids, taker.agency_id})
                opinion.save(update_fields=["agency", "party_ids"])
        row.updated_at = taker.at
        row.save()

    @staticmethod
    def _sign_by(draft: OutgoingDocument, taker: Taker) -> None:
        """Another signatory means another right to sign: the draft is made ready anew (Đ13)."""
        draft.state = OutgoingState.DRAFTING
        draft.approved_digest = ""
        draft.signatory_id = taker.person_id
        held = PostHolding.objects.on(taker.on).filter(
            person_id=taker.person_id or 0, post__agency_id=draft.agency_id
        )
        draft.signatory_post_id = held.values_list("post_id", flat=True).first()
