"""What hangs together in a picture of cells: the runs of its rows give what walking from cell to cell gives."""

import random

from PIL import Image

from lienthong.axis.reading.sources.stamped import Dots, groups


def _walked(cells: Image.Image) -> list[Dots]:
    left = {(i % cells.width, i // cells.width) for i, v in enumerate(cells.tobytes()) if v > 12}
    out = []
    while left:
        open_, seen = [left.pop()], []
        while open_:
            x, y = open_.pop()
            seen.append((x, y))
            near = {(x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)} & left
            left -= near
            open_ += near
        xs, ys = [x for x, _ in seen], [y for _, y in seen]
        out.append((min(xs), min(ys), max(xs) + 1, max(ys) + 1))
    return sorted(out)


def test_groups_of_random_ink() -> None:
    chance = random.Random(11)
    for share in (0.02, 0.2, 0.45, 0.6, 0.95) * 12:
        size = chance.randint(1, 50), chance.randint(1, 30)
        shades = bytes(
            chance.choice((13, 255)) if chance.random() < share else chance.choice((0, 12))
            for _ in range(size[0] * size[1])
        )
        cells = Image.frombytes("L", size, shades)
        assert sorted(groups(cells)) == _walked(cells)


def test_ink_that_meets_below_is_one_group() -> None:
    cells = Image.frombytes("L", (5, 3), b"\xff\0\xff\0\xff\xff\0\xff\0\xff\xff\xff\xff\xff\xff")
    assert groups(cells) == [(0, 0, 5, 3)]
    assert groups(cells.crop((0, 0, 5, 2))) == [(0, 0, 1, 2), (2, 0, 3, 2), (4, 0, 5, 2)]
