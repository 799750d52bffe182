"""An official of any agency of the database, for tests that do not care which."""

import datetime as dt

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies.models import Agency

DAY = dt.date(2026, 11, 23)


def agency_ids(count: int, on: dt.date = DAY) -> list[int]:
    """Agencies that live on a day, lowest first."""
    found = list(Agency.objects.on(on).order_by("id").values_list("id", flat=True)[:count])
    assert len(found) == count, "the sample province holds too few agencies"
    return found


def official(agency_id: int, *verbs: str) -> Actor:
    """A clerk of an agency, with these verbs only."""
    return Actor(
        person_id=agency_id * 1000 + 1,
        name="Văn thư (mẫu)",
        agency_id=agency_id,
        agency_name=f"Cơ quan {agency_id} (mẫu)",
        post_title="Văn thư",
        verbs=frozenset(verbs),
        agency_ids=frozenset({agency_id}),
        channel="cli",
    )
