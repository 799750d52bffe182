"""The line to a mailbox: IMAP over TLS with a verified certificate, each step with a time limit.

What goes wrong becomes a sentence for the administrator; the server's own words, which may repeat
what was sent, are never shown or logged.
"""

import base64
import imaplib
import re
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

SECONDS = 30.0
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_UID = re.compile(rb"UID (\d+)")


class LineBroken(Exception):
    """The mailbox cannot be reached or does not answer as it should; trying later may help."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class NotAdmitted(LineBroken):
    """Name or password are refused: trying again would only lock the account."""


@dataclass(frozen=True, slots=True)
class Account:
    """A mailbox; `trusted` is a file of certificates to trust instead of the machine's own."""

    host: str
    port: int
    username: str
    password: str
    folder: str = "INBOX"
    trusted: str = ""

    def __repr__(self) -> str:
        return f"Account({self.username}@{self.host}:{self.port})"


def encoded(name: str) -> str:
    """A folder's name in IMAP's own UTF-7 (RFC 3501, 5.1.3), quoted."""
    out, waiting = [], ""

    def flush() -> None:
        nonlocal waiting
        if waiting:
            packed = base64.b64encode(waiting.encode("utf-16-be")).rstrip(b"=").decode()
            out.append(f"&{packed.replace('/', ',')}-")
            waiting = ""

    for letter in name:
        if " " <= letter <= "~":
            flush()
            out.append("&-" if letter == "&" else letter)
        else:
            waiting += letter
    flush()
    quoted = "".join(out).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'


class MailboxLine:
    """An open mailbox: what waits, one message, and away with what was taken in."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._imap: imaplib.IMAP4_SSL | None = None
        self._ready: set[str] = set()
        self._can: frozenset[str] = frozenset()

    def __enter__(self) -> "MailboxLine":
        account = self._account
        context = ssl.create_default_context(cafile=account.trusted or None)
        with _told():
            self._imap = imaplib.IMAP4_SSL(
                account.host, account.port, ssl_context=context, timeout=SECONDS
            )
        try:
            self._imap.login(_quotable(account.username), account.password)
        except (imaplib.IMAP4.error, UnicodeError) as error:
            self._close()
            if isinstance(error, imaplib.IMAP4.abort):
                raise LineBroken(_NO_ANSWER) from None
            raise NotAdmitted(
                "Hộp thư từ chối tên đăng nhập hoặc mật khẩu. Hãy kiểm tra và nhập lại mật khẩu."
            ) from None
        except (OSError, TimeoutError):
            self._close()
            raise LineBroken(_NO_ANSWER) from None
        try:
            self._learn()
            self._select()
        except BaseException:
            self._close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def _close(self) -> None:
        if self._imap is not None:
            try:
                self._imap.logout()
            except (OSError, imaplib.IMAP4.error):
                self._imap.shutdown()
            self._imap = None

    def _learn(self) -> None:
        """What the server can do for one who is signed in: more than it says at the door."""
        _done, said = self._do("capability")
        words = b" ".join(part for part in said if isinstance(part, bytes))
        self._can = frozenset(words.decode("ascii", "replace").upper().split())

    def _select(self) -> None:
        done, _said = self._do("select", encoded(self._account.folder))
        if done != "OK":
            raise LineBroken(
                f"Hộp thư không có thư mục “{self._account.folder}”. Hãy kiểm tra tên thư mục."
            )

    def _do(self, command: str, *arguments: Any) -> tuple[str, list[Any]]:
        if self._imap is None:
            raise LineBroken(_NO_ANSWER)
        with _told():
            answer: tuple[str, list[Any]] = getattr(self._imap, command)(*arguments)
        return answer

    def waiting(self) -> list[tuple[int, int]]:
        """Number and size of each message in the folder, oldest first."""
        done, said = self._do("uid", "SEARCH", "UNDELETED")
        if done != "OK":
            raise LineBroken(_NO_ANSWER)
        numbers = [int(n) for n in b" ".join(p for p in said if p).split() if n.isdigit()]
        found: dict[int, int] = {}
        for start in range(0, len(numbers), 200):
            part = ",".join(map(str, numbers[start : start + 200]))
            _done, lines = self._do("uid", "FETCH", part, "(UID RFC822.SIZE)")
            for line in lines:
                text = line if isinstance(line, bytes) else b" ".join(x for x in line or () if x)
                uid, size = _UID.search(text), _SIZE.search(text)
                if uid and size:
                    found[int(uid[1])] = int(size[1])
        return [(n, found[n]) for n in sorted(numbers) if n in found]

    def message(self, number: int, *, head_only: bool = False) -> bytes | None:
        """The message as it came; None where another program took it away meanwhile."""
        part = "(BODY.PEEK[HEADER])" if head_only else "(BODY.PEEK[])"
        done, said = self._do("uid", "FETCH", str(number), part)
        if done != "OK":
            raise LineBroken(_NO_ANSWER)
        for line in said:
            if isinstance(line, tuple) and len(line) > 1 and isinstance(line[1], bytes):
                return line[1]
        return None

    def move(self, number: int, folder: str) -> None:
        """Away to another folder of the mailbox, made when it is missing; nothing else is touched."""
        where = encoded(folder)
        if folder not in self._ready:
            self._do("create", where)  # answers NO where it is there already
            self._ready.add(folder)
        if "MOVE" in self._can:
            done, _said = self._do("uid", "MOVE", str(number), where)
            if done == "OK":
                return
        done, _said = self._do("uid", "COPY", str(number), where)
        if done != "OK":
            raise LineBroken(f"Không chuyển được thư đã nhận vào thư mục “{folder}” của hộp thư.")
        self._do("uid", "STORE", str(number), "+FLAGS.SILENT", r"(\Deleted)")
        if "UIDPLUS" in self._can:  # without it an EXPUNGE would take what others marked
            self._do("uid", "EXPUNGE", str(number))


_NO_ANSWER = "Máy chủ thư không trả lời đúng hoặc đường truyền bị đứt. Hệ thống sẽ tự thử lại."


def _quotable(name: str) -> str:
    if any(letter < " " for letter in name):
        raise UnicodeError
    return name


@contextmanager
def _told() -> Iterator[None]:
    """What the line raises, as a sentence."""
    try:
        yield
    except ssl.SSLCertVerificationError:
        raise LineBroken(
            "Chứng thư của máy chủ thư không hợp lệ hoặc không đúng tên máy chủ nên không kết nối."
        ) from None
    except ssl.SSLError:
        raise LineBroken(
            "Máy chủ thư không nói chuyện bằng TLS ở cổng này. Cổng thường dùng là 993."
        ) from None
    except socket.gaierror:
        raise LineBroken(
            "Không tìm thấy máy chủ thư có tên này. Hãy kiểm tra tên máy chủ."
        ) from None
    except TimeoutError:
        raise LineBroken("Máy chủ thư không trả lời trong thời gian chờ.") from None
    except ConnectionRefusedError:
        raise LineBroken("Máy chủ thư không nhận kết nối ở cổng này.") from None
    except (OSError, imaplib.IMAP4.error, UnicodeError, ValueError):
        raise LineBroken(_NO_ANSWER) from None
