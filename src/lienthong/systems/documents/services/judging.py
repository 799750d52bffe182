"""The answers on the files of arriving papers, made beside the writing and once for the same bytes.

A paper that is issued here has just been judged by the act of issue: its answer goes with the package
to the receiving side of this same installation, and stands there for ten minutes while the list of
trust is what it was. What comes from outside, or later, is judged anew.
"""

import datetime as dt
import hashlib
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from lienthong.axis.exchange import api as exchange
from lienthong.axis.signing import api as signing
from lienthong.kernel import clock
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.services import open_file

from .form_verdicts import form_of

Arrivals = Sequence[exchange.Arrival]
SECONDS = 60.0  # how long an answer stands for the same bytes and the same list of trust
ISSUED = dt.timedelta(minutes=10)  # how long the answer of the act of issue stands
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Judged:
    """The answers on one file: on its signatures and on their form."""

    verdict: str = ""
    details: Mapping[str, Any] | None = None


Key = tuple[str, dt.date, str]  # digest, day of the paper, what the file is an annex of
_recent: dict[tuple[Key, object], tuple[float, Judged]] = {}


@dataclass(frozen=True, slots=True)
class Judging:
    """Answers that are made, or being made."""

    answers: Mapping[Key, Future[Judged]]

    def of(self, arrival: exchange.Arrival, position: int) -> Judged:
        """The answers on a file of an arrival, waited for; empty where there is nothing to judge."""
        key = _key(arrival, position)
        return self.answers[key].result() if key is not None else Judged()


@contextmanager
def judging(arrivals: Arrivals) -> Iterator[Judging]:
    """Let the files of the arrivals be judged in another process while their rows are written."""
    judges = ThreadPoolExecutor(1, "verdicts")
    answers: dict[Key, Future[Judged]] = {}
    try:
        for arrival in arrivals:
            for position, file in enumerate(arrival.files):
                key = _key(arrival, position)
                if key is None or key in answers:
                    continue
                said = _said_at_issue(file.judged, key)
                if said is not None:
                    answers[key] = Future()
                    answers[key].set_result(said)
                else:
                    # A copy of the context: an answer's sentences are in the language of this one.
                    run = copy_context().run
                    answers[key] = judges.submit(run, judge, file.stored, key[1], key[2])
        yield Judging(answers)
    finally:
        judges.shutdown(cancel_futures=True)


def _key(arrival: exchange.Arrival, position: int) -> Key | None:
    """What decides the answers on a file; None where there is no file, or an annex that is no PDF."""
    if position >= len(arrival.files):
        return None
    file, message = arrival.files[position], arrival.message
    if position and file.stored.media_type != PDF:
        return None
    annex_of = f"{message.number}/{message.notation}" if position else ""
    return (file.sha256, arrival.package.issued_on, annex_of)


def judge(stored: StoredFile, on: dt.date, annex_of: str = "") -> Judged:
    """The answers on a file; those of less than a minute ago where there are any.

    A paper goes on to many offices in many rounds, and comes again after each fault of another.
    """
    now, key = time.monotonic(), ((stored.sha256, on, annex_of), _trusted())
    for other, (since, _answer) in list(_recent.items()):
        if now - since > SECONDS:
            _recent.pop(other, None)
    kept = _recent.get(key)
    if kept is None:
        kept = _recent[key] = (now, _judged(stored, on, annex_of))
    return kept[1]


def at_issue(
    judged: Judged, *, sha256: str, on: dt.date, at: dt.datetime, annex_of: str = ""
) -> dict[str, Any]:
    """The answer of the act of issue as plain data for the package."""
    return {
        "sha256": sha256,
        "on": on.isoformat(),
        "annex_of": annex_of,
        "at": at.isoformat(),
        "language": get_language(),
        "trusted": _fingerprint(),
        "verdict": judged.verdict,
        "details": judged.details,
    }


def _said_at_issue(said: Mapping[str, Any] | None, key: Key) -> Judged | None:
    """The answer of the act of issue where it is on these bytes, fresh, and on the same trust."""
    if not said:
        return None
    age = clock.now() - dt.datetime.fromisoformat(said["at"])
    same = (said["sha256"], said["on"], said["annex_of"]) == (key[0], key[1].isoformat(), key[2])
    if (
        not same
        or not dt.timedelta() <= age <= ISSUED
        or said["language"] != get_language()
        or said["trusted"] != _fingerprint()
    ):
        return None
    return Judged(said["verdict"], said["details"])


def _fingerprint() -> str:
    return hashlib.sha256(repr(_trusted()).encode()).hexdigest()


def _trusted() -> object:
    """What changes when the list of trusted authorities or their revocation lists do."""
    listed = [path for path in signing.trust_folder().rglob("*") if path.is_file()]
    return tuple(sorted((str(path), path.stat().st_mtime_ns) for path in listed))


def _judged(stored: StoredFile, on: dt.date, annex_of: str) -> Judged:
    with open_file(stored) as stream:
        content = stream.read()
    verdict = signing.verify_bytes(content)
    # A paper that is enclosed as it is bears a person's signature; an annex bears none.
    personal = any(s.kind is signing.Kind.PERSONAL for s in verdict.signatures)
    form = form_of(content, verdict, on, annex_of=None if personal or not annex_of else annex_of)
    return Judged(verdict.verdict, verdict.as_plain() | {"form": form})
