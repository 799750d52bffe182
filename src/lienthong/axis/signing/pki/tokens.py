"""Keys on PKCS#11 tokens and HSMs: one act is one log-in, one signature, one log-out.

A token's log-in holds for the whole process (PKCS#11 2.40, 5.6: a second C_Login on a token that
is logged in answers the same whatever PIN it is given), so that two people at one token would
share it. Every act therefore has the library to itself from its initialisation to its end, which also lets
it see tokens that were put in or pulled out and leaves no session open after a wrong PIN or a fork.
A refused PIN is never tried again by the program: each try is counted by the token.
"""

import contextlib
import hashlib
import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from pkcs11 import Attribute, Mechanism, ObjectClass, exceptions

from lienthong.axis.signing.pki.held import DIGEST_INFO, HeldKey, Secret, check_value, ecdsa_der
from lienthong.axis.signing.pki.keystore import NoKey
from lienthong.axis.signing.words import _

PIN_COUNT_LOW: Final = 0x00010000  # CKF_USER_PIN_COUNT_LOW: a wrong PIN since the last right one
PIN_FINAL_TRY: Final = 0x00020000
PIN_LOCKED: Final = 0x00040000


class WrongPin(NoKey):
    """The token refused the PIN; nothing was signed."""


class PinLocked(NoKey):
    """The token takes no PIN any more, or would take none after one more wrong one."""


class NoToken(NoKey):
    """The token is not there, or was pulled out in the middle; the act can be done again."""


class NoSuchKeyOnToken(NoKey):
    """The token is there and open, but holds no private key of the enrolled identifier."""


class PinNeeded(NoKey):
    """Nobody gave a PIN for this act."""


@dataclass(frozen=True, slots=True)
class TokenPlace:
    """Where a key is: the library's file, the token by label and serial, the key by its CKA_ID.

    `serial` tells two tokens of one label apart; `tries` is how many wrong PINs the maker says lock
    the token (0: not known), `wrong` how many were refused since the last right one.
    """

    library: str
    label: str
    serial: str
    key_id: bytes
    tries: int = 0
    wrong: int = 0


@dataclass(frozen=True, slots=True)
class SeenToken:
    """A token that is in a slot now, for the screen that enrols a key."""

    slot: int
    label: str
    serial: str
    maker: str
    model: str


@dataclass(slots=True)
class _Turn:
    """Whose turn it is at the libraries of this process; made anew in a forked child."""

    lock: threading.RLock = field(default_factory=threading.RLock)
    inherited: bool = False


_turn = _Turn()


def _after_fork() -> None:
    _turn.lock = threading.RLock()
    _turn.inherited = True


if hasattr(os, "register_at_fork"):  # the signing helper also runs where nothing forks
    os.register_at_fork(after_in_child=_after_fork)


@contextlib.contextmanager
def opened(library: str) -> Iterator[Any]:
    """The library, initialised for this act alone and finalised after it. Raises `NoToken`."""
    with _turn.lock:
        try:
            loaded = pkcs11.lib(library)
            if _turn.inherited:
                # What the parent had initialised is not ours: PKCS#11 2.40, 2.5.2.
                with contextlib.suppress(exceptions.PKCS11Error):
                    loaded.finalize()
                loaded.initialize()
                _turn.inherited = False
        except (exceptions.PKCS11Error, RuntimeError, OSError) as fault:
            raise NoToken(
                _("Không nạp được phần mềm điều khiển thiết bị ký số. Hãy báo quản trị hệ thống.")
            ) from fault
        try:
            yield loaded
        finally:
            with contextlib.suppress(exceptions.PKCS11Error):
                loaded.finalize()


def seen(library: str) -> list[SeenToken]:
    """The tokens in the slots now; no PIN is asked for. Raises `NoToken` without the library."""
    found = []
    with opened(library) as loaded:
        for slot in loaded.get_slots(token_present=True):
            with contextlib.suppress(exceptions.PKCS11Error):
                token = slot.get_token()
                if int(token.flags) & int(pkcs11.TokenFlag.TOKEN_INITIALIZED):
                    found.append(
                        SeenToken(
                            slot.slot_id, token.label, text_of(token.serial),
                            token.manufacturer_id, text_of(token.model),
                        )
                    )  # fmt: skip
    return found


def text_of(raw: object) -> str:
    """A label or serial of a token as words."""
    return (raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw)).strip()


class TokenKey(HeldKey):
    """A private key that stays on its token; `pin` lives as long as the act."""

    def __init__(
        self,
        place: TokenPlace,
        pin: Secret | None,
        certificate: x509.Certificate,
        chain: tuple[x509.Certificate, ...] = (),
    ) -> None:
        super().__init__(certificate, chain)
        self._place = place
        self._pin = pin

    def _value(self, digest: bytes) -> bytes:
        if not self._pin:
            raise PinNeeded(_("Khóa nằm trong thiết bị ký số. Hãy nhập mã PIN của thiết bị để ký."))
        with opened(self._place.library) as loaded:
            token = _find(loaded, self._place)
            _refuse_last_try(token)
            with _session(token, self._pin, self._place) as session:
                return _by_key(session, self._place, self._certificate, digest)


