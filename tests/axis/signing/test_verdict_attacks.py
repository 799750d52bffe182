"""Made attacks of every published class: none may be shown as valid.

Each has the answer that an official should read: `changed` for what came after the signature,
`invalid` for a signature that is not one, `unreadable` for what no parser should follow.
"""

import io
import random
import re
from collections.abc import Callable

import pytest
from asn1crypto import cms as asn1_cms
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from lienthong.axis.signing.pades import cms, der, signing
from lienthong.axis.signing.pades.appearances import form_xobject
from lienthong.axis.signing.verdicts.model import Answer, Verdict

from . import attacks
from .attacks import field_of, name, updated
from .kit import NOW, Kit, snippet

Writer = IncrementalPdfFileWriter
BAD = {Answer.CHANGED, Answer.INVALID, Answer.UNREADABLE}


def _changed(verdict: Verdict) -> None:
    assert verdict.answer is Answer.CHANGED, verdict.reasons


def _invalid(verdict: Verdict) -> None:
    assert verdict.answer is Answer.INVALID, verdict.reasons


class TestTrailerWithoutRoot:
    """ISO 32000-1 §7.5.5 and 7.5.6: the newest trailer says where the document begins, or readers differ."""

    @staticmethod
    def _ended(pdf: bytes, entries: bytes) -> bytes:
        reader = PdfFileReader(io.BytesIO(pdf))
        size = int(reader.trailer["/Size"])
        return pdf + b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size %d%s/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
            size, entries, reader.last_startxref, len(pdf),
        )  # fmt: skip

    @pytest.mark.parametrize("stage", ["signed", "sealed", "stamped"])
    def test_a_revision_that_names_no_document_is_a_change(self, kit: Kit, stage: str) -> None:
        pdf = getattr(kit, stage)
        root = PdfFileReader(io.BytesIO(pdf)).trailer.raw_get("/Root").idnum
        _changed(kit.judge(self._ended(pdf, b"")))
        direct = kit.judge(self._ended(pdf, b"/Root <</Type/Catalog>>"))
        assert direct.answer is Answer.UNREADABLE
        whole = kit.judge(self._ended(pdf, b"/Root %d 0 R" % root))
        assert whole.verdict == kit.judge(pdf).verdict, (
            "the twin: an empty revision changes nothing"
        )

    def test_where_nothing_was_signed_before_it_cannot_be_read(self, kit: Kit) -> None:
        verdict = kit.judge(self._ended(kit.prepared, b""))
        assert (verdict.answer, verdict.findings[0].code) == (Answer.UNREADABLE, "no_root")
        root = PdfFileReader(io.BytesIO(kit.prepared)).trailer.raw_get("/Root").idnum
        assert kit.judge(self._ended(kit.prepared, b"/Root %d 0 R" % root)).verdict == "unsigned"

    def test_a_signature_over_it_does_not_heal_it(self, kit: Kit) -> None:
        """Signed again after the trailer without a root: the first signature's file was changed."""
        ended = self._ended(kit.signed, b"")
        again = attacks.plain_approval(ended, kit.person, NOW)
        assert kit.judge(again).answer in BAD


