"""Writes of identity: accounts on official addresses, made and closed by an administrator."""

import datetime as dt

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.access.choices import Verb
from lienthong.kernel.agencies import services as agencies
from lienthong.kernel.agencies.choices import PostKind
from lienthong.kernel.agencies.choices import Verb as Structure
from lienthong.kernel.agencies.models import Agency, Person, Post
from lienthong.kernel.agencies.queries.staff import is_administered
from lienthong.kernel.facts.recording import act

from ..models import Account


class AccountExists(Exception):
    """The address or the person already has an account."""


def create_account(*, person: Person, password: str, by: Actor, at: dt.datetime) -> Account:
    """An account on the person's official e-mail address.

    Raises `Forbidden`, `AccountExists`, and Django's `ValidationError` for a weak password.
    """
    require(by, Verb.ADMINISTER)
    return _open_account(person, password, by, at)


def _open_account(person: Person, password: str, by: Actor, at: dt.datetime) -> Account:
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


class AdministratorThere(Exception):
    """Somebody holds an administrator's post of the agency: he gives the accounts."""

    def __init__(self) -> None:
        self.message = _("Cơ quan này đã có quản trị; việc cấp tài khoản là của người ấy.")
        super().__init__(self.message)


def name_administrator(
    *,
    agency: Agency,
    name: str,
    email: str,
    password: str,
    since: dt.date,
    document: str,
    by: Actor,
    at: dt.datetime,
) -> Account:
    """Post, person, appointment and account of an agency's first administrator, in one act.

    By the keeper of the map, where nobody administers the agency. Raises `Forbidden`,
    `AdministratorThere`, the refusals of `agencies.services.appointments`, `AccountExists`, and
    Django's `ValidationError` for a weak password.
    """
    require(by, Structure.DECIDE)
    with act("identity.administrator_named", by=by, at=at, subject=agency, agency_id=agency.pk):
        Agency.objects.select_for_update().get(pk=agency.pk)  # one at a time
        posts = Post.objects.filter(agency=agency, kind=PostKind.ADMINISTRATOR)
        if is_administered(agency.pk, timezone.localdate(at)):
            raise AdministratorThere
        post = posts.on(since).first() or agencies.open_post(
            agency=agency,
            title="Quản trị hệ thống",
            kind=PostKind.ADMINISTRATOR,
            since=since,
            by=by,
            at=at,
        )
        person = agencies.register_person(name=name, email=email, agency=agency, by=by, at=at)
        agencies.appoint(person=person, post=post, since=since, document=document, by=by, at=at)
        return _open_account(person, password, by, at)


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
