"""Tasks that the machine read, confirmed beside the page they come from, with the keyboard alone."""

from collections.abc import Iterator
from typing import Any

import pytest

from lienthong.systems.tasks.models import Task
from lienthong.systems.tasks.services import assigning
from tests.conftest import NOW
from tests.screens import stage
from tests.support.needs import needs
from tests.support.site import Site
from tests.systems.documents import outgoing_kit

from .kit import as_official, said

pytestmark = needs("chromium")
PAGE = "/nhiem-vu/de-xuat/"
SECRETARY = "chuyenvien.tonghop"
FILLER = "\n".join(
    f"Nội dung thứ {n} của phần đánh giá tình hình thực hiện cải cách hành chính tại các cơ quan, "
    "đơn vị trên địa bàn tỉnh, những việc đã làm được và những việc cần tiếp tục thực hiện."
    for n in range(1, 14)
)
TEXT = f"""Ủy ban nhân dân tỉnh yêu cầu:
1. Giao Sở Nội vụ chủ trì báo cáo kết quả cải cách hành chính trước ngày 15/12/2026.
{FILLER}
2. Giao Sở Tư pháp chủ trì rà soát thủ tục hành chính, báo cáo trước ngày 20/12/2026.
3. Giao Sở Công Thương chủ trì công khai thủ tục hành chính trước ngày 25/12/2026."""


@pytest.fixture
def issued(site: Site) -> Iterator[int]:
    """A paper of two pages that assigns three tasks, read by the worker after its issue."""
    house = outgoing_kit.house(stage.actor)
    document = outgoing_kit.issued(
        house, NOW, "Sở Nội vụ", "Sở Tư pháp", "Sở Công Thương", text=TEXT
    )
    site.carry()
    yield document.pk
    with as_official(SECRETARY) as secretary:
        for task in Task.objects.filter(source_document_id=document.pk, state="proposed"):
            assigning.drop_proposal(task=task, reason="Hết bài thử", by=secretary, at=NOW)


def tasks(issued: int) -> dict[str, str]:
    """State of each task of the paper, by its section."""
    with as_official("chutich"):
        rows = Task.objects.filter(source_document_id=issued, parent=None)
        return dict(rows.values_list("section", "state"))


def lit(page: Any) -> str:
    """The picture beside the list, when it is drawn."""
    picture = page.locator("[data-lit-page]")
    picture.evaluate("(image) => image.decode()")
    return str(picture.get_attribute("src"))


def test_proposals_are_walked_mended_dropped_and_assigned_by_keyboard(
    site: Site, issued: int
) -> None:
    assert list(tasks(issued).values()) == ["proposed"] * 3
    with site.page(SECRETARY) as page:
        page.goto(PAGE)
        rows = page.locator("[data-proposal]")
        assert rows.count() == 3
        on = "document.activeElement.dataset.picture"
        page.keyboard.press("j")
        first = page.evaluate(on)
        assert lit(page) == first
        assert "/trang/1/" in first
        page.keyboard.press("j")
        second = page.evaluate(on)
        assert lit(page) == second != first, "the page turns with the task"
        assert "/trang/2/" in second
        assert "được tô sáng" in str(page.locator("[data-lit-page]").get_attribute("alt"))
        page.keyboard.press("k")
        assert lit(page) == first
        page.keyboard.press("k")
        assert page.evaluate(on) == first, "above the first there is none"

        # e mends, and what was mended is back in the list.
        with page.expect_navigation(wait_until="load"):
            page.keyboard.press("e")
        assert page.url.removeprefix(site.url).startswith(f"{PAGE}")
        assert not page.url.endswith(PAGE)
        page.go_back(wait_until="load")

        # x asks why; letters typed there are letters.
        page.keyboard.press("j")
        page.keyboard.press("x")
        page.keyboard.type("jAkex: trùng")
        assert page.locator("details[open] textarea").input_value() == "jAkex: trùng"
        assert set(tasks(issued).values()) == {"proposed"}
        with page.expect_navigation(wait_until="load"):
            page.locator("details[open]").get_by_role("button", name="Không lập").click()
        assert rows.count() == 2

        # Enter on a row assigns that one alone, A all that are still ticked.
        page.keyboard.press("j")
        with page.expect_navigation(wait_until="load"):
            page.keyboard.press("Enter")
        assert "Đã giao 1 nhiệm vụ" in page.inner_text("body")
        assert sorted(tasks(issued).values()) == ["assigned", "dropped", "proposed"]
        with page.expect_navigation(wait_until="load"):
            page.keyboard.press("A")
        assert "Đã giao 1 nhiệm vụ" in page.inner_text("body")
        assert sorted(tasks(issued).values()) == ["assigned", "assigned", "dropped"]
        assert "Không có nhiệm vụ nào chờ xác nhận" in said(page)


def test_an_unticked_proposal_waits(site: Site, issued: int) -> None:
    """The twin: what is not ticked is not assigned, by the key as little as by the button."""
    with site.page(SECRETARY) as page:
        page.goto(PAGE)
        page.locator("[data-proposal]", has_text="Sở Tư pháp").locator("[name=pick]").uncheck()
        page.locator("h1").click()
        with page.expect_navigation(wait_until="load"):
            page.keyboard.press("A")
    assert tasks(issued) == {"1": "assigned", "2": "proposed", "3": "assigned"}