class TestAfterTheSeal:
    """Number, date and page as the clerk's counter fears them."""

    @pytest.mark.parametrize("stage", ["sealed", "stamped"])
    @pytest.mark.parametrize("title", ["LTNumber", "LTDate"])
    def test_value_altered(self, kit: Kit, stage: str, title: str) -> None:
        def change(writer: Writer) -> None:
            field = field_of(writer, title)
            field["/V"] = generic.pdf_string("9999")
            writer.update_container(field)

        verdict = kit.judge(updated(getattr(kit, stage), change))
        _changed(verdict)
        assert any("bị sửa sau khi ký" in reason for reason in verdict.reasons)
        assert verdict.number == "1234"

    def test_value_kept_but_drawn_anew(self, kit: Kit) -> None:
        """The field still says 1234, the page shows 9999."""

        def change(writer: Writer) -> None:
            field = field_of(writer, "LTNumber")
            reader = PdfFileReader(io.BytesIO(snippet("9999")))
            drawn = writer.import_page_as_xobject(reader)
            field["/AP"] = generic.DictionaryObject({name("/N"): drawn})
            writer.update_container(field)

        verdict = kit.judge(updated(kit.sealed, change))
        _changed(verdict)
        assert any("vẽ lại" in reason for reason in verdict.reasons)

    def test_appearance_stream_overwritten(self, kit: Kit) -> None:
        reader = PdfFileReader(io.BytesIO(kit.sealed))
        number = field_of(reader, "LTNumber")["/AP"].raw_get("/N").idnum
        _changed(kit.judge(attacks.raw_update(kit.sealed, {number: attacks.EVIL_PAGE})))

    @pytest.mark.parametrize("stage", ["signed", "sealed", "stamped"])
    def test_page_stamped(self, kit: Kit, stage: str) -> None:
        """Content put into the page after a signature: what `pdfsig` calls valid."""

        def change(writer: Writer) -> None:
            box = generic.StreamObject(stream_data=attacks.WHITE_BOX)
            writer.add_stream_to_page(0, writer.add_object(box))

        _changed(kit.judge(updated(getattr(kit, stage), change)))

    @pytest.mark.parametrize("kind", ["/Stamp", "/FreeText", "/Square", "/Widget", "/Link"])
    def test_annotation_over_the_page(self, kit: Kit, kind: str) -> None:
        def change(writer: Writer) -> None:
            drawn = writer.add_object(form_xobject(attacks.WHITE_BOX, 300, 300))
            annotation = generic.DictionaryObject(
                {
                    name("/Type"): name("/Annot"),
                    name("/Subtype"): name(kind),
                    name("/Rect"): generic.ArrayObject(
                        generic.NumberObject(v) for v in (80, 90, 380, 390)
                    ),
                    name("/AP"): generic.DictionaryObject({name("/N"): drawn}),
                }
            )
            page = writer.find_page_for_modification(0)[0]
            writer.register_annotation(page, writer.add_object(annotation))

        _changed(kit.judge(updated(kit.sealed, change)))

    def test_page_added_and_page_removed(self, kit: Kit) -> None:
        def change(writer: Writer) -> None:
            pages = writer.root["/Pages"]
            pages["/Kids"].append(pages["/Kids"].raw_get(0))
            pages["/Count"] = generic.NumberObject(2)
            writer.update_container(pages)

        _changed(kit.judge(updated(kit.sealed, change)))

        def remove(writer: Writer) -> None:
            pages = writer.root["/Pages"]
            pages["/Kids"] = generic.ArrayObject()
            pages["/Count"] = generic.NumberObject(0)
            writer.update_container(pages)

        assert kit.judge(updated(kit.sealed, remove)).answer in BAD

    def test_settings_that_make_viewers_redraw(self, kit: Kit) -> None:
        """NeedAppearances passes a default difference analysis unseen."""

        def change(writer: Writer) -> None:
            form = writer.root["/AcroForm"]
            form["/NeedAppearances"] = generic.BooleanObject(True)
            writer.update_container(form)

        _changed(kit.judge(updated(kit.sealed, change)))

    def test_seal_removed(self, kit: Kit) -> None:
        def change(writer: Writer) -> None:
            field = field_of(writer, "LTSeal1")
            del field["/V"]
            writer.update_container(field)

        verdict = kit.judge(updated(kit.sealed, change))
        _changed(verdict)
        assert any("gỡ hoặc thay" in reason for reason in verdict.reasons)

    def test_all_signatures_removed(self, kit: Kit) -> None:
        """A catalogue without a form: to a naive reader the file was never signed."""

        def change(writer: Writer) -> None:
            del writer.root["/AcroForm"]
            writer.update_root()

        _changed(kit.judge(updated(kit.sealed, change)))

    def test_certification_removed(self, kit: Kit) -> None:
        def change(writer: Writer) -> None:
            del writer.root["/Perms"]
            writer.update_root()

        _changed(kit.judge(updated(kit.sealed, change)))

    def test_object_freed(self, kit: Kit) -> None:
        content = attacks.page_content_number(kit.sealed)
        reader = PdfFileReader(io.BytesIO(kit.sealed))
        out = attacks.xref_update(kit.sealed, {content: 0}, reader)
        free = out.replace(b"%010d 00000 n \ntrailer" % 0, b"%010d 00001 f \ntrailer" % 0)
        assert free != out
        assert kit.judge(free).answer in BAD


