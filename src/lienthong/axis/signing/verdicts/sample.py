"""A paper of this platform with both signatures and a time-stamp, by an authority made for it and thrown
away: what a process that will read files reads first. `tools/sample_verdict.py` makes it anew."""

import base64
import datetime as dt
import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .listed import Authority, TrustList

KEPT: Final = Path(__file__).with_name("sample.json")


@dataclass(frozen=True, slots=True)
class Sample:
    """The paper, the list by which it is right, and the moment at which it is judged."""

    pdf: bytes
    trust: TrustList
    moment: dt.datetime


def sample() -> Sample:
    """The sample as it is kept."""
    kept = json.loads(KEPT.read_text())
    lists = tuple(base64.b64decode(one) for one in kept["lists"])
    return Sample(
        zlib.decompress(base64.b64decode(kept["pdf"])),
        TrustList((Authority(base64.b64decode(kept["root"]), "MẪU", sample=True),), lists),
        dt.datetime.fromisoformat(kept["moment"]),
    )
