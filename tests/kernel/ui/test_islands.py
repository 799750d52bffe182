"""The small scripts and what is left without them: drafts, one click, pickers, files, a lost line."""

from pathlib import Path
from typing import Any

import pytest

from tests.support import browser

FORM = "/-/gallery/forms/"


def test_what_was_typed_comes_back_until_the_server_has_it(
    site: str, running_chromium: Any
) -> None:
    with browser.page(running_chromium, site) as opened:
        opened.goto(FORM)
        opened.locator("#id_subject").fill("V/v rà soát hộ nghèo")
        opened.locator("#id_confirmed").check()
        opened.locator("#id_kind").select_option("gm")
        opened.wait_for_timeout(400)
        opened.reload()
        assert opened.locator("#id_subject").input_value() == "V/v rà soát hộ nghèo"
        assert opened.locator("#id_confirmed").is_checked()
        assert opened.locator("#id_kind").input_value() == "gm"
        assert "Đã khôi phục" in opened.locator(".draft-note").inner_text()
        opened.context.add_cookies(
            [{"name": "draft_stored", "value": "gallery.compose", "url": site}]
        )
        opened.reload()
        assert opened.locator("#id_subject").input_value() == ""
        assert opened.locator(".draft-note").count() == 0
        assert opened.evaluate("document.cookie").find("draft_stored") < 0


def test_a_draft_can_be_thrown_away(site: str, running_chromium: Any) -> None:
    with browser.page(running_chromium, site) as opened:
        opened.goto(FORM)
        opened.locator("#id_subject").fill("bỏ đi")
        opened.wait_for_timeout(400)
        opened.reload()
        opened.locator(".draft-note button").click()
        assert opened.locator("#id_subject").input_value() == ""
        opened.reload()
        assert opened.locator("#id_subject").input_value() == ""


def test_a_draft_is_kept_for_its_writer_alone(site: str, running_chromium: Any) -> None:
    """A machine that several clerks share."""
    with browser.page(running_chromium, site) as opened:
        opened.goto(FORM)
        opened.evaluate(
            """() => {
              const draft = JSON.stringify({ at: Date.now(), values: { subject: "của người khác" } });
              localStorage.setItem("lienthong:draft:999:gallery.compose", draft);
              localStorage.setItem("lienthong:draft:gallery:old", JSON.stringify({ at: 1, values: {} }));
            }"""
        )
        opened.reload()
        assert opened.locator("#id_subject").input_value() == ""
        assert opened.evaluate("Object.keys(localStorage).filter((k) => k.includes('draft'))") == []


def test_what_the_server_sent_back_is_not_overwritten_by_a_draft(
    site: str, running_chromium: Any
) -> None:
    with browser.page(running_chromium, site) as opened:
        opened.goto(FORM)
        opened.locator("#id_due_on").fill("01/01/2027")
        opened.wait_for_timeout(400)
        opened.goto("/-/gallery/forms-wrong/")
        assert opened.locator("#id_due_on").input_value() == "hôm nào đó"


def test_a_second_click_sends_nothing(site: str, running_chromium: Any) -> None:
    with browser.page(running_chromium, site) as opened:
        opened.goto(FORM)
        let_through, words = opened.evaluate(
            """() => {
              let sent = 0;
              addEventListener("submit", (event) => {
                sent += event.defaultPrevented ? 0 : 1;
                event.preventDefault();  // a line so slow that the answer never comes
              });
              const button = document.querySelector(".button--main[type=submit]");
              button.click(); button.click(); button.click();
              return [sent, button.textContent];
            }"""
        )
        assert (let_through, words) == (1, "Đang gửi…")


def test_faults_get_the_focus_and_lead_to_their_fields(site: str, running_chromium: Any) -> None:
    with browser.page(running_chromium, site) as opened:
        opened.goto("/-/gallery/forms-wrong/")
        assert opened.evaluate("document.activeElement.className") == "wrong"
        opened.keyboard.press("Tab")
        opened.keyboard.press("Enter")
        assert opened.evaluate("document.activeElement.id") == "id_subject"