class TestForgedTails:
    """Incremental saving, shadow attacks, end-of-file tricks."""

    def test_content_overwritten(self, kit: Kit) -> None:
        content = attacks.page_content_number(kit.sealed)
        _changed(kit.judge(attacks.raw_update(kit.sealed, {content: attacks.EVIL_PAGE})))

    def test_content_without_a_table(self, kit: Kit) -> None:
        """Objects that no table lists, for viewers that repair files."""
        content = attacks.page_content_number(kit.sealed)
        tail = attacks.raw_update(kit.sealed, {content: attacks.EVIL_PAGE}, table=False)
        _changed(kit.judge(tail))
        assert kit.judge(tail + b"%%EOF\n").answer in BAD
        assert kit.judge(tail + b"trailer\n<</Size 99/Root 32 0 R>>\n").answer in BAD

    def test_revision_that_the_last_pointer_skips(self, kit: Kit) -> None:
        """A forged revision, then an end that points back before it."""
        content = attacks.page_content_number(kit.sealed)
        forged = attacks.raw_update(kit.sealed, {content: attacks.EVIL_PAGE})
        start = PdfFileReader(io.BytesIO(kit.sealed)).last_startxref
        assert kit.judge(forged + b"startxref\n%d\n%%%%EOF\n" % start).answer in BAD

    @pytest.mark.parametrize(
        "junk", [b"junk", b"\x00" * 3 + b"x", b"<</A 1>>", b"%%EOF\njunk\n%%EOF\n", b"x" * 3000]
    )
    def test_junk_behind_the_end(self, kit: Kit, junk: bytes) -> None:
        assert kit.judge(kit.sealed + junk).answer in BAD

    @pytest.mark.parametrize("blank", [b"\n", b"\r\n", b"\n\n", b" \n"])
    def test_blank_behind_the_end_is_nothing(self, kit: Kit, blank: bytes) -> None:
        assert kit.judge(kit.sealed + blank).answer is Answer.VALID

    def test_shadow_swap_by_table(self, kit: Kit) -> None:
        """Both contents were there when it was signed; a later table swaps them."""
        content = attacks.page_content_number(kit.base)
        evil_at = len(kit.base) + 1
        base = kit.base + b"\n%d 0 obj\n" % content + attacks.EVIL_PAGE + b"\nendobj\n"
        start = PdfFileReader(io.BytesIO(kit.base)).last_startxref
        prepared = base + b"startxref\n%d\n%%%%EOF\n" % start
        signed = attacks.plain_approval(prepared, kit.person, NOW)
        sealed = attacks.plain_approval(signed, kit.agency, NOW)
        assert kit.judge(sealed).answer is Answer.VALID
        reader = PdfFileReader(io.BytesIO(sealed))
        _changed(kit.judge(attacks.xref_update(sealed, {content: evil_at}, reader)))

    def test_shadow_hide(self, kit: Kit) -> None:
        """A cover that was there when it was signed is made to vanish."""
        cover: list[int] = []

        def prepare(writer: Writer) -> None:
            drawn = writer.add_object(form_xobject(attacks.WHITE_BOX, 300, 300))
            cover.append(drawn.idnum)
            resources = generic.DictionaryObject(
                {name("/XObject"): generic.DictionaryObject({name("/Cover"): drawn})}
            )
            stream = writer.add_object(generic.StreamObject(stream_data=b"/Cover Do"))
            writer.add_stream_to_page(0, stream, resources)

        prepared = updated(kit.base + b"\n", prepare)
        sealed = attacks.plain_approval(
            attacks.plain_approval(prepared, kit.person, NOW), kit.agency, NOW
        )
        assert kit.judge(sealed).answer is Answer.VALID
        _changed(kit.judge(attacks.raw_update(sealed, {cover[0]: b"null"})))
        _changed(kit.judge(attacks.raw_update(sealed, {cover[0]: attacks.stream(b"")})))

    def test_shadow_replace_by_a_form_field(self, kit: Kit) -> None:
        """Text in a field without certification or lock: a default analysis calls it filling in."""
        prepared = attacks.with_text_field(kit.base, "100")
        sealed = attacks.plain_approval(
            attacks.plain_approval(prepared, kit.person, NOW), kit.agency, NOW
        )
        assert kit.judge(sealed).answer is Answer.VALID

        def change(writer: Writer) -> None:
            field = field_of(writer, "Amount")
            field["/V"] = generic.pdf_string("900")
            writer.update_container(field)

        _changed(kit.judge(updated(sealed, change)))
        again = attacks.plain_approval(updated(sealed, change), kit.agency, NOW)
        _changed(kit.judge(again))

    def test_gap_filled_after_signing(self, kit: Kit) -> None:
        """The signed page points at an object that is only made later: pyHanko sees no change."""

        def prepare(writer: Writer) -> None:
            missing = generic.IndirectObject(900, 0, writer)
            resources = generic.DictionaryObject(
                {name("/XObject"): generic.DictionaryObject({name("/Cover"): missing})}
            )
            stream = writer.add_object(generic.StreamObject(stream_data=b"/Cover Do"))
            writer.add_stream_to_page(0, stream, resources)

        prepared = updated(kit.base + b"\n", prepare)
        sealed = attacks.plain_approval(
            attacks.plain_approval(prepared, kit.person, NOW), kit.agency, NOW
        )
        assert kit.judge(sealed).answer is Answer.WITH_WARNINGS  # read leniently, but whole
        cover = b"<</Type/XObject/Subtype/Form/BBox[0 0 300 300]/Length %d>>\nstream\n" % len(
            attacks.WHITE_BOX
        )
        filled = attacks.raw_update(sealed, {900: cover + attacks.WHITE_BOX + b"\nendstream"})
        verdict = kit.judge(filled)
        _changed(verdict)
        assert any("lấp bằng nội dung mới" in reason for reason in verdict.reasons)

    def test_hidden_objects_are_told(self, kit: Kit) -> None:
        """Objects that nothing uses change nothing that is seen; the official is told."""
        verdict = kit.judge(attacks.raw_update(kit.sealed, {900: attacks.EVIL_PAGE}))
        assert verdict.answer is Answer.WITH_WARNINGS
        assert any("không hiển thị" in reason for reason in verdict.reasons)

    def test_two_values_for_one_key(self, kit: Kit) -> None:
        """A dictionary that two readers read differently."""
        content = attacks.page_content_number(kit.sealed)
        twice = b"<</Length 3/Length 99>>\nstream\nq Q\nendstream"
        assert kit.judge(attacks.raw_update(kit.sealed, {content: twice})).answer in BAD


