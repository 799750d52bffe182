"""What runs in the child process of the fast way. Its parent process knows no library that reads PDFs,
so that it is small: a fork copies little, and what a taken-over child could use is less."""

import contextlib
import datetime as dt
import hashlib
import os
from dataclasses import replace
from itertools import product
from typing import Any, Final

from lxml import etree

from lienthong.axis.signing.verdicts.listed import TrustList
from lienthong.axis.signing.verdicts.sample import sample

from . import chain
from .door import MOST_BYTES, fast_verdict
from .syntax import NotPlain

TURNS: Final = 12  # after some calls Python has settled how it runs a line


def prepare() -> None:
    """Judge the sample paper before the first file, so that what each file needs is there once: modules,
    OpenSSL's tables, Python's own shortcuts."""
    etree.XMLParser(resolve_entities=False)
    one = sample()
    for _turn in range(TURNS):
        fast_verdict(one.pdf, one.trust, one.moment)


def share(plain: dict[str, Any]) -> TrustList:
    """The list of trust, with what it says by itself worked out before the first file."""
    trust = TrustList.from_plain(plain)
    anchors = [authority.certificate for authority in trust.authorities]
    for anchor in anchors:
        with contextlib.suppress(NotPlain, ValueError):
            chain.know(anchor)
    for encoded, anchor in product(trust.revocation_lists, anchors):
        with contextlib.suppress(NotPlain, ValueError):
            chain.know_list(encoded, anchor)
    return trust


def judge_plain(handle: int, *, shared: TrustList, now: str) -> dict[str, Any] | None:
    """The verdict on the open file at a moment (ISO 8601); None: let the full check judge."""
    size = os.fstat(handle).st_size
    if size > MOST_BYTES:
        return None
    with os.fdopen(os.dup(handle), "rb") as file:
        file.seek(0)
        data = file.read(size)
    verdict = fast_verdict(data, shared, dt.datetime.fromisoformat(now))
    if verdict is None:
        return None
    return replace(verdict, sha256=hashlib.sha256(data).hexdigest()).as_plain()
