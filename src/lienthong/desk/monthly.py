"""Báo cáo kết quả gửi, nhận văn bản điện tử và ký số of a month: figures, closing, differences (§4.6)."""

import datetime as dt
import hashlib
import io
import json
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.axis.exchange import api as exchange
from lienthong.axis.signing import api as signing
from lienthong.kernel.access.actor import Actor, Forbidden, person_of
from lienthong.kernel.access.context import acting
from lienthong.kernel.access.walls import limit
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.models import Agency
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files.services import store
from lienthong.systems.documents import api as documents

from . import queries
from .choices import Verb
from .models import MonthlyReport

REPORT = 14  # báo cáo, in the order of Điều 7
QUERY_VERSION = "2026-11"  # changes with the definition of a figure (docs/exchange.md)
TOTALS = {
    "P1": "P1. Cơ quan, đơn vị luân chuyển văn bản qua phần mềm liên thông",
    "P1b": "P1b. Lượt gửi được tiếp nhận",
    "P1c": "P1c. Văn bản có mọi lượt gửi được tiếp nhận",
    "P1t": "P1t. Lượt gửi đúng hạn",
    "P2": "P2. Văn bản phát hành liên thông được ký số",
    "P2a": "P2a. Văn bản phát hành được ký số",
}
COLUMNS = ("Cơ quan, đơn vị", "Phải gửi", "Đã được tiếp nhận", "Tỷ lệ", "Phải tiếp nhận",
           "Đã vào sổ", "Đúng hạn", "Luân chuyển đủ", "Còn thiếu")  # fmt: skip
# On the cover of the printed list, under "NGƯỜI CÓ THẨM QUYỀN": page 2, in points.
SIGNATURE = signing.Box(1, 545.0, 40.0, 745.0, 120.0)


