"""A paper of one's own that implements a superior's, with that one's file enclosed (Đ18; §3.2.b)."""

import datetime as dt

from django.utils.translation import gettext as _

from lienthong.axis.exchange import api as exchange
from lienthong.axis.papers import api as papers
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit
from lienthong.kernel.facts.recording import act
from lienthong.kernel.language import official
from lienthong.kernel.text import format_date

from ..choices import LinkKind
from ..models import DocumentLink, IncomingDocument, OutgoingDocument
from .drafting import Draft, start_draft
from .relating import bind

LETTER = 18


class NotImplementable(Exception):
    """The paper cannot be implemented by one of one's own as it stands; says what to do."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


@official
def first_draft(
    document: IncomingDocument, *, place: str, signatory: tuple[int, int] | None, authority: str
) -> Draft:
    """The words that such a paper begins with, for its drafter to go on with."""
    said = document.type_name or papers.document_type(LETTER).name
    day = _(" ngày %s") % format_date(document.issued_on) if document.issued_on else ""
    cited = f"{said} {_('số')} {document.reference}{day} {_('của')} {document.issuer_name}"
    about = document.subject[:1].lower() + document.subject[1:] if document.subject else ""
    return Draft(
        type_code=LETTER,
        subject=_("Triển khai %(cited)s") % {"cited": cited},
        text=_("Thực hiện %(cited)s %(about)s (văn bản gửi kèm), đề nghị các cơ quan, đơn vị:\n1. ")
        % {"cited": cited, "about": about},
        notation="",
        place=place,
        signatory_id=signatory[0] if signatory else None,
        signatory_post_id=signatory[1] if signatory else None,
        authority=authority,
    )


def start_implementing(
    *, document: IncomingDocument, draft: Draft, by: Actor, at: dt.datetime
) -> OutgoingDocument:
    """Open a draft that implements a registered paper: bound to it, its file goes out with it.

    Raises `Forbidden`, `NotImplementable`, and what drafting refuses.
    """
    if document.entry_id is None:
        raise NotImplementable(_("Hãy vào sổ văn bản đến trước khi soạn văn bản triển khai."))
    if document.state == "recalled" or document.recall_requested_at is not None:
        raise NotImplementable(_("Nơi gửi đã thu hồi văn bản này nên không triển khai được nữa."))
    with act("documents.linked", by=by, at=at, subject=document):
        made = start_draft(draft=draft, by=by, at=at)
        bind(source=made, kind=LinkKind.IMPLEMENTS, to=document, at=at)
    return made


def implemented_by(document: OutgoingDocument) -> list[IncomingDocument]:
    """The papers that a document implements, in the order in which they were bound."""
    links = DocumentLink.objects.filter(outgoing=document, kind=LinkKind.IMPLEMENTS)
    rows = links.filter(to_incoming__isnull=False).select_related("to_incoming__file")
    return [link.to_incoming for link in rows.order_by("pk") if link.to_incoming is not None]


@official
def enclosures_of(document: OutgoingDocument) -> list[exchange.FileIn]:
    """The files that go out with it, unchanged: those of the papers it implements."""
    found = []
    for one in implemented_by(document):
        if one.file is None or one.state == "recalled" or one.recall_requested_at is not None:
            continue
        ending = ".pdf" if one.file.media_type == "application/pdf" else ""
        name = f"{one.reference.replace('/', '-')}{ending}" if ending else one.file.name
        said = _("Văn bản được triển khai: %(reference)s của %(issuer)s") % {
            "reference": one.reference,
            "issuer": one.issuer_name,
        }
        found.append(exchange.FileIn(stored=one.file, name=name, description=said))
    return found


def implementations(actor: Actor, document: IncomingDocument) -> list[OutgoingDocument]:
    """The agency's own papers that implement one that came in, newest first."""
    links = limit(DocumentLink.objects.all(), actor).filter(
        to_incoming=document, kind=LinkKind.IMPLEMENTS, outgoing__isnull=False
    )
    rows = links.select_related("outgoing").order_by("-pk")
    return [link.outgoing for link in rows if link.outgoing is not None]
