"""A real installation from nothing, played on its screens: no sample, no shell after the first word."""

import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from lienthong.axis.identity.models import Account
from lienthong.kernel.agencies import queries
from lienthong.kernel.agencies.models import Agency, Decision, Person, Post, PostHolding, Unit
from lienthong.kernel.agencies.rules.lines import HEADINGS
from tests.kernel.agencies.conftest import connected_to, emptied
from tests.support import database

PASSWORD = "mat-khau-dau-tien-2026"
HEAD = ";".join(HEADINGS.values())
SO = "thành lập;;Sở {0} tỉnh Mới;Sở {0};;cấp tỉnh;sở;UBND tỉnh Mới;H99.{1};;Sở;có;;;"
XA = (
    "thành lập;;Ủy ban nhân dân xã {0};UBND xã {0};UBND;cấp xã;Ủy ban nhân dân;UBND tỉnh Mới;;"
    "{1};UBND xã;có;;;"
)
TABLE = "\n".join(
    [HEAD, SO.format("Nội vụ", "01"), SO.format("Tài chính", "02")]
    + [XA.format(name, f"9990{n}") for n, name in enumerate(("Đông", "Tây", "Nam"))]
)
DECISION = {
    "number": "01/NQ-HĐND", "decided_on": "01/07/2025", "issuer": "HĐND tỉnh Mới",
    "title": "Tổ chức các cơ quan của tỉnh", "effective_on": "01/07/2025", "source": "Công báo",
}  # fmt: skip


@pytest.fixture
def nothing(django_db_setup, database_name, django_db_blocker, monkeypatch):
    """A database of its own without any agency, in which the command has founded the first."""
    name = f"{database_name}_nothing"
    emptied(name)
    for key, value in {
        "EMAIL": "quantri@moi.example", "NAME": "Quản trị Mẫu", "AGENCY": "UBND tỉnh Mới",
        "PASSWORD": PASSWORD,
    }.items():  # fmt: skip
        monkeypatch.setenv(f"LIENTHONG_ADMIN_{key}", value)
    with django_db_blocker.unblock(), connected_to(name, database_name):
        call_command("first_administrator")
        yield
    database.drop(name)


def url(name, *args):
    return reverse(f"administration:{name}", args=args)


def signed_in(email, password=PASSWORD):
    """Somebody at his own browser, by the page of sign-in."""
    client = Client()
    answer = client.post(reverse("account_login"), {"login": email, "password": password})
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    return client


def send(client, page, target=None, token="", **values):
    shown = client.get(page)
    assert shown.status_code == 200, page
    token = token or re.search(r'name="once" value="([^"]+)"', shown.content.decode())[1]
    return client.post(target or page, {"once": token, **values}, follow=True)


def agency(name):
    return Agency.objects.get(pk=queries.find_agencies(name)[0].agency_id)


def enter(client, table=TABLE, **changes):
    return send(client, url("decision_new"), lines=table, **DECISION | changes)


