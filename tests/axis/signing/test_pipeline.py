"""The acts on a letter, in the order of Decree 30/2020 (Đ13 to 17, 32), and what refuses them."""

import io
import itertools

import pytest
from asn1crypto import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext

from lienthong.axis.signing.pades import fields, signing
from lienthong.axis.signing.pades.appearances import BadPicture, SnippetTooLarge
from lienthong.axis.signing.pades.cms import NoTimestamp
from lienthong.axis.signing.pades.revision import NotSignable
from lienthong.axis.signing.pades.signing import NoSuchField, OutOfOrder
from lienthong.axis.signing.places import BadPlace, Box, SealMisplaced, SigningPlaces, seal_over
from tests.support.needs import needs

from . import attacks
from .kit import DATE, NOW, NUMBER, Kit, snippet


def _witness(kit: Kit, pdf: bytes) -> dict[str, bool]:
    """pyHanko's own full validation with its default difference analysis, field by field."""
    root = x509.Certificate.load(kit.authority.root.public_bytes(Encoding.DER))
    found = {}
    for embedded in PdfFileReader(io.BytesIO(pdf)).embedded_signatures:
        context = ValidationContext(
            trust_roots=[root],
            crls=list(kit.authority.revocation_lists),
            moment=NOW,
            revocation_mode="hard-fail",
        )
        if embedded.sig_object_type == "/Sig":
            status = validate_pdf_signature(embedded, context)
            found[embedded.field_name] = bool(status.bottom_line and status.docmdp_ok)
        else:
            token = validate_pdf_timestamp(embedded, context)
            found[embedded.field_name] = bool(token.valid and token.intact and token.trusted)
    return found


def test_every_signature_stays_valid_at_every_stage(kit: Kit) -> None:
    """Person, number and date, seal, time-stamp: pyHanko's default analysis accepts all."""
    assert _witness(kit, kit.signed) == {"LTSignature1": True}
    assert _witness(kit, kit.filled) == {"LTSignature1": True}
    assert _witness(kit, kit.sealed) == {"LTSignature1": True, "LTSeal1": True}
    assert _witness(kit, kit.stamped) == {
        "LTSignature1": True,
        "LTSeal1": True,
        "LTTimestamp3": True,
    }
    twice = signing.stamp_time(kit.stamped, kit.stamper)
    assert all(_witness(kit, twice).values())
    assert len(_witness(kit, twice)) == 4


def test_number_date_and_seal_in_one_revision(kit: Kit) -> None:
    """The clerk's one act leaves everything valid, also under a later time-stamp."""
    sealed = signing.fill_and_seal(
        kit.signed,
        kit.agency,
        kit.red,
        NOW,
        number_snippet=kit.number_snippet,
        date_snippet=kit.date_snippet,
        number_text=NUMBER,
        date_text=DATE,
        stamper=kit.stamper,
    )
    assert sealed.count(b"%%EOF") == kit.sealed_apart.count(b"%%EOF") - 1
    assert kit.judge(kit.sealed_apart).answer == "valid", "the two acts apart, too"
    stamped = signing.stamp_time(sealed, kit.stamper)
    assert all(_witness(kit, stamped).values())
    verdict = kit.judge(stamped)
    assert (verdict.answer, verdict.number, verdict.date) == ("valid", NUMBER, DATE)


def test_acts_only_append(kit: Kit) -> None:
    """No act touches a byte of what was there."""
    stages = [kit.prepared, kit.signed, kit.filled, kit.sealed_apart]
    assert kit.prepared.startswith(kit.base)
    for before, after in itertools.pairwise(stages):
        assert after.startswith(before)
        assert len(after) > len(before)


@needs("pdfsig")
def test_poppler_agrees_on_digests(kit: Kit, tmp_path) -> None:
    """A second implementation finds the digests right, and one flipped byte wrong."""
    import subprocess

    def ask(pdf: bytes) -> list[str]:
        path = tmp_path / "letter.pdf"
        path.write_bytes(pdf)
        done = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True)
        lines = done.stdout.splitlines()
        return [line.split(":")[1].strip() for line in lines if "Signature Validation" in line]

    assert ask(kit.sealed) == ["Signature is Valid."] * 2
    start, _end, _last = attacks.gaps(kit.sealed)[0]
    broken = bytearray(kit.sealed)
    broken[start - 400] ^= 1
    assert "Signature is Valid." not in ask(bytes(broken))[:1]


@needs("openssl")
def test_openssl_verifies_the_signature_value(kit: Kit, tmp_path) -> None:
    """The CMS built here is one that OpenSSL accepts over the covered bytes."""
    import subprocess

    start, end, last = attacks.gaps(kit.sealed)[1]
    (tmp_path / "value.der").write_bytes(attacks.value_of(kit.sealed, 1))
    (tmp_path / "covered").write_bytes(kit.sealed[:start] + kit.sealed[end:last])
    (tmp_path / "root.pem").write_bytes(kit.authority.root.public_bytes(Encoding.PEM))
    command = (
        "openssl cms -verify -binary -inform DER -in value.der -content covered"
        f" -CAfile root.pem -purpose any -attime {int(NOW.timestamp())} -out /dev/null"
    )
    good = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, text=True)
    assert good.returncode == 0, good.stderr
    (tmp_path / "covered").write_bytes(kit.sealed[:start] + kit.sealed[end:last] + b" ")
    bad = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, text=True)
    assert bad.returncode != 0


