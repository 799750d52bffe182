"""Who a certificate leads to, for the plain case: one way up to a listed authority, one list of
revocations for each certificate below it, nothing revoked, no moment near an edge.

Narrower than RFC 5280: no name constraints, mappings, cross certificates, OCSP answers, partial lists.
"""

import datetime as dt
import itertools
from functools import lru_cache
from typing import Final, TypeVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID, SignatureAlgorithmOID

from lienthong.axis.signing.verdicts.listed import Authority, Standing, TrustList

from .message import fields, parsed
from .syntax import NotPlain

Extension = TypeVar("Extension", bound=x509.ExtensionType)
EDGE: Final = dt.timedelta(
    seconds=10
)  # nearer than this to an end of validity the full check judges
MOST_BETWEEN: Final = 4
DIGESTS: Final = (hashes.SHA256, hashes.SHA384, hashes.SHA512)
METHODS: Final = frozenset(
    {
        SignatureAlgorithmOID.RSA_WITH_SHA256,
        SignatureAlgorithmOID.RSA_WITH_SHA384,
        SignatureAlgorithmOID.RSA_WITH_SHA512,
        SignatureAlgorithmOID.ECDSA_WITH_SHA256,
        SignatureAlgorithmOID.ECDSA_WITH_SHA384,
        SignatureAlgorithmOID.ECDSA_WITH_SHA512,
    }
)
KNOWN: Final = frozenset(
    {
        ExtensionOID.BASIC_CONSTRAINTS,
        ExtensionOID.KEY_USAGE,
        ExtensionOID.EXTENDED_KEY_USAGE,
        ExtensionOID.SUBJECT_KEY_IDENTIFIER,
        ExtensionOID.AUTHORITY_KEY_IDENTIFIER,
        ExtensionOID.CERTIFICATE_POLICIES,
        ExtensionOID.CRL_DISTRIBUTION_POINTS,
        ExtensionOID.AUTHORITY_INFORMATION_ACCESS,
        ExtensionOID.SUBJECT_ALTERNATIVE_NAME,
    }
)
MAY_BE_CRITICAL: Final = frozenset(
    {
        ExtensionOID.BASIC_CONSTRAINTS,
        ExtensionOID.KEY_USAGE,
        ExtensionOID.EXTENDED_KEY_USAGE,
    }
)
ON_LISTS: Final = frozenset({ExtensionOID.AUTHORITY_KEY_IDENTIFIER, ExtensionOID.CRL_NUMBER})


def standing(
    certificate: bytes,
    others: tuple[bytes, ...],
    trust: TrustList,
    moment: dt.datetime,
    usage: str,
) -> Standing:
    """That a certificate is trusted at a moment and not revoked, as `trust.standing` would say it.

    `usage` is "sign" or "stamp". Raises `NotPlain` for every other answer.
    """
    anchors = {a.certificate: a for a in trust.authorities if a.covers(moment)}
    path = _path(certificate, others, anchors)
    for place, one in enumerate(path):
        _check_dates(one, moment)
        _check_extensions(one)
        if place:
            _check_authority(path[place], below=place - 1)
    _check_usage(path[0], usage)
    for one, above in itertools.pairwise(path):
        _check_link(one, above)
        _check_list(one, above, trust, moment)
    return Standing("trusted", anchors[path[-1]], True)


def know(anchor: bytes) -> None:
    """Read an authority of the list once for all files."""
    parsed(anchor)
    _check_extensions(anchor)


def know_list(encoded: bytes, anchor: bytes) -> None:
    """Read a list of revocations once for all files, and check it where the authority made it."""
    if _list_issuer(encoded) == fields(anchor).subject:
        _checked_list(encoded, anchor)


def _path(
    certificate: bytes, others: tuple[bytes, ...], anchors: dict[bytes, Authority]
) -> list[bytes]:
    """From the certificate up to an anchor; what lies beside the way makes it not plain."""
    path = [certificate]
    if certificate in anchors:
        raise NotPlain("anchor itself")
    pool = {*others, *anchors} - {certificate}
    while path[-1] not in anchors:
        issuer = fields(path[-1]).issuer
        above = [one for one in pool if fields(one).subject == issuer]
        if len(above) != 1 or above[0] in path or len(path) > MOST_BETWEEN:
            raise NotPlain("way up")
        path.append(above[0])
    if not set(others) <= set(path):
        raise NotPlain("other certificates")
    return path


def _check_dates(certificate: bytes, moment: dt.datetime) -> None:
    read = parsed(certificate)
    if not read.not_valid_before_utc + EDGE < moment < read.not_valid_after_utc - EDGE:
        raise NotPlain("dates")


