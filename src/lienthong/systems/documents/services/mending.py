"""What a paper that mends another begins with: its words, whom it must reach, and who signs it.

A recall, a correction, a replacement is a paper of whoever makes it (Đ18.3, Đ18.4): of the agency that
issued the mended one, or of the one that keeps its papers since it ended. Then it bears that one's
symbol, place and signatory, names the old paper under the name that its issuer had, and says by which
decision it speaks for it.
"""

import datetime as dt
from dataclasses import replace

from django.utils.translation import gettext as _

from lienthong.axis.exchange import api as exchange
from lienthong.axis.papers import api as papers
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.models import Agency, Decision
from lienthong.kernel.text import format_date

from ..choices import Authority, Purpose
from ..models import OutgoingDocument
from .drafting import Draft
from .ordering import place_of
from .recipients import RecipientLine, Unresolvable, lines_of, meaning

GIVEN_BACK = (exchange.DeliveryStatus.REFUSED, exchange.DeliveryStatus.RETRACT_AGREED)


def words_of(document: OutgoingDocument, *, by: Actor, on: dt.date) -> dict[str, str]:
    """The old paper as a sentence names it; `of` and `standing` are empty in its own agency."""
    day = document.issue_date or on
    # A paper sealed on the very last day may bear the next one: the agency's last name then.
    named = agencies.names_of([document.agency_id], day)
    issuer = named.get(document.agency_id) or agencies.current_name(document.agency_id)
    own = document.agency_id == by.agency_id
    return {
        "type": papers.document_type(document.type_code).name.lower(),
        "reference": document.reference,
        "day": format_date(document.issue_date) if document.issue_date else "",
        "subject": document.subject,
        "agency": issuer.name,
        "by": agencies.name_at(by.agency_id, on).name,
        "of": "" if own else _(" của %s") % issuer.name,
        "short_of": "" if own else _(" của %s") % issuer.short_name,
        "standing": "" if own else "\n" + _standing(document.agency_id, issuer.name, by, on),
    }


def _standing(issuer_id: int, issuer: str, by: Actor, on: dt.date) -> str:
    """By what the heir speaks: the issuer's end, the decision, and that its papers came here."""
    ended = Agency.objects.get(pk=issuer_id).closed_on
    decision = agencies.ended_by(issuer_id)
    return _(
        "%(agency)s đã kết thúc hoạt động từ ngày %(day)s theo %(decision)s; %(by)s kế tiếp và quản "
        "lý văn bản của cơ quan này."
    ) % {
        "agency": issuer,
        "day": format_date(ended) if ended is not None else "",
        "decision": _named(decision) if decision is not None else _("quyết định sắp xếp"),
        "by": agencies.name_at(by.agency_id, on).name,
    }


def _named(decision: Decision) -> str:
    if not decision.number:
        return decision.title
    day = _(" ngày %s") % format_date(decision.decided_on) if decision.decided_on else ""
    return _("văn bản số %(number)s%(day)s") % {"number": decision.number, "day": day}


def draft_of(
    document: OutgoingDocument, *, type_code: int, subject: str, text: str, by: Actor, on: dt.date
) -> Draft:
    """The draft of the mending paper, ready to be gone on with.

    In the own agency it has the symbol and the signatory of the paper that it mends; an heir has its
    own: the symbol is suggested anew, its head signs.
    """
    lines = lines_reaching(document, type_code, on, by.agency_id)
    draft = Draft(
        type_code=type_code, subject=subject, text=text, notation="", place=document.place,
        recipients=lines, urgency=document.urgency,
    )  # fmt: skip
    if document.agency_id == by.agency_id:
        return replace(
            draft,
            notation=document.notation if type_code == document.type_code else "",
            signatory_id=document.signatory_id,
            signatory_post_id=document.signatory_post_id,
            authority=document.authority,
            unit_id=document.unit_id,
        )
    head = agencies.head_of(by.agency_id, on)
    collective = Agency.objects.filter(pk=by.agency_id, kind="peoples_committee").exists()
    return replace(
        draft,
        place=place_of(by.agency_id, on),
        signatory_id=head.person_id if head is not None else None,
        signatory_post_id=head.post_id if head is not None else None,
        authority=Authority.FOR_COLLECTIVE if collective else Authority.IN_OWN_RIGHT,
    )


