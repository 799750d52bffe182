"""A stored file is read by who may read a paper that holds it, by whatever column; by nobody else."""

import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files import readers
from lienthong.kernel.files.models import Access, StoredFile
from lienthong.kernel.files.services import store
from lienthong.systems.documents import models as documents
from tests.systems.documents import outgoing_kit as kit
from tests.systems.documents.outgoing_kit import DOMAIN
from tests.systems.rights_kit import Maker, open_accounts


@pytest.fixture
def house(db: None, actor_for: Any) -> kit.House:
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    open_accounts()
    return kit.house(actor_for)


@pytest.fixture
def colleague(actor_for: Any, house: kit.House) -> Actor:
    """An officer of another unit of the same agency, with a part in nothing but its figures."""
    idle = actor_for(f"quantri@{DOMAIN}")
    return replace(idle, verbs=house.drafter.verbs, post_kind="officer")


@pytest.fixture
def files(house: kit.House, actor_for: Any, now: dt.datetime) -> dict[str, tuple[int, str]]:
    return Maker(house, actor_for, now).make()


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """The files here are no real PDFs: a page of any is one white dot."""
    from PIL import Image

    from lienthong.systems.documents.views import page_pictures

    monkeypatch.setattr(page_pictures, "picture", lambda *_a, **_k: Image.new("RGB", (1, 1)))


def ways(pk: int) -> Iterator[str]:
    yield f"/van-ban/tep/{pk}/"
    yield f"/van-ban/tep/{pk}/trang/1/"
    yield f"/van-ban/tep/{pk}/lop-chu/"


def leaks(client: Any, files: dict[str, tuple[int, str]]) -> list[str]:
    """The addresses of files that answer this person otherwise than those of no file."""
    found = []
    for key, (pk, _reader) in files.items():
        for method in (client.get, client.head, client.post):
            for way, none in zip(ways(pk), ways(10**9), strict=True):
                answer, nothing = method(way), method(none)
                told = (answer.status_code, _said(answer, way))
                if told != (nothing.status_code, _said(nothing, none)):
                    found.append(f"{key}: {method.__name__} {way}")
    return found


def _said(answer: Any, way: str) -> bytes:
    body: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    head = answer.headers.get("Content-Type", "").encode()
    return head + re.sub(rb"[0-9a-f]{32}", b"", body).replace(way.encode(), b"")


def test_the_walk_has_a_file_for_every_column(files: dict[str, tuple[int, str]]) -> None:
    wanted = {
        key for key, one in readers.declared().items() if not isinstance(one, readers.Mentioned)
    }
    assert set(files) == wanted


def test_who_may_read_the_paper_gets_the_file(
    files: dict[str, tuple[int, str]], client_for: Any, pages: None
) -> None:
    for key, (pk, reader) in files.items():
        client = client_for(f"{reader}@{DOMAIN}")
        for way in list(ways(pk))[:2]:
            assert client.get(way).status_code == 200, (key, way)
    layer = files["documents.scanlayer.file"][0]
    assert client_for(f"vanthu@{DOMAIN}").get(f"/van-ban/tep/{layer}/lop-chu/").status_code == 200


def test_a_colleague_without_a_part_is_told_that_there_is_no_file(
    files: dict[str, tuple[int, str]], client_for: Any, pages: None
) -> None:
    assert leaks(client_for(f"quantri@{DOMAIN}"), files) == []


def test_with_the_check_taken_out_the_walk_notices(
    files: dict[str, tuple[int, str]], client_for: Any, pages: None, monkeypatch: Any
) -> None:
    """The negative twin: without the papers every column leaks, by every way."""
    monkeypatch.setattr(
        readers, "_paper", lambda _actor, pk, follow: StoredFile(pk=pk, sha256="a" * 64)
    )
    found = leaks(client_for(f"quantri@{DOMAIN}"), files)
    assert {line.partition(":")[0] for line in found} == set(files)


def test_an_officer_of_another_unit_reads_none_of_them(
    files: dict[str, tuple[int, str]], colleague: Actor
) -> None:
    with acting(colleague):
        figures = files.pop("desk.monthlyreport.file")[0]
        assert readers.readable(colleague, figures).stored.pk == figures
        for key, (pk, _reader) in files.items():
            assert StoredFile.objects.filter(pk=pk).exists(), (
                "the wall of the agency is not at work"
            )
            with pytest.raises(StoredFile.DoesNotExist):
                readers.readable(colleague, pk)
                pytest.fail(key)