class TestSneakySignatures:
    """Signatures and fields that are put over the page after signing."""

    def test_new_visible_signature_after_certification(self, kit: Kit) -> None:
        for key in (kit.person, kit.unknown_person):
            _changed(kit.judge(attacks.plain_approval(kit.sealed, key, NOW, visible=True)))

    def test_stranger_over_the_text(self, kit: Kit) -> None:
        """Without certification a stranger's picture over the text is still a change."""
        base = attacks.plain_approval(kit.base + b"\n", kit.person, NOW)
        sealed = attacks.plain_approval(base, kit.agency, NOW)
        over = attacks.plain_approval(sealed, kit.unknown_person, NOW, visible=True)
        verdict = kit.judge(over)
        _changed(verdict)
        assert any("chèn đè lên nội dung" in reason for reason in verdict.reasons)

    def test_stranger_without_a_picture(self, kit: Kit) -> None:
        base = attacks.plain_approval(kit.base + b"\n", kit.person, NOW)
        sealed = attacks.plain_approval(base, kit.agency, NOW)
        beside = attacks.plain_approval(sealed, kit.unknown_person, NOW)
        assert kit.judge(beside).answer is Answer.WITH_WARNINGS

    def test_unsigned_field_with_a_picture(self, kit: Kit) -> None:
        """An empty signature field may carry an appearance: nobody signed it."""
        base = attacks.plain_approval(kit.base + b"\n", kit.person, NOW)
        sealed = attacks.plain_approval(base, kit.agency, NOW)

        def change(writer: Writer) -> None:
            from pyhanko.sign.fields import SigFieldSpec, append_signature_field

            append_signature_field(writer, SigFieldSpec("Later", box=(80, 400, 400, 600)))
            field = field_of(writer, "Later")
            drawn = writer.add_object(form_xobject(attacks.WHITE_BOX, 320, 200))
            field["/AP"] = generic.DictionaryObject({name("/N"): drawn})
            writer.update_container(field)

        _changed(kit.judge(updated(sealed, change)))

    def test_second_certification(self, kit: Kit) -> None:
        """A certification after the fact does not make the earlier ones good."""

        def change(writer: Writer) -> None:
            reference = field_of(writer, "LTSeal1").raw_get("/V")
            writer.root["/Perms"]["/DocMDP"] = reference
            writer.update_root()
            writer.update_container(writer.root["/Perms"])

        _changed(kit.judge(updated(kit.sealed, change)))


