"""The helper's door: HTTP on 127.0.0.1 alone, for the named sites alone.

A request must come from a page of a named site (Origin), by this computer's own name (Host: no DNS
rebinding), as JSON (so that no plain form reaches it), and be vouched for by a pairing. Browsers ask
first (CORS preflight, with Private Network Access); other origins get no header back and no answer.
"""

import base64
import json
import threading
import time
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import urlsplit

from lienthong.axis.signing.pki.held import Secret
from lienthong.axis.signing.pki.keystore import NoKey
from lienthong.axis.signing.pki.tokens import TokenPlace

from . import asked as reading
from . import device
from .asked import Asked, Refused
from .pairing import Pairings, mac_of
from .person import Person

HOST: Final = "127.0.0.1"
LARGEST_BODY: Final = 4 * 1024 * 1024
CONFIRM_SECONDS: Final = 480  # the site forgets what it asked after ten minutes

Find = Callable[[Sequence[str], Asked], TokenPlace]
Sign = Callable[[TokenPlace, Secret, Asked], list[bytes]]


def origin_of(site: str) -> str:
    """The origin of a site's address as browsers write it. Raises `ValueError` for anything else:
    http is taken on this computer only."""
    parts = urlsplit(site)
    own = parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        raise ValueError(site)
    if parts.scheme == "http" and not own:
        raise ValueError(site)
    return f"{parts.scheme}://{parts.netloc.lower()}"


class Helper:
    """What the door leads to; one request to sign at a time."""

    def __init__(
        self,
        sites: Sequence[str],
        libraries: Sequence[str],
        person: Person,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.origins = frozenset(origin_of(site) for site in sites)
        self._libraries = tuple(libraries)
        self._person = person
        self._clock = clock
        self.pairings = Pairings(person.show_code)
        self._busy = threading.Lock()

    def hello(self, told: dict[str, Any], origin: str) -> dict[str, Any]:
        """Whether the page is paired; else a code is shown to the person."""
        paired = self.pairings.knows(str(told.get("pairing", "")), origin)
        if not paired:
            self.pairings.want()
        return {"helper": "lienthong", "version": 1, "paired": paired}

    def pair(self, told: dict[str, Any], origin: str) -> dict[str, Any]:
        """A new pairing for a page that knows the code."""
        name, secret = self.pairings.pair(str(told.get("code", "")), origin)
        self._person.tell(f"Đã ghép nối với {origin}. Yêu cầu ký sẽ hiện ở đây.")
        return {"pairing": name, "secret": secret}

    def sign(self, told: dict[str, Any], origin: str) -> dict[str, Any]:
        """The values for a vouched request, after the person looked and typed the PIN."""
        name, payload = str(told.get("pairing", "")), str(told.get("payload", ""))
        secret = self.pairings.vouched(name, origin, payload, str(told.get("mac", "")))
        asked = reading.read(payload, int(self._clock() * 1000))
        self.pairings.use(name, asked.nonce)
        if not self._busy.acquire(blocking=False):
            raise Refused("busy", "Trình ký đang chờ xác nhận một yêu cầu khác.", 409)
        try:
            values = self._signed(asked, origin)
        finally:
            self._busy.release()
        answer = json.dumps(
            {"nonce": asked.nonce, "values": [base64.b64encode(v).decode() for v in values]}
        )
        return {"payload": answer, "mac": mac_of(secret, answer)}

    def _signed(self, asked: Asked, origin: str) -> list[bytes]:
        try:
            # Before anybody is asked for a PIN: is the token of this certificate there at all?
            place = device.place_of(self._libraries, asked)
            since = self._clock()
            pin = self._person.confirm(asked, origin)
            if pin is None:
                raise Refused("declined", "Đã từ chối trên trình ký; chưa có gì được ký.")
            if self._clock() - since > CONFIRM_SECONDS:
                raise Refused(
                    "late", "Đã quá lâu từ lúc bấm ký; chưa có gì được ký. Hãy bấm ký lại."
                )
            values = device.sign(place, pin, asked)
        except NoKey as refusal:
            self._person.tell(refusal.message)
            raise Refused("device", refusal.message) from refusal
        self._person.tell(f"Đã ký {len(values)} tệp.")
        return values


class _Door(BaseHTTPRequestHandler):
    """One connection; knows its helper by the server."""

    protocol_version = "HTTP/1.1"
    timeout = 30
    server_version = "lienthong-helper"
    sys_version = ""
    server: "Server"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing: what is signed is nobody's log."""

    def do_OPTIONS(self) -> None:
        """The browser asks before it lets a page ask."""
        origin = self._origin()
        if origin is None:
            self._refuse(Refused("origin", "Trang này không được dùng trình ký."), "")
            return
        self.send_response(204)
        self._cors(origin)
        self.send_header("Access-Control-Allow-Methods", "POST")
        self.send_header("Access-Control-Allow-Headers", "Content-Type")
        if self.headers.get("Access-Control-Request-Private-Network") == "true":
            self.send_header("Access-Control-Allow-Private-Network", "true")
        self.send_header("Access-Control-Max-Age", "60")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_POST(self) -> None:
        """Hello, pair or sign."""
        origin = self._origin()
        try:
            told = self._told()
            if origin is None:
                raise Refused("origin", "Trang này không được dùng trình ký.")
            helper = self.server.helper
            act = {"/hello": helper.hello, "/pair": helper.pair, "/sign": helper.sign}.get(
                self.path
            )
            if act is None:
                raise Refused("path", "Không có chức năng này.", 404)
            self._answer(200, act(told, origin), origin)
        except Refused as refusal:
            self._refuse(refusal, origin or "")

    def _origin(self) -> str | None:
        """The page's origin when it is a named site's and the request names this computer."""
        port = self.server.server_port
        if self.headers.get("Host", "") not in {f"{HOST}:{port}", f"localhost:{port}"}:
            return None
        origin = self.headers.get("Origin", "")
        return origin if origin in self.server.helper.origins else None

    def _told(self) -> dict[str, Any]:
        sent = self.headers.get("Content-Length", "")
        length = int(sent) if sent.isdigit() and len(sent) < 9 else -1
        if not 0 < length <= LARGEST_BODY:
            self.close_connection = True
            raise Refused("malformed", "Yêu cầu không đúng dạng.", 400)
        body = self.rfile.read(length)
        if self.headers.get_content_type() != "application/json":
            raise Refused("malformed", "Yêu cầu không đúng dạng.", 415)
        try:
            told = json.loads(body)
        except (ValueError, RecursionError) as fault:
            raise Refused("malformed", "Yêu cầu không đúng dạng.", 400) from fault
        if not isinstance(told, dict):
            raise Refused("malformed", "Yêu cầu không đúng dạng.", 400)
        return told

    def _cors(self, origin: str) -> None:
        self.send_header("Access-Control-Allow-Origin", origin)
        self.send_header("Vary", "Origin")

    def _answer(self, status: int, told: dict[str, Any], origin: str) -> None:
        body = json.dumps(told, ensure_ascii=False).encode()
        self.send_response(status)
        if origin:
            self._cors(origin)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _refuse(self, refusal: Refused, origin: str) -> None:
        self._answer(refusal.status, {"error": refusal.code, "message": refusal.message}, origin)


class Server(ThreadingHTTPServer):
    """The door on loopback; `port` 0 takes a free one."""

    daemon_threads = True
    allow_reuse_address = False

    def __init__(self, helper: Helper, port: int) -> None:
        self.helper = helper
        super().__init__((HOST, port), _Door)
