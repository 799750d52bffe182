"""Forms of letters between offices: lists without marks, conditions, what is made known; each with its twin."""

from datetime import date

import pytest

from lienthong.axis.reading.api import read_text
from lienthong.axis.reading.rules.deadlines import limits
from lienthong.axis.reading.rules.names import names_at
from lienthong.axis.reading.rules.unfold import unlisted

from .test_real_forms import HEAD, TOLD, _orders, _read

LINES = "Rà soát biên chế được giao.\nLập danh sách công chức."
BOTH = ["Rà soát biên chế được giao", "Lập danh sách công chức"]


def test_lines_that_lost_the_marks_of_their_list() -> None:
    named = _orders(f"Sở Nội vụ đề nghị các đơn vị thực hiện một số nội dung sau:\n{LINES}")
    assert named == [("các đơn vị", action) for action in BOTH]
    assert _orders(f"Sở Nội vụ yêu cầu:\n{LINES}") == [(TOLD, action) for action in BOTH]
    ended = _orders(f"Sở Nội vụ yêu cầu:\n{LINES}\nSở Nội vụ thông báo để các đơn vị biết.")
    assert len(ended) == 2
    # nobody is asked; the lines begin with nothing to do
    assert _orders(f"Sở Nội vụ báo cáo kết quả như sau:\n{LINES}") == []
    assert _orders("Sở Nội vụ đề nghị các đơn vị:\nBiên chế năm 2021.\nSố công chức.") == []


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("Đề nghị Sở Y tế: (1) Rà soát nhân lực; (2) Lập kế hoạch.", 3),
        ("Đề nghị các sở: 1. Rà soát hồ sơ. 2. Lập sổ. 3. Cử người dự.", 4),
        ("Đề nghị các sở: a) Rà soát hồ sơ; b) Lập sổ.", 3),
        # one figure alone, figures of amounts, a clause of a law
        ("Theo quy định tại: 1. Điều lệ trường học.", 1),
        ("Số liệu: 1.200 người; 2.300 hộ.", 1),
        ("Căn cứ: khoản 1, khoản 2 Điều 3.", 1),
    ],
)
def test_a_list_on_one_line(line: str, parts: int) -> None:
    assert len(unlisted(line).split("\n")) == parts
    assert len(unlisted(line)) == len(line)  # nothing moves


def test_each_point_of_a_list_on_one_line_is_a_duty() -> None:
    body = "Đề nghị Sở Y tế: (1) Rà soát nhân lực; (2) Lập kế hoạch đào tạo trước ngày 20/5/2021."
    assert _orders(body) == [
        ("Sở Y tế", "Rà soát nhân lực"),
        ("Sở Y tế", "Lập kế hoạch đào tạo trước ngày 20/5/2021"),
    ]


@pytest.mark.parametrize(
    ("body", "orders"),
    [
        # those of whom something is true
        (
            "Đơn vị nào chưa nộp báo cáo thì khẩn trương gửi về Sở.",
            [("Đơn vị nào chưa nộp báo cáo", "khẩn trương gửi về Sở")],
        ),
        ("Đơn vị nào nộp chậm thì không xét thi đua.", []),
        ("Các đơn vị không có ý kiến thì coi như đồng ý.", []),
        # behind what comes before
        (
            "Tuy nhiên, trước khi phê duyệt dự án, UBND huyện Lạc Dương bổ sung hồ sơ.",
            [("UBND huyện Lạc Dương", "bổ sung hồ sơ")],
        ),
        (
            "Về nội dung cụ thể của dự án, Sở Y tế tham khảo ý kiến của Sở Tài chính.",
            [("Sở Y tế", "tham khảo ý kiến của Sở Tài chính")],
        ),
        ("Về việc này, Sở Y tế đã có báo cáo.", []),
        ("Trong thời gian để tang, tất cả các công sở treo cờ rủ.", [("tất cả các công sở", "treo cờ rủ")]),
        ("Trong thời gian qua, tất cả các công sở treo cờ rủ.", []),
        ("Sau khi nghe Sở Y tế, Sở Tài chính báo cáo dự thảo Đề án, Chủ tịch kết luận:", []),
        # what is agreed, and who acts on it
        (
            "Đồng ý đề nghị của Sở Xây dựng và giao Sở Tài chính bố trí kinh phí.",
            [("Sở Tài chính", "bố trí kinh phí")],
        ),
        (
            "Thống nhất mức đóng góp nêu trên và UBND huyện Lạc Dương bố trí dự toán hằng năm.",
            [("UBND huyện Lạc Dương", "bố trí dự toán hằng năm")],
        ),
        ("Đồng ý việc ký thỏa thuận giữa Sở Y tế và Sở Tài chính.", []),
        # what an opinion says that somebody writes; what somebody wrote
        (
            "Chủ tịch UBND tỉnh có ý kiến như sau:\nUBND huyện Lạc Dương có văn bản đôn đốc các xã.",
            [("UBND huyện Lạc Dương", "có văn bản đôn đốc các xã")],
        ),
        ("UBND huyện Lạc Dương có văn bản đề nghị cấp kinh phí.", []),
        # a sum is no act, an address is no name
        ("Chủ tịch UBND tỉnh giao cho các huyện là 700 tỷ đồng.", []),
        (
            "Đề nghị các đơn vị gửi báo cáo về Sở (email: mau@example.vn).",
            [("các đơn vị", "gửi báo cáo về Sở (email: mau@example.vn)")],
        ),
        ("Đề nghị các phòng triển khai thực hiện (kèm theo bản sao).", []),
        # helpers behind the first of several acts do not lengthen the name
        (
            "Đề nghị các phòng rà soát hồ sơ, chủ trì, phối hợp với UBND các huyện lập sổ.",
            [("các phòng", "rà soát hồ sơ, chủ trì, phối hợp với UBND các huyện lập sổ")],
        ),
        (
            "Phòng Chính trị, tư tưởng phối hợp với các phòng thuộc Sở kiểm tra nội vụ.",
            [("Phòng Chính trị, tư tưởng", "kiểm tra nội vụ")],
        ),
    ],
)  # fmt: skip
def test_orders_of_letters(body: str, orders: list[tuple[str, str]]) -> None:
    assert _orders(body) == orders


