"""Screens of outgoing documents: each answers, shows what its post does, with a bounded number of queries."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lienthong.axis.identity.models import Account
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies.models import Person
from lienthong.kernel.facts.recording import act as record
from lienthong.systems.documents.models import OutgoingDocument
from lienthong.systems.documents.services import drafting, issuing

from . import outgoing_kit as kit

pytestmark = pytest.mark.django_db
D = kit.DOMAIN
SLOTS = ("chuyenvien.tonghop", "truongphong.tonghop", "vanthu", "chutich", "vanthu.stp",
         "truongphong.stp")  # fmt: skip


@pytest.fixture
def house(actor_for: Any) -> kit.House:
    return kit.house(actor_for)


@pytest.fixture(autouse=True)
def _accounts(db: None) -> None:
    """Those who sign in here have accounts, and static files a folder."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    known = set(Account.objects.values_list("email", flat=True))
    wanted = Person.objects.filter(email__in=[f"{slot}@{D}" for slot in SLOTS])
    Account.objects.bulk_create(
        Account(email=person.email, person=person, password="!")
        for person in wanted
        if person.email not in known
    )


def once_of(page: Any) -> str:
    """The token of the first form of a page."""
    found = re.search(r'name="once" value="([^"]+)"', page.content.decode())
    assert found, "no form on the page"
    return found.group(1)


def values_of(house: kit.House, **more: str) -> dict[str, str]:
    """What a drafter sends."""
    return {
        "type_code": "18",
        "subject": "Rà soát thủ tục hành chính (mẫu)",
        "to": "Sở Tư pháp\nSở Y tế",
        "cc": "Lãnh đạo UBND tỉnh",
        "text": kit.TEXT,
        "signatory": f"{house.chair.person_id}:{house.chair_post}",
        "authority": "for_collective",
        "place": "Quảng Ngãi",
        "urgency": "normal",
    } | more


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("chuyenvien.tonghop", "drafts"),
        ("chuyenvien.tonghop", "compose"),
        ("truongphong.tonghop", "to_check"),
        ("vanthu", "to_issue"),
        ("vanthu", "deliveries"),
        ("vanthu", "outgoing"),
        ("chutich", "signing_book"),
        ("chuyenvien.tonghop", "opinions"),
    ],
)
def test_empty_screens(client_for: Any, who: str, name: str) -> None:
    page = client_for(f"{who}@{D}").get(reverse(f"documents:{name}"))
    assert page.status_code == 200


def test_compose_and_submit(client_for: Any, house: kit.House) -> None:
    client = client_for(f"chuyenvien.tonghop@{D}")
    url = reverse("documents:compose")
    token = once_of(client.get(url))
    done = client.post(url, values_of(house, once=token, then="submit"))
    assert done.status_code == 302, done.content.decode()[:3000]
    page = client.get(done["Location"])
    assert page.status_code == 200
    assert "Chờ kiểm tra, duyệt" in page.content.decode()
    again = client.post(url, values_of(house, once=token, then="submit"))
    assert again["Location"] == done["Location"], "a second click made a second draft"


def test_compose_stops_on_a_level_that_is_no_more(client_for: Any, house: kit.House) -> None:
    client = client_for(f"chuyenvien.tonghop@{D}")
    url = reverse("documents:compose")
    token = once_of(client.get(url))
    values = values_of(house, once=token, to="UBND các huyện, thị xã, thành phố")
    page = client.post(url, values)
    assert page.status_code == 422
    words = page.content.decode()
    assert "không còn UBND" in words
    assert "UBND các xã, phường, đặc khu (96)" in words
    with acting(house.drafter):
        assert not OutgoingDocument.objects.exists()


def test_compose_refuses_a_secrecy_mark(client_for: Any, house: kit.House) -> None:
    client = client_for(f"chuyenvien.tonghop@{D}")
    url = reverse("documents:compose")
    token = once_of(client.get(url))
    page = client.post(url, values_of(house, once=token, text="MẬT\nNội dung"))
    assert page.status_code == 422
    assert "dấu chỉ độ mật" in page.content.decode()
    with acting(house.drafter):
        assert not OutgoingDocument.objects.exists()


def test_recipients_of_today(client_for: Any) -> None:
    client = client_for(f"chuyenvien.tonghop@{D}")
    page = client.post(
        reverse("documents:compose_recipients"),
        {"to": "UBND các xã, phường, đặc khu\nUBND các huyện, thành phố\nCông ty ABC (mẫu)"},
    )
    words = page.content.decode()
    assert page.status_code == 200
    assert "<strong>96</strong>" in words
    assert "không còn UBND" in words
    assert "gửi bản giấy" in words


def test_preview_shows_the_page_and_the_check(client_for: Any, house: kit.House) -> None:
    client = client_for(f"chuyenvien.tonghop@{D}")
    page = client.post(reverse("documents:compose_preview"), values_of(house))
    assert page.status_code == 200
    assert "data:image/png;base64," in page.content.decode()
    broken = client.post(reverse("documents:compose_preview"), {"subject": "Chưa chọn người ký"})
    assert broken.status_code == 200
    assert "người ký" in broken.content.decode()


def act(client: Any, document: OutgoingDocument, what: str, **values: str) -> str:
    """Do an act from the document's page; returns the page that follows."""
    url = reverse("documents:outgoing_one", args=[document.pk])
    token = once_of(client.get(url))
    target = reverse("documents:outgoing_act", args=[document.pk, what])
    done = client.post(target, {"once": token} | values)
    assert done.status_code == 302
    return str(client.get(done["Location"]).content.decode())