def test_the_pictures_and_texts_are_seen(kit: Kit) -> None:
    """Blue, red and the number are there in pixels; the seal covers a third of the signature."""
    import pypdfium2

    document = pypdfium2.PdfDocument(kit.sealed)
    document.init_forms()
    image = document[0].render(scale=2, may_draw_forms=True).to_pil().convert("RGB")
    signature, seal, number = kit.places.signatures[0], kit.places.seals[0], kit.places.number
    assert number is not None

    def pixels(box: Box) -> list[tuple[int, int, int]]:
        area = (box.left * 2, (841.9 - box.top) * 2, box.right * 2, (841.9 - box.bottom) * 2)
        return list(image.crop(tuple(int(v) for v in area)).getdata())

    assert any(b > 120 and r < 80 for r, _g, b in pixels(signature))
    assert any(r > 150 and b < 80 for r, _g, b in pixels(seal))
    assert sum(r < 80 for r, _g, _b in pixels(number)) > 30
    covered = (seal.right - signature.left) / signature.width
    assert covered == pytest.approx(1 / 3)


def test_several_signatories_sign_in_turn(kit: Kit) -> None:
    """A joint paper: the first certifies, the second follows, then the seal."""
    second = Box(0, 90, 120, 230, 180)
    first = kit.places.signatures[0]
    places = SigningPlaces(
        kit.places.number, kit.places.date, (first, second), (seal_over(first), seal_over(second))
    )
    prepared = fields.prepare(kit.base, places)
    with pytest.raises(OutOfOrder):
        signing.sign_person(prepared, kit.person, kit.blue, NOW, index=2)
    one = signing.sign_person(prepared, kit.person, kit.blue, NOW)
    with pytest.raises(OutOfOrder):
        kit.fill(one)
    two = signing.sign_person(one, kit.person, kit.blue, NOW, index=2)
    sealed = signing.seal(kit.fill(two), kit.agency, kit.red, NOW)
    both = signing.seal(sealed, kit.other_agency, kit.red, NOW, index=2)
    stamped = signing.stamp_time(both, kit.stamper)
    assert all(_witness(kit, stamped).values())
    verdict = kit.judge(stamped)
    assert verdict.answer == "valid"
    assert [s.kind for s in verdict.signatures].count("seal") == 2


class TestOrder:
    """Đ14, Đ32.2.d: what may follow what."""

    def test_no_seal_before_the_person(self, kit: Kit) -> None:
        with pytest.raises(OutOfOrder, match="điểm d khoản 2 Điều 32"):
            signing.seal(kit.prepared, kit.agency, kit.red, NOW)

    def test_no_number_before_the_person(self, kit: Kit) -> None:
        with pytest.raises(OutOfOrder):
            kit.fill(kit.prepared)

    def test_no_seal_without_number(self, kit: Kit) -> None:
        with pytest.raises(OutOfOrder, match="cấp số"):
            signing.seal(kit.signed, kit.agency, kit.red, NOW)

    def test_no_second_number_after_the_seal(self, kit: Kit) -> None:
        with pytest.raises(OutOfOrder):
            kit.fill(kit.sealed, "9999")

    def test_no_second_signature_in_one_place(self, kit: Kit) -> None:
        with pytest.raises(NoSuchField):
            signing.sign_person(kit.signed, kit.person, kit.blue, NOW)

    def test_no_person_after_the_seal(self, kit: Kit) -> None:
        second = Box(0, 90, 120, 230, 180)
        places = SigningPlaces(None, None, kit.places.signatures, kit.places.seals)
        prepared = fields.prepare(kit.base, places)
        signed = signing.sign_person(prepared, kit.person, kit.blue, NOW)
        sealed = signing.seal(signed, kit.agency, kit.red, NOW)
        assert kit.judge(sealed).answer == "valid"
        with pytest.raises(NoSuchField):
            signing.sign_person(sealed, kit.person, kit.blue, NOW, index=2)
        assert second.area > 0


