"""Attacks of the sixth session, each given to the real verifier: never valid, never above ten seconds."""

import random
import time
from collections.abc import Callable, Iterator

import pytest
from asn1crypto import cms as asn1_cms
from asn1crypto import core
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from lienthong.axis.signing.pades import cms
from lienthong.axis.signing.verdicts.judge import judge
from lienthong.axis.signing.verdicts.model import Answer
from lienthong.axis.signing.verdicts.verify import Verifier

from . import attacks, broken_tables, shadows
from .kit import NOW, Kit
from .test_verdict_cms import CONTENT, judged, own
from .test_verdict_xml import DS, by_hand, octets, reference, signed
from .test_verdict_xml import judged as judged_xml

BAD = {"changed", "invalid", "unreadable"}
FILES = {**broken_tables.TABLES, **shadows.SEEN}


@pytest.fixture(scope="module")
def verifier(kit: Kit, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Verifier]:
    """The verifier as the platform asks it: in a process of its own, with its limits."""
    folder = tmp_path_factory.mktemp("trust")
    (folder / "root.der").write_bytes(kit.authority.root.public_bytes(Encoding.DER))
    for number, encoded in enumerate(kit.authority.revocation_lists):
        (folder / f"{number}.crl").write_bytes(encoded)
    made = Verifier(folder)
    yield made
    made.close()


@pytest.mark.parametrize("said", FILES)
def test_never_valid(kit: Kit, verifier: Verifier, said: str) -> None:
    pdf = FILES[said](kit)
    began = time.monotonic()
    verdict = verifier.verify(pdf, NOW)
    assert time.monotonic() - began < 30, "ten seconds, and what a busy machine adds to them"
    assert verdict.verdict in BAD, verdict.reasons


def test_the_twins_are_whole(kit: Kit, verifier: Verifier) -> None:
    """What the attacks begin with is no attack; and after all of them the verifier still answers."""
    assert verifier.verify(kit.sealed, NOW).verdict == "valid"
    assert verifier.verify(broken_tables.sealed_with_another_content(kit), NOW).verdict == "valid"
    for level in (1, 2, 3):
        verdict = verifier.verify(shadows.certified(kit, level), NOW)
        assert verdict.whole, verdict.reasons


def test_a_plain_revision_behind_the_seal_is_no_fault(kit: Kit) -> None:
    """The twin of the broken tables: the same revision, written as the standard has it."""
    plain = broken_tables.broken_behind(kit, broken_tables.PLAIN)
    assert judge(plain, kit.trust, NOW).verdict == "valid"
    sealed = broken_tables.sealed_with_another_content(kit)
    assert judge(broken_tables.table_stream(sealed, {}), kit.trust, NOW).verdict == "valid"


def test_a_hybrid_file_is_never_better_than_with_warnings(kit: Kit, verifier: Verifier) -> None:
    """Two readers see two documents, and did when it was signed: whole, and told."""
    verdict = verifier.verify(broken_tables.hybrid(kit, after=False), NOW)
    assert verdict.answer is Answer.WITH_WARNINGS
    assert "lenient" in {f.code for f in verdict.everything()}


@pytest.mark.parametrize("seed", range(3))
def test_a_reader_that_repairs_never_shows_more_than_a_whole_verdict_covers(
    kit: Kit, seed: int
) -> None:
    """pdfium is asked what it shows: what it finds by repairing a broken last revision is never whole."""
    import pypdfium2

    chance = random.Random(20261128 + seed)
    sealed = broken_tables.sealed_with_another_content(kit)
    tails = [
        broken_tables.broken_behind(kit, broken_tables.PLAIN)[len(sealed) :],
        broken_tables.table_stream(sealed, {})[len(sealed) :],
    ]
    repaired = 0
    for _number in range(250):
        tail = broken_tables.mutated(chance.choice(tails), chance)
        try:
            page = pypdfium2.PdfDocument(sealed + tail)[0]
            text = page.get_textpage().get_text_bounded()
        except pypdfium2.PdfiumError:
            continue
        if "KHONG CON" in text:
            repaired += 1
            assert judge(sealed + tail, kit.trust, NOW).verdict in BAD, tail
    assert repaired > 10, "the corpus must make the reader repair"


# -- values


def _attribute(kind: str, *values: object) -> asn1_cms.CMSAttribute:
    return asn1_cms.CMSAttribute({"type": kind, "values": list(values)})


def _digest_beside(data: asn1_cms.SignedData, digest: bytes) -> None:
    """The right digest stands among what is not signed, a wrong one among what is."""
    signer = data["signer_infos"][0]
    for one in signer["signed_attrs"]:
        if one["type"].native == "message_digest":
            one["values"] = [bytes(32)]
    signer["unsigned_attrs"] = [_attribute("message_digest", core.OctetString(digest))]


def _two_digests(data: asn1_cms.SignedData, digest: bytes) -> None:
    data["signer_infos"][0]["signed_attrs"].append(
        _attribute("message_digest", core.OctetString(bytes(32)))
    )


def _two_values(data: asn1_cms.SignedData, digest: bytes) -> None:
    for one in data["signer_infos"][0]["signed_attrs"]:
        if one["type"].native == "message_digest":
            one["values"].append(core.OctetString(bytes(32)))


