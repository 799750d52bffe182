"""The working rules in force for the tasks that an agency assigns, on a day."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..models import WorkingRule
from ..rules import Practice, practice


def working_rules(agency_id: int, on: dt.date) -> Mapping[str, Any]:
    """Every number by key: the agency's own newest one of the day, else the practice's; one query."""
    values = {key: row.value for key, row in practice().items()}
    own = WorkingRule.objects.filter(agency_id=agency_id, since__lte=on).order_by("since")
    values |= {key: value for key, value in own.values_list("key", "value") if key in values}
    return values


@dataclass(frozen=True, slots=True)
class Entered:
    """One rule as the screen shows it: the practice's words, the value in force and its source."""

    practice: Practice
    value: Any
    source: str
    since: dt.date | None
    coming: tuple[WorkingRule, ...] = ()

    @property
    def own(self) -> bool:
        """Whether the agency laid it down itself."""
        return self.since is not None

    @property
    def words(self) -> str:
        """The value as it is typed."""
        return ", ".join(map(str, self.value)) if isinstance(self.value, list) else str(self.value)


def entered_rules(agency_id: int, on: dt.date) -> list[Entered]:
    """Every rule with where its value comes from, and what was entered for later days."""
    rows = list(WorkingRule.objects.filter(agency_id=agency_id).order_by("since", "pk"))
    found = []
    for key, known in practice().items():
        mine = [row for row in rows if row.key == key]
        held = [row for row in mine if row.since <= on]
        coming = tuple(row for row in mine if row.since > on)
        if held:
            last = held[-1]
            found.append(Entered(known, last.value, last.source, last.since, coming))
        else:
            found.append(Entered(known, known.value, known.source, None, coming))
    return found
