"""Keys on real PKCS#11 tokens (SoftHSM2): each PIN, each slot, each fault has its sentence."""

import os
import pickle
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pkcs11
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pkcs11 import exceptions

from lienthong.axis.signing.pades import quick, signing
from lienthong.axis.signing.pki import tokens
from lienthong.axis.signing.pki.held import Secret, UnfitKey, WrongSignature, require_fit
from lienthong.axis.signing.pki.tokens import (
    NoSuchKeyOnToken,
    NoToken,
    PinLocked,
    PinNeeded,
    TokenKey,
    WrongPin,
)
from tests.support.needs import needs

from .kit import NOW, Kit
from .tokens_kit import PIN, Slots, library, own_certificate, place, slots

pytestmark = needs("softhsm2-util")
DATA = b"what is signed"


@pytest.fixture
def hsm(tmp_path: Path) -> Iterator[Slots]:
    """SoftHSM2 without a token."""
    with slots(tmp_path) as made:
        yield made


@pytest.fixture
def token(hsm: Slots, kit: Kit) -> Slots:
    """A token with the chairman's key."""
    hsm.add("chu tich", ("01", kit.person.private_key))
    return hsm


def _key(kit: Kit, pin: str = PIN, label: str = "chu tich", **more: Any) -> TokenKey:
    return TokenKey(place(label, **more), Secret(pin), kit.person.certificate, kit.person.chain)


