"""One XML signature (XML-DSig): its shape by strict rules, its references, its value."""

import base64
import hashlib
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from asn1crypto import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key

from .beside import Beside, Wanted
from .contents import BadContents
from .xml_reading import DS, Node, Place, Source, canonical_by, elements

MORE: Final = "http://www.w3.org/2001/04/xmldsig-more#"
MORE_2007: Final = "http://www.w3.org/2007/05/xmldsig-more#"
ENC: Final = "http://www.w3.org/2001/04/xmlenc#"
DIGESTS: Final = {
    DS + "sha1": "sha1",
    MORE + "sha224": "sha224",
    ENC + "sha256": "sha256",
    MORE + "sha384": "sha384",
    ENC + "sha512": "sha512",
}
HASHES: Final[dict[str, hashes.HashAlgorithm]] = {
    "sha1": hashes.SHA1(),  # noqa: S303 - old papers are read, and flagged
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
METHODS: Final = {
    DS + "rsa-sha1": ("rsa", "sha1"),
    MORE + "ecdsa-sha1": ("ec", "sha1"),
    "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519": ("ed25519", "sha512"),
    **{MORE + f"rsa-{name}": ("rsa", name) for name in HASHES if name != "sha1"},
    **{MORE + f"ecdsa-{name}": ("ec", name) for name in HASHES if name != "sha1"},
    **{MORE_2007 + f"{name}-rsa-MGF1": ("pss", name) for name in HASHES},
}
MANIFEST: Final = DS + "Manifest"
MOST_REFERENCES: Final = 100
MOST_CERTIFICATES: Final = 20


@dataclass(slots=True)
class Signed:
    """What a whole signature stands over."""

    node: Node
    method: str = ""
    digests: set[str] = field(default_factory=set)
    certificate: x509.Certificate | None = None
    others: tuple[x509.Certificate, ...] = ()
    whole: bool = False  # the document itself is referred to
    covered: list[Node] = field(default_factory=list)
    with_comments: bool = True
    outside: list[str] = field(default_factory=list)

    def part(self, name: str) -> Node:
        """A child of the signature by its name; raises `BadContents`."""
        return one(self.node, name)


def one(parent: Node, name: str, space: str = DS) -> Node:
    """The only child element of that name; raises `BadContents` for none or several."""
    found = parent.findall(f"{{{space}}}{name}")
    if len(found) != 1:
        raise BadContents("shape")
    return found[0]


def read_signature(source: Source, node: Node, beside: Beside) -> Signed:
    """Check shape, value and every reference; raises `BadContents` and `Wanted`."""
    names = [child.tag.removeprefix(f"{{{DS}}}") for child in elements(node)]
    if names[:2] != ["SignedInfo", "SignatureValue"] or names.count("KeyInfo") > 1:
        raise BadContents("shape")
    if any(name != "Object" for name in names[2:] if name != "KeyInfo"):
        raise BadContents("shape")
    signed = Signed(node)
    information = one(node, "SignedInfo")
    if any(not isinstance(inner.tag, str) for inner in information.iter()):
        raise BadContents("shape")  # a comment here could split a digest
    _read_certificates(signed)
    _check_value(signed, information)
    references = information.findall(f"{{{DS}}}Reference")
    if not 0 < len(references) <= MOST_REFERENCES:
        raise BadContents("shape")
    for reference in references:
        _check_reference(source, signed, reference, beside)
    return signed


def octets_of(node: Node) -> bytes:
    """The base64 text of an element without children."""
    if len(node):
        raise BadContents("shape")
    try:
        return base64.b64decode("".join((node.text or "").split()), validate=True)
    except ValueError as fault:
        raise BadContents("shape") from fault


def _read_certificates(signed: Signed) -> None:
    path = f"{{{DS}}}KeyInfo/{{{DS}}}X509Data/{{{DS}}}X509Certificate"
    listed = signed.node.findall(path)[:MOST_CERTIFICATES]
    found = {}
    for node in listed:
        encoded = octets_of(node)
        try:
            certificate = x509.Certificate.load(encoded, strict=True)
            certificate.public_key.dump()
        except (ValueError, TypeError) as fault:
            raise BadContents("no_certificate") from fault
        found[encoded] = certificate
    if not found:
        raise BadContents("no_certificate")
    signed.others = tuple(found.values())


def _check_value(signed: Signed, information: Node) -> None:
    method = one(information, "SignatureMethod").get("Algorithm", "")
    if method not in METHODS:
        raise BadContents("algorithm_refused")
    kind, digest = METHODS[method]
    over = canonical_by(one(information, "CanonicalizationMethod"), information)
    value = octets_of(signed.part("SignatureValue"))
    candidates = signed.others
    fitting = [c for c in candidates if _kind_of(c) == ("rsa" if kind == "pss" else kind)]
    if not fitting:
        raise BadContents("algorithms_differ")
    own = [c for c in fitting if _verifies(c, kind, digest, value, over)]
    if not own:
        raise BadContents("value_wrong")
    if len(own) > 1:
        raise BadContents("several_keys")
    signed.certificate = own[0]
    signed.others = tuple(c for c in candidates if c is not own[0])
    signed.method = digest
    signed.digests.add(digest)


def _kind_of(certificate: x509.Certificate) -> str:
    algorithm = str(certificate.public_key.algorithm)
    return "rsa" if algorithm == "rsassa_pss" else algorithm


def _verifies(
    certificate: x509.Certificate, kind: str, digest: str, value: bytes, over: bytes
) -> bool:
    try:
        key: Any = load_der_public_key(certificate.public_key.dump())
        algorithm = HASHES[digest]
        if isinstance(key, rsa.RSAPublicKey) and kind == "rsa":
            key.verify(value, over, padding.PKCS1v15(), algorithm)
        elif isinstance(key, rsa.RSAPublicKey):
            salted = padding.PSS(padding.MGF1(algorithm), algorithm.digest_size)
            key.verify(value, over, salted, algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            half = (key.key_size + 7) // 8
            if len(value) != 2 * half:
                return False
            r, s = (int.from_bytes(part, "big") for part in (value[:half], value[half:]))
            key.verify(encode_dss_signature(r, s), over, ec.ECDSA(algorithm))
        elif isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(value, over)
        else:
            return False
    except (InvalidSignature, ValueError, TypeError, UnsupportedAlgorithm):
        return False
    return True


def _check_reference(source: Source, signed: Signed, reference: Node, beside: Beside) -> None:
    method = one(reference, "DigestMethod").get("Algorithm", "")
    if method not in DIGESTS:
        raise BadContents("digest_refused")
    signed.digests.add(DIGESTS[method])
    listed = reference.find(f"{{{DS}}}Transforms")
    transforms = [] if listed is None else list(elements(listed))
    if any(t.tag != f"{{{DS}}}Transform" for t in transforms) or len(transforms) > 10:
        raise BadContents("shape")
    octets = _octets(source, signed, reference, transforms, beside)
    stated = octets_of(one(reference, "DigestValue"))
    if hashlib.new(DIGESTS[method], octets, usedforsecurity=False).digest() != stated:
        raise BadContents("digest_wrong")


def _octets(
    source: Source, signed: Signed, reference: Node, transforms: list[Node], beside: Beside
) -> bytes:
    uri = reference.get("URI")
    if uri is None:
        raise BadContents("reference_lost")
    if uri and not uri.startswith("#"):
        return _outside(signed, uri, transforms, beside)
    place, node = _place(source, uri)
    octets = source.octets(place, transforms, signed.node)
    if node is None or node is source.tree.getroot():
        signed.whole = True
    else:
        signed.covered.append(node)
        if node.tag == MANIFEST_TAG:
            for inner in node.findall(f"{{{DS}}}Reference")[:MOST_REFERENCES]:
                _check_reference(source, signed, inner, beside)
    methods = [t.get("Algorithm", "") for t in transforms]
    if not (place.comments and any(m.endswith("WithComments") for m in methods)):
        signed.with_comments = False
    return octets


MANIFEST_TAG: Final = f"{{{DS}}}Manifest"


def _place(source: Source, uri: str) -> tuple[Place, Node | None]:
    if uri == "":
        return Place(None), None
    if uri == "#xpointer(/)":
        return Place(None, comments=True), None
    comments = uri.startswith("#xpointer(id(") and uri.endswith("))")
    wanted = uri[13:-2].strip("'\"") if comments else unquote(uri[1:])
    if "(" in wanted:
        raise BadContents("transform_refused")
    node = source.by_id(wanted)
    return Place(source.order(node), comments), node


def _outside(signed: Signed, uri: str, transforms: list[Node], beside: Beside) -> bytes:
    """The content of a file beside; nothing is fetched and no other folder is looked at."""
    parts = urlsplit(uri)
    name = unquote(parts.path)
    if parts.scheme or parts.netloc or parts.query or "/" in name or "\\" in name:
        raise BadContents("reference_outside")
    try:
        content = beside.content(name)
    except Wanted:
        if not beside.named:
            raise
        content = beside.content(min(beside.named))
    signed.outside.append(name)
    if not transforms:
        return content
    return Source(content).octets(Place(None), transforms, signed.node)
