"""Copies of papers that came in (Đ25 to Đ27): form × source × target by the table, all else refused.

A paper copy bears its block and a number of the one series of the year; an electronic copy bears the
agency's signature only, with form, agency and time at the top right of page one, no picture.
"""

import datetime as dt
import hashlib
import io
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.axis.papers import api as papers
from lienthong.axis.signing import api as signing
from lienthong.kernel.access.actor import Actor, Forbidden
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.services import open_file, store
from lienthong.kernel.registers.choices import BookKind
from lienthong.kernel.registers.services.numbers import take_number

from ..choices import Channel, Verb
from ..models import IncomingDocument, MadeCopy
from ..policies import can_copy
from .annexes import page_size
from .books import book_for
from .letters import head_title
from .ordering import place_of


class CopyRefused(Exception):
    """A copy that cannot be made of this paper; says why, with the article."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class CopyIn:
    """Which copy is wanted; `pages` (first, last) of an extract, from 1."""

    form: papers.CopyForm
    target: papers.Medium
    of_true_copy: bool = False
    pages: tuple[int, int] | None = None


def source_of(document: IncomingDocument) -> papers.Medium:
    """What the received paper is: an e-document of the exchange, or a paper that was scanned."""
    if document.channel == Channel.EXCHANGE:
        return papers.Medium.ELECTRONIC
    return papers.Medium.PAPER


def copy_incoming(
    *, document: IncomingDocument, copy: CopyIn, key: str, by: Actor, at: dt.datetime
) -> StoredFile:
    """Make the copy as Đ25 allows it, by the clerk. `key` names this copy, so that a repeated click
    takes no second number. Raises `CopyRefused`, `papers.CopyNotAllowed`, `Forbidden`."""
    if not can_copy(by, document):
        raise Forbidden(_("Chỉ văn thư của cơ quan giữ văn bản được sao văn bản."), Verb.ISSUE)
    try:
        papers.check_copy(
            copy.form, source_of(document), copy.target, source_is_true_copy=copy.of_true_copy
        )
    except papers.CopyNotAllowed as refusal:
        raise CopyRefused(str(refusal)) from refusal
    if document.file is None or document.entry_id is None:
        raise CopyRefused(_("Chỉ sao văn bản đã vào sổ và có tệp trong hệ thống."))
    if document.file.media_type != "application/pdf":
        raise CopyRefused(_("Văn bản quét phải là PDF để sao (Phụ lục I, phần II)."))
    with open_file(document.file) as stream:
        content = stream.read()
    if copy.form is papers.CopyForm.EXTRACT:
        content = _extract(content, copy.pages)
    with act("documents.copied", by=by, at=at, subject=document):
        if copy.target is papers.Medium.PAPER:
            return _on_paper(document, copy, content, key, by, at)
        return _electronic(document, copy, content, by, at)


def _extract(content: bytes, pages: tuple[int, int] | None) -> bytes:
    from pypdf import PdfReader, PdfWriter

    reader = PdfReader(io.BytesIO(content))
    first, last = pages or (0, 0)
    if not 1 <= first <= last <= len(reader.pages):
        raise CopyRefused(
            _("Trích sao: ghi trang đầu, trang cuối trong %(n)d trang của văn bản.")
            % {"n": len(reader.pages)}
        )
    writer = PdfWriter()
    for page in reader.pages[first - 1 : last]:
        writer.add_page(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _on_paper(
    document: IncomingDocument, copy: CopyIn, content: bytes, key: str, by: Actor, at: dt.datetime
) -> StoredFile:
    on = timezone.localdate(at)
    book = book_for(by.agency_id, BookKind.COPIES, on, by=by, at=at)
    entry = take_number(
        book=book, key=key, on=on, by=by, at=at, subject=document,
        label=f"{copy.form.value} {document.reference}"[:200],
    )  # fmt: skip
    named = agencies.name_at(by.agency_id, on)
    held = agencies.holders(on, agency_ids=[by.agency_id], kinds=("chief_of_office", "head"))
    if not held:
        raise CopyRefused(_("Chưa có người có thẩm quyền ký bản sao trong hệ thống."))
    signer = next((one for one in held if one.kind == "chief_of_office"), held[0])
    by_order = signer.kind == "chief_of_office"
    head = head_title(by.agency_id).upper()
    block = papers.CopyBlock(
        form=copy.form,
        agency=named.name,
        agency_abbreviation=named.abbreviation or named.short_name,
        number=papers.number_text(entry.number),
        place=place_of(by.agency_id, on),
        copy_date=on,
        year=on.year,
        signatory=papers.Signatory(
            name=signer.person_name,
            post=signer.title,
            authority=(papers.AuthorityLine(papers.Authority.BY_ORDER, head),) if by_order else (),
        ),
    )
    return _keep(document, papers.print_copy(content, block), f"sao-{entry.number}", by, at)


def _electronic(
    document: IncomingDocument, copy: CopyIn, content: bytes, by: Actor, at: dt.datetime
) -> StoredFile:
    key = signing.key_of_agency(by.agency_id, at=at)
    name = agencies.name_at(by.agency_id, timezone.localdate(at)).name
    width, height = page_size(content)
    place = papers.copy_signature_place(width, height)
    lines = (f"{copy.form.value}; {name}", papers.signing_time_text(at))
    try:
        sealed = signing.seal_attachment(
            _rewritten(content), key, papers.copy_signature_appearance(lines, place),
            signing.Box(0, place.x, place.y, place.right, place.top), at,
            stamper=signing.stamper(),
        )  # fmt: skip
    except signing.NotSignable as refusal:
        raise CopyRefused(str(refusal)) from refusal
    signing.all_signed()
    signing.record_signature(
        kind="copy", digest=hashlib.sha256(sealed).hexdigest(), key=key, right=None,
        agency_id=by.agency_id, subject=document, by=by, at=at,
    )  # fmt: skip
    return _keep(document, sealed, "ban-sao-dien-tu", by, at)


def _rewritten(content: bytes) -> bytes:
    """The same pages in a file of our own writing: scanners are loose with the standard."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    try:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
        out = io.BytesIO()
        writer.write(out)
    except (PyPdfError, KeyError, ValueError, TypeError) as error:
        raise CopyRefused(_("Không đọc được tệp quét để sao; hãy quét lại.")) from error
    return out.getvalue()


def _keep(
    document: IncomingDocument, pdf: bytes, name: str, by: Actor, at: dt.datetime
) -> StoredFile:
    label = document.reference.replace("/", "-") or str(document.pk)
    stored = store(
        io.BytesIO(pdf), name=f"{name}-{label}.pdf", agency_id=by.agency_id, by=by, at=at
    )
    MadeCopy.objects.create(
        agency_id=by.agency_id, incoming=document, file=stored, made_by_id=by.person_id,
        made_at=at,
    )  # fmt: skip
    return stored
