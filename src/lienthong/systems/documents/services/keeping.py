"""Work files: opened, filled by one click, closed (Đ28, Đ29 NĐ 30/2020)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, Forbidden, person_of, require
from lienthong.kernel.access.walls import limit
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.workflow import NotFound
from lienthong.kernel.worktime.rules import local_date

from .. import policies, rules
from ..choices import FileState, IncomingState, OutgoingState, Verb
from ..models import (
    FilePlanLine,
    IncomingDocument,
    OutgoingDocument,
    WorkFile,
    WorkFileItem,
)

UNSETTLED_OUT = (
    OutgoingState.ASSIGNED,
    OutgoingState.DRAFTING,
    OutgoingState.CONSULTING,
    OutgoingState.CHECKING,
    OutgoingState.APPROVED,
    OutgoingState.SIGNED,
    OutgoingState.SEALED,
)
UNSETTLED_IN = (
    IncomingState.FOR_INSTRUCTION,
    IncomingState.AT_UNIT,
    IncomingState.IN_HAND,
)


class FileRefused(Exception):
    """An act on a file that the decree or its state does not allow; says why and what to do."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class NotationTaken(FileRefused):
    """Another file of the year bears the number and symbol."""


class PaperNotSeen(FileRefused):
    """The paper is not there for this official, so he cannot file it."""


@dataclass(frozen=True, slots=True)
class FileData:
    """What is known of a file when it is opened; `retention_years` None is kept for ever."""

    title: str
    notation: str
    retention_years: int | None
    started_on: dt.date
    plan_line_id: int | None = None
    language: str = "Tiếng Việt"
    rights: str = ""
    note: str = ""


def open_file(*, data: FileData, by: Actor, at: dt.datetime) -> WorkFile:
    """Open a file from the year's list or on one's own (Đ29.2).

    Raises `Forbidden`, `FileRefused`, `NotationTaken` when the year's number is borne already.
    """
    require(by, Verb.COMPILE_FILE)
    if by.person_id is None:
        raise Forbidden(_("Hồ sơ phải do một người mở."), Verb.COMPILE_FILE)
    refuse_unnamed(data.title, data.notation, data.retention_years)
    if data.started_on > local_date(at) + dt.timedelta(days=1):
        raise FileRefused(_("Ngày bắt đầu hồ sơ không thể ở tương lai."))
    line = _plan_line(data.plan_line_id, by)
    try:
        with transaction.atomic(), act("documents.file_opened", by=by, at=at) as fact:
            file = WorkFile.objects.create(
                agency_id=by.agency_id,
                plan_line=line,
                notation=data.notation.strip(),
                year=data.started_on.year,
                title=data.title.strip(),
                retention=rules.retention_words(data.retention_years),
                retention_years=data.retention_years,
                owner_id=by.person_id,
                unit_id=by.unit_id,
                language=data.language.strip() or "Tiếng Việt",
                rights=data.rights.strip(),
                started_on=data.started_on,
                note=data.note.strip(),
            )
            fact.about(file)
    except IntegrityError as error:
        raise NotationTaken(
            _("Năm %(year)s đã có hồ sơ mang số, ký hiệu “%(no)s”. Hãy dùng số khác.")
            % {"year": data.started_on.year, "no": data.notation.strip()}
        ) from error
    return file


def _plan_line(line_id: int | None, by: Actor) -> FilePlanLine | None:
    if line_id is None:
        return None
    rows = limit(FilePlanLine.objects.all(), by)
    line = rows.filter(pk=line_id, plan__agency_id=by.agency_id).first()
    if line is None:
        raise FileRefused(_("Không có mục này trong danh mục hồ sơ của cơ quan."))
    return line


