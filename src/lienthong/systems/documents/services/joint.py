"""A paper of several agencies: who issues it together, and how it goes from one to the next.

Decree 30/2020 lays down no order for it; the order here is practice and follows the decree act by
act: all competent people sign (Đ13), the lead alone gives number and date from its own book (Đ15),
then each agency signs as an agency, its own clerk in person (Đ32.2). The lead keeps the paper, counts
it and delivers it once. Bytes go between the agencies by the worker; each agency has its own
reference to them, and what comes back must hold what was sent, unchanged, with one revision more.
"""

import datetime as dt
import io
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.axis.signing import api as signing
from lienthong.kernel.access.actor import Actor, Forbidden
from lienthong.kernel.access.walls import limit
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.services import open_file, store

from ..choices import JointState
from ..models import JointIssuer, OutgoingDocument
from ..policies import can_seal_joint, can_sign_joint
from ..workflow import OUTGOING
from . import letters

MOST_ISSUERS = 9  # the lead and eight others: the places of a signed file


class JointRefused(Exception):
    """A co-issuing agency or its act that cannot be taken as it stands; says what to do."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Issuer:
    """A co-issuing agency with who signs for it, in which post, by which authority."""

    agency_id: int
    person_id: int
    post_id: int
    authority: str


def name_issuer(
    *, document: OutgoingDocument, issuer: Issuer, by: Actor, at: dt.datetime
) -> OutgoingDocument:
    """Name an agency that issues the draft together with the lead; what was approved is so no longer.

    The right to sign is asked of the co-issuer's own rules, now and again when he signs. Raises
    `JointRefused`, `signing.NoRight`.
    """
    on = timezone.localdate(at)
    _refuse_unfit(document, issuer, on)
    signing.require_right(
        person_id=issuer.person_id, post_id=issuer.post_id, agency_id=issuer.agency_id,
        authority=issuer.authority, type_code=document.type_code, subject=document.subject, on=on,
    )  # fmt: skip

    def effect(locked: OutgoingDocument) -> None:
        rows = locked.joint_issuers.all()
        if rows.filter(issuer_id=issuer.agency_id).exists():
            raise JointRefused(_("Cơ quan này đã được ghi là cơ quan đồng ban hành."))
        position = 2 + rows.count()
        if position > MOST_ISSUERS:
            raise JointRefused(_("Một văn bản có nhiều nhất 9 cơ quan cùng ban hành."))
        with act("documents.joint_named", by=by, at=at):
            JointIssuer.objects.create(
                document=locked, agency_id=locked.agency_id, issuer_id=issuer.agency_id,
                party_ids=sorted({locked.agency_id, issuer.agency_id}), position=position,
                person_id=issuer.person_id, post_id=issuer.post_id, authority=issuer.authority,
                type_code=locked.type_code, subject=locked.subject,
            )  # fmt: skip
        _changed(locked, by, at)

    return OUTGOING.perform(document, "draft", by=by, at=at, effect=effect)


def drop_issuer(
    *, document: OutgoingDocument, position: int, by: Actor, at: dt.datetime
) -> OutgoingDocument:
    """Take a co-issuing agency off the draft; those after it move up. Raises `JointRefused`."""

    def effect(locked: OutgoingDocument) -> None:
        rows = locked.joint_issuers.order_by("position")
        if not rows.filter(position=position).exists():
            raise JointRefused(_("Không còn cơ quan đồng ban hành này. Hãy tải lại trang."))
        with act("documents.joint_named", by=by, at=at):
            rows.filter(position=position).delete()
            for place, row in enumerate(rows.all(), 2):
                JointIssuer.objects.filter(pk=row.pk).update(position=place)
        _changed(locked, by, at)

    return OUTGOING.perform(document, "draft", by=by, at=at, effect=effect)


def _changed(document: OutgoingDocument, by: Actor, at: dt.datetime) -> None:
    document.approved_digest, document.updated_at = "", at
    letters.add_text_version(document, by=by, at=at)


def _refuse_unfit(document: OutgoingDocument, issuer: Issuer, on: dt.date) -> None:
    if document.internal:
        raise JointRefused(_("Văn bản nội bộ không có cơ quan đồng ban hành."))
    if issuer.agency_id == document.agency_id:
        raise JointRefused(_("Cơ quan chủ trì đã ban hành văn bản; hãy chọn cơ quan khác."))
    if document.co_signatories.exists():
        raise JointRefused(
            _("Văn bản liên tịch có một người ký cho mỗi cơ quan. Hãy bỏ người ký thứ hai trước.")
        )
    held = agencies.holders(on, agency_ids=[issuer.agency_id], person_id=issuer.person_id)
    if all(one.post_id != issuer.post_id for one in held):
        raise JointRefused(_("Người này không giữ chức vụ đã chọn ở cơ quan đồng ban hành."))


def sign_part(*, part: JointIssuer, reason: str = "", by: Actor, at: dt.datetime) -> JointIssuer:
    """The co-issuer's signatory signs with his own certificate; his right is that of his agency.

    Raises `JointRefused`, `Forbidden`, and what axis.signing refuses.
    """
    part = _mine(part, by)
    if not can_sign_joint(by, part):
        raise Forbidden(_("Chỉ người ký của cơ quan đồng ban hành được ký, trong chức vụ đó."))
    _require(part, JointState.ASKED)
    right = signing.require_right(
        person_id=part.person_id, post_id=part.post_id, agency_id=part.issuer_id,
        authority=part.authority, type_code=part.type_code, subject=part.subject,
        on=timezone.localdate(at),
    )  # fmt: skip
    key = signing.key_of_person(part.person_id, at=at)
    made = signing.sign_person(
        bytes_of(part.own_file), key, signing.picture_of_person(part.person_id), at,
        index=part.position, reason=reason, stamper=signing.stamper(),
    )  # fmt: skip
    signing.all_signed()
    with act("documents.joint_signed", by=by, at=at, subject=part):
        locked = _locked(part, by, JointState.ASKED)
        digest = _keep(locked, made, by, at)
        signing.record_signature(
            kind="personal", digest=digest, key=key, right=right, agency_id=part.issuer_id,
            subject=locked, by=by, at=at,
        )  # fmt: skip
        locked.state, locked.signed_at = JointState.SIGNED, at
        locked.save()
    return locked


def seal_part(*, part: JointIssuer, by: Actor, at: dt.datetime) -> JointIssuer:
    """The co-issuer's clerk signs for his agency, in person, after the lead's number (Đ32.2).

    Raises `JointRefused`, `Forbidden`, and what axis.signing refuses.
    """
    part = _mine(part, by)
    if not can_seal_joint(by, part):
        raise Forbidden(_("Chỉ văn thư của cơ quan đồng ban hành được ký số cơ quan."))
    _require(part, JointState.TO_SEAL)
    key = signing.key_of_agency(part.issuer_id, at=at)
    made = signing.seal(
        bytes_of(part.own_file), key, signing.picture_of_agency(part.issuer_id), at,
        index=part.position, stamper=signing.stamper(),
    )  # fmt: skip
    signing.all_signed()
    with act("documents.joint_sealed", by=by, at=at, subject=part):
        locked = _locked(part, by, JointState.TO_SEAL)
        digest = _keep(locked, made, by, at)
        signing.record_signature(
            kind="agency", digest=digest, key=key, right=None, agency_id=part.issuer_id,
            subject=locked, by=by, at=at,
        )  # fmt: skip
        locked.state, locked.sealed_at = JointState.SEALED, at
        locked.save()
    return locked


def return_part(*, part: JointIssuer, reason: str, by: Actor, at: dt.datetime) -> JointIssuer:
    """The co-issuer's signatory sends the draft back to the lead with a sentence (as Đ10.3).

    Raises `JointRefused`, `Forbidden`.
    """
    part = _mine(part, by)
    if not can_sign_joint(by, part):
        raise Forbidden(_("Chỉ người ký của cơ quan đồng ban hành được trả lại."))
    if not reason.strip():
        raise JointRefused(_("Hãy ghi lý do trả lại để cơ quan chủ trì biết cần sửa gì."))
    with act("documents.joint_returned", by=by, at=at, subject=part):
        locked = _locked(part, by, JointState.ASKED)
        locked.state, locked.reason = JointState.RETURNED, reason.strip()
        locked.made_file, locked.brought_at = None, None
        locked.save()
    return locked


def start_again(document: OutgoingDocument) -> None:
    """The draft went back to its drafter: nobody's signature holds any longer."""
    document.joint_issuers.exclude(state=JointState.RETURNED).update(
        state=JointState.NAMED, asked_file=None, own_file=None, made_file=None, asked_at=None,
        signed_at=None, sealed_at=None, brought_at=None,
    )  # fmt: skip


