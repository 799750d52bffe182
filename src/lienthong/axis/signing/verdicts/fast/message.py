"""A signature value (CMS) and a time-stamp token in the one form that is plain: DER, one signer, one
digest everywhere, a certificate named by its own digest, attributes that are known.

Narrower than RFC 5652: whatever may be read in two ways is `NotPlain`. Values are checked by OpenSSL.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from lienthong.axis.signing.pades import cms, der

from .syntax import NotPlain

SIGNING_TIME: Final = der.oid("1.2.840.113549.1.9.5")
RSA_PLAIN: Final = der.tlv(der.SEQUENCE, der.oid("1.2.840.113549.1.1.1"), der.NULL)
VERSION_3: Final = b"\xa0\x03\x02\x01\x02"
GENERAL_TIME: Final = re.compile(rb"\d{14}Z")
SMALLEST_RSA: Final = 2048
LARGEST_RSA: Final = 8192
CURVES: Final = ("secp256r1", "secp384r1", "secp521r1")


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest algorithm: its name, and how signatures by it are named."""

    name: str
    made: hashes.HashAlgorithm
    rsa: bytes
    ecdsa: bytes


def _digest(name: str, made: hashes.HashAlgorithm, last: int, rsa: int, ecdsa: int) -> Digest:
    return Digest(
        name,
        made,
        der.tlv(der.SEQUENCE, der.oid(f"1.2.840.113549.1.1.{rsa}"), der.NULL),
        der.tlv(der.SEQUENCE, der.oid(f"1.2.840.10045.4.3.{ecdsa}")),
    )


_KNOWN: Final = (
    (1, _digest("sha256", hashes.SHA256(), 1, 11, 2)),
    (2, _digest("sha384", hashes.SHA384(), 2, 12, 3)),
    (3, _digest("sha512", hashes.SHA512(), 3, 13, 4)),
)
DIGESTS: Final = {
    der.tlv(der.SEQUENCE, der.oid(f"2.16.840.1.101.3.4.2.{arc}"), *parameters): digest
    for arc, digest in _KNOWN
    for parameters in ((), (der.NULL,))
}


@dataclass(frozen=True, slots=True)
class Message:
    """A whole signature value: who signed, with which certificates above him, over which digest."""

    certificate: bytes
    others: tuple[bytes, ...]
    digest: str
    signed_digest: bytes
    value: bytes
    content: bytes
    token: bytes | None


@dataclass(frozen=True, slots=True)
class Stamped:
    """What a token states: over which digest it was made, and when."""

    message: Message
    imprint_name: str
    imprint: bytes
    time: dt.datetime


