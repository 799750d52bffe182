"""1.b, one sign-on with the official e-mail address: in, a second factor, refused, a leaver out."""

import base64
import hashlib
import hmac
import struct
import time
from typing import Any

from lienthong.axis.identity import api as identity
from lienthong.axis.identity.models import Account
from tests.conftest import NOW
from tests.support.needs import needs
from tests.support.site import DOMAIN, PASSWORD, Site

from .kit import as_official, press, said

pytestmark = needs("chromium")


def code_of(secret: str, at: float | None = None) -> str:
    """The six digits of an authenticator (RFC 6238): made here, not by the library under test."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    counter = struct.pack(">Q", int((time.time() if at is None else at) // 30))
    digest = hmac.new(key, counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def test_the_code_is_that_of_the_standard() -> None:
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert code_of(secret, 59) == "287082"


def sign_in(page: Any, slot: str, password: str = PASSWORD) -> None:
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(f"{slot}@{DOMAIN}")
    page.locator("[name=password]").fill(password)
    press(page, "Đăng nhập")


def test_a_second_factor_is_set_up_and_asked_for(site: Site) -> None:
    from allauth.mfa.models import Authenticator

    with site.page() as page:
        sign_in(page, "chuyenvien.snv", "không-phải-mật-khẩu")
        assert "mật khẩu không đúng" in said(page)
        assert page.locator("[name=login]").input_value() == f"chuyenvien.snv@{DOMAIN}"
        sign_in(page, "chuyenvien.snv")
        assert page.locator("h1").inner_text() == "Công việc của tôi"
        page.get_by_role("link", name="Tài khoản").click()
        page.get_by_role("link", name="Bật xác thực hai lớp").click()
        page.locator("[name=password]").fill(PASSWORD)
        press(page, "Xác nhận")
        page.locator("[name=code]").fill("000000")
        press(page, "Bật")
        assert "Mã không đúng" in said(page)
        secret = page.locator("[data-secret]").inner_text().strip()
        page.locator("[name=code]").fill(code_of(secret))
        press(page, "Bật")
        account = Account.objects.get(email=f"chuyenvien.snv@{DOMAIN}")
        assert set(Authenticator.objects.filter(user=account).values_list("type", flat=True)) >= {
            "totp"
        }
        page.goto("/accounts/logout/")
        press(page, "Thoát")
        sign_in(page, "chuyenvien.snv")
        assert page.locator("h1").inner_text() == "Xác thực hai lớp"
        page.goto("/van-ban/den/")
        assert page.locator("h1").inner_text() == "Xác thực hai lớp", "half signed in is not in"
        page.locator("[name=code]").fill(code_of(secret, time.time() + 30))
        press(page, "Đăng nhập")
        assert page.locator("h1").inner_text() == "Công việc của tôi"


def test_a_leaver_is_refused_at_the_next_request(site: Site) -> None:
    """The administrator closes the account: the open desk is shut, and the password opens nothing."""
    with site.page() as page:
        sign_in(page, "chuyenvien.stp")
        assert page.locator("h1").inner_text() == "Công việc của tôi"
        with as_official("quantri") as administrator:
            account = Account.objects.get(email=f"chuyenvien.stp@{DOMAIN}")
            identity.close_account(account=account, by=administrator, at=NOW)
        page.goto("/van-ban/den/?q=thu")
        assert page.locator("h1").inner_text() == "Đăng nhập"
        assert "next=/van-ban/den/" in page.url
        page.locator("[name=login]").fill(f"chuyenvien.stp@{DOMAIN}")
        page.locator("[name=password]").fill(PASSWORD)
        press(page, "Đăng nhập")
        assert page.locator("h1").inner_text() == "Đăng nhập"
