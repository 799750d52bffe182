"""The board of missing proof: what it shows, to whom, and the button that tries again."""

import datetime as dt
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lienthong.axis.signing import api as signing
from lienthong.axis.signing.models import LastingProof
from lienthong.kernel import clock
from lienthong.kernel.access.actor import Actor, system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies.models import Agency
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files.services.storing import store
from tests.systems.documents.conftest import accounts  # noqa: F401

OTHER = "mau.lienthong.example"
WHY = "Dịch vụ dấu thời gian không trả lời."
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts")]


@pytest.fixture
def admin(db: None, actor_for: Callable[..., Actor]) -> Actor:
    return actor_for(f"quantri@{OTHER}")


@pytest.fixture
def board(client_for: Callable[[str], Client]) -> Callable[[], str]:
    def read() -> str:
        client = client_for(f"quantri@{OTHER}")
        return client.get(reverse("administration:proofs")).content.decode()

    return read


def waiting(agency_id: int, number: int = 1, level: str = "B-B", **more: Any) -> LastingProof:
    """A sent file that waits for its proof after a try that failed."""
    by, at = system_actor(agency_id), clock.now()
    with acting(by):
        agency = Agency.objects.get(pk=agency_id)
        with act("tests.sent", by=by, at=at, agency_id=agency_id, subject=agency):
            stored = store(
                io.BytesIO(b"%%PDF-1.7 %d-%d" % (agency_id, number)),
                name=f"cong-van-{number}.pdf", agency_id=agency_id, by=by, at=at,
            )  # fmt: skip
        row = signing.want_proof(
            stored=stored, subject=agency, by=by, at=at,
            verdict={"signatures": [{"level": "B-T"}, {"level": level}, {"level": ""}]},
        )  # fmt: skip
        values = {"tries": 2, "last_error": WHY, "next_at": at + dt.timedelta(minutes=5)} | more
        LastingProof.objects.filter(pk=row.pk).update(**values)
        row.refresh_from_db()
    return row


def test_an_empty_board_says_so(board: Callable[[], str], admin: Actor) -> None:
    assert "Không tệp nào thiếu bằng chứng" in board()
    waiting(admin.agency_id)
    assert "Không tệp nào thiếu bằng chứng" not in board()


def test_it_says_what_lacks_since_when_and_why(board: Callable[[], str], admin: Actor) -> None:
    waiting(admin.agency_id)
    page = board()
    for words in ("cong-van-1.pdf", ">B-B<", WHY, "Đã thử 2 lần", "Lần tới:", "Thử lại ngay"):
        assert words in page
    assert "Dấu thời gian, dữ liệu thu hồi chứng thư, dấu thời gian lưu trữ" in page


@pytest.mark.parametrize(
    ("level", "lacks"),
    [("B-T", "Dữ liệu thu hồi chứng thư, dấu"), ("PKCS#7", "Dấu thời gian, dữ liệu")],
)
def test_the_weakest_signature_is_what_lacks(
    board: Callable[[], str], admin: Actor, level: str, lacks: str
) -> None:
    row = waiting(admin.agency_id, level=level)
    assert row.sent_level == level
    assert re.search(rf">\s*{lacks}", board())


def test_what_has_its_proof_or_was_destroyed_is_not_there(
    board: Callable[[], str], admin: Actor
) -> None:
    whole = waiting(admin.agency_id, 1)
    with acting(system_actor(admin.agency_id)):
        LastingProof.objects.filter(pk=whole.pk).update(
            kept=whole.sent_id, level="B-LTA", added_at=clock.now(), last_error="", tries=0
        )
    waiting(admin.agency_id, 2, next_at=None)
    page = board()
    assert "cong-van-1.pdf" not in page
    assert "cong-van-2.pdf" not in page
    with acting(system_actor(admin.agency_id)):  # the twin: a renewal that fails is shown
        LastingProof.objects.filter(pk=whole.pk).update(last_error=WHY)
    assert "Gia hạn dấu thời gian lưu trữ" in board()


def test_another_agency_sees_none(
    board: Callable[[], str], admin: Actor, stranger: Actor, settings: Any
) -> None:
    waiting(stranger.agency_id, 7)
    assert "cong-van-7.pdf" not in board()
    settings.TEST_NO_FILTERS = True  # the database's wall alone
    assert "cong-van-7.pdf" not in board()
    with acting(stranger):  # the twin: it is there
        assert LastingProof.objects.count() == 1


def test_try_again_brings_the_next_try_forward(
    client_for: Callable[[str], Client], admin: Actor
) -> None:
    row = waiting(admin.agency_id)
    client = client_for(f"quantri@{OTHER}")
    once = client.get(reverse("administration:proofs")).context["once"]
    again = reverse("administration:proof_again", args=[row.pk])
    page = client.post(again, {"once": once}, follow=True).content.decode()
    assert "Đã xếp để thử lại" in page
    assert "Sắp thử" in page
    with acting(admin):
        found = LastingProof.objects.get(pk=row.pk)
    assert row.next_at is not None and found.next_at is not None
    assert found.next_at < row.next_at
    assert found.tries == row.tries


def test_who_may_not_manage_keys_sees_and_does_nothing(
    client_for: Callable[[str], Client], admin: Actor
) -> None:
    row = waiting(admin.agency_id)
    client = client_for(f"vanthu@{OTHER}")
    assert client.get(reverse("administration:proofs")).status_code == 403
    again = reverse("administration:proof_again", args=[row.pk])
    assert client.post(again, {"once": "x" * 30}).status_code == 403
    with acting(admin):
        assert LastingProof.objects.get(pk=row.pk).next_at == row.next_at


def test_the_row_of_another_agency_is_not_found(
    client_for: Callable[[str], Client], stranger: Actor, admin: Actor
) -> None:
    row = waiting(stranger.agency_id)
    client = client_for(f"quantri@{OTHER}")
    once = client.get(reverse("administration:proofs")).context["once"]
    again = reverse("administration:proof_again", args=[row.pk])
    assert client.post(again, {"once": once}).status_code == 404
    with acting(stranger):
        assert LastingProof.objects.get(pk=row.pk).next_at == row.next_at


def test_administration_leads_there(client_for: Callable[[str], Client]) -> None:
    link = f'href="{reverse("administration:proofs")}"'
    admin = client_for(f"quantri@{OTHER}").get(reverse("administration:home"))
    assert link in admin.content.decode()


def test_more_rows_cost_no_more_questions(board: Callable[[], str], admin: Actor) -> None:
    counts = []
    for numbers in (range(2), range(2, 9)):
        for number in numbers:
            waiting(admin.agency_id, number)
        with CaptureQueriesContext(connection) as seen:
            board()
        counts.append(len([q for q in seen if "signing_" in q["sql"]]))
    assert counts == [1, 1]
