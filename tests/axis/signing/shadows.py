"""Attacks on what is seen: hide, replace, fill in, write upon, by the object model. Each takes the kit's letter
and gives a file that no verdict may call valid.
"""

import io
from collections.abc import Callable
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter as Writer
from pyhanko.pdf_utils.reader import PdfFileReader

from lienthong.axis.signing.pades.appearances import form_xobject

from . import attacks
from .attacks import field_of, name, updated
from .kit import Kit

Attack = Callable[[Kit], bytes]


def numbers(*values: float) -> generic.ArrayObject:
    """Numbers as an array of the file."""
    return generic.ArrayObject(generic.NumberObject(v) for v in values)


# -- what is seen


def rewritten(change: Callable[[Writer], None]) -> Attack:
    return lambda kit: updated(kit.sealed, change)


def page_of(writer: Writer) -> Any:
    return writer.root["/Pages"]["/Kids"][0]


def turned(key: str, value: Any) -> Attack:
    def change(writer: Writer) -> None:
        page = page_of(writer)
        page[name(key)] = value
        writer.update_container(page)

    return rewritten(change)


def catalog(key: str, make: Callable[[Writer], Any]) -> Attack:
    def change(writer: Writer) -> None:
        writer.root[name(key)] = make(writer)
        writer.update_root()

    return rewritten(change)


def _script(_writer: Writer) -> Any:
    return generic.DictionaryObject(
        {name("/S"): name("/JavaScript"), name("/JS"): generic.pdf_string("app.alert(9999)")}
    )


def _files(writer: Writer) -> Any:
    inner = writer.add_object(generic.StreamObject(stream_data=b"Phu luc gia"))
    told = generic.DictionaryObject(
        {
            name("/Type"): name("/Filespec"),
            name("/F"): generic.pdf_string("phu-luc.txt"),
            name("/EF"): generic.DictionaryObject({name("/F"): inner}),
        }
    )
    listed = generic.ArrayObject([generic.pdf_string("phu-luc.txt"), writer.add_object(told)])
    return generic.DictionaryObject(
        {name("/EmbeddedFiles"): generic.DictionaryObject({name("/Names"): listed})}
    )


def _associated(writer: Writer) -> Any:
    return generic.ArrayObject([_files(writer)["/EmbeddedFiles"]["/Names"].raw_get(1)])


def _layers(writer: Writer) -> Any:
    group = writer.add_object(
        generic.DictionaryObject(
            {name("/Type"): name("/OCG"), name("/Name"): generic.pdf_string("x")}
        )
    )
    off = generic.DictionaryObject({name("/OFF"): generic.ArrayObject([group])})
    return generic.DictionaryObject({name("/OCGs"): generic.ArrayObject([group]), name("/D"): off})


def layer_switched_off(kit: Kit) -> bytes:
    """Hide and replace: two texts in two layers when it was signed; afterwards the other one shows."""
    groups: list[Any] = []

    def prepare(writer: Writer) -> None:
        made = [
            writer.add_object(
                generic.DictionaryObject(
                    {name("/Type"): name("/OCG"), name("/Name"): generic.pdf_string(t)}
                )
            )
            for t in ("100", "900")
        ]
        groups.extend(one.idnum for one in made)
        properties = generic.DictionaryObject({name("/A"): made[0], name("/B"): made[1]})
        content = b"/OC /A BDC 0 0 100 100 re f EMC /OC /B BDC 100 100 100 100 re f EMC"
        stream = writer.add_object(generic.StreamObject(stream_data=content))
        resources = generic.DictionaryObject({name("/Properties"): properties})
        writer.add_stream_to_page(0, stream, resources)
        shown = generic.DictionaryObject({name("/OFF"): generic.ArrayObject([made[1]])})
        writer.root["/OCProperties"] = generic.DictionaryObject(
            {name("/OCGs"): generic.ArrayObject(made), name("/D"): shown}
        )
        writer.update_root()

    prepared = updated(kit.base + b"\n", prepare)
    sealed = attacks.plain_approval(
        attacks.plain_approval(prepared, kit.person, kit.now), kit.agency, kit.now
    )

    def swap(writer: Writer) -> None:
        shown = writer.root["/OCProperties"]["/D"]
        shown["/OFF"] = generic.ArrayObject([generic.IndirectObject(groups[0], 0, writer)])
        writer.update_container(shown)

    return updated(sealed, swap)


