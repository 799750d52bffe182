"""Tools to attack a signed PDF: raw incremental updates, forged values, odd ranges.

Everything is written by hand, so that attacks do what a library would refuse to do.
"""

import hashlib
import io
import re
from collections.abc import Callable
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from lienthong.axis.signing.pades import cms
from lienthong.axis.signing.pades.revision import RevisionWriter, written

name = generic.pdf_name


def updated(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """Append a proper revision with a change made through the object model."""
    writer = RevisionWriter(io.BytesIO(pdf))
    change(writer)
    return written(writer)


def field_of(handler: Any, title: str) -> Any:
    """A form field's dictionary by its name."""
    for item in handler.root["/AcroForm"]["/Fields"]:
        found = item.get_object()
        if found["/T"] == title:
            return found
    raise KeyError(title)


def raw_update(pdf: bytes, objects: dict[int, bytes], *, table: bool = True) -> bytes:
    """Append objects by hand; with `table` also a cross-reference section and trailer."""
    reader = PdfFileReader(io.BytesIO(pdf))
    out = bytearray(pdf)
    offsets = {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    return bytes(out) if not table else xref_update(bytes(out), offsets, reader)


def xref_update(pdf: bytes, offsets: dict[int, int], reader: PdfFileReader) -> bytes:
    """Append a cross-reference section that points objects at offsets, and a trailer."""
    out = bytearray(pdf)
    start = len(out)
    out += b"xref\n"
    for number, offset in sorted(offsets.items()):
        out += b"%d 1\n%010d 00000 n \n" % (number, offset)
    size = max(int(reader.trailer["/Size"]), *(n + 1 for n in offsets))
    root = reader.trailer.raw_get("/Root")
    out += b"trailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        root.idnum,
        reader.last_startxref,
        start,
    )
    return bytes(out)


def page_content_number(pdf: bytes) -> int:
    """The object number of the first page's content stream."""
    reader = PdfFileReader(io.BytesIO(pdf))
    page = reader.root["/Pages"]["/Kids"][0]
    return int(page.raw_get("/Contents").idnum)


def stream(body: bytes) -> bytes:
    """A stream object's body."""
    return b"<</Length %d>>\nstream\n" % len(body) + body + b"\nendstream"


EVIL_PAGE = stream(b"BT /F1 20 Tf 100 400 Td (KHONG CON THOI HAN) Tj ET")
WHITE_BOX = b"1 1 1 rg 0 0 300 300 re f"


def gaps(pdf: bytes) -> list[tuple[int, int, int]]:
    """Start and end of the value, and end of the range, for each signature in file order."""
    found = re.finditer(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", pdf)
    numbers = [tuple(int(g) for g in match.groups()) for match in found]
    return [(first, second, second + length) for first, second, length in numbers]


def with_value(pdf: bytes, index: int, value: bytes) -> bytes:
    """Put other bytes into the place of a signature's value, padded to its length."""
    start, end, _last = gaps(pdf)[index]
    text = value.hex().encode().upper()
    room = end - start - 2
    assert len(text) <= room
    return pdf[: start + 1] + text.ljust(room, b"0") + pdf[end - 1 :]


def value_of(pdf: bytes, index: int) -> bytes:
    """The DER of a signature's value, padding taken away."""
    start, end, _last = gaps(pdf)[index]
    padded = bytes.fromhex(pdf[start + 1 : end - 1].decode())
    from asn1crypto import parser

    return padded[: parser.peek(padded)]


def resigned(pdf: bytes, index: int, make: Callable[[bytes], bytes]) -> bytes:
    """Replace a signature's value by `make(digest)` over its own range: a forger with a key."""
    start, end, last = gaps(pdf)[index]
    digest = hashlib.sha256(pdf[:start] + pdf[end:last]).digest()
    return with_value(pdf, index, make(digest))


def restated(pdf: bytes, index: int, numbers: str, key: cms.SigningKey) -> bytes:
    """Write another /ByteRange and sign what it says, as a forger with a good key would."""
    matches = list(re.finditer(rb"/ByteRange \[[^\]]*\] *", pdf))
    match = matches[index]
    room = match.end() - match.start()
    stated = f"/ByteRange [{numbers}]".encode().ljust(room)
    assert len(stated) == room
    changed = pdf[: match.start()] + stated + pdf[match.end() :]
    values = [int(n) for n in numbers.split() if n.lstrip("-").isdigit()]
    covered = b"".join(
        changed[max(0, at) : max(0, at) + max(0, size)]
        for at, size in zip(values[::2], values[1::2], strict=False)
    )
    value = cms.detached(key, hashlib.sha256(covered).digest(), None)
    start, end, _last = gaps(pdf)[index]
    text = value.hex().encode().upper().ljust(end - start - 2, b"0")
    return changed[: start + 1] + text + changed[end - 1 :]


def plain_approval(pdf: bytes, key: cms.SigningKey, at: Any, *, visible: bool = False) -> bytes:
    """An approval signature without certification and lock, in a field of its own."""
    from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
    from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
    from pyhanko.sign.signers.pdf_byterange import SignatureObject

    writer = RevisionWriter(io.BytesIO(pdf))
    taken = len(gaps(pdf)) + 1
    title = f"Approval{taken}"
    box = (80, 500, 300, 560) if visible else None
    steps = PdfCMSEmbedder(SigFieldSpec(title, box=box)).write_cms(title, writer)
    reference = next(steps)
    if visible:
        field = reference.get_object()
        from lienthong.axis.signing.pades.appearances import form_xobject

        drawn = writer.add_object(form_xobject(WHITE_BOX, 220, 60))
        field["/AP"] = generic.DictionaryObject({name("/N"): drawn})
        writer.update_container(field)
    holder = SignatureObject(timestamp=at, subfilter=SigSeedSubFilter.PADES, bytes_reserved=49152)
    steps.send(SigObjSetup(sig_placeholder=holder))
    out = io.BytesIO()
    prepared, _out = steps.send(SigIOSetup(md_algorithm="sha256", output=out))
    steps.send(cms.detached(key, prepared.document_digest, None))
    return out.getvalue()


def with_text_field(pdf: bytes, value: str = "") -> bytes:
    """Add a text field before anybody signs, as a form would have it."""
    from lienthong.axis.signing.pades.appearances import form_xobject

    def change(writer: IncrementalPdfFileWriter) -> None:
        shown = b"BT (%s) Tj ET" % value.encode("latin-1", "replace") if value else b""
        drawn = writer.add_object(form_xobject(shown, 200, 20))
        field = generic.DictionaryObject(
            {
                name("/Type"): name("/Annot"),
                name("/Subtype"): name("/Widget"),
                name("/FT"): name("/Tx"),
                name("/T"): generic.pdf_string("Amount"),
                name("/V"): generic.pdf_string(value),
                name("/F"): generic.NumberObject(4),
                name("/Rect"): generic.ArrayObject(
                    generic.NumberObject(v) for v in (80, 600, 280, 620)
                ),
                name("/AP"): generic.DictionaryObject({name("/N"): drawn}),
            }
        )
        reference = writer.add_object(field)
        form = generic.DictionaryObject({name("/Fields"): generic.ArrayObject([reference])})
        writer.root["/AcroForm"] = writer.add_object(form)
        writer.update_root()
        page = writer.find_page_for_modification(0)[0]
        writer.register_annotation(page, reference)

    return updated(pdf + b"\n", change)
