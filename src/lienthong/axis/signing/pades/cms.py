"""The CMS SignedData of a PAdES baseline signature, from parts that are made once a key.

Two signatures by one key differ in the digest, the signature value and the time-stamp; all else is
prepared. The form is ETSI EN 319 142-1 (no signing-time attribute, ESS signing-certificate-v2)
with RFC 6211's protection of the algorithms.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from . import der

DATA: Final = der.oid("1.2.840.113549.1.7.1")
SIGNED_DATA: Final = der.oid("1.2.840.113549.1.7.2")
TST_INFO: Final = der.oid("1.2.840.113549.1.9.16.1.4")
CONTENT_TYPE: Final = der.oid("1.2.840.113549.1.9.3")
MESSAGE_DIGEST: Final = der.oid("1.2.840.113549.1.9.4")
SIGNING_CERTIFICATE_V2: Final = der.oid("1.2.840.113549.1.9.16.2.47")
ALGORITHM_PROTECTION: Final = der.oid("1.2.840.113549.1.9.52")
SIGNATURE_TIME_STAMP: Final = der.oid("1.2.840.113549.1.9.16.2.14")
SHA256: Final = der.tlv(der.SEQUENCE, der.oid("2.16.840.1.101.3.4.2.1"))
SHA256_RSA: Final = der.tlv(der.SEQUENCE, der.oid("1.2.840.113549.1.1.11"), der.NULL)
SHA256_ECDSA: Final = der.tlv(der.SEQUENCE, der.oid("1.2.840.10045.4.3.2"))


class SigningKey(Protocol):
    """A private key with its certificate, wherever the key lives: a file, a token, a service."""

    @property
    def certificate(self) -> x509.Certificate:
        """The certificate of the holder."""

    @property
    def chain(self) -> tuple[x509.Certificate, ...]:
        """The certificates above it, the issuer first."""

    @property
    def signature_size(self) -> int:
        """The most bytes that a signature value takes."""

    def sign(self, data: bytes) -> bytes:
        """The signature value over data: SHA-256 with RSA PKCS#1 v1.5 or ECDSA."""


class Stamper(Protocol):
    """A time-stamping service (RFC 3161)."""

    @property
    def token_size(self) -> int:
        """The most bytes that one of its tokens takes."""

    def token(self, imprint: bytes) -> bytes:
        """The DER of a time-stamp token over a SHA-256 imprint; raises `NoTimestamp`."""


class NoTimestamp(Exception):
    """The time-stamping service gave no token; the paper can be signed without one."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """What all signatures of one certificate share."""

    issuer_and_serial: bytes
    algorithm: bytes
    fixed_attributes: tuple[bytes, ...]
    certificates: bytes


def attribute(kind: bytes, value: bytes) -> bytes:
    """One CMS attribute with one value."""
    return der.tlv(der.SEQUENCE, kind, der.tlv(der.SET, value))


@lru_cache(maxsize=1024)
def _prepared(parsed: x509.Certificate, chain: tuple[x509.Certificate, ...]) -> _Prepared:
    certificate = parsed.public_bytes(Encoding.DER)
    issuer, serial = parsed.issuer.public_bytes(), der.integer(parsed.serial_number)
    on_curve = isinstance(parsed.public_key(), ec.EllipticCurvePublicKey)
    algorithm = SHA256_ECDSA if on_curve else SHA256_RSA
    general_name = der.tlv(der.SEQUENCE, der.tlv(0xA4, issuer))
    certificate_id = der.tlv(
        der.SEQUENCE,
        der.tlv(der.OCTETS, hashlib.sha256(certificate).digest()),
        der.tlv(der.SEQUENCE, general_name, serial),
    )
    certificate_ids = der.tlv(der.SEQUENCE, der.tlv(der.SEQUENCE, certificate_id))
    protection = der.tlv(der.SEQUENCE, SHA256, b"\xa1" + algorithm[1:])
    return _Prepared(
        der.tlv(der.SEQUENCE, issuer, serial),
        algorithm,
        (
            attribute(SIGNING_CERTIFICATE_V2, certificate_ids),
            attribute(ALGORITHM_PROTECTION, protection),
        ),
        der.tlv(0xA0, der.set_of(certificate, *(c.public_bytes(Encoding.DER) for c in chain))),
    )


def _of(key: SigningKey) -> _Prepared:
    return _prepared(key.certificate, tuple(key.chain))


def detached(key: SigningKey, digest: bytes, stamper: Stamper | None) -> bytes:
    """The ContentInfo of a detached signature over a SHA-256 digest, time-stamped when asked."""
    parts = _of(key)
    signature, attributes = _sign(key, parts, DATA, digest)
    unsigned = b""
    if stamper is not None:
        token = stamper.token(hashlib.sha256(signature).digest())
        unsigned = der.tlv(0xA1, attribute(SIGNATURE_TIME_STAMP, token))
    return _assemble(parts, 1, der.tlv(der.SEQUENCE, DATA), attributes, signature, unsigned)


def enclosing(key: SigningKey, kind: bytes, content: bytes) -> bytes:
    """The ContentInfo of a signature that carries its content, as a time-stamp token does."""
    parts = _of(key)
    signature, attributes = _sign(key, parts, kind, hashlib.sha256(content).digest())
    wrapped = der.tlv(0xA0, der.tlv(der.OCTETS, content))
    return _assemble(parts, 3, der.tlv(der.SEQUENCE, kind, wrapped), attributes, signature, b"")


def room_for(key: SigningKey, stamper: Stamper | None) -> int:
    """The most bytes that `detached` takes with this key and service."""
    parts = _of(key)
    attributes = sum(map(len, parts.fixed_attributes)) + 128
    bare = len(parts.certificates) + len(parts.issuer_and_serial) + attributes + 256
    return bare + key.signature_size + (stamper.token_size + 64 if stamper else 0)


def _sign(key: SigningKey, parts: _Prepared, kind: bytes, digest: bytes) -> tuple[bytes, bytes]:
    attributes = der.set_of(
        attribute(CONTENT_TYPE, kind),
        attribute(MESSAGE_DIGEST, der.tlv(der.OCTETS, digest)),
        *parts.fixed_attributes,
    )
    return key.sign(der.tlv(der.SET, attributes)), attributes


def _assemble(
    parts: _Prepared,
    version: int,
    content: bytes,
    attributes: bytes,
    signature: bytes,
    unsigned: bytes,
) -> bytes:
    signer = der.tlv(
        der.SEQUENCE,
        der.integer(1),
        parts.issuer_and_serial,
        SHA256,
        der.tlv(0xA0, attributes),
        parts.algorithm,
        der.tlv(der.OCTETS, signature),
        unsigned,
    )
    signed_data = der.tlv(
        der.SEQUENCE,
        der.integer(version),
        der.tlv(der.SET, SHA256),
        content,
        parts.certificates,
        der.tlv(der.SET, signer),
    )
    return der.tlv(der.SEQUENCE, SIGNED_DATA, der.tlv(0xA0, signed_data))
