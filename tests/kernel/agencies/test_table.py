"""The table of a decision: lines into a plan, and every fault by its line, all at once."""

import pytest

from lienthong.kernel.agencies.rules.lines import (
    HEADINGS,
    Unreadable,
    model_table,
    read_lines,
    text_of,
)
from lienthong.kernel.agencies.rules.names import exact_key
from lienthong.kernel.agencies.rules.plan import parse_plan
from lienthong.kernel.agencies.rules.table import Known, plan_of

KNOWN = Known(
    names={
        exact_key("UBND tỉnh"): ("ubnd",),
        exact_key("Ủy ban nhân dân tỉnh Mẫu"): ("ubnd",),
        exact_key("Sở Cũ"): ("cu",),
        exact_key("Sở Xưa"): ("xua",),
        exact_key("Phòng Chung"): ("p1", "p2"),
    },
    codes={("qd20", "H99.07"): "xua"},
    gso={"00001": "cu"},
    templates={exact_key("Sở"): "department", exact_key("UBND xã"): "commune_2025",
               exact_key("Trung tâm"): "centre"},
    later={exact_key("Sở Mai"): "01/01/2030 – …"},
)  # fmt: skip
HEAD = ";".join(HEADINGS.values())
ORDER = list(HEADINGS)
SO = {"act": "thành lập", "name": "Sở A", "short": "Sở A", "level": "cấp tỉnh", "kind": "sở",
      "parent": "UBND tỉnh"}  # fmt: skip


def row(**cells):
    return ";".join(cells.get(column, "") for column in ORDER)


def made(*rows, head=HEAD):
    return plan_of(read_lines("\n".join([head, *rows])), KNOWN, "a:k")


def told(*rows, head=HEAD):
    plan, faults = made(*rows, head=head)
    assert plan == {}, "a plan in spite of a fault"
    return "\n".join(faults)


def test_the_model_file_is_read_as_it_is_and_has_every_column():
    plan, faults = plan_of(read_lines(text_of(("\ufeff" + model_table()).encode())), KNOWN, "a:k")
    assert faults == []
    parsed = parse_plan(plan)
    assert [entry.key for entry in parsed.open] == ["a:k:2", "a:k:3", "a:k:4"]
    assert parsed.open[2].parent == "a:k:2"  # a line of the table
    assert parsed.open[1].place.kind == "xa"
    assert parsed.sample_people is False
    assert model_table().splitlines()[0] == HEAD


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_each_delimiter_with_and_without_quotes(delimiter, quote):
    rows = [ORDER and list(HEADINGS.values()), [SO.get(c, "") for c in ORDER]]
    text = "\r\n".join(delimiter.join(f"{quote}{c}{quote}" for c in cells) for cells in rows)
    plan, faults = plan_of(read_lines(text), KNOWN, "a:k")
    assert faults == []
    assert plan["open"][0]["parent"] == "ubnd"


def test_every_act_makes_its_part_of_the_plan():
    plan, faults = made(
        row(**SO),
        row(
            act="đổi tên",
            agency="UBND tỉnh",
            name="Ủy ban nhân dân tỉnh Mới",
            short="UBND tỉnh Mới",
        ),
        row(act="nhập vào", agency="Sở Cũ", heir="Sở A"),
        row(act="cấp mã", agency="Sở Xưa", code="H99.08"),
        row(act="chuyển về", agency="Sở Xưa", parent="UBND tỉnh Mới"),
    )
    assert faults == []
    assert plan["close"] == ["cu"]
    assert plan["succeed"] == [
        {"from": "cu", "to": "a:k:2", "kind": "merge", "part": False, "takes_mail": True}
    ]
    assert plan["move"] == [{"agency": "xua", "parent": "ubnd"}]
    assert plan["recode"] == [{"agency": "xua", "scheme": "qd20", "code": "H99.08"}]


