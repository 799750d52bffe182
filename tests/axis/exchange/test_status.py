"""Transitions of a delivery for every pair of state and code (§1.8 of the facts; Đ18.4.b, Đ21.2.b).

Expected by hand: a row is a state, a string of the codes that may follow it.
"""

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lienthong.axis import exchange
from lienthong.axis.exchange.choices import DeliveryStatus
from lienthong.axis.exchange.rules.status import (
    Chain,
    TransitionRefused,
    advance,
    allowed,
    diagram,
)

CODES = [code for code, _ in DeliveryStatus.choices]
# (status, retract): what may follow.
TABLE: dict[tuple[str, str], str] = {
    ("", ""): "01 13",
    ("", "13"): "01",
    ("01", ""): "02 03 13",
    ("01", "13"): "02 03 15 16",
    ("01", "16"): "02 03 15",
    ("02", ""): "",
    ("02", "13"): "",
    ("02", "16"): "",
    ("03", ""): "04 05 06 13",
    ("03", "13"): "04 05 06 15 16",
    ("03", "16"): "04 05 06 15",
    ("04", ""): "05 06 13",
    ("04", "13"): "05 06 15 16",
    ("04", "16"): "05 06 15",
    ("05", ""): "06 13",
    ("05", "13"): "06 15 16",
    ("05", "16"): "06 15",
    ("06", ""): "13",
    ("06", "13"): "15 16",
    ("06", "16"): "15",
    ("15", "13"): "",
    ("15", "16"): "",
}
PAIRS = [
    (status, retract, code, code in follow.split())
    for (status, retract), follow in TABLE.items()
    for code in CODES
]


@pytest.mark.parametrize(("status", "retract", "code", "may"), PAIRS)
def test_every_pair(status: str, retract: str, code: str, may: bool) -> None:
    chain = Chain(status, retract)
    assert (code in allowed(chain)) is may
    if not may:
        with pytest.raises(TransitionRefused) as refused:
            advance(chain, code)
        assert str(refused.value)
        return
    after = advance(chain, code)
    if code in ("13", "16"):
        assert after == Chain(status, code)
    else:
        assert after == Chain(code, retract)
    assert (after.status, after.retract) in TABLE


def test_the_table_is_all_that_can_be_reached() -> None:
    reached, edge = {("", "")}, [Chain()]
    while edge:
        chain = edge.pop()
        for code in allowed(chain):
            after = advance(chain, code)
            if (after.status, after.retract) not in reached:
                reached.add((after.status, after.retract))
                edge.append(after)
    assert reached == set(TABLE) - {("02", "16")} | {("02", "16")}
    assert reached == set(TABLE)


def test_a_recall_refused_then_agreed_ends() -> None:
    """Đ18.4.b obliges the receiver: 16 stays open until 15 comes."""
    chain = Chain("03")
    for code in ("13", "16", "15"):
        chain = advance(chain, code)
        assert chain.retract_open is (code != "15")
    assert chain.is_final


def test_refused_and_taken_back_are_final() -> None:
    for status, retract in itertools.product(("02", "15"), ("", "13", "16")):
        assert Chain(status, retract).is_final
        assert allowed(Chain(status, retract)) == frozenset()


def test_unknown_codes_are_refused() -> None:
    for code in ("", "00", "07", "14", "1"):
        with pytest.raises(TransitionRefused, match="không có trong bảng mã"):
            advance(Chain("01"), code)


@given(st.lists(st.sampled_from(CODES), max_size=30))
def test_no_code_comes_twice_and_nothing_follows_the_end(codes: list[str]) -> None:
    chain, seen = Chain(), []
    for code in codes:
        try:
            after = advance(chain, code)
        except TransitionRefused:
            continue
        assert not chain.is_final
        seen.append(code)
        chain = after
    assert len(seen) == len(set(seen))
    if "02" in seen:
        assert not {"03", "04", "05", "06"} & set(seen)
    if "03" in seen:
        assert seen.index("01") < seen.index("03")


def test_the_readme_shows_the_table() -> None:
    readme = Path(exchange.__file__).parent / "README.md"
    assert diagram() in readme.read_text(encoding="utf-8")


def test_an_update_is_agreed_to_or_refused_once() -> None:
    """Type 2 asks by itself: no 13 before, nothing registered, nothing after the answer."""
    arrived = advance(Chain(update=True), "01")
    assert allowed(arrived) == {"15", "16"}
    for code in CODES:
        if code not in ("15", "16"):
            with pytest.raises(TransitionRefused):
                advance(arrived, code)
            continue
        after = advance(arrived, code)
        assert (after.status, after.retract) == (code, "")
        assert allowed(after) == frozenset()
