"""The list of tasks, and the tabs that lead through the screens of tasks."""

from functools import cached_property
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.models import AgencyName
from lienthong.kernel.ui import clocks, formats, marks
from lienthong.kernel.ui.addresses import numbered
from lienthong.kernel.ui.lists import (
    Choice,
    Column,
    Flag,
    ListPage,
    Option,
    Period,
    Register,
    Related,
    Sort,
    list_response,
)
from lienthong.kernel.ui.lists.drawn import Count
from lienthong.kernel.ui.parts import Tab

from .. import queries
from ..choices import TaskClass, TaskState, Verb
from ..models import Task
from ..queries import first
from ..rules import period_words

STAGE = {
    TaskState.ASSIGNED: "waiting",
    TaskState.RECEIVED: "moving",
    TaskState.IN_PROGRESS: "moving",
    TaskState.SUBMITTED: "waiting",
    TaskState.COMPLETED: "done",
    TaskState.RETURN_REQUESTED: "returned",
    TaskState.SUSPENDED: "none",
}
CLASSES = (
    TaskClass.DONE_ON_TIME,
    TaskClass.DONE_LATE,
    TaskClass.OPEN_IN_TIME,
    TaskClass.OPEN_LATE,
    TaskClass.STANDING,
)


def task_url(task: Task) -> str:
    """The address of a task."""
    return numbered("tasks:one", task.pk)


def _lead(task: Task) -> str:
    if task.group_parent:
        return task.lead_phrase
    return str(getattr(task, "lead_name", "") or task.lead_phrase)


def _action(task: Task) -> str:
    return f"{task.action} ({period_words(task.period)})" if task.period else task.action


def _agency_name(agency_id: int) -> str | None:
    named = agencies.names_of([agency_id])
    return named[agency_id].name if agency_id in named else None


def _with_names(actor: Actor) -> Any:
    name = AgencyName.objects.filter(agency_id=OuterRef("lead_agency_id")).order_by("-period")
    return queries.tasks_for(actor).annotate(lead_name=Subquery(name.values("short_name")[:1]))


def _status(task: Task) -> Any:
    state = TaskState(task.state)
    return marks.status(str(state.label), STAGE.get(state, "none"))


def _due(task: Task) -> Any:
    if task.deadline is None or task.completed_at is not None:
        return formats.date(task.deadline) if task.deadline else ""
    return marks.deadline(task.deadline, clocks.days_left(task.deadline))


LIST = Register(
    name="tasks.list",
    title=gettext_lazy("Nhiệm vụ"),
    one=gettext_lazy("nhiệm vụ"),
    rows=_with_names,
    search=queries.search_tasks,
    search_label=gettext_lazy("Tìm nội dung, mã nhiệm vụ"),
    columns=(
        Column(
            key="action",
            label=gettext_lazy("Nội dung nhiệm vụ"),
            value=_action,
            kind="long",
            lead=True,
        ),
        Column(key="lead", label=gettext_lazy("Chủ trì"), value=_lead, kind="name"),
        Column(
            key="from",
            label=gettext_lazy("Theo văn bản"),
            value=lambda t: f"{t.source_reference} {t.section}".strip(),
            kind="reference",
        ),
        Column(
            key="due",
            label=gettext_lazy("Thời hạn"),
            value="deadline",
            kind="moment",
            mark=_due,
            sort="due",
        ),
        Column(
            key="state",
            label=gettext_lazy("Tình trạng"),
            kind="mark",
            value=lambda t: str(TaskState(t.state).label),
            mark=_status,
            mark_by="state",
        ),
    ),
    sorts=(
        Sort("due", gettext_lazy("thời hạn"), ("deadline",)),
        Sort("new", gettext_lazy("mới giao"), ("-assigned_at",)),
    ),
    filters=(
        Period(
            key="due",
            label=gettext_lazy("Thời hạn"),
            path="deadline",
            phrase=gettext_lazy("đến hạn"),
            is_moment=True,
        ),
        Choice(
            key="class",
            label=gettext_lazy("Phân loại"),
            condition=queries.of_class,
            options=tuple(Option(c.value, c.label, str(c.label).lower()) for c in CLASSES),
        ),
        Related(
            key="lead",
            label=gettext_lazy("Chủ trì"),
            phrase=gettext_lazy("do"),
            condition="lead_agency_id",
            name_of=_agency_name,
            search_url=lambda: reverse("ui:agencies"),
        ),
        Choice(
            key="state",
            label=gettext_lazy("Tình trạng"),
            condition="state",
            options=tuple(Option(k, v, str(v).lower()) for k, v in TaskState.choices),
        ),
        Flag(
            key="late",
            label=gettext_lazy("Quá hạn"),
            phrase=gettext_lazy("quá hạn"),
            condition=queries.LATE,
        ),
    ),
    row_url=task_url,
    empty_title=gettext_lazy("Chưa có nhiệm vụ nào"),
    empty_text=gettext_lazy(
        "Nhiệm vụ đến từ văn bản chỉ đạo: sau khi văn bản phát hành, thư ký xác nhận từng việc và giao."
    ),
    wide_print=True,
    count_cap=1_000,  # beyond, "hơn 1.000": who watches over all tasks counts them on the board
    file_name="nhiem-vu",
    only=(
        "action",
        "period",
        "group_parent",
        "lead_phrase",
        "source_reference",
        "section",
        "deadline",
        "completed_at",
        "state",
        "lead_name",
    ),
)


class TaskPage(ListPage):
    """The list of tasks; its first page and its length are asked for by the short way."""

    @cached_property
    def _is_plain(self) -> bool:
        return not self.is_narrowed and first.has_short_way(self.actor)

    def _placed(self, actor: Actor) -> QuerySet[Any]:
        query = super()._placed(actor)
        if self._is_plain and self.cursor is None and self.sort.key == "due" and not self.turned:
            query = query.filter(pk__in=first.first_named(self.size + 1))
        return query

    @cached_property
    def count(self) -> Count:
        """How many tasks there are, up to the cap."""
        if not self._is_plain:
            return super().count
        cap = self.register.count_cap
        number = first.how_many(cap + 1)
        return Count(min(number, cap), capped=number > cap)


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponseBase:
    """Tasks in which one's agency has a part."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    extra = {"can_confirm": actor.may(Verb.CONFIRM), "tabs": tabs(actor, "list")}
    return list_response(
        request, LIST, template="tasks/list.html", extra=extra, page_class=TaskPage
    )


def tabs(actor: Actor, here: str) -> list[Tab]:
    """The screens of tasks that this post has, the present one marked."""
    asks = actor.may(Verb.MONITOR) or actor.may(Verb.ASSIGN)
    known = [
        ("list", _("Danh sách"), "tasks:list", True),
        ("proposals", _("Chờ xác nhận"), "tasks:proposals", actor.may(Verb.CONFIRM)),
        ("board", _("Theo cơ quan"), "tasks:board", True),
        ("coming", _("Tuần tới"), "tasks:coming", True),
        ("series", _("Định kỳ"), "tasks:series", True),
        ("report", _("Báo cáo"), "tasks:report", asks),
        ("amend", _("Điều chỉnh theo văn bản"), "tasks:amend", actor.may(Verb.CONFIRM)),
        ("rules", _("Quy định"), "tasks:rules", True),
    ]
    return [
        Tab(label, reverse(address), current=key == here)
        for key, label, address, shown in known
        if shown
    ]
