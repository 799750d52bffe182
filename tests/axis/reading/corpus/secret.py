"""Scans with a secrecy mark: which are stopped, and in what time: `python -m tests.axis.reading.corpus.secret N`.

The mark as a red stamp or black print, framed or not, at the left or the right of the head, on the
scans, old copies and photographs of this corpus; every paper also without it.
"""

import random
import sys
import tempfile
import time
from pathlib import Path

import typst

from lienthong.axis.reading.api import FileReader
from tests.axis.reading.corpus import pages
from tests.axis.reading.corpus.papers import make_paper

FIRST = 9_300
MARKS = ("MẬT", "TỐI MẬT", "TUYỆT MẬT")
MAKERS = {"scan": pages.scanned, "old": pages.aged, "photo": pages.photographed}


def _mark(mark: str, seed: int) -> str:
    """The mark over the head, at the left or at the right."""
    rng = random.Random(seed)
    colour = rng.choice(("rgb(200, 30, 30)", "rgb(190, 40, 60)", "rgb(20, 20, 20)"))
    frame = f"stroke: 1.4pt + {colour}, " if rng.random() < 0.7 else ""
    side, down = rng.choice(("left", "right")), rng.choice((-15, -12))
    size = rng.choice((13, 15, 18))
    return (
        f"#place(top + {side}, dy: {down}mm, dx: {rng.randint(-4, 4)}mm, box({frame}fill: white, inset: 4pt,"
        f' text(size: {size}pt, weight: "bold", fill: {colour}, {pages._q(mark)})))'
    )


def sheet(seed: int, how: str, mark: str | None, folder: Path) -> bytes:
    """One scan of the corpus, with or without a mark."""
    words = pages.markup(make_paper(seed))
    if mark:
        words = words.replace(pages._SET, f"{pages._SET}\n\n{_mark(mark, seed)}")
    source = folder / "secret.typ"
    source.write_text(words, encoding="utf-8")
    return MAKERS[how](typst.compile(str(source)), seed)


def main(count: int) -> None:
    """Print how many were stopped and how many passed, and what a look took."""
    stopped, wanted, stopped_open, seconds = 0, 0, 0, []
    with tempfile.TemporaryDirectory() as place, FileReader() as reader:
        for seed in range(FIRST, FIRST + count):
            for number, how in enumerate(MAKERS):
                mark = MARKS[(seed + number) % 3]
                began = time.monotonic()
                seen = reader.marked_secret(sheet(seed, how, mark, Path(place)))
                seconds.append(time.monotonic() - began)
                wanted, stopped = wanted + 1, stopped + seen
                if not seen:
                    print("not stopped:", seed, how, mark, flush=True)
                stopped_open += reader.marked_secret(sheet(seed, how, None, Path(place)))
    middle = sorted(seconds)[len(seconds) // 2]
    print(
        f"{stopped} of {wanted} stopped, {stopped_open} of {wanted} without a mark; {middle:.2f} s"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