def font_swapped(kit: Kit) -> bytes:
    """Replace: the letters of a font are drawn as others."""
    reader = PdfFileReader(io.BytesIO(kit.sealed))
    fonts = reader.root["/Pages"]["/Kids"][0]["/Resources"]["/Font"]
    first = fonts[next(iter(fonts))]
    below = first["/DescendantFonts"][0] if "/DescendantFonts" in first else first
    described = below["/FontDescriptor"]
    key = next(k for k in ("/FontFile2", "/FontFile3", "/FontFile") if k in described)
    number = described.raw_get(key).idnum
    return attacks.raw_update(kit.sealed, {number: attacks.stream(b"OTTO\x00\x00")})


def seal_drawn_anew(kit: Kit) -> bytes:
    """The seal's own picture, under its own signature, is another one afterwards."""

    def change(writer: Writer) -> None:
        field = field_of(writer, "LTSeal1")
        drawn = writer.add_object(form_xobject(attacks.WHITE_BOX, 300, 300))
        field["/AP"] = generic.DictionaryObject({name("/N"): drawn})
        writer.update_container(field)

    return updated(kit.stamped, change)


def seal_moved(kit: Kit) -> bytes:
    """The seal lies over another place."""

    def change(writer: Writer) -> None:
        field = field_of(writer, "LTSeal1")
        field["/Rect"] = numbers(80, 90, 580, 590)
        writer.update_container(field)

    return updated(kit.sealed, change)


def field_of_the_same_name(kit: Kit) -> bytes:
    """A second field by the number's name, shown over it."""

    def change(writer: Writer) -> None:
        drawn = writer.add_object(form_xobject(attacks.WHITE_BOX, 110, 16))
        twin = generic.DictionaryObject(
            {
                name("/Type"): name("/Annot"), name("/Subtype"): name("/Widget"),
                name("/FT"): name("/Tx"), name("/T"): generic.pdf_string("LTNumber"),
                name("/V"): generic.pdf_string("9999"), name("/F"): generic.NumberObject(132),
                name("/Rect"): numbers(90, 740, 200, 756),
                name("/AP"): generic.DictionaryObject({name("/N"): drawn}),
            }
        )  # fmt: skip
        reference = writer.add_object(twin)
        form = writer.root["/AcroForm"]
        form["/Fields"].append(reference)
        writer.update_container(form)
        writer.register_annotation(writer.find_page_for_modification(0)[0], reference)

    return updated(kit.sealed, change)


def kid_of_a_signature(kit: Kit) -> bytes:
    """The seal's field gets a second picture as a kid."""

    def change(writer: Writer) -> None:
        form = writer.root["/AcroForm"]
        listed = form["/Fields"]
        place = next(i for i in range(len(listed)) if listed[i]["/T"] == "LTSeal1")
        reference = form["/Fields"].raw_get(place)
        drawn = writer.add_object(form_xobject(attacks.WHITE_BOX, 300, 300))
        kid = generic.DictionaryObject(
            {
                name("/Type"): name("/Annot"), name("/Subtype"): name("/Widget"),
                name("/Parent"): reference, name("/F"): generic.NumberObject(132),
                name("/Rect"): numbers(80, 90, 380, 390),
                name("/AP"): generic.DictionaryObject({name("/N"): drawn}),
            }
        )  # fmt: skip
        made = writer.add_object(kid)
        field = reference.get_object()
        field["/Kids"] = generic.ArrayObject([made])
        writer.update_container(field)
        writer.register_annotation(writer.find_page_for_modification(0)[0], made)

    return updated(kit.sealed, change)


# -- certified at a level, then filled in or written upon


