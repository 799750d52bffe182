"""The reader asks the installation's agencies in time as it asks the built-in directory."""

import datetime as dt

import pytest

from lienthong.axis.reading import api as reading
from lienthong.kernel.agencies.models import Agency

Y2018, TODAY = dt.date(2018, 9, 4), dt.date(2026, 11, 23)


@pytest.fixture
def directory(db):
    return reading.structure_directory()


def keys(matches):
    return [Agency.objects.get(pk=int(match.id)).key for match in matches]


@pytest.mark.parametrize(
    ("name", "day", "found"),
    [
        ("Sở Thông tin và Truyền thông", Y2018, ["so-tttt"]),
        ("Sở TT&TT", Y2018, ["so-tttt"]),
        ("UBND tỉnh", Y2018, ["ubnd:51"]),
        ("Văn phòng UBND tỉnh", Y2018, ["vp-ubnd"]),
        ("UBND xã Ba Tô", TODAY, ["ubnd:21523@2025"]),
        ("UBND huyện Ba Tơ", TODAY, []),
        ("Sở Ma thuật", TODAY, []),
    ],
)
def test_names_on_a_day(directory, name, day, found):
    assert keys(directory.find(name, day)) == found
    assert all(match.score == 1.0 for match in directory.find(name, day))


def test_lost_marks_give_every_candidate_with_a_lower_score(directory):
    found = directory.find("UBND xa Ba To", TODAY)
    assert set(keys(found)) == {"ubnd:21484@2025", "ubnd:21523@2025"}
    assert {match.score for match in found} == {0.9}


def test_a_damaged_name_is_near_and_less_sure(directory):
    found = directory.find("So Thong tin va Truycn thong", Y2018)
    assert keys(found) == ["so-tttt"]
    assert 0.84 <= found[0].score < 0.99


def test_groups_on_a_day(directory):
    assert len(directory.group("các huyện, thành phố", Y2018).members) == 14
    joined = "Thủ trưởng các sở, ban, ngành và Chủ tịch UBND các huyện, thành phố"
    assert len(directory.group(joined, Y2018).members) == 33
    ended = directory.group("UBND các huyện, thành phố", TODAY)
    assert ended.ended
    assert "Từ 01/07/2025 không còn UBND cấp huyện" in ended.suggestion
    assert directory.group("các cơ quan, đơn vị liên quan", TODAY) is None


def test_a_text_is_read_with_it(directory):
    text = (
        "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI\n\nSố: 05/UBND-NC\n"
        "Quảng Ngãi, ngày 04 tháng 9 năm 2018\n\nKính gửi:\n- Các sở, ban, ngành tỉnh;\n"
        "- UBND các huyện, thành phố.\n\nGiao Sở Nội vụ chủ trì báo cáo trước ngày 15/10/2018./.\n"
    )
    result = reading.to_json(reading.read_text(text, directory=directory))
    assert str(Agency.objects.get(key="so-noi-vu").pk) in str(result)
