"""CMS/CAdES files: honest ones of OpenSSL and pyHanko, and the ways to forge them."""

import base64
import datetime as dt
import hashlib
import subprocess
from pathlib import Path

import pytest
from asn1crypto import cms
from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from lienthong.axis.signing.pades import cms as own_cms
from lienthong.axis.signing.pki.keystore import FileKey
from lienthong.axis.signing.verdicts.beside import Beside
from lienthong.axis.signing.verdicts.judge import judge
from lienthong.axis.signing.verdicts.model import Answer, Verdict
from lienthong.axis.signing.verdicts.verify import Verifier, verify_file
from tests.support.needs import needs

from .kit import Kit


@pytest.fixture(scope="session")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Kit:
    """Keys of this very day: OpenSSL signs at the time of the machine's own clock."""
    return Kit(tmp_path_factory.mktemp("cms"), dt.datetime.now(dt.UTC))


CONTENT = "Kính gửi: Sở Tài chính; số tiền: 100 đồng.\nHạn: 15/12/2026.\n".encode()


def _pem(key: FileKey, folder: Path) -> tuple[Path, Path, Path]:
    private, certificate, chain = (folder / f"{n}.pem" for n in ("key", "cert", "chain"))
    private.write_bytes(
        key.private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    certificate.write_bytes(key.certificate.public_bytes(Encoding.PEM))
    chain.write_bytes(b"".join(c.public_bytes(Encoding.PEM) for c in key.chain))
    return private, certificate, chain


def openssl(kit: Kit, folder: Path, *options: str, content: bytes = CONTENT) -> bytes:
    """A CMS by OpenSSL over the content."""
    private, certificate, chain = _pem(kit.person, folder)
    (folder / "content").write_bytes(content)
    command = ["openssl", "cms", "-sign", "-in", str(folder / "content"), "-signer"]
    command += [str(certificate), "-inkey", str(private), "-certfile", str(chain), *options]
    done = subprocess.run(command, capture_output=True, check=True)
    return done.stdout


def beside(content: bytes, name: str = "content") -> Beside:
    """The content as a file of the signature's name."""
    return Beside(((name, content),), frozenset({name}))


def judged(kit: Kit, data: bytes, other: Beside | None = None) -> Verdict:
    """The verdict by the tests' list."""
    return judge(data, kit.trust, kit.now, other or Beside())


HONEST = {
    "attached DER": ("-nodetach", "-binary", "-outform", "DER"),
    "attached PEM": ("-nodetach", "-binary", "-outform", "PEM"),
    "attached CAdES": ("-nodetach", "-binary", "-cades", "-outform", "DER"),
    "attached SHA-512": ("-nodetach", "-binary", "-md", "sha512", "-outform", "DER"),
    "attached PSS": ("-nodetach", "-binary", "-keyopt", "rsa_padding_mode:pss", "-outform", "DER"),
    "attached by key identifier": ("-nodetach", "-binary", "-keyid", "-outform", "DER"),
    "attached streamed": ("-nodetach", "-binary", "-stream", "-outform", "DER"),
    "detached DER": ("-binary", "-outform", "DER"),
    "detached PEM": ("-binary", "-outform", "PEM"),
    "detached CAdES": ("-binary", "-cades", "-outform", "DER"),
}


@needs("openssl")
class TestHonest:
    @pytest.mark.parametrize("name", HONEST)
    def test_of_openssl(self, kit: Kit, tmp_path: Path, name: str) -> None:
        made = openssl(kit, tmp_path, *HONEST[name])
        verdict = judged(kit, made, beside(CONTENT) if "detached" in name else None)
        assert verdict.answer is Answer.VALID, verdict.reasons
        [signature] = verdict.signatures
        assert signature.signer == "MẪU - Chủ tịch UBND tỉnh"
        assert signature.trust == "trusted"
        assert signature.coverage == "whole_file"
        assert signature.level == ("B-B" if "CAdES" in name else "CMS")
        assert signature.claimed_time is not None

    @pytest.mark.parametrize("name", [n for n in HONEST if "detached" not in n])
    def test_content_altered(self, kit: Kit, tmp_path: Path, name: str) -> None:
        made = openssl(kit, tmp_path, *HONEST[name])
        if "PEM" in name:
            made = base64.b64decode(b"".join(made.splitlines()[1:-1]))
        assert b": 100 " in made
        verdict = judged(kit, made.replace(b": 100 ", b": 900 "))
        assert verdict.answer is Answer.INVALID
        assert "không còn nguyên vẹn" in verdict.reasons[0]

    def test_bare_base64(self, kit: Kit, tmp_path: Path) -> None:
        made = openssl(kit, tmp_path, "-nodetach", "-binary", "-outform", "DER")
        assert judged(kit, base64.encodebytes(made)).answer is Answer.VALID

    def test_mail_line_ends(self, kit: Kit, tmp_path: Path) -> None:
        """Without -binary OpenSSL signs the text with the line ends of mail."""
        made = openssl(kit, tmp_path, "-outform", "DER")
        verdict = judged(kit, made, beside(CONTENT))
        assert verdict.answer is Answer.WITH_WARNINGS
        assert "xuống dòng" in verdict.reasons[0]

    def test_sha1_is_intact_and_weak(self, kit: Kit, tmp_path: Path) -> None:
        made = openssl(kit, tmp_path, "-nodetach", "-binary", "-md", "sha1", "-outform", "DER")
        verdict = judged(kit, made)
        assert verdict.answer is Answer.WITH_WARNINGS
        assert any("SHA-1" in reason for reason in verdict.reasons)
        assert verdict.signatures[0].digest == "sha1"

    def test_without_signed_attributes(self, kit: Kit, tmp_path: Path) -> None:
        made = openssl(kit, tmp_path, "-nodetach", "-binary", "-noattr", "-outform", "DER")
        assert judged(kit, made).answer is Answer.WITH_WARNINGS
        assert judged(kit, made.replace(b": 100 ", b": 900 ")).answer is Answer.INVALID

    def test_unknown_authority_never_counts(self, kit: Kit, tmp_path: Path) -> None:
        private, certificate, _chain = _pem(kit.unknown_person, tmp_path)
        (tmp_path / "c").write_bytes(CONTENT)
        command = ["openssl", "cms", "-sign", "-in", str(tmp_path / "c"), "-signer"]
        command += [str(certificate), "-inkey", str(private), "-nodetach", "-outform", "DER"]
        made = subprocess.run(command, capture_output=True, check=True).stdout
        verdict = judged(kit, made)
        assert verdict.answer is Answer.WITH_WARNINGS
        assert verdict.to_json()["signatures"][0]["trust"] == "chưa xác định được người ký"

    def test_pdf_inside_is_a_cms_file(self, kit: Kit, tmp_path: Path) -> None:
        made = openssl(kit, tmp_path, "-nodetach", "-binary", "-outform", "DER", content=kit.sealed)
        verdict = judged(kit, made)
        assert verdict.answer is Answer.VALID
        assert len(verdict.signatures) == 1

    def test_certificates_alone_are_no_signature(self, kit: Kit, tmp_path: Path) -> None:
        _private, certificate, _chain = _pem(kit.person, tmp_path)
        command = ["openssl", "crl2pkcs7", "-nocrl", "-certfile", str(certificate), "-outform"]
        made = subprocess.run([*command, "DER"], capture_output=True, check=True).stdout
        assert judged(kit, made).answer is Answer.UNSIGNED

    def test_encrypted_cannot_be_read(self, kit: Kit, tmp_path: Path) -> None:
        _private, certificate, _chain = _pem(kit.person, tmp_path)
        (tmp_path / "c").write_bytes(CONTENT)
        command = ["openssl", "cms", "-encrypt", "-in", str(tmp_path / "c"), "-outform", "DER"]
        made = subprocess.run([*command, str(certificate)], capture_output=True, check=True).stdout
        assert judged(kit, made).answer is Answer.UNREADABLE


def own(kit: Kit, content: bytes, **changes: object) -> cms.ContentInfo:
    """An attached CMS by our own code, to be altered."""
    return cms.ContentInfo.load(own_cms.enclosing(kit.person, own_cms.DATA, content))


def stamped(message: bytes, *tokens: bytes) -> bytes:
    """A message in DER with these time-stamps on its first signature.

    Each part is encoded before the next holds it: asn1crypto encodes a changed set anew each time it
    is looked at, which for a token inside a signature inside a message takes minutes.
    """
    info = cms.ContentInfo.load(message)
    signer = info["content"]["signer_infos"][0]
    attribute = cms.CMSAttribute(
        {
            "type": "signature_time_stamp_token",
            "values": [cms.ContentInfo.load(token) for token in tokens],
        }
    )
    signer["unsigned_attrs"] = cms.CMSAttributes([cms.CMSAttribute.load(attribute.dump())])
    info["content"]["signer_infos"] = cms.SignerInfos([cms.SignerInfo.load(signer.dump())])
    made: bytes = info.dump()
    assert all(token in made for token in tokens)
    return made


def bare(key: FileKey, content: bytes, **options: object) -> cms.SignerInfo:
    """A signer over content without signed attributes."""
    certificate = asn1_x509.Certificate.load(key.certificate.public_bytes(Encoding.DER))
    value = key.private_key.sign(content, padding.PKCS1v15(), hashes.SHA256())  # type: ignore[call-arg,arg-type,union-attr]
    return cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                {
                    "issuer_and_serial_number": {
                        "issuer": certificate.issuer,
                        "serial_number": certificate.serial_number,
                    }
                }
            ),
            "digest_algorithm": {"algorithm": "sha256"},
            "signature_algorithm": {"algorithm": "sha256_rsa"},
            "signature": value,
        }
    )


