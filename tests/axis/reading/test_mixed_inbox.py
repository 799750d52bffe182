"""Forms of duties in the letters, notices and plans of a usual week: who is told, what is only told about."""

import pytest

from lienthong.axis.reading.api import Reading, read_text

HEAD = """{agency}
-------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 45/{symbol}
V/v triển khai một số nhiệm vụ
Bình Định, ngày 14 tháng 3 năm 2024

Kính gửi:
- Các sở, ban, ngành;
- UBND các huyện, thị xã, thành phố.

"""
PROVINCE = ("ỦY BAN NHÂN DÂN TỈNH BÌNH ĐỊNH", "UBND-TH")
DEPARTMENT = ("SỞ Y TẾ TỈNH BÌNH ĐỊNH", "SYT-VP")
GOVERNMENT = ("VĂN PHÒNG CHÍNH PHỦ", "VPCP-TH")


def _read(body: str, issuer: tuple[str, str] = PROVINCE) -> Reading:
    return read_text(HEAD.format(agency=issuer[0], symbol=issuer[1]) + body)


def _orders(body: str, issuer: tuple[str, str] = PROVINCE) -> list[tuple[str, str]]:
    tasks = _read(body, issuer).tasks
    return [("; ".join(p.value for p in t.lead), str(t.action.value)) for t in tasks]


