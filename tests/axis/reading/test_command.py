"""`./lienthong read`: one line of JSON for each file, a Vietnamese summary, never a traceback."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from lienthong.axis.reading.rules.reading import DOCUMENT_FIELDS
from lienthong.config.commands.read import main

TEXT = """ỦY BAN NHÂN DÂN
TỈNH QUẢNG NGÃI
Số: 15/UBND-NC
Quảng Ngãi, ngày 05 tháng 3 năm 2021
V/v rà soát hồ sơ

Kính gửi: Sở Nội vụ

Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính rà soát hồ sơ, xong trước ngày 30/6/2021; định kỳ hằng quý báo cáo UBND tỉnh (qua Văn phòng UBND tỉnh)./.
"""


@pytest.fixture
def paper(tmp_path: Path) -> str:
    path = tmp_path / "công văn.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def test_one_line_for_each_file_file_first(
    paper: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "hỏng.pdf"
    broken.write_bytes(b"%PDF-1.4 rubbish")
    secret = tmp_path / "mật.txt"
    secret.write_text("MẬT\n" + TEXT, encoding="utf-8")
    code = main([paper, str(broken), str(tmp_path / "không có.pdf"), str(secret), "--json"])
    lines = capsys.readouterr().out.splitlines()
    assert code == 2
    assert len(lines) == 4
    found = [json.loads(line) for line in lines]
    assert all(next(iter(item)) == "file" for item in found)
    assert [item["verdict"] for item in found] == [
        "read",
        "unreadable",
        "unreadable",
        "secret_refused",
    ]
    assert set(found[3]) == {"file", "verdict"}
    assert set(found[1]) == {"file", "verdict", "reasons"}


def test_the_published_shape(paper: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([paper, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == [
        "file", "verdict", "schema", "pages", "notes", "resolved_on", "document", "basis", "cited_documents", "sections", "tasks", "deadlines",
    ]  # fmt: skip
    assert tuple(found["document"]) == DOCUMENT_FIELDS
    for field in found["document"].values():
        assert {"value", "evidence", "confidence"} <= set(field)
        assert 0 <= field["confidence"] <= 1
        if field["value"] is not None:
            assert {"page", "box", "words", "start", "end"} <= set(field["evidence"])
    task = found["tasks"][0]
    assert {
        "lead",
        "coordinate",
        "report_to",
        "via",
        "action",
        "deadline",
        "recurrence",
        "targets",
        "section",
        "proof",
        "question",
    } <= set(task)
    assert task["lead"][0]["value"] == "Sở Nội vụ"
    assert task["lead"][0]["agencies"] == [{"id": "SNV-0", "name": "Sở Nội vụ"}]
    assert task["deadline"]["value"] == "2021-06-30"
    assert task["recurrence"]["value"] == "quarter"
    assert [d["task"] for d in found["deadlines"]] == [0, 0]


def test_the_summary_for_a_person(paper: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([paper]) == 0
    shown = capsys.readouterr().out
    for words in (
        "Số, ký hiệu: 15/UBND-NC",
        "Ngày: 05/03/2021",
        "1. Sở Nội vụ",
        "Phối hợp: Sở Tài chính",
        "Thời hạn: 30/06/2021, hằng quý",
        "Qua: Văn phòng UBND tỉnh",
    ):
        assert words in shown


def test_reading_needs_neither_django_nor_a_database(paper: str) -> None:
    code = f"import sys; from lienthong.config.commands.read import main; main([{paper!r}, '--json']); sys.exit(any(m == 'django' for m in sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=False,
        env={"PYTHONPATH": ":".join(sys.path), "PATH": "/usr/bin:/bin"},
    )
    assert run.returncode == 0, run.stderr.decode()
