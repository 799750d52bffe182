"""Contents of one file, and the list of files of a year (outputs 5 and 6 of PL VI I.V)."""

from lienthong.kernel.text import format_date

from ...choices import FileState
from ..incoming import NotSeen
from ..keeping import contents, files_for, get_file
from .sheet import Asked, Sheet, SheetColumn, agency_name

HIDDEN = "(bạn không được xem văn bản này)"


def papers_of_file(asked: Asked) -> Sheet:
    """Mục lục văn bản trong hồ sơ; raises `NotSeen` without a file that one may read."""
    if asked.file_id is None:
        raise NotSeen
    file = get_file(asked.actor, asked.file_id)
    agency = agency_name(asked)
    listed = contents(asked.actor, file)
    rows = []
    for one in listed:
        paper, item = one.paper, one.item
        reference = str(getattr(paper, "reference", "")) if one.seen else ""
        subject = str(getattr(paper, "subject", "") or item.title) if one.seen else HIDDEN
        author = str(getattr(paper, "issuer_name", "") or agency) if one.seen else ""
        pages = getattr(paper, "pages", None)
        rows.append(
            (str(one.ordinal), reference, format_date(item.dated), subject, author,
             str(pages or ""), "")
        )  # fmt: skip
    return Sheet(
        title="MỤC LỤC VĂN BẢN TRONG HỒ SƠ",
        agency=agency,
        front=(
            f"Hồ sơ số: {file.notation} năm {file.year}",
            file.title,
            f"Thời hạn bảo quản: {file.retention}. Số văn bản: {len(listed)}",
        ),
        columns=(
            SheetColumn("Số TT", 1.0, True),
            SheetColumn("Số, ký hiệu", 2.6),
            SheetColumn("Ngày tháng", 1.8),
            SheetColumn("Tên loại và trích yếu nội dung", 7.0),
            SheetColumn("Tác giả", 3.2),
            SheetColumn("Số trang", 1.2, True),
            SheetColumn("Ghi chú", 2.4),
        ),
        rows=tuple(rows),
    )


def file_list(asked: Asked) -> Sheet:
    """Mục lục hồ sơ of a year, in the order of number and symbol."""
    files = files_for(asked.actor).filter(year=asked.until.year).order_by("notation", "pk")
    states = dict(FileState.choices)
    rows = [
        (
            str(place),
            file.notation,
            file.title,
            file.unit.name if file.unit else "",
            file.owner.name,
            f"{format_date(file.started_on)} – {format_date(file.ended_on) if file.ended_on else ''}",
            file.retention,
            str(file.papers),  # type: ignore[attr-defined]
            str(states[FileState(file.state)]),
        )
        for place, file in enumerate(files, 1)
    ]
    return Sheet(
        title="MỤC LỤC HỒ SƠ",
        agency=agency_name(asked),
        front=(f"Năm {asked.until.year}", f"Số hồ sơ: {len(rows)}"),
        columns=(
            SheetColumn("Số TT", 1.0, True),
            SheetColumn("Số, ký hiệu hồ sơ", 2.2),
            SheetColumn("Tiêu đề hồ sơ", 6.5),
            SheetColumn("Đơn vị", 2.6),
            SheetColumn("Người lập", 2.4),
            SheetColumn("Thời gian", 2.6),
            SheetColumn("Thời hạn bảo quản", 1.8),
            SheetColumn("Số văn bản", 1.2, True),
            SheetColumn("Tình trạng", 2.0),
        ),
        rows=tuple(rows),
    )