def test_a_division_has_several_heirs_and_one_takes_the_mail():
    b = SO | {"name": "Sở B", "short": "Sở B"}
    half = {"act": "chia", "agency": "Sở Cũ"}
    plan, faults = made(
        row(**SO), row(**b), row(**half, heir="Sở A", mail="có"), row(**half, heir="Sở B")
    )
    assert faults == []
    assert [(s["part"], s["takes_mail"]) for s in plan["succeed"]] == [(True, True), (True, False)]
    both = told(
        row(**SO),
        row(**b),
        row(**half, heir="Sở A", mail="có"),
        row(**half, heir="Sở B", mail="có"),
    )
    assert "hai nơi nhận văn bản thay" in both


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"parent": "Sở Không Có"}, "không có cơ quan “Sở Không Có”"),
        ({"parent": "Sở Mai"}, "01/01/2030"),
        ({"parent": "Phòng Chung"}, "nhiều cơ quan"),
        ({"act": "xóa"}, "không có việc “xóa”"),
        ({"kind": "công ty"}, "không có “công ty”"),
        ({"level": "ấp"}, "không có “ấp”"),
        ({"name": ""}, "chưa ghi cột “Tên đầy đủ”"),
        ({"name": "Sở Cũ"}, "đã có cơ quan tên “Sở Cũ”"),
        ({"code": "mã lạ"}, "không đúng dạng"),
        ({"code": "H99.07"}, "đang dùng"),
        ({"staffing": "Bệnh viện"}, "không có mẫu tổ chức"),
        ({"obligated": "chắc là có"}, "“có” hoặc “không”"),
        ({"heir": "UBND tỉnh"}, "không dùng cột “Nơi kế thừa”"),
        ({"name": '=HYPERLINK("http://x")'}, "là công thức"),
        ({"name": "+1"}, "là công thức"),
        ({"name": "@cmd"}, "là công thức"),
        ({"name": "Sở\x00A"}, "ký tự ẩn"),
        ({"name": "Sở \u202eA"}, "ký tự ẩn"),
        ({"name": "A" * 301}, "dài hơn 300"),
        ({"kind": "Ủy ban nhân dân", "name": "Ủy ban nhân dân Mẫu"}, "phải nêu đơn vị"),
        ({"kind": "Ủy ban nhân dân", "name": "UBND xã Mẫu"}, "không phải là cấp tỉnh"),
    ],
)
def test_a_fault_names_its_line_and_nothing_is_made(cells, said):
    assert made(row(**SO))[1] == []  # the twin: without it the line is good
    text = told(row(**SO | {"name": "Sở Z", "short": "Sở Z"}), row(**SO | cells))
    assert said in text
    assert "Dòng 3" in text


def test_all_faults_are_told_at_once_in_order():
    text = told(row(**SO | {"kind": "?"}), row(act="gì"), row(**SO | {"parent": "Sở Ma"}))
    assert [f"Dòng {n}:" in text for n in (2, 3, 4)] == [True] * 3
    assert text.index("Dòng 2") < text.index("Dòng 3") < text.index("Dòng 4")


def test_doubled_names_and_codes():
    text = told(row(**SO | {"code": "H99.1"}), row(**SO | {"code": "H99.1"}))
    assert "“Sở A” đã có ở dòng 2" in text
    assert "“H99.1” đã có ở dòng 2" in text


def test_a_ring_of_parents():
    b = SO | {"name": "Sở B", "short": "Sở B", "parent": "Sở C"}
    c = SO | {"name": "Sở C", "short": "Sở C", "parent": "Sở B"}
    assert "trực thuộc chính nó" in told(row(**b), row(**c))
    assert "trực thuộc chính nó" in told(row(**SO | {"parent": "Sở A"}))
    assert made(row(**b), row(**c | {"parent": "UBND tỉnh"}))[1] == []


def test_what_ends_needs_an_heir_that_lives():
    assert "chưa ghi cột “Nơi kế thừa”" in told(row(act="giải thể", agency="Sở Cũ"))
    both = told(
        row(act="nhập vào", agency="Sở Cũ", heir="Sở Xưa"),
        row(act="nhập vào", agency="Sở Xưa", heir="UBND tỉnh"),
    )
    assert "kết thúc theo chính quyết định này" in both


def test_an_ended_one_may_be_followed_by_one_of_its_name():
    plan, faults = made(
        row(**SO | {"name": "Sở Cũ", "short": "Sở Cũ"}),
        row(act="nhập vào", agency="Sở Cũ", heir="Sở Cũ"),
    )
    assert faults == []
    assert plan["succeed"][0]["to"] == "a:k:2"


def test_the_text_itself():
    lines = [row(**SO | {"name": f"Sở {n}", "short": f"Sở {n}"}) for n in range(2001)]
    assert "2.000 dòng" in told(*lines)
    assert made(*lines[:2000])[1] == []
    assert "2 MB" in "".join(plan_of(read_lines("ă" * (1 << 20) + "x"), KNOWN, "k")[1])
    with pytest.raises(Unreadable, match="UTF-8"):
        text_of("Việc;Tên đầy đủ".encode("utf-16"))
    with pytest.raises(Unreadable, match="2 MB"):
        text_of(b"x" * (2 * 1024 * 1024 + 1))
    assert "Không có cột" in told(row(**SO), head="a;b;c")
    assert "hai lần" in told(row(**SO), head=f"{HEAD};Việc")
    assert "Thiếu cột “Việc”" in told("Sở A", head="Tên đầy đủ")
    assert "nhiều ô hơn" in told(row(**SO) + ";thừa")
    assert "ngoặc kép" in told('thành lập;"không đóng')
    assert "chưa có dòng nào" in told(head="")
    assert "chưa có dòng nào" in told()
