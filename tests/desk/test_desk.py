"""The desk shows what waits for a post; the board shows shares, who is missing, and no more."""

import pytest
from django.urls import reverse

from lienthong.kernel.access.context import acting
from lienthong.systems.documents.models import IncomingDocument
from lienthong.systems.documents.services import incoming, indexing

pytestmark = pytest.mark.django_db
M = "@mau.lienthong.example"


@pytest.fixture
def signed_in(client_for):
    return lambda who: client_for(f"{who}{M}")


@pytest.fixture
def arrived(actor_for, now):
    clerk = actor_for(f"vanthu.snv{M}")
    with acting(clerk):
        return incoming.take_in(
            paper=incoming.Paper(
                channel="paper",
                fields={
                    "issuer_name": "UBND tỉnh Quảng Ngãi",
                    "subject": "V/v báo cáo kết quả chuyển đổi số",
                    "number": "9",
                    "notation": "UBND-TH",
                },
            ),
            by=clerk,
            at=now,
        )


def test_a_visitor_is_asked_to_sign_in(client):
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")


def test_the_clerks_desk_shows_what_arrived(signed_in, arrived):
    page = " ".join(signed_in("vanthu.snv").get("/").content.decode().split())
    assert "Chờ tiếp nhận (1)" in page
    assert "V/v báo cáo kết quả chuyển đổi số" in page


def test_the_desk_shows_the_most_urgent_first(signed_in, actor_for, now):
    clerk = actor_for(f"vanthu.snv{M}")
    with acting(clerk):
        for urgency in ("normal", "express", "urgent", "very_urgent"):
            incoming.take_in(
                paper=incoming.Paper(
                    channel="paper",
                    fields={"issuer_name": "UBND", "subject": f"V/v {urgency}", "urgency": urgency},
                ),
                by=clerk,
                at=now,
            )
    page = signed_in("vanthu.snv").get("/").content.decode()
    places = [page.index(f"V/v {u}<") for u in ("express", "very_urgent", "urgent", "normal")]
    assert places == sorted(places)


def test_an_empty_desk_says_what_will_come(signed_in):
    page = signed_in("vanthu.bato").get("/").content.decode()
    assert "Không có việc nào đang chờ bạn" in page


def test_the_desk_asks_a_fixed_number_of_questions(signed_in, arrived, django_assert_num_queries):
    client = signed_in("vanthu.snv")
    client.get("/")
    with django_assert_num_queries(14):
        client.get("/")


def test_search_finds_own_papers_without_marks_and_no_others(signed_in, arrived):
    own = signed_in("vanthu.snv").get("/tra-cuu/?q=chuyen doi so").content.decode()
    assert reverse("documents:incoming_one", args=[arrived.pk]) in own
    other = signed_in("vanthu.bato").get("/tra-cuu/?q=chuyen doi so").content.decode()
    assert "V/v báo cáo kết quả chuyển đổi số" not in other
    assert "Không tìm thấy" in other


def test_search_lights_the_words_and_escapes_the_rest(signed_in, actor_for, now):
    clerk = actor_for(f"vanthu.snv{M}")
    with acting(clerk):
        paper = incoming.take_in(
            paper=incoming.Paper(
                channel="paper",
                fields={
                    "issuer_name": "UBND <b>",
                    "subject": "V/v hoả tốc <script>",
                    "number": "5",
                },
            ),
            by=clerk,
            at=now,
        )
        indexing.keep_text(
            paper=paper,
            text="Căn cứ chỉ đạo, kiểm tra hồ chứa & đập trước mùa mưa.",
            sha256="e" * 64,
        )
    client = signed_in("vanthu.snv")
    page = client.get("/tra-cuu/?q=hỏa tốc").content.decode()
    assert "<mark>hoả tốc</mark> &lt;script&gt;" in page
    page = client.get("/tra-cuu/?q=ho chua").content.decode()
    assert "kiểm tra <mark>hồ chứa</mark> &amp; đập" in page


