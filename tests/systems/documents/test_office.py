"""The office around the papers: follow-up, calendar, accesses, changed rights, ký nhận, post, copies."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.access.actor import Forbidden
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.recording import act
from lienthong.systems.documents.models import (
    DeliveryNote,
    PaperReceipt,
    RightsWarning,
)
from lienthong.systems.documents.services import handling, incoming, office, relating
from lienthong.systems.documents.services.incoming import Paper

from . import outgoing_kit as kit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("accounts", "letters")]


@pytest.fixture
def came(posts: kit.House, now: dt.datetime) -> Any:
    fields = {"issuer_name": "Văn phòng Chính phủ", "number": "99", "notation": "VPCP-TH",
              "issued_on": now.date(), "type_name": "Giấy mời", "type_code": 23,
              "subject": "Mời họp trực tuyến về cải cách hành chính"}  # fmt: skip
    with acting(posts.clerk):
        row = incoming.take_in(paper=Paper(channel="paper", fields=fields), by=posts.clerk, at=now)
        return incoming.register_incoming(document=row, by=posts.clerk, at=now)


def test_paper_is_handed_and_signed_for_by_the_receiver_himself(
    posts: kit.House, came: Any, now: dt.datetime
) -> None:
    person = posts.drafter.person_id or 0
    with acting(posts.clerk) as by:
        receipt = office.hand_paper(document=came, person_id=person, by=by, at=now)
        with kit.refused(office.OfficeRefused, "chờ người khác"):
            office.hand_paper(document=came, person_id=person, by=by, at=now)
        with pytest.raises(Forbidden):
            office.sign_for_paper(receipt=receipt, by=by, at=now)
    with acting(posts.drafter) as by:
        office.sign_for_paper(receipt=receipt, by=by, at=now)
        with kit.refused(office.OfficeRefused, "đã ký nhận"):
            office.sign_for_paper(receipt=receipt, by=by, at=now)
    with acting(posts.clerk) as by:
        office.hand_paper(document=came, person_id=posts.head.person_id or 0, by=by, at=now)
        assert PaperReceipt.objects.filter(document=came).count() == 2


def test_calendar(posts: kit.House, came: Any, now: dt.datetime) -> None:
    chair = posts.chair.person_id or 0
    at = now.replace(hour=8, minute=0)
    with acting(posts.clerk) as by:
        made = office.enter_appointment(
            person_id=chair, starts_at=at, ends_at=at + dt.timedelta(hours=2), title="Họp",
            source=came, by=by, at=now,
        )  # fmt: skip
        for more, words in (
            ({"title": " "}, "nội dung"),
            ({"ends_at": at}, "sau giờ"),
            ({"person_id": 0}, "chức vụ"),
        ):
            values: dict[str, Any] = {"person_id": chair, "starts_at": at, "ends_at": None,
                                      "title": "Họp"} | more  # fmt: skip
            with kit.refused(office.OfficeRefused, words):
                office.enter_appointment(**values, by=by, at=now)
        with kit.refused(office.OfficeRefused, "vì sao"):
            office.cancel_appointment(appointment=made, why="", by=by, at=now)
        office.cancel_appointment(appointment=made, why="Bận việc gấp", by=by, at=now)
        with kit.refused(office.OfficeRefused, "đã hủy"):
            office.cancel_appointment(appointment=made, why="x", by=by, at=now)
    with acting(posts.drafter) as by, pytest.raises(Forbidden):
        office.enter_appointment(
            person_id=chair, starts_at=at, ends_at=None, title="Họp", by=by, at=now
        )


def test_post_and_kept_copy(posts: kit.House, now: dt.datetime) -> None:
    made = kit.issued(posts, now, "Sở Tư pháp")
    draft = kit.drafted(posts, now, "Sở Tư pháp")
    today = now.date()
    with acting(posts.clerk) as by:
        office.post_out(document=made, sent_on=today, receiver="Công ty (mẫu)", by=by, at=now)
        for more, words in (
            ({"receiver": ""}, "nơi nhận"),
            ({"sent_on": today - dt.timedelta(days=9)}, "trước ngày"),
            ({"sent_on": today + dt.timedelta(days=1)}, "tương lai"),
            ({"document": draft}, "chưa phát hành"),
        ):
            values: dict[str, Any] = {"document": made, "sent_on": today, "receiver": "A"} | more
            with kit.refused(office.OfficeRefused, words):
                office.post_out(**values, by=by, at=now)
        use = office.lend_copy(document=made, user="Nguyễn Văn A", allowed_by="CVP", by=by, at=now)
        with kit.refused(office.OfficeRefused, "chưa trả"):
            office.lend_copy(document=made, user="B", allowed_by="CVP", by=by, at=now)
        office.return_copy(use=use, by=by, at=now)
        with kit.refused(office.OfficeRefused, "đã trả"):
            office.return_copy(use=use, by=by, at=now)
    with acting(posts.drafter) as by, pytest.raises(Forbidden):
        office.post_out(document=made, sent_on=today, receiver="A", by=by, at=now)


def test_a_call_and_another_way_leave_the_delivery_owed(posts: kit.House, now: dt.datetime) -> None:
    made = kit.issued(posts, now, "Sở Tư pháp")
    with acting(posts.clerk) as by:
        row = exchange.list_unconfirmed(by).get()
        with kit.refused(office.OfficeRefused, "đã gọi ai"):
            office.note_delivery(document=made, delivery=row, note="", by=by, at=now)
        office.note_delivery(
            document=made, delivery=row, note="Gửi thêm bản giấy", channel="paper", by=by, at=now
        )
        with kit.refused(office.OfficeRefused, "cách gửi"):
            office.note_delivery(
                document=made, delivery=row, note="x", channel="exchange", by=by, at=now
            )
        assert DeliveryNote.objects.filter(delivery=row).count() == 1
        assert exchange.list_unconfirmed(by).filter(pk=row.pk).exists(), "vẫn còn nợ"


def test_the_database_refuses_confirming_ones_own_change(
    posts: kit.House, now: dt.datetime
) -> None:
    by, person = posts.clerk, posts.clerk.person_id
    with (
        acting(by),
        pytest.raises(IntegrityError),
        act("documents.rights_warned", by=by, at=now),
    ):
        RightsWarning.objects.create(
            agency_id=by.agency_id, what="role_given", text="x", changed_by_id=person,
            changed_at=now, fact_id=1, confirmed_by_id=person, confirmed_at=now,
        )  # fmt: skip


def test_screens(client_for: Any, posts: kit.House, came: Any, now: dt.datetime) -> None:
    made = kit.issued(posts, now, "Sở Tư pháp")
    client = client_for(f"vanthu@{kit.DOMAIN}")
    with acting(posts.clerk):
        row = exchange.list_unconfirmed(posts.clerk).get()
    pages = {
        ("delivery", row.pk): "Diễn biến",
        ("returned",): "Chưa có văn bản nào bị trả lại",
        ("mended",): "Chưa có thu hồi",
        ("slip", made.pk): "Hồ sơ trình",
        ("paper_out", made.pk): "Sổ gửi bưu điện",
        ("paper_book", "buu-dien"): "Không phát sinh",
        ("paper_book", "ban-luu"): "Không phát sinh",
        ("calendar",): "Không có lịch",
        ("access", "den", came.pk): "Lịch sử truy cập",
        ("access", "di", made.pk): "Lịch sử truy cập",
        ("rights_warnings",): "Không có thay đổi quyền",
    }
    for (name, *args), words in pages.items():
        page = client.get(reverse(f"documents:{name}", args=args))
        assert page.status_code == 200, name
        assert words in page.content.decode(), name
    slip = client.get(reverse("documents:handling_slip", args=[came.pk]))
    assert slip.content.startswith(b"%PDF")
    assert client.get(reverse("documents:stamped", args=[came.pk])).status_code == 404
    page = client.get(reverse("documents:calendar") + f"?giay-moi={came.pk}")
    assert "Mời họp trực tuyến" in page.content.decode()
    form = page.context["form"]
    values = {"person": form.fields["person"].choices[0][0], "on": f"{now:%d/%m/%Y}",
              "begins": "08:00", "ends": "11:30", "title": "Họp", "place": "Hội trường",
              "once": page.context["once"]}  # fmt: skip
    assert client.post(reverse("documents:calendar"), values | {"ends": "07:00"}).status_code == 302
    done = client.post(reverse("documents:calendar"), values, follow=True)
    assert "Hội trường" in done.content.decode()
    printed = client.get(reverse("documents:calendar"), {"ngay": f"{now:%Y-%m-%d}", "in": "1"})
    assert "Hội trường" in printed.content.decode()
    opened = client.get(reverse("documents:incoming_one", args=[came.pk])).content.decode()
    assert "Giao bản giấy" in opened
    assert "Ghi vào lịch công tác" in opened
    seen = client.get(reverse("documents:access", args=["den", came.pk])).content.decode()
    assert posts.clerk.name in seen


def test_the_arrival_stamp_lies_over_the_print_only(
    client_for: Any, posts: kit.House, came: Any, now: dt.datetime
) -> None:
    made = kit.issued(posts, now, "Sở Tư pháp")
    with acting(posts.clerk) as by, act("documents.taken_in", by=by, at=now):
        assert made.current_version is not None
        file = made.current_version.file
        came.file = file
        came.save(update_fields=["file"])
    client = client_for(f"vanthu@{kit.DOMAIN}")
    page = client.get(reverse("documents:stamped", args=[came.pk]))
    assert page.content.startswith(b"\x89PNG")
    assert page["Content-Type"] == "image/png"
    with acting(posts.clerk):
        assert file is not None
        file.refresh_from_db()
        assert made.current_version.digest == file.sha256


def test_stranger(client_for: Any, posts: kit.House, came: Any, now: dt.datetime) -> None:
    made = kit.issued(posts, now, "Sở Tư pháp")
    with acting(posts.clerk):
        row = exchange.list_unconfirmed(posts.clerk).get()
    client = client_for(f"vanthu.bato@{kit.DOMAIN}")
    for name, args in (("delivery", [row.pk]), ("slip", [made.pk]), ("access", ["den", came.pk]),
                       ("access", ["khac", 1]), ("stamped", [came.pk]), ("paper_out", [made.pk]),
                       ("handling_slip", [came.pk]), ("paper_book", ["khac"])):  # fmt: skip
        assert client.get(reverse(f"documents:{name}", args=args)).status_code == 404, name


def count_queries(client: Any, url: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_screens_cost_the_same_for_more_rows(
    client_for: Any, posts: kit.House, came: Any, now: dt.datetime
) -> None:
    """A fixed number of queries: more entries, bonds and receivers cost what few do."""
    unit = posts.drafter.unit_id or 0
    with acting(posts.clerk):
        handling.route_to_unit(document=came, unit_id=unit, by=posts.clerk, at=now)
    client = client_for(f"vanthu@{kit.DOMAIN}")
    urls = [
        reverse("documents:calendar"),
        reverse("documents:report", args=["giai-quyet-den"]),
        reverse("documents:report", args=["so-den"]),
        reverse("documents:paper_book", args=["buu-dien"]),
        reverse("documents:mended"),
        reverse("documents:access", args=["den", came.pk]),
    ]
    counted: dict[str, list[int]] = {url: [] for url in urls}
    for more in (1, 4):
        for number in range(more):
            with acting(posts.clerk) as by:
                office.enter_appointment(
                    person_id=posts.chair.person_id or 0, starts_at=now, ends_at=None,
                    title=f"Họp {number}", source=came, by=by, at=now,
                )  # fmt: skip
                relating.tie(
                    source=came, kind="replaces", at=now, by=by,
                    to=relating.Reference(f"{more}{number}/TB-VP"),
                )  # fmt: skip
        for url in urls:
            client.get(url)
            counted[url].append(count_queries(client, url))
    for url, (few, many) in counted.items():
        assert many <= few, url
        assert many <= 35, f"{url}: {many}"
