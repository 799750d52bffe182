"""Administration screens: behind their verbs, acts done once, a leaver out at the next request."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from lienthong.axis.identity.models import Account
from lienthong.kernel.access.context import acting
from lienthong.kernel.access.models import RoleAssignment
from lienthong.kernel.agencies import queries
from lienthong.kernel.agencies.models import Agency, Decision, Person, PostHolding, Unit
from lienthong.kernel.facts.recording import act
from lienthong.kernel.worktime.models import CalendarDay
from lienthong.systems.documents.models import PaperOnlyType, PaperOriginalRule, RouteRule
from lienthong.systems.documents.services.aliases import propose_alias
from lienthong.systems.documents.services.incoming import Paper, arrive
from tests.kernel.agencies.conftest import keeper

pytestmark = pytest.mark.django_db
D = "mau.lienthong.example"
SLOTS = ("quantri", "vanthu", "chuyenvien.tonghop", "chutich", "vanthu.bato", "truongphong.tonghop")
PAGES = ("home", "tree", "decisions", "handovers", "people", "person_new", "groups", "calendar",
         "routes", "failures", "usage", "paper_types", "aliases", "original_rules")  # fmt: skip


@pytest.fixture(autouse=True)
def _accounts(db):
    """Accounts for those who sign in, and the administrator of the province keeps the map."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    people = Person.objects.filter(email__in=[f"{slot}@{D}" for slot in SLOTS])
    known = set(Account.objects.values_list("email", flat=True))
    Account.objects.bulk_create(
        Account(email=p.email, person=p, password="!") for p in people if p.email not in known
    )
    by = keeper()
    with acting(by), act("tests.roles", by=by, at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC)):
        RoleAssignment.objects.get_or_create(
            person=Person.objects.get(email=f"quantri@{D}"),
            role="map_keeper",
            agency_id=by.agency_id,
            defaults={"period": DateRange(dt.date(2026, 1, 1), None)},
        )


@pytest.fixture
def admin(client_for):
    return client_for(f"quantri@{D}")


def url(name, *args):
    return reverse(f"administration:{name}", args=args)


def seen(client, name, *args, expect=200, **query):
    answer = client.get(url(name, *args), query)
    assert answer.status_code == expect, answer.content.decode()[-3000:]
    return answer.content.decode()


def once(page):
    return re.search(r'name="once" value="([^"]+)"', page)[1]


def person(slot):
    return Person.objects.get(email=f"{slot}@{D}")


def post(client, page_url, target, **values):
    token = once(client.get(page_url).content.decode())
    return client.post(target, {"once": token, **values}, follow=True).content.decode()


def test_every_screen_answers_its_administrator(admin):
    for name in PAGES:
        seen(admin, name)


@pytest.mark.parametrize("slot", ["chuyenvien.tonghop", "vanthu.bato"])
def test_an_official_without_the_verb_is_refused_everywhere(client_for, slot):
    client = client_for(f"{slot}@{D}")
    for name in PAGES:
        seen(client, name, expect=403)
    assert client.post(url("person_act", person("chutich").pk, "thoi-giu")).status_code == 403
    assert client.post(url("take_over")).status_code == 403
    assert client.post(url("calendar_act", "ngay")).status_code == 403
    assert client.post(url("replay", 1)).status_code == 403


def test_a_visitor_is_sent_away(client):
    assert client.get(url("home")).status_code in {302, 403}


def test_the_tree_of_two_days_shows_districts_and_then_none(admin):
    before = seen(admin, "tree", ngay="30/06/2025")
    after = seen(admin, "tree", ngay="01/07/2025")
    assert "UBND huyện" in before or "Ủy ban nhân dân huyện" in before
    assert "Ủy ban nhân dân huyện Ba Tơ" not in after
    assert "86 xã" in seen(admin, "tree", ngay="hôm nào đó")


def test_one_agency_shows_its_lives_and_posts(admin):
    old = Agency.objects.get(key="ubnd:21142")
    page = seen(admin, "agency", old.pk)
    assert page.count("kế tiếp là") == 2  # one agency with two successors
    seen(admin, "agency", 10**9, expect=404)


