"""The shipped timeline: published totals hold on every date, and nothing is lost between them."""

import csv
import json
from collections import Counter, defaultdict

import pytest

from lienthong.kernel.agencies import province
from lienthong.kernel.agencies.rules.plan import parse_plan
from tests.support.shared import shared_path

HOME = {"ubnd:51", "ubnd:51@2025"}


def replay(files):
    """The agencies alive after each file, by key, with their parents as they are then."""
    alive = {}
    for data in files:
        plan = parse_plan(data["plan"])
        for key in plan.close:
            del alive[key]
        for entry in plan.open:
            assert entry.key not in alive
            alive[entry.key] = (entry, entry.parent)
        for move in plan.move:
            alive[move.agency] = (alive[move.agency][0], move.parent)
        yield data["key"], plan, dict(alive)


def timeline():
    return list(replay([province.opening(), *province.decisions()]))


def counted(alive, level):
    """Places of the home province of one level by kind."""

    def root(key):
        while alive[key][1]:
            key = alive[key][1]
        return key

    return Counter(
        entry.place.kind
        for key, (entry, _parent) in alive.items()
        if entry.place and entry.level == level and root(key) in HOME
    )


@pytest.mark.parametrize(
    ("key", "districts", "communes"),
    [
        ("hien-trang-2018", {"huyen": 13, "thanh_pho": 1}, (166, 9, 9)),
        # Báo Quảng Ngãi, February 2020: 13 districts; 148 xã, 17 phường, 8 thị trấn
        ("nq-867-2020", {"huyen": 11, "thi_xa": 1, "thanh_pho": 1}, (148, 17, 8)),
        # table of the statistics office, June 2025
        ("nq-1279-2024", {"huyen": 11, "thi_xa": 1, "thanh_pho": 1}, (144, 17, 9)),
    ],
)
def test_units_before_2025_are_as_published(key, districts, communes):
    alive = next(alive for name, _plan, alive in timeline() if name == key)
    assert counted(alive, "district") == districts
    xa, phuong, thi_tran = communes
    assert counted(alive, "commune") == {"xa": xa, "phuong": phuong, "thi_tran": thi_tran}


def test_from_1_july_2025_there_are_96_communes_and_no_district():
    _key, _plan, alive = timeline()[-1]
    assert counted(alive, "commune") == {"xa": 86, "phuong": 9, "dac_khu": 1}
    assert counted(alive, "district") == {}
    from_kon_tum = [key for key, (entry, _p) in alive.items() if entry.outside]
    assert len(from_kon_tum) == 4  # unchanged communes; carrying out makes them the province's


def test_every_agency_ever_opened_lives_or_has_a_living_successor():
    heirs = defaultdict(set)
    keys = set()
    for _key, plan, _alive in timeline():
        keys |= {entry.key for entry in plan.open}
        for s in plan.succeed:
            heirs[s.from_].add(s.to)
    living = set(timeline()[-1][2])

    def living_heirs(key):
        return {key} & living or set().union(*(living_heirs(k) for k in heirs[key]), set())

    assert [key for key in keys if not living_heirs(key)] == []


def test_trees_never_point_at_what_is_not_alive():
    for _key, _plan, alive in timeline():
        assert [k for k, (_e, parent) in alive.items() if parent and parent not in alive] == []


def test_the_split_commune_goes_to_both_and_names_nobody_for_mail():
    plan = timeline()[-1][1]
    rows = [s for s in plan.succeed if s.from_ == "ubnd:21142"]
    assert {(s.to, s.part, s.takes_mail) for s in rows} == {
        ("ubnd:21136@2025", True, False),
        ("ubnd:21157@2025", True, False),
    }


def test_95_of_96_codes_were_codes_of_old_communes():
    files = [province.opening(), *province.decisions()]
    old = {
        e["place"]["gso"]
        for data in files[:-1]
        for e in data["plan"]["open"]
        if e.get("place") and e["place"]["level"] == "commune"
    }
    _key, _plan, alive = timeline()[-1]
    new = {e.place.gso for e, _p in alive.values() if e.place and e.level == "commune"}
    assert (len(new), len(new & old)) == (96, 95)


def test_codes_below_the_province_are_marked_as_samples():
    for data in [province.opening(), *province.decisions()]:
        for entry in data["plan"]["open"]:
            for code in entry["codes"]:
                real = code["code"] in {"H48", "H34", "000.00.00.H48", "000.00.00.H34"}
                assert code.get("is_sample", False) is not real


def test_sample_addresses_are_unique_among_those_who_live_together():
    for _key, _plan, alive in timeline():
        mails = [entry.mail for entry, _p in alive.values() if entry.staffing]
        assert len(mails) == len(set(mails))


def test_each_decision_says_where_it_is_known_from():
    for data in [province.opening(), *province.decisions()]:
        assert data["source"]
        assert data["certainty"] in {"V", "V2", "M"}


def test_the_small_province_is_a_whole_timeline_too():
    steps = list(replay(province.small([province.opening(), *province.decisions()])))
    first, last = steps[0][2], steps[-1][2]
    assert counted(first, "district") == {"huyen": 5}
    assert counted(last, "commune") == {"xa": 16, "phuong": 3, "dac_khu": 1}
    for _key, _plan, alive in steps:
        assert [k for k, (_e, parent) in alive.items() if parent and parent not in alive] == []


def test_shapes_have_one_shape_for_each_commune():
    topology = json.loads(province.commune_shapes())
    (layer,) = topology["objects"].values()
    ids = {shape.get("id") or shape["properties"]["code"] for shape in layer["geometries"]}
    _key, _plan, alive = timeline()[-1]
    assert ids == {e.place.gso for e, _p in alive.values() if e.place and e.level == "commune"}


def test_the_mapping_is_that_of_the_official_table():
    table = shared_path("data/admin-units/quang_ngai_old_to_new_2025.csv")
    if table is None:
        pytest.skip("no shared folder beside the checkout")
    with table.open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    _key, plan, alive = timeline()[-1]
    gso = {e.key: e.place.gso for _k, p, _a in timeline() for e in p.open if e.place}
    ours = {
        (gso[s.from_], gso[s.to])
        for s in plan.succeed
        if gso.get(s.from_, "").startswith("2") and len(gso[s.from_]) == 5
    }
    kept = {r["old_code"] for r in rows if r["note"] == "Giữ nguyên"}
    theirs = {(r["old_code"], r["new_code"]) for r in rows if r["old_code"]}
    assert ours == {pair for pair in theirs if pair[0] not in kept}
    assert {entry.place.gso for entry, _p in alive.values() if entry.place} >= kept
    assert len({r["old_code"] or r["old_district_code"] for r in rows}) == 273
