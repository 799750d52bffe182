"""Heads as texts of real papers have them: broken over lines, run together, without "V/v"."""

import pytest

from lienthong.axis.reading.api import Reading, read_text
from lienthong.axis.reading.rules.glue import unglued
from lienthong.axis.reading.rules.letters import clean

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
BODY = (
    "\nKính gửi:\n\n- Sở Xây dựng;\n- Sở Tài chính.\n\nXét đề nghị của Công ty cổ phần Suối Mẫu tại "
    "văn bản số 12/SM-KT ngày 03 tháng 5 năm 2012 về việc gia hạn dự án chợ - Bến xe Mẫu, UBND tỉnh có ý kiến "
    "như sau:\nGiao Sở Xây dựng kiểm tra hồ sơ.\n"
)


def _values(reading: Reading, *keys: str) -> tuple[object, ...]:
    return tuple(reading.document[key].value for key in keys)


@pytest.mark.parametrize("mark", ["V/v", "V/v:", "Về", "Về việc"])
def test_a_subject_in_one_long_line_does_not_hide_the_date(mark: str) -> None:
    subject = (
        "gia hạn thời gian thực hiện dự án đầu tư xây dựng chợ và bến xe khách trung tâm huyện"
    )
    text = (
        f"ỦY BAN NHÂN DÂN\nTỈNH QUẢNG NGÃI\n-------\n\n{NATION}-------\n\nSố: 77/UBND-CNXD\n{mark} {subject}\n\n"
        f"Quảng Ngãi, ngày 09 tháng 6 năm 2012\n{BODY}"
    )
    found = read_text(text)
    assert _values(found, "number", "symbol", "date", "type") == (
        "77",
        "UBND-CNXD",
        "2012-06-09",
        "Công văn",
    )
    assert str(found.document["subject"].value).endswith(subject)
    assert found.document["recipients_to"].value == ["Sở Xây dựng", "Sở Tài chính"]


def test_a_subject_without_any_word_before_it_is_read_only_above_the_date() -> None:
    head = f"TÒA ÁN NHÂN DÂN\nTỈNH QUẢNG NGÃI\n\n{NATION}\nSố: 15/TA-VP\n"
    subject = "Bảo đảm tiến độ giải quyết các vụ việc tồn đọng trong quý III năm 2015 của hai cấp"
    day = "\nQuảng Ngãi, ngày 10 tháng 8 năm 2015\n"
    assert read_text(f"{head}{subject}\n{day}{BODY}").document["subject"].value == subject
    assert read_text(f"{head}{day}{BODY}\n{subject}").document["subject"].value is None


def test_a_date_in_the_body_stays_no_date() -> None:
    text = f"ỦY BAN NHÂN DÂN\nTỈNH QUẢNG NGÃI\n{NATION}Số: 77/UBND-CNXD\n{BODY}"
    assert read_text(text).document["date"].value is None


def test_names_number_and_place_cut_over_lines() -> None:
    text = (
        "UỶ BAN NHÂN\nDÂN\nTỈNH QUẢNG NGÃI\n--------\n|\nCỘNG HÒA XÃ\nHỘI CHỦ NGHĨA VIỆT NAM\n"
        "Độc lập - Tự do - Hạnh phúc\n------\n|\nSố:\n210/KH-UBND\n|\nQuảng\nNgãi, ngày 03\ntháng 4 năm 2013\n|\n"
        "KẾ HOẠCH\nTRỒNG CÂY PHÂN TÁN NĂM 2013 TRÊN ĐỊA BÀN TỈNH\nThực hiện Chỉ thị số 02/CT-UBND "
        "ngày 01/02/2013, UBND tỉnh ban hành kế hoạch như sau:\n"
    )
    found = read_text(text)
    assert _values(found, "agency", "number", "symbol", "date") == (
        "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI",
        "210",
        "KH-UBND",
        "2013-04-03",
    )


