"""Long-term proof: levels that the file itself proves, and services that fail, lie or are slow."""

import asyncio
import datetime as dt
import http.server
import io
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import time_machine
from asn1crypto import crl as asn1_crl
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.authority import CertTrustAnchor
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer

from lienthong.axis.signing.pades import proof, signing
from lienthong.axis.signing.pades.cms import NoTimestamp
from lienthong.axis.signing.pki import certificates, revocation
from lienthong.axis.signing.pki.fetching import Client, NotFetched
from lienthong.axis.signing.pki.revocation import KeptLists, NoRevocation, Online
from lienthong.axis.signing.services.remote_stamping import RemoteStamper
from lienthong.axis.signing.verdicts.judge import judge
from lienthong.axis.signing.verdicts.model import Answer

from .kit import NOW, Kit

LATER = dt.timedelta(days=365)


def _material(kit: Kit, pdf: bytes) -> proof.Material:
    pairs = proof.wanted(proof.certificates_of(pdf))
    anchors = [kit.authority.root.public_bytes(Encoding.DER)]
    return revocation.gather(
        pairs, [KeptLists(kit.authority.revocation_lists)], NOW, anchors=anchors
    )


@pytest.fixture(scope="module")
def archived(kit: Kit) -> bytes:
    """The sealed letter with store and archive time-stamp."""
    return proof.archive(kit.sealed, _material(kit, kit.sealed), kit.stamper)


def _levels(pdf: bytes, kit: Kit, at: dt.datetime = NOW) -> list[str]:
    """Levels without any list of ours: what the file proves by itself."""
    verdict = judge(pdf, replace(kit.trust, revocation_lists=()), at)
    reasons = [(f.code, f.values) for s in verdict.signatures for f in s.findings]
    assert verdict.answer is Answer.VALID, reasons
    return [s.level for s in verdict.signatures]


def _pyhanko(pdf: bytes, kit: Kit, at: dt.datetime) -> list[object]:
    """pyHanko's own status of each signature at a later moment, with lists current then."""
    anchor = asn1_x509.Certificate.load(kit.authority.root.public_bytes(Encoding.DER))
    lists = [
        certificates.revocation_list(kit.authority._issuer(key), {}, 9, at)
        for key in (kit.authority._root, kit.authority._issuing)
    ]
    fresh = [
        CRLContainer(asn1_crl.CertificateList.load(one.public_bytes(Encoding.DER))) for one in lists
    ]
    policy = CertValidationPolicySpec(
        SimpleTrustManager.build([CertTrustAnchor(anchor)]),
        CertRevTrustPolicy(REQUIRE_REVINFO, retroactive_revinfo=True),
    )
    spec = PdfSignatureValidationSpec(
        SignatureValidationSpec(
            policy,
            RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY),
            ts_cert_validation_policy=policy,
            local_knowledge=LocalKnowledge(known_crls=fresh),
        )
    )
    found: list[object] = []
    with time_machine.travel(at, tick=False):
        for embedded in PdfFileReader(io.BytesIO(pdf)).embedded_regular_signatures:
            timing = ValidationTimingInfo(at, at, point_in_time_validation=False)
            try:
                result = asyncio.run(ades_lta_validation(embedded, spec, timing))
                found.append(result.ades_subindic)
            except SignatureValidationError as fault:
                found.append(fault.ades_subindication)
    return found


