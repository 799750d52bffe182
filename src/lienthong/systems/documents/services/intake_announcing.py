"""What a clerk has dropped and not sent yet: named, so that a cut line or a closed page hides no file.

The browser tells the names of all files before it sends the first. A name goes when its file has
come, whatever became of it, or when the clerk says that the rest will not come.
"""

import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files.names import clean_name

from ..choices import IntakeSource, IntakeState, Verb
from ..models import AnnouncedFile, IntakeBatch, IntakeItem
from . import intake
from .incoming import Refused

RESUMED_WITHIN = dt.timedelta(days=7)
_SHA256 = re.compile("[0-9a-f]{64}")
_LONGEST = 2**53  # no file of a browser is larger


@dataclass(frozen=True, slots=True)
class Announced:
    """A file that is to come: its sender's own mark, its name and size, its digest where it was counted."""

    mark: str
    name: str
    size: int
    digest: str = ""


def announced_of(text: str) -> list[Announced]:
    """The list as a browser sends it: JSON of [mark, name, size] or with a digest. Raises `Refused`."""
    try:
        rows = json.loads(text or "[]")
        made = [
            Announced(str(mark), str(name), int(size), _digest(*rest))
            for mark, name, size, *rest in rows
        ]
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise Refused(_("Danh sách tệp gửi lên không đọc được. Hãy tải lại trang.")) from None
    if any(not 0 <= one.size < _LONGEST for one in made):
        raise Refused(_("Danh sách tệp gửi lên không đọc được. Hãy tải lại trang."))
    return made


def _digest(given: object = "") -> str:
    return given if isinstance(given, str) and _SHA256.fullmatch(given) else ""


def announce(
    *, batch: IntakeBatch, files: Sequence[Announced], by: Actor, at: dt.datetime
) -> set[str]:
    """Note which files are to come; returns the marks of those that are here already.

    Raises `Refused` when the batch would become too large: nothing is noted then.
    """
    require(by, Verb.RECEIVE)
    keys = {intake.key_of(one.mark): one for one in files}
    here = set(IntakeItem.objects.filter(batch=batch, key__in=keys).values_list("key", flat=True))
    new = {key: one for key, one in keys.items() if key not in here}
    others = AnnouncedFile.objects.filter(batch=batch).exclude(key__in=new).count()
    if IntakeItem.objects.filter(batch=batch).count() + others + len(new) > intake.MOST:
        raise Refused(
            _("Mỗi đợt nhiều nhất %(n)d tệp. Hãy mở đợt khác cho các tệp còn lại.")
            % {"n": intake.MOST}
        )
    AnnouncedFile.objects.bulk_create(
        [
            AnnouncedFile(
                batch=batch, agency_id=batch.agency_id, key=key, name=clean_name(one.name),
                size=one.size, at=at,
            )
            for key, one in new.items()
        ],
        ignore_conflicts=True,  # announced before, or by another window a moment ago
    )  # fmt: skip
    return {keys[key].mark for key in here}


def unfinished(*, files: Sequence[Announced], by: Actor, at: dt.datetime) -> IntakeBatch | None:
    """The person's own last batch that still waits for one of these files; None where none does."""
    keys = [intake.key_of(one.mark) for one in files]
    return (
        IntakeBatch.objects.filter(
            agency_id=by.agency_id, person_id=by.person_id or 0, source=IntakeSource.DROPPED,
            opened_at__gte=at - RESUMED_WITHIN, announced__key__in=keys,
        )
        .order_by("-pk")
        .first()
    )  # fmt: skip


def give_up(*, batch: IntakeBatch, by: Actor, at: dt.datetime) -> int:
    """The files that have not come will not be sent: their names go. Returns how many."""
    require(by, Verb.RECEIVE)
    with act("documents.intake_given_up", by=by, at=at, subject=batch):
        count, _rows = AnnouncedFile.objects.filter(batch=batch).delete()
    return count


def read_again(*, item: IntakeItem, by: Actor, at: dt.datetime) -> IntakeItem:
    """Read a file that was set aside once more, as on a machine that was too busy the first time.

    Raises `NotSetAside` when it is not set aside or its bytes were not kept.
    """
    require(by, Verb.RECEIVE)
    with act("documents.intake_again", by=by, at=at, subject=item):
        locked = intake.set_aside_one(item)
        locked.state, locked.cause, locked.ended_at, locked.tries = IntakeState.WAITING, "", None, 0
        locked.save()
        intake.defer_soon(locked)
    return locked
