"""Reading the structure on any day: tree, names, codes, lives, mail, finding, staff."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lienthong.kernel.agencies import queries
from lienthong.kernel.agencies.models import Agency, PlaceSuccession
from lienthong.kernel.agencies.queries.naming import NoName, holders_of_code

from .conftest import TODAY

pytestmark = pytest.mark.usefixtures("map_keeper")
Y2018, Y2021 = dt.date(2018, 9, 4), dt.date(2021, 3, 1)
LAST_DAY = dt.date(2025, 6, 30)
FIRST_DAY = dt.date(2025, 7, 1)


def key(name):
    return Agency.objects.get(key=name).pk


def short(ids):
    return [queries.current_name(pk).short_name for pk in ids]


def test_the_tree_of_a_day_is_one_query_with_parents_first():
    with CaptureQueriesContext(
        connection,
    ) as asked:
        nodes = queries.tree_at(Y2018)
    assert len(asked) == 1
    seen = set()
    for node in nodes:
        assert node.parent_id is None or node.parent_id in seen
        seen.add(node.agency_id)
    assert {n.short_name for n in nodes if n.depth == 0} >= {
        "UBND tỉnh Quảng Ngãi",
        "UBND tỉnh Kon Tum",
    }


@pytest.mark.parametrize(
    ("day", "kinds"),
    [
        (Y2018, {"xa": 166, "phuong": 9, "thi_tran": 9}),
        (Y2021, {"xa": 148, "phuong": 17, "thi_tran": 8}),
        (LAST_DAY, {"xa": 144, "phuong": 17, "thi_tran": 9}),
        (FIRST_DAY, {"xa": 86, "phuong": 9, "dac_khu": 1}),
    ],
)
def test_units_of_a_day(day, kinds):
    assert queries.count_of_units("commune", day) == kinds


def test_a_count_that_no_source_gives_is_not_shown():
    """Kon Tum's communes are known as of 30 June 2025; earlier counts are nobody's."""
    kon_tum = key("ubnd:62")
    assert queries.count_of_units("commune", Y2018, kon_tum) is None
    assert queries.count_of_units("commune", LAST_DAY, kon_tum) == {
        "xa": 85,
        "phuong": 10,
        "thi_tran": 7,
    }


def test_the_province_is_another_life_from_1_july_2025():
    before, after = queries.province_at(LAST_DAY), queries.province_at(FIRST_DAY)
    assert before == key("ubnd:51")
    assert after == key("ubnd:51@2025")
    assert [life.agency_id for life in queries.lives(after)] == [before, key("ubnd:62"), after]


def test_communes_move_with_their_district():
    trà_phong = key("ubnd:21154")
    assert short([queries.parent_of(trà_phong, Y2018)]) == ["UBND huyện Tây Trà"]
    assert short([queries.parent_of(trà_phong, Y2021)]) == ["UBND huyện Trà Bồng"]
    assert len(queries.subtree(key("ubnd:526"), Y2018)) == 10


def test_a_name_outside_the_life_is_no_name():
    district = key("ubnd:526")
    assert queries.name_at(district, Y2018).short_name == "UBND huyện Tây Trà"
    with pytest.raises(NoName):
        queries.name_at(district, Y2021)
    assert queries.current_name(district).until == dt.date(2020, 2, 1)


def test_a_code_names_an_agency_only_on_a_day():
    assert queries.agency_by_code("qcvn102", "000.00.00.H48", Y2018) == key("ubnd:51")
    assert queries.agency_by_code("qd20", "H48", Y2018) is None  # QĐ 20/2020 came later
    assert queries.agency_by_code("qd20", "H48", Y2021) == key("ubnd:51")
    assert queries.agency_by_code("qd20", "H48", TODAY) == key("ubnd:51@2025")
    assert [pk for pk, _since, _until in holders_of_code("qd20", "H48")] == [
        key("ubnd:51"),
        key("ubnd:51@2025"),
    ]
    assert queries.sending_code(key("ubnd:51"), Y2018) == "000.00.00.H48"
    assert queries.sending_code(key("ubnd:51@2025"), TODAY) == "H48"


def test_the_split_commune_has_two_heirs_and_its_mail_goes_to_the_province():
    old = key("ubnd:21142")
    heirs = queries.successors(old)
    assert set(short(k.agency_id for k in heirs)) == {"UBND xã Cà Đam", "UBND xã Tây Trà Bồng"}
    assert all(k.part and k.takes_records for k in heirs)
    mail = queries.mail_successor(old, TODAY)
    assert (mail.agency_id, mail.named) == (queries.province_at(TODAY), False)


def test_mail_of_a_district_abolished_twice_over():
    """Tây Trà went to Trà Bồng in 2020, Trà Bồng ended in 2025: mail follows step by step."""
    old = key("ubnd:526")
    assert queries.mail_successor(old, Y2018).agency_id == old
    assert short([queries.mail_successor(old, Y2021).agency_id]) == ["UBND huyện Trà Bồng"]
    mail = queries.mail_successor(old, TODAY)
    assert (short([mail.agency_id]), mail.named) == (["UBND xã Trà Bồng"], True)


def test_papers_of_a_district_are_read_by_its_seat_only():
    district = key("ubnd:535")
    seat, other = key("ubnd:21484@2025"), key("ubnd:21490@2025")
    assert district in queries.family(seat)
    assert district not in queries.family(other)
    assert district in {k.agency_id for k in queries.predecessors(other)}


def test_an_actor_sees_a_predecessors_papers_only_where_the_records_came_along(actor_for):
    """Eight communes follow huyện Ba Tơ; its papers are for the one that keeps them."""
    district, old_commune = key("ubnd:535"), key("ubnd:21490")
    seat = actor_for("vanthu.bato@mau.lienthong.example")
    other = actor_for("vanthu.bavinh@mau.lienthong.example")
    assert district in seat.agency_ids
    assert district not in other.agency_ids
    assert old_commune in other.agency_ids


def test_every_old_agency_stands_for_somebody_today():
    ended = Agency.objects.filter(period__upper_inf=False)
    assert ended.count() > 300
    lost = [row.key for row in ended if not queries.alive_successors(row.pk, TODAY)]
    assert lost == []


def test_every_one_of_the_273_old_units_has_successors():
    old = Agency.objects.filter(
        kind="peoples_committee", level="commune", period__endswith=FIRST_DAY
    )
    kept = {"ubnd:21538", "ubnd:23368", "ubnd:23530", "ubnd:23535", "ubnd:23536"}
    unchanged = Agency.objects.on(LAST_DAY).on(FIRST_DAY).filter(key__in=kept)
    assert (old.count(), unchanged.count()) == (267, 5)
    districts = Agency.objects.filter(level="district", period__endswith=FIRST_DAY)
    assert districts.count() == 23  # 273 rows of the table: 272 communes and Lý Sơn
    for row in (*old, *districts):
        assert queries.successors(row.pk)
    assert PlaceSuccession.objects.filter(predecessor__level="commune", part=True).exists()


@pytest.mark.parametrize(
    ("text", "day", "found"),
    [
        ("UBND xã Ba Tơ", TODAY, "ubnd:21484@2025"),
        ("UBND xã Ba Tô", TODAY, "ubnd:21523@2025"),
        ("UBND xã Sơn Hà", TODAY, "ubnd:21289@2025"),
        ("UBND xã Sơn Hạ", TODAY, "ubnd:21292@2025"),
        ("Uỷ ban nhân dân huyện Ba Tơ", Y2018, "ubnd:535"),
        ("UBND huyện Đức Phổ", Y2018, "ubnd:534"),
        ("UBND thị xã Đức Phổ", Y2021, "ubnd:534@2020"),
        ("Sở TT&TT", Y2018, "so-tttt"),
        ("Sở Nội vụ", Y2018, "so-noi-vu"),
        ("Sở Nội vụ tỉnh Quảng Ngãi", TODAY, "so-noi-vu@2025"),
        ("UBND tỉnh", Y2018, "ubnd:51"),
        ("Ủy ban nhân dân tỉnh", TODAY, "ubnd:51@2025"),
        ("UBND phường Trần Hưng Đạo", Y2018, "ubnd:21022"),  # Kon Tum has one too
    ],
)
def test_an_agency_is_found_by_what_a_paper_of_that_day_calls_it(text, day, found):
    assert queries.find_agency(text, day) == key(found)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("UBND xa Ba To", TODAY),  # two folded: never chosen
        ("UBND xa Son Ha", TODAY),
        ("UBND huyện Ba Tơ", TODAY),  # ended
        ("UBND thị xã Đức Phổ", Y2018),  # not yet
        ("Sở Ma thuật", TODAY),
        ("", TODAY),
        ("%", TODAY),
    ],
)
def test_what_is_not_exactly_one_is_nobody(text, day):
    assert queries.find_agency(text, day) is None


def test_marks_lost_offers_both_and_exact_comes_first():
    folded = queries.find_agencies("UBND xa Son Ha", TODAY)
    alive = {m.short_name for m in folded if m.alive}
    assert alive == {"UBND xã Sơn Hà", "UBND xã Sơn Hạ"}
    exact = queries.find_agencies("UBND xã Sơn Hạ", TODAY)
    assert exact[0].short_name == "UBND xã Sơn Hạ"
    assert exact[0].exact
    assert exact[0].alive


def test_completing_a_field_knows_no_wildcards():
    assert [m.short_name for m in queries.search_agencies("tra bong", TODAY)] == [
        "UBND xã Đông Trà Bồng",
        "UBND xã Tây Trà Bồng",
        "UBND xã Trà Bồng",
    ]
    assert queries.search_agencies("%_", TODAY) == []


def test_completing_a_field_is_one_question_and_says_exact_ones_first(django_assert_num_queries):
    for text in ("Sở Nội vụ", "so noi vu", "ba to", "UBND tỉnh"):
        whole = queries.find_agencies(text, TODAY, 6)
        with django_assert_num_queries(1):
            found = queries.search_agencies(text, TODAY, 6)
        assert found[: len(whole)] == whole, text
        assert len({m.agency_id for m in found}) == len(found) <= 6
    assert len(queries.search_agencies("ubnd", TODAY, 6)) == 6  # more than those of that name
    with django_assert_num_queries(0):
        assert queries.search_agencies("…", TODAY) == []


def test_posts_and_people_of_a_commune():
    commune = key("ubnd:21484@2025")
    head = queries.head_of(commune, TODAY)
    assert head.person_name == "Chủ tịch UBND xã Ba Tơ (mẫu)"
    assert [h.email for h in queries.clerks_of(commune, TODAY)] == [
        "vanthu.bato@mau.lienthong.example"
    ]
    assert queries.head_of(commune, Y2018) is None


def test_the_province_keeps_its_people_in_its_next_life():
    first = queries.head_of(key("ubnd:51"), Y2018)
    second = queries.head_of(key("ubnd:51@2025"), TODAY)
    assert first.person_id == second.person_id
    assert first.post_id != second.post_id
    chief = queries.posts_of_person(queries.head_of(key("vp-ubnd"), TODAY).person_id, TODAY)
    assert [(h.kind, h.agency_id) for h in chief] == [
        ("head", key("vp-ubnd")),
        ("chief_of_office", key("ubnd:51@2025")),
    ]


def test_lists_of_the_day():
    assert len(queries.obligated_agencies(Y2018)) == 1 + 21 - 0 + 14 + 184
    assert len(queries.obligated_agencies(TODAY)) == 1 + 15 + 96
    assert queries.channel_of(key("tinh-uy"), TODAY)[0] == "party_network"
    assert queries.channel_of(key("ubnd:535"), Y2018)[0] == "exchange"
    assert queries.channel_of(key("ubnd:535"), TODAY)[0] == "paper"


def test_the_slider_knows_the_days_of_change():
    assert [turn.day.isoformat() for turn in queries.turns()] == [
        "2020-02-01",
        "2025-01-01",
        "2025-03-01",
        "2025-07-01",
    ]
