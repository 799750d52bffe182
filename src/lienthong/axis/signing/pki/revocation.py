"""Proof of revocation: OCSP answers (RFC 6960) and lists (RFC 5280) that are checked before use.

A source answers for one certificate; what it says is believed only after its signature, its
subject, its nonce and its dates were checked here. `gather` asks one source after another.
"""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Protocol

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import (
    AuthorityInformationAccessOID,
    ExtendedKeyUsageOID,
    ExtensionOID,
)

from lienthong.axis.signing.pades.proof import Material, Wanted
from lienthong.axis.signing.words import _

from .chains import unproved
from .fetching import Fetch, NotFetched
from .kept_answers import KeptAnswers, or_asked

SLIP: Final = dt.timedelta(minutes=5)  # clocks of two services differ
UNDATED: Final = dt.timedelta(days=1)  # how long an answer without a next date is taken
NONCE_BYTES: Final = 32


class NoRevocation(Exception):
    """No believable proof about a certificate; the message says which and why."""

    @property
    def message(self) -> str:
        """The sentence for the board of missing proof."""
        return str(self)


@dataclass(frozen=True, slots=True)
class Found:
    """Proof about one certificate, DER, and until when it may be used again."""

    lists: tuple[bytes, ...] = ()
    answers: tuple[bytes, ...] = ()
    until: dt.datetime | None = None


class Source(Protocol):
    """Gives proof about a certificate."""

    def find(
        self,
        certificate: x509.Certificate,
        issuer: x509.Certificate,
        at: dt.datetime,
        since: dt.datetime | None = None,
    ) -> Found:
        """Checked proof, asked for at `since` or later. Raises `NoRevocation`."""


class KeptLists:
    """Lists that the installation holds already: those of the sample authority, of the trust folder."""

    def __init__(self, lists: Sequence[bytes]) -> None:
        self._lists = lists

    def find(
        self,
        certificate: x509.Certificate,
        issuer: x509.Certificate,
        at: dt.datetime,
        since: dt.datetime | None = None,
    ) -> Found:
        """The list of the issuer. Raises `NoRevocation`."""
        for encoded in self._lists:
            try:
                until = check_list(encoded, issuer, at)
            except NoRevocation:
                continue
            return Found(lists=(encoded,), until=until)
        raise NoRevocation(_("Chưa có danh sách thu hồi của cơ quan cấp chứng thư."))


class Online:
    """Asks the addresses that the certificate itself names: OCSP first, then the list.

    What was asked once serves other files too (`kept`), where it was asked after their signing.
    """

    def __init__(
        self, fetch: Fetch, nonce: Callable[[int], bytes], kept: KeptAnswers | None = None
    ) -> None:
        self._fetch = fetch
        self._nonce = nonce
        self._kept = kept

    def find(
        self,
        certificate: x509.Certificate,
        issuer: x509.Certificate,
        at: dt.datetime,
        since: dt.datetime | None = None,
    ) -> Found:
        """The first believable answer. Raises `NoRevocation` with the last cause."""
        why = _("Chứng thư không ghi địa chỉ kiểm tra thu hồi.")
        since = since or at
        whose, of = issuer.fingerprint(hashes.SHA256()), certificate.fingerprint(hashes.SHA256())
        for url in responder_urls(certificate):
            try:
                encoded, until = or_asked(
                    self._kept, ("ocsp", url, whose + of), since, at,
                    partial(self._ask, url, certificate, issuer, at),
                )  # fmt: skip
                return Found(answers=(encoded,), until=until)
            except (NoRevocation, NotFetched) as fault:
                why = str(fault)
        for url in list_urls(certificate):
            try:
                encoded, until = or_asked(
                    self._kept, ("list", url, whose), since, at,
                    partial(self._ask_list, url, issuer, at),
                )  # fmt: skip
                return Found(lists=(encoded,), until=until)
            except (NoRevocation, NotFetched) as fault:
                why = str(fault)
        raise NoRevocation(why)

    def _ask_list(
        self, url: str, issuer: x509.Certificate, at: dt.datetime
    ) -> tuple[bytes, dt.datetime]:
        encoded = _der_list(self._fetch(url, None, ""))
        return encoded, check_list(encoded, issuer, at)

    def _ask(
        self, url: str, certificate: x509.Certificate, issuer: x509.Certificate, at: dt.datetime
    ) -> tuple[bytes, dt.datetime]:
        nonce = self._nonce(NONCE_BYTES)
        request = (
            ocsp.OCSPRequestBuilder()
            .add_certificate(certificate, issuer, hashes.SHA1())  # noqa: S303 - RFC 5019 names it
            .add_extension(x509.OCSPNonce(nonce), critical=False)
            .build()
        )
        encoded = self._fetch(url, request.public_bytes(Encoding.DER), "application/ocsp-request")
        return encoded, check_answer(encoded, certificate, issuer, at, nonce)


