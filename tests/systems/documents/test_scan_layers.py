"""A scan gets a searchable PDF/A beside it: recognised once, the original untouched, poison set aside."""

import datetime as dt
import hashlib
import io
import re
import subprocess
import time
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageChops
from pypdf import PdfReader

from lienthong.axis.reading import api as reading
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files.services import open_file
from lienthong.systems.documents.models import DocumentText, IncomingDocument, ScanLayer
from lienthong.systems.documents.services import incoming, indexing, intake_reading, layers
from tests.axis.reading import papers
from tests.support.needs import needs

from . import outgoing_kit as kit
from .test_intake import added, opened, run, states
from .test_outgoing_screens import once_of

D = kit.DOMAIN
pytestmark = [needs("tesseract"), needs("tesseract-vie"), needs("pdftotext")]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Image.Image]:
    """Two pages of paper, the second a little askew."""
    folder: Path = tmp_path_factory.mktemp("scans")
    out = []
    for number, turn in (("215/VP-CCHC", 0.0), ("216/VP-CCHC", 0.8)):
        letter = pypdfium2.PdfDocument(papers.pdf(folder, number=number))
        picture = letter[0].render(scale=150 / 72).to_pil().convert("RGB")
        out.append(picture.rotate(turn, fillcolor="white"))
    return out


def saved(pages: list[Image.Image], kind: str, **more: Any) -> bytes:
    out = io.BytesIO()
    if len(pages) > 1:
        more |= {"save_all": True, "append_images": pages[1:]}
    pages[0].save(out, kind, **more)
    return out.getvalue()


@pytest.fixture(scope="module")
def scan(pages: list[Image.Image]) -> bytes:
    return saved(pages, "PDF", resolution=150)


@pytest.fixture(scope="module")
def known(scan: bytes) -> reading.Words:
    with reading.FileReader(dt.date(2026, 1, 1)) as reader:
        words = reader.all_words(scan, None, most=10)
    assert isinstance(words, reading.Words)
    return words


def text_of(pdf: bytes, folder: Path) -> str:
    file = folder / "made.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


def test_the_words_lie_under_the_pages_as_they_were(
    scan: bytes, known: reading.Words, tmp_path: Path
) -> None:
    made = reading.make_searchable(scan, known, facts={"title": "Thử", "subject": "Thử"})
    text = text_of(made.pdf, tmp_path)
    for words in (
        "Quảng Ngãi, ngày 20 tháng 01 năm 2023",
        "tham mưu UBND tỉnh ban hành Kế hoạch cải cách hành chính, hoàn thành trước ngày 15/3/2023",
        "định kỳ hằng quý báo cáo UBND tỉnh (qua Sở Nội vụ)",
    ):
        assert text.count(words) == 2, text
    assert (
        text.index("Thực hiện Công văn") < text.index("1. Giao Sở Nội vụ") < text.index("Nơi nhận")
    )
    assert made.pages == 2
    assert made.words > 300
    # What one sees is what was scanned: the same picture, dot for dot but for rounding.
    for number in range(2):
        before, after = (
            pypdfium2.PdfDocument(pdf)[number].render(scale=1).to_pil().convert("L")
            for pdf in (scan, made.pdf)
        )
        assert before.size == after.size
        assert max(ImageChops.difference(before, after).getextrema()) < 40


def test_it_says_that_it_is_pdf_a_and_is_built_as_one(scan: bytes, known: reading.Words) -> None:
    made = reading.make_searchable(scan, known, facts={"title": "Thử", "subject": "Thử"})
    whole = PdfReader(io.BytesIO(made.pdf))
    root = whole.trailer["/Root"]
    xmp = root["/Metadata"].get_data().decode()
    assert re.search(r"pdfaid:part(?:>|=\")2", xmp)
    assert re.search(r"pdfaid:conformance(?:>|=\")B", xmp)
    intent = root["/OutputIntents"][0]
    assert intent["/S"] == "/GTS_PDFA1"
    assert intent["/DestOutputProfile"].get_object()["/N"] == 3
    assert "/Encrypt" not in whole.trailer
    assert "/AcroForm" not in root
    assert "/ID" in whole.trailer
    for page in whole.pages:
        forms = [x.get_object() for x in page["/Resources"]["/XObject"].values()]
        fonts = [f for x in forms for f in x.get("/Resources", {}).get("/Font", {}).values()]
        assert fonts, "no text layer"
        for font in fonts:
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile2" in inner["/FontDescriptor"], "a font lies outside the file"
            assert "/ToUnicode" in font.get_object()
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert pikepdf.pdfa.check(pdf, "2b").passed
        pdf.Root.AA = pikepdf.Dictionary()  # the twin: what no PDF/A may hold is found
        assert not pikepdf.pdfa.check(pdf, "2b").passed


