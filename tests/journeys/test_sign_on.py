"""1.b, one sign-on with the official e-mail address: in, or refused with what was typed kept."""

from typing import Any

from tests.support.needs import needs
from tests.support.site import DOMAIN, PASSWORD, Site

from .kit import press, said

pytestmark = needs("chromium")


def sign_in(page: Any, slot: str, password: str = PASSWORD) -> None:
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(f"{slot}@{DOMAIN}")
    page.locator("[name=password]").fill(password)
    press(page, "Đăng nhập")


def test_the_official_address_and_the_password_open_the_desk(site: Site) -> None:
    with site.page() as page:
        sign_in(page, "chuyenvien.snv", "không-phải-mật-khẩu")
        assert "mật khẩu không đúng" in said(page)
        assert page.locator("[name=login]").input_value() == f"chuyenvien.snv@{DOMAIN}"
        sign_in(page, "chuyenvien.snv")
        assert page.locator("h1").inner_text() == "Công việc của tôi"
        page.get_by_role("link", name="Tài khoản").click()
        page.get_by_role("link", name="Bật xác thực hai lớp").wait_for()