class TestForgedRanges:
    """Byte ranges by a signer whose key is good: what is not covered is not signed."""

    @pytest.mark.parametrize(
        "shape",
        [
            lambda s, e, n: f"0 {s - 300} {e} {n - e}",  # a gap before the value
            lambda s, e, n: f"0 {s} {e + 40} {n - e - 40}",  # a gap behind it
            lambda s, e, n: f"0 {s} {e} {n - e - 20}",  # a tail not covered
            lambda s, e, n: f"0 {s + 10} {s} {n - s}",  # overlap
            lambda s, e, n: f"10 {s - 10} {e} {n - e}",  # a head not covered
            lambda s, e, n: f"0 {s} {e}",
            lambda s, e, n: f"0 {s}",
            lambda s, e, n: f"0 {s} {e} -5",
            lambda s, e, n: f"0 {s} {e} {n * 9}",
            lambda s, e, n: "0 0 0 0",
            lambda s, e, n: "",
            lambda s, e, n: "0 1.5 (a) /B",
        ],
    )
    def test_odd_ranges(self, kit: Kit, shape: Callable[[int, int, int], str]) -> None:
        signed = attacks.plain_approval(kit.base + b"\n", kit.person, NOW)
        start, end, last = attacks.gaps(signed)[0]
        forged = attacks.restated(signed, 0, shape(start, end, last), kit.person)
        assert kit.judge(forged).answer in BAD

    def test_right_range_restated_is_valid(self, kit: Kit) -> None:
        """The twin: the same forger's tool with the right numbers gives a whole signature."""
        signed = attacks.plain_approval(kit.base + b"\n", kit.person, NOW)
        start, end, last = attacks.gaps(signed)[0]
        good = attacks.restated(signed, 0, f"0 {start} {end} {last - end}", kit.person)
        assert kit.judge(good).signatures[0].answer is Answer.VALID

    def test_signature_wrapping(self, kit: Kit) -> None:
        """The signed second half is moved to the end; new objects stand between."""
        signed = kit.sealed
        start, end, last = attacks.gaps(signed)[1]
        content = attacks.page_content_number(signed)
        evil = b"\n%d 0 obj\n" % content + attacks.EVIL_PAGE + b"\nendobj\n"
        filler = b"/ByteRange [0 %d %d %d]>>\nendobj" % (start, end + 400 + len(evil), last - end)
        between = (filler + evil).ljust(400 + len(evil))
        wrapped = signed[:end] + between + signed[end:]
        assert kit.judge(wrapped).answer in BAD

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (rb"/ByteRange \[[^\]]*\]", b""),
            (rb"/ByteRange \[[^\]]*\]", b"/ByteRange null"),
            (rb"/Contents <[0-9A-Fa-f]+>", b"/Contents null"),
            (rb"/Contents <[0-9A-Fa-f]+>", b"/Contents <>"),
            (rb"/Contents <[0-9A-Fa-f]+>", b"/Contents <00>"),
            (rb"/SubFilter /ETSI.CAdES.detached", b""),
            (rb"/SubFilter /ETSI.CAdES.detached", b"/SubFilter /adbe.x509.rsa_sha1"),
            (rb"/Type /Sig\b", b"/Type /Foo"),
            (rb"/Filter /Adobe.PPKLite", b"/Filter /Other"),
        ],
    )
    def test_universal_forgery(self, kit: Kit, old: bytes, new: bytes) -> None:
        """Values taken away or made empty: a reader that skips checks calls these signed."""
        match = list(re.finditer(old, kit.sealed))[-1]
        room = match.end() - match.start()
        forged = kit.sealed[: match.start()] + new.ljust(room) + kit.sealed[match.end() :]
        assert kit.judge(forged).answer in BAD


