"""Answers that are kept, chains that are proved first, and what embedded proof says of a revocation."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID

from lienthong.axis.signing.pades import proof, signing
from lienthong.axis.signing.pki import certificates, revocation
from lienthong.axis.signing.pki.chains import unproved
from lienthong.axis.signing.pki.kept_answers import LONGEST, KeptAnswers
from lienthong.axis.signing.pki.keystore import FileKey
from lienthong.axis.signing.pki.revocation import KeptLists, NoRevocation, Online
from lienthong.axis.signing.pki.timestamping import LocalStamper
from lienthong.axis.signing.verdicts.judge import judge
from lienthong.axis.signing.verdicts.model import Answer

from .kit import NOW, Kit

DAY = dt.timedelta(days=1)
KEY = ("ocsp", "http://ocsp.example", b"x")


class TestKeptAnswers:
    """In memory, while they hold, within bounds."""

    def test_until_its_next_update(self) -> None:
        kept = KeptAnswers()
        kept.put(KEY, b"answer", NOW, NOW + dt.timedelta(hours=2))
        assert kept.get(KEY, NOW, NOW + dt.timedelta(hours=1)) == (b"answer", NOW + 2 * DAY / 24)
        assert kept.get(KEY, NOW, NOW + dt.timedelta(hours=3)) is None
        assert len(kept) == 0

    def test_never_longer_than_half_a_day(self) -> None:
        kept = KeptAnswers()
        kept.put(KEY, b"answer", NOW, NOW + 90 * DAY)
        assert kept.get(KEY, NOW, NOW + LONGEST + dt.timedelta(seconds=1)) is None

    def test_not_for_what_was_signed_later(self) -> None:
        kept = KeptAnswers()
        kept.put(KEY, b"answer", NOW, NOW + DAY)
        later = NOW + dt.timedelta(minutes=1)
        assert kept.get(KEY, later, later) is None
        assert kept.get(KEY, NOW, later) is not None

    def test_bounded(self) -> None:
        kept = KeptAnswers(most=3, most_bytes=40)
        for number in range(9):
            kept.put(("list", str(number), b""), b"x" * 10, NOW, NOW + DAY)
        assert len(kept) == 3
        kept.put(KEY, b"x" * 11, NOW, NOW + DAY)
        assert kept.get(KEY, NOW, NOW) is None, "an answer that would fill it is not kept"


class Services:
    """An authority's responder and list by address, with counts of what was asked."""

    def __init__(self, kit: Kit) -> None:
        self.kit, self.asked = kit, list[str]()

    def fetch(self, url: str, body: bytes | None, kind: str) -> bytes:
        self.asked.append(url)
        if body is None:
            return self.kit.authority.revocation_lists["root" not in url]
        asked = ocsp.load_der_ocsp_request(body)
        nonce = asked.extensions.get_extension_for_class(x509.OCSPNonce).value
        made = (
            ocsp.OCSPResponseBuilder()
            .add_response_by_hash(
                asked.issuer_name_hash, asked.issuer_key_hash, asked.serial_number,
                asked.hash_algorithm, ocsp.OCSPCertStatus.GOOD, NOW, NOW + DAY, None, None,
            )
            .responder_id(ocsp.OCSPResponderEncoding.HASH, self.kit.authority.issuing)
            .add_extension(nonce, critical=False)
        )  # fmt: skip
        key: Any = self.kit.authority._issuing.private_key
        return made.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


