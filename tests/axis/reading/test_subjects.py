"""Who must act, read up to the predicate: lists, brackets, conditions; each form with its twin."""

import pytest

from lienthong.axis.reading.api import read_text
from lienthong.axis.reading.rules.subjects import begins_subject, subject_at
from lienthong.axis.reading.rules.unfold import addressed, marked

from .test_real_forms import TOLD, _orders


def _subject(text: str, *, sure: bool = False) -> tuple[list[str], str] | None:
    found = subject_at(text, 0, len(text), sure=sure)
    return found and ([n.text for n in found[0]], text[found[1] :].strip(" ,")[:9])


@pytest.mark.parametrize(
    ("words", "names", "act"),
    [
        (
            "Cấp ủy, chính quyền, Mặt trận Tổ quốc và các đoàn thể các cấp tổ chức quán triệt",
            ["Cấp ủy", "chính quyền", "Mặt trận Tổ quốc", "các đoàn thể các cấp"],
            "tổ chức q",
        ),
        (
            "Các cơ quan Đảng, đoàn thể, trường học, bệnh viện, doanh nghiệp treo cờ Tổ quốc",
            ["Các cơ quan Đảng", "đoàn thể, trường học, bệnh viện, doanh nghiệp"],
            "treo cờ T",
        ),
        ("Chi cục thú y có nhiệm vụ quản lý vắc xin", ["Chi cục thú y"], "có nhiệm "),
        (
            "phòng Kinh tế các huyện, thị xã, phối hợp cung cấp thông tin",
            ["phòng Kinh tế các huyện, thị xã"],
            "phối hợp ",
        ),
        (
            "các Tập đoàn kinh tế, Tổng công ty nhà nước đến nay chưa có báo cáo, khẩn trương gửi",
            ["các Tập đoàn kinh tế", "Tổng công ty nhà nước"],
            "khẩn trươ",
        ),
        (
            "Sở Y tế, Chi cục Dân số (cơ quan thường trực) chủ động rà soát",
            ["Sở Y tế", "Chi cục Dân số"],
            "chủ động ",
        ),
        (
            "các đồng chí Huyện ủy viên phụ trách địa bàn, Trưởng các phòng thường xuyên kiểm tra",
            ["các đồng chí Huyện ủy viên phụ trách địa bàn", "Trưởng các phòng"],
            "thường xu",
        ),
    ],
)
def test_a_subject_ends_where_something_is_to_be_done(
    words: str, names: list[str], act: str
) -> None:
    assert _subject(words) == (names, act)


@pytest.mark.parametrize(
    "words",
    [
        "Các sở, ngành đã triển khai thực hiện",  # told, not ordered
        "Công tác tuyên truyền cần tăng cường",  # a thing, not a body
        "Vận động các hộ dân di dời",  # what is to be done itself
        "Báo Lao động ngày 05 tháng 5 có bài phản ánh",
        "Sở Y tế đổi tên hồ sơ thành báo cáo",  # an unknown verb is no part of a known name
        "Tổ công tác tự giải thể",
        "Phòng Giáo dục tại https://vi.du báo cáo",
        "",
    ],
)
def test_what_is_no_subject_is_not_made_one(words: str) -> None:
    assert _subject(words) is None


def test_a_sentence_without_a_mark_needs_a_predicate_that_can_be_nothing_else() -> None:
    assert _subject("Chi cục thú y vùng tổ chức tiêm phòng", sure=True) is None
    assert _subject("Chi cục thú y vùng phải tổ chức tiêm phòng", sure=True)
    assert _subject("Cấp ủy, chính quyền các cấp tổ chức quán triệt", sure=True)
    assert begins_subject("phòng Kinh tế huyện", 0, 19)
    assert not begins_subject("phòng cháy, chữa cháy", 0, 21)


