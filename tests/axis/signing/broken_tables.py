"""Attacks on how a reader finds its way: cross-reference streams, hybrid files, tables that others refuse,
rings, thickets and bombs. Each takes the kit and gives a file that no verdict may call valid.
"""

import io
import random
import re
import zlib
from collections.abc import Callable

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from . import attacks
from .attacks import field_of, name
from .kit import Kit

Attack = Callable[[Kit], bytes]


# -- cross-reference streams, object streams, hybrid files


def table_stream(pdf: bytes, placed: dict[int, tuple[int, int, int]], more: bytes = b"") -> bytes:
    """Append a cross-reference stream that places objects (type, offset or stream, generation or index)."""
    reader = PdfFileReader(io.BytesIO(pdf))
    start = len(pdf)
    own = max([int(reader.trailer["/Size"]), *(number + 1 for number in placed)])
    placed = placed | {own: (1, start, 0)}
    index = b" ".join(b"%d 1" % number for number in sorted(placed))
    rows = b"".join(
        kind.to_bytes(1, "big") + place.to_bytes(4, "big") + last.to_bytes(2, "big")
        for _number, (kind, place, last) in sorted(placed.items())
    )
    root = reader.trailer.raw_get("/Root").idnum
    head = b"%d 0 obj\n<</Type/XRef/Size %d/Root %d 0 R/Prev %d/W[1 4 2]/Index[%s]/Length %d%s>>\nstream\n" % (
        own, own + 1, root, reader.last_startxref, index, len(rows), more,
    )  # fmt: skip
    return pdf + head + rows + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


def by_object_stream(kit: Kit) -> bytes:
    """The page itself comes out of an object stream that a later revision brings."""
    pdf = kit.sealed
    reader = PdfFileReader(io.BytesIO(pdf))
    page = reader.root["/Pages"]["/Kids"].raw_get(0)
    body = io.BytesIO()
    changed = page.get_object()
    plain = generic.DictionaryObject({k: v for k, v in changed.items() if k != "/Contents"})
    plain[name("/Contents")] = generic.ArrayObject()
    plain.write_to_stream(body, None)
    inside = b"%d 0 " % page.idnum
    data = inside + body.getvalue()
    holder, at = 900, len(pdf)
    pdf += b"900 0 obj\n<</Type/ObjStm/N 1/First %d/Length %d>>\nstream\n" % (
        len(inside),
        len(data),
    )
    pdf += data + b"\nendstream\nendobj\n"
    return table_stream(
        kit.sealed + pdf[len(kit.sealed) :], {holder: (1, at, 0), page.idnum: (2, holder, 0)}
    )


def by_table_stream(kit: Kit) -> bytes:
    """The page's content is written again and named by a cross-reference stream."""
    pdf, content = kit.sealed, attacks.page_content_number(kit.sealed)
    at = len(pdf)
    pdf += b"%d 0 obj\n" % content + attacks.EVIL_PAGE + b"\nendobj\n"
    return table_stream(pdf, {content: (1, at, 0)})


def hybrid(kit: Kit, *, after: bool) -> bytes:
    """A table that changes nothing, with a stream beside it (/XRefStm) that changes the page's content."""
    pdf = kit.sealed if after else kit.base + b"\n"
    content = attacks.page_content_number(pdf)
    reader = PdfFileReader(io.BytesIO(pdf))
    at = len(pdf)
    pdf += b"%d 0 obj\n" % content + attacks.EVIL_PAGE + b"\nendobj\n"
    beside = len(pdf)
    row = b"\x01" + at.to_bytes(4, "big") + b"\x00\x00"
    size = int(reader.trailer["/Size"])
    root = reader.trailer.raw_get("/Root").idnum
    pdf += b"%d 0 obj\n<</Type/XRef/Size %d/Root %d 0 R/W[1 4 2]/Index[%d 1]/Length 7>>\nstream\n" % (
        size, size + 1, root, content,
    ) + row + b"\nendstream\nendobj\n"  # fmt: skip
    start = len(pdf)
    pdf += b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size %d/Root %d 0 R/Prev %d/XRefStm %d>>\n" % (
        size + 1, root, reader.last_startxref, beside,
    )  # fmt: skip
    pdf += b"startxref\n%d\n%%%%EOF\n" % start
    if after:
        return pdf
    signed = attacks.plain_approval(pdf, kit.person, kit.now)
    return attacks.plain_approval(signed, kit.agency, kit.now)


