"""A letter as the platform sets it: its places, pictures and snippets go through every act.

What stands between typesetting and signing: the boxes of Annex I, the sample pictures of axis.papers,
number and date drawn into their fields, and the pixels that come of it.
"""

import datetime as dt

import pypdfium2
import pytest

from lienthong.axis.papers import api as papers
from lienthong.axis.signing import api as signing
from tests.axis.papers.kit import letter as sample_letter
from tests.support.needs import strict

from .kit import NOW, Kit

ON = dt.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _font() -> None:
    try:
        papers.letter_face()
    except papers.FontsMissing as missing:
        if strict():
            pytest.fail(str(missing), pytrace=False)
        pytest.skip("thiếu phông Tinos: chạy npm ci và đặt LIENTHONG_ASSETS")


def _box(box: papers.Box) -> signing.Box:
    return signing.Box(box.page, box.x, box.y, box.x + box.w, box.y + box.h)


def test_letter_from_typesetting_to_verdict(kit: Kit) -> None:
    letter = papers.render_letter(sample_letter(year=None))
    named = {name: _box(box) for name, box in letter.places.items()}
    places = signing.SigningPlaces(
        named["number"], named["date"], (named["signature"],), (named["seal"],)
    )
    prepared = signing.prepare(letter.pdf, places)
    blue = papers.signature_image("Chủ tịch UBND tỉnh (mẫu)")
    red = papers.seal_image("Ủy ban nhân dân tỉnh Quảng Ngãi")
    signed = signing.sign_person(prepared, kit.person, blue, NOW, stamper=kit.stamper)
    sealed = signing.fill_and_seal(
        signed,
        kit.agency,
        red,
        NOW,
        number_snippet=papers.number_appearance("1234", letter.places["number"]),
        date_snippet=papers.date_appearance(ON, letter),
        number_text="1234",
        date_text="23/11/2026",
        stamper=kit.stamper,
    )
    verdict = kit.judge(signing.stamp_time(sealed, kit.stamper))
    assert verdict.verdict == "valid", verdict.reasons
    assert (verdict.number, verdict.date) == ("1234", "23/11/2026")
    official = signing.official_signatures(verdict, agency_code="H48")
    assert official.counts, official.sentence
    _seen(sealed, named)


def _seen(sealed: bytes, named: dict[str, signing.Box]) -> None:
    """Blue, red and black where they belong, by the pixels."""
    document = pypdfium2.PdfDocument(sealed)
    document.init_forms()
    scale = 2

    def pixels(box: signing.Box) -> list[tuple[int, int, int]]:
        page = document[box.page]
        height = page.get_size()[1]
        image = page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
        area = (box.left, height - box.top, box.right, height - box.bottom)
        return list(image.crop(tuple(int(v * scale) for v in area)).getdata())

    assert sum(b > 110 and r < 110 for r, _g, b in pixels(named["signature"])) > 50
    assert sum(r > 150 and b < 110 for r, _g, b in pixels(named["seal"])) > 50
    assert sum(r < 90 and b < 90 for r, _g, b in pixels(named["number"])) > 20


class TestOfficialSignatures:
    """What counts as signed for the second percentage (office practice §4.3)."""

    def test_both_signatures_count(self, kit: Kit) -> None:
        verdict = kit.judge(kit.stamped)
        assert signing.official_signatures(verdict, agency_code="H48").counts

    @pytest.mark.parametrize(
        ("stage", "reason"),
        [("base", "unsigned"), ("signed", "no_agency"), ("filled", "not_valid")],
    )
    def test_what_lacks_something(self, kit: Kit, stage: str, reason: str) -> None:
        answer = signing.official_signatures(kit.judge(getattr(kit, stage)))
        assert (answer.counts, answer.reason) == (False, reason)
        assert answer.sentence

    def test_another_agency(self, kit: Kit) -> None:
        sealed = signing.seal(kit.filled, kit.other_agency, kit.red, NOW)
        answer = signing.official_signatures(kit.judge(sealed), agency_code="H48")
        assert answer.reason == "other_agency"
        assert signing.official_signatures(kit.judge(sealed), agency_code="H48.12").counts

    def test_unknown_signer_never_counts(self, kit: Kit) -> None:
        signed = signing.sign_person(kit.prepared, kit.unknown_person, kit.blue, NOW)
        verdict = kit.judge(signing.seal(kit.fill(signed), kit.agency, kit.red, NOW))
        assert verdict.verdict == "valid_with_warnings"
        assert signing.official_signatures(verdict).reason == "unknown_signer"

    def test_seal_alone_and_wrong_order(self, kit: Kit) -> None:
        from . import attacks

        alone = attacks.plain_approval(kit.base + b"\n", kit.agency, NOW)
        assert signing.official_signatures(kit.judge(alone)).reason == "no_personal"
        after = attacks.plain_approval(alone, kit.person, NOW)
        answer = signing.official_signatures(kit.judge(after), numbered=False)
        assert answer.reason == "wrong_order"

    def test_no_number(self, kit: Kit) -> None:
        from . import attacks

        signed = attacks.plain_approval(kit.base + b"\n", kit.person, NOW)
        verdict = kit.judge(attacks.plain_approval(signed, kit.agency, NOW))
        assert signing.official_signatures(verdict).reason == "no_number"
        assert signing.official_signatures(verdict, numbered=False).counts


class TestAttachments:
    """Separate annex files: the agency's signature alone, text at the top right (PL I.III.1.d)."""

    def _sealed(self, kit: Kit) -> bytes:
        from .kit import snippet

        place = signing.Box(0, 380, 790, 560, 806)
        text = snippet("#text(size: 10pt)[1234/UBND-NC; 23/11/2026 09:00:00 +07:00]", 180)
        return signing.seal_attachment(kit.base, kit.agency, text, place, NOW, stamper=kit.stamper)

    def test_whole_and_locked(self, kit: Kit) -> None:
        from . import attacks

        sealed = self._sealed(kit)
        verdict = kit.judge(sealed)
        assert [s.kind for s in verdict.signatures] == ["seal"]
        assert verdict.signatures[0].answer == "valid"
        content = attacks.page_content_number(sealed)
        changed = kit.judge(attacks.raw_update(sealed, {content: attacks.EVIL_PAGE}))
        assert changed.verdict == "changed"

    def test_text_is_seen(self, kit: Kit) -> None:
        document = pypdfium2.PdfDocument(self._sealed(kit))
        document.init_forms()
        image = document[0].render(scale=2, may_draw_forms=True).to_pil().convert("L")
        region = image.crop((760, int((841.9 - 806) * 2), 1120, int((841.9 - 790) * 2)))
        assert sum(region.histogram()[:120]) > 60


def test_signing_goes_on_without_time_stamps(kit: Kit) -> None:
    """A service that is down blocks nobody: the paper is signed B-B, which the verdict says."""

    class Down:
        token_size = 4000

        def token(self, imprint: bytes) -> bytes:
            raise signing.NoTimestamp("down")

    signed = signing.sign_person(kit.prepared, kit.person, kit.blue, NOW, stamper=Down())
    assert kit.judge(signed).signatures[0].level == "B-B"
    sealed = signing.seal(kit.fill(signed), kit.agency, kit.red, NOW, stamper=Down())
    assert [s.level for s in kit.judge(sealed).signatures] == ["B-B", "B-B"]
    later = kit.judge(signing.stamp_time(sealed, kit.stamper))
    assert [s.level for s in later.signatures] == ["B-T", "B-T", ""]