def test_a_head_on_one_line_is_cut_at_its_drawn_lines() -> None:
    text = (
        "BỘ CÔNG THƯƠNG ------- Số: 31/CT-BCT | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc "
        "--------- Hà Nội, ngày 02 tháng 7 năm 2014 |\nCHỈ THỊ\nVỀ VIỆC BÌNH ỔN GIÁ DỊP TẾT\nBộ trưởng yêu cầu:\n"
    )
    found = read_text(text)
    assert _values(found, "agency", "number", "symbol", "type") == (
        "BỘ CÔNG THƯƠNG",
        "31",
        "CT-BCT",
        "Chỉ thị",
    )


def test_a_joint_paper_names_both_agencies() -> None:
    head = (
        "TÒA ÁN NHÂN DÂN TỐI CAO   CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "VIỆN KIỂM SÁT NHÂN DÂN TỐI CAO   Độc lập - Tự do - Hạnh phúc\n"
        "Số: {}   Hà Nội, ngày 08 tháng 3 năm 2012\n{}\nHƯỚNG DẪN PHỐI HỢP\n"
    )
    joint = read_text(head.format("04/2012/TTLT-TANDTC-VKSNDTC", "THÔNG TƯ LIÊN TỊCH")).document
    assert (
        joint["agency"].value == "TÒA ÁN NHÂN DÂN TỐI CAO - VIỆN KIỂM SÁT NHÂN DÂN TỐI CAO"
        and joint["parent_agency"].value is None
    )
    one = read_text(head.format("04/TB-VKSNDTC", "THÔNG BÁO")).document
    assert one["agency"].value == "VIỆN KIỂM SÁT NHÂN DÂN TỐI CAO"


def test_a_title_goes_on_with_the_name_of_an_agency_in_small_letters() -> None:
    text = (
        f"THỦ TƯỚNG CHÍNH PHỦ\n{NATION}Số: 81/QĐ-TTg\nHà Nội, ngày 02 tháng 3 năm 2022\n\nQUYẾT ĐỊNH\n"
        "Phê chuẩn kết quả miễn nhiệm chức vụ Phó Chủ tịch\nỦy ban nhân dân tỉnh Quảng Ngãi nhiệm kỳ 2021 - 2026\n\n"
        "THỦ TƯỚNG CHÍNH PHỦ\n\nCăn cứ Luật Tổ chức Chính phủ;\n"
    )
    assert str(read_text(text).document["subject"].value).endswith("nhiệm kỳ 2021 - 2026")


@pytest.mark.parametrize(
    ("glued", "apart"),
    [
        ("cơquan", "cơ quan"),
        ("SởTài chính", "Sở Tài chính"),
        ("củaThủ tướng", "của Thủ tướng"),
        ("VỀVIỆC", "VỀ VIỆC"),
        ("năm2009của", "năm 2009 của"),
        ("ngày14 tháng 02", "ngày 14 tháng 02"),
        ("PHÓ CHỦ TỊCHNguyễn Mẫu", "PHÓ CHỦ TỊCH\nNguyễn Mẫu"),
        ("VIỆT NAMĐộc lập", "VIỆT NAM\nĐộc lập"),
    ],
)
def test_words_that_ran_together_are_parted(glued: str, apart: str) -> None:
    assert unglued(glued) == apart


@pytest.mark.parametrize(
    "word",
    ["taxi", "camera", "Pleiku", "TTr-UBND", "QĐUBND", "VINACONEX", "khuếch", "nguyễn", "LawrenceS", "KTTH", "2009a"],
)  # fmt: skip
def test_words_that_are_whole_stay(word: str) -> None:
    assert unglued(word) == word


def test_a_soft_hyphen_that_stands_for_a_hyphen() -> None:
    assert clean("Số: 61/QĐ\u00adUBND") == "Số: 61/QĐ-UBND"
    assert clean("Độc lập \u00ad Tự do") == "Độc lập - Tự do"
    assert clean("trách nhi\u00adệm") == "trách nhiệm"


