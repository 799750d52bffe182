"""Recipient groups: a rule on level and kind, found by the words of a paper, never a list of words.

"UBND các huyện, thành phố" means the district level of that day, so that a thị xã is not lost
(office practice §1 row 12); a single kind ("UBND các phường") means exactly that kind.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lienthong.kernel.agencies.choices import Level, PlaceKind

from .names import exact_key

# Kinds in the order in which papers name them, by level.
KINDS_OF_LEVEL: dict[str, tuple[PlaceKind, ...]] = {
    Level.PROVINCE: (PlaceKind.PROVINCE,),
    Level.DISTRICT: (PlaceKind.RURAL_DISTRICT, PlaceKind.TOWN, PlaceKind.CITY),
    Level.COMMUNE: (
        PlaceKind.COMMUNE,
        PlaceKind.WARD,
        PlaceKind.TOWNSHIP,
        PlaceKind.SPECIAL_ZONE,
    ),
}
# The words themselves, which no interface language changes.
WORD_OF_KIND = {
    PlaceKind.PROVINCE: "tỉnh",
    PlaceKind.RURAL_DISTRICT: "huyện",
    PlaceKind.TOWN: "thị xã",
    PlaceKind.CITY: "thành phố",
    PlaceKind.COMMUNE: "xã",
    PlaceKind.WARD: "phường",
    PlaceKind.TOWNSHIP: "thị trấn",
    PlaceKind.SPECIAL_ZONE: "đặc khu",
}
KIND_OF_WORD = {word: kind for kind, word in WORD_OF_KIND.items()}
LEVEL_OF_KIND = {kind: level for level, kinds in KINDS_OF_LEVEL.items() for kind in kinds}
_KIND_WORDS = {exact_key(word): kind for word, kind in KIND_OF_WORD.items()}
_LEVEL_WORDS = {
    exact_key("cấp huyện"): Level.DISTRICT,
    exact_key("cấp xã"): Level.COMMUNE,
    exact_key("cấp tỉnh"): Level.PROVINCE,
}
_HEADS = re.compile(
    "^(" + "|".join(exact_key(w) for w in ("thủ trưởng", "chủ tịch", "giám đốc", "lãnh đạo")) + ") "
)
_TAIL = re.compile(
    "( "
    + "|".join(
        exact_key(w)
        for w in (
            "trên địa bàn tỉnh quảng ngãi",
            "trên địa bàn tỉnh",
            "trên địa bàn",
            "trong tỉnh",
            "thuộc tỉnh",
            "trong toàn tỉnh",
        )
    ).replace("|", "| ")
    + ")$"
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase asks for: whole levels, or exactly some kinds of places."""

    levels: tuple[str, ...]
    kinds: tuple[PlaceKind, ...] = ()  # empty: every kind of the levels
    heads: bool = False  # "Chủ tịch UBND các …": the paper speaks to the heads


def phrase_key(text: str) -> str:
    """The key of a phrase of recipients, without list marks, heads and "trên địa bàn tỉnh"."""
    key = _TAIL.sub("", _HEADS.sub("", exact_key(text)))
    return re.sub(rf"^{exact_key('các')} (?=ubnd )", "", key)


_PARTS = re.compile(
    r"\s*(?:;|,?\s+và\s+(?=các\s|(?:chủ tịch\s+)?(?:ubnd|[uủ][ỷy] ban nhân dân)\s)"
    r"|,\s+(?=(?:chủ tịch\s+)?(?:ubnd|[uủ][ỷy] ban nhân dân)\s))\s*",
    re.IGNORECASE,
)


def parts_of(text: str) -> list[str]:
    """The groups that one phrase joins: "Thủ trưởng các sở … và Chủ tịch UBND các huyện …"."""
    return [part for part in _PARTS.split(text.strip(" -;.")) if part]


def names_heads(text: str) -> bool:
    """Whether the phrase speaks to the heads of the agencies ("Thủ trưởng các sở …")."""
    return _HEADS.match(exact_key(text)) is not None


def meaning_of(text: str) -> Meaning | None:
    """The meaning of a phrase about People's Committees, or None when it is not one.

    "UBND" may be left out ("các huyện, thành phố", "cấp xã"). Two or more kinds of one level mean the whole level; one kind means that kind only.
    """
    words = phrase_key(text).removeprefix("ubnd ")
    if words in _LEVEL_WORDS:
        return Meaning((_LEVEL_WORDS[words],), heads=names_heads(text))
    many = exact_key("các") + " "
    if not words.startswith(many):
        return None
    kinds = _kinds_in(words.removeprefix(many))
    if not kinds:
        return None
    levels = tuple(dict.fromkeys(LEVEL_OF_KIND[kind] for kind in kinds))
    exactly = tuple(kinds) if len(kinds) == 1 else ()
    return Meaning(levels, exactly, names_heads(text))


def _kinds_in(words: str) -> list[PlaceKind]:
    """The kinds that a list of words names; empty when any other word stands among them."""
    left = " " + words + " "
    found = []
    for word, kind in sorted(_KIND_WORDS.items(), key=lambda item: -len(item[0])):
        if f" {word} " in left:
            found.append((words.find(word), kind))
            left = left.replace(f" {word} ", "  ")
    rest = [w for w in left.split() if w not in {exact_key("và"), exact_key("các")}]
    return [] if rest else [kind for _place, kind in sorted(found)]


def wording(kinds: Iterable[str]) -> str:
    """The official phrase for a set of kinds: "UBND các huyện, thị xã, thành phố"."""
    present = set(kinds)
    names = [word for kind, word in WORD_OF_KIND.items() if kind in present]
    return "UBND các " + ", ".join(names)
