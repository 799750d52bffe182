"""Books, slips, the stamp ĐẾN and paper copies: what is printed beside letters."""

import datetime as dt
import io
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from lienthong.axis.papers import api as papers
from lienthong.axis.papers.api import BookKind, Recipient, Signatory
from lienthong.axis.papers.rules.files import UnreadablePdf

from .kit import AT, CHAIRMAN, LONG_NAME, MM, letter, opened, plain, text_of

DAY = dt.date(2026, 1, 6)
STAMP = papers.ArrivalStamp("Ủy ban nhân dân xã Ba Tơ", 12, DAY, "Phòng VH-XH", "02/TTHC")


def book(kind: BookKind = BookKind.OUTGOING, rows: int = 3, **changes: Any) -> papers.BookData:
    columns = len(papers.book_columns(kind))
    values: dict[str, Any] = {
        "kind": kind,
        "agency": "Ủy ban nhân dân xã Ba Tơ",
        "year": 2026,
        "since": dt.date(2026, 1, 1),
        "until": dt.date(2026, 12, 31),
        "rows": tuple(tuple(f"ô {r}.{c}" for c in range(columns)) for r in range(rows)),
        "first": 1,
        "last": rows,
    }
    return papers.BookData(**{**values, **changes})


class TestBooks:
    """Đ16.2.b, Đ22.3.b and Annex IV."""

    @pytest.mark.parametrize(
        ("kind", "columns", "title"),
        [
            (BookKind.OUTGOING, 10, "SỔ ĐĂNG KÝ VĂN BẢN ĐI"),
            (BookKind.INCOMING, 10, "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN"),
            (BookKind.FOLLOW_UP, 7, "SỔ THEO DÕI GIẢI QUYẾT VĂN BẢN ĐẾN"),
            (BookKind.POSTAL, 6, "SỔ GỬI VĂN BẢN ĐI BƯU ĐIỆN"),
            (BookKind.FILE_COPY_USE, 9, "SỔ SỬ DỤNG BẢN LƯU"),
        ],
    )
    def test_every_book_has_the_columns_of_its_form(
        self, kind: BookKind, columns: int, title: str
    ) -> None:
        assert len(papers.book_columns(kind)) == columns
        result = papers.render_book(book(kind), at=AT)
        text = text_of(result.pdf)
        assert title in text
        assert f"({columns})" in text
        assert f"({columns + 1})" not in text
        for column in papers.book_columns(kind):
            assert "".join(column.name.split()) in "".join(text.split())
        assert all(f"ô {r}.{c}" in text for r in range(3) for c in range(columns))

    def test_the_columns_for_the_pen_are_there(self) -> None:
        for kind in (BookKind.OUTGOING, BookKind.INCOMING):
            names = [column.name for column in papers.book_columns(kind)]
            assert names[8:] == ["Ký nhận", "Ghi chú"]

    def test_cover_first_page_pages_and_closing_record(self) -> None:
        closing = papers.ClosingRecord(
            dt.date(2026, 12, 31), 1005, ((4, "cấp nhầm loại"),), "Văn thư (mẫu)", "Trưởng (mẫu)"
        )
        result = papers.render_book(book(rows=80, closing=closing), at=AT)
        with opened(result.pdf) as pages:
            assert all(page.width > page.height for page in pages)
            cover, first, table = pages[0], pages[1], pages[2]
            for front in (cover, first):
                assert "Năm: 2026" in front.text
                assert "Từ ngày 01/01/2026 đến ngày 31/12/2026" in front.text
                assert "Từ số 01 đến số 80" in front.text
                assert "Quyển số: 01" in front.text
                assert "Trang" not in front.text
            assert "Ký tên, đóng dấu" in first.text
            assert "Trang 1" in table.text
            assert "Trang 2" in pages[3].text
            assert "Ký nhận" in pages[3].text  # the header row on every page
            last = " ".join(pages[-1].text.split())
        assert "XÁC NHẬN ĐÓNG SỔ NĂM 2026" in last
        assert "1005 (một nghìn không trăm linh năm)" in last
        assert "Số 04: cấp nhầm loại." in last
        assert result.pages == len(PdfReader(io.BytesIO(result.pdf)).pages)

    def test_a_day_of_a_book_and_an_empty_book(self) -> None:
        text = text_of(papers.render_book(book(rows=0, of_day=DAY, first=None), at=AT).pdf)
        assert "Ngày 06/01/2026" in text
        assert "Không phát sinh" in text

    def test_rows_that_do_not_fit_are_refused(self) -> None:
        with pytest.raises(papers.BookRefused, match="Dòng 2"):
            papers.render_book(_short_row())
        with pytest.raises(papers.BookRefused, match="nhiều quyển"):
            papers.render_book(book(rows=10_001))


