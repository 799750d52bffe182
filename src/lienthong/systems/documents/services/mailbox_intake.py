"""Letters of a mailbox become batches of files: kept first, moved away only afterwards.

The order of things is what nothing is lost by. The message and its batch are written; its files are
taken in one by one, each known by its place in the message; the message is marked as taken; then,
and only then, it is moved away on the server. Wherever a worker dies, the next look finds the message
where it was and goes on from there.
"""

import datetime as dt
import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace

from django.db import OperationalError
from django.utils.translation import gettext as _

from lienthong.axis.mailbox import api as mailbox
from lienthong.axis.reading import api as reading
from lienthong.kernel.access.actor import Actor, system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files.services import StorageFull

from ..choices import Channel, IntakeSource, MailState
from ..models import IncomingMail, IntakeMailbox
from . import intake, mailbox_settings, mails, source_states
from .alone import alone, beside

log = logging.getLogger("lienthong.documents")
_LOCK = 0x4C4D << 40
Now = Callable[[], dt.datetime]


def look_at_all(*, by: Actor, now: Now, seconds: float | None = None) -> None:
    """Look at every mailbox that is switched on and due, for at most so many seconds in all."""
    ends = None if seconds is None else time.monotonic() + seconds
    with acting(by):
        rows = list(
            IntakeMailbox.objects.filter(enabled=True).order_by("changed_at").values_list("pk", "agency_id")
        )  # fmt: skip
    faults: list[Exception] = []
    for pk, agency_id in rows:
        left = None if ends is None else ends - time.monotonic()
        if left is not None and left <= 0:
            break
        with alone(_LOCK + pk) as got:
            if not got:
                continue
            try:
                look(agency_id, now=now, seconds=left)
            except OperationalError:
                raise
            except Exception as fault:  # noqa: BLE001  one mailbox at fault holds no other back
                log.warning("mailbox of agency %s: %s", agency_id, type(fault).__name__)
                faults.append(fault)
    if faults:
        raise faults[0]


def look(agency_id: int, *, now: Now, seconds: float | None = None) -> int:
    """Take in what waits in the mailbox of an agency; how many messages were dealt with."""
    worker = system_actor(agency_id)
    with acting(worker):
        row = mailbox_settings.mailbox_of(agency_id)
        state = source_states.state_of(agency_id, IntakeSource.MAILBOX)
        if row is None or not row.enabled or not source_states.may_look(state, now()):
            return 0
    try:
        done = _fetch(row, now, seconds)
    except mailbox.LineBroken as fault:
        stopped = isinstance(fault, mailbox.NotAdmitted)
        with acting(worker):
            source_states.note_fault(
                agency_id, IntakeSource.MAILBOX, now(), fault.message, stopped=stopped
            )
        return 0
    except StorageFull as full:
        with acting(worker):
            source_states.note_fault(agency_id, IntakeSource.MAILBOX, now(), str(full))
        return 0
    with acting(worker):
        source_states.note_well(agency_id, IntakeSource.MAILBOX, now())
    return done


def _fetch(row: IntakeMailbox, now: Now, seconds: float | None) -> int:
    ends = None if seconds is None else time.monotonic() + seconds
    done = 0
    faults: list[Exception] = []
    with ExitStack() as stack:
        line = stack.enter_context(mailbox.MailboxLine(mailbox_settings.account_of(row)))
        waiting = line.waiting()
        if not waiting:
            return 0
        reader = stack.enter_context(reading.FileReader(now().date()))
        for number, size in waiting:
            if ends is not None and time.monotonic() >= ends:
                return done
            large = size > mails.LARGEST
            raw = line.message(number, head_only=large)
            if raw is None:
                continue
            with beside(apart=False) as free:
                if not free:
                    return done
                try:
                    held = _take(row.agency_id, raw, reader, now, large=large)
                except (OperationalError, StorageFull):
                    raise
                except Exception as fault:  # noqa: BLE001  it stays where it is, those behind it come
                    log.warning("mailbox of agency %s: %s", row.agency_id, type(fault).__name__)
                    faults.append(fault)
                    continue
            line.move(
                number, mailbox_settings.HELD_FOLDER if held else mailbox_settings.DONE_FOLDER
            )
            done += 1
    if faults:
        raise faults[0]
    return done