def lasts(certificate: bytes, now: dt.datetime) -> bool:
    """Whether a service's certificate has not run out at a moment, with room to spare."""
    return now < parsed(certificate).not_valid_after_utc - EDGE


@lru_cache(maxsize=256)
def _check_extensions(certificate: bytes) -> None:
    read = parsed(certificate)
    try:
        extensions = list(read.extensions)
    except (ValueError, x509.DuplicateExtension) as fault:
        raise NotPlain("extensions") from fault
    if read.version is not x509.Version.v3 or read.signature_algorithm_oid not in METHODS:
        raise NotPlain("algorithm")
    for one in extensions:
        if one.oid not in KNOWN or (one.critical and one.oid not in MAY_BE_CRITICAL):
            raise NotPlain("extension")


@lru_cache(maxsize=512)
def find(certificate: bytes, kind: type[Extension]) -> Extension | None:
    """The extension of a kind, None where the certificate has none."""
    try:
        return parsed(certificate).extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def _check_authority(certificate: bytes, below: int) -> None:
    limits, usage = find(certificate, x509.BasicConstraints), find(certificate, x509.KeyUsage)
    if limits is None or not limits.ca or usage is None:
        raise NotPlain("authority")
    if not (usage.key_cert_sign and usage.crl_sign):
        raise NotPlain("authority")
    if limits.path_length is not None and limits.path_length < below:
        raise NotPlain("authority")


def _check_usage(certificate: bytes, usage: str) -> None:
    keys, extended = find(certificate, x509.KeyUsage), find(certificate, x509.ExtendedKeyUsage)
    if usage == "stamp":
        if extended is None or ExtendedKeyUsageOID.TIME_STAMPING not in extended:
            raise NotPlain("usage")
    elif keys is None or not (keys.digital_signature or keys.content_commitment):
        raise NotPlain("usage")


@lru_cache(maxsize=1024)
def _check_link(certificate: bytes, issuer: bytes) -> None:
    """That the issuer made the certificate; true for good once it is."""
    above, named = (
        find(issuer, x509.SubjectKeyIdentifier),
        find(certificate, x509.AuthorityKeyIdentifier),
    )
    if named is not None and (
        named.key_identifier is None
        or above is None
        or named.key_identifier != above.digest
        or named.authority_cert_serial_number is not None
    ):
        raise NotPlain("key identifier")
    try:
        parsed(certificate).verify_directly_issued_by(parsed(issuer))
    except (InvalidSignature, ValueError, TypeError, UnsupportedAlgorithm) as fault:
        raise NotPlain("link") from fault


def _check_list(certificate: bytes, issuer: bytes, trust: TrustList, moment: dt.datetime) -> None:
    """One list of the issuer, in force, without the certificate on it."""
    name = fields(issuer).subject
    lists = {one for one in trust.revocation_lists if _list_issuer(one) == name}
    if len(lists) != 1:
        raise NotPlain("lists")
    (encoded,) = lists
    ends = _checked_list(encoded, issuer)
    if moment >= ends - EDGE:
        raise NotPlain("old list")
    serial = parsed(certificate).serial_number
    if _parsed_list(encoded).get_revoked_certificate_by_serial_number(serial) is not None:
        raise NotPlain("on the list")


@lru_cache(maxsize=64)
def _parsed_list(encoded: bytes) -> x509.CertificateRevocationList:
    try:
        return x509.load_der_x509_crl(encoded)
    except ValueError as fault:
        raise NotPlain("list") from fault


@lru_cache(maxsize=64)
def _list_issuer(encoded: bytes) -> bytes:
    return _parsed_list(encoded).issuer.public_bytes()


@lru_cache(maxsize=64)
def _checked_list(encoded: bytes, issuer: bytes) -> dt.datetime:
    """That the issuer made the list and that it is a whole one; returns until when it holds."""
    read = _parsed_list(encoded)
    ends = read.next_update_utc
    if ends is None or ends < read.last_update_utc:
        raise NotPlain("list dates")
    if read.signature_algorithm_oid not in METHODS or any(
        one.oid not in ON_LISTS for one in read.extensions
    ):
        raise NotPlain("list extensions")
    identifier = [
        e.value for e in read.extensions if e.oid == ExtensionOID.AUTHORITY_KEY_IDENTIFIER
    ]
    above = find(issuer, x509.SubjectKeyIdentifier)
    if identifier and (above is None or identifier[0].key_identifier != above.digest):
        raise NotPlain("list key")
    if not read.is_signature_valid(parsed(issuer).public_key()):  # type: ignore[arg-type]
        raise NotPlain("list signature")
    return ends
