"""The books of Annex IV: what stands in each column of an entry, and what was cancelled or is missing.

Đ15, Đ16.2.b, Đ22.3.b of NĐ 30/2020: a register kept in the system is printed with all its fields.
"""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.axis.papers import api as papers
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.registers import queries as registers
from lienthong.kernel.registers.choices import BookKind, EntryState
from lienthong.kernel.registers.models import Book, Closing, Entry
from lienthong.kernel.text import document_number, format_date

from ..choices import Purpose
from ..models import IncomingDocument, IntakeItem, OutgoingDocument, Recipient

FOLLOW_UP = "follow_up"
Cells = tuple[str, ...]


def form_of(book: Book, *, follow_up: bool = False) -> papers.BookKind:
    """Which form of Annex IV prints the book; the follow-up book is a second print of the incoming."""
    if book.kind == BookKind.INCOMING:
        return papers.BookKind.FOLLOW_UP if follow_up else papers.BookKind.INCOMING
    return papers.BookKind.OUTGOING


def _day(value: dt.date | dt.datetime | None) -> str:
    if isinstance(value, dt.datetime):
        value = timezone.localdate(value)
    return format_date(value) if value is not None else ""


def cells_of(actor: Actor, form: papers.BookKind, entries: Sequence[Entry]) -> dict[int, Cells]:
    """The cells of entries by entry id, in the columns of the form; few queries for any number."""
    ids = [entry.pk for entry in entries]
    cells = {entry.pk: _bare(form, entry) for entry in entries}
    if form == papers.BookKind.OUTGOING:
        cells |= _outgoing(actor, ids)
        cells |= _incoming(actor, ids, as_outgoing=True)
    else:
        cells |= _incoming(actor, ids, follow_up=form == papers.BookKind.FOLLOW_UP)
    for entry in entries:
        if entry.state != EntryState.TAKEN:
            cells[entry.pk] = _bare(form, entry)
    return cells


def _bare(form: papers.BookKind, entry: Entry) -> Cells:
    """The line of a number without a paper behind it: cancelled, being given, or destroyed."""
    number, on = document_number(entry.number), _day(entry.on)
    if entry.state == EntryState.CANCELLED:
        said, note = "", _("Số đã hủy: %s") % entry.reason
    elif entry.state == EntryState.RESERVED:
        said, note = entry.subject_label, _("Đang cấp")
    else:
        said, note = entry.subject_label, ""
    if form == papers.BookKind.FOLLOW_UP:
        return (number, said, "", "", "", "", note)
    if form == papers.BookKind.INCOMING:
        return (on, number, "", "", "", said, "", "", "", note)
    return (number, on, said, "", "", "", "", "", "", note)


def _outgoing(actor: Actor, ids: Sequence[int]) -> dict[int, Cells]:
    rows = list(
        limit(OutgoingDocument.objects.all(), actor)
        .filter(entry_id__in=ids)
        .select_related("signatory", "unit", "entry")
    )
    phrases: dict[int, list[str]] = {}
    copies: dict[int, int] = {}
    for pk, phrase, purpose in (
        limit(Recipient.objects.all(), actor)
        .filter(document_id__in=[row.pk for row in rows])
        .order_by("position", "pk")
        .values_list("document_id", "phrase", "purpose")
    ):
        copies[pk] = copies.get(pk, 0) + 1
        if purpose != Purpose.FILE and phrase not in phrases.setdefault(pk, []):
            phrases[pk].append(phrase)
    return {
        row.entry_id or 0: (
            row.reference or document_number(row.entry.number if row.entry else 0),
            _day(row.issue_date),
            f"{papers.document_type(row.type_code).name}: {row.subject}",
            row.signatory.name if row.signatory else "",
            "; ".join(phrases.get(row.pk, [])),
            f"VT, {row.unit.name}" if row.unit else "VT",
            str(copies.get(row.pk, 0)),
            _day(row.issued_at),
            "",
            _gone(row) or (_("Đã thu hồi") if row.state == "recalled" else ""),
        )
        for row in rows
    }


def _gone(row: OutgoingDocument | IncomingDocument) -> str:
    """What the last column says of a paper that has outlived its term and was destroyed."""
    return _("Đã hủy theo %s") % row.destroyed_by if row.destroyed_at is not None else ""