@pytest.mark.parametrize("kind", ["JPEG", "TIFF", "PNG"])
def test_pictures_become_pages(pages: list[Image.Image], kind: str, tmp_path: Path) -> None:
    several = pages if kind == "TIFF" else pages[:1]
    looks = [p.convert("1") for p in several] if kind == "TIFF" else several
    data = saved(looks, kind, **({"compression": "group4"} if kind == "TIFF" else {}))
    with reading.FileReader(dt.date(2026, 1, 1)) as reader:
        found, words = reader.plain_with_words(data)
        assert found["pages"] == len(several), "pages of a TIFF were left unread"
        assert words is not None
    made = reading.make_searchable(data, words, facts={"title": "Thử", "subject": "Thử"})
    assert made.pages == len(several)
    assert "ngày 20 tháng 01 năm 2023" in text_of(made.pdf, tmp_path)


@pytest.fixture
def recognised(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The pages that were recognised, one by one."""
    seen: list[int] = []
    real = reading.FileReader._page

    def counted(self: Any, lane: Any, data: Any, number: int, scans: Any) -> Any:
        seen.append(number)
        return real(self, lane, data, number, scans)

    monkeypatch.setattr(reading.FileReader, "_page", counted)
    return seen


@pytest.mark.django_db
def test_a_scan_is_recognised_once_from_the_drop_to_the_copy(
    house: kit.House, now: dt.datetime, scan: bytes, recognised: list[int], tmp_path: Path,
    accounts: None, client_for: Any,
) -> None:  # fmt: skip
    batch = opened(house, now)
    item = added(house, batch, scan, now, name="quét 1.pdf")
    run(batch, now)
    client = client_for(f"vanthu@{D}")
    with acting(house.clerk):
        item.refresh_from_db()
        document = item.document
        row = ScanLayer.objects.get(original=document.file)
        assert row.state == "waiting"
    page = client.get(reverse("documents:incoming_one", args=[document.pk])).content.decode()
    assert "Máy đang làm từ bản quét" in page
    assert not layers.make_open(by=house.clerk, now=lambda: now)
    with acting(house.clerk):
        while indexing.read_waiting(by=house.clerk, at=now):
            pass
        row.refresh_from_db()
        assert (row.state, row.words, row.pages) == ("made", None, 2)
        assert sorted(recognised) == [0, 1], "a page was recognised twice"
        with open_file(document.file) as stream:
            original = stream.read()
        assert original == scan, "the original is what it was"
        assert hashlib.sha256(original).hexdigest() == document.file.sha256
        with open_file(row.file) as stream:
            assert "Giao Sở Nội vụ chủ trì" in text_of(stream.read(), tmp_path)
        assert "Giao Sở Nội vụ chủ trì" in DocumentText.objects.get(incoming=document).text
        assert "text" not in document.reading
    page = client.get(reverse("documents:incoming_one", args=[document.pk])).content.decode()
    assert "Mở để tìm và sao chép chữ" in page
    seen = client.get(reverse("documents:layer", args=[row.file_id]))
    assert seen["Content-Type"] == "application/pdf"
    assert seen["Content-Disposition"].startswith("inline")
    other = client_for(f"vanthu.stp@{D}")
    assert other.get(reverse("documents:layer", args=[row.file_id])).status_code == 404
    assert client.get(reverse("documents:layer", args=[document.file_id])).status_code == 404


@pytest.mark.django_db
def test_a_scan_given_by_the_form_is_recognised_once_too(
    house: kit.House, now: dt.datetime, scan: bytes, recognised: list[int], accounts: None,
    client_for: Any,
) -> None:  # fmt: skip
    client = client_for(f"vanthu@{D}")
    url = reverse("documents:take_in")
    values = {
        "once": once_of(client.get(url)), "channel": "paper", "issuer_name": "UBND tỉnh",
        "subject": "V/v bản quét", "urgency": "normal", "files_secret": "no",
        "files": SimpleUploadedFile("quét.pdf", scan),
    }  # fmt: skip
    assert client.post(url, values).status_code == 302
    with acting(house.clerk):
        document = IncomingDocument.objects.get(subject="V/v bản quét")
        assert "Giao Sở Nội vụ chủ trì" in DocumentText.objects.get(incoming=document).text
        assert ScanLayer.objects.get(original=document.file).state == "waiting"
        while indexing.read_waiting(by=house.clerk, at=now):
            pass
    layers.make_open(by=house.clerk, now=lambda: now)
    with acting(house.clerk):
        assert ScanLayer.objects.get(original=document.file).state == "made"
    assert sorted(recognised) == [0, 1], "a page was recognised twice"


@pytest.mark.django_db
def test_none_is_made_of_a_signed_file_nor_of_one_that_has_its_text(
    house: kit.House, now: dt.datetime, scan: bytes, known: reading.Words, tmp_path: Path
) -> None:
    batch = opened(house, now)
    added(house, batch, papers.pdf(tmp_path), now, name="co-chu.pdf")
    run(batch, now)
    assert states(house, batch) == ["taken"]
    with acting(house.clerk):
        document = IncomingDocument.objects.get(intake_item__batch=batch)
        assert not ScanLayer.objects.filter(original=document.file).exists()
        for verdict, waits in (("valid", False), ("changed", False), ("unsigned", True)):
            layers.ask(original=document.file, words=known, verdict=verdict, at=now)
            assert ScanLayer.objects.filter(original=document.file).exists() == waits, verdict
    signed = pikepdf.open(io.BytesIO(scan))
    signed.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([]), SigFlags=3)
    out = io.BytesIO()
    signed.save(out)
    with pytest.raises(reading.NotMade, match="chữ ký số"):
        reading.make_searchable(out.getvalue(), known, facts={"title": "x", "subject": "x"})


@pytest.mark.django_db
def test_a_poison_scan_is_set_aside_with_its_cause(
    house: kit.House, now: dt.datetime, scan: bytes, pages: list[Image.Image],
    accounts: None, client_for: Any,
) -> None:  # fmt: skip
    """The paper is taken in all the same; of the copy the page says why there is none."""
    vast = pages[0].convert("1").resize((12500, 17700))
    batch = opened(house, now)
    added(house, batch, saved([vast], "PDF", resolution=1500), now, name="doc.pdf")
    added(house, batch, scan, now, name="lanh.pdf")
    run(batch, now)
    assert states(house, batch) == ["taken", "taken"]
    started = time.monotonic()
    layers.make_open(by=house.clerk, now=lambda: now)
    assert time.monotonic() - started < 90
    with acting(house.clerk):
        rows = {row.original.name: row for row in ScanLayer.objects.select_related("original")}
        assert (rows["doc.pdf"].state, rows["doc.pdf"].file_id) == ("set_aside", None)
        assert rows["doc.pdf"].cause
        assert rows["lanh.pdf"].state == "made", "the next one was made"
        document = IncomingDocument.objects.get(file=rows["doc.pdf"].original)
    page = client_for(f"vanthu@{D}").get(reverse("documents:incoming_one", args=[document.pk]))
    assert "Không làm được" in page.content.decode()


@pytest.mark.django_db
def test_a_scan_that_ends_its_worker_is_set_aside(
    house: kit.House, now: dt.datetime, scan: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = opened(house, now)
    added(house, batch, scan, now)
    run(batch, now)

    def dies(*_: Any, **__: Any) -> Any:
        raise MemoryError

    monkeypatch.setattr(reading, "make_searchable", dies)
    for _try in range(layers.TRIES):
        with pytest.raises(MemoryError):
            layers.make_open(by=house.clerk, now=lambda: now)
    with acting(house.clerk):
        assert ScanLayer.objects.get().state == "waiting"
    layers.make_open(by=house.clerk, now=lambda: now)
    with acting(house.clerk):
        assert ScanLayer.objects.get().state == "set_aside"


@pytest.mark.django_db
def test_a_recall_takes_the_copy_along(house: kit.House, now: dt.datetime, scan: bytes) -> None:
    batch = opened(house, now)
    added(house, batch, scan, now)
    run(batch, now)
    layers.make_open(by=house.clerk, now=lambda: now)
    with acting(house.clerk):
        document = IncomingDocument.objects.get(intake_item__batch=batch)
        copy = ScanLayer.objects.get().file
        assert copy is not None
        with act("exchange.recall_asked", by=house.clerk, at=now):
            IncomingDocument.objects.filter(pk=document.pk).update(recall_requested_at=now)
        document.refresh_from_db()
        incoming.carry_out_recall(document=document, by=house.clerk, at=now)
        copy.refresh_from_db()
        assert copy.destroyed
        assert not ScanLayer.objects.exists()


@pytest.mark.django_db
def test_a_turn_ends(house: kit.House, now: dt.datetime, scan: bytes) -> None:
    """A long batch leaves the lane to others: what is over its time waits for the next turn."""
    batch = opened(house, now)
    added(house, batch, scan, now)
    assert intake_reading.read_batch(batch.pk, batch.agency_id, now=lambda: now, seconds=0)
    assert states(house, batch) == ["waiting"]
    assert not intake_reading.read_batch(batch.pk, batch.agency_id, now=lambda: now, seconds=60)
    assert layers.make_open(by=house.clerk, now=lambda: now, seconds=0)
    assert not layers.make_open(by=house.clerk, now=lambda: now, seconds=60)
    with acting(house.clerk):
        assert ScanLayer.objects.get().state == "made"
