"""Decisions: propose, withdraw, carry out; carrying out is one act and one transaction."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.agencies import events
from lienthong.kernel.agencies.choices import Certainty, DecisionKind, DecisionState, Verb
from lienthong.kernel.agencies.models import Decision
from lienthong.kernel.agencies.rules.plan import PlanRejected, parse_plan
from lienthong.kernel.facts.recording import act

from .handover import open_sheets
from .structure import Outcome, apply_plan


class DecisionSettled(Exception):
    """The decision is no longer a proposal; nothing was changed."""

    def __init__(self, state: str) -> None:
        self.message = _("Quyết định này %(state)s, không làm lại được. Hãy tải lại trang.") % {
            "state": DecisionState(state).label
        }
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """What a carried-out decision did, and the open work that now waits, by kind."""

    decision: Decision
    outcome: Outcome
    open_work: dict[str, int]


def propose_decision(
    *,
    key: str,
    title: str,
    kind: str,
    effective_on: dt.date | None,
    plan: dict[str, Any],
    number: str = "",
    decided_on: dt.date | None = None,
    issuer: str = "",
    source: str = "",
    note: str = "",
    certainty: str = Certainty.READ,
    by: Actor,
    at: dt.datetime,
) -> Decision:
    """Lay down a decision with its plan; nothing of the structure changes yet.

    The same key proposed again with the same plan is the same decision. Raises `Forbidden`,
    `PlanRejected`, `DecisionSettled` for a key that is already carried out with another plan.
    """
    require(by, Verb.DECIDE)
    parse_plan(plan)
    if effective_on is None and kind != DecisionKind.OPENING:
        raise PlanRejected(_("Hãy ghi ngày có hiệu lực của quyết định."))
    known = Decision.objects.filter(key=key).first()
    if known is not None:
        if known.plan != plan or known.effective_on != effective_on:
            raise DecisionSettled(known.state)
        return known
    with act(events.DECISION_PROPOSED, by=by, at=at) as fact:
        decision = Decision.objects.create(
            key=key,
            number=number,
            decided_on=decided_on,
            issuer=issuer,
            title=title,
            kind=kind,
            effective_on=effective_on,
            plan=plan,
            source=source,
            note=note,
            certainty=certainty,
            proposed_at=at,
            proposed_by_id=by.person_id,
        )
        fact.about(decision)
    return decision


def withdraw_decision(*, decision: Decision, by: Actor, at: dt.datetime) -> None:
    """Drop a proposal; raises `Forbidden`, `DecisionSettled`."""
    require(by, Verb.DECIDE)
    with act(events.DECISION_WITHDRAWN, by=by, at=at, subject=decision):
        locked = _locked(decision)
        locked.state = DecisionState.WITHDRAWN
        locked.save(update_fields=["state"])


def carry_out_decision(*, decision: Decision, by: Actor, at: dt.datetime) -> CarriedOut:
    """Carry out a proposal: the structure changes with effect on its day, in one transaction.

    Afterwards every open paper, task and file of an agency that ended stands on a handover sheet.
    Raises `Forbidden`, `DecisionSettled` (a second click), `PlanRejected`, `NotReady`,
    `Orphaned`, `LaterChanges`.
    """
    require(by, Verb.DECIDE)
    payload: dict[str, Any] = {}
    with act(events.DECISION_CARRIED_OUT, by=by, at=at, subject=decision, payload=payload):
        locked = _locked(decision)
        plan = parse_plan(locked.plan)
        outcome = apply_plan(plan, locked)
        locked.state = DecisionState.CARRIED_OUT
        locked.carried_out_at = at
        locked.carried_out_by_id = by.person_id
        locked.save(update_fields=["state", "carried_out_at", "carried_out_by"])
        work = open_sheets(decision=locked, closed=sorted(outcome.closed.values()), by=by, at=at)
        payload |= {
            "opened": len(outcome.opened),
            "closed": len(outcome.closed),
            "moved": outcome.moved,
            "open_work": work,
        }
    return CarriedOut(locked, outcome, work)


def _locked(decision: Decision) -> Decision:
    """The decision under a lock, still a proposal."""
    locked = Decision.objects.select_for_update().get(pk=decision.pk)
    if locked.state != DecisionState.PROPOSED:
        raise DecisionSettled(locked.state)
    return locked