class TestForgedValues:
    """The CMS: signers, enclosed content, algorithms, time-stamps."""

    def _rebuilt(self, kit: Kit, change: Callable[[asn1_cms.SignedData], None]) -> bytes:
        signed = attacks.plain_approval(kit.base + b"\n", kit.person, NOW)

        def make(digest: bytes) -> bytes:
            info = asn1_cms.ContentInfo.load(cms.detached(kit.person, digest, kit.stamper))
            change(info["content"])
            return bytes(info.dump())

        return attacks.resigned(signed, 0, make)

    def test_untouched_is_valid(self, kit: Kit) -> None:
        verdict = kit.judge(self._rebuilt(kit, lambda data: None))
        assert verdict.signatures[0].answer is Answer.VALID

    def test_several_signers(self, kit: Kit) -> None:
        def change(data: asn1_cms.SignedData) -> None:
            data["signer_infos"].append(data["signer_infos"][0].copy())

        _invalid(kit.judge(self._rebuilt(kit, change)))

    def test_no_signer(self, kit: Kit) -> None:
        def change(data: asn1_cms.SignedData) -> None:
            data["signer_infos"] = []

        _invalid(kit.judge(self._rebuilt(kit, change)))

    def test_content_enclosed(self, kit: Kit) -> None:
        """The value carries a text of its own, signed in place of the document."""

        def make(digest: bytes) -> bytes:
            return cms.enclosing(kit.person, cms.DATA, b"another document")

        signed = attacks.plain_approval(kit.base + b"\n", kit.person, NOW)
        _invalid(kit.judge(attacks.resigned(signed, 0, make)))

    def test_no_certificate(self, kit: Kit) -> None:
        def change(data: asn1_cms.SignedData) -> None:
            signer = data["signer_infos"][0]["sid"].chosen["serial_number"].native
            kept = [c for c in data["certificates"] if c.chosen.serial_number != signer]
            data["certificates"] = kept

        assert kit.judge(self._rebuilt(kit, change)).answer in BAD

    @pytest.mark.parametrize("digest", ["sha512", "sha1", "md5"])
    def test_algorithms_that_differ(self, kit: Kit, digest: str) -> None:
        def signer(data: asn1_cms.SignedData) -> None:
            data["signer_infos"][0]["digest_algorithm"] = {"algorithm": digest}

        _invalid(kit.judge(self._rebuilt(kit, signer)))

        def listed(data: asn1_cms.SignedData) -> None:
            data["digest_algorithms"] = [{"algorithm": digest}]

        _invalid(kit.judge(self._rebuilt(kit, listed)))

    def test_signature_algorithm_swapped(self, kit: Kit) -> None:
        def change(data: asn1_cms.SignedData) -> None:
            data["signer_infos"][0]["signature_algorithm"] = {"algorithm": "sha512_rsa"}

        _invalid(kit.judge(self._rebuilt(kit, change)))

    def test_attributes_tampered(self, kit: Kit) -> None:
        def change(data: asn1_cms.SignedData) -> None:
            attributes = data["signer_infos"][0]["signed_attrs"]
            del attributes[0]

        _invalid(kit.judge(self._rebuilt(kit, change)))

    def test_signed_by_another_key_than_named(self, kit: Kit) -> None:
        """The forger signs with his key and shows the chairman's certificate."""

        class Forger:
            certificate = kit.person.certificate
            chain = kit.person.chain
            signature_size = 256

            def sign(self, data: bytes) -> bytes:
                return kit.unknown_person.sign(data)

        signed = attacks.plain_approval(kit.base + b"\n", Forger(), NOW)
        _invalid(kit.judge(signed))

    def test_value_of_another_document(self, kit: Kit) -> None:
        value = attacks.value_of(kit.sealed, 1)
        signed = attacks.plain_approval(kit.base + b"\n", kit.agency, NOW)
        _invalid(kit.judge(attacks.with_value(signed, 0, value)))

    def test_data_behind_the_value(self, kit: Kit) -> None:
        value = attacks.value_of(kit.sealed, 1)
        _invalid(kit.judge(attacks.with_value(kit.sealed, 1, value + b"hidden")))

    @pytest.mark.parametrize("value", [b"", b"\x30", b"\x30\x80\x00\x00", b"\xff" * 40])
    def test_broken_values(self, kit: Kit, value: bytes) -> None:
        _invalid(kit.judge(attacks.with_value(kit.sealed, 0, value)))

    def test_copied_time_stamp(self, kit: Kit) -> None:
        """A token over another signature does not date this one."""
        other = asn1_cms.ContentInfo.load(cms.detached(kit.person, b"\x01" * 32, kit.stamper))
        borrowed = other["content"]["signer_infos"][0]["unsigned_attrs"]

        def change(data: asn1_cms.SignedData) -> None:
            data["signer_infos"][0]["unsigned_attrs"] = borrowed

        verdict = kit.judge(self._rebuilt(kit, change))
        _invalid(verdict)
        assert "không thuộc về chữ ký này" in verdict.reasons[0]

    def test_doubled_time_stamp(self, kit: Kit) -> None:
        def change(data: asn1_cms.SignedData) -> None:
            attributes = data["signer_infos"][0]["unsigned_attrs"]
            attributes[0]["values"].append(attributes[0]["values"][0].copy())

        _invalid(kit.judge(self._rebuilt(kit, change)))

    def test_time_stamp_of_the_document_copied(self, kit: Kit) -> None:
        token = attacks.value_of(kit.stamped, 2)
        other = signing.stamp_time(kit.signed, kit.stamper)
        _invalid(kit.judge(attacks.with_value(other, 1, token)))

    def test_time_stamp_by_a_stranger_proves_nothing(self, kit: Kit) -> None:
        stranger = kit.stranger.stamper(lambda: NOW)
        signed = signing.sign_person(kit.prepared, kit.person, kit.blue, NOW, stamper=stranger)
        found = kit.judge(signed).signatures[0]
        assert (found.answer, found.time, found.level) == (Answer.WITH_WARNINGS, None, "B-B")

    def test_time_stamp_with_a_common_key(self, kit: Kit) -> None:
        """A token signed with a person's key is no time-stamp."""

        class Imposter:
            token_size = 5000

            def token(self, imprint: bytes) -> bytes:
                info = der.tlv(
                    der.SEQUENCE,
                    der.integer(1),
                    der.oid("1.2.3"),
                    der.tlv(der.SEQUENCE, cms.SHA256, der.tlv(der.OCTETS, imprint)),
                    der.integer(7),
                    der.tlv(der.GENERALIZED_TIME, b"20200101000000Z"),
                )
                return cms.enclosing(kit.person, cms.TST_INFO, info)

        signed = signing.sign_person(kit.prepared, kit.person, kit.blue, NOW, stamper=Imposter())
        assert kit.judge(signed).signatures[0].time is None


