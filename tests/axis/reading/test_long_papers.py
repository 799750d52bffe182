"""Duties of papers of several pages: fields above names, marks that count on, what belongs to whom.

Each form stands beside its twin, which reads otherwise.
"""

import pytest

from lienthong.axis.reading.api import read_text

HEAD = """ỦY BAN NHÂN DÂN
TỈNH LÂM ĐỒNG
Số: 12/UBND-TH
V/v triển khai nhiệm vụ
Lâm Đồng, ngày 04 tháng 5 năm 2021

Kính gửi:
- Các sở, ban, ngành tỉnh;
- UBND các huyện, thành phố.

"""
TOLD = "Các sở, ban, ngành tỉnh; UBND các huyện, thành phố"


def _orders(body: str) -> list[tuple[str, str]]:
    read = read_text(HEAD + body + "\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n")
    return [("; ".join(p.value for p in t.lead), str(t.action.value)) for t in read.tasks]


CASES: list[tuple[str, list[tuple[str, str]]]] = [
    # what a paper of the preamble asked for is none of this one's, and hides nothing below it
    (
        "Căn cứ Chỉ thị số 07/CT-TTg của Thủ tướng Chính phủ yêu cầu các bệnh viện hoàn thành hồ sơ;\n"
        "UBND tỉnh ban hành Kế hoạch như sau:\nI. MỤC TIÊU\n1. Nâng cao chất lượng.\n"
        "II. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế: Rà soát biểu mẫu.\n2. Sở Tài chính: Bố trí kinh phí.",
        [("Sở Y tế", "Rà soát biểu mẫu"), ("Sở Tài chính", "Bố trí kinh phí")],
    ),
    # a field as heading, the name on the next line
    (
        "3. Lĩnh vực nông nghiệp\nSở Nông nghiệp và Phát triển nông thôn\n- Chỉ đạo thu hoạch lúa.\n"
        "- Bảo đảm lưu thông máy gặt.\n4. Giao thông vận tải\nSở Giao thông vận tải tham mưu phương án.",
        [
            ("Sở Nông nghiệp và Phát triển nông thôn", "Chỉ đạo thu hoạch lúa"),
            ("Sở Nông nghiệp và Phát triển nông thôn", "Bảo đảm lưu thông máy gặt"),
            ("Sở Giao thông vận tải", "tham mưu phương án"),
        ],
    ),
    # "*)" above "-", "2.1-", and points that count on through the sections
    (
        "*) Sở Y tế:\n- Tăng cường kiểm tra.\n- Lập sổ theo dõi.\n*) Công an tỉnh: tuần tra ban đêm.",
        [
            ("Sở Y tế", "Tăng cường kiểm tra"),
            ("Sở Y tế", "Lập sổ theo dõi"),
            ("Công an tỉnh", "tuần tra ban đêm"),
        ],
    ),
    (
        "2.1- Sở Y tế:\n- Tập trung rà soát.\n2.2- Sở Tài chính: Bố trí kinh phí.",
        [("Sở Y tế", "Tập trung rà soát"), ("Sở Tài chính", "Bố trí kinh phí")],
    ),
    (
        "I. VIỆC CHUNG\n1. Sở Y tế: Rà soát.\n2. Sở Nội vụ: Tham mưu.\n3. Sở Tài chính: Bố trí.\n"
        "4. Sở Xây dựng: Thẩm định.\n5. Sở Tư pháp: Phổ biến.\nII. VIỆC RIÊNG\n6. Công an tỉnh: Tuần tra.",
        [
            ("Sở Y tế", "Rà soát"),
            ("Sở Nội vụ", "Tham mưu"),
            ("Sở Tài chính", "Bố trí"),
            ("Sở Xây dựng", "Thẩm định"),
            ("Sở Tư pháp", "Phổ biến"),
            ("Công an tỉnh", "Tuần tra"),
        ],
    ),
    # a lead-in that lost its colon; points of fields below one that speaks of all
    (
        "UBND tỉnh yêu cầu Sở Y tế triển khai thực hiện ngay một số nhiệm vụ sau\n\n"
        "1. Lập sơ đồ khu vực trọng điểm.\n2. Bố trí lực lượng.",
        [("Sở Y tế", "Lập sơ đồ khu vực trọng điểm"), ("Sở Y tế", "Bố trí lực lượng")],
    ),
    (
        "Đề nghị UBND các huyện tập trung chỉ đạo các cấp, các ngành thực hiện tốt một số nội dung sau:\n"
        "1. Về thu ngân sách:\n- Tăng cường quản lý thu.\n2. Về chi ngân sách:\n- Cắt giảm hội nghị.",
        [("UBND các huyện", "Tăng cường quản lý thu"), ("UBND các huyện", "Cắt giảm hội nghị")],
    ),
    # inline numbers
    (
        "1. Sở Y tế tập trung: (1) Thực hiện nghiêm Công điện; (2) Bám sát tình hình mưa lũ.",
        [("Sở Y tế", "Thực hiện nghiêm Công điện"), ("Sở Y tế", "Bám sát tình hình mưa lũ")],
    ),
    # a sentence that orders something else, and one that only details
    (
        "1. Sở Y tế giám sát dịch bệnh tại cộng đồng. Chuẩn bị đủ hóa chất. Trong đó, ưu tiên vùng sâu.",
        [("Sở Y tế", "giám sát dịch bệnh tại cộng đồng"), ("Sở Y tế", "Chuẩn bị đủ hóa chất")],
    ),
    # who answers for it, whose own people, whom it is about
    ("1. Người đứng đầu cơ quan chịu trách nhiệm về kết quả thực hiện.", []),
    (
        "1. Sở Y tế:\n- Rà soát hồ sơ; phân công cán bộ phụ trách từng xã.",
        [("Sở Y tế", "Rà soát hồ sơ"), ("Sở Y tế", "phân công cán bộ phụ trách từng xã")],
    ),
    (
        "1. Sở Y tế rà soát hồ sơ; kiểm tra các doanh nghiệp có hoàn thuế; các doanh nghiệp có nợ đọng tổ chức bán đấu giá.",
        [
            ("Sở Y tế", "rà soát hồ sơ"),
            (
                "Sở Y tế",
                "kiểm tra các doanh nghiệp có hoàn thuế; các doanh nghiệp có nợ đọng tổ chức bán đấu giá",
            ),
        ],
    ),
    # names
    (
        "1. Các doanh nghiệp bưu chính, viễn thông, công nghệ số trên địa bàn cử nhân sự tham gia Tổ.",
        [
            (
                "Các doanh nghiệp bưu chính, viễn thông, công nghệ số trên địa bàn",
                "cử nhân sự tham gia Tổ",
            )
        ],
    ),
    (
        "1. Cơ quan được phân công giúp đỡ xã có trách nhiệm:\na) Khảo sát thực trạng.\nb) Cử công chức theo dõi.",
        [
            ("Cơ quan được phân công giúp đỡ xã", "Khảo sát thực trạng"),
            ("Cơ quan được phân công giúp đỡ xã", "Cử công chức theo dõi"),
        ],
    ),
    (
        "1. Các huyện đang có dịch:\na) Lập chốt kiểm soát.\nb) Tổ chức xét nghiệm.",
        [
            ("Các huyện đang có dịch", "Lập chốt kiểm soát"),
            ("Các huyện đang có dịch", "Tổ chức xét nghiệm"),
        ],
    ),
    (
        "Điều 2. UBND các huyện, thành phố; UBND các xã, phường, thị trấn thành lập Ban Chỉ đạo cùng cấp.",
        [
            (
                "UBND các huyện, thành phố; UBND các xã, phường, thị trấn",
                "thành lập Ban Chỉ đạo cùng cấp",
            )
        ],
    ),
    (
        "1. Ủy ban bầu cử ở tỉnh, ở huyện, ở xã rà soát danh sách.\n2. Tổ bầu cử kiểm tra hòm phiếu.\n"
        "3. Viện trưởng VKSND cấp cao, Viện trưởng VKSND cấp tỉnh lập sổ.",
        [
            ("Ủy ban bầu cử ở tỉnh, ở huyện, ở xã", "rà soát danh sách"),
            ("Tổ bầu cử", "kiểm tra hòm phiếu"),
            ("Viện trưởng VKSND cấp cao; Viện trưởng VKSND cấp tỉnh", "lập sổ"),
        ],
    ),
    (
        "1. Các chủ đầu tư phối hợp với UBND thị xã trong kiểm đếm.\n2. Sở Xây dựng trong quá trình thẩm định quy hoạch phải lấy ý kiến Sở Giao thông vận tải.",
        [
            ("Các chủ đầu tư", "phối hợp với UBND thị xã trong kiểm đếm"),
            (
                "Sở Xây dựng",
                "phải lấy ý kiến Sở Giao thông vận tải",
            ),
        ],
    ),
    (
        "Về việc này, Phó Chủ tịch UBND tỉnh giao Công an tỉnh chủ trì, phối hợp với Sở Tư pháp, UBND thành phố Đà Lạt nghiên cứu, góp ý dự thảo.",
        [("Công an tỉnh", "nghiên cứu, góp ý dự thảo")],
    ),
    ("IV. THỜI GIAN\n- Đảng bộ cơ sở: Hoàn thành trước ngày 12/12/2021.", []),
    # a list of members, of places, of those it is sent to
    (
        "1. Ủy viên:\n- Lãnh đạo Sở Xây dựng;\n- Lãnh đạo Sở Tài chính.\n2. Trưởng ban: Phó Chủ tịch UBND tỉnh phụ trách khối kinh tế.",
        [],
    ),
    ("Công điện gửi: Cục Cảnh sát giao thông; Cục Quản lý xây dựng và doanh trại.", []),
    ("1. Ban Chỉ huy Công an các tỉnh: Hà Nội, Hải Phòng, Lào Cai.", []),
    # what was given before is no order now
    (
        "1. Sở Nội vụ theo dõi việc thực hiện các nhiệm vụ Chính phủ, Thủ tướng Chính phủ giao các sở, ngành.",
        [
            (
                "Sở Nội vụ",
                "theo dõi việc thực hiện các nhiệm vụ Chính phủ, Thủ tướng Chính phủ giao các sở, ngành",
            )
        ],
    ),
    # a scan that mistook one mark of a verb, a page number within a sentence, words set wide
    ("1. Sở Y tế đây mạnh công tác đối thoại.", [("Sở Y tế", "đây mạnh công tác đối thoại")]),
    (
        "1. Công an tỉnh bảo đảm an ninh,\n\n2\n\nhướng dẫn đổi con dấu.",
        [("Công an tỉnh", "bảo đảm an ninh, hướng dẫn đổi con dấu")],
    ),
    (
        "1. Trung  tâm Thông  tin tỉnh\n- Đưa kế hoạch lên trang.\n- Cập nhật số liệu.",
        [
            ("Trung tâm Thông tin tỉnh", "Đưa kế hoạch lên trang"),
            ("Trung tâm Thông tin tỉnh", "Cập nhật số liệu"),
        ],
    ),
]


