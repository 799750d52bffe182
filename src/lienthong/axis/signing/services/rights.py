"""The right to sign: granting, handing on, ending, and asking it before a signature (Đ13)."""

import datetime as dt
from collections.abc import Iterable

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from lienthong.axis.signing.choices import Verb
from lienthong.axis.signing.models import SigningRight
from lienthong.axis.signing.queries import grant_of, post_facts, rights_for
from lienthong.axis.signing.rules import Allowed, Grant, Paper, Refused, check_grant, check_right
from lienthong.kernel.access.actor import Actor, Forbidden, require
from lienthong.kernel.facts.recording import act


class NoRight(Exception):
    """The signer has no right to sign this paper; the message says why and by which article."""

    def __init__(self, refused: Refused) -> None:
        self.message = refused.message
        self.article = refused.article
        super().__init__(self.message)


class GrantRefused(NoRight):
    """A grant that Điều 13 does not allow."""


def require_right(
    *,
    person_id: int,
    post_id: int,
    agency_id: int,
    authority: str,
    type_code: int,
    subject: str,
    on: dt.date,
) -> Allowed:
    """The right by which a person signs a paper on a day, as evidence. Raises `NoRight`."""
    answer = check_right(
        post=post_facts(person_id, post_id, agency_id, on),
        authority=authority,
        paper=Paper(agency_id, type_code, subject),
        grants=rights_for(agency_id, post_id),
        on=on,
    )
    if isinstance(answer, Refused):
        raise NoRight(answer)
    return answer


def grant_right(
    *,
    agency_id: int,
    post_id: int,
    authority: str,
    since: dt.date,
    until: dt.date | None = None,
    types: Iterable[int] = (),
    subjects: Iterable[str] = (),
    basis: str,
    passed_from: SigningRight | None = None,
    by: Actor,
    at: dt.datetime,
) -> SigningRight:
    """Record a written grant to sign for an agency. Raises `GrantRefused`, `Forbidden`."""
    require(by, Verb.MANAGE_RIGHTS)
    if agency_id not in by.agency_ids:
        raise Forbidden(_("Chỉ ghi nhận quyền ký cho cơ quan của mình."), Verb.MANAGE_RIGHTS)
    above = grant_of(passed_from) if passed_from is not None else None
    grant = Grant(
        0, agency_id, post_id, authority, since, basis, until, tuple(types), tuple(subjects), above
    )
    refused = check_grant(grant, post_facts(0, post_id, agency_id, since))
    if refused is not None:
        raise GrantRefused(refused)
    with act("signing.right_granted", by=by, at=at, agency_id=agency_id) as fact:
        row = SigningRight.objects.create(
            agency_id=agency_id,
            post_id=post_id,
            authority=authority,
            period=DateRange(since, until),
            types=list(grant.types),
            subjects=list(grant.subjects),
            basis=basis.strip(),
            passed_from=passed_from,
            granted_by_id=by.person_id,
            granted_at=at,
        )
        fact.about(row)
    return row


class EndBeforeStart(ValueError):
    """A right that would end before it began."""


def end_right(
    *, right: SigningRight, on: dt.date, reason: str, by: Actor, at: dt.datetime
) -> SigningRight:
    """End a right from a day on; what was signed before stays signed."""
    require(by, Verb.MANAGE_RIGHTS)
    if right.agency_id not in by.agency_ids:
        raise Forbidden(_("Chỉ ghi nhận quyền ký cho cơ quan của mình."), Verb.MANAGE_RIGHTS)
    if right.period.lower is not None and on <= right.period.lower:
        raise EndBeforeStart(_("Ngày kết thúc phải sau ngày bắt đầu của quyền ký."))
    with act("signing.right_ended", by=by, at=at, subject=right):
        right.period = DateRange(right.period.lower, on)
        right.ended_reason = reason
        right.save(update_fields=["period", "ended_reason"])
    return right
