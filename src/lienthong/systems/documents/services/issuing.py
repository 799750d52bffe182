"""The clerk's act: number, register, seal in one (Đ14 to Đ17, Đ32); then issue and deliver (Đ18)."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.axis.exchange import api as exchange
from lienthong.axis.papers import api as papers
from lienthong.axis.signing import api as signing
from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.registers.choices import BookKind
from lienthong.kernel.registers.models import Entry
from lienthong.kernel.registers.services.numbers import confirm_number, reserve_number
from lienthong.kernel.worktime.services import end_of_next_working_day

from ..choices import Channel, OutgoingState, Purpose, Urgency, Verb, VersionKind
from ..models import DocumentVersion, OutgoingDocument
from ..policies import can_issue
from ..workflow import OUTGOING
from . import (
    annexes,
    implementing,
    internal,
    joint_carrying,
    judging,
    letters,
    public_codes,
    recalling,
    replying,
)
from .books import book_for
from .issue_verdicts import NotIssuable, verdict_of
from .owed import explain, owed_by_paper, unexplained
from .paper_types import is_paper_only
from .recipients import Unresolvable, work_out_again
from .signing import content_of, number_and_date_snippets

__all__ = [
    "LeftOut",
    "NotIssuable",
    "issue",
    "message_of",
    "named",
    "named_with_number",
    "number_and_seal",
    "receivers_of",
    "reserve",
]

# What the answer on the bytes holds beside them: of the issuer's account, not of the file.
_OF_THE_ISSUER = {"annexes", "counts", "why_not", "why_said", "exception", "judged_at"}
PRIORITY = {
    Urgency.NORMAL: 0,
    Urgency.URGENT: 1,
    Urgency.VERY_URGENT: 2,
    Urgency.EXPRESS: 3,
}


def number_and_seal(*, document: OutgoingDocument, by: Actor, at: dt.datetime) -> OutgoingDocument:
    """Number and date by the system, the register's row, the agency's signature: one act of the clerk.

    The number is reserved first under a key of the document and kept whatever happens; no PDF and
    no signature is made while the book is locked. Interrupted, the act resumes with the same
    number. Raises `NotIssuable`, `Forbidden`, and what registers and signing refuse.
    """
    require(by, Verb.ISSUE)
    version = document.current_version
    if document.state != OutgoingState.SIGNED or version is None or version.file is None:
        raise NotIssuable(
            _("Chỉ cấp số và ký số cơ quan cho văn bản đã có chữ ký của người có thẩm quyền.")
        )
    _check_year(document, timezone.localdate(at))
    entry = reserve(document, by=by, at=at)
    number = papers.number_text(entry.number)
    sealed, key = _seal(document, version, number, entry, at)
    files = annexes.seal_files(document, key, f"{number}/{document.notation}", at)
    signing.all_signed()

    def effect(locked: OutgoingDocument) -> None:
        if locked.current_version_id != version.pk:
            raise NotIssuable(_("Văn bản vừa thay đổi. Hãy tải lại trang."))
        locked.entry = confirm_number(
            entry, by=by, at=at, subject=locked, label=locked.subject[:200]
        )
        locked.number, locked.issue_date = number, entry.on
        locked.reference = f"{number}/{locked.notation}"
        locked.document_id = exchange.document_id(
            code=agencies.sending_code(locked.agency_id, entry.on),
            issued_on=entry.on,
            reference=locked.reference,
        )
        made = letters.add_version(
            locked, kind=VersionKind.SEALED, pdf=sealed, places=dict(version.places), by=by, at=at
        )
        signing.record_signature(
            kind="agency", digest=made.digest, key=key, right=None,
            agency_id=locked.agency_id, subject=locked, by=by, at=at,
        )  # fmt: skip
        annexes.keep_sealed(locked, files, key, by=by, at=at)
        due = end_of_next_working_day(locked.signed_at or at, agency_id=locked.agency_id)
        locked.issue_due_at = at if locked.urgency != Urgency.NORMAL else due.due_at
        locked.calendar_version = due.calendar_version
        locked.sealed_at = locked.updated_at = at

    return OUTGOING.perform(document, "seal", by=by, at=at, effect=effect)


def _check_year(document: OutgoingDocument, on: dt.date) -> None:
    """A page that was signed with another year printed on it is not given a date of this one."""
    printed = document.draft_report.get("year")
    if document.draft_file_id is None:
        made = document.versions.filter(digest=document.approved_digest).order_by("number").first()
        printed = timezone.localdate(made.created_at).year if made is not None else None
    try:
        papers.check_date_fits(on, printed)
    except papers.DateDoesNotFit as refusal:
        raise NotIssuable(str(refusal)) from refusal


def reserve(document: OutgoingDocument, *, by: Actor, at: dt.datetime) -> Entry:
    """The document's number: reserved now, or the one that an interrupted act reserved before."""
    if not can_issue(by, document):
        raise NotIssuable(_("Chỉ văn thư của cơ quan ban hành được cấp số."))
    kind = BookKind.INTERNAL if document.internal else BookKind.OUTGOING
    today = timezone.localdate(at)
    book = book_for(document.agency_id, kind, today, by=by, at=at)
    return reserve_number(
        book=book,
        key=f"outgoing:{document.pk}",
        on=today,
        by=by,
        at=at,
        subject=document,
        label=document.subject[:200],
    )


