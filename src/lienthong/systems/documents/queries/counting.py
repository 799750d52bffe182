"""P2 and P2a from kept counts: what share of the documents our own validator finds signed."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.db.models import F, Q, QuerySet

from lienthong.axis.exchange import api as exchange
from lienthong.kernel import planned
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit

from ..choices import OutgoingState
from ..models import OutgoingDocument
from ..models.counting import SIGNED

_SHARES = """
CREATE OR REPLACE FUNCTION documents_signed_shares(first date, last date, agency bigint)
  RETURNS TABLE(exchanged bigint, exchanged_signed bigint, issued bigint, issued_signed bigint)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY SELECT coalesce(sum(t.count) FILTER (WHERE t.exchanged), 0),
         coalesce(sum(t.count) FILTER (WHERE t.exchanged AND t.signed), 0),
         coalesce(sum(t.count), 0), coalesce(sum(t.count) FILTER (WHERE t.signed), 0)
    FROM documents_signedtally t
   WHERE t.month BETWEEN first AND last
     AND (agency IS NULL OR t.agency_id = agency AND agency = ANY (app_agencies()));
END $$;
"""


@dataclass(frozen=True, slots=True)
class SignedShares:
    """P2 (documents sent by the exchange) and P2a (all issued): signed by our own validator."""

    p2: exchange.Share
    p2a: exchange.Share


def prepare() -> None:
    """Create the triggers and the function that sums them, as the owner; idempotent.

    Every official may see the four totals of the province and those of his own agency; lists
    behind them go through the wall.
    """
    SIGNED.prepare()
    with connection.cursor() as cursor:
        cursor.execute(_SHARES)


def signed_shares(period: exchange.Period, agency_id: int | None = None) -> SignedShares:
    """The two signature percentages of whole months of issue (office practice §4.3).

    Without an agency those of the province; another's agency gives nothing to share.
    """
    first, last = period.months
    with planned.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM documents_signed_shares(%s, %s, %s)", [first, last, agency_id]
        )
        sent, sent_signed, issued, issued_signed = map(int, cursor.fetchone())
    return SignedShares(exchange.Share(sent_signed, sent), exchange.Share(issued_signed, issued))


def signed_behind(
    actor: Actor, period: exchange.Period, *, exchanged: bool
) -> QuerySet[OutgoingDocument]:
    """The documents behind P2 (`exchanged`: sent by the exchange) or P2a, the unsigned ones first."""
    first, last = period.months
    following = (last.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    found = OutgoingDocument.objects.filter(
        state__in=[OutgoingState.ISSUED, OutgoingState.RECALLED],
        internal=False,
        issue_date__gte=first,
        issue_date__lt=following,
    )
    found = found.exclude(signature_verdict__exception="X2")
    if exchanged:
        found = found.filter(package__isnull=False).exclude(signature_verdict__exception="X4")
    return limit(found, actor).order_by(F("signature_verdict__counts").asc(nulls_first=True), "-pk")


def is_unsigned() -> Q:
    """What P2 and P2a miss: the verdict on the sent bytes does not count, or there is none."""
    return Q(signature_verdict__counts__isnull=True) | ~Q(signature_verdict__counts=True)
