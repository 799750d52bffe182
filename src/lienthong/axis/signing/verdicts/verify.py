"""The door of the verdict: a file in, a verdict out, whatever the file holds.

Each file is read in a child process with ten seconds, 512 MB and no network; a child that dies,
hangs or swells is a file that cannot be read. A PDF is first given to a child of the fast way, whose
parent process is small; what that one leaves alone, or does not get through, goes to the full check in
a child of another parent process, within what is left of the ten seconds.
"""

import datetime as dt
import hashlib
import os
import threading
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, Final

from lienthong.axis.signing.words import _
from lienthong.kernel.files.sandbox import Limits, Outcome, Sandbox, SandboxLost, Shared

from .beside import NOTHING, Beside, is_missing, look_beside, of_its_name
from .fast.door import BEGINS, MOST_BYTES
from .folder import NOBODY, KeptTrust
from .model import Verdict, unreadable

FULL: Final = "lienthong.axis.signing.verdicts.child:judge_file"
FAST: Final = "lienthong.axis.signing.verdicts.fast.child:judge_plain"
FAST_PART: Final = 0.5  # of the time, at most; the full check has the rest
LIMITS: Final = Limits(seconds=9.5, megabytes=512)  # of ten, to the end of the child
FAILURES: Final = {
    "time": _("Kiểm tra tệp quá 10 giây nên đã dừng; tệp có cấu trúc bất thường."),
    "memory": _("Kiểm tra tệp cần quá nhiều bộ nhớ nên đã dừng; tệp có cấu trúc bất thường."),
    "crash": _("Tệp hỏng hoặc có cấu trúc lạ làm chương trình đọc dừng đột ngột."),
    "error": _("Tệp hỏng hoặc có cấu trúc lạ, không đọc được."),
}


class Verifier:
    """Judges files by one trust folder (None: nobody is trusted); keeps the warm parent processes.

    The folder is looked at before each file: what is changed in it holds from the next file on.
    Safe to use from several threads (one file at a time) and across forks (each process its own).
    """

    def __init__(self, trust: Path | None, limits: Limits = LIMITS) -> None:
        self._trust = KeptTrust(trust) if trust is not None else None
        self._limits = limits
        self._one_at_a_time = threading.Lock()
        self._sandboxes: dict[str, Sandbox] = {}
        self._owner = 0

    def verify(
        self, content: bytes | BinaryIO, now: dt.datetime, beside: Beside = NOTHING
    ) -> Verdict:
        """The verdict on bytes or on an open file, with the files that it may be a signature of.

        Raises `BadTrustList` and `SandboxLost`.
        """
        with self._one_at_a_time:
            shared = self._trust.shared() if self._trust is not None else NOBODY
            try:
                outcome = self._run(content, now, beside, shared)
            except SandboxLost:  # a warm process was killed: one fresh start
                self.close()
                outcome = self._run(content, now, beside, shared)
        if outcome.failure is not None or outcome.value is None:
            failure = outcome.failure or "error"
            return unreadable(failure, FAILURES[failure], _digest(content))
        verdict = Verdict.from_plain(outcome.value)
        verdict.network = outcome.network
        return verdict

    def close(self) -> None:
        """Stop the parent processes."""
        if self._owner == os.getpid():
            for sandbox in self._sandboxes.values():
                sandbox.close()
        self._sandboxes = {}

    def _run(
        self, content: bytes | BinaryIO, now: dt.datetime, beside: Beside, shared: Shared
    ) -> Outcome:
        left = self._limits
        if not beside.files and _may_be_plain(content):
            limits = replace(left, seconds=left.seconds * FAST_PART)
            told = self._sandbox(FAST).run(
                content, limits=limits, shared=shared, now=now.isoformat()
            )
            if told.failure is None and told.value is not None:
                return told
            left = replace(left, seconds=left.seconds - min(told.seconds, limits.seconds))
        arguments: dict[str, Any] = {"now": now.isoformat()}
        if beside.files:
            content, arguments["parts"] = _together(content, beside)
        return self._sandbox(FULL).run(content, limits=left, shared=shared, **arguments)

    def _sandbox(self, target: str) -> Sandbox:
        if self._owner != os.getpid():
            self._sandboxes, self._owner = {}, os.getpid()
        if target not in self._sandboxes:
            self._sandboxes[target] = Sandbox(target, self._limits)
        return self._sandboxes[target]


def _may_be_plain(content: bytes | BinaryIO) -> bool:
    """Whether the fast way may know the file: a PDF from its first byte, and not too large."""
    if isinstance(content, bytes):
        return content.startswith(BEGINS) and len(content) <= MOST_BYTES
    handle = content.fileno()
    return os.pread(handle, len(BEGINS), 0) == BEGINS and os.fstat(handle).st_size <= MOST_BYTES


def _together(content: bytes | BinaryIO, beside: Beside) -> tuple[bytes, list[list[object]]]:
    """The file with those beside it in one, and what each of them is."""
    own = content if isinstance(content, bytes) else _all_of(content)
    parts: list[list[object]] = [["", len(own), False, False]]
    for name, other in beside.files:
        parts.append([name, len(other), name in beside.named, name in beside.likely])
    return b"".join([own, *(other for _name, other in beside.files)]), parts


def _all_of(content: BinaryIO) -> bytes:
    content.seek(0)
    return content.read()


def _digest(content: bytes | BinaryIO) -> str:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest()
    content.seek(0)
    running = hashlib.sha256()
    while piece := content.read(1 << 20):
        running.update(piece)
    return running.hexdigest()


def verify_file(
    path: Path,
    verifier: Verifier,
    now: dt.datetime,
    *,
    given: Iterable[Path] = (),
    others: Iterable[Path] = (),
) -> Verdict:
    """The verdict on a file on disk; one that cannot be opened is unreadable.

    A signature in a file of its own is judged with its content: a file that is `given` for it, one
    beside it, or one of the `others` that are judged in the same call.
    """
    given = list(given)
    try:
        with path.open("rb") as file:
            verdict = verifier.verify(file, now, of_its_name(path, given))
            wanted = is_missing(verdict)
            if wanted is None:
                return verdict
            beside = look_beside(path, wanted, given, others)
            return verifier.verify(file, now, beside) if beside.files else verdict
    except OSError:
        return unreadable(
            "not_opened", _("Không mở được tệp: kiểm tra lại đường dẫn và quyền đọc.")
        )
