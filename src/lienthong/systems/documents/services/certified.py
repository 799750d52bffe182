"""A reading beside the verdict on the file's signatures: what certificates confirm, what they ask."""

from typing import Any

from lienthong.axis.reading import api as reading
from lienthong.axis.signing import api as signing


def certified(found: dict[str, Any], verdict: signing.Verdict | None) -> dict[str, Any]:
    """The reading with the notes of the certificates; as it was where nothing is signed.

    Only a signature that is whole and by a known authority is believed (`SignatureReport.sound`),
    and number and date only where such a seal covers them.
    """
    if verdict is None:
        return found
    signatures = [
        reading.Certified(
            seal=s.kind is signing.Kind.SEAL,
            holder=s.signer,
            agency=s.agency,
            proven=s.sound and verdict.whole,
            verdict=s.trust if not s.trusted else s.answer.value,
        )
        for s in verdict.signatures
        if s.kind is not signing.Kind.TIMESTAMP
    ]
    return reading.confirmed(found, signatures, number=verdict.number, date=verdict.date)
