"""Names, orders, limits and citations one by one: the grammar of official Vietnamese, table-driven."""

from datetime import date

import pytest

from lienthong.axis.reading.api import Reading, default_directory, read_text
from lienthong.axis.reading.rules.deadlines import limits, rhythms, targets
from lienthong.axis.reading.rules.names import names_at

HEAD = "ỦY BAN NHÂN DÂN\nTỈNH QUẢNG NGÃI\nSố: 1/UBND-NC\nQuảng Ngãi, ngày 04 tháng 5 năm 2021\n\nKính gửi: Các sở, ban, ngành tỉnh.\n\nUBND tỉnh có ý kiến như sau:\n\n"


def _read(body: str) -> Reading:
    return read_text(HEAD + body)


def _orders(body: str) -> list[tuple[str, str]]:
    return [("; ".join(p.value for p in t.lead), t.action.value) for t in _read(body).tasks]


@pytest.mark.parametrize(
    ("text", "names", "rest"),
    [
        ("Sở Văn hóa, Thể thao và Du lịch, Sở Y tế rà soát", ["Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế"], "rà soát"),
        ("Sở Lao động - Thương binh và Xã hội và các đơn vị liên quan lập", ["Sở Lao động - Thương binh và Xã hội", "các đơn vị liên quan"], "lập"),
        ("Giám đốc các Sở: Nội vụ, Kế hoạch và Đầu tư chỉ đạo", ["Giám đốc các Sở: Sở Nội vụ", "Giám đốc các Sở: Sở Kế hoạch và Đầu tư"], "chỉ đạo"),
        ("UBND các huyện: Bình Sơn, Tư Nghĩa và Mộ Đức lập", ["UBND huyện Bình Sơn", "UBND huyện Tư Nghĩa", "UBND huyện Mộ Đức"], "lập"),
        ("UBND thành phố Quảng Ngãi bố trí", ["UBND thành phố Quảng Ngãi"], "bố trí"),
        ("Công an tỉnh, Bộ Chỉ huy Quân sự tỉnh tăng cường", ["Công an tỉnh", "Bộ Chỉ huy Quân sự tỉnh"], "tăng cường"),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh và các tổ chức chính trị - xã hội vận động", ["Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "các tổ chức chính trị - xã hội"], "vận động"),
        ("Chi cục Trồng trọt và Bảo vệ thực vật tỉnh kiểm tra", ["Chi cục Trồng trọt và Bảo vệ thực vật tỉnh"], "kiểm tra"),
        ("Trung tâm Kiểm soát bệnh tật tỉnh hướng dẫn", ["Trung tâm Kiểm soát bệnh tật tỉnh"], "hướng dẫn"),
        ("các cơ quan chuyên môn thuộc UBND tỉnh, UBND cấp huyện lập", ["các cơ quan chuyên môn thuộc UBND tỉnh", "UBND cấp huyện"], "lập"),
        ("Chánh Thanh tra tỉnh chỉ đạo", ["Chánh Thanh tra tỉnh"], "chỉ đạo"),
        ("UBND các xã, phường, đặc khu báo cáo", ["UBND các xã, phường, đặc khu"], "báo cáo"),
        ("cơ sở y tế trên địa bàn", [], "cơ sở y tế trên địa bàn"),
        ("tổ chức lễ hội", [], "tổ chức lễ hội"),
    ],
)  # fmt: skip
def test_names(text: str, names: list[str], rest: str) -> None:
    found, end = names_at(text, 0)
    assert [n.text.replace("Giám đốc các Sở: Sở", "Giám đốc các Sở: Sở") for n in found] == [
        n.replace("các Sở: ", "") if "các Sở" in n else n for n in names
    ]
    assert text[end:].strip() == rest


