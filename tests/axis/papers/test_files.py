"""What is measured of a PDF made elsewhere, and the fonts of this installation."""

import io
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter, Transformation

from lienthong.axis.papers import api as papers
from lienthong.axis.papers import fonts
from lienthong.axis.papers.rules.files import UnreadablePdf

from .kit import AT, letter, plain


def own() -> bytes:
    body = (*(plain("Nội dung đủ dài để chạm cả hai lề của trang văn bản. " * 6),) * 12,)
    return papers.render_letter(letter(body=body), at=AT).pdf


def scaled(pdf: bytes, width: float, height: float, by: float = 1.0, right: float = 0) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    for page in writer.pages:
        page.add_transformation(Transformation().scale(by).translate(right, 0))
        page.mediabox.upper_right = (width, height)
        page.cropbox.upper_right = (width, height)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_our_own_letter_passes_but_its_font_is_only_alike() -> None:
    """Practice 1.24: the font found is named, 'tương đương về khổ chữ' and not 'đúng'."""
    form = papers.check_file(own())
    assert form.pages == len(form.sizes_mm)
    assert form.margins is not None
    assert form.margins.left == pytest.approx(30, abs=0.5)
    assert form.margins.right == pytest.approx(15, abs=0.5)
    assert [each.code for each in form.findings] == ["file.font_alike"]
    assert "tương đương về khổ chữ" in form.findings[0].message_vi
    assert form.not_embedded == ()


def test_another_page_size_and_narrow_margins_are_found() -> None:
    us_letter = papers.check_file(scaled(own(), 612, 792))
    assert "file.size" in {each.code for each in us_letter.findings}
    shifted = papers.check_file(scaled(own(), 595.28, 841.89, right=-40))
    assert "file.margin_left" in {each.code for each in shifted.findings}


def test_a_foreign_font_that_is_not_embedded_is_found() -> None:
    pdf = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F<</Type/Font/Subtype/TrueType/BaseFont/Arial>>>>>>>>endobj\n"
        b"4 0 obj<</Length 43>>stream\nBT /F 14 Tf 100 700 Td (Cong van so 12) Tj ET\nendstream endobj\n"
        b"trailer<</Root 1 0 R/Size 5>>\n%%EOF"
    )
    form = papers.check_file(pdf)
    found = {each.code for each in form.findings}
    assert {"file.font_other", "file.font_loose"} <= found
    assert form.fonts == ("Arial",)
    times = papers.check_file(pdf.replace(b"/Arial", b"/TimesNewRomanPSMT"))
    assert not {"file.font_other", "file.font_alike"} & {each.code for each in times.findings}


def test_a_scan_is_not_judged() -> None:
    out = io.BytesIO()
    Image.new("RGB", (827, 1170), "white").save(out, "PDF", resolution=100)
    form = papers.check_file(out.getvalue())
    assert form.margins is None
    assert "file.no_text" in {each.code for each in form.findings}


def test_broken_locked_and_empty_files_are_refused() -> None:
    pdf = own()
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.encrypt("mật khẩu", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    for bad in (b"", b"\0" * 100, b"PK\x03\x04", pdf[:4000], locked.getvalue()):
        with pytest.raises(UnreadablePdf, match="tải lại"):
            papers.check_file(bad)


class TestFonts:
    """Only the shipped font, with every letter; a clear word where it is missing."""

    pytestmark = pytest.mark.without_font

    def test_missing_fonts_say_what_to_do(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("LIENTHONG_LETTER_FONTS", raising=False)
        monkeypatch.setenv("LIENTHONG_ASSETS", str(tmp_path))
        with pytest.raises(papers.FontsMissing, match="Tinos"):
            papers.letter_face()
        with pytest.raises(papers.FontsMissing):
            papers.render_letter(letter(), at=AT)

    def test_a_folder_without_the_four_faces_is_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "x.ttf").write_bytes(b"no font")
        monkeypatch.setenv("LIENTHONG_LETTER_FONTS", str(tmp_path))
        with pytest.raises(papers.FontsMissing, match="thiếu kiểu"):
            papers.letter_face()


def test_an_offices_own_folder_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = papers.letter_face()
    for path in shipped.folder.rglob("*.ttf"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setenv("LIENTHONG_LETTER_FONTS", str(tmp_path))
    assert papers.letter_face().folder == tmp_path
    assert papers.render_letter(letter(), at=AT).fonts


def test_tinos_covers_every_vietnamese_letter_and_no_chinese() -> None:
    face = papers.letter_face()
    assert set(fonts.VIETNAMESE_LETTERS) <= face.characters
    assert "漢" not in face.characters
    assert face.family == "Tinos"


def test_a_font_that_lacks_a_letter_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative twin: Debian's first Liberation lacks ơ and ư, and would be mixed silently."""
    shipped = papers.letter_face()
    for path in shipped.folder.rglob("*.ttf"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    whole = fonts._characters_of
    monkeypatch.setattr(fonts, "_characters_of", lambda path: whole(path) - {"ơ", "Ư"})
    monkeypatch.setenv("LIENTHONG_LETTER_FONTS", str(tmp_path))
    with pytest.raises(papers.FontsMissing, match="ơ Ư"):
        papers.letter_face()