class NotClosable(Exception):
    """The month cannot be closed as it stands; says what to do."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Figures:
    """A month as it is now: totals as (numerator, denominator), rows, exceptions, what is counted."""

    month: dt.date
    cut_at: dt.datetime
    whole_province: bool
    totals: dict[str, tuple[int, int]]
    rows: tuple[tuple[str, ...], ...]
    exceptions: dict[str, int]
    ids: dict[str, list[int]]

    def content(self) -> dict[str, Any]:
        """The figures as they are kept."""
        return {
            "totals": {name: list(share) for name, share in self.totals.items()},
            "rows": [list(row) for row in self.rows],
            "exceptions": self.exceptions,
        }


def period_of(month: dt.date) -> exchange.Period:
    """The whole month."""
    following = (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    return exchange.Period(month.replace(day=1), following - dt.timedelta(days=1))


def figures(actor: Actor, month: dt.date, at: dt.datetime) -> Figures:
    """Work the month out anew at this moment: of the whole province for those who see it, else of
    the own agency. Raises `Forbidden`."""
    whole = actor.may(Verb.SEE_PROVINCE)
    if not whole and not actor.may(Verb.SEE_OWN):
        raise Forbidden(_("Báo cáo dành cho lãnh đạo, văn thư và người tổng hợp."))
    period = period_of(month)
    day = min(period.last, timezone.localdate(at))
    reader = queries.with_sight_of_province(actor, day) if whole else actor
    # The board's own cut: what was due by the end of the month, with all that was done since.
    cut = min(at, timezone.make_aware(dt.datetime.combine(period.last, dt.time.max)))
    with acting(reader):
        board = queries.board(reader, period=period, at=cut, sees_all=whole)
        ids = _ids(reader, period, cut)
    return Figures(
        month=period.first,
        cut_at=at,
        whole_province=whole,
        totals=_totals(actor, board, period, whole),
        rows=tuple(_row(row) for row in sorted(board.rows, key=lambda one: one.name)),
        exceptions=(
            {"X2": board.shares.exempt_type, "X3": board.shares.exempt_receiver} if whole else {}
        ),
        ids=ids,
    )


def _totals(
    actor: Actor, board: queries.Board, period: exchange.Period, whole: bool
) -> dict[str, tuple[int, int]]:
    signed = board.signed if whole else documents.signed_shares(period, actor.agency_id)
    if whole:
        four = (board.shares.p1, board.shares.p1b, board.shares.p1c, board.shares.p1t)
    else:
        counts = [row.counts for row in board.rows]
        none = exchange.Share(0, 0)
        four = (
            exchange.circulating(counts),
            sum((one.sent.deliveries for one in counts), none),
            sum((one.documents for one in counts), none),
            sum((one.sent.timeliness for one in counts), none),
        )
    shares = (*four, signed.p2, signed.p2a)
    return {
        name: (share.numerator, share.denominator)
        for name, share in zip(TOTALS, shares, strict=True)
    }


def _row(row: queries.BoardRow) -> tuple[str, ...]:
    sent, came = row.counts.sent, row.counts.received
    silent = _("không phát sinh") if row.counts.is_silent else ""
    return (
        row.name, str(sent.counted), str(sent.delivered), str(sent.deliveries),
        str(came.counted), str(came.delivered), str(came.on_time),
        _("có") if row.counts.circulates else _("không"),
        "; ".join(part for part in (silent, *map(str, row.reasons)) if part),
    )  # fmt: skip


def _ids(reader: Actor, period: exchange.Period, at: dt.datetime) -> dict[str, list[int]]:
    deliveries = exchange.deliveries_behind(reader, period, at=at).values_list("pk", flat=True)
    issued = limit(documents.OutgoingDocument.objects.all(), reader).filter(
        internal=False, state__in=["issued", "recalled"],
        issue_date__range=(period.first, period.last),
    )  # fmt: skip
    return {
        "deliveries": sorted(deliveries),
        "documents": sorted(issued.values_list("pk", flat=True)),
    }


def digest_of(ids: dict[str, list[int]]) -> str:
    """SHA-256 of what is counted."""
    return hashlib.sha256(json.dumps(ids, sort_keys=True).encode()).hexdigest()


def title_of(month: dt.date) -> str:
    """The title of the report."""
    return f"BÁO CÁO KẾT QUẢ GỬI, NHẬN VĂN BẢN ĐIỆN TỬ VÀ KÝ SỐ THÁNG {month:%m/%Y}"


def sheet_of(
    month: dt.date, cut_at: dt.datetime, content: dict[str, Any], agency: str, more: tuple[str, ...]
) -> documents.Sheet:
    """The report as a table for paper and files; `more` are lines under its title."""
    totals = []
    for name, said in TOTALS.items():
        share = exchange.Share(*content["totals"][name])
        totals.append(f"{said}: {share} ({share.numerator}/{share.denominator})")
    except_ = content["exceptions"]
    if except_:
        count = sum(except_.values())
        listed = ", ".join(f"{name} {number}" for name, number in except_.items())
        totals.append(f"Ngoại lệ: {count} ({listed})")
    cut = timezone.localtime(cut_at)
    return documents.Sheet(
        title=title_of(month),
        agency=agency,
        front=(f"Số liệu lúc {cut:%H:%M ngày %d/%m/%Y}", *totals, *more),
        columns=tuple(
            documents.SheetColumn(name, 5.0 if place in {0, 8} else 1.5, 0 < place < 7)
            for place, name in enumerate(COLUMNS)
        ),
        rows=tuple(tuple(row) for row in content["rows"]),
    )


def reports_for(actor: Actor) -> QuerySet[MonthlyReport]:
    """The closed months that the actor may read: of the province, or of the own agency."""
    rows = limit(MonthlyReport.objects.all(), actor).filter(agency_id=actor.agency_id)
    if actor.may(Verb.SEE_PROVINCE):
        return rows
    return rows.filter(whole_province=False) if actor.may(Verb.SEE_OWN) else rows.none()


def versions(actor: Actor, month: dt.date) -> list[MonthlyReport]:
    """The closed versions of the month that are the actor's, newest first."""
    whole = actor.may(Verb.SEE_PROVINCE)
    rows = reports_for(actor).filter(month=month, whole_province=whole)
    return list(rows.select_related("closed_by", "file").order_by("-version"))


def differences(kept: MonthlyReport, now: Figures) -> list[list[str]]:
    """What is not as it was closed, as (what, then, now); empty where nothing changed."""
    found: list[list[str]] = []
    content = now.content()
    for name, said in TOTALS.items():
        old, new = kept.content["totals"].get(name), content["totals"][name]
        if old != new:
            found.append([said, _words(old), _words(new)])
    old_rows = {row[0]: row for row in kept.content["rows"]}
    new_rows = {row[0]: row for row in content["rows"]}
    for name in sorted(old_rows.keys() | new_rows.keys()):
        before, after = old_rows.get(name), new_rows.get(name)
        if before is None or after is None:
            found.append([name, _("không có") if before is None else _("có"),
                          _("không có") if after is None else _("có")])  # fmt: skip
            continue
        found += [
            [f"{name}: {column.lower()}", old, new]
            for column, old, new in zip(COLUMNS[1:], before[1:], after[1:], strict=True)
            if old != new
        ]
    for kind, said in (("documents", _("Văn bản")), ("deliveries", _("Lượt gửi"))):
        gone = set(kept.ids[kind]) - set(now.ids[kind])
        come = set(now.ids[kind]) - set(kept.ids[kind])
        if gone or come:
            found.append([said, _("bớt %d") % len(gone), _("thêm %d") % len(come)])
    return found


