"""A hundred files made to hurt: none raises, each ends within its limits and says why, none reaches out.

The slow ones (a second and more, to the ten that a file has) are run by
`python -m tests.axis.reading.test_hostile_files`, which prints what each took.
"""

import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from lienthong.axis.reading.api import FileReader
from lienthong.kernel.files.sandbox import Outcome, Sandbox
from tests.axis.reading import hostile_files

SLOW = {
    "pdf: pattern in itself", "pdf: shading by a program", "pdf: a million lines", "pdf: ten thousand notes",
    "pdf: a million pages", "pdf: ccitt endless", "pdf: picture of a billion dots", "pdf: huge box",
    "pdf: letters on one spot", "pdf: fonts by the thousand", "pdf: forms in forms", "pdf: words in one line",
    "pdf: filters in filters", "pdf: states kept", "office: huge table", "office: a million paragraphs",
    "office: cells that span a billion", "image: tiff of many", "image: webp of many", "text: marks without end",
    "text: one line of 5 MB", "text: lines of 5 MB", "text: digits",
    "page: noise", "page: red noise", "page: ten thousand boxes", "page: frames of marks", "page: tiny letters",
    "page: jbig2 of a billion dots", "page: jbig2 drawn over", "page: jpx of 100 million dots",
    "page: tiff of 100 million dots", "page: jpeg of 100 million dots",
}  # fmt: skip
READ = {
    "office: entity of a file", "office: entity of the network", "office: relations outside", "office: object inside",
    "text: utf-16 with its mark", "text: utf-16 cut", "text: utf-16 without its mark", "text: windows 1258",
    "text: right to left",
}  # fmt: skip
SAID = {
    "image: heic": "JPEG", "image: avif": "JPEG", "image: svg": "SVG", "image: postscript": "PostScript",
    "text: html": "HTML", "text: xml": "XML", "office: odt": "không chuyển được",
    "office: xlsx": "Bảng tính", "office: doc": "Bảng tính", "text: nothing": "rỗng", "text: program": "Định dạng",
    "pdf: cut in the middle": "hỏng", "image: png cut": "hỏng", "office: million laughs": "hỏng",
}  # fmt: skip


class Listener:
    """A place on this machine that counts who comes."""

    def __init__(self) -> None:
        self.door = socket.create_server(("127.0.0.1", 0))
        self.came: list[Any] = []
        threading.Thread(target=self._wait, daemon=True).start()

    def _wait(self) -> None:
        while True:
            try:
                line, address = self.door.accept()
            except OSError:
                return
            self.came.append(address)
            line.close()

    @property
    def port(self) -> int:
        return int(self.door.getsockname()[1])


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> Iterator[Listener]:
    found = Listener()
    monkeypatch.setattr(hostile_files, "PORT", found.port)
    yield found
    found.door.close()


@pytest.fixture(scope="module")
def reader() -> Iterator[FileReader]:
    with FileReader() as opened:
        yield opened


def test_no_hostile_file_raises_or_reaches_out(reader: FileReader, listener: Listener) -> None:
    makers = {n: make for n, make in hostile_files.ALL.items() if n not in SLOW}
    assert len(makers) > 75
    found = {name: _read(reader, make) for name, make in makers.items()}
    for name, (answer, seconds) in found.items():
        assert seconds < 12, name
        if answer["verdict"] == "unreadable":
            assert len(answer["reasons"][0]) > 8, name
        else:
            assert answer["verdict"] == "read", name
            assert "root:" not in answer["text"], name
    assert {name for name in READ if found[name][0]["verdict"] != "read"} == set()
    for name, word in SAID.items():
        assert word in found[name][0]["reasons"][0], name
    for name in READ:
        if name.startswith("text"):
            assert "Giao Sở Nội vụ" in found[name][0]["text"], name
    assert reader.network == "none"
    assert listener.came == []
    socket.create_connection(("127.0.0.1", listener.port)).close()  # the twin: who comes is seen
    for _ in range(50):
        if listener.came:
            break
        time.sleep(0.02)
    assert len(listener.came) == 1


def _read(reader: FileReader, make: Callable[[], bytes]) -> tuple[dict[str, Any], float]:
    data = make()
    began = time.monotonic()
    return reader.plain(data, with_text=True), time.monotonic() - began


def main() -> None:
    """Print what every file took, the slow ones too."""
    door = Listener()
    hostile_files.PORT = door.port
    used: list[Outcome] = []
    run = Sandbox.run

    def noted(*args: Any, **more: Any) -> Outcome:
        used.append(run(*args, **more))
        return used[-1]

    Sandbox.run = noted  # type: ignore[method-assign]
    with FileReader() as opened:
        for name, make in hostile_files.ALL.items():
            if sys.argv[1:] and not name.startswith(sys.argv[1]):
                continue
            used.clear()
            answer, seconds = _read(opened, make)
            work, held = max(o.worked for o in used), max(o.peak for o in used)
            print(
                f"{name:34} {seconds:5.1f} s, work {work:4.1f} s, {held:3d} MB  "
                f"{answer.get('reasons', [answer['verdict'], *answer.get('notes', [])])}",
                flush=True,
            )
        print(len(hostile_files.ALL), "files, network:", opened.network, "came:", door.came)


if __name__ == "__main__":
    main()
