"""Whom a recipient phrase means on a day (office practice §1 row 12, §3)."""

import datetime as dt

import pytest

from lienthong.kernel.access.actor import Forbidden
from lienthong.kernel.agencies import queries, services
from lienthong.kernel.agencies.models import Agency, RecipientGroup
from lienthong.kernel.agencies.services.listing import RuleRejected

from .conftest import NOW, TODAY

Y2018, Y2020, LAST = dt.date(2018, 9, 4), dt.date(2020, 2, 1), dt.date(2025, 6, 30)
FIRST = dt.date(2025, 7, 1)


def named(resolution):
    return {n.short_name for n in queries.names_of(resolution.agency_ids, resolution.on).values()}


@pytest.mark.parametrize(
    ("phrase", "day", "count", "wording"),
    [
        ("UBND các huyện, thành phố", Y2018, 14, "UBND các huyện, thành phố"),
        ("UBND các huyện, thành phố", Y2020, 13, "UBND các huyện, thị xã, thành phố"),
        ("UBND các huyện, thị xã, thành phố", LAST, 13, "UBND các huyện, thị xã, thành phố"),
        ("UBND các xã, phường, đặc khu", FIRST, 96, "UBND các xã, phường, đặc khu"),
        ("Các sở, ban, ngành tỉnh", Y2018, 19, "Các sở, ban, ngành tỉnh"),
        ("Các sở, ban, ngành tỉnh;", dt.date(2025, 2, 28), 19, "Các sở, ban, ngành tỉnh"),
        ("Các sở, ban, ngành tỉnh", dt.date(2025, 3, 1), 14, "Các sở, ban, ngành tỉnh"),
        ("Các sở, ban, ngành tỉnh", FIRST, 13, "Các sở, ban, ngành tỉnh"),
        ("UBND các phường", FIRST, 9, "UBND các phường"),
    ],
)
def test_a_phrase_means_the_structure_of_its_day(map_keeper, phrase, day, count, wording):
    found = queries.resolve_group(phrase, day)
    assert isinstance(found, queries.Resolution)
    assert (found.count, found.wording) == (count, wording)
    assert len(set(found.agency_ids)) == count


def test_the_thi_xa_is_not_lost(map_keeper):
    found = queries.resolve_group("UBND các huyện, thành phố", Y2020)
    assert "UBND thị xã Đức Phổ" in named(found)
    assert "UBND huyện Tây Trà" not in named(found)
    assert found.kinds == {"huyen": 11, "thi_xa": 1, "thanh_pho": 1}


@pytest.mark.parametrize(
    "phrase", ["UBND các huyện, thành phố", "UBND cấp huyện", "UBND các huyện, thị xã"]
)
def test_a_level_that_ended_means_nobody_and_says_what_to_choose(map_keeper, phrase):
    found = queries.resolve_group(phrase, TODAY)
    assert isinstance(found, queries.Unresolvable)
    assert found.message_vi == (
        "Từ 01/07/2025 không còn UBND cấp huyện. Chọn: UBND các xã, phường, đặc khu (96)."
    )
    assert (found.agency_ids, found.suggestion_count) == ((), 96)
    assert queries.resolve_group(found.suggestion, TODAY).count == 96


def test_a_paper_of_june_2025_still_resolves_as_of_its_day(map_keeper):
    assert queries.resolve_group("UBND các huyện, thành phố", LAST).count == 13


def test_a_district_speaks_to_its_own_communes(map_keeper):
    ba_to = Agency.objects.get(key="ubnd:535")
    found = queries.resolve_group("UBND các xã, thị trấn", Y2018, within=ba_to.pk)
    assert found.count == 20
    department = Agency.objects.get(key="so-noi-vu")
    assert queries.resolve_group("UBND các huyện, thành phố", Y2018, department.pk).count == 14


def test_heads_are_the_same_agencies(map_keeper):
    found = queries.resolve_group("Thủ trưởng các sở, ban, ngành", Y2018)
    assert found.heads
    assert found.count == 19