class TestPins:
    """Right, wrong, missing, locked."""

    def test_right_pin_signs_a_letter_that_is_judged_valid(self, token: Slots, kit: Kit) -> None:
        signed = signing.sign_person(kit.prepared, _key(kit), kit.blue, NOW, stamper=kit.stamper)
        sealed = signing.seal(kit.fill(signed), kit.agency, kit.red, NOW, stamper=kit.stamper)
        assert kit.judge(sealed).verdict == "valid"

    def test_quick_way_takes_the_token_too(self, token: Slots, kit: Kit) -> None:
        at = NOW.astimezone(signing.VIETNAM)
        made = quick.sign_person(
            kit.prepared, _key(kit), kit.blue, at, index=1, reason="", stamper=None
        )
        sealed = signing.seal(kit.fill(made), kit.agency, kit.red, NOW)
        assert [one.trust for one in kit.judge(sealed).signatures] == ["trusted"] * 2

    def test_wrong_pin_says_how_many_tries_are_left(self, token: Slots, kit: Kit) -> None:
        with pytest.raises(WrongPin, match="còn 3 lần thử"):
            _key(kit, "000000", tries=5, wrong=1).sign(DATA)
        with pytest.raises(WrongPin, match="Không rõ còn bao nhiêu"):
            _key(kit, "000000").sign(DATA)
        assert _key(kit).sign(DATA) == kit.person.sign(DATA)

    def test_a_wrong_pin_is_tried_once_and_leaves_no_session(
        self, token: Slots, kit: Kit, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tried: list[str] = []
        real = tokens._session

        def counted(found: Any, pin: Secret, where: Any) -> Any:
            tried.append(pin.reveal())
            return real(found, pin, where)

        monkeypatch.setattr(tokens, "_session", counted)
        with pytest.raises(WrongPin):
            _key(kit, "000000").sign(DATA)
        assert tried == ["000000"]
        assert not pkcs11._loaded[library()].initialized

    def test_without_a_pin_nothing_reaches_the_token(self, token: Slots, kit: Kit) -> None:
        with pytest.raises(PinNeeded, match="mã PIN"):
            TokenKey(place("chu tich"), None, kit.person.certificate).sign(DATA)

    @pytest.mark.parametrize(
        ("flags", "words"),
        [(tokens.PIN_LOCKED, "đã bị khóa"), (tokens.PIN_FINAL_TRY, "chỉ còn một lần thử")],
    )
    def test_locked_and_last_try_are_not_tried(
        self, kit: Kit, monkeypatch: pytest.MonkeyPatch, flags: int, words: str
    ) -> None:
        """SoftHSM2 never locks: a token that says so in its flags stands in."""
        tried: list[str] = []
        monkeypatch.setattr(pkcs11, "lib", lambda _so: _Library(_Token(flags, tried)))
        with pytest.raises(PinLocked, match=words):
            _key(kit).sign(DATA)
        assert tried == []

    def test_locked_at_this_try(self, kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
        tried: list[str] = []
        monkeypatch.setattr(pkcs11, "lib", lambda _so: _Library(_Token(0, tried)))
        with pytest.raises(PinLocked, match="đã bị khóa"):
            _key(kit).sign(DATA)
        assert tried == [PIN]


class _Token:
    """A token whose PIN is locked."""

    label = "chu tich"
    serial = b"1"

    def __init__(self, flags: int, tried: list[str]) -> None:
        self.flags = flags
        self.tried = tried

    def get_token(self) -> "_Token":
        return self

    def open(self, user_pin: str) -> None:
        self.tried.append(user_pin)
        raise exceptions.PinLocked


class _Library:
    """A library with one slot."""

    def __init__(self, token: _Token) -> None:
        self.token = token

    def get_slots(self, token_present: bool) -> list[_Token]:
        return [self.token]

    def finalize(self) -> None:
        pass


class TestTokens:
    """Which token, which key, and a token that goes away."""

    def test_pulled_out_before_and_put_in_again(self, token: Slots, kit: Kit) -> None:
        with token.pulled(), pytest.raises(NoToken, match="Hãy cắm thiết bị"):
            _key(kit).sign(DATA)
        assert _key(kit).sign(DATA) == kit.person.sign(DATA)

    def test_pulled_out_in_the_middle(
        self, token: Slots, kit: Kit, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = tokens._by_key

        def pulled(*given: Any) -> bytes:
            with token.pulled():
                return real(*given)

        with monkeypatch.context() as patched:
            patched.setattr(tokens, "_by_key", pulled)
            with pytest.raises((NoToken, NoSuchKeyOnToken)) as refused:
                _key(kit).sign(DATA)
        assert "thiết bị" in refused.value.message.lower()
        assert _key(kit).sign(DATA) == kit.person.sign(DATA)

    def test_several_slots(self, token: Slots, kit: Kit) -> None:
        token.add("van thu", ("01", kit.agency.private_key), ("02", kit.person.private_key))
        assert _key(kit, label="van thu", identifier="02").sign(DATA) == kit.person.sign(DATA)
        found = {(one.label, bool(one.serial)) for one in tokens.seen(library())}
        assert found == {("chu tich", True), ("van thu", True)}

    def test_two_tokens_of_one_label_are_told_apart_by_serial(self, hsm: Slots, kit: Kit) -> None:
        serial = hsm.add("so", ("01", kit.person.private_key))
        other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        # softhsm2-util takes a label: while the first is away the second gets its key.
        hsm.tokens.rename(hsm.folder / "first")
        hsm.tokens.mkdir()
        second = hsm.add("so", ("01", other))
        for one in (hsm.folder / "first").iterdir():
            one.rename(hsm.tokens / one.name)
        with pytest.raises(NoToken, match="nhiều thiết bị"):
            _key(kit, label="so").sign(DATA)
        assert _key(kit, label="so", serial=serial).sign(DATA) == kit.person.sign(DATA)
        with pytest.raises(WrongSignature):
            _key(kit, label="so", serial=second).sign(DATA)

    def test_no_such_key(self, token: Slots, kit: Kit) -> None:
        with pytest.raises(NoSuchKeyOnToken, match="không có khóa"):
            _key(kit, identifier="77").sign(DATA)

    def test_certificate_that_does_not_match_the_key(self, token: Slots, kit: Kit) -> None:
        with pytest.raises(WrongSignature, match="không khớp chứng thư"):
            TokenKey(place("chu tich"), Secret(PIN), kit.agency.certificate).sign(DATA)

    def test_curves(self, hsm: Slots, kit: Kit) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        hsm.add("ec", ("0a", key))
        certificate = own_certificate(key, kit.person.certificate)
        value = TokenKey(place("ec", "0a"), Secret(PIN), certificate).sign(DATA)
        assert 60 < len(value) <= 73

    def test_weak_keys_are_refused(self, kit: Kit) -> None:
        weak = own_certificate(ec.generate_private_key(ec.SECP192R1()), kit.person.certificate)
        with pytest.raises(UnfitKey):
            require_fit(weak)
        require_fit(kit.person.certificate)

    def test_no_library(self, kit: Kit) -> None:
        where = tokens.TokenPlace("/nowhere.so", "x", "", b"\x01")
        with pytest.raises(NoToken, match="Không nạp được"):
            TokenKey(where, Secret(PIN), kit.person.certificate).sign(DATA)


class TestSharing:
    """Threads and forked workers share a token without sharing its log-in."""

    def test_a_wrong_pin_never_signs_beside_a_right_one(self, token: Slots, kit: Kit) -> None:
        """PKCS#11 answers a second log-in whatever its PIN: hence one act at a time."""
        good: list[bytes] = []
        bad: list[str] = []

        def right() -> None:
            good.extend(_key(kit).sign(DATA) for _index in range(6))

        def wrong() -> None:
            for _index in range(6):
                try:
                    bad.append(repr(_key(kit, "999999").sign(DATA)))
                except WrongPin:
                    bad.append("refused")

        running = [threading.Thread(target=one) for one in (right, wrong, right, wrong)]
        for one in running:
            one.start()
        for one in running:
            one.join()
        assert good == [kit.person.sign(DATA)] * 12
        assert bad == ["refused"] * 12

    def test_a_forked_child_signs(self, token: Slots, kit: Kit) -> None:
        key = _key(kit)
        expected = key.sign(DATA)
        with tokens.opened(library()):  # forked in the middle of an act of the parent
            reading, writing = os.pipe()
            child = os.fork()
            if child == 0:
                try:
                    os.write(writing, key.sign(DATA))
                finally:
                    os._exit(0)
            os.close(writing)
            with os.fdopen(reading, "rb") as said:
                value = said.read()
            os.waitpid(child, 0)
        assert value == expected
        assert key.sign(DATA) == expected


def test_a_secret_is_not_printed_and_not_pickled() -> None:
    secret = Secret(PIN)
    assert PIN not in f"{secret} {secret!r} {[secret]}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    assert secret.reveal() == PIN
    assert not Secret("")
