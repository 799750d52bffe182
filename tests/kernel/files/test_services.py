"""Storing, sharing and destroying: one blob for the same bytes, nothing half done, nothing left."""

import datetime as dt
import hashlib
import io
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import override_settings

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.models import Fact
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files import queries, services, vault
from lienthong.kernel.files.models import Blob, StoredFile
from lienthong.kernel.files.names import clean_name
from tests.kernel.files.test_media import archive, word
from tests.kernel.people import agency_ids, official
from tests.support import database

PDF = b"%PDF-1.7\nCong van (mau)\n%%EOF\n"
DIGEST = hashlib.sha256(PDF).hexdigest()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    backend = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path / "files")},
    }
    with override_settings(STORAGES={"files": backend}, DATA=tmp_path):
        yield tmp_path / "files"


@pytest.fixture
def clerk(db: None) -> Iterator[Actor]:
    actor = official(agency_ids(1)[0])
    with acting(actor):
        yield actor


@pytest.fixture
def save(now: dt.datetime) -> Callable[..., StoredFile]:
    def one(by: Actor, content: bytes = PDF, **more: Any) -> StoredFile:
        given: dict[str, Any] = {
            "name": "Công văn.pdf", "agency_id": by.agency_id, "by": by, "at": now,
        }  # fmt: skip
        return services.store(io.BytesIO(content), **given | more)

    return one


def on_disk() -> list[str]:
    return list(vault.held())


def test_a_file_is_kept_by_its_content(clerk: Actor, save: Callable[..., StoredFile]) -> None:
    stored = save(clerk, name="Công văn.exe")
    assert (stored.sha256, stored.size, stored.media_type) == (DIGEST, len(PDF), "application/pdf")
    with services.open_file(stored) as content:
        assert content.read() == PDF
    assert on_disk() == [DIGEST]
    assert Fact.objects.order_by("-id")[0].act == "files.stored"


def test_the_same_bytes_twice_are_one_blob(clerk: Actor, save: Callable[..., StoredFile]) -> None:
    first, second = save(clerk), save(clerk, name="Bản khác.pdf")
    assert first.pk != second.pk
    assert (Blob.objects.filter(pk=DIGEST).count(), on_disk()) == (1, [DIGEST])


@pytest.mark.parametrize(
    ("content", "given", "refusal", "sentence"),
    [
        (b"", {}, services.FileEmpty, "rỗng"),
        (PDF, {"limit": 5}, services.FileTooLarge, "lớn hơn"),
        (PDF, {"expected_size": 9}, services.UploadCutOff, "chưa đủ"),
        (PDF, {"expected_sha256": "0" * 64}, services.UploadCutOff, "chưa đủ"),
        (PDF, {"accept": {"image/png"}}, services.TypeRefused, "application/pdf"),
        (b"MZ\x90\x00\x03", {"name": "thư mời.pdf"}, services.TypeRefused, "là chương trình"),
        (archive(a=b"x")[:-4], {}, services.ArchiveRefused, "hỏng"),
    ],
    ids=lambda value: value if isinstance(value, str) else getattr(value, "__name__", "bytes"),
)
def test_what_is_refused_leaves_nothing(
    clerk: Actor, save: Callable[..., StoredFile],
    content: bytes, given: dict[str, Any], refusal: type[Exception], sentence: str,
) -> None:  # fmt: skip
    before = Fact.objects.count()
    with pytest.raises(refusal, match=sentence):
        save(clerk, content, **given)
    assert (StoredFile.objects.filter(agency=clerk.agency_id).count(), on_disk()) == (0, [])
    assert Fact.objects.count() == before
    assert list(vault.incoming_folder().iterdir()) == []


def test_accepted_types_pass(clerk: Actor, save: Callable[..., StoredFile]) -> None:
    docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert save(clerk, word(), accept={docx}).media_type == docx


