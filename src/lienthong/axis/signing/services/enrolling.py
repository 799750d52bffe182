"""Enrolling a key: a certificate, whose it is, and where its private key is kept."""

import datetime as dt
import hashlib

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.axis.signing.choices import HolderKind, KeyKind, Verb
from lienthong.axis.signing.models import Certificate, KeyPlace
from lienthong.axis.signing.pki.held import require_fit
from lienthong.axis.signing.pki.keystore import NoKey, check_period
from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.agencies.queries.staff import holders
from lienthong.kernel.facts.recording import act, after_commit

from . import keys, places

MOST_PEM = 64 * 1024  # bytes of a certificate with its chain


class NotEnrolled(Exception):
    """A key that cannot be enrolled; `message` says why and what to do."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def read_certificates(content: bytes) -> list[x509.Certificate]:
    """The certificates of a PEM or DER file, the holder's first. Raises `NotEnrolled`."""
    try:
        if len(content) > MOST_PEM:
            raise ValueError
        if b"-----BEGIN" in content:
            return x509.load_pem_x509_certificates(content)
        return [x509.load_der_x509_certificate(content)]
    except ValueError as fault:
        raise NotEnrolled(
            _("Tệp không phải chứng thư chữ ký số (.pem, .crt, .cer). Hãy chọn lại tệp.")
        ) from fault


def enrol_key(
    *,
    kind: str,
    agency_id: int,
    person_id: int | None,
    certificates: list[x509.Certificate],
    device: str = "",
    token_label: str = "",
    token_serial: str = "",
    key: str = "",
    pin_tries: int = 0,
    by: Actor,
    at: dt.datetime,
) -> KeyPlace:
    """Record a certificate of a person (or, without one, of the agency) with the place of its key.

    `certificates`: the holder's, then those above it. `key`: CKA_ID in hexadecimal, or a
    credentialID. Raises `NotEnrolled`, `Forbidden`.
    """
    require(by, Verb.MANAGE_KEYS)
    keys.own_agency(by, agency_id)
    if not certificates:
        raise NotEnrolled(_("Hãy chọn tệp chứng thư chữ ký số."))
    own, *above = certificates
    _require_usable(own, at)
    _require_place(kind, device, token_label, key)
    if person_id is not None and not holders(
        timezone.localdate(at), person_id=person_id, agency_ids=[agency_id]
    ):
        raise NotEnrolled(_("Người này không giữ chức vụ nào ở cơ quan vào hôm nay."))
    fingerprint = hashlib.sha256(own.public_bytes(Encoding.DER)).hexdigest()
    if Certificate.objects.filter(fingerprint=fingerprint).exists():
        raise NotEnrolled(_("Chứng thư này đã được đăng ký rồi."))
    with act("signing.key_enrolled", by=by, at=at, agency_id=agency_id) as fact:
        row = Certificate.objects.create(
            kind=HolderKind.AGENCY if person_id is None else HolderKind.PERSONAL,
            agency_id=agency_id,
            person_id=person_id,
            reference=f"{kind}-{fingerprint[:16]}",
            recorded_at=at,
            fingerprint=fingerprint,
            **keys.described(own),
        )
        place = KeyPlace.objects.create(
            certificate=row,
            agency_id=agency_id,
            kind=kind,
            device=device,
            token_label=token_label.strip(),
            token_serial=token_serial.strip(),
            key=key.strip().lower() if kind != KeyKind.SERVICE else key.strip(),
            pin_tries=pin_tries,
            chain=[one.public_bytes(Encoding.PEM).decode() for one in above],
            enrolled_by_id=by.person_id,
            enrolled_at=at,
        )
        fact.about(place)
        after_commit(keys.publish_pins)
    return place


def _require_usable(certificate: x509.Certificate, at: dt.datetime) -> None:
    try:
        check_period(certificate, at)
        require_fit(certificate)
    except (NoKey, ValueError) as refusal:
        raise NotEnrolled(str(refusal)) from refusal
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not (usage.digital_signature or usage.content_commitment):
        raise NotEnrolled(_("Chứng thư này không dùng để ký. Hãy chọn chứng thư chữ ký số."))


def _require_place(kind: str, device: str, token_label: str, key: str) -> None:
    if kind == KeyKind.SERVICE:
        if device not in places.services():
            raise NotEnrolled(_("Hãy chọn dịch vụ ký số đã cài đặt cho hệ thống."))
        if not key.strip():
            raise NotEnrolled(_("Hãy ghi mã khóa (credentialID) của dịch vụ ký số."))
        return
    if kind == KeyKind.OWN and not key.strip():
        return  # the signing helper finds the key by the certificate beside it
    if kind == KeyKind.TOKEN and device not in places.libraries():
        raise NotEnrolled(_("Hãy chọn phần mềm điều khiển thiết bị đã cài trên máy chủ."))
    try:
        identifier = bytes.fromhex(key.strip())
    except ValueError:
        identifier = b""
    if kind == KeyKind.OWN and identifier:
        return
    if not token_label.strip() or not identifier:
        raise NotEnrolled(
            _("Hãy ghi tên thiết bị và mã khóa (CKA_ID, dạng thập lục phân) trong thiết bị.")
        )


def end_key(*, place: KeyPlace, reason: str, by: Actor, at: dt.datetime) -> KeyPlace:
    """The key is used no longer (device lost, handed back); what was signed stays signed."""
    require(by, Verb.MANAGE_KEYS)
    keys.own_agency(by, place.agency_id)
    if not reason.strip():
        raise NotEnrolled(_("Hãy ghi lý do thôi dùng khóa."))
    with act("signing.key_ended", by=by, at=at, subject=place):
        place.ended_at, place.ended_reason = at, reason.strip()
        place.save(update_fields=["ended_at", "ended_reason"])
    return place