@pytest.mark.parametrize(
    ("body", "orders"),
    [
        (
            "Điều 2. Chi cục thú y có nhiệm vụ quản lý nguồn kinh phí này.",
            [("Chi cục thú y", "quản lý nguồn kinh phí này")],
        ),
        (
            "Giao công chức Văn hóa - xã hội phối hợp cùng các tổ dân phố tổ chức hội thi.",
            [("công chức Văn hóa - xã hội", "tổ chức hội thi")],
        ),
        (
            "Kính mong các đồng chí lãnh đạo cơ quan tham gia góp ý vào dự thảo.",
            [("các đồng chí lãnh đạo cơ quan", "tham gia góp ý vào dự thảo")],
        ),
        # the words ordered stand before the name that closes their list
        (
            "Tuy nhiên, để chủ động, UBND tỉnh yêu cầu Giám đốc Sở Y tế, Chủ tịch UBND các huyện"
            " tiếp tục phòng dịch.",
            [("Giám đốc Sở Y tế; Chủ tịch UBND các huyện", "tiếp tục phòng dịch")],
        ),
        # "in the matter of" is no part of what is to be done
        (
            "Yêu cầu Sở Tài chính phối hợp với Sở Nội vụ trong việc cung cấp số liệu biên chế.",
            [("Sở Tài chính", "cung cấp số liệu biên chế")],
        ),
        # a full stop without its space ends a sentence too
        (
            "Đề nghị Sở Y tế lập danh sách nhân lực.Yêu cầu Sở Nội vụ thẩm định hồ sơ.",
            [("Sở Y tế", "lập danh sách nhân lực"), ("Sở Nội vụ", "thẩm định hồ sơ")],
        ),
        # what is told to become of something is nobody's order
        ("Kết quả sẽ được lưu trữ và chuyển cho Sở Nội vụ để khai thác, phân tích.", []),
        # carrying out is a formula, handing in by a day is not
        (
            "Yêu cầu Hiệu trưởng các trường nghiêm túc thực hiện và nộp báo cáo trước ngày 23/4/2018.",
            [("Hiệu trưởng các trường", "nộp báo cáo trước ngày 23/4/2018")],
        ),
        ("Yêu cầu Hiệu trưởng các trường nghiêm túc thực hiện công văn này.", []),
    ],
)
def test_orders_with_such_subjects(body: str, orders: list[tuple[str, str]]) -> None:
    assert _orders(body) == orders


def test_points_that_name_things_are_what_the_lead_in_is_about() -> None:
    lead = (
        "Đề nghị các sở chỉ đạo rà soát và báo cáo số liệu về biên chế theo các nội dung sau đây:"
    )
    named = _orders(f"{lead}\n- Số biên chế được giao;\n- Số biên chế có mặt.")
    assert named == [("các sở", "chỉ đạo rà soát và báo cáo số liệu về biên chế")]
    acts = _orders(f"{lead}\n- Lập danh sách công chức;\n- Thống kê số người nghỉ việc.")
    assert [action for _, action in acts] == [
        "Lập danh sách công chức", "Thống kê số người nghỉ việc",
    ]  # fmt: skip


def test_a_mark_alone_on_its_line_belongs_to_the_next() -> None:
    assert marked("-\nRà soát\n1.\n\nLập") == "- Rà soát\n1.  Lập"
    assert marked("Số: 12\n-\n-\n15/3") == "Số: 12\n-\n-\n15/3"
    body = "Sở Nội vụ yêu cầu:\n-\nRà soát biên chế được giao.\n-\nLập danh sách công chức."
    assert [lead for lead, _ in _orders(body)] == [TOLD, TOLD]


def test_a_body_that_ran_into_the_line_of_the_addressees() -> None:
    line = (
        "Kính gửi: Các trường trực thuộc. Thực hiện Kế hoạch số 12/KH-UBND ngày 3/4/2018 của UBND"
    )
    line += " thành phố về vệ sinh trường học, Phòng Giáo dục yêu cầu các trường thực hiện như sau:"
    assert addressed(line).splitlines()[0] == "Kính gửi: Các trường trực thuộc."
    assert len(addressed(line)) == len(line)
    short = "Kính gửi: Các trường trực thuộc. Theo danh sách"
    assert addressed(short) == short


