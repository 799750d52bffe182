"""Tables of recorded acts (PL VI NĐ 30/2020 I.III.5: history of all acts is kept and provable).

A fact holds identifiers, hashes and names of changed fields. Text and personal data stand in
`FactSecret`, which a lawful destruction deletes without breaking the chain. No foreign keys to
what the facts speak of: history neither blocks nor is blocked by live data.
"""

from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import AGENCIES, ByParties, Open, Through, Wall


@dataclass(frozen=True)
class ByAgencyOrLine(Wall):
    """A fact is seen by the agency that acted and by each agency whose rows it changed."""

    recorded: bool = False

    def sql(self, model: type[models.Model]) -> str:
        return (
            f"agency_id = ANY {AGENCIES} OR EXISTS (SELECT 1 FROM facts_factline l"
            f" WHERE l.fact_id = facts_fact.id AND l.agency_ids && {AGENCIES})"
        )

    def q(self, model: type[models.Model], actor: Actor, prefix: str = "") -> Q:
        own = sorted(actor.agency_ids)
        key = OuterRef(f"{prefix}pk")
        lines = FactLine.objects.filter(fact_id=key, agency_ids__overlap=own)
        return Q(**{f"{prefix}agency_id__in": own}) | Q(Exists(lines))


class Fact(models.Model):
    """One act: who, for whom, what, when, in which request. Written once, by the database alone."""

    act = models.TextField()
    agency_id = models.BigIntegerField()
    person_id = models.BigIntegerField(null=True)
    post_id = models.BigIntegerField(null=True)
    stands_in_for = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    request = models.TextField()
    channel = models.TextField()
    subject_type = models.TextField(default="")
    subject_id = models.TextField(default="")
    includes = ArrayField(models.TextField(), default=list)
    line_count = models.IntegerField()
    payload_digest = models.BinaryField(null=True)
    # The order in which subscribers and seals read: an epoch, the transaction, then the id.
    epoch = models.IntegerField()
    xid = models.BigIntegerField()

    wall = ByAgencyOrLine()

    class Meta:
        indexes = [
            models.Index(fields=["epoch", "xid", "id"], name="facts_order"),
            models.Index(fields=["subject_type", "subject_id", "id"], name="facts_subject"),
            models.Index(fields=["agency_id", "-id"], name="facts_agency"),
        ]


class FactLine(models.Model):
    """One row changed by an act: table, key, operation, names of changed fields, salted digest."""

    fact = models.ForeignKey(Fact, models.DO_NOTHING, related_name="lines", db_constraint=False)
    agency_ids = ArrayField(models.BigIntegerField(), default=list)
    table = models.TextField()
    row = models.TextField()
    operation = models.TextField()
    fields = ArrayField(models.TextField(), default=list)
    digest = models.BinaryField()

    wall = ByParties("agency_ids", recorded=False)

    class Meta:
        indexes = [models.Index(fields=["table", "row", "id"], name="facts_line_row")]


class FactSecret(models.Model):
    """Salt and payload of a fact: what a lawful destruction erases (PL VI I.III.8, Đ18.4.b)."""

    fact = models.OneToOneField(Fact, models.DO_NOTHING, primary_key=True, db_constraint=False)
    salt = models.BinaryField()
    payload = models.JSONField(null=True)

    wall = Through("fact", recorded=False)


class Batch(models.Model):
    """A sealed run of leaves: its Merkle root is chained to the batch before."""

    stream = models.TextField()
    number = models.BigIntegerField()
    leaf_count = models.IntegerField()
    last_epoch = models.IntegerField()
    last_xid = models.BigIntegerField()
    last_id = models.BigIntegerField()
    root = models.BinaryField()
    previous = models.BinaryField()
    digest = models.BinaryField()
    sealed_at = models.DateTimeField()

    wall = Open("hashes only: anyone may check the chain", recorded=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "number"], name="facts_batch_number")
        ]


class Leaf(models.Model):
    """The place of one row in its batch."""

    batch = models.ForeignKey(Batch, models.DO_NOTHING, related_name="leaves", db_index=False)
    position = models.IntegerField()
    row_id = models.BigIntegerField()
    digest = models.BinaryField()

    wall = Open("hashes only: anyone may check the chain", recorded=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="facts_leaf_position")
        ]
        indexes = [models.Index(fields=["row_id"], name="facts_leaf_row")]


class Epoch(models.Model):
    """One row: the epoch of transaction numbers; a restore from a dump starts a new one."""

    number = models.IntegerField()
    started_at = models.DateTimeField()

    wall = Open("a counter", recorded=False)


class Subscription(models.Model):
    """How far a subscriber has read, and why it stands still when it does."""

    name = models.TextField(primary_key=True)
    epoch = models.IntegerField(default=0)
    xid = models.BigIntegerField(default=0)
    last_id = models.BigIntegerField(default=0)
    failures = models.IntegerField(default=0)
    error = models.TextField(default="", blank=True)
    retry_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)

    wall = Open("cursors: positions only", recorded=False)
