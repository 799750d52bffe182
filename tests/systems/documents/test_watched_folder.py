"""The scanner's folder: only what is finished, nothing lost to a kill, nothing that hides or leads away."""

import datetime as dt
import os
from pathlib import Path
from typing import Any

import pytest

from lienthong.kernel.access.context import acting
from lienthong.systems.documents.models import (
    IntakeBatch,
    IntakeFolder,
    IntakeItem,
    SourceState,
)
from lienthong.systems.documents.services import (
    folder_intake,
    intake_reading,
    mailbox_settings,
)
from tests.axis.reading import papers

from . import outgoing_kit as kit

D = kit.DOMAIN
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    folder: Path = tmp_path_factory.mktemp("scanner")
    return [papers.pdf(folder, number=f"{n}/VP-CCHC") for n in (415, 416)]


@pytest.fixture
def watched(actor_for: Any, now: dt.datetime, settings: Any, tmp_path: Path) -> IntakeFolder:
    settings.SCAN_FOLDERS = tmp_path / "scans"
    admin = actor_for(f"quantri@{D}")
    with acting(admin):
        return mailbox_settings.switch_folder(on=True, by=admin, at=now)


def put(watched: IntakeFolder, name: str | bytes, content: bytes, age: float = 60.0) -> Path:
    """A file as the scanner leaves it, unchanged for a while."""
    path = folder_intake.path_of(watched)
    path.mkdir(parents=True, exist_ok=True)
    full = Path(os.fsdecode(os.path.join(os.fsencode(path), os.fsencode(name))))
    full.write_bytes(content)
    moment = full.stat().st_mtime - age
    os.utime(full, (moment, moment))
    return full


def look(watched: IntakeFolder, now: dt.datetime) -> int:
    return folder_intake.look(watched, now=lambda: now)


def inside(watched: IntakeFolder, where: str = "") -> list[str]:
    path = folder_intake.path_of(watched) / where
    return sorted(p.name for p in path.iterdir() if not p.is_dir() or p.is_symlink())


def states(house: kit.House) -> list[tuple[str, str]]:
    with acting(house.clerk):
        return list(IntakeItem.objects.order_by("pk").values_list("name", "state"))


def test_a_finished_file_is_taken_in_and_moved(
    watched: IntakeFolder, house: kit.House, now: dt.datetime, pdfs: list[bytes]
) -> None:
    put(watched, "Quét 1.pdf", pdfs[0])
    assert look(watched, now) == 0, "taken at first sight: it might still be written"
    assert look(watched, now) == 1
    assert (inside(watched), inside(watched, "da-nhan")) == ([], ["Quét 1.pdf"])
    assert (folder_intake.path_of(watched) / "da-nhan" / "Quét 1.pdf").read_bytes() == pdfs[0]
    assert states(house) == [("Quét 1.pdf", "waiting")]
    with acting(house.clerk):
        batch = IntakeBatch.objects.get()
        assert (batch.source, batch.channel) == ("folder", "paper")
    intake_reading.read_batch(batch.pk, batch.agency_id, now=lambda: now)
    assert states(house) == [("Quét 1.pdf", "taken")]


def test_what_is_still_written_waits(
    watched: IntakeFolder, house: kit.House, now: dt.datetime, pdfs: list[bytes]
) -> None:
    put(watched, "lon-dan.pdf", pdfs[0][:500])
    put(watched, "moi.pdf", pdfs[1], age=0)
    put(watched, "dang-ghi.pdf.part", pdfs[1])
    look(watched, now)
    put(watched, "lon-dan.pdf", pdfs[0][:900])
    assert look(watched, now) == 0, "a file that grew was taken"
    put(watched, "lon-dan.pdf", pdfs[0])
    look(watched, now)
    assert look(watched, now) == 1
    assert states(house) == [("lon-dan.pdf", "waiting")]
    assert inside(watched) == ["dang-ghi.pdf.part", "moi.pdf"]


def test_the_same_again_is_known_and_names_do_not_collide(
    watched: IntakeFolder, house: kit.House, now: dt.datetime, pdfs: list[bytes]
) -> None:
    for content in (pdfs[0], pdfs[1]):
        put(watched, "scan0001.pdf", content)
        look(watched, now)
        look(watched, now)
    put(watched, "ban-sao.pdf", pdfs[0])
    look(watched, now)
    look(watched, now)
    assert states(house) == [
        ("scan0001.pdf", "waiting"), ("scan0001.pdf", "waiting"), ("ban-sao.pdf", "duplicate"),
    ]  # fmt: skip
    done = inside(watched, "da-nhan")
    assert len(done) == 3, "a file was written over"
    contents = {(folder_intake.path_of(watched) / "da-nhan" / n).read_bytes() for n in done}
    assert contents == set(pdfs)
    with acting(house.clerk):
        assert IntakeBatch.objects.count() == 1, "one batch a day"
    put(watched, "mai.pdf", pdfs[1] + b"\n")
    for _look in range(2):
        folder_intake.look(watched, now=lambda: now + dt.timedelta(days=1))
    with acting(house.clerk):
        assert IntakeBatch.objects.count() == 2


