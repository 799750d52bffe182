"""A proposal to destroy: files gathered whose term is over, opinions, what is kept longer, the decision."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, Forbidden, person_of, require
from lienthong.kernel.access.walls import limit
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.text import format_date
from lienthong.kernel.worktime.rules import local_date

from ...choices import DisposalLineState, OutgoingState, Verb
from ...models import (
    Disposal,
    DisposalLine,
    DisposalOpinion,
    DisposalPaper,
    OutgoingDocument,
    WorkFile,
)
from ...queries import retention
from ...workflow import DISPOSAL

MOST = 500  # files of one proposal: more than a council looks through in a sitting


class DisposalRefused(Exception):
    """An act on a proposal that the rules or its state do not allow; says why and what to do."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def open_disposal(*, title: str, file_ids: Sequence[int], by: Actor, at: dt.datetime) -> Disposal:
    """Lập đợt hủy of files whose term is over. Raises `Forbidden`, `DisposalRefused`."""
    _require(by)
    if not title.strip():
        raise DisposalRefused(_("Hãy ghi tên đợt hủy."))
    with act("documents.disposal_opened", by=by, at=at) as fact:
        disposal = Disposal.objects.create(
            agency_id=by.agency_id, title=title.strip()[:300], opened_by_id=person_of(by),
            opened_at=at,
        )  # fmt: skip
        fact.about(disposal)
        if not _list(disposal, file_ids, by, at):
            raise DisposalRefused(_("Hãy chọn ít nhất một hồ sơ đã hết thời hạn bảo quản."))
    return disposal


def add_files(*, disposal: Disposal, file_ids: Sequence[int], by: Actor, at: dt.datetime) -> int:
    """More files into a proposal that is still being gathered; those already on it are left."""
    with act("documents.disposal_listed", by=by, at=at, subject=disposal):
        locked = _locked(disposal, by, "gathering")
        return _list(locked, file_ids, by, at)


def _list(disposal: Disposal, file_ids: Sequence[int], by: Actor, at: dt.datetime) -> int:
    wanted = list(dict.fromkeys(file_ids))
    last = disposal.lines.aggregate(n=Max("position"))["n"] or 0
    found = {
        file.pk: file
        for file in retention.expired(by, local_date(at)).filter(pk__in=wanted[: MOST + 1])
    }
    if last + len(found) > MOST:
        raise DisposalRefused(_("Mỗi đợt hủy nhiều nhất %d hồ sơ. Hãy lập thêm đợt khác.") % MOST)
    picked = [found[pk] for pk in wanted if pk in found]
    lines = [
        DisposalLine(disposal=disposal, position=place, file=file, expired_on=file.last_day)  # type: ignore[attr-defined]
        for place, file in enumerate(picked, last + 1)
    ]
    try:
        with transaction.atomic():
            DisposalLine.objects.bulk_create(lines)
    except IntegrityError as error:
        raise DisposalRefused(
            _("Có hồ sơ vừa được đưa vào đợt hủy khác. Hãy tải lại trang và chọn lại.")
        ) from error
    return len(lines)


def keep_longer(
    *, line: DisposalLine, until: dt.date, why: str, by: Actor, at: dt.datetime
) -> DisposalLine:
    """Take a file out of a proposal: it is kept to a day, for a reason."""
    if not why.strip():
        raise DisposalRefused(_("Hãy ghi lý do giữ lại hồ sơ."))
    if until <= local_date(at):
        raise DisposalRefused(_("Ngày giữ lại phải sau hôm nay."))

    def effect(locked: Disposal) -> None:
        row = _line(locked, line)
        row.state = DisposalLineState.KEPT
        row.kept_until, row.kept_why, row.done_at = until, why.strip()[:500], at
        row.save()
        WorkFile.objects.filter(pk=row.file_id).update(
            retained_until=until, retained_why=row.kept_why
        )

    DISPOSAL.perform(line.disposal, "keep_longer", by=by, at=at, effect=effect)
    line.refresh_from_db()
    return line


def _line(disposal: Disposal, line: DisposalLine) -> DisposalLine:
    row = (
        DisposalLine.objects.select_for_update(of=("self",))
        .filter(pk=line.pk, disposal=disposal, state=DisposalLineState.LISTED)
        .first()
    )
    if row is None:
        raise DisposalRefused(_("Hồ sơ này không còn trong danh mục đề nghị hủy. Hãy tải lại."))
    return row


def submit(*, disposal: Disposal, by: Actor, at: dt.datetime) -> Disposal:
    """Trình: from now on the list only grows shorter."""

    def effect(locked: Disposal) -> None:
        _refuse_empty(locked)
        locked.submitted_at = at

    return DISPOSAL.perform(disposal, "submit", by=by, at=at, effect=effect)


def take_back(*, disposal: Disposal, by: Actor, at: dt.datetime) -> Disposal:
    """Open the list again; opinions given so far stay."""

    def effect(locked: Disposal) -> None:
        locked.submitted_at = None

    return DISPOSAL.perform(disposal, "take_back", by=by, at=at, effect=effect)


def note_opinion(
    *,
    disposal: Disposal,
    giver: str,
    agrees: bool,
    text: str,
    given_on: dt.date,
    by: Actor,
    at: dt.datetime,
) -> Disposal:
    """Record what a member of the council, a unit or an agency said."""
    if not giver.strip():
        raise DisposalRefused(_("Hãy ghi người hoặc đơn vị cho ý kiến."))
    if not agrees and not text.strip():
        raise DisposalRefused(_("Ý kiến không đồng ý cần ghi rõ với hồ sơ nào, vì sao."))
    if given_on > local_date(at):
        raise DisposalRefused(_("Ngày cho ý kiến không thể ở tương lai."))

    def effect(locked: Disposal) -> None:
        DisposalOpinion.objects.create(
            disposal=locked, giver=giver.strip()[:200], agrees=agrees, text=text.strip()[:2000],
            given_on=given_on, recorded_by_id=person_of(by), recorded_at=at,
        )  # fmt: skip

    return DISPOSAL.perform(disposal, "note_opinion", by=by, at=at, effect=effect)


