"""The signatory signs with his own certificate; his right to sign is checked and kept (Đ13)."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.axis.papers import api as papers
from lienthong.axis.signing import api as signing
from lienthong.kernel.access.actor import Actor, Forbidden
from lienthong.kernel.files.services import open_file

from ..choices import CheckKind, VersionKind
from ..models import DocumentVersion, OutgoingDocument
from ..policies import can_sign
from ..workflow import OUTGOING
from . import letters
from .checking import NotChecked, missing_checks


class ChangedAfterApproval(Exception):
    """The version is not the one that was approved; it goes back to the signatory (Đ11.2)."""

    def __init__(self) -> None:
        self.message = _("Bản thảo đã thay đổi sau khi duyệt. Hãy duyệt lại trước khi ký.")
        super().__init__(self.message)


def places_of(version: DocumentVersion) -> signing.SigningPlaces:
    """Where number, date, signature and seal stand on the version's pages."""
    named = {name: signing_box(box) for name, box in version.places.items() if box}
    signatures = tuple(
        named[name]
        for name in ("signature", *(f"signature_{n}" for n in range(2, 10)))
        if name in named
    )
    seals = [named["seal"]] if "seal" in named else []
    # A co-issuing agency seals over its own signatory; on an uploaded page the place follows from his.
    for position in range(2, 2 + len(letters.joint_issuers(version.document))):
        own = named.get(f"seal_{position}")
        seals.append(own or signing.seal_over(named[f"signature_{position}"]))
    return signing.SigningPlaces(named.get("number"), named.get("date"), signatures, tuple(seals))


def signing_box(box: dict[str, float]) -> signing.Box:
    """A place of axis.papers as a place of axis.signing."""
    return signing.Box(
        int(box["page"]), box["x"], box["y"], box["x"] + box["w"], box["y"] + box["h"]
    )


def sign_document(
    *, document: OutgoingDocument, reason: str = "", by: Actor, at: dt.datetime
) -> OutgoingDocument:
    """Sign the approved version; the agency's number and seal come later, by the clerk.

    Of several signatories each signs in his turn; the paper is signed when the last one has. Those
    of co-issuing agencies sign after the lead's (`joint`).
    Raises `NotChecked` while one of the three acts of Đ11 and Đ12 is missing,
    `ChangedAfterApproval`, and what axis.signing refuses (no right to sign, no key).
    """
    turn = next_signer(document)
    if turn is None or not can_sign(by, document):
        raise Forbidden(_("Chỉ người ký ghi trong văn bản được ký, bằng chứng thư của chính mình."))
    version = document.current_version
    _require_ready(document, version)
    assert version is not None and version.file is not None  # noqa: PT018, S101  asked above
    right = signing.require_right(
        person_id=turn.person_id,
        post_id=turn.post_id,
        agency_id=document.agency_id,
        authority=turn.authority,
        type_code=document.type_code,
        subject=document.subject,
        on=timezone.localdate(at),
    )
    key = signing.key_of_person(turn.person_id, at=at)
    picture = signing.picture_of_person(turn.person_id)
    content = content_of(version)
    if turn.position == 1:
        content = signing.prepare(content, places_of(version))
    signed = signing.sign_person(
        content, key, picture, at, index=turn.position, reason=reason, stamper=signing.stamper()
    )
    signing.all_signed()

    def effect(locked: OutgoingDocument) -> None:
        _require_ready(locked, locked.current_version)
        if locked.current_version_id != version.pk:
            raise ChangedAfterApproval
        made = letters.add_version(
            locked,
            kind=VersionKind.PERSON_SIGNED,
            pdf=signed,
            places=dict(version.places),
            by=by,
            at=at,
        )
        signing.record_signature(
            kind="personal", digest=made.digest, key=key, right=right,
            agency_id=locked.agency_id, subject=locked, by=by, at=at,
        )  # fmt: skip
        locked.co_signatories.filter(position=turn.position).update(signed_at=at)
        locked.updated_at = at
        if turn.last:
            locked.signed_at = at

    own = {"drafted_by_signatory": True} if document.drafter_id == by.person_id else None
    verb = "sign" if turn.last else "sign_part"
    return OUTGOING.perform(document, verb, by=by, at=at, effect=effect, payload=own)


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose signature is next: his place in the order, his post, his authority."""

    position: int
    person_id: int
    post_id: int
    authority: str
    last: bool


def next_signer(document: OutgoingDocument) -> Turn | None:
    """Whose turn it is to sign, None when all have signed or nobody is named."""
    others = letters.co_signers(document)
    version = document.current_version
    if document.signatory_id is None or document.signed_at is not None:
        return None
    if version is None or version.kind != VersionKind.PERSON_SIGNED:
        return Turn(
            1, document.signatory_id, document.signatory_post_id or 0, document.authority,
            last=not others and not letters.joint_issuers(document),
        )  # fmt: skip
    waiting = [one for one in others if one.signed_at is None]
    if not waiting:
        return None
    one = waiting[0]
    return Turn(one.position, one.person_id, one.post_id, one.authority, last=len(waiting) == 1)


def _require_ready(document: OutgoingDocument, version: DocumentVersion | None) -> None:
    if version is not None and version.kind == VersionKind.PERSON_SIGNED:
        # What was checked and approved lies under the first signature, which guards it.
        if not document.approved_digest:
            raise ChangedAfterApproval
        return
    missing = missing_checks(document)
    if missing:
        names = ", ".join(str(CheckKind(kind).label).lower() for kind in missing)
        raise NotChecked(_("Chưa ký được: còn thiếu %(checks)s.") % {"checks": names})
    if version is None or version.digest != document.approved_digest:
        raise ChangedAfterApproval


def content_of(version: DocumentVersion) -> bytes:
    """The bytes of a version's file."""
    assert version.file is not None  # noqa: S101  versions with a file are asked for
    with open_file(version.file) as stream:
        return stream.read()


def number_and_date_snippets(
    version: DocumentVersion, number: str, on: dt.date
) -> tuple[bytes, bytes]:
    """Number and date drawn as they stand on the letter. Raises what axis.papers refuses."""
    places = {name: papers.Box(**box) for name, box in version.places.items() if box}
    letter = papers.RenderedLetter(pdf=b"", pages=1, fonts=frozenset(), places=places)
    return papers.number_appearance(number, places["number"]), papers.date_appearance(on, letter)
