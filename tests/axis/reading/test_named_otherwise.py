"""Who acts named behind a circumstance, behind his act, by a pronoun, by what narrows him; and what only looks so."""

import pytest

from lienthong.axis.reading.api import Reading, read_text
from lienthong.axis.reading.rules.names import names_at
from lienthong.axis.reading.rules.subjects import subject_at

HEAD = """ỦY BAN NHÂN DÂN
TỈNH QUẢNG NGÃI
Số: 45/UBND-NC
Quảng Ngãi, ngày 04 tháng 5 năm 2026

Kính gửi:
- Các sở, ban, ngành tỉnh;
- UBND các xã, phường, đặc khu.

Thời gian qua, việc trông coi hồ đập còn lơi lỏng. UBND tỉnh yêu cầu:
"""


def _read(body: str) -> Reading:
    return read_text(HEAD + body + "\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n")


def _orders(body: str) -> list[tuple[str, str]]:
    return [("; ".join(p.value for p in t.lead), t.action.value) for t in _read(body).tasks]


LAST = "\n2. Sở Nội vụ rà soát danh sách trực."
OTHER = ("Sở Nội vụ", "rà soát danh sách trực")


@pytest.mark.parametrize(
    ("body", "order"),
    [
        # a circumstance first
        ("1. Do đập phụ còn thấm, Đội Quản lý hồ Liệt Sơn đo mực nước hai giờ một lần.", ("Đội Quản lý hồ Liệt Sơn", "đo mực nước hai giờ một lần")),
        ("1. Trường hợp mưa trên 200 mm thì Công an xã chặn xe qua ngầm tràn.", ("Công an xã", "chặn xe qua ngầm tràn")),
        ("1. Từ quý III/2026, Chi cục Thủy lợi kiểm tra cống lấy nước.", ("Chi cục Thủy lợi", "kiểm tra cống lấy nước")),
        ("1. Hồ chứa không có cửa van. Vì vậy các phường hạ lưu cắm mốc báo lũ.", ("các phường hạ lưu", "cắm mốc báo lũ")),
        ("1. Đập xây đã lâu, do đó Sở Xây dựng kiểm định lại thân đập.", ("Sở Xây dựng", "kiểm định lại thân đập")),
        # who acts last
        ("1. Sơn kẻ lại thước đo nước ở các ngầm tràn, giao Sở Xây dựng thực hiện.", ("Sở Xây dựng", "Sơn kẻ lại thước đo nước ở các ngầm tràn")),
        ("1. Thay dây neo phao ở cửa biển Sa Cần: Đồn Biên phòng Bình Hải chịu trách nhiệm.", ("Đồn Biên phòng Bình Hải", "Thay dây neo phao ở cửa biển Sa Cần")),
        ("1. Việc cấp áo phao cho học sinh qua sông do Sở Giáo dục và Đào tạo đảm nhiệm.", ("Sở Giáo dục và Đào tạo", "Việc cấp áo phao cho học sinh qua sông")),
        ("1. Lồng ghép phòng tránh đuối nước vào sinh hoạt hè (Tỉnh đoàn Quảng Ngãi).", ("Tỉnh đoàn Quảng Ngãi", "Lồng ghép phòng tránh đuối nước vào sinh hoạt hè")),
        # in the passive
        ("1. Bản đồ ngập lụt phải được Sở Nông nghiệp và Môi trường in lại theo tên xã mới.", ("Sở Nông nghiệp và Môi trường", "in lại theo tên xã mới")),
        # narrowed by what is said of him
        ("1. Các hộ nuôi cá lồng thuộc nhóm 1 ký cam kết di dời.", ("Các hộ nuôi cá lồng thuộc nhóm 1", "ký cam kết di dời")),
        ("1. Các đơn vị được giao chủ trì dự án báo cáo tiến độ.", ("Các đơn vị được giao chủ trì dự án", "báo cáo tiến độ")),
        ("1. Đồng chí Phó Giám đốc phụ trách thủy lợi làm việc với chủ đập.", ("Đồng chí Phó Giám đốc phụ trách thủy lợi", "làm việc với chủ đập")),
        ("1. Đơn vị tư vấn giám sát lập nhật ký trực đập.", ("Đơn vị tư vấn giám sát", "lập nhật ký trực đập")),
        ("1. Giao bà Trần Thị B, chuyên viên phụ trách thủy lợi, tổng hợp số liệu mưa.", ("bà Trần Thị B, chuyên viên phụ trách thủy lợi", "tổng hợp số liệu mưa")),
    ],
)  # fmt: skip
def test_who_acts_is_found_where_papers_put_him(body: str, order: tuple[str, str]) -> None:
    assert _orders(body + LAST) == [order, OTHER]


