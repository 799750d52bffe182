"""Opinions of coordinating units and agencies on a draft, with a deadline (PL VI I.III.5.a)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, Forbidden, system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.access.walls import limit
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files.services import share

from ..choices import VersionKind
from ..models import Opinion, OutgoingDocument
from ..policies import can_answer_opinion
from ..workflow import OUTGOING
from . import letters


class OpinionRefused(Exception):
    """An opinion that cannot be asked or given as it stands; says what to do."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Asked:
    """Of whom an opinion is asked: an agency, or a unit or a person of one."""

    agency_id: int
    unit_id: int | None = None
    person_id: int | None = None


def ask_opinions(
    *,
    document: OutgoingDocument,
    asked: Sequence[Asked],
    question: str,
    due_at: dt.datetime,
    by: Actor,
    at: dt.datetime,
) -> OutgoingDocument:
    """Ask units and agencies for their opinion on the draft as it stands, by a moment.

    The draft is set as a PDF and kept as a version, which the asked see. Asking somebody again
    while his answer is open changes nothing. Raises `OpinionRefused`, `NoSignatory`.
    """
    if not asked:
        raise OpinionRefused(_("Hãy chọn ít nhất một cơ quan, đơn vị để lấy ý kiến."))
    if not question.strip():
        raise OpinionRefused(_("Hãy ghi nội dung cần cho ý kiến."))
    if due_at <= at:
        raise OpinionRefused(_("Hạn cho ý kiến phải sau thời điểm hiện tại."))
    rendered = letters.render(document, at)

    def effect(locked: OutgoingDocument) -> None:
        version = letters.add_version(
            locked, kind=VersionKind.DRAFT, pdf=rendered.pdf,
            places=dict(rendered.places), by=by, at=at,
        )  # fmt: skip
        for one in asked:
            _ask(locked, one, question.strip(), due_at, version.file_id, at)
        locked.opinion_deadline = due_at
        locked.updated_at = at

    return OUTGOING.perform(document, "consult", by=by, at=at, effect=effect)


def _ask(
    document: OutgoingDocument,
    asked: Asked,
    question: str,
    due_at: dt.datetime,
    file_id: int | None,
    at: dt.datetime,
) -> None:
    Opinion.objects.get_or_create(
        document=document,
        asked_agency_id=asked.agency_id,
        asked_unit_id=asked.unit_id,
        asked_person_id=asked.person_id,
        answered_at=None,
        defaults={
            "agency_id": document.agency_id,
            "party_ids": sorted({document.agency_id, asked.agency_id}),
            "subject": document.subject,
            "question": question,
            "version_file_id": file_id,
            "asked_file_id": file_id if asked.agency_id == document.agency_id else None,
            "due_at": due_at,
            "asked_at": at,
        },
    )


def answer_opinion(
    *, opinion: Opinion, text: str, agrees: bool | None, by: Actor, at: dt.datetime
) -> Opinion:
    """Give the opinion that was asked; once, by the asked unit or agency. Late ones are kept too.

    Raises `OpinionRefused`, `Forbidden`.
    """
    if agrees is None or (not agrees and not text.strip()):
        raise OpinionRefused(
            _("Chọn nhất trí hoặc có ý kiến khác; có ý kiến khác thì ghi rõ nội dung.")
        )
    with act("documents.opinion_given", by=by, at=at, subject=opinion):
        locked = (
            limit(Opinion.objects.all(), by)
            .select_for_update(of=("self",))
            .filter(pk=opinion.pk)
            .first()
        )
        if locked is None or not can_answer_opinion(by, locked):
            raise Forbidden(_("Ý kiến này được hỏi đơn vị hoặc người khác."))
        if locked.answered_at is not None:
            raise OpinionRefused(_("Đã cho ý kiến rồi; ý kiến đã gửi không sửa được."))
        locked.answer, locked.agrees = text.strip(), agrees
        locked.answered_by_id, locked.answered_at = by.person_id, at
        locked.save()
    return locked


def share_with_asked(*, document_id: int, at: dt.datetime) -> int:
    """The worker gives each asked agency its own reference to the draft's file; returns how many."""
    waiting = Opinion.objects.filter(
        document_id=document_id, asked_file=None, version_file__isnull=False
    ).select_related("version_file")
    done = 0
    for opinion in waiting.order_by("pk"):
        both = frozenset({opinion.asked_agency_id, opinion.agency_id})
        worker = replace(system_actor(opinion.asked_agency_id), agency_ids=both)
        with acting(worker), act("documents.opinion_shared", by=worker, at=at, subject=opinion):
            assert opinion.version_file is not None  # noqa: S101  filtered above
            shared = share(
                opinion.version_file, agency_id=opinion.asked_agency_id, by=worker, at=at
            )
            opinion.asked_file = shared
            opinion.save(update_fields=["asked_file"])
        done += 1
    return done


def silent(document: OutgoingDocument) -> list[Opinion]:
    """Those who were asked and have not answered: shown as "chưa có ý kiến"."""
    return list(
        document.opinions.filter(answered_at=None)
        .select_related("asked_agency", "asked_unit", "asked_person")
        .order_by("pk")
    )
