"""The fresh papers as pages: `python -m tests.axis.reading.corpus.sheets SET pdf|scan|old|photo|eng [show]`.

Their plain text is set as its drafter would have: two columns where a line has two, titles in the
middle, paragraphs justified. What is spoiled on purpose ("as:") is left out.
"""

import re
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import typst

from lienthong.axis.reading.api import FileReader, Reading, default_directory, read_text
from tests.axis.reading.corpus import pages
from tests.axis.reading.corpus.report import english
from tests.axis.reading.fresh_papers import Fresh, Result, papers

_SET = pages._SET.replace("spacing: 0.75em", "spacing: 0.6em")
_TWO = re.compile(r"^\s*(\S.*?)\s{3,}(\S.*?)\s*$")


def markup(text: str) -> str:
    """The page in Typst."""
    out, foot = [_SET], False
    lines = text.split("\n")
    for line in lines:
        bare = line.strip()
        foot = foot or bare.startswith("Nơi nhận")
        two = None if "\t" in line else _TWO.match(line)
        if not bare:
            out.append("#v(3pt)")
        elif two:
            out.append(_row(two[1], two[2], "1.5fr" if not foot else "1fr", foot=foot))
        elif foot and line.startswith(" " * 20):
            out.append(_row("", bare, "1fr", foot=True))
        elif line.startswith(" " * 6) and len(bare) < 80 and not foot:
            out.append(f"#align(center, text({pages._q(bare)}))")
        elif len(bare) < 60:
            out.append(f"#par(justify: false, text({pages._q(bare)}))")
        else:
            out.append(
                f"#par(first-line-indent: (amount: 10mm, all: true), text({pages._q(bare)}))"
            )
    return "\n\n".join(out)


def _row(left: str, right: str, width: str, *, foot: bool) -> str:
    place = "left" if foot else "center"
    heavy = ', weight: "bold"' if right.isupper() else ""
    bold = ', weight: "bold"' if left.isupper() else ""
    return (
        f"#grid(columns: (1fr, {width}), align({place}, text(size: 12.5pt{bold}, {pages._q(left)})),"
        f" align(center, text(size: 12.5pt{heavy}, {pages._q(right)})))"
    )


def printed(paper: Fresh, folder: Path) -> bytes:
    """The paper as a PDF with a text layer."""
    source = folder / f"{paper.name}.typ"
    source.write_text(markup(paper.text), encoding="utf-8")
    return typst.compile(str(source), font_paths=[str(pages._FONTS)])


_MAKERS = {"scan": pages.scanned, "old": pages.aged, "photo": pages.photographed}


def reading(paper: Fresh, how: str, folder: Path, reader: FileReader) -> Reading:
    """What is read of the paper on paper."""
    data = printed(paper, folder)
    if how == "eng":
        own = folder / paper.name
        own.mkdir(exist_ok=True)
        return read_text(english(data, own))
    if how != "pdf":
        data = _MAKERS[how](data, sum(map(ord, paper.name)))
    return reader.reading(data, default_directory())


def main(which: str, how: str) -> Result:
    """The result over the papers of one set."""
    out = Result()
    chosen = [p for p in papers(which) if not p.spoilt]
    with tempfile.TemporaryDirectory() as place, FileReader() as reader:
        with ThreadPoolExecutor(1) as pool:
            for paper, found in zip(
                chosen,
                pool.map(lambda p: reading(p, how, Path(place), reader), chosen),
                strict=True,
            ):
                out.add(paper, found)
    return out


if __name__ == "__main__":
    result = main(sys.argv[1], sys.argv[2])
    print(sys.argv[1], sys.argv[2], result)
    if sys.argv[3:]:
        print("\n".join(result.notes))
