"""Search in papers: words with or without marks, a number, an issuer, what cites a number, what is alike.

The database finds and ranks (search_sql.py) and gives ids only; the rows are fetched through the
walls. Registers take every hit (`search_incoming`), the search page the best and newest.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery, TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from lienthong.kernel import planned
from lienthong.kernel.access import prepared
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit

from ..choices import Verb
from ..models import DocumentText, IncomingDocument, OutgoingDocument, SearchEntry
from .incoming import incoming_for
from .outgoing import outgoing_for

INCOMING, OUTGOING = 1, 2
REGISTERED, HANDED_IN = 1, 2


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: words, and what narrows it; empty parts ask nothing.

    `since` and `until` are the day on the paper, both included; `cited` a number that the papers
    name as their basis or otherwise.
    """

    words: str = ""
    directions: tuple[int, ...] = ()
    types: tuple[int, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    issuer: str = ""
    cited: str = ""


_BEST = """SELECT id FROM documents_search(%s, %s, %s, %s::smallint[], %s, %s::smallint[],
 %s::smallint[], %s, %s, %s, %s)"""


def search(asked: Asked, actor: Actor, *, most: int) -> list[int]:
    """The ids of the best entries, exact ones first, then the newest; of what the post may read.

    Within the transaction `acting(actor)`: agencies and person are those of the context.
    """
    with planned.cursor() as cursor:
        cursor.execute(
            _BEST,
            [
                asked.words, most, _sees_incoming(actor), planned.array(_stages(actor)), actor.unit_id,
                planned.array(asked.directions) if asked.directions else None,
                planned.array(asked.types) if asked.types else None, asked.since, asked.until,
                asked.issuer, asked.cited,
            ],
        )  # fmt: skip
        return [row[0] for row in cursor.fetchall()]


def _sees_incoming(actor: Actor) -> bool:
    """As `incoming_for`: who may read the register, or receives, reads every incoming paper."""
    return actor.may(Verb.READ_REGISTER) or actor.may(Verb.RECEIVE)


def _stages(actor: Actor) -> list[int]:
    """As `outgoing_for`: which outgoing papers the post reads whole."""
    chief = actor.post_kind in {"chief_of_office", "deputy_chief_of_office"}
    seen = [REGISTERED] if actor.may(Verb.READ_REGISTER) else []
    if chief or actor.may(Verb.CHECK_FORM) or actor.may(Verb.ISSUE):
        seen.append(HANDED_IN)
    return seen


def entries(ids: Sequence[int], actor: Actor) -> list[SearchEntry]:
    """The entries with their papers, in the order of the ids; through the walls, in one query."""
    found = (
        limit(SearchEntry.objects.filter(pk__in=ids), actor)
        .select_related("incoming", "outgoing")
        .defer("lexemes")
        .in_bulk()
    )
    return [found[pk] for pk in ids if pk in found]


_SHOWN = (
    "pk", "incoming_id", "outgoing_id", "issued_on", "incoming__type_name", "incoming__subject",
    "incoming__destroyed_by", "outgoing__destroyed_by",
    "incoming__reference", "incoming__issuer_name", "incoming__state", "outgoing__type_code",
    "outgoing__subject", "outgoing__reference", "outgoing__notation", "outgoing__state",
)  # fmt: skip


def found_papers(ids: Sequence[int], actor: Actor, *, texts: bool = False) -> list[Any]:
    """What a list of results shows of the papers, in the order of the ids; one query.

    Named tuples of the entry (`pk`, `issued_on`) and of the one paper that it stands for, as
    `incoming__subject` or `outgoing__subject`; with `texts` also `text`, as its file was read or it
    was typed (None where there is none); through the walls.
    """
    found = prepared.of_ids(
        "documents.found.texts" if texts else "documents.found",
        actor,
        ids,
        lambda who, among: (
            limit(SearchEntry.objects.filter(pk__in=among), who).values_list(*_SHOWN, named=True)
            if not texts
            else limit(SearchEntry.objects.filter(pk__in=among), who)
            .annotate(text=_text_of(who))
            .values_list(*_SHOWN, "text", named=True)
        ),
    )
    by_id = {row.pk: row for row in found}
    return [by_id[pk] for pk in ids if pk in by_id]


def _text_of(actor: Actor) -> Coalesce:
    """The text of an entry's paper; what was read of its file before what was typed."""
    ways = (
        Subquery(
            limit(DocumentText.objects.filter(**{way: OuterRef(way)}), actor).values("text"),
            output_field=TextField(),
        )
        for way in ("incoming_id", "outgoing_id")
    )
    return Coalesce(*ways, "outgoing__text")


def find_entry(actor: Actor, pk: int) -> SearchEntry | None:
    """One entry whose paper the actor may read; None for a stranger's as for none."""
    entry = limit(SearchEntry.objects.filter(pk=pk), actor).first()
    if entry is None or pk not in readable([entry], actor):
        return None
    return entry


def entry_of(actor: Actor, paper: IncomingDocument | OutgoingDocument) -> int | None:
    """The entry by which search finds what is alike; None where the paper has none (destroyed)."""
    of = {"incoming" if isinstance(paper, IncomingDocument) else "outgoing": paper}
    rows = limit(SearchEntry.objects.filter(**of), actor).values_list("pk", flat=True)
    return rows.first()


def readable(found: Sequence[SearchEntry], actor: Actor) -> set[int]:
    """The entries whose papers the post may read; two queries."""
    incoming = {e.incoming_id: e.pk for e in found if e.incoming_id is not None}
    outgoing = {e.outgoing_id: e.pk for e in found if e.outgoing_id is not None}
    seen = incoming_for(actor).filter(pk__in=list(incoming)).values_list("pk", flat=True)
    left = outgoing_for(actor).filter(pk__in=list(outgoing)).values_list("pk", flat=True)
    return {incoming[pk] for pk in seen} | {outgoing[pk] for pk in left}


def similar(entry_id: int, actor: Actor, *, most: int = 50) -> list[int]:
    """Entries like the given one: sharing rare pairs of words of its head, or a cited number.

    Best first, among the newest thousand that share anything rare.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM documents_similar(%s, %s)", [entry_id, most])
        ids = [row[0] for row in cursor.fetchall()]
    seen = readable(entries(ids, actor), actor)
    return [pk for pk in ids if pk in seen]


def having_words(direction: int, words: str) -> RawSQL:
    """The ids of all papers of one direction that hold the words, for `pk__in`; the own agencies'."""
    return RawSQL("SELECT id FROM documents_found(%s::smallint, %s)", [direction, words])


def search_incoming(
    query: QuerySet[IncomingDocument], words: str, actor: Actor
) -> QuerySet[IncomingDocument]:
    """The papers of the query that hold the words, or bear the number; every one of them."""
    return query.filter(pk__in=having_words(INCOMING, words))


def search_outgoing(
    query: QuerySet[OutgoingDocument], words: str, actor: Actor
) -> QuerySet[OutgoingDocument]:
    """The documents of the query that hold the words, or bear the number; every one of them."""
    return query.filter(pk__in=having_words(OUTGOING, words))
