"""The signature of an envelope between nodes of our own: XMLDSig, SHA-256, never SHA-1.

It vouches for the way of the message, not for the document: legal force comes from the signatures
inside the attached PDF (Đ5 NĐ 30/2020). Envelopes of the hub carry elements shaped like a
signature in the standard's own namespace, which no verifier can check: they are reported as such.
"""

import datetime as dt
import hashlib
from base64 import b64decode
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.utils.translation import gettext as _
from lxml import etree
from signxml.algorithms import CanonicalizationMethod, DigestAlgorithm, SignatureMethod
from signxml.exceptions import SignXMLException
from signxml.signer import XMLSigner
from signxml.verifier import SignatureConfiguration, XMLVerifier

from lienthong.axis.exchange.choices import SignatureVerdict

from .elements import Node, child, children, name_of
from .hardening import Unreadable
from .messages import Attachment

DS = "http://www.w3.org/2000/09/xmldsig#"
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
ENVELOPE_ID = "envelope"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer on an envelope's signature, and one sentence that an official understands."""

    answer: SignatureVerdict
    text: str
    signer: str = ""


def sign_tree(root: Node, key: PrivateKey, certificate: x509.Certificate) -> Node:
    """A copy of the tree (without files) with its envelope signed; the files' SHA-256 are in it."""
    copy = deepcopy(root)
    envelope = child(copy, "edXMLEnvelope")
    header = child(envelope, "edXMLHeader")
    if envelope is None or header is None:
        raise Unreadable(_("Tệp không phải gói tin edXML."))
    envelope.set("Id", ENVELOPE_ID)
    etree.SubElement(header, f"{{{DS}}}Signature", {"Id": "placeholder"}, nsmap={"ds": DS})
    method = (
        SignatureMethod.RSA_SHA256
        if isinstance(key, rsa.RSAPrivateKey)
        else SignatureMethod.ECDSA_SHA256
    )
    signer = XMLSigner(
        signature_algorithm=method,
        digest_algorithm=DigestAlgorithm.SHA256,
        c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    )
    signed: Node = signer.sign(copy, key=key, cert=[certificate], reference_uri=f"#{ENVELOPE_ID}")
    return signed


def verify_tree(
    root: Node,
    attachments: Iterable[Attachment],
    trusted: Iterable[x509.Certificate],
    at: dt.datetime,
) -> Verdict:
    """The verdict on the envelope of a parsed file, with every file held against its digest.

    `trusted` are the certificates of the nodes that this one knows; `at` the time at which the
    certificate must have been valid.
    """
    header = child(child(root, "edXMLEnvelope"), "edXMLHeader")
    signatures = list(root.iter(f"{{{DS}}}Signature"))
    if not signatures:
        return _unsigned(header)
    if len(signatures) > 1 or header is None or signatures[0].getparent() is not header:
        return Verdict(SignatureVerdict.INVALID, _("Gói tin có nhiều chữ ký hoặc chữ ký sai chỗ."))
    certificate = _signer_among(signatures[0], list(trusted))
    if certificate is None:
        return Verdict(
            SignatureVerdict.UNKNOWN_SIGNER,
            _("Chữ ký của gói tin không thuộc nút nào đã đăng ký."),
        )
    name = certificate.subject.rfc4514_string()
    failure = _failure(root, certificate, at) or _changed_file(root, attachments)
    if failure:
        return Verdict(SignatureVerdict.INVALID, failure, name)
    return Verdict(SignatureVerdict.VALID, _("Gói tin nguyên vẹn, do nút đã đăng ký ký."), name)


def _unsigned(header: Node | None) -> Verdict:
    for node in header if header is not None else ():
        if name_of(node) in ("Signature", "DigitalSignature") and len(node):
            return Verdict(
                SignatureVerdict.UNCHECKABLE,
                _(
                    "Chữ ký của gói tin không kiểm tra được (không theo chuẩn XMLDSig);"
                    " hãy dựa vào chữ ký số trong văn bản."
                ),
            )
    return Verdict(SignatureVerdict.ABSENT, _("Gói tin không có chữ ký."))


def _signer_among(signature: Node, trusted: list[x509.Certificate]) -> x509.Certificate | None:
    """The known certificate that the signature names; nothing else in the file is believed."""
    known = {certificate.fingerprint(hashes.SHA256()): certificate for certificate in trusted}
    for node in signature.iter(f"{{{DS}}}X509Certificate"):
        try:
            digest = hashlib.sha256(b64decode("".join((node.text or "").split()))).digest()
        except ValueError:
            continue
        if digest in known:
            return known[digest]
    return None


def _failure(root: Node, certificate: x509.Certificate, at: dt.datetime) -> str:
    """Why the signature does not hold, or empty. Compares what was signed with what is read."""
    envelope = deepcopy(next(children(root, "edXMLEnvelope")))
    # A parent that declares the same namespace would take the prefixes off, and they are signed.
    slim = etree.Element("edXML")
    slim.append(envelope)
    configuration = SignatureConfiguration(
        signature_methods=frozenset({SignatureMethod.RSA_SHA256, SignatureMethod.ECDSA_SHA256}),
        digest_algorithms=frozenset({DigestAlgorithm.SHA256}),
        verification_time=at,
    )
    try:
        result = XMLVerifier().verify(slim, x509_cert=certificate, expect_config=configuration)
    except (SignXMLException, ValueError, etree.LxmlError, TypeError):
        return _("Chữ ký của gói tin không khớp: nội dung đã bị thay đổi hoặc chứng thư hết hạn.")
    for signature in list(envelope.iter(f"{{{DS}}}Signature")):
        signature.getparent().remove(signature)  # type: ignore[union-attr]
    read = etree.tostring(envelope, method="c14n", exclusive=True, with_comments=False)
    signed = result[0].signed_data if isinstance(result, list) else result.signed_data
    if read != signed:
        return _("Chữ ký của gói tin không phủ nội dung được đọc.")
    return ""


def _changed_file(root: Node, attachments: Iterable[Attachment]) -> str:
    for attachment in attachments:
        if hashlib.sha256(attachment.payload).hexdigest() != attachment.enclosure.sha256:
            return _("Tệp %(name)s khác với tệp đã được ký trong gói tin.") % {
                "name": attachment.enclosure.name
            }
    return ""
