"""What comes out of the printer: the matter with its title, and nothing that can only be pressed.

Each main page is looked at as the printer sees it; the sheets themselves are made once by chromium.
"""

import io
import re
from typing import Any

import pytest
from pypdf import PdfReader

from tests.support import browser
from tests.support.needs import needs
from tests.support.site import Site

from . import stage

pytestmark = needs("chromium")
# Who prints what; {key} is the first object of that kind on the stage.
PAGES = (
    ("vanthu", "/"),
    ("vanthu.snv", "/van-ban/den/"),
    ("vanthu.snv", "/van-ban/den/cho-tiep-nhan/"),
    ("vanthu.snv", "/van-ban/den/{incoming}/"),
    ("vanthu", "/van-ban/di/"),
    ("vanthu", "/van-ban/di/{outgoing}/"),
    ("vanthu", "/van-ban/di/{outgoing}/theo-doi/"),
    ("giamdoc.snv", "/nhiem-vu/"),
    ("giamdoc.snv", "/nhiem-vu/{task}/"),
    ("chanhvanphong", "/nhiem-vu/theo-co-quan/"),
    ("chanhvanphong", "/nhiem-vu/tuan-toi/"),
    ("vanthu", "/van-ban/so/"),
    ("vanthu.snv", "/van-ban/so/{book}/"),
    ("chuyenvien.tonghop", "/van-ban/ho-so/"),
    ("chuyenvien.tonghop", "/van-ban/ho-so/{file}/"),
    ("vanthu", "/van-ban/bao-cao/"),
    ("", "/kiem-tra/"),
    ("chutich", "/bang-dieu-hanh/"),
    ("chutich", "/bang-dieu-hanh/so/p1b/"),
    ("chutich", "/bang-dieu-hanh/thang/"),
)
# Sheets made for the printer by an address of their own.
SHEETS = (
    ("vanthu.snv", "/van-ban/den/?view=print"),
    ("vanthu", "/van-ban/di/?view=print"),
)
ACTS = re.compile(
    r"^(Sửa|Thêm|Gửi|Tải|Đổi|Lập|Tạo|Bỏ|Xóa|Hủy|Giao|Trả|Chuyển|Soạn|Nhập|Cấp|Xuất|In|Mở|Đưa|Xem|Chọn|Thử) "
)
# What is drawn on the sheet and can only be pressed, filled in or opened there.
SEEN = """() => {
  const drawn = (e) => e.checkVisibility({visibilityProperty: true}) && e.getClientRects().length > 0;
  const words = (e) => `${e.tagName.toLowerCase()}.${e.className} ${(e.textContent || e.name || "").trim().slice(0, 60)}`;
  const pressed = "button, summary, select, textarea, input:not([type=hidden]), nav, dialog, .button, .menu, [role=tab]";
  return {
    pressed: [...document.querySelectorAll(pressed)].filter(drawn).map(words),
    links: [...document.querySelectorAll("a")].filter(drawn).map((e) => e.textContent.trim()),
    heads: [...document.querySelectorAll("h1")].filter(drawn).length,
  };
}"""
# Text of a table that the edge of the sheet would cut off.
CUT = """(wide) => [...document.querySelectorAll("th, td, p, h1, h2")]
  .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > wide + 1)
  .map((e) => `${e.tagName} ${e.textContent.slice(0, 40)} ${Math.round(e.getBoundingClientRect().right)}`).slice(0, 5)"""
UPRIGHT, LYING = 662, 1009  # what A4 leaves within our margins, in dots of the browser


def address(shape: str) -> str:
    """The address with the keys of the stage."""
    return re.sub(r"{(\w+)}", lambda match: str(stage.KEYS[match[1]][0]), shape)


def on_paper(page: Any, url: str) -> dict[str, Any]:
    """What is drawn of a page on paper."""
    answer = page.goto(url, wait_until="load")
    assert answer.status == 200, url
    page.emulate_media(media="print")
    wide = LYING if page.locator(".sheet--wide").count() else UPRIGHT
    page.set_viewport_size({"width": wide, "height": LYING})
    seen: dict[str, Any] = page.evaluate(SEEN)
    seen["cut"] = page.evaluate(CUT, wide)
    return seen


@pytest.mark.parametrize(("slot", "shape"), (*PAGES, *SHEETS))
def test_nothing_that_can_only_be_pressed_is_printed(site: Site, slot: str, shape: str) -> None:
    with site.page(slot) as page:
        seen = on_paper(page, address(shape))
    assert seen["heads"] == 1, "a sheet without its title"
    assert seen["pressed"] == []
    assert [words for words in seen["links"] if ACTS.match(words + " ")] == []
    assert seen["cut"] == []


def test_the_look_would_notice(site: Site) -> None:
    """The negative twin: on the screen the same page shows what paper must not."""
    with site.page("vanthu.snv") as page:
        page.goto("/van-ban/den/")
        seen = page.evaluate(SEEN)
    assert any(line.startswith("button") for line in seen["pressed"])
    assert any(line.startswith("nav") for line in seen["pressed"])


@pytest.mark.parametrize(("slot", "shape"), [PAGES[4], PAGES[7], SHEETS[0]])
def test_a_sheet_bears_title_day_and_number(site: Site, slot: str, shape: str) -> None:
    with site.page(slot) as page:
        answer = page.goto(address(shape), wait_until="load")
        assert answer.status == 200
        title = page.locator("h1").first.inner_text()
        made = page.pdf(prefer_css_page_size=True, display_header_footer=False)
    sheets = PdfReader(io.BytesIO(made)).pages
    first = sheets[0].extract_text()
    assert " ".join(title.split()).casefold() in " ".join(first.split()).casefold()
    assert re.search(rf"\b1 */ *{len(sheets)}\b", first), "no number of the page"
    assert "2026" in first


def test_a_book_of_annex_iv_is_a_sheet_of_its_own(site: Site) -> None:
    """Set as PDF, not printed from the screen: a cover, then the annex's columns and a number."""
    answer = site.client("vanthu.snv").get(address("/van-ban/so/{book}/in/"))
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    texts = [
        " ".join(sheet.extract_text().split()).casefold()
        for sheet in PdfReader(io.BytesIO(content)).pages
    ]
    assert "sổ đăng ký văn bản đến năm: 2026" in texts[0]
    sheets = [text for text in texts if "tên loại và trích yếu nội dung văn bản" in text]
    assert sheets
    for number, text in enumerate(sheets, start=1):
        assert re.search(rf"\btrang {number}\b", text)


def test_a_telephone_prints_the_same(site: Site) -> None:
    """The narrow page of a telephone is no narrow sheet: the head of the table is there."""
    with site.page("vanthu.snv", viewport=browser.PHONE) as page:
        page.goto("/van-ban/den/", wait_until="load")
        made = page.pdf(prefer_css_page_size=True)
    text = PdfReader(io.BytesIO(made)).pages[0].extract_text()
    assert "tríchyếu" in "".join(text.split()).casefold()