class TestForged:
    def test_every_signer_is_judged(self, kit: Kit) -> None:
        """Several SignerInfos: the worst is shown, one line for each."""
        info = own(kit, CONTENT)
        other = own_cms.enclosing(kit.agency, own_cms.DATA, CONTENT)
        second = cms.ContentInfo.load(other)["content"]
        info["content"]["signer_infos"].append(second["signer_infos"][0])
        for certificate in second["certificates"]:
            info["content"]["certificates"].append(certificate)
        verdict = judged(kit, info.dump(force=True))
        assert verdict.answer is Answer.VALID, verdict.reasons
        assert len(verdict.signatures) == 2

        broken = second["signer_infos"][0].copy()
        broken["signature"] = bytes(256)
        info["content"]["signer_infos"].append(broken)
        verdict = judged(kit, info.dump(force=True))
        assert verdict.answer is Answer.INVALID
        found = sorted(s.answer.value for s in verdict.signatures)
        assert found == ["invalid", "valid", "valid"]

    def test_signature_carries_another_content(self, kit: Kit, tmp_path: Path) -> None:
        """The wrapped content is whole, but it is not the file that the signature lies beside."""
        made = own(kit, b"another content").dump()
        verdict = judged(kit, made, beside(CONTENT))
        assert verdict.answer is Answer.CHANGED
        assert judged(kit, made, beside(b"another content")).answer is Answer.VALID

    def test_attributes_passed_off_as_content(self, kit: Kit) -> None:
        """A signature over attributes is also one over a content that consists of them."""
        info = own(kit, CONTENT)
        signer = info["content"]["signer_infos"][0]
        attributes = signer["signed_attrs"].untag().dump()
        forged = cms.ContentInfo.load(own(kit, attributes).dump())
        taken = bare(kit.person, b"")
        taken["signature"] = signer["signature"].native
        forged["content"]["signer_infos"] = cms.SignerInfos([taken])
        verdict = judged(kit, forged.dump(force=True))
        assert verdict.answer is Answer.INVALID
        assert "văn bản khác" in verdict.reasons[0]

    @pytest.mark.parametrize("listed", ["sha1", "sha512"])
    def test_digest_algorithms_differ(self, kit: Kit, listed: str) -> None:
        info = own(kit, CONTENT)
        info["content"]["signer_infos"][0]["digest_algorithm"] = {"algorithm": listed}
        assert judged(kit, info.dump(force=True)).answer is Answer.INVALID

    def test_signature_algorithm_differs(self, kit: Kit) -> None:
        info = own(kit, CONTENT)
        info["content"]["signer_infos"][0]["signature_algorithm"] = {"algorithm": "sha512_rsa"}
        assert judged(kit, info.dump(force=True)).answer is Answer.INVALID

    def test_md5_is_refused(self, kit: Kit) -> None:
        info = own(kit, CONTENT)
        info["content"]["digest_algorithms"] = [{"algorithm": "md5"}]
        info["content"]["signer_infos"][0]["digest_algorithm"] = {"algorithm": "md5"}
        assert judged(kit, info.dump(force=True)).answer is Answer.INVALID

    def test_certificate_swapped_for_another_of_its_name(self, kit: Kit) -> None:
        info = own(kit, CONTENT)
        other = asn1_x509.Certificate.load(
            kit.unknown_person.certificate.public_bytes(Encoding.DER)
        )
        info["content"]["certificates"] = cms.CertificateSet(
            [cms.CertificateChoices("certificate", other)]
        )
        assert judged(kit, info.dump(force=True)).answer is Answer.INVALID

    def test_stamp_of_another_signature(self, kit: Kit) -> None:
        message = own(kit, CONTENT).dump(force=True)
        signer = cms.ContentInfo.load(message)["content"]["signer_infos"][0]
        value = signer["signature"].native
        other = kit.stamper.token(hashlib.sha256(b"other").digest())
        assert judged(kit, stamped(message, other)).answer is Answer.INVALID
        right = kit.stamper.token(hashlib.sha256(value).digest())
        verdict = judged(kit, stamped(message, right))
        assert verdict.answer is Answer.VALID, verdict.reasons
        assert verdict.signatures[0].level == "B-T"
        assert judged(kit, stamped(message, right, right)).answer is Answer.INVALID

    def test_only_proof_that_proves_gives_a_level(self, kit: Kit) -> None:
        """A stranger's lists are proof of nothing; our authority's are."""
        made = own_cms.detached(kit.person, hashlib.sha256(CONTENT).digest(), kit.stamper)
        for lists, level in (
            ((), "B-T"),
            (kit.stranger.revocation_lists, "B-T"),
            (kit.authority.revocation_lists[:1], "B-T"),
            (kit.authority.revocation_lists, "B-LT"),
        ):
            info = cms.ContentInfo.load(made)
            if lists:
                info["content"]["crls"] = cms.RevocationInfoChoices(
                    [
                        cms.RevocationInfoChoice("crl", asn1_crl.CertificateList.load(one))
                        for one in lists
                    ]
                )
            verdict = judged(kit, info.dump(), beside(CONTENT))
            assert [s.level for s in verdict.signatures] == [level], verdict.reasons

    @pytest.mark.parametrize("good", [True, False])
    def test_countersignature(self, kit: Kit, good: bool) -> None:
        info = own(kit, CONTENT)
        signer = info["content"]["signer_infos"][0]
        over = signer["signature"].native if good else b"another value"
        counter = bare(kit.person, over)
        signer["unsigned_attrs"] = cms.CMSAttributes(
            [cms.CMSAttribute({"type": "counter_signature", "values": [counter]})]
        )
        verdict = judged(kit, info.dump(force=True))
        assert [s.coverage for s in verdict.signatures] == ["whole_file", "signature"]
        assert verdict.answer is (Answer.VALID if good else Answer.INVALID), verdict.reasons

    @pytest.mark.parametrize("cut", [10, 100, 500, -1])
    def test_cut_off(self, kit: Kit, cut: int) -> None:
        made = own(kit, CONTENT).dump()
        assert judged(kit, made[:cut]).answer is Answer.UNREADABLE

    def test_data_behind_the_signature(self, kit: Kit) -> None:
        assert judged(kit, own(kit, CONTENT).dump() + b"more").answer is Answer.UNREADABLE

    @pytest.mark.parametrize("seed", range(4))
    def test_mutations_are_never_valid(self, kit: Kit, seed: int) -> None:
        import random

        chance = random.Random(seed)
        made = bytearray(own(kit, CONTENT).dump())
        certificates = own(kit, CONTENT)["content"]["certificates"].dump()
        begin = bytes(made).index(certificates)
        issuer = made.index(b"\x30", begin + len(certificates))
        # Unsigned: the chain, and the issuer's name in the identifier (compared without case).
        free = range(begin, issuer + 300)
        for _round in range(150):
            copy = bytearray(made)
            at = chance.randrange(len(copy))
            copy[at] ^= 1 << chance.randrange(8)
            verdict = judged(kit, bytes(copy))
            if at not in free:
                assert verdict.answer is not Answer.VALID, at

    def test_deep_nesting_ends(self, kit: Kit) -> None:
        deep = b"\x30\x80" + b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" + b"\xa0\x80" * 20000
        assert judged(kit, deep).answer is Answer.UNREADABLE


