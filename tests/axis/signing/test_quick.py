"""The quick way of signing makes what pyHanko's way makes, and leaves everything else to it."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from lienthong.axis.signing.pades import fields, quick, signing
from lienthong.axis.signing.pades.quick import NotQuick
from lienthong.axis.signing.verdicts.model import Answer, Verdict

from . import attacks
from .kit import NOW, Kit

AT = NOW.astimezone(signing.VIETNAM)


def _person(kit: Kit, pdf: bytes, stamped: bool = True) -> bytes:
    stamper = kit.stamper if stamped else None
    return quick.sign_person(
        pdf, kit.person, kit.blue, AT, index=1, reason="Ký ban hành", stamper=stamper
    )


def _seal(kit: Kit, pdf: bytes, stamped: bool = True) -> bytes:
    stamper = kit.stamper if stamped else None
    return quick.seal(pdf, kit.agency, kit.red, AT, index=1, reason="", stamper=stamper)


def _says(verdict: Verdict) -> dict[str, object]:
    """What a verdict says, without what differs by place in the file."""
    told = verdict.to_json()
    del told["sha256"]
    return told


def test_both_ways_are_judged_alike(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    swift = _seal(kit, kit.fill(_person(kit, kit.prepared)))

    def never(*_args: object, **_options: object) -> bytes:
        raise NotQuick

    monkeypatch.setattr(quick, "sign_person", never)
    monkeypatch.setattr(quick, "seal", never)
    person = signing.sign_person(
        kit.prepared, kit.person, kit.blue, NOW, reason="Ký ban hành", stamper=kit.stamper
    )
    slow = signing.seal(kit.fill(person), kit.agency, kit.red, NOW, stamper=kit.stamper)
    assert slow != swift
    first, second = kit.judge(swift), kit.judge(slow)
    assert first.answer is Answer.VALID, first.reasons
    assert _says(first) == _says(second)


def test_pyhanko_accepts_both_signatures(kit: Kit) -> None:
    import io

    from asn1crypto import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    made = signing.stamp_time(_seal(kit, kit.fill(_person(kit, kit.prepared))), kit.stamper)
    root = x509.Certificate.load(kit.authority.root.public_bytes(Encoding.DER))
    signatures = PdfFileReader(io.BytesIO(made)).embedded_regular_signatures
    assert len(signatures) == 2
    for embedded in signatures:
        context = ValidationContext(trust_roots=[root], allow_fetching=False, moment=NOW)
        status = validate_pdf_signature(embedded, context)
        assert status.intact
        assert status.valid
        assert status.docmdp_ok, embedded.field_name
        assert status.coverage.name in ("ENTIRE_FILE", "ENTIRE_REVISION")


def test_only_appends_and_pictures_are_seen(kit: Kit) -> None:
    signed = _person(kit, kit.prepared)
    assert signed.startswith(kit.prepared)
    sealed = _seal(kit, kit.fill(signed))
    import pypdfium2

    document = pypdfium2.PdfDocument(sealed)
    document.init_forms()
    image = document[0].render(scale=1, may_draw_forms=True).to_pil().convert("RGB")
    colours = {image.getpixel((x, y)) for x in range(280, 470, 2) for y in range(640, 745, 2)}
    assert any(blue > red + 60 for red, _green, blue in colours)
    assert any(red > blue + 60 for red, _green, blue in colours)


NOT_DUE: dict[str, Callable[[Kit], object]] = {
    "seal before the person": lambda kit: _seal(kit, kit.prepared),
    "seal before number and date": lambda kit: _seal(kit, kit.signed),
    "person twice": lambda kit: _person(kit, kit.signed),
    "person after the seal": lambda kit: _person(kit, kit.sealed),
    "seal twice": lambda kit: _seal(kit, kit.sealed),
    "no fields": lambda kit: _person(kit, kit.base),
    "no PDF": lambda kit: _person(kit, b"%PDF-1.7 nothing"),
    "cut off": lambda kit: _person(kit, kit.prepared[:-30]),
    "foreign revision": lambda kit: _person(
        kit, attacks.raw_update(kit.prepared, {99: b"<</X 1>>"})
    ),
    "foreign field": lambda kit: _person(kit, kit.prepared.replace(b"/Ff 1\n", b"/Ff 2\n")),
    "another lock": lambda kit: _seal(
        kit,
        kit.filled.replace(
            b"/Action /Include\n/Fields [ (LTNumber)", b"/Action /Include\n/Fields [ (LTNumbex)"
        ),
    ),
    "shifted table": lambda kit: _person(
        kit, re.sub(rb"\n00000(\d{5}) 00000 n ", rb"\n00001\1 00000 n ", kit.prepared)
    ),
}


@pytest.mark.parametrize("name", NOT_DUE)
def test_everything_else_is_left_to_the_slow_way(kit: Kit, name: str) -> None:
    with pytest.raises(NotQuick):
        NOT_DUE[name](kit)


def test_joint_paper_seals_lock_once(kit: Kit) -> None:
    """A second signatory approves; number and date are locked by the first seal only."""
    from lienthong.axis.signing.places import Box, SigningPlaces, seal_over

    first, second = Box(0, 330, 120, 470, 180), Box(0, 330, 300, 470, 360)
    places = SigningPlaces(
        kit.places.number, kit.places.date, (first, second), (seal_over(first), seal_over(second))
    )
    made = fields.prepare(kit.base, places)
    for index, key in ((1, kit.person), (2, kit.person)):
        made = quick.sign_person(made, key, kit.blue, AT, index=index, reason="", stamper=None)
    made = kit.fill(made)
    for index, key in ((1, kit.agency), (2, kit.other_agency)):
        made = quick.seal(made, key, kit.red, AT, index=index, reason="", stamper=None)
    verdict = kit.judge(made)
    assert verdict.whole, verdict.reasons
    assert len(verdict.signatures) == 4
    assert dt.timedelta(0) == AT - NOW