def test_who_has_a_part_in_one_paper_reads_no_file_of_another(
    files: dict[str, tuple[int, str]], house: kit.House
) -> None:
    """The drafter reads his draft, and neither what came in nor what lies with văn thư."""
    mine = {key for key, (_pk, reader) in files.items() if reader in {"chuyenvien.tonghop"}}
    mine |= {"documents.opinion.version_file", "documents.opinion.asked_file"}
    mine |= {"documents.workfileitem.stored_file", "documents.workfile.handover_record"}
    with acting(house.drafter):
        seen = set()
        for key, (pk, _reader) in files.items():
            try:
                readers.readable(house.drafter, pk)
            except StoredFile.DoesNotExist:
                continue
            seen.add(key)
    assert seen == mine | {"desk.monthlyreport.file"}


def test_a_file_that_no_paper_holds_is_nobodys(
    house: kit.House, client_for: Any, now: dt.datetime
) -> None:
    """As one that was taken out of a work file, or replaced by another."""
    with acting(house.clerk):
        stored = store(
            io.BytesIO(b"%PDF-1.7 x"), name="a.pdf", agency_id=house.clerk.agency_id,
            by=house.clerk, at=now,
        )  # fmt: skip
    for slot in ("vanthu", "chutich", "quantri"):
        assert client_for(f"{slot}@{DOMAIN}").get(f"/van-ban/tep/{stored.pk}/").status_code == 404


def test_the_questions_are_few_and_always_as_many(
    files: dict[str, tuple[int, str]], house: kit.House, django_assert_num_queries: Any
) -> None:
    with acting(house.clerk):
        pk = files["documents.incomingdocument.file"][0]
        with django_assert_num_queries(3):
            readers.readable(house.clerk, pk)
        pk = files["documents.scanlayer.file"][0]
        with django_assert_num_queries(4):
            readers.readable(house.clerk, pk)


def test_the_log_names_the_paper_whichever_way_its_file_was_seen(
    files: dict[str, tuple[int, str]], client_for: Any, house: kit.House, pages: None
) -> None:
    pk = files["documents.incomingattachment.file"][0]
    client = client_for(f"vanthu@{DOMAIN}")

    def log() -> list[tuple[str, str, str]]:
        with acting(house.clerk):
            rows = Access.objects.filter(file_id=pk).order_by("id")
            return list(rows.values_list("kind", "subject_type", "subject_id"))

    paper = documents.IncomingAttachment.objects
    with acting(house.clerk):
        of = ("documents.incomingdocument", str(paper.get(file_id=pk).document_id))
    page = client.get(f"/van-ban/tep/{pk}/trang/1/")
    assert "Cookie" in page.headers["Vary"], "kept for another session of the same browser"
    client.get(f"/van-ban/tep/{pk}/trang/2/")
    assert log() == [("open", *of)], "the pages of a paper are one opening"
    client.head(f"/van-ban/tep/{pk}/")
    assert log() == [("open", *of)]
    b"".join(client.get(f"/van-ban/tep/{pk}/").streaming_content)
    assert log() == [("open", *of), ("download", *of)]


def test_all_but_the_first_octet_is_a_download_too(
    files: dict[str, tuple[int, str]], client_for: Any, house: kit.House
) -> None:
    pk = files["documents.incomingdocument.file"][0]
    client = client_for(f"vanthu@{DOMAIN}")
    for start in (1, 2):
        answer = client.get(f"/van-ban/tep/{pk}/", headers={"Range": f"bytes={start}-"})
        assert answer.status_code == 206
    with acting(house.clerk):
        assert Access.objects.filter(file_id=pk, kind="download").count() == 1


def test_a_copy_made_before_it_was_bound_is_found_by_its_fact(
    house: kit.House, now: dt.datetime
) -> None:
    """What migration 0017 does with an installation that has made copies already."""
    step = import_module("lienthong.systems.documents.migrations.0017_made_copies")
    paper = kit.drafted(house, now)
    with acting(house.clerk), act("documents.copied", by=house.clerk, at=now, subject=paper):
        copied = store(
            io.BytesIO(b"%PDF-1.7 y"), name="sao.pdf", agency_id=house.clerk.agency_id,
            by=house.clerk, at=now,
        )  # fmt: skip
    with acting(house.clerk), act("documents.drafted", by=house.clerk, at=now):
        with connection.cursor() as cursor:
            cursor.execute(step.FILL)
        found = documents.MadeCopy.objects.get(file=copied)
    assert (found.outgoing_id, found.incoming_id) == (paper.pk, None)
