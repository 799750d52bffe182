"""Behind each percentage of the board: its own list, what is missing first, with the telephone.

Office practice §4.6: each number is the list behind it, by the same rule.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.axis.exchange import api as exchange
from lienthong.axis.signing import api as signing
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.ui.clocks import days_left
from lienthong.kernel.worktime.rules import local_date
from lienthong.systems.documents import api as documents

from . import queries

SIZE: Final = 100  # rows of a page
DEEPEST: Final = 5000  # rows that one may leaf through

TITLES: Final[dict[str, Promise]] = {
    "p1": gettext_lazy("P1 · Cơ quan luân chuyển qua phần mềm liên thông"),
    "p2": gettext_lazy("P2 · Văn bản liên thông được ký số"),
    "p1b": gettext_lazy("P1b · Lượt gửi đã tiếp nhận"),
    "p1c": gettext_lazy("P1c · Văn bản đến đủ nơi nhận"),
    "p1t": gettext_lazy("P1t · Đúng thời hạn"),
    "p2a": gettext_lazy("P2a · Ký số trên mọi văn bản phát hành"),
}
UNITS: Final[dict[str, Promise]] = {
    "p1": gettext_lazy("cơ quan"), "p2": gettext_lazy("văn bản"),
    "p1b": gettext_lazy("lượt gửi"), "p1c": gettext_lazy("văn bản"),
    "p1t": gettext_lazy("lượt gửi"), "p2a": gettext_lazy("văn bản"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what it is, of whom, why it is missing ("" when it is not), whom to call."""

    name: str
    url: str
    agency: str
    why: str
    phone: str
    due_at: dt.datetime | None = None
    days: int | None = None  # working days left at the cut; negative is late


@dataclass(frozen=True, slots=True)
class Behind:
    """A page of the list behind a number."""

    lines: Sequence[Line]
    missing: int
    whole: int
    place: int
    more: bool


def behind(
    actor: Actor, share: str, period: exchange.Period, *, at: dt.datetime, everything: bool,
    place: int,
) -> Behind:  # fmt: skip
    """The list behind a share for who may see its agencies; only what is missing, or `everything`.

    Raises `KeyError` for a share that the board does not have.
    """
    return _LISTS[share](actor, period, at, everything, place)


def _agencies(
    actor: Actor, period: exchange.Period, at: dt.datetime, everything: bool, place: int
) -> Behind:
    found = queries.board_rows(actor, period, at)
    short = [row for row in found if not row.counts.circulates]
    wanted = found if everything else short
    lines = [
        Line(
            row.name,
            reverse("desk:board_agency", args=[row.agency_id]),
            "",
            "; ".join(map(str, row.reasons)),
            row.phone,
        )
        for row in wanted[place : place + SIZE]
    ]
    return Behind(lines, len(short), len(found), place, len(wanted) > place + SIZE)


def _deliveries(missing: Any, why: Callable[[Any], str]) -> Any:
    def make(
        actor: Actor, period: exchange.Period, at: dt.datetime, everything: bool, place: int
    ) -> Behind:
        whole = exchange.deliveries_behind(actor, period, at=at).filter(
            sender__in=agencies.obligated_agencies(min(period.last, local_date(at)))
        )
        short = whole.filter(missing())
        rows, more = _page((whole if everything else short).order_by("-pk"), place)
        phones = _contacts([d.receiver_id for d in rows], period)
        named = agencies.names_of({d.receiver_id for d in rows} | {d.sender_id for d in rows})
        absent = set(short.filter(pk__in=[d.pk for d in rows]).values_list("pk", flat=True))
        lines = [
            Line(
                d.package.reference,
                reverse("desk:board_agency", args=[d.receiver_id]),
                f"{_short(named, d.sender_id)} → {_short(named, d.receiver_id)}",
                why(d) if d.pk in absent else "",
                phones.get(d.receiver_id, ""),
                due_of(d) if d.pk in absent else None,
                days_at(d, at) if d.pk in absent else None,
            )
            for d in rows
        ]
        return Behind(lines, short.count(), whole.count(), place, more)

    return make


def due_of(delivery: Any) -> dt.datetime:
    """The deadline that a delivery missed: the one that runs, or its receiver's once it is registered."""
    found: dt.datetime = delivery.due_at or delivery.register_due_at
    return found


