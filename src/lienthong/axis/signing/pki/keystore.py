"""Where signing keys live. A keystore gives a key by its reference; PKCS#12 files serve the sample
province, tokens and remote services fit behind the same two calls."""

import datetime as dt
import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Final, Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from lienthong.axis.signing.pades.cms import SigningKey
from lienthong.axis.signing.words import _

REFERENCE: Final = re.compile(r"[a-z]+-[A-Za-z0-9-]{1,80}")


class NoKey(LookupError):
    """No key stands under the reference, or it cannot be opened; `message` says what to do."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class Expired(ValueError):
    """A certificate is not valid at the time of signing."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class Keystore(Protocol):
    """Gives signing keys by the reference that the certificate's record holds."""

    def load(self, reference: str) -> SigningKey:
        """The key; raises `NoKey`."""


class FileKey:
    """A private key in memory, parsed once (parsing costs a hundred times the signature)."""

    def __init__(
        self,
        private_key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
        certificate: x509.Certificate,
        chain: tuple[x509.Certificate, ...] = (),
    ) -> None:
        self._private_key = private_key
        self._certificate = certificate
        self._chain = chain

    @property
    def private_key(self) -> rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey:
        """The key itself; only the sample authority needs it."""
        return self._private_key

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
        if isinstance(self._private_key, rsa.RSAPrivateKey):
            return self._private_key.key_size // 8
        return 2 * ((self._private_key.key_size + 7) // 8) + 9

    def sign(self, data: bytes) -> bytes:
        """SHA-256 with RSA PKCS#1 v1.5 or ECDSA."""
        if isinstance(self._private_key, rsa.RSAPrivateKey):
            return self._private_key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self._private_key.sign(data, ec.ECDSA(hashes.SHA256()))


class FileKeystore:
    """PKCS#12 files in one folder, for the sample province only."""

    def __init__(self, folder: Path, password: bytes) -> None:
        self._folder = folder
        self._password = password

    def load(self, reference: str) -> FileKey:
        """The key in `<reference>.p12`; raises `NoKey`."""
        path = key_path(self._folder, reference)
        try:
            changed = path.stat().st_mtime_ns
            return _open(str(path), changed, self._password)
        except (OSError, ValueError) as fault:
            raise NoKey(
                _("Không mở được khóa ký số. Hãy kiểm tra thiết bị lưu khóa hoặc báo quản trị.")
            ) from fault


def key_path(folder: Path, reference: str) -> Path:
    """The file of a reference; a reference that is no plain name is refused with `NoKey`."""
    if not REFERENCE.fullmatch(reference):
        raise NoKey(_("Mã tham chiếu khóa ký số không hợp lệ."))
    return folder / f"{reference}.p12"


@lru_cache(maxsize=512)
def _open(path: str, changed: int, password: bytes) -> FileKey:
    private_key, certificate, others = pkcs12.load_key_and_certificates(
        Path(path).read_bytes(), password
    )
    usable = isinstance(private_key, (rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey))
    if not usable or certificate is None:
        raise ValueError(path)
    return FileKey(private_key, certificate, _in_order(certificate, others))  # type: ignore[arg-type]


def _in_order(
    certificate: x509.Certificate, others: list[x509.Certificate]
) -> tuple[x509.Certificate, ...]:
    by_subject = {other.subject: other for other in others}
    chain: list[x509.Certificate] = []
    below = certificate
    while below.issuer != below.subject and (above := by_subject.pop(below.issuer, None)):
        chain.append(above)
        below = above
    return tuple(chain)


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def check_period(certificate: x509.Certificate, at: dt.datetime) -> None:
    """Refuse with `Expired` a certificate that is not valid at the time."""
    if at < certificate.not_valid_before_utc:
        raise Expired(_("Chứng thư chữ ký số chưa có hiệu lực; chưa ký được."))
    if at > certificate.not_valid_after_utc:
        raise Expired(_("Chứng thư chữ ký số đã hết hạn; hãy gia hạn rồi ký lại."))
