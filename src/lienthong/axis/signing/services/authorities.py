"""The dated list of authorities for official use: each change takes two people (§4.5)."""

import datetime as dt
import hashlib

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.db.models import F
from django.utils.translation import gettext as _

from lienthong.axis.signing.choices import AuthorityState, Verb
from lienthong.axis.signing.models import TrustedAuthority
from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.facts.recording import act, after_commit

from . import house, trust_list


class AuthorityRefused(Exception):
    """A change of the list that cannot be made; says why."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def propose_authority(
    *, title: str, content: bytes, since: dt.datetime, basis: str, by: Actor, at: dt.datetime
) -> TrustedAuthority:
    """Propose a certificate authority (PEM or DER) for official use from a day on.

    It counts for no verdict until another person confirms it. Raises `AuthorityRefused`.
    """
    require(by, Verb.CHANGE_TRUST)
    certificate = _authority(content)
    fingerprint = hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()
    standing = (AuthorityState.WITHDRAWN, AuthorityState.DECLINED)
    if TrustedAuthority.objects.filter(fingerprint=fingerprint).exclude(state__in=standing):
        raise AuthorityRefused(_("Cơ quan chứng thực này đã có trong danh sách."))
    if not basis.strip():
        raise AuthorityRefused(_("Hãy ghi căn cứ (văn bản) đưa vào danh sách."))
    with act("signing.authority_proposed", by=by, at=at) as fact:
        row = TrustedAuthority.objects.create(
            title=title.strip(),
            pem=certificate.public_bytes(Encoding.PEM).decode(),
            fingerprint=fingerprint,
            since=since,
            basis=basis.strip(),
            proposed_by_id=by.person_id,
            proposed_at=at,
        )
        fact.about(row)
    return row


def _authority(content: bytes) -> x509.Certificate:
    try:
        if content.lstrip().startswith(b"-----BEGIN"):
            certificate = x509.load_pem_x509_certificate(content)
        else:
            certificate = x509.load_der_x509_certificate(content)
        constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
    except (ValueError, x509.ExtensionNotFound) as fault:
        raise AuthorityRefused(_("Tệp không phải chứng thư của cơ quan chứng thực.")) from fault
    if not constraints.value.ca:
        raise AuthorityRefused(_("Chứng thư này không phải của cơ quan chứng thực."))
    return certificate


def decide_authority(
    *, authority: TrustedAuthority, confirm: bool, by: Actor, at: dt.datetime
) -> TrustedAuthority:
    """Confirm or decline a proposal; another person than the one who made it."""
    require(by, Verb.CHANGE_TRUST)
    target = AuthorityState.TRUSTED if confirm else AuthorityState.DECLINED
    with act("signing.authority_decided", by=by, at=at, subject=authority):
        row = _locked(authority, AuthorityState.PROPOSED)
        _another(row.proposed_by_id, by)
        row.state, row.decided_by_id, row.decided_at = target, by.person_id, at
        row.save(update_fields=["state", "decided_by", "decided_at"])
        after_commit(publish)
    return row


def propose_withdrawal(
    *, authority: TrustedAuthority, until: dt.datetime, reason: str, by: Actor, at: dt.datetime
) -> TrustedAuthority:
    """Propose to take an authority off the list from a day on; earlier signatures stay trusted."""
    require(by, Verb.CHANGE_TRUST)
    if not reason.strip():
        raise AuthorityRefused(_("Hãy ghi lý do đưa ra khỏi danh sách."))
    with act("signing.withdrawal_proposed", by=by, at=at, subject=authority):
        row = _locked(authority, AuthorityState.TRUSTED)
        if until <= row.since:
            raise AuthorityRefused(_("Ngày kết thúc phải sau ngày bắt đầu tin cậy."))
        row.state, row.withdrawal_by_id = AuthorityState.WITHDRAWAL_PROPOSED, by.person_id
        row.withdrawal_reason, row.until = reason.strip(), until
        row.save(update_fields=["state", "withdrawal_by", "withdrawal_reason", "until"])
    return row


def decide_withdrawal(
    *, authority: TrustedAuthority, confirm: bool, by: Actor, at: dt.datetime
) -> TrustedAuthority:
    """Confirm or decline a withdrawal; another person than the one who proposed it."""
    require(by, Verb.CHANGE_TRUST)
    with act("signing.withdrawal_decided", by=by, at=at, subject=authority):
        row = _locked(authority, AuthorityState.WITHDRAWAL_PROPOSED)
        _another(row.withdrawal_by_id, by)
        if confirm:
            row.state, row.withdrawal_decided_by_id = AuthorityState.WITHDRAWN, by.person_id
        else:
            row.state, row.withdrawal_by_id, row.until = AuthorityState.TRUSTED, None, None
        row.save(update_fields=["state", "withdrawal_decided_by", "withdrawal_by", "until"])
        after_commit(publish)
    return row


def publish() -> None:
    """Write the list into the folder that verdicts read."""
    rows = TrustedAuthority.objects.exclude(state=AuthorityState.PROPOSED).order_by(F("pk"))
    trust_list.write_records(house.trust_folder(), rows)


def _locked(authority: TrustedAuthority, state: str) -> TrustedAuthority:
    row = TrustedAuthority.objects.select_for_update(of=("self",)).get(pk=authority.pk)
    if row.state != state:
        raise AuthorityRefused(_("Việc này vừa được người khác quyết định. Hãy tải lại trang."))
    return row


def _another(first: int | None, by: Actor) -> None:
    if first == by.person_id:
        raise AuthorityRefused(
            _("Danh sách tin cậy do hai người thay đổi: cần người khác xác nhận đề nghị này.")
        )
