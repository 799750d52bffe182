"""The signing helper: who may ask it, what it signs, and that it asks the person before (D.1)."""

import base64
import http.client
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from lienthong.axis.signing.helper import asked as reading
from lienthong.axis.signing.helper.asked import Asked, Refused
from lienthong.axis.signing.helper.pairing import Pairings, mac_of
from lienthong.axis.signing.helper.person import Terminal, lines_of
from lienthong.axis.signing.helper.server import Helper, Server, origin_of
from lienthong.axis.signing.pades import signing as pades
from lienthong.axis.signing.pki import halves
from lienthong.axis.signing.pki.held import Secret, WrongSignature
from tests.support.needs import needs

from .kit import NOW, Kit
from .tokens_kit import PIN, Slots, library, slots

SITE = "https://lienthong.example"
OTHER = "https://lienthong.example.evil"


class Clerk:
    """The person before the computer, as a test plays him."""

    def __init__(self) -> None:
        self.codes: list[str] = []
        self.said: list[str] = []
        self.shown: list[list[str]] = []
        self.pin = PIN
        self.yes = True
        self.hold = threading.Event()
        self.hold.set()

    def show_code(self, code: str) -> None:
        self.codes.append(code)

    def tell(self, sentence: str) -> None:
        self.said.append(sentence)

    def confirm(self, asked: Asked, origin: str) -> Secret | None:
        self.shown.append(lines_of(asked, origin))
        self.hold.wait(20)
        return Secret(self.pin) if self.yes else None


class Page:
    """A page of a site, speaking as a browser does."""

    def __init__(self, port: int, origin: str = SITE) -> None:
        self.port, self.origin = port, origin
        self.pairing: dict[str, str] = {}

    def send(
        self, path: str, body: Any, method: str = "POST", **headers: str | None
    ) -> tuple[int, dict[str, Any], dict[str, str]]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {"Origin": self.origin, "Content-Type": "application/json"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items() if value}
        for name, value in headers.items():
            if value is None:
                sent.pop(name.replace("_", "-"))
        line.request(method, path, body if isinstance(body, bytes) else json.dumps(body), sent)
        answer = line.getresponse()
        content = answer.read()
        line.close()
        return answer.status, json.loads(content or b"{}"), dict(answer.getheaders())

    def pair(self, clerk: Clerk) -> None:
        status, told, _headers = self.send("/pair", {"code": clerk.codes[-1]})
        assert status == 200
        self.pairing = told

    def ask(self, told: dict[str, Any], **changes: Any) -> tuple[int, dict[str, Any]]:
        payload = json.dumps({"nonce": "ab" * 16, "at": int(time.time() * 1000)} | told | changes)
        mac = mac_of(bytes.fromhex(self.pairing["secret"]), payload)
        status, answer, _headers = self.send(
            "/sign", {"pairing": self.pairing["pairing"], "payload": payload, "mac": mac}
        )
        return status, answer


def values(page: Page, answer: dict[str, Any]) -> list[bytes]:
    """The values of an answer that the pairing vouches for."""
    assert answer["mac"] == mac_of(bytes.fromhex(page.pairing["secret"]), answer["payload"])
    return [base64.b64decode(one) for one in json.loads(answer["payload"])["values"]]


@pytest.fixture
def clerk() -> Clerk:
    return Clerk()


@pytest.fixture
def token(tmp_path: Path, kit: Kit) -> Iterator[Slots]:
    """A token with the person's key and another one with the agency's; certificates beside the keys."""
    with slots(tmp_path / "hsm") as made:
        for label, key in (("ca nhan", kit.person), ("van thu", kit.agency)):
            made.add(label, ("01", key.private_key))
            made.add_certificate(label, "01", key.certificate)
        yield made


@pytest.fixture
def door(token: Slots, clerk: Clerk) -> Iterator[Server]:
    """A helper for one site, on a free port."""
    with Served(clerk) as server:
        yield server


class Served:
    def __init__(self, clerk: Clerk, libraries: list[str] | None = None) -> None:
        self.server = Server(Helper([SITE], libraries or [library()], clerk), 0)
        self.server.helper.pairings.new_code()

    def __enter__(self) -> Server:
        self.running = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.running.start()
        return self.server

    def __exit__(self, *_fault: object) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def page(door: Server, clerk: Clerk) -> Page:
    """A paired page."""
    made = Page(door.server_port)
    made.pair(clerk)
    return made


