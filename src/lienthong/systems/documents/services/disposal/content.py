"""Destroying the content of one paper: its texts, its files and what was made of them.

What the registers must keep stays (Annex IV): number, symbol, day, agencies, type and subject, signer,
receivers. Digests, signatures' evidence and facts stay too, so that the chain is proved as before; the
salts and payloads of the paper's own facts are destroyed with it.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from lienthong.axis.exchange import api as exchange
from lienthong.axis.signing import api as signing
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.facts.recording import erase
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.readers import still_held
from lienthong.kernel.files.services import destroy_reference, erase_reasons

from ...choices import CheckOutcome, IntakeState
from ...models import (
    Citation,
    Disposal,
    DocumentText,
    IncomingDocument,
    IncomingMail,
    IntakeItem,
    MadeCopy,
    OutgoingDocument,
    ReadingCase,
    SearchEntry,
    WorkFileItem,
)
from ...queries.keepers import keepers
from .. import layers
from ..indexing import reindex

GONE = "Đã hủy"  # where a row may not be without words
Paper = IncomingDocument | OutgoingDocument


def destroy_item(
    item: WorkFileItem,
    *,
    reason: str,
    by: Actor,
    at: dt.datetime,
    disposal: Disposal | None = None,
) -> list[str]:
    """Destroy the paper in this place of a file; the digests of the bytes that went."""
    if item.incoming is not None:
        return _incoming(item.incoming, disposal, reason, by, at)
    if item.outgoing is not None:
        return _outgoing(item.outgoing, reason, by, at)
    return _files(
        [item.stored_file], reason, by, at, ignoring={"documents.workfileitem.stored_file"}
    )


def _incoming(
    paper: IncomingDocument, disposal: Disposal | None, reason: str, by: Actor, at: dt.datetime
) -> list[str]:
    locked = IncomingDocument.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    files = [locked.file, *(one.file for one in locked.attachments.select_related("file"))]
    files += [one.file for one in MadeCopy.objects.filter(incoming=locked).select_related("file")]
    files += _mails(locked, disposal, reason, at)
    files += _given_up(locked)
    locked.attachments.all().delete()
    MadeCopy.objects.filter(incoming=locked).delete()
    IntakeItem.objects.filter(document=locked).update(file=None, name="", cause="")
    IntakeItem.objects.filter(_again(locked)).update(name="")
    locked.file = None
    for name in ("handled_note", "return_note", "trust_note", "forward_note", "recall_note"):
        setattr(locked, name, "")
    locked.reading = locked.verdict_details = None
    locked.destroyed_at, locked.destroyed_by, locked.updated_at = at, reason, at
    locked.save()
    locked.instructions.update(text="")
    locked.assignments.update(note="", handed_back_note="")
    locked.updates.update(changes=[], reason="")
    locked.paper_receipts.update(note="")
    ReadingCase.objects.filter(document=locked).delete()
    _derived(locked, by, at)
    if locked.delivery is not None:
        files += exchange.files_in_name_of(locked.delivery.package_id, locked.agency_id)
    return _files(files, reason, by, at)


def lock_mails(papers: QuerySet[Any], digests: Mapping[int, Collection[str]]) -> None:
    """The messages that carried these papers, in one order: two workers whose files share some never cross.

    `digests`: of the papers' bytes, by agency.
    """
    carried = Q(document__in=papers) | Q(same_document__in=papers) | Q(same_as__document__in=papers)
    for agency_id, own in digests.items():
        carried |= Q(agency_id=agency_id, sha256__in=own)
    items = IntakeItem.objects.filter(carried)
    rows = IncomingMail.objects.filter(pk__in=items.values("mail_id")).order_by("pk")
    list(rows.select_for_update(of=("self",)).values_list("pk"))


def _again(paper: IncomingDocument) -> Q:
    """Items with the same bytes as the paper's: which came once more, or before and were given up."""
    again = Q(same_document=paper) | Q(same_as__document=paper)
    if paper.file is not None:
        again |= Q(
            agency_id=paper.agency_id, sha256=paper.file.sha256,
            state__in=[IntakeState.DUPLICATE, IntakeState.DROPPED],
        )  # fmt: skip
    return again


def _given_up(paper: IncomingDocument) -> list[StoredFile | None]:
    """The same bytes that a clerk made no paper of the first time: they would outlive it."""
    items = IntakeItem.objects.filter(
        _again(paper), state=IntakeState.DROPPED, file__isnull=False
    ).select_related("file")
    files = [item.file for item in items]
    IntakeItem.objects.filter(pk__in=[item.pk for item in items]).update(file=None)
    return files


