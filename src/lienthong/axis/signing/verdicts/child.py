"""What runs in the child process: one file judged, the verdict given back as plain data."""

import datetime as dt
import logging
import os
from pathlib import Path
from typing import Any

from .beside import NOTHING, Beside
from .judge import MOST_BYTES, judge
from .trust import TrustList, load_trust

logging.disable(logging.CRITICAL)  # hostile files would fill the log with a library's complaints


def judge_file(
    handle: int, *, trust: str, now: str, parts: list[list[Any]] | None = None
) -> dict[str, Any]:
    """The verdict on the open file, by the trust folder ("": none), at a moment (ISO 8601).

    With `parts` the open file is the file to judge followed by those beside it: for each its name,
    its size, whether it is named and whether it is likely; the first is the file itself.
    """
    size = os.fstat(handle).st_size
    with os.fdopen(os.dup(handle), "rb") as file:
        file.seek(0)
        if parts is None:
            data, beside = file.read(min(size, MOST_BYTES + 1)), NOTHING
        else:
            data = file.read(int(parts[0][1]))
            beside = Beside(
                tuple((name, file.read(int(length))) for name, length, *_rest in parts[1:]),
                frozenset(part[0] for part in parts[1:] if part[2]),
                frozenset(part[0] for part in parts[1:] if part[3]),
            )
    known = load_trust(Path(trust)) if trust else TrustList()
    verdict = judge(data, known, dt.datetime.fromisoformat(now), beside)
    return verdict.as_plain()
