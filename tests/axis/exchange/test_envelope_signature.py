"""Signatures of envelopes: ours hold (SHA-256), changed ones fail, the hub's are uncheckable."""

import base64
import datetime as dt
import hashlib
from dataclasses import replace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from lxml import etree

from lienthong.axis.exchange.choices import SignatureVerdict as Answer
from lienthong.axis.exchange.rules import reading, writing
from lienthong.axis.exchange.rules.envelope_signature import DS, Verdict, sign_tree, verify_tree
from lienthong.axis.exchange.rules.hardening import parse
from lienthong.axis.exchange.rules.messages import Attachment, DocumentMessage
from tests.support.shared import shared_path

from . import samples

NOW = dt.datetime(2026, 11, 23, 2, tzinfo=dt.UTC)
Node = tuple[rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, x509.Certificate]


def make_node(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> Node:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Nút liên thông (mẫu)")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(dt.datetime(2026, 1, 1))
        .not_valid_after(dt.datetime(2027, 1, 1))
        .sign(key, hashes.SHA256())
    )
    return key, certificate


@pytest.fixture(scope="module", params=["rsa", "ec"])
def node(request: pytest.FixtureRequest) -> Node:
    if request.param == "rsa":
        return make_node(rsa.generate_private_key(65537, 2048))
    return make_node(ec.generate_private_key(ec.SECP256R1()))


def signed_file(node: Node) -> bytes:
    message, file = samples.with_file()
    digest = hashlib.sha256(file.payload).hexdigest()
    enclosure = replace(file.enclosure, sha256=digest)
    message = replace(message, enclosures=(enclosure,))
    root = sign_tree(writing.document_tree(message), *node)
    writing.attach(root, (Attachment(enclosure, file.payload),))
    return writing.serialise(root)


def verdict(data: bytes, *trusted: x509.Certificate, at: dt.datetime = NOW) -> Verdict:
    root = parse(data)
    return verify_tree(root, reading.read_tree(root).attachments, trusted, at)


def test_a_signed_envelope_holds_and_is_read_as_before(node: Node) -> None:
    data = signed_file(node)
    assert verdict(data, node[1]).answer == Answer.VALID
    message = reading.read(data).message
    assert isinstance(message, DocumentMessage)
    assert replace(message, enclosures=()) == samples.document()


def test_sha1_is_never_written(node: Node) -> None:
    data = signed_file(node)
    assert b"sha1" not in data.lower()
    assert data.count(b"sha256") >= 3


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("V/v liên thông", "V/v lien thong"),
        ("<edXML:OrganId>H48.53<", "<edXML:OrganId>H48.54<"),
        ("H48,2026/11/23,12/UBND-NC", "H48,2026/11/23,13/UBND-NC"),
        ("cv-12.pdf</edXML:AttachmentName>", "cv-13.pdf</edXML:AttachmentName>"),
    ],
)
def test_any_change_is_found(node: Node, old: str, new: str) -> None:
    data = signed_file(node)
    assert old.encode() in data
    assert verdict(data.replace(old.encode(), new.encode()), node[1]).answer == Answer.INVALID


def test_a_changed_file_is_found(node: Node) -> None:
    data = signed_file(node)
    other = base64.b64encode(b"%PDF-1.7 other")
    changed = data.replace(base64.b64encode(samples.PDF), other)
    assert changed != data
    answer = verdict(changed, node[1])
    assert answer.answer == Answer.INVALID
    assert "cv-12.pdf" in answer.text


def test_an_added_file_is_found(node: Node) -> None:
    root = parse(signed_file(node))
    extra = etree.fromstring(etree.tostring(root[1][0]).replace(b"cid:1<", b"cid:2<"))
    root[1].append(extra)
    assert verdict(writing.serialise(root), node[1]).answer == Answer.INVALID


def test_an_unknown_node_is_not_believed(node: Node) -> None:
    other = make_node(ec.generate_private_key(ec.SECP256R1()))
    assert verdict(signed_file(node), other[1]).answer == Answer.UNKNOWN_SIGNER
    assert verdict(signed_file(node)).answer == Answer.UNKNOWN_SIGNER


def test_an_expired_certificate_does_not_hold(node: Node) -> None:
    late = dt.datetime(2028, 1, 1, tzinfo=dt.UTC)
    assert verdict(signed_file(node), node[1], at=late).answer == Answer.INVALID


def test_wrapping_is_found(node: Node) -> None:
    """The signed envelope moved aside and another one put in its place."""
    data = signed_file(node).decode()
    start, end = data.index("<edXML:edXMLEnvelope"), data.index("</edXML:edXMLEnvelope>") + 22
    signed = data[start:end]
    mark = signed.index("<ds:Signature"), signed.index("</ds:Signature>") + 15
    signature = signed[mark[0] : mark[1]]
    inner = signed.replace(signature, "")
    false = signed.replace("V/v liên", "V/v khác").replace('Id="envelope"', 'Id="other"')
    false = false.replace("</ds:Signature>", f"<ds:Object>{inner}</ds:Object></ds:Signature>")
    data = (data[:start] + false + data[end:]).encode()
    assert "V/v khác".encode() in data
    assert verdict(data, node[1]).answer == Answer.INVALID


def test_two_signatures_are_refused(node: Node) -> None:
    root = parse(signed_file(node))
    header = root[0][0]
    header.append(etree.fromstring(etree.tostring(header.find(f"{{{DS}}}Signature"))))
    assert verdict(writing.serialise(root), node[1]).answer == Answer.INVALID


def test_no_signature_is_said(node: Node) -> None:
    assert verdict(writing.write(samples.document()), node[1]).answer == Answer.ABSENT


def test_the_shape_of_the_hub_is_uncheckable() -> None:
    data = writing.write(samples.document()).replace(
        b"</edXML:edXMLHeader>",
        b"<Signature><SignedInfo/><SignatureValue>AA==</SignatureValue></Signature>"
        b"</edXML:edXMLHeader>",
    )
    answer = verdict(data)
    assert answer.answer == Answer.UNCHECKABLE
    assert "không kiểm tra được" in answer.text


def test_an_empty_digital_signature_is_none() -> None:
    data = writing.write(samples.document()).replace(
        b"</edXML:edXMLHeader>", b"<edXML:DigitalSignature/></edXML:edXMLHeader>"
    )
    assert verdict(data).answer == Answer.ABSENT


@pytest.mark.skipif(shared_path("data/edxml") is None, reason="no samples beside the checkout")
def test_samples_of_the_hub_are_uncheckable() -> None:
    path = shared_path("data/edxml/edoc_new.edxml")
    assert path is not None
    assert verdict(path.read_bytes()).answer == Answer.UNCHECKABLE
