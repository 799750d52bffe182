"""The frame: the place one is in is marked, and no other."""

import pytest

from lienthong.kernel.ui.frame import Frame, Place, frame_of

PLACES = (
    Place("Công việc của tôi", "/"),
    Place("Văn bản đến", "/van-ban/den/"),
    Place("Tiếp nhận", "/van-ban/den/tiep-nhan/"),
    Place("Nhiệm vụ", "/nhiem-vu/?tab=1"),
)


@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("/", "Công việc của tôi"),
        ("/van-ban/den/", "Văn bản đến"),
        ("/van-ban/den/12/", "Văn bản đến"),
        ("/van-ban/den/tiep-nhan/", "Tiếp nhận"),
        ("/nhiem-vu/7/", "Nhiệm vụ"),
        ("/van-ban/dennis/", None),
        ("/quan-tri/", None),
    ],
)
def test_the_longest_place_that_fits_is_marked(path: str, here: str | None) -> None:
    frame = frame_of(PLACES, None, path)
    assert [p.label for p in frame.places if p.current] == ([here] if here else [])


def test_a_telephone_shows_four_places_and_hides_the_rest_behind_one() -> None:
    many = tuple(Place(str(i), f"/{i}/") for i in range(9))
    frame = Frame(places=many)
    assert len(frame.bar_places) == 4
    assert frame.bar_places + frame.drawer_places == many