class TestLevels:
    def test_each_level_is_told_truly(self, kit: Kit, archived: bytes) -> None:
        stored = proof.add_store(kit.sealed, _material(kit, kit.sealed))
        assert [s.level for s in kit.judge(kit.sealed).signatures] == ["B-T", "B-T"]
        assert _levels(stored, kit) == ["B-LT", "B-LT"]
        assert _levels(archived, kit) == ["B-LTA", "B-LTA", ""]

    def test_earlier_bytes_stay(self, kit: Kit, archived: bytes) -> None:
        assert archived.startswith(kit.sealed)

    def test_a_store_that_proves_nothing_gives_no_level(self, kit: Kit) -> None:
        """The list of one authority is missing, or the lists are a stranger's."""
        whole = _material(kit, kit.sealed)
        half = proof.Material(whole.certificates, dict.fromkeys(list(whole.lists)[:1]))
        foreign = proof.Material(whole.certificates, dict.fromkeys(kit.stranger.revocation_lists))
        for material in (half, foreign):
            verdict = kit.judge(proof.archive(kit.sealed, material, kit.stamper))
            assert [s.level for s in verdict.signatures] == ["B-T", "B-T", ""]

    def test_a_stamp_before_the_store_does_not_archive_it(self, kit: Kit) -> None:
        late = proof.add_store(kit.stamped, _material(kit, kit.stamped))
        assert _levels(late, kit) == ["B-LT", "B-LT", ""]

    def test_renewed_it_stands_years_later(self, kit: Kit, archived: bytes) -> None:
        """The lists in the file have run out and the archive time-stamp was renewed meanwhile: our
        verdict and pyHanko's validation for the long term (ETSI EN 319 102-1 §5.6.3) agree."""
        stamper = kit.authority.stamper(lambda: NOW + LATER)
        renewed = proof.archive(archived, _material(kit, archived), stamper)
        assert renewed.startswith(archived)
        then = NOW + 2 * LATER
        assert _levels(renewed, kit, then) == ["B-LTA", "B-LTA", "", ""]
        assert _pyhanko(renewed, kit, then) == [AdESPassed.OK, AdESPassed.OK]

    def test_it_stands_when_the_signers_certificates_have_run_out(
        self, kit: Kit, archived: bytes
    ) -> None:
        assert _levels(archived, kit, NOW + 5 * LATER) == ["B-LTA", "B-LTA", ""]


class TestAnswers:
    """OCSP answers are believed only when every part of them is right."""

    def _answer(self, kit: Kit, **changes: object) -> bytes:
        given = {
            "certificate": kit.person.certificate,
            "issuer": kit.authority.issuing,
            "responder": kit.authority.issuing,
            "key": kit.authority._issuing.private_key,
            "since": NOW,
            "until": NOW + dt.timedelta(days=1),
            "nonce": b"n" * 32,
        } | changes
        builder = (
            ocsp.OCSPResponseBuilder()
            .add_response(
                cert=given["certificate"],
                issuer=given["issuer"],
                algorithm=hashes.SHA1(),
                cert_status=ocsp.OCSPCertStatus.GOOD,
                this_update=given["since"],
                next_update=given["until"],
                revocation_time=None,
                revocation_reason=None,
            )
            .responder_id(ocsp.OCSPResponderEncoding.HASH, given["responder"])
            .add_extension(x509.OCSPNonce(given["nonce"]), critical=False)
        )
        return builder.sign(given["key"], hashes.SHA256()).public_bytes(Encoding.DER)

    def _check(self, kit: Kit, answer: bytes) -> dt.datetime:
        issuer = kit.authority.issuing
        return revocation.check_answer(answer, kit.person.certificate, issuer, NOW, b"n" * 32)

    def test_a_right_answer_holds_until_its_date(self, kit: Kit) -> None:
        assert self._check(kit, self._answer(kit)) == NOW + dt.timedelta(days=1)

    def test_lies_are_refused(self, kit: Kit) -> None:
        old = NOW - dt.timedelta(days=9)
        lies = {
            "nonce": self._answer(kit, nonce=b"x" * 32),
            "chứng thư khác": self._answer(kit, certificate=kit.agency.certificate),
            "hết hạn": self._answer(kit, since=old, until=old + dt.timedelta(days=1)),
            "tương lai": self._answer(kit, since=NOW + dt.timedelta(hours=1)),
            "Chữ ký": self._answer(
                kit,
                responder=kit.stranger.issuing,
                key=kit.stranger._issuing.private_key,
            ),
            "không đọc được": b"garbage",
        }
        for word, answer in lies.items():
            with pytest.raises(NoRevocation, match=word):
                self._check(kit, answer)

    def test_lists_of_others_and_old_lists_are_refused(self, kit: Kit) -> None:
        root_list, issuing_list = kit.authority.revocation_lists
        issuer = kit.authority.issuing
        assert revocation.check_list(issuing_list, issuer, NOW) > NOW
        with pytest.raises(NoRevocation, match="không phải"):
            revocation.check_list(root_list, issuer, NOW)
        with pytest.raises(NoRevocation, match="hết hạn"):
            revocation.check_list(issuing_list, issuer, NOW + 3 * LATER)

    def test_a_certificate_that_names_no_address_is_told(self, kit: Kit) -> None:
        def never(url: str, body: bytes | None, kind: str) -> bytes:
            raise AssertionError(url)

        with pytest.raises(NoRevocation, match="không ghi địa chỉ"):
            Online(never, lambda n: b"n" * n).find(
                kit.person.certificate, kit.authority.issuing, NOW
            )