def test_the_search_page_filters_exports_and_keeps_a_search(signed_in, arrived):
    client = signed_in("vanthu.snv")
    page = client.get(
        "/tra-cuu/?q=chuyen doi&way=1&from=quang ngai&on_from=01/01/2020"
    ).content.decode()
    assert "văn bản đến" in page and "do “quang ngai”" in page
    assert "Bỏ qua điều kiện" not in page
    none = client.get("/tra-cuu/?q=chuyen doi&way=2").content.decode()
    assert "Không có dòng nào đúng với điều kiện" in none
    exported = client.get("/tra-cuu/?q=chuyen doi&export=csv")
    assert "V/v báo cáo kết quả chuyển đổi số" in b"".join(exported.streaming_content).decode()
    sheet = client.get("/tra-cuu/?q=chuyen doi&export=xlsx")
    assert b"".join(sheet.streaming_content)[:2] == b"PK"
    kept = client.post("/tra-cuu/?q=chuyen doi", {"save_title": "Chuyển đổi số"})
    assert kept.status_code == 302
    assert "Chuyển đổi số</a>" in client.get("/tra-cuu/").content.decode()


def test_search_finds_people_agencies_and_tasks_beside_papers(signed_in):
    page = signed_in("vanthu.snv").get("/tra-cuu/?q=so noi vu").content.decode()
    assert 'id="found-people"' in page
    assert 'id="found-agencies"' in page
    assert "<mark>Sở Nội vụ</mark>" in page


def test_search_says_what_it_could_not_read_and_never_fails(signed_in, arrived):
    client = signed_in("vanthu.snv")
    for question in ("like=99999999", "like=x", "on_from=32/13/2020", "type=77", "way=9"):
        answer = client.get(f"/tra-cuu/?q=bao+cao&{question}")
        assert answer.status_code == 200, question
        assert "Bỏ qua điều kiện không đọc được" in answer.content.decode(), question
    for words in ("%27", "%00", "%5C", "((", "'%20|%20'a1", "a" * 5000):
        assert client.get(f"/tra-cuu/?q={words}").status_code == 200
    assert client.get("/tra-cuu/?q=bao+cao&at=999999").status_code == 200


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("/van-ban/den/", 10),
        ("/van-ban/di/", 10),
        ("/nhiem-vu/", 10),
        ("/bang-dieu-hanh/", 20),
    ],
)
def test_each_screen_asks_a_fixed_number_of_questions(
    signed_in, arrived, django_assert_num_queries, address, number
):
    client = signed_in("vanthu.snv")
    assert client.get(address).status_code == 200
    with django_assert_num_queries(number):
        client.get(address)


def test_search_asks_a_bounded_number_of_questions(
    signed_in, arrived, django_assert_max_num_queries
):
    client = signed_in("vanthu.snv")
    address = "/tra-cuu/?q=chuyen doi so"
    assert client.get(address).status_code == 200
    with django_assert_max_num_queries(14):
        client.get(address)


def test_a_board_without_traffic_says_so_and_never_a_hundred(signed_in):
    page = signed_in("vanthu.snv").get("/bang-dieu-hanh/").content.decode()
    assert "không phát sinh" in page
    assert "100,0%" not in page


def test_an_office_sees_its_own_row_and_the_province_all(signed_in, now):
    from lienthong.config.management.commands.sample_accounts import give_sample_roles

    one = signed_in("vanthu.snv").get("/bang-dieu-hanh/").content.decode()
    assert "Sở Công Thương" not in one.split("<main", 1)[1].split("map", 1)[0]
    give_sample_roles(now)
    every = signed_in("chutich").get("/bang-dieu-hanh/").content.decode()
    assert "Sở Công Thương" in every
    assert "Còn 112 cơ quan chưa đủ" in every


def test_another_offices_drill_down_is_refused(signed_in, actor_for):
    foreign = actor_for(f"vanthu.bato{M}").agency_id
    answer = signed_in("vanthu.snv").get(f"/bang-dieu-hanh/{foreign}/")
    assert answer.status_code == 403


