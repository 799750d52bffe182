"""What the document system hands over by name when an agency ends or a person leaves (Đ31.3.đ).

Three kinds of open work: incoming papers not settled, drafts, work files not yet in the archive.
Number, date and book of what was registered stay the old agency's; the work becomes the new one's.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import Case, F, QuerySet, When
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, nobody
from lienthong.kernel.access.context import current_actor
from lienthong.kernel.access.walls import limit
from lienthong.kernel.agencies import handover
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.models import PostHolding, Unit
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files.services import share
from lienthong.kernel.worktime.rules import local_date

from ..choices import FileState, IncomingState, OutgoingState, Part
from ..models import Assignment, IncomingDocument, OutgoingDocument, WorkFile
from ..queries.incoming import OPEN

OPEN_OUTGOING = (
    OutgoingState.ASSIGNED,
    OutgoingState.DRAFTING,
    OutgoingState.CONSULTING,
    OutgoingState.CHECKING,
    OutgoingState.APPROVED,
    OutgoingState.SIGNED,
    OutgoingState.SEALED,
)


def _narrowed(rows: QuerySet[Any], person_id: int | None) -> QuerySet[Any]:
    return rows if person_id is None else rows.filter(person_id=person_id)


def _titles(rows: QuerySet[Any], *fields: str) -> dict[int, str]:
    reader = current_actor() or nobody()
    found = limit(rows, reader).values_list("pk", *fields)
    return {row[0]: " · ".join(str(part) for part in row[1:] if part) for row in found}


def _unit_of(person_id: int | None, agency_id: int, on: dt.date) -> int | None:
    if person_id is None:
        return None
    held = PostHolding.objects.on(on).filter(person_id=person_id, post__agency_id=agency_id)
    return held.values_list("post__unit_id", flat=True).first()


def _standing_unit(unit_id: int | None, on: dt.date) -> int | None:
    """The unit with which work may go on waiting: none where it has ended."""
    return Unit.objects.on(on).filter(pk=unit_id or 0).values_list("pk", flat=True).first()


def _somebody(person_id: int | None, agency_id: int, on: dt.date, else_: int) -> int:
    """Who holds what must have a holder: the one named, else the head, else who held it."""
    if person_id is not None:
        return person_id
    head = agencies.head_of(agency_id, on)
    return head.person_id if head is not None else else_


class IncomingPapers:
    """Incoming papers that are not settled."""

    @property
    def label(self) -> str:
        """What the work is called on the sheet."""
        return _("Văn bản đến")

    def open_items(self, agency_ids: Sequence[int], person_id: int | None) -> QuerySet[Any]:
        """Papers waiting, with whom they wait: the leader asked, else the person who handles."""
        rows = IncomingDocument.objects.filter(
            agency_id__in=list(agency_ids), state__in=OPEN
        ).annotate(
            item_id=F("pk"),
            person_id=Case(
                When(state=IncomingState.FOR_INSTRUCTION, then=F("leader_id")),
                default=F("lead_person_id"),
            ),
            unit_id=F("lead_unit_id"),
            due_on=TruncDate("handling_due_at"),
        )
        return _narrowed(rows, person_id)

    def describe(self, item_ids: Sequence[int]) -> dict[int, str]:
        """Reference and subject."""
        return _titles(
            IncomingDocument.objects.filter(pk__in=list(item_ids)), "reference", "subject"
        )

    def hand_over(
        self,
        item_ids: Sequence[int],
        *,
        to_agency_id: int,
        to_person_id: int | None,
        by: Actor,
        at: dt.datetime,
    ) -> None:
        """The paper waits with the new owner; register number, deadline and instructions stay."""
        unit = _unit_of(to_person_id, to_agency_id, local_date(at))
        with act("documents.taken_over", by=by, at=at, agency_id=to_agency_id):
            rows = IncomingDocument.objects.select_for_update(of=("self",)).select_related("file")
            for paper in rows.filter(pk__in=list(item_ids)).order_by("pk"):
                moved = paper.agency_id != to_agency_id
                if moved:
                    self._move(paper, to_agency_id, by, at)
                self._give(paper, to_person_id, unit, moved, by, at)
                paper.updated_at = at
                paper.save()

    @staticmethod
    def _move(paper: IncomingDocument, agency_id: int, by: Actor, at: dt.datetime) -> None:
        if paper.sent_to_old_agency_id is None:
            paper.sent_to_old_agency_id = paper.agency_id
        family = agencies.family(agency_id)
        if paper.delivery is not None and paper.delivery.receiver_id not in family:
            paper.delivery = None  # nobody outside the receiver's succession reports for it
        if paper.file is not None and not paper.file.destroyed:
            paper.file = share(paper.file, agency_id=agency_id, by=by, at=at)
        paper.agency_id = agency_id

    @staticmethod
    def _give(
        paper: IncomingDocument,
        person_id: int | None,
        unit_id: int | None,
        moved: bool,
        by: Actor,
        at: dt.datetime,
    ) -> None:
        if paper.state in (IncomingState.ARRIVED, IncomingState.REGISTERED):
            return  # it waits at văn thư, of the new agency from now on
        if paper.state == IncomingState.FOR_INSTRUCTION and person_id is not None:
            paper.leader_id = person_id
            return
        lead = paper.assignments.filter(part=Part.LEAD, person__isnull=False, ended_at=None)
        (paper.assignments.filter(ended_at=None) if moved else lead).update(ended_at=at)
        paper.lead_person_id = person_id
        if person_id is None:
            paper.lead_unit_id = (
                None if moved else _standing_unit(paper.lead_unit_id, local_date(at))
            )
            paper.state = IncomingState.AT_UNIT if paper.lead_unit_id else IncomingState.REGISTERED
            return
        paper.lead_unit_id = unit_id or (None if moved else paper.lead_unit_id)
        paper.state = IncomingState.IN_HAND
        Assignment.objects.create(
            document=paper,
            part=Part.LEAD,
            person_id=person_id,
            assigned_by_id=by.person_id,
            note=_("Nhận bàn giao"),
            due_at=paper.handling_due_at,
            at=at,
        )


class Drafts:
    """Outgoing documents that are not issued."""

    @property
    def label(self) -> str:
        """What the work is called on the sheet."""
        return _("Văn bản đang soạn, đang trình")

    def open_items(self, agency_ids: Sequence[int], person_id: int | None) -> QuerySet[Any]:
        """Drafts with their drafter; what waits for a signature, with the one who signs."""
        rows = OutgoingDocument.objects.filter(
            agency_id__in=list(agency_ids), state__in=OPEN_OUTGOING
        ).annotate(
            item_id=F("pk"),
            person_id=Case(
                When(state=OutgoingState.APPROVED, then=F("signatory_id")),
                default=F("drafter_id"),
            ),
            due_on=F("reply_deadline"),
        )
        return _narrowed(rows, person_id)

    def describe(self, item_ids: Sequence[int]) -> dict[int, str]:
        """Reference where it has one, and subject."""
        return _titles(
            OutgoingDocument.objects.filter(pk__in=list(item_ids)), "reference", "subject"
        )

    def hand_over(
        self,
        item_ids: Sequence[int],
        *,
        to_agency_id: int,
        to_person_id: int | None,
        by: Actor,
        at: dt.datetime,
    ) -> None:
        """A draft goes on in the new agency as a draft: its checks and its signatory were the old
        agency's. What bears a number stays the old agency's, for the new person to see to."""
        on = local_date(at)
        unit = _unit_of(to_person_id, to_agency_id, on)
        with act("documents.taken_over", by=by, at=at, agency_id=to_agency_id):
            rows = OutgoingDocument.objects.select_for_update(of=("self",))
            for draft in rows.filter(pk__in=list(item_ids)).order_by("pk"):
                moved = draft.agency_id != to_agency_id
                if not moved and draft.state == OutgoingState.APPROVED:
                    self._sign_by(draft, to_person_id, on)
                else:
                    draft.drafter_id = _somebody(to_person_id, to_agency_id, on, draft.drafter_id)
                    draft.unit_id = unit or (None if moved else _standing_unit(draft.unit_id, on))
                if moved and draft.state != OutgoingState.SEALED:
                    draft.agency_id, draft.state = to_agency_id, OutgoingState.DRAFTING
                    draft.signatory_id = draft.signatory_post_id = draft.signed_at = None
                    draft.approved_digest = ""
                    for opinion in draft.opinions.all():
                        opinion.agency_id = to_agency_id
                        opinion.party_ids = sorted({*opinion.party_ids, to_agency_id})
                        opinion.save(update_fields=["agency", "party_ids"])
                draft.updated_at = at
                draft.save()

    @staticmethod
    def _sign_by(draft: OutgoingDocument, person_id: int | None, on: dt.date) -> None:
        """Another signatory means another right to sign: the draft is made ready anew (Đ13)."""
        draft.state = OutgoingState.DRAFTING
        draft.approved_digest = ""
        draft.signatory_id = person_id
        held = PostHolding.objects.on(on).filter(
            person_id=person_id or 0, post__agency_id=draft.agency_id
        )
        draft.signatory_post_id = held.values_list("post_id", flat=True).first()


class WorkFiles:
    """Work files that the archive has not received."""

    @property
    def label(self) -> str:
        """What the work is called on the sheet."""
        return _("Hồ sơ công việc")

    def open_items(self, agency_ids: Sequence[int], person_id: int | None) -> QuerySet[Any]:
        """Files with their owner and the day on which they are due for the archive."""
        rows = (
            WorkFile.objects.filter(agency_id__in=list(agency_ids))
            .exclude(state__in=[FileState.HANDED_OVER, FileState.DESTROYED])
            .annotate(item_id=F("pk"), person_id=F("owner_id"), due_on=F("archive_due_on"))
        )
        return _narrowed(rows, person_id)

    def describe(self, item_ids: Sequence[int]) -> dict[int, str]:
        """Number and title."""
        return _titles(WorkFile.objects.filter(pk__in=list(item_ids)), "notation", "title")

    def hand_over(
        self,
        item_ids: Sequence[int],
        *,
        to_agency_id: int,
        to_person_id: int | None,
        by: Actor,
        at: dt.datetime,
    ) -> None:
        """The file becomes the new owner's; where its number is borne there, it is marked."""
        on = local_date(at)
        with act("documents.file_given", by=by, at=at, agency_id=to_agency_id):
            rows = WorkFile.objects.select_for_update(of=("self",))
            for file in rows.filter(pk__in=list(item_ids)).order_by("pk"):
                file.owner_id = _somebody(to_person_id, to_agency_id, on, file.owner_id)
                file.unit_id = _unit_of(file.owner_id, to_agency_id, on)
                if file.agency_id != to_agency_id:
                    file.notation = self._free(file, to_agency_id)
                    file.agency_id = to_agency_id
                file.offered_at = None
                file.save()

    @staticmethod
    def _free(file: WorkFile, agency_id: int) -> str:
        taken = set(
            WorkFile.objects.filter(agency_id=agency_id, year=file.year).values_list(
                "notation", flat=True
            )
        )
        if file.notation not in taken:
            return file.notation
        return next(
            name
            for name in (f"{file.notation[:16]}.{n}" for n in range(2, 10_000))
            if name not in taken
        )


def register() -> None:
    """Name the three kinds to the kernel; called once at start."""
    handover.register("documents.incoming", IncomingPapers())
    handover.register("documents.outgoing", Drafts())
    handover.register("documents.file", WorkFiles())
