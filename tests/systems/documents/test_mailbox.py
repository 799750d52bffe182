"""The agency's mailbox against a real IMAP server: nothing lost, nothing twice, nothing secret kept."""

import datetime as dt
import subprocess
import sys
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from lienthong.axis.mailbox import api as mailbox
from lienthong.kernel import secrets
from lienthong.kernel.access.actor import Forbidden
from lienthong.kernel.access.context import acting
from lienthong.kernel.files.services import open_file
from lienthong.systems.documents.models import (
    IncomingDocument,
    IncomingMail,
    IntakeBatch,
    IntakeItem,
    IntakeMailbox,
    SourceState,
)
from lienthong.systems.documents.services import (
    intake,
    intake_reading,
    mailbox_intake,
    mailbox_settings,
    mails,
)
from lienthong.systems.documents.services.incoming import Refused
from tests.axis.mailbox.test_letters import seven
from tests.axis.reading import papers
from tests.support import database
from tests.support.dovecot import PASSWORD, Server, dovecot
from tests.support.needs import needs

from . import outgoing_kit as kit
from .test_outgoing_screens import once_of

D = kit.DOMAIN
pytestmark = [needs("dovecot")]
DONE, HELD = mailbox_settings.DONE_FOLDER, mailbox_settings.HELD_FOLDER


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with dovecot() as running:
        yield running


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    folder: Path = tmp_path_factory.mktemp("mails")
    return [papers.pdf(folder, number=f"{n}/VP-CCHC") for n in (315, 316, 317)]


@pytest.fixture(scope="module")
def secret_pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return papers.pdf(tmp_path_factory.mktemp("secret"), mark="MẬT")


@pytest.fixture
def user(request: pytest.FixtureRequest) -> str:
    """A mailbox of this test alone."""
    return "".join(c for c in request.node.name if c.isalnum())[:60]


@pytest.fixture
def admin(actor_for: Any) -> Any:
    return actor_for(f"quantri@{D}")


def given(server: Server, user: str, **more: Any) -> mailbox_settings.MailboxSettings:
    values: dict[str, Any] = {
        "address": "vanthu@mau.vn", "host": "localhost", "port": server.port,
        "username": user, "password": PASSWORD,
    }  # fmt: skip
    return mailbox_settings.MailboxSettings(**(values | more))


@pytest.fixture
def box(server: Server, user: str, admin: Any, now: dt.datetime, settings: Any) -> IntakeMailbox:
    settings.MAILBOX_TRUSTED = server.trusted
    with acting(admin):
        mailbox_settings.set_mailbox(given=given(server, user), by=admin, at=now)
        return mailbox_settings.switch_mailbox(on=True, by=admin, at=now)


def letter(number: str, *files: tuple[str, bytes], text: str = "Kính gửi văn thư.") -> bytes:
    message = EmailMessage()
    message["Message-ID"] = f"<{number}@gui.mau.vn>"
    message["From"] = "Văn thư Sở Nội vụ <vanthu@snv.mau.vn>"
    message["Subject"] = f"Gửi văn bản {number}"
    message["Date"] = "Fri, 27 Nov 2026 08:00:00 +0700"
    message.set_content(text)
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return bytes(message)


def look(box: IntakeMailbox, now: dt.datetime) -> int:
    return mailbox_intake.look(box.agency_id, now=lambda: now)


def state(house: kit.House) -> SourceState:
    with acting(house.clerk):
        return SourceState.objects.get(agency_id=house.clerk.agency_id, source="mailbox")


