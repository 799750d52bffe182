"""Bonds between papers, shown at both ends: answers, basis, replaces, recalls, corrects, implements."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, Forbidden
from lienthong.kernel.facts.recording import act

from ..choices import LinkKind, Verb
from ..models import DocumentLink, IncomingDocument, OutgoingDocument
from ..policies import can_read_incoming, can_read_outgoing, keeps

Paper = IncomingDocument | OutgoingDocument
_TIE = (Verb.DRAFT, Verb.HANDLE, Verb.RECEIVE, Verb.ISSUE, Verb.COMPILE_FILE)


class NotTied(Exception):
    """A bond that says nothing, points at itself, or is made by another act; says what to do."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Reference:
    """A paper that the agency does not hold, as it is cited."""

    reference: str
    on: dt.date | None = None
    issuer: str = ""


def may_tie(actor: Actor, paper: Paper) -> bool:
    """Whoever may read the paper and works with papers in the agency that keeps it."""
    if not any(actor.may(verb) for verb in _TIE) or not keeps(actor, paper):
        return False
    if isinstance(paper, IncomingDocument):
        return can_read_incoming(actor, paper)
    return can_read_outgoing(actor, paper)


def tie(
    *, source: Paper, kind: str, to: Paper | Reference, by: Actor, at: dt.datetime
) -> DocumentLink:
    """Record by hand that a paper answers, is based on, cites, implements … another.

    Done twice it stands once. A recall is never made so: it needs its notice (Đ18.4). Raises
    `Forbidden`, `NotTied`.
    """
    if not may_tie(by, source) or (not isinstance(to, Reference) and not may_tie(by, to)):
        raise Forbidden(_("Bạn không được ghi văn bản liên quan cho văn bản này."))
    if kind not in LinkKind.values:
        raise NotTied(_("Hãy chọn quan hệ giữa hai văn bản."))
    if kind == LinkKind.RECALLS and isinstance(source, OutgoingDocument):
        raise NotTied(
            _("Thu hồi phải có thông báo thu hồi đã ký: mở văn bản cần thu hồi, chọn “Soạn thông"
              " báo thu hồi” (Điều 18 khoản 4).")
        )  # fmt: skip
    if isinstance(to, Reference) and not to.reference.strip():
        raise NotTied(_("Hãy ghi số, ký hiệu của văn bản liên quan."))
    if type(source) is type(to) and source.pk == to.pk:
        raise NotTied(_("Một văn bản không liên quan đến chính nó."))
    with act("documents.linked", by=by, at=at, subject=source):
        return bind(source=source, kind=LinkKind(kind), to=to, at=at, by_hand=True)


def untie(*, link: DocumentLink, by: Actor, at: dt.datetime) -> None:
    """Take away a bond that was recorded by hand. Raises `Forbidden`, `NotTied`."""
    source: Paper | None = link.outgoing or link.incoming
    if source is None or not may_tie(by, source):
        raise Forbidden(_("Bạn không được bỏ liên kết này."))
    if not link.by_hand:
        raise NotTied(_("Liên kết này do chính văn bản lập nên, không bỏ bằng tay được."))
    with act("documents.unlinked", by=by, at=at, subject=source):
        link.delete()


def bind(
    *, source: Paper, kind: LinkKind, to: Paper | Reference, at: dt.datetime, by_hand: bool = False
) -> DocumentLink:
    """Write the bond inside the act that makes it; the same one again changes nothing."""
    ends: dict[str, object] = {"kind": kind, "agency_id": source.agency_id}
    ends["outgoing" if isinstance(source, OutgoingDocument) else "incoming"] = source
    more: dict[str, object] = {"created_at": at, "by_hand": by_hand}
    if isinstance(to, Reference):
        ends |= {"to_outgoing": None, "to_incoming": None, "reference": to.reference.strip()}
        more |= {"reference_date": to.on, "reference_issuer": to.issuer.strip()}
    else:
        ends["to_outgoing" if isinstance(to, OutgoingDocument) else "to_incoming"] = to
        on = to.issue_date if isinstance(to, OutgoingDocument) else to.issued_on
        more |= {"reference": to.reference, "reference_date": on}
    link, _made = DocumentLink.objects.get_or_create(defaults=more, **ends)
    return link
