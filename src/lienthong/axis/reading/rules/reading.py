"""What a reading is: fields with their evidence and confidence, and its JSON form (docs/reading.md)."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..choices import Verdict

SCHEMA = "1"
DOCUMENT_FIELDS = (
    "type", "number", "symbol", "reference", "date", "agency", "level", "parent_agency",
    "on_behalf_of", "subject", "recipients_to", "recipients_cc", "signer", "urgency", "place",
    "circulation_limit", "filed_at", "drafter_mark", "copy_of", "annexes", "incoming_stamp",
    "rule_set",
)  # fmt: skip


@dataclass(frozen=True)
class Box:
    """A rectangle on a page in points, origin at the top left."""

    left: float
    top: float
    right: float
    bottom: float

    def as_list(self) -> list[float]:
        """[left, top, right, bottom], rounded to a tenth of a point."""
        return [round(v, 1) for v in (self.left, self.top, self.right, self.bottom)]


@dataclass(frozen=True)
class Evidence:
    """Where a value comes from: page from 1, box when known, the words as the page has them."""

    page: int
    words: str
    start: int
    end: int
    box: Box | None = None
    origin: str = "page"


@dataclass(frozen=True)
class Field:
    """A value with its evidence and confidence; value None when it cannot be read."""

    value: Any = None
    evidence: Evidence | None = None
    confidence: float = 0.0
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Party:
    """A name as written, what it is, and the agencies it means at the date of the paper."""

    value: str
    kind: str
    evidence: Evidence | None
    confidence: float
    name: str | None = None
    agencies: tuple[tuple[str, str], ...] = ()
    post: str = ""


@dataclass(frozen=True)
class Cited:
    """Another paper named in this one; every part may be None."""

    number: str | None
    date: str | None
    kind: str | None
    issuer: str | None
    role: str
    evidence: Evidence | None
    confidence: float
    title: str | None = None


@dataclass(frozen=True)
class Section:
    """A numbered part of the body."""

    ref: str
    depth: int
    heading: str
    start: int
    end: int
    page: int


@dataclass(frozen=True)
class Task:
    """One thing that somebody must do."""

    section: str | None
    lead: tuple[Party, ...]
    coordinate: tuple[Party, ...]
    report_to: tuple[Party, ...]
    via: tuple[Party, ...]
    action: Field
    detail: str
    deadline: Field
    recurrence: Field
    targets: tuple[Field, ...]
    cited: tuple[int, ...]
    evidence: Evidence | None
    confidence: float
    proof: str
    question: str | None = None
    question_text: str | None = None


@dataclass(frozen=True)
class Deadline:
    """A time limit found in the text; `task` is the place of its task in the list, or None."""

    field: Field
    recurrence: Field
    task: int | None
    section: str | None


@dataclass(frozen=True)
class Reading:
    """Everything read from one paper; with a verdict other than READ everything else is empty."""

    verdict: Verdict
    reasons: tuple[str, ...] = ()
    document: Mapping[str, Field] = field(default_factory=dict)
    basis: tuple[Cited, ...] = ()
    cited_documents: tuple[Cited, ...] = ()
    sections: tuple[Section, ...] = ()
    tasks: tuple[Task, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    text: str = ""
    pages: int = 0
    notes: tuple[str, ...] = ()
    resolved_on: datetime.date | None = None


def to_json(reading: Reading, *, with_text: bool = False) -> dict[str, Any]:
    """The reading as plain data in the published shape; a refused paper has its verdict only."""
    if reading.verdict is Verdict.SECRET_REFUSED:
        return {"verdict": str(reading.verdict)}
    if reading.verdict is Verdict.UNREADABLE:
        return {"verdict": str(reading.verdict), "reasons": list(reading.reasons)}
    out: dict[str, Any] = {
        "verdict": str(reading.verdict),
        "schema": SCHEMA,
        "pages": reading.pages,
        "notes": list(reading.notes),
        "resolved_on": reading.resolved_on.isoformat() if reading.resolved_on else None,
        "document": {k: field_json(reading.document.get(k, Field())) for k in DOCUMENT_FIELDS},
        "basis": [_cited(item) for item in reading.basis],
        "cited_documents": [_cited(item) for item in reading.cited_documents],
        "sections": [vars(item) for item in reading.sections],
        "tasks": [task_json(item) for item in reading.tasks],
        "deadlines": [_deadline(item) for item in reading.deadlines],
    }
    if with_text:
        out["text"] = reading.text
    return out


def _evidence(item: Evidence | None) -> dict[str, Any] | None:
    if item is None:
        return None
    return {
        "page": item.page,
        "box": item.box.as_list() if item.box else None,
        "words": item.words,
        "start": item.start,
        "end": item.end,
        "origin": item.origin,
    }


def field_json(item: Field) -> dict[str, Any]:
    """A field as plain data: value, evidence, confidence and what else it carries."""
    base = {"value": item.value, "evidence": _evidence(item.evidence)}
    extra = {
        key: [party_json(v) for v in more] if isinstance(more, tuple) else more
        for key, more in item.extra.items()
    }
    return base | {"confidence": round(item.confidence, 2)} | extra


def party_json(item: Party) -> dict[str, Any]:
    """A name as plain data."""
    return {
        "value": item.value,
        "name": item.name or item.value,
        "kind": item.kind,
        "post": item.post or None,
        "agencies": [{"id": key, "name": name} for key, name in item.agencies],
        "evidence": _evidence(item.evidence),
        "confidence": round(item.confidence, 2),
    }


def _parties(items: Sequence[Party]) -> list[dict[str, Any]]:
    return [party_json(item) for item in items]


def _cited(item: Cited) -> dict[str, Any]:
    return {
        "number": item.number,
        "date": item.date,
        "kind": item.kind,
        "issuer": item.issuer,
        "role": item.role,
        "title": item.title,
        "evidence": _evidence(item.evidence),
        "confidence": round(item.confidence, 2),
    }


def task_json(item: Task) -> dict[str, Any]:
    """A task as plain data."""
    return {
        "section": item.section,
        "lead": _parties(item.lead),
        "coordinate": _parties(item.coordinate),
        "report_to": _parties(item.report_to),
        "via": _parties(item.via),
        "action": field_json(item.action),
        "detail": item.detail or None,
        "deadline": field_json(item.deadline),
        "recurrence": field_json(item.recurrence),
        "targets": [field_json(target) for target in item.targets],
        "cited_documents": list(item.cited),
        "proof": item.proof,
        "question": item.question,
        "question_text": item.question_text,
        "evidence": _evidence(item.evidence),
        "confidence": round(item.confidence, 2),
    }


def _deadline(item: Deadline) -> dict[str, Any]:
    base = field_json(item.field)
    return base | {
        "recurrence": field_json(item.recurrence),
        "task": item.task,
        "section": item.section,
    }
