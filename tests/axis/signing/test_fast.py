"""The fast way to a verdict accepts only what the full check accepts, with the very same words.

(`Kit.judge` asks both for every file of the other tests: each attack, each honest paper, each byte
that is changed at random.)
"""

import datetime as dt
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import ModuleType

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.name import _ASN1Type

from lienthong.axis.signing.pades import fields, signing
from lienthong.axis.signing.places import SigningPlaces, seal_over
from lienthong.axis.signing.verdicts import names
from lienthong.axis.signing.verdicts import trust as full_trust
from lienthong.axis.signing.verdicts.fast import chain, changes, held, objects
from lienthong.axis.signing.verdicts.fast.door import claimed, fast_verdict
from lienthong.axis.signing.verdicts.fast.named import named
from lienthong.axis.signing.verdicts.fast.syntax import NotPlain
from lienthong.axis.signing.verdicts.judge import judge
from lienthong.axis.signing.verdicts.known import describe
from lienthong.axis.signing.verdicts.listed import Authority, TrustList
from lienthong.axis.signing.verdicts.model import Kind, SignatureReport, Verdict
from lienthong.axis.signing.verdicts.sample import sample

from .kit import NOW, Kit
from .rebuilt import Maker, Rebuilt, mutated

SEED, EACH = 20261127, 150


def both(kit: Kit, pdf: bytes) -> tuple[Verdict | None, Verdict]:
    """What the fast way says, and the full check."""
    full = judge(pdf, kit.trust, kit.now, fast=False)
    fast = fast_verdict(pdf, kit.trust, kit.now)
    return (None if fast is None else replace(fast, sha256=full.sha256)), full


def without_number(kit: Kit, *, signatories: int = 1, stamped: bool = True) -> bytes:
    """A paper without places for number and date, signed by one or more and sealed."""
    first = kit.places.signatures[0]
    boxes = tuple(
        replace(first, bottom=first.bottom + 150 * n, top=first.top + 150 * n)
        for n in range(signatories)
    )
    places = SigningPlaces(None, None, boxes, tuple(seal_over(box) for box in boxes[:1]))
    stamper = kit.stamper if stamped else None
    pdf = fields.prepare(kit.base, places)
    for index in range(1, signatories + 1):
        pdf = signing.sign_person(pdf, kit.person, kit.blue, NOW, index=index, stamper=stamper)
    return signing.seal(pdf, kit.agency, kit.red, NOW, stamper=stamper)


