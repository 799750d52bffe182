"""XML signatures: honest ones of signxml, and wrapping, entities, odd transforms, split texts."""

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree
from signxml import SignatureMethod, methods
from signxml.algorithms import CanonicalizationMethod, DigestAlgorithm, SignatureConstructionMethod
from signxml.signer import XMLSigner
from signxml.xades import XAdESSigner

from lienthong.axis.signing.pki.keystore import FileKey
from lienthong.axis.signing.verdicts.beside import NOTHING, Beside
from lienthong.axis.signing.verdicts.judge import judge
from lienthong.axis.signing.verdicts.model import Answer, Verdict
from lienthong.axis.signing.verdicts.verify import Verifier, verify_file

from .kit import NOW, Kit

DS = "http://www.w3.org/2000/09/xmldsig#"
PAPER = (
    '<VanBan xmlns="urn:mau" xmlns:k="urn:k"><NoiDung Id="nd"><SoTien>100</SoTien>'
    "<k:Han>15/12/2026</k:Han></NoiDung></VanBan>"
)
EVIL = '<NoiDung xmlns="urn:mau"><SoTien>900</SoTien></NoiDung>'


def judged(kit: Kit, data: bytes, beside: Beside = NOTHING) -> Verdict:
    """The verdict by the tests' list."""
    return judge(data, kit.trust, NOW, beside)


def signed(
    key: FileKey,
    *,
    method: SignatureConstructionMethod = methods.enveloped,
    uri: str | None = None,
    xades: bool = False,
    canonical: CanonicalizationMethod = CanonicalizationMethod.CANONICAL_XML_1_0,
    paper: str = PAPER,
    digest: DigestAlgorithm = DigestAlgorithm.SHA256,
) -> Any:
    """A signed tree by signxml."""
    maker = XAdESSigner if xades else XMLSigner
    signer = maker(
        method=method,
        signature_algorithm=SignatureMethod.RSA_SHA256,
        digest_algorithm=digest,
        c14n_algorithm=canonical,
    )
    pem = [c.public_bytes(Encoding.PEM).decode() for c in (key.certificate, *key.chain)]
    return signer.sign(
        etree.fromstring(paper),
        key=key.private_key,
        cert="".join(pem),
        reference_uri=uri,
    )


def octets(tree: Any) -> bytes:
    """The file."""
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8")


FORMS: dict[str, dict[str, Any]] = {
    "enveloped": {},
    "enveloped exclusive": {"canonical": CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0},
    "enveloped 1.1": {"canonical": CanonicalizationMethod.CANONICAL_XML_1_1},
    "enveloped with comments": {
        "canonical": CanonicalizationMethod.CANONICAL_XML_1_0_WITH_COMMENTS
    },
    "enveloping": {"method": methods.enveloping},
    "XAdES": {"xades": True},
    # (signxml's exclusive XAdES fails signxml's own verifier.)
    "exclusive with comments": {
        "canonical": CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0_WITH_COMMENTS
    },
    "SHA-512 digest": {"digest": DigestAlgorithm.SHA512},
    "pretty": {"paper": PAPER.replace("><", ">\n  <")},
}


