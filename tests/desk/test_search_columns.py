"""Which fields of a paper the found list shows is chosen by who asks (PL VI I.III.6.đ)."""

import pytest
from django.urls import reverse

from lienthong.kernel.access.context import acting
from lienthong.kernel.ui.models import SavedSearch
from lienthong.systems.documents.services import incoming

D = "mau.lienthong.example"
HEADS = ("Đến, đi", "Ngày văn bản", "Tác giả", "Tình trạng")


@pytest.fixture
def client(db, accounts, actor_for, client_for, now):
    clerk = actor_for(f"vanthu@{D}")
    with acting(clerk):
        paper = incoming.take_in(
            paper=incoming.Paper(
                channel="paper",
                fields={"issuer_name": "Sở Nội vụ", "number": "731", "notation": "SNV",
                        "subject": "Chọn cột khi tra cứu (mẫu)"},
            ),
            by=clerk, at=now,
        )  # fmt: skip
        incoming.register_incoming(document=paper, by=clerk, at=now)
    return client_for(f"vanthu@{D}")


def heads(response):
    words = " ".join(response.content.decode().split())
    return words[words.index("<thead") : words.index("</thead>")]


def test_the_fields_asked_for_stand_on_screen_on_paper_and_in_files(client):
    url = reverse("desk:search")
    every = client.get(url, {"q": "731/SNV"})
    assert "Chọn cột" in every.content.decode()
    assert all(head in heads(every) for head in HEADS)
    for view in ({}, {"view": "print"}):
        some = heads(client.get(url, {"q": "731/SNV", "cot": ["from"], **view}))
        assert "Tác giả" in some
        assert "Trích yếu" in some or "trích yếu" in some, "the lead column always stands"
        assert "Tình trạng" not in some
        assert "Ngày văn bản" not in some
    file = client.get(url, {"q": "731/SNV", "cot": ["from"], "export": "csv"})
    first = b"".join(file).decode().splitlines()[0]
    assert "Tác giả" in first
    assert "Tình trạng" not in first


def test_the_choice_is_kept_with_a_saved_question(client, actor_for):
    url = reverse("desk:search")
    client.post(f"{url}?q=731/SNV&cot=from", {"save_title": "Của tôi"})
    clerk = actor_for(f"vanthu@{D}")
    with acting(clerk):
        kept = SavedSearch.objects.get(title="Của tôi")
    assert "cot=from" in kept.query
    assert "Tình trạng" not in heads(client.get(f"{url}?{kept.query}"))
