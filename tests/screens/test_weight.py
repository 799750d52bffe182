"""What a page costs on a bad line: everything at the first visit, then pages alone.

The bounds are generous: at 256 kbit/s the first visit is ten seconds at most, a later page two.
"""

import gzip
from typing import Any

import pytest

from tests.support.site import Site

FIRST, LATER = 300_000, 60_000


@pytest.mark.parametrize(
    ("slot", "later"),
    [
        ("vanthu.snv", ("/van-ban/den/", "/van-ban/den/cho-tiep-nhan/", "/nhiem-vu/")),
        ("vanthu", ("/van-ban/di/", "/bang-dieu-hanh/", "/van-ban/so/")),
        ("chuyenvien.tonghop", ("/van-ban/di/soan/moi/", "/van-ban/ho-so/")),
    ],
)
def test_the_first_visit_and_the_next_pages(site: Site, slot: str, later: tuple[str, ...]) -> None:
    came: list[Any] = []

    def weighed() -> dict[str, int]:
        found = {}
        for answer in came:
            if answer.status == 200:
                body = answer.body()
                packed = answer.url.endswith((".woff2", ".ttf", ".png"))
                size = len(body if packed else gzip.compress(body))
                found[answer.url.removeprefix(site.url)] = size
        came.clear()
        return found

    with site.page(slot) as opened:
        opened.on("response", lambda answer: came.append(answer))
        opened.goto("/", wait_until="networkidle")
        weights = weighed()
        first = sum(weights.values())
        assert 0 < first < FIRST, weights
        for url in later:
            opened.goto(url, wait_until="networkidle")
            weights = weighed()
            fresh = sum(size for where, size in weights.items() if not where.startswith("/static/"))
            print(f"{slot} {url}: {fresh:,} octets, first visit {first:,}")
            assert 0 < fresh < LATER, weights
