"""No text and no file, however broken, raises or takes for ever (issue: property tests)."""

import time
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.axis.reading.api import FileReader, Verdict, read_text, to_json
from tests.support.directives import damage, make_directive

PIECES = [
    "Giao ", "Sở Nội vụ", "các sở, ban, ngành", " chủ trì, phối hợp với ", "; ", ": ", "\n", "- ", "a) ", "1. ", "Điều 2. ",
    "Số: ", "12/UBND-NC", "ngày 05 tháng 9 năm 2018", "trước ngày 31/02/2021", "Kính gửi: ", "Nơi nhận:\n", "TM. ỦY BAN NHÂN DÂN\n",
    "100%", "(", ")", "“", "”", "V/v ", "QUYẾT ĐỊNH\n", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n", "ĐẾN", "\f", "\x00", "́", "Quảng Ngãi, ",
    "hằng quý", "trong thời hạn 10 ngày làm việc ", "Phụ lục I\n", "S& N01 vy", "¢6 ¥ kién", "Lưu: VT.", "./.", "báo cáo UBND tỉnh (qua Văn phòng)",
]  # fmt: skip
FEW = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _check(text: str) -> None:
    reading = read_text(text, on=date(2021, 5, 1))
    plain = to_json(reading, with_text=True)
    if reading.verdict is not Verdict.READ:
        assert set(plain) <= {"verdict", "reasons"}
        return
    for task in reading.tasks:
        assert task.lead
        assert task.action.evidence is not None
        place = task.action.evidence
        assert 0 <= place.start <= place.end <= len(reading.text)
        assert " ".join(reading.text[place.start : place.end].split()) == place.words


@FEW
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_pieces_of_papers_in_any_order(text: str) -> None:
    _check(text)


@FEW
@given(st.text(max_size=400))
def test_any_text(text: str) -> None:
    _check(text)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(0, 1), st.floats(0, 1), st.booleans())
def test_papers_cut_anywhere(seed: int, start: float, end: float, damaged: bool) -> None:
    text = make_directive(seed).text
    text = damage(text, seed) if damaged else text
    low, high = sorted((int(start * len(text)), int(end * len(text))))
    _check(text[low:high])


@pytest.fixture(scope="module")
def reader() -> Iterator[FileReader]:
    with FileReader() as opened:
        yield opened


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    head=st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xfe"]),
    tail=st.binary(max_size=600),
)
def test_any_bytes(reader: FileReader, head: bytes, tail: bytes) -> None:
    found = reader.plain(head + tail)
    assert found["verdict"] in set(Verdict)


LONG = {
    "names": "Giao " + "Sở Nội vụ, " * 4000,
    "orders": "Giao Sở Nội vụ: " * 3000,
    "duties": "Giao Sở Nội vụ xây dựng; " * 3000,
    "brackets": "(" * 50_000,
    "capitals": "ỦY BAN NHÂN DÂN\n" * 4000,
    "spaces": "Số: " + " " * 100_000 + "/UBND",
    "reports": "Giao Sở Nội vụ báo cáo, trình, tham mưu, " * 1500,
    "damaged": "Giao S& Noi vu chu tri, phbi hop vdi cdc co quan " * 500,
    "dates": "Quảng Ngãi, ngày " + " " * 30_000 + "tháng",
}


@pytest.mark.parametrize("name", LONG)
def test_long_hostile_texts_take_time_in_proportion(name: str) -> None:
    def seconds(text: str) -> float:
        started = time.process_time()
        read_text(text)
        return time.process_time() - started

    short = LONG[name][: len(LONG[name]) // 4]
    seconds(short)
    # Four times the text takes four times as long: its square would be sixteen times.
    assert seconds(LONG[name]) < 10 * max(seconds(short), 0.05)
