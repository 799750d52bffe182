"""Tesseract: its library within this process where the machine has it, else its program.

The library prints what the program prints, word for word; the model is loaded once, in the parent of
all sandboxes, and not for each picture, which is a tenth of the time of a page.
"""

import ctypes
import ctypes.util
import math
import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image

SECONDS = 55
# Seconds of processor time, of the ten that a page has, after which its rest stays unread.
WORKED = 8.0
_LONG = (3, 11)  # modes that read a whole page
_until = math.inf
_NAMES = ("libtesseract.so.5", "libtesseract.so.4", "libtesseract.5.dylib")


def available() -> bool:
    """Whether Tesseract is installed."""
    return shutil.which("tesseract") is not None


@lru_cache(maxsize=1)
def model() -> str:
    """The Vietnamese model, or the English one where the machine has no other."""
    known = subprocess.run(
        ["tesseract", "--list-langs"], capture_output=True, text=True, timeout=10, check=False
    ).stdout.split()
    return "vie" if "vie" in known else "eng"


@dataclass(frozen=True)
class _Library:
    """The opened library with one model, ready to read pictures one after another."""

    calls: ctypes.CDLL
    handle: int
    monitor: int

    def table(self, image: Image.Image, mode: int) -> bytes:
        """The words of a grey picture as the program's table, without its heading.

        A whole page that takes longer than it may is left where recognition stood: `exhausted` tells.
        """
        self.calls.TessBaseAPISetPageSegMode(self.handle, mode)
        self.calls.TessBaseAPISetImage(
            self.handle, image.tobytes(), image.width, image.height, 1, image.width
        )
        if mode in _LONG:
            self.calls.TessBaseAPIRecognize(self.handle, self.monitor)
        found = self.calls.TessBaseAPIGetTsvText(self.handle, 0)
        if not found:
            return b""
        try:
            return ctypes.string_at(found)
        finally:
            self.calls.TessDeleteText(found)
            self.calls.TessBaseAPIClear(self.handle)


@lru_cache(maxsize=1)
def library() -> _Library | None:
    """The library with the model loaded; None where it cannot be opened."""
    for name in (*_NAMES, ctypes.util.find_library("tesseract") or ""):
        try:
            calls = ctypes.CDLL(name) if name else None
            handle = _started(calls) if calls else None
        except (OSError, AttributeError):
            continue
        if calls is not None and handle:
            return _Library(calls, handle, _watched(calls))
    return None


def begin() -> None:
    """From now on a page has its time: without this, as long as it takes."""
    global _until
    _until = time.process_time() + WORKED


def exhausted() -> bool:
    """Whether this process has worked on its page as long as it may."""
    return time.process_time() > _until


# Asked by the library at each word; kept here, for the library holds no more than its address.
_Question = ctypes.CFUNCTYPE(ctypes.c_bool, ctypes.c_void_p, ctypes.c_int)
_enough = _Question(lambda _of, _words: exhausted())


def _watched(calls: ctypes.CDLL) -> int:
    """What the library asks whether to go on."""
    calls.TessMonitorCreate.restype = ctypes.c_void_p
    calls.TessMonitorSetCancelFunc.argtypes = [ctypes.c_void_p, _Question]
    monitor: int = calls.TessMonitorCreate()
    calls.TessMonitorSetCancelFunc(monitor, _enough)
    return monitor


def _started(calls: ctypes.CDLL) -> int | None:
    """A reader of the library with the model; None when the model cannot be loaded."""
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    calls.TessBaseAPICreate.restype = pointer
    calls.TessBaseAPIInit3.argtypes = [pointer, text, text]
    calls.TessBaseAPISetVariable.argtypes = [pointer, text, text]
    calls.TessBaseAPISetPageSegMode.argtypes = [pointer, number]
    calls.TessBaseAPISetImage.argtypes = [pointer, text, number, number, number, number]
    calls.TessBaseAPIRecognize.argtypes = [pointer, pointer]
    calls.TessBaseAPIGetTsvText.argtypes = [pointer, number]
    calls.TessBaseAPIGetTsvText.restype = pointer
    calls.TessBaseAPIClear.argtypes = calls.TessDeleteText.argtypes = [pointer]
    handle: int | None = calls.TessBaseAPICreate()
    if handle is None or calls.TessBaseAPIInit3(handle, None, model().encode()):
        return None
    calls.TessBaseAPISetVariable(handle, b"debug_file", b"/dev/null")
    return handle


def table(image: Image.Image, mode: str) -> str:
    """What Tesseract reads of a grey picture, a line for each word, in its own columns."""
    grey = image if image.mode == "L" else image.convert("L")
    own = library()
    if own is not None:
        return own.table(grey, int(mode)).decode("utf-8", "replace")
    return _by_program(grey, mode).decode("utf-8", "replace").partition("\n")[2]


def _by_program(image: Image.Image, mode: str) -> bytes:
    """The same by the program, which reads the picture as a file of the memory: its standard input it
    takes letter by letter, a sixth of the time of a page."""
    picture = b"P5 %d %d 255\n" % image.size + image.tobytes()
    asked = ["stdout", "-l", model(), "--psm", mode, "tsv"]
    handle = os.memfd_create("page")
    try:
        if os.write(handle, picture) == len(picture):
            return subprocess.run(
                ["tesseract", f"/proc/self/fd/{handle}", *asked],
                capture_output=True, timeout=SECONDS, check=True, pass_fds=(handle,),
            ).stdout  # fmt: skip
    except OSError:
        pass  # a page larger than what may be written here
    finally:
        os.close(handle)
    return subprocess.run(
        ["tesseract", "stdin", *asked],
        input=picture, capture_output=True, timeout=SECONDS, check=True,
    ).stdout  # fmt: skip
