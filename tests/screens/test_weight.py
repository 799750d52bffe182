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
def test_the_first_visit_and_the_next_pages(
    site: Site, slot: str, later: tuple[str, ...], record_property: Any
) -> None:
    weights: list[tuple[str, int]] = []

    def weigh(answer: Any) -> None:
        if answer.from_service_worker or answer.status == 304:
            return
        body = answer.body()
        letters = answer.url.endswith((".woff2", ".ttf", ".png"))
        weights.append(
            (answer.url.removeprefix(site.url), len(body if letters else gzip.compress(body)))
        )

    with site.page(slot) as opened:
        opened.on("requestfinished", lambda request: weigh(request.response()))
        opened.goto("/", wait_until="networkidle")
        first = sum(size for _url, size in weights)
        record_property("first", first)
        assert 0 < first < FIRST, weights
        for url in later:
            weights.clear()
            opened.goto(url, wait_until="networkidle")
            fresh = sum(size for where, size in weights if not where.startswith("/static/"))
            record_property(url, fresh)
            print(f"{slot} {url}: {fresh:,} octets, first visit {first:,}")
            assert 0 < fresh < LATER, weights
