"""Forms of orders that real papers use and plain ones do not, each with what only looks like one."""

import pytest

from lienthong.axis.reading.api import Reading, read_text
from lienthong.axis.reading.rules.names import names_at

HEAD = """SỞ NỘI VỤ
TỈNH LÂM ĐỒNG
Số: 12/SNV-TCBC
V/v rà soát hồ sơ
Lâm Đồng, ngày 04 tháng 5 năm 2021

Kính gửi:
- UBND các huyện, thành phố;
- Các phòng chuyên môn thuộc Sở.

"""
TOLD = "UBND các huyện, thành phố; Các phòng chuyên môn thuộc Sở"


def _read(body: str) -> Reading:
    return read_text(HEAD + body + "\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n")


def _orders(body: str) -> list[tuple[str, str]]:
    return [("; ".join(p.value for p in t.lead), t.action.value) for t in _read(body).tasks]


@pytest.mark.parametrize(
    ("text", "names", "rest"),
    [
        ("Sở Y tế TP. Hải Phòng kiểm tra", ["Sở Y tế TP. Hải Phòng"], "kiểm tra"),
        ("UBND Tp Vinh rà soát", ["UBND Tp Vinh"], "rà soát"),
        ("UBND các huyện, thị, thành báo cáo", ["UBND các huyện, thị, thành"], "báo cáo"),
        ("Chủ tịch UBND quận - huyện rà soát", ["Chủ tịch UBND quận - huyện"], "rà soát"),
        ("Sở Tài chính - Vật giá lập", ["Sở Tài chính - Vật giá"], "lập"),
        ("Sở Khoa học, Công nghệ và Môi trường lập", ["Sở Khoa học, Công nghệ và Môi trường"], "lập"),
        ("Các sở Y tế (hoặc Ban Y tế) lập", ["Các sở Y tế (hoặc Ban Y tế)"], "lập"),
        ("Các Cục Hải quan tỉnh, thành phố lập", ["Các Cục Hải quan tỉnh, thành phố"], "lập"),
        ("Trưởng phòng Y tế các huyện, thị xã chỉ đạo", ["Trưởng phòng Y tế các huyện, thị xã"], "chỉ đạo"),
        ("Ban An toàn giao thông các sở, ngành lập", ["Ban An toàn giao thông các sở, ngành"], "lập"),
        ("Giám đốc các bệnh viện trực thuộc Bộ chỉ đạo", ["Giám đốc các bệnh viện trực thuộc Bộ"], "chỉ đạo"),
        ("Ủy ban nhân dân các cấp lập", ["Ủy ban nhân dân các cấp"], "lập"),
        # a city joined by a comma stays one of several names; a verb is no place
        ("Sở Y tế, thành phố Huế lập", ["Sở Y tế"], ", thành phố Huế lập"),
        ("Sở Y tế (đã ký) lập", ["Sở Y tế"], "(đã ký) lập"),
        ("Sở Tài chính - Giao thẩm định", ["Sở Tài chính"], "- Giao thẩm định"),
    ],
)  # fmt: skip
def test_names_as_papers_write_them(text: str, names: list[str], rest: str) -> None:
    found, end = names_at(text, 0)
    assert [n.text for n in found] == names
    assert text[end:].strip() == rest


