"""Khóa ký số: enrolling and ending a key by the administrator; nobody else sees the page."""

from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lienthong.axis.signing.models import KeyPlace
from lienthong.axis.signing.pki.certificates import Subject
from lienthong.axis.signing.pki.sample import SampleAuthority
from lienthong.kernel.access.context import acting
from tests.conftest import NOW
from tests.systems.documents import outgoing_kit as kit
from tests.systems.documents.conftest import accounts  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts")]


@pytest.fixture
def pem(tmp_path: Path) -> bytes:
    """The certificate of a seal."""
    house = SampleAuthority.open(tmp_path / "pki", NOW)
    key = house.issue("agency-9", Subject("Cơ quan mẫu", "Cơ quan mẫu"), NOW)
    return key.certificate.public_bytes(Encoding.PEM)


def test_a_key_is_enrolled_shown_and_ended(
    client_for: Any, actor_for: Any, settings: Any, pem: bytes
) -> None:
    settings.PKCS11_LIBRARIES = {"hsm-tinh": "/nowhere.so"}
    admin = actor_for(f"quantri@{kit.DOMAIN}")
    client = client_for(f"quantri@{kit.DOMAIN}")
    url = reverse("administration:keys")
    page = client.get(url)
    assert "Chưa đăng ký khóa" in page.content.decode()
    assert "Không thấy thiết bị nào" in page.content.decode()

    def send(**changes: Any) -> str:
        values = {
            "owner": "agency", "kind": "token", "device": "hsm-tinh", "token_label": "con-dau",
            "token_serial": "77ab", "key": "0A", "pin_tries": "5",
            "certificate": SimpleUploadedFile("seal.pem", pem),
            "once": client.get(url).context["once"],
        }  # fmt: skip
        return str(client.post(url, values | changes, follow=True).content.decode())

    assert "chọn lại tệp" in send(certificate=SimpleUploadedFile("x.pem", b"x"))
    assert "CKA_ID" in send(key="không")
    with acting(admin):
        assert not KeyPlace.objects.exists()
    assert "Đã đăng ký khóa ký số" in send()
    assert "đã được đăng ký rồi" in send()
    shown = client.get(url).content.decode()
    assert "con-dau" in shown
    assert "Đang dùng" in shown
    with acting(admin):
        place = KeyPlace.objects.get()
    assert (place.key, place.pin_tries, place.agency_id) == ("0a", 5, admin.agency_id)
    end = reverse("administration:key_end", args=[place.pk])
    token = client.get(url).context["once"]
    client.post(end, {"once": token, "reason": ""})
    assert "Đang dùng" in client.get(url).content.decode()
    client.post(end, {"once": token, "reason": "mất thiết bị"})
    shown = " ".join(client.get(url).content.decode().split())
    assert "Đã thôi dùng: mất thiết bị" in shown


def test_a_key_in_the_signers_own_computer_needs_no_library(
    client_for: Any, actor_for: Any, settings: Any, pem: bytes
) -> None:
    settings.PKCS11_LIBRARIES = {}
    admin = actor_for(f"quantri@{kit.DOMAIN}")
    client = client_for(f"quantri@{kit.DOMAIN}")
    url = reverse("administration:keys")
    values = {
        "once": client.get(url).context["once"], "owner": "agency", "kind": "token", "device": "",
        "certificate": SimpleUploadedFile("seal.pem", pem),
    }  # fmt: skip
    assert "Hãy chọn phần mềm điều khiển" in client.post(url, values).content.decode()
    client.post(url, values | {"kind": "own", "certificate": SimpleUploadedFile("seal.pem", pem)})
    assert "máy của người ký" in client.get(url).content.decode()
    with acting(admin):
        place = KeyPlace.objects.get()
    assert (place.kind, place.key, place.device) == ("own", "", "")


def test_others_see_it_not(client_for: Any) -> None:
    client = client_for(f"vanthu@{kit.DOMAIN}")
    assert client.get(reverse("administration:keys")).status_code == 403
    assert client.post(reverse("administration:key_end", args=[1])).status_code == 403
