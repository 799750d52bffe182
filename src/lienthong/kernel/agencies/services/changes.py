"""Single changes of the structure: each is a small plan carried out by a decision of its own."""

import datetime as dt
import uuid
from typing import Any

from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, Forbidden, require
from lienthong.kernel.agencies import events
from lienthong.kernel.agencies.choices import Certainty, DecisionKind, Verb
from lienthong.kernel.agencies.models import Agency, Decision, Succession
from lienthong.kernel.facts.recording import act

from .decisions import carry_out_decision, propose_decision


class NoSuchHeir(Exception):
    """The agency named to take mail is not among the successors."""


def open_agency(
    *,
    entry: dict[str, Any],
    on: dt.date,
    title: str,
    number: str = "",
    issuer: str = "",
    decided_on: dt.date | None = None,
    by: Actor,
    at: dt.datetime,
) -> Agency:
    """Open one agency (an item of a plan's "open"; its key is made when none is given).

    Raises `Forbidden`, `PlanRejected`, `NotReady`.
    """
    entry = {"key": f"a:{uuid.uuid4().hex[:12]}", **entry}
    with act(events.AGENCY_OPENED, by=by, at=at) as fact:
        _at_once({"open": [entry]}, on, title, number, issuer, decided_on, by, at)
        agency = Agency.objects.get(key=entry["key"])
        fact.about(agency)
    return agency


def rename_agency(
    *,
    agency: Agency,
    name: str,
    short_name: str,
    abbreviation: str = "",
    aliases: tuple[str, ...] = (),
    on: dt.date,
    title: str,
    number: str = "",
    by: Actor,
    at: dt.datetime,
) -> Decision:
    """Give an agency another name within the same life; the old one stays findable."""
    item = {
        "agency": agency.key,
        "name": name,
        "short_name": short_name,
        "abbreviation": abbreviation,
        "aliases": list(aliases),
    }
    with act(events.AGENCY_RENAMED, by=by, at=at, subject=agency):
        return _at_once({"rename": [item]}, on, title, number, "", None, by, at)


def move_agency(
    *,
    agency: Agency,
    parent: Agency,
    on: dt.date,
    title: str,
    number: str = "",
    by: Actor,
    at: dt.datetime,
) -> Decision:
    """Put an agency under another parent within the same life."""
    item = {"agency": agency.key, "parent": parent.key}
    with act(events.AGENCY_MOVED, by=by, at=at, subject=agency):
        return _at_once({"move": [item]}, on, title, number, "", None, by, at)


def recode_agency(
    *,
    agency: Agency,
    scheme: str,
    code: str,
    on: dt.date,
    title: str,
    is_sample: bool = False,
    by: Actor,
    at: dt.datetime,
) -> Decision:
    """Give an agency another code in one scheme; raises `PlanRejected` for a malformed one."""
    item = {"agency": agency.key, "scheme": scheme, "code": code, "is_sample": is_sample}
    with act(events.AGENCY_CODED, by=by, at=at, subject=agency):
        return _at_once({"recode": [item]}, on, title, "", "", None, by, at)


def name_mail_successor(
    *, predecessor: Agency, successor: Agency, by: Actor, at: dt.datetime
) -> Succession:
    """Say which successor takes what still arrives for an ended agency; raises `NoSuchHeir`."""
    require(by, Verb.DECIDE)
    rows = Succession.objects.filter(predecessor=predecessor)
    heir = rows.filter(successor=successor).first()
    if heir is None:
        raise NoSuchHeir(f"{successor.key} does not follow {predecessor.key}")
    with act(events.MAIL_SUCCESSOR_NAMED, by=by, at=at, subject=heir):
        rows.filter(takes_mail=True).exclude(pk=heir.pk).update(takes_mail=False)
        heir.takes_mail = True
        heir.save(update_fields=["takes_mail"])
    return heir


def require_own(by: Actor, agency_id: int) -> None:
    """Refuse unless the actor administers this agency, or decides on the whole structure."""
    if by.may(Verb.DECIDE):
        return
    require(by, Verb.ADMINISTER)
    if agency_id not in by.agency_ids:
        raise Forbidden(_("Bạn không quản trị cơ quan này."), Verb.ADMINISTER)


def _at_once(
    plan: dict[str, Any],
    on: dt.date,
    title: str,
    number: str,
    issuer: str,
    decided_on: dt.date | None,
    by: Actor,
    at: dt.datetime,
) -> Decision:
    decision = propose_decision(
        key=f"d:{uuid.uuid4().hex}",
        title=title,
        kind=DecisionKind.REORGANISATION,
        effective_on=on,
        plan=plan,
        number=number,
        decided_on=decided_on,
        issuer=issuer,
        certainty=Certainty.READ,
        by=by,
        at=at,
    )
    return carry_out_decision(decision=decision, by=by, at=at).decision
