"""The kit of signed letters, made once a run."""

import pytest

from .kit import Kit


@pytest.fixture(scope="session")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Kit:
    """Letters in each state of signing."""
    return Kit(tmp_path_factory.mktemp("signing"))