def certified(kit: Kit, level: int) -> bytes:
    """A form with one field, certified at a level by pyHanko as it is shipped."""
    from asn1crypto import keys, x509
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from pyhanko.sign import fields, signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    store = SimpleCertificateStore()
    store.register_multiple(
        x509.Certificate.load(c.public_bytes(Encoding.DER)) for c in kit.person.chain
    )
    der = kit.person.private_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = signers.SimpleSigner(
        x509.Certificate.load(kit.person.certificate.public_bytes(Encoding.DER)),
        keys.PrivateKeyInfo.load(der),
        store,
    )
    meta = signers.PdfSignatureMetadata(
        field_name="Author",
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=fields.MDPPerm(level),
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    pdf = attacks.with_text_field(kit.base, "")
    out = signers.sign_pdf(Writer(io.BytesIO(pdf)), meta, signer, existing_fields_only=False)
    return bytes(out.getvalue())


def filled_after(level: int) -> Attack:
    def make(kit: Kit) -> bytes:
        def change(writer: Writer) -> None:
            field = field_of(writer, "Amount")
            field["/V"] = generic.pdf_string("900")
            drawn = writer.add_object(form_xobject(b"BT (900) Tj ET", 200, 20))
            field["/AP"] = generic.DictionaryObject({name("/N"): drawn})
            writer.update_container(field)

        return updated(certified(kit, level), change)

    return make


def written_upon(level: int) -> Attack:
    """Evil annotation: a text laid over the page, as level 3 allows anybody to do."""

    def make(kit: Kit) -> bytes:
        def change(writer: Writer) -> None:
            drawn = writer.add_object(form_xobject(attacks.WHITE_BOX, 300, 300))
            note = generic.DictionaryObject(
                {
                    name("/Type"): name("/Annot"), name("/Subtype"): name("/FreeText"),
                    name("/Rect"): numbers(80, 90, 380, 390), name("/F"): generic.NumberObject(4),
                    name("/Contents"): generic.pdf_string("9999"),
                    name("/DA"): generic.pdf_string("/Helv 20 Tf 0 g"),
                    name("/AP"): generic.DictionaryObject({name("/N"): drawn}),
                }
            )  # fmt: skip
            writer.register_annotation(
                writer.find_page_for_modification(0)[0], writer.add_object(note)
            )

        return updated(certified(kit, level), change)

    return make


def permission_raised(kit: Kit) -> bytes:
    """The certification's level is written again, higher, then a text laid over the page."""
    pdf = written_upon(1)(kit)
    return pdf.replace(b"/P 1", b"/P 3", 1)


SEEN: dict[str, Attack] = {
    "turned": turned("/Rotate", generic.NumberObject(180)),
    "cut": turned("/CropBox", numbers(0, 400, 595, 842)),
    "widened": turned("/MediaBox", numbers(0, 0, 5950, 8420)),
    "unit": turned("/UserUnit", generic.NumberObject(10)),
    "page script": turned("/AA", generic.DictionaryObject({name("/O"): _script(None)})),  # type: ignore[arg-type]
    "open script": catalog("/OpenAction", _script),
    "catalog script": catalog("/AA", lambda w: generic.DictionaryObject({name("/WC"): _script(w)})),
    "file attached": catalog("/Names", _files),
    "file associated": catalog("/AF", _associated),
    "collection": catalog(
        "/Collection", lambda _w: generic.DictionaryObject({name("/View"): name("/T")})
    ),
    "layers": catalog("/OCProperties", _layers),
    "page labels": catalog(
        "/PageLabels",
        lambda _w: generic.DictionaryObject(
            {
                name("/Nums"): generic.ArrayObject(
                    [
                        generic.NumberObject(0),
                        generic.DictionaryObject({name("/P"): generic.pdf_string("9999")}),
                    ]
                )
            }
        ),
    ),
    "language": catalog("/Lang", lambda _w: generic.pdf_string("en")),
    "layer switched off": layer_switched_off,
    "font": font_swapped,
    "seal drawn anew": seal_drawn_anew,
    "seal moved": seal_moved,
    "field of the same name": field_of_the_same_name,
    "kid of a signature": kid_of_a_signature,
    "filled at level 1": filled_after(1),
    "filled at level 2": filled_after(2),
    "filled at level 3": filled_after(3),
    "written upon at level 1": written_upon(1),
    "written upon at level 2": written_upon(2),
    "written upon at level 3": written_upon(3),
    "permission raised": permission_raised,
}