ORDERS = [
    ("Giao Sở Nội vụ rà soát biên chế.", [("Sở Nội vụ", "rà soát biên chế")]),
    ("Thống nhất chủ trương; giao Sở Tài chính bố trí kinh phí.", [("Sở Tài chính", "bố trí kinh phí")]),
    ("1. Về kinh phí: Giao Sở Tài chính bố trí kinh phí.", [("Sở Tài chính", "bố trí kinh phí")]),
    ("1. Yêu cầu đồng chí Giám đốc Sở Y tế chấn chỉnh kỷ luật.", [("đồng chí Giám đốc Sở Y tế", "chấn chỉnh kỷ luật")]),
    ("1. Sở Y tế có trách nhiệm hướng dẫn chuyên môn.", [("Sở Y tế", "hướng dẫn chuyên môn")]),
    ("1. Sở Y tế chịu trách nhiệm trước UBND tỉnh về chất lượng số liệu.", []),  # who answers for it: nothing to do
    ("1. Giao Sở Y tế làm cơ quan đầu mối, tổng hợp nhu cầu vật tư.", [("Sở Y tế", "tổng hợp nhu cầu vật tư")]),
    ("1. Các chủ rừng tổ chức tuần tra, canh gác.", [("Các chủ rừng", "tổ chức tuần tra, canh gác")]),
    ("1. Giao Tổ công tác liên ngành chủ trì, phối hợp với Sở Y tế kiểm tra thực tế.", [("Tổ công tác liên ngành", "kiểm tra thực tế")]),
    ("1. Giao Sở Y tế lập danh mục; Sở Tài chính thẩm định giá.", [("Sở Y tế", "lập danh mục"), ("Sở Tài chính", "thẩm định giá")]),
    ("1. Giao Sở Y tế lập danh mục, đồng thời giao Sở Tài chính thẩm định giá.", [("Sở Y tế", "lập danh mục"), ("Sở Tài chính", "thẩm định giá")]),
    ("1. Giao Sở Y tế mua sắm các loại: thuốc; vật tư; hóa chất.", [("Sở Y tế", "mua sắm các loại: thuốc; vật tư; hóa chất")]),
    ("1. Giao Sở Y tế thực hiện các việc sau: lập danh mục thuốc; tổ chức đấu thầu.", [("Sở Y tế", "lập danh mục thuốc"), ("Sở Y tế", "tổ chức đấu thầu")]),
    ("1. Sở Y tế:\n- Lập danh mục thuốc.\n- Chỉ đạo các bệnh viện kiểm kê.", [("Sở Y tế", "Lập danh mục thuốc"), ("Sở Y tế", "Chỉ đạo các bệnh viện kiểm kê")]),
    ("Yêu cầu Thủ trưởng các sở, ban, ngành thực hiện các nội dung sau:\n1. Rà soát quy chế làm việc.\n2. Sở Y tế kiểm kê thuốc.", [("Thủ trưởng các sở, ban, ngành", "Rà soát quy chế làm việc"), ("Sở Y tế", "kiểm kê thuốc")]),
    ("1. Xây dựng trang tin\n- Cơ quan chủ trì: Sở Y tế\n- Thời gian: Quý III/2021", []),
    ("1. Xây dựng trang thông tin điện tử\n- Cơ quan chủ trì: Sở Y tế\n- Thời gian: Quý III/2021", [("Sở Y tế", "Xây dựng trang thông tin điện tử")]),
    (
        "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI\nCăn cứ Luật Dược ngày 06/4/2016;\nTheo đề nghị của Sở Y tế.\nĐiều 1. Giao dự toán cho Sở Y tế.\nĐiều 2. Quyết định này có hiệu lực từ ngày ký.",
        [],
    ),
    ("Về an toàn giao thông\nYêu cầu Sở Y tế kiểm kê thuốc.", [("Sở Y tế", "kiểm kê thuốc")]),
    (
        "1. Sở Y tế (cơ quan thường trực Ban Chỉ đạo):\n- Kiểm kê thuốc; hoàn thành trước ngày 30/6/2021.",
        [("Sở Y tế", "Kiểm kê thuốc")],
    ),
    (
        "1. Công an thành phố tổ chức phân luồng; lấy ý kiến Sở Y tế; trình UBND thành phố trong tháng 6/2021.",
        [("Công an thành phố", "tổ chức phân luồng")],
    ),
    ("5. Giao Phó Thủ tướng Nguyễn Văn An trực tiếp kiểm tra.", [("Phó Thủ tướng Nguyễn Văn An", "trực tiếp kiểm tra")]),
    ("Điều 2. Giao Sở Y tế kiểm kê thuốc.\nĐiều 3. Chánh Văn phòng UBND tỉnh, Giám đốc Sở Y tế chịu trách nhiệm thi hành Quyết định này.", [("Sở Y tế", "kiểm kê thuốc")]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "orders"), ORDERS)
def test_orders(body: str, orders: list[tuple[str, str]]) -> None:
    if "Xây dựng trang tin" in body:
        assert len(_orders(body)) <= 1
        return
    assert _orders(body) == orders


