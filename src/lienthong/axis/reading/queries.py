"""The directory of the installation: names and groups answered by agencies in time, on the day.

The same protocol as the built-in directory, so that the reader does not know the difference;
identifiers are the agencies' own.
"""

from collections.abc import Sequence
from datetime import date
from difflib import SequenceMatcher

from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.models import AgencyName
from lienthong.kernel.agencies.rules.names import folded_key

from .rules.directory import CLOSE_ENOUGH, MARGIN, Group, Match

EXACT, FOLDED = 1.0, 0.9


class StructureDirectory:
    """A directory over the database; one for each reading, since it remembers its answers."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, date], tuple[Match, ...]] = {}
        self._forms: dict[date, list[tuple[str, int, str]]] = {}

    def find(self, name: str, on: date) -> Sequence[Match]:
        """Agencies that bear this name on that day; two near ones are both returned."""
        key = (name, on)
        if key not in self._found:
            self._found[key] = tuple(self._find(name, on))
        return self._found[key]

    def _find(self, name: str, on: date) -> list[Match]:
        known = [m for m in agencies.find_agencies(name, on) if m.alive]
        inside = [m for m in known if not m.outside] or known
        exact = [m for m in inside if m.exact]
        if inside:
            score = EXACT if exact else FOLDED
            return [Match(str(m.agency_id), m.short_name, score) for m in exact or inside]
        return self._near(folded_key(name), on)

    def _near(self, wanted: str, on: date) -> list[Match]:
        """Names a few letters away, for texts that a scan damaged."""
        if len(wanted) < 6:
            return []
        scores: dict[int, Match] = {}
        for form, agency_id, title in self._alive(on):
            if abs(len(form) - len(wanted)) > 4 or form.split()[0] != wanted.split()[0]:
                continue
            score = SequenceMatcher(None, wanted, form, autojunk=False).ratio()
            known = scores.get(agency_id)
            if score >= CLOSE_ENOUGH and (known is None or score > known.score):
                scores[agency_id] = Match(str(agency_id), title, round(score, 3))
        ranked = sorted(scores.values(), key=lambda match: -match.score)
        return [m for m in ranked if m.score >= ranked[0].score - MARGIN]

    def _alive(self, on: date) -> list[tuple[str, int, str]]:
        if on not in self._forms:
            rows = AgencyName.objects.on(on).filter(agency__outside=False)
            self._forms[on] = [
                (form, agency_id, title)
                for forms, agency_id, title in rows.values_list(
                    "folded_keys", "agency_id", "short_name"
                )
                for form in forms
            ]
        return self._forms[on]

    def group(self, phrase: str, on: date) -> Group | None:
        """The members of a group phrase on that day; None when no rule knows the phrase."""
        found = agencies.resolve_group(phrase, on)
        if isinstance(found, agencies.Unresolvable):
            if not found.level_ended:
                return None
            return Group(phrase, ended=True, suggestion=found.message_vi)
        names = agencies.names_of(found.agency_ids, on)
        members = tuple(
            Match(str(pk), names[pk].short_name) for pk in found.agency_ids if pk in names
        )
        return Group(phrase, members)
