"""Many files dropped at once, over a line that breaks, and registered one after the other by keyboard.

What the server took in is never sent or kept twice; what it did not take in is sent again by itself.
"""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lienthong.kernel import clock
from lienthong.systems.documents.models import IncomingDocument, IntakeBatch, IntakeItem
from lienthong.systems.documents.services import intake_reading
from tests.axis.mailbox import outlook_files
from tests.axis.reading import papers
from tests.support.needs import needs
from tests.support.roles import as_role
from tests.support.site import Site
from tests.systems.documents.test_mailbox import letter as message

from .kit import as_official, press, said

pytestmark = needs("chromium")
CLERK = "vanthu.stp"
DROP = "/van-ban/den/nhieu-tep/"
ADD = "**/them/"
Made = Callable[..., list[Path]]


@pytest.fixture
def letters(tmp_path: Path) -> Made:
    """Files of letters that differ by their numbers."""

    def make(*numbers: int) -> list[Path]:
        made = []
        for number in numbers:
            path = tmp_path / f"cong-van-{number}.pdf"
            path.write_bytes(papers.pdf(tmp_path, number=f"{number}/VP-CCHC"))
            made.append(path)
        return made

    return make


def choose(page: Any, files: list[Path]) -> None:
    """Answer the question of secrecy and choose the files."""
    if not page.locator("[name=files_secret][value=no]").is_visible():
        page.locator("summary", has_text="Gửi thêm hoặc gửi tiếp").click()
    channel = page.locator("[name=channel]")
    if channel.count():
        channel.select_option("mail")
    page.locator("[name=files_secret][value=no]").check()
    page.locator("input[type=file]").set_input_files([str(path) for path in files])


def send(page: Any) -> None:
    page.get_by_role("button", name="Gửi các tệp").click()


def sent(page: Any) -> int:
    """Send and wait until the page of the batch is there; returns the batch."""
    send(page)
    return arrived(page)


def arrived(page: Any) -> int:
    """The page of the batch; its address is there from the first file on, its list at the end."""
    page.locator("[data-busy]").wait_for(state="detached")
    page.locator("#intake").wait_for()
    page.wait_for_load_state("load")
    return batch_of(page)


def posts(page: Any) -> list[str]:
    """A list that grows by each file that the page sends."""
    sent: list[str] = []

    def note(request: Any) -> None:
        if request.method == "POST" and request.url.endswith("/them/"):
            sent.append(request.url)

    page.on("request", note)
    return sent


def items(batch: int) -> list[tuple[str, str]]:
    """Name and state of each file of a batch."""
    with as_official(CLERK):
        rows = IntakeItem.objects.filter(batch_id=batch).order_by("name", "pk")
        return list(rows.values_list("name", "state"))


def batch_of(page: Any) -> int:
    return int(page.url.rstrip("/").rsplit("/", 1)[1])


def read_all(site: Site) -> None:
    """What the worker does with the files that wait."""
    with as_role("lt_worker", site.name):
        intake_reading.read_open(now=clock.now)


def test_an_answer_lost_on_the_way_doubles_no_file_and_a_doubled_file_is_named(
    site: Site, letters: Made, tmp_path: Path
) -> None:
    """The first file reaches the server, its answer does not reach the page: it is sent again."""
    files = letters(301, 302)
    double = tmp_path / "ban-sao.pdf"
    double.write_bytes(files[0].read_bytes())
    with site.page(CLERK) as page:
        page.goto(DROP)
        choose(page, [files[0], double, files[1]])
        lost: list[str] = []
        line = page.context.new_cdp_session(page)
        line.send(
            "Fetch.enable",
            {"patterns": [{"urlPattern": "*/them/", "requestStage": "Response"}]},
        )

        def answer(paused: Any) -> None:
            """The server has taken the file in and answered; the first answer never arrives."""
            if not lost:
                lost.append(paused["request"]["url"])
                fault = {"requestId": paused["requestId"], "errorReason": "ConnectionReset"}
                line.send("Fetch.failRequest", fault)
            else:
                line.send("Fetch.continueRequest", {"requestId": paused["requestId"]})

        line.on("Fetch.requestPaused", answer)
        send(page)
        page.get_by_text("Mất kết nối. Đang tự gửi lại; các tệp đã gửi vẫn còn.").wait_for()
        assert lost
        batch = arrived(page)
        names = sorted(path.name for path in (*files, double))
        found = items(batch)
        assert [name for name, _state in found] == names, "each once"
        assert sorted(state for _name, state in found) == ["duplicate", "waiting", "waiting"]
        read_all(site)
        page.locator("#intake", has_text="đã xong").wait_for()
        assert "Trùng tệp đã có" in said(page)
        assert page.locator("#intake progress").get_attribute("value") == "3"
        page.faults[:] = [fault for fault in page.faults if "ERR_CONNECTION_RESET" not in fault]


