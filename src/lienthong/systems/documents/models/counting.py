"""Kept counts behind P2 and P2a: documents issued, sent by the exchange, signed by our own validator."""

from django.db import models

from lienthong.kernel.access.walls import ByAgency
from lienthong.kernel.tallies import Tally


class SignedTally(models.Model):
    """So many documents of an agency's month stand alike; rows of one key add up."""

    agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    month = models.DateField()
    exchanged = models.BooleanField()  # at least one envelope was sent
    signed = models.BooleanField()  # the verdict on the sent bytes counts (office practice §4.3)
    count = models.IntegerField()

    wall = ByAgency(recorded=False)

    class Meta:
        indexes = [models.Index(fields=["month", "agency"], name="documents_signed_tally")]


SIGNED = Tally(
    table="documents_signedtally",
    source="documents_outgoingdocument",
    key=("agency_id", "month", "exchanged", "signed"),
    counted="""
  SELECT d.agency_id, date_trunc('month', d.issue_date)::date AS month,
         -- X4 (a paper original) leaves P2 alone, X2 (the type goes on paper) both (§4.4).
         d.package_id IS NOT NULL AND coalesce(d.signature_verdict->>'exception', '') <> 'X4'
           AS exchanged,
         coalesce((d.signature_verdict->>'counts')::boolean, false) AS signed
    FROM {rows} d
   WHERE d.state IN ('issued', 'recalled') AND NOT d.internal
     AND coalesce(d.signature_verdict->>'exception', '') <> 'X2'
""",
)
