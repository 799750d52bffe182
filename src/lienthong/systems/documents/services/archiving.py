"""Handing files to the agency's archive, keeping them back, and giving them on (Đ30, Đ31)."""

import datetime as dt
import io
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.axis.papers import api as papers
from lienthong.kernel.access.actor import Actor, Forbidden, require
from lienthong.kernel.access.walls import limit
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.models import PostHolding
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files.services import store
from lienthong.kernel.text import format_date

from .. import policies, rules
from ..choices import FileState, Verb
from ..models import WorkFile, WorkFileItem
from .keeping import FileRefused, locked_file


def offer_to_archive(*, file: WorkFile, by: Actor, at: dt.datetime) -> WorkFile:
    """Send a closed file to the archive; it is the archive's only when received (Đ30.3.b).

    Raises `Forbidden`, `FileRefused`, `NotFound`.
    """
    with act("documents.file_offered", by=by, at=at, subject=file):
        locked = locked_file(file, by)
        if not policies.can_compile(by, locked):
            raise Forbidden(_("Chỉ người lập hồ sơ được nộp lưu hồ sơ này."), Verb.COMPILE_FILE)
        _refuse_not_closed(locked)
        if not rules.goes_to_archive(locked.retention_years):
            raise FileRefused(
                _("Hồ sơ bảo quản dưới 05 năm do đơn vị giữ, không nộp lưu (Điều 31.3.c).")
            )
        if locked.offered_at is None:
            locked.offered_at = at
            locked.save(update_fields=["offered_at"])
    return locked


def send_back(*, file: WorkFile, reason: str, by: Actor, at: dt.datetime) -> WorkFile:
    """The archive sends an offered file back to be completed, open again, with its reason."""
    if not reason.strip():
        raise FileRefused(_("Hãy ghi rõ hồ sơ còn thiếu gì."))
    with act("documents.file_sent_back", by=by, at=at, subject=file):
        locked = _offered(file, by)
        locked.state = FileState.OPEN
        locked.offered_at = None
        locked.ended_on = None
        locked.archive_due_on = None
        locked.note = reason.strip()[:500]
        locked.save()
    return locked


def receive_files(*, files: Sequence[WorkFile], by: Actor, at: dt.datetime) -> list[WorkFile]:
    """The archive receives offered files of one agency: state, list and record in one act.

    The record (biên bản giao nhận with mục lục hồ sơ nộp lưu) is stored and named on each file.
    Raises `Forbidden`, `FileRefused`, `NotFound`; then none is received.
    """
    require(by, Verb.ARCHIVE)
    if not files:
        raise FileRefused(_("Hãy chọn ít nhất một hồ sơ."))
    with act("documents.file_handed_over", by=by, at=at, subject=files[0]):
        locked = [_offered(file, by) for file in sorted(files, key=lambda each: each.pk)]
        if len({file.agency_id for file in locked}) != 1:
            raise FileRefused(_("Mỗi biên bản giao nhận chỉ gồm hồ sơ của một cơ quan."))
        record = transfer_record(locked, by=by, at=at)
        stored = store(
            io.BytesIO(record.pdf),
            name=f"bien-ban-giao-nhan-{timezone.localdate(at):%Y%m%d}-{locked[0].pk}.pdf",
            agency_id=locked[0].agency_id,
            by=by,
            at=at,
        )
        for file in locked:
            file.state = FileState.HANDED_OVER
            file.handed_over_at = at
            file.handover_record = stored
            file.save(update_fields=["state", "handed_over_at", "handover_record"])
    return locked


def transfer_record(
    files: Sequence[WorkFile], *, by: Actor, at: dt.datetime
) -> papers.RenderedPaper:
    """Biên bản giao nhận with the list of the files handed in (Đ30.3.a, Annex V)."""
    on = timezone.localdate(at)
    named = agencies.name_at(files[0].agency_id, on)
    counts = {file.pk: WorkFileItem.objects.filter(file=file).count() for file in files}
    givers = sorted({file.owner.name for file in files})
    return papers.render_list(
        papers.ListData(
            title="BIÊN BẢN GIAO NHẬN HỒ SƠ, TÀI LIỆU",
            agency=named.name,
            front=(
                f"Ngày {format_date(on)}",
                f"Số hồ sơ nộp lưu: {len(files)}",
                f"Tổng số văn bản: {sum(counts.values())}",
            ),
            columns=(
                papers.ListColumn("Số TT", 1.0, "centre"),
                papers.ListColumn("Số, ký hiệu hồ sơ", 2.6),
                papers.ListColumn("Tiêu đề hồ sơ", 7.0),
                papers.ListColumn("Thời gian tài liệu", 3.0, "centre"),
                papers.ListColumn("Thời hạn bảo quản", 2.2, "centre"),
                papers.ListColumn("Số văn bản", 1.6, "centre"),
                papers.ListColumn("Ghi chú", 2.6),
            ),
            rows=tuple(
                (
                    str(place),
                    file.notation,
                    file.title,
                    f"{format_date(file.started_on)} - {format_date(file.ended_on)}"
                    if file.ended_on
                    else format_date(file.started_on),
                    file.retention,
                    str(counts[file.pk]),
                    file.note,
                )
                for place, file in enumerate(files, 1)
            ),
            end=papers.ListSigners(
                "XÁC NHẬN GIAO NHẬN",
                (
                    f"Bên giao: {', '.join(givers)}.",
                    f"Bên nhận: {by.name}, Lưu trữ cơ quan.",
                    "Biên bản lập thành 02 bản, mỗi bên giữ 01 bản.",
                ),
                (("Bên giao", givers[0]), ("Bên nhận", by.name)),
            ),
        ),
        at=at,
    )


