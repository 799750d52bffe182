"""Reads files through the sandbox: one warm parent process, one child for each file or page."""

import base64
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import Any, BinaryIO, NamedTuple, Self

from lienthong.kernel.files.sandbox import Limits, Outcome, Sandbox, SandboxLost
from lienthong.kernel.files.warm import lent

from ..choices import Verdict
from ..rules.directory import AgencyDirectory
from ..rules.reader import read_source
from ..rules.reading import Reading
from . import scan
from .child import NOT_ALL, REASONS, source_from_plain

TARGET = "lienthong.axis.reading.sources.child:dispatch"
PARSING = Limits(seconds=10.0, megabytes=512)
# A page for Tesseract: ten seconds of work, by the clock more, for a busy machine is no fault of a page.
RECOGNISING = Limits(seconds=60.0, megabytes=512, written_megabytes=32, processor_seconds=10.0)
# LibreOffice maps much more than it uses: what it holds is counted.
CONVERTING = Limits(
    seconds=60.0,
    megabytes=2048,
    written_megabytes=64,
    processor_seconds=10.0,
    resident_megabytes=512,
)
SCANNED_PAGES = 12
_LARGE = ("memory", "crash")  # how a page fails that needs more memory than it may have
_NO_OCR = "Tệp là ảnh quét, máy chưa có chương trình nhận dạng chữ (gói Debian: tesseract-ocr-vie)."
_LONG = "Bản quét dài hơn {} trang nên không làm bản có lớp chữ."
_MARKED = "Trang đầu có dấu chỉ độ mật."
_MISSING = "Không mở được tệp: {}."


@dataclass(frozen=True, slots=True)
class Words:
    """What was recognised of a file: number, rows and drawn lines of each page read, and how many it has.

    Recognition is the dearest work of all, so what one look found serves the next: the look for a
    secrecy mark the reading, the reading the text layer (axis/reading/searchable).
    """

    count: int
    pages: list[Any]

    def as_plain(self) -> dict[str, Any]:
        """As plain data, to be kept until it is needed."""
        return {"count": self.count, "pages": self.pages}

    @classmethod
    def from_plain(cls, data: Mapping[str, Any] | None) -> "Words | None":
        """What `as_plain` gave; None of None."""
        if not data:
            return None
        # Kept before pages had numbers: then they were the first ones.
        return cls(data["count"], [{"page": n, **page} for n, page in enumerate(data["pages"])])


