"""What a reading says of a paper, in the names of the register: to fill in, or only as a hint.

Wrong is worse than empty: below the confidence of `data/intake_thresholds.json` a value is offered
as a hint and not filled in.
"""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lienthong.axis.papers import api as papers

from ..choices import CirculationLimit, Urgency
from ..models import ReadingThreshold

# The register's field, the reader's field, the part of its value.
PLACES = (
    ("number", "number", ""),
    ("notation", "symbol", ""),
    ("issued_on", "date", ""),
    ("issuer_name", "agency", ""),
    ("type_code", "type", "code"),
    ("subject", "subject", ""),
    ("signer_name", "signer", "name"),
    ("signer_post", "signer", "post"),
    ("urgency", "urgency", ""),
    ("circulation_limit", "circulation_limit", ""),
)
_LONGEST = {"number": 11, "notation": 30, "issuer_name": 200, "subject": 500,
            "signer_name": 50, "signer_post": 100}  # fmt: skip
_URGENCY = {
    "urgent": Urgency.URGENT,
    "very_urgent": Urgency.VERY_URGENT,
    "express": Urgency.EXPRESS,
}


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate of the file's signature says of a field, and on which verdict that rests.

    `agrees` is None where the page gave nothing to compare; one that is not `proven` changes nothing.
    """

    words: str
    agrees: bool | None
    proven: bool
    verdict: str

    @property
    def asks(self) -> bool:
        """Whether a believed certificate contradicts the page."""
        return self.proven and self.agrees is False


# The reader's fields that certificates speak of, by the register's.
_CERTIFIED = {
    "issuer_name": "agency",
    "signer_name": "signer",
    "number": "number",
    "issued_on": "date",
}


@dataclass(frozen=True, slots=True)
class ReadField:
    """One field of the register as it was read: `value` in the register's shape, None if unread.

    `page` from 1 and `box` (left, top, right, bottom in points) say where; `filled` whether the
    confidence suffices to fill it in.
    """

    name: str
    value: Any
    words: str
    confidence: float
    filled: bool
    page: int | None
    box: tuple[float, float, float, float] | None
    certificate: Certificate | None = None

    @property
    def shown(self) -> str:
        """The value as an official writes it."""
        if isinstance(self.value, dt.date):
            return self.value.strftime("%d/%m/%Y")
        if self.name == "type_code" and self.value is not None:
            return {t.code: t.name for t in papers.document_types()}.get(self.value, "")
        return "" if self.value is None else str(self.value)


@cache
def _thresholds() -> dict[str, float]:
    path = Path(__file__).parent.parent / "data" / "intake_thresholds.json"
    values: dict[str, float] = json.loads(path.read_text("utf-8"))["fill_from"]
    return values


def limits_of(agency_id: int, on: dt.date) -> dict[str, float]:
    """From which confidence an office has fields filled in on a day: its own values over the measured."""
    own = ReadingThreshold.objects.filter(agency_id=agency_id, period__contains=on)
    return _thresholds() | dict(own.values_list("field", "value"))


def read_fields(
    reading: Mapping[str, Any] | None, limits: Mapping[str, float] | None = None
) -> dict[str, ReadField]:
    """The register's fields of a reading in the published shape; empty where nothing was read."""
    if not reading or reading.get("verdict") != "read":
        return {}
    found = reading.get("document") or {}
    notes = reading.get("certificate") or {}
    return {
        name: _one(name, part, found.get(source) or {}, notes.get(_CERTIFIED.get(name, "")), limits)
        for name, source, part in PLACES
    }


def fields_to_fill(
    reading: Mapping[str, Any] | None, limits: Mapping[str, float] | None = None
) -> dict[str, Any]:
    """The values that are sure enough to stand in the register, by the names of the service."""
    fields = read_fields(reading, limits)
    values = {name: field.value for name, field in fields.items() if field.filled}
    if "type_code" in values:
        values["type_name"] = fields["type_code"].shown
    return values


def _one(
    name: str,
    part: str,
    field: Mapping[str, Any],
    note: Mapping[str, Any] | None,
    limits: Mapping[str, float] | None,
) -> ReadField:
    evidence = field.get("evidence") or {}
    confidence = float(field.get("confidence") or 0)
    value = _value(name, part, field)
    limits = _thresholds() if limits is None else limits
    box = evidence.get("box")
    return ReadField(
        name=name,
        value=value,
        words=str(evidence.get("words") or ""),
        confidence=confidence,
        filled=value is not None and confidence >= limits.get(name, limits["default"]),
        page=evidence.get("page"),
        box=(box[0], box[1], box[2], box[3]) if box else None,
        certificate=Certificate(note["words"], note["agrees"], note["proven"], note["verdict"])
        if note
        else None,
    )


def _value(name: str, part: str, field: Mapping[str, Any]) -> Any:
    value = field.get("code") if part == "code" else field.get("value")
    if part in {"name", "post"}:
        value = value.get(part) if isinstance(value, dict) else None
    if value is None or value == "":
        return None
    if name == "issued_on":
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            return None
    if name == "type_code":
        return value if value in {t.code for t in papers.document_types()} else None
    if name == "urgency":
        return _URGENCY.get(str(value))
    if name == "circulation_limit":
        return value if value in CirculationLimit.values else None
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST[name] else None
