"""A message taken apart in the sandbox: what it says of itself, and its files."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lienthong.kernel.files.passing import passing_folder
from lienthong.kernel.files.sandbox import Limits, SandboxLost
from lienthong.kernel.files.warm import lent

TARGET = "lienthong.axis.mailbox.child:take_apart"
LIMITS = Limits(seconds=60.0, megabytes=1024, written_megabytes=256)
CAUSES = {
    "locked_archive": "Tệp nén có mật khẩu: đề nghị nơi gửi gửi lại tệp không đặt mật khẩu.",
    "archive": "Tệp nén hỏng, quá lớn hoặc lồng nhiều lớp nên không mở.",
    "no_libarchive": "Máy chưa mở được tệp RAR, 7z (gói Debian: libarchive13). Hãy giải nén rồi nhập từng tệp.",
    "outlook": "Tệp winmail.dat (kiểu riêng của Outlook) không có tệp hoặc hỏng: đề nghị nơi gửi gửi lại ở dạng thường.",
    "outlook_message": "Thư lưu kiểu .msg của Outlook bị hỏng nên không mở được: đề nghị nơi gửi đính kèm thẳng tệp văn bản.",
    "enciphered": "Thư đã mã hóa (S/MIME, PGP) nên không đọc được tệp bên trong.",
    "deep": "Thư lồng trong thư quá nhiều lớp nên không mở tiếp.",
    "many": "Thư có quá nhiều tệp; các tệp sau không được lấy.",
    "large": "Tệp lớn hơn 50 MB. Hãy tách tệp hoặc gửi bản giấy kèm theo.",
    "broken": "Tệp trong thư bị hỏng, không tách ra được.",
    "message": "Thư hỏng hoặc có cấu trúc lạ nên không mở được.",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a message, or why it could not be taken out (then without content)."""

    name: str
    content: bytes
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message: who, what, when as it says itself, its text, its files, or why it cannot be read.

    `is_message` is False for bytes that are another thing, or nothing that can be made out.
    """

    message_id: str = ""
    sender: str = ""
    subject: str = ""
    sent: str = ""
    text: str = ""
    parts: tuple[Part, ...] = ()
    cause: str = ""
    is_message: bool = False


@contextmanager
def take_apart(raw: bytes) -> Iterator[Letter]:
    """The letter that the bytes are, kept plain (.eml) or by Outlook (.msg). Never raises on any bytes."""
    with (
        passing_folder("letter") as folder,
        lent(TARGET, LIMITS) as sandbox,
    ):
        try:
            found = sandbox.run(raw, limits=LIMITS, folder=folder).value
        except SandboxLost:
            found = None
        if found is None:
            yield Letter(cause=CAUSES["message"])
            return
        parts = tuple(
            Part(p["name"], b"" if p["cause"] else _content(Path(folder), number), _cause(p))
            for number, p in enumerate(found["parts"])
        )
        yield Letter(
            found["message_id"], found["sender"], found["subject"], found["sent"],
            found["text"], parts, _cause(found), found["is_message"],
        )  # fmt: skip


def _cause(part: dict[str, Any]) -> str:
    return CAUSES[part["cause"]] if part["cause"] else ""


def _content(folder: Path, number: int) -> bytes:
    return (folder / str(number)).read_bytes()
