"""The acts on a prepared PDF: the person signs, the clerk fills in number and date and seals.

Each act appends one revision. pyHanko writes the PDF; the CMS is built in `cms` from a key that is
parsed once.
"""

# mypy: allow-untyped-calls
# pyHanko is typed in part only.

import datetime as dt
import io
from contextlib import suppress
from typing import Any, Final
from zoneinfo import ZoneInfo

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import (
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    enumerate_sig_fields,
)
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigMDPSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp, PdfSignedData, SignatureObject

from lienthong.axis.signing.places import DATE_FIELD, NUMBER_FIELD, seal_field, signature_field
from lienthong.axis.signing.words import _

from . import cms, quick
from .appearances import draw_picture, draw_snippet, load_picture
from .cms import SigningKey, Stamper
from .quick import NotQuick
from .revision import (
    NotSignable,
    RevisionWriter,
    box_of,
    broken,
    entry,
    name,
    open_revision,
    written,
)

VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")
DIGEST: Final = "sha256"


class NoSuchField(NotSignable):
    """The file was not prepared, or this place is signed already."""


class OutOfOrder(NotSignable):
    """An act before the one that must precede it."""


def sign_person(
    pdf: bytes,
    key: SigningKey,
    picture: bytes,
    at: dt.datetime,
    *,
    index: int = 1,
    reason: str = "",
    stamper: Stamper | None = None,
) -> bytes:
    """Append the signature of the `index`-th signatory with his blue picture (PL I.II.7.d).

    The first one certifies the document at DocMDP level 2, so that nothing but the prepared fields
    may change afterwards. Raises `NoSuchField`, `OutOfOrder`, `NotSignable`, `BadPicture`,
    `NoTimestamp`.
    """
    with suppress(NotQuick):
        return quick.sign_person(
            pdf, key, picture, _here(at), index=index, reason=reason, stamper=stamper
        )
    writer = open_revision(pdf)
    field = _empty_field(writer, signature_field(index))
    signed = _filled_fields(writer)
    if index > 1 and signature_field(index - 1) not in signed:
        raise OutOfOrder(_("Người ký trước trong danh sách chưa ký; hãy chờ người đó ký."))
    if any(other.startswith(seal_field(1)[:-1]) for other in signed):
        raise OutOfOrder(_("Cơ quan đã ký số văn bản; không ký thêm chữ ký cá nhân được nữa."))
    _appear(writer, field, picture)
    certify = SigMDPSetup(DIGEST, certify=not signed, docmdp_perms=MDPPerm.FILL_FORMS)
    placeholder = _placeholder(key, stamper, at, reason)
    return _embed(writer, signature_field(index), placeholder, certify, key, stamper)


def fill_number_and_date(
    pdf: bytes,
    number_snippet: bytes,
    date_snippet: bytes,
    number_text: str,
    date_text: str,
) -> bytes:
    """Append a revision with number and date as values and as typeset appearances.

    The snippets are one-page PDFs of the size of what is printed. Raises `OutOfOrder` before the
    person's signature or after the seal, `SnippetTooLarge`, `NotSignable`.
    """
    writer = open_revision(pdf)
    _fill_both(writer, number_snippet, date_snippet, number_text, date_text)
    return written(writer)


def seal(
    pdf: bytes,
    key: SigningKey,
    picture: bytes,
    at: dt.datetime,
    *,
    index: int = 1,
    reason: str = "",
    stamper: Stamper | None = None,
) -> bytes:
    """Append the agency's signature with the red picture of its seal; it locks number and date.

    Raises `OutOfOrder` when a signatory has not signed or number and date are not filled in
    (Đ32.2.d: only what a competent person has signed may be sealed), else as `sign_person`.
    """
    with suppress(NotQuick):
        return quick.seal(pdf, key, picture, _here(at), index=index, reason=reason, stamper=stamper)
    writer = open_revision(pdf)
    return _seal(writer, key, picture, at, index, reason, stamper)


def fill_and_seal(
    pdf: bytes,
    key: SigningKey,
    picture: bytes,
    at: dt.datetime,
    *,
    number_snippet: bytes,
    date_snippet: bytes,
    number_text: str,
    date_text: str,
    reason: str = "",
    stamper: Stamper | None = None,
) -> bytes:
    """Number, date and seal in one revision: the clerk's one act (Đ14 to 17)."""
    writer = open_revision(pdf)
    _fill_both(writer, number_snippet, date_snippet, number_text, date_text)
    return _seal(writer, key, picture, at, 1, reason, stamper)


def stamp_time(pdf: bytes, stamper: Stamper) -> bytes:
    """Append an invisible document time-stamp; every earlier signature stays valid."""
    writer = open_revision(pdf)
    count = sum(1 for _field in enumerate_sig_fields(writer))
    field = f"LTTimestamp{count + 1}"
    spec = SigFieldSpec(field, readable_field_name=_("Dấu thời gian"))
    placeholder = DocumentTimestamp(bytes_reserved=2 * stamper.token_size)
    steps = PdfCMSEmbedder(new_field_spec=spec).write_cms(field, writer)
    next(steps)
    steps.send(SigObjSetup(sig_placeholder=placeholder))
    return _finish(steps, stamper.token)


