"""Loading the sample province: the map of 2018, then each decision at its own date."""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from lienthong.kernel.access.actor import Actor, system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies import province
from lienthong.kernel.agencies.choices import DecisionState, Verb
from lienthong.kernel.agencies.models import Agency, Decision, RecipientGroup
from lienthong.kernel.agencies.queries.tree import province_at

from .decisions import carry_out_decision, propose_decision
from .listing import open_group

Progress = Callable[[str], None]


def print_nothing(line: str) -> None:
    """The progress of a silent load."""


def loader(agency_id: int = 0) -> Actor:
    """The installation itself, entitled to lay down its structure."""
    return replace(
        system_actor(agency_id, channel="cli"),
        verbs=frozenset({str(Verb.DECIDE), str(Verb.ADMINISTER), str(Verb.HAND_OVER)}),
    )


def load_province(
    *,
    until: dt.date | None,
    small: bool = False,
    people: bool = True,
    at: dt.datetime,
    progress: Progress = print_nothing,
) -> list[Decision]:
    """Propose every decision and carry out those with effect up to `until` (all when None).

    Can be run again: what is carried out stays, a load that broke off goes on, a later `until`
    carries out more. Later decisions stay proposals that an administrator carries out.
    """
    files = [province.opening(), *province.decisions()]
    if small:
        files = province.small(files)
    done = []
    for data in files:
        started = time.perf_counter()
        by = loader(province_at(at.date()) or 0)
        with acting(by):
            decision = _proposed(data, people, by, at)
            carried = _carry_out(decision, until, by, at)
            if not RecipientGroup.objects.exists():
                _load_groups(by, at)
        if carried:
            done.append(decision)
            seconds = time.perf_counter() - started
            progress(f"{decision.number or decision.title}: {seconds:.1f} s")
    return done


def _proposed(data: dict[str, Any], people: bool, by: Actor, at: dt.datetime) -> Decision:
    decided, effective = data["decided_on"], data["effective_on"]
    return propose_decision(
        key=data["key"],
        title=data["title"],
        kind=data["kind"],
        effective_on=dt.date.fromisoformat(effective) if effective else None,
        plan={**data["plan"], "sample_people": people},
        number=data["number"],
        decided_on=dt.date.fromisoformat(decided) if decided else None,
        issuer=data["issuer"],
        source=data["source"],
        note=data["note"],
        certainty=data["certainty"],
        by=by,
        at=at,
    )


def _carry_out(decision: Decision, until: dt.date | None, by: Actor, at: dt.datetime) -> bool:
    day = decision.effective_on
    due = day is None or until is None or day <= until
    if decision.state != DecisionState.PROPOSED or not due:
        return False
    carry_out_decision(decision=decision, by=by, at=at)
    return True


def _load_groups(by: Actor, at: dt.datetime) -> None:
    data = province.groups()
    keeper = Agency.objects.get(key=data["keeper"])
    for group in data["groups"]:
        open_group(
            keeper=keeper,
            name=group["name"],
            level=group["level"],
            agency_kinds=group["agency_kinds"],
            phrases=group["phrases"],
            certainty=group["certainty"],
            note=group["note"],
            by=by,
            at=at,
        )
