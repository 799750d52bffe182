"""Papers that mend what this office forwarded and have not gone to everybody who got it from here."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.agencies.models import Succession

from ..choices import LinkKind
from ..models import DocumentLink

MENDING = (LinkKind.RECALLS, LinkKind.REPLACES, LinkKind.CORRECTS)
OVER = (exchange.DeliveryStatus.REFUSED, exchange.DeliveryStatus.RETRACT_AGREED)


def _links() -> QuerySet[DocumentLink]:
    """The bonds of such papers to what they mend; as a subquery, for any agency's rows.

    Who forwarded may have ended, and who got it from there: then its heir tells, and theirs are told.
    """
    sent = exchange.Delivery.objects.filter(
        package=OuterRef(OuterRef("incoming__delivery__package")),
        sender=OuterRef(OuterRef("agency")),
        current=True,
    )
    heir = Succession.objects.filter(
        predecessor=OuterRef(OuterRef("receiver")), successor=OuterRef("receiver")
    )
    told = sent.filter(Q(receiver=OuterRef("receiver")) | Exists(heir))
    here = Succession.objects.filter(
        predecessor=OuterRef("receiver"), successor=OuterRef(OuterRef("agency"))
    )
    untold = (
        exchange.Delivery.objects.filter(
            package=OuterRef("to_incoming__delivery__package"),
            sender=OuterRef("to_incoming__agency"),
            current=True,
        )
        .exclude(status__in=OVER)
        .filter(~Exists(told), ~Exists(here))
    )
    return DocumentLink.objects.filter(kind__in=MENDING, incoming__isnull=False).filter(
        Exists(untold)
    )


def to_pass_on() -> Q:
    """The condition on incoming papers: a ring still waits for this one."""
    return Q(pk__in=_links().values("incoming_id"))
