"""What runs in the child process: one file judged, the verdict given back as plain data."""

import datetime as dt
import logging
import os
from pathlib import Path
from typing import Any

from .judge import MOST_BYTES, judge
from .trust import TrustList, load_trust

logging.disable(logging.CRITICAL)  # hostile files would fill the log with a library's complaints


def judge_file(handle: int, *, trust: str, now: str) -> dict[str, Any]:
    """The verdict on the open file, by the trust folder ("": none), at a moment (ISO 8601)."""
    size = os.fstat(handle).st_size
    with os.fdopen(os.dup(handle), "rb") as file:
        file.seek(0)
        data = file.read(min(size, MOST_BYTES + 1))
    known = load_trust(Path(trust)) if trust else TrustList()
    verdict = judge(data, known, dt.datetime.fromisoformat(now))
    return verdict.as_plain()
