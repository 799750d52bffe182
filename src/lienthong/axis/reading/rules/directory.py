"""Which agency a name means at a date: the protocol a directory answers, and the built-in one.

A group is a rule on level and kind, not on words (office-practice 1.12): "các huyện, thành phố" of
2018 and "các huyện, thị xã, thành phố" of 2021 are both the districts as they stood on the day, and
from 1 July 2025 the same phrase means nobody.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from typing import Any, Protocol

from .language import load
from .letters import fold, one_tone_style, squeeze

CLOSE_ENOUGH = 0.84
MARGIN = 0.06


@dataclass(frozen=True)
class Match:
    """One agency that a name may mean: identifier of the directory, official name, score 0 to 1."""

    id: str
    name: str
    score: float = 1.0


@dataclass(frozen=True)
class Group:
    """The agencies that a group phrase means on a day; `ended` when its level no longer exists."""

    phrase: str
    members: tuple[Match, ...] = ()
    ended: bool = False
    suggestion: str = ""


class AgencyDirectory(Protocol):
    """What the reader asks of a register of agencies in time."""

    def find(self, name: str, on: date) -> Sequence[Match]:
        """Agencies that bear this name (or abbreviation) on that day, best first; empty if none."""
        ...

    def group(self, phrase: str, on: date) -> Group | None:
        """The members of a group phrase on that day; None when the phrase is too vague to say."""
        ...


@dataclass(frozen=True)
class Agency:
    """A row of the built-in directory; valid over [since, until)."""

    id: str
    name: str
    kind: str
    province: str
    since: date | None
    until: date | None
    abbreviation: str = ""

    def valid(self, on: date) -> bool:
        """Whether the agency exists on the day."""
        return (not self.since or self.since <= on) and (not self.until or on < self.until)


@dataclass(frozen=True)
class StaticDirectory:
    """A directory kept in memory; serves one province and needs no database."""

    province: str
    agencies: tuple[Agency, ...]
    _memo: dict[tuple[str, date], tuple[Match, ...]] = field(default_factory=dict, compare=False)

    def covers(self, province: str) -> bool:
        """Whether papers of that province are about this directory's agencies."""
        return not province or plain(province) == plain(self.province)

    def find(self, name: str, on: date) -> Sequence[Match]:
        """See AgencyDirectory; near names are scored, and two near ones are both returned."""
        key = (name, on)
        if key not in self._memo:
            self._memo[key] = tuple(self._find(name, on))
        return self._memo[key]

    def _find(self, name: str, on: date) -> list[Match]:
        wanted = plain(name)
        own = re.sub(rf" {re.escape(plain(self.province))}$", "", wanted)
        forms = {wanted, own, own + " tỉnh" if own != wanted else own}
        forms |= {re.sub(r" tỉnh$", "", form) for form in forms} | {wanted + " tỉnh"}
        alive = [row for row in self._forms if row[1].valid(on)]
        exact = {a.id: Match(a.id, _title(a)) for form, a in alive if form in forms}
        if exact:
            return list(exact.values())
        bare = {fold(form) for form in forms}
        same = {a.id: Match(a.id, _title(a), 0.9) for form, a in alive if fold(form) in bare}
        return list(same.values()) if same else self._near(fold(own), alive)

    def _near(self, wanted: str, alive: list[tuple[str, Agency]]) -> list[Match]:
        if len(wanted) < 6:
            return []
        scores: dict[str, Match] = {}
        for form, agency in alive:
            bare = fold(form)
            if abs(len(bare) - len(wanted)) > 4 or bare.split()[0] != wanted.split()[0]:
                continue
            score = SequenceMatcher(None, wanted, bare, autojunk=False).ratio()
            if score >= CLOSE_ENOUGH and score > scores.get(agency.id, Match("", "", 0)).score:
                scores[agency.id] = Match(agency.id, _title(agency), round(score, 3))
        ranked = sorted(scores.values(), key=lambda match: -match.score)
        return [m for m in ranked if m.score >= ranked[0].score - MARGIN]

    @cached_property
    def _forms(self) -> list[tuple[str, Agency]]:
        """Every written form of every agency of the province (and of others' districts)."""
        rows = []
        for agency in self.agencies:
            name = plain(agency.name)
            if agency.kind in ("district", "commune"):
                rows.append((f"ubnd {name}", agency))
                rows.append((name, agency))
                continue
            rows.append((name, agency))
            if agency.abbreviation.startswith("S") and name.startswith("sở "):
                short = plain(agency.abbreviation[1:])
                rows += [(f"sở {short}", agency), (plain(agency.abbreviation), agency)]
        return rows

    def group(self, phrase: str, on: date) -> Group | None:
        """See AgencyDirectory; the nouns of the phrase choose kinds, the day chooses members."""
        words = plain(phrase)
        if "liên quan" in words:
            return None
        other = re.search(r"tỉnh ([^,;]+)$", words)
        if other and plain(self.province) != f"tỉnh {other[1]}":
            return None
        kinds = kinds_of_group(words)
        if not kinds:
            return None
        members = [a for a in self.agencies if self._belongs(a, kinds) and a.valid(on)]
        ended = not members
        hint = ""
        if ended and "district" in kinds:
            count = sum(a.valid(on) for a in self.agencies if a.kind == "commune")
            hint = f"Từ 01/7/2025 không còn UBND cấp huyện. Chọn: UBND các xã, phường, đặc khu ({count})"
        return Group(phrase, tuple(Match(a.id, _title(a)) for a in members), ended, hint)

    def _belongs(self, agency: Agency, kinds: frozenset[str]) -> bool:
        if plain(agency.province) != plain(self.province):
            return False
        if agency.kind == "department":
            head = "sở" if agency.name.startswith("Sở") else "ban"
            return head in kinds
        return agency.kind in kinds


