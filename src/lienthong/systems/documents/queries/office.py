"""Reads of the office around the papers: what came back, what was mended, calendar, post, accesses."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from lienthong.axis.exchange import api as exchange
from lienthong.axis.papers import api as papers
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.models import Person
from lienthong.kernel.files.choices import AccessKind
from lienthong.kernel.files.queries import list_accesses
from lienthong.kernel.text import format_date

from ..choices import LinkKind, Verb
from ..models import (
    Appointment,
    DocumentLink,
    KeptCopyUse,
    OutgoingDocument,
    PostalDispatch,
    RightsWarning,
)
from .outgoing_deliveries import phones_of
from .reports.sheet import Sheet, SheetColumn

MENDING = (LinkKind.RECALLS, LinkKind.CORRECTS, LinkKind.REPLACES)


@dataclass(frozen=True, slots=True)
class Returned:
    """A delivery that a receiver returned, with why, and whether it was sent again."""

    delivery: Any
    document: OutgoingDocument | None
    receiver: str
    phone: str
    again: bool


def returned_to_us(actor: Actor, on: dt.date) -> list[Returned]:
    """What receivers returned of one's own papers, not yet sent again first; the last 300."""
    rows = list(
        limit(exchange.Delivery.objects.all(), actor)
        .filter(sender_id=actor.agency_id, status=exchange.DeliveryStatus.REFUSED)
        .select_related("package")
        .order_by("-current", "-ended_at")[:300]
    )
    own = limit(OutgoingDocument.objects.all(), actor).filter(
        package_id__in={row.package_id for row in rows}
    )
    by_package = {document.package_id: document for document in own}
    ids = {row.receiver_id for row in rows}
    names, phones = agencies.names_of(ids), phones_of(ids, on)
    return [
        Returned(
            row, by_package.get(row.package_id), names[row.receiver_id].short_name,
            phones.get(row.receiver_id, ""), not row.current,
        )
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mended:
    """A recall, correction or replacement: the paper that does it, what it mends, who still holds it."""

    link: DocumentLink
    open_at: int


def mended(actor: Actor) -> list[Mended]:
    """The agency's recalls, corrections and replacements, newest first; with open recalls counted."""
    links = list(
        limit(DocumentLink.objects.all(), actor)
        .filter(agency_id=actor.agency_id, kind__in=MENDING)
        .exclude(outgoing__state="dropped")
        .select_related("outgoing", "incoming", "to_outgoing", "to_incoming")
        .order_by("-pk")[:300]
    )
    waiting: dict[int, int] = {}
    for package_id in exchange.list_open_retractions(actor).values_list("package_id", flat=True):
        waiting[package_id] = waiting.get(package_id, 0) + 1
    return [
        Mended(link, waiting.get(link.to_outgoing.package_id or 0, 0) if link.to_outgoing else 0)
        for link in links
    ]


def week_of(actor: Actor, day: dt.date) -> list[tuple[dt.date, list[Appointment]]]:
    """The calendar of the agency's leaders in the week of a day: each day with its entries."""
    monday = day - dt.timedelta(days=day.weekday())
    days = [monday + dt.timedelta(days=n) for n in range(7)]
    rows = (
        limit(Appointment.objects.all(), actor)
        .filter(agency_id=actor.agency_id, starts_at__date__range=(days[0], days[-1]))
        .select_related("person", "source")
        .order_by("starts_at", "pk")
    )
    found: dict[dt.date, list[Appointment]] = {one: [] for one in days}
    for row in rows:
        found[timezone.localdate(row.starts_at)].append(row)
    return list(found.items())


def rights_warnings(actor: Actor) -> QuerySet[RightsWarning]:
    """Warnings that stand, and the last confirmed; of one's agency, for those whom they concern."""
    rows = limit(RightsWarning.objects.all(), actor).filter(agency_id=actor.agency_id)
    if actor.post_kind not in {"head", "chief_of_office", "administrator"}:
        rows = rows.filter(in_charge_id=actor.person_id or 0)
    return rows.select_related("changed_by", "confirmed_by", "in_charge", "file").order_by(
        "confirmed_at", "-changed_at"
    )


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One opening, download or print."""

    at: dt.datetime
    who: str
    kind: str
    stands_in: str
    why: str


def accesses(actor: Actor, subject: Any, most: int = 500) -> tuple[int, list[AccessRow]]:
    """The history of accesses to a paper or file: how many, and the newest (PL VI I.III.5.a)."""
    rows = list_accesses(actor, subject)
    shown = list(rows[:most])
    people = {row.person_id for row in shown} | {row.stands_in_for for row in shown}
    names = dict(
        Person.objects.filter(pk__in=[one for one in people if one is not None]).values_list(
            "pk", "name"
        )
    )
    kinds = dict(AccessKind.choices)
    return rows.count(), [
        AccessRow(
            row.at,
            names.get(row.person_id or 0, "Hệ thống"),
            str(kinds.get(row.kind, row.kind)),
            names.get(row.stands_in_for or 0, ""),
            row.why,
        )
        for row in shown
    ]


def may_see_accesses(actor: Actor) -> bool:
    """Who answers for papers of the agency: văn thư, leaders, heads of units, the archive."""
    return any(actor.may(v) for v in (Verb.READ_REGISTER, Verb.ARCHIVE, Verb.COMPILE_FILE))


def postal_sheet(actor: Actor, year: int, agency: str) -> Sheet:
    """Sổ gửi văn bản đi bưu điện of a year (PL IV, mẫu III)."""
    rows = (
        limit(PostalDispatch.objects.all(), actor)
        .filter(agency_id=actor.agency_id, sent_on__year=year)
        .select_related("document")
        .order_by("sent_on", "pk")
    )
    lines: list[tuple[str, ...]] = [
        (format_date(r.sent_on), r.document.reference, r.receiver, str(r.envelopes), r.post_mark,
         r.note)
        for r in rows
    ]  # fmt: skip
    return _book(papers.BookKind.POSTAL, agency, year, lines)


def copies_sheet(actor: Actor, year: int, agency: str) -> Sheet:
    """Sổ sử dụng bản lưu of a year (PL IV, mẫu IV)."""
    rows = (
        limit(KeptCopyUse.objects.all(), actor)
        .filter(agency_id=actor.agency_id, taken_on__year=year)
        .select_related("document")
        .order_by("taken_on", "pk")
    )
    lines: list[tuple[str, ...]] = [
        (
            format_date(r.taken_on), r.user,
            f"{r.document.reference} {format_date(r.document.issue_date) if r.document.issue_date else ''}".strip(),
            f"{papers.document_type(r.document.type_code).name}: {r.document.subject}",
            r.file_notation, "", format_date(r.returned_on) if r.returned_on else "",
            r.allowed_by, r.note,
        )
        for r in rows
    ]  # fmt: skip
    return _book(papers.BookKind.FILE_COPY_USE, agency, year, lines)


def _book(kind: papers.BookKind, agency: str, year: int, lines: list[tuple[str, ...]]) -> Sheet:
    return Sheet(
        title=papers.book_title(kind),
        agency=agency,
        front=(f"Năm {year}",),
        columns=tuple(SheetColumn(c.name, c.width) for c in papers.book_columns(kind)),
        rows=tuple(lines),
    )
