"""How the looks at mailboxes and folders went: what the administrator and the clerk are told."""

import datetime as dt
from typing import Any

from ..models import SourceState

LONGEST = dt.timedelta(minutes=30)


def state_of(agency_id: int, source: str) -> SourceState:
    """How the last looks went; an empty one where there was none."""
    found = SourceState.objects.filter(agency_id=agency_id, source=source).first()
    return found or SourceState(agency_id=agency_id, source=source)


def may_look(state: SourceState, at: dt.datetime) -> bool:
    """Whether it is time: after a fault the pause grows, so that nobody's server is hammered."""
    if state.stopped:
        return False
    if not state.faults or state.looked_at is None:
        return True
    pause = min(dt.timedelta(minutes=2 ** min(state.faults - 1, 10)), LONGEST)
    return at - state.looked_at >= pause - dt.timedelta(seconds=5)


def note_well(agency_id: int, source: str, at: dt.datetime, **more: Any) -> None:
    """A look went well."""
    _note(agency_id, source, looked_at=at, well_at=at, fault="", faults=0, stopped=False, **more)


def note_fault(
    agency_id: int, source: str, at: dt.datetime, fault: str, *, stopped: bool = False
) -> None:
    """A look did not go well; `stopped` where looking again by itself would do harm."""
    faults = state_of(agency_id, source).faults + 1
    _note(agency_id, source, looked_at=at, fault=fault, faults=faults, stopped=stopped)


def say(agency_id: int, source: str, words: str) -> None:
    """Something that the administrator should see, and no fault of the look."""
    _note(agency_id, source, fault=words)


def begin_anew(agency_id: int, source: str) -> None:
    """The settings were changed: the next look is due at once."""
    _note(agency_id, source, fault="", faults=0, stopped=False)


def _note(agency_id: int, source: str, **values: Any) -> None:
    SourceState.objects.update_or_create(agency_id=agency_id, source=source, defaults=values)
