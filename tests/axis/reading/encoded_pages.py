"""Honest scanned pages as scanners and copiers encode them: CCITT G3 and G4, JPEG 2000, JBIG2.

CCITT and JPEG 2000 are put into PDF by img2pdf as they are. No encoder of JBIG2 is at hand, so this has
one for generic regions: MMR (the same code as G4) and the arithmetic coder with template 0, as T.88 has
them; symbol dictionaries, with which some scanners repeat letters, are not made here.
"""

import io
import struct
import tempfile
from pathlib import Path

import img2pdf
import pikepdf
from PIL import Image, ImageOps, TiffImagePlugin

A4 = (img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297))


def bits(picture: Image.Image) -> Image.Image:
    """Black and white, as a copier makes it."""
    return picture.convert("L").point(lambda level: 255 if level > 150 else 0).convert("1")


def placed(data: bytes) -> bytes:
    """A picture's file on a page of A4, not encoded anew."""
    return bytes(img2pdf.convert(data, layout_fun=img2pdf.get_layout_fun(A4)))


def ccitt(picture: Image.Image, kind: str = "group4", strip: int = 0) -> bytes:
    """A page of CCITT: `kind` group4 or group3; with `strip` rows to a strip, as a TIFF has them."""
    file = io.BytesIO()
    info = TiffImagePlugin.ImageFileDirectory_v2()
    if strip:
        info[278] = strip
    bits(picture).save(file, "TIFF", compression=kind, tiffinfo=info, dpi=(200, 200))
    return placed(file.getvalue())


def jpeg_2000(picture: Image.Image, rate: float = 20, **more: object) -> bytes:
    """A page of JPEG 2000; `rate` is how many times smaller it becomes, 0 for no loss."""
    file = io.BytesIO()
    how = {"quality_mode": "rates", "quality_layers": [rate]} if rate else {"irreversible": False}
    picture.save(file, "JPEG2000", **how, **more)  # type: ignore[arg-type]
    return placed(file.getvalue())


def jbig2(picture: Image.Image, *, mmr: bool) -> bytes:
    """A page of JBIG2: one generic region, of MMR or by the arithmetic coder."""
    image = bits(picture)
    wide, tall = image.size
    page = struct.pack(">IIIIBH", wide, tall, 0, 0, 0, 0)
    region = struct.pack(">IIIIBB", wide, tall, 0, 0, 0, 1 if mmr else 0)
    if mmr:
        region += _g4(image)
    else:
        region += bytes((3, 0xFF, 0xFD, 0xFF, 2, 0xFE, 0xFE, 0xFE)) + Arithmetic().generic(image)
    data = _segment(0, 48, page) + _segment(1, 38, region)
    with pikepdf.new() as whole:
        whole.add_blank_page(page_size=A4)
        one = pikepdf.Stream(whole, data)
        one.Type, one.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        one.Width, one.Height, one.Filter = wide, tall, pikepdf.Name.JBIG2Decode
        one.ColorSpace, one.BitsPerComponent = pikepdf.Name.DeviceGray, 1
        whole.pages[0].Resources = pikepdf.Dictionary(
            XObject=pikepdf.Dictionary(I=whole.make_indirect(one))
        )
        whole.pages[0].Contents = whole.make_stream(
            f"q {A4[0]} 0 0 {A4[1]} 0 0 cm /I Do Q".encode()
        )
        out = io.BytesIO()
        whole.save(out)
    return out.getvalue()


def _segment(number: int, kind: int, data: bytes) -> bytes:
    return struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data