def refuse_unnamed(title: str, notation: str, years: int | None) -> None:
    """Refuse a file without name or sign, with one too long, or with a term that is none."""
    if not title.strip() or not notation.strip():
        raise FileRefused(_("Hãy ghi tiêu đề, số và ký hiệu hồ sơ."))
    if len(title) > 500 or len(notation) > 20:
        raise FileRefused(_("Tiêu đề dài nhất 500 ký tự, số và ký hiệu dài nhất 20 ký tự."))
    if years is not None and not 1 <= years <= 100:
        raise FileRefused(_("Thời hạn bảo quản tính bằng năm, từ 1 đến 100, hoặc vĩnh viễn."))


def add_incoming(
    *, file: WorkFile, document: IncomingDocument, by: Actor, at: dt.datetime
) -> WorkFileItem:
    """Put an incoming paper into a file by reference; again is the same place (PL VI III.4.e)."""
    if not policies.can_read_incoming(by, document):
        raise PaperNotSeen(_("Bạn không được xem văn bản này nên không đưa vào hồ sơ được."))
    dated = document.issued_on or document.arrival_date or document.arrived_at.date()
    title = document.subject or document.reference
    return _add(file, by, at, dated=dated, title=title, incoming=document)


def add_outgoing(
    *, file: WorkFile, document: OutgoingDocument, by: Actor, at: dt.datetime
) -> WorkFileItem:
    """Put an outgoing paper, or a draft that matters, into a file by reference."""
    if not policies.can_read_outgoing(by, document):
        raise PaperNotSeen(_("Bạn không được xem văn bản này nên không đưa vào hồ sơ được."))
    dated = document.issue_date or document.created_at.date()
    return _add(file, by, at, dated=dated, title=document.subject, outgoing=document)


def add_stored(
    *,
    file: WorkFile,
    stored: StoredFile,
    title: str,
    dated: dt.date,
    by: Actor,
    at: dt.datetime,
) -> WorkFileItem:
    """Put another paper (scan, picture, recording) of the own agency into a file."""
    if stored.agency_id != file.agency_id or stored.destroyed:
        raise PaperNotSeen(_("Không tìm thấy tệp này trong cơ quan."))
    if not title.strip():
        raise FileRefused(_("Hãy ghi tên tài liệu để mục lục hồ sơ đọc được."))
    return _add(file, by, at, dated=dated, title=title.strip(), stored_file=stored)


def _add(
    file: WorkFile,
    by: Actor,
    at: dt.datetime,
    *,
    dated: dt.date,
    title: str,
    **paper: Any,
) -> WorkFileItem:
    with act("documents.filed", by=by, at=at, subject=file):
        locked = locked_file(file, by)
        require_open(locked, by)
        _refuse_destroyed(paper)
        known = WorkFileItem.objects.filter(file=locked, **paper).first()
        if known is not None:
            return known
        last = WorkFileItem.objects.filter(file=locked).aggregate(n=Max("ordinal"))["n"] or 0
        return WorkFileItem.objects.create(
            file=locked,
            ordinal=last + 1,
            title=title[:500],
            dated=dated,
            added_by_id=person_of(by),
            added_at=at,
            **paper,
        )


def _refuse_destroyed(paper: Mapping[str, Any]) -> None:
    """Refuse a paper whose content is gone; one that is being destroyed is waited for."""
    for one in paper.values():
        if isinstance(one, IncomingDocument | OutgoingDocument):
            rows = type(one)._default_manager.select_for_update(of=("self",), no_key=True)
            if rows.filter(pk=one.pk, destroyed_at__isnull=False).exists():
                raise FileRefused(_("Văn bản này đã hủy, không đưa vào hồ sơ được nữa."))


def remove_item(*, item: WorkFileItem, by: Actor, at: dt.datetime) -> None:
    """Take a paper out of an open file; the paper itself stays where it is (Đ29.4.b)."""
    with act("documents.unfiled", by=by, at=at, subject=item.file):
        locked = locked_file(item.file, by)
        require_open(locked, by)
        WorkFileItem.objects.filter(pk=item.pk, file=locked).delete()


