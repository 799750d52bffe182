"""Officials of the same agency with the least rights walk every address and read no paper of others."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies.models import Post
from lienthong.kernel.facts.recording import act
from tests.architecture.test_walls import addresses
from tests.support.actors import NOW, actor_for
from tests.systems.documents import outgoing_kit as kit
from tests.systems.documents.outgoing_kit import DOMAIN
from tests.systems.rights_kit import MARK, Maker, open_accounts

OFFICER, IDLE = "chuyenvien2.tonghop", "quantri"
# What stands for a word of an address: beside the key of a row, and alone.
BESIDE = ("den", "di", "ho-so", "xml")
ALONE = (
    "p2",
    "p2a",
    "p1b",
    "muc-luc-van-ban",
    "muc-luc-ho-so",
    "so-den",
    "giai-quyet-di",
    "buu-dien",
)
# Addresses that take the key of a row as a question.
ASKED = {
    "van-ban/di/soan/moi/": "tra-loi", "van-ban/di/soan/tai-len/": "tra-loi",
    "van-ban/noi-bo/soan/": "tra-loi", "tra-cuu/": "like", "van-ban/lich-cong-tac/": "giay-moi",
    "van-ban/bao-cao/muc-luc-van-ban/": "ho-so", "van-ban/ho-so/moi/": "muc",
}  # fmt: skip


def made() -> tuple[kit.House, dict[str, int]]:
    """One row of each kind in the house, with the second officer moved to another unit than theirs."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    open_accounts()
    found, idle = kit.house(actor_for), actor_for(f"{IDLE}@{DOMAIN}")
    post = actor_for(f"{OFFICER}@{DOMAIN}").post_id
    with acting(idle), act("agencies.post_moved", by=idle, at=NOW):
        Post.objects.filter(pk=post).update(unit_id=idle.unit_id)
    assert actor_for(f"{OFFICER}@{DOMAIN}").unit_id != found.drafter.unit_id
    maker = Maker(found, actor_for, NOW)
    maker.make()
    return found, maker.more()


@pytest.fixture(autouse=True)
def staged(stages: Any) -> Iterator[tuple[kit.House, dict[str, int]]]:
    """Each request ends: a walk of a minute in one transaction would hold back what other tests wait for."""
    with stages(made) as found:
        yield found


@pytest.fixture
def house(staged: tuple[kit.House, dict[str, int]]) -> kit.House:
    return staged[0]


@pytest.fixture
def keys(staged: tuple[kit.House, dict[str, int]]) -> dict[str, int]:
    return dict(staged[1])


QUESTIONS = (
    "", f"?q={MARK}", "?export=csv", "?view=print", "?in=1&tat-ca=1&cited=1", "?phia=toi-hoi",
    f"?van-ban={MARK}&tim={MARK}",
)  # fmt: skip


def urls(keys: dict[str, int]) -> Iterator[str]:
    every = sorted(set(keys.values()))
    for route, _pattern in addresses():
        if route.startswith(("accounts/", "^")) or "gallery" in route:
            continue
        if "<int" in route:
            words = BESIDE if "<slug" in route else ("",)
            yield from (f"/{_filled(route, key, word)}" for key in every for word in words)
        elif "<" in route:
            yield from (f"/{_filled(route, 0, word)}" for word in ALONE)
        else:
            yield from (f"/{route}{question}" for question in QUESTIONS)
    for route, name in ASKED.items():
        yield from (f"/{route}?{name}={key}" for key in every)


def _filled(route: str, key: int, word: str) -> str:
    def value(found: re.Match[str]) -> str:
        if found[2] == "number":
            return "1"
        return str(key) if found[1] == "int" else word

    return re.sub(r"<(\w+):(\w+)>", value, route)


def shown(client: Any, keys: dict[str, int], below: Collection[str] = ("/",)) -> Iterator[str]:
    """The addresses below some places whose answer bears the mark where the question did not."""
    for url in urls(keys):
        if not url.startswith(tuple(below)):
            continue
        answer = client.get(url)
        assert answer.status_code < 500, url
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        words = (
            body.decode(errors="replace").replace(f'value="{MARK}"', "").replace(f"“{MARK}”", "")
        )
        if MARK in words:
            yield url


@pytest.mark.parametrize("slot", [OFFICER, IDLE])
def test_who_has_no_part_reads_nothing_at_any_address(
    client_for: Any, keys: dict[str, int], slot: str
) -> None:
    assert "\n".join(shown(client_for(f"{slot}@{DOMAIN}"), keys)) == ""


def test_who_has_a_part_does_see_it(client_for: Any, keys: dict[str, int]) -> None:
    """The negative twin: the walk reaches the pages of each kind of row."""
    left = {"/van-ban/den/", "/van-ban/di/soan/", "/van-ban/ho-so/", "/nhiem-vu/", "/-/work/"}
    for slot in ("vanthu", "chuyenvien.tonghop"):
        for url in shown(client_for(f"{slot}@{DOMAIN}"), keys, left):
            left -= {place for place in left if url.startswith(place)}
            if not left:
                return
    assert left == set()
