"""Who a certificate names, whatever read it: person or agency, by what the platform knows, else by the
certificate."""

import hashlib
import unicodedata
from collections.abc import Callable, Set
from dataclasses import dataclass
from typing import Final

from lienthong.axis.signing.pki.certificates import AGENCY_POLICY, PERSON_POLICY
from lienthong.axis.signing.words import _

from .listed import Standing, TrustList
from .model import Answer, Finding, Kind, Part, SignatureReport

# First words of the names of agencies, without diacritics: a certificate of the state's authority
# that names one of these as its holder is an agency's. A guess, where no record says better.
AGENCY_WORDS: Final = (
    "uy ban", "ubnd", "hoi dong", "hdnd", "van phong", "so ", "ban ", "bo ", "cuc ", "chi cuc",
    "tong cuc", "vien ", "trung tam", "thanh tra", "kho bac", "bao hiem", "cong an", "toa an",
    "truong ", "benh vien", "chinh phu", "doan ", "mat tran", "phong ",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """What a certificate (DER) says of its holder and its issuer; names that it lacks are empty.

    `issuer` and `subject` are what is shown where there is no better name; `policies` are dotted, and
    read only where they are asked for.
    """

    certificate: bytes
    serial: int
    issuer: str
    subject: str
    common_name: str
    organization: str
    organization_identifier: str
    policies: Callable[[], Set[str]]


def describe(report: SignatureReport, named: Named, trust: TrustList) -> None:
    """Write signer, agency, kind and certificate into the report."""
    report.fingerprint = hashlib.sha256(named.certificate).hexdigest()
    report.serial = f"{named.serial:x}"
    report.issuer = named.issuer
    report.signer = named.common_name or named.organization or named.subject
    report.agency = named.organization or report.signer
    report.agency_code = named.organization_identifier
    pin = trust.pins.get(report.fingerprint)
    if pin is not None:
        report.agency, report.agency_code = pin.agency, pin.agency_code
        report.signer = pin.holder or report.signer
    if report.kind is not Kind.TIMESTAMP:
        report.kind = Kind(pin.kind) if pin is not None else _kind(named, report.signer)


def _kind(named: Named, signer: str) -> Kind:
    policies = named.policies()
    if AGENCY_POLICY.dotted_string in policies:
        return Kind.SEAL
    if PERSON_POLICY.dotted_string in policies:
        return Kind.PERSONAL
    if named.organization and signer == named.organization:
        return Kind.SEAL
    return Kind.SEAL if _folded(signer).startswith(AGENCY_WORDS) else Kind.PERSONAL


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)) + " "


def known_findings(report: SignatureReport, found: Standing) -> list[Finding]:
    """The findings about a signer who is known."""
    values = {"signer": report.signer, "agency": report.agency, "issuer": report.issuer}
    text = _("%(signer)s (%(agency)s) đã ký; chứng thư do %(issuer)s cấp.")
    findings = [Finding(Part.TRUST, Answer.VALID, "known", text, values)]
    if found.authority is not None and found.authority.sample:
        text = _("Chứng thư MẪU của tỉnh mẫu, chỉ để thử, không có giá trị pháp lý.")
        findings.append(Finding(Part.TRUST, Answer.VALID, "sample", text))
    if not found.revocation_known:
        text = _("Chưa kiểm tra được chứng thư của %(signer)s có bị thu hồi hay không.")
        findings.append(
            Finding(Part.TRUST, Answer.WITH_WARNINGS, "revocation_unknown", text, values)
        )
    return findings
