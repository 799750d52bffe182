"""A hexadecimal string read at once is what pyHanko and pypdf read digit by digit, and is refused as there."""

import io
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pypdf.generic import _data_structures as reading

from lienthong.axis.papers.intake import hexed as papers_hexed
from lienthong.axis.papers.intake import marks
from lienthong.axis.signing.verdicts import hexed, judge

PIECES = st.sampled_from(
    [
        b"0",
        b"9",
        b"a",
        b"F",
        b"FEFF",
        b" ",
        b"\n",
        b"\x00",
        b"%",
        b"%>\n",
        b"g",
        b"<",
        b">",
        b"(",
        b"\xff",
    ]
)


def read(reader: Any, data: bytes, before: int = 0) -> tuple[Any, ...]:
    """What a reader makes of the data: its kind, value and end, or the refusal."""
    stream = io.BytesIO(b"x" * before + data)
    stream.seek(before)
    try:
        found = reader(stream)
    except Exception as refused:
        return type(refused), str(refused)
    return type(found), found, stream.tell()


@given(st.lists(PIECES, max_size=30), st.booleans(), st.integers(0, 3))
@example([b"%>\n", b"0"], True, 0)
@example([b"0"] * 70_001, True, 2)
@example([b" "] * 255, True, 0)
@example([], False, 0)
def test_both_read_the_same(pieces: list[bytes], ended: bool, before: int) -> None:
    data = b"<" + b"".join(pieces) + (b">" if ended else b"") + b" 12>"
    assert read(hexed.read_hex_string, data, before) == read(hexed._PYHANKOS, data, before)
    assert read(papers_hexed.read_hex_string, data, before) == read(
        papers_hexed._PYPDFS, data, before
    )


@pytest.mark.parametrize("data", [b"<12", b"<1g>", b"<1<2>>", b"<1%x"])
def test_what_is_no_string_is_refused(data: bytes) -> None:
    refusal, words = read(hexed.read_hex_string, data)
    assert issubclass(refusal, Exception)
    assert words == read(hexed._PYHANKOS, data)[1]
    refused = read(papers_hexed.read_hex_string, data)
    assert issubclass(refused[0], Exception)
    assert refused == read(papers_hexed._PYPDFS, data)


def test_whoever_judges_reads_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert judge
    assert generic.read_hex_string_from_stream is hexed.read_hex_string
    monkeypatch.setattr(hexed, "_PYHANKOS", None)
    found = generic.read_object(io.BytesIO(b"<41 42 4>"), container_ref=None)
    assert bytes(found.original_bytes) == b"AB@"


def test_whoever_measures_reads_so(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = reading.read_hex_string_from_stream
    try:
        marks.prepare()
        monkeypatch.setattr(papers_hexed, "_PYPDFS", None)
        assert reading.read_object(io.BytesIO(b"<41 42 4>"), None) == "AB@"
    finally:
        reading.read_hex_string_from_stream = kept
