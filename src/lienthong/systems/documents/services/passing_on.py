"""What takes back, replaces or corrects a paper goes on to those to whom the paper was forwarded.

Papers first (Đ18.3, 18.4): the notice, the replacing document or the correcting công văn is itself
forwarded unchanged to the same ring, by the forwarder's own act; only on the ground of a notice of
recall are the ring's deliveries asked back (13). Nothing here changes a file or a message of the issuer.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.access.actor import Actor, Forbidden
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.models import Agency
from lienthong.kernel.facts.recording import act

from ..choices import LinkKind, UpdateState, Verb
from ..models import DocumentLink, IncomingDocument, PaperUpdate
from ..queries.passing_on import MENDING, OVER


class NotPassedOn(Exception):
    """The paper cannot be passed on to the ring as it stands; says what to do."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Ring:
    """A paper that this office had forwarded, what the later paper does to it, and who still has it.

    `untold` are those of the ring to whom the later paper has not been forwarded yet.
    """

    original: IncomingDocument
    kind: LinkKind
    receivers: tuple[int, ...]
    untold: tuple[int, ...]


def rings_of(paper: IncomingDocument) -> list[Ring]:
    """The rings that must hear of a paper that came in; none where nothing was forwarded."""
    links = DocumentLink.objects.filter(
        incoming=paper, kind__in=MENDING, to_incoming__delivery__isnull=False
    ).select_related("to_incoming__delivery")
    told = set(_receivers(paper)) if paper.delivery_id is not None else set()
    told.add(paper.agency_id)
    rings = []
    for link in links.order_by("pk"):
        original = link.to_incoming
        assert original is not None  # noqa: S101  filtered above
        have = _receivers(original)
        if have:
            untold = _untold(have, told)
            rings.append(Ring(original, LinkKind(link.kind), have, untold))
    return rings


def _untold(have: tuple[int, ...], told: set[int]) -> tuple[int, ...]:
    """Who has the paper and was not told, neither himself nor who stands in the place of one that ended."""
    open_ones = [pk for pk in have if pk not in told]
    ended = set(
        Agency.objects.filter(pk__in=open_ones, closed_by__isnull=False).values_list(
            "pk", flat=True
        )
    )
    return tuple(
        pk
        for pk in open_ones
        if pk not in ended or not told & {kin.agency_id for kin in agencies.successors(pk)}
    )


def _receivers(paper: IncomingDocument) -> tuple[int, ...]:
    """To whom this office forwarded the paper and who has not given it back or returned it."""
    assert paper.delivery is not None  # noqa: S101  the callers ask for papers of the exchange
    rows = exchange.Delivery.objects.filter(
        package_id=paper.delivery.package_id, sender_id=paper.agency_id, current=True
    ).exclude(status__in=OVER)
    return tuple(rows.order_by("pk").values_list("receiver_id", flat=True))


def ring_of_update(update: PaperUpdate) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Who has the updated paper from here, and who of them has not got this update; of one agreed to."""
    if update.state != UpdateState.AGREED or update.document.delivery_id is None:
        return (), ()
    have = _receivers(update.document)
    if not have:
        return (), ()
    sent = exchange.Delivery.objects.filter(
        package_id=update.delivery.package_id, sender_id=update.document.agency_id, current=True
    )
    told = {update.document.agency_id, *sent.values_list("receiver_id", flat=True)}
    return have, _untold(have, told)


def pass_update_on(*, update: PaperUpdate, note: str = "", by: Actor, at: dt.datetime) -> int:
    """Send an update that was agreed to on to the ring of its paper, unchanged, as its own envelope.

    Returns to how many it was newly sent; again it sends nothing twice. Raises `Forbidden`,
    `NotPassedOn`, and what the exchange refuses.
    """
    document = update.document
    if not (by.may(Verb.ISSUE) or by.may(Verb.INSTRUCT)) or document.agency_id != by.agency_id:
        raise Forbidden(_("Chỉ văn thư hoặc lãnh đạo của cơ quan nhận được chuyển tiếp."))
    have, untold = ring_of_update(update)
    if not have:
        raise NotPassedOn(
            _("Chỉ chuyển tiếp cập nhật đã đồng ý, của văn bản mà cơ quan đã chuyển tiếp.")
        )
    if untold:
        with act("documents.update_passed_on", by=by, at=at, subject=document):
            exchange.forward_update(
                delivery=update.delivery, receivers=untold, instruction=note.strip(), by=by, at=at
            )
    return len(untold)


def untold_of(original: IncomingDocument) -> list[IncomingDocument]:
    """The papers held here that mend a forwarded one and have not gone to its whole ring yet."""
    links = DocumentLink.objects.filter(
        to_incoming=original, kind__in=MENDING, incoming__delivery__isnull=False
    ).select_related("incoming__delivery")
    papers = [link.incoming for link in links.order_by("pk") if link.incoming is not None]
    return [
        paper
        for paper in papers
        if any(ring.untold for ring in rings_of(paper) if ring.original.pk == original.pk)
    ]


def pass_on(*, paper: IncomingDocument, note: str = "", by: Actor, at: dt.datetime) -> int:
    """Forward a mending paper to every ring that has what it mends; a recall asks it back there.

    Returns to how many it was newly sent; again it sends nothing twice. Raises `Forbidden`,
    `NotPassedOn`, and what the exchange refuses.
    """
    if not (by.may(Verb.ISSUE) or by.may(Verb.INSTRUCT)) or paper.agency_id != by.agency_id:
        raise Forbidden(_("Chỉ văn thư hoặc lãnh đạo của cơ quan nhận được chuyển tiếp."))
    if paper.entry_id is None or paper.delivery is None:
        raise NotPassedOn(_("Hãy vào sổ văn bản đến trước khi chuyển tiếp."))
    rings = rings_of(paper)
    if not rings:
        raise NotPassedOn(_("Văn bản này không liên quan văn bản nào đã chuyển tiếp."))
    untold = list(dict.fromkeys(pk for ring in rings for pk in ring.untold))
    with act("documents.forwarded", by=by, at=at, subject=paper):
        if untold:
            exchange.forward(
                delivery=paper.delivery, receivers=untold,
                instruction=note.strip() or _words(rings[0]), by=by, at=at,
            )  # fmt: skip
        for ring in rings:
            if ring.kind == LinkKind.RECALLS:
                _ask_back(ring, paper, by, at)
    return len(untold)


def _words(ring: Ring) -> str:
    """What goes with it where the forwarder writes nothing: what it does to the paper they have."""
    return _("%(does)s văn bản %(reference)s mà cơ quan đã chuyển tiếp.") % {
        "does": ring.kind.label,
        "reference": ring.original.reference,
    }


def _ask_back(ring: Ring, notice: IncomingDocument, by: Actor, at: dt.datetime) -> None:
    assert ring.original.delivery is not None and notice.delivery is not None  # noqa: PT018, S101
    exchange.withdraw(
        package=ring.original.delivery.package,
        notice=notice.delivery.package,
        reason=_("Theo %(notice)s của nơi ban hành") % {"notice": notice.reference},
        sender_id=ring.original.agency_id,
        receivers=ring.receivers,
        by=by,
        at=at,
    )
