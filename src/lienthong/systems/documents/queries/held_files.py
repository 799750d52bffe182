"""Which stored files the papers of this system hold, and who may read them (kernel.files.readers).

A file is read by who may read its paper. A new column that points at a stored file is entered here.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, Q, QuerySet

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit
from lienthong.kernel.files.readers import Follows, Held, Mentioned, declare

from ..choices import Verb
from ..models import (
    Disposal,
    DisposalPaper,
    DocumentAnnex,
    DocumentVersion,
    IncomingAttachment,
    IncomingDocument,
    IncomingMail,
    IntakeItem,
    JointIssuer,
    MadeCopy,
    Opinion,
    OutgoingDocument,
    ScanLayer,
    WorkFile,
    WorkFileItem,
)
from .incoming import incoming_for
from .joint import joint_for
from .keeping import files_for
from .outgoing import opinions_for, outgoing_for

Rows = Callable[[Actor], QuerySet[Any]]


def _part_of(model: type[Model], paper: str, papers: Rows) -> Rows:
    """Rows that are read by who may read the paper that they belong to."""

    def rows(actor: Actor) -> QuerySet[Any]:
        seen = Q(**{f"{paper}__in": papers(actor).values("pk")})
        return limit(model._default_manager.all(), actor).filter(seen)

    return rows


def _of_clerks(model: type[Model]) -> Rows:
    """What lies with văn thư before it is a paper of the office."""

    def rows(actor: Actor) -> QuerySet[Any]:
        found = limit(model._default_manager.all(), actor)
        return found.filter(agency_id=actor.agency_id) if actor.may(Verb.RECEIVE) else found.none()

    return rows


def _copies(actor: Actor) -> QuerySet[MadeCopy]:
    seen = Q(incoming__in=incoming_for(actor).values("pk"))
    seen |= Q(outgoing__in=outgoing_for(actor).values("pk"))
    return limit(MadeCopy.objects.all(), actor).filter(seen)


def _disposals(actor: Actor) -> QuerySet[Disposal]:
    """Proposals to destroy are the archive's, who makes them."""
    rows = limit(Disposal.objects.all(), actor).filter(agency_id__in=sorted(actor.agency_ids))
    return rows if actor.may(Verb.DISPOSE) else rows.none()


def register() -> None:
    """Enter every column; the papers themselves before the ways by which they came."""
    declare(
        Held(IncomingDocument, "file", incoming_for),
        Held(
            IncomingAttachment, "file",
            _part_of(IncomingAttachment, "document", incoming_for), "document",
        ),
        Held(OutgoingDocument, "draft_file", outgoing_for),
        Held(OutgoingDocument, "draft_source", outgoing_for),
        *(
            Held(model, field, _part_of(model, "document", outgoing_for), "document")
            for model, field in (
                (DocumentVersion, "file"),
                (DocumentAnnex, "file"),
                (DocumentAnnex, "sealed_file"),
                (JointIssuer, "asked_file"),
            )
        ),
        Held(Opinion, "version_file", opinions_for),
        Held(Opinion, "asked_file", opinions_for),
        Held(JointIssuer, "own_file", joint_for),
        Held(JointIssuer, "made_file", joint_for),
        Held(MadeCopy, "file", _copies),
        Held(WorkFileItem, "stored_file", _part_of(WorkFileItem, "file", files_for), "file"),
        Held(WorkFile, "handover_record", files_for),
        Held(Disposal, "decision_file", _disposals),
        Held(Disposal, "minutes", _disposals),
        Held(DisposalPaper, "file", _part_of(DisposalPaper, "disposal", _disposals), "disposal"),
        Held(IntakeItem, "file", _of_clerks(IntakeItem)),
        Held(IncomingMail, "file", _of_clerks(IncomingMail)),
        Follows(ScanLayer, "file", "original"),
        Mentioned(ScanLayer, "original", "a scan is held by its own paper, not by what is made of it"),
    )  # fmt: skip
