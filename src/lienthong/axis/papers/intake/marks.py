"""What the signatures on a file look like: place, size, colours, text. Runs in the sandbox.

Only what is seen is measured here; whether a signature holds is told by axis.signing.
"""

import io
import os
import tempfile
from typing import Any, Final

MOST_PIXELS: Final = 8_000_000
MOST_DEPTH: Final = 4
MOST_FIELDS: Final = 40
OPAQUE: Final = 60  # of 255: a fainter point is ground
TURNS: Final = 4  # after some calls Python has settled how it runs a line
WHITE: Final = 225  # of 255: a point with no darker band is as good as white


def prepare() -> None:
    """Load once what every file needs, and measure the sample paper with it."""
    from . import hexed
    from .sample import sample

    hexed.install()
    with tempfile.TemporaryFile() as file:
        file.write(sample())
        file.flush()
        for _turn in range(TURNS):
            marks(file.fileno())


def marks(handle: int) -> dict[str, Any]:
    """Each signature field that is signed, with what is seen in it; {"fault"} for a broken file."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    with os.fdopen(os.dup(handle), "rb") as file:
        file.seek(0)
        data = file.read()
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        pages = list(reader.pages)
        found = [one for index, page in enumerate(pages) for one in _on_page(page, index)]
        around = _surroundings(data, {one["page"] for one in found})
    except (PyPdfError, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError):
        return {"fault": "broken"}
    for one in found:
        one |= _neighbours(one, around.get(one["page"], []))
    return {"fault": "", "pages": len(pages), "fields": found[:MOST_FIELDS]}


def _on_page(page: Any, index: int) -> list[dict[str, Any]]:
    found = []
    for reference in page.get("/Annots") or []:
        widget = reference.get_object()
        if widget.get("/Subtype") != "/Widget":
            continue
        field = widget if "/FT" in widget else widget.get("/Parent", widget)
        field = field.get_object()
        if field.get("/FT") != "/Sig" or field.get("/V") is None:
            continue
        left, bottom, right, top = (float(value) for value in widget["/Rect"])
        seen: dict[str, Any] = {
            "name": str(field.get("/T", "")),
            "page": index,
            "rect": [left, bottom, right, top],
            "size": [float(page.mediabox.width), float(page.mediabox.height)],
            "stamp": str(field["/V"].get_object().get("/Type", "")) == "/DocTimeStamp",
            "hidden": bool(int(widget.get("/F", 0)) & 2),
        }
        found.append(seen | _appearance(widget))
    return found


def _appearance(widget: Any) -> dict[str, Any]:
    """Colours of the pictures, text and its sizes in what the widget draws."""
    shapes = widget.get("/AP")
    normal = shapes.get_object().get("/N") if shapes is not None else None
    if normal is None:
        return {"images": [], "text": "", "text_sizes": []}
    stream = normal.get_object()
    images: list[dict[str, Any]] = []
    _images(stream, images, 0)
    text, sizes = _text(stream)
    return {"images": images, "text": text, "text_sizes": sizes}


def _images(stream: Any, found: list[dict[str, Any]], depth: int) -> None:
    resources = stream.get("/Resources")
    inner = resources.get_object().get("/XObject") if resources is not None else None
    for reference in (inner.get_object() if inner is not None else {}).values():
        part = reference.get_object()
        if part.get("/Subtype") == "/Image":
            found.append(_colours(part))
        elif part.get("/Subtype") == "/Form" and depth < MOST_DEPTH:
            _images(part, found, depth + 1)


def _colours(image: Any) -> dict[str, Any]:
    """The mean colour of what is not ground, and whether the ground shows the page through."""
    from PIL import Image

    width, height = int(image["/Width"]), int(image["/Height"])
    if width * height > MOST_PIXELS:
        return {"colour": None, "transparent": False}
    picture = (_plain(image, width, height) or image.decode_as_image()).convert("RGBA")
    mask = image.get("/SMask")
    if mask is not None:
        inner = mask.get_object()
        size = int(inner["/Width"]), int(inner["/Height"])
        alpha = Image.frombytes("L", size, inner.get_data()).resize(picture.size)
        picture.putalpha(alpha)
    picture.thumbnail((160, 160))
    colour, points = _ink(picture)
    whole = picture.width * picture.height
    return {"colour": colour, "transparent": mask is not None, "ink": points / whole}


def _plain(image: Any, width: int, height: int) -> Any:
    """A picture of eight bits in grey or RGB, straight from its octets; None for any other.

    pypdf would write each as a PNG on the way, which costs more than all the rest.
    """
    from PIL import Image

    mode = {"/DeviceRGB": "RGB", "/DeviceGray": "L"}.get(str(image.get("/ColorSpace")))
    plain = image.get("/BitsPerComponent") == 8 and image.get("/Filter") == "/FlateDecode"
    if mode is None or not plain or "/Decode" in image:
        return None
    data = image.get_data()
    if len(data) != width * height * len(mode):
        return None
    return Image.frombytes(mode, (width, height), data)


def _ink(picture: Any) -> tuple[list[int] | None, int]:
    """The mean colour of the points that are drawn and not nearly white, and how many these are."""
    from PIL import ImageChops, ImageStat

    *bands, alpha = picture.split()
    darkest = ImageChops.darker(ImageChops.darker(bands[0], bands[1]), bands[2])
    drawn = alpha.point([255 * (value > OPAQUE) for value in range(256)])
    dark = darkest.point([255 * (value < WHITE) for value in range(256)])
    found = ImageStat.Stat(picture.convert("RGB"), ImageChops.darker(drawn, dark))
    points = found.count[0]
    return [round(mean) for mean in found.mean] if points else None, points


def _text(stream: Any) -> tuple[str, list[float]]:
    from pypdf import PageObject
    from pypdf.generic import NameObject

    box = [float(value) for value in stream.get("/BBox", [0, 0, 1, 1])]
    page = PageObject.create_blank_page(width=box[2] - box[0], height=box[3] - box[1])
    page[NameObject("/Contents")] = stream
    if "/Resources" in stream:
        page[NameObject("/Resources")] = stream["/Resources"]
    sizes: set[float] = set()

    def seen(text: str, cm: Any, tm: Any, _font: Any, size: float) -> None:
        if text.strip():
            across = (tm[2] ** 2 + tm[3] ** 2) ** 0.5 * (cm[2] ** 2 + cm[3] ** 2) ** 0.5
            sizes.add(round(abs(size * across), 1))

    text = page.extract_text(visitor_text=seen)
    return text[:2000], sorted(sizes)


def _surroundings(data: bytes, pages: set[int]) -> dict[int, list[tuple[float, ...]]]:
    """The boxes of the letters of the pages that bear a signature."""
    import pypdfium2

    from .letters import page_letters

    document = pypdfium2.PdfDocument(data)
    try:
        return {
            index: [
                (one.left, one.bottom, one.right, one.top)
                for one in page_letters(document[index], index).letters
            ]
            for index in pages
            if index < len(document)
        }
    finally:
        document.close()


def _neighbours(field: dict[str, Any], letters: list[tuple[float, ...]]) -> dict[str, Any]:
    """The free distance to the printed words above and below, in points, None where there are none."""
    left, bottom, right, top = field["rect"]
    column = [box for box in letters if box[0] < right and box[2] > left]
    middle = (bottom + top) / 2
    above = [box[1] for box in column if box[1] >= middle]
    below = [box[3] for box in column if box[3] <= middle]
    return {
        "above": min(above) - top if above else None,
        "below": bottom - max(below) if below else None,
    }
