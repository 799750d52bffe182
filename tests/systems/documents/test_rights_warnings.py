"""A change of rights becomes a warning that stands until another confirms it; with real commits."""

import datetime as dt
from typing import Any

import pytest

from lienthong.axis.identity import api as identity
from lienthong.kernel.access.actor import Forbidden
from lienthong.kernel.access.context import acting
from lienthong.systems.documents.models import RightsWarning
from lienthong.systems.documents.services import office
from tests.support.facts import tell_all
from tests.support.roles import as_role

from . import outgoing_kit as kit


def test_a_change_of_rights_warns_until_another_confirms(
    committed: str, actor_for: Any, now: dt.datetime
) -> None:
    """PL VI I.III.3.c: who changed the rights is not the one who confirms."""
    admin, chair = actor_for(f"quantri@{kit.DOMAIN}"), actor_for(f"chutich@{kit.DOMAIN}")
    clerk = actor_for(f"vanthu@{kit.DOMAIN}")
    with acting(admin):
        identity.name_substitute(
            person_id=chair.person_id or 0, substitute_id=clerk.person_id or 0,
            since=now.date(), until=now.date() + dt.timedelta(days=3),
            document="Thông báo phân công", by=admin, at=now,
        )  # fmt: skip
    with as_role("lt_worker", committed):
        tell_all(now + dt.timedelta(minutes=1))
    with acting(chair):
        row = RightsWarning.objects.get(agency_id=chair.agency_id)
        assert "xử lý thay" in row.text
        assert row.confirmed_at is None
    with acting(admin), pytest.raises(Forbidden):
        office.confirm_rights(warning=row, by=admin, at=now)
    with acting(clerk), pytest.raises(Forbidden):
        office.confirm_rights(warning=row, by=clerk, at=now)
    with acting(chair):
        office.confirm_rights(warning=row, by=chair, at=now)
        with kit.refused(office.OfficeRefused, "đã được xác nhận"):
            office.confirm_rights(warning=row, by=chair, at=now)
