"""Setting an agency's mailbox and folder: who may, what is refused, and a trial of the line."""

import datetime as dt
import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from lienthong.axis.mailbox import api as mailbox
from lienthong.kernel import secrets
from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.access.choices import Verb as Access
from lienthong.kernel.facts.recording import act

from ..choices import IntakeSource
from ..models import IntakeFolder, IntakeMailbox
from . import source_states
from .incoming import Refused

DONE_FOLDER = "LienThong-DaNhan"
HELD_FOLDER = "LienThong-DeRieng"
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]{3,190}")


@dataclass(frozen=True, slots=True)
class MailboxSettings:
    """What an administrator gives; an empty password keeps the one that is there."""

    address: str
    host: str
    port: int
    username: str
    password: str
    folder: str = "INBOX"


def mailbox_of(agency_id: int) -> IntakeMailbox | None:
    """The mailbox of an agency."""
    return IntakeMailbox.objects.filter(agency_id=agency_id).first()


def set_mailbox(*, given: MailboxSettings, by: Actor, at: dt.datetime) -> IntakeMailbox:
    """Keep the settings of the own agency's mailbox. Raises `Refused`, `Forbidden`.

    Another server or name needs the password anew: the one that is kept is not sent elsewhere.
    """
    require(by, Access.ADMINISTER)
    known = mailbox_of(by.agency_id)
    _check(given)
    same = known is not None and (known.host, known.username) == (given.host, given.username)
    if not given.password and not same:
        raise Refused(_("Hãy nhập mật khẩu của hộp thư cho máy chủ và tên đăng nhập này."))
    row = known or IntakeMailbox(agency_id=by.agency_id)
    if given.password:
        row.password = secrets.seal(given.password, purpose=_purpose(by.agency_id))
    row.address, row.host, row.port = given.address, given.host, given.port
    row.username, row.folder = given.username, given.folder
    row.changed_at, row.changed_by_id = at, by.person_id
    with act("documents.mailbox_set", by=by, at=at) as fact:
        row.save()
        fact.about(row)
        source_states.begin_anew(by.agency_id, IntakeSource.MAILBOX)
    return row


def _check(given: MailboxSettings) -> None:
    if not _ADDRESS.fullmatch(given.address):
        raise Refused(_("Địa chỉ thư điện tử chưa đúng, ví dụ: vanthu@tinh.gov.vn."))
    if not _HOST.fullmatch(given.host) or ".." in given.host:
        raise Refused(_("Tên máy chủ thư chưa đúng, ví dụ: mail.tinh.gov.vn."))
    if not 0 < given.port < 65536:
        raise Refused(_("Cổng của máy chủ thư phải từ 1 đến 65535; thường là 993."))
    if not given.username.strip() or any(letter < " " for letter in given.username):
        raise Refused(_("Hãy nhập tên đăng nhập của hộp thư."))
    folder = given.folder
    if not folder.strip() or any(letter < " " for letter in folder):
        raise Refused(_("Hãy nhập tên thư mục của hộp thư; thường là INBOX."))
    if folder in {DONE_FOLDER, HELD_FOLDER}:
        raise Refused(_("Thư mục này là nơi chuyển thư đã nhận, không lấy thư từ đó được."))


def switch_mailbox(*, on: bool, by: Actor, at: dt.datetime) -> IntakeMailbox:
    """Switch the own agency's mailbox on or off."""
    require(by, Access.ADMINISTER)
    row = mailbox_of(by.agency_id)
    if row is None:
        raise Refused(_("Hãy ghi địa chỉ, máy chủ và mật khẩu của hộp thư trước."))
    with act("documents.mailbox_switched", by=by, at=at, subject=row):
        row.enabled, row.changed_at, row.changed_by_id = on, at, by.person_id
        row.save()
        source_states.begin_anew(by.agency_id, IntakeSource.MAILBOX)
    return row


def account_of(row: IntakeMailbox) -> mailbox.Account:
    """How to reach the mailbox. Raises `LineBroken` where the password cannot be opened."""
    try:
        password = secrets.open_sealed(row.password, purpose=_purpose(row.agency_id))
    except secrets.NotOpened:
        raise mailbox.NotAdmitted(
            _("Mật khẩu đã lưu không mở được trên máy này. Hãy nhập lại mật khẩu của hộp thư.")
        ) from None
    return mailbox.Account(
        row.host, row.port, row.username, password, row.folder, settings.MAILBOX_TRUSTED
    )


def try_mailbox(*, by: Actor) -> int:
    """Open the own agency's mailbox and count what waits; nothing is taken. Raises `Refused`."""
    require(by, Access.ADMINISTER)
    row = mailbox_of(by.agency_id)
    if row is None:
        raise Refused(_("Hãy ghi địa chỉ, máy chủ và mật khẩu của hộp thư trước."))
    try:
        with mailbox.MailboxLine(account_of(row)) as line:
            return len(line.waiting())
    except mailbox.LineBroken as fault:
        raise Refused(fault.message) from fault


def _purpose(agency_id: int) -> str:
    return f"documents.mailbox:{agency_id}"


def folder_of(agency_id: int) -> IntakeFolder | None:
    """Whether and under which name the folder of an agency is watched."""
    return IntakeFolder.objects.filter(agency_id=agency_id).first()


def switch_folder(*, on: bool, by: Actor, at: dt.datetime) -> IntakeFolder:
    """Watch the own agency's folder, or stop; its name never changes and is nobody else's."""
    require(by, Access.ADMINISTER)
    row = folder_of(by.agency_id) or IntakeFolder(
        agency_id=by.agency_id, name=f"co-quan-{by.agency_id}"
    )
    row.enabled, row.changed_at, row.changed_by_id = on, at, by.person_id
    with act("documents.folder_switched", by=by, at=at) as fact:
        row.save()
        fact.about(row)
        source_states.begin_anew(by.agency_id, IntakeSource.FOLDER)
    return row