@pytest.mark.parametrize(("body", "orders"), CASES, ids=[body[:30] for body, _ in CASES])
def test_orders(body: str, orders: list[tuple[str, str]]) -> None:
    assert _orders(body) == orders


HANDED_IN = [
    "Báo cáo kết quả thực hiện đề nghị gửi về Sở Nội vụ trước ngày 15/12/2021.",
    "Kết quả thực hiện báo cáo về UBND tỉnh (qua Sở Nội vụ) trước ngày 15/12/2021.",
    "Danh sách đăng ký gửi về Sở Nội vụ trước ngày 15/12/2021.",
    "Thời hạn gửi báo cáo: trước ngày 15/12/2021.",
    "Định kỳ trước ngày 20 hàng tháng, báo cáo kết quả gửi về Sở Nội vụ.",
]


@pytest.mark.parametrize("sentence", HANDED_IN)
def test_what_is_to_be_handed_in_is_theirs_who_are_told(sentence: str) -> None:
    several = "1. Sở Y tế rà soát hồ sơ.\n2. Sở Nội vụ lập sổ theo dõi.\n\n"
    assert _orders(several + sentence)[2:] == [(TOLD, sentence.rstrip("."))]
    assert _orders(sentence) == [(TOLD, sentence.rstrip("."))]
    told = sentence.replace("gửi về", "đã gửi về").replace("báo cáo về", "đã báo cáo về")
    if told != sentence:
        assert not [lead for lead, _ in _orders(several + told)[2:]]


