"""Remote signing by the Cloud Signature Consortium's API, version 2: the key is at a provider.

One signature is `credentials/info` (is the key in use, is it the enrolled certificate, what does it
want to know), `credentials/authorize` (the person's PIN or one-time code for exactly this digest: SCAL 2,
or for the credential: SCAL 1; the answer is the SAD) and `signatures/signHash`. Nothing is sent twice
but a request that the service refused for the age of our token of access (401). Which services
there are, and their addresses, say the installation's settings alone.
"""

import base64
import binascii
import functools
import hashlib
import json
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from lienthong.axis.signing.pki.held import HeldKey, Secret, WrongSignature, ecdsa_der
from lienthong.axis.signing.pki.keystore import NoKey
from lienthong.axis.signing.pki.tokens import PinNeeded, WrongPin
from lienthong.axis.signing.words import _

SHA256: Final = "2.16.840.1.101.3.4.2.1"
SHA256_RSA: Final = "1.2.840.113549.1.1.11"
RSA: Final = "1.2.840.113549.1.1.1"  # with the hash named beside
SHA256_ECDSA: Final = "1.2.840.10045.4.3.2"
LIMITS: Final = httpx.Timeout(20.0, connect=5.0)  # seconds
MOST: Final = 1024 * 1024  # bytes of an answer
EARLY: Final = 30.0  # seconds before its end that a token of access is no longer used
REFUSED_PIN: Final = ("invalid_pin", "invalid_otp")


class ServiceDown(NoKey):
    """The service did not answer in time, or answered with a fault of its own; try again later."""


class ServiceRefused(NoKey):
    """The service refused: our account there, the credential, or an authorisation that ran out."""


@dataclass(frozen=True)
class Service:
    """A provider: the base of its addresses (…/csc/v2), and this installation's account there."""

    url: str
    client_id: str
    client_secret: Secret
    token_url: str = ""  # <url>/oauth2/token unless the provider says otherwise
    limits: httpx.Timeout = field(default_factory=lambda: LIMITS)

    def __post_init__(self) -> None:
        for address in (self.url, self.token_url or self.url):
            parts = urlsplit(address)
            if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "::1"):
                raise ServiceRefused(
                    _("Địa chỉ dịch vụ ký số phải dùng https. Hãy báo quản trị hệ thống.")
                )


@dataclass(slots=True)
class _Token:
    value: Secret = field(default_factory=lambda: Secret(""))
    until: float = 0.0


_tokens: dict[tuple[str, str], _Token] = {}
_lock = threading.Lock()


