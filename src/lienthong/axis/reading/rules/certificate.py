"""What certificates of a signed paper say against what its pages say: issuing agency, signer, number, date.

A certificate is believed only when its signature is whole and by a known authority; another one is
named and changes nothing. One that agrees makes the value surer, one that contradicts makes it a
question, however clear the page: number and date stamped in by the agency are part of what it signed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .directory import plain
from .letters import fold

SURE, ASKED = 0.99, 0.6
_EVERYWHERE = frozenset({"ubnd", "hdnd", "cong an", "van phong", "thanh tra", "dang uy"})
_PLACE = re.compile(r"(?:tinh|thanh pho|tp|huyen|thi xa|quan|xa|phuong|dac khu) ")


@dataclass(frozen=True)
class Certified:
    """One signature: whose certificate, whether it may be believed, and the verdict that says so."""

    seal: bool
    holder: str
    agency: str
    proven: bool
    verdict: str


def confirmed(
    reading: Mapping[str, Any],
    signatures: Sequence[Certified],
    *,
    number: str | None = None,
    date: str | None = None,
) -> dict[str, Any]:
    """The published reading with `certificate` notes and the confidence that they give or take.

    A note has `agrees` (true, false, or null where the page gave nothing to compare), `words` of the
    certificate, `proven`, and the `verdict` on which it rests.
    """
    out = dict(reading)
    document = {name: dict(field) for name, field in (reading.get("document") or {}).items()}
    if reading.get("verdict") != "read" or not document or not signatures:
        return out
    seals = [s for s in signatures if s.seal]
    people = [s for s in signatures if not s.seal]
    notes = {
        "agency": _note(seals, lambda s: _agency(document, s)),
        "signer": _note(people, lambda s: _signer(document, s)),
    }
    proven = next((s for s in seals if s.proven), None)
    for name, sealed in (("number", number), ("date", date)):
        if proven is not None and sealed:
            agrees = _value(name, document.get(name, {}).get("value"), sealed)
            notes[name] = {
                "agrees": agrees, "words": sealed, "proven": True, "verdict": proven.verdict,
            }  # fmt: skip
    out["certificate"] = {name: note for name, note in notes.items() if note}
    for name, note in out["certificate"].items():
        field = document.get(name)
        if not note["proven"] or field is None or field.get("value") is None:
            continue
        if note["agrees"]:
            field["confidence"] = max(float(field.get("confidence") or 0), SURE)
        elif note["agrees"] is False:
            field["confidence"] = min(float(field.get("confidence") or 0), ASKED)
    out["document"] = document
    return out


def _note(signatures: Sequence[Certified], agrees: Any) -> dict[str, Any] | None:
    """The note of the signature that agrees, else of the first; believed ones before others."""
    ranked = sorted(signatures, key=lambda s: not s.proven)
    if not ranked:
        return None
    believed = [s for s in ranked if s.proven] or ranked
    best = next((s for s in believed if agrees(s)), believed[0])
    return {
        "agrees": agrees(best), "words": best.holder, "proven": best.proven, "verdict": best.verdict,
    }  # fmt: skip


def _agency(document: Mapping[str, Any], certificate: Certified) -> bool | None:
    own = str((document.get("agency") or {}).get("value") or "")
    above = str((document.get("parent_agency") or {}).get("value") or "")
    if not own:
        return None
    return any(same_agency(own, above, name) for name in (certificate.holder, certificate.agency))


def same_agency(own: str, above: str, certified: str) -> bool:
    """Whether a certificate's name is that of the head: alone, or with the place of the one above."""
    page, name, over = (fold(plain(words)) for words in (own, certified, above))
    if not page or not name:
        return False
    if page == name:
        return True
    longer, shorter = (name, page) if len(name) > len(page) else (page, name)
    if not longer.startswith(shorter + " "):
        return False
    rest = longer[len(shorter) + 1 :]
    where = over.removeprefix("ubnd ").removeprefix("hdnd ")
    if longer == name:  # the certificate adds where: it must be where the head says it is
        return not where or rest in (where, _PLACE.sub("", where, count=1)) or rest == over
    return bool(_PLACE.match(rest)) and shorter not in _EVERYWHERE


def _signer(document: Mapping[str, Any], certificate: Certified) -> bool | None:
    value = (document.get("signer") or {}).get("value")
    name = value.get("name") if isinstance(value, Mapping) else None
    return fold(str(name)) == fold(certificate.holder) if name else None


def _value(name: str, read: Any, sealed: str) -> bool | None:
    if read is None:
        return None
    if name == "number":
        return str(read).lstrip("0") == sealed.strip().lstrip("0")
    figures = re.findall(r"\d+", sealed)
    wanted = re.findall(r"\d+", str(read))
    return {int(f) for f in figures[:3]} == {int(f) for f in wanted}