def naming(kit: Kit, key: rsa.RSAPrivateKey, *, ocsp_url: str = "", crl_url: str = "") -> FileKey:
    """A holder's key whose certificate names addresses."""
    like = kit.person.certificate
    builder = (
        x509.CertificateBuilder()
        .subject_name(like.subject)
        .issuer_name(kit.authority.issuing.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(like.not_valid_before_utc)
        .not_valid_after(like.not_valid_after_utc)
    )
    for extension in like.extensions:
        builder = builder.add_extension(extension.value, extension.critical)
    if ocsp_url:
        access = x509.AccessDescription(
            AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(ocsp_url)
        )
        builder = builder.add_extension(x509.AuthorityInformationAccess([access]), False)
    if crl_url:
        point = x509.DistributionPoint([x509.UniformResourceIdentifier(crl_url)], None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([point]), False)
    above: Any = kit.authority._issuing.private_key
    made = builder.sign(above, hashes.SHA256())
    return FileKey(key, made, (kit.authority.issuing, kit.authority.root))


@pytest.fixture(scope="module")
def spare() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class TestOnline:
    """What was asked once serves the next file too."""

    def test_an_answer_serves_the_files_signed_before_it(
        self, kit: Kit, spare: rsa.RSAPrivateKey
    ) -> None:
        one = naming(kit, spare, ocsp_url="http://ocsp.example/").certificate
        other = naming(kit, spare, ocsp_url="http://ocsp.example/").certificate
        services = Services(kit)
        online = Online(services.fetch, lambda n: b"n" * n, KeptAnswers())
        issuer, later = kit.authority.issuing, NOW + dt.timedelta(minutes=9)
        first = online.find(one, issuer, NOW, NOW - DAY)
        assert online.find(one, issuer, later, NOW - DAY).answers == first.answers
        assert len(services.asked) == 1
        online.find(one, issuer, later, later)
        online.find(other, issuer, later, NOW - DAY)
        assert len(services.asked) == 3, "signed later, or about another certificate: asked anew"

    def test_a_list_serves_all_of_its_issuer(self, kit: Kit, spare: rsa.RSAPrivateKey) -> None:
        services = Services(kit)
        online = Online(services.fetch, lambda n: b"n" * n, KeptAnswers())
        for _signer in range(3):
            key = naming(kit, spare, crl_url="http://crl.example/issuing.crl")
            online.find(key.certificate, kit.authority.issuing, NOW, NOW - DAY)
        assert services.asked == ["http://crl.example/issuing.crl"]

    def test_what_is_refused_is_not_kept(self, kit: Kit, spare: rsa.RSAPrivateKey) -> None:
        answers = KeptAnswers()
        key = naming(kit, spare, crl_url="http://crl.example/root.crl")
        online = Online(Services(kit).fetch, lambda n: b"n" * n, answers)
        with pytest.raises(NoRevocation):
            online.find(key.certificate, kit.authority.issuing, NOW, NOW - DAY)
        assert len(answers) == 0


class TestChains:
    """An address is called only after its certificate is proved up to a listed authority."""

    def test_a_forged_certificate_is_asked_about_nowhere(
        self, kit: Kit, spare: rsa.RSAPrivateKey
    ) -> None:
        """Named and numbered like one of ours, but signed by the forger's own key."""
        forged = naming(kit, spare, ocsp_url="http://169.254.169.254/latest")
        made = (
            x509.CertificateBuilder()
            .subject_name(forged.certificate.subject)
            .issuer_name(forged.certificate.issuer)
            .public_key(spare.public_key())
            .serial_number(99)
            .not_valid_before(NOW - DAY)
            .not_valid_after(NOW + DAY)
        )
        for extension in forged.certificate.extensions:
            made = made.add_extension(extension.value, extension.critical)
        key = FileKey(spare, made.sign(spare, hashes.SHA256()), forged.chain)
        pdf = signing.sign_person(kit.prepared, key, kit.blue, NOW)
        pairs = proof.wanted(proof.certificates_of(pdf))
        anchors = [kit.authority.root.public_bytes(Encoding.DER)]
        assert len(unproved(pairs, anchors)) == 1

        def never(url: str, body: bytes | None, kind: str) -> bytes:
            raise AssertionError(url)

        with pytest.raises(NoRevocation, match="tin cậy"):
            revocation.gather(pairs, [Online(never, lambda n: b"n" * n)], NOW, anchors=anchors)

    def test_ours_are_proved_and_a_strangers_are_not(self, kit: Kit) -> None:
        pairs = proof.wanted(proof.certificates_of(kit.sealed))
        assert unproved(pairs, [kit.authority.root.public_bytes(Encoding.DER)]) == []
        assert unproved(pairs, [kit.stranger.root.public_bytes(Encoding.DER)]) == pairs
        assert unproved(pairs, []) == pairs


def revoking(kit: Kit, since: dt.datetime, at: dt.datetime) -> tuple[bytes, ...]:
    """The lists as of a moment, with the person's certificate revoked since another."""
    serial = kit.person.certificate.serial_number
    root, issuing = kit.authority._root, kit.authority._issuing
    return tuple(
        certificates.revocation_list(kit.authority._issuer(key), gone, 9, at).public_bytes(
            Encoding.DER
        )
        for key, gone in ((root, {}), (issuing, {serial: since}))
    )


def archived(kit: Kit, pdf: bytes, lists: tuple[bytes, ...], at: dt.datetime) -> bytes:
    """The file with these lists and an archive time-stamp of that moment."""
    pairs = proof.wanted(proof.certificates_of(pdf))
    anchors = [kit.authority.root.public_bytes(Encoding.DER)]
    material = revocation.gather(pairs, [KeptLists(lists)], at, anchors=anchors)
    return proof.archive(pdf, material, kit.authority.stamper(lambda: at))


class TestRevoked:
    """The moment of the revocation against the moment that a time-stamp proves."""

    @pytest.mark.parametrize(
        ("since", "answer", "codes"),
        [
            (NOW - DAY, Answer.INVALID, {"revoked"}),
            (NOW + DAY, Answer.VALID, set()),
        ],
    )
    def test_with_embedded_proof(
        self, kit: Kit, since: dt.datetime, answer: Answer, codes: set[str]
    ) -> None:
        later = NOW + 2 * DAY
        pdf = archived(kit, kit.sealed, revoking(kit, since, later), later)
        alone = replace(kit.trust, revocation_lists=())
        verdict = judge(pdf, alone, later + DAY)
        person = verdict.signatures[0]
        assert verdict.answer is answer
        assert codes <= {finding.code for finding in person.findings}
        assert ("trusted" if not codes else "revoked") == person.trust

    def test_without_a_time_stamp_a_later_revocation_counts(self, kit: Kit) -> None:
        """Nobody can say whether it was made before: the signer's clock is not believed."""
        bare = signing.sign_person(kit.prepared, kit.person, kit.blue, NOW)
        trust = replace(kit.trust, revocation_lists=revoking(kit, NOW + DAY, NOW + 2 * DAY))
        assert judge(bare, trust, NOW + 3 * DAY).answer is Answer.INVALID

    def test_a_list_of_before_the_revocation_hides_nothing_that_ours_tells(self, kit: Kit) -> None:
        clean = archived(kit, kit.sealed, kit.authority.revocation_lists, NOW)
        trust = replace(kit.trust, revocation_lists=revoking(kit, NOW - DAY, NOW + DAY))
        assert judge(clean, trust, NOW + 2 * DAY).answer is Answer.INVALID


class TestExpiredTokens:
    """A token whose service's certificate ran out proves only what a newer token covered in time."""

    @pytest.fixture(scope="class")
    def short(self, kit: Kit) -> Callable[[dt.datetime, dt.datetime], LocalStamper]:
        """A service whose certificate ends at a moment, by a clock that stands."""
        keys: dict[dt.datetime, FileKey] = {}

        def made(ends: dt.datetime, at: dt.datetime) -> LocalStamper:
            if ends not in keys:
                key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
                like = kit.authority._stamping.certificate
                builder = (
                    x509.CertificateBuilder()
                    .subject_name(like.subject)
                    .issuer_name(like.issuer)
                    .public_key(key.public_key())
                    .serial_number(x509.random_serial_number())
                    .not_valid_before(NOW - DAY)
                    .not_valid_after(ends)
                )
                for extension in like.extensions:
                    if extension.oid != x509.SubjectKeyIdentifier.oid:
                        builder = builder.add_extension(extension.value, extension.critical)
                above: Any = kit.authority._issuing.private_key
                certificate = builder.sign(above, hashes.SHA256())
                chain = (kit.authority.issuing, kit.authority.root)
                keys[ends] = FileKey(key, certificate, chain)
            return LocalStamper(keys[ends], kit.folder / "short-serial", lambda: at)

        return made

    def sealed(self, kit: Kit, stamper: LocalStamper) -> bytes:
        signed = signing.sign_person(kit.prepared, kit.person, kit.blue, NOW, stamper=stamper)
        return signing.seal(kit.fill(signed), kit.agency, kit.red, NOW, stamper=stamper)

    def test_alone_it_proves_no_more(self, kit: Kit, short: Any) -> None:
        ends = NOW + 30 * DAY
        pdf = self.sealed(kit, short(ends, NOW))
        assert [s.level for s in judge(pdf, kit.trust, NOW).signatures] == ["B-T", "B-T"]
        later = judge(pdf, kit.trust, ends + DAY)
        assert [s.level for s in later.signatures] == ["B-B", "B-B"]
        assert all(s.time is None for s in later.signatures)
        assert "stamp_expired" in {f.code for f in later.signatures[0].findings}
        assert later.verdict == "valid_with_warnings"

    def test_covered_in_time_it_proves_still(self, kit: Kit, short: Any) -> None:
        ends = NOW + 30 * DAY
        pdf = signing.stamp_time(
            self.sealed(kit, short(ends, NOW)), kit.authority.stamper(lambda: NOW + 20 * DAY)
        )
        found = judge(pdf, kit.trust, ends + 90 * DAY)
        assert [s.time for s in found.signatures[:2]] == [NOW, NOW]
        assert [s.level for s in found.signatures[:2]] == ["B-T", "B-T"]

    def test_covered_too_late(self, kit: Kit, short: Any) -> None:
        """Made over it after its service's certificate ran out: only the newer time is proved."""
        ends = NOW + 30 * DAY
        late = ends + 10 * DAY
        pdf = signing.stamp_time(
            self.sealed(kit, short(ends, NOW)), kit.authority.stamper(lambda: late)
        )
        found = judge(pdf, kit.trust, ends + 90 * DAY)
        assert [s.time for s in found.signatures[:2]] == [late, late]

    def test_a_chain_of_tokens_holds_link_by_link(self, kit: Kit, short: Any) -> None:
        first, second = NOW + 30 * DAY, NOW + 60 * DAY
        pdf = self.sealed(kit, short(first, NOW))
        pdf = signing.stamp_time(pdf, short(second, NOW + 20 * DAY))
        whole = signing.stamp_time(pdf, kit.authority.stamper(lambda: NOW + 50 * DAY))
        broken = signing.stamp_time(pdf, kit.authority.stamper(lambda: NOW + 70 * DAY))
        at = NOW + 100 * DAY
        assert [s.time for s in judge(whole, kit.trust, at).signatures[:2]] == [NOW, NOW]
        assert judge(broken, kit.trust, at).signatures[0].time == NOW + 70 * DAY
