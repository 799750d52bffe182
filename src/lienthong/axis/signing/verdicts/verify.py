"""The door of the verdict: a file in, a verdict out, whatever the file holds.

Each file is read in a child process with ten seconds, 512 MB and no network; a child that dies,
hangs or swells is a file that cannot be read.
"""

import datetime as dt
import hashlib
import os
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, Final

from lienthong.axis.signing.words import _
from lienthong.kernel.files.sandbox import Limits, Outcome, Sandbox, SandboxLost

from .beside import NOTHING, Beside, is_missing, look_beside, of_its_name
from .model import Verdict, unreadable
from .trust import load_trust

TARGET: Final = "lienthong.axis.signing.verdicts.child:judge_file"
LIMITS: Final = Limits(seconds=10.0, megabytes=512)
FAILURES: Final = {
    "time": _("Kiểm tra tệp quá 10 giây nên đã dừng; tệp có cấu trúc bất thường."),
    "memory": _("Kiểm tra tệp cần quá nhiều bộ nhớ nên đã dừng; tệp có cấu trúc bất thường."),
    "crash": _("Tệp hỏng hoặc có cấu trúc lạ làm chương trình đọc dừng đột ngột."),
    "error": _("Tệp hỏng hoặc có cấu trúc lạ, không đọc được."),
}


class Verifier:
    """Judges files by one trust folder (None: nobody is trusted); keeps the warm parent process.

    Safe to use from several threads (one file at a time) and across forks (each process its own).
    """

    def __init__(self, trust: Path | None, limits: Limits = LIMITS) -> None:
        self._trust = trust
        self._limits = limits
        self._one_at_a_time = threading.Lock()
        self._sandbox: Sandbox | None = None
        self._owner = 0

    def verify(
        self, content: bytes | BinaryIO, now: dt.datetime, beside: Beside = NOTHING
    ) -> Verdict:
        """The verdict on bytes or on an open file, with the files that it may be a signature of.

        Raises `BadTrustList` and `SandboxLost`.
        """
        if self._trust is not None:
            load_trust(self._trust)
        with self._one_at_a_time:
            try:
                outcome = self._run(content, now, beside)
            except SandboxLost:  # the warm process was killed: one fresh start
                self.close()
                outcome = self._run(content, now, beside)
        if outcome.failure is not None or outcome.value is None:
            failure = outcome.failure or "error"
            return unreadable(failure, FAILURES[failure], _digest(content))
        verdict = Verdict.from_plain(outcome.value)
        verdict.network = outcome.network
        return verdict

    def close(self) -> None:
        """Stop the parent process."""
        if self._sandbox is not None and self._owner == os.getpid():
            self._sandbox.close()
        self._sandbox = None

    def _run(self, content: bytes | BinaryIO, now: dt.datetime, beside: Beside) -> Outcome:
        if self._sandbox is None or self._owner != os.getpid():
            self._sandbox, self._owner = Sandbox(TARGET, self._limits), os.getpid()
        folder = str(self._trust.resolve()) if self._trust is not None else ""
        if not beside.files:
            return self._sandbox.run(content, trust=folder, now=now.isoformat())
        own = content if isinstance(content, bytes) else _all_of(content)
        parts: list[list[object]] = [["", len(own), False, False]]
        for name, other in beside.files:
            parts.append([name, len(other), name in beside.named, name in beside.likely])
        together = b"".join([own, *(other for _name, other in beside.files)])
        return self._sandbox.run(together, trust=folder, now=now.isoformat(), parts=parts)


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
