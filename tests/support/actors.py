"""Who acts in a test: an official of the sample province, by the e-mail address."""

import datetime as dt
from typing import Any

NOW = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)  # 09:00 on a Monday in Việt Nam


def actor_for(email: str, on: dt.date | None = None, kind: str = "") -> Any:
    """The actor of an official e-mail address of the sample province, on a day.

    `kind` chooses among several posts of one person by the kind of post.
    """
    from lienthong.kernel.access.queries import actor_for as build
    from lienthong.kernel.agencies.models import Person, PostHolding

    person = Person.objects.get(email=email)
    day = on or NOW.date()
    held = PostHolding.objects.filter(person=person, period__contains=day)
    chosen = held.filter(post__kind=kind).first() if kind else None
    actor = build(person.pk, on=day, holding=chosen.pk if chosen else None)
    assert actor is not None, f"{email} holds no post"
    return actor


def account_of(email: str) -> Any:
    """The account of an official of the sample province, opened where he has none yet."""
    from lienthong.axis.identity.models import Account
    from lienthong.kernel.agencies.models import Person

    account = Account.objects.filter(email=email).first()
    return account or Account.objects.create(
        email=email, person=Person.objects.get(email=email), password="!"
    )
