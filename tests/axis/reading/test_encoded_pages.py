"""Honest scans are recognised however the scanner encoded them, within the limits of a page."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from lienthong.axis.reading.api import FileReader, Words, make_searchable
from tests.axis.reading import encoded_pages as encoded
from tests.axis.reading import mixed, papers

pytestmark = pytest.mark.needs("tesseract", "tesseract-ocr-vie")
SAID = "tham mưu UBND tỉnh ban hành Kế hoạch cải cách hành chính"
Encode = Callable[[Image.Image], bytes]
KINDS: dict[str, tuple[str, Encode]] = {
    "CCITT G4": ("/CCITTFaxDecode", encoded.ccitt),
    "CCITT G4 in strips": ("/CCITTFaxDecode", lambda page: encoded.ccitt(page, strip=64)),
    "CCITT G3": ("", lambda page: encoded.ccitt(page, "group3")),  # img2pdf encodes it anew
    "JPEG 2000 grey": ("/JPXDecode", lambda page: encoded.jpeg_2000(page.convert("L"))),
    "JPEG 2000 without loss": ("/JPXDecode", lambda page: encoded.jpeg_2000(page, 0)),
    "JPEG 2000 in tiles": ("/JPXDecode", lambda page: encoded.jpeg_2000(page, tile_size=(512, 512))),
    "JBIG2 MMR": ("/JBIG2Decode", lambda page: encoded.jbig2(page, mmr=True)),
    "JBIG2 arithmetic": ("/JBIG2Decode", lambda page: encoded.jbig2(page, mmr=False)),
}  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> Iterator[FileReader]:
    with FileReader() as opened:
        yield opened


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return papers.pdf(tmp_path_factory.mktemp("pdf"))


def filters(data: bytes) -> set[str]:
    """How the pictures of a file are encoded."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return {
            str(one.Filter[0] if isinstance(one.Filter, pikepdf.Array) else one.Filter)
            for one in pdf.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        }


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_read(reader: FileReader, letter: bytes, kind: str) -> None:
    how, encode = KINDS[kind]
    data = encode(mixed.picture(letter, dots=200))
    if how:
        assert filters(data) == {how}, "the test would be of another encoding"
    found = reader.plain(data)
    assert (found["verdict"], found["notes"]) == ("read", ["recognised"])
    document = found["document"]
    assert document["reference"]["value"] == "215/VP-CCHC"
    assert document["date"]["value"] == "2023-01-20"
    assert document["agency"]["value"] == "VĂN PHÒNG"
    assert len(found["tasks"]) == 2


def test_the_largest_that_scanners_make_stay_within_the_limits(
    reader: FileReader, letter: bytes
) -> None:
    """A page of 600 dots an inch, in colours, of each encoding: 35 million dots, 104 MB as they lie."""
    page = mixed.picture(letter, dots=600)
    for data in (encoded.jpeg_2000(page), encoded.ccitt(page), encoded.jbig2(page, mmr=True)):
        found = reader.plain(data)
        assert found["document"]["reference"]["value"] == "215/VP-CCHC"
        assert "pages_left" not in found["notes"]


def test_all_in_one_file_get_their_layer(reader: FileReader, letter: bytes) -> None:
    page = mixed.picture(letter)
    whole = mixed.joined(*(KINDS[kind][1](page) for kind in KINDS if "in" not in kind.split()))
    words = reader.all_words(whole, None, most=10)
    assert isinstance(words, Words)
    assert [p["page"] for p in words.pages] == [0, 1, 2, 3, 4, 5]
    found, _ = reader.plain_with_words(whole, words)
    assert found["text"].count(SAID) == 6
    made = make_searchable(whole, words, facts={"title": "x", "subject": "y"})
    assert made.pages == 6


def test_a_copier_s_tiff_of_two_pages_is_read(reader: FileReader, letter: bytes) -> None:
    page = encoded.bits(mixed.picture(letter, dots=200))
    file = io.BytesIO()
    page.save(
        file, "TIFF", compression="group4", save_all=True, append_images=[page], dpi=(200, 200)
    )
    found = reader.plain(file.getvalue())
    assert (found["verdict"], found["pages"]) == ("read", 2)
    assert found["document"]["reference"]["value"] == "215/VP-CCHC"


@pytest.mark.parametrize("kind", ["CCITT G4", "JPEG 2000 grey", "JBIG2 arithmetic"])
def test_no_mark_of_secrecy_hides_in_an_encoding(
    reader: FileReader, tmp_path: Path, kind: str
) -> None:
    secret = papers.pdf(tmp_path, mark="MẬT")
    assert reader.look(KINDS[kind][1](mixed.picture(secret, dots=200)))[0]