def half_of(kit: Kit) -> halves.Half:
    return halves.prepare(
        kit.person.certificate, kit.person.chain, kit.prepared,
        lambda key, stamper: pades.sign_person(kit.prepared, key, kit.blue, NOW, stamper=stamper),
        kit.stamper,
    )  # fmt: skip


def told_of(kit: Kit, half: halves.Half, title: str = "Công văn: Rà soát") -> dict[str, Any]:
    return {
        "certificate": base64.b64encode(kit.person.certificate.public_bytes(Encoding.DER)).decode(),
        "key": "", "token": "",
        "items": [
            {"title": title, "digest": half.digest.hex(),
             "attributes": base64.b64encode(half.attributes).decode()}
        ],
    }  # fmt: skip


@needs("softhsm2-util")
class TestSigning:
    """From the prepared file to the signed one."""

    def test_whole_way(self, kit: Kit, page: Page, clerk: Clerk) -> None:
        half = half_of(kit)
        status, answer = page.ask(told_of(kit, half))
        assert status == 200
        (value,) = values(page, answer)
        signed = halves.finish(half, kit.person.certificate, kit.person.chain, value, kit.stamper)
        verdict = kit.judge(signed)
        assert verdict.whole
        assert verdict.signatures[0].level == "B-T"
        shown = "\n".join(clerk.shown[0])
        assert "Công văn: Rà soát" in shown
        assert half.digest.hex() in shown
        assert "Số văn bản, tệp sẽ ký: 1" in shown
        assert SITE in shown
        assert PIN not in json.dumps(answer) + "".join(clerk.said)

    def test_many_by_one_pin(self, kit: Kit, page: Page, clerk: Clerk) -> None:
        half = half_of(kit)
        told = told_of(kit, half)
        told["items"] *= 12
        status, answer = page.ask(told)
        assert (status, len(values(page, answer))) == (200, 12)
        assert len(clerk.shown) == 1

    def test_declined_signs_nothing(self, kit: Kit, page: Page, clerk: Clerk) -> None:
        clerk.yes = False
        status, answer = page.ask(told_of(kit, half_of(kit)))
        assert (status, answer["error"]) == (403, "declined")
        assert "payload" not in answer

    def test_wrong_pin(self, kit: Kit, page: Page, clerk: Clerk) -> None:
        clerk.pin = "000000"
        status, answer = page.ask(told_of(kit, half_of(kit)))
        assert (status, answer["error"]) == (403, "device")
        assert "PIN không đúng" in answer["message"]

    def test_another_certificate_than_the_enrolled_one(self, kit: Kit, page: Page) -> None:
        """The token of somebody else is plugged in: nobody is asked, nothing is signed."""
        told = told_of(kit, half_of(kit))
        other = kit.other_agency
        half = halves.prepare(
            other.certificate, other.chain, kit.prepared,
            lambda key, stamper: pades.sign_person(kit.prepared, key, kit.blue, NOW), None,
        )  # fmt: skip
        told["certificate"] = base64.b64encode(
            other.certificate.public_bytes(Encoding.DER)
        ).decode()
        told["items"][0] |= {
            "digest": half.digest.hex(),
            "attributes": base64.b64encode(half.attributes).decode(),
        }
        status, answer = page.ask(told)
        assert (status, answer["error"]) == (403, "device")
        assert "không có khóa của chứng thư đã đăng ký" in answer["message"]

    def test_pulled_token(self, kit: Kit, page: Page, token: Slots, clerk: Clerk) -> None:
        with token.pulled():
            status, answer = page.ask(told_of(kit, half_of(kit)))
        assert (status, answer["error"]) == (403, "device")
        assert "Không thấy thiết bị" in answer["message"]
        assert clerk.shown == []

    def test_found_by_label_where_the_token_keeps_no_certificate(
        self, kit: Kit, tmp_path: Path, clerk: Clerk
    ) -> None:
        half = half_of(kit)
        with slots(tmp_path / "bare") as made:
            made.add("tran", ("07", kit.person.private_key))
            with Served(clerk) as server:
                page = Page(server.server_port)
                page.pair(clerk)
                status, _answer = page.ask(told_of(kit, half))
                assert status == 403
                told = told_of(kit, half) | {"key": "07", "token": "tran"}
                status, _answer = page.ask(told, nonce="cd" * 16)
                assert status == 200

    def test_one_at_a_time(self, kit: Kit, page: Page, clerk: Clerk) -> None:
        clerk.hold.clear()
        told = told_of(kit, half_of(kit))
        first: list[int] = []
        running = threading.Thread(target=lambda: first.append(page.ask(told)[0]))
        running.start()
        for _wait in range(200):
            if clerk.shown:
                break
            time.sleep(0.02)
        status, answer = page.ask(told, nonce="ef" * 16)
        clerk.hold.set()
        running.join()
        assert (status, answer["error"], first) == (409, "busy", [200])


