"""Papers that are encrypted with an empty password open for everybody, and are judged like others."""

import io

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.crypt import StandardSecurityHandler, StandardSecuritySettingsRevision
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from lienthong.axis.signing.pades import cms
from lienthong.axis.signing.verdicts.model import Answer

from . import attacks
from .kit import NOW, Kit


def encrypted(kit: Kit, mode: str, password: str = "") -> bytes:
    """The letter, encrypted so that this password opens it, and signed."""
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(kit.base)))
    if mode == "aes256":
        writer.encrypt(owner_pass="owner", user_pass=password, pdf_mac=False)
    else:
        handler = StandardSecurityHandler.build_from_pw_legacy(
            rev=StandardSecuritySettingsRevision.RC4_OR_AES128,
            id1=writer.document_id[0],
            desired_owner_pass="owner",
            desired_user_pass=password,
            keylen_bytes=16,
            use_aes128=mode == "aes128",
        )
        writer._assign_security_handler(handler)
    made = io.BytesIO()
    writer.write(made)
    again = IncrementalPdfFileWriter(io.BytesIO(made.getvalue()))
    again.encrypt(password)
    steps = PdfCMSEmbedder(SigFieldSpec("A1")).write_cms("A1", again)
    next(steps)
    holder = SignatureObject(timestamp=NOW, subfilter=SigSeedSubFilter.PADES, bytes_reserved=32768)
    steps.send(SigObjSetup(sig_placeholder=holder))
    out = io.BytesIO()
    prepared, _out = steps.send(SigIOSetup(md_algorithm="sha256", output=out))
    steps.send(cms.detached(kit.person, prepared.document_digest, None))
    return out.getvalue()


@pytest.mark.parametrize("mode", ["rc4", "aes128", "aes256"])
def test_empty_password(kit: Kit, mode: str) -> None:
    made = encrypted(kit, mode)
    verdict = kit.judge(made)
    assert verdict.whole, verdict.reasons
    assert verdict.signatures[0].trust == "trusted"

    broken = bytearray(made)
    broken[made.index(b"stream") + 20] ^= 1
    assert kit.judge(bytes(broken)).answer is Answer.INVALID

    later = IncrementalPdfFileWriter(io.BytesIO(made))
    later.encrypt("")
    box = generic.StreamObject(stream_data=attacks.WHITE_BOX)
    later.add_stream_to_page(0, later.add_object(box))
    out = io.BytesIO()
    later.write(out)
    assert kit.judge(out.getvalue()).answer is Answer.CHANGED


def test_a_real_password_cannot_be_read(kit: Kit) -> None:
    verdict = kit.judge(encrypted(kit, "aes256", "bí mật"))
    assert verdict.answer is Answer.UNREADABLE
    assert "mật khẩu" in verdict.reasons[0]