class TestHonest:
    @pytest.mark.parametrize("name", FORMS)
    def test_of_signxml(self, kit: Kit, name: str) -> None:
        made = octets(signed(kit.person, **FORMS[name]))
        verdict = judged(kit, made)
        # signxml writes no time that can be after NOW's tolerance unless XAdES
        assert verdict.whole, verdict.reasons
        [signature] = verdict.signatures
        assert signature.coverage == "whole_file"
        assert signature.trust == "trusted"
        assert signature.signer == "MẪU - Chủ tịch UBND tỉnh"
        assert signature.level == ("B-B" if "XAdES" in name else "XML-DSig")
        broken = made.replace(b">100<", b">900<")
        assert broken != made
        verdict = judged(kit, broken)
        assert verdict.answer is Answer.INVALID
        assert "không còn nguyên vẹn" in verdict.reasons[0]

    def test_utf16(self, kit: Kit) -> None:
        tree = signed(kit.person)
        assert judged(kit, etree.tostring(tree, encoding="UTF-16")).answer is Answer.VALID

    def test_unknown_authority_never_counts(self, kit: Kit) -> None:
        verdict = judged(kit, octets(signed(kit.unknown_person)))
        assert verdict.answer is Answer.WITH_WARNINGS
        assert verdict.to_json()["signatures"][0]["trust"] == "chưa xác định được người ký"

    def test_sibling_of_the_signature(self, kit: Kit) -> None:
        """As Vietnamese e-invoices are signed: the part by its Id, the signature beside it."""
        verdict = judged(kit, octets(signed(kit.person, uri="#nd")))
        assert verdict.answer is Answer.WITH_WARNINGS
        assert verdict.signatures[0].coverage == "partial"

    def test_unsigned_xml(self, kit: Kit) -> None:
        assert judged(kit, PAPER.encode()).answer is Answer.UNSIGNED

    def test_detached_from_a_file_beside(self, kit: Kit, tmp_path: Path) -> None:
        made, content = detached(kit.person, "van-ban.docx"), b"content"
        folder = tmp_path / "trust"
        folder.mkdir()
        (folder / "root.pem").write_bytes(kit.authority.root.public_bytes(Encoding.PEM))
        verifier = Verifier(folder)
        (tmp_path / "chu-ky.xml").write_bytes(made)
        assert verify_file(tmp_path / "chu-ky.xml", verifier, NOW).answer is Answer.UNREADABLE
        (tmp_path / "van-ban.docx").write_bytes(content)
        verdict = verify_file(tmp_path / "chu-ky.xml", verifier, NOW)
        assert verdict.whole, verdict.reasons
        assert verdict.signatures[0].coverage == "whole_file"
        (tmp_path / "van-ban.docx").write_bytes(b"other")
        assert verify_file(tmp_path / "chu-ky.xml", verifier, NOW).answer is Answer.INVALID
        verifier.close()


def by_hand(
    key: FileKey,
    references: str,
    *,
    around: Callable[[str], str] = lambda s: s,
    method: str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
) -> bytes:
    """A signature with any references, its value by the key: what a forger with a key could do."""
    c14n = "http://www.w3.org/2001/10/xml-exc-c14n#"
    information = (
        f'<SignedInfo xmlns="{DS}"><CanonicalizationMethod Algorithm="{c14n}"/>'
        f'<SignatureMethod Algorithm="{method}"/>{references}</SignedInfo>'
    )
    over = etree.tostring(etree.fromstring(information), method="c14n", exclusive=True)
    value = base64.b64encode(key.sign(over)).decode()
    certificate = base64.b64encode(key.certificate.public_bytes(Encoding.DER)).decode()
    chain = "".join(
        f"<X509Certificate>{base64.b64encode(c.public_bytes(Encoding.DER)).decode()}"
        "</X509Certificate>"
        for c in key.chain
    )
    signature = (
        f'<Signature xmlns="{DS}">{information}<SignatureValue>{value}</SignatureValue>'
        f"<KeyInfo><X509Data><X509Certificate>{certificate}</X509Certificate>{chain}</X509Data>"
        "</KeyInfo></Signature>"
    )
    return around(signature).encode()


def reference(uri: str, content: bytes, transforms: str = "") -> str:
    """A reference with the SHA-256 of a content."""
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    listed = f"<Transforms>{transforms}</Transforms>" if transforms else ""
    return (
        f'<Reference URI="{uri}">{listed}'
        '<DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
        f"<DigestValue>{digest}</DigestValue></Reference>"
    )


def detached(key: FileKey, uri: str, content: bytes = b"content") -> bytes:
    """A signature over a file of that name."""
    return by_hand(key, reference(uri, content))


def _parts(kit: Kit) -> tuple[Any, Any, Any]:
    """A paper signed by its Id, with its parts."""
    root = signed(kit.person, uri="#nd")
    return root, root.find("{urn:mau}NoiDung"), root.find(f"{{{DS}}}Signature")


