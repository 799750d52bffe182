"""Remote signing (CSC API v2) against a strict service that really signs; and the service itself."""

import base64
import hashlib
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from lienthong.axis.signing import api as rail
from lienthong.axis.signing.pades import signing
from lienthong.axis.signing.pki import csc
from lienthong.axis.signing.pki.csc import Client, RemoteKey, Service, ServiceDown, ServiceRefused
from lienthong.axis.signing.pki.held import Secret, WrongSignature
from lienthong.axis.signing.pki.keystore import NoKey
from lienthong.axis.signing.pki.tokens import PinNeeded, WrongPin
from lienthong.kernel.access.context import acting

from .csc_fake import CLIENT, PIN, SECRET, SHA256, SHA256_RSA, Fake, serving
from .kit import NOW, Kit

DATA = b"what is signed"
DIGEST = base64.b64encode(hashlib.sha256(DATA).digest()).decode()


@pytest.fixture
def fake(kit: Kit) -> Iterator[Fake]:
    """A service with the chairman's key."""
    made = Fake({"chu-tich": kit.person})
    with serving(made):
        yield made


def client(fake: Fake, secret: str = SECRET) -> Client:
    limits = httpx.Timeout(0.6)
    return Client(Service(fake.url, CLIENT, Secret(secret), limits=limits))


def key(fake: Fake, kit: Kit, pin: str = PIN, credential: str = "chu-tich") -> RemoteKey:
    given = Secret(pin) if pin else None
    return RemoteKey(client(fake), credential, given, kit.person.certificate, kit.person.chain)


class TestSigning:
    """What goes well."""

    @pytest.mark.parametrize(
        ("scal", "mode"), [("2", "explicit"), ("1", "explicit"), ("2", "implicit")]
    )
    def test_a_letter(self, fake: Fake, kit: Kit, scal: str, mode: str) -> None:
        fake.scal, fake.mode = scal, mode
        signed = signing.sign_person(kit.prepared, key(fake, kit), kit.blue, NOW)
        sealed = signing.seal(kit.fill(signed), kit.agency, kit.red, NOW)
        assert [one.trust for one in kit.judge(sealed).signatures] == ["trusted"] * 2
        asked = dict(fake.told)["credentials/authorize"]
        assert ("hashes" in asked) == (scal == "2")
        assert ("authData" in asked) == (mode == "explicit")

    def test_list(self, fake: Fake) -> None:
        assert client(fake).credentials() == ["chu-tich"]

    def test_an_old_token_is_renewed_once(self, fake: Fake, kit: Kit) -> None:
        key(fake, kit).sign(DATA)
        fake.tokens.clear()
        assert key(fake, kit).sign(DATA) == kit.person.sign(DATA)

    def test_a_token_is_kept_until_its_end(self, fake: Fake, kit: Kit) -> None:
        key(fake, kit).sign(DATA)
        key(fake, kit).sign(DATA)
        assert len(fake.tokens) == 1
        fake.token_lives = 10  # shorter than what we keep clear of its end: never used again
        csc._tokens.clear()
        client(fake).credentials()
        client(fake).credentials()
        assert len(fake.tokens) == 3


