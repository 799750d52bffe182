"""Whom a certificate names, read by asn1crypto: every form of name that there is."""

from typing import Any

from asn1crypto import x509

from . import known
from .known import Named
from .listed import TrustList
from .model import SignatureReport


def describe(report: SignatureReport, certificate: x509.Certificate, trust: TrustList) -> None:
    """Write signer, agency, kind and certificate into the report."""
    known.describe(report, named(certificate), trust)


def named(certificate: x509.Certificate) -> Named:
    """What the certificate says of its holder and its issuer."""
    common_name = _part(certificate.subject, "common_name")
    organization = _part(certificate.subject, "organization_name")
    return Named(
        certificate.dump(),
        certificate.serial_number,
        _part(certificate.issuer, "common_name") or certificate.issuer.human_friendly,
        common_name or organization or certificate.subject.human_friendly,
        common_name,
        organization,
        _part(certificate.subject, "organization_identifier"),
        lambda: _policies(certificate),
    )


def _policies(certificate: x509.Certificate) -> set[str]:
    stated = certificate.certificate_policies_value
    if stated is None:
        return set()
    return {information["policy_identifier"].dotted for information in stated}


def _part(name: x509.Name, key: str) -> str:
    found: Any = name.native.get(key, "")
    return str(found[-1]) if isinstance(found, list) else str(found)
