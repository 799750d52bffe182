"""Secrecy ends a reading and leaves nothing; other marks are fields (Decree 30, Annex I, III.2)."""

import pytest

from lienthong.axis.reading.api import Verdict, read_text, to_json

PAPER = """ỦY BAN NHÂN DÂN
TỈNH QUẢNG NGÃI
{mark}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 15/UBND-NC
Quảng Ngãi, ngày 05 tháng 3 năm 2021
V/v bảo vệ thông tin

Kính gửi: Sở Nội vụ

Giao Sở Nội vụ rà soát việc đặt mật khẩu, bảo mật tài khoản và giữ bí mật nhà nước.
Nơi nhận:
- Như trên;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nguyễn Văn An (mẫu)
"""
SECRET = [
    "MẬT", "TỐI MẬT", "TUYỆT MẬT", "  MẬT  ", "[MẬT]", "| TỐI MẬT |", "M Ậ T", "T U Y Ệ T  M Ậ T",
    "Độ mật: Tối mật", "ĐỘ MẬT: MẬT", "MAT", "TOI MAT", "TUYET MAT", "TUYỆT MÂT", "T0I MẬT", "MẶT",
    "MẬT          Lần 1", "Hỏa tốc          TỐI MẬT",
]  # fmt: skip
OPEN = [
    "LƯU HÀNH NỘI BỘ", "XEM XONG TRẢ LẠI", "KHẨN", "bảo mật", "mật", "Mật khẩu", "QUY CHẾ BẢO MẬT",
    "VỀ BẢO VỆ BÍ MẬT NHÀ NƯỚC", "Độ mật: Không", "MẬT MÃ DÂN SỰ", "CƠ MẬT VIỆN",
]  # fmt: skip


@pytest.mark.parametrize("mark", SECRET)
def test_a_secrecy_mark_ends_reading_and_leaves_nothing(mark: str) -> None:
    reading = read_text(PAPER.format(mark=mark))
    assert reading.verdict is Verdict.SECRET_REFUSED
    assert to_json(reading, with_text=True) == {"verdict": "secret_refused"}
    assert (reading.text, dict(reading.document), reading.tasks) == ("", {}, ())


@pytest.mark.parametrize("mark", OPEN)
def test_other_words_are_no_secrecy_mark(mark: str) -> None:
    reading = read_text(PAPER.format(mark=mark))
    assert reading.verdict is Verdict.READ
    assert reading.document["number"].value == "15"
    assert len(reading.tasks) == 1


def test_a_mark_on_a_later_page_is_found() -> None:
    reading = read_text(PAPER.format(mark="") + "\fTUYỆT MẬT\n\nPhụ lục")
    assert reading.verdict is Verdict.SECRET_REFUSED


@pytest.mark.parametrize(
    ("mark", "value"),
    [
        ("KHẨN", "urgent"),
        ("THƯỢNG KHẨN", "very_urgent"),
        ("HOẢ TỐC", "express"),
        ("HỎA TỐC", "express"),
        ("HỎA TỐC HẸN GIỜ", "express_timed"),
        ("", None),
        ("khẩn trương", None),
    ],
)
def test_urgency(mark: str, value: str | None) -> None:
    assert read_text(PAPER.format(mark=mark)).document["urgency"].value == value


@pytest.mark.parametrize("mark", ["LƯU HÀNH NỘI BỘ", "XEM XONG TRẢ LẠI"])
def test_circulation_limit(mark: str) -> None:
    assert read_text(PAPER.format(mark=mark)).document["circulation_limit"].value == mark
