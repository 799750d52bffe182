"""Points that ran together on one line are parted again; what only looks like a mark stays."""

import unittest

from lienthong.axis.reading.api import read_text
from lienthong.axis.reading.rules.run_on import run_on

_HEAD = """UBND TỈNH THANH BÌNH        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ Y TẾ                          Độc lập - Tự do - Hạnh phúc

Số: 41/SYT-KH                 Thanh Bình, ngày 03 tháng 4 năm 2024

Kính gửi: Các phòng chuyên môn thuộc Sở.

"""


def _points(text: str) -> list[str]:
    return run_on(text).split("\n")


class RunOnPoints(unittest.TestCase):
    def test_numbers_and_letters_in_their_order(self) -> None:
        text = (
            "Sở yêu cầu các đơn vị thực hiện: 1. Phòng Nghiệp vụ Y: a) Lập danh sách trạm y tế xã;"
            " b) Gửi kết quả trước ngày 05/5/2024. 2. Thanh tra Sở kiểm tra việc thực hiện."
        )
        self.assertEqual([line[:3] for line in _points(text)], ["Sở ", "1. ", "a) ", "b) ", "2. "])

    def test_dashes_behind_a_stop(self) -> None:
        text = (
            "Các trường rà soát cơ sở vật chất năm học mới như sau: - Kiểm tra mái che, tường rào;"
            " - Sửa chữa bàn ghế hỏng. - Báo cáo kết quả. + Trường mầm non gửi bản in."
        )
        self.assertEqual(len(_points(text)), 5)

    def test_headings_in_capitals_and_articles(self) -> None:
        text = (
            "I. MỤC ĐÍCH Nâng cao chất lượng khám bệnh ở tuyến xã trong hai năm tới. II. TỔ CHỨC"
            " THỰC HIỆN 1. Sở Y tế chủ trì thực hiện Kế hoạch. 2. Sở Tài chính bố trí kinh phí."
        )
        self.assertEqual(
            [line.split()[0] for line in _points(text)], ["I.", "Nâng", "II.", "1.", "2."]
        )
        articles = (
            "QUYẾT ĐỊNH: Điều 1. Thành lập Tổ công tác gồm các ông, bà có tên sau đây trong danh sách."
            " Điều 2. Tổ công tác có nhiệm vụ kiểm tra việc cấp phát thuốc tại các trạm y tế."
        )
        self.assertEqual(len(_points(articles)), 3)

    def test_a_name_and_what_it_does_below_it(self) -> None:
        text = (
            "Phân công cụ thể cho từng đơn vị trong toàn tỉnh: 1. Công an tỉnh - Xây dựng phương án"
            " bảo vệ; - Tuần tra ban đêm. 2. Sở Y tế Chỉ đạo các bệnh viện trực cấp cứu trong dịp lễ."
        )
        lines = _points(text)
        self.assertIn("1. Công an tỉnh", lines)
        self.assertIn("- Xây dựng phương án bảo vệ;", lines)
        self.assertIn("2. Sở Y tế", lines)

    def test_what_is_no_mark_stays(self) -> None:
        for text in (
            "Kế hoạch giai đoạn năm 2018 - 2020 của Sở Lao động - Thương binh và Xã hội được giao cho các phòng thực hiện.",
            "Theo điểm a) khoản 1 và điểm b) khoản 2 Điều 5. Luật Đất đai quy định rõ việc thu hồi đất của các hộ dân.",
            "Diện tích rừng trồng đạt 1.250 ha, họp ngày 1. 2 đơn vị chưa nộp báo cáo về Chi cục Kiểm lâm để tổng hợp.",
            "Giao Phòng Kế hoạch - Tổng hợp chủ trì tham mưu kế hoạch năm 2025 của Sở, trình Giám đốc Sở xem xét trong tháng 5.",
            "Công ty TNHH MTV Khai thác thủy lợi Sông Vàng vận hành các cống lấy nước cho vụ mùa theo đúng lịch đã thông báo.",
            "1. Chủ tịch Ủy ban nhân dân xã Tân Lập chỉ đạo các thôn dọn vệ sinh, phát quang đường làng trong tháng 6 năm 2025.",
            "2. Phòng Quản lý Thu - Sổ, Thẻ: hằng tuần tổng hợp kết quả cấp thẻ của các đại lý, trình Giám đốc xem xét cho ý kiến.",
            "Nơi nhận: - Như Điều 3; - Lưu: VT, KH; - Các phòng chuyên môn thuộc Sở; - Cổng thông tin điện tử của tỉnh; - VP1.",
        ):
            self.assertEqual(run_on(text), text)

    def test_the_tasks_are_those_of_points_on_their_own_lines(self) -> None:
        points = [
            "Giám đốc Sở yêu cầu:",
            "1. Phòng Kế hoạch - Tài chính:",
            "a) Lập dự toán mua sắm thiết bị, trình Giám đốc trước ngày 20/4/2024;",
            "b) Thẩm định quyết toán của các bệnh viện.",
            "2. Thanh tra Sở kiểm tra việc sử dụng quỹ khám bệnh.",
        ]
        apart = read_text(_HEAD + "\n".join(points))
        together = read_text(_HEAD + " ".join(points))
        actions = [task.action.value for task in apart.tasks]
        self.assertEqual(len(actions), 3)
        self.assertEqual([task.action.value for task in together.tasks], actions)


if __name__ == "__main__":
    unittest.main()
