"""Writes of identity: accounts on official addresses, made and closed by an administrator."""

import datetime as dt

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.access.choices import Verb
from lienthong.kernel.agencies.models import Person
from lienthong.kernel.facts.recording import act

from ..models import Account


class AccountExists(Exception):
    """The address or the person already has an account."""


def create_account(*, person: Person, password: str, by: Actor, at: dt.datetime) -> Account:
    """An account on the person's official e-mail address.

    Raises `Forbidden`, `AccountExists`, and Django's `ValidationError` for a weak password.
    """
    require(by, Verb.ADMINISTER)
    if Account.objects.filter(person=person).exists() or (
        Account.objects.filter(email__iexact=person.email).exists()
    ):
        raise AccountExists(_("Địa chỉ thư công vụ này đã có tài khoản."))
    account = Account(email=person.email.lower(), person=person)
    validate_password(password, account)
    account.set_password(password)
    with act("identity.account_created", by=by, at=at, subject=person):
        account.save()
    return account


def close_account(*, account: Account, by: Actor, at: dt.datetime) -> None:
    """Close the account; its holder is signed out at the next request."""
    require(by, Verb.ADMINISTER)
    with act("identity.account_closed", by=by, at=at, subject=account.person):
        account.is_active = False
        account.set_unusable_password()
        account.save(update_fields=["is_active", "password"])


def make_sample_accounts(*, password: str) -> int:
    """Accounts for every sample person, all with one password (sample province only).

    One hash for all: hashing a thousand times would take minutes and protects nothing here.
    """
    hashed = make_password(password)
    taken = set(Account.objects.values_list("person_id", flat=True))
    people = Person.objects.filter(is_sample=True).exclude(pk__in=taken)
    made = Account.objects.bulk_create(
        [Account(email=p.email.lower(), person=p, password=hashed) for p in people],
        batch_size=1000,
    )
    return len(made)
