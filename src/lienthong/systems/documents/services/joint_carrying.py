"""The worker carries a joint paper from the lead to each co-issuer and back (see `joint`)."""

import datetime as dt
from dataclasses import replace

from lienthong.kernel.access.actor import Actor, system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files.services import share

from ..choices import CheckKind, CheckOutcome, JointState, OutgoingState, VersionKind
from ..models import Check, JointIssuer, OutgoingDocument
from ..workflow import OUTGOING
from . import letters, rounds
from .joint import bytes_of, start_again

_HERE = {OutgoingState.APPROVED: JointState.ASKED, OutgoingState.SEALED: JointState.TO_SEAL}


def waits_for(document: OutgoingDocument) -> list[JointIssuer]:
    """The co-issuers whose agency has not signed yet, or whose signature has not come back."""
    rows = document.joint_issuers.order_by("position")
    return [r for r in rows if r.state != JointState.SEALED or r.brought_at is None]


def pass_on(*, document_id: int, at: dt.datetime) -> JointIssuer | None:
    """The worker gives the paper to the co-issuer whose turn it is; None when it is nobody's."""
    document = OutgoingDocument.objects.get(pk=document_id)
    wanted = _HERE.get(OutgoingState(document.state))
    version = document.current_version
    if wanted is None or version is None or version.file is None or not _due(document, wanted):
        return None
    part = _next(document, wanted)
    if part is None:
        return None
    worker = _worker(part)
    with acting(worker), act("documents.joint_passed", by=worker, at=at, subject=part):
        part.own_file = share(version.file, agency_id=part.issuer_id, by=worker, at=at)
        part.asked_file, part.made_file, part.brought_at = version.file, None, None
        part.state, part.asked_at, part.reason = wanted, at, ""
        part.subject, part.type_code = document.subject, document.type_code
        part.reference = document.reference
        part.save()
    return part


def _due(document: OutgoingDocument, wanted: JointState) -> bool:
    """Whether the lead's own part of this step is done, and nobody has the paper in hand."""
    version = document.current_version
    assert version is not None  # noqa: S101  the caller asked
    signed = version.kind in {VersionKind.PERSON_SIGNED, VersionKind.SEALED}
    in_hand = document.joint_issuers.filter(state__in=[JointState.ASKED, JointState.TO_SEAL])
    coming = document.joint_issuers.filter(made_file__isnull=False, brought_at=None)
    return signed and not in_hand.exists() and not coming.exists()


def _next(document: OutgoingDocument, wanted: JointState) -> JointIssuer | None:
    waiting = (
        [JointState.NAMED, JointState.RETURNED]
        if wanted == JointState.ASKED
        else [JointState.SIGNED]
    )
    return document.joint_issuers.filter(state__in=waiting).order_by("position").first()


def bring_back(*, part_id: int, at: dt.datetime) -> None:
    """The worker brings to the lead what a co-issuer made; called again it does nothing.

    What does not hold the lead's bytes unchanged (the draft was changed meanwhile) is not taken:
    the co-issuer is asked again.
    """
    part = JointIssuer.objects.select_related("made_file").filter(pk=part_id).first()
    if part is None or part.brought_at is not None:
        return
    worker = _worker(part)
    with acting(worker):
        document = OutgoingDocument.objects.get(pk=part.document_id)
        if part.state == JointState.RETURNED:
            _take_return(document, part, worker, at)
        elif part.made_file is not None and part.state in _TAKEN:
            _take(document, part, bytes_of(part.made_file), worker, at)


_TAKEN = {JointState.SIGNED: OutgoingState.APPROVED, JointState.SEALED: OutgoingState.SEALED}


def _take(
    document: OutgoingDocument, part: JointIssuer, made: bytes, worker: Actor, at: dt.datetime
) -> None:
    sealing = part.state == JointState.SEALED
    version = document.current_version
    before = bytes_of(version.file) if version is not None else b""
    if document.state != _TAKEN[JointState(part.state)] or not made.startswith(before):
        with act("documents.joint_passed", by=worker, at=at, subject=part):
            part.state = JointState.SIGNED if sealing else JointState.NAMED
            part.made_file = None
            part.save()
        return
    waiting = document.joint_issuers.filter(signed_at=None).exists()
    verb = "bring_part" if sealing or waiting else "bring_signed"
    assert version is not None  # noqa: S101  its bytes begin the file

    def effect(locked: OutgoingDocument) -> None:
        letters.add_version(
            locked, kind=VersionKind(version.kind), pdf=made, places=dict(version.places),
            by=worker, at=at,
        )  # fmt: skip
        JointIssuer.objects.filter(pk=part.pk).update(brought_at=at)
        if verb == "bring_signed":
            locked.signed_at = part.signed_at
        locked.updated_at = at

    OUTGOING.perform(document, verb, by=worker, at=at, effect=effect)


def _take_return(
    document: OutgoingDocument, part: JointIssuer, worker: Actor, at: dt.datetime
) -> None:
    if document.state != OutgoingState.APPROVED:
        JointIssuer.objects.filter(pk=part.pk).update(brought_at=at)
        return

    def effect(locked: OutgoingDocument) -> None:
        assert locked.current_version is not None  # noqa: S101  it was signed by the lead
        Check.objects.create(
            document=locked, version=locked.current_version, kind=CheckKind.APPROVAL,
            outcome=CheckOutcome.RETURNED, person_id=part.person_id, post_id=part.post_id,
            note=part.reason, at=at,
        )  # fmt: skip
        JointIssuer.objects.filter(pk=part.pk).update(brought_at=at)
        locked.approved_digest, locked.updated_at = "", at
        start_again(locked)
        rounds.start_again(locked)

    OUTGOING.perform(document, "bring_return", by=worker, at=at, effect=effect)


def _worker(part: JointIssuer) -> Actor:
    both = frozenset({part.agency_id, part.issuer_id})
    return replace(system_actor(part.agency_id), agency_ids=both)