def test_a_deadline_in_a_year_before_the_paper_is_asked_for() -> None:
    head = (
        f"ỦY BAN NHÂN DÂN\nTỈNH QUẢNG NGÃI\n{NATION}Số: 5/UBND-TH\nV/v báo cáo\n"
        "Quảng Ngãi, ngày 09 tháng 6 năm 2023\nKính gửi: Sở Y tế.\n\n"
    )
    for day, value in (("15/7/2023", "2023-07-15"), ("15/7/2003", None)):
        task = read_text(f"{head}Giao Sở Y tế rà soát các trạm y tế trước ngày {day}.").tasks[0]
        assert task.deadline.value == value
        assert (task.question is None) == (value is not None)


def test_everyday_words_are_no_damage() -> None:
    text = (
        "UỶ BAN NHÂN DÂN HUYỆN BA TƠ\n\nBa Tơ, ngày 19 tháng 12 năm 2019\n\nTHƯ NGỎ\n\nVận động kinh phí bắn pháo hoa\n\n"
        "Đêm giao thừa xuân Canh Tý, pháo hoa rộn rã khắp bản làng, bà con náo nức sum vầy."
    )
    found = read_text(text)
    assert "restored" not in found.notes and found.document["type"].value == "Thư ngỏ"


NARROW = """HỘI ĐỒNG NHÂN DÂN {gap}CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT
TỈNH QUẢNG NGÃI                    NAM
Số: 32/NQ-HĐND              Độc lập - Tự do - Hạnh phúc
V/v quy hoạch sử dụng       Quảng Ngãi, ngày 06 tháng 7 năm
đất                              {year}

Kính gửi: Sở Nội vụ.

Giao Sở Nội vụ rà soát hồ sơ của các cơ quan trong năm 2014.
"""


@pytest.mark.parametrize("gap", ["", "        "])
def test_a_head_of_narrow_columns_as_its_page_breaks_it(gap: str) -> None:
    """The national name and the date go on in the next line, beside words of the left column."""
    found = read_text(NARROW.format(gap=gap, year="2012")).document
    assert found["agency"].value == "HỘI ĐỒNG NHÂN DÂN TỈNH QUẢNG NGÃI"
    assert (found["date"].value, found["reference"].value) == ("2012-07-06", "32/NQ-HĐND")
    other = read_text(NARROW.format(gap=gap, year="2012 - 2015")).document
    assert other["date"].value is None, "a span of years was taken for the year"


@pytest.mark.parametrize(
    ("line", "below", "number", "symbol"),
    [
        ("Số: 87/", "V/v báo cáo tình hình biên chế", "87", None),
        ("Số: 87/SNV-", "V/v báo cáo tình hình biên chế", "87", None),
        ("Số: 87/SNV-", "Quảng Ngãi, ngày 09 tháng 6 năm 2012", "87", None),
        ("Số: 87/SNV-", "BÁO CÁO", "87", None),
        ("Số: 87/SNV-", "CONG HOA XA HOI CHU NGHIA VIET NAM", "87", None),
        ("Số: 87/SNV- Gia Lai, ngày 09 tháng 6 năm 2012", "V/v biên chế", "87", None),
        ("Số: 87/ Hà Nội, ngày 09 tháng 6 năm 2012", "V/v biên chế", "87", None),
        ("Số: 87/ /SNV", "V/v biên chế", None, None),
        ("Số: 87/SNV-", "CCHC", "87", "SNV-CCHC"),
        ("Số: 87/QĐ-", "TTg Hà Nội, ngày 09 tháng 6 năm 2012", "87", "QĐ-TTg"),
        ("Số: 87/QĐ- TTg Hà Nội, ngày 09 tháng 6 năm 2012", "V/v biên chế", "87", "QĐ-TTg"),
    ],
)
def test_the_line_below_does_not_end_a_symbol_that_was_cut(
    line: str, below: str, number: str | None, symbol: str | None
) -> None:
    day = "" if "ngày" in line + below else "Quảng Ngãi, ngày 09 tháng 6 năm 2012\n"
    text = f"UBND TỈNH QUẢNG NGÃI\nSỞ NỘI VỤ\n{line}\n{below}\n{NATION}{day}{BODY}"
    assert _values(read_text(text), "number", "symbol", "date") == (number, symbol, "2012-06-09")