@needs("softhsm2-util")
class TestWhoMayAsk:
    """Origin, host, pairing, MAC, nonce, age."""

    @pytest.mark.parametrize("origin", [OTHER, "null", "http://lienthong.example", SITE + ":8443"])
    def test_other_origins_learn_nothing(self, door: Server, clerk: Clerk, origin: str) -> None:
        page = Page(door.server_port, origin)
        for path, body in (("/hello", {}), ("/pair", {"code": clerk.codes[-1]}), ("/sign", {})):
            status, told, headers = page.send(path, body)
            assert (status, told["error"]) == (403, "origin")
            assert "Access-Control-Allow-Origin" not in headers
        status, told, headers = page.send("/hello", b"", "OPTIONS")
        assert status == 403
        assert not {name for name in headers if name.startswith("Access-Control")}

    def test_without_an_origin(self, door: Server) -> None:
        assert Page(door.server_port).send("/hello", {}, Origin=None)[0] == 403

    def test_another_name_for_this_computer(self, door: Server) -> None:
        """DNS rebinding: the page's own name leads here."""
        assert Page(door.server_port).send("/hello", {}, Host="lienthong.example")[0] == 403

    def test_preflight_of_the_named_site(self, door: Server) -> None:
        status, _told, headers = Page(door.server_port).send(
            "/sign", b"", "OPTIONS",
            Access_Control_Request_Method="POST", Access_Control_Request_Private_Network="true",
        )  # fmt: skip
        assert status == 204
        assert headers["Access-Control-Allow-Origin"] == SITE
        assert headers["Access-Control-Allow-Private-Network"] == "true"

    def test_a_plain_form_reaches_nothing(self, door: Server) -> None:
        page = Page(door.server_port)
        assert page.send("/hello", b"{}", Content_Type="text/plain")[0] == 415

    @pytest.mark.parametrize("body", [b"[]", b"{", b"[" * 100_000, b"\xff"])
    def test_broken_bodies(self, door: Server, body: bytes) -> None:
        assert Page(door.server_port).send("/sign", body)[0] == 400

    def test_wrong_pairing(self, kit: Kit, door: Server, page: Page) -> None:
        told = told_of(kit, half_of(kit))
        stranger = Page(door.server_port)
        stranger.pairing = {"pairing": "00" * 16, "secret": page.pairing["secret"]}
        assert stranger.ask(told)[1]["error"] == "pairing"
        stranger.pairing = {"pairing": page.pairing["pairing"], "secret": "11" * 32}
        assert stranger.ask(told)[1]["error"] == "mac"

    def test_replay(self, kit: Kit, page: Page, clerk: Clerk) -> None:
        told = told_of(kit, half_of(kit))
        assert page.ask(told)[0] == 200
        status, answer = page.ask(told)
        assert (status, answer["error"]) == (409, "replay")
        assert len(clerk.shown) == 1

    def test_an_old_request(self, kit: Kit, page: Page) -> None:
        told = told_of(kit, half_of(kit))
        old = int(time.time() * 1000) - reading.FRESH_MS - 1000
        assert page.ask(told, at=old)[1]["error"] == "stale"

    def test_a_code_counts_once(self, door: Server, page: Page, clerk: Clerk) -> None:
        again = Page(door.server_port)
        assert again.send("/pair", {"code": clerk.codes[0]})[1]["error"] == "code"

    def test_unpaired_pages_make_a_code_appear(
        self, door: Server, page: Page, clerk: Clerk
    ) -> None:
        shown = len(clerk.codes)
        status, told, _headers = page.send("/hello", {"pairing": page.pairing["pairing"]})
        assert (status, told["paired"], len(clerk.codes)) == (200, True, shown)
        assert Page(door.server_port).send("/hello", {})[1]["paired"] is False
        assert len(clerk.codes) == shown + 1


