"""The list that the gallery shows: made-up incoming papers, drawn by the one machinery of lists."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from .. import marks
from ..lists import Choice, Column, Flag, ListAction, Option, Period, Register, RowAction, Sort
from .samples import OFFICES, STATES, SUBJECTS


@dataclass(frozen=True)
class SampleRow:
    """A row of the sample list."""

    pk: int
    arrival_number: int
    arrived_on: dt.date
    reference: str
    sender: str
    subject: str
    urgency: str
    state: int
    days_left: int | None
    list_key_0: Any = 0
    list_key_1: Any = 0


def rows(count: int) -> list[SampleRow]:
    """So many rows, all different, the same at every call."""
    levels = ("express", "normal", "urgent", "normal", "very_urgent", "normal", "normal")
    return [
        SampleRow(
            pk=i + 1,
            arrival_number=count - i,
            arrived_on=dt.date(2026, 11, 20) - dt.timedelta(days=i // 9),
            reference=f"{1234 + i}/UBND-KSTTHC" if i % 3 else f"{87 + i}/BQL-VP",
            sender=OFFICES[(i + 1) % len(OFFICES)],
            subject=SUBJECTS[i % len(SUBJECTS)],
            urgency=levels[i % len(levels)],
            state=i % len(STATES),
            days_left=(-2, 0, 3, 12, None)[i % 5],
        )
        for i in range(count)
    ]


def _nothing(_actor: Any) -> Any:
    raise LookupError("the gallery's list holds its own rows")


def register() -> Register:
    """The declaration of the sample list: every kind of column, filter and act."""
    return Register(
        name="gallery.incoming",
        title="Văn bản đến",
        one="văn bản",
        rows=_nothing,
        search=lambda query, _words, _actor: query,
        search_label="Tìm số, ký hiệu, trích yếu, nơi gửi",
        columns=(
            Column(key="no", label="Số đến", value="arrival_number", kind="number", sort="no"),
            Column(key="on", label="Ngày đến", value="arrived_on", kind="date", sort="on"),
            Column(key="ref", label="Số, ký hiệu", value="reference", kind="reference"),
            Column(key="from", label="Nơi gửi", value="sender", kind="name"),
            Column(
                key="subject",
                label="Trích yếu",
                value="subject",
                kind="long",
                lead=True,
                before=lambda row: marks.urgency(row.urgency),
            ),
            Column(
                key="urgency",
                label="Mức độ khẩn",
                value=lambda row: str(marks.URGENCY[row.urgency]),
                on_screen=False,
                in_print=False,
            ),
            Column(
                key="state",
                label="Tình trạng",
                kind="mark",
                value=lambda row: STATES[row.state][1],
                mark=lambda row: marks.status(STATES[row.state][1], STATES[row.state][0]),
            ),
            Column(
                key="due",
                label="Thời hạn",
                value="days_left",
                kind="mark",
                mark=lambda row: marks.lateness(row.days_left),
            ),
        ),
        sorts=(
            Sort("on", "ngày đến", ("-arrived_on",)),
            Sort("no", "số đến", ("-arrival_number",)),
        ),
        filters=(
            Period(key="arrived", label="Ngày đến", path="arrived_on", phrase="đến"),
            Choice(
                key="urgency",
                label="Mức độ khẩn",
                condition="urgency",
                options=tuple(Option(k, v, str(v).lower()) for k, v in marks.URGENCY.items()),
            ),
            Flag(
                key="open",
                label="Chưa chuyển",
                phrase="chưa chuyển",
                condition=Q(),
            ),
        ),
        row_url=lambda row: f"/-/gallery/document/?id={row.pk}",
        row_action=lambda row, _actor: (
            RowAction("Vào sổ", "/-/gallery/forms/") if row.state == 0 else None
        ),
        actions=(
            ListAction(label="Chuyển", url="/-/gallery/list/", main=True, icon="send"),
            ListAction(label="Đưa vào hồ sơ", url="/-/gallery/list/", icon="folder"),
        ),
        empty_title="Chưa có văn bản đến nào",
        empty_text=(
            "Văn bản gửi qua liên thông sẽ tự đến đây. Văn bản giấy và thư điện tử thì tiếp nhận ở"
            " nút dưới."
        ),
        empty_act=("Tiếp nhận văn bản đến", "/-/gallery/forms/"),
        sizes=(50, 100, 200, 1000),
        file_name="van-ban-den",
    )