_KINDS = (
    (r"(?:^|[ ,])sở(?:$|[ ,;])", ("sở",)),
    (r"sở, ban|ban, ngành|sở, ngành|ban ngành", ("ban", "central")),
    (r"đoàn thể|(?:^|[ ,])hội(?:$|[ ,])", ("union",)),
    (r"huyện(?! ủy)|thị xã(?! đức)|thành phố(?! trực)|quận", ("district",)),
    (r"xã, phường|phường|thị trấn|đặc khu|cấp xã|(?:các |, |và )xã(?:$|[ ,])", ("commune",)),
)


def kinds_of_group(words: str) -> frozenset[str]:
    """The kinds of agency that the nouns of a group phrase name; empty for vague phrases."""
    if re.search(r"các tỉnh|tỉnh, thành phố|trực thuộc trung ương", words):
        return frozenset()
    kinds: set[str] = set()
    place = re.sub(r"(?:thuộc|trên địa bàn|của) .*$", "", words)
    for pattern, found in _KINDS:
        if re.search(pattern, place):
            kinds.update(found)
    if "thị xã" in place and not re.search(r"(?:,|các|và) (?:xã|phường)\b|cấp xã", place):
        kinds.discard("commune")
    return frozenset(kinds)


def plain(name: str) -> str:
    """A name for comparison: one tone style, lower case, the usual abbreviations, single spaces."""
    words = squeeze(one_tone_style(name)).lower().replace("–", "-")
    words = re.sub(r"ủy ban nhân dân", "ubnd", words)
    words = re.sub(r"hội đồng nhân dân", "hđnd", words)
    words = re.sub(r"bảo hiểm xã hội", "bhxh", words)
    words = (
        re.sub(r"\s*&\s*", " và ", words)
        if re.search(r"\w{3,}\s*&", words)
        else words.replace("&", "")
    )
    return squeeze(words.strip(" .,;:-"))


def _title(agency: Agency) -> str:
    if agency.kind in ("district", "commune"):
        return f"UBND {agency.name[0].lower()}{agency.name[1:]}"
    return agency.name


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


@lru_cache(maxsize=1)
def default_directory() -> StaticDirectory:
    """The built-in directory of the province, from data/directory.json."""
    raw: dict[str, Any] = load("directory.json")
    rows = tuple(
        Agency(
            row["id"],
            row["name"],
            row["kind"],
            row["province"],
            _day(row["from"]),
            _day(row["to"]),
            row.get("abbreviation", ""),
        )
        for row in raw["agencies"]
    )
    return StaticDirectory(raw["province"], rows)