class TestSpoofedDictionaries:
    """Signature dictionaries that no field leads to, or that lead astray."""

    def test_loose_dictionary(self, kit: Kit) -> None:
        def change(writer: Writer) -> None:
            loose = generic.DictionaryObject(
                {
                    name("/Type"): name("/Sig"),
                    name("/ByteRange"): generic.ArrayObject(
                        generic.NumberObject(v) for v in (0, 10, 20, 30)
                    ),
                }
            )
            writer.root["/Extra"] = writer.add_object(loose)
            writer.update_root()

        _invalid(kit.judge(updated(kit.base + b"\n", change)))

    def test_value_that_is_no_dictionary(self, kit: Kit) -> None:
        reader = PdfFileReader(io.BytesIO(kit.sealed))
        number = field_of(reader, "LTSeal1").raw_get("/V").idnum
        for body in (b"null", b"[]", b"42", b"(text)", b"<</Type/Sig>>", b"%d 0 R" % number):
            assert kit.judge(attacks.raw_update(kit.sealed, {number: body})).answer in BAD

    def test_field_that_takes_another_signature(self, kit: Kit) -> None:
        """Two fields with one value: the person's signature shown as the seal."""

        def change(writer: Writer) -> None:
            field = field_of(writer, "LTSeal1")
            field["/V"] = field_of(writer, "LTSignature1").raw_get("/V")
            writer.update_container(field)

        assert kit.judge(updated(kit.filled, change)).answer in BAD