def check_list(encoded: bytes, issuer: x509.Certificate, at: dt.datetime) -> dt.datetime:
    """Until when the list holds. Raises `NoRevocation` unless it is the issuer's and current."""
    try:
        found = x509.load_der_x509_crl(encoded)
        key = issuer.public_key()
        signed = found.issuer == issuer.subject and found.is_signature_valid(key)  # type: ignore[arg-type]
        since, until = found.last_update_utc, found.next_update_utc
    except (ValueError, TypeError, UnsupportedAlgorithm) as fault:
        raise NoRevocation(_("Danh sách thu hồi không đọc được.")) from fault
    if not signed:
        raise NoRevocation(_("Danh sách thu hồi không phải của cơ quan cấp chứng thư này."))
    return _current(since, until, at)


def check_answer(
    encoded: bytes,
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    at: dt.datetime,
    nonce: bytes | None,
) -> dt.datetime:
    """Until when the OCSP answer holds. Raises `NoRevocation` unless it is about this certificate,
    signed by its issuer or by a responder that the issuer named, fresh, and echoes our nonce where
    it holds one. A revoked certificate is an answer as well: the verdict weighs it."""
    try:
        found = ocsp.load_der_ocsp_response(encoded)
        if found.response_status != ocsp.OCSPResponseStatus.SUCCESSFUL:
            raise NoRevocation(_("Máy chủ OCSP từ chối trả lời."))
        if found.serial_number != certificate.serial_number:
            raise NoRevocation(_("Máy chủ OCSP trả lời về một chứng thư khác."))
        if not _same_issuer(found, issuer):
            raise NoRevocation(_("Máy chủ OCSP trả lời về một cơ quan cấp khác."))
        _check_nonce(found, nonce)
        _check_responder(found, issuer, at)
        if found.certificate_status == ocsp.OCSPCertStatus.UNKNOWN:
            raise NoRevocation(_("Máy chủ OCSP không biết chứng thư này."))
        since, until = found.this_update_utc, found.next_update_utc
    except (ValueError, TypeError, UnsupportedAlgorithm) as fault:
        raise NoRevocation(_("Câu trả lời OCSP không đọc được.")) from fault
    return _current(since, until, at)


def _same_issuer(found: ocsp.OCSPResponse, issuer: x509.Certificate) -> bool:
    hasher = hashes.Hash(found.hash_algorithm)
    hasher.update(issuer.subject.public_bytes())
    if hasher.finalize() != found.issuer_name_hash:
        return False
    loaded = asn1_x509.Certificate.load(issuer.public_bytes(Encoding.DER))
    hasher = hashes.Hash(found.hash_algorithm)
    hasher.update(bytes(loaded.public_key["public_key"]))
    return hasher.finalize() == found.issuer_key_hash


def _check_nonce(found: ocsp.OCSPResponse, nonce: bytes | None) -> None:
    try:
        echoed = found.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce
    except x509.ExtensionNotFound:
        return  # many responders give prepared answers; the dates bound their age
    if nonce is not None and echoed != nonce:
        raise NoRevocation(_("Máy chủ OCSP trả lời cho một câu hỏi khác (sai nonce)."))


