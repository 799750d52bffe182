"""A finished PDF or DOCX as a draft (Đ10.2): taken when sane, refused with a sentence when not."""

import datetime as dt
import io
from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from lienthong.axis.papers import api as papers
from lienthong.axis.papers.uploads import UploadRefused, inspect_upload
from lienthong.kernel.access.context import acting
from lienthong.kernel.files.models import StoredFile
from lienthong.systems.documents.choices import Purpose
from lienthong.systems.documents.models import OutgoingDocument
from lienthong.systems.documents.services import drafting, issuing, letters, uploading
from lienthong.systems.documents.services.signing import content_of
from tests.support.needs import needs

from . import outgoing_kit as kit
from .test_outgoing_screens import once_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("letters", "accounts")]
D = kit.DOMAIN


def letter_of(house: kit.House, **more: Any) -> papers.LetterData:
    """A công văn as another program would set it: no number, no day and month."""
    return replace(
        papers.LetterData(
            type_code=18,
            agency="ỦY BAN NHÂN DÂN\nTỈNH QUẢNG NGÃI",
            notation="UBND-TH",
            place="Quảng Ngãi",
            subject="Rà soát thủ tục hành chính (tệp)",
            addressees=("Sở Tư pháp", "Sở Y tế"),
            body=papers.paragraphs_from_text(kit.TEXT + "/."),
            recipients=(papers.Recipient("Như trên"),),
            filed_at="VT, TH",
            signatory=papers.Signatory(
                house.chair.name, "Chủ tịch",
                (papers.AuthorityLine(papers.Authority.FOR_COLLECTIVE, "ỦY BAN NHÂN DÂN"),),
            ),
            year=2026,
        ),
        **more,
    )  # fmt: skip


def pdf_of(house: kit.House, **more: Any) -> bytes:
    return papers.render_letter(letter_of(house, **more)).pdf


def taken_of(house: kit.House, pdf: bytes, now: dt.datetime) -> uploading.Taken:
    return uploading.look_at(pdf, name="cong-van.pdf", signers=[house.chair.name], on=now.date())


def uploaded(house: kit.House, now: dt.datetime, **more: Any) -> OutgoingDocument:
    with acting(house.drafter):
        taken = taken_of(house, pdf_of(house, **more), now)
        draft = kit.draft_of(house, "Sở Tư pháp", "Sở Y tế")
        return uploading.start_uploaded(draft=draft, taken=taken, by=house.drafter, at=now)


def test_places_are_found_where_the_composer_would_put_them(house: kit.House) -> None:
    rendered = papers.render_letter(letter_of(house))
    found = inspect_upload(rendered.pdf, [house.chair.name])
    assert found.year == 2026
    assert found.fonts == tuple(sorted(rendered.fonts))
    for name in ("number", "day", "month", "signature", "seal"):
        own, set_here = found.places[name], rendered.places[name]
        assert own.page == set_here.page
        middle = own.x + own.w / 2, own.y + own.h / 2
        wanted = set_here.x + set_here.w / 2, set_here.y + set_here.h / 2
        assert middle == pytest.approx(wanted, abs=4), name


def test_uploaded_paper_goes_all_the_way(house: kit.House, now: dt.datetime) -> None:
    """Checked, approved, signed, numbered, sealed, issued like a composed one."""
    document = kit.through(house, uploaded(house, now), now)
    assert document.state == "issued"
    composed = kit.issued(house, now)
    for key in ("verdict", "counts", "why_not"):
        assert document.signature_verdict[key] == composed.signature_verdict[key], key
    with acting(house.clerk):
        version = document.current_version
        sealed = content_of(version)
        first = document.versions.filter(file__isnull=False).order_by("number").first()
        assert sealed.startswith(content_of(first)), "the uploaded bytes are not the ones signed"
        assert first.content["file"] == document.draft_file.sha256
        checks = [c for c in document.checks.all() if c.kind == "form"]
    assert "Tinos" in str(checks[0].findings), "the font is not named"
    assert "tương đương về khổ chữ" in str(checks[0].findings)