@pytest.mark.parametrize("dies_at", ["before", "after"])
def test_a_kill_around_the_commit_loses_nothing(
    dies_at: str, watched: IntakeFolder, house: kit.House, now: dt.datetime, pdfs: list[bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    put(watched, "a.pdf", pdfs[0])
    look(watched, now)

    class Died(BaseException):
        pass

    def dies(*_: Any, **__: Any) -> None:
        raise Died

    with monkeypatch.context() as patched, pytest.raises(Died):
        if dies_at == "before":
            patched.setattr(folder_intake.intake, "add_file", dies)
        else:
            patched.setattr(folder_intake, "_move", dies)
        look(watched, now)
    assert inside(watched) == ["a.pdf"]
    look(watched, now)
    look(watched, now)
    assert (inside(watched), inside(watched, "da-nhan")) == ([], ["a.pdf"])
    assert states(house) == [("a.pdf", "waiting")]


def test_what_cannot_be_taken_goes_apart(
    watched: IntakeFolder, house: kit.House, now: dt.datetime, tmp_path: Path
) -> None:
    secret = papers.pdf(tmp_path, mark="MẬT")
    put(watched, "mat.pdf", secret)
    put(watched, "rong.pdf", b"")
    put(watched, "chay.exe", b"MZ\x90\0" + b"\0" * 300)
    look(watched, now)
    look(watched, now)
    assert inside(watched, "de-rieng") == ["chay.exe", "mat.pdf", "rong.pdf"]
    assert sorted(states(house)) == [
        ("", "secret"),
        ("chay.exe", "set_aside"),
        ("rong.pdf", "set_aside"),
    ]


def test_links_folders_and_odd_names_are_refused(
    watched: IntakeFolder, house: kit.House, now: dt.datetime, pdfs: list[bytes], tmp_path: Path
) -> None:
    real = put(watched, "that.pdf", pdfs[0])
    elsewhere = tmp_path / "bi-mat.pdf"
    elsewhere.write_bytes(pdfs[1])
    base = folder_intake.path_of(watched)
    (base / "lien-ket.pdf").symlink_to(elsewhere)
    os.link(elsewhere, base / "lien-ket-cung.pdf")
    os.mkfifo(base / "ong.pdf")
    (base / "thu-muc").mkdir()
    put(watched, b"la-\xff\xfe.pdf", pdfs[1])
    put(watched, "xuong\ndong.pdf", pdfs[1])
    put(watched, ".an.pdf", pdfs[1])
    put(watched, "Thumbs.db", pdfs[1])
    look(watched, now)
    assert look(watched, now) == 1
    assert states(house) == [("that.pdf", "waiting")]
    assert not real.exists()
    assert elsewhere.read_bytes() == pdfs[1]
    with acting(house.clerk):
        assert "Để lại 6 mục" in SourceState.objects.get(source="folder").fault


def test_a_link_in_place_of_a_folder_is_refused(
    watched: IntakeFolder, house: kit.House, now: dt.datetime, pdfs: list[bytes], tmp_path: Path
) -> None:
    target = tmp_path / "dich"
    target.mkdir()
    put(watched, "a.pdf", pdfs[0])
    look(watched, now)
    (folder_intake.path_of(watched) / "da-nhan").rmdir()
    (folder_intake.path_of(watched) / "da-nhan").symlink_to(target)
    look(watched, now)
    assert list(target.iterdir()) == [], "a file was moved where a link leads"
    with acting(house.clerk):
        assert "thư mục quét" in SourceState.objects.get(source="folder").fault


def test_off_is_off(
    actor_for: Any, watched: IntakeFolder, house: kit.House, now: dt.datetime, pdfs: list[bytes]
) -> None:
    admin = actor_for(f"quantri@{D}")
    with acting(admin):
        mailbox_settings.switch_folder(on=False, by=admin, at=now)
    put(watched, "a.pdf", pdfs[0])
    for _look in range(3):
        folder_intake.look_at_all(by=admin, now=lambda: now)
    assert inside(watched) == ["a.pdf"]
    with acting(admin):
        mailbox_settings.switch_folder(on=True, by=admin, at=now)
    for _look in range(2):
        folder_intake.look_at_all(by=admin, now=lambda: now)
    assert inside(watched) == []
