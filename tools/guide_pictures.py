"""Take the pictures of the README and of the guide from a running sample province.

    ./lienthong run --data D --port 8791        # prints the password of the sample accounts
    ./lienthong demo --data D --small           # the story of 2018, then back to the present
    .venv/test/bin/python tools/guide_pictures.py http://127.0.0.1:8791 PASSWORD [NAME...]

Everything is clicked as an official would: papers of today are drafted, signed and issued, files are
dropped and read. Pictures go to docs/pictures in 64 colours, which keeps each below 70 KB.
"""

import io
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.axis.reading import papers  # noqa: E402 - the checkout is put on the path above

PICTURES = ROOT / "docs" / "pictures"
DOMAIN = "mau.lienthong.example"
SUBJECT = "Rà soát thủ tục hành chính (mẫu)"
TEXT = """Thực hiện nhiệm vụ cải cách hành chính, Ủy ban nhân dân tỉnh yêu cầu:
1. Giao Sở Nội vụ chủ trì báo cáo kết quả cải cách hành chính trước ngày 15/12/2026.
2. Giao Sở Tư pháp chủ trì, phối hợp với Sở Nội vụ rà soát thủ tục hành chính, báo cáo trước ngày 20/12/2026.
3. Ủy ban nhân dân các xã thực hiện luân chuyển văn bản qua phần mềm liên thông."""
WAIT = 120_000


class Studio:
    """A browser on the installation; one context for each official."""

    def __init__(self, browser: Any, url: str, password: str, wanted: set[str]) -> None:
        self.browser, self.url, self.password, self.wanted = browser, url, password, wanted
        self.pages: dict[str, Any] = {}

    def page(self, slot: str = "") -> Any:
        """The page of an official, signed in once; a visitor's without a name."""
        if slot not in self.pages:
            context = self.browser.new_context(
                base_url=self.url, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh",
                viewport={"width": 1366, "height": 768},
            )  # fmt: skip
            context.set_default_timeout(WAIT)
            page = context.new_page()
            if slot:
                page.goto("/accounts/login/")
                page.locator("[name=login]").fill(f"{slot}@{DOMAIN}")
                page.locator("[name=password]").fill(self.password)
                page.locator("main button[type=submit]").first.click()
                page.wait_for_url(lambda address: "/login/" not in address)
            self.pages[slot] = page
        return self.pages[slot]

    def take(self, name: str, slot: str, address: str = "", *, at: str = "") -> None:
        """A picture of an address, or of the page as it stands; `at` is scrolled to the top."""
        if self.wanted and name not in self.wanted:
            return
        page = self.page(slot)
        if address:
            page.goto(address)
        page.wait_for_load_state("networkidle")
        if at:
            page.locator(at).first.evaluate("(e) => e.scrollIntoView({block: 'start'})")
        drawn = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        path = PICTURES / f"{name}.png"
        drawn.quantize(64, dither=Image.Dither.NONE).save(path, optimize=True)
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} KB")


def press(page: Any, words: str) -> None:
    """Press the button with these words and wait for what follows."""
    with page.expect_navigation(wait_until="load"):
        page.locator("main").get_by_role("button", name=words, exact=True).first.click()


def approved(studio: Studio, subject: str) -> str:
    """A paper drafted, checked and approved; its address."""
    page = studio.page("chuyenvien.tonghop")
    page.goto("/van-ban/di/soan/moi/")
    page.locator("[name=subject]").fill(subject)
    page.locator("[name=to]").fill("UBND xã Ba Tơ\nSở Nội vụ\nSở Tư pháp")
    page.locator("[name=text]").fill(TEXT)
    page.locator("#whom").get_by_text("Gửi đến 3 cơ quan").wait_for()
    page.wait_for_load_state("networkidle")
    press(page, "Lưu và trình")
    address = page.url.removeprefix(studio.url)
    for slot, words in (
        ("truongphong.tonghop", "Nội dung đạt"),
        ("vanthu", "Thể thức đạt"),
        ("chutich", "Duyệt bản thảo"),
    ):
        page = studio.page(slot)
        page.goto(address)
        press(page, words)
    return address


def issued(studio: Studio) -> str:
    """A paper signed, numbered, sealed and issued; its address."""
    address = approved(studio, SUBJECT)
    page = studio.page("chutich")
    page.goto("/van-ban/di/cho-ky/")
    studio.take("signing", "chutich")
    press(page, "Ký ban hành")
    page = studio.page("vanthu")
    page.goto(address)
    press(page, "Cấp số, đăng ký, ký số cơ quan")
    press(page, "Phát hành")
    return address