def _g4(image: Image.Image) -> bytes:
    """The code of a picture in one strip, black as 1: Pillow leaves 0 for black, so it is the negative's."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.tif")
        info = TiffImagePlugin.ImageFileDirectory_v2()
        info[278] = image.height
        negative = ImageOps.invert(image.convert("L")).convert("1")
        negative.save(path, "TIFF", compression="group4", tiffinfo=info)
        with Image.open(path) as made:
            tags = made.tag_v2  # type: ignore[attr-defined]
            (start,), (size,) = tags[273], tags[279]
            assert tags[262] == 1, "0 is black"
        return path.read_bytes()[start : start + size]


# Table E.1 of T.88: probability, next state after the likelier and the other sign, whether they change.
_STATES = [
    (0x5601, 1, 1, 1), (0x3401, 2, 6, 0), (0x1801, 3, 9, 0), (0x0AC1, 4, 12, 0), (0x0521, 5, 29, 0),
    (0x0221, 38, 33, 0), (0x5601, 7, 6, 1), (0x5401, 8, 14, 0), (0x4801, 9, 14, 0), (0x3801, 10, 14, 0),
    (0x3001, 11, 17, 0), (0x2401, 12, 18, 0), (0x1C01, 13, 20, 0), (0x1601, 29, 21, 0), (0x5601, 15, 14, 1),
    (0x5401, 16, 14, 0), (0x5101, 17, 15, 0), (0x4801, 18, 16, 0), (0x3801, 19, 17, 0), (0x3401, 20, 18, 0),
    (0x3001, 21, 19, 0), (0x2801, 22, 19, 0), (0x2401, 23, 20, 0), (0x2201, 24, 21, 0), (0x1C01, 25, 22, 0),
    (0x1801, 26, 23, 0), (0x1601, 27, 24, 0), (0x1401, 28, 25, 0), (0x1201, 29, 26, 0), (0x1101, 30, 27, 0),
    (0x0AC1, 31, 28, 0), (0x09C1, 32, 29, 0), (0x08A1, 33, 30, 0), (0x0521, 34, 31, 0), (0x0441, 35, 32, 0),
    (0x02A1, 36, 33, 0), (0x0221, 37, 34, 0), (0x0141, 38, 35, 0), (0x0111, 39, 36, 0), (0x0085, 40, 37, 0),
    (0x0049, 41, 38, 0), (0x0025, 42, 39, 0), (0x0015, 43, 40, 0), (0x0009, 44, 41, 0), (0x0005, 45, 42, 0),
    (0x0001, 45, 43, 0), (0x5601, 46, 46, 0),
]  # fmt: skip


class Arithmetic:
    """The arithmetic encoder of T.88, Annex E."""

    def __init__(self) -> None:
        self.a, self.c, self.left, self.out = 0x8000, 0, 12, bytearray([0])
        self.state, self.likely = [0] * 65536, [0] * 65536

    def encode(self, context: int, sign: int) -> None:
        """One dot in its context."""
        part, after, otherwise, swap = _STATES[self.state[context]]
        self.a -= part
        if sign == self.likely[context]:
            if self.a & 0x8000:
                self.c += part
                return
            if self.a < part:
                self.a = part
            else:
                self.c += part
            self.state[context] = after
        else:
            if self.a < part:
                self.c += part
            else:
                self.a = part
            if swap:
                self.likely[context] ^= 1
            self.state[context] = otherwise
        while not self.a & 0x8000:
            self.a <<= 1
            self.c <<= 1
            self.left -= 1
            if not self.left:
                self._octet()

    def _octet(self) -> None:
        if self.out[-1] != 0xFF and self.c >= 0x8000000:
            self.out[-1] += 1
            self.c &= 0x7FFFFFF
        if self.out[-1] == 0xFF:
            self.out.append((self.c >> 20) & 0xFF)
            self.c &= 0xFFFFF
            self.left = 7
        else:
            self.out.append((self.c >> 19) & 0xFF)
            self.c &= 0x7FFFF
            self.left = 8

    def end(self) -> bytes:
        """All that was encoded, with its end."""
        top = self.c + self.a
        self.c |= 0xFFFF
        if self.c >= top:
            self.c -= 0x8000
        for _twice in range(2):
            self.c <<= self.left
            self._octet()
        if self.out[-1] != 0xFF:
            self.out.append(0xFF)
        return bytes(self.out[1:]) + b"\xac"

    def generic(self, image: Image.Image) -> bytes:
        """A generic region, template 0 with its usual adaptive dots."""
        wide, tall = image.size
        flat = image.convert("L").tobytes()
        pad = bytes(wide + 8)
        two = one = pad
        for row in range(tall):
            line = bytes(3) + bytes(
                0 if dot else 1 for dot in flat[row * wide : (row + 1) * wide]
            ) + bytes(5)  # fmt: skip
            above, top, before = one[3] << 2 | one[4] << 1 | one[5], two[3] << 1 | two[4], 0
            for x in range(wide):
                above = ((above << 1) | one[x + 6]) & 0x7F
                top = ((top << 1) | two[x + 5]) & 0x1F
                dot = line[x + 3]
                self.encode(top << 11 | above << 4 | before, dot)
                before = ((before << 1) | dot) & 0xF
            two, one = one, line
        return self.end()
