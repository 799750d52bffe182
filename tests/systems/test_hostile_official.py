"""What a curious or hostile official of the same agency sends: forms of others, broken numbers, a post
that ended, another's token; and what a browser or a proxy keeps of the answers."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from lienthong.axis.identity.models import Account
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies.models import PostHolding
from lienthong.kernel.facts.recording import act
from lienthong.kernel.ui.once import new_token
from lienthong.systems.documents import models as documents
from lienthong.systems.documents.queries import incoming as incoming_queries
from lienthong.systems.documents.queries import outgoing as outgoing_queries
from lienthong.systems.tasks import queries as tasks
from tests.architecture.test_walls import addresses
from tests.systems.documents import outgoing_kit as kit
from tests.systems.documents.outgoing_kit import DOMAIN
from tests.systems.test_least_rights import IDLE, OFFICER, house, keys, staged

__all__ = ["house", "keys", "staged"]


# What stands in the place of a word of an address: what the views of that place know.
WORDS = {
    "van-ban/di/<int:pk>/viec/": (
        "trinh", "noi-dung", "the-thuc", "duyet", "tra-lai", "cho-y-kien", "thoi", "cap-so",
        "thu-hoi", "phat-hanh",
    ),
    "van-ban/den/": ("chuyen-tra", "ket-thuc", "thu-hoi", "dong-y"),
    "van-ban/di/lien-tich/": ("ky", "ky-so", "tra-lai"),
    "van-ban/ho-so/<int:pk>/viec/": ("nop-luu", "giu-lai", "ban-giao", "tra-lai"),
    "van-ban/noi-bo/": ("ky-nhan", "phan-cong", "ket-thuc"),
    "nhiem-vu/": (
        "tiep-nhan", "phan-cong", "tien-do", "gia-han", "tra-lai", "tach", "de-nghi-phoi-hop",
        "phoi-hop", "ket-qua", "xac-nhan", "bo-sung", "thoi-giao", "mo-lai", "giao-lai",
    ),
}  # fmt: skip
_OTHER = ("drafted", "came", "work")
# Which row an address is about, by how it begins; others are tried with every key.
ABOUT = {
    "van-ban/den/nhieu-tep/": ("batch",), "van-ban/den/": ("came",), "van-ban/di/y-kien/": ("opinion",),
    "van-ban/di/lien-tich/": ("joint",), "van-ban/di/dot-ky/": ("signing",),
    "van-ban/di/": ("drafted",), "van-ban/ho-so/": ("file", "came"),
    "nhiem-vu/": ("task", "proposed", "series"), "van-ban/noi-bo/": ("drafted",),
}  # fmt: skip


def targets(keys: dict[str, int]) -> Iterator[str]:
    """Every address that takes forms, about the rows of others."""
    for route, _pattern in addresses():
        if route.startswith(("accounts/", "^", "kiem-tra/")) or "gallery" in route:
            continue
        names = next((n for start, n in ABOUT.items() if route.startswith(start)), _OTHER)
        words = next((w for start, w in WORDS.items() if route.startswith(start)), ("den", "di"))
        for key in sorted({keys[name] for name in names}) if "<int" in route else (0,):
            for slug in words if "<slug" in route else ("",):
                yield "/" + re.sub(
                    r"<(\w+):\w+>", lambda m, k=key, s=slug: str(k) if m[1] == "int" else s, route
                )


def body(keys: dict[str, int]) -> dict[str, Any]:
    """Fields that most forms know, with keys of rows that belong to others."""
    every = [str(key) for key in sorted(set(keys.values()))]
    return {
        "once": new_token(), "pick": every, "only": every, "chosen": every, "what": "take",
        "file": str(keys["file"]), "confirm": "1", "answer": "yes", "agrees": "yes", "then": "assign",
        "note": "x", "reason": "x", "text": "x", "why": "x", "said": "x", "title": "x", "subject": "x",
        "person": "1", "unit": "1", "outcome": "passed", "verdict": "passed", "files_secret": "no",
        "kind": "relates", "found": f"den:{keys['came']}", "action": "x", "stop": "1",
    }  # fmt: skip


def rows_of_others(by: Any) -> dict[tuple[str, int], str]:
    """Every row of papers and tasks that stands, as text."""
    found = {}
    with acting(by), connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            " AND tablename ~ '^(documents|tasks)_' ORDER BY 1"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(
                "SELECT 1 FROM pg_attribute WHERE attrelid = %s::regclass AND attname = 'id'",
                [table],
            )
            if cursor.fetchone():
                cursor.execute(f'SELECT id, t::text FROM "{table}" t')
                found |= {(table, pk): row for pk, row in cursor.fetchall()}
    return found


@pytest.mark.parametrize("slot", [OFFICER, IDLE])
def test_no_form_changes_a_paper_or_task_of_others(
    client_for: Any, keys: dict[str, int], house: kit.House, actor_for: Any, slot: str
) -> None:
    chief = actor_for(f"chanhvanphong@{DOMAIN}", kind="chief_of_office")
    before = rows_of_others(chief)
    assert len({table for table, _pk in before}) > 15
    client = client_for(f"{slot}@{DOMAIN}")
    asked = 0
    for url in targets(keys):
        answer = client.post(url, body(keys))
        asked += 1
        assert answer.status_code < 500, url
    assert asked > 150
    after = rows_of_others(chief)
    assert {key: row for key, row in before.items() if after.get(key) != row} == {}


def test_the_same_forms_by_who_may_do_change_them(
    client_for: Any, keys: dict[str, int], house: kit.House, actor_for: Any
) -> None:
    """The negative twin: sent by the drafter himself, some of these forms act."""
    chief = actor_for(f"chanhvanphong@{DOMAIN}", kind="chief_of_office")
    before = rows_of_others(chief)
    client = client_for(f"chuyenvien.tonghop@{DOMAIN}")
    client.post(f"/van-ban/di/{keys['drafted']}/viec/thoi/", body(keys))
    after = rows_of_others(chief)
    assert {key for key, row in before.items() if after.get(key) != row}


def test_no_address_takes_a_form_without_its_token(keys: dict[str, int]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(
        Account.objects.get(email=f"vanthu@{DOMAIN}"),
        backend="lienthong.axis.identity.backends.AccountBackend",
    )
    open_to = [
        url for url in targets(keys)
        if client.post(url, body(keys)).status_code not in {403, 404, 405}
    ]  # fmt: skip
    assert open_to == []


@pytest.mark.parametrize("method", ["options", "put", "delete", "patch", "trace"])
def test_other_methods_show_and_do_nothing(
    client_for: Any, keys: dict[str, int], actor_for: Any, method: str
) -> None:
    from tests.systems.rights_kit import MARK

    chief = actor_for(f"chanhvanphong@{DOMAIN}", kind="chief_of_office")
    before = rows_of_others(chief)
    client = client_for(f"{IDLE}@{DOMAIN}")
    for url in (
        f"/van-ban/den/{keys['came']}/", f"/van-ban/di/{keys['drafted']}/",
        f"/nhiem-vu/{keys['task']}/", f"/van-ban/ho-so/{keys['file']}/",
        f"/van-ban/di/y-kien/{keys['opinion']}/", f"/van-ban/den/{keys['came']}/vao-so/",
    ):  # fmt: skip
        answer = getattr(client, method)(url)
        assert answer.status_code < 500
        assert MARK not in answer.content.decode()
    assert rows_of_others(chief) == before


BROKEN = ("²", "9" * 19, "9" * 5000, "-1", "٣", "1e3", "0x1", "1\x00")


@pytest.mark.parametrize("number", BROKEN, ids=lambda text: repr(text[:6]))
def test_a_broken_number_is_no_fault_of_ours(
    client_for: Any, keys: dict[str, int], number: str
) -> None:
    """Digits that are none, and numbers that no key can have, wherever a form or an address has one."""
    sent = dict.fromkeys(("pick", "only", "chosen", "row", "end", "file", "item", "after", "found", "lead", "signatory", "second", "answers", f"left_{number[:9]}", "holding", "drop_saved"), number)  # fmt: skip
    for slot, places in {
        "vanthu": ("/thong-bao/da-doc/", "/van-ban/di/cho-phat-hanh/ky-so/", "/doi-chuc-vu/",
                   f"/van-ban/di/{keys['drafted']}/viec/phat-hanh/",
                   "/van-ban/den/co-quan-cu/", f"/van-ban/ho-so/dua-vao/den/{keys['came']}/",
                   f"/van-ban/den/nhieu-tep/{keys['batch']}/chac-chan/"),
        "luutru": ("/van-ban/ho-so/nop-luu/",),
        "chutich": ("/van-ban/di/cho-ky/ky/", f"/van-ban/di/dot-ky/{keys['signing']}/tiep/"),
        "chuyenvien.tonghop": ("/van-ban/di/soan/xem-truoc/", "/van-ban/di/soan/moi/",
                               "/van-ban/di/soan/tai-len/"),
        "chanhvanphong": ("/nhiem-vu/de-xuat/giao/", "/nhiem-vu/don-doc/"),
        "quantri": ("/quan-tri/quy-che/", "/quan-tri/lich/bo/", "/quan-tri/ban-giao/nhan/"),
    }.items():  # fmt: skip
        client = client_for(f"{slot}@{DOMAIN}")
        for place in places:
            for more in ({}, {"confirm": "1", "helper": "ask"}, {"helper": "x"}):
                answer = client.post(place, sent | more | {"once": new_token()})
                assert answer.status_code < 500, (slot, place, more)
        for address in ("/tra-cuu/?q=x&at={0}&like={0}", "/bang-dieu-hanh/so/p1b/?tu={0}",
                        "/van-ban/den/?size={0}&at={0}", "/van-ban/di/soan/moi/?tra-loi={0}",
                        "/van-ban/so/?trang={0}", "/nhiem-vu/?lead={0}&size={0}",
                        "/van-ban/lich-cong-tac/?giay-moi={0}&ngay={0}"):  # fmt: skip
            if len(number) < 100 and "\x00" not in number:
                answer = client.get(address.format(number))
                assert answer.status_code < 500, (slot, address)


def test_a_key_that_no_row_can_have_is_not_there(client_for: Any, house: kit.House) -> None:
    client = client_for(f"vanthu@{DOMAIN}")
    for place in ("van-ban/tep", "van-ban/den", "van-ban/di", "nhiem-vu", "van-ban/ho-so"):
        assert client.get(f"/{place}/{'9' * 30}/").status_code == 404


def test_who_has_no_post_any_more_is_out_at_the_next_click(
    client_for: Any, keys: dict[str, int], house: kit.House, actor_for: Any, now: dt.datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The session goes on, the posting does not: neither page, nor file, nor form, nor export."""
    from lienthong.kernel import clock

    monkeypatch.setattr(clock, "now", lambda: now)
    client = client_for(f"vanthu@{DOMAIN}")
    with acting(house.clerk):
        file = documents.IncomingDocument.objects.get(pk=keys["came"]).file_id
    places = (
        f"/van-ban/den/{keys['came']}/", "/van-ban/den/?export=csv", "/tra-cuu/?q=a",
        f"/van-ban/tep/{file}/", f"/-/work/{keys['work']}/",
    )  # fmt: skip
    assert {client.get(place).status_code for place in places} == {200}
    person = house.clerk.person_id
    with acting(house.clerk), act("agencies.post_ended", by=house.clerk, at=now):
        for held in PostHolding.objects.filter(person_id=person):
            ended = held.period.__class__(held.period.lower, now.date() - dt.timedelta(days=1))
            if held.period.lower is None or held.period.lower < ended.upper:
                PostHolding.objects.filter(pk=held.pk).update(period=ended)
            else:
                held.delete()
    for place in places:
        answer = client.get(place)
        assert (answer.status_code, answer.headers.get("Location")) == (302, "/"), place
    posted = client.post("/van-ban/den/nhap/", body(keys))
    assert posted.headers["Location"] == "/"
    assert client.get("/").status_code == 200
    assert (
        "văn bản"
        not in client.get("/").content.decode().lower().split("<main")[1].split("</main")[0]
    )


