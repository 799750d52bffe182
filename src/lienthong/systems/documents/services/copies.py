"""Paper copies of our own e-documents (sao y, Đ25.1.b); an e-document to an e-document is forwarded."""

import datetime as dt
import io

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.axis.papers import api as papers
from lienthong.kernel.access.actor import Actor, Forbidden
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.services import store
from lienthong.kernel.registers.choices import BookKind
from lienthong.kernel.registers.services.numbers import take_number

from ..choices import OutgoingState
from ..models import MadeCopy, OutgoingDocument
from ..policies import can_issue
from .books import book_for
from .letters import head_title
from .signing import content_of


class NotCopied(Exception):
    """Only what was issued is copied; what was recalled is not."""

    def __init__(self) -> None:
        self.message = _("Chỉ sao y văn bản đã phát hành và chưa bị thu hồi.")
        super().__init__(self.message)


def make_paper_copy(
    *, document: OutgoingDocument, key: str, by: Actor, at: dt.datetime
) -> StoredFile:
    """A print of an issued e-document with the block SAO Y and its number of the copies' series.

    It is signed and sealed by hand after printing (Đ25.1.b; PL I.II.II). `key` names this copy, so
    that a repeated click takes no second number. Raises `NotCopied`, `Forbidden`.
    """
    if not can_issue(by, document):
        raise Forbidden(_("Chỉ văn thư của cơ quan ban hành được sao y văn bản."))
    version = document.current_version
    if document.state != OutgoingState.ISSUED or version is None:
        raise NotCopied
    papers.check_copy(papers.CopyForm.TRUE_COPY, papers.Medium.ELECTRONIC, papers.Medium.PAPER)
    on = timezone.localdate(at)
    with act("documents.copied", by=by, at=at, subject=document):
        book = book_for(document.agency_id, BookKind.COPIES, on, by=by, at=at)
        entry = take_number(
            book=book, key=key, on=on, by=by, at=at, subject=document,
            label=f"SAO Y {document.reference}"[:200],
        )  # fmt: skip
        pdf = papers.print_copy(
            content_of(version), _block(document, papers.number_text(entry.number), on)
        )
        name = f"sao-y-{entry.number}-{document.reference.replace('/', '-')}.pdf"
        stored = store(io.BytesIO(pdf), name=name, agency_id=document.agency_id, by=by, at=at)
        MadeCopy.objects.create(
            agency_id=document.agency_id, outgoing=document, file=stored, made_by_id=by.person_id,
            made_at=at,
        )  # fmt: skip
    return stored


def _block(document: OutgoingDocument, number: str, on: dt.date) -> papers.CopyBlock:
    named = agencies.name_at(document.agency_id, on)
    signer = document.signatory
    post = document.signatory_post
    office = agencies.holders(on, agency_ids=[document.agency_id], kinds=("chief_of_office",))
    name, title = (
        (office[0].person_name, office[0].title)
        if office
        else (signer.name if signer else "", post.title if post else "")
    )
    lines: tuple[papers.AuthorityLine, ...] = ()
    if office:
        of = head_title(document.agency_id).upper()
        lines = (papers.AuthorityLine(papers.Authority.BY_ORDER, of),)
    return papers.CopyBlock(
        form=papers.CopyForm.TRUE_COPY,
        agency=named.name,
        agency_abbreviation=named.abbreviation or named.short_name,
        number=number,
        place=document.place,
        copy_date=on,
        year=on.year,
        signatory=papers.Signatory(name=name, post=title, authority=lines),
    )
