"""Heads of papers in the layouts of offices, web pages and three times; what is blank stays None."""

import pytest

from lienthong.axis.reading.api import read_text

COLUMNS = """UBND TỈNH QUẢNG NGÃI          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ NỘI VỤ                         Độc lập - Tự do - Hạnh phúc
Số: 1512/SNV-CCHC             Quảng Ngãi, ngày 05 tháng 9 năm 2018
V/v báo cáo kết quả
cải cách hành chính

Kính gửi: Văn phòng UBND tỉnh.

Sở Nội vụ báo cáo kết quả như sau./.
"""
LINES = """BỘ NỘI VỤ
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 05/2013/TT-BNV
Hà Nội, ngày 25 tháng 6 năm 2013
THÔNG TƯ
SỬA ĐỔI MỘT SỐ ĐIỀU VỀ LƯU TRỮ
Căn cứ Luật Lưu trữ ngày 11 tháng 11 năm 2011;
"""
WEB = """ỦY
BAN NHÂN DÂN
TỈNH TIỀN GIANG
--------
|
CỘNG
HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
|
Số: 383/KH-UBND
|
Tiền
Giang, ngày 07 tháng 12 năm 2022
|
KẾ HOẠCH
THỰC HIỆN CHUYỂN ĐỔI SỐ GIAI ĐOẠN 2022-2025
Căn cứ Quyết định số 924/QĐ-TTg ngày 22 tháng 8 năm 2022 của Thủ tướng Chính phủ;
"""
INLINE = """ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH BÀ RỊA - VŨNG TÀU Độc lập - Tự do - Hạnh phúc
Số: 08/UBND-VP
Bà Rịa - Vũng Tàu, ngày 08 tháng 01 năm 2024
V/v họp giao ban

Kính gửi: Các sở, ban, ngành tỉnh.
"""
PARTY = """TỈNH ỦY QUẢNG NGÃI
*
Số 05-CV/TU
ĐẢNG CỘNG SẢN VIỆT NAM
Quảng Ngãi, ngày 15 tháng 3 năm 2021
Về việc học tập Nghị quyết

Kính gửi: Các huyện ủy, thị ủy, thành ủy.
"""
TOWN = """ỦY BAN NHÂN DÂN
HUYỆN BA TƠ
Số: 99/QĐ-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Ba Tơ, ngày 01 tháng 7 năm 2010
QUYẾT ĐỊNH
Về việc thành lập tổ công tác
CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN BA TƠ
Căn cứ Luật Tổ chức HĐND và UBND ngày 26 tháng 11 năm 2003;
"""
INVITATION = """UBND THÀNH PHỐ QUẢNG NGÃI
VĂN PHÒNG
Số: 12/GM-VP
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Quảng Ngãi, ngày 03 tháng 3 năm 2022
GIẤY MỜI
Họp giao ban tháng 3 năm 2022

Văn phòng trân trọng kính mời: Trưởng các phòng, ban tới dự họp.
"""
CASES = [
    (COLUMNS, "1512/SNV-CCHC", "2018-09-05", "SỞ NỘI VỤ", "UBND TỈNH QUẢNG NGÃI", "Công văn", "provincial_body", "TT 01/2011/TT-BNV"),
    (LINES, "05/2013/TT-BNV", "2013-06-25", "BỘ NỘI VỤ", None, "Thông tư", "central", "TT 01/2011/TT-BNV"),
    (WEB, "383/KH-UBND", "2022-12-07", "ỦY BAN NHÂN DÂN TỈNH TIỀN GIANG", None, "Kế hoạch", "province", "NĐ 30/2020/NĐ-CP"),
    (INLINE, "08/UBND-VP", "2024-01-08", "ỦY BAN NHÂN DÂN TỈNH BÀ RỊA - VŨNG TÀU", None, "Công văn", "province", "NĐ 30/2020/NĐ-CP"),
    (PARTY, "05-CV/TU", "2021-03-15", "TỈNH ỦY QUẢNG NGÃI", None, "Công văn", "party", "NĐ 30/2020/NĐ-CP"),
    (TOWN, "99/QĐ-UBND", "2010-07-01", "ỦY BAN NHÂN DÂN HUYỆN BA TƠ", None, "Quyết định", "district", "TTLT 55/2005/TTLT-BNV-VPCP"),
    (INVITATION, "12/GM-VP", "2022-03-03", "VĂN PHÒNG", "UBND THÀNH PHỐ QUẢNG NGÃI", "Giấy mời", "district", "NĐ 30/2020/NĐ-CP"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "reference", "day", "agency", "parent", "kind", "level", "rules"), CASES
)
def test_layouts(
    text: str,
    reference: str,
    day: str,
    agency: str,
    parent: str | None,
    kind: str,
    level: str,
    rules: str,
) -> None:
    document = read_text(text).document
    found = [
        document[k].value
        for k in ("reference", "date", "agency", "parent_agency", "type", "level", "rule_set")
    ]
    assert found == [reference, day, agency, parent, kind, level, rules]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        (COLUMNS, "báo cáo kết quả cải cách hành chính"),
        (LINES, "SỬA ĐỔI MỘT SỐ ĐIỀU VỀ LƯU TRỮ"),
        (WEB, "THỰC HIỆN CHUYỂN ĐỔI SỐ GIAI ĐOẠN 2022-2025"),
        (INLINE, "họp giao ban"),
        (TOWN, "Về việc thành lập tổ công tác"),
        (INVITATION, "Họp giao ban tháng 3 năm 2022"),
    ],
)
def test_subjects(text: str, subject: str) -> None:
    assert read_text(text).document["subject"].value == subject


