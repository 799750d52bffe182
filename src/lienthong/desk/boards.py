"""The two tables of the board as rows: some three hundred of them, drawn without a template."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ui.addresses import numbered, plain
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


# A row holds nothing of one request, and from one look at the board to the next few rows change:
# each is drawn when its figures do. The language and the folder of the site are in the keys.
_MOST = 4096


class _Missing(NamedTuple):
    agency_id: int
    name: str
    reasons: tuple[str, ...]
    phone: str


@lru_cache(maxsize=_MOST)
def _missing_row(row: _Missing, question: str, _language: str | None, _prefix: str) -> str:
    address = f"{numbered('desk:board_agency', row.agency_id)}?{question}"
    return draw_rows([row], _MISSING, lambda _row: address)


@lru_cache(maxsize=_MOST)
def _task_row(row: tuple[str, tasks.ClassCounts], _language: str | None, _prefix: str) -> str:
    return draw_rows([row], _TASKS, lambda row: f"{plain('tasks:list')}?lead={row[1].agency_id}")


def missing_rows(rows: Sequence[BoardRow], question: str) -> SafeString:
    """The agencies that are missing, each with why and whom to call; linked to its own page."""
    here = question, get_language(), get_script_prefix()
    drawn = (
        _missing_row(_Missing(row.agency_id, row.name, tuple(row.reasons), row.phone), *here)
        for row in rows
    )
    return SafeString("".join(drawn))


def task_rows(rows: Sequence[tuple[str, tasks.ClassCounts]]) -> SafeString:
    """The tasks of each leading agency in the four classes; linked to their list."""
    here = get_language(), get_script_prefix()
    return SafeString("".join(_task_row(row, *here) for row in rows))
