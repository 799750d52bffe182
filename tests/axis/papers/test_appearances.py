"""Numbers, dates, sample seals and signatures: seen on the pixels, not only in the text."""

import datetime as dt
import io

import pypdfium2
import pytest
from PIL import Image
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pypdf import PdfReader

from lienthong.axis.papers import api as papers
from lienthong.axis.papers.api import Align, Box, SnippetStyle

from .kit import AT, letter, opened

DAY = dt.date(2026, 9, 5)


def drawn(pdf: bytes, dpi: float = 288) -> Image.Image:
    """The one page of an appearance on its own ground, with alpha."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        assert len(document) == 1
        picture: Image.Image = (
            document[0]
            .render(scale=dpi / 72, fill_color=(255, 255, 255, 0), maybe_alpha=True)
            .to_pil()
        )
        return picture.convert("RGBA")
    finally:
        document.close()


def with_fields(pdf: bytes, parts: dict[str, tuple[Box, bytes]]) -> bytes:
    """The file with each appearance taken in as a form XObject at its box."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    for name, (box, snippet) in parts.items():
        form = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(snippet)))
        page, _resources = writer.find_page_for_modification(box.page)
        widget = generic.DictionaryObject(
            {
                generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
                # PDFium draws widgets only for programs that fill forms; a stamp looks the same
                generic.pdf_name("/Subtype"): generic.pdf_name("/Stamp"),
                generic.pdf_name("/F"): generic.NumberObject(4),
                generic.pdf_name("/NM"): generic.pdf_string(name),
                generic.pdf_name("/Rect"): generic.ArrayObject(
                    map(generic.FloatObject, (box.x, box.y, box.right, box.top))
                ),
                generic.pdf_name("/AP"): generic.DictionaryObject({generic.pdf_name("/N"): form}),
            }
        )
        annotations = page.get_object().setdefault(
            generic.pdf_name("/Annots"), generic.ArrayObject()
        )
        annotations.append(writer.add_object(widget))
        writer.update_container(page.get_object())
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_snippet_is_as_large_as_its_field_without_ground_in_tinos() -> None:
    pdf = papers.render_snippet("1234", 40, 14.4)
    page = PdfReader(io.BytesIO(pdf)).pages[0]
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx((40, 14.4))
    assert b"Tinos-Regular" in pdf
    picture = drawn(pdf)
    alpha = picture.getchannel("A")
    assert alpha.getextrema() == (0, 255)
    corner = picture.getpixel((0, 0))
    assert isinstance(corner, tuple)
    assert corner[3] == 0
    dark = [p for p in picture.get_flattened_data() if isinstance(p, tuple) and p[3] > 200]
    assert dark
    assert max(max(p[:3]) for p in dark) < 80  # black ink


@pytest.mark.parametrize(
    ("style", "face"),
    [
        (SnippetStyle.UPRIGHT, b"Tinos-Regular"),
        (SnippetStyle.ITALIC, b"Tinos-Italic"),
        (SnippetStyle.BOLD, b"Tinos-Bold"),
    ],
)
def test_styles(style: SnippetStyle, face: bytes) -> None:
    assert face in papers.render_snippet("ngày 05 tháng 9", 120, 15, 13, style)


def test_a_wide_text_shrinks_and_a_much_too_wide_one_is_refused() -> None:
    box = drawn(papers.render_snippet("12345678", 40, 14.4)).getbbox()
    assert box is not None
    assert box[0] >= 0
    assert box[2] <= 160
    with pytest.raises(papers.TextTooWide, match="quá dài"):
        papers.render_snippet("1234567890123456", 40, 14.4)


@pytest.mark.parametrize("text", ["#panic()", "$1$", "a\0", "\u202e1"])
def test_hostile_snippets_are_text_or_refused(text: str) -> None:
    try:
        pdf = papers.render_snippet(text, 200, 15)
    except papers.TextRefused:
        return
    with opened(pdf) as pages:
        assert text in pages[0].text


def test_number_and_date_look_as_if_they_had_been_printed_at_once() -> None:
    """The open letter with its fields filled and the closed letter show the same numbers at the
    same height, in the same size, in the same line."""
    open_letter = papers.render_letter(letter(), at=AT)
    filled = with_fields(
        open_letter.pdf,
        {
            "n": (
                open_letter.places["number"],
                papers.number_appearance("4251", open_letter.places["number"]),
            ),
            "d": (open_letter.places["date"], papers.date_appearance(DAY, open_letter)),
        },
    )
    closed = papers.render_letter(letter(number="4251", issue_date=DAY), at=AT)
    with opened(filled) as pages, opened(open_letter.pdf) as blank, opened(closed.pdf) as printed:
        page, empty, whole = (p[0].picture(200) for p in (pages, blank, printed))
        number, date = open_letter.places["number"], open_letter.places["date"]
        for place in (number, date):
            ink = _dark(page, place)
            assert ink is not None
            # nothing leaves the field
            assert place.x - 0.5 <= ink[0]
            assert ink[2] <= place.right + 0.5
        assert _dark(empty, number) is None
        heights = [_dark(page, number), _dark(whole, closed.places["number"])]
        assert heights[0] is not None
        assert heights[1] is not None
        assert heights[0][1] == pytest.approx(heights[1][1], abs=0.6)
        assert heights[0][3] == pytest.approx(heights[1][3], abs=0.6)
        stroke = pages[0].find("/UBND-TTHC")
        assert stroke.left - heights[0][2] < 2  # the number stands close to the stroke