class TestRefusals:
    """What is no sound PDF, picture or place is refused in words."""

    @pytest.mark.parametrize("broken", [b"", b"MZ\x90", b"%PDF-1.7\n%%EOF", b"%PDF-1.7" * 1000])
    def test_broken_files(self, kit: Kit, broken: bytes) -> None:
        with pytest.raises(NotSignable):
            fields.prepare(broken, kit.places)
        with pytest.raises(NotSignable):
            signing.sign_person(broken, kit.person, kit.blue, NOW)

    def test_truncated_file(self, kit: Kit) -> None:
        with pytest.raises(NotSignable):
            fields.prepare(kit.base[: len(kit.base) // 2], kit.places)

    def test_unprepared_file(self, kit: Kit) -> None:
        with pytest.raises(NoSuchField):
            signing.sign_person(kit.base, kit.person, kit.blue, NOW)

    def test_file_with_signatures(self, kit: Kit) -> None:
        with pytest.raises(NotSignable, match="đã có ô nhập hoặc chữ ký"):
            fields.prepare(kit.sealed, kit.places)

    def test_file_with_a_program(self, kit: Kit) -> None:
        from pyhanko.pdf_utils import generic

        def change(writer) -> None:  # type: ignore[no-untyped-def]
            script = generic.DictionaryObject(
                {
                    generic.pdf_name("/S"): generic.pdf_name("/JavaScript"),
                    generic.pdf_name("/JS"): generic.pdf_string("app.alert(1)"),
                }
            )
            writer.root["/OpenAction"] = script
            writer.update_root()

        with pytest.raises(NotSignable, match="mã lệnh"):
            fields.prepare(attacks.updated(kit.base + b"\n", change), kit.places)

    @pytest.mark.parametrize(
        "box", [Box(7, 10, 10, 20, 20), Box(0, 500, 10, 700, 20), Box(0, 10, 800, 20, 900)]
    )
    def test_places_off_the_page(self, kit: Kit, box: Box) -> None:
        with pytest.raises(BadPlace):
            fields.prepare(kit.base, SigningPlaces(box, None, (), ()))

    def test_seal_that_does_not_cover_a_third(self, kit: Kit) -> None:
        signature = kit.places.signatures[0]
        seal = kit.places.seals[0]
        away = Box(0, seal.left - 60, seal.bottom, seal.right - 60, seal.top)
        with pytest.raises(SealMisplaced):
            fields.prepare(kit.base, SigningPlaces(None, None, (signature,), (away,)))

    @pytest.mark.parametrize("picture", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"0" * 50])
    def test_bad_pictures(self, kit: Kit, picture: bytes) -> None:
        with pytest.raises(BadPicture):
            signing.sign_person(kit.prepared, kit.person, picture, NOW)

    def test_picture_without_transparency(self, kit: Kit) -> None:
        from PIL import Image

        out = io.BytesIO()
        Image.new("RGB", (40, 20), (0, 0, 200)).save(out, "PNG")
        with pytest.raises(BadPicture, match="trong suốt"):
            signing.sign_person(kit.prepared, kit.person, out.getvalue(), NOW)

    def test_number_too_long_for_its_place(self, kit: Kit) -> None:
        with pytest.raises(SnippetTooLarge):
            signing.fill_number_and_date(
                kit.signed, snippet("1234567890", 300), kit.date_snippet, "1234567890", DATE
            )

    def test_time_stamping_down_changes_nothing(self, kit: Kit) -> None:
        class Down:
            token_size = 4000

            def token(self, imprint: bytes) -> bytes:
                raise NoTimestamp("down")

        with pytest.raises(NoTimestamp):
            signing.sign_person(kit.prepared, kit.person, kit.blue, NOW, stamper=Down())
        bare = signing.sign_person(kit.prepared, kit.person, kit.blue, NOW)
        assert kit.judge(bare).signatures[0].level == "B-B"


def test_pdfa_claim_and_metadata_are_untouched(kit: Kit) -> None:
    """No revision rewrites the metadata or brings in a font that is not embedded."""
    reader = PdfFileReader(io.BytesIO(kit.stamped))
    metadata = reader.root.raw_get("/Metadata")
    assert reader.xrefs.get_last_change(metadata.reference) == 0
    assert b"/BaseFont /Courier" not in kit.stamped
    assert b"/BaseFont/Courier" not in kit.stamped


def test_fields_stand_in_the_structure_tree(kit: Kit) -> None:
    """Each widget hangs in a Form element and has a name for readers (PDF/UA-1 §7.18)."""
    reader = PdfFileReader(io.BytesIO(kit.prepared))
    tree = reader.root["/StructTreeRoot"]
    pairs = list(tree["/ParentTree"]["/Nums"])
    parents = {int(pairs[i]): pairs[i + 1].get_object() for i in range(0, len(pairs), 2)}
    for item in reader.root["/AcroForm"]["/Fields"]:
        widget = item.get_object()
        element = parents[int(widget["/StructParent"])]
        assert element["/S"] == "/Form"
        assert element["/K"].raw_get("/Obj").idnum == item.idnum
        assert widget["/TU"]
    assert reader.root["/Pages"]["/Kids"][0]["/Tabs"] == "/S"


def test_base_without_a_last_line_end(kit: Kit) -> None:
    """A file that ends right after %%EOF gets a line end before the first revision."""
    assert not kit.base.endswith(b"\n")
    assert b"%%EOF\n" in kit.prepared[len(kit.base) - 6 : len(kit.base) + 2]
