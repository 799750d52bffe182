"""The monthly report: closed by a signed snapshot, later changes make version 2 with differences."""

import datetime as dt
from typing import Any

import pytest
from django.db.utils import IntegrityError
from django.urls import reverse

from lienthong.axis.exchange import api as exchange
from lienthong.axis.signing import api as signing
from lienthong.desk import monthly
from lienthong.desk.models import MonthlyReport
from lienthong.kernel.access.actor import Forbidden
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files.services import open_file
from lienthong.systems.documents.models import IncomingDocument
from lienthong.systems.documents.services import incoming
from tests.support.roles import as_role
from tests.systems.documents import outgoing_kit as kit

OCTOBER = dt.date(2026, 10, 1)
STEP = dt.timedelta(minutes=1)


def test_closed_signed_and_closed_again_with_what_differs(
    committed: str, actor_for: Any, now: dt.datetime
) -> None:
    house = kit.house(actor_for)
    then = dt.datetime(2026, 10, 20, 9, 0, tzinfo=now.tzinfo)
    kit.issued(house, then, "Sở Tư pháp")
    with as_role("lt_worker", committed):
        exchange.carry_all(lambda: then + STEP)
    with acting(house.chair) as by:
        with kit.refused(monthly.NotClosable, "chưa kết thúc"):
            monthly.close(month=now.date(), by=by, at=now)
        first = monthly.close(month=OCTOBER, by=by, at=now)
        assert (first.version, first.differences) == (1, [])
        assert first.content["totals"]["P2a"][1] == 1
        with open_file(first.file) as stream:
            verdict = signing.verify_bytes(stream.read())
        assert verdict.whole
        assert len(verdict.signatures) == 1
        with kit.refused(monthly.NotClosable, "không khác"):
            monthly.close(month=OCTOBER, reason="x", by=by, at=now + STEP)
    clerk = actor_for(f"vanthu.stp@{kit.DOMAIN}")
    with acting(clerk):
        row = IncomingDocument.objects.get(agency_id=clerk.agency_id)
        incoming.register_incoming(document=row, trust_note="Cơ quan mẫu", by=clerk, at=now)
    with acting(house.chair) as by:
        late = now + 2 * STEP
        changed = monthly.differences(first, monthly.figures(by, OCTOBER, late))
        assert any("P1b" in what for what, _old, _new in changed)
        with kit.refused(monthly.NotClosable, "vì sao"):
            monthly.close(month=OCTOBER, by=by, at=late)
        second = monthly.close(month=OCTOBER, reason="Vào sổ muộn", by=by, at=late)
        assert second.version == 2
        assert second.differences == changed
        kept = MonthlyReport.objects.get(pk=first.pk)
        assert kept.content == first.content, "what was closed is never changed"


@pytest.mark.django_db
def test_only_a_signatory_closes(posts: kit.House, now: dt.datetime) -> None:
    with acting(posts.clerk), pytest.raises(Forbidden):
        monthly.close(month=OCTOBER, by=posts.clerk, at=now)
    with acting(posts.drafter), pytest.raises(Forbidden):
        monthly.close(month=OCTOBER, by=posts.drafter, at=now)


@pytest.mark.django_db
def test_an_empty_month_says_so_and_never_one_hundred(
    posts: kit.House,
    now: dt.datetime,
) -> None:
    with acting(posts.chair) as by:
        found = monthly.figures(by, dt.date(2026, 9, 1), now)
        sheet = monthly.sheet_of(found.month, now, found.content(), "UBND tỉnh", ())
    said = [line for line in sheet.front if line.startswith("P2.")]
    assert said == ["P2. Văn bản phát hành liên thông được ký số: không phát sinh (0/0)"]


@pytest.mark.django_db
def test_the_database_wants_a_reason_for_a_second_version(
    posts: kit.House,
    now: dt.datetime,
    letters: Any,
) -> None:
    with acting(posts.chair) as by:
        made = monthly.close(month=OCTOBER, by=by, at=now)
        with pytest.raises(IntegrityError), act("desk.month_closed", by=by, at=now):
            made.pk, made.version = None, 2
            made.save(force_insert=True)


@pytest.mark.django_db
@pytest.mark.usefixtures("accounts", "letters")
def test_screen_print_and_files(client_for: Any, posts: kit.House) -> None:
    client = client_for(f"vanthu@{kit.DOMAIN}")
    url = reverse("desk:monthly")
    page = client.get(url, {"thang": "2026-10"}).content.decode()
    assert "Tháng này chưa được chốt" in page
    assert "Ký và chốt báo cáo tháng" not in page, "văn thư không có thẩm quyền ký"
    assert client.get(url, {"thang": "không phải tháng"}).status_code == 200
    assert "BÁO CÁO KẾT QUẢ" in client.get(url, {"thang": "2026-10", "in": "1"}).content.decode()
    for name, start in (("pdf", b"%PDF"), ("docx", b"PK"), ("xlsx", b"PK")):
        assert client.get(url, {"thang": "2026-10", "xuat": name}).content.startswith(start)
    officer = client_for(f"chuyenvien.tonghop@{kit.DOMAIN}")
    assert officer.get(url).status_code == 200
    admin = client_for(f"quantri@{kit.DOMAIN}")
    assert admin.get(url).status_code == 403
