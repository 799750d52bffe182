"""The two things that offices choose all day: an agency as of a day, and a person in a post.

Both are reference data that every official may read (agencies, posts and their holders are open).
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.text import fold

from . import formats
from .pickers import Choice, PickerField

_NUMBERS = 18  # digits that a database key may have


def agency_field(*, on: dt.date, label: str, many: bool = False, **more: Any) -> PickerField:
    """A form field for one agency (or several) alive on the day; cleans to `Choice` with its id."""
    return PickerField(
        label=label,
        search=lambda words, most: search_agencies(words, most, on),
        by_key=lambda keys: agencies_by_key(keys, on),
        url=lambda: reverse("ui:agencies"),
        many=many,
        **more,
    )


def person_field(
    *, on: dt.date, agency_id: int, label: str, many: bool = False, **more: Any
) -> PickerField:
    """A form field for officials of one agency in their posts on the day; keys are person ids."""
    return PickerField(
        label=label,
        search=lambda words, most: search_people(words, most, agency_id, on),
        by_key=lambda keys: people_by_key(keys, agency_id, on),
        url=lambda: reverse("ui:people"),
        many=many,
        **more,
    )


def search_agencies(words: str, most: int, on: dt.date) -> Sequence[Choice]:
    """Agencies alive on the day that the words fit, the exact ones first."""
    found = [match for match in agencies.search_agencies(words, on, most) if match.alive]
    return [
        Choice(str(match.agency_id), match.name, _since(match.since) if match.since else "")
        for match in found
    ]


def _since(day: dt.date) -> str:
    return _("từ %(day)s") % {"day": formats.date(day)}


def agencies_by_key(keys: Sequence[str], on: dt.date) -> Sequence[Choice]:
    """Agencies of the keys that are alive on the day; others are left out."""
    names = agencies.names_of(_ids(keys), on)
    return [Choice(key, names[int(key)].name) for key in keys if _is_id(key) and int(key) in names]


def search_people(words: str, most: int, agency_id: int, on: dt.date) -> Sequence[Choice]:
    """Officials of the agency whose name, post or unit holds all the words, marks aside."""
    wanted = fold(words).split()
    return [
        choice
        for choice in _people(agency_id, on)
        if all(word in fold(f"{choice.name} {choice.note}") for word in wanted)
    ][:most]


def people_by_key(keys: Sequence[str], agency_id: int, on: dt.date) -> Sequence[Choice]:
    """Officials of the agency with these ids; of others nothing is said."""
    known = {choice.key: choice for choice in _people(agency_id, on)}
    return [known[key] for key in keys if key in known]


def _people(agency_id: int, on: dt.date) -> list[Choice]:
    people: dict[str, Choice] = {}
    for holder in agencies.holders(on, agency_ids=[agency_id]):
        key = str(holder.person_id)
        place = " · ".join(part for part in (holder.shown_title, holder.unit_name) if part)
        note = f"{people[key].note}; {place}" if key in people else place
        people[key] = Choice(key, holder.person_name, note)
    return list(people.values())


def _is_id(key: str) -> bool:
    return key.isascii() and key.isdigit() and len(key) <= _NUMBERS


def _ids(keys: Sequence[str]) -> list[int]:
    return [int(key) for key in keys if _is_id(key)]
