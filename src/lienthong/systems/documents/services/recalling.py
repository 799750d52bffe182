"""Recall, correction, replacement: acts of paper first (Đ18.3, 18.4); messages follow the paper."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.axis.exchange import api as exchange
from lienthong.axis.papers import api as papers
from lienthong.axis.signing import api as signing
from lienthong.kernel.access.actor import Actor, Forbidden
from lienthong.kernel.facts.recording import act
from lienthong.kernel.language import official

from ..choices import LinkKind, OutgoingState
from ..models import DocumentLink, OutgoingDocument
from ..policies import can_mend
from ..workflow import OUTGOING
from . import mending
from .drafting import start_draft

LETTER = 18  # công văn, in the order of Điều 7
NOTICE = "Thông báo"


class NothingToMend(Exception):
    """Only an issued document is recalled, corrected or replaced."""

    def __init__(self) -> None:
        self.message = _(
            "Chỉ thu hồi, đính chính, thay thế văn bản đã phát hành và chưa bị thu hồi."
        )
        super().__init__(self.message)


class AlreadyMended(Exception):
    """A paper that takes this one back is on its way already."""

    def __init__(self, other: OutgoingDocument) -> None:
        self.document = other
        self.message = _("Đã có văn bản thu hồi hoặc thay thế văn bản này: %(name)s.") % {
            "name": other.reference or other.subject
        }
        super().__init__(self.message)


class NoticeGoesNowhere(Exception):
    """A notice of recall with no receiver, while somebody still holds what it takes back."""

    def __init__(self) -> None:
        self.message = _(
            "Thông báo thu hồi chưa ghi nơi nhận nào, mà còn cơ quan giữ văn bản bị thu hồi. Hãy ghi nơi "
            "nhận rồi phát hành lại."
        )
        super().__init__(self.message)


class ReasonMissing(Exception):
    """A recall, correction or replacement without its reason."""

    def __init__(self) -> None:
        self.message = _("Hãy ghi lý do để nơi nhận biết vì sao.")
        super().__init__(self.message)


@official
def start_recall(
    *, document: OutgoingDocument, reason: str, by: Actor, at: dt.datetime
) -> OutgoingDocument:
    """Draft the notice of recall; what it names is taken back only when the notice is issued (Đ18.4)."""
    taken = _(
        "Thu hồi %(type)s %(reference)s ngày %(day)s của %(agency)s về %(subject)s.%(standing)s\n"
        "Lý do: %(reason)s\n"
    )
    text = taken + (
        _(
            "Không còn cơ quan nào khác giữ văn bản nêu trên; %(by)s hủy bản đến đang lưu tại cơ quan "
            "(khoản 4 Điều 18 Nghị định số 30/2020/NĐ-CP)."
        )
        if mending.only_the_keeper_holds(document, by=by, on=timezone.localdate(at))
        else _(
            "Đề nghị nơi nhận hủy văn bản nêu trên trên Hệ thống và thông báo cho nơi gửi biết "
            "(khoản 4 Điều 18 Nghị định số 30/2020/NĐ-CP)."
        )
    )
    kind = papers.type_named(NOTICE)
    return _mend(
        document, LinkKind.RECALLS, kind.code if kind else LETTER,
        _("Thu hồi %(type)s %(reference)s%(short_of)s"), text, reason, by, at,
    )  # fmt: skip


@official
def start_correction(
    *, document: OutgoingDocument, reason: str, by: Actor, at: dt.datetime
) -> OutgoingDocument:
    """Draft the công văn that corrects a mistake of form, layout or procedure (Đ18.3)."""
    text = _(
        "%(by)s đính chính %(type)s %(reference)s ngày %(day)s%(of)s về %(subject)s như sau:\n"
        "%(reason)s%(standing)s"
    )
    return _mend(
        document, LinkKind.CORRECTS, LETTER,
        _("Đính chính %(type)s %(reference)s%(short_of)s"), text, reason, by, at,
    )  # fmt: skip


@official
def start_replacement(
    *, document: OutgoingDocument, reason: str, by: Actor, at: dt.datetime
) -> OutgoingDocument:
    """Draft the document of equivalent form that replaces one wrong in content (Đ18.3)."""
    before = document.text.rstrip().removesuffix("./.").replace("%", "%%")
    text = before + _(
        ".\nVăn bản này thay thế %(type)s %(reference)s ngày %(day)s%(of)s. "
        "Lý do: %(reason)s%(standing)s"
    )
    return _mend(
        document, LinkKind.REPLACES, document.type_code, "%(subject)s", text, reason, by, at
    )


def _mend(
    document: OutgoingDocument,
    kind: LinkKind,
    type_code: int,
    subject: str,
    text: str,
    reason: str,
    by: Actor,
    at: dt.datetime,
) -> OutgoingDocument:
    """Start the mending paper and bind it to what it mends. Raises `Forbidden`, `NothingToMend`,
    `ReasonMissing`, `AlreadyMended`."""
    if document.state != OutgoingState.ISSUED:
        raise NothingToMend
    on = timezone.localdate(at)
    if not can_mend(by, document, on):
        raise Forbidden(
            _("Chỉ cơ quan ban hành, hoặc cơ quan kế tiếp giữ văn bản của cơ quan đã kết thúc, được "
              "thu hồi, đính chính, thay thế văn bản.")
        )  # fmt: skip
    if not reason.strip():
        raise ReasonMissing
    _refuse_second(document, kind)
    words = mending.words_of(document, by=by, on=on) | {"reason": reason.strip()}
    draft = mending.draft_of(
        document, type_code=type_code, subject=(subject % words).strip(),
        text=(text % words).strip(), by=by, on=on,
    )  # fmt: skip
    with act("documents.mended", by=by, at=at, subject=document):
        made = start_draft(draft=draft, by=by, at=at)
        DocumentLink.objects.create(
            agency_id=made.agency_id,
            kind=kind,
            outgoing=made,
            to_outgoing=document,
            reference=document.reference,
            reference_date=document.issue_date,
            created_at=at,
        )
    return made


_ENDED = (OutgoingState.DROPPED,)


def _refuse_second(document: OutgoingDocument, kind: LinkKind) -> None:
    if kind == LinkKind.CORRECTS:
        return
    standing = (
        DocumentLink.objects.filter(
            to_outgoing=document, kind__in=[LinkKind.RECALLS, LinkKind.REPLACES]
        )
        .exclude(outgoing__state__in=_ENDED)
        .select_related("outgoing")
        .first()
    )
    if standing is not None and standing.outgoing is not None:
        raise AlreadyMended(standing.outgoing)


def business_of(document: OutgoingDocument) -> dict[str, Any]:
    """What kind of message the paper's links make it: new, recall (1), replace (3)."""
    links = list(
        DocumentLink.objects.filter(
            outgoing=document, kind__in=[LinkKind.RECALLS, LinkKind.REPLACES]
        ).select_related("to_outgoing")
    )
    recalled = [link.to_outgoing for link in links if link.kind == LinkKind.RECALLS]
    replaced = [link.to_outgoing for link in links if link.kind == LinkKind.REPLACES]
    if recalled and recalled[0] is not None:
        return {
            "kind": exchange.BusinessType.RECALL.value,
            "recalls": recalled[0].document_id,
            "reason": document.subject,
        }
    if replaced:
        return {
            "kind": exchange.BusinessType.REPLACE.value,
            "replaces": [one.document_id for one in replaced if one is not None],
            "reason": document.subject,
        }
    return {}