@pytest.mark.parametrize(
    "body",
    [
        "1. Do mưa lớn kéo dài, UBND xã Ba Dinh đã sơ tán dân từ đêm qua.",
        "1. Khi làm việc tại hồ, Sở Tài chính đang lúng túng về thủ tục.",
        "1. Bản đồ ngập lụt đã được Sở Xây dựng in năm 2024.",
        "1. Danh mục hồ đập phải được UBND tỉnh phê duyệt.",
        "1. Ông Trần Văn B - Trưởng phòng Kinh tế: Phó Trưởng ban Thường trực.",
        "1. Cơ quan phối hợp: Các bộ, ngành.",
        "1. Cán bộ, công chức khi bỏ vị trí trực mà không báo thì không được xét thi đua.",
    ],
)
def test_what_is_told_or_only_names_somebody_orders_nothing(body: str) -> None:
    assert _orders(body + LAST) == [OTHER]


def test_brackets_behind_where_something_is_sent_name_nobody_who_acts() -> None:
    assert _orders("1. Gửi số liệu về Sở Nông nghiệp và Môi trường (Chi cục Thủy lợi).") == [
        (
            "Các sở, ban, ngành tỉnh; UBND các xã, phường, đặc khu",
            "Gửi số liệu về Sở Nông nghiệp và Môi trường (Chi cục Thủy lợi)",
        )
    ]


def test_a_pronoun_stands_for_the_last_body_of_its_kind() -> None:
    found = _orders(
        "1. Sở Công Thương thẩm định quy trình xả lũ, gửi Sở Tài chính. Sở này bố trí kinh phí đo đạc."
        "\n2. Phòng Kinh tế xã Ba Dinh kiểm đếm; Phòng này gửi số liệu về Sở Công Thương."
    )
    assert found[:2] == [
        ("Sở Công Thương", "thẩm định quy trình xả lũ, gửi Sở Tài chính"),
        ("Sở Tài chính", "bố trí kinh phí đo đạc"),
    ]
    assert {lead for lead, _ in found[2:]} == {"Phòng Kinh tế xã Ba Dinh"}


def test_a_pronoun_without_such_a_body_stays_as_it_is_written() -> None:
    assert ("Cục này", "thống kê số đập") in _orders(
        "1. Sở Công Thương rà soát; Cục này có trách nhiệm thống kê số đập."
    )


def test_work_before_whose_end_stands_first_is_a_duty_of_its_own() -> None:
    found = _orders(
        "1. Sở Xây dựng rà soát tải trọng cầu; trong quý II năm 2026 trình UBND tỉnh phương án cấm xe."
    )
    assert found == [
        ("Sở Xây dựng", "rà soát tải trọng cầu"),
        ("Sở Xây dựng", "trong quý II năm 2026 trình UBND tỉnh phương án cấm xe"),
    ]


def test_a_report_by_a_day_of_its_own_is_a_duty_of_its_own() -> None:
    assert _orders(
        "1. Sở Xây dựng rà soát cầu yếu trước ngày 30/5/2026; báo cáo UBND tỉnh kết quả trước ngày 15/6/2026."
    ) == [
        ("Sở Xây dựng", "rà soát cầu yếu trước ngày 30/5/2026"),
        ("Sở Xây dựng", "báo cáo UBND tỉnh kết quả trước ngày 15/6/2026"),
    ]
    # where it is the only day it is the day of the duty
    assert (
        len(_orders("1. Sở Xây dựng rà soát cầu yếu; báo cáo UBND tỉnh trước ngày 15/6/2026.")) == 1
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Phòng Quản lý đào tạo và Công tác sinh viên xếp lịch", "Phòng Quản lý đào tạo và Công tác sinh viên"),
        ("Trung tâm Công nghệ sinh học bố trí xe", "Trung tâm Công nghệ sinh học"),
        ("Phòng giao dịch NHCSXH huyện giải ngân", "Phòng giao dịch NHCSXH huyện"),
        ("Đội Thuế liên xã số 3 đôn đốc", "Đội Thuế liên xã số 3"),
        ("BHXH các huyện Ba Tơ, Minh Long, Sơn Hà rà soát", "BHXH các huyện Ba Tơ, Minh Long, Sơn Hà"),
        ("Thanh tra các Sở nêu trên kiểm tra", "Thanh tra các Sở nêu trên"),
        ("Phòng Kỹ thuật xuống kiểm tra", "Phòng Kỹ thuật"),
    ],
)  # fmt: skip
def test_names_end_where_what_they_do_begins(text: str, name: str) -> None:
    found, _ = names_at(text, 0)
    assert [n.text for n in found] == [name]


def test_the_subject_ends_at_its_predicate_not_at_a_verb_of_its_own() -> None:
    for text, name in (
        ("Kiểm sát viên được phân công phải vào buồng giam", "Kiểm sát viên được phân công"),
        ("Thư ký phiên tòa tống đạt giấy triệu tập", "Thư ký phiên tòa"),
        ("tiểu ban quản lý di tích Đình Hạ di chuyển tượng", "tiểu ban quản lý di tích Đình Hạ"),
    ):
        found = subject_at(text, 0, len(text))
        assert found is not None
        assert [n.text for n in found[0]] == [name]


