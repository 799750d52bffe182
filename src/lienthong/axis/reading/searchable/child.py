"""What runs in the sandbox: a scan and its words become one PDF/A-2b; it checks what it has written."""

import io
import os
import tempfile
from pathlib import Path
from typing import Any

import img2pdf
import ocrmypdf
import pikepdf
from ocrmypdf import exceptions
from pikepdf.pdfa import validate_written
from PIL import Image, ImageOps, ImageSequence

from ..sources import pdf
from ..sources.child import row_of
from . import engine

MOST_PAGES = 100  # that become pictures of themselves
PAGE_HEIGHT = 842.0  # points that reading gives to the height of a picture (sources/scan.opened)
_PLUGIN = engine.__name__
_PIXELS = 60_000_000
_PLAIN = ("1", "L", "RGB")


def prepare() -> None:
    """Load in the parent what every file needs."""
    Image.init()


def make(
    handle: int,
    *,
    folder: str,
    pages: list[list[Any]],
    facts: dict[str, str],
    language: str,
) -> dict[str, Any]:
    """{"file": name in the folder, "pages", "words"}, or {"reason": key of making.REASONS}."""
    tempfile.tempdir = folder
    with os.fdopen(os.dup(handle), "rb") as file:
        file.seek(0)
        data = file.read()
    source, made = Path(folder, "scan.pdf"), Path(folder, "layer.pdf")
    if b"%PDF-" in data[:1024]:
        if fault := _unfit(data):
            return {"reason": fault}
        source.write_bytes(data)
    else:
        source.write_bytes(_pages_of(data))
    engine.known.clear()
    engine.known.update({number: (rows, turned) for number, turned, rows in pages})
    if fault := _convert(source, made, language, facts):
        return {"reason": fault}
    if not validate_written(made, "2b").passed:
        return {"reason": "not_archival"}
    with pikepdf.open(made) as written:
        count = len(written.pages)
    words = sum(len(line) for _number, _turned, rows in pages for line in engine.lines(rows))
    return {"file": made.name, "pages": count, "words": words}


def _unfit(data: bytes) -> str:
    try:
        with pikepdf.open(io.BytesIO(data)) as scan:
            if scan.is_encrypted:
                return "locked"
            form = scan.Root.get("/AcroForm")
            if form is not None and int(form.get("/SigFlags", 0)) & 1:
                return "signed"
    except pikepdf.PasswordError:
        return "locked"
    return ""


def _convert(source: Path, made: Path, language: str, facts: dict[str, str]) -> str:
    """The pages as they are; where that can be no PDF/A, pictures of them. "" when it was made.

    Pages that have their own text are left alone, or, as pictures, carry that text.
    """
    fault = "broken"
    for mode in ("redo", "force"):
        if mode == "force" and not _own_texts(source):
            return fault
        only = ",".join(str(number + 1) for number in sorted(engine.known))
        try:
            ocrmypdf.ocr(
                source, made, language=[language], output_type="pdfa-2", pdfa_backend="internal",
                mode=mode, pages=only or None, rasterizer="pypdfium", optimize=0, jobs=1, use_threads=True,
                progress_bar=False, plugins=[_PLUGIN], max_image_mpixels=100,
                title=facts.get("title"), subject=facts.get("subject"),
            )  # fmt: skip
        except exceptions.EncryptedPdfError:
            return "locked"
        except exceptions.DigitalSignatureError:
            return "signed"
        except exceptions.PdfaConversionFailedError:
            fault = "not_archival"
        except exceptions.ExitCodeException:
            fault = "broken"
        else:
            return ""
    return fault


def _own_texts(source: Path) -> bool:
    """Know the words of every page by its own text, too; False where there are too many pages."""
    document = pdf.open_pdf(source.read_bytes())
    if len(document) > MOST_PAGES:
        return False
    for number in set(range(len(document))) - set(engine.known):
        words = pdf.page_text(document, number).words
        engine.known[number] = ([list(row_of(p)) for p in words], 0)
    return True


def _pages_of(data: bytes) -> bytes:
    """A PDF whose pages are the pictures, each once, upright; JPEG stays as it was pressed."""
    pictures: list[bytes] = []
    heights: list[int] = []
    with Image.open(io.BytesIO(data)) as image:
        turned = image.getexif().get(0x0112, 1) != 1
        if image.format == "JPEG" and image.mode in _PLAIN and not turned:
            pictures, heights = [data], [image.height]
        else:
            for frame in ImageSequence.Iterator(image):
                if frame.width * frame.height > _PIXELS:
                    raise ValueError("too large")
                upright = _plain(ImageOps.exif_transpose(frame))
                out = io.BytesIO()
                upright.save(out, "PNG")
                pictures.append(out.getvalue())
                heights.append(upright.height)
    made = pikepdf.new()
    for picture, height in zip(pictures, heights, strict=True):
        dots = height * 72 / PAGE_HEIGHT
        layout = img2pdf.get_fixed_dpi_layout_fun((dots, dots))
        page = img2pdf.convert(picture, layout_fun=layout, rotation=img2pdf.Rotation.none)
        with pikepdf.open(io.BytesIO(page)) as one:
            made.pages.extend(one.pages)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _plain(image: Image.Image) -> Image.Image:
    """Without transparency (white paper shows through) and in colours that a screen has."""
    if image.mode in _PLAIN:
        return image.copy()
    if "A" in image.getbands() or "transparency" in image.info:
        over = image.convert("RGBA")
        paper = Image.new("RGBA", over.size, "white")
        return Image.alpha_composite(paper, over).convert("RGB")
    return image.convert("RGB")