def keep_back(
    *, file: WorkFile, until: dt.date, basis: str, by: Actor, at: dt.datetime
) -> WorkFile:
    """Keep a file that is due, with the head's written consent, two years at most (Đ31.3.d)."""
    with act("documents.file_kept_back", by=by, at=at, subject=file):
        locked = locked_file(file, by)
        if not policies.can_compile(by, locked):
            raise Forbidden(_("Chỉ người lập hồ sơ được giữ lại hồ sơ."), Verb.COMPILE_FILE)
        _refuse_not_closed(locked)
        if locked.archive_due_on is None:
            raise FileRefused(_("Hồ sơ này không phải nộp lưu."))
        if not basis.strip():
            raise FileRefused(_("Hãy ghi văn bản đồng ý của người đứng đầu cơ quan."))
        latest = rules.months_later(locked.archive_due_on, 12 * rules.MOST_YEARS_KEPT_BACK)
        if not locked.archive_due_on < until <= latest:
            raise FileRefused(
                _("Chỉ được giữ lại không quá 02 năm kể từ ngày đến hạn: đến %(day)s.")
                % {"day": format_date(latest)}
            )
        locked.kept_until, locked.kept_basis, locked.offered_at = until, basis.strip(), None
        locked.save(update_fields=["kept_until", "kept_basis", "offered_at"])
    return locked


def give_file(*, file: WorkFile, to_person_id: int, by: Actor, at: dt.datetime) -> WorkFile:
    """Give a file to a colleague of the agency: the leaver's handover (Đ31.3.đ).

    By the owner or who may hand work over. Raises `Forbidden`, `FileRefused`, `NotFound`.
    """
    with act("documents.file_given", by=by, at=at, subject=file):
        locked = locked_file(file, by)
        if locked.owner_id != by.person_id and not by.may("agencies.hand_over"):
            raise Forbidden(_("Chỉ người lập hồ sơ hoặc lãnh đạo đơn vị được bàn giao hồ sơ."))
        if locked.state == FileState.DESTROYED:
            raise FileRefused(_("Hồ sơ đã hủy."))
        if locked.state == FileState.HANDED_OVER:
            raise FileRefused(_("Hồ sơ đã nộp lưu, không còn thuộc người lập."))
        held = PostHolding.objects.on(timezone.localdate(at)).filter(
            person_id=to_person_id, post__agency_id=locked.agency_id
        )
        taker = held.select_related("post").first()
        if taker is None:
            raise FileRefused(_("Người nhận không giữ chức vụ nào ở cơ quan này."))
        locked.owner_id, locked.unit_id = to_person_id, taker.post.unit_id
        locked.save(update_fields=["owner", "unit"])
    return locked


def files_still_held(person_id: int, agency_id: int, actor: Actor) -> int:
    """How many files a person must still hand over before he leaves (Đ31.3.đ)."""
    rows = limit(WorkFile.objects.all(), actor)
    return (
        rows.filter(owner_id=person_id, agency_id=agency_id)
        .exclude(state__in=[FileState.HANDED_OVER, FileState.DESTROYED])
        .count()
    )


def _refuse_not_closed(file: WorkFile) -> None:
    if file.state == FileState.OPEN:
        raise FileRefused(_("Hồ sơ chưa kết thúc. Hãy kết thúc hồ sơ trước."))
    if file.state == FileState.HANDED_OVER:
        raise FileRefused(_("Hồ sơ đã nộp lưu."))
    if file.state == FileState.DESTROYED:
        raise FileRefused(_("Hồ sơ đã hủy."))


def _offered(file: WorkFile, by: Actor) -> WorkFile:
    locked = locked_file(file, by)
    if not policies.can_archive(by, locked):
        raise Forbidden(_("Chỉ Lưu trữ cơ quan được nhận hồ sơ nộp lưu."), Verb.ARCHIVE)
    if locked.state != FileState.CLOSED or locked.offered_at is None:
        raise FileRefused(
            _("Hồ sơ %(no)s chưa được gửi nộp lưu hoặc đã nhận rồi.") % {"no": locked.notation}
        )
    return locked
