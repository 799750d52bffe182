"""Writes of rights: giving and ending roles, and sitting at another's desk."""

import datetime as dt

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from lienthong.kernel.access import roles
from lienthong.kernel.access.actor import Actor, Forbidden, require
from lienthong.kernel.access.choices import Verb
from lienthong.kernel.access.models import DeskSubstitution, RoleAssignment, Scope
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.facts.recording import act


class WrongPeriod(Exception):
    """A period that ends before it begins, or starts in the past where that is refused."""


def assign_role(
    *,
    person_id: int,
    role: str,
    agency_id: int,
    since: dt.date,
    until: dt.date | None = None,
    unit_id: int | None = None,
    scope: str = Scope.OWN,
    decision: str = "",
    by: Actor,
    at: dt.datetime,
) -> RoleAssignment:
    """Give a role to a person in an agency for [since, until).

    Raises `Forbidden` unless `by` administers that agency, `UnknownRole`, `WrongPeriod`, and the
    database refuses the same role twice in one period.
    """
    require(by, Verb.ADMINISTER)
    if agency_id not in by.agency_ids:
        raise Forbidden(_("Bạn không quản trị cơ quan này."), Verb.ADMINISTER)
    roles.get(role)
    if until is not None and until <= since:
        raise WrongPeriod(_("Ngày kết thúc phải sau ngày bắt đầu."))
    with act("access.role_assigned", by=by, at=at, agency_id=agency_id) as fact:
        assignment = RoleAssignment.objects.create(
            person_id=person_id,
            role=role,
            agency_id=agency_id,
            unit_id=unit_id,
            scope=scope,
            period=DateRange(since, until),
            decision=decision,
        )
        fact.about(assignment)
    return assignment


def end_role(*, assignment: RoleAssignment, on: dt.date, by: Actor, at: dt.datetime) -> None:
    """End a role on a day; raises `Forbidden` or `WrongPeriod`."""
    require(by, Verb.ADMINISTER)
    if assignment.agency_id not in by.agency_ids:
        raise Forbidden(_("Bạn không quản trị cơ quan này."), Verb.ADMINISTER)
    if on <= assignment.period.lower:
        raise WrongPeriod(_("Ngày kết thúc phải sau ngày bắt đầu."))
    with act("access.role_ended", by=by, at=at, subject=assignment):
        assignment.period = DateRange(assignment.period.lower, on)
        assignment.save(update_fields=["period"])


def name_substitute(
    *,
    person_id: int,
    substitute_id: int,
    since: dt.date,
    until: dt.date,
    document: str,
    by: Actor,
    at: dt.datetime,
) -> DeskSubstitution:
    """Let a colleague work at a desk for a period (xử lý thay); never a right to sign.

    By the person himself or who administers the agency; `document` names the written assignment.
    """
    if by.person_id != person_id or by.stands_in_for is not None:
        require(by, Verb.ADMINISTER)
    if until <= since:
        raise WrongPeriod(_("Ngày kết thúc phải sau ngày bắt đầu."))
    if not document.strip():
        raise WrongPeriod(_("Hãy ghi văn bản phân công xử lý thay."))
    here = {h.person_id for h in agencies.holders(since, agency_ids=[by.agency_id])}
    if not {person_id, substitute_id} <= here:
        raise WrongPeriod(_("Cả hai người phải giữ chức vụ ở cơ quan vào ngày bắt đầu."))
    with act("access.substitute_named", by=by, at=at) as fact:
        substitution = DeskSubstitution.objects.create(
            agency_id=by.agency_id,
            person_id=person_id,
            substitute_id=substitute_id,
            period=DateRange(since, until),
            document=document,
        )
        fact.about(substitution)
    return substitution


def end_substitute(
    *, substitution: DeskSubstitution, reason: str, by: Actor, at: dt.datetime
) -> DeskSubstitution:
    """Take a substitution back at once; what was done at the desk stays as it is recorded.

    By the absent person himself or who administers the agency, never by the substitute. Raises
    `Forbidden`, `WrongPeriod` where it has ended already or no reason is given.
    """
    if by.person_id != substitution.person_id or by.stands_in_for is not None:
        require(by, Verb.ADMINISTER)
    if substitution.agency_id != by.agency_id:
        raise Forbidden(_("Bạn không quản trị cơ quan này."), Verb.ADMINISTER)
    if not reason.strip():
        raise WrongPeriod(_("Hãy ghi lý do thôi xử lý thay."))
    with act("access.substitute_ended", by=by, at=at, subject=substitution):
        locked = DeskSubstitution.objects.select_for_update(of=("self",)).get(pk=substitution.pk)
        if locked.ended_at is not None:
            raise WrongPeriod(_("Việc xử lý thay này đã thôi trước đó."))
        locked.ended_at, locked.ended_by_id, locked.ended_reason = at, by.person_id, reason.strip()
        locked.save(update_fields=["ended_at", "ended_by", "ended_reason"])
    return locked