@pytest.mark.parametrize(
    ("body", "orders"),
    [
        (
            "Sở Nội vụ thông báo để các phòng biết và niêm yết tại trụ sở.",
            [("các phòng", "niêm yết tại trụ sở")],
        ),
        (
            "Bộ Tài chính trả lời để Sở Tài chính biết và hướng dẫn doanh nghiệp thực hiện.",
            [("Sở Tài chính", "hướng dẫn doanh nghiệp thực hiện")],
        ),
        ("Sở Nội vụ thông báo các phòng biết để triển khai thực hiện.", []),
        ("Bộ Y tế thông báo các sở biết để triển khai thực hiện.", []),
        ("Bộ Y tế thông báo ý kiến để Sở Y tế biết, triển khai các bước tiếp theo của dự án.", []),
        ("Sở Nội vụ thông báo đến các đơn vị biết, phối hợp thực hiện.", []),
    ],
)
def test_what_is_made_known(body: str, orders: list[tuple[str, str]]) -> None:
    assert _orders(body) == orders


def test_points_that_say_when_and_where() -> None:
    body = (
        "Đề nghị các đơn vị tổ chức Hội thi kể chuyện như sau:\n1. Thời gian: Từ ngày 05/5/2021 "
        "đến ngày 30/5/2021.\n2. Đối tượng: Công chức.\n3. Kinh phí: Do đơn vị chi trả."
    )
    (task,) = _read(body).tasks
    assert (task.action.value, task.deadline.value) == ("tổ chức Hội thi kể chuyện", None)
    acts = "Đề nghị các đơn vị thực hiện như sau:\n1. Lập sổ theo dõi.\n2. Rà soát hồ sơ."
    assert [action for _, action in _orders(acts)] == ["Lập sổ theo dõi", "Rà soát hồ sơ"]


def test_a_lead_in_behind_a_dash_leads_the_numbers_below() -> None:
    body = "- Đề nghị Sở Y tế một số việc sau:\n1. Cử 01 cán bộ dự họp.\n2. Lập sổ theo dõi."
    assert _orders(body) == [("Sở Y tế", "Cử 01 cán bộ dự họp"), ("Sở Y tế", "Lập sổ theo dõi")]
    told = "- Kết quả như sau:\n1. Cử 01 cán bộ dự họp.\n2. Lập sổ theo dõi."
    assert _orders(told) == []


def test_a_contest_is_no_act() -> None:
    body = "Đề nghị Sở Y tế tham gia các hoạt động sau:\na) Thi vẽ tranh.\nb) Tổ chức các đội thi."
    assert _orders(body) == [("Sở Y tế", "Tổ chức các đội thi")]
    assert _orders("1. Sở Y tế thi hành quyết định thu hồi.") != []


def test_an_order_behind_points_that_only_explain() -> None:
    body = (
        "Sở giao cho Phòng Tổ chức lấy ý kiến góp ý. Cách thức như sau:\n1. Đối tượng: công chức.\n"
        "2. Cách thức: bằng văn bản.\n\nSở yêu cầu Trưởng các phòng lập danh sách."
    )
    assert ("Trưởng các phòng", "lập danh sách") in _orders(body)