def test_an_official_without_a_unit_does_not_read_what_no_unit_has(
    house: kit.House, keys: dict[str, int]
) -> None:
    """A paper that is not routed yet has no unit either: that makes it nobody's unit's paper."""
    from dataclasses import replace

    idle = replace(house.drafter, person_id=house.head.person_id, unit_id=None, verbs=frozenset())
    with acting(idle), pytest.raises(incoming_queries.NotSeen):
        incoming_queries.get_incoming(idle, keys["came"])
    with acting(house.clerk):
        assert incoming_queries.get_incoming(house.clerk, keys["came"]).lead_unit_id is None


def test_the_opinion_of_one_unit_is_not_read_by_another(
    keys: dict[str, int], house: kit.House, actor_for: Any
) -> None:
    other = actor_for(f"{OFFICER}@{DOMAIN}")
    with acting(other), pytest.raises(incoming_queries.NotSeen):
        outgoing_queries.get_opinion(other, keys["opinion"])
    with acting(house.head):
        assert outgoing_queries.get_opinion(house.head, keys["opinion"]).pk == keys["opinion"]


def test_a_task_is_opened_by_who_has_a_part_in_it(
    keys: dict[str, int], house: kit.House, actor_for: Any
) -> None:
    other = actor_for(f"{OFFICER}@{DOMAIN}")
    for name in ("task", "proposed", "series"):
        with acting(other), pytest.raises(tasks.NotSeen):
            tasks.get_task(other, keys[name])
    with acting(house.clerk):
        assert tasks.get_task(house.clerk, keys["task"]).pk == keys["task"]
        with pytest.raises(tasks.NotSeen):
            tasks.get_task(house.clerk, keys["proposed"])
    chief = actor_for(f"chanhvanphong@{DOMAIN}", kind="chief_of_office")
    with acting(chief):
        assert tasks.get_task(chief, keys["proposed"]).pk == keys["proposed"]


