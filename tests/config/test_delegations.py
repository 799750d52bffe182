"""Ủy quyền, xử lý thay: two records with dates and documents, and what Đ13 refuses."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from lienthong.axis.signing.models import SigningRight
from lienthong.kernel.access.context import acting
from lienthong.kernel.access.models import DeskSubstitution
from tests.systems.documents import outgoing_kit as kit
from tests.systems.documents.conftest import accounts  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts")]


def test_substitute_and_right_are_two_records(
    client_for: Any, actor_for: Any, now: dt.datetime
) -> None:
    admin, chair = actor_for(f"quantri@{kit.DOMAIN}"), actor_for(f"chutich@{kit.DOMAIN}")
    deputy = actor_for(f"vanthu@{kit.DOMAIN}")
    client = client_for(f"quantri@{kit.DOMAIN}")
    url = reverse("administration:delegations")
    page = client.get(url)
    assert "Hiện không ai xử lý thay ai" in page.content.decode()
    today = now.date()
    values = {"person": chair.person_id, "substitute": deputy.person_id,
              "since": f"{today:%d/%m/%Y}", "until": f"{today + dt.timedelta(days=60):%d/%m/%Y}",
              "document": "Thông báo 12/TB-UBND", "once": page.context["once"]}  # fmt: skip
    client.post(url, values)
    shown = client.get(url)
    assert "Thông báo 12/TB-UBND" in shown.content.decode()
    with acting(admin):
        before = SigningRight.objects.count()
        assert DeskSubstitution.objects.filter(agency_id=admin.agency_id).count() == 1
    again = client.post(url, values | {"once": shown.context["once"]}, follow=True)
    assert "đã có người xử lý thay" in again.content.decode()
    same = values | {"substitute": chair.person_id, "once": client.get(url).context["once"]}
    assert "phải là người khác" in client.post(url, same, follow=True).content.decode()
    grant = {"post": deputy.post_id, "authority": "by_delegation", "since": f"{today:%d/%m/%Y}",
             "basis": "Giấy ủy quyền", "once": client.get(url).context["once"]}  # fmt: skip
    refused = client.post(reverse("administration:right_grant"), grant, follow=True)
    with acting(admin):
        assert SigningRight.objects.count() == before, "Đ13.3: có thời hạn, có nội dung"
    assert refused.status_code == 422


def test_a_clerk_sees_it_not(client_for: Any) -> None:
    client = client_for(f"vanthu@{kit.DOMAIN}")
    assert client.get(reverse("administration:delegations")).status_code == 403