class TestPairings:
    """Codes and their limits, by a clock of the test."""

    def test_guessing_ends(self) -> None:
        shown: list[str] = []
        now = [0.0]
        pairings = Pairings(shown.append, lambda: now[0])
        pairings.new_code()
        for _try in range(5):
            wrong = f"{(int(shown[-1]) + 1) % 10**8:08d}"
            with pytest.raises(Refused, match="không đúng"):
                pairings.pair(wrong, SITE)
        with pytest.raises(Refused, match="đợi mười phút"):
            pairings.pair(shown[-1], SITE)
        now[0] = 601.0
        pairings.want()
        assert pairings.pair(shown[-1], SITE)
        assert len(set(shown)) == len(shown)

    def test_codes_and_pairings_age(self) -> None:
        shown: list[str] = []
        now = [0.0]
        pairings = Pairings(shown.append, lambda: now[0])
        pairings.new_code()
        now[0] = 301.0
        with pytest.raises(Refused):
            pairings.pair(shown[0], SITE)
        name, _secret = pairings.pair(shown[-1], SITE)
        assert pairings.knows(name, SITE)
        assert not pairings.knows(name, OTHER)
        now[0] += 12 * 3600 + 1
        assert not pairings.knows(name, SITE)

    def test_without_a_code_nothing_pairs(self) -> None:
        with pytest.raises(Refused):
            Pairings(lambda _code: None).pair("", SITE)


class TestWhatIsSigned:
    """Only attributes of a document signature by the certificate, naming the digest that is shown."""

    def payload(self, kit: Kit, **changes: Any) -> str:
        told = told_of(kit, half_of(kit))
        told["items"][0] |= changes
        return json.dumps(told | {"nonce": "ab" * 16, "at": 0})

    def test_right(self, kit: Kit) -> None:
        assert len(reading.read(self.payload(kit), 0).items) == 1

    def test_another_digest_than_shown(self, kit: Kit) -> None:
        with pytest.raises(Refused, match="không đúng dạng"):
            reading.read(self.payload(kit, digest="00" * 32), 0)

    @pytest.mark.parametrize("what", [b"any bytes at all", b"\x31\x00", b"", b"\x31\x82\x10\x01"])
    def test_what_is_no_signature_of_a_paper(self, kit: Kit, what: bytes) -> None:
        with pytest.raises(Refused, match="không đúng dạng"):
            reading.read(self.payload(kit, attributes=base64.b64encode(what).decode()), 0)

    def test_more_behind_the_attributes(self, kit: Kit) -> None:
        more = base64.b64encode(half_of(kit).attributes + b"\x00").decode()
        with pytest.raises(Refused):
            reading.read(self.payload(kit, attributes=more), 0)

    def test_attributes_of_another_certificate(self, kit: Kit) -> None:
        told = json.loads(self.payload(kit))
        other = kit.agency.certificate.public_bytes(Encoding.DER)
        told["certificate"] = base64.b64encode(other).decode()
        with pytest.raises(Refused):
            reading.read(json.dumps(told), 0)

    @pytest.mark.parametrize(
        "payload", ["", "[]", "{}", '{"at": "x"}', "[" * 100_000, '{"at": 0, "items": 7}']
    )
    def test_broken(self, payload: str) -> None:
        with pytest.raises(Refused):
            reading.read(payload, 0)

    def test_titles_do_nothing_to_a_terminal(self) -> None:
        assert reading.plain("Số 1\x1b[2J\r\nKý\u202e hết") == "Số 1 [2J Ký hết"
        assert reading.plain("\n") == "(không có tên)"
        assert len(reading.plain("x" * 999)) == reading.LONGEST_TITLE


