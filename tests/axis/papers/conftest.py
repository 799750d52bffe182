"""Papers need the font Tinos, which `npm ci` installs; without it their tests skip and say so."""

import pytest

from lienthong.axis.papers import api as papers
from tests.support.needs import strict


@pytest.fixture(autouse=True)
def _font(request: pytest.FixtureRequest) -> None:
    if "without_font" in request.keywords:
        return
    try:
        papers.letter_face()
    except papers.FontsMissing as missing:
        if strict():
            pytest.fail(str(missing), pytrace=False)
        pytest.skip("thiếu phông Tinos: chạy npm ci và đặt LIENTHONG_ASSETS")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "without_font: a test of papers that sets nothing")