def duplicate_number(kit: Kit) -> bytes:
    """One revision writes the page's content twice; its table names the second."""
    pdf, content = kit.sealed, attacks.page_content_number(kit.sealed)
    reader = PdfFileReader(io.BytesIO(pdf))
    pdf += b"%d 0 obj\n" % content + attacks.stream(b"q Q") + b"\nendobj\n"
    at = len(pdf)
    pdf += b"%d 0 obj\n" % content + attacks.EVIL_PAGE + b"\nendobj\n"
    return attacks.xref_update(pdf, {content: at}, reader)


def huge_table(kit: Kit) -> bytes:
    """A cross-reference stream that says it has a thousand million lines."""
    return re.sub(
        rb"/Index\[\d+ 1\]/Length 7", b"/Index[0 999999999]/Length 7", table_stream(kit.sealed, {})
    )


def wide_table(kit: Kit) -> bytes:
    """Lines as wide as no number is."""
    return table_stream(kit.sealed, {}).replace(b"/W[1 4 2]", b"/W[1 4 99999999]")


def sealed_with_another_content(kit: Kit) -> bytes:
    """Sealed while another content of the page lies behind the first: who repairs the file takes that one."""
    content = attacks.page_content_number(kit.base)
    base = kit.base + b"\n%d 0 obj\n" % content + attacks.EVIL_PAGE + b"\nendobj\n"
    start = PdfFileReader(io.BytesIO(kit.base)).last_startxref
    prepared = base + b"startxref\n%d\n%%%%EOF\n" % start
    signed = attacks.plain_approval(prepared, kit.person, kit.now)
    return attacks.plain_approval(signed, kit.agency, kit.now)


def empty_but_wide(kit: Kit) -> bytes:
    """A table without a line, of a width that other readers refuse: they look for objects by themselves."""
    sealed = sealed_with_another_content(kit)
    made = table_stream(sealed, {})
    own = made[len(sealed) :]
    own = re.sub(
        rb"/W\[1 4 2\]/Index\[[^\]]*\]/Length 7", b"/W[1 4 4294967298]/Index[]/Length 0", own
    )
    own = re.sub(rb"stream\n.{7}\nendstream", b"stream\n\nendstream", own, flags=re.DOTALL)
    return sealed + own


def too_large(kit: Kit) -> bytes:
    """A cross-reference stream that says the document has more objects than a reader counts."""
    sealed = sealed_with_another_content(kit)
    own = table_stream(sealed, {})[len(sealed) :]
    return sealed + re.sub(rb"/Size \d+", b"/Size 2147483648", own)


def broken_behind(kit: Kit, table: bytes) -> bytes:
    """A last table that is none, with an end mark that names it."""
    sealed = sealed_with_another_content(kit)
    reader = PdfFileReader(io.BytesIO(sealed))
    told = (
        int(reader.trailer["/Size"]),
        reader.trailer.raw_get("/Root").idnum,
        reader.last_startxref,
    )
    body = table.replace(b"SIZE", b"%d" % told[0]).replace(b"ROOT", b"%d 0 R" % told[1])
    body = body.replace(b"PREV", b"%d" % told[2])
    return sealed + body + b"\nstartxref\n%d\n%%%%EOF\n" % len(sealed)