def test_an_agency_is_chosen_by_typing_and_arrows(site: str, running_chromium: Any) -> None:
    with browser.page(running_chromium, site) as opened:
        opened.goto(FORM)
        words = opened.locator("#id_lead")
        words.press_sequentially("dung quat")
        opened.locator("#id_lead_list [role=option][aria-selected=true]").wait_for()
        assert words.get_attribute("aria-expanded") == "true"
        assert browser.axe(opened) == []
        words.press("Enter")
        assert words.input_value().startswith("Ban Quản lý Khu kinh tế Dung Quất")
        assert opened.locator("input[name=lead]").input_value() == "2"
        assert opened.locator("#id_lead_list [role=option]").count() == 0
        words.press("Backspace")
        assert opened.locator("input[name=lead]").input_value() == "", "other words, other choice"


def test_several_agencies_become_chips_that_can_go(site: str, running_chromium: Any) -> None:
    with browser.page(running_chromium, site) as opened:
        opened.goto(FORM)
        words = opened.locator("#id_others")
        chips = opened.locator(".picker[data-many] .chip")
        assert chips.count() == 2
        words.press_sequentially("ly son")
        opened.locator("#id_others_list [role=option]").first.click()
        assert chips.count() == 3
        assert words.input_value() == ""
        opened.locator("[data-unpick]").first.click()
        assert chips.count() == 2


def test_nothing_found_is_said(site: str, running_chromium: Any) -> None:
    with browser.page(running_chromium, site) as opened:
        opened.goto(FORM)
        opened.locator("#id_lead").press_sequentially("không có cơ quan này")
        opened.locator("#id_lead_list .picker__note").wait_for()
        opened.locator("#id_lead").press("Enter")


@pytest.mark.parametrize("scripts", [True, False])
def test_the_question_on_secrecy_stands_before_the_file(
    site: str, running_chromium: Any, scripts: bool
) -> None:
    with browser.page(running_chromium, site, java_script_enabled=scripts) as opened:
        opened.goto("/-/gallery/upload/")
        assert not opened.locator("#upload").is_visible()
        opened.locator(".upload__yes").check()
        assert not opened.locator("#upload").is_visible()
        assert opened.locator(".upload__secret").is_visible()
        opened.locator(".upload__no").check()
        assert opened.locator("#upload").is_visible()
        assert not opened.locator(".upload__secret").is_visible()


def test_a_file_that_is_too_big_is_named_before_it_is_sent(
    site: str, running_chromium: Any, tmp_path: Path
) -> None:
    small, big = tmp_path / "nhỏ.pdf", tmp_path / "lớn.pdf"
    small.write_bytes(b"x" * 2000)
    big.write_bytes(b"")
    with big.open("wb") as handle:
        handle.truncate(52_428_801)
    with browser.page(running_chromium, site) as opened:
        opened.goto("/-/gallery/upload/")
        opened.locator(".upload__no").check()
        opened.locator("#upload").set_input_files([str(small)])
        assert "2 KB" in opened.locator(".upload__files").inner_text()
        assert opened.evaluate("document.getElementById('upload').checkValidity()")
        opened.locator("#upload").set_input_files([str(big)])
        assert "không gửi được" in opened.locator(".upload__files").inner_text()
        assert not opened.evaluate("document.getElementById('upload').checkValidity()")


def test_a_lost_line_is_said_and_typing_stays(site: str, running_chromium: Any) -> None:
    with browser.page(running_chromium, site) as opened:
        opened.goto("/-/gallery/list/")
        opened.context.set_offline(True)
        opened.locator(".offline").wait_for(state="visible")
        opened.locator("#list-q").fill("hộ nghèo")
        opened.locator("#list-q").press("Enter")
        opened.locator("#shout .notice").wait_for()
        assert "vẫn còn trên máy này" in opened.locator("#shout").inner_text()
        assert opened.locator("#list-q").input_value() == "hộ nghèo"
        opened.context.set_offline(False)
        opened.locator(".offline").wait_for(state="hidden")
        opened.faults.clear()  # the browser itself reports the failed request