def test_what_is_to_be_handed_in_goes_with_the_one_duty_that_it_ends() -> None:
    one = "Đề nghị các đơn vị báo cáo số liệu biên chế.\nĐề nghị Sở Y tế rà soát hồ sơ.\n\n"
    read = read_text(
        HEAD + one + "Thời hạn gửi báo cáo: trước ngày 15/12/2021.\n\nNơi nhận:\n- Lưu: VT.\n"
    )
    assert [t.deadline.value for t in read.tasks] == ["2021-12-15", None]


def test_ministries_are_told_by_the_government_and_tell_others_in_their_own_papers() -> None:
    order = "Bộ Quốc phòng chỉ đạo tăng cường kiểm soát biên giới."
    head = "THỦ TƯỚNG CHÍNH PHỦ\n-------\nSố: 16/CT-TTg\nHà Nội, ngày 31 tháng 3 năm 2020\nCHỈ THỊ\nVỀ PHÒNG DỊCH\n\n"
    foot = "\n\nNơi nhận:\n- Lưu: VT.\nTHỦ TƯỚNG\n"
    read = read_text(f"{head}Đóng các cửa khẩu. {order}{foot}")
    assert [p.value for t in read.tasks for p in t.lead] == ["Bộ Quốc phòng"]
    own = read_text(f"{HEAD}Thực hiện Nghị quyết. {order}\n\nNơi nhận:\n- Lưu: VT.\n")
    assert not own.tasks