def _with_number(line: str) -> object:
    return read_text(COLUMNS.replace("Số: 1512/SNV-CCHC", line)).document["reference"].value


@pytest.mark.parametrize(
    ("line", "reference"),
    [
        ("Số: 05/QĐ-UBND", "05/QĐ-UBND"),
        ("Số:05/QĐ-UBND", "05/QĐ-UBND"),
        ("Số: 19/2018/QĐ-UBND", "19/2018/QĐ-UBND"),
        ("Số: 7816/VPCP-TTĐT", "7816/VPCP-TTĐT"),
        ("Số: 118 /TTr- STTTT", "118/TTr-STTTT"),
        ("Số: 5104/BTTTT-PTTH&TTĐT", "5104/BTTTT-PTTH&TTĐT"),
        ("Số: 30c/NQ-CP", "30c/NQ-CP"),
        ("Số:          /UBND-NC", None),
        ("Số: ...../UBND-NC", None),
        ("Số: […]/UBND-[…]", None),
        ("Số: w56/UBND-NC", None),
        ("Số: 12", None),
        ("Số:", None),
    ],
)
def test_numbers_are_exact_or_none(line: str, reference: str | None) -> None:
    assert _with_number(line) == reference


def test_number_and_symbol_apart() -> None:
    document = read_text(COLUMNS).document
    assert (document["number"].value, document["symbol"].value) == ("1512", "SNV-CCHC")


@pytest.mark.parametrize(
    "line",
    [
        "Quảng Ngãi, ngày     tháng     năm 2018", "Quảng Ngãi, ngày …… tháng …… năm ……",
        "Quảng Ngãi, ngày 31 tháng 02 năm 2018", "Quảng Ngãi, ngày 2o tháng 8 năm 2018",
        "Quảng Ngãi, ngày […] tháng […] năm 2018", "",
    ],
)  # fmt: skip
def test_dates_are_whole_or_none(line: str) -> None:
    text = COLUMNS.replace("Quảng Ngãi, ngày 05 tháng 9 năm 2018", line)
    text = text.replace(
        "báo cáo kết quả như sau", "thực hiện Công văn số 12/UBND ngày 01/8/2018 như sau"
    )
    assert read_text(text).document["date"].value is None


def test_the_stamp_of_incoming_mail_is_its_own_field() -> None:
    stamp = "VĂN PHÒNG UBND TỈNH\nĐẾN\nSố: 4521\nNgày: 06/9/2018\n"
    document = read_text(COLUMNS.replace("V/v báo cáo", stamp + "V/v báo cáo")).document
    assert document["incoming_stamp"].value == {
        "agency": "VĂN PHÒNG UBND TỈNH",
        "number": "4521",
        "date": "2018-09-06",
    }
    assert document["reference"].value == "1512/SNV-CCHC"
    assert document["date"].value == "2018-09-05"
    alone = COLUMNS.replace("Số: 1512/SNV-CCHC", "Số:").replace(
        "V/v báo cáo", stamp + "V/v báo cáo"
    )
    assert read_text(alone).document["number"].value is None


