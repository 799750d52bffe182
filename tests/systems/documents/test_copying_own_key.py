"""An electronic copy (Đ25.1.c) whose seal stands on a token in the clerk's own computer: the page asks, the
real helper signs with SoftHSM2, and only its answer makes the copy."""

import base64
import datetime as dt
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone

from lienthong.axis.papers import api as papers
from lienthong.axis.signing import api as signing
from lienthong.axis.signing.models import AwaitedSignature
from lienthong.axis.signing.pki.keystore import FileKey
from lienthong.kernel import clock
from lienthong.kernel.access.context import acting
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.services import open_file
from lienthong.systems.documents.models import IncomingDocument
from tests.axis.signing.test_helper import Clerk, Page, Served, values
from tests.axis.signing.tokens_kit import slots
from tests.support.needs import needs

from . import outgoing_kit as kit
from . import own_key_kit as own
from .test_copying import scanned

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("letters", "accounts"),
    needs("softhsm2-util"),
]
WHOLE = {"form": "SAO Y", "target": "điện tử"}
PART = {"form": "TRÍCH SAO", "target": "điện tử", "first": "2", "last": "2"}


@pytest.fixture(autouse=True)
def _present(now: dt.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    began = timezone.now()
    monkeypatch.setattr(clock, "now", lambda: now + (timezone.now() - began))


@pytest.fixture
def scan(house: kit.House, now: dt.datetime) -> IncomingDocument:
    return scanned(house, now)


@pytest.fixture
def seal_key(house: kit.House, now: dt.datetime, tmp_path: Path) -> Iterator[FileKey]:
    """The agency's key on a token; the platform knows its certificate alone."""
    key = own.made_key(own.AGENCY_NAME, now)
    own.enrol(key, house.clerk, now, person=False)
    with slots(tmp_path / "hsm") as made:
        made.add("van thu", ("01", key.private_key))
        made.add_certificate("van thu", "01", key.certificate)
        yield key


@pytest.fixture
def person() -> Clerk:
    """The clerk before his computer."""
    return Clerk()


@pytest.fixture
def helper(seal_key: FileKey, person: Clerk) -> Iterator[Page]:
    """The helper on the clerk's computer, paired with his page."""
    with Served(person) as server:
        page = Page(server.server_port)
        page.pair(person)
        yield page


def copies(house: kit.House, scan: IncomingDocument) -> int:
    with acting(house.clerk):
        return signing.evidence_of(house.clerk, scan).count()


def copy_page(client: Any, scan: IncomingDocument) -> own.SigningPage:
    url = reverse("documents:copy_incoming", args=[scan.pk])
    return own.SigningPage(client, url, url)


def signed_by(helper: Page, asked: dict[str, Any]) -> str:
    """What the page sends back: the helper's values, as the page reads them."""
    status, answer = helper.ask(asked | {"at": int(time.time() * 1000)})
    assert status == 200, answer
    return json.dumps([base64.b64encode(one).decode() for one in values(helper, answer)])


@pytest.mark.parametrize(("fields", "pages"), [(WHOLE, 2), (PART, 1)], ids=["whole", "extract"])
def test_the_helper_makes_the_copy(
    client_for: Any, house: kit.House, scan: IncomingDocument, helper: Page, person: Clerk,
    seal_key: FileKey, fields: dict[str, str], pages: int,
) -> None:  # fmt: skip
    client = client_for(f"vanthu@{kit.DOMAIN}")
    shown = client.get(reverse("documents:copy_incoming", args=[scan.pk])).content.decode()
    assert "data-helper=" in shown
    assert 'name="pin"' not in shown
    page = copy_page(client, scan)
    (asked,) = page.ask(**fields)["rounds"]
    assert copies(house, scan) == 0, "asked is not made"
    sent = signed_by(helper, asked)
    assert fields["form"] in " ".join(person.shown[0]), "the clerk sees what he signs"
    went = page.answer(asked["round"], sent, **fields)
    assert copies(house, scan) == 1
    assert page.answer(asked["round"], sent, **fields) == went, (
        "a doubled answer makes no second copy"
    )
    assert copies(house, scan) == 1
    with acting(house.clerk):
        assert AwaitedSignature.objects.count() == 0
        file = StoredFile.objects.get(pk=int(went.rstrip("/").split("/")[-1].split("?")[0]))
        with open_file(file) as stream:
            content = stream.read()
        verdict = signing.verify_bytes(content)
        (only,) = verdict.signatures
        assert verdict.whole, verdict.reasons
        assert (only.kind, only.trust) == (signing.Kind.SEAL, "trusted")
        assert only.serial == f"{seal_key.certificate.serial_number:x}"
    assert len(pypdfium2.PdfDocument(content)) == pages
    form = papers.check_marks(
        content, {only.field_name: "seal"}, on=timezone.localdate(), kind="copy"
    )
    assert form.answer == "right", form.as_plain()


def test_declined_at_the_helper_there_is_no_copy(
    client_for: Any, house: kit.House, scan: IncomingDocument, helper: Page, person: Clerk
) -> None:
    page = copy_page(client_for(f"vanthu@{kit.DOMAIN}"), scan)
    (asked,) = page.ask(**WHOLE)["rounds"]
    person.yes = False
    status, _answer = helper.ask(asked | {"at": int(time.time() * 1000)})
    assert status != 200
    assert copies(house, scan) == 0


def test_the_answer_for_one_copy_makes_no_other(
    client_for: Any, house: kit.House, scan: IncomingDocument, helper: Page
) -> None:
    """The twin: signed for the whole paper, sent for an extract; and by a key that is not enrolled."""
    client = client_for(f"vanthu@{kit.DOMAIN}")
    page = copy_page(client, scan)
    (asked,) = page.ask(**WHOLE)["rounds"]
    sent = signed_by(helper, asked)
    page.answer(asked["round"], sent, **PART)
    assert copies(house, scan) == 0
    stranger = own.made_key("Người khác (mẫu)", clock.now(), post="Chuyên viên")
    page.answer(asked["round"], own.answers(stranger, asked), **WHOLE)
    assert copies(house, scan) == 0
    page.answer(asked["round"], sent, **WHOLE)
    assert copies(house, scan) == 1, "what was refused used nothing up"
