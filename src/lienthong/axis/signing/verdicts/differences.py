"""What changed on the pages after a signature, as pictures: the signed revision beside the file as it is.

Runs in the sandbox (ten seconds, 512 MB, no network), as the verdict does.
"""

import base64
import io
import os
import time
from typing import Any, Final

MOST_PAGES: Final = 40  # of a file that are compared
MOST_PICTURES: Final = 4  # pairs of pictures of one comparison
MOST_PIXELS: Final = 4_000_000
WIDTH: Final = 640  # pixels of a picture
SECONDS: Final = 7.0  # what is not compared by then is told
TILE: Final = 16
SEEN: Final = 24  # of 255: a smaller difference of a point is the drawing's own


def prepare() -> None:
    """Load once what every file needs."""
    import PIL.Image
    import pypdfium2  # noqa: F401

    del PIL


def pictures(handle: int, *, ends: list[int]) -> dict[str, Any]:
    """For each end of a signed revision: which pages differ from the file as it is, and how they look.

    Answers {"fault"} for what cannot be drawn, else {"fault": "", "found": [...]}: for each end
    `pages` before and now, `compared`, `changed` page numbers from 1, and `pictures` of the first of
    them: {page, before, after}, PNG in base64, the changed places framed in red on the second one.
    """
    import pypdfium2

    started = time.monotonic()
    with os.fdopen(os.dup(handle), "rb") as file:
        file.seek(0)
        data = file.read()
    try:
        now = _opened(data)
        found = []
        for end in ends:
            before = _opened(data[:end])
            found.append(_compared(before, now, started))
            before.close()
    except (pypdfium2.PdfiumError, ValueError, IndexError, OSError):
        return {"fault": "broken"}
    return {"fault": "", "found": found}


def _opened(data: bytes) -> Any:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    document.init_forms()  # what stands in fields is seen too
    return document


def _compared(before: Any, now: Any, started: float) -> dict[str, Any]:
    old, new = len(before), len(now)
    changed: list[int] = []
    shown: list[dict[str, Any]] = []
    compared = 0
    for number in range(min(max(old, new), MOST_PAGES)):
        if time.monotonic() - started > SECONDS:
            break
        compared += 1
        left = _drawn(before, number) if number < old else None
        right = _drawn(now, number) if number < new else None
        places = _places(left, right)
        if not places:
            continue
        changed.append(number + 1)
        if len(shown) < MOST_PICTURES:
            shown.append(
                {"page": number + 1, "before": _png(left), "after": _png(_framed(right, places))}
            )
    return {"pages": [old, new], "compared": compared, "changed": changed, "pictures": shown}


def _drawn(document: Any, number: int) -> Any:
    page = document[number]
    width, height = page.get_size()
    scale = WIDTH / max(width, 1.0)
    if width * height * scale * scale > MOST_PIXELS:
        scale = (MOST_PIXELS / (width * height)) ** 0.5
    return page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")


def _places(left: Any, right: Any) -> list[tuple[int, int, int, int]]:
    """Boxes of what differs; the whole page where one of the two is not there or of another size."""
    from PIL import ImageChops

    if left is None or right is None or left.size != right.size:
        size = (right or left).size
        return [(0, 0, size[0] - 1, size[1] - 1)]
    differs = ImageChops.difference(left, right).convert("L").point(lambda v: 255 * (v > SEEN))
    if differs.getbbox() is None:
        return []
    # A tile of the small picture is bright where any of its points differs.
    small = differs.reduce(TILE).point(lambda v: 255 * (v > 0))
    rows = [[x for x in range(small.width) if small.getpixel((x, y))] for y in range(small.height)]
    return _boxes(rows, left.size)


def _boxes(rows: list[list[int]], size: tuple[int, int]) -> list[tuple[int, int, int, int]]:
    """Tiles that lie near one another become one box; boxes that came to touch do too."""
    boxes: list[list[int]] = []  # x1, y1, x2, y2 in tiles
    for y, tiles in enumerate(rows):
        for x in tiles:
            fresh = [x, y, x, y]
            while near := next((b for b in boxes if _near(b, fresh)), None):
                boxes.remove(near)
                fresh = [
                    min(near[0], fresh[0]), min(near[1], fresh[1]),
                    max(near[2], fresh[2]), max(near[3], fresh[3]),
                ]  # fmt: skip
            boxes.append(fresh)
    width, height = size
    return [
        (x1 * TILE, y1 * TILE, min((x2 + 1) * TILE, width - 1), min((y2 + 1) * TILE, height - 1))
        for x1, y1, x2, y2 in boxes
    ]


def _near(one: list[int], other: list[int]) -> bool:
    across = one[0] - 2 <= other[2] and other[0] - 2 <= one[2]
    return across and one[1] - 2 <= other[3] and other[1] - 2 <= one[3]


def _framed(image: Any, places: list[tuple[int, int, int, int]]) -> Any:
    from PIL import ImageDraw

    if image is None:
        return None
    marked = image.copy()
    draw = ImageDraw.Draw(marked)
    for place in places:
        draw.rectangle(place, outline=(190, 20, 30), width=3)
    return marked


def _png(image: Any) -> str:
    if image is None:
        return ""
    out = io.BytesIO()
    image.quantize(64).save(out, "PNG", optimize=False)
    return base64.b64encode(out.getvalue()).decode()
