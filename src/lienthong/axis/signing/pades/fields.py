"""Makes all fields of a document before anybody signs it.

A field made after the person's certification would break that signature (tried: see
docs/signing.md), so room for every signature, the seal, the number and the date is made here.
"""

# mypy: allow-untyped-calls
# pyHanko is typed in part only.

from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.rw_common import find_inherited_value_in_tree
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec

from lienthong.axis.signing.places import (
    DATE_FIELD,
    FILLED_FIELDS,
    NUMBER_FIELD,
    BadPlace,
    Box,
    SigningPlaces,
    check_seal,
    seal_field,
    signature_field,
)
from lienthong.axis.signing.words import _

from .appearances import form_xobject
from .revision import NotSignable, RevisionWriter, broken, entry, name, open_revision, written
from .structure import StructureTree

PRINTED_LOCKED = generic.NumberObject(4 | 128)
READ_ONLY = generic.NumberObject(1)


def prepare(pdf: bytes, places: SigningPlaces) -> bytes:
    """Append a revision that holds the fields for number, date, signatories and seals.

    Raises `NotSignable` when the file is signed already, has fields or programs of its own, or is
    broken; `BadPlace` for a box off its page; `SealMisplaced` for a seal that breaks Đ33.1.b.
    """
    for signature, seal in zip(places.signatures, places.seals, strict=False):
        check_seal(signature, seal)
    # A revision begins on a line of its own; some makers end the file right after %%EOF.
    writer = open_revision(pdf if pdf.endswith((b"\n", b"\r")) else pdf + b"\n")
    try:
        _refuse_unsound(writer)
        _make_fields(writer, places)
        return written(writer)
    except (PdfError, KeyError, TypeError, IndexError, AttributeError) as fault:
        raise NotSignable(broken()) from fault


def _refuse_unsound(writer: RevisionWriter) -> None:
    root = writer.root
    form = entry(root, "/AcroForm")
    if form is not None and (entry(form, "/Fields") or "/XFA" in form):
        raise NotSignable(
            _("Tệp đã có ô nhập hoặc chữ ký số. Hãy dùng bản PDF xuất từ bản thảo, chưa ký.")
        )
    names = entry(root, "/Names", {})
    opens = entry(root, "/OpenAction", {})
    scripted = isinstance(opens, generic.DictionaryObject) and entry(opens, "/S") == "/JavaScript"
    if "/JavaScript" in names or "/AA" in root or scripted:
        raise NotSignable(_("Tệp PDF có mã lệnh chạy kèm; hãy xuất lại PDF/A không có mã lệnh."))


def _make_fields(writer: RevisionWriter, places: SigningPlaces) -> None:
    form = generic.DictionaryObject(
        {
            name("/Fields"): generic.ArrayObject(),
            name("/SigFlags"): generic.NumberObject(3),
            name("/DA"): generic.pdf_string("0 g"),
        }
    )
    writer.root["/AcroForm"] = writer.add_object(form)
    _declare_pades(writer)
    writer.update_root()
    structure = StructureTree.of(writer)
    for field_name, box in places.named():
        page = _page(writer, box)
        widget = _widget(writer, field_name, box, page)
        reference = writer.add_object(widget)
        form["/Fields"].append(reference)
        writer.register_annotation(page, reference)
        if structure is not None:
            structure.add_form(reference, widget, page)
    if structure is not None:
        structure.close()


def _declare_pades(writer: RevisionWriter) -> None:
    from pyhanko.sign.signers.pdf_signer import _ensure_esic_ext

    _ensure_esic_ext(writer)


def _page(writer: RevisionWriter, box: Box) -> Any:
    try:
        reference, _resources = writer.find_page_for_modification(box.page)
    except (IndexError, PdfError, ValueError) as fault:
        raise BadPlace(_("Ô đặt chữ ký nằm ở trang không có trong văn bản.")) from fault
    page = reference.get_object()
    media = find_inherited_value_in_tree(page, "/MediaBox", "/Parent")
    left, bottom, right, top = (float(v) for v in media)
    if box.left < left or box.bottom < bottom or box.right > right or box.top > top:
        raise BadPlace(_("Ô đặt chữ ký vượt ra ngoài trang giấy; hãy dàn lại văn bản."))
    page["/Tabs"] = name("/S")
    writer.update_container(page)
    return reference


def _widget(writer: RevisionWriter, field_name: str, box: Box, page: Any) -> Any:
    blank = writer.add_object(form_xobject(b"", box.width, box.height))
    widget = generic.DictionaryObject(
        {
            name("/Type"): name("/Annot"),
            name("/Subtype"): name("/Widget"),
            name("/T"): generic.pdf_string(field_name),
            name("/TU"): generic.pdf_string(_label(field_name)),
            name("/F"): PRINTED_LOCKED,
            name("/Rect"): generic.ArrayObject(
                generic.FloatObject(f"{v:.3f}") for v in (box.left, box.bottom, box.right, box.top)
            ),
            name("/P"): page,
            name("/AP"): generic.DictionaryObject({name("/N"): blank}),
        }
    )
    if field_name in FILLED_FIELDS:
        widget[name("/FT")] = name("/Tx")
        widget[name("/Ff")] = READ_ONLY
    else:
        widget[name("/FT")] = name("/Sig")
        if field_name == seal_field(1):  # a lock in a second seal would break under a time-stamp
            lock = FieldMDPSpec(FieldMDPAction.INCLUDE, list(FILLED_FIELDS))
            widget[name("/Lock")] = writer.add_object(lock.as_sig_field_lock())
    return widget


def _label(field_name: str) -> str:
    if field_name == NUMBER_FIELD:
        return _("Số văn bản")
    if field_name == DATE_FIELD:
        return _("Thời gian ban hành văn bản")
    if field_name.startswith(signature_field(1)[:-1]):
        return _("Chữ ký số của người có thẩm quyền")
    return _("Chữ ký số của cơ quan, tổ chức")