def test_blanks_at_the_ends_of_lines_part_no_names() -> None:
    found = _orders(
        "1. Chủ tịch Ủy ban nhân  \ndân các xã, phường: \na) Rà soát điểm sạt lở; \nb) Cắm biển báo.  "
    )
    assert [lead for lead, _ in found] == ["Chủ tịch Ủy ban nhân dân các xã, phường"] * 2


def test_what_is_also_done_is_done_by_the_same() -> None:
    assert _orders(
        "1. Sở Y tế lập danh sách trực. Ngoài ra báo cáo số ca cấp cứu về UBND tỉnh trước 7 giờ hằng ngày."
    ) == [
        ("Sở Y tế", "lập danh sách trực"),
        ("Sở Y tế", "báo cáo số ca cấp cứu về UBND tỉnh trước 7 giờ hằng ngày"),
    ]
    body = "1. Sở Y tế lập danh sách trực. Ngoài ra báo cáo UBND tỉnh kết quả."
    assert {lead for lead, _ in _orders(body)} == {"Sở Y tế"}


@pytest.mark.parametrize(
    ("body", "order"),
    [
        ("1. Phòng Kế hoạch tổng hợp: lập lịch trực.", ("Phòng Kế hoạch tổng hợp", "lập lịch trực")),
        ("1. Khoa Hồi sức - Cấp cứu dành 05 giường.", ("Khoa Hồi sức - Cấp cứu", "dành 05 giường")),
        ("1. Các tổ chức kiểm định thang máy nộp kết quả.", ("Các tổ chức kiểm định thang máy", "nộp kết quả")),
        ("1. Thủ trưởng các đơn vị trực tiếp chỉ đạo thực hiện:\n- Thay khóa kho.", ("Thủ trưởng các đơn vị", "Thay khóa kho")),
        ("1. Ban Chỉ đạo hỗ trợ nhà ở cho người có công tổ chức kiểm tra nhà cũ.", ("Ban Chỉ đạo hỗ trợ nhà ở cho người có công", "tổ chức kiểm tra nhà cũ")),
        ("1. Khi hồ tràn, người đứng đầu xã quyết định sơ tán dân.", ("người đứng đầu xã", "quyết định sơ tán dân")),
        ("1. Các đơn vị được phân bổ vốn năm 2026 chịu trách nhiệm tổ chức đấu thầu.", ("Các đơn vị được phân bổ vốn năm 2026", "tổ chức đấu thầu")),
    ],
)  # fmt: skip
def test_names_that_hold_words_of_work(body: str, order: tuple[str, str]) -> None:
    assert _orders(body + LAST)[0] == order


def test_a_plan_whose_second_line_ran_into_its_title_is_read() -> None:
    text = """ỦY BAN NHÂN DÂN
TỈNH QUẢNG NGÃI
Số: 45/QĐ-UBND
Quảng Ngãi, ngày 04 tháng 5 năm 2026

QUYẾT ĐỊNH
Về việc ban hành Kế hoạch cắm biển báo ngập

Điều 1. Ban hành kèm theo Quyết định này Kế hoạch cắm biển báo ngập.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký./.

Nơi nhận:
- Lưu: VT.

KẾ HOẠCH
CẮM BIỂN BÁO NGẬP (Ban hành kèm theo Quyết định số 45/QĐ-UBND ngày 04 tháng 5 năm 2026)

1. Sở Xây dựng cắm biển trên quốc lộ.
"""
    found = read_text(text)
    assert [(t.lead[0].value, t.action.value) for t in found.tasks] == [
        ("Sở Xây dựng", "cắm biển trên quốc lộ")
    ]


def test_what_stands_on_the_line_below_a_name_is_its_own() -> None:
    found = _orders(
        "1. Trách nhiệm của các sở\n\na) Sở Xây dựng:\n\n- Rà soát cầu yếu;\n\n- Bố trí rào chắn."
        "\n\nb) Sở Tài chính:\n\nThẩm định dự toán.\n\nc) Sở Y tế:\n\nPhối hợp với Sở Xây dựng lập chốt cấp cứu."
    )
    assert found == [
        ("Sở Xây dựng", "Rà soát cầu yếu"),
        ("Sở Xây dựng", "Bố trí rào chắn"),
        ("Sở Tài chính", "Thẩm định dự toán"),
        ("Sở Y tế", "lập chốt cấp cứu"),
    ]


def test_those_honoured_are_the_addressees() -> None:
    leads = {lead for lead, _ in _orders("1. Đề nghị các đồng chí nghiên cứu, góp ý dự thảo.")}
    assert leads == {"Các sở, ban, ngành tỉnh; UBND các xã, phường, đặc khu"}
