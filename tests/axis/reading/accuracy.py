"""Prints the accuracy table of docs/reading.md: `python -m tests.axis.reading.accuracy [SEEDS]`.

Directives from seeds that no test uses, as text, as printed pages, as scans, and damaged.
"""

import io
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path

import pypdfium2
import typst

from lienthong.axis.reading.api import FileReader, Reading, default_directory, read_text
from tests.axis.reading.scoring import plain, score
from tests.support.directives import Directive, damage, make_directive, strip_marks

FIRST = 20_000
HEADS = ("number", "symbol", "date", "type", "agency")
_PAGE = """#set page(paper: "a4", margin: (top: 20mm, bottom: 20mm, left: 30mm, right: 20mm))
#set text(font: "Libertinus Serif", size: 13pt, lang: "vi")
#set par(justify: true)
"""


def printed(made: Directive, folder: Path) -> bytes:
    """The directive as a printed page, its lines as they are, columns kept apart."""
    lines = []
    for line in made.text.splitlines():
        left, gap, right = line.partition("          ")
        quoted = [repr(side.strip()).replace("'", '"') for side in (left, right)]
        if gap:
            lines.append(
                f"#grid(columns: (1fr, 1.3fr), align: center, text({quoted[0]}), text({quoted[1]}))"
            )
        else:
            lines.append(f"#text({quoted[0]})\n")
    source = folder / "page.typ"
    source.write_text(_PAGE + "\n".join(lines), encoding="utf-8")
    return typst.compile(str(source))


def scanned(data: bytes, *, dots: int = 200, turn: float = 0.4) -> bytes:
    """A printed PDF as a picture of its pages, a little askew."""
    pages = [
        p.render(scale=dots / 72, grayscale=True).to_pil() for p in pypdfium2.PdfDocument(data)
    ]
    turned = [page.rotate(turn, fillcolor=255) for page in pages]
    out = io.BytesIO()
    turned[0].save(out, "PDF", save_all=True, append_images=turned[1:], resolution=dots)
    return out.getvalue()


def recognised_without_vietnamese(data: bytes, folder: Path) -> str:
    """What Tesseract's English model leaves of a printed paper."""
    pages = []
    for page in pypdfium2.PdfDocument(data):
        path = folder / "page.png"
        page.render(scale=200 / 72, grayscale=True).to_pil().save(path)
        run = subprocess.run(
            ["tesseract", str(path), "stdout", "-l", "eng"], capture_output=True, check=True
        )
        pages.append(run.stdout.decode())
    return "\f".join(pages)


class Row:
    """One line of the table."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.count: Counter[str] = Counter()

    def add(self, made: Directive, reading: Reading) -> None:
        """Count one reading."""
        found = score(made.tasks, reading.tasks)
        self.count.update(seeds=1, tasks=len(made.tasks), read=len(reading.tasks), hits=found.hits)
        wanted = {
            "number": made.number,
            "symbol": made.symbol,
            "date": made.date,
            "type": made.kind,
        }
        wanted["agency"] = f"ỦY BAN NHÂN DÂN TỈNH {made.province.upper()}"
        for key, value in wanted.items():
            seen = reading.document[key].value if reading.document else None
            self.count[
                f"{key} {'right' if seen == value else 'none' if seen is None else 'wrong'}"
            ] += 1
        subject = str(reading.document["subject"].value or "") if reading.document else ""
        alike = SequenceMatcher(None, plain(made.subject), plain(subject), autojunk=False).ratio()
        self.count["subject"] += round(1000 * alike)

    def __str__(self) -> str:
        c = self.count
        heads = " | ".join(f"{c[f'{k} right']}/{c[f'{k} none']}/{c[f'{k} wrong']}" for k in HEADS)
        tasks = f"{c['hits'] / max(1, c['tasks']):.3f} | {c['hits'] / max(1, c['read']):.3f}"
        return f"| {self.name} | {c['seeds']} | {heads} | {c['subject'] / 1000 / max(1, c['seeds']):.2f} | {tasks} |"


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 12
    texts: tuple[tuple[str, int, Callable[[str, int], str]], ...] = (
        ("text", 10 * count, lambda text, _: text),
        ("text, all marks lost", 10 * count, lambda text, _: strip_marks(text)),
        ("text, damaged like the paper of 2018", 10 * count, damage),
    )
    print(
        "| input | papers | number | symbol | date | type | agency | subject alike | task recall | task precision |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name, seeds, change in texts:
        row = Row(name)
        for seed in range(FIRST, FIRST + seeds):
            made = make_directive(seed)
            row.add(made, read_text(change(made.text, seed)))
        print(row, flush=True)
    pdf, scan, english = (
        Row("PDF with text layer"),
        Row("scan 200 dpi, askew, Vietnamese model"),
        Row("scan 200 dpi, English model"),
    )
    with tempfile.TemporaryDirectory() as name, FileReader() as reader:
        for seed in range(FIRST, FIRST + count):
            made = make_directive(seed)
            data = printed(made, Path(name))
            pdf.add(made, reader.reading(data, default_directory()))
            scan.add(made, reader.reading(scanned(data), default_directory()))
            english.add(made, read_text(recognised_without_vietnamese(data, Path(name))))
    print(pdf, scan, english, sep="\n")


if __name__ == "__main__":
    main()
