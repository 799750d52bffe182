"""Filters that complete what is typed: they know where to ask, and the rows follow the choice."""

import datetime as dt
from typing import Any

import pytest

from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies.models import Person
from lienthong.systems.documents.services import keeping
from tests.systems.documents.outgoing_kit import DOMAIN

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("page", "asks"),
    [
        ("/nhiem-vu/?q=x", "/-/agencies/?field=lead"),
        ("/van-ban/ho-so/?q=x", "/-/people/?field=owner"),
    ],
)
def test_a_filter_that_completes_asks_somewhere(client_for: Any, page: str, asks: str) -> None:
    client = client_for(f"chuyenvien.tonghop@{DOMAIN}")
    assert f'hx-get="{asks}"' in client.get(page).content.decode()
    assert client.get(f"{asks}&lead_words=UBND&owner_words=van").status_code == 200


def test_files_of_one_person(client_for: Any, actor_for: Any, now: dt.datetime) -> None:
    """PL VI I.III.4.đ NĐ 30/2020: the files that one account opened; a stranger's id says nothing."""
    owner = actor_for(f"chuyenvien.tonghop@{DOMAIN}")
    with acting(owner):
        keeping.open_file(
            data=keeping.FileData("Cải cách hành chính (mẫu)", "01", 20, dt.date(2026, 1, 5)),
            by=owner,
            at=now,
        )
    client = client_for(f"chuyenvien.tonghop@{DOMAIN}")
    found = client.get(f"/van-ban/ho-so/?owner={owner.person_id}").content.decode()
    assert "Cải cách hành chính (mẫu)" in found
    assert f"của {owner.name}" in found
    other = Person.objects.get(email=f"vanthu.bato@{DOMAIN}")
    page = client.get(f"/van-ban/ho-so/?owner={other.pk}").content.decode()
    assert other.name not in page
