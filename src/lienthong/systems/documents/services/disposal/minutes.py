"""What is printed of a disposal: the list of the files, and the minutes of their destruction."""

import datetime as dt

from django.utils import timezone

from lienthong.axis.papers import api as papers
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.text import format_date
from lienthong.kernel.worktime.rules import local_date

from ...choices import DisposalLineState
from ...models import Disposal, DisposalLine, IncomingDocument
from ...queries import disposal as queries
from ...queries.reports.sheet import Sheet, SheetColumn

LEFT = (
    "Nội dung và tệp của văn bản đã hủy được xóa khỏi Hệ thống, không khôi phục được; sổ đăng ký giữ số, "
    "ký hiệu, ngày, tác giả và trích yếu."
)


def _span(line: DisposalLine) -> str:
    file = line.file
    end = format_date(file.ended_on) if file.ended_on else ""
    return f"{format_date(file.started_on)} - {end}"


def _note(line: DisposalLine) -> str:
    if line.state == DisposalLineState.KEPT and line.kept_until is not None:
        return f"Giữ lại đến {format_date(line.kept_until)}: {line.kept_why}"
    return ""


def list_sheet(disposal: Disposal, *, at: dt.datetime) -> Sheet:
    """Danh mục hồ sơ hết thời hạn bảo quản, as it is put before the council and the head."""
    lines = [
        line for line in queries.lines_of(disposal) if line.state != DisposalLineState.RELEASED
    ]
    counts = queries.paper_counts([line.file_id for line in lines])
    named = agencies.name_at(disposal.agency_id, timezone.localdate(at))
    listed = [line for line in lines if line.state != DisposalLineState.KEPT]
    return Sheet(
        title="DANH MỤC HỒ SƠ HẾT THỜI HẠN BẢO QUẢN",
        agency=named.name,
        front=(disposal.title, f"Số hồ sơ đề nghị hủy: {len(listed)}"),
        columns=(
            SheetColumn("Số TT", 1.0, True),
            SheetColumn("Số, ký hiệu hồ sơ", 2.4),
            SheetColumn("Tiêu đề hồ sơ", 7.0),
            SheetColumn("Thời gian tài liệu", 3.0),
            SheetColumn("Thời hạn bảo quản", 1.8),
            SheetColumn("Hết thời hạn ngày", 2.0),
            SheetColumn("Số văn bản", 1.4, True),
            SheetColumn("Ghi chú", 3.4),
        ),
        rows=tuple(
            (
                str(place),
                line.file.notation,
                line.file.title,
                _span(line),
                line.file.retention,
                format_date(line.expired_on),
                str(counts.get(line.file_id, 0)),
                _note(line),
            )
            for place, line in enumerate(lines, 1)
        ),
    )


def _mails(disposal: Disposal) -> tuple[str, ...]:
    """Messages that went with a paper that they carried, and what else they had carried."""
    gone = disposal.mails.count()
    if not gone:
        return ()
    kept = IncomingDocument.objects.filter(
        intake_item__mail__disposal=disposal, destroyed_at__isnull=True
    ).count()
    return (
        f"Số thư điện tử gốc đã hủy vì mang các văn bản này: {gone}",
        f"Số văn bản khác của các thư đó vẫn giữ: {kept}",
    )


def minutes(disposal: Disposal, *, at: dt.datetime) -> papers.RenderedPaper:
    """Biên bản hủy tài liệu hết giá trị: what went, what stayed and why, who did it and who saw it."""
    on = local_date(at)
    named = agencies.name_at(disposal.agency_id, on)
    lines = list(queries.lines_of(disposal).filter(state=DisposalLineState.DESTROYED))
    gone = sum(line.gone for line in lines)  # type: ignore[attr-defined]
    stayed = sum(line.stayed for line in lines)  # type: ignore[attr-defined]
    carrier, witness = disposal.carrier, disposal.witness
    day = format_date(disposal.decision_date) if disposal.decision_date else ""
    return papers.render_list(
        papers.ListData(
            title="BIÊN BẢN HỦY TÀI LIỆU HẾT GIÁ TRỊ",
            agency=named.name,
            front=(
                f"Ngày {format_date(on)}",
                f"Căn cứ Quyết định số {disposal.decision_number} ngày {day}",
                f"Người ký quyết định: {disposal.decision_signer}",
                f"Số hồ sơ đã hủy: {len(lines)}. Số văn bản đã hủy: {gone}",
                f"Số văn bản còn giữ vì đang cần ở nơi khác: {stayed}",
                *_mails(disposal),
            ),
            columns=(
                papers.ListColumn("Số TT", 1.0, "centre"),
                papers.ListColumn("Số, ký hiệu hồ sơ", 2.6),
                papers.ListColumn("Tiêu đề hồ sơ", 7.0),
                papers.ListColumn("Thời gian tài liệu", 3.0, "centre"),
                papers.ListColumn("Thời hạn bảo quản", 2.2, "centre"),
                papers.ListColumn("Văn bản đã hủy", 1.6, "centre"),
                papers.ListColumn("Văn bản còn giữ", 1.6, "centre"),
            ),
            rows=tuple(
                (
                    str(place),
                    line.file.notation,
                    line.file.title,
                    _span(line),
                    line.file.retention,
                    str(line.gone),  # type: ignore[attr-defined]
                    str(line.stayed),  # type: ignore[attr-defined]
                )
                for place, line in enumerate(lines, 1)
            ),
            end=papers.ListSigners(
                "XÁC NHẬN HỦY TÀI LIỆU",
                (
                    f"Người thực hiện: {carrier.name if carrier else ''}.",
                    f"Người chứng kiến: {witness.name if witness else ''}.",
                    LEFT,
                ),
                (
                    ("Người thực hiện", carrier.name if carrier else ""),
                    ("Người chứng kiến", witness.name if witness else ""),
                ),
            ),
        ),
        at=at,
    )
