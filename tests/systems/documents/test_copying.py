"""Copies of received papers exactly as Đ25 allows; all else refused with the article (D4)."""

import datetime as dt
import io
from typing import Any

import pytest
from django.urls import reverse

from lienthong.axis.papers import api as papers
from lienthong.axis.signing import api as signing
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act as record
from lienthong.kernel.files.services import open_file, store
from lienthong.systems.documents.models import IncomingDocument
from lienthong.systems.documents.services import copying, incoming

from . import outgoing_kit as kit
from .test_outgoing_screens import once_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("letters", "accounts")]
FORM, MEDIUM = papers.CopyForm, papers.Medium


@pytest.fixture
def scan(house: kit.House, now: dt.datetime) -> IncomingDocument:
    return scanned(house, now)


def scanned(house: kit.House, now: dt.datetime) -> IncomingDocument:
    """A paper of two pages that came by post, scanned and registered."""
    from PIL import Image

    pages = [Image.new("RGB", (1654, 2339), "white") for _number in range(2)]
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=200)
    with acting(house.clerk):
        file = store(
            io.BytesIO(out.getvalue()), name="quet.pdf", agency_id=house.clerk.agency_id,
            by=house.clerk, at=now,
        )  # fmt: skip
        document = incoming.take_in(
            paper=incoming.Paper(
                channel="post",
                fields={"issuer_name": "Công ty mẫu", "subject": "Kiến nghị", "number": "7",
                        "notation": "CT"},
                file_id=file.pk,
            ),
            by=house.clerk,
            at=now,
        )  # fmt: skip
        return incoming.register_incoming(document=document, by=house.clerk, at=now)


def made(house: kit.House, document: Any, now: dt.datetime, **more: Any) -> bytes:
    with acting(house.clerk):
        file = copying.copy_incoming(
            document=document, copy=copying.CopyIn(**more), key="k", by=house.clerk, at=now
        )
        with open_file(file) as stream:
            return stream.read()


def test_an_electronic_copy_bears_the_agency_only(
    house: kit.House, scan: IncomingDocument, now: dt.datetime
) -> None:
    content = made(house, scan, now, form=FORM.TRUE_COPY, target=MEDIUM.ELECTRONIC)
    verdict = signing.verify_bytes(content)
    assert verdict.whole
    (only,) = verdict.signatures
    form = papers.check_marks(content, {only.field_name: "seal"}, on=now.date(), kind="copy")
    assert form.answer == "right", form.as_plain()
    with acting(house.clerk):
        assert [one.kind for one in signing.evidence_of(house.clerk, scan)] == ["copy"]


def test_a_paper_copy_takes_one_number(
    house: kit.House, scan: IncomingDocument, now: dt.datetime
) -> None:
    import pypdfium2

    content = made(house, scan, now, form=FORM.TRUE_COPY, target=MEDIUM.PAPER)
    text = "".join(p.get_textpage().get_text_bounded() for p in pypdfium2.PdfDocument(content))
    assert "SAO Y" in text
    assert "/SY-" in text
    again = made(house, scan, now, form=FORM.TRUE_COPY, target=MEDIUM.PAPER)
    same = "".join(p.get_textpage().get_text_bounded() for p in pypdfium2.PdfDocument(again))
    number = text.split("/SY-")[0].split()[-1]
    assert number in same, "the second click took another number"


def test_an_extract_holds_its_pages(
    house: kit.House, scan: IncomingDocument, now: dt.datetime
) -> None:
    import pypdfium2

    content = made(house, scan, now, form=FORM.EXTRACT, target=MEDIUM.ELECTRONIC, pages=(2, 2))
    assert len(pypdfium2.PdfDocument(content)) == 1
    with kit.refused(copying.CopyRefused, "2 trang"):
        made(house, scan, now, form=FORM.EXTRACT, target=MEDIUM.PAPER, pages=(2, 3))


def test_copy_of_copy_only_from_a_true_copy(
    house: kit.House, scan: IncomingDocument, now: dt.datetime
) -> None:
    with kit.refused(copying.CopyRefused, "chỉ thực hiện từ bản sao y"):
        made(house, scan, now, form=FORM.COPY_OF_COPY, target=MEDIUM.PAPER)
    assert made(
        house, scan, now, form=FORM.COPY_OF_COPY, target=MEDIUM.PAPER, of_true_copy=True
    ).startswith(b"%PDF-")


def test_an_e_original_is_passed_on_and_never_copied(
    house: kit.House, scan: IncomingDocument, now: dt.datetime
) -> None:
    with acting(house.clerk), record("documents.taken_in", by=house.clerk, at=now):
        IncomingDocument.objects.filter(pk=scan.pk).update(channel="exchange")
        scan.refresh_from_db()
    for form in (FORM.TRUE_COPY, FORM.COPY_OF_COPY):
        with kit.refused(copying.CopyRefused, "Điều 25"):
            made(house, scan, now, form=form, target=MEDIUM.ELECTRONIC, of_true_copy=True)


def test_screen(client_for: Any, house: kit.House, scan: IncomingDocument) -> None:
    clerk = client_for(f"vanthu@{kit.DOMAIN}")
    url = reverse("documents:copy_incoming", args=[scan.pk])
    page = clerk.get(url)
    assert "điểm c khoản 1 Điều 25" in page.content.decode()
    wrong = clerk.post(url, {"once": once_of(page), "form": "TRÍCH SAO", "target": "giấy"})
    assert wrong.status_code == 422
    done = clerk.post(url, {"once": once_of(page), "form": "SAO Y", "target": "điện tử"})
    assert done.status_code == 302
    assert "tai" in done["Location"] or "tep" in done["Location"]
    assert client_for(f"vanthu.stp@{kit.DOMAIN}").get(url).status_code == 404
    assert client_for(f"chuyenvien.tonghop@{kit.DOMAIN}").get(url).status_code in {403, 404}
