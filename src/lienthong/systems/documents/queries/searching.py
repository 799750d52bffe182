"""Search in papers: one function of the database filters by the wall's own array and returns ids.

Words are matched without diacritics and tone marks; exact ones rank first. Text search under
row-level security must not run as a plain query (docs/decisions/0002), so it runs in a SECURITY
DEFINER function that filters by `app_agencies()` and gives ids only, joined back to the wall.
"""

from django.db import connection
from django.db.models import Q, QuerySet

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.text import fold

from ..models import IncomingDocument, OutgoingDocument

MOST = 3000

_FUNCTION = """
CREATE OR REPLACE FUNCTION documents_fold(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, coalesce(t, ''))) $$;

CREATE OR REPLACE FUNCTION documents_search(kind text, words text, most integer)
  RETURNS TABLE(id bigint) LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
DECLARE own bigint[] := app_agencies(); q tsquery := plainto_tsquery('simple', documents_fold(words));
BEGIN
  IF kind = 'incoming' THEN
    RETURN QUERY WITH hits AS MATERIALIZED (
      SELECT d.id, d.arrived_at FROM documents_incomingdocument d
       WHERE to_tsvector('simple', documents_fold(d.reference || ' ' || d.subject || ' ' || d.issuer_name)) @@ q
         AND d.agency_id = ANY (own) LIMIT 20000)
      SELECT h.id FROM hits h ORDER BY h.arrived_at DESC LIMIT most;
  ELSE
    RETURN QUERY WITH hits AS MATERIALIZED (
      SELECT d.id, d.updated_at FROM documents_outgoingdocument d
       WHERE to_tsvector('simple', documents_fold(d.reference || ' ' || d.notation || ' ' || d.subject)) @@ q
         AND d.agency_id = ANY (own) LIMIT 20000)
      SELECT h.id FROM hits h ORDER BY h.updated_at DESC LIMIT most;
  END IF;
END $$;

CREATE INDEX IF NOT EXISTS documents_incoming_words ON documents_incomingdocument
  USING gin (to_tsvector('simple', documents_fold(reference || ' ' || subject || ' ' || issuer_name)));
CREATE INDEX IF NOT EXISTS documents_outgoing_words ON documents_outgoingdocument
  USING gin (to_tsvector('simple', documents_fold(reference || ' ' || notation || ' ' || subject)));
"""


def prepare() -> None:
    """Create the search function and its indexes, as the owner; idempotent."""
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTION)


def matching(kind: str, words: str, most: int = MOST) -> list[int]:
    """Ids of the papers that hold all the words, newest first, of one's own agencies only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM documents_search(%s, %s, %s)", [kind, fold(words), most])
        return [row[0] for row in cursor.fetchall()]


def search_incoming(
    query: QuerySet[IncomingDocument], words: str, actor: Actor
) -> QuerySet[IncomingDocument]:
    """The papers of the query that hold the words, or whose number begins with them."""
    found = Q(pk__in=matching("incoming", words)) | Q(reference__istartswith=words.strip())
    if words.strip().isdigit():
        found |= Q(arrival_number=int(words.strip()[:9]))
    return query.filter(found)


def search_outgoing(
    query: QuerySet[OutgoingDocument], words: str, actor: Actor
) -> QuerySet[OutgoingDocument]:
    """The documents of the query that hold the words, or whose number begins with them."""
    return query.filter(
        Q(pk__in=matching("outgoing", words)) | Q(reference__istartswith=words.strip())
    )