def test_the_directives_own_words_for_its_commitments(map_keeper):
    phrase = "Thủ trưởng các sở, ban, ngành và Chủ tịch UBND các huyện, thành phố"
    found = queries.resolve_group(phrase, Y2018)
    assert (found.count, found.heads) == (19 + 14, True)
    assert found.wording == "Các sở, ban, ngành tỉnh; UBND các huyện, thành phố"
    gone = queries.resolve_group(phrase, TODAY)
    assert gone.level_ended
    assert gone.phrase == phrase


@pytest.mark.parametrize("phrase", ["Các bộ, ngành trung ương", "abc", "", "UBND các"])
def test_an_unknown_phrase_says_so(map_keeper, phrase):
    found = queries.resolve_group(phrase, TODAY)
    assert isinstance(found, queries.Unresolvable)
    assert "Không có nhóm nơi nhận" in found.message_vi


def test_members_are_added_and_left_out_by_date(map_keeper):
    group = RecipientGroup.objects.get(name="Các sở, ban, ngành tỉnh")
    centre = Agency.objects.get(key="tt-pvhcc")
    health = Agency.objects.get(key="so-y-te")
    since = dt.date(2026, 6, 1)
    for agency, included in ((centre, True), (health, False)):
        services.set_member(
            group=group, agency=agency, included=included, since=since,
            reason="Theo danh sách của Văn phòng", by=map_keeper, at=NOW,
        )  # fmt: skip
    after = queries.resolve_group(group, TODAY)
    before = queries.resolve_group(group, dt.date(2026, 5, 31))
    assert centre.pk in after.agency_ids
    assert health.pk not in after.agency_ids
    assert centre.pk not in before.agency_ids
    assert health.pk in before.agency_ids
    services.set_member(
        group=group, agency=centre, included=False, since=since,
        reason="Ghi nhầm", by=map_keeper, at=NOW,
    )  # fmt: skip
    assert centre.pk not in queries.resolve_group(group, TODAY).agency_ids


def test_a_member_that_ended_is_not_written_to(map_keeper):
    group = RecipientGroup.objects.get(name="Các sở, ban, ngành tỉnh")
    ended = Agency.objects.get(key="so-tttt")
    services.set_member(
        group=group, agency=ended, included=True, since=dt.date(2018, 1, 1),
        reason="thử", by=map_keeper, at=NOW,
    )  # fmt: skip
    assert ended.pk not in queries.resolve_group(group, TODAY).agency_ids


def test_only_the_keeper_changes_a_group(map_keeper, actor_for):
    stranger = actor_for("vanthu.bato@mau.lienthong.example")
    group = RecipientGroup.objects.first()
    agency = Agency.objects.get(key="tt-pvhcc")
    with pytest.raises(Forbidden):
        services.set_member(
            group=group, agency=agency, included=True, since=TODAY, reason="", by=stranger, at=NOW
        )


def test_a_rule_without_a_kind_is_refused(map_keeper):
    office = Agency.objects.get(key="vp-ubnd")
    for level, kinds in (("commune", []), ("village", ["board"]), ("commune", ["ministry"])):
        with pytest.raises(RuleRejected):
            services.open_group(
                keeper=office, name="x", level=level, agency_kinds=kinds, by=map_keeper, at=NOW
            )


def test_channels_and_obligations_change_by_date(map_keeper):
    agency = Agency.objects.get(key="mttq-tinh")
    day = dt.date(2026, 1, 1)
    services.set_channel(agency=agency, kind="exchange", since=day, by=map_keeper, at=NOW)
    assert queries.channel_of(agency.pk, dt.date(2025, 12, 31))[0] == "mail"
    assert queries.channel_of(agency.pk, day)[0] == "exchange"
    decision = agency.opened_by
    services.set_obligation(
        agency=agency, obligated=True, since=day, decision=decision, by=map_keeper, at=NOW
    )
    assert queries.is_obligated(agency.pk, day)
    services.set_obligation(
        agency=agency, obligated=False, since=TODAY, decision=decision, by=map_keeper, at=NOW
    )
    assert not queries.is_obligated(agency.pk, TODAY)
    changes = queries.lists.changes_of_list(day, dt.date(2027, 1, 1))
    assert [(c.day, c.joined) for c in changes if c.agency_id == agency.pk] == [
        (day, True),
        (TODAY, False),
    ]
