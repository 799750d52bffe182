"""A decision from the lines of a spreadsheet: looked up on its day, proposed under a key of its own."""

import datetime as dt
import hashlib
import json
from collections import defaultdict

from django.db import connection, transaction

from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.agencies.choices import DecisionKind, DecisionState, Verb
from lienthong.kernel.agencies.models import Agency, AgencyCode, AgencyName, Decision, PlaceCode
from lienthong.kernel.agencies.province import staffing_templates
from lienthong.kernel.agencies.rules.lines import read_lines
from lienthong.kernel.agencies.rules.names import exact_key
from lienthong.kernel.agencies.rules.plan import PlanRejected
from lienthong.kernel.agencies.rules.table import Known, plan_of

from .decisions import propose_decision


def known_on(day: dt.date) -> Known:
    """The map of the day, for reading lines."""
    names: dict[str, list[str]] = defaultdict(list)
    strangers: dict[str, list[str]] = defaultdict(list)
    rows = AgencyName.objects.on(day).filter(agency__period__contains=day).order_by("pk")
    for key, outside, exact in rows.values_list("agency__key", "agency__outside", "exact_keys"):
        for name in exact:
            (strangers if outside else names)[name].append(key)
    later = {
        name: " – ".join(f"{d:%d/%m/%Y}" if d else "…" for d in (period.lower, period.upper))
        for exact, period in AgencyName.objects.values_list("exact_keys", "period")
        for name in exact
    }
    codes = AgencyCode.objects.filter(period__contains=day)
    units = PlaceCode.objects.filter(period__contains=day, scheme="gso")
    committees = dict(
        Agency.objects.on(day)
        .filter(kind="peoples_committee", place__isnull=False)
        .values_list("place_id", "key")
    )
    return Known(
        names={name: tuple(keys) for name, keys in {**strangers, **names}.items()},
        codes={
            (scheme, code): key
            for scheme, code, key in codes.values_list("scheme", "code", "agency__key")
        },
        gso={c: committees.get(p, "?") for c, p in units.values_list("code", "place_id")},
        templates={
            exact_key(template["name"]): key
            for key, template in staffing_templates()["templates"].items()
        },
        later=later,
    )


def faults_of_lines(*, text: str, effective_on: dt.date) -> list[str]:
    """Everything that is wrong with the lines on the day, each with its number; nothing is kept."""
    return plan_of(read_lines(text), known_on(effective_on), "d")[1]


def propose_lines(
    *,
    text: str,
    title: str,
    effective_on: dt.date,
    number: str = "",
    decided_on: dt.date | None = None,
    issuer: str = "",
    source: str = "",
    by: Actor,
    at: dt.datetime,
) -> Decision:
    """Propose the decision that the lines make; the same lines sent again are the same decision.

    One that was withdrawn may be proposed anew. Raises `Forbidden`, `PlanRejected` with all faults.
    """
    require(by, Verb.DECIDE)
    reading = read_lines(text)
    said = [number, str(decided_on), issuer, title, str(effective_on), source]
    told = json.dumps([said, [[ln.number, ln.cells] for ln in reading.lines]], ensure_ascii=False)
    base = f"d:{hashlib.sha256(told.encode()).hexdigest()[:32]}"
    with transaction.atomic():
        with connection.cursor() as cursor:  # two of the same at one moment are one
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('agencies.lines'))")
        before = Decision.objects.filter(key__startswith=base)
        kept = before.exclude(state=DecisionState.WITHDRAWN).first()
        if kept is not None:
            return kept
        key = f"{base}.{before.count()}"
        plan, faults = plan_of(reading, known_on(effective_on), f"a{key[1:]}")
        if faults:
            raise PlanRejected(" ".join(faults))
        return propose_decision(
            key=key,
            title=title,
            kind=DecisionKind.REORGANISATION,
            effective_on=effective_on,
            plan=plan,
            number=number,
            decided_on=decided_on,
            issuer=issuer,
            source=source,
            by=by,
            at=at,
        )
