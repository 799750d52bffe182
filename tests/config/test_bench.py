"""`./lienthong bench`: a table of ratios, what failed named, an unknown name refused."""

import pytest

from lienthong.config.commands import bench

FOUND = [
    {
        "bench": "delivery",
        "rows": [
            {"title": "đến 200 nơi", "figure": 861, "unit": "ms", "baseline": 320, "ratio": 2.69,
             "aim": "≤ 3", "met": True},
            {"title": "chậm", "figure": 1200, "unit": "ms", "baseline": 300, "ratio": 4.0,
             "aim": "≤ 3", "met": False},
        ],
    },
    {"bench": "signing", "what": "seal", "figure": 30.5, "baseline": 25.1, "ratio": 0.82,
     "target": 1.0, "met": True},
    {"bench": "letters", "skipped": "thiếu phông"},
    {"bench": "registers", "failed": "ValueError: hỏng"},
]  # fmt: skip


def test_each_figure_stands_with_its_baseline_ratio_and_target() -> None:
    lines = bench.table(FOUND).splitlines()
    assert lines[0].split()[:2] == ["Phép", "đo"]
    fast = next(line for line in lines if "đến 200 nơi" in line)
    assert [part.strip() for part in fast.split("  ") if part.strip()] == [
        "delivery: đến 200 nơi", "861 ms", "320 ms", "2,69", "≤ 3", "đạt",
    ]  # fmt: skip
    assert next(line for line in lines if "chậm" in line).endswith("CHƯA ĐẠT")
    assert any("0,82" in line and line.endswith("đạt") for line in lines)


def test_what_failed_or_was_left_out_says_why() -> None:
    text = bench.table(FOUND)
    assert "letters: thiếu phông" in text
    assert "registers: ValueError: hỏng" in text


@pytest.mark.parametrize("word", ["nhanh", "--nhanh"])
def test_an_unknown_name_is_refused_before_anything_is_started(
    word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bench.main([word]) == 2
    assert word in capsys.readouterr().err
