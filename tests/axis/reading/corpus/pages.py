"""Papers as pages: printed in the boxes of Annex I, then scanned, aged, stamped and photographed."""

import io
import random
from functools import lru_cache
from pathlib import Path

import pypdfium2
import typst
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from tests.axis.reading.corpus.papers import Made

_FONTS = Path(__file__).resolve().parents[4] / "src/lienthong/axis/papers/fonts"
_SET = """#set page(paper: "a4", margin: (top: 20mm, bottom: 20mm, left: 30mm, right: 18mm), numbering: none,
header: context { if counter(page).get().first() > 1 { align(center, counter(page).display()) } })
#set text(font: ("Tinos", "Liberation Serif", "Libertinus Serif"), size: 13.5pt, lang: "vi", hyphenate: false)
#set par(justify: true, leading: 0.62em, spacing: 0.75em)
"""


def _q(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _lines(lines: list[str], form: str) -> str:
    return " ".join(f"#text({form}, {_q(line)}) #linebreak()" for line in lines)


def markup(made: Made, *, number: bool = True) -> str:
    """The page in Typst: two columns at the head and at the foot, the body between them."""
    own = len(made.office.own.split("/"))
    above, name = made.left[: len(made.left) - own], made.left[-own:]
    if made.left[-1] == "*":
        above, name = made.left[: -own - 1], made.left[-own - 1 :]
    line = made.number_line if number else made.number_line.replace(made.number, "        ", 1)
    left = _lines(above, "size: 12.5pt") + _lines(name, 'size: 12.5pt, weight: "bold"')
    left += " #v(-6pt) #line(length: 22mm, stroke: 0.6pt) #v(-3pt) " + f"#text({_q(line)})"
    left += "".join(f" #linebreak() #text(size: 12pt, {_q(part)})" for part in made.letter)
    right = _lines(made.right, 'size: 12.5pt, weight: "bold"')
    right += (
        " #v(-6pt) #line(length: 50mm, stroke: 0.6pt) #v(-3pt) "
        f'#text(style: "italic", {_q(made.date_line)})'
    )
    out = [_SET, f"#grid(columns: (1fr, 1.45fr), align: center, [{left}], [{right}])", "#v(8pt)"]
    if made.urgent:
        out.append(
            f'#box(stroke: 1pt + red, inset: 4pt, text(fill: red, weight: "bold", {_q(made.urgent)}))'
        )
    if made.title:
        out.append(
            f"#align(center)[{_lines(made.title, chr(119) + 'eight: ' + chr(34) + 'bold' + chr(34))}]"
        )
    if len(made.to) == 1:
        out.append(f"#align(center)[#text({_q('Kính gửi: ' + made.to[0] + '.')})]")
    elif made.to:
        items = [f"- {t}{';' if i + 1 < len(made.to) else '.'}" for i, t in enumerate(made.to)]
        out.append(
            f"#pad(left: 35mm)[#text({_q('Kính gửi:')}) #linebreak() {_lines(items, 'size: 13.5pt')}]"
        )
    out += [
        f"#par(first-line-indent: (amount: 10mm, all: true), text({_q(line)}))"
        for line in made.body
    ]
    notes = (
        '#text(weight: "bold", style: "italic", size: 12pt, "Nơi nhận:") #linebreak() '
        + _lines(made.notes, "size: 11pt")
    )
    signs = (
        _lines(made.signs[:-1], 'weight: "bold"')
        + f' #v(20mm) #text(weight: "bold", {_q(made.signs[-1])})'
    )
    out.append(
        f"#v(6pt) #block(breakable: false, grid(columns: (1fr, 1fr), [{notes}], align(center)[{signs}]))"
    )
    return "\n\n".join(out)


def printed(made: Made, folder: Path, *, number: bool = True) -> bytes:
    """The paper as a PDF with a text layer."""
    source = folder / "paper.typ"
    source.write_text(markup(made, number=number), encoding="utf-8")
    return typst.compile(str(source), font_paths=[str(_FONTS)] if _FONTS.is_dir() else [])


def pictures(data: bytes, dots: int) -> list[Image.Image]:
    """The pages of a PDF in colour."""
    return [p.render(scale=dots / 72).to_pil().convert("RGB") for p in pypdfium2.PdfDocument(data)]


def as_pdf(images: list[Image.Image], dots: int, quality: int = 70) -> bytes:
    """Pictures as a PDF without text."""
    out = io.BytesIO()
    images[0].save(
        out, "PDF", save_all=True, append_images=images[1:], resolution=dots, quality=quality
    )
    return out.getvalue()


@lru_cache(maxsize=4)
def _grain(width: int, height: int, seed: int) -> Image.Image:
    rng = random.Random(seed)
    tile = Image.frombytes("L", (256, 256), rng.randbytes(65536))
    whole = Image.new("L", (width, height))
    for x in range(0, width, 256):
        for y in range(0, height, 256):
            whole.paste(tile.rotate(rng.choice((0, 90, 180, 270))), (x, y))
    return whole


def _noisy(image: Image.Image, rng: random.Random, strength: int) -> Image.Image:
    grain = _grain(image.width, image.height, 7).point(lambda v: 255 - (v * strength) // 255)
    return ImageChops.multiply(image, Image.merge("RGB", (grain, grain, grain)))


def stamped(image: Image.Image, rng: random.Random, *, at_head: bool = False) -> Image.Image:
    """A round red seal over the foot, and a red box of the receiving office at the head."""
    layer = Image.new("RGB", image.size, "white")
    draw = ImageDraw.Draw(layer)
    w, h = image.size
    r = w // 12
    x, y = int(w * 0.58), int(h * (0.72 + rng.random() * 0.15))
    for k in (0, r // 9, r // 3):
        draw.ellipse(
            (x - r + k, y - r + k, x + r - k, y + r - k),
            outline=(205, 40, 40),
            width=max(2, w // 500),
        )
    if at_head:
        left, top = int(w * 0.13), int(h * 0.155)
        draw.rectangle(
            (left, top, left + int(w * 0.2), top + int(h * 0.055)), outline=(200, 40, 60), width=3
        )
        draw.line(
            (left, top + int(h * 0.02), left + int(w * 0.2), top + int(h * 0.02)),
            fill=(200, 40, 60),
            width=3,
        )
    return ImageChops.multiply(image, layer)


def scanned(
    data: bytes, seed: int, *, dots: int = 200, turn: float = 0.5, grain: int = 40
) -> bytes:
    """A scan: turned a little, grainy, a seal on the last page."""
    rng = random.Random(seed)
    pages = pictures(data, dots)
    pages[-1] = stamped(pages[-1], rng)
    out = []
    for page in pages:
        angle = rng.uniform(-turn, turn)
        page = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
        out.append(_noisy(page, rng, grain))
    return as_pdf(out, dots)


def handwritten(data: bytes, seed: int, ink: tuple[int, int, int]) -> bytes:
    """A scan whose number somebody wrote by pen into the blank before the symbol."""
    rng = random.Random(seed)
    page = pypdfium2.PdfDocument(data)[0]
    text = page.get_textpage()
    found = text.search("/", match_case=True).get_next()
    left, _, _, top = text.get_charbox(found[0])
    height = page.get_height()
    pages = pictures(data, 200)
    draw = ImageDraw.Draw(pages[0])
    x, y = left * 200 / 72 - 70, (height - top) * 200 / 72 - 12
    for digit in rng.sample(sorted(_STROKES), 3):
        points = [
            (x + px * 20 + rng.uniform(-2, 2), y + py * 34 + rng.uniform(-3, 3))
            for px, py in _STROKES[digit]
        ]
        draw.line(points, fill=ink, width=4, joint="curve")
        x += 23 + rng.uniform(-2, 3)
    return as_pdf([_noisy(p, rng, 30) for p in pages], 200)


_STROKES = {
    "1": ((0.2, 0.2), (0.6, 0), (0.5, 1)),
    "2": ((0, 0.2), (0.5, 0), (0.9, 0.3), (0.1, 1), (1, 0.9)),
    "3": ((0, 0.1), (0.8, 0.1), (0.4, 0.45), (0.9, 0.7), (0.1, 1)),
    "4": ((0.6, 0), (0, 0.6), (1, 0.6), (0.7, 0.3), (0.6, 1)),
    "6": ((0.8, 0), (0.1, 0.6), (0.4, 1), (0.9, 0.8), (0.2, 0.6)),
    "7": ((0, 0), (1, 0.05), (0.3, 1)),
    "9": ((0.9, 0.3), (0.4, 0), (0.1, 0.4), (0.9, 0.4), (0.7, 1)),
}


def aged(data: bytes, seed: int) -> bytes:
    """An old copy of a copy: faint, blurred, yellow, low resolution."""
    rng = random.Random(seed)
    out = []
    for page in pictures(data, 150):
        page = page.rotate(
            rng.uniform(-1.5, 1.5), Image.Resampling.BICUBIC, fillcolor=(255, 255, 255)
        )
        page = page.filter(ImageFilter.GaussianBlur(0.6))
        page = ImageEnhance.Contrast(page).enhance(0.6)
        page = ImageChops.multiply(page, Image.new("RGB", page.size, (245, 236, 215)))
        out.append(_noisy(page, rng, 60))
    return as_pdf(out, 150)


def photographed(data: bytes, seed: int) -> bytes:
    """The first page by telephone, JPEG: seen from aside, unevenly lit, on a dark table."""
    rng = random.Random(seed)
    page = pictures(data, 170)[0]
    w, h = page.size
    width, height = int(w * 1.16), int(h * 1.12)
    d = [rng.uniform(0, 0.02) for _ in range(8)]
    quad = (
        -w * (0.06 + d[0]), -h * (0.05 + d[1]), -w * (0.06 - d[2]), h * (1.06 + d[3]),
        w * (1.08 + d[4]), h * (1.05 - d[5]), w * (1.08 - d[6]), -h * (0.05 - d[7]),
    )  # fmt: skip
    mask = Image.new("L", (w, h), 255).transform(
        (width, height), Image.Transform.QUAD, quad, Image.Resampling.BILINEAR, fillcolor=0
    )
    shot = page.transform(
        (width, height),
        Image.Transform.QUAD,
        quad,
        Image.Resampling.BICUBIC,
        fillcolor=(90, 70, 60),
    )
    table = Image.new("RGB", (width, height), (90, 70, 60))
    shot = Image.composite(shot, table, mask)
    light = (
        Image.linear_gradient("L")
        .resize((width, height))
        .rotate(rng.choice((0, 90, 180, 270)))
        .resize((width, height))
    )
    light = light.point(lambda v: 135 + v * 120 // 255)
    shot = ImageChops.multiply(shot, Image.merge("RGB", (light, light, light)))
    shot = _noisy(shot.filter(ImageFilter.GaussianBlur(0.7)), rng, 30)
    out = io.BytesIO()
    shot.save(out, "JPEG", quality=68)
    return out.getvalue()