def named(document: OutgoingDocument) -> str:
    """What the signing helper shows of a paper that has no number yet."""
    return f"{papers.document_type(document.type_code).name}: {document.subject}"


def named_with_number(document: OutgoingDocument, *, by: Actor, at: dt.datetime) -> str:
    """What the signing helper shows of a paper that is sealed: its reserved number and its subject."""
    entry = reserve(document, by=by, at=at)
    return f"Số {papers.number_text(entry.number)}/{document.notation}: {document.subject}"


def _seal(
    document: OutgoingDocument,
    version: DocumentVersion,
    number: str,
    entry: Entry,
    at: dt.datetime,
) -> tuple[bytes, signing.SigningKey]:
    assert version.file is not None  # noqa: S101  the caller asked
    key = signing.key_of_agency(document.agency_id, at=at)
    number_snippet, date_snippet = number_and_date_snippets(version, number, entry.on)
    sealed = signing.fill_and_seal(
        content_of(version),
        key,
        signing.picture_of_agency(document.agency_id),
        at,
        number_snippet=number_snippet,
        date_snippet=date_snippet,
        number_text=number,
        date_text=f"{entry.on:%d/%m/%Y}",
        stamper=signing.stamper(),
    )
    return sealed, key


def issue(
    *,
    document: OutgoingDocument,
    left_out: Mapping[int, str] | None = None,
    by: Actor,
    at: dt.datetime,
) -> OutgoingDocument:
    """Issue: one act delivers to every recipient named in the paper as they stand on that day.

    `left_out` says for an agency why nothing is sent to it. The verdict of our own validator on
    the very bytes that are sent is kept with the document. A notice of recall takes back what it
    names. Raises `NotIssuable`, `LeftOut` when the paper names somebody who would get nothing and
    no reason is given.
    """
    version = document.current_version
    if version is None or version.file is None or version.kind != VersionKind.SEALED:
        raise NotIssuable(_("Văn bản chưa có chữ ký số của cơ quan nên chưa phát hành được."))
    _require_joint(document, timezone.localdate(at))
    content = content_of(version)
    verdict = verdict_of(document, content, document.issue_date or timezone.localdate(at), at)
    owed = owed_by_paper(document, content, timezone.localdate(at))
    stored = version.file

    def effect(locked: OutgoingDocument) -> None:
        on = timezone.localdate(at)
        _work_out(locked, on)
        explain(locked, left_out or {})
        missing = unexplained(locked, owed)
        if missing:
            raise LeftOut(missing, on)
        locked.signature_verdict = verdict
        locked.issued_at = locked.updated_at = at
        signing.want_proof(stored=stored, subject=locked, verdict=verdict, by=by, at=at)
        public_codes.give_code(locked, content, verdict, by=by, at=at)
        internal.deliver(locked, at)
        receivers = [] if locked.internal else receivers_of(locked)
        if receivers:
            locked.package = exchange.dispatch(
                message=message_of(locked, on),
                files=[
                    exchange.FileIn(
                        stored=stored,
                        name=_file_name(locked),
                        judged=_told(verdict, stored, on, at),
                    ),
                    *(
                        exchange.FileIn(stored=file, name=file.name, description=title)
                        for title, file in annexes.sealed_files(locked)
                    ),
                    *implementing.enclosures_of(locked),
                ],
                receivers=receivers,
                sender_id=locked.agency_id,
                issued_on=locked.issue_date or on,
                signed_at=locked.signed_at,
                paper_type=is_paper_only(locked.type_code, locked.issue_date or on),
                by=by,
                at=at,
            )
        recalling.carry_out(locked, by=by, at=at)
        replying.close_answered(locked, by=by, at=at)

    return OUTGOING.perform(document, "issue", by=by, at=at, effect=effect)


