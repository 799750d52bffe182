"""A plan is refused as a whole when anything in it is unknown, doubled or would be lost."""

import copy

import pytest

from lienthong.kernel.agencies.rules.plan import PlanRejected, parse_plan

XA = {
    "key": "ubnd:x@2027",
    "kind": "peoples_committee",
    "level": "commune",
    "name": "Ủy ban nhân dân xã Thử",
    "short_name": "UBND xã Thử",
    "parent": "ubnd:51@2025",
    "place": {"key": "x@2027", "level": "commune", "kind": "xã", "name": "Thử", "gso": "99999"},
    "codes": [{"scheme": "qd20", "code": "H48.999", "is_sample": True}],
}
GOOD = {
    "open": [XA],
    "close": ["ubnd:a", "ubnd:b"],
    "succeed": [
        {"from": "ubnd:a", "to": "ubnd:x@2027", "kind": "merge", "takes_mail": True},
        {"from": "ubnd:b", "to": "ubnd:x@2027", "kind": "merge", "takes_mail": True},
    ],
}


def changed(path, value):
    plan = copy.deepcopy(GOOD)
    here = plan
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    return plan


def test_a_whole_plan_is_read():
    plan = parse_plan(GOOD)
    assert plan.open[0].place is not None
    assert plan.open[0].place.kind == "xa"
    assert plan.existing() == {"ubnd:a", "ubnd:b", "ubnd:51@2025"}


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["succeed"], GOOD["succeed"][:1], "không có cơ quan kế thừa"),
        (["close"], ["ubnd:a", "ubnd:b", "ubnd:a"], "hai lần"),
        (["open"], [XA, XA], "hai lần"),
        (["open", 0, "kind"], "ministry", "Không có loại"),
        (["open", 0, "place", "kind"], "bang", "Không có loại"),
        (["open", 0, "codes", 0, "code"], "H48..1", "không đúng dạng"),
        (["open", 0, "colour"], "red", "thiếu hoặc thừa"),
        (["open", 0], "ubnd", "không đúng dạng"),
        (["close", 0], 7, "không phải là tên cơ quan"),
        (["succeed", 0, "kind"], "eat", "Không có loại"),
        (["succeed", 1, "to"], "ubnd:a", "chính nó cũng kết thúc"),
        (["burn"], ["ubnd:a"], "phần lạ"),
        (["open", 0, "place", "known_from"], "hôm qua", "không phải là ngày"),
        (["move"], [{"agency": "ubnd:a", "parent": "ubnd:51@2025"}], "vừa kết thúc vừa chuyển"),
    ],
)
def test_a_bad_plan_is_refused_with_a_sentence(path, value, said):
    with pytest.raises(PlanRejected) as refused:
        parse_plan(changed(path, value))
    assert said in refused.value.message


def test_two_cannot_take_the_mail_of_one():
    plan = copy.deepcopy(GOOD)
    plan["succeed"].append(
        {"from": "ubnd:a", "to": "ubnd:c", "kind": "split", "takes_mail": True, "part": True}
    )
    with pytest.raises(PlanRejected, match="nhận thay"):
        parse_plan(plan)