def test_a_line_cut_in_the_middle_is_waited_out(site: Site, letters: Made) -> None:
    """After the second file the line is gone; when it is there again the rest goes by itself."""
    files = letters(311, 312, 313, 314)
    with site.page(CLERK) as page:
        page.goto(DROP)
        choose(page, files)
        gone = posts(page)
        cut: list[str] = []

        def line(route: Any) -> None:
            if route.request.method == "POST" and len(gone) > 2 and not cut:
                cut.append(route.request.url)
                page.context.set_offline(True)
                route.abort("internetdisconnected")
            else:
                route.continue_()

        page.route(ADD, line)
        send(page)
        words = page.locator("[data-sending-words]")
        page.get_by_text("Mất kết nối. Đang tự gửi lại").wait_for()
        assert cut
        batch = batch_of(page)
        kept = items(batch)
        assert 1 <= len(kept) < len(files), "what had come stays"
        assert words.is_visible()
        page.context.set_offline(False)
        assert arrived(page) == batch
        assert items(batch) == [(path.name, "waiting") for path in files]
        page.faults.clear()  # the browser tells of each request that had no line


def test_a_page_closed_in_the_middle_goes_on_where_it_was(site: Site, letters: Made) -> None:
    """The same files chosen again in the batch: only those that had not come are sent."""
    files = letters(321, 322, 323)
    with site.page(CLERK) as page:
        page.goto(DROP)
        choose(page, files[:2])
        batch = sent(page)
        read_all(site)
    with site.page(CLERK) as page:
        page.goto(f"{DROP}{batch}/")
        again = posts(page)
        choose(page, files)
        page.evaluate("document.querySelector('#intake').id = 'before'")
        assert sent(page) == batch
        assert len(again) == 1, "known files are not sent again"
    assert [state for _name, state in items(batch)] == ["taken", "taken", "waiting"]


def settled(page, batch: int, seconds: float = 3.0) -> None:
    """Wait until no file has come for a while: one may be on its way through a busy server."""
    seen, since = len(items(batch)), time.monotonic()
    while time.monotonic() - since < seconds:
        page.wait_for_timeout(100)
        if len(items(batch)) != seen:
            seen, since = len(items(batch)), time.monotonic()


def test_a_page_loaded_anew_in_the_middle_names_what_has_not_come(
    site: Site, letters: Made
) -> None:
    """The line goes while a file is under way, the page is closed; the same files dropped on the first
    page go on in their batch."""
    files = letters(*range(371, 379))
    with site.page(CLERK) as page:
        page.goto(DROP)
        choose(page, files)
        line = page.context.new_cdp_session(page)
        line.send("Network.enable")
        slow = {
            "offline": False,
            "latency": 20,
            "downloadThroughput": -1,
            "uploadThroughput": 15_000,
        }
        line.send("Network.emulateNetworkConditions", slow)
        send(page)
        page.get_by_text(re.compile("Đã gửi [12]/8 tệp")).wait_for()
        line.send("Network.emulateNetworkConditions", slow | {"offline": True})
        page.get_by_text("Mất kết nối. Đang tự gửi lại").wait_for()
        asked: list[str] = []
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        batch = batch_of(page)
        page.goto("about:blank")  # the page is closed while the line is gone
        assert asked == ["beforeunload"], "the clerk is asked before the rest is forgotten"
        line.send("Network.emulateNetworkConditions", slow | {"offline": False})
        settled(page, batch)  # what had been sent whole is taken in
        page.goto(f"{DROP}{batch}/")
        kept = [name for name, _state in items(batch)]
        left = [path.name for path in files if path.name not in kept]
        assert kept
        assert left
        told = said(page)
        assert f"Đã nhận {len(kept)}/8 tệp, còn {len(left)} tệp chưa nhận." in told
        assert "đã xong" not in told
        named = page.locator("[data-to-come] li").all_inner_texts()
        assert [words.split()[0] for words in named] == left
        page.goto(DROP)
        again = posts(page)
        left = [path.name for path in files if path.name not in [n for n, _ in items(batch)]]
        choose(page, files)
        assert sent(page) == batch
        assert len(again) == len(left), "what had come is not sent again"
        assert [name for name, _state in items(batch)] == [path.name for path in files]
        assert not page.locator("[data-to-come]").count()
        page.faults.clear()  # the browser tells of each request that had no line