TORN = "BỘ TÀI CHÍNH CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTONG CYC THUE Độc lập - Tự do - Hạnh phúc\nSố: {} Hà Nội, ngày 04 tháng 3 năm 2020\nV/v tăng cường thanh tra\n\nKính gửi: Cục Thuế các tỉnh.\n\nTổng cục Thuế đã có Công văn số 86/TCT-KK ngày 01/2/2020.\n"


def test_a_symbol_behind_a_figure_that_nobody_can_read() -> None:
    read = read_text(TORN.format("5Ï/TCT-KK")).document
    assert (read["number"].value, read["symbol"].value) == (None, "TCT-KK")
    assert read["agency"].value == "TỔNG CỤC THUẾ"
    strange = read_text(TORN.format("5Ï/TCT-QKZ")).document
    assert (strange["number"].value, strange["symbol"].value) == (None, None)
    whole = read_text(TORN.format("51/TCT-KK")).document
    assert (whole["number"].value, whole["symbol"].value) == ("51", "TCT-KK")


def test_a_symbol_keeps_what_was_printed_twice() -> None:
    read = read_text(TORN.format("51/STNMT-QLĐĐ")).document
    assert read["symbol"].value == "STNMT-QLĐĐ"
    eth = read_text(TORN.format("51/Q\u0110\u00d0-TCT")).document
    assert eth["symbol"].value == "QĐ-TCT"


def test_a_title_stands_behind_the_line_of_its_issuer() -> None:
    head = "TỈNH ỦY QUẢNG NGÃI\n*\nSố 12-CT/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nQuảng Ngãi, ngày 20 tháng 7 năm 2021\n\nCHỈ THỊ\nCỦA BAN THƯỜNG VỤ TỈNH ỦY\n"
    read = read_text(
        f"{head}về tăng cường phòng, chống dịch\n-----\n\nThời gian qua, dịch còn phức tạp.\n"
    )
    assert read.document["subject"].value == "về tăng cường phòng, chống dịch"
    alone = read_text(f"{head}-----\n\nThời gian qua, dịch còn phức tạp.\n")
    assert alone.document["subject"].value == "CỦA BAN THƯỜNG VỤ TỈNH ỦY"
