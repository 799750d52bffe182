"""What a phrase of recipients means: levels and kinds, whatever words and order it uses."""

import random

import pytest

from lienthong.kernel.agencies.choices import Level, PlaceKind
from lienthong.kernel.agencies.rules.groups import (
    KINDS_OF_LEVEL,
    WORD_OF_KIND,
    meaning_of,
    names_heads,
    parts_of,
    phrase_key,
    wording,
)


@pytest.mark.parametrize(
    ("phrase", "level"),
    [
        ("UBND các huyện, thành phố", Level.DISTRICT),
        ("- UBND các huyện, thị xã, thành phố;", Level.DISTRICT),
        ("Ủy ban nhân dân các huyện, thành phố.", Level.DISTRICT),
        ("Chủ tịch UBND các huyện, thành phố", Level.DISTRICT),
        ("UBND các xã, phường, thị trấn trên địa bàn tỉnh", Level.COMMUNE),
        ("Uỷ ban nhân dân các xã, phường, đặc khu", Level.COMMUNE),
        ("UBND cấp huyện", Level.DISTRICT),
        ("UBND cấp xã", Level.COMMUNE),
        ("các huyện, thành phố", Level.DISTRICT),
        ("cấp huyện", Level.DISTRICT),
    ],
)
def test_two_kinds_of_a_level_mean_the_whole_level(phrase, level):
    meaning = meaning_of(phrase)
    assert meaning is not None
    assert meaning.levels == (level,)
    assert meaning.kinds == ()


def test_a_single_kind_means_that_kind():
    meaning = meaning_of("UBND các phường")
    assert meaning is not None
    assert meaning.kinds == (PlaceKind.WARD,)


@pytest.mark.parametrize(
    "phrase",
    [
        "UBND huyện Ba Tơ",
        "UBND các huyện miền núi",
        "Các sở, ban, ngành tỉnh",
        "UBND các",
        "",
        "huyện, thành phố",
        "các địa phương",
        "các cơ quan, đơn vị liên quan",
    ],
)
def test_other_texts_are_no_rule(phrase):
    assert meaning_of(phrase) is None


def test_heads_are_recognised_and_do_not_change_the_group():
    assert names_heads("Thủ trưởng các sở, ban, ngành")
    assert not names_heads("Các sở, ban, ngành")
    assert phrase_key("Thủ trưởng các sở, ban, ngành;") == phrase_key("Các sở, ban, ngành")


@pytest.mark.parametrize("seed", range(40))
def test_any_order_of_any_kinds_is_understood(seed):
    chance = random.Random(seed)
    level = chance.choice([Level.DISTRICT, Level.COMMUNE])
    kinds = list(KINDS_OF_LEVEL[level])
    chance.shuffle(kinds)
    chosen = kinds[: chance.randint(2, len(kinds))]
    words = [WORD_OF_KIND[kind] for kind in chosen]
    text = ", ".join(words[:-1]) + chance.choice([", ", " và "]) + words[-1]
    meaning = meaning_of(f"UBND các {text}")
    assert meaning is not None
    assert meaning.levels == (level,)


def test_wording_in_the_official_order():
    assert wording({"thanh_pho", "huyen"}) == "UBND các huyện, thành phố"
    assert wording({"thanh_pho", "thi_xa", "huyen"}) == "UBND các huyện, thị xã, thành phố"
    assert wording({"dac_khu", "phuong", "xa"}) == "UBND các xã, phường, đặc khu"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Thủ trưởng các sở, ban, ngành và Chủ tịch UBND các huyện, thành phố", 2),
        ("Thủ trưởng các sở, ban, ngành, Chủ tịch UBND các huyện, thành phố", 2),
        ("Các sở, ban, ngành tỉnh; UBND các huyện, thành phố;", 2),
        ("Các sở, ngành và Uỷ ban nhân dân các huyện", 2),
        ("UBND các huyện, thị xã và thành phố", 1),
        ("Sở Văn hóa, Thể thao và Du lịch", 1),
    ],
)
def test_groups_joined_in_one_breath_are_parted(text, parts):
    assert len(parts_of(text)) == parts