def test_story_by_screens(client_for: Any, house: kit.House, now: dt.datetime) -> None:
    """Checks, signing book, number and seal, issue, the grid: each by its own post."""
    document = kit.drafted(house, now)
    words = act(client_for(f"chuyenvien.tonghop@{D}"), document, "trinh")
    assert "Đã trình" in words
    words = act(client_for(f"truongphong.tonghop@{D}"), document, "noi-dung", note="Đồng ý")
    assert "Đã kiểm tra nội dung" in words
    words = act(client_for(f"vanthu@{D}"), document, "the-thuc")
    assert "Đã kiểm tra thể thức" in words
    chair = client_for(f"chutich@{D}")
    words = act(chair, document, "duyet")
    assert "Đã duyệt" in words
    book = chair.get(reverse("documents:signing_book"))
    assert document.subject in book.content.decode()
    done = chair.post(reverse("documents:sign", args=[document.pk]), {"once": once_of(book)})
    assert "Đã ký" in chair.get(done["Location"]).content.decode()
    clerk = client_for(f"vanthu@{D}")
    assert document.subject in clerk.get(reverse("documents:to_issue")).content.decode()
    words = act(clerk, document, "cap-so")
    assert "Đã cấp số" in words
    words = act(clerk, document, "phat-hanh")
    assert "đến 3 nơi nhận" in words
    grid = clerk.get(reverse("documents:delivery_grid", args=[document.pk]))
    assert "Sở Công Thương" in grid.content.decode()
    part = clerk.get(
        reverse("documents:delivery_grid", args=[document.pk]), headers={"HX-Request": "true"}
    )
    assert "<html" not in part.content.decode()
    assert "every 5s" in part.content.decode()
    everywhere = clerk.get(reverse("documents:deliveries")).content.decode()
    assert "Sở Y tế" in everywhere
    assert "vanthu.syt@" in everywhere, "whom to call is not named"


def test_clerk_says_why_a_named_receiver_gets_nothing(
    client_for: Any, house: kit.House, now: dt.datetime
) -> None:
    document = kit.signed(house, now)
    with acting(house.clerk):
        document = issuing.number_and_seal(document=document, by=house.clerk, at=now)
        with record("documents.drafted", by=house.clerk, at=now):
            dropped = document.recipients.get(phrase="Sở Y tế")
            agency = dropped.agency_id
            dropped.delete()
    clerk = client_for(f"vanthu@{D}")
    page = clerk.get(reverse("documents:outgoing_one", args=[document.pk]))
    assert f'name="left_{agency}"' in page.content.decode()
    assert "danh sách gửi không có" in act(clerk, document, "phat-hanh")
    words = act(clerk, document, "phat-hanh", **{f"left_{agency}": "Đã giao bản giấy"})
    assert "đến 2 nơi nhận" in words


def test_return_needs_a_sentence(client_for: Any, house: kit.House, now: dt.datetime) -> None:
    document = kit.drafted(house, now)
    with acting(house.drafter):
        document = drafting.submit(document=document, by=house.drafter, at=now)
    clerk = client_for(f"vanthu@{D}")
    assert "Hãy ghi lý do trả lại" in act(clerk, document, "tra-lai", reason="  ")
    assert "Đã trả lại" in act(clerk, document, "tra-lai", reason="Sửa Kính gửi")


def test_slip_and_versions(client_for: Any, house: kit.House, now: dt.datetime) -> None:
    document = kit.checked(house, now)
    client = client_for(f"truongphong.tonghop@{D}")
    slip = client.get(reverse("documents:submission_slip", args=[document.pk]))
    assert slip.status_code == 200
    assert slip.content.startswith(b"%PDF-")
    versions = client.get(reverse("documents:versions", args=[document.pk]))
    assert "Rà soát thủ tục hành chính" in versions.content.decode()


def count_queries(client: Any, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_screens_cost_the_same_for_more_rows(
    client_for: Any, house: kit.House, now: dt.datetime
) -> None:
    """A fixed number of queries: eight papers cost what two do."""
    urls: dict[str, Callable[[], str]] = {
        "chuyenvien.tonghop": lambda: reverse("documents:drafts"),
        "truongphong.tonghop": lambda: reverse("documents:to_check"),
    }
    counted: dict[str, list[int]] = {who: [] for who in urls}
    for more in (2, 6):
        for _number in range(more):
            document = kit.drafted(house, now)
            with acting(house.drafter):
                drafting.submit(document=document, by=house.drafter, at=now)
        for who, url in urls.items():
            client = client_for(f"{who}@{D}")
            client.get(url())
            counted[who].append(count_queries(client, url()))
    for who, (few, many) in counted.items():
        assert many <= few, who
        assert many <= 30, f"{who}: {many}"


def test_stranger_gets_nothing(client_for: Any, house: kit.House, now: dt.datetime) -> None:
    document = kit.checked(house, now)
    stranger = client_for(f"vanthu.stp@{D}")
    for name in ("outgoing_one", "versions", "submission_slip", "delivery_grid", "compose_edit"):
        page = stranger.get(reverse(f"documents:{name}", args=[document.pk]))
        assert page.status_code == 404, name
    for name in ("outgoing", "drafts", "to_check", "to_issue", "deliveries"):
        page = stranger.get(reverse(f"documents:{name}"))
        assert document.subject not in page.content.decode(), name
    done = stranger.post(reverse("documents:outgoing_act", args=[document.pk, "cap-so"]))
    assert done.status_code == 404