def broken(pdf: bytes, how: str) -> bytes:
    """The paper with something that has no place in it."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.annotations import FreeText

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    if how == "script":
        from pypdf.generic import DictionaryObject, NameObject, TextStringObject

        act = {NameObject("/S"): NameObject("/JavaScript"),
               NameObject("/JS"): TextStringObject("app.alert('x')")}  # fmt: skip
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(act)
    elif how == "attachment":
        writer.add_attachment("a.txt", b"x")
    elif how == "launch":
        from pypdf.generic import DictionaryObject, NameObject, TextStringObject

        launch = DictionaryObject({NameObject("/S"): NameObject("/Launch"),
                                   NameObject("/F"): TextStringObject("cmd.exe")})  # fmt: skip
        writer.root_object[NameObject("/OpenAction")] = launch
    elif how == "marked":
        writer.add_annotation(0, FreeText(text="sửa", rect=(50, 50, 90, 90)))
    elif how == "locked":
        writer.encrypt("x")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("how", "fault"),
    [
        ("script", "program"),
        ("attachment", "attached"),
        ("launch", "program"),
        ("marked", "marked"),
        ("locked", "locked"),
    ],
)
def test_what_a_paper_may_not_carry(house: kit.House, how: str, fault: str) -> None:
    with pytest.raises(UploadRefused) as refusal:
        inspect_upload(broken(pdf_of(house), how))
    assert refusal.value.fault == fault
    assert refusal.value.message


def test_the_same_paper_without_it_is_taken(house: kit.House) -> None:
    """The twin: rewritten by the same program, with nothing added, it is fit."""
    assert inspect_upload(broken(pdf_of(house), "nothing")).form.pages == 1


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"hello", "no_pdf"),
        (b"%PDF-1.7\nrubbish", "broken"),
        (b"", "no_pdf"),
    ],
)
def test_broken_files(data: bytes, fault: str) -> None:
    with pytest.raises(UploadRefused) as refusal:
        inspect_upload(data)
    assert refusal.value.fault == fault


def test_cut_off_file(house: kit.House) -> None:
    whole = pdf_of(house)
    with pytest.raises(UploadRefused):
        inspect_upload(whole[: len(whole) // 3])


def test_a_signed_paper_is_not_a_draft(house: kit.House, now: dt.datetime) -> None:
    document = kit.signed(house, now)
    with acting(house.clerk):
        signed = content_of(document.current_version)
    with pytest.raises(UploadRefused) as refusal:
        inspect_upload(signed)
    assert refusal.value.fault == "fields"


def test_a_scan_is_no_original(house: kit.House) -> None:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (827, 1169), "white").save(out, "PDF")
    with pytest.raises(UploadRefused) as refusal:
        inspect_upload(out.getvalue())
    assert refusal.value.fault == "scan"
    assert "bản gốc" in refusal.value.message


def test_a_secret_paper_is_not_kept(house: kit.House, now: dt.datetime) -> None:
    pdf = pdf_of(house, agency="MẬT\nỦY BAN NHÂN DÂN TỈNH")
    with acting(house.drafter):
        before = StoredFile.objects.count()
        with kit.refused(drafting.SecrecyMarked):
            taken_of(house, pdf, now)
        assert StoredFile.objects.count() == before


def test_a_printed_number_leaves_no_place(house: kit.House, now: dt.datetime) -> None:
    """A number that is printed already cannot be given by the system: the place stays unknown."""
    document = uploaded(house, now, number="12", issue_date=now.date())
    with acting(house.drafter), kit.refused(letters.PlacesMissing, "số, ngày, tháng"):
        drafting.submit(document=document, by=house.drafter, at=now)


def test_the_drafter_puts_what_was_not_found(
    client_for: Any,
    house: kit.House,
    now: dt.datetime,
) -> None:
    document = uploaded(house, now, signatory=papers.Signatory("Ai Đó Khác", "Chủ tịch"))
    client = client_for(f"chuyenvien.tonghop@{D}")
    url = reverse("documents:upload_places", args=[document.pk])
    page = client.get(url)
    assert "Chưa có chỗ của" in page.content.decode()
    values = {"once": once_of(page)}
    shown = page.context["form"].initial
    values |= {key: str(value) for key, value in shown.items()}
    wrong = client.post(url, values | {"signature_page": "9", "signature_left": "1"})
    assert wrong.status_code == 422
    values |= {"signature_page": "1", "signature_left": "120", "signature_top": "180"}
    done = client.post(url, values)
    assert done.status_code == 302, done.content.decode()[:2000]
    with acting(house.drafter):
        document.refresh_from_db()
        assert "seal" in document.draft_places
        drafting.submit(document=document, by=house.drafter, at=now)


def test_no_room_for_the_seal_is_refused(house: kit.House, now: dt.datetime) -> None:
    document = uploaded(house, now)
    places = {"signature": papers.Box(0, 10, 300, 140, 60)}
    with acting(house.drafter), kit.refused(uploading.PlaceRefused, "con dấu"):
        uploading.put_places(document=document, places=places, by=house.drafter, at=now)


def test_a_year_that_is_printed_is_not_another(house: kit.House, now: dt.datetime) -> None:
    document = uploaded(house, now, year=2025)
    with pytest.raises(issuing.NotIssuable, match="2025"):
        kit.through(house, document, now)


def test_upload_by_the_screen(client_for: Any, house: kit.House) -> None:
    """What is left empty is read from the file; a second click makes no second draft."""
    client = client_for(f"chuyenvien.tonghop@{D}")
    url = reverse("documents:upload")
    pdf = pdf_of(house)

    def values(token: str, **more: Any) -> dict[str, Any]:
        file = io.BytesIO(pdf)
        file.name = "cong-van.pdf"
        return {
            "once": token, "files": file, "files_secret": "no", "authority": "for_collective",
            "signatory": f"{house.chair.person_id}:{house.chair_post}",
        } | more  # fmt: skip

    token = once_of(client.get(url))
    unanswered = client.post(url, values(token, files_secret=""))
    assert unanswered.status_code == 422
    assert "trả lời câu hỏi về dấu chỉ độ mật" in unanswered.content.decode()
    done = client.post(url, values(token))
    assert done.status_code == 302, done.content.decode()[:4000]
    words = client.get(done["Location"]).content.decode()
    assert "Rà soát thủ tục hành chính (tệp)" in words
    assert "Sở Y tế" in words
    again = client.post(url, values(token))
    assert again["Location"] == done["Location"]
    with acting(house.drafter):
        document = OutgoingDocument.objects.get()
        sent = document.recipients.filter(purpose=Purpose.ACT).values_list("phrase", flat=True)
        assert list(sent) == ["Sở Tư pháp", "Sở Y tế"]
        edit = client.get(reverse("documents:upload_edit", args=[document.pk]))
    assert edit.status_code == 200
    bad = client.post(url, values(once_of(client.get(url)), files=io.BytesIO(b"%PDF-1.7 x")))
    assert bad.status_code == 422
    assert "Tệp hỏng" in bad.content.decode()


def docx_of(*paragraphs: str) -> bytes:
    from docx import Document

    made = Document()
    for text in paragraphs:
        made.add_paragraph(text)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@needs("soffice")
def test_docx_is_converted(house: kit.House, now: dt.datetime) -> None:
    docx = docx_of("Số:                /UBND-TH", "Nội dung của văn bản.", "", "", house.chair.name)
    taken = uploading.look_at(docx, name="a.docx", signers=[house.chair.name], on=now.date())
    assert taken.docx == docx
    assert taken.pdf.startswith(b"%PDF-")
    assert "Nội dung của văn bản" in taken.found.text
    assert taken.found.fonts


@needs("soffice")
def test_docx_that_is_not_finished(house: kit.House) -> None:
    import zipfile

    whole = docx_of("Nội dung")
    source = zipfile.ZipFile(io.BytesIO(whole))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                part = part.replace(b"<w:r>", b'<w:ins w:id="1" w:author="a"><w:r>', 1)
                part = part.replace(b"</w:r>", b"</w:r></w:ins>", 1)
            made.writestr(name, part)
    with pytest.raises(UploadRefused) as refusal:
        papers.convert_docx(out.getvalue())
    assert refusal.value.fault == "tracked"


def test_docx_without_an_office_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lienthong.kernel.files.office.shutil.which", lambda _name: None)
    with pytest.raises(UploadRefused) as refusal:
        papers.convert_docx(docx_of("Nội dung"))
    assert refusal.value.fault == "no_office"
    assert "xuất PDF" in refusal.value.message