def test_a_decision_is_previewed_and_a_settled_one_offers_nothing(admin):
    last = Decision.objects.get(key="nq-1677-2025")
    page = seen(admin, "decision", last.pk)
    assert "đã thực hiện" in page.lower()
    assert 'name="word"' not in page


def proposed():
    from tests.kernel.agencies.test_decisions import MERGE, propose

    by = keeper()
    with acting(by):
        return propose(by, plan=MERGE)


def test_a_decision_is_carried_out_only_with_the_word(admin):
    decision = proposed()
    here = url("decision", decision.pk)
    assert 'name="word"' in seen(admin, "decision", decision.pk)
    assert "THỰC HIỆN" in post(admin, here, here, word="ừ")
    decision.refresh_from_db()
    assert decision.state == "proposed"
    assert "Đã thực hiện" in post(admin, here, here, word="thực hiện")
    decision.refresh_from_db()
    assert decision.state == "carried_out"


def test_a_leaver_loses_access_at_the_next_request(client_for, client):
    officer = person("truongphong.tonghop")
    from django.test import Client

    his = Client()
    his.force_login(
        Account.objects.get(person=officer),
        backend="lienthong.axis.identity.backends.AccountBackend",
    )
    page = reverse("documents:files")
    assert his.get(page).status_code == 200
    admin = client_for(f"quantri@{D}")
    here = url("person", officer.pk)
    row = PostHolding.objects.on(dt.date(2026, 11, 23)).get(person=officer).pk
    assert "quyền kết thúc ngay" in post(
        admin, here, url("person_act", officer.pk, "thoi-giu"), row=row
    )
    assert his.get(page).status_code in {302, 403}


def test_a_role_is_given_with_its_ground_and_ended(admin):
    officer = person("chuyenvien.tonghop")
    here, act_url = url("person", officer.pk), url("person_act", officer.pk, "vai-tro")
    given = {"role": "archivist", "since": "01/11/2026", "decision": "QĐ 12 (mẫu)"}
    assert "Đã giao vai trò" in post(admin, here, act_url, **given)
    assert "đã có vai trò" in post(admin, here, act_url, **given)  # twice in one period
    assert "nhận hồ sơ nộp lưu" in seen(admin, "people")
    with acting(keeper()):
        row = RoleAssignment.objects.get(person=officer, role="archivist").pk
    ended = post(admin, here, url("person_act", officer.pk, "thoi-vai-tro"), row=row)
    assert "Đã kết thúc vai trò" in ended


def test_a_person_is_registered_appointed_and_given_an_account(admin):
    new = url("person_new")
    page = post(admin, new, new, name="Chuyên viên thử (mẫu)", email=f"thu.moi@{D}")
    assert "Chuyên viên thử (mẫu)" in page
    made = person("thu.moi")
    here = url("person", made.pk)
    agency = queries.posts_of_person(person("quantri").pk, dt.date(2026, 11, 23))[0].agency_id
    kind = {h.kind: h.post_id for h in queries.holders(dt.date(2026, 11, 23), agency_ids=[agency])}
    appointed = post(
        admin, here, url("person_act", made.pk, "bo-nhiem"), post=kind["officer"],
        since="23/11/2026", acting="", document="QĐ 1 (mẫu)",
    )  # fmt: skip
    assert "Đã bổ nhiệm" in appointed
    taken = post(
        admin, here, url("person_act", made.pk, "bo-nhiem"), post=kind["head"],
        since="23/11/2026", acting="", document="QĐ 2 (mẫu)",
    )  # fmt: skip
    assert "đã có người giữ" in taken
    account = url("person_act", made.pk, "tai-khoan")
    weak = post(admin, here, account, password="123")
    assert "data-wrong" in weak and "Đã lập tài khoản" not in weak
    assert "Đã lập tài khoản" in post(admin, here, account, password="mot-cau-dai-kho-doan-9")
    assert "đã có tài khoản" in post(admin, here, account, password="mot-cau-dai-kho-doan-9")
    closed = post(admin, here, url("person_act", made.pk, "dong-tai-khoan"))
    assert "Đã đóng tài khoản" in closed
    assert not Account.objects.get(person=made).is_active