def _mine(part: JointIssuer, by: Actor) -> JointIssuer:
    rows = limit(JointIssuer.objects.all(), by).select_related("own_file", "person", "post")
    found = rows.filter(pk=part.pk).first()
    if found is None:
        raise Forbidden(_("Văn bản này không có phần việc của cơ quan bạn."))
    return found


def _require(part: JointIssuer, state: JointState) -> None:
    if part.state != state or part.own_file is None:
        raise JointRefused(
            _("Chưa đến lượt cơ quan bạn, hoặc việc này đã làm. Hãy tải lại trang để xem.")
        )


def _locked(part: JointIssuer, by: Actor, state: JointState) -> JointIssuer:
    rows = limit(JointIssuer.objects.all(), by).select_for_update(of=("self",))
    locked = rows.filter(pk=part.pk).first()
    if locked is None or locked.state != state or locked.own_file_id != part.own_file_id:
        raise JointRefused(_("Văn bản vừa thay đổi. Hãy tải lại trang."))
    return locked


def _keep(part: JointIssuer, made: bytes, by: Actor, at: dt.datetime) -> str:
    name = f"{part.reference or 'lien-tich'}-{part.position}.pdf".replace("/", "-")
    part.made_file = store(io.BytesIO(made), name=name, agency_id=part.issuer_id, by=by, at=at)
    part.own_file, part.brought_at = part.made_file, None
    return part.made_file.sha256


def bytes_of(stored: StoredFile | None) -> bytes:
    """The bytes of a file of either side. Raises `JointRefused` while there is none yet."""
    if stored is None:
        raise JointRefused(_("Tệp đang được chuyển đến; tải lại trang sau ít giây."))
    with open_file(stored) as stream:
        return stream.read()
