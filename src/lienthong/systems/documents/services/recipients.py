"""Whom the lines of Kính gửi and Nơi nhận mean on a day, and by which way each is reached (Đ18)."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.models import Unit
from lienthong.kernel.text import fold

from ..choices import Channel, Purpose
from ..models import OutgoingDocument, Recipient

# "Như trên", "Như Điều 3": they point into the paper and are nobody of their own (PL I.II.9).
_POINTS_AT_TEXT = re.compile(r"^nhu (tren|dieu \d)")
# Officials of the own house, served inside ("Chủ tịch, các Phó Chủ tịch UBND tỉnh").
_OF_THE_HOUSE = re.compile(
    r"^(lanh dao|chu tich|cac pho|pho |ct|pct|cvp|pcvp|chanh van phong|thuong truc)"
)


class Unresolvable(Exception):
    """A phrase of Kính gửi or Nơi nhận that names nobody on that day; carries a suggestion."""

    def __init__(self, message: str, phrase: str, suggestion: str = "") -> None:
        self.message, self.phrase, self.suggestion = message, phrase, suggestion
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class RecipientLine:
    """A line of Kính gửi or Nơi nhận as typed: the phrase, its purpose, and a channel if not exchange."""

    phrase: str
    purpose: Purpose = Purpose.ACT
    addressee: bool = False
    agency_id: int | None = None
    unit_id: int | None = None
    channel: str = ""
    outside_name: str = ""
    left_out_reason: str = ""


@dataclass(frozen=True, slots=True)
class Meant:
    """What one line means on a day: agencies with their channels, or somebody without one."""

    line: RecipientLine
    agency_ids: tuple[int, ...] = ()
    group_id: int | None = None
    unit_id: int | None = None
    inside: bool = False


def meaning(line: RecipientLine, on: dt.date, within: int, *, units_first: bool = False) -> Meant:
    """Whom a line means on the day for the issuing agency. Raises `Unresolvable`.

    A name that nobody bears is somebody outside the exchange: reached on paper, and shown so. In an
    internal paper (`units_first`) a name means one's own unit before an agency of the same name.
    """
    if line.agency_id is not None:
        return Meant(line, (line.agency_id,))
    if line.unit_id is not None or line.purpose == Purpose.FILE or points_at_text(line.phrase):
        return Meant(line, unit_id=line.unit_id, inside=True)
    if units_first and (own := _own_unit(line.phrase, on, within)) is not None:
        return Meant(line, unit_id=own, inside=True)
    one = agencies.find_agency(line.phrase, on)
    if one is not None:
        return Meant(line, (one,), inside=one == within)
    unit = _own_unit(line.phrase, on, within)
    if unit is not None:
        return Meant(line, unit_id=unit, inside=True)
    found = agencies.resolve_group(line.phrase, on, within=within)
    if isinstance(found, agencies.Resolution) and found.agency_ids:
        return Meant(line, tuple(found.agency_ids), found.group_id)
    if isinstance(found, agencies.Unresolvable) and (found.suggestion or found.level_ended):
        raise Unresolvable(found.message_vi, line.phrase, found.suggestion)
    return Meant(line, inside=_OF_THE_HOUSE.match(fold(line.phrase)) is not None)


def points_at_text(phrase: str) -> bool:
    """Whether a line only points into the paper."""
    return _POINTS_AT_TEXT.match(fold(phrase)) is not None


def _own_unit(phrase: str, on: dt.date, within: int) -> int | None:
    wanted = fold(phrase)
    for unit in Unit.objects.on(on).filter(agency_id=within).order_by("pk"):
        if fold(unit.name) == wanted:
            return unit.pk
    return None


def name_recipients(
    document: OutgoingDocument,
    lines: Sequence[RecipientLine],
    on: dt.date,
    reasons: Mapping[int, str] | None = None,
) -> None:
    """Write the rows of the lines as they stand on the day; one row for each agency.

    `reasons` say why an agency that a line means is left out. Raises `Unresolvable`.
    """
    found = [meaning(line, on, document.agency_id, units_first=document.internal) for line in lines]
    reached = agencies.channels_of({pk for one in found for pk in one.agency_ids}, on)
    rows: list[Recipient] = []
    named: set[int] = set()
    for position, meant in enumerate(found):
        rows += _rows_of(document, meant, position, named, reached, reasons or {})
    Recipient.objects.bulk_create(rows)


def _rows_of(
    document: OutgoingDocument,
    meant: Meant,
    position: int,
    named: set[int],
    reached: Mapping[int, str],
    reasons: Mapping[int, str],
) -> list[Recipient]:
    line = meant.line
    fresh = [pk for pk in meant.agency_ids if pk not in named and pk != document.agency_id]
    named |= set(fresh)

    def row(agency_id: int | None, channel: str, reason: str) -> Recipient:
        return Recipient(
            document=document,
            phrase=line.phrase,
            purpose=line.purpose,
            group_id=meant.group_id,
            agency_id=agency_id,
            unit_id=meant.unit_id,
            channel=channel,
            outside_name=line.outside_name or ("" if agency_id or meant.inside else line.phrase),
            left_out_reason=reason,
            position=position,
        )

    if fresh:
        return [
            row(pk, line.channel or _channel(reached[pk]), reasons.get(pk, line.left_out_reason))
            for pk in fresh
        ]
    # A line of only known agencies keeps a row, so that the paper still prints it.
    inside = meant.inside or bool(meant.agency_ids)
    channel = line.channel or (Channel.INTERNAL if inside else Channel.PAPER)
    return [row(None, channel, line.left_out_reason)]


_CHANNELS = {
    "exchange": Channel.EXCHANGE,
    "mail": Channel.MAIL,
    "party_network": Channel.PARTY_NETWORK,
}


def _channel(kind: str) -> str:
    return _CHANNELS.get(kind, Channel.PAPER)


def lines_of(document: OutgoingDocument) -> list[RecipientLine]:
    """The stored lines as they were typed, to be worked out again for another day."""
    lines: dict[int, RecipientLine] = {}
    rows = list(document.recipients.order_by("position", "id"))
    many = [row.position for row in rows]
    for row in rows:
        if row.position in lines:
            continue
        single = many.count(row.position) == 1
        lines[row.position] = RecipientLine(
            phrase=row.phrase,
            purpose=Purpose(row.purpose),
            addressee=row.phrase in document.addressees,
            unit_id=row.unit_id,
            channel=row.channel if single and row.channel == Channel.PAPER else "",
            left_out_reason=row.left_out_reason if row.agency_id is None else "",
        )
    return list(lines.values())


def work_out_again(document: OutgoingDocument, on: dt.date) -> None:
    """The groups as they stand on the day of issue; what was left out with a reason stays so (Đ18)."""
    reasons = {
        row.agency_id: row.left_out_reason
        for row in document.recipients.exclude(left_out_reason="")
        if row.agency_id is not None
    }
    lines = lines_of(document)
    document.recipients.all().delete()
    name_recipients(document, lines, on, reasons)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a line means today, for the one who writes: how many, who, or why nobody."""

    phrase: str
    count: int = 0
    names: tuple[str, ...] = ()
    problem: str = ""
    suggestion: str = ""
    note: str = ""


def preview(lines: Iterable[RecipientLine], on: dt.date, within: int) -> list[Preview]:
    """What each line means as of the day; nothing is written."""
    shown = []
    for line in lines:
        try:
            meant = meaning(line, on, within)
        except Unresolvable as error:
            shown.append(Preview(line.phrase, problem=error.message, suggestion=error.suggestion))
            continue
        names = agencies.names_of(meant.agency_ids, on)
        ordered = tuple(names[pk].short_name for pk in meant.agency_ids if pk in names)
        note = ""
        if not meant.agency_ids:
            note = _("nội bộ cơ quan") if meant.inside else _("ngoài liên thông: gửi bản giấy")
        shown.append(Preview(line.phrase, len(ordered), ordered, note=note))
    return shown