class Client:
    """Asks one service; every fault is a sentence that says what to do."""

    def __init__(self, service: Service, clock: Callable[[], float] = time.monotonic) -> None:
        self._service = service
        self._clock = clock

    def credentials(self, user: str = "") -> list[str]:
        """The credentials of the account (of one user, where the service keeps several)."""
        body = {"userID": user} if user else {}
        found = self._ask("credentials/list", body).get("credentialIDs")
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise ServiceDown(_unreadable())
        return found

    def info(self, credential: str) -> "Credential":
        """What the service says of a credential."""
        return Credential.of(
            self._ask(
                "credentials/info",
                {
                    "credentialID": credential, "certificates": "chain",
                    "certInfo": True, "authInfo": True,
                },
            )
        )  # fmt: skip

    def authorize(
        self, credential: str, digest: bytes, known: "Credential", pin: Secret | None
    ) -> Secret:
        """The SAD for one signature; for SCAL 2 it holds for this digest only."""
        body: dict[str, Any] = {"credentialID": credential, "numSignatures": 1}
        if known.scal == "2":
            body |= {"hashes": [_text(digest)], "hashAlgorithmOID": SHA256}
        if known.mode == "explicit":
            if not pin:
                raise PinNeeded(
                    _("Dịch vụ ký số cần mã PIN hoặc mã một lần của người ký. Hãy nhập mã để ký.")
                )
            body["authData"] = [{"id": known.asks, "value": pin.reveal()}]
        elif known.mode != "implicit":
            raise ServiceRefused(
                _(
                    "Dịch vụ ký số đòi xác nhận trên trang của dịch vụ; cách này chưa dùng được ở "
                    "đây. Hãy chọn cách xác nhận bằng mã PIN hoặc trên điện thoại."
                )
            )
        answer = self._ask("credentials/authorize", body)
        sad = answer.get("SAD")
        if not isinstance(sad, str) or not sad:
            raise ServiceDown(_unreadable())
        return Secret(sad)

    def sign_hash(self, credential: str, digest: bytes, sad: Secret, algorithm: str) -> bytes:
        """The value over a SHA-256 digest, as the service made it."""
        body = {
            "credentialID": credential, "SAD": sad.reveal(), "hashes": [_text(digest)],
            "hashAlgorithmOID": SHA256, "signAlgo": algorithm, "operationMode": "S",
        }  # fmt: skip
        found = self._ask("signatures/signHash", body).get("signatures")
        if not isinstance(found, list) or len(found) != 1:
            raise ServiceDown(_unreadable())
        return _bytes(found[0])

    def _ask(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        url = f"{self._service.url.rstrip('/')}/{path}"
        for last in (False, True):
            token = self._token()
            headers = {"Authorization": f"Bearer {token.reveal()}"}
            status, answer = self._post(url, headers=headers, json=body)
            if status == 401 and not last:
                with _lock:
                    _tokens.pop(self._account, None)
                continue
            break
        if status == 200:
            return answer
        raise self._refusal(status, answer)

    @property
    def _account(self) -> tuple[str, str]:
        return self._service.url, self._service.client_id

    def _token(self) -> Secret:
        with _lock:
            kept = _tokens.get(self._account)
            if kept is not None and self._clock() < kept.until:
                return kept.value
        url = self._service.token_url or f"{self._service.url.rstrip('/')}/oauth2/token"
        status, answer = self._post(
            url,
            data={
                "grant_type": "client_credentials",
                "client_id": self._service.client_id,
                "client_secret": self._service.client_secret.reveal(),
                "scope": "service",
            },
        )
        value = answer.get("access_token")
        if status != 200 or not isinstance(value, str):
            raise self._refusal(status if status != 200 else 502, answer)
        lives = answer.get("expires_in", 3600)
        until = self._clock() + (lives if isinstance(lives, int) else 0) - EARLY
        made = _Token(Secret(value), until)
        with _lock:
            _tokens[self._account] = made
        return made.value

    def _post(self, url: str, **sent: Any) -> tuple[int, dict[str, Any]]:
        """Status and JSON of an answer; redirects are not followed, long answers are refused."""
        try:
            with (
                httpx.Client(
                    timeout=self._service.limits, follow_redirects=False, verify=_trusted()
                ) as client,
                client.stream("POST", url, **sent) as response,
            ):
                content = bytearray()
                for part in response.iter_bytes():
                    content += part
                    if len(content) > MOST:
                        raise ServiceDown(_unreadable())
                status = response.status_code
        except httpx.HTTPError:
            # No cause is carried on: its request holds the token and, in `authorize`, the PIN.
            raise ServiceDown(_down()) from None
        try:
            read = json.loads(bytes(content) or b"{}")
        except ValueError:
            read = None
        if isinstance(read, dict):
            return status, read
        if status == 200:
            raise ServiceDown(_unreadable())
        return status, {}

    def _refusal(self, status: int, answer: dict[str, Any]) -> NoKey:
        said = f"{answer.get('error', '')} {answer.get('error_description', '')}".lower()
        if status == 429 or status >= 500 or status in (301, 302, 303, 307, 308):
            return ServiceDown(_down())
        if any(word in said for word in REFUSED_PIN) or ("pin" in said and "invalid" in said):
            return WrongPin(
                _(
                    "Dịch vụ ký số không nhận mã PIN hoặc mã một lần. Hãy kiểm tra kỹ trước khi nhập "
                    "lại: nhập sai nhiều lần dịch vụ sẽ khóa."
                )
            )
        if "sad" in said:
            return ServiceRefused(
                _("Lượt cho phép ký đã hết hạn hoặc đã dùng; chưa có gì được ký. Hãy ký lại.")
            )
        if status in (401, 403):
            return ServiceRefused(
                _("Dịch vụ ký số không nhận tài khoản của hệ thống. Hãy báo quản trị hệ thống.")
            )
        return ServiceRefused(
            _("Dịch vụ ký số từ chối yêu cầu; chưa có gì được ký. Hãy báo quản trị hệ thống.")
        )


@dataclass(frozen=True, slots=True)
class Credential:
    """What `credentials/info` says: state of key and certificate, and what authorising asks for.

    `mode`: implicit, explicit, oauth2code…; `asks`: the name of what is asked (PIN, OTP); `scal`: 1
    or 2.
    """

    usable: bool
    certificate: x509.Certificate
    algorithms: tuple[str, ...]
    mode: str
    asks: str
    scal: str

    @classmethod
    def of(cls, answer: dict[str, Any]) -> "Credential":
        """Read an answer. Raises `ServiceDown` when a required part is missing."""
        try:
            key, cert, auth = answer["key"], answer["cert"], answer["auth"]
            found = x509.load_der_x509_certificate(_bytes(cert["certificates"][0]))
            asked = [one["id"] for one in auth.get("objects", []) if one.get("type") != "none"]
            return cls(
                usable=key["status"] == "enabled" and cert.get("status", "valid") == "valid",
                certificate=found,
                algorithms=tuple(map(str, key["algo"])),
                mode=str(auth["mode"]),
                asks=str(asked[0]) if asked else "PIN",
                scal=str(answer.get("SCAL", "1")),
            )
        except (KeyError, IndexError, TypeError, AttributeError, ValueError) as fault:
            raise ServiceDown(_unreadable()) from fault


class RemoteKey(HeldKey):
    """A key at a service, by its credential; `pin` lives as long as the act."""

    def __init__(
        self,
        client: Client,
        credential: str,
        pin: Secret | None,
        certificate: x509.Certificate,
        chain: tuple[x509.Certificate, ...] = (),
    ) -> None:
        super().__init__(certificate, chain)
        self._client = client
        self._credential = credential
        self._pin = pin

    def _value(self, digest: bytes) -> bytes:
        known = self._client.info(self._credential)
        if not known.usable:
            raise ServiceRefused(
                _("Khóa ở dịch vụ ký số đã bị khóa, hết hạn hoặc thu hồi. Hãy liên hệ nơi cấp.")
            )
        if _print(known.certificate) != _print(self._certificate):
            raise WrongSignature(
                _(
                    "Dịch vụ ký số đang dùng chứng thư khác với chứng thư đã đăng ký. Hãy đăng ký "
                    "chứng thư mới rồi ký lại."
                )
            )
        algorithm = _algorithm(self._certificate, known.algorithms)
        sad = self._client.authorize(self._credential, digest, known, self._pin)
        value = self._client.sign_hash(self._credential, digest, sad, algorithm)
        return _as_der(self._certificate, value, digest)


def _algorithm(certificate: x509.Certificate, offered: tuple[str, ...]) -> str:
    """The algorithm to ask for: SHA-256 with the certificate's kind of key."""
    on_curve = isinstance(certificate.public_key(), ec.EllipticCurvePublicKey)
    for one in (SHA256_ECDSA,) if on_curve else (SHA256_RSA, RSA):
        if one in offered:
            return one
    raise ServiceRefused(
        _("Dịch vụ ký số không có thuật toán SHA-256 cho khóa này. Hãy liên hệ nơi cấp.")
    )


def _as_der(certificate: x509.Certificate, value: bytes, digest: bytes) -> bytes:
    """An ECDSA value as DER, whether the service sent DER or the two numbers side by side."""
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey) or not isinstance(key, ec.EllipticCurvePublicKey):
        return value
    from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

    try:
        key.verify(value, digest, ec.ECDSA(Prehashed(hashes.SHA256())))
    except (InvalidSignature, ValueError):
        return ecdsa_der(
            value
        )  # wrong for certain if it was no pair: the check that follows says so
    return value


@functools.cache
def _trusted() -> ssl.SSLContext:
    """Whom we believe that he is the provider; read once: reading all roots took longer than a request."""
    return httpx.create_ssl_context()


def _print(certificate: x509.Certificate) -> str:
    return hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()


def _text(digest: bytes) -> str:
    return base64.b64encode(digest).decode()


def _bytes(text: object) -> bytes:
    try:
        return base64.b64decode(str(text), validate=True)
    except (binascii.Error, ValueError) as fault:
        raise ServiceDown(_unreadable()) from fault


def _down() -> str:
    return _("Dịch vụ ký số không trả lời; chưa có gì được ký. Hãy ký lại sau ít phút.")


def _unreadable() -> str:
    return _("Dịch vụ ký số trả lời không đúng quy ước; chưa có gì được ký. Hãy báo quản trị.")
