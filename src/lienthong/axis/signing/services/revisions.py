"""The revision that a signature covers, and what a file shows since: for the page of the validator."""

import threading
from dataclasses import dataclass
from typing import Any, Final

from lienthong.axis.signing.verdicts.ends import signed_ends
from lienthong.axis.signing.verdicts.model import Verdict
from lienthong.kernel.files.sandbox import Limits, Sandbox, SandboxLost

TARGET: Final = "lienthong.axis.signing.verdicts.differences:pictures"
LIMITS: Final = Limits(seconds=10.0, megabytes=512)
MOST_COMPARED: Final = 3  # signatures of a file
_one_at_a_time = threading.Lock()
_warm: list[Sandbox] = []


@dataclass(frozen=True, slots=True)
class Change:
    """A page that differs: the signed one and the present one as PNG in base64, "" where there is none."""

    page: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What the file shows since one signature; `told` False where it could not be drawn in the limits."""

    field_name: str
    signer: str
    told: bool
    changed: tuple[int, ...] = ()
    pictures: tuple[Change, ...] = ()
    pages_before: int = 0
    pages_now: int = 0
    all_compared: bool = True


def differences(content: bytes, verdict: Verdict) -> list[Difference]:
    """What changed on the pages after each of the first signatures; never raises for a file."""
    ends = signed_ends(content, verdict)[:MOST_COMPARED]
    if not ends:
        return []
    answer = _ask(content, [end for _field, _signer, end in ends])
    if answer is None or answer["fault"]:
        return [Difference(name, signer, told=False) for name, signer, _end in ends]
    return [
        Difference(
            name,
            signer,
            told=True,
            changed=tuple(found["changed"]),
            pictures=tuple(
                Change(one["page"], one["before"], one["after"]) for one in found["pictures"]
            ),
            pages_before=found["pages"][0],
            pages_now=found["pages"][1],
            all_compared=found["compared"] >= max(found["pages"]),
        )
        for (name, signer, _end), found in zip(ends, answer["found"], strict=True)
    ]


def _ask(content: bytes, ends: list[int]) -> dict[str, Any] | None:
    with _one_at_a_time:
        if not _warm:
            _warm.append(Sandbox(TARGET, LIMITS))
        try:
            answer: dict[str, Any] | None = _warm[0].run(content, ends=ends).value
        except SandboxLost:
            _warm.pop().close()
            return None
        return answer


def close_differences() -> None:
    """Stop the warm process."""
    with _one_at_a_time:
        while _warm:
            _warm.pop().close()
