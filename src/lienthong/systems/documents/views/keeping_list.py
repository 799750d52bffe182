"""The list of work files (Mục lục hồ sơ, PL VI I.V.6): its columns, sorts and filters."""

from typing import Any

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.context import current_actor
from lienthong.kernel.ui import marks
from lienthong.kernel.ui.lists import (
    Choice,
    Column,
    Option,
    Period,
    Register,
    Related,
    Sort,
)

from ..choices import FileState, Verb
from ..models import WorkFile
from ..queries import keeping as queries

STAGE = {
    FileState.OPEN: "moving",
    FileState.CLOSED: "waiting",
    FileState.HANDED_OVER: "done",
    FileState.DESTROYED: "none",
}


def url_of(row: WorkFile) -> str:
    """The page of a file."""
    return reverse("documents:file_one", args=[row.pk])


def state_of(row: WorkFile) -> str:
    """Where the file stands, in words."""
    if row.state == FileState.CLOSED and row.offered_at is not None:
        return _("Đã gửi nộp lưu")
    if row.destroyed_at is not None:
        return _("Đã hủy theo %s") % row.destroyed_by
    return str(row.get_state_display())


def _search(rows: Any, words: str, _actor: Actor) -> Any:
    from django.db.models import Q

    for word in words.split():
        rows = rows.filter(Q(title__icontains=word) | Q(notation__icontains=word))
    return rows


def _person_name(person_id: int) -> str | None:
    """The name behind an id, for whom one sees a file of; a stranger is nobody."""
    actor = current_actor()
    if actor is None:
        return None
    owner = (
        queries.files_for(actor).filter(owner_id=person_id).values_list("owner__name", flat=True)
    )
    return owner.first()


FILES = Register(
    name="documents.files",
    title=gettext_lazy("Hồ sơ công việc"),
    one=gettext_lazy("hồ sơ"),
    rows=queries.files_for,
    search=_search,
    search_label=gettext_lazy("Tìm tiêu đề, số và ký hiệu hồ sơ"),
    columns=(
        Column(
            key="no", label=gettext_lazy("Số, ký hiệu"), value="notation", kind="reference",
            sort="no",
        ),
        Column(
            key="title", label=gettext_lazy("Tiêu đề hồ sơ"), value="title", kind="long", lead=True
        ),
        Column(
            key="papers", label=gettext_lazy("Số văn bản"), value=lambda r: r.papers, kind="number"
        ),
        Column(
            key="owner", label=gettext_lazy("Người lập"), value=lambda r: r.owner.name, kind="name"
        ),
        Column(
            key="since", label=gettext_lazy("Bắt đầu"), value="started_on", kind="date",
            sort="since",
        ),
        Column(key="keep", label=gettext_lazy("Bảo quản"), value="retention"),
        Column(
            key="due", label=gettext_lazy("Hạn nộp lưu"), value="archive_due_on", kind="date",
            sort="due",
        ),
        Column(
            key="state", label=gettext_lazy("Tình trạng"), kind="mark", value=state_of,
            mark=lambda r: marks.status(state_of(r), STAGE[FileState(r.state)]),
        ),
    ),
    sorts=(
        Sort("since", gettext_lazy("ngày bắt đầu"), ("-started_on",)),
        Sort("no", gettext_lazy("số, ký hiệu"), ("notation",)),
        Sort("due", gettext_lazy("hạn nộp lưu"), ("archive_due_on",)),
    ),
    filters=(
        Choice(
            key="state",
            label=gettext_lazy("Tình trạng"),
            condition="state",
            options=tuple(Option(k, v, str(v).lower()) for k, v in FileState.choices),
        ),
        Period(
            key="since", label=gettext_lazy("Bắt đầu"), path="started_on",
            phrase=gettext_lazy("bắt đầu"),
        ),
        Related(
            key="owner", label=gettext_lazy("Người lập"), phrase=gettext_lazy("của"),
            condition="owner_id", name_of=_person_name, search_url=lambda: reverse("ui:people"),
        ),
    ),
    row_url=url_of,
    empty_title=gettext_lazy("Chưa có hồ sơ nào"),
    empty_text=gettext_lazy(
        "Mở hồ sơ khi bắt đầu giải quyết một việc; văn bản đến, đi đưa vào bằng một lần bấm."
    ),
    empty_act=(gettext_lazy("Mở hồ sơ"), reverse_lazy("documents:file_new")),  # type: ignore[arg-type]
    empty_verb=Verb.COMPILE_FILE,
    wide_print=True,
    file_name="muc-luc-ho-so",
)  # fmt: skip
