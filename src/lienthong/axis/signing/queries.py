"""Reads of signing: rights, evidence, certificates and authorities."""

import datetime as dt

from django.db.models import F, Model, Q, QuerySet

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit
from lienthong.kernel.agencies.choices import AgencyKind, PostKind
from lienthong.kernel.agencies.models import Agency, Post, PostHolding
from lienthong.kernel.files.models import StoredFile

from .choices import HolderKind
from .models import (
    Certificate,
    KeyPlace,
    LastingProof,
    PublicCode,
    SignatureEvidence,
    SigningRight,
    TrustedAuthority,
)
from .rules import Grant, PostFacts

# Agencies that decide collectively (chế độ tập thể, Đ13.2); all others work under a head (Đ13.1).
COLLECTIVE = frozenset({AgencyKind.PEOPLES_COMMITTEE, AgencyKind.PEOPLES_COUNCIL})


def post_facts(person_id: int, post_id: int, agency_id: int, on: dt.date) -> PostFacts:
    """The signer's post on the day, as the rules need it; raises `Post.DoesNotExist`."""
    post = Post.objects.get(pk=post_id)
    holding = PostHolding.objects.on(on).filter(post=post, person=person_id).first()
    kind_of_agency = Agency.objects.values_list("kind", flat=True).get(pk=agency_id)
    return PostFacts(
        person_id=person_id,
        post_id=post.pk,
        title=post.title,
        kind=post.kind,
        agency_id=post.agency_id,
        held=holding is not None,
        acting=holding.acting if holding is not None else "",
        heads_agency=_heads(post),
        collective=kind_of_agency in COLLECTIVE,
    )


def _heads(post: Post) -> bool:
    """Whether the post is at the top of its agency: its head, or a chief of an office of its own."""
    if post.kind == PostKind.HEAD:
        return True
    if post.kind != PostKind.CHIEF_OF_OFFICE or post.unit_id is not None:
        return False
    return not Post.objects.filter(agency=post.agency_id, kind=PostKind.HEAD).exists()


def rights_for(agency_id: int, post_id: int) -> list[Grant]:
    """The written grants of an agency to a post, past and present."""
    rows = SigningRight.objects.filter(agency=agency_id, post=post_id)
    return [grant_of(row) for row in rows.select_related("passed_from").order_by("pk")]


def grant_of(row: SigningRight) -> Grant:
    """A stored right as a value for the rules."""
    return Grant(
        row.pk,
        row.agency_id,
        row.post_id,
        row.authority,
        row.period.lower,
        row.basis,
        row.period.upper,
        tuple(row.types),
        tuple(row.subjects),
        grant_of(row.passed_from) if row.passed_from is not None else None,
    )


def rights_of_agency(actor: Actor, agency_id: int, on: dt.date) -> QuerySet[SigningRight]:
    """The rights that hold on the day, by post."""
    rows = limit(SigningRight.objects.filter(agency=agency_id, period__contains=on), actor)
    return rows.select_related("post", "passed_from").order_by("post", "authority", "pk")


def evidence_of(actor: Actor, subject: Model) -> QuerySet[SignatureEvidence]:
    """The evidence of every signature on a row that the actor may see, in order of signing."""
    rows = SignatureEvidence.objects.filter(
        subject_label=subject._meta.label_lower, subject_id=str(subject.pk)
    )
    return (
        limit(rows, actor)
        .select_related("certificate", "person", "post")
        .order_by("signed_at", "pk")
    )


def authorities(actor: Actor) -> QuerySet[TrustedAuthority]:
    """The list of authorities with what is proposed, newest first."""
    return limit(TrustedAuthority.objects.all(), actor).order_by("-since", "-pk")


def certificates_of_agency(actor: Actor, agency_id: int) -> QuerySet[Certificate]:
    """Certificates pinned to an agency, newest first."""
    rows = limit(Certificate.objects.filter(agency=agency_id), actor)
    return rows.select_related("person").order_by("-valid_from", "-pk")


def keys_of_agency(actor: Actor, agency_id: int) -> QuerySet[KeyPlace]:
    """The enrolled keys of an agency and its people, those in use first."""
    rows = limit(KeyPlace.objects.filter(agency=agency_id), actor)
    return rows.select_related("certificate__person").order_by(
        F("ended_at").desc(nulls_first=True), "-enrolled_at", "-pk"
    )


def fingerprints_of_person(person_id: int | None) -> frozenset[str]:
    """The fingerprints of a person's own certificates, past and present (condition 1 of P2)."""
    rows = Certificate.objects.filter(person=person_id, kind=HolderKind.PERSONAL)
    return frozenset(rows.values_list("fingerprint", flat=True)) if person_id else frozenset()


def archive_copy(sent: StoredFile) -> StoredFile | None:
    """The archive copy of a sent file, which begins with its bytes and carries proof; None yet."""
    row = LastingProof.objects.filter(sent=sent, kept__isnull=False).select_related("kept").first()
    return row.kept if row is not None else None


def missing_proofs(actor: Actor) -> QuerySet[LastingProof]:
    """Sent files of one's own agency that still lack their long-term proof or whose renewal fails,
    the oldest first; a file that was destroyed waits for nothing and is left out."""
    rows = limit(LastingProof.objects.filter(agency=actor.agency_id), actor)
    rows = rows.filter(Q(level="") | ~Q(last_error=""), next_at__isnull=False)
    return rows.select_related("sent").order_by("since", "pk")


def code_of(actor: Actor, subject: Model) -> PublicCode | None:
    """The public code of a paper that the actor may see; None where it has none."""
    rows = PublicCode.objects.filter(
        subject_label=subject._meta.label_lower, subject_id=str(subject.pk)
    )
    return limit(rows, actor).first()
