"""The helper's confirmation window, really drawn: tkinter on a display of its own (Xvfb)."""

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from tests.support.needs import require

from .kit import Kit

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("tkinter") is None, reason="Python này không có tkinter (python3-tk)"
)
SRC = str(Path(__file__).resolve().parents[3] / "src")
WINDOW = """
import json, sys, threading
from cryptography import x509
from lienthong.axis.signing.helper.asked import Asked, Item
from lienthong.axis.signing.helper.person import Window

deed, count = sys.argv[1], int(sys.argv[2])
certificate = x509.load_der_x509_certificate(open(sys.argv[3], "rb").read())
items = tuple(Item(f"{n}/UBND-TH: Rà soát (mẫu)", bytes([n % 256]) * 32, b"") for n in range(1, count + 1))
asked = Asked("n" * 32, certificate, b"1", "token", items)
window, seen, found = Window(), {}, []
root = window._root

def inside(widget):
    for child in widget.winfo_children():
        yield child
        yield from inside(child)

def act():
    tops = [w for w in root.winfo_children() if w.winfo_class() == "Toplevel"]
    if not tops:
        root.after(50, act)
        return
    (top,) = tops
    parts = list(inside(top))
    text = next(w for w in parts if w.winfo_class() == "Text")
    pin = next(w for w in parts if w.winfo_class() == "Entry")
    buttons = {w["text"]: w for w in parts if w.winfo_class() == "Button"}
    root.update()
    seen.update(
        text=text.get("1.0", "end"), locked=text["state"], mask=pin["show"], title=top.title(),
        shown=bool(top.winfo_viewable()), front=bool(int(top.attributes("-topmost"))), said=window._said.get(),
    )
    if deed in ("sign", "refuse_with_pin"):
        pin.insert(0, "1234")
    if deed in ("sign", "sign_without_pin"):
        buttons["Ký"].invoke()
    elif deed == "close":
        top.tk.call(top.wm_protocol("WM_DELETE_WINDOW"))
    else:
        buttons["Từ chối"].invoke()
    seen["gone"] = not top.winfo_exists()

def ask():
    answer = window.confirm(asked, "https://lienthong.example")
    found.append(None if answer is None else answer.reveal())
    root.after(0, root.quit)

window.show_code("12345678")
threading.Thread(target=ask, daemon=True).start()
root.after(50, act)
root.after(20000, root.quit)
window.run()
print(json.dumps({"answer": found} | seen))
"""


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """A screen that nobody sees."""
    program = require("Xvfb")
    reader, writer = os.pipe()
    argv = [program, "-displayfd", str(writer), "-screen", "0", "1024x768x24", "-nolisten", "tcp"]
    server = subprocess.Popen(argv, pass_fds=[writer], stderr=subprocess.DEVNULL)
    os.close(writer)
    try:
        with os.fdopen(reader) as told:
            number = told.readline().strip()
        assert number, "Xvfb did not start"
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(10)


def asked(display: str, kit: Kit, folder: Path, deed: str, count: int = 2) -> dict[str, Any]:
    """What the window showed, and what it answered when somebody did this."""
    certificate = folder / "me.der"
    certificate.write_bytes(kit.person.certificate.public_bytes(Encoding.DER))
    done = subprocess.run(
        [sys.executable, "-c", WINDOW, deed, str(count), str(certificate)],
        capture_output=True, text=True, timeout=60, env=os.environ | {"DISPLAY": display, "PYTHONPATH": SRC},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_what_is_signed_stands_there_and_the_pin_does_not(
    display: str, kit: Kit, tmp_path: Path
) -> None:
    told = asked(display, kit, tmp_path, "sign")
    assert told["answer"] == ["1234"]
    assert told["shown"]
    assert told["front"]
    assert told["title"] == "Yêu cầu ký số"
    for words in (
        "Trang: https://lienthong.example", "Chủ tịch UBND tỉnh", "Số văn bản, tệp sẽ ký: 2",
        "1. 1/UBND-TH: Rà soát (mẫu)", "2. 2/UBND-TH", f"SHA-256 {'01' * 32}",
    ):  # fmt: skip
        assert words in told["text"], words
    assert (told["locked"], told["mask"]) == ("disabled", "•")
    assert "1234 5678" in told["said"], "the code of the pairing, in two halves"
    assert told["gone"], "nothing of it is left on the screen"


@pytest.mark.parametrize("deed", ["refuse", "refuse_with_pin", "close", "sign_without_pin"])
def test_everything_else_signs_nothing(display: str, kit: Kit, tmp_path: Path, deed: str) -> None:
    """Refused, with a PIN typed too, closed by its corner, or without a PIN: no answer, no window."""
    told = asked(display, kit, tmp_path, deed)
    assert told["answer"] == [None]
    assert told["gone"]


def test_a_long_list_is_counted(display: str, kit: Kit, tmp_path: Path) -> None:
    told = asked(display, kit, tmp_path, "refuse", count=203)
    assert "… và 3 tệp nữa" in told["text"]
    assert "203. " not in told["text"]
    assert "Số văn bản, tệp sẽ ký: 203" in told["text"]
