"""Whether a picture added later lies over something that the signer saw: judged on the pixels."""

# mypy: allow-untyped-calls
# pyHanko is typed in part only.

from typing import Any, Final

import pypdfium2

from lienthong.axis.signing.pades.revision import entry

from .fields import FieldState
from .revisions import Document

SCALE: Final = 1.0
INK: Final = 200  # a pixel darker than this is ink
LEAST_INK: Final = 0.01  # the share of a widget's area that must hold ink to count as content
MOST_OF_PAGE: Final = 0.2


def hides_content(document: Document, revision: int, end: int, state: FieldState) -> bool:
    """Whether a widget of the field lies over ink of the revision that was signed.

    What cannot be drawn counts as hidden: the doubt goes against the stranger.
    """
    places = _pages_of(document, state)
    if len(places) < sum(widget.visible for widget in state.widgets):
        return True
    try:
        shown = pypdfium2.PdfDocument(document.data[:end])
        return any(_over_ink(shown, page, rect) for page, rect in places)
    except (pypdfium2.PdfiumError, ValueError, IndexError):
        return True


def _pages_of(
    document: Document, state: FieldState
) -> list[tuple[int, tuple[float, float, float, float]]]:
    wanted = {widget.reference: widget.rect for widget in state.widgets if widget.visible}
    found = []
    count = int(document.reader.root["/Pages"]["/Count"])
    for number in range(min(count, 2000)):
        reference, _resources = document.reader.find_page_for_modification(number)
        page: Any = reference.get_object()
        for annotation in entry(page, "/Annots", []):
            key = (annotation.idnum, annotation.generation)
            if key in wanted:
                found.append((number, wanted[key]))
    return found


def _over_ink(shown: Any, number: int, rect: tuple[float, float, float, float]) -> bool:
    page = shown[number]
    width, height = page.get_size()
    left, bottom, right, top = rect
    if (right - left) * (top - bottom) > MOST_OF_PAGE * width * height:
        return True
    image = page.render(scale=SCALE, may_draw_forms=False).to_pil().convert("L")
    box = (int(left), int(height - top), int(right) + 1, int(height - bottom) + 1)
    region = image.crop(box)
    dark = sum(region.histogram()[:INK])
    return bool(dark > LEAST_INK * region.width * region.height)
