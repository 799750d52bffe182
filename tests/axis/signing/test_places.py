"""Places by Annex I: the seal covers about a third of the signature on its left (Đ33.1.b)."""

import pytest

from lienthong.axis.signing.places import (
    BadPlace,
    Box,
    SealMisplaced,
    SigningPlaces,
    check_seal,
    fit_picture,
    seal_over,
)

from .kit import Kit

SIGNATURE = Box(0, 300, 100, 420, 160)


def test_seal_over_a_signature() -> None:
    seal = seal_over(SIGNATURE)
    assert (seal.width, seal.height) == pytest.approx((102.047, 102.047), abs=0.01)
    assert seal.right - SIGNATURE.left == pytest.approx(SIGNATURE.width / 3)
    assert (seal.bottom + seal.top) / 2 == pytest.approx(130)
    check_seal(SIGNATURE, seal)


@pytest.mark.parametrize("share", [0.25, 0.33, 0.4])
def test_about_a_third_is_accepted(share: float) -> None:
    right = SIGNATURE.left + SIGNATURE.width * share
    check_seal(SIGNATURE, Box(0, right - 102, 80, right, 182))


@pytest.mark.parametrize(
    "seal",
    [
        Box(0, 180, 80, 299, 182),  # beside
        Box(0, 258, 80, 360, 182),  # half
        Box(0, 380, 80, 482, 182),  # on the right
        Box(0, 238, 200, 340, 302),  # above
        Box(1, 238, 80, 340, 182),  # another page
        Box(0, 301, 80, 335, 182),  # inside
    ],
)
def test_other_places_are_refused(seal: Box) -> None:
    with pytest.raises(SealMisplaced, match="1/3"):
        check_seal(SIGNATURE, seal)


@pytest.mark.parametrize("box", [(-1, 0, 0, 9, 9), (0, 9, 0, 9, 9), (0, 0, 9, 9, 8)])
def test_empty_boxes_are_refused(box: tuple[int, int, int, int, int]) -> None:
    with pytest.raises(BadPlace):
        Box(*box)


def test_a_picture_keeps_its_shape(kit: Kit) -> None:
    fitted = fit_picture(Box(0, 100, 100, 300, 150), kit.blue)  # the picture is 2 : 1
    assert (fitted.width, fitted.height) == (100, 50)
    assert (fitted.left, fitted.right) == (150, 250)
    assert fitted.covered_by(Box(0, 100, 100, 300, 150)) == 1


def test_names_of_fields() -> None:
    places = SigningPlaces(SIGNATURE, None, (SIGNATURE, SIGNATURE), (SIGNATURE,))
    assert [name for name, _box in places.named()] == [
        "LTNumber",
        "LTSignature1",
        "LTSignature2",
        "LTSeal1",
    ]
