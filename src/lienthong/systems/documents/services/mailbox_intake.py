"""Letters of a mailbox become batches of files: kept first, moved away only afterwards.

The order of things is what nothing is lost by. The message and its batch are written; its files are
taken in one by one, each known by its place in the message; the message is marked as taken; then,
and only then, it is moved away on the server. Wherever a worker dies, the next look finds the message
where it was and goes on from there.
"""

import datetime as dt
import hashlib
import io
import time
from collections.abc import Callable
from contextlib import ExitStack

from django.utils.translation import gettext as _

from lienthong.axis.mailbox import api as mailbox
from lienthong.axis.reading import api as reading
from lienthong.kernel.access.actor import Actor, system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files.services import FileRefused, StorageFull, store

from ..choices import Channel, IntakeSource, MailState
from ..models import IncomingMail, IntakeMailbox
from . import intake, mailbox_settings, source_states
from .alone import alone

LARGEST = 100 * 1024 * 1024  # octets of one message
_LOCK = 0x4C4D << 40
Now = Callable[[], dt.datetime]


def look_at_all(*, by: Actor, now: Now, seconds: float | None = None) -> None:
    """Look at every mailbox that is switched on and due, for at most so many seconds in all."""
    ends = None if seconds is None else time.monotonic() + seconds
    with acting(by):
        rows = list(
            IntakeMailbox.objects.filter(enabled=True).order_by("changed_at").values_list("pk", "agency_id")
        )  # fmt: skip
    for pk, agency_id in rows:
        left = None if ends is None else ends - time.monotonic()
        if left is not None and left <= 0:
            return
        with alone(_LOCK + pk) as got:
            if got:
                look(agency_id, now=now, seconds=left)


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
    with ExitStack() as stack:
        line = stack.enter_context(mailbox.MailboxLine(mailbox_settings.account_of(row)))
        waiting = line.waiting()
        if not waiting:
            return 0
        reader = stack.enter_context(reading.FileReader(now().date()))
        for number, size in waiting:
            if ends is not None and time.monotonic() >= ends:
                return done
            large = size > LARGEST
            raw = line.message(number, head_only=large)
            if raw is None:
                continue
            held = _take(row.agency_id, raw, reader, now, large=large)
            line.move(
                number, mailbox_settings.HELD_FOLDER if held else mailbox_settings.DONE_FOLDER
            )
            done += 1
    return done


def _take(agency_id: int, raw: bytes, reader: reading.FileReader, now: Now, *, large: bool) -> bool:
    """Take in one message; whether it is held apart (secret, or not to be opened)."""
    worker = system_actor(agency_id)
    with mailbox.take_apart(raw) as letter, acting(worker):
        known = IncomingMail.objects.filter(
            agency_id=agency_id, digest=_digest(letter, raw)
        ).first()
        if known is not None and known.state != MailState.COMING:
            return known.state == MailState.SET_ASIDE  # taken before its move was done
        looked = [] if large else [_look(part, reader) for part in letter.parts]
        marked = any(secret for secret, _words in looked)
        if marked or (letter.text and reader.marked_secret(letter.text.encode())):
            _note_secret(agency_id, known, worker, now())
            return True
        cause = letter.cause or (_("Thư lớn hơn 100 MB nên không tải về.") if large else "")
        mail = known or _begin(agency_id, letter, raw, cause, worker, now())
        if cause:
            return True
        for number, part in enumerate(letter.parts):
            _add(mail, number, part, looked[number], worker, now(), reader)
        with act("documents.mail_taken", by=worker, at=now(), subject=mail):
            mail.state = MailState.TAKEN if letter.parts else MailState.NO_FILES
            mail.save()
    return False


def _digest(letter: mailbox.Letter, raw: bytes) -> str:
    """What the message says, whatever envelope it came in."""
    marks = [hashlib.sha256(p.content).hexdigest() + p.name for p in letter.parts]
    if not letter.message_id:
        marks.append(hashlib.sha256(raw).hexdigest())
    text = hashlib.sha256(letter.text.encode("utf-8", "replace")).hexdigest()
    return intake.key_of(letter.message_id, letter.subject, text, *marks)


def _look(part: mailbox.Part, reader: reading.FileReader) -> intake.Looked:
    return (False, None) if part.cause or not part.content else reader.look(part.content)


def _begin(
    agency_id: int, letter: mailbox.Letter, raw: bytes, cause: str, worker: Actor, at: dt.datetime
) -> IncomingMail:
    """The message as evidence, and the batch for its files."""
    with act("documents.mail_came", by=worker, at=at) as fact:
        mail = IncomingMail(
            agency_id=agency_id, message_id=letter.message_id, digest=_digest(letter, raw),
            sender=letter.sender, subject=letter.subject, sent_at=_moment(letter.sent), came_at=at,
        )  # fmt: skip
        try:
            mail.file = store(
                io.BytesIO(raw), name=_("thu-den.eml"), agency_id=agency_id, by=worker, at=at
            )
        except StorageFull:
            raise
        except FileRefused as refusal:
            cause = cause or str(refusal)
        if cause:
            mail.state, mail.cause = MailState.SET_ASIDE, cause
        elif letter.parts:
            mail.batch = intake.open_batch(
                channel=Channel.MAIL, source=IntakeSource.MAILBOX, by=worker, at=at
            )
        mail.save()
        fact.about(mail)
    return mail


def _add(
    mail: IncomingMail,
    number: int,
    part: mailbox.Part,
    looked: intake.Looked,
    worker: Actor,
    at: dt.datetime,
    reader: reading.FileReader,
) -> None:
    if mail.batch is None:
        return
    file = intake.Incoming(
        name=part.name, content=part.content, key=f"mail|{number}", cause=part.cause, looked=looked
    )
    intake.add_file(batch=mail.batch, incoming=file, by=worker, at=at, reader=reader)


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


def _moment(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text) if text else None
    except (ValueError, OverflowError):
        return None