BROKEN = {
    "no lines": b"xref\ntrailer\n<</Size SIZE/Root ROOT/Prev PREV>>",
    "generation": b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size SIZE/Root ROOT/Prev PREV/Info (x)>>",
    "size 0": b"xref\n0 0\ntrailer\n<</Size 0/Root ROOT/Prev PREV>>",
    "size negative": b"xref\n0 0\ntrailer\n<</Size -5/Root ROOT/Prev PREV>>",
    "prev real": b"xref\n0 0\ntrailer\n<</Size SIZE/Root ROOT/Prev PREV.0>>",
    "prev reference": b"xref\n0 0\ntrailer\n<</Size SIZE/Root ROOT/Prev 5 0 R>>",
    "root of a generation": b"xref\n0 0\ntrailer\n<</Size SIZE/Root 1 7 R/Prev PREV>>",
    "short lines": b"xref\n0 1\n0000000000 65535 f\ntrailer\n<</Size SIZE/Root ROOT/Prev PREV>>",
    "no blank behind its name": b"xref80 1\n0000000000 65535 f \ntrailer\n<</Size SIZE/Root ROOT/Prev PREV>>",
    "size beyond all": b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 2147483648/Root ROOT/Prev PREV>>",
    "first of all is used": b"xref\n0 1\n0000000000 00000 n \ntrailer\n<</Size SIZE/Root ROOT/Prev PREV>>",
    "beyond the size": b"xref\n99999 1\n0000000000 65535 f \ntrailer\n<</Size SIZE/Root ROOT/Prev PREV>>",
    "count too large": b"xref\n0 5\n0000000000 65535 f \ntrailer\n<</Size SIZE/Root ROOT/Prev PREV>>",
    "encrypt": b"xref\n0 0\ntrailer\n<</Size SIZE/Root ROOT/Prev PREV/Encrypt<</Filter/Standard/V 1/R 2>>>>",
    "id": b"xref\n0 0\ntrailer\n<</Size SIZE/Root ROOT/Prev PREV/ID[(a)]>>",
    "info": b"xref\n0 0\ntrailer\n<</Size SIZE/Root ROOT/Prev PREV/Info 99999 0 R>>",
}


# -- ways through the file


def ring_of_tables(kit: Kit) -> bytes:
    """Two tables, each of which names the other as the one before it."""
    pdf = kit.sealed
    reader = PdfFileReader(io.BytesIO(pdf))
    root, size = reader.trailer.raw_get("/Root").idnum, int(reader.trailer["/Size"])
    one = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size %d/Root %d 0 R/Prev %010d>>\nstartxref\n%d\n%%%%EOF\n"
    first = len(pdf)
    second = first + len(one % (size, root, 0, first))
    return pdf + one % (size, root, second, first) + one % (size, root, first, second)


def startxref(kit: Kit, place: bytes) -> bytes:
    """The end mark names another place."""
    return re.sub(rb"startxref\s+\d+\s+%%EOF\s*\Z", b"startxref\n%s\n%%%%EOF\n" % place, kit.sealed)


def two_headers(kit: Kit) -> bytes:
    """Another beginning before the beginning."""
    return b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n" + kit.sealed


def page_of_the_web_before(kit: Kit) -> bytes:
    """A polyglot: a page for a browser first, the signed file behind it."""
    return b"<html><body>9999</body><!--" + kit.sealed + b"-->"


def archive_behind(kit: Kit) -> bytes:
    """A polyglot: an archive of another paper behind the end."""
    import zipfile

    out = io.BytesIO(kit.sealed)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return out.getvalue()


# -- thickets and bombs


def endless_stream(kit: Kit) -> bytes:
    """A table whose stream swells to a gigabyte."""
    bomb = zlib.compress(bytes(900 << 20), 9)
    return table_stream(kit.sealed, {}).replace(b"/Length 7", b"/Length 7") + (
        b"5 0 obj\n<</Type/XRef/Size 9/W[1 4 2]/Filter/FlateDecode/Length %d>>\nstream\n"
        % len(bomb)
        + bomb
        + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (len(table_stream(kit.sealed, {})))
    )


def many_fields(kit: Kit) -> bytes:
    """Twenty thousand fields that all hold the seal."""
    reader = PdfFileReader(io.BytesIO(kit.sealed))
    form = reader.root.raw_get("/AcroForm").idnum
    value = field_of(reader, "LTSeal1").raw_get("/V").idnum
    old = b" ".join(
        b"%d 0 R" % one.idnum
        for one in (
            reader.root["/AcroForm"]["/Fields"].raw_get(i)
            for i in range(len(reader.root["/AcroForm"]["/Fields"]))
        )
    )
    objects = {
        10_000 + n: b"<</FT/Sig/T(x%d)/V %d 0 R/Type/Annot/Subtype/Widget/Rect[0 0 0 0]>>"
        % (n, value)
        for n in range(20_000)
    }
    fresh = b" ".join(b"%d 0 R" % n for n in objects)
    objects[form] = b"<</SigFlags 3/DA(0 g)/Fields[%s %s]>>" % (old, fresh)
    return attacks.raw_update(kit.sealed, objects)