class TestFaults:
    """Each fault has its sentence, and nothing that came back wrong is used."""

    def test_wrong_pin_is_sent_once(self, fake: Fake, kit: Kit) -> None:
        with pytest.raises(WrongPin, match="không nhận mã PIN"):
            key(fake, kit, "000000").sign(DATA)
        assert [path for path, _body in fake.told].count("credentials/authorize") == 1

    def test_no_pin(self, fake: Fake, kit: Kit) -> None:
        with pytest.raises(PinNeeded):
            key(fake, kit, "").sign(DATA)
        assert [path for path, _body in fake.told] == ["credentials/info"]

    def test_expired_authorisation(self, fake: Fake, kit: Kit) -> None:
        fake.sad_lives = 0
        with pytest.raises(ServiceRefused, match="đã hết hạn hoặc đã dùng"):
            key(fake, kit).sign(DATA)

    def test_authorisation_of_another_digest(self, fake: Fake, kit: Kit) -> None:
        asking = client(fake)
        sad = asking.authorize("chu-tich", bytes(32), asking.info("chu-tich"), Secret(PIN))
        with pytest.raises(ServiceRefused):
            asking.sign_hash("chu-tich", bytes(31) + b"x", sad, SHA256_RSA)

    def test_signature_of_another_key(self, fake: Fake, kit: Kit) -> None:
        fake.signs_with = kit.agency
        with pytest.raises(WrongSignature, match="không khớp"):
            key(fake, kit).sign(DATA)

    def test_another_certificate_at_the_service(self, fake: Fake, kit: Kit) -> None:
        fake.shows = kit.agency
        with pytest.raises(WrongSignature, match="chứng thư khác"):
            key(fake, kit).sign(DATA)
        assert "credentials/authorize" not in dict(fake.told)

    def test_disabled_key(self, fake: Fake, kit: Kit) -> None:
        fake.enabled = False
        with pytest.raises(ServiceRefused, match="bị khóa"):
            key(fake, kit).sign(DATA)

    def test_unknown_credential(self, fake: Fake, kit: Kit) -> None:
        with pytest.raises(ServiceRefused, match="từ chối"):
            key(fake, kit, credential="ai-do").sign(DATA)

    def test_wrong_account(self, fake: Fake) -> None:
        csc._tokens.clear()
        with pytest.raises(ServiceRefused, match="không nhận tài khoản"):
            client(fake, "wrong").credentials()

    def test_confirmation_on_a_page_of_the_service(self, fake: Fake, kit: Kit) -> None:
        fake.mode = "oauth2code"
        with pytest.raises(ServiceRefused, match="trang của dịch vụ"):
            key(fake, kit).sign(DATA)

    @pytest.mark.parametrize(
        "path", ["oauth2/token", "credentials/info", "credentials/authorize", "signatures/signHash"]
    )
    @pytest.mark.parametrize("fault", ["silent", "garbage", "503", "429", "302"])
    def test_a_service_in_trouble(self, fake: Fake, kit: Kit, path: str, fault: str) -> None:
        csc._tokens.clear()
        if fault.isdigit():
            fake.status[path] = int(fault)
        else:
            getattr(fake, fault).add(path)
        with pytest.raises(ServiceDown, match="chưa có gì được ký"):
            key(fake, kit).sign(DATA)

    def test_nobody_there(self, kit: Kit) -> None:
        away = Client(Service("http://127.0.0.1:9/csc/v2", CLIENT, Secret(SECRET)))
        with pytest.raises(ServiceDown, match="không trả lời"):
            away.credentials()

    def test_only_https_leaves_the_machine(self) -> None:
        with pytest.raises(NoKey, match="https"):
            Service("http://ky-so.example/csc/v2", CLIENT, Secret(SECRET))
        with pytest.raises(NoKey, match="https"):
            Service("https://ky-so.example/csc/v2", CLIENT, Secret(SECRET), "http://x.example/t")

    def test_secrets_are_in_no_log_and_no_fault(
        self, fake: Fake, kit: Kit, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        key(fake, kit).sign(DATA)
        fake.silent.add("credentials/authorize")
        with pytest.raises(ServiceDown) as refused:
            key(fake, kit).sign(DATA)
        told = caplog.text + repr(refused.value) + repr(refused.value.__cause__)
        assert fake.url.split("//")[1].split("/")[0].split(":")[1] in told  # the log is read
        for secret in (PIN, SECRET, *fake.tokens, *fake.sads):
            assert secret not in told


class TestTheServiceItself:
    """The contract of the fake: what lacks a required parameter or is not authorised is refused."""

    def _post(
        self, fake: Fake, path: str, body: Any, token: str = ""
    ) -> tuple[int, dict[str, Any]]:
        headers = {"Authorization": f"Bearer {token or client(fake)._token().reveal()}"}
        answer = httpx.post(f"{fake.url}/{path}", json=body, headers=headers)
        return answer.status_code, answer.json()

    def test_without_a_token(self, fake: Fake) -> None:
        assert self._post(fake, "credentials/list", {}, "nobody")[0] == 401

    @pytest.mark.parametrize(
        ("path", "body", "lacks"),
        [
            ("credentials/info", {}, "credentialID"),
            ("credentials/authorize", {"credentialID": "chu-tich"}, "numSignatures"),
            ("signatures/signHash", {"credentialID": "chu-tich"}, "SAD"),
            (
                "signatures/signHash",
                {"credentialID": "chu-tich", "SAD": "x", "hashes": "y"},
                "hashes",
            ),
            (
                "signatures/signHash",
                {"credentialID": "chu-tich", "SAD": "x", "hashes": []},
                "signAlgo",
            ),
            ("credentials/info", {"credentialID": "no"}, "credentialID"),
        ],
    )
    def test_required(self, fake: Fake, path: str, body: dict[str, Any], lacks: str) -> None:
        status, answer = self._post(fake, path, body)
        assert (status, answer["error"]) == (400, "invalid_request")
        assert lacks in answer["error_description"]

    def test_an_authorisation_signs_once_and_only_its_digest(self, fake: Fake, kit: Kit) -> None:
        asked = {
            "credentialID": "chu-tich", "numSignatures": 1, "hashes": [DIGEST],
            "hashAlgorithmOID": SHA256, "authData": [{"id": "PIN", "value": PIN}],
        }  # fmt: skip
        assert self._post(fake, "credentials/authorize", asked | {"hashes": []})[0] == 400
        assert (
            self._post(fake, "credentials/authorize", asked | {"hashAlgorithmOID": "1"})[0] == 400
        )
        assert self._post(fake, "credentials/authorize", asked | {"authData": []})[0] == 400
        sad = self._post(fake, "credentials/authorize", asked)[1]["SAD"]
        sign = {
            "credentialID": "chu-tich", "SAD": sad, "hashes": [DIGEST], "signAlgo": SHA256_RSA,
            "hashAlgorithmOID": SHA256,
        }  # fmt: skip
        status, answer = self._post(fake, "signatures/signHash", sign)
        assert base64.b64decode(answer["signatures"][0]) == kit.person.sign(DATA)
        assert status == 200
        assert self._post(fake, "signatures/signHash", sign)[0] == 400


@pytest.mark.django_db
def test_an_enrolled_credential_signs(
    fake: Fake, kit: Kit, actor_for: Any, settings: Any, tmp_path: Path
) -> None:
    """Through the records: the service by name from the settings, its secret from a file."""
    settings.DATA, settings.MODE = tmp_path / "data", "real"
    (tmp_path / "secret").write_text(SECRET + "\n")
    settings.CSC_SERVICES = {
        "nha-cung-cap": {
            "url": fake.url, "client_id": CLIENT, "client_secret_file": str(tmp_path / "secret"),
        }
    }  # fmt: skip
    fake.keys["van-thu"] = kit.agency
    clerk = actor_for("vanthu.syt@mau.lienthong.example", NOW.date())
    clerk = replace(clerk, verbs=clerk.verbs | {rail.Verb.MANAGE_KEYS})
    enrolled = {
        "kind": "service", "agency_id": clerk.agency_id, "person_id": None, "key": "van-thu",
        "certificates": [kit.agency.certificate, *kit.agency.chain], "by": clerk, "at": NOW,
    }  # fmt: skip
    with acting(clerk):
        for wrong in ({"device": "khác"}, {"device": "nha-cung-cap", "key": " "}):
            with pytest.raises(rail.NotEnrolled):
                rail.enrol_key(**(enrolled | wrong))
        rail.enrol_key(**enrolled, device="nha-cung-cap")
        assert rail.asks_pin(agency_id=clerk.agency_id, at=NOW)
        with rail.unlocked(PIN, by=clerk, at=NOW):
            value = rail.key_of_agency(clerk.agency_id, at=NOW).sign(DATA)
        settings.CSC_SERVICES = {}
        with pytest.raises(rail.NoKey, match="chưa được cài đặt"):
            rail.key_of_agency(clerk.agency_id, at=NOW)
    assert value == kit.agency.sign(DATA)
