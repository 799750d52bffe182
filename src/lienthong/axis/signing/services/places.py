"""From the record of an enrolled key to the key itself, wherever it is kept."""

from collections.abc import Callable
from pathlib import Path

from cryptography import x509
from django.conf import settings
from django.utils.translation import gettext as _

from lienthong.axis.signing.choices import KeyKind
from lienthong.axis.signing.models import Certificate, KeyPlace
from lienthong.axis.signing.pades.cms import SigningKey
from lienthong.axis.signing.pki.csc import Client, RemoteKey, Service
from lienthong.axis.signing.pki.held import Secret
from lienthong.axis.signing.pki.keystore import NoKey
from lienthong.axis.signing.pki.tokens import (
    NoToken,
    SeenToken,
    TokenKey,
    TokenPlace,
    WrongPin,
    seen,
)

from . import unlocking
from .elsewhere import OwnKey


def libraries() -> dict[str, str]:
    """The PKCS#11 libraries of this installation: name → file, from its settings alone."""
    return dict(settings.PKCS11_LIBRARIES)


def library_of(device: str) -> str:
    """The file of a library's name. Raises `NoKey` when the installation has none of that name."""
    try:
        return libraries()[device]
    except KeyError as missing:
        raise NoKey(
            _("Máy chủ chưa cài phần mềm điều khiển của thiết bị này. Hãy báo quản trị hệ thống.")
        ) from missing


def seen_tokens() -> list[tuple[str, SeenToken]]:
    """The tokens in the slots of this machine now, with the name of their library."""
    found = []
    for name, path in libraries().items():
        try:
            found += [(name, token) for token in seen(path)]
        except NoToken:
            continue  # a library that cannot be loaded shows nothing; signing says why
    return found


def key_at(place: KeyPlace, row: Certificate) -> SigningKey:
    """The key of an enrolled certificate. Raises `NoKey` with a sentence that says what to do."""
    if place.ended_at is not None:
        raise NoKey(_("Khóa của chứng thư này đã thôi dùng. Hãy đăng ký chứng thư khác."))
    certificate = x509.load_pem_x509_certificate(row.pem.encode())
    chain = tuple(x509.load_pem_x509_certificate(pem.encode()) for pem in place.chain)
    try:
        backend = BACKENDS[KeyKind(place.kind)]
    except KeyError as missing:
        raise NoKey(_("Chưa kết nối thiết bị lưu khóa của chứng thư này.")) from missing
    return backend(place, certificate, chain)


class _CountedTokenKey(TokenKey):
    """A token's key that remembers, for after the act, whether the PIN was right."""

    place_id = 0

    def _value(self, digest: bytes) -> bytes:
        try:
            value = super()._value(digest)
        except WrongPin:
            unlocking.note(self.place_id, right=False)
            raise
        unlocking.note(self.place_id, right=True)
        return value


def _token(
    place: KeyPlace, certificate: x509.Certificate, chain: tuple[x509.Certificate, ...]
) -> SigningKey:
    where = TokenPlace(
        library_of(place.device), place.token_label, place.token_serial,
        bytes.fromhex(place.key), place.pin_tries, place.wrong_pins,
    )  # fmt: skip
    key = _CountedTokenKey(where, unlocking.pin_at_hand(), certificate, chain)
    key.place_id = place.pk
    return key


def services() -> list[str]:
    """The names of the remote signing services of this installation."""
    return sorted(settings.CSC_SERVICES)


def client_of(device: str) -> Client:
    """Asks the service of this name; the secret is read from its file. Raises `NoKey`."""
    try:
        given = settings.CSC_SERVICES[device]
        secret = Secret(Path(given["client_secret_file"]).read_text(encoding="utf-8").strip())
        return Client(Service(given["url"], given["client_id"], secret, given.get("token_url", "")))
    except (KeyError, OSError) as missing:
        raise NoKey(
            _("Dịch vụ ký số của chứng thư này chưa được cài đặt. Hãy báo quản trị hệ thống.")
        ) from missing


class _CountedRemoteKey(RemoteKey):
    """A service's key that remembers, for after the act, whether the PIN was right."""

    place_id = 0

    def _value(self, digest: bytes) -> bytes:
        try:
            value = super()._value(digest)
        except WrongPin:
            unlocking.note(self.place_id, right=False)
            raise
        unlocking.note(self.place_id, right=True)
        return value


def _service(
    place: KeyPlace, certificate: x509.Certificate, chain: tuple[x509.Certificate, ...]
) -> SigningKey:
    client = client_of(place.device)
    key = _CountedRemoteKey(client, place.key, unlocking.pin_at_hand(), certificate, chain)
    key.place_id = place.pk
    return key


def _own(
    place: KeyPlace, certificate: x509.Certificate, chain: tuple[x509.Certificate, ...]
) -> SigningKey:
    return OwnKey(certificate, chain)


Backend = Callable[[KeyPlace, x509.Certificate, tuple[x509.Certificate, ...]], SigningKey]
BACKENDS: dict[KeyKind, Backend] = {
    KeyKind.TOKEN: _token,
    KeyKind.SERVICE: _service,
    KeyKind.OWN: _own,
}
