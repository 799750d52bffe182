"""Annexes of an outgoing paper (Annex I, III.1): pages of the paper, or files that the agency signs."""

import datetime as dt
import hashlib
import io
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lienthong.axis.papers import api as papers
from lienthong.axis.signing import api as signing
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.services import open_file, store
from lienthong.kernel.text import roman

from ..choices import AnnexPlace
from ..models import DocumentAnnex, OutgoingDocument
from ..rules import bears_secrecy_mark
from ..workflow import OUTGOING
from .letters import annex_body, parent_line
from .secrecy import SecrecyMarked

MOST = 20


class AnnexRefused(Exception):
    """An annex that cannot be taken as it stands; says what to do."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class AnnexIn:
    """An annex as the drafter gives it: typed, or a finished PDF (`pdf`, looked at before)."""

    title: str
    place: str = AnnexPlace.INSIDE
    text: str = ""
    landscape: bool = False
    pdf: bytes | None = None
    name: str = ""


def look_at_annex(content: bytes) -> bytes:
    """Look at an uploaded annex in the sandbox; returns the PDF. Raises what `papers` refuses and
    `SecrecyMarked`."""
    if content.startswith(b"PK"):
        content = papers.convert_docx(content)
    if bears_secrecy_mark(papers.inspect_upload(content).text):
        raise SecrecyMarked
    return content


def add_annex(
    *, document: OutgoingDocument, annex: AnnexIn, by: Actor, at: dt.datetime
) -> OutgoingDocument:
    """Add an annex at the end; what was approved before is approved no longer (Đ11.2).

    Raises `AnnexRefused`, `SecrecyMarked`.
    """
    _check(document, annex)

    def effect(locked: OutgoingDocument) -> None:
        known = list(locked.annexes.order_by("position"))
        if len(known) >= MOST:
            raise AnnexRefused(_("Một văn bản có nhiều nhất %(n)d phụ lục.") % {"n": MOST})
        if known and known[0].place != annex.place:
            raise AnnexRefused(
                _("Các phụ lục của một văn bản cùng nằm trong văn bản hoặc cùng là tệp riêng.")
            )
        made = DocumentAnnex(
            document=locked,
            position=known[-1].position + 1 if known else 1,
            place=annex.place,
            title=" ".join(annex.title.split()),
            text=annex.text.strip(),
            landscape=annex.landscape,
            uploaded=annex.pdf is not None,
        )
        if annex.pdf is not None:
            made.file = _store(locked, annex.pdf, annex.name, by, at)
        made.save()
        _changed(locked, at)

    return OUTGOING.perform(document, "draft", by=by, at=at, effect=effect)


def remove_annex(
    *, document: OutgoingDocument, position: int, by: Actor, at: dt.datetime
) -> OutgoingDocument:
    """Take an annex away; those behind it move up, so that the Roman numbers have no gap."""

    def effect(locked: OutgoingDocument) -> None:
        locked.annexes.filter(position=position).delete()
        for later in locked.annexes.filter(position__gt=position).order_by("position"):
            later.position -= 1
            later.save(update_fields=["position"])
        _changed(locked, at)

    return OUTGOING.perform(document, "draft", by=by, at=at, effect=effect)


def _changed(document: OutgoingDocument, at: dt.datetime) -> None:
    document.approved_digest = ""
    document.updated_at = at


def _check(document: OutgoingDocument, annex: AnnexIn) -> None:
    if not annex.title.strip():
        raise AnnexRefused(_("Hãy ghi tên phụ lục."))
    if annex.pdf is None and not annex.text.strip():
        raise AnnexRefused(_("Hãy gõ nội dung phụ lục hoặc tải tệp lên."))
    if annex.place == AnnexPlace.INSIDE and annex.pdf is not None:
        raise AnnexRefused(
            _("Phụ lục tải lên là tệp riêng; phụ lục trong văn bản thì gõ nội dung.")
        )
    if annex.place == AnnexPlace.INSIDE and document.draft_file_id is not None:
        raise AnnexRefused(
            _("Văn bản tải lên đã gồm phụ lục của nó; phụ lục thêm vào phải là tệp riêng.")
        )
    if bears_secrecy_mark(annex.text) or bears_secrecy_mark(annex.title):
        raise SecrecyMarked


def set_files(document: OutgoingDocument, at: dt.datetime) -> dict[int, bytes]:
    """The composed annexes that are files of their own, typeset: position → PDF."""
    rows = list(document.annexes.filter(place=AnnexPlace.FILE).order_by("position"))
    on = at.date()
    return {
        row.position: papers.render_annex_file(_annex_file(document, row, len(rows), on), at=at).pdf
        for row in rows
        if not row.uploaded
    }


def _annex_file(
    document: OutgoingDocument, row: DocumentAnnex, count: int, on: dt.date
) -> papers.AnnexFile:
    return papers.AnnexFile(
        agency=agencies.name_at(document.agency_id, on).name,
        parent=parent_line(document, on),
        title=row.title,
        body=annex_body(row.text),
        main_kind=papers.document_type(document.type_code).name,
        notation=document.notation,
        label=_("Phụ lục %(number)s") % {"number": roman(row.position)}
        if count > 1
        else _("Phụ lục"),
        landscape=row.landscape,
    )


def keep_files(
    document: OutgoingDocument, made: dict[int, bytes], *, by: Actor, at: dt.datetime
) -> None:
    """Keep the typeset annexes, inside the act that hands the paper in."""
    for row in document.annexes.filter(position__in=list(made)):
        row.file = _store(document, made[row.position], f"phu-luc-{row.position}.pdf", by, at)
        row.save(update_fields=["file"])


def _store(
    document: OutgoingDocument, pdf: bytes, name: str, by: Actor, at: dt.datetime
) -> StoredFile:
    return store(
        io.BytesIO(pdf), name=name or "phu-luc.pdf", agency_id=document.agency_id, by=by, at=at,
        accept={"application/pdf"},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SealedAnnex:
    """An annex file with the agency's signature on it, not stored yet."""

    position: int
    title: str
    pdf: bytes