def _mails(
    paper: IncomingDocument, disposal: Disposal | None, reason: str, at: dt.datetime
) -> list[StoredFile | None]:
    """Every message that carried the paper holds the same bytes once more, so its own bytes go.

    Another paper of such a message keeps its file, its verdict and its words; its row says that the
    message went, and with which disposal. The name of a dropped message is mostly its subject.
    """
    items = IntakeItem.objects.filter(Q(document=paper) | _again(paper), mail__isnull=False)
    files: list[StoredFile | None] = []
    mails = IncomingMail.objects.filter(pk__in=items.values("mail_id"), file__isnull=False)
    for mail in mails.select_related("file").order_by("pk"):
        files.append(mail.file)
        mail.file, mail.subject, mail.digest = None, "", ""
        mail.destroyed_at, mail.destroyed_by, mail.disposal = at, reason, disposal
        mail.save()
        IntakeItem.objects.filter(mail=mail, is_mail=True).update(name="")
        erase(mail)
    return files


def _outgoing(paper: OutgoingDocument, reason: str, by: Actor, at: dt.datetime) -> list[str]:
    locked = OutgoingDocument.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    files: list[StoredFile | None] = [locked.draft_file, locked.draft_source]
    files += [one.file for one in locked.versions.select_related("file")]
    for annex in locked.annexes.select_related("file", "sealed_file"):
        files += [annex.file, annex.sealed_file]
    own = locked.agency_id
    for opinion in locked.opinions.select_related("version_file"):
        files.append(opinion.version_file)
        opinion.version_file = None
        if opinion.asked_agency_id == own:  # another agency's answer is a paper of its own
            files.append(opinion.asked_file)
            opinion.asked_file, opinion.question = None, GONE
            opinion.answer = GONE if opinion.answer else ""
        opinion.save()
    for part in locked.joint_issuers.select_related("asked_file"):
        files.append(part.asked_file)
        part.asked_file = None
        part.save(update_fields=["asked_file"])
    files += [one.file for one in MadeCopy.objects.filter(outgoing=locked).select_related("file")]
    MadeCopy.objects.filter(outgoing=locked).delete()
    locked.annexes.all().delete()
    locked.versions.update(file=None, content={}, places={})
    locked.checks.exclude(outcome=CheckOutcome.RETURNED).update(note="", findings=[])
    locked.checks.filter(outcome=CheckOutcome.RETURNED).update(note=GONE, findings=[])
    locked.steps.update(note="")
    locked.receipts.update(note="", result="")
    locked.delivery_notes.update(note=GONE)
    locked.paper_originals.update(reason=GONE, said="")
    locked.text = locked.order_text = ""
    locked.draft_file = locked.draft_source = None
    locked.draft_places, locked.draft_report = {}, {}
    locked.destroyed_at, locked.destroyed_by, locked.updated_at = at, reason, at
    locked.save()
    _derived(locked, by, at)
    if locked.package_id is not None:
        files += exchange.files_in_name_of(locked.package_id, own)
    return _files(
        [one for one in files if one is not None and one.agency_id == own], reason, by, at
    )


def _derived(paper: Paper, by: Actor, at: dt.datetime) -> None:
    """What search, the facts and other systems took from the paper."""
    of = {"incoming" if isinstance(paper, IncomingDocument) else "outgoing": paper}
    DocumentText.objects.filter(**of).delete()
    Citation.objects.filter(**of).delete()
    reindex(paper)
    SearchEntry.objects.filter(**of).update(read_at=at)
    erase(paper)
    erase_reasons(paper)
    for keeper in keepers():
        keeper.forget(paper, by=by, at=at)


def _files(
    files: Iterable[StoredFile | None],
    reason: str,
    by: Actor,
    at: dt.datetime,
    ignoring: Collection[str] = (),
) -> list[str]:
    """Destroy the references that no other paper holds; the archive copy with proof goes too."""
    wanted = {one.pk: one for one in files if one is not None}
    for one in list(wanted.values()):
        if (kept := signing.archive_copy(one)) is not None:
            wanted[kept.pk] = kept
    digests = []
    for pk in sorted(wanted):
        one = wanted[pk]
        if one.destroyed or still_held(one.pk, ignoring=ignoring):
            continue
        layer = layers.layer_of(one)
        if layer is not None and layer.file is not None:
            digests.append(layer.file.sha256)
        layers.forget(original=one, reason=reason, by=by, at=at)
        erase(one)
        erase_reasons(one)
        digests.append(destroy_reference(one, reason=reason, by=by, at=at).sha256)
    return digests
