"""A real browser for the tests: Debian's chromium driven by Playwright, pictures, and axe.

Where chromium, Playwright or axe-core is missing a test skips by the name of what is missing; with
LIENTHONG_REQUIRE=all it fails instead.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.needs import require

DESKTOP = {"width": 1366, "height": 768}  # the screen of a commune's clerk
PHONE = {"width": 390, "height": 844}
A4 = {"width": 794, "height": 1123}
_ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
)
# axe rules that are asked for: WCAG 2.2 A and AA, and what axe calls best practice.
_AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # What passes is not described element by element: that took twice as long as to check it.
    "resultTypes": ["violations"],
}


def missing(what: str) -> None:
    """Skip the test by the name of what is missing, or fail it when everything is required."""
    message = f"needs {what}"
    if os.environ.get("LIENTHONG_REQUIRE") == "all":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


def chromium_path() -> str:
    """Where Debian's chromium is, the one without windows first; skips without any."""
    return require("chromium")


def axe_source() -> str:
    """The text of axe-core, installed by npm with the front-end packages; skips without it."""
    from django.conf import settings

    path = Path(settings.ASSETS) / "node_modules" / "axe-core" / "axe.min.js"
    if not path.exists():
        missing("axe-core (npm ci)")
    return path.read_text(encoding="utf-8")


def front_end() -> None:
    """Skip when the front-end packages are not installed: pages would be drawn without their looks."""
    from django.contrib.staticfiles import finders

    if not finders.find("bootstrap/bootstrap-reboot.min.css"):
        missing("the front-end packages (npm ci)")


@contextmanager
def chromium() -> Iterator[Any]:
    """A running browser; one for many pages."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright (Python package)")
    path = chromium_path()
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    # Playwright keeps an event loop in this thread; the tests use it from plain functions only.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    try:
        with sync_playwright() as driver:
            running = driver.chromium.launch(executable_path=path, args=[*_ARGUMENTS, *root])
            try:
                yield running
            finally:
                running.close()
    finally:
        if before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@contextmanager
def page(running: Any, base_url: str, **options: Any) -> Iterator[Any]:
    """A fresh page that fails on faults of scripts and of the security policy.

    `options` go to Playwright's new_context (viewport, java_script_enabled, offline…). The faults
    found are in `page.faults`; leaving the block asserts that there are none.
    """
    chosen = {"viewport": DESKTOP, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"} | options
    context = running.new_context(base_url=base_url, **chosen)
    context.set_default_timeout(60_000)
    opened = context.new_page()
    opened.faults = []
    opened.on("pageerror", lambda error: opened.faults.append(f"script: {error}"))
    opened.on("console", lambda line: _hear(opened.faults, line))
    try:
        yield opened
    finally:
        context.close()
    assert opened.faults == [], opened.faults


# Said by htmx when a page is left while a part of it is still on its way: no fault of the page.
_LEFT = ("console: htmx:afterRequest", "console: htmx:sendAbort")


def _hear(faults: list[str], line: Any) -> None:
    if line.type == "error" and "the server responded with a status of 4" not in line.text:
        if f"console: {line.text}".startswith(_LEFT):
            return
        faults.append(f"console: {line.text}")


def axe(opened: Any) -> list[str]:
    """What axe finds wrong on the page, one line for each element; empty when nothing."""
    source = axe_source()
    # The page's own policy forbids foreign scripts; evaluate() runs outside of it.
    opened.evaluate(source)
    violations = opened.evaluate(
        "(options) => axe.run(document, options).then((found) => found.violations)", _AXE
    )
    return [
        f"{violation['id']}: {' '.join(node['target'])} {node.get('failureSummary', '')}"
        for violation in violations
        for node in violation["nodes"]
    ]


def picture(opened: Any, name: str, *, whole: bool = False) -> Path:
    """A picture of the page in the folder LIENTHONG_PICTURES (default build/pictures).

    Pictures are for people to look at; tests never compare them.
    """
    folder = Path(os.environ.get("LIENTHONG_PICTURES", "build/pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.png"
    opened.screenshot(path=str(path), full_page=whole)
    return path


def reaches_sideways(opened: Any) -> list[str]:
    """Elements that make the page itself scroll sideways: none may, on any screen."""
    found: list[str] = opened.evaluate(
        """() => {
          const wide = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= wide + 1) return [];
          return [...document.querySelectorAll("body *")]
            .filter((e) => e.getBoundingClientRect().right > wide + 1 && !e.closest(".table-frame, dialog"))
            .map((e) => `${e.tagName}.${e.className} ${Math.round(e.getBoundingClientRect().right)}`)
            .slice(0, 10);
        }"""
    )
    return found


@contextmanager
def serving(application: Any = None) -> Iterator[str]:
    """The site on a free port of this machine in a thread, static files included; yields its address."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    class Kept(StaticFilesHandler):
        """Static files that the browser keeps, as it does those with hashed names in service."""

        def serve(self, request: Any) -> Any:
            response = super().serve(request)
            response["Cache-Control"] = "max-age=3600"
            return response

    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.daemon_threads = True
    server.set_app(Kept(application or get_wsgi_application()))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.daemon = True
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
