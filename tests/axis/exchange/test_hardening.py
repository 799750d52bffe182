"""Hostile bytes: no DTD, no entity, no network, bounded, UTF-8 only; always a clear sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.axis.exchange.rules import reading, writing
from lienthong.axis.exchange.rules.conformance import NotConforming
from lienthong.axis.exchange.rules.hardening import Unreadable, parse

from . import samples

BOMB = b"""<?xml version="1.0"?><!DOCTYPE edXML [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><edXML>&b;</edXML>"""
EXTERNAL = b'<!DOCTYPE edXML [<!ENTITY x SYSTEM "file:///etc/passwd">]><edXML>&x;</edXML>'
OUTSIDE = b'<!DOCTYPE edXML SYSTEM "http://example.invalid/x.dtd"><edXML/>'
HIDDEN = b'<!-- <a --><!DOCTYPE edXML [<!ENTITY x "y">]><edXML>&x;</edXML>'


@pytest.mark.parametrize(
    "data", [BOMB, EXTERNAL, OUTSIDE, HIDDEN, BOMB.replace(b"<?xml", b"<?xml")]
)
def test_dtd_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match="DTD hoặc thực thể"):
        reading.read(data)


def test_the_words_of_a_dtd_inside_a_text_are_harmless() -> None:
    data = writing.write(samples.document(subject="V/v <!DOCTYPE trong văn bản"))
    assert reading.read(data).message == samples.document(subject="V/v <!DOCTYPE trong văn bản")


@pytest.mark.parametrize("data", [b"", b"   \n", b"%PDF-1.7", b"\x00\x01", b"PK\x03\x04"])
def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        reading.read(data)


def test_other_encodings_are_refused() -> None:
    data = writing.write(samples.document()).decode()
    for name in ("utf-16", "iso-8859-1", "windows-1258"):
        changed = data.replace("UTF-8", name)
        with pytest.raises(Unreadable, match="UTF-8"):
            reading.read(changed.encode("utf-16" if name == "utf-16" else "utf-8"))


def test_a_byte_order_mark_is_tolerated() -> None:
    data = b"\xef\xbb\xbf" + writing.write(samples.document())
    assert reading.read(data).message == samples.document()


def test_oversized_is_refused_whole() -> None:
    data = writing.write(samples.document())
    with pytest.raises(Unreadable, match="quá giới hạn"):
        reading.read(data, limit=len(data) - 1)
    assert reading.read(data, limit=len(data)).message == samples.document()


def test_one_text_beyond_the_parser_bound_is_refused_clearly() -> None:
    data = b"<edXML>" + b"A" * 10_500_000 + b"</edXML>"
    with pytest.raises(Unreadable, match="quá lớn"):
        parse(data)


def test_depth_is_bounded() -> None:
    with pytest.raises(Unreadable):
        parse(b"<a>" * 5000 + b"</a>" * 5000)


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_cut_off_anywhere_is_refused(part: float) -> None:
    message, file = samples.with_file()
    data = writing.write(message, (file,))
    with pytest.raises(Unreadable, match=r"cắt cụt|hỏng"):
        reading.read(data[: int(len(data) * part)])


@settings(max_examples=150, deadline=None)
@given(place=st.integers(0, 10**6), byte=st.integers(0, 255))
def test_any_changed_byte_is_read_or_refused_clearly(place: int, byte: int) -> None:
    message, file = samples.with_file()
    data = bytearray(writing.write(message, (file,)))
    data[place % len(data)] = byte
    try:
        reading.read(bytes(data))
    except (Unreadable, NotConforming) as refused:
        assert str(refused)
