"""The sample authority: marked, private, safe with several processes; its time-stamps stand up."""

import datetime as dt
import os
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from asn1crypto import algos, parser, tsp
from cryptography.hazmat.primitives.serialization import Encoding

from lienthong.axis.signing.pades.cms import NoTimestamp
from lienthong.axis.signing.pki.certificates import Subject
from lienthong.axis.signing.pki.keystore import Expired, FileKeystore, NoKey, check_period
from lienthong.axis.signing.pki.sample import SampleAuthority
from lienthong.axis.signing.pki.timestamping import LocalStamper
from tests.support.needs import needs

from .kit import NOW, Kit


def test_every_name_says_sample(kit: Kit) -> None:
    for certificate in (
        kit.authority.root,
        kit.authority.issuing,
        kit.person.certificate,
        kit.agency.certificate,
        *kit.stamper._key.chain,
        kit.stamper._key.certificate,
    ):
        common = [a.value for a in certificate.subject if a.oid.dotted_string == "2.5.4.3"]
        assert common[0].startswith("MẪU - ")


def test_files_are_private(kit: Kit) -> None:
    assert kit.person is not None
    for path in (kit.folder / "pki").rglob("*"):
        mode = stat.S_IMODE(path.stat().st_mode)
        if path.is_dir():
            assert mode & 0o077 == 0, path
        elif path.name not in {".lock"}:
            assert mode == 0o600, path


def test_keys_are_kept(kit: Kit) -> None:
    first = kit.person  # made before the other call: it would make the kit's key for somebody else
    again = SampleAuthority.open(kit.folder / "pki", NOW)
    assert again.root == kit.authority.root
    same = again.issue("person-1", Subject("Người khác", "Sở khác"), NOW)
    assert same.certificate == first.certificate
    assert [c.subject for c in same.chain] == [again.issuing.subject, again.root.subject]


def test_long_agency_names_fit(kit: Kit) -> None:
    name = "Văn phòng Đoàn đại biểu Quốc hội, Hội đồng nhân dân và Ủy ban nhân dân tỉnh Quảng Ngãi"
    key = kit.authority.issue("agency-77", Subject(name, name), NOW)
    parts = {a.oid.dotted_string: a.value for a in key.certificate.subject}
    assert parts["2.5.4.10"] == "Văn phòng Đoàn đại biểu Quốc hội, Hội đồng…"
    assert len(parts["2.5.4.3"].encode()) <= 64


@pytest.mark.parametrize(
    "reference", ["../secret", "person-", "a/b", "", "PERSON-1", "person-1.p12"]
)
def test_references_name_no_paths(kit: Kit, reference: str) -> None:
    with pytest.raises(NoKey):
        kit.authority.keystore.load(reference)


def test_missing_broken_and_locked_keys(kit: Kit, tmp_path: Path) -> None:
    store = FileKeystore(tmp_path, b"password")
    with pytest.raises(NoKey):
        store.load("person-5")
    (tmp_path / "person-5.p12").write_bytes(b"nonsense")
    with pytest.raises(NoKey):
        store.load("person-5")
    source = kit.folder / "pki" / "keys" / "person-1.p12"
    assert kit.person is not None
    (tmp_path / "person-6.p12").write_bytes(source.read_bytes())
    with pytest.raises(NoKey, match="Không mở được khóa"):
        store.load("person-6")


def test_period_of_a_certificate(kit: Kit) -> None:
    check_period(kit.person.certificate, NOW)
    with pytest.raises(Expired, match="hết hạn"):
        check_period(kit.person.certificate, NOW + dt.timedelta(days=3 * 365 + 1))
    with pytest.raises(Expired, match="chưa có hiệu lực"):
        check_period(kit.person.certificate, NOW - dt.timedelta(days=3 * 365))


