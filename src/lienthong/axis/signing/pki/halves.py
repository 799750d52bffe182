"""A signature in two halves, for a key that this program cannot call: the revision is made with an
empty place and the signed attributes go out; the value comes back and is put into that place.

Between the halves nothing is a signed file: what is kept has zeros where the signature will stand.
"""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass

from cryptography import x509

from lienthong.axis.signing.pades import cms
from lienthong.axis.signing.pades.cms import NoTimestamp, SigningKey, Stamper
from lienthong.axis.signing.pades.revision import NotSignable, broken

from .held import check_value, value_size

Sign = Callable[[SigningKey, Stamper | None], bytes]


@dataclass(frozen=True, slots=True)
class Half:
    """A prepared revision: `pdf[:base]` is the file before it, `pdf[first:second]` the place of the
    value with its brackets, `attributes` the DER of what the key signs (RFC 5652, 5.4)."""

    pdf: bytes
    base: int
    first: int
    second: int
    attributes: bytes

    @property
    def digest(self) -> bytes:
        """SHA-256 over everything but the place: what the attributes name."""
        covered = hashlib.sha256(self.pdf[: self.first])
        covered.update(self.pdf[self.second :])
        return covered.digest()


class _Asking:
    """Stands in for the key in the first half: keeps what is to be signed, answers with a mark."""

    def __init__(
        self, certificate: x509.Certificate, chain: tuple[x509.Certificate, ...], *, value: bytes
    ) -> None:
        self.certificate = certificate
        self.chain = chain
        self.signature_size = len(value)
        self._value = value
        self.asked: list[bytes] = []

    def sign(self, data: bytes) -> bytes:
        """Keep the attributes; the mark shows where the value will stand."""
        self.asked.append(data)
        return self._value


class _Answered:
    """Stands in for the key in the second half: gives the value that came back, for those attributes
    only and after a look with the certificate."""

    def __init__(
        self,
        certificate: x509.Certificate,
        chain: tuple[x509.Certificate, ...],
        *,
        attributes: bytes,
        value: bytes,
    ) -> None:
        self.certificate = certificate
        self.chain = chain
        self.signature_size = value_size(certificate)
        self._attributes = attributes
        self._value = value

    def sign(self, data: bytes) -> bytes:
        """The value. Raises `WrongSignature`."""
        if data != self._attributes:
            raise NotSignable(broken())
        check_value(self.certificate, self._value, data)
        return self._value


@dataclass(frozen=True, slots=True)
class _Room:
    """Room for a time-stamp that the second half asks for."""

    token_size: int

    def token(self, imprint: bytes) -> bytes:
        """Nothing yet."""
        return b""


def prepare(
    certificate: x509.Certificate,
    chain: tuple[x509.Certificate, ...],
    pdf: bytes,
    sign: Sign,
    stamper: Stamper | None,
) -> Half:
    """The first half of an act on a PDF: `sign` is the act, given the key and the service.

    Raises what the act raises.
    """
    mark = os.urandom(value_size(certificate))
    key = _Asking(certificate, chain, value=mark)
    room = _Room(stamper.token_size) if stamper is not None else None
    made = sign(key, room)
    shown = mark.hex().encode()
    at = max(made.find(shown, len(pdf)), made.find(shown.upper(), len(pdf)))  # as pyHanko writes it
    if not made.startswith(pdf) or len(key.asked) != 1 or at < 0:
        raise NotSignable(broken())
    first, second = made.rfind(b"<", 0, at), made.find(b">", at) + 1
    empty = b"<" + b"0" * (second - first - 2) + b">"
    half = Half(made[:first] + empty + made[second:], len(pdf), first, second, key.asked[0])
    # The attributes must name this very file: a place that was found wrongly shows here.
    if half.digest not in half.attributes:
        raise NotSignable(broken())
    return half


def finish(
    half: Half,
    certificate: x509.Certificate,
    chain: tuple[x509.Certificate, ...],
    value: bytes,
    stamper: Stamper | None,
) -> bytes:
    """The second half: the signed file. Raises `WrongSignature` for a value that the certificate's
    key did not make over these attributes, `NotSignable` when the file is not what was prepared."""
    key = _Answered(certificate, chain, attributes=half.attributes, value=value)
    try:
        signed = cms.detached(key, half.digest, stamper)
    except NoTimestamp:
        signed = cms.detached(key, half.digest, None)
    shown = signed.hex().encode()
    room = half.second - half.first - 2
    if len(shown) > room:
        raise NotSignable(broken())
    return b"".join(
        (half.pdf[: half.first], b"<", shown.ljust(room, b"0"), b">", half.pdf[half.second :])
    )
