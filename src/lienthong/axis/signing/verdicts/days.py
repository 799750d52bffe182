"""The day of a signed paper: the one that the agency signed, else that of its signature."""

import contextlib
import datetime as dt
import re
from typing import Final

from .model import Kind, Verdict

ZONE: Final = dt.timezone(dt.timedelta(hours=7))
WRITTEN: Final = re.compile(r"(\d{1,2})\D{1,8}(\d{1,2})\D{1,6}(\d{4})")


def paper_day(verdict: Verdict) -> dt.date | None:
    """The day by whose rules the paper's form is judged; None where nothing says it."""
    written = WRITTEN.search(verdict.date or "")
    if written:
        with contextlib.suppress(ValueError):
            return dt.date(int(written[3]), int(written[2]), int(written[1]))
    seals = [s for s in verdict.signatures if s.kind is Kind.SEAL]
    moments = [s.time or s.claimed_time for s in seals or verdict.signatures]
    moment = next((m for m in moments if m is not None), None)
    return moment.astimezone(ZONE).date() if moment is not None else None