class TestLoops:
    """Files made to keep a parser busy end as one verdict."""

    def test_table_that_points_at_itself(self, kit: Kit) -> None:
        start = len(kit.sealed)
        loop = (
            b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 99/Root 32 0 R/Prev %d>>\n" % start
        )
        assert kit.judge(kit.sealed + loop + b"startxref\n%d\n%%%%EOF\n" % start).answer in BAD

    def test_pages_that_contain_themselves(self, kit: Kit) -> None:
        def change(writer: Writer) -> None:
            pages = writer.root["/Pages"]
            pages["/Kids"].append(writer.root.raw_get("/Pages"))
            writer.update_container(pages)

        assert kit.judge(updated(kit.sealed, change)).answer in BAD

    def test_fields_that_contain_themselves(self, kit: Kit) -> None:
        def change(writer: Writer) -> None:
            form = writer.root["/AcroForm"]
            first = form["/Fields"].raw_get(0)
            field = first.get_object()
            field["/Kids"] = generic.ArrayObject([first])
            writer.update_container(field)

        assert kit.judge(updated(kit.sealed, change)).answer in BAD

    def test_deep_nesting(self, kit: Kit) -> None:
        deep = b"[" * 50_000 + b"]" * 50_000
        assert kit.judge(attacks.raw_update(kit.sealed, {900: deep})).answer in BAD

    def test_very_many_revisions(self, kit: Kit) -> None:
        pdf = kit.sealed
        start = PdfFileReader(io.BytesIO(pdf)).last_startxref
        for _index in range(250):
            here = len(pdf)
            pdf += (
                b"xref\n0 1\n0000000000 65535 f \ntrailer\n"
                b"<</Size 99/Root 32 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (start, here)
            )
            start = here
        assert kit.judge(pdf).answer in BAD


def test_every_byte_of_a_sample_matters(kit: Kit) -> None:
    """A flipped bit anywhere in what is signed is seen, whatever it hits."""
    generator = random.Random(30_2020)
    for stage in (kit.sealed, kit.stamped):
        for _index in range(12):
            at = generator.randrange(len(stage))
            broken = bytearray(stage)
            broken[at] ^= 1 << generator.randrange(8)
            verdict = kit.judge(bytes(broken))
            in_value = any(start < at < end for start, end, _last in attacks.gaps(stage))
            assert verdict.answer is not Answer.VALID or in_value, at
            if verdict.answer is Answer.VALID:
                _same_value(stage, bytes(broken), at)


def _same_value(before: bytes, after: bytes, at: int) -> None:
    """A flipped bit that only turns a hexadecimal digit's case leaves the value as it was."""
    assert before[at : at + 1].lower() == after[at : at + 1].lower()


@pytest.mark.parametrize("seed", range(50))
def test_random_mutations_are_never_valid(kit: Kit, seed: int) -> None:
    """Cut, doubled, swapped, overwritten: fifty hostile files, none valid, none a fault."""
    generator = random.Random(seed)
    pdf = bytearray(kit.sealed)
    for _index in range(generator.randint(1, 4)):
        at = generator.randrange(len(pdf))
        size = generator.randint(1, 400)
        kind = generator.randrange(5)
        if kind == 0:
            del pdf[at : at + size]
        elif kind == 1:
            pdf[at:at] = pdf[at : at + size]
        elif kind == 2:
            pdf[at : at + size] = generator.randbytes(len(pdf[at : at + size]))
        elif kind == 3:
            pdf[at:at] = generator.choice(
                [b"endobj\n", b"xref\n", b"/ByteRange [0 1 2 3]", b"stream\n", b">>", b"%%EOF\n"]
            )
        else:
            pdf = pdf[: max(at, 10)]
    if bytes(pdf) == kit.sealed:
        pdf[100] ^= 1
    assert kit.judge(bytes(pdf)).answer in BAD | {Answer.UNSIGNED}
