"""Names compared exactly but for spelling style, and folded without marks."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lienthong.kernel.agencies.rules.codes import MalformedCode, check_code, is_below
from lienthong.kernel.agencies.rules.names import exact_key, folded_key, keys_of, name_forms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ủy ban nhân dân xã Ba Tơ", "UBND xã Ba Tơ"),
        ("Uỷ ban nhân dân xã Ba Tơ", "Ủy ban nhân dân xã Ba Tơ"),
        ("ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI", "UBND tỉnh Quảng Ngãi"),
        ("UBND TP. Quảng Ngãi", "UBND thành phố Quảng Ngãi"),
        ("UBND TX Đức Phổ", "UBND thị xã Đức Phổ"),
        ("UBND huyện Ia H' Drai", "UBND huyện Ia H'Drai"),
        ("xã Hành Tín  Đông", "xã Hành Tín Đông"),
        ("xã Sơn Thuỷ", "xã Sơn Thủy"),
        ("HĐND tỉnh", "Hội đồng nhân dân tỉnh"),
    ],
)
def test_spelling_styles_are_one_name(one, other):
    assert exact_key(one) == exact_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("xã Ba Tơ", "xã Ba Tô"), ("xã Sơn Hà", "xã Sơn Hạ"), ("Sở Y tế", "Sở Y tê")]
)
def test_names_that_differ_by_a_mark_are_two_and_only_alike_when_folded(one, other):
    assert exact_key(one) != exact_key(other)
    assert folded_key(one) == folded_key(other)


@settings(deadline=None)  # a busy machine is not a fault
@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằửỵ ỦỘĐ", max_size=30))
def test_keys_do_not_depend_on_the_unicode_form_or_case(text):
    decomposed = unicodedata.normalize("NFD", text)
    assert exact_key(decomposed) == exact_key(text) == exact_key(text.upper().lower())
    assert folded_key(decomposed) == folded_key(text)
    assert all(ord(sign) < 128 for sign in folded_key(text))


@pytest.mark.parametrize(
    "written", ["Sở TTTT", "Sở TT&TT", "STTTT", "sở thông tin và truyền thông"]
)
def test_a_department_is_known_by_its_initials(written):
    name = "Sở Thông tin và Truyền thông"
    exact, _folded = keys_of(name_forms(name, name, "STTTT", []))
    assert exact_key(written) in exact


def test_initials_with_a_dash():
    name = "Sở Lao động - Thương binh và Xã hội"
    exact, _folded = keys_of(name_forms(name, name, "SLĐTBXH", []))
    for written in ("Sở LĐ-TB&XH", "Sở LĐTB&XH", "Sở LĐTBXH"):
        assert exact_key(written) in exact


@pytest.mark.parametrize(
    ("scheme", "code"),
    [
        ("qcvn102", "000.00.00.H48"),
        ("qcvn102", "002.00.20.H13"),
        ("qd20", "H48"),
        ("qd20", "H48.01.03"),
        ("qd20", "G12.18"),
        ("qd20", "Z01ABC123"),
    ],
)
def test_codes_in_the_shape_of_their_scheme(scheme, code):
    """QCVN 102:2016; QĐ 20/2020 Điều 4 and 6."""
    assert check_code(scheme, code) == code


@pytest.mark.parametrize(
    ("scheme", "code"),
    [
        ("qcvn102", "H48"),
        ("qcvn102", "000.00.00.Z48"),
        ("qd20", "000.00.00.H48"),
        ("qd20", "h48.01"),
        ("qd20", "H48."),
        ("qd20", "H48." + "0" * 40),
        ("qd20", "H48.01\n"),
    ],
)
def test_malformed_codes_are_refused(scheme, code):
    with pytest.raises(MalformedCode):
        check_code(scheme, code)


def test_below_is_by_groups_and_not_by_letters():
    assert is_below("H48.01.03", "H48.01")
    assert not is_below("H48.011", "H48.01")