def test_nobody_switches_to_a_post_he_does_not_hold(signed_in):
    client = signed_in("vanthu.snv")
    answer = client.post("/doi-chuc-vu/", {"holding": "999999"}, follow=True)
    assert "Bạn không giữ chức vụ này" in answer.content.decode()


def test_whoever_leaves_his_post_sees_nothing_at_the_next_request(signed_in, actor_for, now):
    from lienthong.kernel.access.actor import system_actor
    from lienthong.kernel.agencies.models import PostHolding
    from lienthong.kernel.facts.recording import act

    client = signed_in("vanthu.snv")
    assert client.get("/van-ban/den/cho-tiep-nhan/").status_code == 200
    clerk = actor_for(f"vanthu.snv{M}")
    by = system_actor(clerk.agency_id)
    with acting(by), act("t.left", by=by, at=now):
        for holding in PostHolding.objects.filter(person_id=clerk.person_id):
            period = type(holding.period)(holding.period.lower, now.date().replace(day=1))
            PostHolding.objects.filter(pk=holding.pk).update(period=period)
    sent = client.get("/van-ban/den/cho-tiep-nhan/", follow=True)
    assert sent.redirect_chain == [("/", 302)]
    assert "Chưa giữ chức vụ nào" in sent.content.decode()
    assert "không giữ chức vụ" in client.get("/").content.decode()


SHARES = ("p1", "p2", "p1b", "p1c", "p1t", "p2a")


@pytest.mark.parametrize("share", SHARES)
def test_each_share_of_the_board_leads_to_its_own_list(signed_in, share):
    client = signed_in("chutich")
    board = client.get("/bang-dieu-hanh/").content.decode()
    url = f"/bang-dieu-hanh/so/{share}/"
    assert f'href="{url}' in board
    page = client.get(url)
    assert page.status_code == 200
    assert "Còn thiếu" in page.content.decode()


def test_a_share_that_the_board_does_not_have_is_not_found(signed_in):
    assert signed_in("chutich").get("/bang-dieu-hanh/so/p9/").status_code == 404
    strange = "/bang-dieu-hanh/so/p1b/?tu=-1&thang=2026-13&luc=x&tat-ca=9"
    assert signed_in("chutich").get(strange).status_code == 200


def test_who_has_no_sight_of_the_board_has_none_of_its_lists(signed_in):
    assert signed_in("quantri").get("/bang-dieu-hanh/so/p1/").status_code == 403


def test_an_office_sees_its_own_row_of_a_list_and_no_other(signed_in):
    page = signed_in("vanthu.snv").get("/bang-dieu-hanh/so/p1/?tat-ca=1").content.decode()
    assert "Sở Nội vụ" in page
    assert "Sở Tư pháp" not in page


def _many(actor_for, now, count):
    """So many papers that wait to be registered, by their rows alone."""
    from lienthong.kernel.facts.recording import act

    clerk = actor_for(f"vanthu.snv{M}")
    with acting(clerk), act("t.many", by=clerk, at=now):
        IncomingDocument.objects.bulk_create(
            IncomingDocument(
                agency_id=clerk.agency_id, channel="paper", issuer_name="Bộ Nội vụ",
                subject=f"Văn bản {n}", arrived_at=now, register_due_at=now, updated_at=now,
            )
            for n in range(count)
        )  # fmt: skip


@pytest.mark.parametrize(
    ("count", "said"),
    [(12, "(12)"), (13, "(13)"), (1000, "(1.000)"), (1001, "(1.000+)")],
)
def test_a_heap_says_how_many_or_that_there_are_more(signed_in, actor_for, now, count, said):
    """Never a wrong number: beyond a thousand the desk says "more", and leads to the whole list."""
    _many(actor_for, now, count)
    page = " ".join(signed_in("vanthu.snv").get("/").content.decode().split())
    assert f"Chờ tiếp nhận {said}" in page
    assert ("Xem cả danh sách" in page) is (count > 12)
