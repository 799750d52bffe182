"""Messages that a clerk saved from a mail program and dropped: their files become items of the batch.

The same message is the same evidence, whether it came to the mailbox or was dropped, and comes once.
Looked at in memory first, file by file: a secrecy mark in one of them leaves nothing of the message.
"""

import datetime as dt

from django.utils.translation import gettext as _

from lienthong.axis.mailbox import api as mailbox
from lienthong.axis.reading import api as reading
from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.facts.recording import act

from ..choices import IntakeState, MailState, Verb
from ..models import IncomingMail, IntakeBatch, IntakeItem
from . import intake, mails
from .incoming import Refused

ENDINGS = (".eml", ".msg")
SECONDS = 150.0  # for looking at the files of one message, while its sender waits


def may_be_mail(name: str) -> bool:
    """Whether a file is named as mail programs name the messages that they save."""
    return name.lower().endswith(ENDINGS)


def most_of(name: str) -> int:
    """How many octets a file of this name may have."""
    return mails.LARGEST if may_be_mail(name) else intake.LIMIT


def add_dropped(
    *,
    batch: IntakeBatch,
    incoming: intake.Incoming,
    by: Actor,
    at: dt.datetime,
    reader: reading.FileReader | None = None,
) -> IntakeItem:
    """Take a dropped file into a batch: a message with all that it carries, any other thing as it is.

    Gives the item of the message itself. Raises `Refused` when the batch is full or the message's scans
    take too long to look at, `StorageFull` when the disk is: then nothing of it was kept.
    """
    if not may_be_mail(incoming.name):
        return intake.add_file(batch=batch, incoming=incoming, by=by, at=at, reader=reader)
    require(by, Verb.RECEIVE)
    item = intake.begun(batch, incoming, at)
    if item.pk is not None:
        return item
    if len(incoming.content) > mails.LARGEST:
        return _refused(
            item, _("Thư lớn hơn 100 MB. Hãy lưu riêng các tệp kèm rồi tải lên."), by, at
        )
    with mailbox.take_apart(incoming.content) as letter:
        if letter.is_message:
            if reader is not None:
                return _take(item, letter, incoming, by, at, reader)
            with reading.FileReader(at.date()) as own:
                return _take(item, letter, incoming, by, at, own)
        if letter.cause:
            words = _(
                "Thư bị hỏng hoặc có cấu trúc lạ nên không mở được. Hãy lưu lại thư, hoặc lưu riêng các tệp kèm rồi tải lên."
            )
            return _refused(item, words, by, at)
    return intake.add_file(batch=batch, incoming=incoming, by=by, at=at, reader=reader)


def _refused(item: IntakeItem, cause: str, by: Actor, at: dt.datetime) -> IntakeItem:
    """A message that cannot be opened, and so not be looked at: nothing of its content is kept."""
    with act("documents.intake_added", by=by, at=at) as fact:
        intake.end(item, IntakeState.SET_ASIDE, at, cause=cause)
        item.save()
        intake.come(item)
        fact.about(item)
    return item


def _take(
    item: IntakeItem,
    letter: mailbox.Letter,
    incoming: intake.Incoming,
    by: Actor,
    at: dt.datetime,
    reader: reading.FileReader,
) -> IntakeItem:
    try:
        looked = mails.looked_at(letter, reader, seconds=SECONDS)
    except mails.LookTooLong:
        raise Refused(
            _(
                "Thư “%(name)s” kèm quá nhiều bản quét nên không xem hết được dấu chỉ độ mật trong một lần gửi. "
                "Chưa lưu gì của thư: hãy lưu riêng các tệp kèm rồi tải lên."
            )
            % {"name": item.name}
        ) from None
    if looked is None:
        return intake.keep_stop(item, by, at)
    intake.refuse_full(item.batch, 1 + len(letter.parts))
    with act("documents.mail_dropped", by=by, at=at) as fact:
        digest = mails.digest_of(letter, incoming.content)
        intake.hold_alone(item.agency_id, digest)
        again = IntakeItem.objects.filter(batch=item.batch, key=item.key).first()
        if again is not None:  # the same message by another request, a moment ago
            return again
        item.is_mail = True
        item.mail = _known(item.agency_id, digest)
        if item.mail is None:
            _open(item, letter, incoming, looked, by, at, reader)
        else:
            intake.end(item, IntakeState.DUPLICATE, at)
            item.save()
        intake.come(item)
        fact.about(item)
    return item


def _known(agency_id: int, digest: str) -> IncomingMail | None:
    """The same message that came before; not one whose bytes were refused: its papers are nowhere."""
    known = IncomingMail.objects.filter(agency_id=agency_id, digest=digest).first()
    if known is not None and known.state == MailState.SET_ASIDE and known.file_id is None:
        known.digest = ""
        known.save()
        return None
    return known


def _open(
    item: IntakeItem,
    letter: mailbox.Letter,
    incoming: intake.Incoming,
    looked: list[intake.Looked],
    by: Actor,
    at: dt.datetime,
    reader: reading.FileReader,
) -> None:
    """The message as evidence, then each of its files."""
    mail = mails.keep(
        agency_id=item.agency_id, letter=letter, raw=incoming.content, name=item.name, by=by, at=at
    )
    mail.batch = item.batch
    mail.save()
    item.mail = mail
    if mail.state == MailState.SET_ASIDE:
        intake.end(item, IntakeState.SET_ASIDE, at, cause=mail.cause)
    elif not letter.parts:
        intake.end(item, IntakeState.SET_ASIDE, at, cause=mails.no_files_words(letter))
    else:
        intake.end(item, IntakeState.OPENED, at)
    item.save()
    if mail.state != MailState.SET_ASIDE:
        mails.add_files(
            mail=mail, batch=item.batch, letter=letter, looked=looked, key=f"mail|{item.key}",
            by=by, at=at, reader=reader,
        )  # fmt: skip