def days_at(delivery: Any, cut: dt.datetime) -> int | None:
    """How late a delivery is, as it stood at the cut, or when it was registered if that was before.

    A past month is judged at its end: it does not grow later with every day that it is looked at.
    """
    done = delivery.accepted_at
    return days_left(due_of(delivery), cut if done is None else min(done, cut))


def _packages(
    actor: Actor, period: exchange.Period, at: dt.datetime, everything: bool, place: int
) -> Behind:
    whole = exchange.documents_behind(actor, period, at=at).filter(
        sender__in=agencies.obligated_agencies(min(period.last, local_date(at)))
    )
    short = whole.filter(failing__gt=0)
    rows, more = _page(whole if everything else short, place)
    phones = _contacts([p.sender_id for p in rows], period)
    named = agencies.names_of({p.sender_id for p in rows})
    lines = [
        Line(
            p.reference,
            reverse("desk:board_agency", args=[p.sender_id]),
            _short(named, p.sender_id),
            _("%(failing)d trên %(owed)d nơi chưa tiếp nhận")
            % {"failing": p.failing, "owed": p.owed}
            if p.failing
            else "",
            phones.get(p.sender_id, ""),
        )
        for p in rows
    ]
    return Behind(lines, short.count(), whole.count(), place, more)


def _signed(exchanged: bool) -> Any:
    def make(
        actor: Actor, period: exchange.Period, at: dt.datetime, everything: bool, place: int
    ) -> Behind:
        whole = documents.signed_behind(actor, period, exchanged=exchanged)
        short = whole.filter(documents.is_unsigned())
        rows, more = _page(whole if everything else short, place)
        phones = _contacts([d.agency_id for d in rows], period)
        named = agencies.names_of({d.agency_id for d in rows})
        seen = documents.outgoing_for(actor).filter(pk__in=[d.pk for d in rows])
        open_to = set(seen.values_list("pk", flat=True))
        lines = []
        for document in rows:
            verdict = document.signature_verdict or {}
            lines.append(
                Line(
                    f"{document.reference} · {document.subject}"
                    if document.pk in open_to
                    else document.reference,
                    reverse("desk:board_agency", args=[document.agency_id]),
                    _short(named, document.agency_id),
                    "" if verdict.get("counts") else _unsigned(verdict),
                    phones.get(document.agency_id, ""),
                )
            )
        return Behind(lines, short.count(), whole.count(), place, more)

    return make


def _unsigned(verdict: dict[str, Any]) -> str:
    label = signing.LABELS.get(str(verdict.get("why_not", "")), _("chưa kiểm tra"))
    sentence = signing.why_said(verdict, _)
    return f"{label}. {sentence}" if sentence else str(label)


def _undelivered(delivery: Any) -> str:
    return str(
        {
            "owed": _("chưa gửi"),
            "paper": _("gửi giấy"),
            "returned": _("bị trả lại chưa gửi lại"),
        }.get(delivery.stage, _("chưa tiếp nhận"))
    )


def _late(delivery: Any) -> str:
    if delivery.accepted_at is None:
        return _undelivered(delivery)
    return _("tiếp nhận chậm")


def _page(rows: QuerySet[Any], place: int) -> tuple[list[Any], bool]:
    found = list(rows[place : place + SIZE + 1])
    return found[:SIZE], len(found) > SIZE and place + SIZE <= DEEPEST


def _short(named: dict[int, Any], agency_id: int) -> str:
    return str(named[agency_id].short_name) if agency_id in named else str(agency_id)


def _contacts(agency_ids: Iterable[int], period: exchange.Period) -> dict[int, str]:
    held = agencies.holders(period.last, agency_ids=set(agency_ids), kinds=("clerk",))
    return {holder.agency_id: holder.contact for holder in held}


_LISTS: Final[dict[str, Callable[..., Behind]]] = {
    "p1": _agencies,
    "p1b": _deliveries(exchange.undelivered, _undelivered),
    "p1c": _packages,
    "p1t": _deliveries(exchange.not_on_time, _late),
    "p2": _signed(True),
    "p2a": _signed(False),
}
