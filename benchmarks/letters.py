"""Letters per CPU second as tagged PDF/A-2a with their places, against a bare page of the same engine.

The baseline is an empty A4 page with one word in the same font, compiled by the same reused
compiler to the same standard in the same run: what typesetting costs before anything is set.
No two letters have a line in common but the national heading and the words of the form, so that
little comes from the typesetter's memory. Making the text is counted too. Needs the fonts (LIENTHONG_ASSETS, or an installation's data folder).
"""

import itertools
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SECONDS = float(os.environ.get("LIENTHONG_BENCH_SECONDS", "3"))
ROUNDS = 5
TARGET = 50.0  # letters per CPU second
_BLANK = (
    '#set document(title: sys.inputs.title, date: auto)\n#set page(paper: "a4")\n'
    '#set text(font: sys.inputs.font, size: 14pt, lang: "vi")\n#sys.inputs.title\n'
)


def rate(make: Callable[[], Any], seconds: float) -> float:
    """Calls per CPU second of this process, its threads included."""
    calls, began, ends = 0, time.process_time(), time.perf_counter() + seconds
    while time.perf_counter() < ends:
        make()
        calls += 1
    return calls / (time.process_time() - began)


def blank(folder: Path, family: str) -> Callable[[], Any]:
    """The bare engine: a reused compiler, the same font and standard, an empty page."""
    import tempfile

    from lienthong.axis.papers.fonts import typesetter

    typst = typesetter()
    # read at once by the compiler; the folder may go afterwards
    home = Path(tempfile.mkdtemp(prefix="lienthong-bench-"))
    (home / "blank.typ").write_text(_BLANK, encoding="utf-8")
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )
    compiler = typst.Compiler(
        str(home / "blank.typ"), root=str(home), font_paths=fonts, ignore_system_fonts=True
    )

    turns = itertools.count()

    def make() -> Any:
        return compiler.compile(
            format="pdf",
            sys_inputs={"title": f"Trang {next(turns)}", "font": family},
            pdf_standards=["a-2a", "ua-1"],
            timestamp=0,
        )

    return make


_WORDS = (  # noqa: SIM905  a sentence reads better than a list
    "thực hiện chỉ thị của chủ tịch ủy ban nhân dân tỉnh về việc đẩy mạnh ứng dụng công nghệ thông "
    "tin trong hoạt động các cơ quan nhà nước để bảo đảm tiến độ chất lượng và hiệu quả khẩn trương "
    "triển khai những nhiệm vụ sau rà soát kết nối phần mềm quản lý văn bản điều hành ký số gửi báo "
    "cáo trước kỳ họp tổng hợp hộ nghèo cận nghèo cập nhật thường xuyên số liệu cấp xã phường đặc khu"
).split()


def sample(turn: int) -> Any:
    """A one-page công văn of usual length with a table, no two alike in any line of their text."""
    from lienthong.axis.papers import api as papers

    draw = random.Random(turn)  # the same letters in every run

    def words(count: int) -> str:
        return " ".join(draw.choices(_WORDS, k=count)).capitalize()

    kind, align = papers.ParagraphKind, papers.Align
    rows = tuple((str(n), words(3), words(7), f"{n}/{1 + turn % 12}/2026") for n in range(1, 7))
    table = papers.Table(
        rows,
        (("TT", "Cơ quan", "Nhiệm vụ", "Thời hạn"),),
        (1, 4, 6, 3),
        (align.CENTRE, align.LEFT, align.LEFT, align.CENTRE),
    )
    cited = f"{turn}/2026/NĐ-CP"
    body = (
        papers.Paragraph(kind.PLAIN, f"{words(55)} theo Nghị định số {cited}:"),
        papers.Paragraph(kind.CLAUSE, number="1", title=words(8)),
        papers.Paragraph(kind.POINT, f"{words(18)}.", "a"),
        papers.Paragraph(kind.POINT, f"{words(18)}.", "b"),
        papers.Paragraph(kind.TABLE, table=table),
        papers.Paragraph(kind.CLAUSE, f"{words(18)}./.", "2"),
    )
    authority = (
        papers.AuthorityLine(papers.Authority.FOR_COLLECTIVE, "Ủy ban nhân dân"),
        papers.AuthorityLine(papers.Authority.FOR_HEAD, "Chủ tịch"),
    )
    return papers.LetterData(
        type_code=18,
        agency=f"Ủy ban nhân dân\nxã {words(2)}",
        notation="UBND-VP",
        place=words(2).title(),
        subject=words(10).lower(),
        body=body,
        signatory=papers.Signatory(f"{words(3).title()} (mẫu)", "Phó Chủ tịch", authority),
        year=2026,
        addressees=(words(5), words(6)),
        recipients=tuple(papers.Recipient(words(3)) for _line in range(7)),
        filed_at="VT, TTHC",
    )


def main() -> dict[str, Any]:
    """Run both in turns in one process; letters and bare pages per CPU second, and their ratio."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lienthong.config.settings")
    os.environ.setdefault("LIENTHONG_SECRET_KEY", "only-in-benchmarks-only-in-benchmarks")
    import django

    django.setup()
    from lienthong.axis.papers import api as papers

    try:
        face = papers.letter_face()
    except papers.FontsMissing as missing:
        return {"name": "letters", "skipped": str(missing)}
    pages = papers.render_letter(sample(0)).pages
    letters = itertools.count(1)

    def ours() -> Any:
        return papers.render_letter(sample(next(letters)))

    base = blank(face.folder, face.family)
    base()
    # In turns, so that whatever else the machine does weighs on both alike.
    rounds = [(rate(ours, SECONDS / ROUNDS), rate(base, SECONDS / ROUNDS)) for _r in range(ROUNDS)]
    mine, bare = zip(*rounds, strict=True)
    figure, baseline = statistics.median(mine), statistics.median(bare)
    return {
        "name": "letters",
        "title": "thư công PDF/A-2a một trang, mỗi giây CPU",
        "unit": "bản/giây CPU",
        "aim": f"≥ {TARGET:g}",
        "what": f"PDF/A-2a + UA-1 letters of {pages} page with their places, per CPU second",
        "figure": round(figure, 1),
        "spread": [round(min(mine), 1), round(max(mine), 1)],
        "baseline": round(baseline, 1),
        "baseline_what": "an empty A4 page with the same font and standard, per CPU second",
        "ratio": round(statistics.median(ours / bare for ours, bare in rounds), 3),
        "target": TARGET,
        "met": figure >= TARGET,
    }


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    print(json.dumps(main(), ensure_ascii=False, indent=2))
