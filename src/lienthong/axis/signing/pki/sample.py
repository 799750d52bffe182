"""The sample province's own certificate authority and time-stamping service.

It exists only in the sample province: every name in it begins with MẪU, a real installation has
none of it, and its certificates have no legal standing.
"""

import datetime as dt
import fcntl
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from . import certificates
from .certificates import Issuer, Subject
from .keystore import FileKey, FileKeystore, key_path, write_private
from .timestamping import LocalStamper, utc_now

HOUSE: Final = "MẪU - Tỉnh mẫu Liên Thông"
ROOT: Final = Subject("Chứng thực gốc, không có giá trị pháp lý", HOUSE)
ISSUING: Final = Subject("Chứng thực cơ quan nhà nước", HOUSE)
STAMPER: Final = Subject("Dịch vụ dấu thời gian", HOUSE)
KEY_BITS: Final = 2048
REFRESH_CRL: Final = dt.timedelta(days=60)


class SampleAuthority:
    """The sample authority kept in a folder; `open` makes it at the first call."""

    def __init__(self, folder: Path, password: bytes) -> None:
        self._folder = folder
        self._password = password
        keys = FileKeystore(folder, password)
        self._root = keys.load("authority-root")
        self._issuing = keys.load("authority-issuing")
        self._stamping = keys.load("authority-timestamp")

    @classmethod
    def open(cls, folder: Path, at: dt.datetime) -> "SampleAuthority":
        """The authority of the folder, made when it is not there; safe with several processes."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _locked(folder):
            if not (folder / "complete").exists():
                _make(folder, at)
        authority = cls(folder, (folder / "password").read_bytes())
        authority._refresh_lists(at)
        return authority

    @property
    def root(self) -> x509.Certificate:
        """The root certificate, which the sample province trusts."""
        return self._root.certificate

    @property
    def issuing(self) -> x509.Certificate:
        """The certificate of the authority that issues to people and agencies."""
        return self._issuing.certificate

    @property
    def keystore(self) -> FileKeystore:
        """The keys of people and agencies."""
        return FileKeystore(self._folder / "keys", self._password)

    def stamper(self, clock: Callable[[], dt.datetime] = utc_now) -> LocalStamper:
        """The local time-stamping service, by a clock of its own."""
        return LocalStamper(self._stamping, self._folder / "timestamp-serial", clock)

    @property
    def revocation_lists(self) -> tuple[bytes, bytes]:
        """The current lists of the root and of the issuing authority, DER."""
        return (
            (self._folder / "root.crl").read_bytes(),
            (self._folder / "issuing.crl").read_bytes(),
        )

    def issue(self, reference: str, subject: Subject, at: dt.datetime) -> FileKey:
        """The key under the reference; it and its certificate are made at the first call.

        Takes a tenth of a second the first time, so that a province of hundreds of agencies need
        not wait for keys that nobody uses.
        """
        path = key_path(self._folder / "keys", reference)
        with _locked(self._folder):
            if not path.exists():
                key = _new_key()
                issuer = self._issuer(self._issuing)
                certificate = certificates.holder(subject, key.public_key(), issuer, at)
                _keep(path, key, certificate, self._password, (self.issuing, self.root))
        return self.keystore.load(reference)

    def renew(self, reference: str, subject: Subject, at: dt.datetime) -> FileKey:
        """A new key and certificate in place of the old ones, which stay valid for old papers."""
        path = key_path(self._folder / "keys", reference)
        path.unlink(missing_ok=True)
        return self.issue(reference, subject, at)

    def revoke(self, serial: int, at: dt.datetime) -> None:
        """Put a certificate on the issuing authority's list from the given time on."""
        with _locked(self._folder):
            revoked = self._revoked()
            revoked.setdefault(serial, at)
            stored = {str(number): since.isoformat() for number, since in revoked.items()}
            write_private(self._folder / "revoked.json", json.dumps(stored).encode())
            self._write_list("issuing", self._issuing, revoked, at)

    def _revoked(self) -> dict[int, dt.datetime]:
        path = self._folder / "revoked.json"
        stored = json.loads(path.read_bytes()) if path.exists() else {}
        return {int(serial): dt.datetime.fromisoformat(since) for serial, since in stored.items()}

    def _refresh_lists(self, at: dt.datetime) -> None:
        with _locked(self._folder):
            for name, key, revoked in (
                ("root", self._root, {}),
                ("issuing", self._issuing, self._revoked()),
            ):
                path = self._folder / f"{name}.crl"
                if path.exists():
                    current = x509.load_der_x509_crl(path.read_bytes())
                    ends = current.next_update_utc
                    if ends is not None and ends - at > REFRESH_CRL:
                        continue
                self._write_list(name, key, revoked, at)

    def _write_list(
        self, name: str, key: FileKey, revoked: dict[int, dt.datetime], at: dt.datetime
    ) -> None:
        issuer = self._issuer(key)
        number = int(at.timestamp() * 1000)
        made = certificates.revocation_list(issuer, revoked, number, at)
        path = self._folder / f"{name}.crl"
        write_private(path, made.public_bytes(serialization.Encoding.DER))

    @staticmethod
    def _issuer(key: FileKey) -> Issuer:
        return Issuer(key.certificate, key.private_key)  # type: ignore[arg-type]


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)


def _make(folder: Path, at: dt.datetime) -> None:
    (folder / "keys").mkdir(exist_ok=True, mode=0o700)
    password = secrets.token_hex(24).encode()
    write_private(folder / "password", password)
    root_key, issuing_key, stamping_key = _new_key(), _new_key(), _new_key()
    root = certificates.authority(ROOT, root_key, None, at)
    issuing = certificates.authority(ISSUING, issuing_key, Issuer(root, root_key), at)
    stamping = certificates.time_stamper(
        STAMPER, stamping_key.public_key(), Issuer(issuing, issuing_key), at
    )
    _keep(key_path(folder, "authority-root"), root_key, root, password, ())
    _keep(key_path(folder, "authority-issuing"), issuing_key, issuing, password, (root,))
    _keep(
        key_path(folder, "authority-timestamp"), stamping_key, stamping, password, (issuing, root)
    )
    write_private(folder / "complete", at.isoformat().encode())


def _keep(
    path: Path,
    key: rsa.RSAPrivateKey,
    certificate: x509.Certificate,
    password: bytes,
    chain: tuple[x509.Certificate, ...],
) -> None:
    # The password is 192 random bits: key stretching would only slow the first signature.
    encryption = (
        serialization.PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(1000)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(password)
    )
    content = pkcs12.serialize_key_and_certificates(
        path.stem.encode(), key, certificate, list(chain) or None, encryption
    )
    write_private(path, content)