def test_people_of_another_agency_are_not_there(admin):
    seen(admin, "person", person("vanthu.bato").pk, expect=404)


def test_a_day_needs_its_ground_and_can_be_taken_away(admin):
    here = url("calendar")
    form = {"date": "24/11/2026", "kind": "off", "note": "Ngày mẫu", "source": "TB 1 (mẫu)"}
    wrong = post(admin, here, url("calendar_act", "ngay"), **{**form, "source": ""})
    assert "căn cứ" in wrong
    kinds = [k for k, _label in CalendarDay._meta.get_field("kind").choices]
    form["kind"] = kinds[0]
    assert "Đã ghi ngày" in post(admin, here, url("calendar_act", "ngay"), **form)
    row = CalendarDay.objects.get(date=dt.date(2026, 11, 24)).pk
    assert "Đã bỏ ngày" in post(admin, here, url("calendar_act", "bo"), row=row)
    assert not CalendarDay.objects.filter(pk=row).exists()


def test_a_route_is_added_and_ended(admin):
    here = url("routes")
    page = seen(admin, "routes")
    unit = re.search(r'<select[^>]*name="unit".*?value="(\d+)"', page, re.S)[1]
    assert "tên loại hoặc" in post(admin, here, here, unit=unit, basis="Quy chế (mẫu)")
    added = post(admin, here, here, words="Cải cách", unit=unit, basis="Quy chế (mẫu)")
    assert "Đã thêm quy tắc" in added
    with acting(keeper()):
        rule = RouteRule.objects.get(active=True)
        assert rule.words == "cai cach"
    assert "Đã thôi áp dụng" in post(admin, here, here, end=rule.pk)
    with acting(keeper()):
        assert not RouteRule.objects.get(pk=rule.pk).active


def test_groups_say_whom_they_mean_today(admin):
    page = seen(admin, "groups")
    assert "96 cơ quan" in page


def test_a_delivery_that_is_not_there_is_not_replayed(admin):
    token = once(seen(admin, "calendar"))
    assert admin.post(url("replay", 10**9), {"once": token}).status_code == 404


def test_rules_that_ask_for_a_paper_original(admin, client_for):
    """A rule with its provision, ended by another one; nobody else keeps the province's list."""
    here = url("original_rules")
    assert "Danh sách chưa có trường hợp nào" in seen(admin, "original_rules")
    rule = {"code": "hd", "title": "Hợp đồng (mẫu)", "citation": "Khoản 1 Điều 5 (mẫu)"}
    told = post(admin, here, here, **rule, since="2026-11-01")
    assert "Đã đưa vào danh sách" in told
    assert "Khoản 1 Điều 5 (mẫu)" in told
    assert "đã có trong danh sách" in post(admin, here, here, **rule, since="2027-02-01")
    assert "Từ ngày" in post(admin, here, here, **rule, since="hôm qua")
    row = PaperOriginalRule.objects.get()
    assert row.code == "HD"
    told = post(
        admin, here, url("original_rule_end", row.pk), last="2026-12-31", basis="QĐ 15 (mẫu)"
    )
    assert "Thôi áp dụng theo QĐ 15 (mẫu)" in told
    client = client_for(f"vanthu.bato@{D}")
    seen(client, "original_rules", expect=403)
    assert client.post(here, {"once": "x" * 30}).status_code == 403


def test_types_that_go_on_paper(admin, client_for):
    """A line with its decision, ended by another one; nobody else keeps the province's list."""
    here = url("paper_types")
    assert "Danh sách chưa có loại văn bản nào" in seen(admin, "paper_types")
    basis = "QĐ 12/QĐ-UBND ngày 01/11/2026 (mẫu)"
    told = post(admin, here, here, type_code="18", since="2026-12-01", basis=basis)
    assert "Đã đưa vào danh sách" in told
    assert basis in told
    assert "đã có trong danh sách" in post(
        admin, here, here, type_code="18", since="2027-02-01", basis=basis
    )
    assert "Từ ngày" in post(admin, here, here, type_code="2", since="hôm qua", basis=basis)
    row = PaperOnlyType.objects.get()
    told = post(admin, here, url("paper_type_end", row.pk), last="2026-12-31", basis="QĐ 15 (mẫu)")
    assert "Thôi áp dụng theo QĐ 15 (mẫu)" in told
    assert "01/01/2027" in told
    client = client_for(f"vanthu.bato@{D}")
    seen(client, "paper_types", expect=403)
    assert client.post(here, {"once": "x" * 30}).status_code == 403