def test_a_file_at_which_the_server_fails_is_named_and_sent_again(
    site: Site, letters: Made
) -> None:
    """It holds up no other; the button sends it again in its place."""
    files = letters(381, 382, 383)
    with site.page(CLERK) as page:
        page.goto(DROP)
        choose(page, files)
        broken = [True]

        def line(route: Any) -> None:
            if broken and b"cong-van-381.pdf" in (route.request.post_data_buffer or b""):
                route.fulfill(status=500, body="")
            else:
                route.continue_()

        page.route(ADD, line)
        page.clock.install()
        send(page)
        retry = page.get_by_role("button", name="Gửi lại các tệp chưa nhận được")
        for _second in range(120):
            page.clock.run_for(1000)
            if retry.is_visible():
                break
        page.get_by_text("Đã gửi 2/3 tệp").wait_for()
        assert (
            "cong-van-381.pdf. Máy chủ gặp lỗi"
            in page.locator("[data-sending-faults]").inner_text()
        )
        batch = batch_of(page)
        assert [name for name, _state in items(batch)] == [path.name for path in files[1:]]
        broken.clear()
        retry.click()
        assert arrived(page) == batch
        assert [name for name, _state in items(batch)] == [path.name for path in files]
        page.faults.clear()  # the browser tells of each answer 500


def test_a_session_that_ended_in_the_middle_says_what_to_do(site: Site, letters: Made) -> None:
    files = letters(331, 332)
    with site.page(CLERK) as page:
        page.goto(DROP)
        choose(page, files)

        def line(route: Any) -> None:
            page.context.clear_cookies()
            route.continue_()

        page.route(ADD, line)
        send(page)
        page.get_by_text("Hãy đăng nhập lại, mở đợt này và chọn lại các tệp.").wait_for()
        batch = batch_of(page)
        page.faults.clear()
    assert items(batch) == []


def test_a_secret_or_too_large_file_is_not_sent(site: Site, letters: Made, tmp_path: Path) -> None:
    """Told beside the others, which go on; with the answer “yes” nothing is even opened."""
    files = letters(341)
    large = tmp_path / "qua-lon.pdf"
    with large.open("wb") as handle:
        handle.truncate(50 * 1024 * 1024 + 1)
    with as_official(CLERK):
        before = IntakeBatch.objects.count()
    with site.page(CLERK) as page:
        page.goto(DROP)
        page.locator("[name=files_secret][value=yes]").check()
        assert not page.locator("input[type=file]").is_visible()
        with as_official(CLERK):
            assert IntakeBatch.objects.count() == before
        choose(page, [large, *files])
        asked = posts(page)
        send(page)
        page.get_by_text("Đã gửi 1/2 tệp").wait_for()
        fault = page.locator("[data-sending-faults] li")
        assert fault.all_inner_texts() == ["Không nhận được: qua-lon.pdf. Tệp quá lớn."]
        assert len(asked) == 1
        batch = batch_of(page)
    assert items(batch) == [(files[0].name, "waiting")]


def test_files_that_have_all_come_open_no_second_batch(
    site: Site, letters: Made, tmp_path: Path
) -> None:
    """Dropped again, under another name too: the batch that has them is named; of some only the new ones go."""
    files = letters(401, 402, 403)
    other = tmp_path / "tai lai tu thu.pdf"
    other.write_bytes(files[1].read_bytes())
    mail = tmp_path / "Gửi.eml"
    mail.write_bytes(message("lan nua", ("khac.pdf", files[0].read_bytes() + b"\n%")))
    with site.page(CLERK) as page:
        page.goto(DROP)
        choose(page, [*files[:2], mail])
        batch = sent(page)
        page.goto(DROP)
        gone = posts(page)
        choose(page, [files[0], other, mail])
        send(page)
        page.get_by_text("Các tệp này đã nhận đủ trước đây, không mở đợt mới:").wait_for()
        line = page.locator("[data-sending-known] li")
        assert [
            " ".join(words.split(" · ")[0].split()[:-2]) for words in line.all_inner_texts()
        ] == ["cong-van-401.pdf, tai lai tu thu.pdf, Gửi.eml: đợt"]
        assert gone == []
        assert page.url.endswith(DROP), "no batch was opened"
        page.locator("[data-busy]").wait_for(state="detached")
        with as_official(CLERK):
            assert IntakeBatch.objects.order_by("-pk")[0].pk == batch
        # The same page goes on with others: one of three is new.
        choose(page, [*files, mail])
        send(page)
        page.get_by_text("1 tệp mới được gửi; 3 tệp đã nhận trước đây, không gửi lại:").wait_for()
        page.get_by_text("Đã gửi 1/1 tệp").wait_for()
        page.locator("[data-busy]").wait_for(state="detached")
        assert len(gone) == 1
        second = batch_of(page)
        assert second != batch
        assert items(second) == [("cong-van-403.pdf", "waiting")]
        page.locator("[data-sending-known] a").click()
        page.wait_for_url(f"**{DROP}{batch}/")
        # In the batch itself what another has is told, too; what is its own is only not sent again.
        choose(page, [files[0], files[2]])
        send(page)
        page.get_by_text("1 tệp mới được gửi; 1 tệp đã nhận trước đây, không gửi lại:").wait_for()
        page.locator("[data-busy]").wait_for(state="detached")
        assert str(page.locator("[data-sending-known] a").get_attribute("href")).endswith(
            f"/{second}/"
        )
        assert len(gone) == 1
    assert len(items(batch)) == 4


