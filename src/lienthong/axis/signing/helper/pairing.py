"""Which pages may ask: a code that the helper shows is typed into the page once, which then holds a secret.

A pairing belongs to one origin and ends with the helper or after twelve hours. Every request carries
a MAC by its secret and a nonce that is used once.
"""

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from .asked import FRESH_MS, Refused

CODE_SECONDS: Final = 300
PAIRED_SECONDS: Final = 12 * 3600
WRONG_CODES: Final = 5  # afterwards no pairing for a while
PAUSE_SECONDS: Final = 600
MOST_PAIRINGS: Final = 8


@dataclass(slots=True)
class Pairing:
    """One page's leave to ask."""

    secret: bytes
    origin: str
    until: float
    nonces: dict[str, float] = field(default_factory=dict)


class Pairings:
    """The code that is shown now and the pairings made with earlier ones.

    `show` is told each new code; `clock` counts seconds.
    """

    def __init__(
        self, show: Callable[[str], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._show, self._clock = show, clock
        self._lock = threading.Lock()
        self._known: dict[str, Pairing] = {}
        self._code, self._code_until = "", 0.0
        self._wrong, self._paused_until = 0, 0.0

    def new_code(self) -> None:
        """Show a new code; the one before is void."""
        with self._lock:
            self._renew()

    def _renew(self) -> None:
        self._code = f"{secrets.randbelow(10**8):08d}"
        self._code_until = self._clock() + CODE_SECONDS
        self._show(self._code)

    def want(self) -> None:
        """Make sure that a code that still counts is shown."""
        with self._lock:
            if self._clock() >= self._paused_until and self._clock() >= self._code_until:
                self._renew()

    def pair(self, code: str, origin: str) -> tuple[str, str]:
        """Name and secret of a new pairing, in hexadecimal. Raises `Refused`."""
        with self._lock:
            now = self._clock()
            if now < self._paused_until:
                raise Refused(
                    "paused",
                    "Đã nhập sai mã ghép nối nhiều lần. Hãy đợi mười phút rồi thử lại.",
                    429,
                )
            right = hmac.compare_digest(code.encode(), self._code.encode())
            if not self._code or now >= self._code_until or not right:
                self._wrong += 1
                if self._wrong >= WRONG_CODES:
                    self._wrong, self._code = 0, ""
                    self._paused_until = now + PAUSE_SECONDS
                    self._code_until = 0.0
                else:
                    self._renew()
                raise Refused(
                    "code", "Mã ghép nối không đúng. Hãy nhập mã mới đang hiện trên trình ký."
                )
            self._wrong, self._code, self._code_until = 0, "", 0.0
            self._known = {k: p for k, p in self._known.items() if p.until > now}
            while len(self._known) >= MOST_PAIRINGS:
                del self._known[next(iter(self._known))]
            name, secret = secrets.token_hex(16), secrets.token_bytes(32)
            self._known[name] = Pairing(secret, origin, now + PAIRED_SECONDS)
            return name, secret.hex()

    def knows(self, name: str, origin: str) -> bool:
        """Whether this page is paired still."""
        with self._lock:
            return self._find(name, origin) is not None

    def _find(self, name: str, origin: str) -> Pairing | None:
        found = self._known.get(name)
        if found is None or found.origin != origin or found.until <= self._clock():
            return None
        return found

    def vouched(self, name: str, origin: str, payload: str, mac: str) -> bytes:
        """The secret of the pairing that vouches for the payload. Raises `Refused`."""
        with self._lock:
            found = self._find(name, origin)
            if found is None:
                raise Refused(
                    "pairing", "Trang này chưa ghép nối với trình ký. Hãy bấm ký lại để ghép nối."
                )
            if not hmac.compare_digest(mac_of(found.secret, payload).encode(), mac.encode()):
                raise Refused("mac", "Yêu cầu không do trang đã ghép nối gửi nên không ký.")
            return found.secret

    def use(self, name: str, nonce: str) -> None:
        """Use a nonce up. Raises `Refused` the second time."""
        with self._lock:
            found, now = self._known[name], self._clock()
            # A nonce is remembered longer than a request with it is fresh.
            found.nonces = {n: until for n, until in found.nonces.items() if until > now}
            if nonce in found.nonces:
                raise Refused("replay", "Yêu cầu này đã được ký hoặc từ chối một lần rồi.", 409)
            found.nonces[nonce] = now + 3 * FRESH_MS / 1000


def mac_of(secret: bytes, payload: str) -> str:
    """HMAC-SHA256 in hexadecimal."""
    return hmac.new(secret, payload.encode(), hashlib.sha256).hexdigest()
