"""The gallery in a real browser: no fault of scripts or policy, no way sideways, nothing axe minds."""

import gzip
import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support import browser

SCREENS = (
    "",
    "parts/",
    "forms/",
    "forms-wrong/",
    "upload/",
    "list/",
    "list-filtered/",
    "list-one/",
    "list-empty/",
    "list-nothing/",
    "list-print/",
    "document/",
    "board/",
    "403/",
    "404/",
)


def name_of(screen: str, size: str) -> str:
    return f"ui-{screen.strip('/') or 'index'}-{size}"


@pytest.fixture(scope="module")
def visitor(site: str, running_chromium: Any) -> Iterator[Any]:
    """One page that goes from screen to screen, with what it has loaded before."""
    with browser.page(running_chromium, site) as opened:
        yield opened


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_of_the_gallery(visitor: Any, screen: str) -> None:
    """At 1366 x 768 and on a telephone: drawn whole, no faults, nothing that axe minds."""
    opened = visitor
    opened.set_viewport_size(browser.DESKTOP)
    opened.goto(f"/-/gallery/{screen}")
    assert browser.reaches_sideways(opened) == []
    assert browser.axe(opened) == []
    if os.environ.get("LIENTHONG_PICTURES"):
        opened.wait_for_load_state("networkidle")
        browser.picture(opened, name_of(screen, "1366"), whole=not screen.startswith("list"))
    opened.set_viewport_size(browser.PHONE)
    assert browser.reaches_sideways(opened) == []
    if screen in ("parts/", "forms-wrong/", "list-filtered/", "document/"):
        assert browser.axe(opened) == []
    if os.environ.get("LIENTHONG_PICTURES"):
        browser.picture(opened, name_of(screen, "390"), whole=not screen.startswith("list"))
    assert opened.faults == []


def test_a_thousand_rows_are_drawn_and_move_by_keyboard(site: str, running_chromium: Any) -> None:
    with browser.page(running_chromium, site) as opened:
        opened.goto("/-/gallery/list-thousand/", wait_until="domcontentloaded")
        opened.wait_for_load_state("load")
        assert opened.locator("tbody tr").count() == 1000
        assert "1.048.576" in opened.locator(".sentence__count").inner_text()
        for _step in range(3):
            opened.keyboard.press("j")
        assert row_here(opened) == 2
        assert browser.reaches_sideways(opened) == []


def row_here(opened: Any) -> int:
    """The index of the row that has the focus; -1 for none."""
    found: int = opened.evaluate(
        "() => [...document.querySelectorAll('tbody tr')].indexOf(document.activeElement)"
    )
    return found


def test_a_clerk_needs_no_mouse(site: str, running_chromium: Any) -> None:
    with browser.page(running_chromium, site) as opened:
        opened.goto("/-/gallery/list/")
        opened.keyboard.press("Tab")
        assert opened.evaluate("document.activeElement.className") == "skip"
        opened.keyboard.press("Enter")
        assert opened.evaluate("location.hash") == "#main"
        opened.keyboard.press("/")
        assert opened.evaluate("document.activeElement.id") == "find"
        opened.keyboard.type("j/?")  # in a field, letters are letters
        assert opened.locator("#find").input_value() == "j/?"
        opened.locator("#main").focus()
        opened.keyboard.press("j")
        opened.keyboard.press("ArrowDown")
        opened.keyboard.press("k")
        assert row_here(opened) == 0
        bar = opened.locator("[data-action-bar]")
        assert not bar.is_visible()
        opened.keyboard.press("x")
        opened.keyboard.press("j")
        opened.keyboard.press("x")
        assert bar.is_visible()
        assert "Đã chọn 2" in bar.inner_text()
        opened.keyboard.press("x")
        assert "Đã chọn 1" in bar.inner_text()
        opened.keyboard.press("?")
        assert opened.locator("#help-here").is_visible()
        opened.keyboard.press("j")
        assert row_here(opened) == -1, "keys rest while a dialog is open"
        opened.keyboard.press("Escape")
        assert not opened.locator("#help-here").is_visible()
        opened.locator("tbody tr").nth(1).focus()
        opened.keyboard.press("Enter")
        opened.wait_for_url("**/document/?id=2")


def test_letters_do_nothing_when_the_person_has_switched_them_off(
    site: str, running_chromium: Any
) -> None:
    """WCAG 2.1.4: keys of one letter can be turned off."""
    with browser.page(running_chromium, site) as opened:
        opened.goto("/-/gallery/list/")
        opened.keyboard.press("?")
        opened.locator("[data-keys-switch]").uncheck()
        opened.keyboard.press("Escape")
        opened.locator("#main").focus()
        opened.keyboard.press("j")
        assert row_here(opened) == -1
        opened.reload()
        opened.keyboard.press("/")
        assert opened.evaluate("document.activeElement.id") != "find"


def test_everything_reachable_shows_where_one_is(site: str, running_chromium: Any) -> None:
    with browser.page(running_chromium, site) as opened:
        opened.goto("/-/gallery/forms/")
        unseen = []
        for _step in range(45):
            opened.keyboard.press("Tab")
            unseen += opened.evaluate(
                """() => {
                  const e = document.activeElement, s = getComputedStyle(e);
                  const seen = s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2;
                  return e === document.body || seen ? [] : [e.tagName + "." + e.className];
                }"""
            )
        assert unseen == []


def test_the_selection_can_be_made_and_undone_by_mouse(site: str, running_chromium: Any) -> None:
    with browser.page(running_chromium, site) as opened:
        opened.goto("/-/gallery/list/")
        opened.locator("[data-pick-all]").check()
        assert "Đã chọn 50" in opened.locator("[data-action-bar]").inner_text()
        opened.locator("[data-pick-none]").click()
        assert not opened.locator("[data-action-bar]").is_visible()


def test_a_list_narrows_in_place_and_the_address_keeps_it(site: str, running_chromium: Any) -> None:
    with browser.page(running_chromium, site) as opened:
        opened.goto("/-/gallery/list/")
        opened.locator("#list-q").fill("hộ nghèo")
        opened.locator("#list-q").press("Enter")
        opened.locator(".chip", has_text="hộ nghèo").wait_for()
        assert "q=h" in opened.url
        opened.locator(".chip").click()
        opened.locator(".chip").wait_for(state="detached")
        assert "q=" not in opened.url


def test_the_first_page_is_light_and_the_next_ones_are_lighter(
    site: str, running_chromium: Any
) -> None:
    """For a line of 256 kbit/s: everything at the first visit, then pages alone from the cache."""
    weights: dict[str, int] = {}
    with browser.page(running_chromium, site) as opened:

        def weigh(answer: Any) -> None:
            body = answer.body()
            packed = body if answer.url.endswith((".woff2", ".ttf")) else gzip.compress(body)
            weights[answer.url.removeprefix(site)] = len(packed)

        opened.on("requestfinished", lambda request: weigh(request.response()))
        opened.goto("/-/gallery/list/", wait_until="networkidle")
    page = weights["/-/gallery/list/"]
    fonts = sum(size for url, size in weights.items() if url.endswith((".woff2", ".ttf")))
    total = sum(weights.values())
    assert page < 10_000, weights
    assert total - fonts < 65_000, weights
    assert fonts < 80_000, weights
    assert len(weights) <= 20, weights
