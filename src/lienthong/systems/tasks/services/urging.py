"""Công văn đôn đốc: a draft for each agency with overdue tasks, signed TL. by the chief of office (§5.7).

The system drafts; a person checks, signs and issues it like any other paper.
"""

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, person_of, require
from lienthong.kernel.access.walls import limit
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.facts.recording import act
from lienthong.kernel.language import official
from lienthong.kernel.text import format_date
from lienthong.kernel.worktime.services import working_days_between
from lienthong.systems.documents import api as documents

from ..choices import Verb
from ..models import Task, Urging
from ..queries.lists import late_at
from ..rules import local_date
from .refusals import NotNow

LETTER = 18  # công văn, the place in Điều 7 NĐ 30/2020
MOST_LINES = 60


def overdue_of(lead_agency_id: int, by: Actor, at: dt.datetime) -> list[Task]:
    """The overdue tasks that the own agency asked of an agency, oldest first."""
    rows = limit(Task.objects.all(), by).filter(
        late_at(at),
        lead_agency_id=lead_agency_id,
        group_parent=False,
        assigner_agency_id=by.agency_id,
    )
    return list(rows.order_by("deadline", "pk")[:MOST_LINES])


@official
def draft_urging(*, lead_agency_id: int, by: Actor, at: dt.datetime) -> Urging:
    """Draft the letter to one agency; once a day. Raises `Forbidden`, `NotNow`."""
    require(by, Verb.MONITOR)
    late = overdue_of(lead_agency_id, by, at)
    if not late:
        raise NotNow(_("Cơ quan này không có nhiệm vụ quá hạn."))
    on = local_date(at)
    chief = _chief(by, on)
    name = agencies.name_at(lead_agency_id, on).name
    if (
        limit(Urging.objects.all(), by)
        .filter(agency_id=by.agency_id, lead_agency_id=lead_agency_id, made_on=on)
        .exists()
    ):
        raise NotNow(_("Hôm nay đã có dự thảo công văn đôn đốc gửi %(name)s.") % {"name": name})
    draft = documents.Draft(
        type_code=LETTER,
        subject=_("Đôn đốc thực hiện nhiệm vụ được giao đã quá hạn"),
        text=letter_text(late, name, by.agency_name, at),
        notation="",
        place=_place(by, on),
        recipients=(
            documents.RecipientLine(name, documents.Purpose.ACT, addressee=True),
            documents.RecipientLine("VT", documents.Purpose.FILE),
        ),
        signatory_id=chief.person_id,
        signatory_post_id=chief.post_id,
        authority=documents.Authority.BY_ORDER,
    )
    try:
        with act("tasks.urged", by=by, at=at) as fact:
            made = Urging.objects.create(
                agency_id=by.agency_id,
                lead_agency_id=lead_agency_id,
                document=documents.start_draft(draft=draft, by=by, at=at),
                task_ids=[task.pk for task in late],
                made_on=on,
                by_id=person_of(by),
                at=at,
            )
            fact.about(made)
    except IntegrityError as error:  # a colleague pressed at the same moment: one letter stands
        raise NotNow(
            _("Hôm nay đã có dự thảo công văn đôn đốc gửi %(name)s.") % {"name": name}
        ) from error
    return made


def _chief(by: Actor, on: dt.date) -> agencies.Holder:
    held = agencies.holders(on, agency_ids=[by.agency_id], kinds=("chief_of_office",))
    if not held:
        raise NotNow(_("Cơ quan chưa có Chánh Văn phòng để ký thừa lệnh công văn đôn đốc."))
    return held[0]


def _place(by: Actor, on: dt.date) -> str:
    """The place of the agency's own last paper; the drafter fills it in where there is none."""
    rows = limit(documents.OutgoingDocument.objects.all(), by).filter(agency_id=by.agency_id)
    last = rows.exclude(place="").order_by("-pk").values_list("place", flat=True).first()
    return str(last or "")


@official
def letter_text(late: Sequence[Task], name: str, asker: str, at: dt.datetime) -> str:
    """The body: what is overdue since when, each with its paper and its code, so that the answer
    can name it."""
    lines = [
        _("Qua theo dõi việc thực hiện các nhiệm vụ do %(asker)s giao, đến ngày %(day)s,"
          " %(name)s còn %(count)s nhiệm vụ quá hạn:")
        % {"asker": asker, "day": format_date(local_date(at)), "name": name, "count": len(late)}
    ]  # fmt: skip
    for number, task in enumerate(late, 1):
        assert task.deadline is not None  # noqa: S101  only overdue ones are listed
        days = max(working_days_between(task.deadline, at, task.lead_agency_id), 1)
        basis = f"{task.source_reference} {task.section}".strip()
        lines.append(
            _("%(number)s. %(action)s (%(basis)sthời hạn %(due)s, quá hạn %(days)s ngày làm việc;"
              " mã nhiệm vụ %(code)s).")
            % {
                "number": number,
                "action": task.action.strip().rstrip(".;"),
                "basis": _("theo %(basis)s; ") % {"basis": basis} if basis else "",
                "due": format_date(local_date(task.deadline)),
                "days": days,
                "code": task.code,
            }
        )  # fmt: skip
    lines.append(
        _("Đề nghị %(name)s khẩn trương thực hiện, báo cáo kết quả và nêu rõ nguyên nhân, trách nhiệm"
          " để quá hạn.") % {"name": name}
    )  # fmt: skip
    return "\n\n".join(lines)
