"""A small HTTP client for addresses that certificates name: bounded, and not led inside the house.

Only http and https, no redirects, no proxy, a limit on bytes and on the whole time; the name is
resolved once, every address of it must be public (or the host stands in the installation's list of
known internal services), and the connection goes to that very address.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from lienthong.axis.signing.words import _

MOST_BYTES: Final = 10 * 1024 * 1024
SECONDS: Final = 8.0
CHUNK: Final = 64 * 1024
PORTS: Final = {"http": 80, "https": 443}
Fetch = Callable[[str, bytes | None, str], bytes]


class NotFetched(Exception):
    """An address that may not be asked, did not answer in time, or answered too much."""


@dataclass(frozen=True, slots=True)
class Client:
    """Fetches within limits; `inside` are hosts (name or name:port) that may stand on private
    addresses, as services of the state's own network do."""

    inside: frozenset[str] = frozenset()
    most_bytes: int = MOST_BYTES
    seconds: float = SECONDS
    headers: dict[str, str] = field(default_factory=dict)

    def __call__(self, url: str, body: bytes | None, content_type: str) -> bytes:
        """The body of a 200 answer. Raises `NotFetched`."""
        parts = urlsplit(url)
        try:
            port = parts.port or PORTS.get(parts.scheme, 0)
        except ValueError as fault:
            raise NotFetched(_("Địa chỉ dịch vụ không hợp lệ.")) from fault
        host = parts.hostname or ""
        if parts.scheme not in PORTS or not host or parts.username is not None:
            raise NotFetched(_("Địa chỉ dịch vụ không hợp lệ."))
        listed = host in self.inside or f"{host}:{port}" in self.inside
        if not listed and port != PORTS[parts.scheme]:
            raise NotFetched(_("Địa chỉ dịch vụ dùng cổng không được phép."))
        ends = time.monotonic() + self.seconds
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"User-Agent": "lienthong", **self.headers}
        if content_type:
            headers["Content-Type"] = content_type
        connection = _connection(parts.scheme, host, port, _address(host, port, listed), ends)
        try:
            connection.request("GET" if body is None else "POST", path, body, headers)
            return self._read(connection, ends)
        except (OSError, http.client.HTTPException, ValueError) as fault:
            raise NotFetched(_("Không kết nối được tới %(host)s.") % {"host": host}) from fault
        finally:
            connection.close()

    def _read(self, connection: http.client.HTTPConnection, ends: float) -> bytes:
        answer = connection.getresponse()
        if answer.status != http.client.OK:
            raise NotFetched(_("Dịch vụ trả lời mã lỗi %(code)d.") % {"code": answer.status})
        content = bytearray()
        while piece := answer.read1(CHUNK):
            content += piece
            if len(content) > self.most_bytes:
                raise NotFetched(_("Dịch vụ trả lời quá dài."))
            if time.monotonic() > ends:
                raise NotFetched(_("Dịch vụ trả lời quá chậm."))
        return bytes(content)


def _address(host: str, port: int, listed: bool) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as fault:
        raise NotFetched(_("Không tìm thấy máy chủ %(host)s.") % {"host": host}) from fault
    addresses = [str(entry[4][0]) for entry in found]
    if not listed and not all(_public(address) for address in addresses):
        raise NotFetched(_("Địa chỉ dịch vụ nằm trong mạng nội bộ và không có trong danh sách."))
    return addresses[0]


def _public(address: str) -> bool:
    ip = ipaddress.ip_address(address.split("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None)
    ip = mapped or ip
    return ip.is_global and not ip.is_multicast


def _connection(
    scheme: str, host: str, port: int, address: str, ends: float
) -> http.client.HTTPConnection:
    left = max(0.1, ends - time.monotonic())
    made: http.client.HTTPConnection
    if scheme == "https":
        made = http.client.HTTPSConnection(host, port, timeout=left)
    else:
        made = http.client.HTTPConnection(host, port, timeout=left)
    try:
        raw = socket.create_connection((address, port), timeout=left)
        if scheme == "https":
            raw = ssl.create_default_context().wrap_socket(raw, server_hostname=host)
    except OSError as fault:
        raise NotFetched(_("Không kết nối được tới %(host)s.") % {"host": host}) from fault
    made.sock = raw
    return made
