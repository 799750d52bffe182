"""The first agency of a new, empty installation, with its administrator's post and person."""

import datetime as dt

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies.choices import AgencyKind, Certainty, DecisionKind, DecisionState
from lienthong.kernel.agencies.models import (
    Agency,
    AgencyCode,
    AgencyName,
    Decision,
    Person,
    Post,
    PostHolding,
)
from lienthong.kernel.agencies.rules.names import keys_of, name_forms
from lienthong.kernel.facts.recording import act


def found_agency(
    *, name: str, code: str, person_name: str, email: str, by: Actor, at: dt.datetime
) -> Person:
    """Open the installation's own agency and appoint its first administrator; returns the person.

    Everything else (further agencies, posts, people, recipient groups) is entered on the screens.
    `code` is its agency code (QĐ 20/2020) where it is known already. The agency itself is older
    than the records: its life has no first day, so that decisions of past days find it.
    """
    day = timezone.localdate(at)
    always = DateRange(None, None)
    with act("agencies.founded", by=by, at=at) as fact:
        decision = Decision.objects.create(
            key=f"khoi-tao-{at:%Y%m%d%H%M%S}",
            title="Khởi tạo hệ thống",
            kind=DecisionKind.OPENING,
            source="Quản trị viên đầu tiên",
            certainty=Certainty.READ,
            state=DecisionState.CARRIED_OUT,
            proposed_at=at,
            carried_out_at=at,
        )
        agency = Agency.objects.create(
            key=f"khoi-tao:{at:%Y%m%d%H%M%S}",
            level="province",
            kind=AgencyKind.PEOPLES_COMMITTEE,
            period=always,
            opened_by=decision,
        )
        forms = name_forms(name, name, "", (), "")
        exact, folded = keys_of(forms)
        AgencyName.objects.create(
            agency=agency,
            name=name,
            short_name=name,
            exact_keys=exact,
            folded_keys=folded,
            period=always,
            decision=decision,
        )
        if code.strip():
            AgencyCode.objects.create(
                agency=agency,
                scheme="qd20",
                code=code.strip(),
                period=always,
                decision=decision,
            )
        post = Post.objects.create(
            agency=agency,
            title="Quản trị hệ thống",
            kind="administrator",
            exclusive=False,
            period=DateRange(day, None),
        )
        person = Person.objects.create(name=person_name, email=email.strip().lower())
        PostHolding.objects.create(
            person=person, post=post, period=DateRange(day, None), exclusive=False
        )
        fact.about(agency)
    return person
