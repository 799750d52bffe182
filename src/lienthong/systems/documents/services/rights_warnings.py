"""Changes of access rights become warnings that stand until confirmed (PL VI I.III.3.c); by the worker."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from lienthong.axis.notify import api as notify
from lienthong.kernel.access import roles
from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.access.models import DeskSubstitution, RoleAssignment
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.facts import subscribers
from lienthong.kernel.facts.recording import act
from lienthong.kernel.facts.subscribers import Event
from lienthong.kernel.text import format_date
from lienthong.kernel.worktime.rules import local_date

from ..choices import RightsChange
from ..models import RightsWarning, WorkFile

NAME = "documents.rights_warnings"
ACTS = {
    "documents.file_given": RightsChange.FILE_GIVEN,
    "documents.file_handed_over": RightsChange.FILE_GIVEN,
    "access.role_assigned": RightsChange.ROLE_GIVEN,
    "access.role_ended": RightsChange.ROLE_ENDED,
    "access.substitute_named": RightsChange.SUBSTITUTE,
    "access.substitute_ended": RightsChange.SUBSTITUTE,
}


def subscribe() -> None:
    """Let the worker read the changes of rights; called once in the app's `ready`."""
    subscribers.subscribe(NAME, handle, acts=tuple(ACTS))


def handle(event: Event) -> None:
    """Write the warning and tell who is in charge; again for the same fact it writes nothing."""
    name = next((one for one in event.names if one in ACTS), "")
    if not name:
        return
    what = ACTS[name]
    found = _file(event) if what == RightsChange.FILE_GIVEN else _people(event, what)
    if found is None:
        return
    text, file, in_charge = found
    if RightsWarning.objects.filter(fact_id=event.id, file=file).exists():
        return
    by = system_actor(event.agency_id)
    with act("documents.rights_warned", by=by, at=event.at) as fact:
        made = RightsWarning.objects.create(
            agency_id=event.agency_id, what=what, text=text, file=file, in_charge_id=in_charge,
            changed_by_id=event.person_id, changed_at=event.at, fact_id=event.id,
        )  # fmt: skip
        fact.about(made)
    people = [in_charge] if in_charge is not None else _heads(event.agency_id, event.at)
    notify.tell(
        people=[one for one in people if one != event.person_id],
        agency_id=event.agency_id,
        kind="documents.rights_warned",
        text=_("Quyền truy cập đã thay đổi: %s") % text,
        url=reverse("documents:rights_warnings"),
        key=f"{NAME}-{event.id}",
        at=event.at,
    )


def _heads(agency_id: int, at: dt.datetime) -> list[int]:
    held = agencies.holders(
        local_date(at), agency_ids=[agency_id], kinds=("head", "chief_of_office")
    )
    return [one.person_id for one in held]


def _file(event: Event) -> tuple[str, WorkFile | None, int | None] | None:
    file = None
    if event.subject_type == WorkFile._meta.label_lower:
        file = WorkFile.objects.select_related("owner").filter(pk=event.subject_id).first()
    if file is None:
        return None
    words = _("hồ sơ %(notation)s “%(title)s” nay do %(owner)s phụ trách")
    named = {"notation": file.notation, "title": file.title, "owner": file.owner.name}
    return words % named, file, file.owner_id


def _people(event: Event, what: str) -> tuple[str, WorkFile | None, int | None] | None:
    if what == RightsChange.SUBSTITUTE:
        row = DeskSubstitution.objects.select_related("person", "substitute").filter(
            pk=event.subject_id
        ).first()  # fmt: skip
        if row is None:
            return None
        words = _("%(who)s xử lý thay %(person)s từ %(since)s đến trước %(until)s")
        if row.ended_at is not None:
            words = _("%(who)s thôi xử lý thay %(person)s")
        named = {
            "who": row.substitute.name,
            "person": row.person.name,
            "since": format_date(row.period.lower),
            "until": format_date(row.period.upper),
        }
        return words % named, None, row.person_id
    role = RoleAssignment.objects.select_related("person").filter(pk=event.subject_id).first()
    if role is None:
        return None
    title = next((str(r.title) for r in roles.all_roles() if r.code == role.role), role.role)
    if what == RightsChange.ROLE_GIVEN:
        words = _("%(who)s được giao vai trò “%(role)s”")
    else:
        words = _("%(who)s thôi vai trò “%(role)s”")
    return words % {"who": role.person.name, "role": title}, None, None