def close_file(
    *,
    file: WorkFile,
    title: str,
    notation: str,
    retention_years: int | None,
    ended_on: dt.date,
    settled_on: dt.date | None = None,
    by: Actor,
    at: dt.datetime,
) -> WorkFile:
    """Close a file: reviewed, numbered in order of time, its due day for the archive set (Đ29.4).

    Raises `Forbidden`, `FileRefused` (empty, work not finished, the same paper twice), `NotFound`.
    """
    refuse_unnamed(title, notation, retention_years)
    try:
        with transaction.atomic(), act("documents.file_closed", by=by, at=at, subject=file):
            locked = locked_file(file, by)
            require_open(locked, by)
            if ended_on < locked.started_on or ended_on > local_date(at) + dt.timedelta(days=1):
                raise FileRefused(_("Ngày kết thúc phải sau ngày bắt đầu và không ở tương lai."))
            items = in_order_of_time(locked)
            _refuse_unfinished(items)
            _number(items)
            locked.title, locked.notation = title.strip(), notation.strip()
            locked.retention_years = retention_years
            locked.retention = rules.retention_words(retention_years)
            locked.ended_on = ended_on
            locked.archive_due_on = rules.archive_due_on(ended_on, retention_years, settled_on)
            locked.state = FileState.CLOSED
            locked.save()
    except IntegrityError as error:
        raise NotationTaken(_("Năm này đã có hồ sơ mang số, ký hiệu đó.")) from error
    return locked


def locked_file(file: WorkFile, by: Actor) -> WorkFile:
    """The file under a lock, for who may see it; raises `NotFound`."""
    rows = limit(WorkFile.objects.all(), by).select_for_update(of=("self",))
    found = rows.filter(pk=file.pk).first()
    if found is None:
        raise NotFound(_("Không tìm thấy, hoặc bạn không được xem."))
    return found


def require_open(file: WorkFile, by: Actor) -> None:
    """Refuse unless the actor compiles the file and it is still open."""
    if not policies.can_compile(by, file):
        raise Forbidden(
            _("Chỉ người lập hồ sơ hoặc người cùng đơn vị được sửa hồ sơ này."), Verb.COMPILE_FILE
        )
    if file.state != FileState.OPEN:
        raise FileRefused(_("Hồ sơ đã kết thúc, không thêm bớt văn bản được nữa."))


def in_order_of_time(file: WorkFile) -> list[WorkFileItem]:
    """The papers of a file in the order in which they came about (PL VI III.4.g)."""
    rows = WorkFileItem.objects.filter(file=file)
    return list(
        rows.select_related("incoming", "outgoing", "stored_file").order_by("dated", "ordinal")
    )


def _refuse_unfinished(items: list[WorkFileItem]) -> None:
    if not items:
        raise FileRefused(_("Hồ sơ chưa có văn bản nào nên chưa kết thúc được."))
    waiting = [
        item.title
        for item in items
        if (item.outgoing is not None and item.outgoing.state in UNSETTLED_OUT)
        or (item.incoming is not None and item.incoming.state in UNSETTLED_IN)
    ]
    if waiting:
        raise FileRefused(
            _("Công việc chưa xong: %(titles)s. Giải quyết xong, hoặc đưa bản nháp ra khỏi hồ sơ.")
            % {"titles": "; ".join(waiting[:5])}
        )
    digests = [item.stored_file.sha256 for item in items if item.stored_file is not None]
    if len(set(digests)) != len(digests):
        raise FileRefused(_("Hồ sơ có bản trùng. Hãy đưa bản trùng ra khỏi hồ sơ (Điều 29.4.b)."))


def _number(items: list[WorkFileItem]) -> None:
    """Give the ordinals 1, 2, 3 … in order of time; first out of the way, for they are unique."""
    if [item.ordinal for item in items] == list(range(1, len(items) + 1)):
        return
    free = max(item.ordinal for item in items) + 1
    for start in (free, 1):
        for place, item in enumerate(items, start):
            item.ordinal = place
        WorkFileItem.objects.bulk_update(items, ["ordinal"])
