"""Prints the accuracy of docs/reading.md by damage: `python -m tests.axis.reading.corpus.report TEXTS PAGES`.

Seeds from 5,000 on, which no test uses.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from lienthong.axis.reading.api import FileReader, default_directory, read_text
from tests.axis.reading.corpus import pages
from tests.axis.reading.corpus.measure import HEADING, Tally, reliability
from tests.axis.reading.corpus.papers import LAYOUTS, make_paper, side_by_side
from tests.support.directives import damage, strip_marks

FIRST = 5_000


def english(data: bytes, folder: Path) -> str:
    """What Tesseract's English model leaves of the pages."""
    out = []
    for image in pages.pictures(data, 200):
        image.convert("L").save(folder / "page.png")
        run = subprocess.run(
            ["tesseract", str(folder / "page.png"), "stdout", "-l", "eng"],
            capture_output=True,
            check=True,
        )
        out.append(run.stdout.decode())
    return "\f".join(out)


def main() -> None:
    """Print the tables."""
    texts, count = int(sys.argv[1]), int(sys.argv[2])
    show = sys.argv[3:]
    tallies: list[Tally] = []
    print(HEADING)

    def done(tally: Tally) -> None:
        tallies.append(tally)
        print(tally, flush=True)
        for note in tally.notes if show else ():
            print("   ", str(note)[:260])

    for name, layout in LAYOUTS.items():
        tally = Tally(f"text, {name}")
        for seed in range(FIRST, FIRST + texts):
            made = make_paper(seed)
            tally.add(seed, made, read_text(layout(made)))
        done(tally)
    for name, change in (
        ("text, all marks lost", lambda text, _: strip_marks(text)),
        ("text, damaged as in 2018", damage),
    ):
        tally = Tally(name)
        for seed in range(FIRST, FIRST + texts):
            made = make_paper(seed)
            tally.add(seed, made, read_text(change(side_by_side(made), seed)))
        done(tally)
    makers: tuple[tuple[str, Callable[[bytes, int], bytes]], ...] = (
        ("PDF with text layer", lambda data, _: data),
        ("scan 200 dpi, askew, sealed", pages.scanned),
        ("old copy 150 dpi, faint", pages.aged),
        ("photograph, first page", pages.photographed),
    )
    with tempfile.TemporaryDirectory() as place, FileReader() as reader:
        folder = Path(place)
        for name, maker in makers:
            tally = Tally(name)
            for seed in range(FIRST, FIRST + count):
                made = make_paper(seed)
                data = maker(pages.printed(made, folder), seed)
                tally.add(seed, made, reader.reading(data, default_directory()))
            done(tally)
        tally = Tally("pages, English model")
        for seed in range(FIRST, FIRST + count):
            made = make_paper(seed)
            tally.add(seed, made, read_text(english(pages.printed(made, folder), folder)))
        done(tally)
    print("\n| confidence | values | mean confidence | right |\n|---|---|---|---|")
    for band, number, mean, right in reliability([s for t in tallies for s in t.sure]):
        print(f"| {band} | {number} | {mean:.2f} | {right:.3f} |")


if __name__ == "__main__":
    main()
