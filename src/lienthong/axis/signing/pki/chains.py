"""Which certificates are proved up to a listed authority, before any address in them is used."""

from collections.abc import Iterable, Sequence
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm

from lienthong.axis.signing.pades.proof import Wanted

DEEPEST: Final = 8


def unproved(pairs: Sequence[Wanted], anchors: Iterable[bytes]) -> list[Wanted]:
    """Those of the pairs whose certificate does not lead, signature by signature, to an anchor (DER).

    A pair was found by names; only this look says that its issuer made it. Dates are left to the
    verdict: an authority that has run out since is asked all the same.
    """
    roots = frozenset(anchors)
    above = {pair.certificate.dump(): pair.issuer.dump() for pair in pairs}
    return [pair for pair in pairs if not _leads(pair.certificate.dump(), above, roots)]


def _leads(certificate: bytes, above: dict[bytes, bytes], roots: frozenset[bytes]) -> bool:
    for _step in range(DEEPEST):
        if certificate in roots:
            return True
        issuer = above.get(certificate)
        if issuer is None or not _made(issuer, certificate):
            return False
        certificate = issuer
    return False


def _made(issuer: bytes, certificate: bytes) -> bool:
    try:
        parent = x509.load_der_x509_certificate(issuer)
        x509.load_der_x509_certificate(certificate).verify_directly_issued_by(parent)
        limits = parent.extensions.get_extension_for_class(x509.BasicConstraints).value
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm, x509.ExtensionNotFound):
        return False
    return limits.ca