class TestFilesBeside:
    """The content of a detached signature is looked for where people put it."""

    @pytest.fixture
    def verifier(self, kit: Kit, tmp_path: Path) -> Verifier:
        folder = tmp_path / "trust"
        folder.mkdir()
        (folder / "root.pem").write_bytes(kit.authority.root.public_bytes(Encoding.PEM))
        return Verifier(folder)

    @pytest.mark.parametrize("names", [("a.pdf", "a.pdf.p7s"), ("a.docx", "a.p7s")])
    def test_content_of_its_name_or_stem(
        self, kit: Kit, tmp_path: Path, verifier: Verifier, names: tuple[str, str]
    ) -> None:
        content, signature = (tmp_path / name for name in names)
        content.write_bytes(CONTENT)
        digest = hashlib.sha256(CONTENT).digest()
        signature.write_bytes(own_cms.detached(kit.person, digest, None))
        verdict = verify_file(signature, verifier, kit.now)
        assert verdict.whole, verdict.reasons
        content.write_bytes(CONTENT + b"more")
        verdict = verify_file(signature, verifier, kit.now)
        assert verdict.answer is Answer.INVALID, verdict.reasons
        content.unlink()
        verdict = verify_file(signature, verifier, kit.now)
        assert verdict.answer is Answer.UNREADABLE
        assert "cần cả tệp nội dung" in verdict.reasons[0]
        verifier.close()

    def test_given_content_and_others_of_the_call(
        self, kit: Kit, tmp_path: Path, verifier: Verifier
    ) -> None:
        folder = tmp_path / "elsewhere"
        folder.mkdir()
        content, signature = folder / "văn bản.bin", tmp_path / "x.sig"
        content.write_bytes(CONTENT)
        signature.write_bytes(own_cms.detached(kit.person, hashlib.sha256(CONTENT).digest(), None))
        assert verify_file(signature, verifier, kit.now, given=[content]).whole
        assert verify_file(signature, verifier, kit.now, others=[content, signature]).whole
        content.write_bytes(b"other")
        assert verify_file(signature, verifier, kit.now, given=[content]).answer is Answer.INVALID
        verifier.close()