@pytest.mark.parametrize(
    ("body", "orders"),
    [
        # those concerned are those asked; a thing concerned is not
        (
            "2. Đối với các xã vùng trũng, yêu cầu hoàn thành gieo cấy trước ngày 20/1/2021.",
            [("các xã vùng trũng", "hoàn thành gieo cấy trước ngày 20/1/2021")],
        ),
        ("2. Đối với dự án A, yêu cầu hoàn thành trước ngày 20/1/2021.", []),
        # what is allotted is no work
        ("Điều 1. Giao Sở Y tế chỉ tiêu biên chế năm 2021.", []),
        (
            "Điều 1. Giao Sở Y tế lập chỉ tiêu biên chế năm 2021.",
            [("Sở Y tế", "lập chỉ tiêu biên chế năm 2021")],
        ),
        # a verb that says what a body is for, and one that says what it must do
        (
            "- Các cơ sở đào tạo chủ động rà soát ngành học.",
            [("Các cơ sở đào tạo", "chủ động rà soát ngành học")],
        ),
        (
            "Yêu cầu các đơn vị quản lý chặt chẽ tài sản công.",
            [("các đơn vị", "quản lý chặt chẽ tài sản công")],
        ),
        # what the lead asks of others is part of what it does
        (
            "Giao Sở Y tế thực hiện các nhiệm vụ sau:\n- Phối hợp Sở Tài chính tham mưu Thường trực"
            " HĐND đề nghị UBND tỉnh thống nhất mức chi.\n- Theo dõi thu chi.",
            [
                (
                    "Sở Y tế",
                    "tham mưu Thường trực HĐND đề nghị UBND tỉnh thống nhất mức chi",
                ),
                ("Sở Y tế", "Theo dõi thu chi"),
            ],
        ),
        # a steering body is named by what it steers
        (
            "Yêu cầu Ban Chỉ đạo phòng, chống dịch COVID-19 các cấp tiếp tục kiểm tra.",
            [("Ban Chỉ đạo phòng, chống dịch COVID-19 các cấp", "tiếp tục kiểm tra")],
        ),
        (
            "Điều 2. Nhiệm vụ của Tổ công tác như sau:\n1. Xây dựng kế hoạch.\n2. Báo cáo Giám đốc Sở.",
            [("Tổ công tác", "Xây dựng kế hoạch"), ("Tổ công tác", "Báo cáo Giám đốc Sở")],
        ),
        # "at the same time" at the head of a paragraph goes on with the duty before it
        (
            "Yêu cầu các trường tập trung dạy học.\nĐồng thời tổ chức ôn tập cho học sinh.",
            [("các trường", "tập trung dạy học"), ("các trường", "tổ chức ôn tập cho học sinh")],
        ),
    ],
)
def test_more_orders_of_real_papers(body: str, orders: list[tuple[str, str]]) -> None:
    assert _orders(body) == orders


@pytest.mark.parametrize(
    ("line", "symbol", "place"),
    [
        ("Số: 3122/QĐ-UBND, Long Hồ, ngày 21 tháng 9 năm 2026", "QĐ-UBND", "Long Hồ"),
        ("Số: 12/UBND-NC, TP. Hà Nội, ngày 2 tháng 3 năm 2020", "UBND-NC", "Hà Nội"),
        ("Số: 12/VHTT, TT-BC", "VHTT,TT-BC", None),
    ],
)
def test_a_place_behind_a_symbol_is_no_part_of_it(
    line: str, symbol: str, place: str | None
) -> None:
    read = read_text(
        f"ỦY BAN NHÂN DÂN XÃ LONG HỒ\n{line}\n\nQUYẾT ĐỊNH\nVề việc phê duyệt kế hoạch\n"
    )
    assert (read.document["symbol"].value, read.document["place"].value) == (symbol, place)


def test_a_head_taken_for_the_first_point_of_a_list_and_run_into_one_line() -> None:
    flat = (
        "  1. NGÂN HÀNG NHÀ NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM VIỆT NAM Độc lập - Tự do - Hạnh phúc"
        " -------- Hà Nội, ngày 28 tháng 9 năm 2012 Số: 293/TB-NHNN THÔNG BÁO VỀ VIỆC ĐÌNH CHỈ LƯU HÀNH"
        " TIỀN Thực hiện Quyết định số 1285/QĐ-TTg ngày 17 tháng 9 năm 2012 của Thủ tướng Chính phủ, Ngân"
        " hàng Nhà nước thông báo như sau: 1. Từ ngày 01/01/2013, đồng tiền hết giá trị lưu hành.\n"
    )
    found = read_text(flat).document
    heads = {key: found[key].value for key in ("type", "number", "symbol", "date")}
    assert heads == {
        "type": "Thông báo", "number": "293", "symbol": "TB-NHNN", "date": "2012-09-28",
    }  # fmt: skip