class TestItsProcess:
    """The parent process of the fast way is small, and knows how a paper is read before the first comes."""

    def test_it_loads_no_library_that_the_full_check_needs(self) -> None:
        ask = (
            "import sys; from lienthong.axis.signing.verdicts.fast import child; child.prepare(); "
            "heavy = {'pyhanko', 'asn1crypto', 'PIL', 'django', 'pypdf', 'typst', 'asyncio'}; "
            "print(sorted(heavy & set(sys.modules)))"
        )
        told = subprocess.run(
            [sys.executable, "-c", ask],
            env={"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
            capture_output=True,
            text=True,
            check=True,
        )
        assert told.stdout.strip() == "[]"

    def test_the_sample_goes_the_fast_way(self) -> None:
        """Else `tools/sample_verdict.py` makes it anew."""
        one = sample()
        fast = fast_verdict(one.pdf, one.trust, one.moment)
        full = judge(one.pdf, one.trust, one.moment, fast=False)
        assert fast is not None
        assert replace(fast, sha256=full.sha256).as_plain() == full.as_plain()
        assert (full.verdict, full.number) == ("valid", "1")


NAMES: dict[str, list[tuple[str, str, str | None]]] = {
    "person": [("2.5.4.3", "Ông Nguyễn A", None), ("2.5.4.10", "Sở Nội vụ", None)],
    "agency by its own name": [("2.5.4.3", "Trường X", None), ("2.5.4.10", "Trường X", None)],
    "agency by its first word": [("2.5.4.3", "Sở Nội vụ", None)],
    "organization alone": [("2.5.4.10", "Cơ quan Y", None)],
    "unit alone": [("2.5.4.11", "Phòng Z", None)],
    "code": [("2.5.4.3", "A", None), ("2.5.4.97", "H48.12", None)],
    "printable": [("2.5.4.3", "Nguyen A", "PrintableString"), ("2.5.4.6", "VN", "PrintableString")],
    "two names": [("2.5.4.3", "A", None), ("2.5.4.3", "B", None)],
    "two units": [("2.5.4.3", "A", None), ("2.5.4.11", "B", None), ("2.5.4.11", "C", None)],
    "empty": [],
    "unknown part": [("2.5.4.3", "A", None), ("1.2.3.4", "B", None)],
    "wide letters": [("2.5.4.3", "Nguyễn", "BMPString")],
    "western letters": [("2.5.4.3", "Müller", "T61String")],
    "ascii": [("2.5.4.3", "A", "IA5String")],
    "address": [("2.5.4.3", "A", None), ("1.2.840.113549.1.9.1", "a@b.vn", "IA5String")],
    "address in letters": [("2.5.4.3", "A", None), ("1.2.840.113549.1.9.1", "a@b.vn", None)],
    "identifier": [("2.5.4.3", "A", None), ("0.9.2342.19200300.100.1.1", "CCCD:001", None)],
}
PLAIN_NAMES = {
    "person", "agency by its own name", "agency by its first word", "organization alone", "code",
    "printable", "address", "identifier",
}  # fmt: skip


class TestNames:
    """Both ways read the same out of a certificate, or the fast way leaves it alone."""

    @pytest.mark.parametrize("said", NAMES)
    def test_names(self, said: str) -> None:
        from asn1crypto import x509 as asn1

        parts = []
        for dotted, value, form in NAMES[said]:
            kind = getattr(_ASN1Type, form or "UTF8String")
            oid = x509.ObjectIdentifier(dotted)
            parts.append(x509.NameAttribute(oid, value, kind, _validate=False))
        key = ec.generate_private_key(ec.SECP256R1())
        made = (
            x509.CertificateBuilder(_name("CA"), x509.Name(parts), key.public_key(), 77)
            .not_valid_before(NOW)
            .not_valid_after(NOW + dt.timedelta(days=1))
            .sign(key, hashes.SHA256())
        )
        der = made.public_bytes(Encoding.DER)
        full, fast = (SignatureReport("x", Kind.PERSONAL) for _way in range(2))
        try:
            describe(fast, named(der), TrustList())
        except NotPlain:
            assert said not in PLAIN_NAMES
            return
        names.describe(full, asn1.Certificate.load(der), TrustList())
        assert fast == full
        assert said in PLAIN_NAMES

    @pytest.mark.parametrize(
        "said",
        [
            "D:20261123090000+07'00'", "D:20261123090000+07'00", "D:20261123020000Z",
            "D:20261123020000-11'30'", "D:20261123090000+0700", "D:20261123", "20261123090000Z",
            "D:20261323090000Z", "D:20261123250000Z", "D:20261123090000+99'00'", "", "nonsense",
            "D:20261123020000", "D:20261123020000Z00'00'", "D:٢٠٢٦1123090000Z",
        ],
    )  # fmt: skip
    def test_the_signers_clock(self, said: str) -> None:
        from pyhanko.pdf_utils.generic import parse_pdf_date

        try:
            fast = claimed(said)
        except (NotPlain, ValueError):
            return
        assert fast == parse_pdf_date(said, strict=False)
        assert fast is not None
        assert fast.utcoffset() is not None

    def test_no_clock(self) -> None:
        assert claimed(None) is None


class TestHonest:
    """What this platform makes goes the fast way."""

    @pytest.mark.parametrize("stage", ["signed", "sealed", "stamped"])
    def test_each_stage_of_a_letter(self, kit: Kit, stage: str) -> None:
        fast, full = both(kit, getattr(kit, stage))
        assert fast is not None
        assert fast.as_plain() == full.as_plain()

    @pytest.mark.parametrize("signatories", [1, 2, 3])
    @pytest.mark.parametrize("stamped", [True, False])
    def test_several_signatories_with_and_without_time(
        self, kit: Kit, signatories: int, stamped: bool
    ) -> None:
        fast, full = both(kit, without_number(kit, signatories=signatories, stamped=stamped))
        assert fast is not None
        assert fast.as_plain() == full.as_plain()
        assert {s.level for s in fast.signatures} == {"B-T" if stamped else "B-B"}

    def test_two_time_stamps(self, kit: Kit) -> None:
        fast, full = both(kit, signing.stamp_time(kit.stamped, kit.stamper))
        assert fast is not None
        assert fast.as_plain() == full.as_plain()

    def test_what_it_does_not_know_it_leaves_alone(self, kit: Kit) -> None:
        """Number and date in a revision of their own: right, and not plain."""
        fast, full = both(kit, kit.sealed_apart)
        assert (fast, full.verdict) == (None, "valid")

    @pytest.mark.parametrize("stage", ["base", "prepared"])
    def test_unsigned_papers_are_left_alone(self, kit: Kit, stage: str) -> None:
        assert fast_verdict(getattr(kit, stage), kit.trust, NOW) is None


def corpus(kit: Kit, seed: str, each: int) -> Iterator[tuple[str, bytes]]:
    """Files with one or two things done to their structure and every signature made anew."""
    chance = random.Random(f"{SEED}{seed}")
    makers = [kit.person, kit.agency]
    stages = {name: Rebuilt.of(getattr(kit, name)) for name in ("signed", "sealed", "stamped")}
    stages["two"] = Rebuilt.of(without_number(kit, signatories=2))
    for _number in range(each):
        stage = chance.choice(sorted(stages))
        said, changed = mutated(stages[stage], chance)
        if chance.random() < 0.2:
            more, changed = mutated(changed, chance)
            said = f"{said}; {more}"
        keys = [kit.person, *makers] if stage == "two" else makers
        yield f"{stage}, {said}", changed.written(Maker(keys, kit.stamper))


class TestForgedWithEveryKey:
    """Whoever holds all keys can make any structure with right digests: the two ways agree on all."""

    def test_taken_apart_and_put_together_it_stays_valid(self, kit: Kit) -> None:
        rebuilt = Rebuilt.of(kit.stamped).written(Maker([kit.person, kit.agency], kit.stamper))
        fast, full = both(kit, rebuilt)
        assert fast is not None
        assert (fast.verdict, full.verdict) == ("valid", "valid")

    @pytest.mark.parametrize(
        "seed", ["a", f"{random.SystemRandom().getrandbits(64):x}"], ids=["a", "new"]
    )
    def test_never_better_and_never_other_than_the_full_check(self, kit: Kit, seed: str) -> None:
        """Papers of one seed in every run, and of one drawn for this run alone."""
        accepted = 0
        for said, pdf in corpus(kit, seed, EACH):
            fast = fast_verdict(pdf, kit.trust, kit.now)
            if fast is None:
                continue
            accepted += 1
            full = judge(pdf, kit.trust, kit.now, fast=False)
            assert replace(fast, sha256=full.sha256).as_plain() == full.as_plain(), (seed, said)
        assert accepted > EACH // 10, "the corpus must reach behind the first refusal"

    @pytest.mark.parametrize(
        ("room", "rule"),
        [(changes, "check_new"), (held, "check_places"), (objects, "check_trailers")],
    )
    def test_the_corpus_finds_a_rule_that_is_missing(
        self, kit: Kit, room: ModuleType, rule: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The twin: without a rule the same comparison fails."""
        monkeypatch.setattr(room, rule, lambda *_arguments: None)
        for _said, pdf in corpus(kit, "a", EACH * 3):
            fast = fast_verdict(pdf, kit.trust, kit.now)
            if fast is None:
                continue
            full = judge(pdf, kit.trust, kit.now, fast=False)
            if replace(fast, sha256=full.sha256).as_plain() != full.as_plain():
                return
        pytest.fail("nothing in the corpus needs this rule")


class TestValues:
    """Bytes of the signature values changed, the twin of `test_fuzz` for what stands in the gap."""

    def test_a_changed_value_is_never_better(self, kit: Kit) -> None:
        from . import attacks

        pdf, chance = kit.stamped, random.Random(SEED)
        for _number in range(150):
            start, end, _last = attacks.gaps(pdf)[chance.randrange(3)]
            at = chance.randrange(start + 1, end - 1)
            changed = pdf[:at] + chance.choice(b"0123456789abcdef").to_bytes() + pdf[at + 1 :]
            fast = fast_verdict(changed, kit.trust, kit.now)
            if changed != pdf and fast is not None:
                full = judge(changed, kit.trust, kit.now, fast=False)
                assert replace(fast, sha256=full.sha256).as_plain() == full.as_plain()

    @pytest.mark.parametrize("days", [-900, -1, 0, 1, 400, 1000, 2000, 4000, 9000])
    def test_at_other_moments(self, kit: Kit, days: int) -> None:
        """Expired certificates, lists that have run out, a clock that stands before the signature."""
        now = NOW + dt.timedelta(days=days)
        for pdf in (kit.sealed, kit.stamped, without_number(kit, stamped=False)):
            full = judge(pdf, kit.trust, now, fast=False)
            fast = fast_verdict(pdf, kit.trust, now)
            if fast is not None:
                assert replace(fast, sha256=full.sha256).as_plain() == full.as_plain()

    def test_by_other_lists_of_trust(self, kit: Kit) -> None:
        root, lists = kit.authority.root.public_bytes(Encoding.DER), kit.trust.revocation_lists
        ended, begins = NOW - dt.timedelta(days=1), NOW + dt.timedelta(days=1)
        others = {
            "nobody": TrustList(),
            "stranger": TrustList(
                (Authority(kit.stranger.root.public_bytes(Encoding.DER)),), lists
            ),
            "no lists": TrustList((Authority(root),)),
            "one list": TrustList((Authority(root),), lists[:1]),
            "ended": TrustList((Authority(root, until=ended),), lists),
            "not yet": TrustList((Authority(root, since=begins),), lists),
            "issuing authority alone": TrustList(
                (Authority(kit.authority.issuing.public_bytes(Encoding.DER)),), lists
            ),
        }
        for said, trust in others.items():
            full = judge(kit.stamped, trust, NOW, fast=False)
            fast = fast_verdict(kit.stamped, trust, NOW)
            if fast is not None:
                assert replace(fast, sha256=full.sha256).as_plain() == full.as_plain(), said
            else:
                assert said != "issuing authority alone" or full.verdict != "valid"


# -- chains


Change = Callable[[x509.CertificateBuilder], x509.CertificateBuilder]


def _name(said: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, said)])


class House:
    """A root, an authority below it and a holder, each of which a test may make otherwise."""

    def __init__(self, changes: dict[str, Change], *, below: int | None = None) -> None:
        self.keys = {n: ec.generate_private_key(ec.SECP256R1()) for n in ("root", "ca", "holder")}
        self.changes = changes
        self.root = self._made("root", "root", ca=True, below=1)
        self.ca = self._made("ca", "root", ca=True, below=below)
        self.holder = self._made("holder", "ca", ca=False, below=None)

    def _made(self, name: str, by: str, *, ca: bool, below: int | None) -> x509.Certificate:
        key, above = self.keys[name].public_key(), self.keys[by]
        usage = x509.KeyUsage(not ca, not ca, False, False, False, ca, ca, False, False)
        builder = (
            x509.CertificateBuilder(_name(by), _name(name), key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - dt.timedelta(days=100))
            .not_valid_after(NOW + dt.timedelta(days=100))
            .add_extension(x509.BasicConstraints(ca, below if ca else None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        )
        return self.changes.get(name, lambda b: b)(builder).sign(above, hashes.SHA256())

    def revoked(self, by: str, serials: tuple[int, ...] = (), days: int = 10) -> bytes:
        builder = x509.CertificateRevocationListBuilder(
            _name(by), NOW - dt.timedelta(days=1), NOW + dt.timedelta(days=days)
        )
        for serial in serials:
            one = x509.RevokedCertificateBuilder(serial, NOW - dt.timedelta(days=2)).build()
            builder = builder.add_revoked_certificate(one)
        return builder.sign(self.keys[by], hashes.SHA256()).public_bytes(Encoding.DER)

    def stands(self, lists: tuple[bytes, ...], moment: dt.datetime = NOW) -> tuple[bool, str]:
        """Whether the fast way accepts, and what the full check says."""
        der = [c.public_bytes(Encoding.DER) for c in (self.holder, self.ca, self.root)]
        known = TrustList((Authority(der[2]),), lists)
        from asn1crypto import x509 as asn1

        certificates = [asn1.Certificate.load(one) for one in der]
        full = full_trust.standing(
            certificates[0], certificates[1:], known, moment=moment, proved=True, claimed=None,
            usage="sign",
        )  # fmt: skip
        try:
            fast = chain.standing(der[0], (der[1], der[2]), known, moment, "sign")
        except NotPlain:
            return False, f"{full.code} {full.revocation_known}"
        assert fast == full
        return True, f"{full.code} {full.revocation_known}"


def _constrained(builder: x509.CertificateBuilder) -> x509.CertificateBuilder:
    limits = x509.NameConstraints(None, [x509.DirectoryName(_name("holder"))])
    return builder.add_extension(limits, critical=True)


def _odd(*, critical: bool) -> Change:
    odd = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.55555.1"), b"\x05\x00")
    return lambda builder: builder.add_extension(odd, critical=critical)


def _usage(**changed: bool) -> Change:
    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
        "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip

    def change(builder: x509.CertificateBuilder) -> x509.CertificateBuilder:
        builder._extensions = [
            e for e in builder._extensions if not isinstance(e.value, x509.KeyUsage)
        ]
        usage = x509.KeyUsage(**{name: changed.get(name, False) for name in names})
        return builder.add_extension(usage, critical=True)

    return change


CHAINS: dict[str, tuple[dict[str, Change], int | None, str]] = {
    "plain": ({}, 0, "trusted True"),
    "longer than allowed": ({}, None, "trusted True"),
    "name constraints": ({"ca": _constrained}, 0, "unknown False"),
    "unknown critical extension": ({"holder": _odd(critical=True)}, 0, "unknown False"),
    "unknown extension": ({"holder": _odd(critical=False)}, 0, "trusted True"),
    "authority that may not sign": ({"ca": _usage(crl_sign=True)}, 0, "unknown False"),
    "authority that may not make lists": ({"ca": _usage(key_cert_sign=True)}, 0, ""),
    "holder that may only encipher": ({"holder": _usage(key_encipherment=True)}, 0, "unusable False"),
    "ended authority": (
        {"ca": lambda b: _ended(b)}, 0, "expired False",
    ),
}  # fmt: skip


def _ended(builder: x509.CertificateBuilder) -> x509.CertificateBuilder:
    builder._not_valid_after = (NOW - dt.timedelta(days=3)).replace(tzinfo=None)
    return builder


class TestChains:
    """One way up, or the full check."""

    @pytest.mark.parametrize("said", CHAINS)
    def test_what_the_fast_way_trusts_the_full_check_trusts(self, said: str) -> None:
        changes, below, expected = CHAINS[said]
        house = House(changes, below=below)
        accepted, full = house.stands((house.revoked("root"), house.revoked("ca")))
        assert not accepted or full == "trusted True"
        assert expected in full
        if said == "plain":
            assert accepted

    def test_lists(self) -> None:
        house = House({}, below=0)
        root, ca = house.revoked("root"), house.revoked("ca")
        assert house.stands((root, ca)) == (True, "trusted True")
        assert house.stands((root,)) == (False, "trusted False")
        assert house.stands((root, house.revoked("ca", (house.holder.serial_number,))))[0] is False
        assert house.stands((house.revoked("root", (house.ca.serial_number,)), ca))[0] is False
        assert house.stands((root, house.revoked("ca", (1, 2, 3)))) == (True, "trusted True")
        assert house.stands((root, house.revoked("ca", days=-1)))[0] is False
        other = House({}, below=0)
        assert house.stands((root, other.revoked("ca")))[0] is False

    @pytest.mark.parametrize("seconds", [-9, -1, 0, 1, 9])
    def test_near_an_edge_the_full_check_judges(self, seconds: int) -> None:
        house = House({}, below=0)
        lists = (house.revoked("root"), house.revoked("ca"))
        for edge in (house.holder.not_valid_before_utc, house.holder.not_valid_after_utc):
            assert house.stands(lists, edge + dt.timedelta(seconds=seconds))[0] is False