def _incoming(
    actor: Actor, ids: Sequence[int], *, follow_up: bool = False, as_outgoing: bool = False
) -> dict[int, Cells]:
    rows = (
        limit(IncomingDocument.objects.all(), actor)
        .filter(entry_id__in=ids)
        .select_related("lead_unit", "lead_person", "entry")
        .prefetch_related("replies", "instructions")
    )
    gone = _without_mail(actor, ids)
    cells = _followed if follow_up else _as_outgoing if as_outgoing else _arrived
    return {row.entry_id or 0: cells(row, gone.get(row.pk, "")) for row in rows}


def _without_mail(actor: Actor, ids: Sequence[int]) -> dict[int, str]:
    """Papers whose message was destroyed with another paper that it had carried, with the decision."""
    items = limit(IntakeItem.objects.all(), actor).filter(
        document__entry_id__in=ids, mail__destroyed_at__isnull=False
    )
    return dict(items.values_list("document_id", "mail__destroyed_by"))


def _who(row: IncomingDocument) -> str:
    who = [
        row.lead_unit.name if row.lead_unit else "",
        row.lead_person.name if row.lead_person else "",
    ]
    return ", ".join(part for part in who if part)


def _said(row: IncomingDocument) -> str:
    return f"{row.type_name}: {row.subject}" if row.type_name else row.subject


def _note(row: IncomingDocument, mail_gone: str) -> str:
    """`mail_gone`: by which decision the message that carried the paper was destroyed, the paper not."""
    if row.state == "recalled":
        return _("Đã hủy theo yêu cầu thu hồi")
    if row.destroyed_at is not None:
        return _gone(row)
    if row.forwarded_by_name:
        return _("%s chuyển") % row.forwarded_by_name
    return _("Thư gốc đã hủy theo %s") % mail_gone if mail_gone else ""


def _arrived(row: IncomingDocument, mail_gone: str) -> Cells:
    first = min((line.at for line in row.instructions.all()), default=None)
    moved = first or (row.registered_at if row.lead_unit_id else None)
    return (
        _day(row.arrival_date),
        document_number(row.arrival_number or 0),
        row.issuer_name,
        row.reference,
        _day(row.issued_on),
        _said(row),
        _who(row),
        _day(moved),
        "",
        _note(row, mail_gone),
    )


def _as_outgoing(row: IncomingDocument, mail_gone: str) -> Cells:
    number = row.reference or document_number(row.arrival_number or 0)
    return (
        number, _day(row.issued_on or row.arrival_date), _said(row), row.signer_name, _who(row), "VT",
        "1", _day(row.arrival_date), "", _note(row, mail_gone),
    )  # fmt: skip


def _followed(row: IncomingDocument, mail_gone: str) -> Cells:
    of = [_said(row), row.reference, _day(row.issued_on), row.issuer_name]
    answers = [reply.reference for reply in row.replies.all() if reply.reference]
    return (
        document_number(row.arrival_number or 0),
        "; ".join(part for part in of if part),
        _who(row),
        _day(row.handling_due_at),
        str(row.get_state_display()) + (f" {_day(row.handled_at)}" if row.handled_at else ""),
        "; ".join(answers),
        _note(row, mail_gone),
    )


def printed(
    actor: Actor,
    book: Book,
    *,
    day: dt.date | None = None,
    follow_up: bool = False,
) -> papers.BookData:
    """A book, or one day of it, ready for `papers.render_book`; the reader must see the book."""
    form = form_of(book, follow_up=follow_up)
    entries = list(registers.entries_of(actor, book, since=day, until=day))
    cells = cells_of(actor, form, entries)
    named = agencies.name_at(
        book.agency_id, min(book.closes_on, max(book.opens_on, day or book.opens_on))
    )
    closing = None if day else limit(Closing.objects.all(), actor).filter(book=book).first()
    return papers.BookData(
        kind=form,
        agency=named.name,
        year=book.year,
        since=day or book.opens_on,
        until=day or book.closes_on,
        rows=tuple(cells[entry.pk] for entry in entries),
        first=entries[0].number if entries else None,
        last=entries[-1].number if entries else None,
        of_day=day,
        closing=_closing(closing, actor) if closing else None,
    )


def _closing(closing: Closing, actor: Actor) -> papers.ClosingRecord:
    head = agencies.head_of(closing.agency_id, closing.closed_on)
    return papers.ClosingRecord(
        closed_on=closing.closed_on,
        entries=closing.taken,
        cancelled=tuple((number, reason) for number, _on, reason in closing.cancelled),
        clerk=closing.closed_by,
        head=head.person_name if head else "",
    )
