"""How papers were handled, by unit (outputs 2 and 4 of PL VI I.V): each figure is one query's."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, F, Q

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.access.walls import limit

from ...choices import IncomingState, OutgoingState
from ...models import IncomingDocument, OutgoingDocument
from .sheet import Asked, Sheet, SheetColumn, agency_name, period_words

NO_UNIT = "Chưa chuyển đơn vị"


def incoming_report(asked: Asked) -> Sheet:
    """Papers registered in the period, by the unit that leads: done in time or late, open in time
    or overdue. What has no deadline counts as in time (Đ24)."""
    done = Q(state=IncomingState.DONE)
    late_done = done & Q(handling_due_at__lt=F("handled_at"))
    done_ok = done & (
        Q(handling_due_at=None) | Q(handled_at=None) | Q(handling_due_at__gte=F("handled_at"))
    )
    open_ = ~done & ~Q(state__in=[IncomingState.RETURNED, IncomingState.RECALLED])
    overdue = open_ & Q(handling_due_at__lt=asked.at)
    figures = {
        "total": Count("pk"),
        "urgent": Count("pk", filter=~Q(urgency="normal")),
        "done_ok": Count("pk", filter=done_ok),
        "done_late": Count("pk", filter=late_done),
        "open_ok": Count(
            "pk", filter=open_ & (Q(handling_due_at=None) | Q(handling_due_at__gte=asked.at))
        ),
        "open_late": Count("pk", filter=overdue),
        "recalled": Count("pk", filter=Q(state=IncomingState.RECALLED)),
        "no_deadline": Count("pk", filter=open_ & Q(handling_due_at=None)),
    }
    names = ("Đơn vị chủ trì", "Tổng số", "Trong đó khẩn", "Đã giải quyết đúng hạn",
             "Đã giải quyết quá hạn", "Đang giải quyết trong hạn", "Đang giải quyết quá hạn",
             "Đã thu hồi", "Trong số đang giải quyết: không có thời hạn")  # fmt: skip
    rows = (
        limit(IncomingDocument.objects.all(), asked.actor)
        .filter(
            agency_id__in=asked.life_ids, arrival_date__range=(asked.since, asked.until),
            internal=False,
        )
        .values("lead_unit__name")
        .annotate(**figures)
        .order_by("lead_unit__name")
    )  # fmt: skip
    table = _table(rows, "lead_unit__name", NO_UNIT, list(figures))
    return _sheet(
        asked, "BÁO CÁO TÌNH HÌNH GIẢI QUYẾT VĂN BẢN ĐẾN", names, table,
        ("Tổng số = đã giải quyết + đang giải quyết + đã thu hồi.",),
    )  # fmt: skip


def outgoing_report(asked: Asked) -> Sheet:
    """Papers issued in the period, by the unit that drafted: in time, exchanged, signed, recalled;
    and what is still being drafted."""
    issued = Q(state__in=[OutgoingState.ISSUED, OutgoingState.RECALLED]) & Q(
        issue_date__range=(asked.since, asked.until)
    )
    drafting = ~Q(
        state__in=[OutgoingState.ISSUED, OutgoingState.RECALLED, OutgoingState.DROPPED]
    ) & Q(created_at__date__lte=asked.until)
    figures = {
        "issued": Count("pk", filter=issued),
        "on_time": Count("pk", filter=issued & Q(issued_at__lte=F("issue_due_at"))),
        "late": Count("pk", filter=issued & Q(issued_at__gt=F("issue_due_at"))),
        "sent": Count("pk", filter=issued & Q(package__isnull=False)),
        "signed": Count("pk", filter=issued & Q(signature_verdict__counts=True)),
        "answers": Count("pk", filter=issued & Q(answers_incoming__isnull=False)),
        "recalled": Count("pk", filter=issued & Q(state=OutgoingState.RECALLED)),
        "drafting": Count("pk", filter=drafting),
    }
    names = ("Đơn vị soạn thảo", "Đã phát hành", "Phát hành đúng hạn", "Phát hành chậm",
             "Gửi liên thông", "Ký số hợp lệ", "Là văn bản trả lời", "Đã thu hồi",
             "Đang soạn thảo, trình ký")  # fmt: skip
    rows = (
        limit(OutgoingDocument.objects.all(), asked.actor)
        .filter(issued | drafting, agency_id__in=asked.life_ids, internal=False)
        .values("unit__name")
        .annotate(**figures)
        .order_by("unit__name")
    )
    table = _table(rows, "unit__name", "—", list(figures))
    return _sheet(
        asked, "BÁO CÁO TÌNH HÌNH GIẢI QUYẾT VĂN BẢN ĐI", names, table, _deliveries(asked)
    )


def _table(
    rows: Iterable[Mapping[str, Any]], unit: str, nameless: str, figures: list[str]
) -> list[tuple[str | int, ...]]:
    """One line for each unit: its name and its figures."""
    return [(str(row[unit] or nameless), *(int(row[key]) for key in figures)) for row in rows]


def _deliveries(asked: Asked) -> tuple[str, ...]:
    """What became of the deliveries of the papers issued in the period."""
    own = limit(OutgoingDocument.objects.all(), asked.actor).filter(
        agency_id__in=asked.life_ids, issue_date__range=(asked.since, asked.until),
        internal=False, package__isnull=False,
    )  # fmt: skip
    counted = (
        limit(exchange.Delivery.objects.all(), asked.actor)
        .filter(
            package_id__in=own.values("package_id"), sender_id__in=asked.life_ids, current=True,
            hop=0,
        )
        .aggregate(
            total=Count("pk"),
            accepted=Count("pk", filter=Q(accepted_at__isnull=False)),
            returned=Count("pk", filter=Q(stage=exchange.Stage.RETURNED)),
        )
    )  # fmt: skip
    waiting = counted["total"] - counted["accepted"] - counted["returned"]
    words = (
        f"Lượt gửi liên thông: {counted['total']}; nơi nhận đã vào sổ: {counted['accepted']};"
        f" bị trả lại: {counted['returned']}; chưa xác nhận hoặc đã lấy lại: {waiting}."
    )
    return (words, "Văn bản nội bộ có sổ riêng và không tính ở đây.")


def _sheet(
    asked: Asked,
    title: str,
    names: tuple[str, ...],
    table: list[tuple[str | int, ...]],
    notes: tuple[str, ...],
) -> Sheet:
    columns = (SheetColumn(names[0], 5.0), *(SheetColumn(name, 1.6, True) for name in names[1:]))
    sums = [sum(int(row[place]) for row in table) for place in range(1, len(names))]
    return Sheet(
        title=title,
        agency=agency_name(asked),
        front=(
            period_words(asked.since, asked.until),
            f"Số liệu lúc {asked.at.astimezone():%H:%M ngày %d/%m/%Y}",
        ),
        columns=columns,
        rows=tuple(tuple(str(cell) for cell in row) for row in table),
        total=("Tổng cộng", *(str(one) for one in sums)),
        notes=notes,
    )
