"""Signing by a key on the signer's own computer: the same act done twice, asking and answering.

The first time every signature that the act needs is prepared and asked for, the act ends by
`SignElsewhere` before anything is written, and what was prepared is kept for a few minutes. The
second time the same act finds the values that came back, each bound to the very bytes, words and
certificate it was asked for; anything that differs meanwhile ends as `ChangedMeanwhile`. The systems
above know nothing of it but `all_signed`, which stands before their first write.
"""

import contextlib
import datetime as dt
import hashlib
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils.translation import gettext as _

from lienthong.axis.signing.models import AwaitedSignature, Certificate
from lienthong.axis.signing.pades.cms import SigningKey, Stamper
from lienthong.axis.signing.pki import halves
from lienthong.axis.signing.pki.halves import Half, Sign
from lienthong.axis.signing.pki.held import require_fit, value_size
from lienthong.axis.signing.pki.keystore import NoKey
from lienthong.axis.signing.verdicts.model import Verdict
from lienthong.kernel.access.actor import Actor, person_of

from .verifying import verify_bytes

KEPT_FOR: Final = dt.timedelta(minutes=10)  # time to look, plug in and type a PIN
LARGEST_VALUE: Final = 1024  # bytes of a signature value: RSA-8192


class SignElsewhere(Exception):
    """Not a refusal: the act waits for signatures of the signer's own computer."""

    def __init__(self, asked: "Sequence[Asked]") -> None:
        self.asked = tuple(asked)
        super().__init__()


class ChangedMeanwhile(Exception):
    """What is to be signed now is not what was sent out to be signed; nothing was signed."""

    def __init__(self) -> None:
        self.message = _(
            "Văn bản đã thay đổi trong lúc chờ ký nên chữ ký vừa nhận không được dùng; chưa có gì được "
            "ký. Hãy xem lại văn bản rồi ký lại."
        )
        super().__init__(self.message)


class NotAwaited(Exception):
    """A signature that nobody waits for: used already, too late, or asked by somebody else."""

    def __init__(self) -> None:
        self.message = _(
            "Lần ký này đã hết hạn hoặc đã dùng xong. Hãy tải lại trang: nếu văn bản chưa được ký, hãy "
            "bấm ký lại."
        )
        super().__init__(self.message)


class Unsound(Exception):
    """What came out would not be held for signed by our own validator; nothing is kept."""

    def __init__(self, verdict: Verdict) -> None:
        why = " ".join(verdict.sentences(_))
        self.message = _("Chữ ký tạo ra không qua được kiểm tra: %(why)s") % {"why": why}
        super().__init__(self.message)


@dataclass(frozen=True, slots=True)
class Asked:
    """One signature that an act needs: for which act and bytes, by which certificate."""

    act_key: str
    source: str
    certificate: x509.Certificate
    half: Half


@dataclass(frozen=True, slots=True)
class _Answer:
    half: Half
    source: str
    value: bytes


@dataclass(slots=True)
class _State:
    """What goes on in this act; `answers` by act key, None while asking."""

    answers: dict[str, _Answer] | None
    asked: list[Asked] = field(default_factory=list)
    sources: dict[bytes, str] = field(default_factory=dict)  # SHA-256 of a made file → its source


_state: ContextVar[_State | None] = ContextVar("signing_elsewhere", default=None)


class OwnKey:
    """The certificate of a key on the signer's own computer; it signs by `through` only."""

    def __init__(
        self, certificate: x509.Certificate, chain: tuple[x509.Certificate, ...] = ()
    ) -> None:
        require_fit(certificate)
        self.certificate = certificate
        self.chain = chain
        self.signature_size = value_size(certificate)

    def sign(self, data: bytes) -> bytes:
        """Refuse with `NoKey`: no program here can call this key."""
        raise NoKey(
            _(
                "Khóa nằm trong thiết bị cắm ở máy của người ký. Hãy mở trình ký trên máy đó rồi ký "
                "trên trang của văn bản."
            )
        )


@contextlib.contextmanager
def asking() -> Iterator[None]:
    """Ask for the signatures of the act in this block; `all_signed` in it ends the act."""
    token = _state.set(_State(answers=None))
    try:
        yield
    finally:
        _state.reset(token)


@contextlib.contextmanager
def answering(rows: Sequence[AwaitedSignature], values: Sequence[bytes]) -> Iterator[None]:
    """Have the values that came back at hand for the act in this block, in the order asked."""
    answers = {
        row.act_key: _Answer(half_of(row), row.source, value)
        for row, value in zip(rows, values, strict=True)
    }
    token = _state.set(_State(answers=answers))
    try:
        yield
    finally:
        _state.reset(token)


