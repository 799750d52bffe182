"""Who a certificate names: person or agency, by what the platform knows, else by the certificate."""

import hashlib
import unicodedata
from typing import Any, Final

from asn1crypto import x509

from lienthong.axis.signing.pki.certificates import AGENCY_POLICY, PERSON_POLICY

from .model import Kind, SignatureReport
from .trust import TrustList

# First words of the names of agencies, without diacritics: a certificate of the state's authority
# that names one of these as its holder is an agency's. A guess, where no record says better.
AGENCY_WORDS: Final = (
    "uy ban", "ubnd", "hoi dong", "hdnd", "van phong", "so ", "ban ", "bo ", "cuc ", "chi cuc",
    "tong cuc", "vien ", "trung tam", "thanh tra", "kho bac", "bao hiem", "cong an", "toa an",
    "truong ", "benh vien", "chinh phu", "doan ", "mat tran", "phong ",
)  # fmt: skip


def describe(report: SignatureReport, certificate: x509.Certificate, trust: TrustList) -> None:
    """Write signer, agency, kind and certificate into the report."""
    encoded = certificate.dump()
    report.fingerprint = hashlib.sha256(encoded).hexdigest()
    report.serial = f"{certificate.serial_number:x}"
    report.issuer = _part(certificate.issuer, "common_name") or certificate.issuer.human_friendly
    organization = _part(certificate.subject, "organization_name")
    report.signer = (
        _part(certificate.subject, "common_name")
        or organization
        or certificate.subject.human_friendly
    )
    report.agency = organization or report.signer
    report.agency_code = _part(certificate.subject, "organization_identifier")
    pin = trust.pins.get(report.fingerprint)
    if pin is not None:
        report.agency, report.agency_code = pin.agency, pin.agency_code
        report.signer = pin.holder or report.signer
    if report.kind is not Kind.TIMESTAMP:
        report.kind = (
            Kind(pin.kind) if pin is not None else _kind(certificate, report, organization)
        )


def _kind(certificate: x509.Certificate, report: SignatureReport, organization: str) -> Kind:
    policies = _policies(certificate)
    if AGENCY_POLICY.dotted_string in policies:
        return Kind.SEAL
    if PERSON_POLICY.dotted_string in policies:
        return Kind.PERSONAL
    if organization and report.signer == organization:
        return Kind.SEAL
    return Kind.SEAL if _folded(report.signer).startswith(AGENCY_WORDS) else Kind.PERSONAL


def _policies(certificate: x509.Certificate) -> set[str]:
    stated = certificate.certificate_policies_value
    if stated is None:
        return set()
    return {information["policy_identifier"].dotted for information in stated}


def _part(name: x509.Name, key: str) -> str:
    found: Any = name.native.get(key, "")
    return str(found[-1]) if isinstance(found, list) else str(found)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)) + " "
