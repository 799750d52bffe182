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
from ..policies import can_copy
from .books import book_for
from .letters import head_title
from .ordering import place_of
from .signing import content_of


class NotCopied(Exception):
    """Only what was issued is copied, what was recalled is not, and somebody must sign the copy."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def make_paper_copy(
    *, document: OutgoingDocument, key: str, by: Actor, at: dt.datetime
) -> StoredFile:
    """A print of an issued e-document with the block SAO Y and its number of the copies' series.

    It is signed and sealed by hand after printing (Đ25.1.b; PL I.II.II). `key` names this copy, so
    that a repeated click takes no second number. Raises `NotCopied`, `Forbidden`.
    """
    if not can_copy(by, document):
        raise Forbidden(_("Chỉ văn thư của cơ quan giữ văn bản được sao y văn bản."))
    version = document.current_version
    if document.state != OutgoingState.ISSUED or version is None:
        raise NotCopied(_("Chỉ sao y văn bản đã phát hành và chưa bị thu hồi."))
    papers.check_copy(papers.CopyForm.TRUE_COPY, papers.Medium.ELECTRONIC, papers.Medium.PAPER)
    on = timezone.localdate(at)
    with act("documents.copied", by=by, at=at, subject=document):
        book = book_for(by.agency_id, BookKind.COPIES, on, by=by, at=at)
        entry = take_number(
            book=book, key=key, on=on, by=by, at=at, subject=document,
            label=f"SAO Y {document.reference}"[:200],
        )  # fmt: skip
        pdf = papers.print_copy(
            content_of(version), _block(document, papers.number_text(entry.number), on, by)
        )
        name = f"sao-y-{entry.number}-{document.reference.replace('/', '-')}.pdf"
        stored = store(io.BytesIO(pdf), name=name, agency_id=by.agency_id, by=by, at=at)
        MadeCopy.objects.create(
            agency_id=by.agency_id, outgoing=document, file=stored, made_by_id=by.person_id,
            made_at=at,
        )  # fmt: skip
    return stored


def _block(document: OutgoingDocument, number: str, on: dt.date, by: Actor) -> papers.CopyBlock:
    """The block of the agency that makes the copy: the issuing one, or who keeps its papers now."""
    named = agencies.name_at(by.agency_id, on)
    held = agencies.holders(on, agency_ids=[by.agency_id], kinds=("chief_of_office", "head"))
    if not held:
        raise NotCopied(_("Chưa có người có thẩm quyền ký bản sao trong hệ thống."))
    signer = next((one for one in held if one.kind == "chief_of_office"), held[0])
    lines: tuple[papers.AuthorityLine, ...] = ()
    if signer.kind == "chief_of_office":
        of = head_title(by.agency_id).upper()
        lines = (papers.AuthorityLine(papers.Authority.BY_ORDER, of),)
    return papers.CopyBlock(
        form=papers.CopyForm.TRUE_COPY,
        agency=named.name,
        agency_abbreviation=named.abbreviation or named.short_name,
        number=number,
        place=place_of(by.agency_id, on),
        copy_date=on,
        year=on.year,
        signatory=papers.Signatory(name=signer.person_name, post=signer.title, authority=lines),
    )