@dataclass
class FileReader:
    """A context in which many files are read by one warm sandbox, lent for its time.

    `on` is the day at which names are looked up when a paper's own date cannot be read.
    """

    on: date | None = None
    network: str = "open"
    _lent: ExitStack = field(default_factory=ExitStack)
    _sandbox: Sandbox = field(init=False)
    _lanes: list[Sandbox] = field(init=False)  # started when the pages of a scan ask for them

    def __enter__(self) -> Self:
        self._sandbox = self._lent.enter_context(lent(TARGET, PARSING))
        lanes = range((os.cpu_count() or 1) - 1)
        self._lanes = [self._lent.enter_context(lent(TARGET, PARSING)) for _ in lanes]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._lent.close()

    def plain(self, file: Path | bytes, *, with_text: bool = False) -> dict[str, Any]:
        """The reading of a file in the published shape, with the built-in directory."""
        found = self._read(file, with_text=with_text, keep=False)
        if "reading" in found:
            reading: dict[str, Any] = found["reading"]
            return reading
        return {"verdict": str(Verdict.UNREADABLE), "reasons": [found["why"]]}

    def plain_with_words(
        self, data: bytes, known: Words | None = None
    ) -> tuple[dict[str, Any], Words | None]:
        """The reading with its text, and of a scan the words that were recognised on its pages.

        `known` is what an earlier look at the same bytes recognised.
        """
        options = {"on": self.on.isoformat() if self.on else None, "with_text": True, "keep": False}
        found = self._stages(data, options, known)
        if "reading" in found:
            return found["reading"], found.get("words")
        return {"verdict": str(Verdict.UNREADABLE), "reasons": [found["why"]]}, None

    def marked_secret(self, data: bytes) -> bool:
        """Whether the text, or the first page of a scan, bears a secrecy mark (see `look`)."""
        return self.look(data)[0]

    def look(self, data: bytes) -> tuple[bool, Words | None]:
        """Whether the text, or the first page that is a scan, bears a secrecy mark; that page's words.

        Bytes that cannot be read bear none that could be seen: reading says why it cannot read them.
        """
        words: Words | None = None
        found = self._opened(data, {"on": None}).value
        if found is not None and "scan" in found and scan.available():
            scans = _Scans.of(found)
            page = self._page(self._sandbox, data, scans.numbers[0], scans)
            if not isinstance(page, dict):
                words = Words(scans.count, [page._asdict()])
            found = page if isinstance(page, dict) else None
        verdict = (found or {}).get("reading", {}).get("verdict")
        return bool(verdict == Verdict.SECRET_REFUSED), words

    def all_words(self, data: bytes, known: Words | None, *, most: int) -> Words | str | None:
        """The words of every page that is a scan, those that are not known yet recognised now.

        None where it is no scan; a sentence where it cannot be read or has more than `most` pages.
        """
        found = self._ask(data, PARSING, what="read", on=None)
        if found.value is None:
            return found.message
        if "scan" not in found.value:
            return None
        if not scan.available():
            return _NO_OCR
        scans = _Scans.of(found.value)
        if len(scans.numbers) > most:
            return _LONG.format(most)
        pages: list[Any] = []
        for page in self._recognised(data, scans, known, len(scans.numbers)):
            if isinstance(page, dict) and "rows" not in page:
                return str(page.get("why") or _MARKED)
            pages.append(page)
        return Words(scans.count, pages)

    def reading(self, file: Path | bytes, directory: AgencyDirectory | None) -> Reading:
        """The reading of a file as values, with any directory.

        The sandbox has read the same text within its limits before it is read again here.
        """
        found = self._read(file, with_text=False, keep=True)
        if "source" in found:
            return read_source(source_from_plain(found["source"]), directory, self.on)
        if "reading" not in found:
            return Reading(Verdict.UNREADABLE, (found["why"],))
        verdict = Verdict(found["reading"]["verdict"])
        return Reading(verdict, tuple(found["reading"].get("reasons", ())))

    def _read(self, file: Path | bytes, *, with_text: bool, keep: bool) -> dict[str, Any]:
        options = {
            "on": self.on.isoformat() if self.on else None,
            "with_text": with_text,
            "keep": keep,
        }
        if isinstance(file, bytes):
            return self._stages(file, options)
        try:
            if not file.exists():
                return {"why": _MISSING.format("không có tệp này")}
            if not file.is_file():
                return {"why": _MISSING.format("đây không phải là tệp")}
            with file.open("rb") as stream:
                return self._stages(stream, options)
        except PermissionError:
            return {"why": _MISSING.format("không có quyền đọc")}
        except (OSError, ValueError):
            return {"why": _MISSING.format("đường dẫn hoặc ổ đĩa có lỗi")}

    def _stages(
        self, data: bytes | BinaryIO, options: Mapping[str, Any], known: Words | None = None
    ) -> dict[str, Any]:
        first = self._opened(data, options)
        if first.value is None:
            return {"why": first.message}
        if "reading" in first.value:
            return dict(first.value)
        if "scan" in first.value:
            return self._scanned(data, first.value, options, known)
        return {"why": REASONS.get(first.value["reason"], REASONS["other"])}

    def _opened(self, data: bytes | BinaryIO, options: Mapping[str, Any]) -> Outcome:
        """What is in a file; one of another word processor is turned into a Word file first."""
        first = self._ask(data, PARSING, what="read", **options)
        if first.value is None or "office" not in first.value:
            return first
        made = self._ask(data, CONVERTING, what="convert", suffix=first.value["office"])
        if made.value is None or "docx" not in made.value:
            return made
        return self._ask(base64.b64decode(made.value["docx"]), PARSING, what="read", **options)

    def _scanned(
        self,
        data: bytes | BinaryIO,
        found: Mapping[str, Any],
        options: Mapping[str, Any],
        known: Words | None,
    ) -> dict[str, Any]:
        """Recognise page by page; a mark of secrecy on the first one ends it there.

        Where other pages have their text, one that cannot be recognised is left out of the reading.
        """
        scans = _Scans.of(found)
        whole = scans.numbers == list(range(scans.count))
        if not scan.available() and whole:
            return {"why": _NO_OCR}
        pages: list[Any] = []
        for page in self._recognised(data, scans, known, SCANNED_PAGES):
            if "rows" in page:
                pages.append(page)
            elif "reading" in page or (whole and not pages):
                return dict(page)
        last = self._ask(
            b"-" if whole else data, PARSING, what="assemble", pages=pages, of=scans.count,
            whole=whole, **options,
        )  # fmt: skip
        if last.value is None:
            return {"why": last.message}
        left = len(scans.numbers) > len(pages) or any(page.get("left") for page in pages)
        answer = _noted(last.value) if left else dict(last.value)
        return answer | {"words": Words(scans.count, pages) if pages else None}

    def _recognised(
        self, data: bytes | BinaryIO, scans: "_Scans", known: Words | None, most: int
    ) -> Iterator[dict[str, Any]]:
        """At most so many scanned pages in their order, or an answer that ends the reading there.

        The first by itself: a mark of secrecy ends it. Then several at a time: each lane has a
        sandbox of its own.
        """
        had = {page["page"]: page for page in known.pages} if known is not None else {}
        wanted = scans.numbers[:most] if scan.available() else []
        if not wanted:
            return
        if wanted[0] in had:
            yield had[wanted[0]]
        else:
            yield _plain(self._page(self._sandbox, data, wanted[0], scans))
        rest = wanted[1:]
        lanes = [self._sandbox, *self._lanes][: max(1, len(rest))]
        free: SimpleQueue[Sandbox] = SimpleQueue()
        for lane in lanes:
            free.put(lane)

        def work(number: int) -> dict[str, Any]:
            if number in had:
                return dict(had[number])
            lane = free.get()
            try:
                return _plain(self._page(lane, data, number, scans))
            finally:
                free.put(lane)

        with ThreadPoolExecutor(len(lanes)) as pool:
            yield from pool.map(work, rest)

    def _page(self, lane: Sandbox, data: bytes | BinaryIO, number: int, scans: "_Scans") -> Any:
        """The rows of one recognised page, or the answer that ends the reading."""
        asked = {
            "what": "recognise", "page": number, "image": scans.image,
            "begins": number == 0 or number - 1 not in scans.numbers,
        }  # fmt: skip
        page = self._ask(data, RECOGNISING, lane=lane, **asked)
        if page.failure in _LARGE:
            page = self._ask(data, RECOGNISING, lane=lane, coarse=True, **asked)
        if page.value is None:
            return {"why": page.message}
        if page.value.get("secret"):
            return {"reading": {"verdict": str(Verdict.SECRET_REFUSED)}}
        if "reason" in page.value:
            return {"why": REASONS[page.value["reason"]]}
        return _Page(number, *(page.value[key] for key in ("rows", "drawn", "turned", "left")))

    def _ask(
        self,
        data: bytes | BinaryIO,
        limits: Limits,
        *,
        lane: Sandbox | None = None,
        **arguments: Any,
    ) -> Outcome:
        try:
            outcome = (lane or self._sandbox).run(data, limits=limits, **arguments)
        except SandboxLost:
            return Outcome(failure="crash")
        self.network = outcome.network
        return outcome


@dataclass(frozen=True, slots=True)
class _Scans:
    """The pages of a file that have to be recognised, among how many, and whether it is a picture."""

    numbers: list[int]
    count: int
    image: bool

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> "_Scans":
        return cls(found["scan"], found["pages"], found["image"])


class _Page(NamedTuple):
    """What was recognised on one page: its words, its drawn lines, and how often it was turned."""

    page: int
    rows: list[Any]
    drawn: list[Any]
    turned: int
    left: bool = False


def _plain(page: Any) -> dict[str, Any]:
    return dict(page) if isinstance(page, dict) else dict(page._asdict())


def _noted(found: Mapping[str, Any]) -> dict[str, Any]:
    """The answer with the note that pages of a long scan were left unread."""
    reading = dict(found["reading"])
    if "notes" in reading:
        reading["notes"] = [*reading["notes"], NOT_ALL]
    out = {**found, "reading": reading}
    if "source" in found:
        out["source"] = {**found["source"], "notes": [*found["source"]["notes"], NOT_ALL]}
    return out