@pytest.mark.parametrize(
    ("body", "orders"),
    [
        # what shall not be done is a task of its own, in a clause or a sentence
        ("Sở Xây dựng chi trả tiền tạm cư; không được cưỡng chế hộ chưa có nơi ở.",
         [("Sở Xây dựng", "chi trả tiền tạm cư"), ("Sở Xây dựng", "không được cưỡng chế hộ chưa có nơi ở")]),
        ("1. Các trường\n- Thu học phí đúng quy định. Không được thu gộp nhiều khoản vào một đợt.",
         [("Các trường", "Thu học phí đúng quy định"), ("Các trường", "Không được thu gộp nhiều khoản vào một đợt")]),
        # but not in a list of what is counted
        ('Đề nghị Hội Nông dân tỉnh vận động hội viên thực hiện "3 không": không giấu dịch; không bán chạy; không vứt xác bừa bãi.',
         [("Hội Nông dân tỉnh", 'vận động hội viên thực hiện "3 không": không giấu dịch; không bán chạy; không vứt xác bừa bãi')]),
        # each of those who were told
        ("1. UBND các phường\n1.1. Duy trì các tuyến phố văn minh; mỗi phường đăng ký thêm 01 tuyến kiểu mẫu.",
         [("UBND các phường", "Duy trì các tuyến phố văn minh"), ("UBND các phường", "mỗi phường đăng ký thêm 01 tuyến kiểu mẫu")]),
        # what is to be handed in by a day, behind words that only close
        ("Yêu cầu các sở, ngành tổ chức thực hiện nghiêm túc Chỉ thị này; báo cáo kết quả về UBND tỉnh trước ngày 20/12/2024.",
         [("các sở, ngành", "báo cáo kết quả về UBND tỉnh trước ngày 20/12/2024")]),
        ("Yêu cầu các sở, ngành tổ chức thực hiện nghiêm túc Chỉ thị này; nếu có vướng mắc báo cáo UBND tỉnh.", []),
        # a helper behind "cùng với", at the head of a clause too
        ("1. Phòng Văn hóa chuẩn bị hội trường; cùng với Trạm Y tế xã phun khử khuẩn các khu dân cư.",
         [("Phòng Văn hóa", "chuẩn bị hội trường"), ("Phòng Văn hóa", "phun khử khuẩn các khu dân cư")]),
        # a topic before what is done
        ("Sở Giao thông vận tải kiểm tra các tuyến đường; đối với điểm sạt lở Km 12, cắm biển cảnh báo.",
         [("Sở Giao thông vận tải", "kiểm tra các tuyến đường"), ("Sở Giao thông vận tải", "cắm biển cảnh báo")]),
        # what is done by somebody
        ("Việc cho vay các dự án do Ngân hàng Phát triển Việt Nam xem xét, quyết định theo quy định.",
         [("Ngân hàng Phát triển Việt Nam", "xem xét, quyết định theo quy định")]),
        ("Việc thẩm định giáo trình do Chi cục Thú y thực hiện.", [("Chi cục Thú y", "Việc thẩm định giáo trình")]),
        # bodies whose kind is written small
        ("Giao phòng Nông nghiệp và PTNT tổng hợp báo cáo.", [("phòng Nông nghiệp và PTNT", "tổng hợp báo cáo")]),
        # somebody with his post, an aside, a work line with who does it
        ("1. Thầy Lê Văn Mẫu - Phó Hiệu trưởng (phụ trách chuyên môn): Duyệt đề cương ôn tập.",
         [("Thầy Lê Văn Mẫu - Phó Hiệu trưởng", "Duyệt đề cương ôn tập")]),
        ("1. Tổ Văn phòng:\n- Cô Mẫu (văn thư): lập danh sách phòng thi;\n- Thầy Thử (kế toán): lập dự toán.",
         [("Cô Mẫu", "lập danh sách phòng thi"), ("Thầy Thử", "lập dự toán")]),
        ("1. Giám đốc Sở Nội vụ - Phó Trưởng Ban\n- Xây dựng Quy chế hoạt động của Tổ giúp việc.",
         [("Giám đốc Sở Nội vụ - Phó Trưởng Ban", "Xây dựng Quy chế hoạt động của Tổ giúp việc")]),
        ("1. Phòng Công nghệ thông tin - đầu mối\n1.1. Khảo sát, xây dựng phương án kỹ thuật.",
         [("Phòng Công nghệ thông tin", "Khảo sát, xây dựng phương án kỹ thuật")]),
        ("a) Nội dung 1: Hỗ trợ phát triển sản xuất theo chuỗi giá trị (Sở Công Thương chủ trì thực hiện).\n"
         "b) Nội dung 2: Cải thiện dinh dưỡng cho trẻ em hộ nghèo (Sở Y tế chủ trì thực hiện).",
         [("Sở Công Thương", "Hỗ trợ phát triển sản xuất theo chuỗi giá trị"), ("Sở Y tế", "Cải thiện dinh dưỡng cho trẻ em hộ nghèo")]),
        ("1. Tổ công tác thúc đẩy giải ngân (do đồng chí Phó Chủ tịch làm Tổ trưởng): Họp giao ban 02 tuần một lần.",
         [("Tổ công tác thúc đẩy giải ngân", "Họp giao ban 02 tuần một lần")]),
        ("1. Tổ có nhiệm vụ:\na) Rà soát tồn kho thuốc;\nb) Đề xuất phương án mua sắm.",
         [("Tổ", "Rà soát tồn kho thuốc"), ("Tổ", "Đề xuất phương án mua sắm")]),
        # names that hold words of work
        ("Yêu cầu các đơn vị: Bộ Tư lệnh Cảnh sát cơ động; Cục Quản lý xây dựng và doanh trại; Cục Y tế chuẩn bị lực lượng.",
         [("Bộ Tư lệnh Cảnh sát cơ động; Cục Quản lý xây dựng và doanh trại; Cục Y tế", "chuẩn bị lực lượng")]),
        ("1. Các cơ quan tham mưu, giúp việc Tỉnh ủy cho ý kiến nhận xét đối với các tập thể.",
         [("Các cơ quan tham mưu, giúp việc Tỉnh ủy", "cho ý kiến nhận xét đối với các tập thể")]),
        (
            "1. Ban Chỉ đạo quốc gia về phòng, chống thiên tai tổ chức kiểm tra công tác ứng phó.\n"
            "2. Ban Chỉ đạo quốc gia phòng, chống dịch COVID-19 hướng dẫn thực hiện Chỉ thị số 16/CT-TTg.",
            [
                ("Ban Chỉ đạo quốc gia về phòng, chống thiên tai", "tổ chức kiểm tra công tác ứng phó"),
                ("Ban Chỉ đạo quốc gia phòng, chống dịch COVID-19", "hướng dẫn thực hiện Chỉ thị số 16/CT-TTg"),
            ],
        ),
        # praise and blame before an order
        ("UBND tỉnh phê bình các địa phương chưa nộp báo cáo và yêu cầu Chủ tịch UBND các huyện chỉ đạo đối chiếu công nợ.",
         [("Chủ tịch UBND các huyện", "chỉ đạo đối chiếu công nợ")]),
    ],
)  # fmt: skip
def test_who_is_told_what(body: str, orders: list[tuple[str, str]]) -> None:
    assert _orders(body) == orders


