"""Who may do what with a paper that goes out: its draft, its chain, its issue (Đ10 to Đ19)."""

import datetime as dt

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies

from ..choices import StepKind, Verb, VersionKind
from ..models import JointIssuer, Opinion, OutgoingDocument
from ..rules import who_mends
from .inside import came_to_unit
from .own import keeps, own

DECIDERS = frozenset({"chief_of_office", "head"})
REGISTERED = ("sealed", "issued", "recalled")
SUBMITTED = ("checking", "approved", "signed")


def can_draft(actor: Actor, document: OutgoingDocument) -> bool:
    """The drafter, or another of the drafting unit, in the own agency (Đ10)."""
    return (
        actor.may(Verb.DRAFT)
        and document.agency_id == actor.agency_id
        and (document.drafter_id == actor.desk_id or document.unit_id == actor.unit_id)
    )


def may_order(actor: Actor) -> bool:
    """A leader, or the head of a unit, gives the drafting of a paper (Đ10.1)."""
    return actor.may(Verb.INSTRUCT) or (actor.may(Verb.ASSIGN) and actor.unit_id is not None)


def can_hand_on(actor: Actor, document: OutgoingDocument) -> bool:
    """A leader of the agency, or the head of the drafting unit, names another drafter."""
    if document.agency_id != actor.agency_id:
        return False
    return actor.may(Verb.INSTRUCT) or (
        actor.may(Verb.ASSIGN)
        and document.unit_id is not None
        and document.unit_id == actor.unit_id
    )


def _named(actor: Actor, document: OutgoingDocument, kind: str) -> bool:
    """Whether the round of the draft names the actor for this and it still waits."""
    if document.pk is None or actor.person_id is None:
        return False
    return document.steps.filter(kind=kind, person_id=actor.person_id, done_at=None).exists()


def can_opine(actor: Actor, document: OutgoingDocument) -> bool:
    """Whom the round asks for his opinion."""
    return own(actor, document) and _named(actor, document, StepKind.OPINION)


def can_check_content(actor: Actor, document: OutgoingDocument) -> bool:
    """The head of the drafting unit, the chief of office above the units, or whom the round of the
    draft names (Đ12.1)."""
    if not own(actor, document):
        return False
    return _named(actor, document, StepKind.CONTENT) or (
        actor.may(Verb.CHECK_CONTENT)
        and (
            document.unit_id is None
            or document.unit_id == actor.unit_id
            or actor.post_kind in {"chief_of_office", "deputy_chief_of_office"}
        )
    )


def can_check_form(actor: Actor, document: OutgoingDocument) -> bool:
    """The one charged with form: văn thư (Đ12.2)."""
    return actor.may(Verb.CHECK_FORM) and own(actor, document)


def can_approve(actor: Actor, document: OutgoingDocument) -> bool:
    """The one who is competent to sign it approves the draft (Đ11)."""
    return (
        actor.may(Verb.APPROVE)
        and own(actor, document)
        and document.signatory_id == actor.person_id
    )


def can_decide_original(actor: Actor, document: OutgoingDocument) -> bool:
    """The chief of office decides whether a document's original is paper (exception X4), and the head,
    who stands above him and is alone where the agency has no such post."""
    return own(actor, document) and actor.post_kind in DECIDERS


def can_return(actor: Actor, document: OutgoingDocument) -> bool:
    """Whoever stands in the chain may return it; it goes to the head of the drafting unit (Đ10.3)."""
    return (
        can_check_content(actor, document)
        or can_check_form(actor, document)
        or can_approve(actor, document)
        or can_sign(actor, document)
    )


def can_sign(actor: Actor, document: OutgoingDocument) -> bool:
    """Only the signatory whose turn it is, himself, never somebody at his desk (Đ13)."""
    return (
        actor.may(Verb.SIGN)
        and own(actor, document)
        and actor.person_id is not None
        and whose_turn(document) == actor.person_id
    )


def whose_turn(document: OutgoingDocument) -> int | None:
    """The person whose signature is next: the first signatory, then the others in their order."""
    version = document.current_version
    if version is None or version.kind != VersionKind.PERSON_SIGNED:
        return document.signatory_id
    waiting = document.co_signatories.filter(signed_at=None).order_by("position").first()
    return waiting.person_id if waiting is not None else None


