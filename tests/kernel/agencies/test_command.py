"""`load_province`: whole, until a day, small; progress is said, a refusal is a sentence."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from lienthong.kernel.agencies import queries
from lienthong.kernel.agencies.models import Agency, Decision, Person

from .conftest import TODAY


def run(*args):
    out = StringIO()
    call_command("load_province", *args, stdout=out)
    return out.getvalue()


def test_a_loaded_province_is_not_loaded_twice(map_keeper):
    before = Agency.objects.count(), Person.objects.count()
    assert "Đã thực hiện 0 quyết định" in run()
    assert (Agency.objects.count(), Person.objects.count()) == before


def test_until_and_carried_out_exclude_each_other():
    with pytest.raises(CommandError):
        run("--until", "2018-12-31", "--carried-out")
    with pytest.raises((CommandError, ValueError)):
        run("--until", "hôm qua")


def test_the_rest_of_history_is_carried_out_with_a_line_for_each_decision(in_2018):
    said = run("--carried-out").splitlines()
    assert [line.split(":")[0] for line in said[:2]] == ["867/NQ-UBTVQH14", "1279/NQ-UBTVQH15"]
    assert said[-1].startswith("Đã thực hiện 4 quyết định trong")
    assert queries.resolve_group("UBND các xã, phường, đặc khu", TODAY).count == 96


def test_another_map_is_refused_where_one_is_loaded(map_keeper):
    """The small province under the keys of the whole one: a sentence, and nothing changes."""
    Decision.objects.count()
    with pytest.raises(CommandError, match="đã thực hiện"):
        run("--small")


def test_the_small_province_plays_the_same_story(empty_structure):
    said = run("--small", "--until", "2025-06-30")
    assert "Đã thực hiện 4 quyết định" in said
    assert queries.resolve_group("UBND các huyện, thành phố", TODAY).count == 4
    run("--small")
    assert queries.resolve_group("UBND các xã, phường, đặc khu", TODAY).count == 20
    split = Agency.objects.get(key="ubnd:21142")
    assert len(queries.alive_successors(split.pk, TODAY)) == 2
    assert queries.resolve_group("Các sở, ban, ngành tỉnh", dt.date(2018, 9, 4)).count == 6


def test_a_structure_without_people(empty_structure):
    run("--small", "--without-people")
    assert Person.objects.count() == 0
    assert Agency.objects.count() > 50
