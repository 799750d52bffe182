"""The tables of signing."""

from .awaited import AwaitedSignature
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
    "AwaitedSignature",
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
