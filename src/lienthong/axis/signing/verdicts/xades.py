"""XAdES: what a signature says of itself under its own protection, and what was added to it later."""

import base64
import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from asn1crypto import x509

from .beside import NOTHING
from .contents import BadContents
from .listed import TrustList
from .model import Kind, SignatureReport
from .trust import Proofs
from .xml_reading import C14N, DS, Node, Source, canonical, canonical_by
from .xml_signature import DIGESTS, Signed, octets_of, one

XADES: Final = "http://uri.etsi.org/01903/v1.3.2#"
XADES_141: Final = "http://uri.etsi.org/01903/v1.4.1#"
QUALIFYING: Final = f"{{{XADES}}}QualifyingProperties"
HOLDERS: Final = frozenset({QUALIFYING, f"{{{XADES}}}QualifyingPropertiesReference"})
MOST_COUNTERS: Final = 10

Examine = Callable[..., Signed | None]


@dataclass(frozen=True, slots=True)
class Properties:
    """The signed properties: when and with which certificate the signer says he signed."""

    time: dt.datetime | None = None
    certificate: tuple[str, bytes] | None = None


def properties(signed: Signed) -> Properties:
    """Read only what the signature covers; without that a signature is plain XML-DSig."""
    for node in signed.covered:
        if node.tag == f"{{{XADES}}}SignedProperties" and _is_of(node, signed.node):
            about = node.find(f"{{{XADES}}}SignedSignatureProperties")
            return Properties() if about is None else Properties(_time(about), _certificate(about))
    return Properties()


def _is_of(node: Node, signature: Node) -> bool:
    return any(ancestor is signature for ancestor in node.iterancestors())


def _time(about: Node) -> dt.datetime | None:
    stated = about.findtext(f"{{{XADES}}}SigningTime")
    if not stated:
        return None
    try:
        read = dt.datetime.fromisoformat(stated.strip())
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=dt.UTC)


def _certificate(about: Node) -> tuple[str, bytes] | None:
    for name in ("SigningCertificateV2", "SigningCertificate"):
        found = about.find(f"{{{XADES}}}{name}/{{{XADES}}}Cert/{{{XADES}}}CertDigest")
        if found is not None:
            method = DIGESTS.get(one(found, "DigestMethod").get("Algorithm", ""))
            if method is None:
                raise BadContents("digest_refused")
            return method, octets_of(one(found, "DigestValue"))
    return None


def check_certificate(stated: Properties, certificate: x509.Certificate) -> None:
    """Raises `BadContents` when the properties name another certificate."""
    if stated.certificate is None:
        return
    method, digest = stated.certificate
    if hashlib.new(method, certificate.dump(), usedforsecurity=False).digest() != digest:
        raise BadContents("certificate_differs")


def _unsigned(signed: Signed) -> list[Node]:
    path = (
        f"{{{DS}}}Object/{QUALIFYING}/{{{XADES}}}UnsignedProperties"
        f"/{{{XADES}}}UnsignedSignatureProperties/*"
    )
    found: list[Node] = signed.node.findall(path)
    return found


def stamps(signed: Signed) -> tuple[list[bytes], bytes]:
    """The tokens over the signature value, and the octets that they are over."""
    tokens, over = [], b""
    for node in _unsigned(signed):
        if node.tag != f"{{{XADES}}}SignatureTimeStamp":
            continue
        value = signed.part("SignatureValue")
        method = node.find(f"{{{DS}}}CanonicalizationMethod")
        over = (
            canonical(value, C14N, [], comments=False)
            if method is None
            else canonical_by(method, value)
        )
        tokens += [octets_of(t) for t in node.findall(f"{{{XADES}}}EncapsulatedTimeStamp")]
    return tokens, over


def proofs(signed: Signed) -> Proofs:
    """Lists and answers about revocation that were put into the signature."""
    found: dict[str, list[bytes]] = {"EncapsulatedCRLValue": [], "EncapsulatedOCSPValue": []}
    for node in _unsigned(signed):
        if node.tag in (f"{{{XADES}}}RevocationValues", f"{{{XADES_141}}}RevocationValues"):
            for key, into in found.items():
                for value in node.iter(f"{{{XADES}}}{key}"):
                    into.append(base64.b64decode("".join((value.text or "").split())))
    lists, answers = found.values()
    return Proofs(tuple(lists), tuple(answers))


def level(stated: Properties, *, timed: bool, lasting: bool) -> str:
    """The level: B-B and up for XAdES, else plain XML-DSig."""
    if stated.certificate is None:
        return "XML-DSig-T" if timed else "XML-DSig"
    if not timed:
        return "B-B"
    return "B-LT" if lasting else "B-T"


def countersignatures(
    source: Source, signed: Signed, trust: TrustList, now: dt.datetime, examine: Examine
) -> list[SignatureReport]:
    """The signatures over this signature's value."""
    reports: list[SignatureReport] = []
    value: Any = signed.part("SignatureValue")
    for node in _unsigned(signed):
        if node.tag != f"{{{XADES}}}CounterSignature" or len(reports) >= MOST_COUNTERS:
            continue
        inner = one(node, "Signature")
        report = SignatureReport(
            inner.get("Id") or f"Countersignature{len(reports) + 1}",
            Kind.PERSONAL,
            coverage="signature",
        )
        reports.append(report)
        over = examine(source, inner, report, NOTHING, trust, now)
        if over is not None and value not in over.covered:
            from .contents import finding

            report.findings.append(finding("reference_lost"))
    return reports