def _short_row() -> papers.BookData:
    whole = book(rows=2)
    return papers.BookData(
        whole.kind, whole.agency, whole.year, whole.since, whole.until, (whole.rows[0], ("x",))
    )


class TestSlips:
    """Annex IV, VII; Đ23.2."""

    def _slip(self, **changes: Any) -> papers.HandlingSlip:
        values: dict[str, Any] = {
            "agency": "Ủy ban nhân dân xã Ba Tơ",
            "place": "Ba Tơ",
            "on": DAY,
            "document": "Công văn số 05/UBND-TTHC ngày 05/01/2026 của UBND tỉnh về cải cách",
        }
        return papers.HandlingSlip(**{**values, **changes})

    def test_the_handling_slip_carries_three_opinions(self) -> None:
        slip = self._slip(
            arrival="12",
            assignments=(
                papers.Assignment("Phòng Văn hóa - Xã hội", True, dt.date(2026, 1, 20)),
                papers.Assignment("Phòng Kinh tế", False),
            ),
            leader=papers.Opinion("Chủ tịch UBND xã", "Tham mưu kế hoạch.", DAY),
            persons=(papers.Assignment("Chuyên viên (mẫu)", True, dt.date(2026, 1, 18)),),
            unit_head=papers.Opinion("Trưởng phòng", "Thực hiện.", DAY),
            proposal=papers.Opinion("Chuyên viên (mẫu)", "Ban hành kế hoạch.", DAY),
        )
        text = text_of(papers.render_slip(slip, at=AT).pdf)
        for words in (
            "PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN",
            "Số đến: 12",
            "- Chủ trì: Phòng Văn hóa - Xã hội (thời hạn: 20/01/2026).",
            "- Phối hợp: Phòng Kinh tế.",
            "- Giao: Chuyên viên (mẫu) (thời hạn: 18/01/2026).",
            "Chủ tịch UBND xã, ngày 06/01/2026.",
            "Ba Tơ, ngày 06 tháng 01 năm 2026",
            "3. Ý kiến đề xuất của người giải quyết",
        ):
            assert words in text

    def test_what_is_not_given_is_left_for_the_pen(self) -> None:
        with opened(papers.render_slip(self._slip(), at=AT).pdf) as pages:
            page = pages[0]
            first = page.find("1. Ý kiến của lãnh đạo cơ quan")
            second = page.find("2. Ý kiến của lãnh đạo đơn vị")
        assert first.bottom - second.top > 40

    def test_the_submission_slip_shows_who_is_silent(self) -> None:
        slip = papers.SubmissionSlip(
            "Văn phòng UBND tỉnh", "Quảng Ngãi", DAY, "Phó Chủ tịch UBND tỉnh",
            "Ban hành công văn", ("Dự thảo giao Sở Nội vụ chủ trì.",), "Kính trình ký.",
            coordination=(papers.Opinion("Sở Nội vụ", "Thống nhất.", DAY),),
            silent=("Sở Tài chính",), attachments=("Dự thảo",), drafter="Chuyên viên (mẫu)",
        )  # fmt: skip
        text = text_of(papers.render_slip(slip, at=AT).pdf)
        assert "PHIẾU TRÌNH" in text
        assert "- Sở Tài chính: chưa có ý kiến." in text
        assert "1. Tóm tắt nội dung trình" in text
        assert "Ý kiến của người có thẩm quyền" in text