def test_names_learned_from_corrections(admin, client_for):
    """An empty list says so; a name is decided, ended with a reason; nobody else decides."""
    assert "Chưa có tên nào được đề nghị" in seen(admin, "aliases")
    by = keeper()
    now = dt.datetime(2026, 11, 24, 3, tzinfo=dt.UTC)
    with acting(by), act("tests.taken_in", by=by, at=now):
        reading = {"document": {"parent_agency": {"value": "UBND TỈNH QUẢNG NGÃI"}}}
        paper = arrive(by.agency_id, Paper(channel="mail", reading=reading), now)
        alias = propose_alias(document=paper, written="SỞ TTTT", given="Sở Thông tin (mẫu)", at=now)
    here = url("aliases")
    assert "Sở Thông tin (mẫu)" in seen(admin, "aliases")
    told = post(admin, here, url("alias_decide", alias.pk, "dung"), since="2026-11-24")
    assert "Đã cho dùng tên này từ ngày 24/11/2026" in told and "Đang dùng" in told
    assert "đã được quyết định" in post(
        admin, here, url("alias_decide", alias.pk, "khong-dung"), reason="Mẫu"
    )
    assert "Lý do" in post(admin, here, url("alias_decide", alias.pk, "thoi"), last="2026-11-30")
    told = post(
        admin, here, url("alias_decide", alias.pk, "thoi"), last="2026-11-30", reason="Nhầm (mẫu)"
    )
    assert "Đã thôi dùng" in told and "Nhầm (mẫu)" in told
    client = client_for(f"vanthu.bato@{D}")
    seen(client, "aliases", expect=403)
    answer = client.post(
        url("alias_decide", alias.pk, "dung"), {"since": "2026-11-24", "once": "x" * 30}
    )
    assert answer.status_code == 403


KEPT = "Chữ đã gõ (mẫu)"


@pytest.mark.parametrize(
    ("page", "target", "wrong"),
    [
        (("original_rules",), ("original_rules",), {"title": KEPT, "since": "hôm qua"}),
        (("paper_types",), ("paper_types",), {"basis": KEPT, "since": "hôm qua"}),
        (("delegations",), ("delegations",), {"document": KEPT, "since": "hôm qua"}),
        (("delegations",), ("right_grant",), {"basis": KEPT, "since": "hôm qua"}),
        (("person_new",), ("person_new",), {"name": KEPT, "email": "không phải địa chỉ"}),
        (("person_new",), ("person_new",), {"name": KEPT, "email": f"vanthu.bato@{D}"}),
        (("sources",), ("source_act", "luu"), {"address": KEPT, "port": "chín"}),
        (("keys",), ("keys",), {"token_label": KEPT}),
        (("calendar",), ("calendar_act", "ngay"), {"note": KEPT, "date": "hôm qua"}),
        (("calendar",), ("calendar_act", "gio"), {"source": KEPT, "since": "hôm qua"}),
        (("routes",), ("routes",), {"basis": KEPT, "type_code": "x"}),
    ],
)
def test_what_was_typed_stays_where_it_is_refused(admin, page, target, wrong):
    """The page comes again with the reason beside the field, and asks for nothing twice."""
    token = once(seen(admin, *page))
    answer = admin.post(url(*target), {"once": token, **wrong})
    told = answer.content.decode()
    assert answer.status_code == 422
    assert f'value="{KEPT}"' in told and "data-wrong" in told
    assert KEPT not in seen(admin, *page)


def test_what_was_typed_for_a_person_stays(admin):
    pk = person("quantri").pk
    for what, wrong in (
        ("bo-nhiem", {"document": KEPT, "since": "hôm qua"}),
        ("vai-tro", {"decision": KEPT, "since": "hôm qua"}),
    ):
        token = once(seen(admin, "person", pk))
        answer = admin.post(url("person_act", pk, what), {"once": token, **wrong})
        assert answer.status_code == 422
        assert f'value="{KEPT}"' in answer.content.decode()


