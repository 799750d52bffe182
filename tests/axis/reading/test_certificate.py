"""Certificates beside the page: agreement makes surer, contradiction asks, an unproven one changes nothing."""

from typing import Any

import pytest

from lienthong.axis.reading.api import Certified, confirmed, read_text, to_json
from lienthong.axis.reading.rules.certificate import same_agency

LETTER = """UBND TỈNH QUẢNG NGÃI             CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ Y TẾ                              Độc lập - Tự do - Hạnh phúc
Số: 045/SYT-NVY                      Quảng Ngãi, ngày 05 tháng 3 năm 2024
V/v phòng, chống dịch

Kính gửi: Trung tâm Y tế các huyện

Sở Y tế yêu cầu các đơn vị trực dịch 24/24 giờ./.

Nơi nhận:                          GIÁM ĐỐC
- Như trên;
- Lưu: VT.
                                   Trần Văn Mẫu
"""


def _reading() -> dict[str, Any]:
    return to_json(read_text(LETTER))


def _seal(holder: str, *, proven: bool = True, verdict: str = "valid") -> Certified:
    return Certified(True, holder, holder, proven, verdict)


def _person(holder: str, *, proven: bool = True) -> Certified:
    return Certified(False, holder, "Sở Y tế", proven, "valid" if proven else "unknown")


def test_what_agrees_is_surer_and_says_on_what_it_rests() -> None:
    before = _reading()
    after = confirmed(before, [_seal("Sở Y tế tỉnh Quảng Ngãi"), _person("TRẦN VĂN MẪU")])
    for name in ("agency", "signer"):
        assert after["certificate"][name]["agrees"] is True
        assert after["certificate"][name]["verdict"] == "valid"
        assert after["document"][name]["confidence"] == 0.99
        assert after["document"][name]["confidence"] > before["document"][name]["confidence"]
        assert after["document"][name]["value"] == before["document"][name]["value"]


def test_what_contradicts_is_asked() -> None:
    after = confirmed(_reading(), [_seal("Sở Xây dựng"), _person("Lê Thị Mẫu")])
    for name in ("agency", "signer"):
        assert after["certificate"][name]["agrees"] is False
        assert after["document"][name]["confidence"] <= 0.6


def test_an_unproven_certificate_changes_nothing() -> None:
    before = _reading()
    strangers = [
        _seal("Sở Xây dựng", proven=False, verdict="unknown"),
        _person("Ai Đó", proven=False),
    ]
    after = confirmed(before, strangers)
    assert after["document"] == before["document"]
    assert after["certificate"]["agency"] == {
        "agrees": False, "words": "Sở Xây dựng", "proven": False, "verdict": "unknown",
    }  # fmt: skip


def test_one_of_several_signers_suffices() -> None:
    after = confirmed(_reading(), [_person("Ký Nháy Mẫu"), _person("Trần Văn Mẫu")])
    assert after["certificate"]["signer"]["agrees"] is True


def test_number_and_date_under_the_seal() -> None:
    seal = _seal("Sở Y tế")
    right = confirmed(_reading(), [seal], number="45", date="05/03/2024")
    assert right["certificate"]["number"]["agrees"] and right["certificate"]["date"]["agrees"]
    wrong = confirmed(_reading(), [seal], number="46", date="06/03/2024")
    assert wrong["document"]["number"]["confidence"] <= 0.6
    assert wrong["document"]["date"]["confidence"] <= 0.6
    unproven = confirmed(
        _reading(), [_seal("Sở Y tế", proven=False)], number="46", date="06/03/2024"
    )
    assert "number" not in unproven["certificate"]


def test_what_was_not_read_stays_unread() -> None:
    """A certificate never puts a value where the page gave none."""
    bare = to_json(read_text("Kính gửi: Sở Y tế\n\nĐề nghị Sở Y tế trả lời.\n"))
    after = confirmed(bare, [_seal("Sở Nội vụ"), _person("Trần Văn Mẫu")])
    assert after["document"]["signer"]["value"] is None
    assert after["certificate"]["signer"]["agrees"] is None


def test_nothing_signed_or_nothing_read() -> None:
    before = _reading()
    assert confirmed(before, []) == before
    refused = {"verdict": "secret_refused"}
    assert confirmed(refused, [_seal("Sở Y tế")]) == refused


@pytest.mark.parametrize(
    ("own", "above", "name", "same"),
    [
        ("SỞ Y TẾ", "UBND TỈNH QUẢNG NGÃI", "Sở Y tế tỉnh Quảng Ngãi", True),
        ("SỞ Y TẾ", "UBND TỈNH QUẢNG NGÃI", "Sở Y tế tỉnh Bình Định", False),
        ("ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI", "", "UBND tỉnh Quảng Ngãi", True),
        ("ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI", "", "Ủy ban nhân dân", False),
        ("UBND XÃ TỊNH KHÊ", "", "Ủy ban nhân dân xã Tịnh Khê", True),
        ("UBND XÃ TỊNH KHÊ", "", "UBND xã Tịnh Kỳ", False),
        ("SỞ Y TẾ", "UBND TỈNH QUẢNG NGÃI", "Sở Y", False),
        ("SỞ Y TẾ TỈNH QUẢNG NGÃI", "", "Sở Y tế", True),
        ("", "", "Sở Y tế", False),
    ],
)
def test_names_of_one_agency(own: str, above: str, name: str, same: bool) -> None:
    assert same_agency(own, above, name) is same
