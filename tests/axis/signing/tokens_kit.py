"""Real tokens in SoftHSM2: a folder of its own, keys of the test's authority imported into them."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from lienthong.axis.signing.pki.tokens import TokenPlace, opened, seen

PIN, SO_PIN = "839201", "55667788"
PLACES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
)


def library() -> str:
    """The file of SoftHSM2's library, which stands beside its tool."""
    return next(place for place in PLACES if Path(place).exists())


@dataclass(frozen=True)
class Slots:
    """Tokens of one folder."""

    folder: Path

    @property
    def tokens(self) -> Path:
        """Where the tokens lie, each a folder."""
        return self.folder / "tokens"

    def add(
        self, label: str, *keys: tuple[str, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey]
    ) -> str:
        """A new token with keys under these identifiers; its serial."""
        before = {one.serial for one in seen(library())}
        _util("--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", SO_PIN)
        (serial,) = {one.serial for one in seen(library())} - before
        for identifier, key in keys:
            pem = self.folder / f"{label}-{identifier}.pem"
            pem.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
            _util(
                "--import", str(pem), "--token", label, "--label", f"key {identifier}",
                "--id", identifier, "--pin", PIN,
            )  # fmt: skip
            pem.unlink()
        return serial

    def add_certificate(self, label: str, identifier: str, certificate: x509.Certificate) -> None:
        """Keep a certificate beside the key of the same identifier, as real tokens do."""
        import pkcs11

        with opened(library()) as loaded:
            token = loaded.get_token(token_label=label)
            with token.open(rw=True, user_pin=PIN) as session:
                session.create_object(
                    {
                        pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
                        pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                        pkcs11.Attribute.TOKEN: True,
                        pkcs11.Attribute.PRIVATE: False,
                        pkcs11.Attribute.ID: bytes.fromhex(identifier),
                        pkcs11.Attribute.SUBJECT: certificate.subject.public_bytes(),
                        pkcs11.Attribute.VALUE: certificate.public_bytes(Encoding.DER),
                    }
                )

    @contextmanager
    def pulled(self) -> Iterator[None]:
        """Without any token: all are pulled out until the block ends."""
        away = self.folder / "pulled"
        self.tokens.rename(away)
        self.tokens.mkdir()
        try:
            yield
        finally:
            self.tokens.rmdir()
            away.rename(self.tokens)


def _util(*arguments: str) -> None:
    subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True, text=True)


@contextmanager
def slots(folder: Path) -> Iterator[Slots]:
    """SoftHSM2 with an empty folder of tokens, for this process and those it starts."""
    (folder / "tokens").mkdir(parents=True)
    config = folder / "softhsm2.conf"
    config.write_text(
        f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n"
        "log.level = ERROR\nslots.removable = true\n"
    )
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(config)
    try:
        yield Slots(folder)
    finally:
        if before is None:
            del os.environ["SOFTHSM2_CONF"]
        else:
            os.environ["SOFTHSM2_CONF"] = before


def place(label: str, identifier: str = "01", serial: str = "", **more: int) -> TokenPlace:
    """A place on a token of SoftHSM2."""
    return TokenPlace(library(), label, serial, bytes.fromhex(identifier), **more)


def own_certificate(key: ec.EllipticCurvePrivateKey, like: x509.Certificate) -> x509.Certificate:
    """A certificate of the key that says what another says."""
    from cryptography.hazmat.primitives import hashes

    return (
        x509.CertificateBuilder()
        .subject_name(like.subject)
        .issuer_name(like.subject)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(like.not_valid_before_utc)
        .not_valid_after(like.not_valid_after_utc)
        .sign(key, hashes.SHA256())
    )