def test_a_unit_is_renamed_and_ended_by_a_decision(admin, client_for):
    """The page says first what hangs on it; refused, nothing that was typed is lost."""
    day = dt.date(2026, 11, 23)
    holding = PostHolding.objects.on(day).get(person=person("truongphong.tonghop"))
    unit = Unit.objects.get(pk=holding.post.unit_id)
    address = url("unit_change", unit.agency_id, unit.pk)
    agency = url("agency", unit.agency_id)
    page = admin.get(agency).content.decode()
    assert address in page
    shown = admin.get(address).content.decode()
    assert "Trưởng phòng Tổng hợp" in shown
    assert "Không có gì bị xóa" in shown
    ground = {"on": "23/11/2026", "number": "12/QĐ-UBND", "decided_on": "20/11/2026"}
    renamed = {f"rename-{key}": value for key, value in ground.items()}
    answer = admin.post(
        address, {**renamed, "rename-name": "Phòng Kinh tế (mẫu)", "once": once(shown)}
    )
    assert answer.status_code == 302
    page = admin.get(agency).content.decode()
    assert "Phòng Tổng hợp →" in page
    assert "12/QĐ-UBND" in page
    bad = {"end-on": "24/11/2090", "end-number": "13/QĐ-UBND", "end-decided_on": "20/11/2026"}
    answer = admin.post(address, {**bad, "once": once(admin.get(address).content.decode())})
    assert answer.status_code == 422
    assert "hãy ghi vào ngày đó" in answer.content.decode()
    assert "13/QĐ-UBND" in answer.content.decode(), "what was typed stays"
    bad["end-on"] = "23/11/2026"
    answer = admin.post(
        address,
        {**bad, "end-sheet": "on", "once": once(admin.get(address).content.decode())},
    )
    assert answer.status_code == 302, answer.content.decode()
    assert "Đã kết thúc từ ngày" in admin.get(address).content.decode()
    assert address not in admin.get(agency).content.decode().split("Thay đổi phòng")[0]
    assert client_for(f"chuyenvien.tonghop@{D}").get(address).status_code != 200


def test_accesses_of_the_agency_are_counted_by_day(admin, client_for, client):
    """PL VI I.III.6.b: sign-ins by people of the agency, accesses, and nothing of another's."""
    from axes.models import AccessLog

    from lienthong.axis.identity.queries import sign_ins_by_day

    agency = Agency.objects.get(pk=keeper().agency_id)
    before = AccessLog.objects.count()
    client_for(f"chuyenvien.tonghop@{D}")
    client_for(f"vanthu.bato@{D}")
    made = AccessLog.objects.order_by("pk")[before:]
    assert [row.username for row in made] == [f"chuyenvien.tonghop@{D}", f"vanthu.bato@{D}"]
    at = made[0].attempt_time
    day = dt.timedelta(days=1)
    counted = sign_ins_by_day(agency.pk, at - day, at + day)
    other = Agency.objects.get(posts__holdings__person=person("vanthu.bato"),
                               posts__holdings__period__contains=dt.date(2026, 11, 23))  # fmt: skip
    theirs = sign_ins_by_day(other.pk, at - day, at + day)
    assert sum(one.times for one in theirs.values()) == 1
    assert sum(one.times for one in counted.values()) >= 1
    client_for(f"quantri@{D}")
    page = seen(client, "usage")
    assert "Lượt đăng nhập" in page
    assert "Cả kỳ" in page
    assert "Không có lượt" in seen(client, "usage", tu="01/01/2001", den="02/01/2001")
    assert "Ngày cuối" in seen(client, "usage", expect=422, tu="02/01/2001", den="01/01/2001")
    assert "nhiều nhất một năm" in seen(client, "usage", expect=422, tu="01/01/2001",
                                        den="01/01/2003")  # fmt: skip
    client_for(f"chuyenvien.tonghop@{D}")
    seen(client, "usage", expect=403)
