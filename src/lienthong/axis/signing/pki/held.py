"""A key that another device or service holds: we have its certificate and may ask for a signature.

What comes back is checked against the certificate before anybody uses it, so that a device with
another key, a service that answers for another person, or a changed digest gives no signature.
"""

import hashlib
from abc import ABC, abstractmethod
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

from lienthong.axis.signing.pki.keystore import NoKey
from lienthong.axis.signing.words import _

LEAST_RSA_BITS: Final = 2048
CURVES: Final = ("secp256r1", "secp384r1", "secp521r1")
# DigestInfo of SHA-256 (RFC 8017, 9.2 note 1): what a device without a hash of its own signs.
DIGEST_INFO: Final = bytes.fromhex("3031300d060960864801650304020105000420")


class WrongSignature(NoKey):
    """What came back was not made by the key of the certificate, or not over what was asked."""


class UnfitKey(NoKey):
    """A key of a kind or a length that no signature is made with here."""


class Secret:
    """A PIN or a token of access, for the time of one act: never printed, never pickled, never stored."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value, for the call that hands it to the device."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(•••)"

    def __bool__(self) -> bool:
        return bool(self._value)

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a secret is never written anywhere")


class HeldKey(ABC):
    """What all keys held elsewhere share; a backend makes `_value` of a SHA-256 digest."""

    def __init__(
        self, certificate: x509.Certificate, chain: tuple[x509.Certificate, ...] = ()
    ) -> None:
        require_fit(certificate)
        self._certificate = certificate
        self._chain = chain

    @property
    def certificate(self) -> x509.Certificate:
        """The certificate of the holder."""
        return self._certificate

    @property
    def chain(self) -> tuple[x509.Certificate, ...]:
        """The certificates above it, the issuer first."""
        return self._chain

    @property
    def signature_size(self) -> int:
        """The most bytes of a signature value."""
        return value_size(self._certificate)

    def sign(self, data: bytes) -> bytes:
        """The signature value over data, proved by the certificate. Raises `NoKey`, `WrongSignature`."""
        value = self._value(hashlib.sha256(data).digest())
        check_value(self._certificate, value, data)
        return value

    @abstractmethod
    def _value(self, digest: bytes) -> bytes:
        """The value over a SHA-256 digest: RSA PKCS#1 v1.5, or ECDSA as DER."""


def require_fit(certificate: x509.Certificate) -> None:
    """Refuse with `UnfitKey` what is neither RSA of 2048 bits or more nor a curve of NIST."""
    key = certificate.public_key()
    fit = (isinstance(key, rsa.RSAPublicKey) and key.key_size >= LEAST_RSA_BITS) or (
        isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in CURVES
    )
    if not fit:
        raise UnfitKey(
            _("Khóa của chứng thư không thuộc loại dùng được (RSA từ 2048 bit hoặc ECDSA).")
        )


def value_size(certificate: x509.Certificate) -> int:
    """The most bytes of a signature value by the certificate's key."""
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return key.key_size // 8
    assert isinstance(key, ec.EllipticCurvePublicKey)  # noqa: S101  `require_fit` asked
    return 2 * ((key.key_size + 7) // 8) + 9


def check_value(certificate: x509.Certificate, value: bytes, data: bytes) -> None:
    """Refuse with `WrongSignature` a value that is not the certificate's over the data."""
    key = certificate.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(value, data, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(value, data, ec.ECDSA(hashes.SHA256()))
        else:
            raise InvalidSignature
    except (InvalidSignature, ValueError) as fault:
        raise WrongSignature(
            _(
                "Chữ ký nhận được không khớp chứng thư đã đăng ký; không dùng chữ ký này. Hãy kiểm "
                "tra đúng thiết bị, đúng chứng thư rồi ký lại."
            )
        ) from fault


def ecdsa_der(raw: bytes) -> bytes:
    """The two numbers that a device gives side by side, as DER."""
    half = len(raw) // 2
    return utils.encode_dss_signature(
        int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big")
    )
