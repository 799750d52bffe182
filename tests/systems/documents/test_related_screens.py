"""Screens of related papers: tying, replies, updates, implementing."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from lienthong.kernel.access.context import acting
from lienthong.systems.documents.models import DocumentLink, OutgoingDocument
from lienthong.systems.documents.services import handling, incoming
from lienthong.systems.documents.services.incoming import Paper

from . import outgoing_kit as kit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts", "letters")]


@pytest.fixture
def came(posts: kit.House, now: dt.datetime) -> Any:
    fields = {"issuer_name": "Văn phòng Chính phủ", "number": "99", "notation": "VPCP-KSTT",
              "issued_on": dt.date(2026, 11, 20), "type_name": "Công văn", "type_code": 18,
              "subject": "V/v rà soát thủ tục hành chính"}  # fmt: skip
    with acting(posts.clerk):
        row = incoming.take_in(paper=Paper(channel="paper", fields=fields), by=posts.clerk, at=now)
        return incoming.register_incoming(document=row, by=posts.clerk, at=now)


def once(page: Any) -> str:
    return page.context["once"]


def test_tie_by_search_and_by_reference_then_untie(
    client_for: Any, posts: kit.House, came: Any, now: dt.datetime
) -> None:
    made = kit.drafted(posts, now, "Sở Tư pháp")
    client = client_for(f"chuyenvien.tonghop@{kit.DOMAIN}")
    url = reverse("documents:related", args=["di", made.pk])
    assert "Chưa ghi văn bản liên quan" in client.get(url).content.decode()
    page = client.get(url, {"tim": "khong co gi nhu the"})
    assert "Không tìm thấy văn bản nào" in page.content.decode()
    wrong = client.post(url, {"kind": "basis", "once": once(page)})
    assert wrong.status_code == 422
    page = client.get(url)
    client.post(url, {"kind": "basis", "reference": "30/2020/NĐ-CP", "once": once(page)})
    page = client.get(url)
    assert "30/2020/NĐ-CP" in page.content.decode()
    with acting(posts.drafter):
        link = DocumentLink.objects.get(outgoing=made)
    client.post(reverse("documents:untie", args=["di", made.pk, link.pk]), {"once": once(page)})
    with acting(posts.drafter):
        assert not DocumentLink.objects.filter(outgoing=made).exists()


def test_a_found_paper_is_tied_and_shown_on_both_pages(
    client_for: Any, posts: kit.House, came: Any, now: dt.datetime
) -> None:
    made = kit.drafted(posts, now, "Sở Tư pháp")
    clerk = client_for(f"vanthu@{kit.DOMAIN}")
    url = reverse("documents:related", args=["den", came.pk]) + "?tim=thu+tuc"
    page = clerk.get(url)
    assert page.status_code == 200
    other = {"kind": "cites", "reference": "05-CV/TU", "once": once(page)}
    assert clerk.post(url, other).status_code == 302
    assert (
        "05-CV/TU" in clerk.get(reverse("documents:incoming_one", args=[came.pk])).content.decode()
    )
    page = clerk.get(url)
    clerk.post(url, {"kind": "basis", "found": f"di:{made.pk}", "once": once(page)})
    with acting(posts.clerk):
        assert not DocumentLink.objects.filter(to_outgoing=made).exists(), "a draft is not read"


def test_implement_opens_with_the_words_of_the_paper(
    client_for: Any, posts: kit.House, came: Any, now: dt.datetime
) -> None:
    url = reverse("documents:implement", args=[came.pk])
    assert client_for(f"vanthu@{kit.DOMAIN}").get(url).status_code == 403, "văn thư không soạn"
    client = client_for(f"chuyenvien.tonghop@{kit.DOMAIN}")
    assert client.get(url).status_code == 404, "chưa được chuyển cho phòng"
    with acting(posts.clerk):
        unit = posts.drafter.unit_id
        assert unit is not None
        handling.route_to_unit(document=came, unit_id=unit, by=posts.clerk, at=now)
    page = client.get(url)
    shown = page.content.decode()
    assert "Triển khai Công văn số 99/VPCP-KSTT ngày 20/11/2026" in shown
    values = {**page.context["form"].initial, "to": "Sở Tư pháp", "once": once(page)}
    assert client.post(url, values).status_code == 302
    with acting(posts.drafter):
        link = DocumentLink.objects.get(kind="implements")
        assert link.to_incoming_id == came.pk


def test_pages_of_an_issued_paper(client_for: Any, posts: kit.House, now: dt.datetime) -> None:
    made = kit.issued(posts, now, "Sở Tư pháp", "Sở Y tế", reply_deadline=dt.date(2026, 12, 1))
    clerk = client_for(f"vanthu@{kit.DOMAIN}")
    page = clerk.get(reverse("documents:replies", args=[made.pk])).content.decode()
    assert "0/2 nơi đã trả lời" in page
    assert "Sở Tư pháp" in page
    url = reverse("documents:update_sent", args=[made.pk])
    form = clerk.get(url)
    values = {"add": "Sở Công Thương", "due_on": "15/12/2026", "reason": "Đổi hạn"}
    assert clerk.post(url, values | {"once": once(form)}).status_code == 302
    shown = clerk.get(url).content.decode()
    assert "Sở Công Thương" in shown
    with acting(posts.clerk):
        assert OutgoingDocument.objects.get(pk=made.pk).reply_deadline == dt.date(2026, 12, 15)
    officer = client_for(f"chuyenvien.tonghop@{kit.DOMAIN}")
    assert officer.get(url).status_code == 403


def test_a_stranger_sees_none_of_it(
    client_for: Any, posts: kit.House, came: Any, now: dt.datetime
) -> None:
    made = kit.drafted(posts, now, "Sở Tư pháp")
    stranger = client_for(f"vanthu.bato@{kit.DOMAIN}")
    for name, args in (
        ("related", ["di", made.pk]), ("related", ["den", came.pk]), ("related", ["khac", 1]),
        ("replies", [made.pk]), ("update_sent", [made.pk]),
    ):  # fmt: skip
        assert stranger.get(reverse(f"documents:{name}", args=args)).status_code == 404