def _parts(data: bytes, begin: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """Tag, begin, begin of the body, end of each value in a stretch of DER."""
    while begin < end:
        if begin + 2 > end:
            raise NotPlain("der")
        tag, size, body = data[begin], data[begin + 1], begin + 2
        if tag & 0x1F == 0x1F or size == 0x80:
            raise NotPlain("der")
        if size > 0x80:
            octets = size & 0x7F
            size = int.from_bytes(data[body : body + octets], "big")
            if octets > 4 or data[body] == 0 or size < 0x80:
                raise NotPlain("der")
            body += octets
        if body + size > end:
            raise NotPlain("der")
        yield tag, begin, body, body + size
        begin = body + size


def inside(data: bytes, *tags: int) -> list[bytes]:
    """The values in the one value that `data` is; with `tags` exactly those."""
    whole = list(_parts(data, 0, len(data)))
    if len(whole) != 1:
        raise NotPlain("der")
    _tag, _begin, body, end = whole[0]
    found = [data[b:e] for _t, b, _body, e in _parts(data, body, end)]
    if tags and [one[0] for one in found] != list(tags):
        raise NotPlain("der")
    return found


def body_of(data: bytes) -> bytes:
    """The body of the one value that `data` is."""
    ((_tag, _begin, body, end),) = _parts(data, 0, len(data))
    return data[body:end]


class Fields(NamedTuple):
    """What stands in a certificate, each as it is written."""

    version: bytes
    serial: bytes
    issuer: bytes
    subject: bytes


@lru_cache(maxsize=256)
def fields(certificate: bytes) -> Fields:
    """The fields of a certificate by its DER."""
    outer = inside(certificate, der.SEQUENCE, der.SEQUENCE, 0x03)
    version, serial, _method, issuer, _dates, subject, *_rest = inside(outer[0])
    return Fields(version, serial, issuer, subject)


def first_value(padded: bytes) -> bytes:
    """The DER that a value of a PDF begins with; behind it only zeros may stand."""
    if len(padded) < 2 or padded[0] != der.SEQUENCE:
        raise NotPlain("value")
    _tag, _begin, _body, end = next(_parts(padded, 0, len(padded)))
    if padded[end:].strip(b"\x00"):
        raise NotPlain("padding")
    return padded[:end]


def read(data: bytes, *, token: bool) -> Message:
    """A signature value, its shape and its signature checked; `token` for a time-stamp."""
    kind, wrapped = inside(data, der.OBJECT_ID, 0xA0)
    if kind != cms.SIGNED_DATA:
        raise NotPlain("not signed data")
    (signed,) = inside(wrapped, der.SEQUENCE)
    version, digests, content, certificates, signers = inside(
        signed, der.INTEGER, der.SET, der.SEQUENCE, 0xA0, der.SET
    )
    if version not in (der.integer(1), der.integer(3)):
        raise NotPlain("version")
    (listed,), (signer,) = inside(digests), inside(signers)
    if signer[0] != der.SEQUENCE:
        raise NotPlain("signer")
    return _signer(signer, listed, _content(content, token), inside(certificates), token)


def _content(content: bytes, token: bool) -> bytes:
    if not token:
        if content != der.tlv(der.SEQUENCE, cms.DATA):
            raise NotPlain("content")
        return b""
    kind, wrapped = inside(content, der.OBJECT_ID, 0xA0)
    (octets,) = inside(wrapped, der.OCTETS)
    if kind != cms.TST_INFO:
        raise NotPlain("content")
    return body_of(octets)


def _signer(
    signer: bytes, listed: bytes, content: bytes, certificates: list[bytes], token: bool
) -> Message:
    version, named, algorithm, attributes, method, value, *unsigned = inside(signer)
    digest = DIGESTS.get(algorithm)
    if (
        version != der.integer(1)
        or (named[0], attributes[0], method[0], value[0]) != (0x30, 0xA0, 0x30, der.OCTETS)
        or digest is None
        or DIGESTS.get(listed) is not digest
    ):
        raise NotPlain("signer")
    certificate, others = _named(named, certificates)
    known = _attributes(attributes, token)
    expected = cms.TST_INFO if token else cms.DATA
    if known.get(cms.CONTENT_TYPE) != expected:
        raise NotPlain("content type")
    stated = known.get(cms.MESSAGE_DIGEST, b"\x00")
    if stated[0] != der.OCTETS:
        raise NotPlain("digest")
    _check_identity(known.get(cms.SIGNING_CERTIFICATE_V2), certificate, named)
    _check_protection(known.get(cms.ALGORITHM_PROTECTION), algorithm, method)
    over = bytes((der.SET,)) + attributes[1:]
    _check_signature(certificate, digest, method, body_of(value), over)
    if token and hashlib.new(digest.name, content).digest() != body_of(stated):
        raise NotPlain("content digest")
    return Message(
        certificate,
        others,
        digest.name,
        body_of(stated),
        body_of(value),
        content,
        _token(unsigned, token),
    )


def _named(named: bytes, certificates: list[bytes]) -> tuple[bytes, tuple[bytes, ...]]:
    """The certificate that issuer and serial name, and the others; no two may share a serial."""
    issuer, serial = inside(named, der.SEQUENCE, der.INTEGER)
    own: list[bytes] = []
    others: list[bytes] = []
    seen: set[bytes] = set()
    for encoded in certificates:
        if encoded[0] != der.SEQUENCE:
            raise NotPlain("certificate")
        stated = fields(encoded)
        if stated.version != VERSION_3 or stated.serial in seen:
            raise NotPlain("certificate")
        seen.add(stated.serial)
        (own if (stated.serial, stated.issuer) == (serial, issuer) else others).append(encoded)
    if len(own) != 1:
        raise NotPlain("no certificate")
    return own[0], tuple(others)


def _attributes(attributes: bytes, token: bool) -> dict[bytes, bytes]:
    known: dict[bytes, bytes] = {}
    for one in inside(attributes):
        kind, values = inside(one, der.OBJECT_ID, der.SET)
        (value,) = inside(values)
        if kind in known:
            raise NotPlain("attribute twice")
        known[kind] = value
    allowed = {
        cms.CONTENT_TYPE,
        cms.MESSAGE_DIGEST,
        cms.SIGNING_CERTIFICATE_V2,
        cms.ALGORITHM_PROTECTION,
    }
    if set(known) - allowed - ({SIGNING_TIME} if token else set()):
        raise NotPlain("attribute")
    return known


def _check_identity(stated: bytes | None, certificate: bytes, named: bytes) -> None:
    """The signing-certificate attribute (RFC 5035) names this certificate, alone."""
    if stated is None:
        raise NotPlain("identity")
    (listed,) = inside(stated, der.SEQUENCE)
    (identity,) = inside(listed, der.SEQUENCE)
    parts = inside(identity)
    name = "sha256"
    if parts[0][0] == der.SEQUENCE:
        algorithm = DIGESTS.get(parts.pop(0))
        if algorithm is None:
            raise NotPlain("identity")
        name = algorithm.name
    if not parts or parts[0] != der.tlv(der.OCTETS, hashlib.new(name, certificate).digest()):
        raise NotPlain("identity")
    issuer, serial = inside(named)
    by_name = der.tlv(der.SEQUENCE, der.tlv(der.SEQUENCE, der.tlv(0xA4, issuer)), serial)
    if parts[1:] not in ([], [by_name]):
        raise NotPlain("identity")


def _check_protection(stated: bytes | None, algorithm: bytes, method: bytes) -> None:
    """The protection of the algorithms (RFC 6211), where there is one, states these two."""
    if stated is None:
        return
    if inside(stated) != [algorithm, b"\xa1" + method[1:]]:
        raise NotPlain("protection")


def _check_signature(
    certificate: bytes, digest: Digest, method: bytes, value: bytes, over: bytes
) -> None:
    key = parsed(certificate).public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey) and method in (digest.rsa, RSA_PLAIN):
            if not SMALLEST_RSA <= key.key_size <= LARGEST_RSA:
                raise NotPlain("key size")
            key.verify(value, over, padding.PKCS1v15(), digest.made)
        elif isinstance(key, ec.EllipticCurvePublicKey) and method == digest.ecdsa:
            if key.curve.name not in CURVES:
                raise NotPlain("curve")
            key.verify(value, over, ec.ECDSA(digest.made))
        else:
            raise NotPlain("method")
    except InvalidSignature as fault:
        raise NotPlain("value") from fault