def sign_many(
    place: TokenPlace, pin: Secret, certificate: x509.Certificate, data: Sequence[bytes]
) -> list[bytes]:
    """The values over each of the data by one log-in, each proved by the certificate; all or none.

    Raises `NoKey`, `WrongSignature`.
    """
    values = []
    with opened(place.library) as loaded:
        token = _find(loaded, place)
        _refuse_last_try(token)
        with _session(token, pin, place) as session:
            for one in data:
                value = _by_key(session, place, certificate, hashlib.sha256(one).digest())
                check_value(certificate, value, one)
                values.append(value)
    return values


def _by_key(session: Any, place: TokenPlace, certificate: x509.Certificate, digest: bytes) -> bytes:
    with _faults():
        keys = list(
            session.get_objects(
                {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.ID: place.key_id}
            )
        )
        if len(keys) != 1:
            raise NoSuchKeyOnToken(
                _("Thiết bị ký số không có khóa của chứng thư này. Hãy kiểm tra đúng thiết bị.")
            )
        if isinstance(certificate.public_key(), rsa.RSAPublicKey):
            return bytes(keys[0].sign(DIGEST_INFO + digest, mechanism=Mechanism.RSA_PKCS))
        return ecdsa_der(bytes(keys[0].sign(digest, mechanism=Mechanism.ECDSA)))


def _find(loaded: Any, place: TokenPlace) -> Any:
    """The one token of the label and serial, in whatever slot it is."""
    found = []
    with _faults():
        for slot in loaded.get_slots(token_present=True):
            with contextlib.suppress(exceptions.TokenNotPresent, exceptions.TokenNotRecognised):
                token = slot.get_token()
                same = token.label == place.label
                if same and (not place.serial or text_of(token.serial) == place.serial):
                    found.append(token)
    if not found:
        words = _("Không thấy thiết bị ký số “%(label)s”. Hãy cắm thiết bị rồi ký lại.")
        raise NoToken(words % {"label": place.label})
    if len(found) > 1:
        words = _("Có nhiều thiết bị ký số cùng tên “%(label)s”. Hãy chỉ để lại thiết bị của mình.")
        raise NoToken(words % {"label": place.label})
    return found[0]


def _refuse_last_try(token: Any) -> None:
    flags = int(token.flags)
    if flags & PIN_LOCKED:
        raise PinLocked(_locked())
    if flags & PIN_FINAL_TRY:
        raise PinLocked(
            _(
                "Thiết bị ký số chỉ còn một lần thử mã PIN nên ở đây không thử nữa. Hãy nhập đúng mã "
                "PIN một lần bằng phần mềm của nhà cung cấp, sau đó ký lại."
            )
        )


def _locked() -> str:
    return _(
        "Thiết bị ký số đã bị khóa mã PIN. Hãy mở khóa bằng mã quản trị (SO PIN hoặc PUK) hoặc gửi "
        "nơi cấp thiết bị."
    )


@contextlib.contextmanager
def _session(token: Any, pin: Secret, place: TokenPlace) -> Iterator[Any]:
    try:
        session = token.open(user_pin=pin.reveal())
    except (exceptions.PinIncorrect, exceptions.PinInvalid, exceptions.PinLenRange) as fault:
        raise WrongPin(_wrong(token, place)) from fault
    except exceptions.PinLocked as fault:
        raise PinLocked(_locked()) from fault
    except exceptions.UserPinNotInitialized as fault:
        raise WrongPin(_("Thiết bị ký số chưa đặt mã PIN. Hãy đặt mã PIN trước khi ký.")) from fault
    except exceptions.PinExpired as fault:
        raise WrongPin(_("Mã PIN của thiết bị đã hết hạn. Hãy đổi mã PIN rồi ký lại.")) from fault
    except exceptions.PKCS11Error as fault:
        raise NoToken(_gone()) from fault
    try:
        yield session
    finally:
        with contextlib.suppress(exceptions.PKCS11Error):
            session.close()


def _wrong(token: Any, place: TokenPlace) -> str:
    """The sentence of a refused PIN, with how many tries are thought to be left."""
    flags = int(token.flags)
    with contextlib.suppress(exceptions.PKCS11Error):
        flags = int(token.slot.get_token().flags)
    if flags & PIN_LOCKED:
        return _locked()
    if flags & PIN_FINAL_TRY:
        return _("Mã PIN không đúng. Thiết bị chỉ còn một lần thử trước khi bị khóa.")
    left = place.tries - place.wrong - 1
    if place.tries and left > 0:
        words = _("Mã PIN không đúng. Ước tính còn %(left)d lần thử trước khi thiết bị bị khóa.")
        return words % {"left": left}
    return _(
        "Mã PIN không đúng. Không rõ còn bao nhiêu lần thử; hãy kiểm tra kỹ trước khi nhập lại."
    )


def _gone() -> str:
    return _(
        "Mất liên lạc với thiết bị ký số giữa chừng; chưa có gì được ký. Hãy cắm lại thiết bị rồi ký "
        "lại: văn bản giữ nguyên số đã cấp."
    )


@contextlib.contextmanager
def _faults() -> Iterator[None]:
    """Faults of the device as sentences."""
    try:
        yield
    except exceptions.PKCS11Error as fault:
        raise NoToken(_gone()) from fault
