"""A second factor again before a signature: a session alone signs and seals nothing."""

import datetime as dt
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from lienthong.axis.identity.models import Account
from lienthong.axis.signing import api as rail
from lienthong.kernel.access.context import acting
from lienthong.systems.documents.models import OutgoingDocument, SigningBatch
from tests.journeys.test_sign_on import code_of

from . import outgoing_kit as kit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts")]
D = kit.DOMAIN
RECORDS = "account_authentication_methods"


@pytest.fixture(autouse=True)
def _asked(settings: Any) -> None:
    settings.SIGN_AGAIN_MINUTES = 10


@pytest.fixture
def house(actor_for: Callable[..., Any]) -> kit.House:
    return kit.house(actor_for)


def second_factor(slot: str) -> str:
    """Turn the second factor on for an account; its secret."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    secret = str(generate_totp_secret())
    TOTP.activate(Account.objects.get(email=f"{slot}@{D}"), secret)
    return secret


def shown(client: Any, seconds_ago: float) -> None:
    """Give the session a second factor of some time ago."""
    session = client.session
    session[RECORDS] = [{"method": "mfa", "at": time.time() - seconds_ago, "type": "totp"}]
    session[f"{RECORDS}_user"] = session["_auth_user_id"]  # the library keeps whose they are
    session.save()


def once_of(page: Any) -> str:
    found = re.search(r'name="once" value="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def sign(client: Any, document: OutgoingDocument) -> Any:
    book = client.get(reverse("documents:signing_book"))
    return client.post(reverse("documents:sign", args=[document.pk]), {"once": once_of(book)})


def state(house: kit.House, document: OutgoingDocument) -> tuple[str, int]:
    with acting(house.chair):
        document.refresh_from_db()
        return document.state, rail.evidence_of(house.chair, document).count()


def test_a_stolen_session_cannot_sign(client_for: Any, house: kit.House, now: dt.datetime) -> None:
    document = kit.checked(house, now)
    secret = second_factor("chutich")
    thief = client_for(f"chutich@{D}")
    done = sign(thief, document)
    assert done["Location"].startswith("/accounts/2fa/reauthenticate/?next=")
    assert state(house, document) == ("approved", 0)
    shown(thief, 601)
    assert sign(thief, document)["Location"].startswith("/accounts/2fa/reauthenticate/")
    shown(thief, -3600)  # a record from the future proves nothing
    assert sign(thief, document)["Location"].startswith("/accounts/2fa/reauthenticate/")
    guessed = thief.post(done["Location"], {"code": "000000"})
    assert guessed.status_code == 200
    assert sign(thief, document)["Location"].startswith("/accounts/2fa/reauthenticate/")
    assert state(house, document) == ("approved", 0)
    # The official himself, with the code of his telephone, comes back to the paper and signs.
    page = thief.get(done["Location"])
    back = re.search(r'name="next" value="([^"]+)"', page.content.decode())
    assert back
    answer = thief.post(done["Location"], {"code": code_of(secret), "next": back[1]})
    assert answer["Location"] == f"{reverse('documents:signing_book')}?van-ban={document.pk}"
    assert "Đã ký" in thief.get(sign(thief, document)["Location"]).content.decode()
    assert state(house, document) == ("signed", 1)


def test_nor_seal_nor_sign_many(client_for: Any, house: kit.House, now: dt.datetime) -> None:
    document = kit.signed(house, now)
    second_factor("vanthu")
    thief = client_for(f"vanthu@{D}")
    page = thief.get(reverse("documents:outgoing_one", args=[document.pk]))
    url = reverse("documents:outgoing_act", args=[document.pk, "cap-so"])
    done = thief.post(url, {"once": once_of(page)})
    assert done["Location"].startswith("/accounts/2fa/reauthenticate/?next=")
    many = thief.post(
        reverse("documents:seal_selected"),
        {"once": once_of(page), "pick": [document.pk], "confirm": "yes"},
    )
    assert many["Location"].startswith("/accounts/2fa/reauthenticate/?next=")
    assert state(house, document)[0] == "signed"
    with acting(house.clerk):
        assert not SigningBatch.objects.exists()
    shown(thief, 30)
    done = thief.post(url, {"once": once_of(page)})
    assert "Đã cấp số" in thief.get(done["Location"]).content.decode()


def test_without_a_second_factor_it_says_where_to_turn_it_on(
    client_for: Any, house: kit.House, now: dt.datetime
) -> None:
    document = kit.checked(house, now)
    chair = client_for(f"chutich@{D}")
    done = sign(chair, document)
    assert done["Location"] == reverse("mfa_index")
    assert "chưa bật xác thực hai lớp" in chair.get(done["Location"]).content.decode()
    assert state(house, document) == ("approved", 0)


def test_the_sample_province_does_not_ask(
    client_for: Any, house: kit.House, now: dt.datetime, settings: Any
) -> None:
    settings.SIGN_AGAIN_MINUTES = 0
    document = kit.checked(house, now)
    sign(client_for(f"chutich@{D}"), document)
    assert state(house, document) == ("signed", 1)