def lines_reaching(
    document: OutgoingDocument, type_code: int, on: dt.date, within: int
) -> tuple[RecipientLine, ...]:
    """Lines of Nơi nhận that reach everybody who got the paper, or who takes his mail now (Đ18.4).

    A line stays as it is written where it still means them on the day; where it does not (its level
    has ended, an office has another name), they are named one by one. "Kính gửi" only where the type
    has one (PL I.II.9).
    """
    heirs = Heirs(on)
    own = document.agency_id == within
    reached: set[int] = {within, document.agency_id}
    made: list[RecipientLine] = []
    rows = _agencies_by_position(document)
    for position, line in zip(_positions(document), lines_of(document), strict=True):
        wanted = heirs.of(rows.get(position, [])) - {within}
        if line.purpose == Purpose.FILE or not rows.get(position):
            if own or line.outside_name:
                made.append(line)
            continue
        if not wanted and not own:
            continue  # everybody it named is the heir itself now: the line would owe itself to the dead
        means = _means(line, on, within) - {within}
        if wanted <= means and (own or means == wanted):
            made.append(line)
            reached |= means
            continue
        made += [_named_line(pk, line, on) for pk in sorted(wanted - reached)]
        reached |= wanted
    late = heirs.of(_delivered_to(document)) - reached
    inform = RecipientLine("", Purpose.INFORM)
    made += [_named_line(pk, inform, on) for pk in sorted(late)]
    if not any(line.purpose == Purpose.FILE for line in made):
        made.append(RecipientLine("VT", Purpose.FILE))
    salutes = papers.document_type(type_code).salutation in {"required", "telegram"}
    return tuple(
        replace(line, addressee=salutes and line.addressee, left_out_reason="") for line in made
    )


def _named_line(agency_id: int, line: RecipientLine, on: dt.date) -> RecipientLine:
    """A line of its own for one agency, as the line did that named it with others."""
    named = agencies.name_at(agency_id, on)
    alone = agencies.find_agency(named.short_name, on) == agency_id
    name = named.short_name if alone else named.name
    return RecipientLine(name, line.purpose, addressee=line.addressee, agency_id=agency_id)


def _means(line: RecipientLine, on: dt.date, within: int) -> set[int]:
    try:
        return set(meaning(line, on, within).agency_ids)
    except Unresolvable:
        return set()


def _positions(document: OutgoingDocument) -> list[int]:
    rows = document.recipients.order_by("position", "id").values_list("position", flat=True)
    return list(dict.fromkeys(rows))


def _agencies_by_position(document: OutgoingDocument) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    rows = document.recipients.filter(agency__isnull=False, left_out_reason="")
    for position, agency_id in rows.values_list("position", "agency_id"):
        if agency_id is not None:
            found.setdefault(position, []).append(agency_id)
    return found


def only_the_keeper_holds(document: OutgoingDocument, *, by: Actor, on: dt.date) -> bool:
    """Whether everybody who got an ended agency's paper is the one that keeps its papers now."""
    if document.agency_id == by.agency_id or document.package_id is None:
        return False
    holders = _delivered_to(document)
    return bool(holders) and Heirs(on).of(holders) <= {by.agency_id}


def _delivered_to(document: OutgoingDocument) -> list[int]:
    """Who got the paper by the exchange and has not given it back."""
    if document.package_id is None:
        return []
    rows = exchange.Delivery.objects.filter(
        package_id=document.package_id, sender_id=document.agency_id, current=True
    ).exclude(status__in=GIVEN_BACK)
    return list(rows.order_by("pk").values_list("receiver_id", flat=True))


class Heirs:
    """Who takes the mail of an agency on a day: itself while it lives; asked once for each."""

    def __init__(self, on: dt.date) -> None:
        self.on = on
        self.known: dict[int, int | None] = {}

    def of(self, agency_ids: list[int]) -> set[int]:
        """The living agencies that stand for these; who has nobody is left out."""
        new = [pk for pk in agency_ids if pk not in self.known]
        alive = set(Agency.objects.on(self.on).filter(pk__in=new).values_list("pk", flat=True))
        for pk in new:
            heir = None if pk in alive else agencies.mail_successor(pk, self.on)
            self.known[pk] = pk if pk in alive else heir.agency_id if heir is not None else None
        found = (self.known[pk] for pk in agency_ids)
        return {pk for pk in found if pk is not None}
