"""Wrong file, broken PDF, unknown recipient, a paper marked MẬT, a second click, no line, no mouse.

Each says in Vietnamese what to do, and nothing is lost or half done.
"""

from typing import Any

import pytest

from lienthong.kernel.files.models import StoredFile
from lienthong.systems.documents.models import IncomingDocument, OutgoingDocument
from tests.support.needs import needs
from tests.support.site import Site

from .kit import as_official, press, said

pytestmark = needs("chromium")


def counts() -> tuple[int, int]:
    """Papers and files of the department's clerk."""
    with as_official("vanthu.snv"):
        return IncomingDocument.objects.count(), StoredFile.objects.count()


def fill_paper(page: Any, subject: str) -> None:
    page.goto("/van-ban/den/nhap/")
    page.locator("[name=issuer_name]").fill("UBND xã Ba Tơ")
    page.locator("[name=subject]").fill(subject)


@pytest.mark.parametrize(
    ("name", "content"),
    [("hong.pdf", b"%PDF-1.7\nkhong phai PDF"), ("chuong-trinh.exe", b"MZ\x90\x00" + b"\0" * 200)],
)
def test_a_wrong_or_broken_file_is_named_and_nothing_typed_is_lost(
    site: Site, tmp_path: Any, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    before = counts()
    with site.page("vanthu.snv") as page:
        fill_paper(page, "Tệp hỏng (mẫu)")
        page.locator("[name=files_secret][value=no]").check()
        page.locator("input[type=file]").set_input_files(str(path))
        press(page, "Nhập và kiểm tra")
        if page.url.endswith("/van-ban/den/nhap/"):
            assert page.locator(".notice--stop, .wrong").count() >= 1
            assert page.locator("[name=subject]").input_value() == "Tệp hỏng (mẫu)"
            assert counts() == before
        else:
            assert "Không đọc được tệp. Hãy" in said(page), "a broken paper is shown as what it is"


def test_a_paper_marked_secret_stops_before_the_file_can_be_chosen(site: Site) -> None:
    before = counts()
    with site.page("vanthu.snv") as page:
        fill_paper(page, "Văn bản có dấu (mẫu)")
        assert not page.locator("input[type=file]").is_visible()
        page.locator("[name=files_secret][value=yes]").check()
        assert "không đưa văn bản mật lên hệ thống" in page.locator(".upload__secret").inner_text()
        assert not page.locator("input[type=file]").is_visible()
    assert counts() == before


def test_an_unknown_recipient_is_named_beside_what_was_typed(site: Site) -> None:
    with site.page("chuyenvien.tonghop") as page:
        page.goto("/van-ban/di/soan/moi/")
        page.locator("[name=to]").fill("Sở Vũ trụ")
        page.locator("#whom").get_by_text("Sở Vũ trụ").first.wait_for()
        page.locator("[name=to]").fill("UBND các huyện, thành phố")
        page.locator("#whom .field__error").first.wait_for()
        page.locator("[name=subject]").fill("Nơi nhận không còn (mẫu)")
        page.locator("[name=text]").fill("Nội dung")
        press(page, "Lưu bản thảo")
        assert page.locator(".wrong").count() == 1
        assert page.locator("[name=subject]").input_value() == "Nơi nhận không còn (mẫu)"
    with as_official("chuyenvien.tonghop"):
        assert not OutgoingDocument.objects.filter(subject="Nơi nhận không còn (mẫu)").exists()


def test_a_second_click_stores_once(site: Site) -> None:
    with site.page("vanthu.snv") as page:
        fill_paper(page, "Bấm hai lần (mẫu)")
        with page.expect_navigation(wait_until="load"):
            page.get_by_role("button", name="Nhập và kiểm tra").dblclick()
    with as_official("vanthu.snv"):
        assert IncomingDocument.objects.filter(subject="Bấm hai lần (mẫu)").count() == 1


def test_what_was_typed_without_a_line_is_kept_and_stored_later(site: Site) -> None:
    with site.page("vanthu.snv") as page:
        fill_paper(page, "Gõ khi mất mạng (mẫu)")
        page.wait_for_timeout(500)
        page.context.set_offline(True)
        page.locator(".offline").wait_for(state="visible")
        page.locator("[name=number]").fill("77")
        page.wait_for_timeout(500)
        page.context.set_offline(False)
        page.goto("/van-ban/den/nhap/")
        assert page.locator("[name=subject]").input_value() == "Gõ khi mất mạng (mẫu)"
        assert page.locator("[name=number]").input_value() == "77"
        assert "Đã khôi phục" in page.locator(".draft-note").inner_text()
        press(page, "Nhập và kiểm tra")
        page.goto("/van-ban/den/nhap/")
        assert page.locator("[name=subject]").input_value() == "", "stored: the draft is forgotten"
        page.faults.clear()
    with as_official("vanthu.snv"):
        assert IncomingDocument.objects.get(subject="Gõ khi mất mạng (mẫu)").number == "77"


def test_a_paper_is_taken_in_without_a_mouse(site: Site) -> None:
    with site.page("vanthu.snv") as page:
        page.goto("/van-ban/den/nhap/")
        page.locator("[name=issuer_name]").focus()
        page.keyboard.type("UBND xã Ba Tơ")
        page.locator("[name=subject]").focus()
        page.keyboard.type("Chỉ bàn phím (mẫu)")
        with page.expect_navigation(wait_until="load"):
            page.keyboard.press("Control+Enter")
        page.goto("/van-ban/den/cho-tiep-nhan/")
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") == "find"
        page.locator("#main").focus()
        page.keyboard.press("j")
        with page.expect_navigation(wait_until="load"):
            page.keyboard.press("Enter")
        assert "/van-ban/den/" in page.url
    with as_official("vanthu.snv"):
        assert IncomingDocument.objects.filter(subject="Chỉ bàn phím (mẫu)").count() == 1


def test_the_main_acts_need_no_script(site: Site) -> None:
    """Sign-in, search, a filter, taking in and registering work with JavaScript off."""
    with site.page("vanthu.snv", java_script_enabled=False) as page:
        fill_paper(page, "Không có JavaScript (mẫu)")
        press(page, "Nhập và kiểm tra")
        press(page, "Vào sổ")
        assert "Đã vào sổ" in said(page)
        page.goto("/tra-cuu/?q=khong co javascript")
        assert "Không có JavaScript (mẫu)" in said(page)
        page.goto("/van-ban/den/?q=javascript")
        assert "Không có JavaScript (mẫu)" in said(page)
    with as_official("vanthu.snv"):
        document = IncomingDocument.objects.get(subject="Không có JavaScript (mẫu)")
        assert document.state == "registered"