def _take(agency_id: int, raw: bytes, reader: reading.FileReader, now: Now, *, large: bool) -> bool:
    """Take in one message; whether it is held apart (secret, or not to be opened)."""
    worker = system_actor(agency_id)
    with mailbox.take_apart(raw) as letter:
        digest = mails.digest_of(letter, raw)
        with acting(worker):
            known = _known(agency_id, digest)
        if known is not None and known.state != MailState.COMING:
            return known.state == MailState.SET_ASIDE  # taken before its move was done, or dropped
        # Its scans may take long: no transaction waits for them.
        looked = mails.looked_at(replace(letter, parts=()) if large else letter, reader)
        cause = letter.cause or (_("Thư lớn hơn 100 MB nên không tải về.") if large else "")
        with acting(worker):
            return _keep(agency_id, letter, raw, digest, looked, cause, reader, worker, now)


def _known(agency_id: int, digest: str) -> IncomingMail | None:
    return IncomingMail.objects.filter(agency_id=agency_id, digest=digest).first()


def _keep(
    agency_id: int,
    letter: mailbox.Letter,
    raw: bytes,
    digest: str,
    looked: list[intake.Looked] | None,
    cause: str,
    reader: reading.FileReader,
    worker: Actor,
    now: Now,
) -> bool:
    """One transaction: the message and its files, or that it was stopped."""
    intake.hold_alone(agency_id, digest)
    known = _known(agency_id, digest)
    if known is not None and known.state != MailState.COMING:
        return known.state == MailState.SET_ASIDE  # a clerk dropped it meanwhile
    if looked is None:
        _note_secret(agency_id, known, worker, now())
        return True
    mail = known or _begin(agency_id, letter, raw, cause, worker, now())
    if mail.state == MailState.SET_ASIDE:
        return True
    if mail.batch is None:
        return False  # without files
    mails.add_files(
        mail=mail, batch=mail.batch, letter=letter, looked=looked, key="mail", by=worker,
        at=now(), reader=reader,
    )  # fmt: skip
    return False


def _begin(
    agency_id: int, letter: mailbox.Letter, raw: bytes, cause: str, worker: Actor, at: dt.datetime
) -> IncomingMail:
    """The message as evidence, and the batch for its files."""
    with act("documents.mail_came", by=worker, at=at) as fact:
        mail = mails.keep(
            agency_id=agency_id, letter=letter, raw=raw, name=_("thu-den.eml"), cause=cause,
            by=worker, at=at,
        )  # fmt: skip
        if mail.state != MailState.SET_ASIDE and letter.parts:
            mail.batch = intake.open_batch(
                channel=Channel.MAIL, source=IntakeSource.MAILBOX, by=worker, at=at
            )
        elif mail.state != MailState.SET_ASIDE:
            mail.state = MailState.NO_FILES
        mail.save()
        fact.about(mail)
    return mail


def _note_secret(
    agency_id: int, known: IncomingMail | None, worker: Actor, at: dt.datetime
) -> None:
    """That a message was stopped, and when: nothing of it is kept; it stays in the mailbox, apart."""
    if known is not None:  # begun before its mark was seen cannot be: every file is looked at first
        return
    with act("documents.secret_stopped", by=worker, at=at) as fact:
        mail = IncomingMail.objects.create(
            agency_id=agency_id, came_at=at, state=MailState.SECRET,
            cause=_("Có dấu chỉ độ mật: thư được để riêng trong hộp thư, không lưu tại đây."),
        )  # fmt: skip
        fact.about(mail)
