"""Marks of points that recognition misread, words cut by a line's end, lists without their marks."""

import unittest

from lienthong.axis.reading.api import read_text
from lienthong.axis.reading.rules.broken_words import mended
from lienthong.axis.reading.rules.misread_marks import with_marks

_HEAD = """UBND TỈNH THANH BÌNH        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ Y TẾ                          Độc lập - Tự do - Hạnh phúc

Số: 41/SYT-KH                 Thanh Bình, ngày 03 tháng 4 năm 2024

Kính gửi: Các phòng chuyên môn thuộc Sở.

"""


def _marks(*lines: str) -> list[str]:
    text = "Kính gửi: Các phòng chuyên môn.\n" + "\n".join(lines)
    seen = with_marks(text)
    assert len(seen) == len(text)
    return seen.split("\n")[1:]


class MisreadMarks(unittest.TestCase):
    def test_signs_and_letters_for_dashes(self) -> None:
        for sign in ("«", "~", "¢", "e", "o", "»"):
            with self.subTest(sign):
                lines = _marks(
                    "Giám đốc Sở yêu cầu:",
                    f"{sign} Thanh tra Sở kiểm tra quầy thuốc;",
                    f"{sign} Văn phòng Sở mua tủ lạnh.",
                )
                self.assertTrue(all(line.startswith("- ") for line in lines[1:]), lines)

    def test_signs_for_a_plus(self) -> None:
        for sign in ("†", "4"):
            lines = _marks("- Gồm các việc:", "+ Rà soát tủ thuốc;", f"{sign} Lập danh sách.")
            self.assertEqual(lines[2], "+ Lập danh sách.")

    def test_numbers_and_letters_in_their_order(self) -> None:
        lines = _marks(
            "Các phòng thực hiện:", "l. Rà soát tủ thuốc.", "2, Lập danh sách.", "3. Mua tủ lạnh.",
            "4 Kiểm kê vật tư.", "S- Báo cáo Sở.",
        )  # fmt: skip
        self.assertEqual([line[:2] for line in lines[1:]], ["1.", "2.", "3.", "4.", "5-"])
        lines = _marks("Các phòng:", "a) Rà soát;", "b} Lập danh sách;", "c] Mua tủ.")
        self.assertEqual([line[:2] for line in lines[1:]], ["a)", "b)", "c)"])

    def test_what_is_no_mark_stays(self) -> None:
        for lines in (
            ("Cán bộ trạm e ngại khi tiếp xúc với người bệnh và", "e ngại cả khi trực đêm."),
            ("Mỗi trạm được cấp", "4 Tủ lạnh và hai máy đo."),
            ("Theo kế hoạch:", "k) Rà soát tủ thuốc;", "l) Lập danh sách."),
            ("A. CÁC PHÒNG", "1. Rà soát tủ thuốc.", "B. CÁC TRẠM", "1. Lập danh sách."),
            ("Trích lời bài hát:", "« Quê hương » của tác giả.", "Hết."),
        ):
            self.assertEqual(_marks(*lines), list(lines))

    def test_the_tasks_of_a_recognised_list(self) -> None:
        found = read_text(
            _HEAD
            + "Giám đốc Sở yêu cầu:\nl. Thanh tra Sở kiểm tra quầy thuốc của các huyện.\n| .\n"
            "2, Các phòng:\n« Phòng Nghiệp vụ Y lập danh sách trạm y tế xuống cấp;\n"
            "« Phòng Tài chính bố trí kinh phí sửa\n_ —\nchữa trong năm.\n"
        )
        self.assertEqual(
            [(t.lead[0].value, t.action.value) for t in found.tasks],
            [
                ("Thanh tra Sở", "kiểm tra quầy thuốc của các huyện"),
                ("Phòng Nghiệp vụ Y", "lập danh sách trạm y tế xuống cấp"),
                ("Phòng Tài chính", "bố trí kinh phí sửa chữa trong năm"),
            ],
        )


class BrokenWords(unittest.TestCase):
    def test_halves_that_are_no_words(self) -> None:
        self.assertEqual(
            mended("gửi thô\nng báo cho Sở Lao độ\nng, các"), "gửi thông\nbáo cho Sở Lao động,\ncác"
        )
        self.assertEqual(mended("nguồn nư-\nớc sạch"), "nguồn nước\nsạch")
        self.assertEqual(mended("UBND tỉnh, UB\nND huyện"), "UBND tỉnh, UBND\nhuyện")

    def test_two_words_stay(self) -> None:
        for text in (
            "các cơ\nquan của tỉnh",
            "thu\nhồi đất",
            "lập danh\nsách",
            "xã\nhội",
            "bà\ncon",
        ):
            self.assertEqual(mended(text), text)


class LostMarks(unittest.TestCase):
    def test_empty_lines_within_sentences_part_nothing(self) -> None:
        lines = (
            "Giám đốc Sở yêu cầu:", "1. Thanh tra Sở chủ trì kiểm tra toàn bộ các", "quầy thuốc ở",
            "Thanh Bình và báo cáo", "kết quả cho Sở.", "2. Văn phòng Sở rà soát hồ sơ,",
            "tài liệu lưu trữ của", "các phòng, sắp xếp lại kho",  "lưu trữ.",
        )  # fmt: skip
        found = read_text(_HEAD + "\n\n".join(lines))
        self.assertEqual(
            [t.action.value for t in found.tasks],
            [
                "kiểm tra toàn bộ các quầy thuốc ở Thanh Bình và báo cáo kết quả cho Sở",
                "rà soát hồ sơ, tài liệu lưu trữ của các phòng, sắp xếp lại kho lưu trữ",
            ],
        )

    def test_lines_below_a_leadin_that_begin_with_something_to_do(self) -> None:
        found = read_text(
            _HEAD + "1. Văn phòng Sở có trách nhiệm:\nRà soát hồ sơ lưu trữ của các phòng;\n"
            "Lập danh mục tài liệu cần số hóa.\n2. Thanh tra Sở kiểm tra việc thực hiện.\n"
        )
        self.assertEqual(
            [t.lead[0].value for t in found.tasks],
            ["Văn phòng Sở", "Văn phòng Sở", "Thanh tra Sở"],
        )


if __name__ == "__main__":
    unittest.main()
