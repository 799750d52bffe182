"""Recipient groups, the list of obligated agencies, and channels: kept by the office, by date."""

import datetime as dt
from collections.abc import Sequence

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import events
from lienthong.kernel.agencies.choices import AgencyKind, ChannelKind, Level, PlaceKind
from lienthong.kernel.agencies.models import (
    Agency,
    Channel,
    Decision,
    ObligatedAgency,
    RecipientGroup,
    RecipientGroupMember,
)
from lienthong.kernel.agencies.rules.groups import phrase_key
from lienthong.kernel.facts.recording import act

from .changes import require_own
from .lifetimes import end_current


class RuleRejected(ValueError):
    """A group's rule that names an unknown level or kind, or no kind at all."""


def open_group(
    *,
    keeper: Agency,
    name: str,
    level: str,
    agency_kinds: Sequence[str],
    place_kinds: Sequence[str] = (),
    phrases: Sequence[str] = (),
    since: dt.date | None = None,
    certainty: str = "V",
    note: str = "",
    by: Actor,
    at: dt.datetime,
) -> RecipientGroup:
    """Lay down a group as a rule on level and kinds; raises `Forbidden`, `RuleRejected`."""
    require_own(by, keeper.pk)
    known = level in Level.values and agency_kinds and set(agency_kinds) <= set(AgencyKind.values)
    if not known or not set(place_kinds) <= set(PlaceKind.values):
        raise RuleRejected(_("Quy tắc của nhóm phải có một cấp và ít nhất một loại cơ quan."))
    with act(events.GROUP_OPENED, by=by, at=at, agency_id=keeper.pk) as fact:
        group = RecipientGroup.objects.create(
            keeper=keeper,
            name=name,
            level=level,
            agency_kinds=list(agency_kinds),
            place_kinds=list(place_kinds),
            phrases=list(phrases),
            phrase_keys=sorted({phrase_key(text) for text in (name, *phrases)}),
            period=DateRange(since, None),
            certainty=certainty,
            note=note,
        )
        fact.about(group)
    return group


def set_member(
    *,
    group: RecipientGroup,
    agency: Agency,
    included: bool,
    since: dt.date,
    reason: str,
    by: Actor,
    at: dt.datetime,
) -> RecipientGroupMember:
    """Put an agency into a group, or leave it out, from a day on, whatever the rule says."""
    require_own(by, group.keeper_id)
    with act(events.GROUP_MEMBER_CHANGED, by=by, at=at, agency_id=group.keeper_id) as fact:
        _make_room(group, agency, since)
        member = RecipientGroupMember.objects.create(
            group=group,
            agency=agency,
            included=included,
            period=DateRange(since, None),
            reason=reason,
        )
        fact.about(member)
    return member


def _make_room(group: RecipientGroup, agency: Agency, since: dt.date) -> None:
    for member in group.members.filter(agency=agency, period__contains=since):
        if member.period.lower == since:
            member.delete()
        else:
            member.period = DateRange(member.period.lower, since)
            member.save(update_fields=["period"])


def set_obligation(
    *,
    agency: Agency,
    obligated: bool,
    since: dt.date,
    decision: Decision,
    by: Actor,
    at: dt.datetime,
) -> None:
    """Enter an agency in the list of those that must exchange, or take it out, by a decision.

    Raises `LaterChanges` when a later entry exists.
    """
    require_own(by, agency.pk)
    with act(events.OBLIGATION_CHANGED, by=by, at=at, subject=agency, agency_id=agency.pk):
        end_current("agencies_obligatedagency", [agency.pk], since)
        if obligated:
            ObligatedAgency.objects.create(
                agency=agency, period=DateRange(since, None), decision=decision
            )


def set_channel(
    *,
    agency: Agency,
    kind: str,
    address: str = "",
    since: dt.date,
    by: Actor,
    at: dt.datetime,
) -> Channel:
    """Say by which channel papers reach an agency from a day on; raises `LaterChanges`."""
    require_own(by, agency.pk)
    if kind not in ChannelKind.values:
        raise RuleRejected(_("Không có kênh nhận này."))
    with act(events.CHANNEL_CHANGED, by=by, at=at, agency_id=agency.pk) as fact:
        end_current("agencies_channel", [agency.pk], since)
        channel = Channel.objects.create(
            agency=agency, kind=kind, address=address, period=DateRange(since, None)
        )
        fact.about(channel)
    return channel