def test_the_first_line_says_the_type_of_a_paper_without_number() -> None:
    body = "\n\nKính gửi: Hiệu trưởng các trường\n\nPhòng yêu cầu:\n1. Rà soát hồ sơ.\n"
    assert read_text(f"Thông báo khẩn ngày 18/10/2020{body}").document["type"].value == "Thông báo"
    assert read_text(f"Nghỉ học vì mưa lũ{body}").document["type"].value == "Công văn"


WHEN_AND_WHERE = """Ban Thường vụ đề nghị Đoàn các xã, thị trấn ra quân Chủ nhật xanh, cụ thể như sau:
1. Thời gian: Ngày 22/7/2018
2. Địa điểm: Tại các nhà bia trên địa bàn.
3. Nội dung:
- Tổ chức dọn vệ sinh.
- Tổ chức thăm hỏi gia đình chính sách.
4. Thông tin báo cáo:
Báo cáo kết quả về Huyện đoàn chậm nhất ngày 23/7/2018."""


def test_points_of_what_is_to_be_done_beside_points_of_when_and_where() -> None:
    read = [action for _, action in _orders(WHEN_AND_WHERE)]
    assert read == [
        "ra quân Chủ nhật xanh",
        "Tổ chức dọn vệ sinh",
        "Tổ chức thăm hỏi gia đình chính sách",
        "Báo cáo kết quả về Huyện đoàn chậm nhất ngày 23/7/2018",
    ]
    without = WHEN_AND_WHERE.replace("- Tổ chức", "- Việc tổ chức")
    assert [action for _, action in _orders(without)][:2] == read[:1]


def test_comrades_are_those_to_whom_the_paper_is_addressed() -> None:
    body = "Sở yêu cầu các đồng chí thực hiện một số việc sau:\n1. Rà soát hồ sơ.\n2. Lập sổ."
    assert {lead for lead, _ in _orders(body)} == {TOLD}
    named = body.replace("các đồng chí", "các đồng chí Trưởng phòng")
    assert {lead for lead, _ in _orders(named)} == {"các đồng chí Trưởng phòng"}


def test_whom_a_telegram_is_sent_to_are_its_addressees() -> None:
    body = "\n\n- Bộ Công an;\n- UBND tỉnh Quảng Ninh.\n\nTheo báo cáo của tỉnh, có bão.\n"
    head = "VĂN PHÒNG CHÍNH PHỦ\nSố: 8031/CĐ-VPCP\nHà Nội, ngày 24 tháng 9 năm 2016\nCÔNG ĐIỆN\n"
    read = read_text(f"{head}VĂN PHÒNG CHÍNH PHỦ điện:{body}").document
    assert read["recipients_to"].value == ["Bộ Công an", "UBND tỉnh Quảng Ninh"]
    told = read_text(f"{head}Văn phòng Chính phủ nhận được điện:{body}").document
    assert told["recipients_to"].value is None


def test_the_reference_alone_on_a_line_of_the_head_is_the_number() -> None:
    head = "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ ĐÀ NẴNG\n-------\n30/2006/QĐ-UBND\n\nQUYẾT ĐỊNH\nVề việc X\n"
    read = read_text(head).document
    assert (read["number"].value, read["symbol"].value) == ("30", "QĐ-UBND")
    cited = "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ ĐÀ NẴNG\n\nQUYẾT ĐỊNH\nVề việc X\nCăn cứ Quyết định số\n30/2006/QĐ-UBND\n"
    assert read_text(cited).document["number"].value is None


def test_a_body_below_the_last_addressee_is_none_of_his_name() -> None:
    head = (
        "BỘ GIÁO DỤC VÀ ĐÀO TẠO\nSố: 1036/BGDĐT-VP\nHà Nội, ngày 20 tháng 10 năm 2011\nKính gửi:\n"
    )
    body = (
        "- Các sở giáo dục và đào tạo\nCuộc vận động bầu chọn Kỳ quan thiên\nnhiên sẽ kết thúc.\n"
    )
    assert read_text(head + body).document["recipients_to"].value == ["Các sở giáo dục và đào tạo"]
    cut = "- Bảo hiểm xã hội tỉnh, thành phố trực thuộc\nTrung ương\n\nThực hiện Luật, các đơn vị lập sổ.\n"
    whole = ["Bảo hiểm xã hội tỉnh, thành phố trực thuộc Trung ương"]
    assert read_text(head + cut).document["recipients_to"].value == whole
