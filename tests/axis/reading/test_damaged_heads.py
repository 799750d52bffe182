"""Heads whose marks recognition lost, and heads in odd layouts: what can be read is, what cannot is None."""

import random
import re
import unicodedata

import pytest

from lienthong.axis.reading.api import read_text
from lienthong.axis.reading.rules.head_words import head_mended
from lienthong.axis.reading.rules.lines import segments
from lienthong.axis.reading.rules.people import may_be_person
from lienthong.axis.reading.rules.symbols import symbol_of

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
BODY = """
Thực hiện Công văn số 88/BNV-CCHC ngày 02/01/2020 của Bộ Nội vụ về kiểm tra công vụ, cơ quan yêu cầu các đơn vị triển khai:
1. Phòng Tổng hợp rà soát danh sách cán bộ, gửi báo cáo trước ngày 15/3/2031.
2. Các đơn vị trực thuộc nghiêm túc thực hiện./.
"""
LETTER = f"UBND HUYỆN KHE SÂU\n{NATION}\nSố: 300/UBND-TP\nV/v tuyên truyền\n%s\nKính gửi: Các phòng, ban\n{BODY}"
KEYS = ("number", "symbol", "date")
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def _head(text: str) -> tuple[object, ...]:
    read = read_text(text).document
    return tuple(read[key].value for key in KEYS)


def _worn(text: str, seed: int) -> str:
    """Every fifth word with one mark lost, another in its place, or Đ without its stroke."""
    rng = random.Random(seed)

    def slip(match: re.Match[str]) -> str:
        word = match[0]
        marked = [i for i, c in enumerate(word) if not c.isascii()]
        if not marked or rng.random() > 0.2:
            return word
        i = rng.choice(marked)
        parts = [c for c in unicodedata.normalize("NFD", word[i]) if c not in _TONES]
        tone = rng.choice(["", *_TONES]) if word[i] not in "đĐ" else ""
        bare = {"đ": "d", "Đ": "D"}.get(word[i], "".join(parts))
        return word[:i] + unicodedata.normalize("NFC", bare + tone) + word[i + 1 :]

    return re.sub(r"[^\W\d_]+", slip, text)


HEADS = [
    (
        f"UBND TỈNH HÒA LẠC\nSỞ LAO ĐỘNG -\nTHƯƠNG BINH VÀ XÃ HỘI\n{NATION}\nSố: 512/SLĐTBXH-BTXH\n"
        f"Hòa Lạc, ngày 04 tháng 3 năm 2019\nV/v rà soát hộ nghèo\nKính gửi: Các phòng\n{BODY}",
        ("512", "SLĐTBXH-BTXH", "2019-03-04"),
    ),
    (
        f"ỦY BAN NHÂN DÂN\nXÃ ĐỒNG TÂM\n{NATION}\nSố: 06/2012/QĐ-UBND\nĐồng Tâm, ngày 9 tháng 2 năm 2012\n"
        f"QUYẾT ĐỊNH\nBan hành Quy chế làm việc\nCăn cứ Luật Tổ chức chính quyền địa phương;\n{BODY}",
        ("06", "QĐ-UBND", "2012-02-09"),
    ),
    (
        f"ĐẢNG BỘ TỈNH HÒA LẠC      ĐẢNG CỘNG SẢN VIỆT NAM\nHUYỆN ỦY KHE SÂU\n*** Khe Sâu, ngày 08 tháng 9 năm 2014\n"
        f"Số: 12-CV/HU\nV/v đại hội chi bộ\nKính gửi: Các chi bộ\n{BODY}",
        ("12", "CV/HU", "2014-09-08"),
    ),
    (
        f"HỘI ĐỒNG NHÂN DÂN\nXÃ KHE SÂU\n{NATION}\nSố: 03/NQ-HĐND\nKhe Sâu, ngày 19 tháng 12 năm 2023\n"
        f"NGHỊ QUYẾT\nVề dự toán ngân sách\nHỘI ĐỒNG NHÂN DÂN XÃ KHE SÂU\nCăn cứ Luật Ngân sách nhà nước;\n{BODY}",
        ("03", "NQ-HĐND", "2023-12-19"),
    ),
]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(("text", "head"), HEADS)
def test_head_whose_marks_were_lost_in_any_combination(
    text: str, head: tuple[str, ...], seed: int
) -> None:
    assert _head(_worn(text, seed)) == head