def _check_responder(found: ocsp.OCSPResponse, issuer: x509.Certificate, at: dt.datetime) -> None:
    signers = [issuer, *(c for c in found.certificates if _named(c, issuer, at))]
    for signer in signers:
        if _signed_by(found, signer):
            return
    raise NoRevocation(_("Chữ ký của câu trả lời OCSP không đúng."))


def _named(responder: x509.Certificate, issuer: x509.Certificate, at: dt.datetime) -> bool:
    """Whether the issuer itself named the responder for this use (RFC 6960 §4.2.2.2)."""
    try:
        responder.verify_directly_issued_by(issuer)
        uses = responder.extensions.get_extension_for_oid(ExtensionOID.EXTENDED_KEY_USAGE).value
    except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False
    current = responder.not_valid_before_utc <= at <= responder.not_valid_after_utc
    return current and ExtendedKeyUsageOID.OCSP_SIGNING in uses  # type: ignore[operator]


def _signed_by(found: ocsp.OCSPResponse, signer: x509.Certificate) -> bool:
    key, digest = signer.public_key(), found.signature_hash_algorithm
    if digest is None or digest.name in ("md5", "sha1"):
        return False
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(found.signature, found.tbs_response_bytes, padding.PKCS1v15(), digest)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(found.signature, found.tbs_response_bytes, ec.ECDSA(digest))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _current(since: dt.datetime, until: dt.datetime | None, at: dt.datetime) -> dt.datetime:
    ends = until if until is not None else since + UNDATED
    if since > at + SLIP:
        raise NoRevocation(_("Bằng chứng thu hồi ghi thời điểm ở tương lai."))
    if ends < at - SLIP:
        raise NoRevocation(_("Bằng chứng thu hồi đã hết hạn."))
    return ends


def _der_list(content: bytes) -> bytes:
    if not content.lstrip().startswith(b"-----BEGIN"):
        return content
    try:
        return x509.load_pem_x509_crl(content).public_bytes(Encoding.DER)
    except ValueError as fault:
        raise NoRevocation(_("Danh sách thu hồi không đọc được.")) from fault


def responder_urls(certificate: x509.Certificate) -> list[str]:
    """The OCSP addresses that the certificate names."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess)
    except (x509.ExtensionNotFound, ValueError):
        return []
    return [
        access.access_location.value
        for access in found.value
        if access.access_method == AuthorityInformationAccessOID.OCSP
        and isinstance(access.access_location, x509.UniformResourceIdentifier)
    ]


def list_urls(certificate: x509.Certificate) -> list[str]:
    """The addresses of the revocation list that the certificate names."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints)
    except (x509.ExtensionNotFound, ValueError):
        return []
    return [
        name.value
        for point in found.value
        for name in point.full_name or ()
        if isinstance(name, x509.UniformResourceIdentifier)
    ]


def gather(
    pairs: Sequence[Wanted],
    sources: Sequence[Source],
    at: dt.datetime,
    *,
    anchors: Collection[bytes],
    since: dt.datetime | None = None,
) -> Material:
    """Proof about every certificate, from the first source that has it, asked for at `since` or later.

    No source is asked before every certificate is proved up to one of the `anchors` (DER): an address
    in a certificate that anybody may have made is not called. Raises `NoRevocation`.
    """
    if unproved(pairs, anchors):
        raise NoRevocation(
            _("Có chứng thư chưa nối được tới cơ quan chứng thực tin cậy nên chưa hỏi thu hồi.")
        )
    material = Material()
    for pair in pairs:
        certificate = x509.load_der_x509_certificate(pair.certificate.dump())
        issuer = x509.load_der_x509_certificate(pair.issuer.dump())
        found = _first(certificate, issuer, sources, at, since)
        material.add((pair.certificate.dump(), pair.issuer.dump()), found.lists, found.answers)
    return material


def _first(
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    sources: Sequence[Source],
    at: dt.datetime,
    since: dt.datetime | None,
) -> Found:
    why = _("Chưa có nguồn kiểm tra thu hồi nào.")
    for source in sources:
        try:
            return source.find(certificate, issuer, at, since)
        except NoRevocation as fault:
            why = fault.message
    raise NoRevocation(why)
