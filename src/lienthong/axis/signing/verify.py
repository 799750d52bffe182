"""The verifier for programs that have no Django: the command line and the benchmarks."""

from .verdicts.days import paper_day
from .verdicts.ends import signed_ends
from .verdicts.folder import BadTrustList
from .verdicts.model import TRUST_LABELS, Answer, Kind, SignatureReport, Verdict
from .verdicts.verify import Verifier, verify_file

TRUST_FOLDER = "trust"

__all__ = [
    "TRUST_FOLDER",
    "TRUST_LABELS",
    "Answer",
    "BadTrustList",
    "Kind",
    "SignatureReport",
    "Verdict",
    "Verifier",
    "paper_day",
    "signed_ends",
    "verify_file",
]
