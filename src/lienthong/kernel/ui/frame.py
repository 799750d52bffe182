"""What the frame around every screen shows: the places of one's role, the post one acts in, notices.

Built by the composition floor, which knows the systems; this floor only draws it
(shared by every screen, see templates/ui/frame.html).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the rail: a place of the role, with what waits there.

    `icon` is a name of static/ui/icons.svg; `count` is drawn with `count_label` for screen readers;
    `late` marks a count of overdue things, the only counts that are red.
    """

    label: str
    url: str
    icon: str = "paper"
    count: int | None = None
    count_label: str = ""
    late: bool = False
    current: bool = False


@dataclass(frozen=True, slots=True)
class PostChoice:
    """A post that the person may switch to: what the switch form sends back is `key`."""

    key: str
    post_title: str
    agency_name: str
    stands_in_for: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class ActingAs:
    """In which post, for which agency, and at whose desk the person works; always visible."""

    name: str
    post_title: str
    agency_name: str
    stands_in_for: str = ""
    choices: tuple[PostChoice, ...] = ()
    switch_url: str = ""
    switch_field: str = "holding"


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything around the main part of a screen. An empty frame draws no rail."""

    places: tuple[Place, ...] = ()
    acting_as: ActingAs | None = None
    notices_count: int = 0
    notices_url: str = ""
    search_url: str = ""
    search_words: str = ""
    account_url: str = ""
    sign_out_url: str = ""
    sample: bool = False
    owner: str = ""
    home_url: str = "/"
    first_places: int = field(default=4)

    def at(self, path: str) -> "Frame":
        """The same frame with the place marked that the path lies in: the longest that fits."""
        fitting = [place for place in self.places if _lies_in(path, place.url)]
        if not fitting:
            return self
        here = max(fitting, key=lambda place: len(place.url))
        return replace(
            self, places=tuple(replace(place, current=place is here) for place in self.places)
        )

    @property
    def rail_key(self) -> tuple[object, ...]:
        """What the rail depends on: its places, with what waits there."""
        return (self.places, self.first_places)

    @property
    def bar_places(self) -> tuple[Place, ...]:
        """The places that fit the bar at the bottom of a telephone."""
        return self.places[: self.first_places]

    @property
    def drawer_places(self) -> tuple[Place, ...]:
        """The places behind "Thêm" on a telephone."""
        return self.places[self.first_places :]


def _lies_in(path: str, url: str) -> bool:
    target = url.split("?", 1)[0].split("#", 1)[0]
    if target == "/":
        return path == "/"
    return path == target or path.startswith(target.rstrip("/") + "/")


def frame_of(
    places: Iterable[Place], acting_as: ActingAs | None, path: str, **more: object
) -> Frame:
    """A frame with its current place marked; `more` are further fields of `Frame`."""
    return Frame(places=tuple(places), acting_as=acting_as, **more).at(path)  # type: ignore[arg-type]
