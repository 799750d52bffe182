"""The two tables of the board as rows: some three hundred of them, drawn without a template."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ui.addresses import numbered
from lienthong.kernel.ui.lists import Column
from lienthong.kernel.ui.lists.drawn import draw_rows
from lienthong.systems.tasks import api as tasks

from .queries import BoardRow

_MISSING = (
    Column(key="name", label=_("Cơ quan"), value="name", lead=True),
    Column(key="why", label=_("Lý do"), value=lambda row: "; ".join(map(str, row.reasons))),
    Column(key="phone", label=_("Liên hệ"), value=lambda row: row.phone or "—"),
)


def _number(key: str, label: Any) -> Column:
    return Column(key=key, label=label, value=lambda row: getattr(row[1], key), kind="number")


_TASKS = (
    Column(key="name", label=_("Cơ quan"), value=lambda row: row[0], lead=True),
    _number("done_on_time", _("Hoàn thành đúng hạn")),
    _number("done_late", _("Hoàn thành quá hạn")),
    _number("open_in_time", _("Chưa, trong hạn")),
    _number("open_late", _("Chưa, quá hạn")),
    _number("standing", _("Thường xuyên")),
)


def missing_rows(rows: Sequence[BoardRow], question: str) -> SafeString:
    """The agencies that are missing, each with why and whom to call; linked to its own page."""

    def url(row: BoardRow) -> str:
        return f"{numbered('desk:board_agency', row.agency_id)}?{question}"

    return draw_rows(rows, _MISSING, url)


def task_rows(rows: Sequence[tuple[str, tasks.ClassCounts]]) -> SafeString:
    """The tasks of each leading agency in the four classes; linked to their list."""
    every = reverse("tasks:list")
    return draw_rows(rows, _TASKS, lambda row: f"{every}?lead={row[1].agency_id}")
