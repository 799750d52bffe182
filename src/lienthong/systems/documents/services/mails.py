"""Messages kept as evidence, and their files as items: of the mailbox, and of those that a clerk drops.

A message whose paper turns out to be secret after all leaves nothing here.
"""

import datetime as dt
import hashlib
import io
import time

from django.db import connection
from django.utils.translation import gettext as _

from lienthong.axis.mailbox import api as mailbox
from lienthong.axis.reading import api as reading
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files.services import FileRefused, StorageFull, destroy_reference, store

from ..choices import IntakeState, MailState
from ..models import IncomingMail, IntakeBatch, IntakeItem
from . import intake

LARGEST = 100 * 1024 * 1024  # octets of one message


class LookTooLong(Exception):
    """The files of a message could not all be looked at in the time there is."""


def digest_of(letter: mailbox.Letter, raw: bytes) -> str:
    """What the message says, whatever envelope it came in."""
    marks = [hashlib.sha256(p.content).hexdigest() + p.name for p in letter.parts]
    if not letter.message_id:
        marks.append(hashlib.sha256(raw).hexdigest())
    text = hashlib.sha256(letter.text.encode("utf-8", "replace")).hexdigest()
    return intake.key_of(letter.message_id, letter.subject, text, *marks)


def looked_at(
    letter: mailbox.Letter, reader: reading.FileReader, *, seconds: float | None = None
) -> list[intake.Looked] | None:
    """What a look at each file has found; None where one of them, or the text, bears a secrecy mark.

    Raises `LookTooLong` when so many seconds are over before the last file. A request stands in its
    transaction meanwhile, which PostgreSQL ends when it says nothing for long: it says something.
    """
    ends = None if seconds is None else time.monotonic() + seconds
    looked: list[intake.Looked] = []
    _say_something()
    if letter.text and reader.marked_secret(letter.text.encode("utf-8", "replace")):
        return None
    for part in letter.parts:
        if ends is not None and time.monotonic() >= ends:
            raise LookTooLong
        _say_something()
        empty = part.cause or not part.content
        found = (False, None) if empty else reader.look(part.content)
        if found[0]:
            return None
        looked.append(found)
    return looked


def _say_something() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def keep(
    *,
    agency_id: int,
    letter: mailbox.Letter,
    raw: bytes,
    name: str,
    cause: str = "",
    by: Actor,
    at: dt.datetime,
) -> IncomingMail:
    """The message as evidence, unsaved; set aside where there is a cause or its bytes are refused."""
    mail = IncomingMail(
        agency_id=agency_id, message_id=letter.message_id, digest=digest_of(letter, raw),
        sender=letter.sender, subject=letter.subject, sent_at=_moment(letter.sent), came_at=at,
    )  # fmt: skip
    try:
        mail.file = store(io.BytesIO(raw), name=name, agency_id=agency_id, by=by, at=at)
    except StorageFull:
        raise
    except FileRefused as refusal:
        cause = cause or str(refusal)
    if cause:
        mail.state, mail.cause = MailState.SET_ASIDE, cause
    return mail


def add_files(
    *,
    mail: IncomingMail,
    batch: IntakeBatch,
    letter: mailbox.Letter,
    looked: list[intake.Looked],
    key: str,
    by: Actor,
    at: dt.datetime,
    reader: reading.FileReader,
) -> None:
    """The files of a message into its batch, each known by its place; then the message is taken."""
    digests = [hashlib.sha256(part.content).hexdigest() for part in letter.parts]
    intake.hold_alone(mail.agency_id, *digests)
    for number, part in enumerate(letter.parts):
        file = intake.Incoming(
            name=part.name, content=part.content, key=f"{key}|{number}", cause=part.cause,
            looked=looked[number],
        )  # fmt: skip
        intake.add_file(batch=batch, incoming=file, mail=mail, by=by, at=at, reader=reader)
    with act("documents.mail_taken", by=by, at=at, subject=mail):
        mail.state = MailState.TAKEN if letter.parts else MailState.NO_FILES
        mail.save()


def hide(*, mail: IncomingMail, reason: str, by: Actor, at: dt.datetime) -> None:
    """Take away what is kept of a message; that it came stays.

    The items that stand for the message itself, where it was dropped, are emptied as well.
    """
    if mail.state == MailState.SECRET:
        return
    kept, mail.file = mail.file, None
    mail.message_id = mail.digest = mail.sender = mail.subject = ""
    mail.state, mail.cause = MailState.SECRET, reason
    mail.save()
    IntakeItem.objects.filter(mail=mail, is_mail=True).update(
        state=IntakeState.SECRET, name="", sha256="", size=0, cause=""
    )
    if kept is not None:
        destroy_reference(kept, reason=reason, by=by, at=at)


def no_files_words(letter: mailbox.Letter) -> str:
    """What a clerk is told of a message without any paper."""
    named = letter.subject or _("(không có tiêu đề)")
    return _(
        "Thư «%(subject)s» không kèm tệp văn bản nào. Hãy xem thư gốc: nội dung nằm trong lời thư hay "
        "ở đường dẫn thì tải tệp về rồi nhập."
    ) % {"subject": named}


def _moment(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromisoformat(text) if text else None
    except (ValueError, OverflowError):
        return None
