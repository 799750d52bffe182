"""PDF files whose pages are scans of several kinds, text, or text that is none: for tests."""

import io
from pathlib import Path

import ocrmypdf
import pikepdf
import pypdfium2
from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont
from PIL import Image

WIDTH, HEIGHT = 595.276, 841.89
_FONT = Path(ocrmypdf.__file__).parent / "data/NotoSans-Regular.ttf"
TURNS = {90: (0, 1, -1, 0, HEIGHT, 0), 180: (-1, 0, 0, -1, WIDTH, HEIGHT)}


def picture(data: bytes, dots: int = 150, mode: str = "RGB") -> Image.Image:
    """The first page as a picture."""
    return pypdfium2.PdfDocument(data)[0].render(scale=dots / 72).to_pil().convert(mode)


def scan(*pictures: Image.Image, dots: int = 150) -> bytes:
    """Pictures as the pages of a PDF."""
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=dots)
    return out.getvalue()


def joined(*files: bytes) -> bytes:
    """The pages of all files in one."""
    whole = pikepdf.new()
    for data in files:
        whole.pages.extend(pikepdf.open(io.BytesIO(data)).pages)
    return _saved(whole)


def rotated(data: bytes, degrees: int) -> bytes:
    """The first page shown turned."""
    whole = pikepdf.open(io.BytesIO(data))
    whole.pages[0].rotate(degrees, relative=False)
    return _saved(whole)


def drawn(data: bytes, size: tuple[float, float], *matrices: tuple[float, ...]) -> bytes:
    """The first page's text drawn once for each matrix on a sheet of that size."""
    whole = pikepdf.new()
    whole.add_blank_page(page_size=size)
    whole.pages.extend(pikepdf.open(io.BytesIO(data)).pages)
    form = whole.make_indirect(whole.pages[1].as_form_xobject())
    while len(whole.pages) > 1:
        del whole.pages[1]
    sheet = whole.pages[0]
    sheet.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
    calls = ["q " + " ".join(f"{v:g}" for v in m) + " cm /F Do Q" for m in matrices]
    sheet.Contents = whole.make_stream(" ".join(calls).encode())
    return _saved(whole)


def strips(image: Image.Image, count: int) -> bytes:
    """A page whose picture was cut into strips, each a picture of its own."""
    whole = pikepdf.new()
    whole.add_blank_page(page_size=(WIDTH, HEIGHT))
    step = -(-image.height // count)
    dot = HEIGHT / image.height
    pictures, calls = {}, []
    for number in range(count):
        part = image.crop((0, number * step, image.width, min(image.height, (number + 1) * step)))
        file = io.BytesIO()
        part.convert("CMYK").save(file, "JPEG", quality=80)
        one = _image(whole, file.getvalue(), part, "/DCTDecode", pikepdf.Name.DeviceCMYK)
        one.Decode = pikepdf.Array([1, 0] * 4)
        pictures[f"/I{number}"] = whole.make_indirect(one)
        bottom = HEIGHT - (number * step + part.height) * dot
        calls.append(f"q {WIDTH} 0 0 {part.height * dot} 0 {bottom} cm /I{number} Do Q")
    whole.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(pictures))
    whole.pages[0].Contents = whole.make_stream("\n".join(calls).encode())
    return _saved(whole)


def jpeg_2000(image: Image.Image) -> bytes:
    """A page whose picture is JPEG 2000."""
    whole = pikepdf.new()
    whole.add_blank_page(page_size=(WIDTH, HEIGHT))
    file = io.BytesIO()
    image.save(file, "JPEG2000", quality_mode="rates", quality_layers=[20])
    one = whole.make_indirect(_image(whole, file.getvalue(), image, "/JPXDecode", None))
    whole.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=one))
    whole.pages[0].Contents = whole.make_stream(f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /I Do Q".encode())
    return _saved(whole)


def inline(image: Image.Image) -> bytes:
    """A page whose picture stands in its content, of one bit."""
    whole = pikepdf.new()
    whole.add_blank_page(page_size=(WIDTH, HEIGHT))
    bits = image.convert("1")
    head = f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm BI /W {bits.width} /H {bits.height} /CS /G /BPC 1 ID "
    whole.pages[0].Contents = whole.make_stream(head.encode() + bits.tobytes() + b"\nEI Q")
    return _saved(whole)


def _image(
    whole: pikepdf.Pdf, data: bytes, image: Image.Image, how: str, colours: pikepdf.Name | None
) -> pikepdf.Stream:
    one = pikepdf.Stream(whole, data)
    one.Type, one.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    one.Width, one.Height, one.Filter = image.width, image.height, pikepdf.Name(how)
    if colours is not None:
        one.ColorSpace, one.BitsPerComponent = colours, 8
    return one


def with_text_beneath(data: bytes, lines: list[bytes], *, shown: bool = False) -> bytes:
    """The first page with lines of text that are not to be seen (or that are), as other programs write it."""
    whole = pikepdf.open(io.BytesIO(data))
    page = whole.pages[0]
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )  # fmt: skip
    page.Resources.Font = pikepdf.Dictionary(F9=whole.make_indirect(font))
    print_ = b" ".join(b"(%s) Tj T*" % line for line in lines)
    how = b"0" if shown else b"3"
    page.contents_add(
        whole.make_stream(b"BT /F9 11 Tf " + how + b" Tr 40 780 Td 14 TL " + print_ + b" ET")
    )
    return _saved(whole)


def without_letters(data: bytes) -> bytes:
    """The file with no table that says which letters its glyphs are."""
    whole = pikepdf.open(io.BytesIO(data))
    for item in whole.objects:
        if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
            del item["/ToUnicode"]
    return _saved(whole)


class _Curves(BasePen):
    """Writes the outline of a glyph as a path of a PDF."""

    def __init__(self, glyphs: object, dx: float, dy: float, scale: float) -> None:
        super().__init__(glyphs)
        self.out: list[str] = []
        self.at = (dx, dy, scale)

    def _point(self, point: tuple[float, float]) -> str:
        dx, dy, scale = self.at
        return f"{dx + point[0] * scale:.2f} {dy + point[1] * scale:.2f}"

    def _moveTo(self, pt: tuple[float, float]) -> None:
        self.out.append(self._point(pt) + " m")

    def _lineTo(self, pt: tuple[float, float]) -> None:
        self.out.append(self._point(pt) + " l")

    def _curveToOne(
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self.out.append(" ".join(map(self._point, (pt1, pt2, pt3))) + " c")

    def _closePath(self) -> None:
        self.out.append("h")


def as_curves(lines: list[str]) -> bytes:
    """A page whose letters are drawn as curves: there is no text in the file."""
    font = TTFont(_FONT)
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    scale = 13 / font["head"].unitsPerEm
    out: list[str] = []
    for row, line in enumerate(lines):
        x = 60.0
        for letter in line:
            name = names[ord(letter)]
            pen = _Curves(glyphs, x, 780 - 20 * row, scale)
            glyphs[name].draw(pen)
            out += [*pen.out, "f"]
            x += font["hmtx"][name][0] * scale
    whole = pikepdf.new()
    whole.add_blank_page(page_size=(WIDTH, HEIGHT))
    whole.pages[0].Contents = whole.make_stream("\n".join(out).encode())
    return _saved(whole)


def _saved(whole: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    whole.save(out)
    return out.getvalue()