def until(page: Any, address: str, words: str) -> None:
    """Look again until the worker's part is there."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        page.goto(address)
        if words in page.inner_text("main"):
            return
        time.sleep(2)
    raise SystemExit(f"{address}: “{words}” did not come")


def outgoing(studio: Studio) -> None:
    """What is issued today: the signatory's desk, the paper, its proposals, its tasks, the search."""
    address = issued(studio)
    approved(studio, "Công khai thủ tục hành chính (mẫu)")
    studio.take("desk", "chutich", "/")
    studio.take("document", "vanthu", address)
    secretary = studio.page("chuyenvien.tonghop")
    until(secretary, "/nhiem-vu/de-xuat/", "việc chờ xác nhận")
    secretary.keyboard.press("j")
    secretary.keyboard.press("j")
    studio.take("proposals", "chuyenvien.tonghop")
    press(secretary, "Giao các nhiệm vụ đã chọn")
    studio.take("tasks", "chanhvanphong", "/nhiem-vu/")
    page = studio.page("chanhvanphong")
    page.locator("tbody a").first.click()
    studio.take("task", "chanhvanphong")
    studio.take("search", "vanthu", "/tra-cuu/?q=thu+tuc+hanh+chinh")
    verified(studio, address)


def verified(studio: Studio, address: str) -> None:
    """The public page judges the issued file."""
    clerk = studio.page("vanthu")
    clerk.goto(address)
    link = clerk.locator("main a[href*='/van-ban/tep/']").first.get_attribute("href")
    content = clerk.request.get(str(link)).body()
    page = studio.page()
    page.goto("/kiem-tra/")
    page.locator("input[name=file]").set_input_files(
        {"name": "van-ban.pdf", "mimeType": "application/pdf", "buffer": content}
    )
    press(page, "Kiểm tra")
    studio.take("verify", "", at=".verdict")


def intake(studio: Studio) -> None:
    """Files dropped together, read by the worker, registered beside their page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = []
        for number in (215, 216, 217):
            path = folder / f"cong-van-{number}.pdf"
            path.write_bytes(papers.pdf(folder, number=f"{number}/VP-CCHC"))
            files.append(str(path))
        double, broken = folder / "ban-sao-215.pdf", folder / "trong.pdf"
        double.write_bytes(Path(files[0]).read_bytes())
        broken.write_bytes(b"")
        page = studio.page("vanthu")
        page.goto("/van-ban/den/nhieu-tep/")
        page.locator("[name=channel]").select_option("mail")
        page.locator("[name=files_secret][value=no]").check()
        page.locator("input[type=file]").set_input_files([*files, str(double), str(broken)])
        studio.take("many-files", "vanthu")
        page.get_by_role("button", name="Gửi các tệp").click()
        page.locator("#intake", has_text="đã xong").wait_for()
    studio.take("batch", "vanthu")
    page.get_by_role("link", name="Vào sổ lần lượt").click()
    page.wait_for_url("**/doc-va-vao-so/")
    studio.take("register", "vanthu")
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Control+Enter")
    studio.take("intake", "vanthu", "/van-ban/den/cho-tiep-nhan/")
    studio.take("incoming", "vanthu", "/van-ban/den/")


def looking(studio: Studio) -> None:
    """Board, the list behind a number, reports, keys and proofs."""
    studio.take("board", "chutich", "/bang-dieu-hanh/?thang=2018-09")
    studio.take("behind", "chutich", "/bang-dieu-hanh/so/p1b/?thang=2018-09")
    studio.take("reports", "vanthu", "/van-ban/bao-cao/")
    studio.take("keys", "quantri", "/quan-tri/khoa/")
    studio.take("proofs", "quantri", "/quan-tri/bang-chung/")


SERVES = {
    "outgoing": {"signing", "desk", "document", "proposals", "tasks", "task", "search", "verify"},
    "intake": {"many-files", "batch", "register", "intake", "incoming"},
    "looking": {"board", "behind", "reports", "keys", "proofs"},
}


def main(arguments: list[str]) -> None:
    """Take all pictures, or those that are named."""
    url, password, *names = arguments
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    parts: tuple[Callable[[Studio], None], ...] = (outgoing, intake, looking)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        studio = Studio(browser, url.rstrip("/"), password, set(names))
        for part in parts:
            if not names or SERVES[part.__name__] & set(names):
                part(studio)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
