"""Whether something lies over a line of print: a bar, a stroke, correction fluid, tape.

Half a number is worse than none. No letter has a solid block of ink as wide as this, and print has no gap
as wide as a covered figure between the figures and what stands beside them. (Paper without its grain was
tried as a sign as well: photographs have such places without anything lying on them.)
"""

from statistics import median

from PIL import Image

from ..rules.layout import Piece
from ..rules.letters import fold
from ..rules.reading import Box
from . import ink

_INK = 0.72  # of the paper's brightness; grey tape is darker than this, too
_BLOCK = (0.7, 0.3)  # width and height of a solid block, in heights of a capital: no letter has one
_STROKE = 2.2  # length of a level stroke through the middle of the line: a dash is shorter
_GAP = 1.05  # a space is 0.4 of it, two are 0.75, a space and a covered figure 1.1
_SPACES = 1.8  # of the line's own spaces, where it is set wide
_BEHIND_LABEL = 1.4  # offices leave two or three spaces behind "Số:"
_CAPITAL = 0.85  # of the height of an average word
_LABEL = 8.0  # heights from "Số:" to its figures, at most


def covered(picture: Image.Image, points: float, line: Box, pieces: list[Piece]) -> bool:
    """Whether a part of the line may be covered; `pieces` are the page's words, `line` lies as they do."""
    inside = [p.place or p.box for p in pieces if _in_row(line, p.place or p.box)]
    words = [b for b in inside if line.left - 2 <= b.left < line.right]
    if not words:
        return False
    height = _CAPITAL * median(b.bottom - b.top for b in words)
    labels = [p.place or p.box for p in pieces if fold(p.text).strip(" :.") == "so"]
    before = [
        b for b in labels if _in_row(line, b) and 0 <= line.left - b.right + 2 <= _LABEL * height
    ]
    left = max((b.left for b in before), default=line.left - height)
    top, bottom = min(b.top for b in words), max(b.bottom for b in words)
    box = (
        max(0, int(left / points)), max(0, int(top / points)),
        min(picture.width, int((line.right + height) / points)), min(picture.height, int(bottom / points) + 1),
    )  # fmt: skip
    part, tall = ink.print_of(picture.crop(box)), height / points
    if part.width < 8 or tall < 8:
        return False
    dark = _dark(part)
    return (
        _holds(dark, _BLOCK[0] * tall, _BLOCK[1] * tall)
        or _struck(dark, tall)
        or _parted(dark, tall, labelled=bool(before))
    )


def _in_row(line: Box, word: Box) -> bool:
    return line.top - 2 <= (word.top + word.bottom) / 2 <= line.bottom + 2


def _dark(part: Image.Image) -> Image.Image:
    """The ink of a line by the paper that it stands on."""
    counts = part.histogram()
    paper, seen = 255, 0
    while paper > 0 and seen < 0.1 * part.width * part.height:
        seen += counts[paper]
        paper -= 1
    return part.point(lambda v: 255 if v < paper * _INK else 0)


def _holds(mask: Image.Image, width: float, height: float) -> bool:
    """Whether a block of this size lies wholly, but for a speck, within the mask."""
    step = max(1, round(height / 6))
    small = mask.reduce(step).point(lambda v: 255 if v > 215 else 0)
    across, down = max(2, round(width / step)), max(2, round(height / step))
    rows, wide = small.tobytes(), small.width
    reach = [0] * wide  # how many rows of the mask end here, for each column
    for y in range(small.height):
        row = rows[y * wide : (y + 1) * wide]
        run = 0
        for x, value in enumerate(row):
            reach[x] = reach[x] + 1 if value else 0
            run = run + 1 if reach[x] >= down else 0
            if run >= across:
                return True
    return False


def _struck(dark: Image.Image, tall: float) -> bool:
    """Whether a level stroke runs through the middle of the figures, no underline and no frame."""
    box = dark.getbbox()
    if box is None:
        return False
    middle = dark.crop((0, int(dark.height * 0.28), dark.width, int(dark.height * 0.72)))
    return _holds(middle, _STROKE * tall, max(2.0, 0.07 * tall))


def _parted(dark: Image.Image, tall: float, *, labelled: bool) -> bool:
    """Whether a gap between the words is as wide as if a figure were missing in it."""
    columns = dark.resize((dark.width, 1), Image.Resampling.BOX).tobytes()
    gaps, run, begun = [], 0, False
    for value in columns:
        if value * dark.height > 2 * 255:
            if begun and run:
                gaps.append(run)
            run, begun = 0, True
        else:
            run += 1
    spaces = [g for g in gaps if g > 0.25 * tall]
    if labelled and spaces and spaces[0] <= _BEHIND_LABEL * tall:
        del spaces[0]
    widest = max(spaces, default=0)
    own = median(spaces) if len(spaces) > 3 else 0
    return widest > max(_GAP * tall, _SPACES * own)
