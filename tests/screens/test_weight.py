"""What a page costs on a bad line: everything at the first visit, then pages alone.

Octets as they crossed the wire, packed, with their headers. At 256 kbit/s the first visit may take
ten seconds, a later page two.
"""

from typing import Any

import pytest

from tests.support.needs import needs
from tests.support.site import Site

pytestmark = needs("chromium")
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
    with site.page(slot) as opened:
        line = opened.context.new_cdp_session(opened)
        line.send("Network.enable")
        came: list[int] = []
        line.on("Network.loadingFinished", lambda event: came.append(event["encodedDataLength"]))

        def weigh(url: str) -> Any:
            came.clear()
            opened.goto(url, wait_until="networkidle")
            return sum(came)

        first = weigh("/")
        assert 20_000 < first < FIRST
        for url in later:
            page = weigh(url)
            assert 1_000 < page < LATER, url