def test_fixed_words_are_put_right_in_place() -> None:
    seen = (
        "CÔNG HOÀ XA HỘl CHỦ NGHlA VlỆT NAM\nĐôc lâp - Tự do\nSồ 45/SYT-VP   Hà Nôi, ngáy 12 thang 5 nam 2021\n"
        "Kinh gừi: Các sở\nKính gởi: Các phòng\nNoi nhân:\n- Nhu trên;\n- Luu: VT\nKT. CHU TICH"
    )
    right = head_mended(seen)
    assert len(right) == len(seen)
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do", "Số 45/SYT-VP", "ngày 12 tháng 5 năm 2021",
        "Kính gửi: Các sở", "Kính gửi: Các phòng", "Nơi nhận:", "- Như trên;", "- Lưu: VT", "KT. CHỦ TỊCH",
    ):  # fmt: skip
        assert words in right


@pytest.mark.parametrize(
    "sound",
    [
        "Sở Y tế báo cáo.",
        "Sở: Y tế, Tài chính",
        "Sổ theo dõi 12 tháng",
        "560/QĐ-VKSTC; thu thập số liệu",
        "làm ngay 3 tháng đầu năm",
        "trong năm 2020, ngày càng nhiều",
        "căn cứ nhiệm vụ được giao",
        "thực hiện nghiêm túc",
        "số 148/2018/TT-BQP ngày 04/10/2018",
        "TRƯỞNG PHÒNG",
    ],
)
def test_sound_words_stay_as_they_are(sound: str) -> None:
    assert head_mended(sound) == sound


def test_date_whose_words_lost_letters_is_known_by_its_figures() -> None:
    assert head_mended("Huế, rigày 12 tbáng 5 nărn 2019").split() == [
        "Huế,", "ngày", "12", "tháng", "5", "năm", "2019",
    ]  # fmt: skip
    assert head_mended("gồm phòng 12 thanh 5 nam 2019 cái") == "gồm phòng 12 thanh 5 nam 2019 cái"


@pytest.mark.parametrize(
    ("seen", "head", "symbol"),
    [
        ("QD-UBND", "", "QĐ-UBND"),
        ("BGDDT-QLCL", "", "BGDĐT-QLCL"),
        ("LDLD", "", "LĐLĐ"),
        ("SVHTTDL-QLDL", "", None),  # QLDL: du lịch or đất lâm nghiệp
        ("SVHTTDL-VP", "", "SVHTTDL-VP"),
        ("CSDP-KT", "CÔNG TY CAO SU ĐỒNG PHÚ", "CSĐP-KT"),
        ("CSDP-KT", "CÔNG TY CAO SU DẦU PHÚ", None),
        ("HD-SNV", "HƯỚNG DẪN", "HD-SNV"),
        ("HD-SNV", "HỢP ĐỒNG", "HĐ-SNV"),
        ("HD-SNV", "", None),
        ("CI-UBND", "", "CT-UBND"),
    ],
)
def test_strokes_of_a_symbol_come_from_what_all_know(
    seen: str, head: str, symbol: str | None
) -> None:
    assert symbol_of(seen, segments(head)) == symbol


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Khe Sâu, ngày 12/5/2019", "2019-05-12"),
        ("Khe Sâu, 12-5-2019", "2019-05-12"),
        ("Ngày 12 tháng 5 năm 2019", "2019-05-12"),
        ("12/05/2019", "2019-05-12"),
        ("                Khe Sâu, ngày 12 tháng 5\n                     năm 2019", "2019-05-12"),
        ("Khe Sâu, hồi 7 giờ 30 ngày 12 tháng 5 năm 2019", "2019-05-12"),
        ("Khe Sâu, ngày 12 tháng 5 năm 2019 ____.", "2019-05-12"),
        ("Đăng ngày 12/05/2019", None),
        ("Cập nhật: 12/05/2019 08:30", None),
        ("Thứ Ba, 12/05/2019", None),
        ("12/05/2019 | 08:15", None),
        ("Khe Sâu, ngày … tháng 5 năm 2019", None),
        ("Khe Sâu, ngày 31 tháng 2 năm 2019", None),
    ],
)
def test_date_of_the_head_and_what_a_portal_wrote(line: str, day: str | None) -> None:
    assert _head(LETTER % line) == ("300", "UBND-TP", day)


@pytest.mark.parametrize("clutter", ["Cỡ chữ: A- A A+", "Lượt xem: 1.207   In trang"])
def test_lone_figures_beside_a_portal_s_words_are_no_date(clutter: str) -> None:
    read = read_text(LETTER % f"{clutter}\n12/05/2019").document
    assert read["date"].value is None
    assert read["subject"].value == "tuyên truyền"