@lru_cache(maxsize=256)
def parsed(certificate: bytes) -> x509.Certificate:
    """A certificate from its DER."""
    try:
        return x509.load_der_x509_certificate(certificate)
    except ValueError as fault:
        raise NotPlain("certificate") from fault


def _token(unsigned: list[bytes], token: bool) -> bytes | None:
    if not unsigned:
        return None
    if token or len(unsigned) != 1 or unsigned[0][0] != 0xA1:
        raise NotPlain("unsigned")
    (one,) = inside(unsigned[0])
    kind, values = inside(one, der.OBJECT_ID, der.SET)
    (value,) = inside(values, der.SEQUENCE)
    if kind != cms.SIGNATURE_TIME_STAMP:
        raise NotPlain("unsigned")
    return value


def read_token(data: bytes) -> Stamped:
    """A time-stamp token (RFC 3161) with what it states."""
    message = read(data, token=True)
    version, policy, imprint, serial, time, *rest = inside(message.content)
    order = [0x30, 0x01, der.INTEGER, 0xA0]
    tags = [one[0] for one in rest]
    if (
        version != der.integer(1)
        or (policy[0], serial[0], time[0]) != (der.OBJECT_ID, der.INTEGER, der.GENERALIZED_TIME)
        or tags != [tag for tag in order if tag in tags]
        or GENERAL_TIME.fullmatch(body_of(time)) is None
    ):
        raise NotPlain("token")
    algorithm, octets = inside(imprint, der.SEQUENCE, der.OCTETS)
    digest = DIGESTS.get(algorithm)
    if digest is None:
        raise NotPlain("imprint")
    try:
        said = body_of(time).decode("ascii")
        day = dt.date(int(said[:4]), int(said[4:6]), int(said[6:8]))
        hour = dt.time(int(said[8:10]), int(said[10:12]), int(said[12:14]), tzinfo=dt.UTC)
        moment = dt.datetime.combine(day, hour)
    except ValueError as fault:
        raise NotPlain("time") from fault
    return Stamped(message, digest.name, body_of(octets), moment)
