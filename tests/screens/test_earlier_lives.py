"""Papers of an agency that has ended, walked by the officials of the one that keeps them.

The province of today began on 1 July 2025: nearly all papers of its archive are of the life before.
"""

import re
from typing import Any

import pytest
from django.urls import reverse

from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.facts.recording import act
from lienthong.systems.documents.choices import Channel
from lienthong.systems.documents.models import IncomingDocument, OutgoingDocument
from lienthong.systems.documents.services import incoming
from tests.conftest import NOW
from tests.support.site import Site
from tests.systems.documents import outgoing_kit as kit

from . import stage
from .test_every_screen import named

OFFICIALS = ("vanthu", "chuyenvien.tonghop", "chanhvanphong", "chutich")
ONE_PAPER = re.compile(r"^[^<]*<int:\w+>[^<]*$")


@pytest.fixture(scope="module")
def earlier(site: Site) -> dict[str, int]:
    """An issued paper and a received one that the province of before 1 July 2025 left behind."""
    clerk = stage.actor("vanthu")
    issued = kit.issued(kit.house(stage.actor), NOW, "Sở Nội vụ")
    site.carry()
    with acting(clerk):
        before = agencies.predecessors(clerk.agency_id, records_only=True)[0].agency_id
        waiting = incoming.take_in(
            paper=incoming.Paper(
                channel=Channel.PAPER, file_id=stage.KEYS["stored"][0],
                fields={"issuer_name": "Sở cũ (mẫu)", "number": "5", "notation": "SC",
                        "subject": "Việc đã xong (mẫu)"},
            ),
            by=clerk, at=NOW,
        )  # fmt: skip
        received = incoming.register_incoming(document=waiting, by=clerk, at=NOW)
        with act("tests.earlier", by=clerk, at=NOW):
            IncomingDocument.objects.filter(pk=received.pk).update(
                agency_id=before, state="done", handled_at=NOW
            )
            OutgoingDocument.objects.filter(pk=issued.pk).update(agency_id=before)
    return {"incoming": received.pk, "outgoing": issued.pk}


@pytest.mark.parametrize("slot", OFFICIALS)
@pytest.mark.parametrize("kind", ["incoming", "outgoing"])
def test_nothing_breaks(site: Site, earlier: dict[str, int], slot: str, kind: str) -> None:
    """Every address of one paper answers: a page, a file, or a refusal in words; never a fault."""
    client, key = site.client(slot), earlier[kind]
    opened: dict[str, Any] = {}
    for name, route in named():
        if name.startswith("documents:") and ONE_PAPER.match(route):
            answer = client.get("/" + re.sub(r"<int:\w+>", str(key), route))
            opened[name] = answer.status_code
    assert len(opened) > 30
    if slot == "vanthu":
        assert opened[f"documents:{kind}_one"] == 200, opened


def test_one_box_ticks_every_inherited_paper(site: Site) -> None:
    clerk = stage.actor("vanthu")
    with acting(clerk):
        before = agencies.predecessors(clerk.agency_id, records_only=True)[0].agency_id
        left = [
            incoming.take_in(
                paper=incoming.Paper(
                    channel=Channel.PAPER,
                    fields={"issuer_name": "Sở cũ (mẫu)", "subject": f"Để lại {n} (mẫu)"},
                ),
                by=clerk, at=NOW,
            ).pk
            for n in range(2)
        ]  # fmt: skip
        with act("tests.earlier", by=clerk, at=NOW):
            IncomingDocument.objects.filter(pk__in=left).update(agency_id=before)
    with site.page("vanthu") as opened:
        opened.goto(reverse("documents:inherited"))
        boxes = opened.locator('input[name="pick"]')
        assert boxes.count() >= 2
        opened.locator("[data-pick-all]").check()
        assert all(boxes.nth(n).is_checked() for n in range(boxes.count()))
        opened.locator("[data-pick-all]").uncheck()
        assert not any(boxes.nth(n).is_checked() for n in range(boxes.count()))


def test_the_heir_recalls_on_the_page_of_the_old_paper(site: Site, earlier: dict[str, int]) -> None:
    """The notice that opens is the present province's, and names the old paper as it was issued."""
    with site.page("truongphong.tonghop") as page:
        page.goto(f"{site.url}/van-ban/di/{earlier['outgoing']}/")
        page.locator("summary", has_text="Soạn thông báo thu hồi").click()
        page.get_by_label("Lý do thu hồi").fill("Sai thẩm quyền")
        page.get_by_role("button", name="Soạn thông báo thu hồi").click()
        page.wait_for_url(re.compile(rf"/di/(?!{earlier['outgoing']}/)"))
        assert "Đã soạn thông báo thu hồi" in page.content()
        made = int(page.url.rstrip("/").rsplit("/", 1)[-1])
    drafter = stage.actor("truongphong.tonghop")
    with acting(drafter):
        notice, old = (OutgoingDocument.objects.get(pk=pk) for pk in (made, earlier["outgoing"]))
        assert notice.agency_id == drafter.agency_id != old.agency_id
        assert "đã kết thúc hoạt động từ ngày" in notice.text
    assert (
        "Soạn thông báo thu hồi"
        not in site.client("vanthu").get(f"/van-ban/di/{old.pk}/").content.decode()
    ), "who does not draft is not offered it"