@pytest.mark.parametrize(
    "body",
    [
        # what others asked for, told before the paper asks for something itself
        "Thực hiện Nghị quyết số 17/NQ-CP ngày 07/3/2019 của Chính phủ, trong đó giao các địa phương hoàn thành tích hợp dịch vụ công trong năm 2020, Sở Y tế xây dựng kế hoạch như sau:\n1. Rà soát thủ tục.\n2. Nâng cấp phần mềm.",
        "Tại cuộc họp ngày 11/3/2020, Thủ tướng Chính phủ yêu cầu các địa phương không được lơ là, giao Bộ Công an tổ chức khai báo y tế.",
        "Thủ tướng Chính phủ đã trực tiếp đến hiện trường, yêu cầu tỉnh hoàn thành khu tái định cư trước ngày 31/12/2024.",
        "Ngay từ đầu năm, Giám đốc Sở đã giao Văn phòng niêm yết công khai thủ tục; yêu cầu cán bộ, công chức đeo thẻ khi làm việc.",
        # who answers for something, who sits where, when something is
        "Hiệu trưởng trường nào để xảy ra lạm thu phải chịu trách nhiệm trước Trưởng phòng.",
        "1. Bà Mẫu Thị Thử, Trưởng Phòng Y tế: Phó ban;\n2. Ông Mẫu Văn Hai, Trưởng Công an huyện: Thành viên.",
        "1. Hội diễn văn nghệ: 14h00 ngày 15/11/2019.\n2. Lễ kỷ niệm: 7h30 ngày 20/11/2019 tại sân trường.",
        "Vụ Đông năm 2014 toàn huyện gieo trồng được 6.980 ha, giá trị sản xuất đạt 612 tỷ đồng.",
        "- Thường trực HĐND thành phố: có mặt 09/09;\n- Lãnh đạo các Ban: có mặt 05/05.",
    ],
)
def test_what_is_only_told_is_no_task(body: str) -> None:
    assert _orders(body, DEPARTMENT) == []


def test_the_office_of_the_government_hands_on_what_its_head_asks() -> None:
    body = "Phó Thủ tướng Trần Văn Mẫu yêu cầu Bộ Y tế làm rõ nội dung báo nêu."
    assert _orders(body, GOVERNMENT) == [("Bộ Y tế", "làm rõ nội dung báo nêu")]
    assert _orders(body, DEPARTMENT) == []


def test_since_when_a_paper_holds_is_no_time_limit() -> None:
    [task] = _read(
        "Ban An toàn giao thông tỉnh theo dõi, đôn đốc việc thực hiện. Chỉ thị này có hiệu lực sau 10 ngày kể từ ngày ký."
    ).tasks
    assert task.deadline.value is None


def test_helpers_behind_together_with_are_no_leads() -> None:
    [task] = _read("Sở Nội vụ cùng với Sở Tư pháp nghiên cứu, trình UBND tỉnh Quy chế.").tasks
    assert [p.value for p in task.lead] == ["Sở Nội vụ"]
    assert [p.value for p in task.coordinate] == ["Sở Tư pháp"]