def add_paper(
    *, disposal: Disposal, title: str, stored: StoredFile, by: Actor, at: dt.datetime
) -> Disposal:
    """A paper of the dossier (hồ sơ hủy), uploaded."""
    _own_file(stored, by)
    if not title.strip():
        raise DisposalRefused(_("Hãy ghi tên giấy tờ."))

    def effect(locked: Disposal) -> None:
        DisposalPaper.objects.create(
            disposal=locked, title=title.strip()[:300], file=stored, added_by_id=person_of(by),
            added_at=at,
        )  # fmt: skip

    return DISPOSAL.perform(disposal, "add_paper", by=by, at=at, effect=effect)


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision to destroy; without `stored` it is looked up in the register of the agency."""

    number: str
    dated: dt.date
    signer: str
    stored: StoredFile | None = None


def decide(*, disposal: Disposal, decision: Decision, by: Actor, at: dt.datetime) -> Disposal:
    """Record the decision of the competent person. Raises `DisposalRefused` where it is not to be found.

    What was listed is judged once more: a file whose term is not over on that day is not destroyed.
    """
    number = " ".join(decision.number.split())
    if not number:
        raise DisposalRefused(_("Hãy ghi số, ký hiệu của quyết định hủy."))
    if decision.dated > local_date(at):
        raise DisposalRefused(_("Ngày của quyết định không thể ở tương lai."))

    def effect(locked: Disposal) -> None:
        _refuse_empty(locked)
        if locked.submitted_at is not None and decision.dated < local_date(locked.opened_at):
            raise DisposalRefused(_("Quyết định không thể có trước khi lập đợt hủy này."))
        _refuse_in_term(locked, decision.dated)
        paper = _in_register(number, decision.dated, by)
        signer = " ".join(decision.signer.split())
        if paper is not None and paper.signatory is not None:
            signer = paper.signatory.name
        elif decision.stored is None:
            raise DisposalRefused(
                _("Không thấy quyết định số %(no)s ngày %(day)s trong sổ văn bản đi. Hãy kiểm tra số, "
                  "ngày hoặc tải tệp quyết định lên.")
                % {"no": number, "day": format_date(decision.dated)}
            )  # fmt: skip
        if not signer:
            raise DisposalRefused(_("Hãy ghi người ký quyết định."))
        if decision.stored is not None:
            _own_file(decision.stored, by)
        locked.decision_number, locked.decision_date = number, decision.dated
        locked.decision_signer, locked.decision_paper = signer[:200], paper
        locked.decision_file, locked.decided_at = decision.stored, at

    return DISPOSAL.perform(disposal, "decide", by=by, at=at, effect=effect)


def _in_register(number: str, dated: dt.date, by: Actor) -> OutgoingDocument | None:
    """The decision among what the own agency issued, where it is there."""
    rows = limit(OutgoingDocument.objects.all(), by).filter(
        agency_id=by.agency_id, reference=number, issue_date=dated, state=OutgoingState.ISSUED
    )
    return rows.select_related("signatory").first()


def _refuse_in_term(disposal: Disposal, on: dt.date) -> None:
    early = [
        line.file.notation
        for line in disposal.lines.filter(state=DisposalLineState.LISTED).select_related("file")
        if (last := retention.last_day_of(line.file)) is None or last >= on
    ]
    if early:
        raise DisposalRefused(
            _(
                "Chưa hết thời hạn bảo quản vào ngày của quyết định: hồ sơ %(no)s. Hãy giữ lại trước."
            )
            % {"no": ", ".join(early[:5])}
        )


def drop(*, disposal: Disposal, why: str, by: Actor, at: dt.datetime) -> Disposal:
    """Thôi đợt hủy before anything was destroyed; its files may be proposed again."""
    if not why.strip():
        raise DisposalRefused(_("Hãy ghi lý do thôi đợt hủy."))

    def effect(locked: Disposal) -> None:
        locked.dropped_why, locked.ended_at = why.strip()[:500], at
        locked.lines.filter(state=DisposalLineState.LISTED).update(
            state=DisposalLineState.RELEASED, done_at=at
        )

    return DISPOSAL.perform(disposal, "drop", by=by, at=at, effect=effect)


def _refuse_empty(disposal: Disposal) -> None:
    if not disposal.lines.filter(state=DisposalLineState.LISTED).exists():
        raise DisposalRefused(_("Danh mục không còn hồ sơ nào đề nghị hủy."))


def _own_file(stored: StoredFile, by: Actor) -> None:
    if stored.agency_id != by.agency_id or stored.destroyed:
        raise DisposalRefused(_("Không tìm thấy tệp này trong cơ quan."))


def _locked(disposal: Disposal, by: Actor, state: str) -> Disposal:
    _require(by)
    rows = limit(Disposal.objects.all(), by).select_for_update(of=("self",))
    found = rows.filter(pk=disposal.pk, agency_id=by.agency_id).first()
    if found is None or found.state != state:
        raise DisposalRefused(_("Đợt hủy đã sang bước khác. Hãy tải lại trang."))
    return found


def _require(by: Actor) -> None:
    require(by, Verb.DISPOSE)
    if by.stands_in_for is not None:
        raise Forbidden(
            _("Người xử lý thay không lập, không thực hiện hủy tài liệu."), Verb.DISPOSE
        )
