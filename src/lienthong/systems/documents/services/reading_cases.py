"""What a clerk made of what was read: one case for each field, kept when the paper is registered."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from lienthong.kernel.text import fold

from ..choices import ReadingOutcome
from ..models import IncomingDocument, ReadingCase
from ..queries.read_fields import ReadField, read_fields
from .aliases import propose_alias

# Counted, never kept: names of persons.
PERSONAL = frozenset({"signer_name"})


def note_cases(
    *, document: IncomingDocument, given: Mapping[str, Any], at: dt.datetime
) -> list[ReadingCase]:
    """Compare a reading with what the clerk confirmed, inside the act that registers the paper.

    A value that was read and confirmed is right, one that was not read but typed is missed, one that
    was read and changed is wrong. A field that is empty on both sides makes no case.
    """
    reading = document.reading or {}
    recognised = "recognised" in (reading.get("notes") or [])
    cases = []
    for name, field in read_fields(reading).items():
        if name not in given:
            continue
        outcome = _outcome(field, given[name])
        if outcome is None:
            continue
        personal = name in PERSONAL
        if name == "issuer_name" and outcome == ReadingOutcome.WRONG:
            written = (reading.get("document") or {}).get("agency") or {}
            propose_alias(
                document=document, written=str(written.get("written") or field.value),
                given=_plain(given[name]), at=at,
            )  # fmt: skip
        cases.append(
            ReadingCase(
                agency_id=document.agency_id,
                document=document,
                field=name,
                outcome=outcome,
                confidence=field.confidence,
                recognised=recognised,
                read_value="" if personal else _plain(field.value),
                given_value="" if personal else _plain(given[name]),
                words="" if personal or outcome == ReadingOutcome.RIGHT else field.words[:300],
                at=at,
            )
        )
    return ReadingCase.objects.bulk_create(cases, ignore_conflicts=True)


def _outcome(field: ReadField, given: Any) -> ReadingOutcome | None:
    read, confirmed = _plain(field.value), _plain(given)
    if field.name == "urgency" and confirmed == "normal":
        confirmed = ""
    if not read and not confirmed:
        return None
    if not read:
        return ReadingOutcome.MISSED
    return ReadingOutcome.RIGHT if _same(read, confirmed) else ReadingOutcome.WRONG


def _same(one: str, other: str) -> bool:
    """Equal but for spaces and the places of tone marks (hoà, hòa)."""
    return " ".join(one.split()) == " ".join(other.split()) or (
        fold(one) == fold(other) and len(one) == len(other)
    )


def _plain(value: Any) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    return "" if value is None else str(value).strip()
