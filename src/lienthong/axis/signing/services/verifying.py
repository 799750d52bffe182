"""The verdict on bytes by the installation's own list of authorities."""

import datetime as dt
from pathlib import Path
from typing import BinaryIO

from django.utils import timezone

from lienthong.axis.signing import verify
from lienthong.axis.signing.verdicts.beside import NOTHING, Beside
from lienthong.axis.signing.verdicts.model import Verdict

from . import house


def verify_bytes(
    content: bytes | BinaryIO,
    *,
    now: dt.datetime | None = None,
    given: tuple[str, bytes] | None = None,
) -> Verdict:
    """The verdict on bytes or an open file, judged in a process of its own; never raises for them.

    `given` is the content of a detached signature: name and bytes.
    """
    beside = NOTHING if given is None else Beside((given,), frozenset({given[0]}))
    return house.verifier().verify(content, now or timezone.now(), beside)


def verify_file(path: Path, *, now: dt.datetime | None = None) -> Verdict:
    """The verdict on a file on disk."""
    return verify.verify_file(path, house.verifier(), now or timezone.now())
