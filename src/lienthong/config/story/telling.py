"""How the story is told: a line for each step, or one JSON object for each; a summary at the end."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TextIO

from lienthong.config.launch.progress import seconds


@dataclass
class Step:
    """One step: what happened, to how many, where to look, and its figures."""

    chapter: int
    title: str
    text: str = ""
    count: int | None = None
    look: str = ""
    figures: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    skipped: bool = False
    details: list[str] = field(default_factory=list)


class Broken(Exception):
    """What the story promises did not come true; the demo ends with status 1."""


def must(holds: bool, otherwise: str) -> None:
    """Raise `Broken` with the sentence unless it holds."""
    if not holds:
        raise Broken(otherwise)


class Teller:
    """Writes the steps as they happen; as text for people or as JSON lines for machines."""

    def __init__(self, *, as_json: bool = False, stream: TextIO | None = None) -> None:
        self.as_json = as_json
        self.stream = stream if stream is not None else sys.stdout
        self.steps: list[Step] = []
        self.chapters: dict[int, str] = {}
        self.began = time.monotonic()

    def say(self, text: str, **more: Any) -> None:
        """A line that is no step."""
        self._write({"kind": "note", "text": text, **more} if self.as_json else text)

    def chapter(self, number: int, title: str) -> None:
        """Begin a chapter."""
        self.chapters[number] = title
        if not self.as_json:
            self._write(f"\n{number}. {title}")

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """One step; its line is written when it has happened."""
        step = Step(max(self.chapters, default=0), title)
        began = time.monotonic()
        try:
            yield step
        except BaseException:
            step.seconds = time.monotonic() - began
            self._told(step, ok=False)
            raise
        step.seconds = time.monotonic() - began
        self.steps.append(step)
        self._told(step, ok=True)

    def summary(self, figures: dict[str, Any], *, ok: bool) -> None:
        """The end: how many steps in how long, and the figures that matter."""
        took = time.monotonic() - self.began
        if self.as_json:
            told = {"kind": "summary", "ok": ok, "steps": len(self.steps)}
            self._write({**told, "seconds": round(took, 2), **figures})
            return
        state = "Diễn xong" if ok else "Dừng giữa chừng"
        self._write(f"\n{state}: {len(self.steps)} bước trong {seconds(took)}.")
        for name, value in figures.items():
            self._write(f"  {name}: {value}")

    def _told(self, step: Step, *, ok: bool) -> None:
        if self.as_json:
            self._write(
                {
                    "kind": "step", "ok": ok, "chapter": step.chapter, "title": step.title,
                    "text": step.text, "count": step.count, "seconds": round(step.seconds, 3),
                    "look": step.look, "skipped": step.skipped, "figures": step.figures,
                    "details": step.details,
                }
            )  # fmt: skip
            return
        mark = "–" if step.skipped else "✓" if ok else "✗"
        parts = [f"  {mark} {step.title}: {step.text}" if step.text else f"  {mark} {step.title}"]
        if step.count is not None:
            parts.append(f"số lượng {step.count}")
        parts.append(seconds(step.seconds))
        if step.look:
            parts.append(f"xem {step.look}")
        self._write(" · ".join(parts))
        for line in step.details:
            self._write(f"      {line}")

    def _write(self, what: dict[str, Any] | str) -> None:
        text = what if isinstance(what, str) else json.dumps(what, ensure_ascii=False, default=str)
        encoding = self.stream.encoding or "utf-8"
        self.stream.write(text.encode(encoding, errors="replace").decode(encoding) + "\n")
        self.stream.flush()
