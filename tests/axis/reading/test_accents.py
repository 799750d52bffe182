"""Marks that recognition of a sound page mistook: put right for the search, in their place."""

import pytest

from lienthong.axis.reading.api import read_text
from lienthong.axis.reading.rules.accents import accents_mended
from lienthong.axis.reading.rules.issuer_words import without_scrap

DAMAGED = (
    "Cục Thuê các tỉnh, thành phô trực thuộc Trung ương tô chức triên khai công tac kiêm tra, dam bảo hoàn thành ké hoạch; "
    "đề nghị các đơn vị thực hiện đúng quy dinh về hiệu qua quan lý."
)


def test_mistaken_marks_are_put_right_where_they_stand() -> None:
    mended = accents_mended(DAMAGED)
    assert len(mended) == len(DAMAGED)
    for words in ("thành phố trực thuộc", "tổ chức triển khai", "kiểm tra", "kế hoạch"):
        assert words in mended


@pytest.mark.parametrize(
    "text",
    [
        # sound words that law texts seldom have are left alone
        "Bão số 3 đổ bộ vào đất liền, các bến bãi, đoạn xung yếu, cầu cống và tàu thuyền phải được kiểm tra; dân quân gia cố đê.",
        # one slip of a typist is no picture's
        "UBND các huyện, thành phố tô chức thực hiện và báo cáo UBND tỉnh kết quả trước ngày 25 hằng tháng.",
        "",
    ],
)
def test_a_sound_text_stays_as_it_is(text: str) -> None:
    assert accents_mended(text) == text


def test_names_are_found_and_the_evidence_keeps_the_page() -> None:
    head = "TỔNG CỤC THUẾ\nSố: 12/TCT-KK\nHà Nội, ngày 04 tháng 5 năm 2021\n\nKính gửi:\n- Cục Thuế các tỉnh, thành phố.\n\n"
    body = (
        "Đề nghị Sở Tài chính các tỉnh, thành phô trực thuộc Trung ương triên khai công tac thanh tra, "
        "kiêm tra thuê năm 2021 theo ké hoạch, dam bảo tiến độ.\n"
    )
    read = read_text(head + body)
    [task] = read.tasks
    assert [p.value for p in task.lead] == [
        "Sở Tài chính các tỉnh, thành phố trực thuộc Trung ương"
    ]
    assert "thành phô trực thuộc" in task.lead[0].evidence.words
    assert "thành phô trực thuộc" in read.text


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("THỦ TƯỚNG CHÍNH PHỦ TỶ", "THỦ TƯỚNG CHÍNH PHỦ"),
        ("BỘ Y TẾ _", "BỘ Y TẾ"),
        ("ỦY BAN NHÂN DÂN HUYỆN BA TƠ", "ỦY BAN NHÂN DÂN HUYỆN BA TƠ"),
        ("UBND XÃ EA Ô", "UBND XÃ EA Ô"),
        ("SỞ Y TẾ", "SỞ Y TẾ"),
    ],
)
def test_the_scrap_of_a_rule_behind_a_whole_name(row: str, name: str) -> None:
    assert without_scrap(row) == name


def test_the_name_of_a_person_stays_what_the_page_shows() -> None:
    signed = DAMAGED + "\n\nKT. CỤC TRƯỞNG\nVũ Quốc Mẫu\nđồng chí Tô Văn Mẫu chủ trì"
    assert accents_mended(signed).endswith("Vũ Quốc Mẫu\nđồng chí Tô Văn Mẫu chủ trì")