@pytest.mark.django_db
def test_a_message_becomes_a_batch_and_its_files_papers(
    server: Server, user: str, box: IntakeMailbox, house: kit.House, now: dt.datetime,
    pdfs: list[bytes], client_for: Any, accounts: None,
) -> None:  # fmt: skip
    raw = letter("a", ("một.pdf", pdfs[0]), ("../hai.pdf", pdfs[1]))
    server.deliver(user, raw)
    assert look(box, now) == 1
    assert (server.count(user), server.count(user, DONE)) == (0, 1)
    with acting(house.clerk):
        mail = IncomingMail.objects.get()
        assert (mail.state, mail.message_id) == ("taken", "<a@gui.mau.vn>")
        with open_file(mail.file) as stream:
            assert stream.read().replace(b"\r\n", b"\n") == raw.replace(b"\r\n", b"\n")
        batch = mail.batch
        assert (batch.channel, batch.source, batch.person_id) == ("mail", "mailbox", None)
        assert list(batch.items.order_by("pk").values_list("name", "state")) == [
            ("một.pdf", "waiting"), ("hai.pdf", "waiting"),
        ]  # fmt: skip
    intake_reading.read_batch(batch.pk, batch.agency_id, now=lambda: now)
    with acting(house.clerk):
        taken = IncomingDocument.objects.filter(intake_item__batch=batch)
        assert sorted(taken.values_list("number", flat=True)) == ["315", "316"]
        assert set(taken.values_list("channel", flat=True)) == {"mail"}
    assert look(box, now) == 0
    assert state(house).well_at == now
    page = client_for(f"vanthu@{D}").get(reverse("documents:intake_batch", args=[batch.pk]))
    assert "vanthu@snv.mau.vn" in page.content.decode()
    assert "Gửi văn bản a" in page.content.decode()
    listed = client_for(f"vanthu@{D}").get(reverse("documents:mails")).content.decode()
    assert "Gửi văn bản a" in listed
    other = client_for(f"vanthu.stp@{D}").get(reverse("documents:mails")).content.decode()
    assert "Gửi văn bản a" not in other


@pytest.mark.django_db
def test_the_same_message_again_is_known(
    server: Server, user: str, box: IntakeMailbox, house: kit.House, now: dt.datetime,
    pdfs: list[bytes],
) -> None:  # fmt: skip
    """Again by another way (other envelope): known. The same Message-ID with other content: another."""
    raw = letter("a", ("x.pdf", pdfs[0]))
    server.deliver(user, raw, b"Received: from relay by mau.vn\r\n" + raw)
    assert look(box, now) == 2
    with acting(house.clerk):
        assert IncomingMail.objects.count() == 1
        assert IntakeItem.objects.count() == 1
    assert server.count(user, DONE) == 2
    server.deliver(user, letter("a", ("x.pdf", pdfs[1])), letter("b", ("x.pdf", pdfs[0])))
    assert look(box, now) == 2
    with acting(house.clerk):
        assert IncomingMail.objects.count() == 3
        states = IntakeItem.objects.order_by("pk").values_list("state", flat=True)
        assert list(states) == ["waiting", "waiting", "duplicate"]