FOOT = """Kính gửi: Sở Nội vụ.

Nội dung công việc như trên./.

{left}
"""


@pytest.mark.parametrize(
    ("block", "signer", "behalf"),
    [
        ("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nTrần Văn Bình (mẫu)", ("Trần Văn Bình (mẫu)", "PHÓ CHỦ TỊCH", "KT."), "ỦY BAN NHÂN DÂN"),
        ("TL. BỘ TRƯỞNG\nVỤ TRƯỞNG\nLê Thị Cúc (mẫu)", ("Lê Thị Cúc (mẫu)", "VỤ TRƯỞNG", "TL."), "BỘ TRƯỞNG"),
        ("TUQ. GIÁM ĐỐC\nTRƯỞNG PHÒNG\n(Đã ký)\nPhạm Dũng (mẫu)", ("Phạm Dũng (mẫu)", "TRƯỞNG PHÒNG", "TUQ."), "GIÁM ĐỐC"),
        ("Q. GIÁM ĐỐC\nHoàng Văn Em (mẫu)", ("Hoàng Văn Em (mẫu)", "GIÁM ĐỐC", "Q."), "GIÁM ĐỐC"),
        ("GIÁM ĐỐC\n\nĐỗ Văn Giang (mẫu)", ("Đỗ Văn Giang (mẫu)", "GIÁM ĐỐC", None), None),
        ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", (None, "CHỦ TỊCH", "TM."), "ỦY BAN NHÂN DÂN"),
    ],
)  # fmt: skip
def test_signers(block: str, signer: tuple[str | None, ...], behalf: str | None) -> None:
    foot = f"Nơi nhận:\n- Như trên;\n- Lưu: VT.\n{block}"
    document = read_text(COLUMNS.split("Kính gửi")[0] + FOOT.format(left=foot)).document
    assert document["signer"].value == dict(zip(("name", "post", "authority"), signer, strict=True))
    assert document["on_behalf_of"].value == behalf
    assert document["filed_at"].value == "VT"


def test_recipients_of_a_decision_are_those_of_its_last_article() -> None:
    text = """UBND TỈNH QUẢNG NGÃI
Số: 9/QĐ-UBND
QUYẾT ĐỊNH
Về việc ban hành quy chế
Điều 1. Ban hành kèm theo Quyết định này Quy chế làm việc.
Điều 2. Chánh Văn phòng UBND tỉnh, Giám đốc Sở Nội vụ và Thủ trưởng các cơ quan, đơn vị liên quan chịu trách nhiệm thi hành Quyết định này./.
Nơi nhận:
- Như Điều 2;
- Bộ Nội vụ (b/c);
- Lưu: VT, NC.
PL.(300)
"""
    document = read_text(text).document
    assert document["recipients_to"].value == [
        "Chánh Văn phòng UBND tỉnh",
        "Giám đốc Sở Nội vụ",
        "Thủ trưởng các cơ quan, đơn vị liên quan",
    ]
    assert document["recipients_cc"].value == ["Bộ Nội vụ (b/c)"]
    assert document["drafter_mark"].value == "PL.(300)"
    assert read_text(text).tasks == ()


def test_annexes_and_copies() -> None:
    text = (
        COLUMNS
        + "\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nPhụ lục I\nDANH MỤC CÔNG VIỆC\n1. Giao Sở Y tế làm việc.\n\nPhụ lục II\n"
    )
    document = read_text("SAO Y\nVĂN PHÒNG UBND TỈNH\n" + text).document
    assert document["annexes"].value == [
        {"number": "I", "title": "DANH MỤC CÔNG VIỆC"},
        {"number": "II", "title": None},
    ]
    assert document["copy_of"].value == {"form": "SAO Y", "by": "VĂN PHÒNG UBND TỈNH"}
