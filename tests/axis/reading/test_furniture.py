"""What stands between the lines of a body parts no sentence and becomes no task."""

import unittest

from lienthong.axis.reading.api import read_text
from lienthong.axis.reading.rules.furniture import without_furniture

_HEAD = """UBND HUYỆN THANH BÌNH      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
PHÒNG Y TẾ                   Độc lập - Tự do - Hạnh phúc

Số: 12/PYT                   Thanh Bình, ngày 03 tháng 4 năm 2024

Kính gửi: Trạm Y tế các xã, thị trấn.

Phòng Y tế yêu cầu Trạm Y tế các xã, thị trấn rà soát toàn bộ tủ thuốc, trang
"""
_BELOW = """thiết bị cấp cứu và nhân lực trực đêm, lập danh sách gửi Phòng Y tế.
"""
_ACTION = (
    "rà soát toàn bộ tủ thuốc, trang thiết bị cấp cứu và nhân lực trực đêm, lập danh sách gửi"
    " Phòng Y tế"
)


class Furniture(unittest.TestCase):
    def test_between_two_lines_of_one_sentence(self) -> None:
        for line in (
            "2",
            "- 2 -",
            "2/5",
            "Trang 2",
            "\n3\n",
            "| .",
            "_ —",
            "^ '",
            ". ,",
            "x ~",
            "D:\\TDC\\cong van\\cv (sua lan 2).docx",
            "Ký bởi: Phòng Y tế, ngày ký: 03-04-2024 10:12:44 +07:00",
            "03/04/2024 10:12:44 +07:00",
            "CÔNG BÁO/Số 331 + 332/Ngày 15-03-2015",
            "LuatVietnam.vn",
            "THƯ VIỆN PHÁP LUẬT * ĐT: 028 3930 3279",
            "www.phongyte.example",
            "Chia sẻ: Facebook Zalo",
            "Cỡ chữ: A- A A+",
            "Các tin đã đưa",
            "Ghi rõ nguồn khi phát hành lại thông tin từ trang này",
            "Để được giải đáp thắc mắc, vui lòng gọi 1900.0000",
            "(LTT)",
            "In bài viết",
            "Lượt xem: 120",
        ):
            with self.subTest(line):
                tasks = read_text(f"{_HEAD}{line}\n{_BELOW}").tasks
                self.assertEqual([t.action.value for t in tasks], [_ACTION])

    def test_the_head_of_every_page(self) -> None:
        text = _HEAD + "Mẫu sổ tay y tế xã 07\n" + _BELOW
        text += (
            "Các trạm phân công người trực điện thoại trong giờ hành chính và ngoài giờ,\n"
            "Mẫu sổ tay y tế xã 08\nniêm yết số điện thoại tại cổng trạm.\n"
        )
        seen = without_furniture(text)
        self.assertNotIn("sổ tay", seen)
        self.assertEqual(len(seen), len(text))

    def test_what_is_the_papers_own_stays(self) -> None:
        for line in (
            "500.000 đồng cho mỗi trạm",
            "Cơ quan chủ trì: Phòng Y tế",
            "Cập nhật: danh sách cán bộ trạm",
            "Chia sẻ dữ liệu khám bệnh với Bảo hiểm xã hội huyện",
            "Gửi báo cáo về Phòng Y tế",
            "./.",
            "--------------",
        ):
            text = f"{_HEAD}{line}\n{_BELOW}"
            self.assertEqual(without_furniture(text), text)


if __name__ == "__main__":
    unittest.main()
