"""Inks of a page: red stamps and seals taken out of the print, and ink that no printer used.

Seals and stamps are red (Decree 30, Annex I, III.2; Annex IV), handwriting mostly blue; print is
black. In the red channel of a picture red ink is nearly white, so print under a seal stays legible.
"""

from PIL import Image, ImageChops, ImageStat

_COLOURED = 38  # how far apart the channels of a dot lie before it counts as coloured
_MUCH = 400  # coloured dots that make a mark worth reading

Box = tuple[int, int, int, int]


def print_of(picture: Image.Image) -> Image.Image:
    """The print of a page in grey, red ink left out; a grey page comes back as it is."""
    if picture.mode not in ("RGB", "RGBA"):
        return picture.convert("L")
    red = picture.getchannel("R")
    grey = picture.convert("L")
    return grey if ImageStat.Stat(ImageChops.difference(red, grey)).mean[0] < 0.05 else red


def red_marks(picture: Image.Image) -> tuple[Image.Image, Box] | None:
    """What is red in a picture, as black on white, and where it stands; None when nothing is."""
    if picture.mode not in ("RGB", "RGBA"):
        return None
    red, green, blue = picture.split()[:3]
    strength = ImageChops.darker(ImageChops.subtract(red, green), ImageChops.subtract(red, blue))
    mask = strength.point(lambda v: 255 if v > _COLOURED else 0)
    box = mask.getbbox()
    if box is None or mask.histogram()[255] < _MUCH:
        return None
    return ImageChops.invert(strength.point(lambda v: min(255, v * 3))).crop(box), box


def coloured(picture: Image.Image, box: Box) -> bool:
    """Whether the ink inside a box is mostly coloured: a pen, not a printer."""
    if picture.mode not in ("RGB", "RGBA"):
        return False
    part = picture.convert("RGB").crop(box)
    if not part.width or not part.height:
        return False
    red, green, blue = part.split()
    grey = part.convert("L")
    paper = max(range(256), key=grey.histogram().__getitem__)
    ink = grey.point(lambda v: 255 if v < paper * 0.62 else 0)
    spread = ImageChops.subtract(
        ImageChops.lighter(ImageChops.lighter(red, green), blue),
        ImageChops.darker(ImageChops.darker(red, green), blue),
    ).point(lambda v: 255 if v > _COLOURED else 0)
    dark = ink.histogram()[255]
    return dark > 12 and ImageChops.multiply(spread, ink).histogram()[255] > 0.5 * dark
