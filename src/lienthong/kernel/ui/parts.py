"""Plain values that the components of templates/cotton draw: no query can start in a template."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One sentence of a paper's story. `kind`: paper (a document was made), back (sent back) or nothing."""

    at: dt.datetime
    sentence: str
    detail: str = ""
    kind: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A field with its value; `unsure` when a person must confirm it, `evidence` the words read."""

    label: str
    value: object
    unsure: bool = False
    evidence: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page of a paper as a picture; width and height in pixels keep its place while it loads."""

    url: str
    number: int
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class VerdictPart:
    """One of integrity, coverage, later changes, trust; `stage` as in marks.STAGES."""

    label: str
    stage: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class SignatureVerdict:
    """The answer about a signature: `kind` good, bad or unsure, and one sentence for an official."""

    kind: str
    sentence: str
    parts: tuple[VerdictPart, ...] = ()
    details: tuple[KnownFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a longer act; `state` done, here or ahead."""

    label: str
    state: str = "ahead"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of a screen with an address of its own."""

    label: str
    url: str
    count: int | None = None
    late: bool = False
    current: bool = False