def test_a_province_from_nothing(nothing):
    admin = signed_in("quantri@moi.example")
    assert admin.get(url("decisions")).status_code == 200
    model = admin.get(url("decision_model")).content.decode("utf-8-sig")
    assert model.splitlines()[0] == HEAD

    # a wrong table: all faults, nothing kept, nothing typed is lost
    wrong = enter(admin, TABLE.replace("UBND tỉnh Mới", "UBND tỉnh Khác"))
    body = wrong.content.decode()
    assert body.count("không có cơ quan “UBND tỉnh Khác”") == 5
    assert "Sở Tài chính" in body
    assert Decision.objects.count() == 1

    # the same paste twice is one decision
    first, again = enter(admin), enter(admin)
    assert first.redirect_chain[-1][0] == again.redirect_chain[-1][0]
    assert Decision.objects.count() == 2
    here = first.redirect_chain[-1][0]
    done = send(admin, here, word="thực hiện").content.decode()
    assert "Đã thực hiện" in done
    assert Agency.objects.count() == 6
    # a template lays down posts and nobody in them
    assert Post.objects.count() > 20
    assert PostHolding.objects.count() == Person.objects.count() == 1

    # the first administrator of a department, in one act; a doubled POST is one
    so = agency("Sở Nội vụ")
    page, target = url("agency", so.pk), url("agency_administrator", so.pk)
    token = re.search(r'name="once" value="([^"]+)"', admin.get(page).content.decode())[1]
    named = {
        "administrator-name": "Quản trị Sở Mẫu", "administrator-email": "qt.snv@moi.example",
        "administrator-document": "QĐ 1", "administrator-password": "ngắn",
    }  # fmt: skip
    weak = send(admin, page, target, token, **named)
    assert "12" in weak.content.decode()
    assert "qt.snv@moi.example" in weak.content.decode()  # still typed in
    assert (Person.objects.count(), Account.objects.count()) == (1, 1)  # the act as a whole
    named["administrator-password"] = PASSWORD
    for _ in range(2):
        assert "Đã cử quản trị" in send(admin, page, target, token, **named).content.decode()
    assert Account.objects.count() == 2
    other = named | {"administrator-email": "khac@moi.example"}
    assert "đã có quản trị" in send(admin, page, target, **other).content.decode()
    xa = agency("UBND xã Đông")
    send(
        admin, url("agency", xa.pk), url("agency_administrator", xa.pk),
        **named | {"administrator-email": "qt.dong@moi.example"},
    )  # fmt: skip

    # he enters his own office
    his = signed_in("qt.snv@moi.example")
    added = send(
        his,
        page,
        url("agency_unit", so.pk),
        **{"unit-name": "Phòng Mới", "unit-since": "01/08/2025"},
    )
    assert "Đã thêm Phòng Mới" in added.content.decode()
    unit = Unit.objects.get(name="Phòng Mới")
    early = send(
        his, page, url("agency_unit", so.pk), **{"unit-name": "Sớm", "unit-since": "01/01/2020"}
    )
    assert "nằm ngoài thời gian" in early.content.decode()
    assert not Unit.objects.filter(name="Sớm").exists()
    post = {
        "post-title": "Văn thư Sở", "post-kind": "clerk", "post-unit": unit.pk,
        "post-since": "01/08/2025",
    }  # fmt: skip
    assert (
        "Đã thêm Văn thư Sở" in send(his, page, url("agency_post", so.pk), **post).content.decode()
    )
    made = Post.objects.get(title="Văn thư Sở")
    send(his, url("person_new"), name="Văn thư Mẫu", email="vt.snv@moi.example")
    clerk = Person.objects.get(email="vt.snv@moi.example")
    his_page = url("person", clerk.pk)
    send(
        his, his_page, url("person_act", clerk.pk, "bo-nhiem"),
        post=made.pk, since="01/08/2025", document="QĐ 2",
    )  # fmt: skip
    send(his, his_page, url("person_act", clerk.pk, "tai-khoan"), password=PASSWORD)
    at_work = signed_in("vt.snv@moi.example")
    assert at_work.get(reverse("documents:take_in")).status_code == 200  # what a clerk may
    assert at_work.get(url("people")).status_code == 403

    # strangers: the administrator of another agency, and a clerk of this one
    stranger = signed_in("qt.dong@moi.example")
    before = (Unit.objects.count(), Post.objects.count(), Account.objects.count())
    for who in (stranger, at_work):
        for name in ("decision_new", "decision_model"):
            assert who.get(url(name)).status_code == 403
        assert who.post(url("decision_new"), DECISION).status_code == 403
        for name in ("agency_unit", "agency_post", "agency_administrator"):
            assert who.post(url(name, so.pk), {**named, **post}).status_code == 403
    assert before == (Unit.objects.count(), Post.objects.count(), Account.objects.count())
    assert "unit-name" not in stranger.get(page).content.decode()
    assert "unit-name" in stranger.get(url("agency", xa.pk)).content.decode()


def test_a_withdrawn_decision_may_be_entered_again(nothing):
    admin = signed_in("quantri@moi.example")
    first = enter(admin).redirect_chain[-1][0]
    send(admin, first, what="withdraw")
    assert enter(admin).redirect_chain[-1][0] != first


def test_the_installation_can_be_renamed_on_the_screen(nothing):
    admin = signed_in("quantri@moi.example")
    table = f"{HEAD}\nđổi tên;UBND tỉnh Mới;Ủy ban nhân dân tỉnh Khác;UBND tỉnh Khác;;;;;;;;;;;"
    here = enter(admin, table).redirect_chain[-1][0]
    assert "Đã thực hiện" in send(admin, here, word="thực hiện").content.decode()
    assert queries.find_agencies("UBND tỉnh Khác")[0].alive
