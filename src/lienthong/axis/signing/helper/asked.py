"""What the page asks the helper to sign, looked at before anybody is shown it; pure."""

import base64
import binascii
import hashlib
import json
import unicodedata
from dataclasses import dataclass
from typing import Any, Final

from asn1crypto import cms as asn1
from asn1crypto import core, tsp
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from lienthong.axis.signing.pki.held import require_fit
from lienthong.axis.signing.pki.keystore import NoKey

MOST: Final = 400  # signatures of one confirmation: 200 papers, some with annex files
LARGEST: Final = 4096  # bytes of one set of signed attributes
LONGEST_TITLE: Final = 240
# By number: their names are known to asn1crypto only where pyHanko has registered them.
CONTENT_TYPE: Final = "1.2.840.113549.1.9.3"
MESSAGE_DIGEST: Final = "1.2.840.113549.1.9.4"
SIGNING_CERTIFICATE: Final = "1.2.840.113549.1.9.16.2.47"
ALGORITHMS: Final = "1.2.840.113549.1.9.52"
FRESH_MS: Final = 120_000  # page and helper share one clock


class Refused(Exception):
    """A request that is not served; `code` for the page, `message` for the person."""

    def __init__(self, code: str, message: str, status: int = 403) -> None:
        self.code, self.message, self.status = code, message, status
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Item:
    """One signature: what the page says it is, the file's digest, what the key signs."""

    title: str
    digest: bytes
    attributes: bytes


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to sign: by which certificate, what; `nonce` is used once."""

    nonce: str
    certificate: x509.Certificate
    key_id: bytes
    token: str
    items: tuple[Item, ...]


def read(payload: str, now_ms: int) -> Asked:
    """The request in a payload that a pairing vouched for. Raises `Refused`."""
    try:
        told = json.loads(payload)
        if abs(now_ms - int(told["at"])) > FRESH_MS:
            raise Refused("stale", "Yêu cầu ký đã cũ. Hãy bấm ký lại trên trang.")
        certificate = x509.load_der_x509_certificate(_bytes(told["certificate"]))
        require_fit(certificate)
        listed = list(told["items"])
        if not 1 <= len(listed) <= MOST:
            raise _malformed()
        return Asked(
            nonce=_nonce(told["nonce"]),
            certificate=certificate,
            key_id=bytes.fromhex(str(told.get("key", ""))),
            token=str(told.get("token", ""))[:64],
            items=tuple(_item(one, certificate) for one in listed),
        )
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, NoKey) as fault:
        raise _malformed() from fault


def _malformed() -> Refused:
    return Refused("malformed", "Yêu cầu ký không đúng dạng nên không ký.", 400)


def _nonce(told: Any) -> str:
    nonce = str(told)
    if not (16 <= len(nonce) <= 64 and nonce.isalnum()):
        raise _malformed()
    return nonce


def _bytes(told: Any) -> bytes:
    try:
        return base64.b64decode(told, validate=True)
    except binascii.Error as fault:
        raise ValueError from fault


def _item(told: Any, certificate: x509.Certificate) -> Item:
    attributes = _bytes(told["attributes"])
    digest = bytes.fromhex(told["digest"])
    if len(attributes) > LARGEST or len(digest) != hashlib.sha256().digest_size:
        raise _malformed()
    _require_attributes(attributes, digest, certificate)
    return Item(plain(str(told["title"])), digest, attributes)


def plain(title: str) -> str:
    """A title as one line that can do nothing to a terminal and hide nothing in a window."""
    kept = "".join(
        letter if unicodedata.category(letter)[0] != "C" else " "
        for letter in unicodedata.normalize("NFC", title)
    )
    line = " ".join(kept.split()) or "(không có tên)"
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1] + "…"


def _require_attributes(attributes: bytes, digest: bytes, certificate: x509.Certificate) -> None:
    """Only signed attributes of a document signature by this certificate are signed: a set that names
    the digest shown and the certificate, and nothing that is no attribute (RFC 5652, RFC 5035)."""
    parsed = asn1.CMSAttributes.load(attributes, strict=True)
    if parsed.dump(force=True) != attributes:
        raise _malformed()
    said: dict[str, bytes] = {}
    for one in parsed:
        kind, values = one["type"].dotted, one["values"]
        if kind in said or len(values) != 1:
            raise _malformed()
        said[kind] = values[0].dump()
    if set(said) != {CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_CERTIFICATE, ALGORITHMS}:
        raise _malformed()
    named = tsp.SigningCertificateV2.load(said[SIGNING_CERTIFICATE], strict=True)["certs"][0]
    if (
        asn1.ContentType.load(said[CONTENT_TYPE], strict=True).native != "data"
        or core.OctetString.load(said[MESSAGE_DIGEST], strict=True).native != digest
        or named["hash_algorithm"]["algorithm"].native != "sha256"
        or named["cert_hash"].native != certificate.fingerprint(hashes.SHA256())
    ):
        raise _malformed()