@pytest.mark.django_db
@pytest.mark.parametrize("dies_at", ["begun", "first file", "taken", "moved"])
def test_wherever_a_worker_dies_nothing_is_lost_and_nothing_twice(
    dies_at: str, server: Server, user: str, box: IntakeMailbox, house: kit.House,
    now: dt.datetime, pdfs: list[bytes], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    server.deliver(user, letter("a", ("1.pdf", pdfs[0]), ("2.pdf", pdfs[1])))
    real_add, real_move = intake.add_file, mailbox.MailboxLine.move
    calls: list[int] = []

    class Died(BaseException):
        pass

    def add(**values: Any) -> Any:
        calls.append(1)
        if dies_at == "begun" or (dies_at == "first file" and len(calls) == 2):
            raise Died
        return real_add(**values)

    def move(self: Any, number: int, folder: str) -> None:
        if dies_at == "moved":
            real_move(self, number, folder)
        raise Died

    with monkeypatch.context() as patched, pytest.raises(Died):
        patched.setattr(intake, "add_file", add)
        patched.setattr(mailbox.MailboxLine, "move", move)
        look(box, now)
    assert server.count(user) == (0 if dies_at == "moved" else 1)
    look(box, now)
    assert (server.count(user), server.count(user, DONE)) == (0, 1)
    with acting(house.clerk):
        assert IncomingMail.objects.get().state == "taken"
        assert IntakeBatch.objects.count() == 1
        assert list(IntakeItem.objects.order_by("pk").values_list("name", "state")) == [
            ("1.pdf", "waiting"), ("2.pdf", "waiting"),
        ]  # fmt: skip


@pytest.mark.django_db
def test_a_secret_paper_leaves_nothing_of_its_message(
    server: Server, user: str, box: IntakeMailbox, house: kit.House, now: dt.datetime,
    pdfs: list[bytes], secret_pdf: bytes, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    inside = seven(("trong/mat.pdf", secret_pdf))  # in an archive as beside it
    server.deliver(user, letter("a", ("lanh.pdf", pdfs[0]), ("bo.7z", inside)))
    server.deliver(user, letter("b", ("lanh.pdf", pdfs[1])))
    assert look(box, now) == 2
    assert (server.count(user, HELD), server.count(user, DONE)) == (1, 1)
    with acting(house.clerk):
        stopped = IncomingMail.objects.get(state="secret")
        assert (stopped.subject, stopped.sender, stopped.file, stopped.batch) == (
            "",
            "",
            None,
            None,
        )
        assert IntakeItem.objects.count() == 1, "files of a stopped message were kept"
    # A mark that only the whole reading sees takes the message away, too.
    monkeypatch.setattr(mailbox_intake.reading.FileReader, "look", lambda *_: (False, None))
    server.deliver(user, letter("c", ("mat.pdf", secret_pdf)))
    assert look(box, now) == 1
    with acting(house.clerk):
        mail = IncomingMail.objects.get(message_id="<c@gui.mau.vn>")
        kept = mail.file
    intake_reading.read_batch(mail.batch_id, mail.agency_id, now=lambda: now)
    with acting(house.clerk):
        mail.refresh_from_db()
        kept.refresh_from_db()
        assert (mail.state, mail.subject, mail.file, kept.destroyed) == ("secret", "", None, True)


@pytest.mark.django_db
def test_what_cannot_be_taken_is_named_and_the_message_kept(
    server: Server, user: str, box: IntakeMailbox, house: kit.House, now: dt.datetime,
    pdfs: list[bytes], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(mails, "LARGEST", 200_000)
    server.deliver(
        user,
        letter("khong-tep"),
        letter("tep-la", ("chay.exe", b"MZ\x90\0" + b"\0" * 200), ("trong.pdf", b"")),
        letter("qua-lon", ("lon.pdf", b"%PDF-1.7\n" + b"x" * 300_000)),
    )
    assert look(box, now) == 3
    with acting(house.clerk):
        rows = {m.message_id.split("@")[0][1:]: m for m in IncomingMail.objects.all()}
        assert {k: m.state for k, m in rows.items()} == {
            "khong-tep": "no_files", "tep-la": "taken", "qua-lon": "set_aside",
        }  # fmt: skip
        assert "100 MB" in rows["qua-lon"].cause
        assert all(m.file_id for m in rows.values()), "evidence is kept"
        items = rows["tep-la"].batch.items.order_by("pk")
        assert [i.state for i in items] == ["set_aside", "set_aside"]
        assert all(i.cause for i in items)
    assert (server.count(user), server.count(user, HELD)) == (0, 1)


@pytest.mark.django_db
def test_faults_are_told_in_plain_words_and_the_pause_grows(
    server: Server, user: str, box: IntakeMailbox, house: kit.House, admin: Any,
    now: dt.datetime, settings: Any, pdfs: list[bytes],
) -> None:  # fmt: skip
    server.deliver(user, letter("a", ("a.pdf", pdfs[0])))
    settings.MAILBOX_TRUSTED = ""
    assert look(box, now) == 0
    assert "Chứng thư" in state(house).fault, "an unknown certificate was trusted"
    settings.MAILBOX_TRUSTED = server.trusted
    assert look(box, now) == 0, "no pause after a fault"
    later = now + dt.timedelta(minutes=2)
    assert look(box, later) == 1
    assert (state(house).fault, state(house).faults) == ("", 0)
    # A wrong password: once and no more, or the server locks the account.
    with acting(admin):
        wrong = given(server, user, password="sai")
        mailbox_settings.set_mailbox(given=wrong, by=admin, at=later)
    server.deliver(user, letter("b", ("b.pdf", pdfs[1])))
    look(box, later)
    assert state(house).stopped
    assert "mật khẩu" in state(house).fault
    assert look(box, later + dt.timedelta(days=1)) == 0
    assert server.count(user) == 1, "lost while the line was broken"
    with acting(admin):
        mailbox_settings.set_mailbox(given=given(server, user), by=admin, at=later)
    assert look(box, later) == 1
    for change, words in (
        ({"port": 1}, "không nhận kết nối"),
        ({"folder": "Không có"}, "không có thư mục"),
    ):
        with acting(admin):
            mailbox_settings.set_mailbox(given=given(server, user, **change), by=admin, at=later)
            with pytest.raises(Refused, match=words):
                mailbox_settings.try_mailbox(by=admin)


@pytest.mark.django_db
def test_the_password_is_in_clear_nowhere(
    server: Server, user: str, box: IntakeMailbox, house: kit.House, now: dt.datetime,
    client_for: Any, accounts: None, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    look(box, now)
    with acting(house.clerk), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'facts%%'", [])
        tables = ["documents_intakemailbox", *(row[0] for row in cursor.fetchall())]
        assert len(tables) > 2
        for table in tables:
            cursor.execute("SELECT has_table_privilege(%s, 'SELECT')", [table])
            if cursor.fetchone()[0]:
                cursor.execute(
                    f"SELECT count(*) FROM {table} t WHERE to_jsonb(t)::text LIKE %s",
                    [f"%{PASSWORD}%"],
                )
                assert cursor.fetchone()[0] == 0, table
    assert PASSWORD not in caplog.text
    assert PASSWORD not in repr(mailbox_settings.account_of(box))
    page = client_for(f"quantri@{D}").get(reverse("administration:sources")).content.decode()
    assert PASSWORD not in page
    assert box.password not in page
    with pytest.raises(secrets.NotOpened):  # of another agency, it opens nothing
        secrets.open_sealed(box.password, purpose="documents.mailbox:0")
    assert (
        secrets.open_sealed(box.password, purpose=f"documents.mailbox:{box.agency_id}") == PASSWORD
    )


@pytest.mark.django_db
def test_only_the_administrator_of_the_agency(
    server: Server, user: str, box: IntakeMailbox, house: kit.House, admin: Any, now: dt.datetime,
    client_for: Any, accounts: None,
) -> None:  # fmt: skip
    with acting(house.clerk):
        for forbidden in (
            lambda: mailbox_settings.set_mailbox(given=given(server, user), by=house.clerk, at=now),
            lambda: mailbox_settings.switch_mailbox(on=False, by=house.clerk, at=now),
            lambda: mailbox_settings.switch_folder(on=True, by=house.clerk, at=now),
            lambda: mailbox_settings.try_mailbox(by=house.clerk),
        ):
            with pytest.raises(Forbidden):
                forbidden()
    with acting(admin), pytest.raises(Refused, match="mật khẩu"):
        # The password that is kept never goes to another server.
        elsewhere = given(server, user, host="127.0.0.1", password="")
        mailbox_settings.set_mailbox(given=elsewhere, by=admin, at=now)
    assert client_for(f"vanthu@{D}").get(reverse("administration:sources")).status_code == 403


@pytest.mark.django_db
def test_by_the_screen(
    server: Server, user: str, house: kit.House, now: dt.datetime, client_for: Any,
    accounts: None, settings: Any,
) -> None:  # fmt: skip
    """Off at first; kept, tried, switched on; what is wrong is said."""
    settings.MAILBOX_TRUSTED = server.trusted
    client = client_for(f"quantri@{D}")
    here = reverse("administration:sources")

    def post(what: str, **values: Any) -> str:
        page = client.get(here)
        answer = client.post(
            reverse("administration:source_act", args=[what]),
            {"once": once_of(page)} | values, follow=True,
        )  # fmt: skip
        return answer.content.decode()

    assert "Đang tắt" in client.get(here).content.decode()
    values = {
        "address": "vanthu@mau.vn", "host": "localhost", "port": server.port, "username": user,
        "password": PASSWORD, "folder": "INBOX",
    }  # fmt: skip
    assert "Địa chỉ thư điện tử chưa đúng" in post("luu", **(values | {"address": "vanthu"}))
    assert "Đã lưu" in post("luu", **values)
    with acting(house.clerk):
        assert not IntakeMailbox.objects.get().enabled, "on without being switched on"
    server.deliver(user, letter("a"))
    assert "Có 1 thư đang chờ" in post("thu")
    assert server.count(user) == 1, "a trial took the message"
    assert "Đã bật" in post("hop-thu", on="yes")
    assert "Đang bật" in client.get(here).content.decode()
    assert "Đã lưu" in post("luu", **(values | {"password": ""}))
    assert "Có 1 thư đang chờ" in post("thu"), "the kept password was lost"
    assert "Đã bật thư mục quét" in post("thu-muc", on="yes")


_WORKER = """
import datetime as dt, django
django.setup()
from django.conf import settings
settings.MAILBOX_TRUSTED = {trusted!r}
from lienthong.systems.documents.services import mailbox_intake
mailbox_intake.look({agency}, now=lambda: dt.datetime.fromisoformat({now!r}))
"""


def test_workers_killed_at_any_moment_lose_nothing_and_take_nothing_twice(
    committed: str, server: Server, user: str, actor_for: Any, now: dt.datetime, settings: Any,
    tmp_path: Path,
) -> None:  # fmt: skip
    """Six messages of two files; workers are killed outright at moments that differ; one ends it."""
    settings.MAILBOX_TRUSTED = server.trusted
    house, admin = kit.house(actor_for), actor_for(f"quantri@{D}")
    with acting(admin):
        mailbox_settings.set_mailbox(given=given(server, user), by=admin, at=now)
        box = mailbox_settings.switch_mailbox(on=True, by=admin, at=now)
    numbers = range(800, 812)
    files = [(f"{n}.pdf", papers.pdf(tmp_path, number=f"{n}/VP-CCHC")) for n in numbers]
    server.deliver(user, *(letter(f"m{n}", *files[2 * n : 2 * n + 2]) for n in range(6)))
    code = _WORKER.format(trusted=server.trusted, agency=box.agency_id, now=now.isoformat())
    environment = database.environment(committed) | {"LIENTHONG_DB_ROLE": "worker"}

    def kept() -> int:
        with acting(house.clerk):
            return IntakeItem.objects.count()

    for more in (1, 2, 3):
        before, worker = kept(), subprocess.Popen([sys.executable, "-c", code], env=environment)
        ends = time.monotonic() + 60
        while kept() < before + more and worker.poll() is None and time.monotonic() < ends:
            time.sleep(0.02)
        worker.kill()
        worker.wait()
    assert 3 <= kept() < 12, "killed too late: this says nothing"
    assert server.count(user) + server.count(user, DONE) == 6
    done = subprocess.run([sys.executable, "-c", code], env=environment, timeout=120, check=False)
    assert done.returncode == 0
    assert (server.count(user), server.count(user, DONE)) == (0, 6)
    with acting(house.clerk):
        assert [m.state for m in IncomingMail.objects.all()] == ["taken"] * 6
        assert IntakeBatch.objects.filter(source="mailbox").count() == 6
        rows = IntakeItem.objects.order_by("name").values_list("name", "state")
        assert list(rows) == [(name, "waiting") for name, _content in files]


@pytest.mark.django_db
def test_a_message_at_fault_holds_up_no_other(
    server: Server, user: str, box: IntakeMailbox, house: kit.House, now: dt.datetime,
    pdfs: list[bytes], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Those behind it come in; it stays where it is, and the job shows the fault."""
    real = mailbox_intake._take

    def take(agency_id: int, raw: bytes, *rest: Any, **more: Any) -> bool:
        if b"hong@gui" in raw:
            raise ValueError("at fault")
        return real(agency_id, raw, *rest, **more)

    monkeypatch.setattr(mailbox_intake, "_take", take)
    server.deliver(user, letter("hong", ("1.pdf", pdfs[0])), letter("lanh", ("2.pdf", pdfs[1])))
    with pytest.raises(ValueError, match="at fault"):
        look(box, now)
    with acting(house.clerk):
        assert [mail.message_id for mail in IncomingMail.objects.all()] == ["<lanh@gui.mau.vn>"]
    assert (server.count(user), server.count(user, DONE)) == (1, 1)
