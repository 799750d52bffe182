"""The tables of signing."""

from .public import LookupCount, PublicCode
from .records import (
    Certificate,
    KeyPlace,
    LastingProof,
    SignatureEvidence,
    SignaturePicture,
    SigningRight,
    TrustedAuthority,
)

__all__ = [
    "Certificate",
    "KeyPlace",
    "LastingProof",
    "LookupCount",
    "PublicCode",
    "SignatureEvidence",
    "SignaturePicture",
    "SigningRight",
    "TrustedAuthority",
]
