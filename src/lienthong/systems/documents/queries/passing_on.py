"""Papers that mend what this office forwarded and have not gone to everybody who got it from here."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.agencies.models import Succession

from ..choices import LinkKind, UpdateState
from ..models import DocumentLink, PaperUpdate

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


def _updates() -> QuerySet[PaperUpdate]:
    """Updates agreed to, of papers that went on, which somebody of the ring has not got."""
    told = exchange.Delivery.objects.filter(
        package=OuterRef(OuterRef("delivery__package")), sender=OuterRef("sender"), current=True
    ).filter(Q(receiver=OuterRef("receiver")) | Q(addressed_to=OuterRef("receiver")))
    untold = (
        exchange.Delivery.objects.filter(
            package=OuterRef("document__delivery__package"),
            sender=OuterRef("document__agency"),
            current=True,
        )
        .exclude(status__in=OVER)
        .filter(~Exists(told))
    )
    return PaperUpdate.objects.filter(Exists(untold), state=UpdateState.AGREED)


def to_pass_on() -> Q:
    """The condition on incoming papers: a ring still waits for this one, or for an update of it.

    One list of both: of two, each paper of the agency would be looked for in each.
    """
    waiting = _links().values("incoming_id").union(_updates().values("document_id"), all=True)
    return Q(pk__in=waiting)
