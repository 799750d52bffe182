"""Every address of the installation opened as a role that may see it, at a desk and on a telephone.

The list is the map of addresses itself: a new screen is walked by itself, and one that nobody can
open fails until `stage` makes something for it to show.
"""

import itertools
import re
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.support import browser
from tests.support.site import Site

from . import stage

# Who looks, the one with the fullest screen first.
ROLES = (
    "vanthu",
    "chuyenvien.tonghop",
    "truongphong.tonghop",
    "chutich",
    "chanhvanphong",
    "vanthu.snv",
    "giamdoc.snv",
    "truongphong.stp",
    "luutru",
    "quantri",
    "vanthu.bato",
)
# Addresses that have no screen of their own to show: why.
NOT_SHOWN = {
    "gallery": "tests/kernel/ui walks the gallery",
    "account_": "tests/journeys signs in by them",
    "mfa_": "tests/journeys sets the second factor up by them",
    "product_file": "a file alone, proved in tests/systems/tasks",
}
# Words that no page in Vietnamese holds: the library's English, a value nobody wrote for people.
FOREIGN = re.compile(
    r"\b(the|and|with|your|you|this|that|please|password|sign in|submit|required|select|choose|"
    r"delete|user|upload|error|are|None|True|False|undefined|NaN|null)\b|\{\{|\{%|%\(|"
    r"(?<![@\w./-])[a-z]+(?:_[a-z]+)+(?![@\w./-])"
)
# What names an element must name one: a label leads to the first that bears it.
TWICE = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))];
}"""
TEXTS = """() => {
  const said = [document.title, document.body.innerText];
  for (const e of document.querySelectorAll("[aria-label], [placeholder], [alt], [title]"))
    said.push(e.getAttribute("aria-label"), e.getAttribute("placeholder"), e.getAttribute("alt"),
              e.getAttribute("title"));
  return said.filter(Boolean).join("\\n");
}"""


def named(patterns: Any = None, prefix: str = "", space: str = "") -> list[tuple[str, str]]:
    """Every named address: its name with its namespace, and its route."""
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inside = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found += named(pattern.url_patterns, route, inside)
        elif isinstance(pattern, URLPattern) and pattern.name:
            name = space + pattern.name
            if not any(word in name for word in NOT_SHOWN):
                found.append((name, route))
    return found


def urls_of(name: str, route: str) -> list[str]:
    """The addresses to try: the route with each candidate of its parameters, at most thirty."""
    parts = re.findall(r"<(?:(\w+):)?(\w+)>", route)
    values = [
        stage.SLUGS if kind in ("slug", "str", "path") else stage.candidates(name, parameter)
        for kind, parameter in parts
    ]
    filled = []
    for chosen in itertools.islice(itertools.product(*values), 30):
        url = route
        for (kind, parameter), value in zip(parts, chosen, strict=True):
            url = url.replace(f"<{kind}:{parameter}>", str(value))
        filled.append("/" + url)
    return filled


def seen_by(site: Site, name: str, route: str) -> tuple[str, str, str]:
    """Who opens it, at which address, and what it is: screen, act, part, sheet or file."""
    refused: set[int] = set()
    for url, slot in itertools.product(urls_of(name, route), ROLES):
        answer = site.client(slot).get(url)
        if answer.status_code == 405:
            return slot, url, "act"
        if answer.status_code == 200:
            if "text/html" not in answer["Content-Type"]:
                return slot, url, "file"
            body = answer.content.decode()
            return slot, url, "screen" if "<html" in body else "part"
        if answer.status_code == 302:
            return slot, url, "act"
        refused.add(answer.status_code)
    pytest.fail(
        f"nobody can open {name} ({route}): {sorted(refused)}; give tests/screens/stage.py one"
    )


@pytest.fixture(scope="module")
def visitors(site: Site) -> Any:
    """One page for each role, kept open: the browser keeps what it has loaded."""
    kept: dict[str, Any] = {}

    def page(slot: str) -> Any:
        if slot not in kept:
            stack = site.page(slot)
            kept[slot] = (stack, stack.__enter__())
        return kept[slot][1]

    yield page
    for stack, _opened in kept.values():
        stack.__exit__(None, None, None)


@pytest.mark.parametrize(("name", "route"), named())
def test_every_screen(site: Site, visitors: Any, name: str, route: str) -> None:
    slot, url, kind = seen_by(site, name, route)
    if kind != "screen":
        return
    opened = visitors(slot)
    opened.set_viewport_size(browser.DESKTOP)
    opened.goto(url, wait_until="load")
    faults = [f"axe {line}" for line in browser.axe(opened)]
    faults += [f"h1: {opened.locator('h1').count()}"] if opened.locator("h1").count() != 1 else []
    faults += [] if opened.title().split(" · ")[0].strip() else ["no title"]
    said = opened.evaluate(TEXTS)
    faults += [f"stands twice: #{one}" for one in opened.evaluate(TWICE)]
    faults += [f"not Vietnamese: {m.group(0)!r}" for m in FOREIGN.finditer(said)]
    faults += [f"wide: {line}" for line in browser.reaches_sideways(opened)]
    opened.set_viewport_size(browser.PHONE)
    faults += [f"wide on a telephone: {line}" for line in browser.reaches_sideways(opened)]
    faults += opened.faults
    opened.faults.clear()
    assert faults == [], f"{url} as {slot}"


def test_the_walk_would_notice(site: Site, visitors: Any) -> None:
    """The negative twin: a page with faults is found out by each of the looks."""
    opened = visitors("vanthu")
    opened.goto("/van-ban/so/")
    opened.evaluate(
        """() => {
          document.querySelector("main").insertAdjacentHTML("beforeend",
            '<h1>Twice</h1><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'
            + '<p class="wide" id="wide">Please submit your in_progress form</p><p id="wide"></p>');
          const wide = document.querySelector(".wide");
          wide.style.setProperty("width", "3000px");
        }"""
    )
    assert any("image-alt" in line for line in browser.axe(opened))
    assert opened.locator("h1").count() == 2
    assert opened.evaluate(TWICE) == ["wide"]
    assert {m.group(0) for m in FOREIGN.finditer(opened.evaluate(TEXTS))} >= {"your", "in_progress"}
    assert browser.reaches_sideways(opened) != []
    opened.faults.clear()


def test_a_screen_nobody_can_open_fails(site: Site) -> None:
    with pytest.raises(pytest.fail.Exception, match="nobody can open"):
        seen_by(site, "documents:gone", "van-ban/khong-co/<int:pk>/")


def links_of(page: Any) -> set[str]:
    """Where the links of a page lead on this site, without files of the browser."""
    found = re.findall(r'<a[^>]+href="(/[^"#]*)"', page.content.decode())
    return {url.replace("&amp;", "&") for url in found if "gallery" not in url}


@pytest.mark.parametrize("slot", ROLES)
def test_no_link_leads_nowhere(site: Site, slot: str) -> None:
    """From the places of a role two clicks deep: each link that is shown may be opened."""
    client = site.client(slot)
    seen: dict[str, str] = {"/": "đăng nhập"}
    shapes: set[str] = set()
    rest, dead = ["/"], []
    while rest:
        url = rest.pop(0)
        answer = client.get(url)
        if answer.status_code >= 400:
            dead.append(f"{answer.status_code} {url} from {seen[url]}")
        if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
            continue
        for link in sorted(links_of(answer)):
            shape = re.sub(r"\d+", "#", link.split("?")[0])
            if link not in seen and shape not in shapes:
                shapes.add(shape)
                seen[link] = url
                rest.append(link)
    assert len(seen) > 5
    assert dead == []
