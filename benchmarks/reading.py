"""Reading against its own baselines in the same run, by processor time, children included.

Text layers: the whole reading of a PDF against pypdf's bare `extract_text` of the same file. Scans:
picture, recognition, second looks and reading of a page against bare Tesseract on the same picture.
The accuracy is measured by `python -m tests.axis.reading.corpus.report`.
"""

import io
import os
import resource
import statistics
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf

from lienthong.axis.reading.rules.directory import default_directory
from lienthong.axis.reading.rules.layout import compose
from lienthong.axis.reading.rules.reader import head_lines, read_source, secret
from lienthong.axis.reading.sources import pdf, scan

PAPERS = int(os.environ.get("LIENTHONG_BENCH_PAPERS", "6"))
SCANS = int(os.environ.get("LIENTHONG_BENCH_SCANS", "3"))
TEXT_TARGET, SCAN_TARGET = 3.0, 1.15


def spent(work: Callable[[], object]) -> float:
    """Processor seconds of one call, programs that it started included."""

    def clock() -> float:
        times = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(t.ru_utime + t.ru_stime for t in times)

    began = clock()
    work()
    return clock() - began


def bare(data: bytes) -> None:
    """The text of every page by pypdf alone."""
    for page in pypdf.PdfReader(io.BytesIO(data)).pages:
        page.extract_text()


def whole(data: bytes) -> None:
    """The reading of a PDF with a text layer, as the sandbox's child does it."""
    pages = list(pdf.pages(pdf.open_pdf(data)))
    source = compose([page.words for page in pages], rulings=[page.drawn for page in pages])
    read_source(source, default_directory(), None)


def scanned(data: bytes) -> None:
    """The reading of the first page of a scan, as the sandbox's children do it."""
    picture, points = pdf.picture(pdf.open_pdf(data), 0)
    seen = scan.recognised(picture, points, first=True)
    source = compose([seen.words], ("recognised",))
    secret(source)
    found = scan.confirmed(picture, points, seen.words, head_lines(source))
    read_source(compose([found], ("recognised",), [seen.drawn]), default_directory(), None)


def tesseract(picture: Path) -> None:
    """Bare recognition of the same picture with the same model."""
    subprocess.run(
        ["tesseract", str(picture), "stdout", "-l", "vie", "--psm", "3", "tsv"],
        capture_output=True, check=True, env=os.environ | {"OMP_THREAD_LIMIT": "1"},
    )  # fmt: skip


def main() -> dict[str, Any]:
    """Ratios to pypdf and to Tesseract, median over papers of the best of three (two for scans)."""
    from tests.axis.reading.corpus import pages
    from tests.axis.reading.corpus.papers import make_paper

    os.environ["OMP_THREAD_LIMIT"] = "1"
    texts: list[float] = []
    scans: list[float] = []
    seconds: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        papers = [pages.printed(make_paper(seed), folder) for seed in range(700, 700 + PAPERS)]
        whole(papers[0])
        for data in papers:
            ours = min(spent(lambda d=data: whole(d)) for _ in range(3))
            theirs = min(spent(lambda d=data: bare(d)) for _ in range(3))
            texts.append(ours / theirs)
        for seed, data in enumerate(papers[:SCANS] if scan.available() else []):
            copy = pages.scanned(data, seed)
            picture = folder / "page.ppm"
            pdf.picture(pdf.open_pdf(copy), 0)[0].convert("L").save(picture)
            ours = min(spent(lambda d=copy: scanned(d)) for _ in range(2))
            theirs = min(spent(lambda p=picture: tesseract(p)) for _ in range(2))
            scans.append(ours / theirs)
            seconds.append(ours)
    found: dict[str, Any] = {
        "unit": "processor time over that of the bare engine on the same file",
        "text_ratio": round(statistics.median(texts), 2), "text_target": TEXT_TARGET,
        "scan_ratio": round(statistics.median(scans), 2) if scans else None, "scan_target": SCAN_TARGET,
        "pages_per_second_per_core": round(1 / statistics.median(seconds), 2) if seconds else None,
    }  # fmt: skip
    return found


if __name__ == "__main__":
    print(main())