STAMPS = [
    "ĐẾN Số: 1234 Ngày: 12/5/2021",
    "ĐẾN\nSố: 1234\nNgày: 12/5/2021\nChuyển: VX",
    "SỞ Y TẾ HÒA LẠC\nĐẾN\nSố: 1234\nNgày: 12/5/2021",
    "Số: 1234 Ngày: 12/5/2021 ĐẾN",
    "UBND TỈNH HÒA LẠC ĐẾN Số: 1234 Ngày 12/5",
]


@pytest.mark.parametrize("stamp", STAMPS)
def test_stamp_is_neither_number_nor_date_nor_agency(stamp: str) -> None:
    head = f"BỘ Y TẾ\n{NATION}\n{stamp}\nSố: 4410/BYT-KCB\nHà Nội, ngày 10 tháng 5 năm 2021"
    text = f"{head}\nV/v phòng, chống dịch\nKính gửi: Sở Y tế các tỉnh\n{BODY}"
    assert _head(text) == ("4410", "BYT-KCB", "2021-05-10")
    assert read_text(text).document["agency"].value == "BỘ Y TẾ"
    blank = text.replace("4410/", "     /").replace("ngày 10 tháng", "ngày    tháng")
    assert _head(blank)[0] is None
    assert _head(blank)[2] is None


@pytest.mark.parametrize(
    ("lines", "head"),
    [
        (
            "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH\nCÔNG ĐIỆN SỐ 05/CĐ-CT HỒI 9 GIỜ NGÀY 4/9/2003\nĐIỆN: CHỦ TỊCH UBND CÁC HUYỆN",
            ("05", "CĐ-CT", "2003-09-04"),
        ),
        (
            "TỔNG CÔNG TY VẬN TẢI - ĐIỆN SỐ 41/VT-AT NGÀY 17/10/2010\nGửi: các ga, các trạm",
            ("41", "VT-AT", "2010-10-17"),
        ),
        (
            "CHỈ THỊ\nCỦA THỦ TƯỚNG CHÍNH PHỦ SỐ 14/2002/CT-TTG NGÀY 28 THÁNG 5 NĂM 2002 VỀ VIỆC PHÁT TRIỂN LÀNG NGHỀ",
            ("14", "CT-TTg", "2002-05-28"),
        ),
        (
            "SỞ CÔNG THƯƠNG\nSố: 145/SCT-QLTM ngày 3/2/2020\nV/v bình ổn giá\nKính gửi: Các siêu thị",
            ("145", "SCT-QLTM", "2020-02-03"),
        ),
        ("KẾ HOẠCH\nTHỰC HIỆN CHỈ THỊ SỐ 05-CT/TW NGÀY 15/5/2016", (None, None, None)),
        ("HƯỚNG DẪN\nNGHỊ QUYẾT SỐ 05-NQ/TW NGÀY 15/5/2016", (None, None, None)),
        ("QUY CHẾ\n(BAN HÀNH KÈM THEO QUYẾT ĐỊNH SỐ 12/QĐ-UBND NGÀY 3/4/2015)", (None, None, None)),
        (
            "QUY ĐỊNH\n(Kèm theo Quyết định\nsố 12/QĐ-UBND ngày 3 tháng 4 năm 2015 của UBND huyện)",
            (None, None, None),
        ),
        ("SỞ NỘI VỤ\nTRẢ LỜI CÔNG VĂN SỐ 15/UBND-NC NGÀY 1/2/2013", (None, None, None)),
    ],
)
def test_heading_of_telegrams_and_what_only_cites(lines: str, head: tuple[str | None, ...]) -> None:
    assert _head(f"{lines}\n{BODY}")[2] == head[2]
    if head[0]:
        assert _head(f"{lines}\n{BODY}") == head


def test_telegraph_prints_no_marks_and_loses_none() -> None:
    text = (
        "BAN CHI HUY PHONG CHONG LUT BAO TINH\nCONG DIEN SO 07 CD/PCLB HOI 15 GIO NGAY 21-8-1996\n"
        "DIEN: CHU TICH UBND CAC HUYEN\nBAO SO 4 DI CHUYEN NHANH VAO BO STOP\nYEU CAU CAC HUYEN KEU GOI TAU THUYEN VE BEN STOP\n"
    )
    assert _head(text) == ("07", "CD/PCLB", "1996-08-21")