class TestTimeStamping:
    """A service over HTTP is believed only for what was asked, at a believable time."""

    def _stamper(self, kit: Kit, change: Callable[[bytes], bytes] = bytes) -> RemoteStamper:
        def fetch(url: str, body: bytes | None, kind: str) -> bytes:
            assert (url, kind) == ("https://tsa.example/", "application/timestamp-query")
            return kit.stamper.respond(change(body or b""))

        return RemoteStamper("https://tsa.example/", fetch, clock=lambda: NOW)

    def test_a_signature_carries_its_token(self, kit: Kit) -> None:
        signed = signing.sign_person(
            kit.prepared, kit.person, kit.blue, NOW, stamper=self._stamper(kit)
        )
        assert kit.judge(signed).signatures[0].level == "B-T"

    def test_an_answer_to_another_question_is_refused(self, kit: Kit) -> None:
        def other(body: bytes) -> bytes:
            asked = tsp.TimeStampReq.load(body)
            asked["nonce"] = 7
            return asked.dump(force=True)

        def other_imprint(body: bytes) -> bytes:
            asked = tsp.TimeStampReq.load(body)
            asked["message_imprint"]["hashed_message"] = b"0" * 32
            return asked.dump(force=True)

        for change, word in ((other, "nonce"), (other_imprint, "chuẩn")):
            with pytest.raises(NoTimestamp, match=word):
                self._stamper(kit, change).token(b"1" * 32)

    def test_wrong_policy_wrong_clock_and_garbage_are_refused(self, kit: Kit) -> None:
        def fetch(url: str, body: bytes | None, kind: str) -> bytes:
            return kit.stamper.respond(body or b"")

        late = RemoteStamper("", fetch, clock=lambda: NOW + dt.timedelta(hours=1))
        with pytest.raises(NoTimestamp, match="lệch"):
            late.token(b"1" * 32)
        with pytest.raises(NoTimestamp, match="chính sách"):
            RemoteStamper("", fetch, policy="1.2.3", clock=lambda: NOW).token(b"1" * 32)
        with pytest.raises(NoTimestamp, match="chuẩn"):
            RemoteStamper("", lambda *_: b"garbage", clock=lambda: NOW).token(b"1" * 32)


class _Door(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(302 if self.path == "/moved" else 200)
        self.send_header("Location", "http://127.0.0.1/other")
        self.end_headers()
        if self.path == "/slow":
            for _ in range(20):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.2)
        self.wfile.write(b"y" * (5000 if self.path == "/huge" else 5))

    def log_message(self, *_: object) -> None:
        return None


@pytest.fixture
def door() -> Iterator[int]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Door)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


class TestFetching:
    def test_what_is_listed_is_fetched(self, door: int) -> None:
        client = Client(frozenset({f"127.0.0.1:{door}"}))
        assert client(f"http://127.0.0.1:{door}/", None, "") == b"yyyyy"

    def test_faults_are_told(self, door: int) -> None:
        client = Client(frozenset({f"127.0.0.1:{door}"}), most_bytes=1000, seconds=0.5)
        for path, word in (("huge", "quá dài"), ("slow", "quá chậm"), ("moved", "302")):
            with pytest.raises(NotFetched, match=word):
                client(f"http://127.0.0.1:{door}/{path}", None, "")

    def test_it_is_not_led_inside_the_house(self, door: int) -> None:
        urls = {
            f"http://127.0.0.1:{door}/": "cổng",
            "http://127.0.0.1/": "nội bộ",
            "http://[::1]/": "nội bộ",
            "http://[::ffff:10.0.0.1]/": "nội bộ",
            "http://169.254.169.254/latest": "nội bộ",
            "file:///etc/passwd": "hợp lệ",
            "ldap://example/": "hợp lệ",
            "http://user@example/": "hợp lệ",
        }
        for url, word in urls.items():
            with pytest.raises(NotFetched, match=word):
                Client()(url, None, "")
