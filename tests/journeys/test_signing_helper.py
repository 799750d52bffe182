"""A leader signs with the token in his own computer: page, helper and SoftHSM2, all real (D.1)."""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lienthong.axis.signing import api as signing
from lienthong.axis.signing.helper.__main__ import PORT
from lienthong.systems.documents.models import OutgoingDocument
from tests.axis.signing.tokens_kit import PIN, library, slots
from tests.conftest import NOW
from tests.screens import stage
from tests.support import browser
from tests.support.needs import needs
from tests.support.site import Site
from tests.systems.documents import outgoing_kit as outgoing
from tests.systems.documents import own_key_kit as own

from .kit import as_official, said

pytestmark = [needs("chromium"), needs("softhsm2-util")]
START = """
import fcntl, os, sys, termios
os.setsid()
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from lienthong.axis.signing.helper.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


class Running:
    """The helper in a terminal of its own."""

    def __init__(self, site: str) -> None:
        self.master, inner = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, "--site", site, "--library", library()],
            stdin=inner, stdout=inner, stderr=inner,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"},
        )  # fmt: skip
        os.close(inner)
        self.screen = ""

    def wait_for(self, pattern: str, seconds: float = 90) -> re.Match[str]:
        until = time.monotonic() + seconds
        while (found := re.search(pattern, self.screen)) is None:
            assert time.monotonic() < until, self.screen
            if select.select([self.master], [], [], 0.2)[0]:
                self.screen += os.read(self.master, 65536).decode(errors="replace")
        return found

    def type(self, words: str) -> None:
        self.screen = ""
        os.write(self.master, f"{words}\n".encode())

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def helper(site: Site, tmp_path: Path) -> Iterator[Running]:
    """The chairman's token, enrolled as standing in his own computer, and the helper there."""
    key = own.made_key("Chủ tịch (mẫu)", NOW, post="Chủ tịch")
    with slots(tmp_path / "hsm") as made:
        made.add("ca nhan", ("01", key.private_key))
        made.add_certificate("ca nhan", "01", key.certificate)
        own.enrol(key, stage.actor("chutich"), NOW, person=True)
        running = Running(site.url)
        running.wait_for("Mã ghép nối")
        try:
            yield running
        finally:
            running.end()


def approved() -> OutgoingDocument:
    house = outgoing.house(lambda email: stage.actor(email.split("@")[0]))
    return outgoing.checked(house, NOW, "Sở Y tế")


def open_and_press(page: Any, paper: OutgoingDocument) -> Any:
    page.goto(f"/van-ban/di/cho-ky/?van-ban={paper.pk}")
    page.locator("main").get_by_role("button", name="Ký ban hành", exact=True).click()
    return page.locator("dialog[open]")


def test_a_leader_signs_with_his_own_token(site: Site, helper: Running) -> None:
    first, second, third = approved(), approved(), approved()
    assert PORT == 24820, "the policy of the pages names this port"
    with site.page("chutich") as page:
        dialog = open_and_press(page, first)
        dialog.get_by_label("Mã ghép nối").wait_for()
        browser.picture(page, "helper-pairing")
        code = helper.wait_for(r"(\d{4}) (\d{4})")
        dialog.get_by_label("Mã ghép nối").fill(f"{code[1]} {code[2]}")
        dialog.get_by_role("button", name="Ghép nối").click()
        asked = helper.wait_for(r"(?s)YÊU CẦU KÝ SỐ.*Gõ KÝ")[0]
        assert first.subject in asked
        assert "Số văn bản, tệp sẽ ký: 1" in asked
        browser.picture(page, "helper-confirm")
        helper.type("ky")
        helper.wait_for("PIN")
        with page.expect_navigation(wait_until="load"):
            helper.type(PIN)
        assert "Đã ký" in said(page)
        assert PIN not in helper.screen, "not echoed"
        with as_official("chutich") as chair:
            signed = OutgoingDocument.objects.get(pk=first.pk)
            assert signed.state == "signed"
            assert signing.evidence_of(chair, signed).count() == 1

        # The second time the page is paired still; declined on the helper, nothing is signed.
        dialog = open_and_press(page, second)
        helper.wait_for("Gõ KÝ")
        helper.type("không")
        dialog.get_by_text("Đã từ chối trên trình ký").wait_for()
        browser.picture(page, "helper-declined")
        dialog.get_by_role("button", name="Đóng").click()

        # The helper is killed while it waits for the person: nothing half-signed.
        dialog = open_and_press(page, third)
        helper.wait_for("Gõ KÝ")
        helper.end()
        dialog.get_by_text("Mất liên lạc với trình ký").wait_for()
        dialog.get_by_role("button", name="Đóng").click()
        dialog = open_and_press(page, third)
        dialog.get_by_text("Không thấy trình ký trên máy này").wait_for()
        page.faults[:] = [fault for fault in page.faults if "ERR_CONNECTION" not in fault
                          and "ERR_EMPTY_RESPONSE" not in fault]  # fmt: skip
    with as_official("chutich") as chair:
        for paper in (second, third):
            untouched = OutgoingDocument.objects.get(pk=paper.pk)
            assert untouched.state == "approved"
            assert signing.evidence_of(chair, untouched).count() == 0