def can_sign_joint(actor: Actor, part: JointIssuer) -> bool:
    """The signatory named for the co-issuing agency, himself, in a post of that agency (Đ13)."""
    return (
        actor.may(Verb.SIGN)
        and actor.stands_in_for is None
        and part.issuer_id == actor.agency_id
        and part.person_id == actor.person_id
        and part.post_id == actor.post_id
    )


def can_seal_joint(actor: Actor, part: JointIssuer) -> bool:
    """Văn thư of the co-issuing agency, in person (Đ32.2)."""
    return (
        actor.may(Verb.ISSUE) and actor.stands_in_for is None and part.issuer_id == actor.agency_id
    )


def can_read_joint(actor: Actor, part: JointIssuer) -> bool:
    """On the co-issuer's side: its signatory, and who reads or keeps its register."""
    return part.issuer_id in actor.agency_ids and (
        part.person_id == actor.desk_id or actor.may(Verb.ISSUE) or actor.may(Verb.READ_REGISTER)
    )


def brings_joint(actor: Actor, document: OutgoingDocument) -> bool:
    """Only the installation itself brings back what a co-issuing agency made."""
    return actor.is_system and document.agency_id in actor.agency_ids


def can_issue(actor: Actor, document: OutgoingDocument) -> bool:
    """Văn thư of the issuing agency, in person (Đ14 to Đ18, Đ32.2)."""
    return actor.may(Verb.ISSUE) and own(actor, document)


def can_recall(actor: Actor, document: OutgoingDocument) -> bool:
    """Văn thư carries out a signed notice of recall (Đ18.4), of the agency that keeps the paper."""
    return actor.may(Verb.RECALL) and actor.stands_in_for is None and keeps(actor, document)


def can_mend(actor: Actor, document: OutgoingDocument, on: dt.date) -> bool:
    """Who drafts the notice, the công văn or the document that mends an issued one (Đ18.3, Đ18.4).

    In the own agency the drafter and his unit; of an ended one, who drafts in the agency that
    stands in its place and may read the paper.
    """
    if document.state != "issued" or not actor.may(Verb.DRAFT):
        return False
    keepers = agencies.record_keepers(document.agency_id, on)
    ended = document.agency_id not in keepers
    mending = who_mends(document.agency_id, ended=ended, heirs=keepers)
    if actor.agency_id not in mending:
        return False
    return can_read_outgoing(actor, document) if ended else can_draft(actor, document)


def can_read_outgoing(actor: Actor, document: OutgoingDocument) -> bool:
    """The register is read by who may read it; a draft by those in its chain and its drafters."""
    if document.agency_id not in actor.agency_ids:
        return False
    own = {document.drafter_id, document.signatory_id, document.ordered_by_id}
    if actor.desk_id is not None and actor.desk_id in own:
        return True
    if document.unit_id is not None and document.unit_id == actor.unit_id:
        return True
    if document.state in REGISTERED:
        return actor.may(Verb.READ_REGISTER) or came_to_unit(actor, document)
    if in_chain(actor, document) or _co_signs(actor, document) or _in_round(actor, document):
        return True
    # Whom a draft without a unit is offered for its check of content opens it while it waits for that.
    return document.state == "checking" and can_check_content(actor, document)


def _in_round(actor: Actor, document: OutgoingDocument) -> bool:
    return document.steps.filter(person_id=actor.desk_id or 0).exists()


def _co_signs(actor: Actor, document: OutgoingDocument) -> bool:
    return (
        actor.may(Verb.SIGN)
        and document.co_signatories.filter(person_id=actor.desk_id or 0).exists()
    )


def in_chain(actor: Actor, document: OutgoingDocument) -> bool:
    """Whether the post checks or seals what was handed in: văn thư, the chief of office."""
    return document.state in SUBMITTED and (
        actor.may(Verb.CHECK_FORM)
        or actor.may(Verb.ISSUE)
        or actor.post_kind in {"chief_of_office", "deputy_chief_of_office"}
    )


def can_answer_opinion(actor: Actor, opinion: Opinion) -> bool:
    """The asked person, or an official of the asked unit or agency (not a clerk)."""
    return (
        actor.may(Verb.ANSWER_OPINION)
        and opinion.asked_agency_id == actor.agency_id
        and opinion.asked_unit_id in {None, actor.unit_id}
        and opinion.asked_person_id in {None, actor.desk_id}
    )