def _told(
    verdict: Mapping[str, Any], stored: StoredFile, on: dt.date, at: dt.datetime
) -> dict[str, Any]:
    """The answer that was just made, for the receiving side: without what counts for the issuer."""
    details = {key: value for key, value in verdict.items() if key not in _OF_THE_ISSUER}
    judged = judging.Judged(str(verdict["verdict"]), details)
    return judging.at_issue(judged, sha256=stored.sha256, on=on, at=at)


def _require_joint(document: OutgoingDocument, on: dt.date) -> None:
    """A paper of several agencies goes out when each has signed as an agency."""
    waiting = [part.issuer_id for part in joint_carrying.waits_for(document)]
    if waiting:
        named = agencies.names_of(waiting, on)
        listed = ", ".join(named[pk].short_name for pk in waiting)
        raise NotIssuable(
            _("Chưa phát hành được: còn chờ cơ quan đồng ban hành ký số: %(names)s.")
            % {"names": listed}
        )


def _work_out(document: OutgoingDocument, on: dt.date) -> None:
    try:
        work_out_again(document, on)
    except Unresolvable as error:
        raise NotIssuable(error.message) from error


def _file_name(document: OutgoingDocument) -> str:
    return f"{document.reference.replace('/', '-')}.pdf"


def receivers_of(document: OutgoingDocument) -> list[int]:
    """The agencies that the exchange delivers to: resolved, not left out, by the exchange's channel.

    A co-issuing agency gets its copy by the same delivery, which its clerk registers and keeps.
    """
    rows = document.recipients.filter(
        agency__isnull=False, channel=Channel.EXCHANGE, left_out_reason=""
    ).exclude(purpose=Purpose.FILE)
    named = list(rows.order_by("position", "id").values_list("agency_id", flat=True))
    joint_too = document.joint_issuers.order_by("position").values_list("issuer_id", flat=True)
    return list(dict.fromkeys([*named, *joint_too]))


class LeftOut(NotIssuable):
    """The paper names agencies to which nothing would be sent, and nobody has said why."""

    def __init__(self, agency_ids: list[int], on: dt.date) -> None:
        self.agency_ids = agency_ids
        names = agencies.names_of(agency_ids, on)
        listed = ", ".join(names[pk].short_name for pk in agency_ids if pk in names)
        super().__init__(
            _(
                "Văn bản ghi nơi nhận nhưng danh sách gửi không có: %(names)s. Ghi lý do rồi phát hành."
            )
            % {"names": listed}
        )


def message_of(document: OutgoingDocument, today: dt.date) -> exchange.DocumentMessage:
    """The edXML message: new, recalling or replacing as the paper's links say."""
    on = document.issue_date or today
    type_ = papers.document_type(document.type_code)
    signer, post = document.signatory, document.signatory_post
    return exchange.outgoing_message(
        sender_id=document.agency_id,
        document_id=document.document_id,
        number=document.number,
        notation=document.notation,
        place=document.place,
        issued_on=on,
        type_code=type_.code,
        type_name=type_.name,
        subject=document.subject,
        signer_name=signer.name if signer else "",
        signer_post=post.title if post else "",
        authority=_authority_words(document),
        priority=PRIORITY.get(Urgency(document.urgency), 0),
        due_date=document.reply_deadline,
        appendixes=list(document.annexes.order_by("position").values_list("title", flat=True)),
        places=list(dict.fromkeys(document.recipients.values_list("phrase", flat=True))),
        paper=document.paper_copy_follows,
        answers=_answers(document),
        task_codes=document.task_codes,
        steering_type=exchange.SteeringType.REPORT if document.task_codes else None,
        **recalling.business_of(document),
    )


def _authority_words(document: OutgoingDocument) -> str:
    return "" if document.authority == "in_own_right" else document.get_authority_display()


def _answers(document: OutgoingDocument) -> list[exchange.Answered]:
    incoming = document.answers_incoming
    named = recalling.named_by(document)
    if named:
        return [
            exchange.Answered(
                document_id=one.document_id, reference=one.reference, issued_on=one.issue_date,
                issuer_id=one.agency_id,
            )
            for one in named
        ]  # fmt: skip
    if incoming is None or not incoming.document_id:
        return []
    return [
        exchange.Answered(
            document_id=incoming.document_id,
            reference=incoming.reference,
            issued_on=incoming.issued_on,
            issuer_id=incoming.issuer_id,
        )
    ]