def test_an_end_that_holds_for_all() -> None:
    body = "Đề nghị các đơn vị rà soát biên chế. Đơn vị nào chưa có thì lập sổ.\n"
    all_of_it = _read(body + "Các đơn vị hoàn thành trước ngày 24/5/2021.").tasks
    assert [t.deadline.value for t in all_of_it] == ["2021-05-24"] * 2
    own = _read(body + "Các đơn vị lập kế hoạch trước ngày 24/5/2021.").tasks
    assert [t.deadline.value for t in own] == [None, None, "2021-05-24"]


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("Thời gian dự thi từ ngày 05/4/2021 đến ngày 30/4/2021", []),
        ("Trong thời gian nghỉ từ 12 giờ ngày 05/4/2021 đến 12 giờ ngày 30/4/2021", []),
        ("treo cờ từ ngày 10/5/2021 đến hết ngày 14/5/2021", []),
        ("dự Lễ bế mạc (thời gian: 09h00 ngày 19/5/2021)", []),
        # handed in within the period; done by the day
        ("nộp hồ sơ từ ngày 05/4/2021 đến ngày 30/4/2021", ["2021-04-30"]),
        ("hoàn thành đến ngày 30/4/2021", ["2021-04-30"]),
        ("thời gian hoàn thành trước 09h00 ngày 19/5/2021", ["2021-05-19"]),
    ],
)
def test_periods_are_no_deadlines(words: str, values: list[str]) -> None:
    found = limits(words, 0, len(words), 2021, date(2021, 3, 1))
    assert [limit.value for limit in found] == values


def test_schools_in_a_row_are_one_group() -> None:
    text = "các trường mầm non, tiểu học, THCS trực thuộc lập sổ"
    found, end = names_at(text, 0)
    assert ([n.text for n in found], text[end:]) == ([text[: -len(" lập sổ")]], " lập sổ")
    other = "các trường mầm non, Sở Y tế lập sổ"
    assert [n.text for n in names_at(other, 0)[0]] == ["các trường mầm non", "Sở Y tế"]


def test_head_of_a_paper_as_sites_show_it() -> None:
    site = "77/BVHTTDL-TV\n\nCông văn Số: 77/BVHTTDL-TV, ngày 05 tháng 3 năm 2013 Về việc mời dự Ngày hội\n\nKính gửi: Sở Y tế\n\nĐề nghị Sở cử người dự."
    found = read_text(site).document
    assert (found["date"].value, found["subject"].value) == ("2013-03-05", "mời dự Ngày hội")
    cited = site.replace("Công văn Số: 77/", "Trả lời Công văn số 12/")
    assert read_text(cited).document["date"].value is None
    old = HEAD.replace("Số: 12/SNV-TCBC", "Số: 1728TM/XNK")
    found = read_text(old + "Đề nghị các phòng lập sổ.").document
    assert (found["number"].value, found["symbol"].value) == ("1728", "TM/XNK")
    bare = HEAD.replace("Số: 12/SNV-TCBC", "Số: 1728TM")
    assert read_text(bare + "Đề nghị các phòng lập sổ.").document["number"].value is None


def test_who_speaks_in_a_paper_whose_head_is_lost_is_told_nothing() -> None:
    site = (
        "Kính gửi: Hiệu trưởng các trường THCS.\n\nPhòng Giáo dục và Đào tạo Quận 11 tổ chức lớp tập huấn vào tháng 5. "
        "Phòng Giáo dục và Đào tạo đề nghị Hiệu trưởng các trường cử giáo viên."
    )
    assert [t.action.value for t in read_text(site).tasks] == ["cử giáo viên"]
    asked = "Kính gửi: Sở Y tế.\n\nSở Y tế đề nghị được hỗ trợ. Sở Y tế chuẩn bị hồ sơ."
    assert [t.action.value for t in read_text(asked).tasks][-1] == "chuẩn bị hồ sơ"


def test_an_aside_behind_the_lead_is_no_part_of_what_is_done() -> None:
    body = "Giao Sở Giao thông (Cơ quan thường trực Ban An toàn) chủ trì, phối hợp với Sở Y tế rà soát các điểm đen."
    assert _orders(body) == [("Sở Giao thông", "rà soát các điểm đen")]
    told = "Giao Sở Y tế (theo phân công) rà soát nhân lực."
    assert _orders(told) == [("Sở Y tế", "rà soát nhân lực")]
    late = "Đề nghị Sở Y tế đến nay chưa có báo cáo theo Văn bản số 9/SNV, khẩn trương gửi báo cáo."
    assert _orders(late) == [("Sở Y tế", "khẩn trương gửi báo cáo")]
    assert _orders("Sở Y tế đến nay chưa có báo cáo theo Văn bản số 9/SNV.") == []
    # in brackets behind the act: part of it
    kept = "Giao Sở Y tế rà soát nhân lực (cả hợp đồng) trong tháng 5."
    assert _orders(kept) == [("Sở Y tế", "rà soát nhân lực (cả hợp đồng) trong tháng 5")]


def test_a_department_whose_name_goes_on_in_small_letters() -> None:
    body = "Yêu cầu Sở Quản lý Nhà đất và công trình công cộng chủ trì tổ chức việc kiểm tra."
    assert _orders(body) == [
        ("Sở Quản lý Nhà đất và công trình công cộng", "tổ chức việc kiểm tra")
    ]
    both = "Yêu cầu Sở Y tế và các đơn vị liên quan có trách nhiệm lập sổ."
    assert [lead for lead, _action in _orders(both)] != [
        "Sở Y tế và các đơn vị liên quan có trách nhiệm"
    ]
    assert _orders(both)[0][1] == "lập sổ"