def named_by(document: OutgoingDocument) -> list[OutgoingDocument]:
    """The own papers, or a predecessor's, that a công văn corrects or a notice recalls; its message
    names them as what it is about (ResponseFor)."""
    links = DocumentLink.objects.filter(
        outgoing=document,
        kind__in=[LinkKind.CORRECTS, LinkKind.RECALLS],
        to_outgoing__isnull=False,
    )
    return [
        link.to_outgoing
        for link in links.select_related("to_outgoing").order_by("pk")
        if link.to_outgoing is not None
    ]


def _at_home(package: exchange.Package, reason: str, by: Actor, at: dt.datetime) -> None:
    """Nobody but the keeper holds the paper: no message goes out, and its own copy is asked back."""
    try:
        exchange.withdraw_at_home(package=package, reason=reason, by=by, at=at)
    except exchange.NoNotice as error:
        raise NoticeGoesNowhere from error


def taken_back_at_home(notice: OutgoingDocument) -> bool:
    """Whether an issued notice of recall went to nobody, because only its own agency holds the paper."""
    if notice.package_id is not None:
        return False
    links = DocumentLink.objects.filter(outgoing=notice, kind=LinkKind.RECALLS)
    return links.filter(to_outgoing__package__isnull=False).exists()


def carry_out(notice: OutgoingDocument, *, by: Actor, at: dt.datetime) -> list[OutgoingDocument]:
    """With its notice issued: the recalled document is frozen and asked back (13) everywhere.

    Whoever asks by the public code of a recalled or replaced document learns it from this moment.
    The number stays in the register with the notice; document and metadata are frozen here and
    destroyed by the receivers (PL VI I.III.8).
    """
    done = []
    links = DocumentLink.objects.filter(outgoing=notice, kind=LinkKind.RECALLS)
    for link in links.select_related("to_outgoing"):
        recalled = link.to_outgoing
        if recalled is None:
            continue

        def effect(locked: OutgoingDocument) -> None:
            locked.frozen_at = locked.updated_at = at
            signing.mark_code(subject=locked, state=signing.CodeState.RECALLED, by=by, at=at)
            reason = _("Theo %(notice)s") % {"notice": notice.reference}
            if locked.package is not None and notice.package is None:
                _at_home(locked.package, reason, by, at)
            elif locked.package is not None and notice.package is not None:
                exchange.withdraw(
                    package=locked.package,
                    notice=notice.package,
                    reason=reason,
                    by=by,
                    at=at,
                )

        done.append(OUTGOING.perform(recalled, "recall", by=by, at=at, effect=effect))
    replaced = DocumentLink.objects.filter(outgoing=notice, kind=LinkKind.REPLACES)
    for link in replaced.select_related("to_outgoing"):
        if link.to_outgoing is not None:
            signing.mark_code(
                subject=link.to_outgoing, state=signing.CodeState.REPLACED, by=by, at=at
            )
    return done
