"""Keeps the evidence of a signature: what was signed, by whom, with what, by which right, when."""

import datetime as dt
import hashlib

from cryptography.hazmat.primitives.serialization import Encoding
from django.db.models import Model
from django.utils.translation import gettext as _

from lienthong.axis.signing.choices import EvidenceKind, HolderKind
from lienthong.axis.signing.models import Certificate, SignatureEvidence
from lienthong.axis.signing.pades.cms import SigningKey
from lienthong.axis.signing.rules import Allowed
from lienthong.axis.signing.verdicts.model import Verdict
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.facts.recording import act

from . import elsewhere

AFTER_PERSON = frozenset({EvidenceKind.AGENCY, EvidenceKind.ATTACHMENT})


class NotOwnCertificate(Exception):
    """A signer who does not sign with his own certificate, or an agency with another's."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class NotSignedYet(NotOwnCertificate):
    """An agency's signature on what no competent person has signed (Đ32.2.d)."""


def record_signature(
    *,
    kind: str,
    digest: str,
    key: SigningKey,
    right: Allowed | None,
    agency_id: int,
    subject: Model,
    verdict: Verdict | None = None,
    by: Actor,
    at: dt.datetime,
) -> SignatureEvidence:
    """Keep one signature as evidence, inside the act that signs.

    `digest` is the SHA-256 of the file with the signature in it; `subject` the row that was signed.
    Raises `NotOwnCertificate`, and `NotSignedYet` for a seal before the person's signature.
    """
    elsewhere.all_signed()  # the last gate: no prepared file is ever kept as a signed one
    certificate = _certificate(key)
    _check_owner(certificate, kind, agency_id, by)
    label, identity = subject._meta.label_lower, str(subject.pk)
    follows = None
    if kind in AFTER_PERSON:
        follows = _personal(label, identity)
        if follows is None:
            raise NotSignedYet(
                _(
                    "Văn bản chưa có chữ ký của người có thẩm quyền; Văn thư chỉ được ký số của cơ "
                    "quan vào văn bản đã có chữ ký đó (điểm d khoản 2 Điều 32 NĐ 30/2020/NĐ-CP)."
                )
            )
    with act("signing.signed", by=by, at=at, agency_id=agency_id, subject=subject):
        return SignatureEvidence.objects.create(
            agency_id=agency_id,
            kind=kind,
            subject_label=label,
            subject_id=identity,
            digest=digest,
            certificate=certificate,
            certificate_serial=certificate.serial,
            person_id=by.person_id,
            post_id=right.post.post_id if right is not None else by.post_id,
            authority=right.authority if right is not None else "",
            right=right.as_plain() if right is not None else None,
            follows=follows,
            verdict=verdict.verdict if verdict is not None else "",
            verdict_details=verdict.as_plain() if verdict is not None else None,
            signed_at=at,
        )


def _certificate(key: SigningKey) -> Certificate:
    encoded = key.certificate.public_bytes(Encoding.DER)
    found = Certificate.objects.filter(fingerprint=hashlib.sha256(encoded).hexdigest()).first()
    if found is None:
        raise NotOwnCertificate(_("Chứng thư này chưa được ghi nhận cho ai; chưa ký được."))
    return found


def _check_owner(certificate: Certificate, kind: str, agency_id: int, by: Actor) -> None:
    if certificate.revoked_at is not None:
        raise NotOwnCertificate(_("Chứng thư đã bị thu hồi; hãy dùng chứng thư khác."))
    if kind == EvidenceKind.PERSONAL:
        if by.stands_in_for is not None:
            raise NotOwnCertificate(
                _("Người xử lý thay chỉ xem và chuẩn bị, không ký thay (Điều 13 NĐ 30/2020).")
            )
        if certificate.kind != HolderKind.PERSONAL or certificate.person_id != by.person_id:
            raise NotOwnCertificate(_("Người ký phải dùng chứng thư của chính mình."))
        return
    if certificate.kind != HolderKind.AGENCY or certificate.agency_id != agency_id:
        raise NotOwnCertificate(
            _("Chứng thư là của cơ quan khác; phải dùng chứng thư của cơ quan ban hành văn bản.")
        )


def _personal(label: str, identity: str) -> SignatureEvidence | None:
    return (
        SignatureEvidence.objects.filter(
            kind=EvidenceKind.PERSONAL, subject_label=label, subject_id=identity
        )
        .order_by("-signed_at", "-pk")
        .first()
    )