def prepared(pdf: bytes, places: object, made: Callable[[], bytes]) -> bytes:
    """The file with fields: made, or, when answering, the very one for which it was asked."""
    state = _state.get()
    if state is None:
        return made()
    source = _digest(pdf, repr(places).encode())
    for answer in (state.answers or {}).values():
        if answer.source == source:
            return answer.half.pdf[: answer.half.base]
    done = made()
    state.sources[hashlib.sha256(done).digest()] = source
    return done


def through(
    key: SigningKey, pdf: bytes, words: Sequence[object], sign: Sign, stamper: Stamper | None
) -> bytes:
    """Do one act on a file by a key elsewhere: prepared only while asking, whole while answering.

    `words` is all that decides what is put into the file beside the bytes: act, place, number, texts.
    Raises `NoKey` outside of both, `ChangedMeanwhile`, `WrongSignature`, `NotSignable`.
    """
    state = _state.get()
    if state is None:
        key.sign(b"")  # says why not
        raise AssertionError
    encoded = key.certificate.tbs_certificate_bytes
    act_key = _digest(pdf, encoded, *(str(word).encode() for word in words))
    if state.answers is not None:
        answer = state.answers.get(act_key)
        if answer is None:
            raise ChangedMeanwhile
        done = halves.finish(answer.half, key.certificate, key.chain, answer.value, stamper)
        verdict = verify_bytes(done)
        if not verdict.whole:
            raise Unsound(verdict)
        return done
    half = halves.prepare(key.certificate, key.chain, pdf, sign, stamper)
    source = state.sources.get(hashlib.sha256(pdf).digest(), "")
    state.asked.append(Asked(act_key, source, key.certificate, half))
    return half.pdf


def all_signed() -> None:
    """Say, before the first write of an act, whether all its signatures are there.

    Raises `SignElsewhere` with what is asked.
    """
    state = _state.get()
    if state is not None and state.asked:
        raise SignElsewhere(state.asked)


def _digest(*parts: bytes) -> str:
    # Lengths first, so that no part can run into the next.
    running = hashlib.sha256()
    for part in parts:
        running.update(len(part).to_bytes(8, "big"))
        running.update(part)
    return running.hexdigest()


def keep(
    asked: Sequence[Asked], *, purpose: str, title: str, by: Actor, at: dt.datetime
) -> list[AwaitedSignature]:
    """Keep what an act asked for until it comes back; earlier rounds of the same form are dropped."""
    person = person_of(by)
    AwaitedSignature.objects.filter(person_id=person, purpose=purpose).delete()
    number = uuid.uuid4()
    prints = [_fingerprint(one.certificate) for one in asked]
    known = dict(
        Certificate.objects.filter(fingerprint__in=prints).values_list("fingerprint", "pk")
    )
    return AwaitedSignature.objects.bulk_create(
        [
            AwaitedSignature(
                round=number,
                position=position,
                purpose=purpose,
                agency_id=by.agency_id,
                person_id=person,
                certificate_id=known[print_],
                title=title,
                act_key=one.act_key,
                source=one.source,
                prepared=one.half.pdf,
                base=one.half.base,
                first=one.half.first,
                second=one.half.second,
                attributes=one.half.attributes,
                asked_at=at,
                until=at + KEPT_FOR,
            )
            for position, (one, print_) in enumerate(zip(asked, prints, strict=True), 1)
        ]
    )


def awaited(*, round_: str, purpose: str, by: Actor, at: dt.datetime) -> list[AwaitedSignature]:
    """What was asked in a round of this person and form. Raises `NotAwaited`."""
    try:
        number = uuid.UUID(round_)
    except ValueError as fault:
        raise NotAwaited from fault
    rows = list(
        AwaitedSignature.objects.filter(
            round=number, purpose=purpose, person_id=person_of(by), agency_id=by.agency_id,
            until__gt=at,
        ).order_by("position")
    )  # fmt: skip
    if not rows:
        raise NotAwaited
    return rows


def used_up(rows: Sequence[AwaitedSignature]) -> None:
    """Take a round away, inside the transaction of the act that uses it: it is used once.

    Raises `NotAwaited` when another request was first.
    """
    numbers = [row.pk for row in rows]
    if AwaitedSignature.objects.filter(pk__in=numbers).delete()[0] != len(numbers):
        raise NotAwaited


def forget(*, at: dt.datetime) -> int:
    """Delete what nobody answered in time; returns how many."""
    return AwaitedSignature.objects.filter(until__lte=at).delete()[0]


def half_of(row: AwaitedSignature) -> Half:
    """The prepared revision of a kept row."""
    return Half(bytes(row.prepared), row.base, row.first, row.second, bytes(row.attributes))


def _fingerprint(certificate: x509.Certificate) -> str:
    return hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()