def test_date_beside_the_signature_and_on_a_copy() -> None:
    head = f"NÔNG TRƯỜNG QUỐC DOANH KHE SÂU\nSố 8/TB-NT\nTHÔNG BÁO\nVề việc thu hoạch chè\n{BODY}"
    signed = "Khe Sâu, ngày 4 tháng 4 năm 1995\nGIÁM ĐỐC\nLê Văn Tấn"
    copied = (
        "GIÁM ĐỐC\nLê Văn Tấn\nSAO Y BẢN CHÍNH\nKhe Sâu, ngày 4 tháng 4 năm 1995\nCHỦ TỊCH\nTrần An"
    )
    assert _head(f"{head}{signed}")[2] == "1995-04-04"
    assert _head(f"{head}{copied}")[2] is None


@pytest.mark.parametrize(
    ("top", "agency"),
    [
        ("BẢO HIỂM XÃ HỘI VIỆT NAM BẢO HIỂM XÃ HỘI TỈNH HÒA LẠC", "BẢO HIỂM XÃ HỘI TỈNH HÒA LẠC"),
        ("UBND HUYỆN KHE SÂU PHÒNG GIÁO DỤC VÀ ĐÀO TẠO", "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO"),
        ("UBND TỈNH HÒA LẠC SỞ NỘI VỤ", "SỞ NỘI VỤ"),
        ("CÔNG TY ĐIỆN LỰC HÒA LẠC\nĐIỆN LỰC KHE SÂU", "ĐIỆN LỰC KHE SÂU"),
        ("TẬP ĐOÀN\nCÔNG NGHIỆP THAN KHE SÂU", "TẬP ĐOÀN CÔNG NGHIỆP THAN KHE SÂU"),
        ("TRUNG TÂM Y TẾ HUYỆN KHE SÂU\nTRẠM Y TẾ XÃ ĐỒNG TÂM", "TRẠM Y TẾ XÃ ĐỒNG TÂM"),
        ("BỘ CHỈ HUY QUÂN SỰ TỈNH HÒA LẠC", "BỘ CHỈ HUY QUÂN SỰ TỈNH HÒA LẠC"),
        ("LIÊN ĐOÀN LAO ĐỘNG TỈNH HÒA LẠC", "LIÊN ĐOÀN LAO ĐỘNG TỈNH HÒA LẠC"),
    ],
)
def test_agency_above_and_own_one_on_one_line(top: str, agency: str) -> None:
    text = f"{top} {NATION}\nSố: 9/CV\nHòa Lạc, ngày 6 tháng 7 năm 2016\nV/v thi đua\nKính gửi: Các phòng\n{BODY}"
    assert read_text(text).document["agency"].value == agency


@pytest.mark.parametrize(
    ("head", "values"),
    [
        ("TỈNH ỦY HÒA LẠC*Số 45-KL/TU\nHòa Lạc, ngày 7 tháng 6 năm 2023", ("45", "KL/TU", "2023-06-07")),
        ("BCH ĐOÀN XÃ KHE SÂU***Số: 96-KH/ĐTNKhe Sâu, ngày 10 tháng 02 năm 2014", ("96", "KH/ĐTN", "2014-02-10")),
        ("THỦ TƯỚNG CHÍNH PHỦ\nSố: 31/CT-TTgHà Nội, ngày 6 tháng 7 năm 1999", ("31", "CT-TTg", "1999-07-06")),
        ("THỦ TƯỚNG CHÍNH PHỦ\nSố: 31/CT-TTg Hà Nội, ngày 6 tháng 7 năm 1999", ("31", "CT-TTg", "1999-07-06")),
    ],
)  # fmt: skip
def test_pieces_of_a_head_stuck_together(head: str, values: tuple[str, ...]) -> None:
    assert _head(f"{head}\nKẾ HOẠCH\nTổ chức hội thi\n{BODY}") == values


def test_subject_and_date_on_one_line_and_the_date_of_a_paper_cited() -> None:
    head = f"SỞ NỘI VỤ\n{NATION}\nSố: 5/SNV-CCVC\nV/v báo cáo kết quả kiểm tra công vụ năm 2022 tại các cơ quan, đơn vị trực thuộc %s\nKính gửi: Các phòng\n{BODY}"
    assert _head(head % "Hòa Lạc, ngày 11 tháng 10 năm 2022")[2] == "2022-10-11"
    cited = "theo kết luận của UBND tỉnh Hòa Lạc, ngày 11 tháng 10 năm 2021"
    assert _head(head % cited)[2] is None