def test_a_refusal_of_a_part_is_shown_above_it(site: str, running_chromium: Any) -> None:
    with browser.page(running_chromium, site) as opened:
        opened.goto("/-/gallery/list/")
        opened.evaluate("htmx.ajax('GET', '/-/gallery/403/', '#list')")
        opened.locator("#shout .notice").wait_for()
        assert "Chức vụ của bạn" in opened.locator("#shout").inner_text()
        assert opened.locator("#list tbody tr").count() == 50, "what one worked on stays"
        opened.faults.clear()  # htmx reports the refused request


def test_the_main_acts_need_no_script(site: str, running_chromium: Any) -> None:
    with browser.page(running_chromium, site, java_script_enabled=False) as opened:
        opened.goto("/-/gallery/list/")
        assert opened.locator("[data-action-bar]").is_visible(), "ticks and their acts"
        assert opened.locator("[data-pick-all]").is_hidden()
        opened.locator("[data-filters] summary").click()
        opened.locator("input[name=open]").check()
        opened.locator("button", has_text="Lọc danh sách").click()
        opened.wait_for_url("**open=1**")
        assert opened.locator(".chip", has_text="chưa chuyển").is_visible()
        opened.locator("th a.sort", has_text="Số đến").click()
        opened.wait_for_url("**sort=no**")
        assert opened.locator("th[aria-sort=descending]").inner_text() == "Số đến"
        opened.goto(FORM)
        assert opened.locator("button.button--main[type=submit]").is_enabled()
        opened.locator(".acting summary").click()
        assert opened.locator(".acting .menu__item").count() == 3


def test_a_dialog_asks_and_can_be_left(site: str, running_chromium: Any) -> None:
    with browser.page(running_chromium, site) as opened:
        opened.goto("/-/gallery/parts/")
        opened.locator("[data-dialog-open=sample-dialog]").click()
        assert opened.locator("#sample-dialog").is_visible()
        assert opened.evaluate("document.activeElement.closest('dialog') !== null")
        opened.locator("#sample-dialog [data-dialog-close]").click()
        assert not opened.locator("#sample-dialog").is_visible()


def test_on_paper_there_is_no_frame_and_the_head_is_on_every_sheet(
    site: str, running_chromium: Any, tmp_path: Path
) -> None:
    import pypdf

    with browser.page(running_chromium, site) as opened:
        opened.goto("/-/gallery/list-print/")
        path = tmp_path / "list.pdf"
        opened.pdf(path=str(path), format="A4", prefer_css_page_size=True)
        pages = pypdf.PdfReader(str(path)).pages
        assert len(pages) >= 2
        for sheet in pages[:-1]:
            assert "Trích yếu" in sheet.extract_text()
        assert float(pages[0].mediabox.width) > float(pages[0].mediabox.height), "ten columns lie"
        opened.goto("/-/gallery/document/")
        opened.emulate_media(media="print")
        assert not opened.locator(".rail").is_visible()
        assert not opened.locator(".top").is_visible()
        assert opened.locator(".document__known > .facts").is_visible()


def test_rows_stand_denser_when_asked(site: str, running_chromium: Any) -> None:
    with browser.page(running_chromium, site) as opened:
        opened.goto("/-/gallery/")
        opened.keyboard.press("?")
        opened.locator("#help-here button[value=compact]").click()
        opened.wait_for_load_state()
        assert opened.evaluate("document.documentElement.dataset.density") == "compact"
        opened.goto("/-/gallery/list-one/")
        height = "getComputedStyle(document.documentElement).getPropertyValue('--row')"
        assert opened.evaluate(height).strip() == "2.25rem"
