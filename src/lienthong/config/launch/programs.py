"""The outside programs that some parts use: how each is found, in which Debian package, and what for.

One table for `doctor`, for the tests' `needs` and for `.ci/run`, so that they cannot disagree.
"""

import ctypes.util
import functools
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

from lienthong.config.launch import servers

HEADLESS = "chromium-headless-shell"


@dataclass(frozen=True)
class Program:
    """An outside program; `look` returns its version or place, or None when it is missing.

    `serves`: its package opens ports by itself, so it is installed for a whole test run only
    (LIENTHONG_REQUIRE=all) and never on a machine that merely runs an installation.
    """

    name: str
    package: str
    purpose: str
    look: Callable[[], str | None]
    serves: bool = False


def ask(*argv: str) -> str:
    """What a program prints, its error output included; nothing when it is missing or fails."""
    if shutil.which(argv[0]) is None:
        return ""
    try:
        done = subprocess.run(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=30,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()


def first_line(*argv: str) -> str | None:
    """The first line a program prints, or None when it is missing."""
    text = ask(*argv)
    return text.splitlines()[0] if text else None


def on_path(*names: str) -> Callable[[], str | None]:
    """A look for the first of these names on the path."""
    return lambda: next((found for name in names if (found := shutil.which(name))), None)


def chromium() -> str | None:
    """The place of Chromium, or None; the one without windows first: a third of the processor time."""
    given = os.environ.get("LIENTHONG_CHROMIUM")
    names = (HEADLESS, "chromium", "chromium-browser", "google-chrome")
    return on_path(*((given,) if given else names))()


def tesseract_languages() -> frozenset[str]:
    """The languages that Tesseract can read here."""
    return frozenset(line.strip() for line in ask("tesseract", "--list-langs").splitlines()[1:])


def vietnamese_ocr() -> str | None:
    """Tesseract's Vietnamese data, or None."""
    return "vie" if "vie" in tesseract_languages() else None


def libarchive() -> str | None:
    """The library that opens RAR and 7z, or None."""
    return ctypes.util.find_library("archive")


def fonts() -> str | None:
    """A font with Vietnamese letters that the browser's pictures can use, or None."""
    return first_line("fc-list", ":lang=vi", "family")


def postgres() -> str | None:
    """The newest PostgreSQL server that fits, or None."""
    found = servers.find_servers()
    return f"PostgreSQL {found[0].version} ({found[0].bin})" if found else None


TABLE = (
    Program("postgres", "postgresql", "cơ sở dữ liệu riêng của hệ thống", postgres),
    Program("chromium", HEADLESS, "kiểm thử trên trình duyệt, ảnh trong hướng dẫn", chromium),
    Program(HEADLESS, HEADLESS, "kiểm thử trên trình duyệt nhanh gấp ba", on_path(HEADLESS)),
    Program("pdfsig", "poppler-utils", "đối chiếu chữ ký số PDF", on_path("pdfsig")),
    Program("cmsutil", "libnss3-tools", "đối chiếu chữ ký của NSS", on_path("cmsutil")),
    Program("pdftoppm", "poppler-utils", "xem trang PDF dưới dạng ảnh", on_path("pdftoppm")),
    Program("pdftotext", "poppler-utils", "đối chiếu chữ trong PDF", on_path("pdftotext")),
    Program("tesseract", "tesseract-ocr", "đọc văn bản quét (OCR)", on_path("tesseract")),
    Program(
        "tesseract-vie", "tesseract-ocr-vie", "đọc chữ Việt trong văn bản quét", vietnamese_ocr
    ),
    Program(
        "soffice",
        "libreoffice-writer-nogui",
        "chuyển tệp .docx tải lên thành PDF",
        on_path("soffice", "libreoffice"),
    ),
    Program("libarchive", "libarchive13", "mở tệp RAR, 7z trong thư", libarchive),
    Program(
        "softhsm2-util",
        "softhsm2",
        "kiểm thử ký bằng thiết bị lưu khóa (PKCS#11)",
        on_path("softhsm2-util"),
    ),
    Program(
        "dovecot",
        "dovecot-imapd",
        "kiểm thử lấy văn bản từ hộp thư (IMAP)",
        on_path("dovecot"),
        serves=True,
    ),
    Program("Xvfb", "xvfb", "kiểm thử cửa sổ trình ký", on_path("Xvfb")),
    Program("fonts", "fonts-noto-core", "chữ Việt trong ảnh chụp trang", fonts),
    Program("fc-list", "fontconfig", "tìm phông chữ của máy", on_path("fc-list")),
)


@functools.cache
def find(name: str) -> str | None:
    """Where or what a program is, or None; programs outside the table are looked for on the path."""
    known = next((program for program in TABLE if program.name == name), None)
    return known.look() if known else shutil.which(name)


def package_of(name: str) -> str:
    """The Debian package of a program; for one outside the table, its own name."""
    return next((program.package for program in TABLE if program.name == name), name)


def missing() -> list[Program]:
    """The programs of the table that are not here."""
    return [program for program in TABLE if find(program.name) is None]


def to_install() -> list[Program]:
    """Those of the missing that `doctor --install` may bring."""
    whole = os.environ.get("LIENTHONG_REQUIRE") == "all"
    return [program for program in missing() if whole or not program.serves]


def packages_of(found: list[Program]) -> list[str]:
    """Their packages, each once, in order."""
    return list(dict.fromkeys(program.package for program in found))