class TestWrapping:
    """The signed element is moved, another stands in its place: never whole."""

    def _bad(self, kit: Kit, root: Any, answer: Answer = Answer.INVALID) -> None:
        verdict = judged(kit, octets(root))
        assert verdict.answer is answer, verdict.reasons

    def test_original_beside_a_forged_part(self, kit: Kit) -> None:
        root, _part, _signature = _parts(kit)
        root.insert(0, etree.fromstring(EVIL))
        self._bad(kit, root)

    def test_original_inside_the_signature(self, kit: Kit) -> None:
        root, part, signature = _parts(kit)
        holder = etree.SubElement(signature, f"{{{DS}}}Object")
        holder.append(part)
        root.insert(0, etree.fromstring(EVIL))
        self._bad(kit, root)

    def test_original_in_a_wrapper(self, kit: Kit) -> None:
        root, part, _signature = _parts(kit)
        wrapper = etree.SubElement(root, "{urn:mau}PhuLuc")
        wrapper.append(part)
        root.insert(0, etree.fromstring(EVIL))
        self._bad(kit, root)

    def test_original_inside_the_forged_part(self, kit: Kit) -> None:
        root, part, _signature = _parts(kit)
        evil = etree.fromstring(EVIL)
        root.replace(part, evil)
        evil.append(part)
        self._bad(kit, root)

    def test_same_identifier_twice(self, kit: Kit) -> None:
        for place in (0, 2):
            root, _part, _signature = _parts(kit)
            evil = etree.fromstring(EVIL)
            evil.set("Id", "nd")
            root.insert(place, evil)
            self._bad(kit, root)

    def test_same_identifier_under_another_name(self, kit: Kit) -> None:
        for key in ("ID", "id", "{http://www.w3.org/XML/1998/namespace}id"):
            root, _part, _signature = _parts(kit)
            evil = etree.fromstring(EVIL)
            evil.set(key, "nd")
            root.insert(0, evil)
            self._bad(kit, root)

    def test_whole_signed_paper_inside_a_forged_one(self, kit: Kit) -> None:
        root = etree.fromstring(PAPER.replace("100", "900").replace('Id="nd"', ""))
        holder = etree.SubElement(root, "{urn:mau}Cu")
        holder.append(signed(kit.person))
        self._bad(kit, root)

    def test_text_and_attributes_around_the_signed_part(self, kit: Kit) -> None:
        root, part, _signature = _parts(kit)
        part.tail = "Hủy bỏ"
        self._bad(kit, root)
        root, _part, _signature = _parts(kit)
        root.set("TrangThai", "Hủy")
        self._bad(kit, root)

    def test_signed_part_renamed_around(self, kit: Kit) -> None:
        """Moved under another silent parent: told, never simply valid."""
        root, part, _signature = _parts(kit)
        wrapper = etree.SubElement(root, "{urn:mau}HuyBo")
        wrapper.append(part)
        self._bad(kit, root, Answer.WITH_WARNINGS)

    def test_object_that_is_not_covered(self, kit: Kit) -> None:
        root = signed(kit.person, method=methods.enveloping)
        holder = etree.SubElement(root, f"{{{DS}}}Object")
        holder.append(etree.fromstring(EVIL))
        self._bad(kit, root)

    def test_style_sheet_put_before_a_part(self, kit: Kit) -> None:
        root, _part, _signature = _parts(kit)
        root.addprevious(etree.PI("xml-stylesheet", 'href="evil.xsl"'))
        verdict = judged(kit, etree.tostring(root.getroottree()))
        assert verdict.answer is Answer.INVALID

    def test_second_signature_is_judged_too(self, kit: Kit) -> None:
        root, _part, signature = _parts(kit)
        import copy

        other = copy.deepcopy(signature)
        value = other.find(f"{{{DS}}}SignatureValue")
        value.text = base64.b64encode(bytes(256)).decode()
        root.append(other)
        self._bad(kit, root)