@pytest.mark.parametrize(
    ("body", "orders"),
    [
        (
            "Để có số liệu tổng hợp; bảo đảm thời gian theo quy định, Phòng Nội vụ huyện Lạc Dương lập danh sách công chức.",
            [("Phòng Nội vụ huyện Lạc Dương", "lập danh sách công chức")],
        ),
        (
            "3. Tổ chức thực hiện: Căn cứ tình hình thực tế, UBND các huyện chủ trì rà soát hộ nghèo.",
            [("UBND các huyện", "rà soát hộ nghèo")],
        ),
        (
            "Đề nghị các phòng, đơn vị thuộc Sở, phòng Văn hóa, Thông tin các huyện góp ý dự thảo Quy chế.",
            [("các phòng, đơn vị thuộc Sở; phòng Văn hóa, Thông tin các huyện", "góp ý dự thảo Quy chế")],
        ),
        (
            "Đề nghị Sở Y tế căn cứ Quy chế làm việc của UBND tỉnh (ban hành kèm theo Quyết định số 15/2019/QĐ-UBND), hoàn chỉnh dự thảo.",
            [("Sở Y tế", "hoàn chỉnh dự thảo")],
        ),
        (
            "Sở Nội vụ yêu cầu các đơn vị:\n1. Phân công công chức làm đầu mối theo dõi.\n2. Lập sổ theo dõi.",
            [("các đơn vị", "Phân công công chức làm đầu mối theo dõi"), ("các đơn vị", "Lập sổ theo dõi")],
        ),
        (
            "Điều 2. Giám đốc Sở Y tế phối hợp với các sở, ngành tổ chức triển khai thực hiện Quyết định này.",
            [("Giám đốc Sở Y tế", "tổ chức triển khai thực hiện Quyết định này")],
        ),
        (
            "1. Sở Y tế là cơ quan thường trực của Ban Chỉ đạo, bố trí phòng họp.",
            [("Sở Y tế", "bố trí phòng họp")],
        ),
        ("Kính chuyển đơn đến Ủy ban nhân dân huyện Đức Trọng xem xét, giải quyết.", [("Ủy ban nhân dân huyện Đức Trọng", "xem xét, giải quyết")]),
        ("Kính đề nghị Quý cơ quan, đơn vị cử công chức dự họp.", [("Quý cơ quan, đơn vị", "cử công chức dự họp")]),
        ("1. Mỗi đơn vị lập danh sách cán bộ dự thi.", [("Mỗi đơn vị", "lập danh sách cán bộ dự thi")]),
        (
            "Đề nghị Sở Y tế:\n- Mỗi đơn vị lập một danh sách cán bộ dự thi.",
            [("Sở Y tế", "Mỗi đơn vị lập một danh sách cán bộ dự thi")],
        ),
        (
            "3. Đối với các chủ rừng: tổ chức tuần tra; nếu để mất rừng phải chịu trách nhiệm trước pháp luật.",
            [("các chủ rừng", "tổ chức tuần tra; nếu để mất rừng phải chịu trách nhiệm trước pháp luật")],
        ),
        (
            "Sở kính chuyển đến các phòng văn bản số 12/BNV-TCBC để nghiên cứu, góp ý.",
            [("các phòng", "nghiên cứu, góp ý")],
        ),
        (
            "3. Công an tỉnh là cơ quan thường trực của Ban Chỉ đạo, có nhiệm vụ xây dựng Quy chế.",
            [("Công an tỉnh", "xây dựng Quy chế")],
        ),
        ("Văn phòng xin gửi dự thảo Nghị định để quý Bộ có ý kiến.", [("quý Bộ", "có ý kiến")]),
        (
            "Phó Chủ tịch UBND tỉnh Trần Văn Mẫu yêu cầu Sở Y tế làm rõ nội dung báo nêu.",
            [("Sở Y tế", "làm rõ nội dung báo nêu")],
        ),
        ("Sở đề nghị báo cáo:\n- Không có nội dung.", []),
    ],
)  # fmt: skip
def test_orders_behind_what_opens_them(body: str, orders: list[tuple[str, str]]) -> None:
    assert _orders(body) == orders


@pytest.mark.parametrize(
    "body",
    [
        # what some paper asked for before
        "Ngày 02/3/2021, Sở Nội vụ đã có Công văn số 45/SNV-TCBC đề nghị UBND các huyện rà soát biên chế.",
        "Sở đã nhận được văn bản của Ban Dân tộc đề nghị Sở Y tế cử cán bộ.",
        "Để triển khai Đề án, thời gian qua các phòng chuyên môn tích cực rà soát hồ sơ.",
        'Tại trang 2 đã in: "Yêu cầu các phòng báo cáo" nay sửa là: "Yêu cầu các phòng rà soát".',
        "Ngày 02/3/2021, UBND tỉnh có Công văn số 45/UBND-NC giao các sở, ngành rà soát biên chế.",
        "4. Hình thức quản lý dự án: Chủ đầu tư trực tiếp quản lý dự án.",
        "Điều 2. Các thành viên Tổ công tác làm việc theo chế độ kiêm nhiệm.",
        "Bộ đã gửi dự thảo để các Bộ có ý kiến.",
        "Sở xin gửi dự thảo Quy chế để các phòng biết, thực hiện.",
        "Cùng dự có các đồng chí: Trần Văn Mẫu, Phó Trưởng phòng; đại diện các phòng.",
        "Sở Nội vụ trả lời để UBND các huyện biết và tổ chức thực hiện.",
        "Đề nghị các phòng quan tâm thực hiện để công tác lưu trữ đạt kết quả tốt.",
        "1. Đối với các đơn vị không bố trí trực thì thực hiện lịch nghỉ bù.",
        "Điều 2. Giám đốc Sở Y tế, Thủ trưởng các đơn vị liên quan chịu trách nhiệm thi hành Quyết định này.",
        "Phòng Tổ chức - số 36, Trần Phú, Đà Lạt. Email: mau@example.vn.",
        # the issuer says what it does itself
        "Sở Nội vụ có ý kiến như sau:\n1. Thống nhất với đề nghị của huyện.\n2. Cho phép tuyển dụng 02 công chức.",
        "Sở Nội vụ thông báo lịch nghỉ như sau:\n1. Công chức được nghỉ 02 ngày.\n2. Thời gian nghỉ từ thứ Hai.",
    ],
)  # fmt: skip
def test_what_only_looks_like_an_order(body: str) -> None:
    assert _orders(body) == []