def _words(share: list[int] | None) -> str:
    if share is None:
        return ""
    made = exchange.Share(*share)
    return f"{made} ({made.numerator}/{made.denominator})"


def may_close(actor: Actor) -> bool:
    """Who is competent to sign for the agency and sees its figures."""
    sees = actor.may(Verb.SEE_OWN) or actor.may(Verb.SEE_PROVINCE)
    return sees and actor.may(documents.Verb.SIGN)


def close(*, month: dt.date, reason: str = "", by: Actor, at: dt.datetime) -> MonthlyReport:
    """Close a month by a signed snapshot; later changes make the next version with what differs.

    Raises `Forbidden`, `NotClosable` (the month is not over, nothing changed, no reason given) and
    what signing refuses.
    """
    if not may_close(by):
        raise Forbidden(_("Chỉ người có thẩm quyền ký của cơ quan được chốt báo cáo tháng."))
    period = period_of(month)
    if timezone.localdate(at) <= period.last:
        raise NotClosable(_("Tháng chưa kết thúc nên chưa chốt được báo cáo."))
    now = figures(by, period.first, at)
    known = versions(by, period.first)
    changed = differences(known[0], now) if known else []
    if known and not changed:
        raise NotClosable(_("Số liệu không khác bản đã chốt nên không cần chốt lại."))
    if known and not reason.strip():
        raise NotClosable(_("Hãy ghi vì sao số liệu của tháng đã chốt thay đổi."))
    version = known[0].version + 1 if known else 1
    right = signing.require_right(
        person_id=person_of(by), post_id=by.post_id or 0, agency_id=by.agency_id,
        authority=_authority(by), type_code=REPORT, subject=title_of(period.first),
        on=timezone.localdate(at),
    )  # fmt: skip
    key = signing.key_of_person(person_of(by), at=at)
    signed = _signed(now, version, reason, by, at, key)
    signing.all_signed()
    name = f"bao-cao-lien-thong-{period.first:%Y-%m}-v{version}.pdf"
    with act("desk.month_closed", by=by, at=at) as fact:
        stored = store(io.BytesIO(signed), name=name, agency_id=by.agency_id, by=by, at=at)
        report = MonthlyReport.objects.create(
            agency_id=by.agency_id,
            month=period.first,
            whole_province=now.whole_province,
            version=version,
            query_version=QUERY_VERSION,
            cut_at=at,
            content=now.content(),
            ids=now.ids,
            ids_sha256=digest_of(now.ids),
            differences=changed,
            reason=reason.strip(),
            file=stored,
            closed_by_id=person_of(by),
            closed_at=at,
        )
        signing.record_signature(
            kind="personal", digest=stored.sha256, key=key, right=right, agency_id=by.agency_id,
            subject=report, by=by, at=at,
        )  # fmt: skip
        fact.about(report)
    return report


def _authority(by: Actor) -> str:
    """By which right the post signs a report of its agency (Đ13)."""
    if by.post_kind == "deputy":
        return "for_head"
    if by.post_kind != "head":
        return "by_order"
    kind = Agency.objects.values_list("kind", flat=True).get(pk=by.agency_id)
    return "for_collective" if kind == "peoples_committee" else "in_own_right"


def _signed(
    now: Figures, version: int, reason: str, by: Actor, at: dt.datetime, key: signing.SigningKey
) -> bytes:
    agency = agencies.name_at(by.agency_id, period_of(now.month).last).name
    more = (
        f"Bản chốt thứ {version}; phiên bản cách tính {QUERY_VERSION}",
        f"Mã kiểm tra danh sách văn bản, lượt gửi: {digest_of(now.ids)[:16]}",
        *([f"Lý do chốt lại: {reason.strip()}"] if reason.strip() else []),
    )
    sheet = sheet_of(now.month, now.cut_at, now.content(), agency, more)
    made, _kind = documents.REPORT_FORMS["pdf"]
    prepared = signing.prepare(made(sheet, at), signing.SigningPlaces(None, None, (SIGNATURE,), ()))
    picture = signing.picture_of_person(person_of(by))
    return signing.sign_person(prepared, key, picture, at, stamper=signing.stamper())