def _dark(picture: Image.Image, place: Box) -> tuple[float, float, float, float] | None:
    """The ink inside a place, in points from the lower left of the page."""
    scale = 200 / 72
    height = picture.height / scale
    area = tuple(
        round(each * scale) for each in (place.x, height - place.top, place.right, height - place.y)
    )
    box = picture.crop((area[0], area[1], area[2], area[3])).convert("L")
    found = box.point(lambda v: 255 if v < 120 else 0).getbbox()
    if found is None:
        return None
    return (
        place.x + found[0] / scale,
        place.top - found[3] / scale,
        place.x + found[2] / scale,
        place.top - found[1] / scale,
    )


def test_day_and_month_stand_between_the_printed_words() -> None:
    result = papers.render_letter(letter(year=None), at=AT)
    filled = with_fields(
        result.pdf, {"d": (result.places["date"], papers.date_appearance(DAY, result))}
    )
    with opened(filled) as pages:
        picture = pages[0].picture(200)
    for name in ("day", "month", "year"):
        assert _dark(picture, result.places[name]) is not None, name


def test_a_date_of_another_year_than_printed_is_refused() -> None:
    papers.check_date_fits(DAY, 2026)
    papers.check_date_fits(DAY, None)
    with pytest.raises(papers.DateDoesNotFit, match="ký lại"):
        papers.check_date_fits(dt.date(2027, 1, 2), 2026)


def test_the_text_of_a_signature_without_picture_is_of_10_points_at_the_right() -> None:
    place = papers.render_letter(letter(), at=AT).places["copy_signature"]
    assert place.x == pytest.approx(papers.copy_signature_place(595.276, 841.89).x, abs=0.1)
    assert place.y == pytest.approx(papers.copy_signature_place(595.276, 841.89).y, abs=0.1)
    at = papers.signing_time_text(dt.datetime(2025, 7, 1, 2, 30, tzinfo=dt.UTC))
    assert at == "01/07/2025 09:30:00 +07:00"
    pdf = papers.copy_signature_appearance(("Sao y", "Ủy ban nhân dân xã Ba Tơ", at), place)
    with opened(pdf) as pages:
        found = pages[0].find("Sao y")
        last = pages[0].find("+07:00")
    assert found.size == 10
    assert found.face == "Tinos-Regular"
    assert found.bottom > last.bottom
    assert last.right == pytest.approx(place.w, abs=1)


def _colours(png: bytes) -> tuple[Image.Image, list[tuple[int, ...]]]:
    image = Image.open(io.BytesIO(png))
    assert image.format == "PNG"
    assert image.mode == "RGBA"
    solid = [p for p in image.get_flattened_data() if isinstance(p, tuple) and p[3] > 250]
    return image, solid


@pytest.mark.parametrize("name", ["UBND xã Ba Tơ", "Ban Quản lý Khu kinh tế Dung Quất và các KCN"])
def test_the_sample_seal_is_red_round_transparent_and_of_36_mm(name: str) -> None:
    image, solid = _colours(papers.seal_image(name, dpi=254))
    assert image.size == (360, 360)
    assert all(p[0] > 180 and p[1] < 60 and p[2] < 60 for p in solid)
    assert image.getchannel("A").getpixel((2, 2)) == 0
    assert image.getchannel("A").getbbox() is not None
    left, top, right, bottom = image.getchannel("A").getbbox() or (0, 0, 0, 0)
    assert right - left == pytest.approx(bottom - top, abs=2)
    assert right - left > 340


def test_the_sample_signature_is_blue_and_differs_by_name() -> None:
    image, solid = _colours(papers.signature_image("Nguyễn Văn A (mẫu)", dpi=254))
    assert image.size == (500, 240)
    assert all(p[2] > p[0] + 60 and p[2] > 100 for p in solid)
    assert len(solid) > 500
    other = papers.signature_image("Trần Thị B (mẫu)", dpi=254)
    assert other != papers.signature_image("Nguyễn Văn A (mẫu)", dpi=254)


def test_real_seals_and_signatures_are_never_drawn() -> None:
    for make in (papers.seal_image, papers.signature_image):
        with pytest.raises(papers.RealImageIsNotDrawn, match="tải lên"):
            make("UBND tỉnh", sample=False)


def test_alignment_inside_a_field() -> None:
    boxes = {
        align: drawn(papers.render_snippet("7", 60, 15, align=align)).getbbox() for align in Align
    }
    assert all(boxes.values())
    lefts = [(boxes[a] or (0,))[0] for a in (Align.LEFT, Align.CENTRE, Align.RIGHT)]
    assert lefts == sorted(lefts)
    assert lefts[2] - lefts[0] > 150
