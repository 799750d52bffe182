"""The signatory signs with his own certificate; his right to sign is checked and kept (Đ13)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
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
    signatures = tuple(named[n] for n in ("signature", "signature_2") if n in named)
    seals = tuple(named[n] for n in ("seal", "seal_2") if n in named)
    return signing.SigningPlaces(named.get("number"), named.get("date"), signatures, seals)


def signing_box(box: dict[str, float]) -> signing.Box:
    """A place of axis.papers as a place of axis.signing."""
    return signing.Box(
        int(box["page"]), box["x"], box["y"], box["x"] + box["w"], box["y"] + box["h"]
    )


def sign_document(
    *, document: OutgoingDocument, reason: str = "", by: Actor, at: dt.datetime
) -> OutgoingDocument:
    """Sign the approved version; the agency's number and seal come later, by the clerk.

    Raises `NotChecked` while one of the three acts of Đ11 and Đ12 is missing,
    `ChangedAfterApproval`, and what axis.signing refuses (no right to sign, no key).
    """
    version = document.current_version
    if not can_sign(by, document):
        raise Forbidden(_("Chỉ người ký ghi trong văn bản được ký, bằng chứng thư của chính mình."))
    _require_ready(document, version)
    assert version is not None and version.file is not None  # noqa: PT018, S101  asked above
    right = signing.require_right(
        person_id=document.signatory_id or 0,
        post_id=document.signatory_post_id or 0,
        agency_id=document.agency_id,
        authority=document.authority,
        type_code=document.type_code,
        subject=document.subject,
        on=timezone.localdate(at),
    )
    key = signing.key_of_person(document.signatory_id or 0, at=at)
    picture = signing.picture_of_person(document.signatory_id or 0)
    prepared = signing.prepare(content_of(version), places_of(version))
    signed = signing.sign_person(
        prepared, key, picture, at, reason=reason, stamper=signing.stamper()
    )

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
        locked.signed_at = locked.updated_at = at

    own = {"drafted_by_signatory": True} if document.drafter_id == by.person_id else None
    return OUTGOING.perform(document, "sign", by=by, at=at, effect=effect, payload=own)


@dataclass(frozen=True, slots=True)
class SignedOne:
    """What became of one document of a round: signed, or why not in one sentence."""

    document_id: int
    subject: str
    refusal: str = ""


def sign_all(
    *, documents: Sequence[OutgoingDocument], by: Actor, at: dt.datetime
) -> list[SignedOne]:
    """Sign the selected documents one by one; one that is refused does not hold up the others.

    No seal is set here: that is the clerk's own act (Đ32.2).
    """
    results = []
    for document in documents:
        try:
            with transaction.atomic():
                sign_document(document=document, by=by, at=at)
        except Exception as refusal:
            sentence = str(getattr(refusal, "message", ""))
            if not sentence:
                raise
            results.append(SignedOne(document.pk, document.subject, sentence))
        else:
            results.append(SignedOne(document.pk, document.subject))
    return results


def _require_ready(document: OutgoingDocument, version: DocumentVersion | None) -> None:
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