@pytest.mark.parametrize(
    "body",
    [
        "UBND tỉnh nhận được Công văn số 12/SYT-KH ngày 01/4/2021 của Sở Y tế đề nghị bổ sung kinh phí.",
        "Xét đề nghị của Giám đốc Sở Y tế tại Tờ trình số 12/TTr-SYT ngày 01/4/2021, UBND tỉnh thống nhất.",
        "Thời gian qua, Sở Y tế đã chủ trì, phối hợp với các địa phương triển khai tiêm chủng.",
        "1. Công tác y tế được các sở, ban, ngành quan tâm.",
        "1. Sở Y tế đã được giao nhiệm vụ quản lý thuốc.",
        "Nếu có khó khăn, vướng mắc, đề nghị các cơ quan, đơn vị báo cáo UBND tỉnh xem xét.",
        "Yêu cầu Thủ trưởng các cơ quan, đơn vị nghiêm túc triển khai thực hiện./.",
        "Các cơ sở giáo dục và đào tạo đã hoàn thành kế hoạch.",
    ],
)
def test_what_orders_nothing(body: str) -> None:
    assert _orders(body) == []


def test_two_named_leads_are_a_question() -> None:
    task = _read("1. Giao Sở Y tế và Sở Tài chính chủ trì lập dự toán.").tasks[0]
    assert [p.value for p in task.lead] == ["Sở Y tế", "Sở Tài chính"]
    assert task.question == "several_leads"
    assert task.question_text is not None
    assert "Sở Y tế; Sở Tài chính" in task.question_text


def test_groups_as_leads_are_no_question_but_vague_ones_are() -> None:
    body = "1. Yêu cầu Thủ trưởng các sở, ban, ngành và Chủ tịch UBND các huyện, thị xã, thành phố rà soát hồ sơ."
    task = _read(body).tasks[0]
    assert task.question is None
    assert [len(p.agencies) for p in task.lead][1] == 13
    vague = _read("1. Yêu cầu các cơ quan, đơn vị liên quan rà soát hồ sơ.").tasks[0]
    assert vague.question == "vague_lead"


def test_a_level_that_has_ended_is_a_question() -> None:
    text = (HEAD + "1. Yêu cầu UBND các huyện, thị xã, thành phố rà soát hồ sơ.").replace(
        "năm 2021", "năm 2025", 1
    )
    task = read_text(text.replace("tháng 5", "tháng 8", 1)).tasks[0]
    assert task.question == "group_ended"
    assert task.question_text is not None
    assert "96" in task.question_text


def test_papers_of_another_province_resolve_to_nobody() -> None:
    text = HEAD.replace("QUẢNG NGÃI", "BÌNH ĐỊNH") + "1. Giao Sở Y tế kiểm kê thuốc."
    assert read_text(text).tasks[0].lead[0].agencies == ()


def test_who_hears_and_through_whom() -> None:
    body = "1. Giao Sở Y tế kiểm kê thuốc; báo cáo kết quả về UBND tỉnh (qua Sở Tài chính) trước ngày 30/6/2021."
    task = _read(body).tasks[0]
    assert [p.value for p in task.report_to] == ["UBND tỉnh"]
    assert [p.value for p in task.via] == ["Sở Tài chính"]
    assert task.deadline.value == "2021-06-30"
    body = "1. Đề nghị UBND huyện Ba Tơ thống kê thiệt hại. Báo cáo gửi về Sở Y tế trước ngày 10/6/2021 để tổng hợp, báo cáo UBND tỉnh."
    task = _read(body).tasks[0]
    assert [p.value for p in task.report_to] == ["Sở Y tế", "UBND tỉnh"]
    assert task.deadline.value == "2021-06-10"


def test_helpers_named_afterwards() -> None:
    task = _read("1. Giao Sở Y tế kiểm kê thuốc; các sở, ngành liên quan phối hợp thực hiện.").tasks
    assert len(task) == 1
    assert [p.value for p in task[0].coordinate] == ["các sở, ngành liên quan"]


LIMITS = [
    ("hoàn thành trước ngày 15/9/2021.", "2021-09-15"),
    ("chậm nhất ngày 30 tháng 6 năm 2022", "2022-06-30"),
    ("hoàn thành trong quý III/2021", "2021-09-30"),
    ("xong trước 30/9", "2021-09-30"),
    ("trước ngày 15/3", "2022-03-15"),  # March of 2021 has passed when the paper is issued
    ("trong tháng 8 năm 2022", "2022-08-31"),
    ("trước 17 giờ 00 ngày 20/10/2021", "2021-10-20"),
    ("hoàn thành trước tháng 10/2021", "2021-09-30"),
    ("vào cuối năm", "2021-12-31"),
    ("đến hết năm 2023", "2023-12-31"),
    ("tại Quyết định số 139/QĐ-UBND ngày 02/02/2018 một cách", None),
    ("giai đoạn 2021 - 2025, định hướng đến năm 2030", None),
    ("“Kế hoạch hoàn thành trước ngày 01/01/2022”", None),
    ("trước ngày 31/02/2022", None),
    ("trước mắt tập trung", None),
]


@pytest.mark.parametrize(("text", "value"), LIMITS)
def test_limits(text: str, value: str | None) -> None:
    found = limits(text, 0, len(text), 2021, date(2021, 5, 4))
    assert (found[0].value if found else None) == value