def thicket_of_pages(kit: Kit) -> bytes:
    """A page tree of forty floors, each of which names the next twice."""
    reader = PdfFileReader(io.BytesIO(kit.sealed))
    pages = reader.root.raw_get("/Pages").idnum
    page = reader.root["/Pages"]["/Kids"].raw_get(0).idnum
    objects = {
        900 + n: b"<</Type/Pages/Count 2/Kids[%d 0 R %d 0 R]>>"
        % ((901 + n,) * 2 if n < 39 else (page,) * 2)
        for n in range(40)
    }
    objects[pages] = b"<</Type/Pages/Count 2/Kids[900 0 R]>>"
    return attacks.raw_update(kit.sealed, objects)


def deep_outline(kit: Kit) -> bytes:
    """Thirty thousand arrays, each inside the one before."""
    reader = PdfFileReader(io.BytesIO(kit.sealed))
    root = reader.trailer.raw_get("/Root").idnum
    return attacks.raw_update(
        kit.sealed, {root: b"<</Type/Catalog/X " + b"[" * 30_000 + b"]" * 30_000 + b">>"}
    )


PLAIN = b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size SIZE/Root ROOT/Prev PREV>>"
PIECES = (
    b" ", b"\n", b"\r", b"\x00", b"%x\n", b"0", b"1", b"-", b"+", b".", b"f", b"n", b"<<", b">>", b"/X 1", b"null",
    b"9999999999", b"xref", b"trailer", b"65536", b"obj", b"()", b"[", b"]", b"/Prev 5", b"/Size 1", b"/XRefStm 12",
)  # fmt: skip
NUMBERS = (0, 1, 7, 255, 65535, 2**31 - 1, 2**31, 2**32, 2**63)


def mutated(tail: bytes, chance: random.Random) -> bytes:
    """A last revision with a letter or a number otherwise."""
    made = bytearray(tail)
    for _turn in range(chance.choice((1, 1, 1, 2))):
        at = chance.randrange(len(made))
        match chance.randrange(4):
            case 0:
                made[at:at] = chance.choice(PIECES)
            case 1:
                del made[at : at + chance.choice((1, 1, 2, 5))]
            case 2:
                made[at : at + 1] = chance.choice(PIECES)
            case _:
                found = chance.choice(list(re.finditer(rb"\d+", bytes(made))))
                other = chance.choice((*NUMBERS, int(found[0]) + 1, 2**32 + int(found[0])))
                made[found.start() : found.end()] = str(other).encode()
    return bytes(made)


TABLES: dict[str, Attack] = {
    "object stream": by_object_stream,
    "table stream": by_table_stream,
    "hybrid, afterwards": lambda kit: hybrid(kit, after=True),
    "object written twice": duplicate_number,
    "huge table": huge_table,
    "wide table": wide_table,
    "empty but wide": empty_but_wide,
    "too large": too_large,
    "ring of tables": ring_of_tables,
    "startxref 0": lambda kit: startxref(kit, b"0"),
    "startxref inside": lambda kit: startxref(kit, b"12345"),
    "startxref negative": lambda kit: startxref(kit, b"-7"),
    "startxref beyond": lambda kit: startxref(kit, b"99999999999999999999"),
    "two headers": two_headers,
    "page of the web before": page_of_the_web_before,
    "archive behind": archive_behind,
    "endless stream": endless_stream,
    "many fields": many_fields,
    "thicket of pages": thicket_of_pages,
    "deep outline": deep_outline,
    **{
        f"broken table, {said}": lambda kit, table=table: broken_behind(kit, table)
        for said, table in BROKEN.items()
    },
}