def _seal(
    writer: RevisionWriter,
    key: SigningKey,
    picture: bytes,
    at: dt.datetime,
    index: int,
    reason: str,
    stamper: Stamper | None,
) -> bytes:
    field = _empty_field(writer, seal_field(index))
    _require_signed(writer)
    for place in (NUMBER_FIELD, DATE_FIELD):
        text = _text_field(writer, place)
        if text is not None and "/V" not in text:
            raise OutOfOrder(_("Văn bản chưa có số và thời gian ban hành; hãy cấp số trước."))
        if text is not None and index == 1:
            _renew_appearance(writer, text)
    _appear(writer, field, picture)
    lock = entry(field, "/Lock")
    mdp = SigMDPSetup(DIGEST, field_lock=FieldMDPSpec.from_pdf_object(lock) if lock else None)
    placeholder = _placeholder(key, stamper, at, reason)
    return _embed(writer, seal_field(index), placeholder, mdp, key, stamper)


def _renew_appearance(writer: RevisionWriter, text: Any) -> None:
    # pyHanko's difference analysis takes the appearance of a locked field for changed when it was
    # last written before the locking revision; writing the same bytes again settles it.
    drawn = text["/AP"].raw_get("/N")
    if (drawn.generation, drawn.idnum) not in writer.objects:
        writer.mark_update(drawn)


def _require_signed(writer: RevisionWriter) -> None:
    waiting = [
        title
        for title, value, _ref in enumerate_sig_fields(writer)
        if title.startswith(signature_field(1)[:-1]) and value is None
    ]
    signed = [t for t in _filled_fields(writer) if t.startswith(signature_field(1)[:-1])]
    if waiting or not signed:
        raise OutOfOrder(
            _(
                "Văn bản chưa có đủ chữ ký của người có thẩm quyền; Văn thư chỉ được ký số của cơ "
                "quan vào văn bản đã có chữ ký đó (điểm d khoản 2 Điều 32 NĐ 30/2020/NĐ-CP)."
            )
        )


def _fill_both(
    writer: RevisionWriter, number_snippet: bytes, date_snippet: bytes, number: str, date: str
) -> None:
    _require_signed(writer)
    if any(title.startswith(seal_field(1)[:-1]) for title in _filled_fields(writer)):
        raise OutOfOrder(_("Cơ quan đã ký số văn bản; số và ngày tháng không sửa được nữa."))
    for place, snippet, text in (
        (NUMBER_FIELD, number_snippet, number),
        (DATE_FIELD, date_snippet, date),
    ):
        field = _text_field(writer, place)
        if field is None:
            raise NoSuchField(_("Tệp chưa có ô số và ngày tháng; hãy tạo lại bản trình ký."))
        _left, _bottom, _right, _top = box_of(field)
        drawn = draw_snippet(writer, snippet, _right - _left, _top - _bottom)
        field[name("/V")] = generic.pdf_string(text)
        field[name("/AP")] = generic.DictionaryObject({name("/N"): drawn})
        writer.update_container(field)


def _text_field(writer: RevisionWriter, title: str) -> Any | None:
    for field in entry(entry(writer.root, "/AcroForm", {}), "/Fields", []):
        found = field.get_object()
        if entry(found, "/T") == title and entry(found, "/FT") == "/Tx":
            return found
    return None


def _filled_fields(writer: RevisionWriter) -> list[str]:
    return [title for title, _value, _ref in enumerate_sig_fields(writer, filled_status=True)]


def _empty_field(writer: RevisionWriter, title: str) -> Any:
    for found, value, reference in enumerate_sig_fields(writer):
        if found == title and value is None:
            return reference.get_object()
    raise NoSuchField(
        _("Tệp chưa có ô cho chữ ký này hoặc ô đã được ký; hãy tạo lại bản trình ký từ bản thảo.")
    )


def _appear(writer: RevisionWriter, field: Any, picture: bytes) -> None:
    left, bottom, right, top = box_of(field)
    drawn = draw_picture(writer, load_picture(picture), right - left, top - bottom)
    field[name("/AP")] = generic.DictionaryObject({name("/N"): drawn})
    writer.update_container(field)


def _here(at: dt.datetime) -> dt.datetime:
    return at.astimezone(VIETNAM)


def _placeholder(
    key: SigningKey, stamper: Stamper | None, at: dt.datetime, reason: str
) -> SignatureObject:
    return SignatureObject(
        timestamp=_here(at),
        subfilter=SigSeedSubFilter.PADES,
        reason=reason or None,
        bytes_reserved=2 * cms.room_for(key, stamper),
    )


def _embed(
    writer: RevisionWriter,
    field: str,
    placeholder: PdfSignedData,
    mdp: SigMDPSetup,
    key: SigningKey,
    stamper: Stamper | None,
) -> bytes:
    steps = PdfCMSEmbedder().write_cms(field, writer, existing_fields_only=True)
    try:
        next(steps)
        steps.send(SigObjSetup(sig_placeholder=placeholder, mdp_setup=mdp))
        return _finish(steps, lambda digest: cms.detached(key, digest, stamper))
    except (SigningError, PdfError) as fault:
        raise NotSignable(broken()) from fault


def _finish(steps: Any, signed: Any) -> bytes:
    out = io.BytesIO()
    prepared, _out = steps.send(SigIOSetup(md_algorithm=DIGEST, output=out))
    steps.send(signed(prepared.document_digest))
    return out.getvalue()