def test_destroying_the_last_reference_destroys_the_bytes(
    clerk: Actor, save: Callable[..., StoredFile], now: dt.datetime,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    """Đ18.4.b: the recalled document is destroyed; what stays is the stone with its reason."""
    first, second = save(clerk), save(clerk)
    with pytest.raises(ValueError, match="căn cứ"):
        services.destroy_reference(first, reason="", by=clerk, at=now)
    with django_capture_on_commit_callbacks(execute=True):
        gone = services.destroy_reference(first, reason="Thu hồi (mẫu)", by=clerk, at=now)
    assert (gone.name, gone.label, gone.blob_id, gone.destroyed) == ("", "", None, True)
    assert gone.sha256 == DIGEST
    with pytest.raises(services.FileDestroyed, match=r"23/11/2026: Thu hồi \(mẫu\)"):
        services.open_file(gone)
    with services.open_file(second) as content:
        assert content.read() == PDF
    again = services.destroy_reference(first, reason="khác", by=clerk, at=now)
    assert again.destroyed_reason == "Thu hồi (mẫu)"
    with django_capture_on_commit_callbacks(execute=True):
        services.destroy_reference(second, reason="Thu hồi (mẫu)", by=clerk, at=now)
    assert (Blob.objects.filter(pk=DIGEST).exists(), on_disk()) == (False, [])


def test_bytes_that_another_agency_holds_stay(
    committed: str, save: Callable[..., StoredFile], now: dt.datetime
) -> None:
    """The destroyer cannot see the other reference (row-level security), yet it counts."""
    here, there = (official(agency) for agency in agency_ids(2))
    with acting(here):
        mine = save(here)
    with acting(there):
        theirs = save(there)
    with acting(here):
        assert StoredFile.objects.filter(sha256=DIGEST).count() == 1
        services.destroy_reference(mine, reason="Thu hồi (mẫu)", by=here, at=now)
    with acting(there):
        with services.open_file(theirs) as content:
            assert content.read() == PDF
        services.destroy_reference(theirs, reason="Thu hồi (mẫu)", by=there, at=now)
    assert on_disk() == []


def test_a_share_refers_to_the_same_bytes(
    clerk: Actor, save: Callable[..., StoredFile], now: dt.datetime
) -> None:
    both = official(clerk.agency_id)
    stored = save(clerk, label="chính")
    copy = services.share(stored, agency_id=clerk.agency_id, by=both, at=now)
    assert (copy.sha256, copy.name, copy.label) == (DIGEST, "Công văn.pdf", "chính")
    gone = services.destroy_reference(stored, reason="Thu hồi (mẫu)", by=clerk, at=now)
    with pytest.raises(services.FileDestroyed):
        services.share(gone, agency_id=clerk.agency_id, by=both, at=now)


def test_a_reference_cannot_be_made_for_another_agency(
    clerk: Actor, save: Callable[..., StoredFile]
) -> None:
    with pytest.raises(Exception, match="row-level security"), transaction.atomic():
        save(clerk, agency_id=agency_ids(2)[1])


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE files_storedfile SET sha256 = repeat('0', 64) WHERE id = {id}",
        "UPDATE files_storedfile SET size = 1 WHERE id = {id}",
        "UPDATE files_storedfile SET media_type = 'text/html' WHERE id = {id}",
        "DELETE FROM files_storedfile WHERE id = {id}",
        "UPDATE files_storedfile SET blob_id = NULL WHERE id = {id}",
        "UPDATE files_storedfile SET destroyed_at = now() WHERE id = {id}",
    ],
)
def test_the_database_keeps_references(
    clerk: Actor, save: Callable[..., StoredFile], now: dt.datetime, change: str
) -> None:
    stored = save(clerk)
    with act("test.act", by=clerk, at=now), pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute(change.format(id=stored.pk))


def test_a_reference_to_other_bytes_than_it_names_is_refused(
    clerk: Actor, save: Callable[..., StoredFile], now: dt.datetime
) -> None:
    save(clerk)
    with act("test.act", by=clerk, at=now), pytest.raises(IntegrityError), transaction.atomic():
        StoredFile.objects.create(
            agency_id=clerk.agency_id, blob_id=DIGEST, sha256="0" * 64, size=len(PDF),
            media_type="application/pdf", stored_at=now, stored_by="x",
        )  # fmt: skip


class Changed(Exception):
    """The request failed after the file was stored."""


def test_bytes_of_a_rolled_back_request_are_swept(
    committed: str, save: Callable[..., StoredFile], now: dt.datetime
) -> None:
    clerk = official(agency_ids(1)[0])
    with acting(clerk):
        kept = save(clerk, b"%PDF-1.7 kept")
    with pytest.raises(Changed), acting(clerk):
        save(clerk)
        raise Changed
    assert sorted(on_disk()) == sorted([DIGEST, kept.sha256])
    assert services.sweep(at=now) == 0  # too young: a request may still be running
    assert services.sweep(at=now, older_than=dt.timedelta(0)) == 1
    assert on_disk() == [kept.sha256]