def test_several_processes_make_one_authority(tmp_path: Path) -> None:
    """Four processes open an empty folder at once: one authority, one key a name, no serial twice."""
    program = textwrap.dedent(
        """
        import datetime as dt, sys, pathlib
        from asn1crypto import cms
        from lienthong.axis.signing.pki.sample import SampleAuthority
        from lienthong.axis.signing.pki.certificates import Subject
        at = dt.datetime(2026, 11, 23, 2, tzinfo=dt.UTC)
        house = SampleAuthority.open(pathlib.Path(sys.argv[1]), at)
        key = house.issue("agency-1", Subject("Sở mẫu", "Sở mẫu"), at)
        stamper = house.stamper()
        tokens = [cms.ContentInfo.load(stamper.token(bytes(32))) for _ in range(20)]
        serials = [t["content"]["encap_content_info"]["content"].parsed["serial_number"].native
                   for t in tokens]
        print(house.root.serial_number, key.certificate.serial_number, *serials)
        """
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path)],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        for _index in range(4)
    ]
    lines = [process.communicate(timeout=120)[0].split() for process in running]
    assert all(process.returncode == 0 for process in running)
    assert len({tuple(line[:2]) for line in lines}) == 1
    serials = [serial for line in lines for serial in line[2:]]
    assert len(serials) == len(set(serials)) == 80


def _status(answer: bytes) -> tsp.PKIStatusInfo:
    """The status of an answer without a token, which asn1crypto's own class does not allow."""
    _class, _method, _tag, header, content, _trailer = parser.parse(answer)
    assert header
    return tsp.PKIStatusInfo.load(content)


class TestTimeStamps:
    """RFC 3161."""

    def _ask(self, digest: str = "sha256", size: int = 32, nonce: int | None = 7) -> bytes:
        request = {
            "version": 1,
            "message_imprint": {
                "hash_algorithm": algos.DigestAlgorithm({"algorithm": digest}),
                "hashed_message": b"\x01" * size,
            },
            "cert_req": True,
        }
        if nonce is not None:
            request["nonce"] = nonce
        return bytes(tsp.TimeStampReq(request).dump())

    def test_answer_repeats_imprint_and_nonce(self, kit: Kit) -> None:
        answer = tsp.TimeStampResp.load(kit.stamper.respond(self._ask(nonce=1234567890123)))
        assert answer["status"]["status"].native == "granted"
        info = answer["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
        assert info["nonce"].native == 1234567890123
        assert info["gen_time"].native == NOW
        assert info["message_imprint"]["hashed_message"].native == b"\x01" * 32

    def test_longer_digests(self, kit: Kit) -> None:
        answer = tsp.TimeStampResp.load(kit.stamper.respond(self._ask("sha512", 64)))
        assert answer["status"]["status"].native == "granted"

    @pytest.mark.parametrize("request_", [b"", b"junk", b"\x30\x03\x02\x01\x01"])
    def test_broken_requests_are_refused(self, kit: Kit, request_: bytes) -> None:
        status = _status(kit.stamper.respond(request_))
        assert status["status"].native == "rejection"
        assert status["fail_info"].native == {"bad_data_format"}

    @pytest.mark.parametrize(("digest", "size"), [("md5", 16), ("sha1", 20), ("sha256", 20)])
    def test_weak_and_false_digests_are_refused(self, kit: Kit, digest: str, size: int) -> None:
        assert _status(kit.stamper.respond(self._ask(digest, size)))["fail_info"].native == {
            "bad_alg"
        }

    @needs("openssl")
    def test_openssl_verifies_an_answer(self, kit: Kit, tmp_path: Path) -> None:
        (tmp_path / "root.pem").write_bytes(kit.authority.root.public_bytes(Encoding.PEM))
        (tmp_path / "data").write_bytes(b"a paper")
        run = lambda text: subprocess.run(  # noqa: E731
            text.split(), cwd=tmp_path, capture_output=True, text=True
        )
        assert run("openssl ts -query -data data -sha256 -cert -out ask.tsq").returncode == 0
        answer = kit.stamper.respond((tmp_path / "ask.tsq").read_bytes())
        (tmp_path / "answer.tsr").write_bytes(answer)
        verify = "openssl ts -verify -queryfile ask.tsq -in answer.tsr -CAfile root.pem"
        good = run(f"{verify} -attime {int(NOW.timestamp())}")
        assert "Verification: OK" in good.stdout, good.stderr
        (tmp_path / "data").write_bytes(b"another paper")
        assert run("openssl ts -verify -data data -in answer.tsr -CAfile root.pem").returncode

    def test_a_disk_that_fails_says_so(self, kit: Kit, tmp_path: Path) -> None:
        stamper = LocalStamper(kit.stamper._key, tmp_path / "missing" / "serials", lambda: NOW)
        with pytest.raises(NoTimestamp):
            stamper.token(bytes(32))
