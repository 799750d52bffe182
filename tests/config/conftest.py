"""Fixtures of the set-up tests: a private cluster in a folder that the server's account can reach."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from lienthong.config.launch import servers
from lienthong.config.launch.account import server_account
from lienthong.config.launch.cluster import Cluster


@pytest.fixture
def reachable(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder below the temporary folder (pytest's own is closed to other accounts)."""
    with tempfile.TemporaryDirectory(prefix="lienthong-setup-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@pytest.fixture
def cluster(reachable: Path) -> Iterator[Cluster]:
    """A cluster of its own with a superuser's password, not made yet; stopped whatever happens."""
    found = servers.find_servers()
    if not found:
        pytest.skip("thiếu chương trình postgres (gói Debian: postgresql)")
    made = Cluster(found[0], reachable / "pg", server_account(), password="thử mật khẩu: '\"@/")
    yield made
    made.remove()


@pytest.fixture(scope="module")
def trusting() -> Iterator[Cluster]:
    """One throw-away cluster for the tests of a module."""
    found = servers.find_servers()
    if not found:
        pytest.skip("thiếu chương trình postgres (gói Debian: postgresql)")
    with tempfile.TemporaryDirectory(prefix="lienthong-setup-") as folder:
        Path(folder).chmod(0o711)
        made = Cluster(found[0], Path(folder) / "pg", server_account(), durable=False)
        try:
            made.create()
            made.start()
            yield made
        finally:
            made.remove()
