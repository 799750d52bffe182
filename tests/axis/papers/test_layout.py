"""A letter measured on its pages against Annex I: sizes, faces, margins, order of the boxes."""

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
from PIL import ImageChops
from PIL.Image import Image

from lienthong.axis.papers import api as papers
from lienthong.axis.papers.api import Annex, Paragraph, ParagraphKind, Table, Urgency

from .kit import AT, LONG_NAME, MM, Page, centre, decision, letter, opened, plain, text_of

BOLD, UPRIGHT, ITALIC, BOLD_ITALIC = (
    "Tinos-Bold",
    "Tinos-Regular",
    "Tinos-Italic",
    "Tinos-BoldItalic",
)


def rendered(data: papers.LetterData) -> papers.RenderedLetter:
    return papers.render_letter(data, at=AT)


def near(value: float, wanted: float, by: float = 1.0) -> bool:
    return abs(value - wanted) <= by


class TestHead:
    """Annex I, II.1 to II.5."""

    @pytest.mark.parametrize(
        ("words", "size", "face"),
        [
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, BOLD),
            ("Độc lập - Tự do - Hạnh phúc", 13, BOLD),
            ("SỞ NỘI VỤ", 12, BOLD),
            ("ỦY BAN NHÂN DÂN", 12, UPRIGHT),
            ("Số:", 13, UPRIGHT),
            ("/SNV-VP", 13, UPRIGHT),
            ("Quảng Ngãi, ngày", 13, ITALIC),
            ("V/v triển khai", 12, UPRIGHT),
            ("Kính gửi:", 14, UPRIGHT),
            ("Để triển khai", 14, UPRIGHT),
            ("TM. ỦY BAN NHÂN DÂN", 14, BOLD),
            ("PHÓ CHỦ TỊCH", 14, BOLD),
            ("Nguyễn Văn A", 14, BOLD),
            ("Nơi nhận:", 12, BOLD_ITALIC),
            ("- Như trên;", 11, UPRIGHT),
            ("- Lưu: VT, TTHC.", 11, UPRIGHT),
        ],
    )
    def test_sizes_and_faces(self, words: str, size: float, face: str) -> None:
        data = letter(
            parent="Ủy ban nhân dân\ntỉnh Quảng Ngãi", agency="Sở Nội vụ", notation="SNV-VP"
        )
        with opened(rendered(data).pdf) as pages:
            found = pages[0].find(words)
        assert near(found.size, size, 0.01)
        assert found.face == face
        assert found.colour == (0, 0, 0)

    def test_number_and_date_stand_on_one_line_below_the_names(self) -> None:
        data = letter(number="05", issue_date=dt.date(2026, 2, 3), parent=LONG_NAME)
        with opened(rendered(data).pdf) as pages:
            page = pages[0]
            number = page.find("Số: 05/UBND-TTHC")
            date = page.find("Quảng Ngãi, ngày 03 tháng 02 năm 2026")
            motto = page.find("Độc lập - Tự do - Hạnh phúc")
            name = page.find("TỈNH QUẢNG NGÃI")
            subject = page.find("V/v triển khai")
        assert near(number.bottom, date.bottom, 1)
        assert number.top < name.bottom
        assert near(centre(date), centre(motto), 1)
        assert near(centre(number), centre(name), 1)
        # 6 pt between number and V/v (II.5.b), beside the air of the lines themselves
        assert near(number.bottom - subject.top, 6, 2)

    def test_rule_under_the_motto_is_as_long_as_the_motto(self) -> None:
        with opened(rendered(letter()).pdf) as pages:
            page = pages[0]
            motto = page.find("Độc lập - Tự do - Hạnh phúc")
            length = _rule_below(page, motto)
        assert near(length, motto.right - motto.left, 1.5)

    def test_rule_under_the_agency_is_a_third_to_a_half_of_its_line(self) -> None:
        for agency in ("Sở Nội vụ", LONG_NAME):
            with opened(rendered(letter(agency=agency)).pdf) as pages:
                page = pages[0]
                last = "SỞ NỘI VỤ" if agency == "Sở Nội vụ" else "CÔNG NGHIỆP QUẢNG NGÃI"
                name = page.find(last)
                share = _rule_below(page, name) / (name.right - name.left)
            assert 1 / 3 <= share <= 1 / 2, agency

    def test_a_long_name_is_set_in_lines_of_like_length(self) -> None:
        with opened(rendered(letter(agency=LONG_NAME)).pdf) as pages:
            page = pages[0]
            lines = [
                page.find("BAN QUẢN LÝ KHU KINH TẾ"),
                page.find("DUNG QUẤT VÀ CÁC KHU"),
                page.find("CÔNG NGHIỆP QUẢNG NGÃI"),
            ]
            motto = page.find("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        widths = [line.right - line.left for line in lines]
        assert min(widths) > 0.6 * max(widths)
        assert max(line.right for line in lines) < motto.left
        assert all(near(centre(line), centre(lines[0]), 1) for line in lines)

    def test_title_is_centred_on_the_page_and_the_subject_stands_under_it(self) -> None:
        with opened(rendered(decision()).pdf) as pages:
            page = pages[0]
            title = page.find("QUYẾT ĐỊNH")
            subject = page.find("Về việc ban hành Quy chế làm việc")
            share = _rule_below(page, subject) / (subject.right - subject.left)
            middle = (30 + (210 - 15)) / 2 * MM
        assert near(centre(title), middle, 1)
        assert near(centre(subject), middle, 1)
        assert title.size == subject.size == 14
        assert title.face == subject.face == BOLD
        assert 0 < title.bottom - subject.top < 8
        assert 1 / 3 <= share <= 1 / 2

    @pytest.mark.parametrize(
        ("urgency", "width"),
        [(Urgency.EXPRESS, 30), (Urgency.VERY_URGENT, 40), (Urgency.URGENT, 20)],
    )
    def test_urgency_frames_have_their_size_in_red(self, urgency: Urgency, width: int) -> None:
        with opened(rendered(letter(urgency=urgency)).pdf) as pages:
            page = pages[0]
            words = page.find(urgency.value)
            red = _red(page.picture(254))
        assert words.size == 13
        assert words.face == BOLD
        assert words.colour[0] > 200
        assert max(words.colour[1:]) < 60
        left, top, right, bottom = red
        assert near((right - left) / 10, width, 0.6)
        assert near((bottom - top) / 10, 8, 0.6)

    def test_limit_of_circulation_stands_in_a_black_frame(self) -> None:
        with opened(rendered(letter(circulation="lưu hành nội bộ")).pdf) as pages:
            words = pages[0].find("LƯU HÀNH NỘI BỘ")
        assert words.colour == (0, 0, 0)
        assert words.face == BOLD


class TestText:
    """Annex I, I.3, I.7 and II.6."""

    def test_margins_of_every_page_keep_to_annex_i(self) -> None:
        body = (*(plain("Nội dung của đoạn văn dài để sang trang. " * 12),) * 14, plain("Hết./."))
        result = rendered(letter(body=body, contact=("Địa chỉ: 52 Hùng Vương",)))
        assert result.pages >= 3
        with opened(result.pdf) as pages:
            assert len(pages) == result.pages
            for number, page in enumerate(pages, 1):
                assert near(page.width / MM, 210, 0.1)
                assert near(page.height / MM, 297, 0.1)
                left, bottom, right, top = (edge / MM for edge in page.edges())
                assert 29.5 <= left <= 35
                assert 15 - 0.5 <= 210 - right <= 20
                assert bottom >= 19.5
                if number == 1:
                    assert 19.5 <= 297 - top <= 25

    def test_page_numbers_stand_in_the_top_margin_but_not_on_page_one(self) -> None:
        body = (*(plain("Nội dung của đoạn văn dài để sang trang. " * 12),) * 12, plain("Hết./."))
        with opened(rendered(letter(body=body)).pdf) as pages:
            assert not pages[0].text.lstrip().startswith("1\r")
            for number, page in enumerate(pages[1:], 2):
                found = page.find(str(number))
                assert found.size in {13, 14}
                assert found.face == UPRIGHT
                assert found.bottom > (297 - 20) * MM
                assert near(centre(found), (30 + 195) / 2 * MM, 1)

    def test_lines_and_paragraphs_are_spaced_as_laid_down(self) -> None:
        text = "Đoạn văn có nhiều dòng để đo khoảng cách giữa các dòng trong một đoạn. " * 4
        with opened(
            rendered(letter(body=(plain("MỘT " + text), plain("HAI " + text)))).pdf
        ) as pages:
            page = pages[0]
            lines = _baselines(page, page.find("MỘT").bottom, page.find("HAI").bottom)
        gaps = [above - below for above, below in pairwise(lines)]
        single = 1.149 * 14
        assert all(single - 0.3 <= gap <= 1.5 * single for gap in gaps[:-1])
        assert gaps[-1] - gaps[0] >= 6 - 0.3  # between paragraphs

    def test_first_lines_are_indented_and_the_text_fills_both_margins(self) -> None:
        text = "Đoạn văn có nhiều dòng để xem lề trái và lề phải của văn bản hành chính. " * 4
        with opened(rendered(letter(body=(plain("MỞ " + text),))).pdf) as pages:
            page = pages[0]
            start = page.find("MỞ")
            right = page.edges()[2]
        assert near(start.left / MM - 30, 12.7, 0.3) or near(start.left / MM - 30, 10, 0.3)
        assert near(right / MM, 195, 0.3)

    def test_the_last_paragraph_fills_both_margins_too(self) -> None:
        words = "Đoạn cuối cùng đi cùng chữ ký và cũng được canh đều hai lề như mọi đoạn khác. "
        for count in (2, 3):
            body = (plain("Mở."), plain(words * count + "Hết./."))
            with opened(rendered(letter(body=body)).pdf) as pages:
                page = pages[0]
                start = page.find("Đoạn cuối cùng")
                line = [
                    page.letters.get_charbox(i, loose=True)[2]
                    for i, sign in enumerate(page.text)
                    if not sign.isspace()
                    and near(page.letters.get_charbox(i, loose=True)[1], start.bottom, 1)
                ]
            assert near(max(line) / MM, 195, 0.3)

    def test_paragraph_kinds_have_their_styles(self) -> None:
        kind = ParagraphKind
        body = (
            Paragraph(kind.BASIS, "Căn cứ Luật;"),
            Paragraph(kind.PART, number="I", title="Quy định chung"),
            Paragraph(kind.CHAPTER, number="II", title="Quản lý văn bản"),
            Paragraph(kind.SECTION, number="1", title="Văn bản đi"),
            Paragraph(kind.ROMAN, number="III", title="Kết quả"),
            Paragraph(kind.ARTICLE, "Lời của điều.", "4", "Tên điều"),
            Paragraph(kind.CLAUSE, number="5", title="Khoản có tiêu đề"),
            Paragraph(kind.CLAUSE, "Khoản không tiêu đề.", "6"),
            Paragraph(kind.POINT, "Điểm.", "đ"),
            Paragraph(kind.DASH, "Gạch đầu dòng./."),
        )
        wanted = {
            "Căn cứ Luật;": ITALIC,
            "Phần I": BOLD,
            "QUY ĐỊNH CHUNG": BOLD,
            "Chương II": BOLD,
            "QUẢN LÝ VĂN BẢN": BOLD,
            "Mục 1": BOLD,
            "III. KẾT QUẢ": BOLD,
            "Điều 4. Tên điều": BOLD,
            "Lời của điều.": UPRIGHT,
            "5. Khoản có tiêu đề": BOLD,
            "6. Khoản": UPRIGHT,
            "đ) Điểm.": UPRIGHT,
            "- Gạch đầu dòng": UPRIGHT,
        }
        with opened(rendered(decision(body=body)).pdf) as pages:
            for words, face in wanted.items():
                found = pages[0].find(words)
                assert found.face == face, words
                assert found.size == 14, words

    def test_a_reference_is_never_broken_at_the_end_of_a_line(self) -> None:
        for length in range(40, 62, 4):
            body = (
                plain("x" * 5 + " " + "chữ " * (length // 4) + "Nghị định số 30/2020/NĐ-CP rồi"),
            )
            with opened(rendered(letter(body=body)).pdf) as pages:
                pages[0].find("30/2020/NĐ-CP")


class TestFoot:
    """Annex I, II.7 to II.9."""

    def test_recipients_begin_at_the_height_of_the_authority_and_at_the_left_margin(self) -> None:
        with opened(rendered(letter()).pdf) as pages:
            page = pages[0]
            recipients = page.find("Nơi nhận:")
            authority = page.find("TM. ỦY BAN NHÂN DÂN")
        assert near(recipients.top, authority.top, 3)
        assert near(recipients.left / MM, 30, 0.3)

    def test_several_addressees_stand_under_the_colon_one_alone_on_its_line(self) -> None:
        with opened(rendered(letter()).pdf) as pages:
            page = pages[0]
            call = page.find("Kính gửi:")
            first = page.find("- Các sở, ban, ngành tỉnh;")
            last = page.find("- UBND các xã, phường, đặc khu.")
        assert first.top < call.bottom + 2
        assert near(first.left, last.left, 0.1)
        assert near(first.left, call.right, 5)
        with opened(rendered(letter(addressees=("Bộ Nội vụ",))).pdf) as pages:
            assert "Kính gửi: Bộ Nội vụ" in " ".join(pages[0].text.split())

    def test_post_name_and_places_stand_one_under_the_other(self) -> None:
        result = rendered(letter())
        with opened(result.pdf) as pages:
            page = pages[result.places["signature"].page]
            post = page.find("PHÓ CHỦ TỊCH")
            name = page.find("Nguyễn Văn A (mẫu)")
        signature, seal = result.places["signature"], result.places["seal"]
        assert near(centre(post), centre(name), 1)
        assert near(centre(signature), centre(name), 1)
        assert name.top <= signature.y + 3
        assert signature.top <= post.bottom + 3
        # box 8: about a third of the signature, on its left, in the seal's real size
        assert near(seal.w / MM, 36, 0.1)
        assert near(seal.h / MM, 36, 0.1)
        assert 0.28 <= (seal.right - signature.x) / signature.w <= 0.4
        assert seal.x < signature.x
        assert near(seal.y + seal.h / 2, signature.y + signature.h / 2, 1)

    def test_the_signature_never_stands_alone_on_a_page(self) -> None:
        for lines in range(17, 27, 2):
            body = (*(plain(f"Dòng {i}.") for i in range(lines)), plain("Câu cuối cùng./."))
            result = rendered(letter(body=body))
            with opened(result.pdf) as pages:
                page = pages[result.places["signature"].page]
                page.find("Câu cuối cùng")
                page.find("TM. ỦY BAN NHÂN DÂN")

    def test_drafter_mark_and_contact_line(self) -> None:
        contact = ("Địa chỉ: 52 Hùng Vương; ĐT: 0255", "Thư điện tử: vp@quangngai.gov.vn")
        with opened(rendered(letter(drafter_mark="PL.(300)", contact=contact)).pdf) as pages:
            page = pages[0]
            mark = page.find("PL.(300)")
            filed = page.find("- Lưu: VT")
            line = page.find("Thư điện tử")
        assert mark.size == 11
        assert mark.top < filed.bottom + 3
        assert line.size == 11
        assert near(line.bottom / MM, 20, 1.5)

    def test_minutes_are_signed_by_two_and_carry_no_date(self) -> None:
        secretary = papers.Signatory("Trần Thị B (mẫu)", "Thư ký", sealed=False)
        data = letter(
            type_code=15,
            notation="BB-UBND",
            addressees=(),
            signatory=secretary,
            further_signatories=(papers.Signatory("Nguyễn Văn A (mẫu)", "Chủ tọa"),),
        )
        result = rendered(data)
        assert {"signature", "signature_2", "seal_2"} <= set(result.places)
        assert "seal" not in result.places
        assert "date" not in result.places
        with opened(result.pdf) as pages:
            page = pages[0]
            assert centre(page.find("THƯ KÝ")) < centre(page.find("CHỦ TỌA"))
            assert page.find("Nơi nhận:").top < page.find("Trần Thị B").bottom

    def test_many_sign_two_in_a_row_each_with_room_for_a_seal(self) -> None:
        """Boxes 7 and 8 for each agency of a joint paper; in a row signatures have one height."""
        names = [f"Người ký {n} (mẫu)" for n in range(1, 6)]
        signers = tuple(papers.Signatory(name, f"Giám đốc Sở {n}") for n, name in enumerate(names))
        data = letter(signatory=signers[0], further_signatories=signers[1:])
        result = rendered(data)
        boxes = [result.places[f"signature{s}"] for s in ("", "_2", "_3", "_4", "_5")]
        for one, two in ((boxes[0], boxes[1]), (boxes[2], boxes[3])):
            assert (one.page, one.y) == (two.page, two.y)
            assert one.right < two.x, "in the order of signing"
        down = [(box.page, -box.y) for box in boxes[::2]]
        assert down == sorted(down)
        assert near((boxes[4].x + boxes[4].right) / 2, (boxes[0].x + boxes[1].right) / 2, 2)
        for number, box in enumerate(boxes, 1):
            seal = result.places["seal" if number == 1 else f"seal_{number}"]
            covered = min(seal.right, box.right) - max(seal.x, box.x)
            assert near(covered, box.w / 3, 1), "a third of the signature, on its left"
            assert seal.x < box.x
        with opened(result.pdf) as pages:
            for name, box in zip(names, boxes, strict=True):
                assert pages[box.page].find(name).top <= box.y + 1
            with pytest.raises(AssertionError):
                pages[0].find("Người ký 6")


class TestPlaces:
    """The room for number and date fits what is drawn into it."""

    def test_open_number_and_date_leave_room_in_their_line(self) -> None:
        result = rendered(letter())
        number, date = result.places["number"], result.places["date"]
        with opened(result.pdf) as pages:
            page = pages[0]
            before, after = page.find("Số:"), page.find("/UBND-TTHC")
            day, month, year = page.find(", ngày"), page.find("tháng"), page.find("năm 2026")
        assert before.right <= number.x
        assert number.right <= after.left + 0.5
        assert number.w >= 5 * 6.5
        assert near(number.y, after.bottom, 1)
        assert day.right <= result.places["day"].x
        assert result.places["day"].right <= month.left + 0.5
        assert month.right <= result.places["month"].x
        assert result.places["month"].right <= year.left + 0.5
        assert date.x == result.places["day"].x
        assert near(date.right, result.places["month"].right, 0.01)
        assert result.places["day"].w >= 13
        assert near(date.y, year.bottom, 1)

    def test_an_open_year_belongs_to_the_room_of_the_date(self) -> None:
        result = rendered(letter(year=None))
        assert near(result.places["date"].right, result.places["year"].right, 0.01)
        assert "năm 2" not in text_of(result.pdf)

    def test_a_given_number_and_date_are_marked_where_they_are_printed(self) -> None:
        result = rendered(letter(number="1234", issue_date=dt.date(2026, 10, 7)))
        with opened(result.pdf) as pages:
            page = pages[0]
            for name, words in (
                ("number", "1234"),
                ("day", "07"),
                ("month", "10"),
                ("year", "2026"),
            ):
                place, found = result.places[name], page.find(words)
                assert near(place.x, found.left, 1), name
                assert near(place.right, found.right, 1), name
                assert near(place.y, found.bottom, 1), name

    def test_the_place_of_a_copy_is_the_top_right_corner_of_page_one(self) -> None:
        place = rendered(letter()).places["copy_signature"]
        assert place.page == 0
        assert near(place.right / MM, 195, 0.1)
        assert place.y / MM >= 297 - 20
        assert place.top / MM <= 297 - 3


class TestAnnexes:
    """Annex I, III.1."""

    def _letter(self, **changes: Any) -> papers.LetterData:
        rows = tuple((str(i), f"Nhiệm vụ {i}", "Sở Nội vụ") for i in range(1, 60))
        table = Table(rows, (("TT", "Nhiệm vụ", "Cơ quan"),), (1, 6, 3))
        first = Annex("Danh mục nhiệm vụ", (Paragraph(ParagraphKind.TABLE, table=table),))
        second = Annex("Mẫu báo cáo", (plain("Nội dung mẫu./."),), landscape=True)
        return decision(**{"annexes": (first, second), **changes})

    def test_annexes_have_roman_numbers_pages_of_their_own_and_open_references(self) -> None:
        result = rendered(self._letter(number="05", issue_date=dt.date(2026, 1, 5)))
        with opened(result.pdf) as pages:
            first = next(p for p in pages if "Phụ lục I\r" in p.text or "Phụ lục I\n" in p.text)
            label = first.find("Phụ lục I")
            title = first.find("DANH MỤC NHIỆM VỤ")
            reference = first.find("(Kèm theo Quyết định số")
            start = pages.index(first)
            assert label.size == 14
            assert label.face == title.face == BOLD
            assert reference.face == ITALIC
            # an electronic paper leaves number and date of the reference open
            assert "số 05/QĐ" not in first.text
            assert not first.text.startswith("2")
            assert pages[start + 1].text.startswith("2")
            # its header row is repeated
            assert "Nhiệm vụ" in pages[start + 1].text.split("\r")[1]
            last = pages[-1]
            assert last.width > last.height
            assert "Phụ lục II" in last.text

    def test_a_paper_document_fills_the_reference(self) -> None:
        data = self._letter(number="05", issue_date=dt.date(2026, 1, 5), electronic=False)
        assert "số 05/QĐ-UBND ngày 05 tháng 01 năm 2026" in text_of(rendered(data).pdf)

    def test_one_annex_has_no_number(self) -> None:
        data = self._letter(annexes=(Annex("Biểu mẫu", (plain("Nội dung./."),)),))
        text = text_of(rendered(data).pdf)
        assert "Phụ lục BIỂU MẪU" in text

    def test_an_annex_file_of_its_own_has_the_corner_for_the_agencys_signature(self) -> None:
        data = papers.AnnexFile(
            "UBND tỉnh Quảng Ngãi", "Danh mục", (plain("Một./."),), "Công văn", "UBND-TTHC"
        )
        result = papers.render_annex_file(data, at=AT)
        assert set(result.places) == {"copy_signature"}
        text = text_of(result.pdf)
        assert "Phụ lục DANH MỤC" in text
        assert "CỘNG HÒA" not in text

    def test_a_text_issued_with_a_decision_has_the_national_heading(self) -> None:
        data = papers.AnnexFile(
            "UBND tỉnh Quảng Ngãi",
            "Làm việc của UBND tỉnh",
            (Paragraph(ParagraphKind.ARTICLE, "Phạm vi./.", "1"),),
            "Quyết định",
            "QĐ-UBND",
            kind="Quy chế",
        )
        text = text_of(papers.render_annex_file(data, at=AT).pdf)
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
        assert "QUY CHẾ Làm việc của UBND tỉnh" in text


def _baselines(page: Page, highest: float, lowest: float) -> list[float]:
    """The lower edges of the lines between two heights, from above, both included."""
    found = set()
    for index, letter_ in enumerate(page.text):
        if letter_.isspace():
            continue
        bottom = page.letters.get_charbox(index, loose=True)[1]
        if lowest - 1 <= bottom <= highest + 1:
            found.add(round(bottom, 1))
    lines: list[float] = []
    for bottom in sorted(found, reverse=True):
        if not lines or lines[-1] - bottom > 3:
            lines.append(bottom)
    return lines


def _red(picture: Image) -> tuple[int, int, int, int]:
    """The box of all red points."""
    red, green, blue = picture.split()
    dark = ImageChops.multiply(
        green.point(lambda v: 255 if v < 90 else 0), blue.point(lambda v: 255 if v < 90 else 0)
    )
    box = ImageChops.multiply(red.point(lambda v: 255 if v > 200 else 0), dark).getbbox()
    assert box is not None, "nothing red on the page"
    return box


def _rule_below(page: Page, text: Any) -> float:
    """The length in points of the stroke that stands just below a text."""
    dpi = 288
    scale = dpi / 72
    picture = page.picture(dpi).convert("L").point(lambda v: 255 if v < 140 else 0)
    top = round((page.height - text.bottom) * scale) - 4
    strip = picture.crop((0, top, picture.width, top + round(9 * scale)))
    longest = 0
    for y in range(strip.height):
        row = strip.crop((0, y, strip.width, y + 1)).tobytes()
        longest = max(longest, max((len(run) for run in row.split(b"\x00")), default=0))
    return longest / scale
