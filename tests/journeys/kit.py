"""What every journey does: find an official, read the database as one, press a button by its words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.context import acting
from tests.screens import stage


@contextmanager
def as_official(slot: str) -> Iterator[Actor]:
    """Look into the database as an official: the walls hold for the test too."""
    official = stage.actor(slot)
    with acting(official):
        yield official


def press(page: Any, words: str) -> None:
    """Press the button with these words and wait for the page that follows."""
    button = page.locator("main").get_by_role("button", name=words, exact=True).first
    with page.expect_navigation(wait_until="load"):
        button.click()


def said(page: Any) -> str:
    """What the page tells after an act."""
    return str(page.locator("main").inner_text())
