"""Fixtures of the document system: who takes part, who has an account, the face of letters."""

from pathlib import Path

import pytest
from django.conf import settings

from lienthong.axis.identity.models import Account
from lienthong.axis.papers import api as papers
from lienthong.kernel.agencies.models import Person

from . import outgoing_kit as kit
from .outgoing_kit import DOMAIN


@pytest.fixture
def posts(db, actor_for):
    return kit.house(actor_for)


@pytest.fixture
def house(posts):
    """Who does what for UBND tỉnh, under the name that the tests of outgoing papers use."""
    return posts


SLOTS = ("vanthu", "luutru", "quantri", "vanthu.bato", "chuyenvien.tonghop",
         "truongphong.tonghop", "chutich", "phochutich", "vanthu.stp", "truongphong.stp")  # fmt: skip


@pytest.fixture
def accounts(db):
    """Those who sign in here have accounts, and static files a folder."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    known = set(Account.objects.values_list("email", flat=True))
    wanted = Person.objects.filter(email__in=[f"{slot}@{DOMAIN}" for slot in SLOTS])
    Account.objects.bulk_create(
        Account(email=person.email, person=person, password="!")
        for person in wanted
        if person.email not in known
    )


@pytest.fixture
def letters():
    """The face of letters; without the front-end packages nothing can be set."""
    try:
        return papers.letter_face()
    except papers.FontsMissing:
        pytest.skip("thiếu phông Tinos: chạy npm ci và đặt LIENTHONG_ASSETS")