class TestStamp:
    """Đ21.1.b; Annex IV, V: 35 × 50 mm, on pictures only."""

    @pytest.mark.parametrize("agency", ["UBND xã Ba Tơ", LONG_NAME])
    def test_size_colour_and_ground(self, agency: str) -> None:
        png = papers.arrival_stamp(papers.ArrivalStamp(agency, 7, DAY, "x" * 40, "y" * 30), dpi=254)
        image = Image.open(io.BytesIO(png))
        assert image.size == (500, 350)
        assert image.mode == "RGBA"
        assert image.getchannel("A").getextrema() == (0, 255)
        solid = [p for p in image.get_flattened_data() if isinstance(p, tuple) and p[3] > 250]
        assert all(p[0] > 150 and p[1] < 80 and p[2] < 80 for p in solid)

    def test_it_is_laid_where_the_page_is_free(self) -> None:
        pdf = papers.render_letter(letter(), at=AT).pdf
        before = pdf
        stamped = Image.open(io.BytesIO(papers.stamp_print(pdf, STAMP, dpi=100)))
        with opened(pdf) as pages:
            plain_page = pages[0].picture(100)
        assert pdf == before  # the signed file stays as it is
        assert stamped.size == plain_page.size
        red = _red_box(stamped)
        under = plain_page.crop(red).convert("L")
        assert under.getextrema()[0] > 200  # nothing was covered

    def test_a_given_place_is_kept_inside_the_page(self) -> None:
        page = _page("PNG")
        stamped = Image.open(io.BytesIO(papers.stamp_page(page, STAMP, dpi=100, place_mm=(400, 0))))
        left, top, right, _bottom = _red_box(stamped)
        assert right <= 827
        assert right - left == pytest.approx(50 / 25.4 * 100, abs=4)
        assert top < 6

    def test_a_full_page_is_stamped_all_the_same(self) -> None:
        stamped = papers.stamp_page(_page("JPEG", "gray"), STAMP, dpi=100)
        assert Image.open(io.BytesIO(stamped)).size == (827, 1169)

    def test_bad_pages_are_refused(self) -> None:
        small = io.BytesIO()
        Image.new("RGB", (50, 50)).save(small, "PNG")
        for bad in (b"", b"GIF89a", _page("PNG")[:200], small.getvalue()):
            with pytest.raises(papers.PageImageRefused, match=r"quét lại|Không đọc"):
                papers.stamp_page(bad, STAMP)
        with pytest.raises(UnreadablePdf):
            papers.stamp_print(b"%PDF-1.7 broken", STAMP)


def _page(form: str, colour: str = "white") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (827, 1169), colour).save(out, form)
    return out.getvalue()


def _red_box(image: Image.Image) -> tuple[int, int, int, int]:
    _r, green, _b = image.convert("RGB").split()
    red = image.convert("RGB").split()[0].point(lambda v: 255 if v > 150 else 0)
    dark = green.point(lambda v: 255 if v < 90 else 0)
    both = Image.composite(red, Image.new("L", image.size), dark)
    box = both.getbbox()
    assert box is not None
    return box


class TestCopies:
    """Annex I, part II.II; Annex III, form 3.1."""

    BLOCK = papers.CopyBlock(
        papers.CopyForm.TRUE_COPY, "Ủy ban nhân dân xã Ba Tơ", "UBND", "03", "Ba Tơ", DAY, 2026,
        CHAIRMAN, (Recipient("Các thôn"),),
    )  # fmt: skip

    def test_the_block_follows_the_text_on_the_same_page(self) -> None:
        pdf = papers.render_letter(letter(signatory=Signatory("Lê D", "Giám đốc")), at=AT).pdf
        copied = papers.print_copy(pdf, self.BLOCK)
        with opened(copied) as pages:
            assert len(pages) == 1
            page = pages[0]
            name = page.find("Lê D")
            form = page.find("SAO Y")
            number = page.find("Số: 03/SY-UBND")
            signer = page.find("Nguyễn Văn A (mẫu)")
        assert form.size == 14
        assert form.face == "Tinos-Bold"
        assert name.bottom > form.top > number.top > signer.top
        assert signer.bottom > 20 * MM
        assert "ngày 06 tháng 01 năm 2026" in text_of(copied)

    def test_a_full_page_gets_the_block_on_a_page_of_its_own(self) -> None:
        body = (*(plain("Nội dung của đoạn văn dài để gần hết trang. " * 5),) * 8, plain("Hết./."))
        pdf = papers.render_letter(letter(body=body), at=AT).pdf
        before = len(PdfReader(io.BytesIO(pdf)).pages)
        with opened(papers.print_copy(pdf, self.BLOCK)) as pages:
            at = next(i for i, page in enumerate(pages) if "SAO Y" in page.text)
            assert pages[at].find("SAO Y").bottom > 20 * MM
            assert at >= before - 1

    def test_the_print_has_no_fields_and_no_signatures(self) -> None:
        copied = papers.print_copy(papers.render_letter(letter(), at=AT).pdf, self.BLOCK)
        root = PdfReader(io.BytesIO(copied)).trailer["/Root"]
        assert "/AcroForm" not in root
        assert "/Perms" not in root

    def test_an_extract_is_set_anew_with_its_block(self) -> None:
        block = papers.CopyBlock(
            papers.CopyForm.EXTRACT, "UBND xã Ba Tơ", "UBND", "", "Ba Tơ", None, 2026, CHAIRMAN
        )
        result = papers.render_letter(letter(copy_block=block), at=AT)
        text = text_of(result.pdf)
        assert "TRÍCH SAO" in text
        assert "/TrS-UBND" in text
        assert "signature_copy" in result.places

    def test_a_broken_original_is_refused(self) -> None:
        with pytest.raises(UnreadablePdf):
            papers.print_copy(b"%PDF-", self.BLOCK)
