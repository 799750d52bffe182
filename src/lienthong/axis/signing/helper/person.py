"""How the helper speaks with the person before the computer: in a window, or in the terminal."""

import getpass
import sys
import threading
from collections.abc import Callable
from typing import Protocol

from lienthong.axis.signing.pki.held import Secret

from . import device
from .asked import Asked

SHOWN = 200  # lines of a list; more are counted


class Person(Protocol):
    """Shows codes and sentences, and asks before each signature."""

    def show_code(self, code: str) -> None:
        """Show the code that pairs a page."""

    def tell(self, sentence: str) -> None:
        """Say what happened."""

    def confirm(self, asked: Asked, origin: str) -> Secret | None:
        """Show everything that is to be signed; the PIN when it is confirmed, else None."""


def lines_of(asked: Asked, origin: str) -> list[str]:
    """What is shown before a signature: who asks, whose certificate, how many, and each of them."""
    count = len(asked.items)
    lines = [
        f"Trang: {origin}",
        f"Chứng thư: {device.named(asked.certificate)}",
        f"Số văn bản, tệp sẽ ký: {count}",
    ]
    for number, item in enumerate(asked.items[:SHOWN], 1):
        lines += [f"{number}. {item.title}", f"   SHA-256 {item.digest.hex()}"]
    if count > SHOWN:
        lines.append(f"… và {count - SHOWN} tệp nữa")
    return lines


class Terminal:
    """In the terminal that the helper was started in."""

    def __init__(
        self,
        read_line: Callable[[str], str] = input,
        read_pin: Callable[[str], str] = getpass.getpass,
    ) -> None:
        self._read_line, self._read_pin = read_line, read_pin

    def show_code(self, code: str) -> None:
        """Print the code in two halves, as it is read aloud."""
        self.tell(f"Mã ghép nối (dùng một lần, trong 5 phút): {code[:4]} {code[4:]}")

    def tell(self, sentence: str) -> None:
        """Print at once: the person waits for it."""
        print(sentence, file=sys.stdout, flush=True)  # noqa: T201

    def confirm(self, asked: Asked, origin: str) -> Secret | None:
        """Asks for a typed word, then for the PIN, which is not echoed."""
        self.tell("\n".join(["", "YÊU CẦU KÝ SỐ", *lines_of(asked, origin)]))
        try:
            if self._read_line(
                "Gõ KÝ (hoặc ky) để ký, phím khác để từ chối: "
            ).strip().lower() not in {"ký", "ky"}:
                return None
            return Secret(self._read_pin("Mã PIN của thiết bị (không hiện khi gõ): ")) or None
        except EOFError:
            return None


class Window:
    """In a window of its own (tkinter), which comes to the front when something is asked."""

    def __init__(self) -> None:
        import tkinter

        self._tk = tkinter
        self._root = tkinter.Tk()
        self._root.title("Liên Thông: trình ký")
        self._said = tkinter.StringVar(value="")
        tkinter.Label(
            self._root, textvariable=self._said, justify="left", padx=16, pady=16, wraplength=520
        ).pack()

    def run(self) -> None:
        """Serve the window; returns when it is closed."""
        self._root.mainloop()

    def show_code(self, code: str) -> None:
        """Show the code large enough to read across the desk."""
        self.tell(f"Mã ghép nối (dùng một lần, trong 5 phút):\n{code[:4]} {code[4:]}")

    def tell(self, sentence: str) -> None:
        """Shown in the main window; may be called from any thread."""
        self._root.after(0, self._said.set, sentence)

    def confirm(self, asked: Asked, origin: str) -> Secret | None:
        """Open the window of this request and wait for its answer."""
        answer: list[Secret | None] = []
        done = threading.Event()
        self._root.after(0, self._open, lines_of(asked, origin), answer, done)
        done.wait()
        return answer[0]

    def _open(self, lines: list[str], answer: list[Secret | None], done: threading.Event) -> None:
        tk = self._tk
        top = tk.Toplevel(self._root)
        top.title("Yêu cầu ký số")
        top.attributes("-topmost", True)
        shown = tk.Text(top, width=92, height=min(24, len(lines) + 1), wrap="word")
        shown.insert("1.0", "\n".join(lines))
        shown.configure(state="disabled")
        shown.pack(padx=12, pady=12)
        tk.Label(top, text="Mã PIN của thiết bị:").pack()
        pin = tk.Entry(top, show="•", width=24)
        pin.pack()

        def end(value: Secret | None) -> None:
            if not done.is_set():
                answer.append(value)
                pin.delete(0, "end")
                top.destroy()
                done.set()

        tk.Button(top, text="Ký", command=lambda: end(Secret(pin.get()) or None)).pack(pady=6)
        tk.Button(top, text="Từ chối", command=lambda: end(None)).pack(pady=(0, 12))
        top.protocol("WM_DELETE_WINDOW", lambda: end(None))
        pin.focus_set()