def test_the_name_of_another_paper_is_not_to_be_had_by_answering_it(
    client_for: Any, keys: dict[str, int]
) -> None:
    from tests.systems.rights_kit import MARK

    place = f"/van-ban/di/soan/moi/?tra-loi={keys['came']}"
    page = client_for(f"{OFFICER}@{DOMAIN}").get(place)
    assert page.status_code == 200
    assert MARK not in page.content.decode()


def test_nothing_private_stays_in_a_shared_browser(client_for: Any, keys: dict[str, int]) -> None:
    client = client_for(f"vanthu@{DOMAIN}")
    for place in (
        "/",
        "/van-ban/den/",
        f"/van-ban/den/{keys['came']}/",
        "/tra-cuu/?q=a",
        "/thong-bao/",
    ):
        assert client.get(place).headers["Cache-Control"] == "private, no-store", place
    out = client.post("/accounts/logout/")
    assert out.headers["Clear-Site-Data"] == '"cache"'
    assert "no-store" not in client.get("/kiem-tra/").headers.get("Cache-Control", "")


@pytest.mark.parametrize("back", ["https://ngoai.example/", "//ngoai.example", "javascript:alert(1)",
                                  "/\\ngoai.example", "https:ngoai.example"])  # fmt: skip
def test_no_way_leads_to_another_site(client_for: Any, keys: dict[str, int], back: str) -> None:
    client = client_for(f"vanthu@{DOMAIN}")
    for place, sent in (
        ("/-/density/", {"density": "compact", "next": back}),
        ("/-/language/", {"language": "vi", "next": back}),
        ("/doi-chuc-vu/", {"holding": "1", "next": back}),
    ):
        answer = client.post(place, sent, headers={"Referer": back})
        assert answer.headers["Location"].startswith("/"), place
        assert not answer.headers["Location"].startswith(("//", "/\\")), place
    client.logout()
    account = Account.objects.get(email=f"vanthu@{DOMAIN}")
    account.set_password("một-mật-khẩu-dài-để-thử")
    account.save()
    answer = client.post(
        "/accounts/login/",
        {"login": account.email, "password": "một-mật-khẩu-dài-để-thử", "next": back},
    )
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"


@pytest.fixture
def fresh_limits() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def _tries(client: Any, how_many: int, address: str) -> list[int]:
    return [
        client.post(
            "/accounts/login/",
            {"login": f"nguoi{n}.{address}@{DOMAIN}", "password": "sai-mật-khẩu-rồi"},
            headers={"X-Forwarded-For": address.format(n=n)},
        ).status_code
        for n in range(how_many)
    ]


def test_behind_our_proxy_a_whole_province_is_not_one_visitor(
    client: Any, house: kit.House, settings: Any, fresh_limits: None
) -> None:
    """Limits on tries count by where a request comes from, as the nearest proxy of ours says."""
    settings.PROXIES = 1
    assert 429 not in _tries(client, 40, "10.1.1.{n}")


def test_one_visitor_is_stopped_whatever_he_writes_into_the_header(
    client: Any, house: kit.House, settings: Any, fresh_limits: None
) -> None:
    settings.PROXIES = 1
    assert 429 in _tries(client, 40, "1.2.3.{n}, 10.1.1.1")
