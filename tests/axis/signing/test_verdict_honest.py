"""Honest files of several makers, signers, digests and clocks: what the verdict says of each."""

import datetime as dt
import io
from dataclasses import replace

import pytest
from asn1crypto import keys, x509
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from lienthong.axis.signing.pades import cms, fields, signing
from lienthong.axis.signing.pki.certificates import Subject
from lienthong.axis.signing.pki.keystore import FileKey
from lienthong.axis.signing.places import SigningPlaces
from lienthong.axis.signing.verdicts.judge import judge
from lienthong.axis.signing.verdicts.listed import TrustList
from lienthong.axis.signing.verdicts.model import Answer, Kind

from . import attacks
from .kit import DATE, NOW, NUMBER, Kit

DAY = dt.timedelta(days=1)


def _by_pyhanko(
    kit: Kit,
    pdf: bytes,
    key: FileKey,
    *,
    digest: str = "sha256",
    subfilter: SigSeedSubFilter = SigSeedSubFilter.ADOBE_PKCS7_DETACHED,
    at: dt.datetime = NOW,
    visible: bool = True,
    stream_xrefs: bool = False,
) -> bytes:
    """Another maker's signature: pyHanko's own CMS, metadata updates and stamp."""
    private = key.private_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    store = SimpleCertificateStore()
    store.register_multiple(x509.Certificate.load(c.public_bytes(Encoding.DER)) for c in key.chain)
    signer = signers.SimpleSigner(
        x509.Certificate.load(key.certificate.public_bytes(Encoding.DER)),
        keys.PrivateKeyInfo.load(private),
        store,
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    title = f"Sig{len(attacks.gaps(pdf)) + 1}"
    spec = SigFieldSpec(title, box=(80, 90, 260, 140) if visible else None)
    meta = signers.PdfSignatureMetadata(field_name=title, md_algorithm=digest, subfilter=subfilter)
    session = signers.PdfSigner(meta, signer, new_field_spec=spec).init_signing_session(writer)
    session.system_time = at
    made = session.prepare_tbs_document(validation_info=None, bytes_reserved=16384)
    prepared, out = made.digest_tbs_document()
    import asyncio

    asyncio.run(made.perform_signature(prepared.document_digest, _attributes(at)))
    return out.getvalue()


def _attributes(at: dt.datetime):  # type: ignore[no-untyped-def]
    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

    return PdfCMSSignedAttributes(signing_time=at)


class TestOwnLetters:
    """Letters of this platform, stage by stage."""

    def test_sealed_letter_is_valid(self, kit: Kit) -> None:
        verdict = kit.judge(kit.stamped)
        assert verdict.answer is Answer.VALID
        assert set(verdict.parts().values()) == {"valid"}
        assert (verdict.number, verdict.date) == (NUMBER, DATE)
        kinds = [s.kind for s in verdict.signatures]
        assert kinds == [Kind.PERSONAL, Kind.SEAL, Kind.TIMESTAMP]
        person, seal, stamp = verdict.signatures
        assert person.signer == "MẪU - Chủ tịch UBND tỉnh"
        assert seal.agency_code == "H48"
        assert person.time == seal.time == stamp.time == NOW
        assert person.level == seal.level == "B-T"
        assert stamp.coverage == "whole_file"
        assert "MẪU" in " ".join(verdict.reasons)

    def test_without_time_stamps(self, kit: Kit) -> None:
        signed = signing.sign_person(kit.prepared, kit.person, kit.blue, NOW)
        sealed = signing.seal(kit.fill(signed), kit.agency, kit.red, NOW)
        verdict = kit.judge(sealed)
        assert verdict.answer is Answer.VALID
        assert [s.level for s in verdict.signatures] == ["B-B", "B-B"]
        assert [s.time for s in verdict.signatures] == [None, None]
        assert verdict.signatures[0].claimed_time == NOW

    def test_not_yet_sealed(self, kit: Kit) -> None:
        for stage in (kit.signed, kit.filled):
            verdict = kit.judge(stage)
            assert verdict.number is None
            assert any("Chưa có chữ ký số của cơ quan" in r for r in verdict.reasons)
        assert kit.judge(kit.signed).answer is Answer.WITH_WARNINGS

    def test_number_filled_but_not_sealed_is_a_change(self, kit: Kit) -> None:
        """Until the seal covers it, a number could be anybody's."""
        assert kit.judge(kit.filled).answer is Answer.CHANGED

    def test_seal_alone_is_a_copy(self, kit: Kit) -> None:
        sealed = attacks.plain_approval(kit.base + b"\n", kit.agency, NOW)
        verdict = kit.judge(sealed)
        assert verdict.answer is Answer.WITH_WARNINGS
        assert any("bản sao điện tử" in reason for reason in verdict.reasons)

    def test_wrong_order_is_named(self, kit: Kit) -> None:
        sealed = attacks.plain_approval(kit.base + b"\n", kit.agency, NOW)
        signed = attacks.plain_approval(sealed, kit.person, NOW)
        verdict = kit.judge(signed)
        assert verdict.answer is Answer.WITH_WARNINGS
        assert any("trái trình tự" in reason for reason in verdict.reasons)

    def test_person_and_seal_by_plain_approvals(self, kit: Kit) -> None:
        signed = attacks.plain_approval(kit.base + b"\n", kit.person, NOW)
        assert kit.judge(attacks.plain_approval(signed, kit.agency, NOW)).answer is Answer.VALID

    def test_the_agency_of_the_seal_is_told(self, kit: Kit) -> None:
        """A certificate of another agency is whole, but the verdict names that agency."""
        sealed = signing.seal(kit.filled, kit.other_agency, kit.red, NOW)
        seal = kit.judge(sealed).signatures[1]
        assert (seal.agency_code, seal.agency) == ("H48.12", "Sở Nội vụ tỉnh Quảng Ngãi")


class TestSigners:
    """Trust is a part of its own."""

    def test_unknown_authority(self, kit: Kit) -> None:
        signed = signing.sign_person(kit.prepared, kit.unknown_person, kit.blue, NOW)
        sealed = signing.seal(kit.fill(signed), kit.agency, kit.red, NOW)
        verdict = kit.judge(sealed)
        assert verdict.answer is Answer.WITH_WARNINGS
        person = verdict.signatures[0].to_json()
        assert person["trust"] == "chưa xác định được người ký"
        assert person["parts"]["integrity"] == "valid"
        assert person["parts"]["later_changes"] == "valid"
        assert verdict.reasons[0].startswith("Chưa xác định được người ký")

    def test_no_trust_list(self, kit: Kit) -> None:
        verdict = judge(kit.stamped, TrustList(), NOW)
        assert verdict.answer is Answer.WITH_WARNINGS
        assert {s.trust for s in verdict.signatures} == {"unknown"}

    def test_authority_outside_its_period(self, kit: Kit) -> None:
        old = replace(kit.trust.authorities[0], until=NOW - DAY)
        verdict = judge(kit.stamped, replace(kit.trust, authorities=(old,)), NOW)
        assert verdict.answer is Answer.WITH_WARNINGS
        current = replace(old, until=NOW + DAY)
        verdict = judge(kit.stamped, replace(kit.trust, authorities=(current,)), NOW)
        assert verdict.answer is Answer.VALID

    def test_expired_later_but_time_stamped(self, kit: Kit) -> None:
        late = NOW + 365 * 4 * DAY
        assert kit.judge(kit.sealed, late).answer is Answer.VALID
        trusts = {s.trust for s in kit.judge(kit.sealed, late).signatures}
        assert trusts == {"trusted"}

    def test_expired_later_without_time_stamp(self, kit: Kit) -> None:
        signed = signing.sign_person(kit.prepared, kit.person, kit.blue, NOW)
        verdict = kit.judge(signed, NOW + 365 * 4 * DAY)
        assert verdict.answer is Answer.WITH_WARNINGS
        assert verdict.signatures[0].trust == "unproven"

    def test_signed_with_an_expired_certificate(self, kit: Kit) -> None:
        late = NOW + 365 * 4 * DAY
        stamper = kit.authority.stamper(lambda: late)
        signed = signing.sign_person(kit.prepared, kit.person, kit.blue, late, stamper=stamper)
        verdict = kit.judge(signed, late)
        assert verdict.answer is Answer.INVALID
        assert verdict.signatures[0].trust == "expired"

    def test_revoked_before_and_after_signing(self, kit: Kit, tmp_path) -> None:
        from lienthong.axis.signing.pki.sample import SampleAuthority
        from lienthong.axis.signing.verdicts.listed import Authority

        house = SampleAuthority.open(tmp_path, NOW - 30 * DAY)
        key = house.issue("person-9", Subject("Cán bộ", "Sở mẫu", "", "Giám đốc"), NOW - 30 * DAY)
        stamper = house.stamper(lambda: NOW)
        stamped = signing.sign_person(kit.prepared, key, kit.blue, NOW, stamper=stamper)
        bare = signing.sign_person(kit.prepared, key, kit.blue, NOW)

        def trust() -> TrustList:
            root = Authority(house.root.public_bytes(Encoding.DER), sample=True)
            return TrustList((root,), house.revocation_lists)

        assert judge(stamped, trust(), NOW).signatures[0].trust == "trusted"
        house.revoke(key.certificate.serial_number, NOW + 10 * DAY)
        after = NOW + 20 * DAY
        assert judge(stamped, trust(), after).signatures[0].trust == "trusted"
        assert judge(bare, trust(), after).signatures[0].trust == "revoked"
        assert judge(bare, trust(), after).answer is Answer.INVALID
        (tmp_path / "revoked.json").unlink()
        house.revoke(key.certificate.serial_number, NOW - DAY)
        verdict = judge(stamped, trust(), after)
        assert verdict.answer is Answer.INVALID
        assert "bị thu hồi từ ngày 22/11/2026" in verdict.reasons[0]

    def test_without_revocation_lists(self, kit: Kit) -> None:
        verdict = judge(kit.stamped, replace(kit.trust, revocation_lists=()), NOW)
        assert verdict.answer is Answer.WITH_WARNINGS
        assert any("thu hồi hay không" in reason for reason in verdict.reasons)

    def test_certificate_for_something_else(self, kit: Kit) -> None:
        stamping = kit.authority.stamper()._key  # a time-stamping key signs a letter
        ca = FileKey(stamping.private_key, kit.authority.issuing, (kit.authority.root,))
        assert ca.certificate != stamping.certificate
        signed = attacks.plain_approval(kit.base + b"\n", ca, NOW)
        assert kit.judge(signed).answer is Answer.INVALID


class TestOtherMakers:
    """Files signed elsewhere are not refused for being different."""

    def test_older_pkcs7_signatures(self, kit: Kit) -> None:
        signed = _by_pyhanko(kit, kit.base + b"\n", kit.person)
        both = _by_pyhanko(kit, signed, kit.agency, visible=False)
        verdict = kit.judge(both)
        assert verdict.answer is Answer.VALID
        assert [s.level for s in verdict.signatures] == ["PKCS#7", "PKCS#7"]

    def test_sha1_is_flagged_and_not_refused(self, kit: Kit) -> None:
        signed = _by_pyhanko(kit, kit.base + b"\n", kit.person, digest="sha1")
        both = _by_pyhanko(kit, signed, kit.agency, visible=False)
        verdict = kit.judge(both)
        assert verdict.answer is Answer.WITH_WARNINGS
        assert verdict.signatures[0].digest == "sha1"
        assert any("SHA-1" in reason for reason in verdict.reasons)

    @pytest.mark.parametrize("digest", ["sha384", "sha512"])
    def test_longer_digests(self, kit: Kit, digest: str) -> None:
        signed = _by_pyhanko(
            kit, kit.base + b"\n", kit.person, digest=digest, subfilter=SigSeedSubFilter.PADES
        )
        assert kit.judge(signed).signatures[0].answer is Answer.VALID

    def test_clock_seven_hours_ahead_is_explained(self, kit: Kit) -> None:
        ahead = NOW + dt.timedelta(hours=7)
        signed = signing.sign_person(kit.prepared, kit.person, kit.blue, ahead, stamper=kit.stamper)
        sealed = signing.seal(kit.fill(signed), kit.agency, kit.red, NOW, stamper=kit.stamper)
        verdict = kit.judge(sealed)
        assert verdict.answer is Answer.VALID
        assert any("lệch đúng 7 giờ" in reason for reason in verdict.reasons)
        bare = signing.sign_person(kit.prepared, kit.person, kit.blue, ahead)
        assert kit.judge(bare).signatures[0].answer is Answer.WITH_WARNINGS

    def test_clock_that_is_plainly_wrong(self, kit: Kit) -> None:
        signed = signing.sign_person(
            kit.prepared, kit.person, kit.blue, NOW - 40 * DAY, stamper=kit.stamper
        )
        found = kit.judge(signed).signatures[0]
        assert found.answer is Answer.WITH_WARNINGS
        assert found.time == NOW

    def test_seven_signatures_each_visible(self, kit: Kit) -> None:
        """As state papers really look: number and date in as signatures' appearances."""
        pdf = kit.base + b"\n"
        for index in range(7):
            key = kit.person if index == 0 else kit.agency
            pdf = attacks.plain_approval(pdf, key, NOW, visible=True)
        verdict = kit.judge(pdf)
        assert verdict.answer is Answer.VALID
        assert len(verdict.signatures) == 7

    def test_form_filled_before_a_later_signature(self, kit: Kit) -> None:
        """An empty field that the next known signer covers is no change."""
        signed = attacks.plain_approval(attacks.with_text_field(kit.base), kit.person, NOW)

        def fill(writer: IncrementalPdfFileWriter) -> None:
            from pyhanko.pdf_utils import generic

            field = attacks.field_of(writer, "Amount")
            field["/V"] = generic.pdf_string("500")
            writer.update_container(field)

        filled = attacks.updated(signed, fill)
        assert kit.judge(filled).answer is Answer.CHANGED
        assert kit.judge(attacks.plain_approval(filled, kit.agency, NOW)).answer is Answer.VALID
        stranger = attacks.plain_approval(filled, kit.unknown_person, NOW)
        assert kit.judge(stranger).answer is Answer.CHANGED

    def test_long_term_proofs_are_told(self, kit: Kit) -> None:
        """A security store with lists and a later time-stamp make B-LT and B-LTA."""
        from pyhanko.pdf_utils import generic

        def store(writer: IncrementalPdfFileWriter) -> None:
            lists = generic.ArrayObject(
                writer.add_object(generic.StreamObject(stream_data=encoded))
                for encoded in kit.authority.revocation_lists
            )
            writer.root["/DSS"] = generic.DictionaryObject({generic.pdf_name("/CRLs"): lists})
            writer.update_root()

        lasting = attacks.updated(kit.sealed, store)
        verdict = judge(lasting, replace(kit.trust, revocation_lists=()), NOW)
        assert (verdict.answer, verdict.signatures[0].level) == (Answer.VALID, "B-LT")
        archived = signing.stamp_time(lasting, kit.stamper)
        verdict = judge(archived, replace(kit.trust, revocation_lists=()), NOW)
        assert (verdict.answer, verdict.signatures[0].level) == (Answer.VALID, "B-LTA")

    def test_elliptic_keys(self, kit: Kit) -> None:
        from cryptography.hazmat.primitives.asymmetric import ec

        from lienthong.axis.signing.pki import certificates

        private = ec.generate_private_key(ec.SECP256R1())
        issuing = kit.authority._issuing
        issuer = certificates.Issuer(issuing.certificate, issuing.private_key)
        subject = Subject("Giám đốc", "Sở mẫu", "", "Giám đốc Sở")
        certificate = certificates.holder(subject, private.public_key(), issuer, NOW)  # type: ignore[arg-type]
        key = FileKey(private, certificate, (kit.authority.issuing, kit.authority.root))
        for _round in range(5):  # ECDSA values differ in length
            signed = signing.sign_person(kit.prepared, key, kit.blue, NOW, stamper=kit.stamper)
            assert kit.judge(signed).signatures[0].trusted


class TestUnsignedAndUnreadable:
    """What is no signed PDF gets its own answer."""

    def test_unsigned(self, kit: Kit) -> None:
        for pdf in (kit.base, kit.prepared):
            verdict = kit.judge(pdf)
            assert verdict.answer is Answer.UNSIGNED
            assert verdict.reasons == ["Tệp không có chữ ký số nào."]

    @pytest.mark.parametrize(
        ("content", "word"),
        [
            (b"", "không phải là PDF"),
            (b"hello", "không phải là PDF"),
            (b"\x30\x82\x01\x00" + b"\x00" * 300, "CMS"),
            (b"<?xml version='1.0'?><a>", "XML"),
            (b"%PDF-1.7\n", "hỏng"),
            (b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF", "hỏng"),
        ],
    )
    def test_other_files(self, kit: Kit, content: bytes, word: str) -> None:
        verdict = kit.judge(content)
        assert verdict.answer is Answer.UNREADABLE
        assert word in verdict.reasons[0]

    def test_xml_without_a_signature_is_unsigned(self, kit: Kit) -> None:
        assert kit.judge(b"<?xml version='1.0'?><a/>").answer is Answer.UNSIGNED

    def test_encrypted(self, kit: Kit) -> None:
        from pypdf import PdfReader, PdfWriter

        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(kit.base)))
        writer.encrypt("bi-mat", algorithm="AES-256")
        out = io.BytesIO()
        writer.write(out)
        verdict = kit.judge(out.getvalue())
        assert verdict.answer is Answer.UNREADABLE
        assert "mật khẩu" in verdict.reasons[0]

    def test_json_shape(self, kit: Kit) -> None:
        told = kit.judge(kit.sealed).to_json()
        assert {"verdict", "reasons", "signatures"} <= told.keys()
        wanted = {"signer", "agency", "time", "digest", "coverage", "trust", "level", "kind"}
        assert all(wanted <= signature.keys() for signature in told["signatures"])


def test_places_without_number(kit: Kit) -> None:
    """A paper whose number is typeset before signing needs no fields for it."""
    places = SigningPlaces(None, None, kit.places.signatures, kit.places.seals)
    signed = signing.sign_person(fields.prepare(kit.base, places), kit.person, kit.blue, NOW)
    verdict = kit.judge(signing.seal(signed, kit.agency, kit.red, NOW))
    assert (verdict.answer, verdict.number) == (Answer.VALID, None)


def test_room_for_a_value_is_enough_and_not_wasteful(kit: Kit) -> None:
    """The space kept for a value is what the largest one takes, within two kilobytes."""
    made = cms.detached(kit.person, b"\x00" * 32, kit.stamper)
    room = cms.room_for(kit.person, kit.stamper)
    assert len(made) <= room <= len(made) + 2048