def test_messages_saved_from_a_mail_program_are_opened(
    site: Site, letters: Made, tmp_path: Path
) -> None:
    """Dropped as Outlook and a webmail save them, one of them without any paper, one larger than a paper may be."""
    files = letters(391, 392, 393)
    saved = {
        "Gửi công văn 391.eml": message("391", (files[0].name, files[0].read_bytes())),
        "Lời chào.eml": message("chao"),
        "Gửi công văn 392.msg": outlook_files.msg(
            outlook_files.attachment(files[1].name, files[1].read_bytes()),
            subject="Gửi công văn 392",
        ),
        "lon.eml": message(
            "lon", (files[2].name, files[2].read_bytes()), ("phim.mp4", bytes(40 << 20))
        ),
    }
    for name, content in saved.items():
        (tmp_path / name).write_bytes(content)
    with site.page(CLERK) as page:
        page.goto(DROP)
        choose(page, [tmp_path / name for name in saved])
        listed = page.locator(".upload__files").inner_text()
        assert "quá" not in listed, "a message may be larger than a paper"
        batch = sent(page)
        read_all(site)
        page.locator("#intake", has_text="đã xong").wait_for()
        told = said(page)
        assert "Thư đã mở" in told
        assert "«Gửi văn bản 391»" in told
        assert "kèm thư «Gửi công văn 392»" in told
        assert "Thư «Gửi văn bản chao» không kèm tệp văn bản nào." in told
        page.get_by_role("link", name="cong-van-391.pdf").click()
        page.wait_for_url("**/doc-va-vao-so/")
        assert "Kèm thư «Gửi văn bản 391»" in said(page)
    found = items(batch)
    assert sorted(state for _name, state in found) == [
        *["opened"] * 3, "set_aside", "set_aside", *["taken"] * 3,
    ]  # fmt: skip
    assert [name for name, state in found if state == "taken"] == [path.name for path in files]


def test_papers_are_registered_one_after_the_other_by_keyboard(site: Site, letters: Made) -> None:
    """The words that were read are lit on the page; Enter goes on, Ctrl+Enter registers."""
    files = letters(351, 352)
    with site.page(CLERK) as page:
        page.goto(DROP)
        choose(page, files)
        batch = sent(page)
        read_all(site)
        page.locator("#intake", has_text="đã xong").wait_for()
        page.get_by_role("link", name="Vào sổ lần lượt").click()
        page.wait_for_url("**/doc-va-vao-so/")
        seen = set()
        for left in (2, 1):
            assert f"Còn {left} văn bản của đợt chờ vào sổ" in page.locator("main").inner_text()
            picture = page.locator("figure.page img").first
            assert "sang=" in str(picture.get_attribute("src"))
            assert (
                picture.evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 400
            )
            assert page.evaluate("document.activeElement.form.hasAttribute('data-register')")
            number = page.locator("[name=number]").input_value()
            seen.add(number)
            before = page.evaluate("document.activeElement.name")
            page.keyboard.press("Enter")
            assert page.evaluate("document.activeElement.name") != before
            assert page.url.endswith("/doc-va-vao-so/"), "Enter alone registers nothing"
            page.locator("[name=subject]").fill(f"Công khai thủ tục, văn bản {number} (mẫu)")
            note = page.locator("[name=trust_note]")
            if note.count():
                note.fill("Bản quét của bưu phẩm, đã đối chiếu bản giấy")
            with page.expect_navigation(wait_until="load"):
                page.keyboard.press("Control+Enter")
            assert "Đã vào sổ, số đến" in page.inner_text("body")
        assert seen == {"351", "352"}
        assert batch_of(page) == batch
        assert "Đã vào sổ hoặc đã trả lại: 2 văn bản của đợt này." in said(page)
    with as_official(CLERK):
        rows = IncomingDocument.objects.filter(intake_item__batch_id=batch).order_by("number")
        assert [(row.number, row.state) for row in rows] == [
            ("351", "registered"), ("352", "registered"),
        ]  # fmt: skip
        assert len({row.arrival_number for row in rows}) == 2


def test_without_a_script_all_files_go_in_one_request(site: Site, letters: Made) -> None:
    with site.page(CLERK, java_script_enabled=False) as page:
        page.goto(DROP)
        choose(page, letters(361, 362))
        press(page, "Gửi các tệp")
        batch = batch_of(page)
    assert [state for _name, state in items(batch)] == ["waiting", "waiting"]