class TestTerminal:
    """The person in the terminal."""

    def test_confirms_by_a_word(self, kit: Kit, capsys: pytest.CaptureFixture[str]) -> None:
        asked = reading.read(TestWhatIsSigned().payload(kit), 0)
        pin = Terminal(lambda _words: "KÝ", lambda _words: PIN).confirm(asked, SITE)
        assert pin is not None
        assert pin.reveal() == PIN
        assert Terminal(lambda _words: "", lambda _words: PIN).confirm(asked, SITE) is None
        assert Terminal(lambda _words: "ky", lambda _words: "").confirm(asked, SITE) is None
        out = capsys.readouterr().out
        assert "Rà soát" in out
        assert PIN not in out

    def test_end_of_input_declines(self, kit: Kit) -> None:
        def ended(_words: str) -> str:
            raise EOFError

        asked = reading.read(TestWhatIsSigned().payload(kit), 0)
        assert Terminal(ended, ended).confirm(asked, SITE) is None


def test_sites() -> None:
    assert origin_of("https://LienThong.Example/van-ban/") == SITE
    assert origin_of("http://127.0.0.1:8000") == "http://127.0.0.1:8000"
    for wrong in ("http://lienthong.example", "file:///x", "lienthong.example", "*", ""):
        with pytest.raises(ValueError):
            origin_of(wrong)


def test_needs_little(kit: Kit) -> None:
    """It starts and reads a request without Django, pyHanko and the database."""
    code = (
        "import sys, lienthong.axis.signing.helper.__main__;"
        "from lienthong.axis.signing.helper import asked;"
        "print(len(asked.read(sys.stdin.read(), 0).items),"
        "sorted({n.split('.')[0] for n in sys.modules} & "
        "{'django', 'pyhanko', 'psycopg', 'lxml', 'PIL', 'pypdf', 'typst'}))"
    )
    payload = TestWhatIsSigned().payload(kit)
    done = subprocess.run(
        [sys.executable, "-c", code], input=payload, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.stdout.strip() == "1 []", done.stderr


@needs("softhsm2-util")
class TestHalves:
    """The two halves of a signature."""

    def test_a_prepared_file_is_no_signed_one(self, kit: Kit) -> None:
        assert not kit.judge(half_of(kit).pdf).whole

    def test_value_of_another_key(self, kit: Kit) -> None:
        half = half_of(kit)
        value = kit.agency.sign(half.attributes)
        with pytest.raises(WrongSignature):
            halves.finish(half, kit.person.certificate, kit.person.chain, value, None)

    def test_value_over_other_attributes(self, kit: Kit) -> None:
        value = kit.person.sign(half_of(kit).attributes)
        other = half_of(kit)
        with pytest.raises(WrongSignature):
            halves.finish(other, kit.person.certificate, kit.person.chain, value, None)

    def test_no_time_stamp_blocks_nobody(self, kit: Kit) -> None:
        from lienthong.axis.signing.pades.cms import NoTimestamp

        class Down:
            token_size = kit.stamper.token_size

            def token(self, imprint: bytes) -> bytes:
                raise NoTimestamp

        half = half_of(kit)
        value = kit.person.sign(half.attributes)
        signed = halves.finish(half, kit.person.certificate, kit.person.chain, value, Down())
        assert kit.judge(signed).signatures[0].level == "B-B"

    def test_number_and_seal_by_way_of_pyhanko(self, kit: Kit) -> None:
        number, date = kit.number_snippet, kit.date_snippet
        half = halves.prepare(
            kit.agency.certificate,
            kit.agency.chain,
            kit.signed,
            lambda key, stamper: pades.fill_and_seal(
                kit.signed, key, kit.red, NOW, number_snippet=number, date_snippet=date,
                number_text="12", date_text="23/11/2026", stamper=stamper,
            ),
            None,
        )  # fmt: skip
        value = kit.agency.sign(half.attributes)
        sealed = halves.finish(half, kit.agency.certificate, kit.agency.chain, value, None)
        assert kit.judge(sealed).verdict in {"valid", "valid_with_warnings"}