def _no_digest(data: asn1_cms.SignedData, digest: bytes) -> None:
    attributes = data["signer_infos"][0]["signed_attrs"]
    kept = [one for one in attributes if one["type"].native != "message_digest"]
    data["signer_infos"][0]["signed_attrs"] = kept


def _no_type(data: asn1_cms.SignedData, digest: bytes) -> None:
    attributes = data["signer_infos"][0]["signed_attrs"]
    kept = [one for one in attributes if one["type"].native != "content_type"]
    data["signer_infos"][0]["signed_attrs"] = kept


def _other_type(data: asn1_cms.SignedData, digest: bytes) -> None:
    for one in data["signer_infos"][0]["signed_attrs"]:
        if one["type"].native == "content_type":
            one["values"] = ["signed_data"]


VALUES = [_digest_beside, _two_digests, _two_values, _no_digest, _no_type, _other_type]


def _resigned(kit: Kit, data: asn1_cms.SignedData) -> None:
    """Signed again over the changed attributes, as one who has the key can do."""
    signer = data["signer_infos"][0]
    over = signer["signed_attrs"].untag().dump(force=True)
    signer["signature"] = kit.person.sign(over)


@pytest.mark.parametrize("anew", [False, True], ids=["stolen", "own key"])
@pytest.mark.parametrize("change", VALUES, ids=lambda one: one.__name__[1:])
def test_attributes_in_a_pdf(
    kit: Kit, change: Callable[[asn1_cms.SignedData, bytes], None], *, anew: bool
) -> None:
    paper = attacks.plain_approval(kit.base + b"\n", kit.person, NOW)

    def make(digest: bytes) -> bytes:
        info = asn1_cms.ContentInfo.load(cms.detached(kit.person, digest, None))
        change(info["content"], digest)
        if anew:
            _resigned(kit, info["content"])
        return bytes(info.dump(force=True))

    assert kit.judge(attacks.resigned(paper, 0, make)).verdict in BAD


@pytest.mark.parametrize("change", VALUES, ids=lambda one: one.__name__[1:])
def test_attributes_in_a_message(
    kit: Kit, change: Callable[[asn1_cms.SignedData, bytes], None]
) -> None:
    import hashlib

    info = own(kit, CONTENT)
    change(info["content"], hashlib.sha256(CONTENT).digest())
    _resigned(kit, info["content"])
    assert judged(kit, info.dump(force=True)).verdict in BAD


# -- XML

PAPER = '<VanBan xmlns="urn:mau"><NoiDung Id="nd"><SoTien>100</SoTien></NoiDung>%s</VanBan>'


def _manifest(kit: Kit) -> bytes:
    """Signed is a list of digests (a manifest), which nobody has to look at; the paper is not."""
    manifest = (
        f'<Object xmlns="{DS}"><Manifest Id="m">{reference("#nd", b"another")}</Manifest></Object>'
    )
    over = etree.tostring(etree.fromstring(manifest)[0], method="c14n", exclusive=False)
    c14n = '<Transform Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>'
    return by_hand(
        kit.person,
        reference("#m", over, c14n),
        around=lambda s: PAPER % s.replace("</Signature>", f"{manifest}</Signature>"),
    )


def _instruction(kit: Kit) -> bytes:
    """An instruction to the viewer inside the signed part."""
    return octets(signed(kit.person)).replace(b">100<", b"><?show 9?>100<")


def _another_value(kit: Kit) -> bytes:
    made = octets(signed(kit.person))
    return made.replace(
        b"<ds:SignatureValue>", b"<ds:SignatureValue>AAAA</ds:SignatureValue><ds:SignatureValue>"
    )


def _another_information(kit: Kit) -> bytes:
    """Two signed parts in one signature: which one is the signature over?"""
    made = octets(signed(kit.person))
    begin, end = made.index(b"<ds:SignedInfo>"), made.index(b"</ds:SignedInfo>") + 16
    return made[:begin] + made[begin:end] + made[begin:]


def _renamed_space(kit: Kit) -> bytes:
    """The same names in another vocabulary."""
    return octets(signed(kit.person)).replace(b"urn:mau", b"urn:khac")


def _letters_of_width(kit: Kit) -> bytes:
    """Digits that look the same and are others."""
    return octets(signed(kit.person)).replace(b">100<", ">１００<".encode())


def _copied(kit: Kit) -> bytes:
    """The signature of one paper on another."""
    made = octets(signed(kit.person))
    begin = made.index(b"<ds:Signature ")
    end = made.index(b"</ds:Signature>") + 15
    return (PAPER.replace("100", "900") % made[begin:end].decode()).encode()


XML = [
    _manifest, _instruction, _another_value, _another_information, _renamed_space,
    _letters_of_width, _copied,
]  # fmt: skip


@pytest.mark.parametrize("attack", XML, ids=lambda one: one.__name__[1:])
def test_xml(kit: Kit, attack: Callable[[Kit], bytes]) -> None:
    verdict = judged_xml(kit, attack(kit))
    assert verdict.verdict in BAD, verdict.reasons