def seal_files(
    document: OutgoingDocument, key: signing.SigningKey, reference: str, at: dt.datetime
) -> list[SealedAnnex]:
    """Sign each annex file by the agency: number, symbol and time at the top right of page one,
    no picture (Annex I, III.1.d). Raises what signing refuses."""
    sealed = []
    for row in document.annexes.filter(place=AnnexPlace.FILE).order_by("position"):
        if row.file is None:
            raise AnnexRefused(_("Phụ lục “%(title)s” chưa có tệp.") % {"title": row.title})
        with open_file(row.file) as stream:
            pdf = stream.read()
        width, height = page_size(pdf)
        place = papers.copy_signature_place(width, height)
        lines = (_("Số: %(reference)s") % {"reference": reference}, papers.signing_time_text(at))
        sealed.append(
            SealedAnnex(
                row.position,
                row.title,
                signing.seal_attachment(
                    pdf,
                    key,
                    papers.copy_signature_appearance(lines, place),
                    signing.Box(0, place.x, place.y, place.right, place.top),
                    at,
                    stamper=signing.stamper(),
                ),
            )
        )
    return sealed


def page_size(pdf: bytes) -> tuple[float, float]:
    """Width and height of page one in points."""
    import pypdfium2

    with papers.pdfium_alone():
        document = pypdfium2.PdfDocument(pdf)
        try:
            width, height = document.get_page_size(0)
        finally:
            document.close()
    return float(width), float(height)


def keep_sealed(
    document: OutgoingDocument,
    sealed: list[SealedAnnex],
    key: signing.SigningKey,
    *,
    by: Actor,
    at: dt.datetime,
) -> None:
    """Keep the sealed annexes with the evidence of each signature, inside the clerk's act."""
    for one in sealed:
        row = document.annexes.get(position=one.position)
        name = f"{document.reference.replace('/', '-')}-phu-luc-{one.position}.pdf"
        row.sealed_file = _store(document, one.pdf, name, by, at)
        row.sealed_at = at
        row.save(update_fields=["sealed_file", "sealed_at"])
        signing.record_signature(
            kind="attachment", digest=hashlib.sha256(one.pdf).hexdigest(), key=key, right=None,
            agency_id=document.agency_id, subject=document, by=by, at=at,
        )  # fmt: skip


def sealed_files(document: OutgoingDocument) -> list[tuple[str, StoredFile]]:
    """(title, file) of the annex files as they are sent."""
    rows = document.annexes.filter(sealed_file__isnull=False).select_related("sealed_file")
    return [
        (row.title, row.sealed_file)
        for row in rows.order_by("position")
        if row.sealed_file is not None
    ]
