"""Honest files of other makers are not refused: endesive, @signpdf, NSS (cmsutil) and poppler (pdfsig)."""

import datetime as dt
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12

from lienthong.axis.signing.verdicts.beside import Beside
from lienthong.axis.signing.verdicts.judge import judge
from lienthong.axis.signing.verdicts.listed import Authority, TrustList
from lienthong.axis.signing.verdicts.model import Answer
from tests.support.needs import needs

from .kit import Kit
from .test_fuzz import changed

MADE = Path(__file__).with_name("makers")
AT = dt.datetime(2026, 11, 23, 2, 5, tzinfo=dt.UTC)
TRUST = TrustList(
    (Authority((MADE / "root.der").read_bytes()),), ((MADE / "root.crl").read_bytes(),)
)


@pytest.mark.parametrize("name", ["endesive", "endesive_visible", "signpdf"])
def test_files_of_other_libraries(name: str) -> None:
    """Whole, by a known signer; one personal signature, so what lacks is the agency's, and it says so."""
    pdf = (MADE / f"{name}.pdf").read_bytes()
    verdict = judge(pdf, TRUST, AT)
    assert verdict.answer is Answer.WITH_WARNINGS, verdict.reasons
    assert {f.code for f in verdict.everything()} == {"known", "not_sealed"}
    (signature,) = verdict.signatures
    assert (signature.level, signature.coverage, signature.trusted) == (
        "PKCS#7",
        "whole_file",
        True,
    )


@pytest.mark.parametrize("name", ["endesive", "endesive_visible", "signpdf"])
def test_the_same_with_one_byte_changed(name: str) -> None:
    """The twin: the page is made a point wider."""
    pdf = (MADE / f"{name}.pdf").read_bytes()
    at = pdf.index(b"595")
    assert judge(changed(pdf, at + 2, ord("6")), TRUST, AT).answer is Answer.INVALID
    stranger = judge(pdf, TrustList(), AT)
    assert stranger.signatures[0].trust == "unknown"


class Nss:
    """A key database of NSS with the person's key and the trusted root."""

    def __init__(self, kit: Kit, folder: Path) -> None:
        self.folder, self.place = folder, f"sql:{folder}"
        key = kit.person
        packed = pkcs12.serialize_key_and_certificates(
            b"person", key.private_key, key.certificate, list(key.chain),
            BestAvailableEncryption(b"test"),
        )  # fmt: skip
        (folder / "p.p12").write_bytes(packed)
        root = kit.authority.root.public_bytes(Encoding.PEM)
        (folder / "root.pem").write_bytes(root)
        self.run("certutil", "-N", "--empty-password")
        self.run("pk12util", "-i", str(folder / "p.p12"), "-W", "test", "-K", "")
        self.run(
            "certutil", "-A", "-n", "root", "-t", "CT,C,C", "-i", str(folder / "root.pem")
        )  # fmt: skip

    def run(self, program: str, *arguments: str) -> None:
        """One of NSS's programs on this database."""
        done = subprocess.run(
            [program, "-d", self.place, *arguments], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, (program, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> Kit:
    """Keys of this very day: NSS signs at the time of the machine's own clock."""
    return Kit(tmp_path_factory.mktemp("makers"), dt.datetime.now(dt.UTC))


@needs("cmsutil")
@pytest.mark.parametrize("detached", [True, False])
@pytest.mark.parametrize("digest", ["SHA256", "SHA384"])
def test_cms_of_nss(today: Kit, tmp_path: Path, detached: bool, digest: str) -> None:
    """`cmsutil` with its signing time, the content inside or beside; a changed content is told."""
    nss, content = Nss(today, tmp_path), tmp_path / "content"
    content.write_bytes("Kính gửi: Sở Tài chính; số tiền: 100 đồng.\n".encode())
    nss.run(
        "cmsutil", "-S", "-N", "person", "-Y", "NONE", "-G", "-H", digest, *(["-T"] if detached else []),
        "-i", str(content), "-o", str(tmp_path / "out"),
    )  # fmt: skip
    signed = (tmp_path / "out").read_bytes()

    def beside(data: bytes) -> Beside:
        return Beside((("content", data),), frozenset({"content"})) if detached else Beside()

    verdict = judge(signed, today.trust, today.now, beside(content.read_bytes()))
    assert verdict.answer in (Answer.VALID, Answer.WITH_WARNINGS), verdict.reasons
    assert verdict.signatures[0].trusted
    if detached:
        other = judge(signed, today.trust, today.now, beside(b"other"))
        assert other.answer in (Answer.INVALID, Answer.CHANGED)


@needs("cmsutil")
@needs("pdfsig")
def test_pdf_of_poppler(today: Kit, tmp_path: Path) -> None:
    """`pdfsig -add-signature` writes the file anew with a font of a thousand widths."""
    nss = Nss(today, tmp_path)
    (tmp_path / "in.pdf").write_bytes(today.base)
    argv = ["pdfsig", "-nssdir", nss.place, "-nick", "person", "-add-signature"]
    done = subprocess.run(
        [*argv, str(tmp_path / "in.pdf"), str(tmp_path / "out.pdf")], capture_output=True, text=True
    )
    assert (tmp_path / "out.pdf").exists(), done.stderr
    pdf = (tmp_path / "out.pdf").read_bytes()
    verdict = judge(pdf, today.trust, today.now)
    assert verdict.answer in (Answer.VALID, Answer.WITH_WARNINGS), verdict.reasons
    assert verdict.signatures[0].trusted
    at = pdf.index(b"595.2")
    assert judge(changed(pdf, at + 2, ord("6")), today.trust, today.now).answer is Answer.INVALID
