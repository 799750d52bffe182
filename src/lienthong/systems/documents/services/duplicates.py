"""Probable duplicates among incoming papers: named to the clerk, never dropped (PL VI I.III.1.h)."""

from collections.abc import Sequence

from django.db import connection

from ..models import IncomingDocument

# The aggregate and not `min`, for which the planner would walk the whole table by its key.
_FIRST = "SELECT (array_agg(d.id ORDER BY d.id))[1] FROM documents_incomingdocument d"
_FIND = f"""
SELECT w.place, coalesce(
  ({_FIRST} WHERE w.identifier <> '' AND d.agency_id = w.agency AND d.document_id = w.identifier),
  ({_FIRST} WHERE w.reference <> '' AND d.agency_id = w.agency AND d.reference = w.reference
      AND d.issued_on IS NOT DISTINCT FROM w.issued
      AND CASE WHEN w.issuer IS NULL THEN d.issuer_name = w.name ELSE d.issuer_id = w.issuer END))
  FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::date[], %s::bigint[], %s::text[])
       WITH ORDINALITY AS w(agency, identifier, reference, issued, issuer, name, place)
"""


def name_duplicates(documents: Sequence[IncomingDocument]) -> None:
    """Set `duplicate_of` on papers that are not yet written, in one statement however many.

    The first of the same office with the same identifier, else with the same number, symbol, date
    and issuer.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _FIND,
            [
                [document.agency_id for document in documents],
                [document.document_id for document in documents],
                [document.reference for document in documents],
                [document.issued_on for document in documents],
                [document.issuer_id for document in documents],
                [document.issuer_name for document in documents],
            ],
        )
        for place, first in cursor.fetchall():
            documents[place - 1].duplicate_of_id = first