def test_the_sweep_leaves_bytes_that_are_being_stored(
    committed: str, save: Callable[..., StoredFile], now: dt.datetime
) -> None:
    """The same content is swept and stored at the same moment: nothing is lost."""
    clerk = official(agency_ids(1)[0])
    found: list[int] = []

    def sweep() -> None:
        try:
            found.append(services.sweep(at=now, older_than=dt.timedelta(0)))
        finally:
            connection.close()

    with acting(clerk):
        stored = save(clerk)  # on disk, its row not yet committed
        thread = threading.Thread(target=sweep)
        thread.start()
        thread.join(30)
    assert found == [0]
    with acting(clerk), services.open_file(stored) as content:
        assert content.read() == PDF


def test_storing_and_destroying_at_once_never_loses_a_file(
    committed: str, save: Callable[..., StoredFile], now: dt.datetime
) -> None:
    """Eight agencies store and destroy the same bytes again and again."""
    people = [official(agency) for agency in agency_ids(8)]
    faults: list[BaseException] = []

    def work(by: Actor) -> None:
        try:
            for turn in range(12):
                with acting(by):
                    stored = save(by)
                with acting(by), services.open_file(stored) as content:
                    assert content.read() == PDF
                if turn < 11:
                    with acting(by):
                        services.destroy_reference(stored, reason="x", by=by, at=now)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(by,)) for by in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert faults == []
    with acting(people[0]):
        assert list(queries.damages()) == []
    assert on_disk() == [DIGEST]


def test_the_check_names_what_is_missing_changed_and_unknown(
    committed: str, save: Callable[..., StoredFile], folder: Path, capsys: Any
) -> None:
    clerk = official(agency_ids(1)[0])
    with acting(clerk):
        lost, changed, _whole = (save(clerk, b"%%PDF-1.7 %d" % i) for i in range(3))
    call_command("check_files")
    assert "3 tệp, 0 hỏng" in capsys.readouterr().out
    vault.remove(lost.sha256)
    path = folder / vault.place_of(changed.sha256)
    path.chmod(0o600)
    path.write_bytes(b"%PDF-1.7 X")
    with vault.spooled(io.BytesIO(b"stray"), limit=99) as stray:
        vault.keep(stray)
    with pytest.raises(CommandError, match="không còn nguyên vẹn"):
        call_command("check_files")
    out = capsys.readouterr().out
    assert f"{lost.sha256}  MẤT" in out
    assert f"{changed.sha256}  BỊ SỬA" in out
    assert f"{stray.sha256}  không có" in out
    with acting(clerk), pytest.raises(services.ContentMissing):
        services.open_file(lost)


def test_without_the_lock_the_sweep_would_take_bytes_away(
    committed: str, save: Callable[..., StoredFile], now: dt.datetime
) -> None:
    """The negative twin: locks that hold nothing back, and a file is stored and then lost."""
    connection.close()
    with psycopg.connect(database.url("lt_owner", committed), autocommit=True) as owner:
        owner.execute(
            "CREATE OR REPLACE FUNCTION files_lock(digest text) RETURNS bigint LANGUAGE sql AS"
            " $$ SELECT (random() * 1e15)::bigint $$"
        )
    clerk = official(agency_ids(1)[0])

    def sweep() -> None:
        services.sweep(at=now, older_than=dt.timedelta(0))
        connection.close()

    with acting(clerk):
        stored = save(clerk)
        thread = threading.Thread(target=sweep)
        thread.start()
        thread.join(30)
    with acting(clerk), pytest.raises(services.ContentMissing):
        services.open_file(stored)


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("Công văn số 05.pdf", "Công văn số 05.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\vt\\Quyết định.docx", "Quyết định.docx"),
        ("thu\u202efdp.exe", "thufdp.exe"),
        ("a\x00b\r\n.pdf", "ab.pdf"),
        ("  ...  ", "tệp"),
        ("", "tệp"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("Hoa\u0300.pdf", "Hoà.pdf"),
    ],
)
def test_names_are_made_harmless(given: str, clean: str) -> None:
    assert clean_name(given) == clean