def test_points_without_a_name_are_for_the_addressees() -> None:
    asked = "Sở Nội vụ yêu cầu tập trung làm tốt các việc sau:\n1. Rà soát hồ sơ.\n2. Sở Y tế cử người dự họp."
    assert _orders(asked) == [(TOLD, "Rà soát hồ sơ"), ("Sở Y tế", "cử người dự họp")]
    alone = "Yêu cầu rà soát hồ sơ lưu trữ của đơn vị mình."
    assert _orders(alone) == [(TOLD, "rà soát hồ sơ lưu trữ của đơn vị mình")]
    nobody = read_text(
        HEAD.replace(
            "Kính gửi:\n- UBND các huyện, thành phố;\n- Các phòng chuyên môn thuộc Sở.\n", ""
        )
        + asked
    )
    assert [t.action.value for t in nobody.tasks] == ["cử người dự họp"]


def test_a_lead_in_may_be_the_duty_itself() -> None:
    body = (
        "Đề nghị các đơn vị báo cáo tình hình biên chế năm 2021 theo các nội dung sau:\n"
        "1. Số biên chế có mặt.\n2. Số vị trí còn thiếu."
    )
    assert _orders(body) == [("các đơn vị", "báo cáo tình hình biên chế năm 2021")]
    list_of_duties = (
        "Đề nghị các đơn vị thực hiện các nội dung sau:\n1. Lập sổ biên chế.\n2. Rà soát vị trí."
    )
    assert [action for _, action in _orders(list_of_duties)] == [
        "Lập sổ biên chế",
        "Rà soát vị trí",
    ]


@pytest.mark.parametrize(
    "last",
    [
        "Báo cáo gửi về Sở Nội vụ trước ngày 25/5/2021.",
        "Thời hạn gửi báo cáo: trước 16h00 ngày 25/5/2021.",
        "Các đơn vị gửi kết quả về Sở Nội vụ chậm nhất ngày 25/5/2021.",
        "Văn bản xin gửi về Sở Nội vụ trước ngày 25 tháng 5 năm 2021 để tổng hợp.",
    ],
)
def test_a_limit_in_a_sentence_of_its_own(last: str) -> None:
    (task,) = _read(f"Đề nghị các đơn vị rà soát biên chế được giao.\n\n{last}").tasks
    assert task.action.value == "rà soát biên chế được giao"
    assert task.deadline.value == "2021-05-25"


def test_behind_several_duties_it_is_the_limit_of_the_report_alone() -> None:
    body = (
        "Đề nghị các đơn vị:\n1. Rà soát biên chế.\n2. Lập sổ theo dõi.\n\n"
        "Báo cáo gửi về Sở Nội vụ trước ngày 25/5/2021."
    )
    tasks = _read(body).tasks
    assert [t.deadline.value for t in tasks] == [None, None, "2021-05-25"]
    assert tasks[-1].action.value == "Báo cáo gửi về Sở Nội vụ trước ngày 25/5/2021"
    addressees = _read(body).document["recipients_to"].value
    assert [p.value for p in tasks[-1].lead] == addressees
    silent = body.replace("gửi về Sở Nội vụ trước ngày 25/5/2021", "nêu rõ khó khăn")
    assert len(_read(silent).tasks) == 2
    cited = (
        "Đề nghị các đơn vị rà soát biên chế.\n\nBáo cáo số 5/BC-SNV ngày 25/5/2020 gửi kèm theo."
    )
    assert [t.deadline.value for t in _read(cited).tasks] == [None]


def test_those_a_telegram_is_sent_to_are_no_points() -> None:
    body = (
        "CÔNG ĐIỆN\nCHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG điện:\n- Sở Y tế;\n"
        "- UBND các huyện có hồ chứa tổ chức trực.\n\nYêu cầu Sở Y tế chuẩn bị cơ số thuốc."
    )
    assert _orders(body)[-1] == ("Sở Y tế", "chuẩn bị cơ số thuốc")
    assert len(_orders(body)) == 1


def test_the_issuer_in_its_other_forms_is_told_nothing() -> None:
    head = HEAD.replace(
        "SỞ NỘI VỤ\nTỈNH LÂM ĐỒNG", "UBND THÀNH PHỐ ĐÀ LẠT\nPHÒNG GIÁO DỤC VÀ ĐÀO TẠO"
    )
    told = read_text(head + "1. Phòng GD&ĐT cấp kinh phí.\n2. Phòng Y tế thành phố lập sổ.")
    assert [t.action.value for t in told.tasks] == ["lập sổ"]


def test_a_reference_alone_on_the_first_line_is_the_number() -> None:
    body = "\n\nCông văn V/v rà soát di tích\n\nKính gửi: Sở Nội vụ tỉnh Lâm Đồng\n\nĐề nghị Sở rà soát di tích."
    found = read_text(f"1911/BVHTTDL-VHCS{body}").document
    assert (found["number"].value, found["symbol"].value) == ("1911", "BVHTTDL-VHCS")
    assert found["subject"].value == "rà soát di tích"
    told = read_text(f"Theo Công văn số 1911/BVHTTDL-VHCS{body}").document
    assert told["number"].value is None


def test_the_nation_named_in_the_body_is_no_head() -> None:
    found = _read("1. Treo bản đồ Nước  Cộng hòa xã hội chủ nghĩa Việt Nam.\n2. Lập sổ.").document
    assert found["number"].value == "12"