def test_an_invitation_gives_work_where_it_shares_it_out() -> None:
    text = HEAD.format(agency=PROVINCE[0], symbol="GM-UBND").replace(
        "V/v triển khai một số nhiệm vụ", ""
    )
    text = text.replace("Kính gửi:", "GIẤY MỜI\nHọp về giải ngân vốn đầu tư công\n\nKính gửi:")
    body = "Nội dung họp như sau.\n1. Thời gian: 14 giờ ngày 20/3/2024.\n2. Phân công chuẩn bị:\n- Sở Tài chính chuẩn bị báo cáo giải ngân.\n"
    assert [t.action.value for t in read_text(text + body).tasks] == ["chuẩn bị báo cáo giải ngân"]
    told = "Nội dung họp như sau.\n1. Thời gian: 14 giờ ngày 20/3/2024.\n- Sở Tài chính chuẩn bị báo cáo giải ngân.\n"
    assert read_text(text + told).tasks == ()


FOLDED = """Công văn 384/BYT-KCB năm 2014 cấp chứng chỉ hành nghề do Bộ Y tế ban hành. BỘ Y TẾ -------
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc ---------------
Số: 384/BYT-KCB V/v cấp chứng chỉ hành nghề khám bệnh, chữa bệnh
Hà Nội, ngày 27 tháng 01 năm 2014 Kính gửi: Chủ tịch Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương
Đề nghị Chủ tịch Ủy ban nhân dân tỉnh, thành phố chỉ đạo Sở Y tế hoàn thành việc cấp chứng chỉ.
"""


def test_a_head_whose_lines_ran_together() -> None:
    found = read_text(FOLDED).document
    assert (found["number"].value, found["symbol"].value) == ("384", "BYT-KCB")
    assert (found["date"].value, found["agency"].value) == ("2014-01-27", "BỘ Y TẾ")
    assert found["subject"].value == "cấp chứng chỉ hành nghề khám bệnh, chữa bệnh"


def test_a_subject_that_ran_into_the_symbol_is_none_of_it() -> None:
    text = HEAD.format(agency=GOVERNMENT[0], symbol="VPCP-NN").replace("VPCP-NN\nV/v", "VPCP-NNV/v")
    found = read_text(text + "Yêu cầu các sở rà soát hồ sơ.").document
    assert (found["number"].value, found["symbol"].value) == ("45", "VPCP-NN")


def test_blanks_before_signs_and_odd_marks_of_lists() -> None:
    body = (
        "1. Trung tâm Y tế huyện\n¬ Bố trí buồng khám riêng , phân luồng từ cổng .\n¬ Lập danh sách , báo cáo hằng ngày .\n"
        "2. Phòng Kinh tế , Hạ tầng và Đô thị\n¬ Khảo sát vỉa hè , kẻ vạch sơn ."
    )
    assert [(a, b.split(",")[0]) for a, b in _orders(body)] == [
        ("Trung tâm Y tế huyện", "Bố trí buồng khám riêng"),
        ("Trung tâm Y tế huyện", "Lập danh sách"),
        ("Phòng Kinh tế, Hạ tầng và Đô thị", "Khảo sát vỉa hè"),
    ]


def test_a_programme_is_no_table_of_duties() -> None:
    rows = "| Thời gian | Nội dung | Người thực hiện |\n| 7h30 | Văn nghệ chào mừng | Đội văn nghệ |\n| 7h45 | Tuyên bố lý do | Ban Tổ chức |\n"
    assert _orders(rows) == []
    rows = "| TT | Công việc | Đơn vị thực hiện | Hoàn thành |\n| 1 | Vệ sinh sân trường, kê bàn ghế | GVCN các lớp 11 | 19/11/2024 |\n"
    assert _orders(rows) == [("GVCN các lớp 11", "Vệ sinh sân trường, kê bàn ghế")]
