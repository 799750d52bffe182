"""A local time-stamping service (RFC 3161) for the sample province; it has no legal standing."""

import datetime as dt
import fcntl
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from asn1crypto import tsp

from lienthong.axis.signing.pades import cms, der
from lienthong.axis.signing.pades.cms import NoTimestamp, SigningKey
from lienthong.axis.signing.words import _

from .certificates import TIMESTAMP_POLICY

BLOCK: Final = 1000  # serials taken from the file at once; a crash skips numbers, never repeats one
POLICY: Final = der.oid(TIMESTAMP_POLICY)
ACCURACY: Final = der.tlv(der.SEQUENCE, der.integer(1))


def utc_now() -> dt.datetime:
    """The service's own clock."""
    return dt.datetime.now(dt.UTC)


class LocalStamper:
    """Gives tokens with serial numbers that never repeat, also across processes and crashes."""

    def __init__(
        self, key: SigningKey, serial_file: Path, clock: Callable[[], dt.datetime] = utc_now
    ) -> None:
        self._key = key
        self._serial_file = serial_file
        self._clock = clock
        self._next = self._limit = 0
        self._owner = 0
        self._one_at_a_time = threading.Lock()

    @property
    def token_size(self) -> int:
        """The most bytes that a token takes."""
        return cms.room_for(self._key, None) + 512

    def token(self, imprint: bytes) -> bytes:
        """A token over a SHA-256 imprint, DER."""
        return self._token(cms.SHA256, imprint, None)

    def respond(self, request: bytes) -> bytes:
        """The DER answer to a DER request, as the service's HTTP door would give it."""
        try:
            asked = tsp.TimeStampReq.load(request, strict=True)
            imprint = asked["message_imprint"]
            algorithm = imprint["hash_algorithm"]
            sizes = {"sha256": 32, "sha384": 48, "sha512": 64}
            if sizes.get(algorithm["algorithm"].native) != len(imprint["hashed_message"].native):
                return _refused(b"\x03\x02\x07\x80")  # badAlg
            token = self._token(
                algorithm.dump(), imprint["hashed_message"].native, asked["nonce"].native
            )
        except (ValueError, TypeError, KeyError):
            return _refused(b"\x03\x02\x02\x04")  # badDataFormat
        return der.tlv(der.SEQUENCE, der.tlv(der.SEQUENCE, der.integer(0)), token)

    def _token(self, algorithm: bytes, imprint: bytes, nonce: int | None) -> bytes:
        name = self._key.certificate.subject.public_bytes()
        info = der.tlv(
            der.SEQUENCE,
            der.integer(1),
            POLICY,
            der.tlv(der.SEQUENCE, algorithm, der.tlv(der.OCTETS, imprint)),
            der.integer(self._serial()),
            der.tlv(
                der.GENERALIZED_TIME, f"{self._clock().astimezone(dt.UTC):%Y%m%d%H%M%SZ}".encode()
            ),
            ACCURACY,
            b"" if nonce is None else der.integer(nonce),
            der.tlv(0xA0, der.tlv(0xA4, name)),
        )
        return cms.enclosing(self._key, cms.TST_INFO, info)

    def _serial(self) -> int:
        with self._one_at_a_time:
            if self._next >= self._limit or self._owner != os.getpid():
                self._take_block()
            self._next += 1
            return self._next

    def _take_block(self) -> None:
        try:
            descriptor = os.open(self._serial_file, os.O_RDWR | os.O_CREAT, 0o600)
            with os.fdopen(descriptor, "r+") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                self._next = int(file.read() or 0)
                self._limit = self._next + BLOCK
                file.seek(0)
                file.write(f"{self._limit}")
                file.truncate()
                file.flush()
                os.fsync(file.fileno())
        except (OSError, ValueError) as fault:
            raise NoTimestamp(
                _(
                    "Dịch vụ dấu thời gian không trả lời; văn bản vẫn ký được, dấu thời gian bổ sung sau."
                )
            ) from fault
        self._owner = os.getpid()


def _refused(failure: bytes) -> bytes:
    return der.tlv(der.SEQUENCE, der.tlv(der.SEQUENCE, der.integer(2), failure))