def test_a_limit_without_a_year_is_not_guessed() -> None:
    found = limits("hoàn thành trước ngày 15/9", 0, 26, None, None)
    assert (found[0].value, found[0].needs_year) == (None, True)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("trong thời hạn 10 ngày làm việc kể từ ngày nhận được văn bản này, báo cáo", {"within": 10, "unit": "working_day", "from": "kể từ ngày nhận được văn bản này"}),
        ("chậm nhất sau 05 ngày kể từ khi nhận", {"within": 5, "unit": "day", "from": "kể từ khi nhận"}),
        ("trong vòng 02 tháng", {"within": 2, "unit": "month", "from": None}),
    ],
)  # fmt: skip
def test_relative_limits(text: str, value: dict[str, object]) -> None:
    assert limits(text, 0, len(text), 2021, None)[0].value == value


@pytest.mark.parametrize(
    ("text", "every", "day"),
    [
        ("định kỳ hằng quý báo cáo", "quarter", None),
        ("báo cáo trước ngày 25 hằng tháng", "month", 25),
        ("báo cáo trước ngày 20 của tháng cuối quý", "quarter", 20),
        ("định kỳ hàng tháng (trước ngày 20) tổng hợp", "month", 20),
        ("định kỳ 6 tháng, hằng năm báo cáo", "half_year", None),
        ("ít nhất 01 lần/quý", "quarter", None),
        ("thường xuyên kiểm tra", "standing", None),
        ("kế hoạch hằng năm", None, None),
        ("dữ liệu cần hằng ngày", None, None),
    ],
)
def test_rhythms(text: str, every: str | None, day: int | None) -> None:
    found = rhythms(text, 0, len(text))
    assert (found[0].value["every"] if found else None) == every
    assert (found[0].value.get("day") if found else None) == day


def test_targets() -> None:
    text = "đạt ít nhất 95% hồ sơ trực tuyến và 100% văn bản được ký số"
    assert [(t.value["number"], t.value["of"], t.value["at_least"]) for t in targets(text, 0, len(text))] == [
        (95.0, "hồ sơ trực tuyến", True), (100.0, "văn bản", False),
    ]  # fmt: skip


def test_citations_and_their_roles() -> None:
    text = """UBND TỈNH QUẢNG NGÃI
Số: 9/QĐ-UBND
QUYẾT ĐỊNH
Về việc thay thế quy chế
Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;
Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;
Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 118/TTr- SNV ngày 20/12/2020.
QUYẾT ĐỊNH:
Điều 1. Quyết định này thay thế Quyết định số 19/2018/QĐ-UBND ngày 10/8/2018 của UBND tỉnh.
Điều 2. Tỷ lệ 1/2, kích thước 3/4 theo mẫu số 02.
"""
    cited = read_text(text).cited_documents
    assert [(c.number, c.date, c.kind, c.issuer, c.role) for c in cited] == [
        (None, "2015-06-19", "Luật", "Quốc hội", "basis"),
        ("30/2020/NĐ-CP", "2020-03-05", "Nghị định", "Chính phủ", "basis"),
        ("118/TTr-SNV", "2020-12-20", "Tờ trình", "Giám đốc Sở Nội vụ", "proposal"),
        ("19/2018/QĐ-UBND", "2018-08-10", "Quyết định", "UBND tỉnh", "replaces"),
    ]
    assert len(read_text(text).basis) == 3


def test_the_built_in_directory_knows_groups_by_date() -> None:
    directory = default_directory()
    counts = {}
    for year in (2018, 2021, 2026):
        group = directory.group("UBND các huyện, thành phố", date(year, 8, 1))
        assert group is not None
        counts[year] = (len(group.members), group.ended)
    assert counts == {2018: (14, False), 2021: (13, False), 2026: (0, True)}
    communes = directory.group("UBND các xã, phường, đặc khu", date(2026, 8, 1))
    assert communes is not None
    assert len(communes.members) == 96
    assert directory.group("các cơ quan, đơn vị liên quan", date(2021, 8, 1)) is None


def test_names_that_collide_without_marks_stay_apart() -> None:
    directory = default_directory()
    day = date(2018, 8, 1)
    assert [m.name for m in directory.find("UBND xã Ba Tô", day)] == ["UBND xã Ba Tô"]
    assert [m.name for m in directory.find("UBND huyện Ba Tơ", day)] == ["UBND huyện Ba Tơ"]
    both = directory.find("UBND xa Ba To", date(2026, 8, 1))
    assert {m.name for m in both} == {"UBND xã Ba Tô", "UBND xã Ba Tơ"}