class TestHostile:
    def test_entities_are_not_read(self, kit: Kit, tmp_path: Path) -> None:
        secret = tmp_path / "secret"
        secret.write_text("SECRET")
        for declaration in (
            f'<!DOCTYPE VanBan [<!ENTITY x SYSTEM "file://{secret}">]>',
            '<!DOCTYPE VanBan SYSTEM "http://127.0.0.1:9/evil.dtd">',
            "<!DOCTYPE VanBan [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'>]>",
            "<!DOCTYPE VanBan [<!ATTLIST NoiDung Id ID #IMPLIED>]>",
        ):
            made = declaration.encode() + etree.tostring(signed(kit.person))
            verdict = judged(kit, made)
            assert verdict.answer is Answer.UNREADABLE
            assert "SECRET" not in str(verdict.to_json())

    def test_entity_bomb_ends(self, kit: Kit) -> None:
        rows = "".join(
            f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 10}">' for n in range(12)
        )
        bomb = f"<!DOCTYPE VanBan [{rows}]><VanBan>&e11;</VanBan>"
        assert judged(kit, bomb.encode()).answer is Answer.UNREADABLE

    @pytest.mark.parametrize(
        "transform",
        [
            '<Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/>',
            '<Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116">'
            f'<XPath xmlns:ds="{DS}">not(ancestor-or-self::ds:Signature or self::SoTien)</XPath>'
            "</Transform>",
            '<Transform Algorithm="http://www.w3.org/2002/06/xmldsig-filter2">'
            '<XPath xmlns="http://www.w3.org/2002/06/xmldsig-filter2" Filter="intersect">/x</XPath>'
            "</Transform>",
            '<Transform Algorithm="urn:unknown"/>',
        ],
    )
    def test_transforms_that_hide(self, kit: Kit, transform: str) -> None:
        made = by_hand(
            kit.person,
            reference("", b"", transform),
            around=lambda s: PAPER.replace("</VanBan>", s + "</VanBan>"),
        )
        verdict = judged(kit, made)
        assert verdict.answer is Answer.INVALID
        assert "phép biến đổi" in verdict.reasons[0]

    @pytest.mark.parametrize(
        "uri", ["http://127.0.0.1:9/x", "file:///etc/passwd", "../secret", "/etc/passwd", "a/b"]
    )
    def test_nothing_is_fetched(self, kit: Kit, uri: str) -> None:
        verdict = judged(kit, detached(kit.person, uri))
        assert verdict.answer is Answer.INVALID
        assert "ở nơi khác" in verdict.reasons[0]

    def test_comment_within_words(self, kit: Kit) -> None:
        made = octets(signed(kit.person))
        assert judged(kit, made.replace(b">100<", b">1<!-- -->00<")).answer is Answer.INVALID

    def test_comment_within_a_digest(self, kit: Kit) -> None:
        made = octets(signed(kit.person))
        split = made.replace(b"DigestValue>", b"DigestValue><!-- x -->", 1)
        assert split != made
        assert judged(kit, split).answer is Answer.INVALID

    def test_algorithm_of_another_key(self, kit: Kit) -> None:
        for method in (
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
            "http://www.w3.org/2000/09/xmldsig#hmac-sha1",
            "http://www.w3.org/2001/04/xmldsig-more#rsa-md5",
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
        ):
            made = by_hand(
                kit.person,
                reference("#nd", b"x"),
                method=method,
                around=lambda s: PAPER.replace("</VanBan>", s + "</VanBan>"),
            )
            assert judged(kit, made).answer is Answer.INVALID

    def test_no_reference_at_all(self, kit: Kit) -> None:
        made = by_hand(kit.person, "", around=lambda s: PAPER.replace("</VanBan>", s + "</VanBan>"))
        assert judged(kit, made).answer is Answer.INVALID

    @pytest.mark.parametrize("cut", [20, 200, 1000, -2])
    def test_cut_off(self, kit: Kit, cut: int) -> None:
        assert judged(kit, octets(signed(kit.person))[:cut]).answer is Answer.UNREADABLE

    def test_deep_nesting_ends(self, kit: Kit) -> None:
        deep = b"<a>" * 100_000 + b"</a>" * 100_000
        assert judged(kit, deep).answer is Answer.UNREADABLE

    @pytest.mark.parametrize("seed", range(2))
    def test_mutations_are_never_valid(self, kit: Kit, seed: int) -> None:
        """A byte anywhere in the paper or in what is signed of the signature."""
        import random

        chance = random.Random(seed)
        made = octets(signed(kit.person))
        free = range(made.index(b"<ds:KeyInfo"), made.index(b"</ds:KeyInfo>"))
        for _round in range(100):
            copy = bytearray(made)
            at = chance.randrange(45, len(copy))
            copy[at] ^= 1 << chance.randrange(8)
            verdict = judged(kit, bytes(copy))
            if at not in free and verdict.answer is Answer.VALID:
                assert _says(bytes(copy)) == _says(made), at


def _says(data: bytes) -> bytes:
    """What a file says, without its spelling."""
    tree = etree.fromstring(data)
    for signature in tree.findall(f"{{{DS}}}Signature"):
        for value in signature.iter(f"{{{DS}}}SignatureValue"):
            value.text = "".join((value.text or "").split())
    return etree.tostring(tree, method="c14n")