@pytest.mark.parametrize("name", ["Trần Thị Bích Hénh", "Vé Phién", "Lê Hoing Nam"])
def test_name_that_damage_changed_is_no_person(name: str) -> None:
    assert not may_be_person(name)


@pytest.mark.parametrize("name", ["Trần Thị Bích Hạnh", "Võ Phiên", "Y Ngọc", "Giàng A Lử"])
def test_name_that_damage_left_whole(name: str) -> None:
    assert may_be_person(name)


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("CHƯƠNG TRÌNH HÀNH ĐỘNG\nThực hiện Nghị quyết về chuyển đổi số\n-----", "Thực hiện Nghị quyết về chuyển đổi số"),
        ("CHỈ THỊ CỦA ỦY BAN NHÂN DÂN TỈNH\nVề việc trồng rừng", "Về việc trồng rừng"),
        ("QUYẾT ĐỊNH\nVề việc thành lập Tổ giúp việc\nGIÁM ĐỐC BỆNH VIỆN ĐA KHOA TỈNH", "Về việc thành lập Tổ giúp việc"),
        ("THÔNG BÁO\nKết luận tại cuộc họp về tình hình\nthực hiện kế hoạch vốn năm 2024", "Kết luận tại cuộc họp về tình hình thực hiện kế hoạch vốn năm 2024"),
        ("THÔNG BÁO\nKết luận cuộc họp\nUBND TỈNH HÒA LẠC ĐẾN Số: 1744 Ngày 14/5", "Kết luận cuộc họp"),
        ("QUYẾT ĐỊNH\nVề việc phân công\n------ o0o ------", "Về việc phân công"),
    ],
)  # fmt: skip
def test_title_ends_before_what_is_no_part_of_it(title: str, subject: str) -> None:
    text = f"SỞ Y TẾ\n{NATION}\nSố: 5/TB-SYT\nHòa Lạc, ngày 4 tháng 5 năm 2021\n{title}\n{BODY}"
    assert read_text(text).document["subject"].value == subject


def test_body_begins_behind_who_decides_and_behind_a_stamp() -> None:
    text = (
        f"UBND TỈNH HÒA LẠC\n{NATION}\nSố: 65/QĐ-BCĐ\nHòa Lạc, ngày 19 tháng 5 năm 2022\nQUYẾT ĐỊNH\nVề việc phân công nhiệm vụ\n\n"
        "TRƯỞNG BAN CHỈ ĐẠO CẢI CÁCH TỈNH\n\nCăn cứ Quyết định số 21/QĐ-UBND ngày 30/9/2021 của Chủ tịch UBND tỉnh;\nQUYẾT ĐỊNH:\n"
        "Điều 1. Giao Sở Nội vụ rà soát danh sách, báo cáo trước ngày 15/6/2022.\n"
    )
    stamped = text.replace("\n\nTRƯỞNG", "\nUBND HUYỆN KHE SÂU ĐẾN Số: 389\nNgày: 1/6\nTRƯỞNG")
    for one in (text, stamped):
        leads = [[p.value for p in task.lead] for task in read_text(one).tasks]
        assert leads == [["Sở Nội vụ"]]


@pytest.mark.parametrize(
    ("line", "number", "symbol"),
    [
        ("Số        -CV/ĐU", None, "CV/ĐU"),  # a number that was not given yet
        ("Số:       -TB/ĐU", None, "TB/ĐU"),
        ("Số: 41 -CV/ĐU", "41", "CV/ĐU"),
        ("Số: 41/QĐ - U B ND", "41", "QĐ-UBND"),  # never QĐ-UB
        ("Số: 41/QĐ-UB ND", "41", "QĐ-UBND"),
    ],
)
def test_symbol_without_number_or_with_its_letters_apart(
    line: str, number: str | None, symbol: str
) -> None:
    text = f"ĐẢNG BỘ TỈNH QUẢNG NGÃI\nĐẢNG ỦY XÃ HÀNH RÌ\n*\n{line}\nHành Rì, ngày 02 tháng 3 năm 2026\n\nKính gửi: Các chi bộ.\n{BODY}"
    read = read_text(text).document
    assert (read["number"].value, read["symbol"].value) == (number, symbol)
    assert read["agency"].value == "ĐẢNG ỦY XÃ HÀNH RÌ"
