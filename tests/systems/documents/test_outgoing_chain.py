"""The chain of an outgoing document: drafted, checked, approved, signed, sealed, issued (Đ10 to Đ18)."""

import datetime as dt
from typing import Any

import pytest

from lienthong.kernel.access.context import acting
from lienthong.systems.documents.choices import OutgoingState, VersionKind

from . import outgoing_kit as kit

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(actor_for: Any) -> kit.House:
    return kit.house(actor_for)


def test_chain(house: kit.House, now: dt.datetime) -> None:
    document = kit.issued(house, now)
    assert document.state == OutgoingState.ISSUED
    assert document.reference.endswith("/UBND-TH")
    assert document.signature_verdict is not None
    assert document.signature_verdict["verdict"] in {"valid", "valid_with_warnings"}
    # Counted for P2 by our own validator on the bytes that were sent (§4.3).
    said = {key: document.signature_verdict[key] for key in ("counts", "why_not", "exception")}
    assert said == {"counts": True, "why_not": "", "exception": ""}
    with acting(house.clerk):
        kinds = list(document.versions.order_by("number").values_list("kind", flat=True))
        assert kinds == [
            VersionKind.DRAFT,
            VersionKind.DRAFT,
            VersionKind.PERSON_SIGNED,
            VersionKind.SEALED,
        ]
        assert document.package is not None
        assert document.package.deliveries.count() == 3
