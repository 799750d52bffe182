"""A small paper with one signature that is seen: what the sandbox measures before the first file, so that
modules are loaded and Python has settled how it runs them when a child is forked for each."""

import io
from typing import Any, Final

SIDE: Final = 16
SHOWN: Final = b"q 16 0 0 16 0 0 cm /Im Do Q BT /F 8 Tf (1) Tj ET"


def sample() -> bytes:
    """One page with a signature field that is signed in appearance only: a picture and a word."""
    from pypdf import PdfWriter
    from pypdf.generic import (
        ArrayObject,
        ByteStringObject,
        DecodedStreamObject,
        DictionaryObject,
        FloatObject,
        NameObject,
        NumberObject,
        TextStringObject,
    )

    def name(word: str) -> Any:
        return NameObject(f"/{word}")

    def numbers(*values: float) -> Any:
        return ArrayObject(FloatObject(value) for value in values)

    def dictionary(**entries: Any) -> Any:
        return DictionaryObject({name(key): value for key, value in entries.items()})

    writer = PdfWriter()
    page = writer.add_blank_page(width=200, height=200)

    def stream(data: bytes, **entries: Any) -> Any:
        made = DecodedStreamObject()
        made.set_data(data)
        packed = made.flate_encode()
        packed.update(dictionary(**entries))
        return writer._add_object(packed)

    def picture(space: str, octets: bytes, **more: Any) -> Any:
        return stream(
            octets * SIDE * SIDE,
            Type=name("XObject"),
            Subtype=name("Image"),
            Width=NumberObject(SIDE),
            Height=NumberObject(SIDE),
            ColorSpace=name(space),
            BitsPerComponent=NumberObject(8),
            **more,
        )

    ink = picture("DeviceRGB", b"\x14\x28\xa0", SMask=picture("DeviceGray", b"\xff"))
    font = dictionary(Type=name("Font"), Subtype=name("Type1"), BaseFont=name("Helvetica"))
    shown = stream(
        SHOWN,
        Type=name("XObject"),
        Subtype=name("Form"),
        BBox=numbers(0, 0, 40, 20),
        Resources=dictionary(XObject=dictionary(Im=ink), Font=dictionary(F=font)),
    )
    value = writer._add_object(
        dictionary(Type=name("Sig"), Contents=ByteStringObject(b"\x30\x82" * 64))
    )
    widget = dictionary(
        Type=name("Annot"),
        Subtype=name("Widget"),
        FT=name("Sig"),
        T=TextStringObject("Sample"),
        V=value,
        F=NumberObject(132),
        Rect=numbers(20, 20, 60, 40),
        AP=dictionary(N=shown),
    )
    page[name("Annots")] = ArrayObject([writer._add_object(widget)])
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()
