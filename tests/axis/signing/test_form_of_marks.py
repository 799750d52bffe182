"""The form of signatures by Annex I: right on what the platform makes, wrong on each fault (D4)."""

import datetime as dt
import io
import tempfile
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image
from pypdf.generic import ArrayObject, DecodedStreamObject, NameObject, NumberObject

from lienthong.axis.papers import api as papers
from lienthong.axis.papers.intake import marks
from lienthong.axis.papers.intake.sample import sample
from lienthong.axis.papers.rules.marks import judge_marks
from lienthong.axis.signing import api as signing
from tests.axis.papers.kit import letter as sample_letter
from tests.support.needs import strict

from .kit import NOW, Kit

ON = dt.date(2026, 11, 23)
KINDS = {"LTSignature1": "personal", "LTSeal1": "seal"}


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


def made(kit: Kit, blue: bytes = b"", red: bytes = b"", move: float = 0.0) -> bytes:
    """A sealed letter; `move` puts the signature and the seal off their place, in points."""
    letter = papers.render_letter(sample_letter(year=None))
    named = {name: _box(box) for name, box in letter.places.items()}
    s, seal = named["signature"], named["seal"]
    if move:
        s = signing.Box(s.page, s.left, s.bottom + move, s.right, s.top + move)
        seal = signing.Box(seal.page, seal.left, seal.bottom + move, seal.right, seal.top + move)
    places = signing.SigningPlaces(named["number"], named["date"], (s,), (seal,))
    prepared = signing.prepare(letter.pdf, places)
    blue = blue or papers.signature_image("Chủ tịch UBND tỉnh (mẫu)")
    red = red or papers.seal_image("Ủy ban nhân dân tỉnh Quảng Ngãi")
    signed = signing.sign_person(prepared, kit.person, blue, NOW)
    return signing.fill_and_seal(
        signed, kit.agency, red, NOW,
        number_snippet=papers.number_appearance("1234", letter.places["number"]),
        date_snippet=papers.date_appearance(ON, letter),
        number_text="1234", date_text="23/11/2026",
    )  # fmt: skip


def codes(verdict: papers.FormVerdict) -> set[str]:
    return {one.code for one in verdict.findings}


def square(colour: tuple[int, int, int]) -> bytes:
    out = io.BytesIO()
    picture = Image.new("RGBA", (200, 200), (255, 255, 255, 0))
    picture.paste((*colour, 255), (40, 40, 160, 160))
    picture.save(out, "PNG")
    return out.getvalue()


def test_what_the_platform_makes_is_right(kit: Kit) -> None:
    verdict = papers.check_marks(made(kit), KINDS, on=ON)
    assert verdict.answer == "right", verdict.as_plain()
    assert verdict.sentence == "Đúng thể thức chữ ký số."


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"blue": square((220, 20, 20))}, "marks.personal_colour"),
        ({"red": square((20, 20, 220))}, "marks.seal_colour"),
        ({"red": square((10, 10, 10))}, "marks.seal_colour"),
        ({"move": 300.0}, "marks.personal_place"),
    ],
)
def test_a_fault_is_named(kit: Kit, change: dict[str, Any], code: str) -> None:
    assert code in codes(papers.check_marks(made(kit, **change), KINDS, on=ON))


def seen(**more: Any) -> dict[str, Any]:
    """A field as the sandbox measures it: a signature between post and name."""
    return {
        "name": "LTSignature1", "page": 0, "rect": [350.0, 440.0, 492.0, 508.0],
        "size": [595.3, 841.9], "stamp": False, "hidden": False, "text": "", "text_sizes": [],
        "images": [{"colour": [20, 40, 160], "transparent": True, "ink": 0.1}],
        "above": 6.0, "below": 6.0,
    } | more  # fmt: skip


def seal_seen(**more: Any) -> dict[str, Any]:
    red = [{"colour": [210, 30, 30], "transparent": True, "ink": 0.3}]
    rect = [295.3, 423.0, 397.3, 525.0]
    return seen(name="LTSeal1", rect=rect, images=red) | more


@pytest.mark.parametrize(
    ("person", "seal", "code"),
    [
        ({"text": "Ký bởi: A"}, {}, "marks.personal_text"),
        ({"images": []}, {}, "marks.personal_picture"),
        ({"hidden": True}, {}, "marks.personal_picture"),
        ({"above": 120.0}, {}, "marks.personal_centre"),
        ({"below": None}, {}, "marks.personal_place"),
        ({}, {"text": "ỦY BAN"}, "marks.seal_text"),
        ({}, {"rect": [100.0, 423.0, 202.0, 525.0]}, "marks.seal_place"),
        ({}, {"rect": [345.0, 423.0, 447.0, 525.0]}, "marks.seal_place"),
        ({}, {"rect": [200.0, 330.0, 397.3, 527.0]}, "marks.seal_size"),
        ({}, {"images": [{"colour": [200, 30, 30], "transparent": False}]}, "marks.seal_ground"),
        ({}, {"page": 1}, "marks.seal_place"),
    ],
)
def test_rules_on_what_is_seen(person: Any, seal: Any, code: str) -> None:
    found = judge_marks([seen(**person), seal_seen(**seal)], KINDS, on=ON)
    assert code in codes(found)
    assert judge_marks([seen(), seal_seen()], KINDS, on=ON).answer == "right"


def test_a_time_stamp_is_not_seen() -> None:
    stamp = seen(name="LTTimestamp3", stamp=True, images=[])
    found = judge_marks([seen(), seal_seen(), stamp], KINDS, on=ON)
    assert "marks.stamp_seen" in codes(found)
    stamp["rect"] = [0.0, 0.0, 0.0, 0.0]
    assert judge_marks([seen(), seal_seen(), stamp], KINDS, on=ON).answer == "right"


def test_an_older_paper_is_not_checked(kit: Kit) -> None:
    verdict = papers.check_marks(made(kit), KINDS, on=dt.date(2018, 8, 16))
    assert verdict.answer == "not_checked"
    assert not verdict.findings
    assert papers.check_marks(made(kit), KINDS, on=None).answer == "not_checked"


def test_a_seal_alone_is_no_original(kit: Kit) -> None:
    kinds = {"LTSignature1": "unknown", "LTSeal1": "seal"}
    assert "marks.both" in codes(papers.check_marks(made(kit), kinds, on=ON))


def annex(kit: Kit, text: tuple[str, ...], *, size: float = 10.0, low: float = 0.0) -> bytes:
    pdf = papers.render_annex_file(
        papers.AnnexFile(
            agency="ỦY BAN NHÂN DÂN TỈNH", title="Biểu", main_kind="Công văn", notation="UBND-TH",
            body=papers.paragraphs_from_text("Nội dung."),
        )
    ).pdf  # fmt: skip
    place = papers.copy_signature_place(595.3, 841.9)
    if size == 10.0:
        snippet = papers.copy_signature_appearance(text, place)
    else:
        snippet = papers.render_snippet("\n".join(text), place.w, place.h, size)
    box = signing.Box(0, place.x, place.y - low, place.right, place.top - low)
    return signing.seal_attachment(pdf, kit.agency, snippet, box, NOW)


LINES = ("Số: 12/UBND-TH", "23/11/2026 09:00:00 +07:00")


def of_annex(pdf: bytes, **more: Any) -> papers.FormVerdict:
    wanted: dict[str, Any] = {"on": ON, "kind": "annex", "reference": "12/UBND-TH"}
    return papers.check_marks(pdf, {"LTSeal1": "seal"}, **(wanted | more))


def test_an_annex_file_is_right(kit: Kit) -> None:
    verdict = of_annex(annex(kit, LINES))
    assert verdict.answer == "right", verdict.as_plain()


def test_faults_of_an_annex_file(kit: Kit) -> None:
    assert "marks.time" in codes(of_annex(annex(kit, ("Số: 12/UBND-TH",))))
    assert "marks.reference" in codes(of_annex(annex(kit, LINES), reference="13/UBND-TH"))
    assert "marks.corner" in codes(of_annex(annex(kit, LINES, low=400)))
    assert "marks.text_size" in codes(of_annex(annex(kit, LINES, size=13.0)))
    assert "marks.copy_form" in codes(of_annex(annex(kit, LINES), kind="copy"))


def test_a_copy_says_its_form(kit: Kit) -> None:
    lines = ("SAO Y; Ủy ban nhân dân tỉnh", "23/11/2026 09:00:00 +07:00")
    assert of_annex(annex(kit, lines), kind="copy").answer == "right"


def test_a_broken_file_is_never_right() -> None:
    verdict = papers.check_marks(b"%PDF-1.7 broken", KINDS, on=ON)
    assert verdict.answer == "wrong"
    assert verdict.findings


@given(st.lists(st.tuples(*[st.integers(0, 255)] * 4), min_size=6, max_size=6))
@example([(255, 255, 255, 255)] * 6)
@example(
    [
        (0, 0, 224, 61),
        (0, 0, 0, 60),
        (225, 225, 225, 255),
        (1, 2, 3, 255),
        (9, 9, 9, 0),
        (8, 8, 8, 99),
    ]
)
def test_ink_is_the_mean_of_what_is_drawn(points: list[tuple[int, ...]]) -> None:
    picture = Image.new("RGBA", (3, 2))
    picture.putdata(points)
    drawn = [p for p in points if p[3] > 60 and min(p[:3]) < 225]
    mean = [round(sum(p[i] for p in drawn) / len(drawn)) for i in range(3)] if drawn else None
    assert marks._ink(picture) == (mean, len(drawn))


@pytest.mark.parametrize(("mode", "space"), [("RGB", "/DeviceRGB"), ("L", "/DeviceGray")])
def test_a_plain_picture_is_read_as_pypdf_reads_it(mode: str, space: str) -> None:
    octets = bytes(range(7 * 5 * len(mode)))
    kept = picture_object(octets, space)
    found = marks._plain(kept, 7, 5)
    assert (found.mode, found.tobytes()) == (mode, octets)
    assert found.tobytes() == picture_object(octets, space).decode_as_image().tobytes()
    for change in (
        {"/BitsPerComponent": NumberObject(4)},
        {"/ColorSpace": NameObject("/DeviceCMYK")},
        {"/Filter": NameObject("/DCTDecode")},
        {"/Decode": ArrayObject([NumberObject(1), NumberObject(0)])},
    ):
        other = picture_object(octets, space)
        other.update({NameObject(key): value for key, value in change.items()})
        assert marks._plain(other, 7, 5) is None, change
    assert marks._plain(picture_object(octets[:-1], space), 7, 5) is None


def picture_object(octets: bytes, space: str) -> Any:
    made = DecodedStreamObject()
    made.set_data(octets)
    packed = made.flate_encode()
    for key, value in (
        ("/Subtype", NameObject("/Image")), ("/Width", NumberObject(7)), ("/Height", NumberObject(5)),
        ("/ColorSpace", NameObject(space)), ("/BitsPerComponent", NumberObject(8)),
    ):  # fmt: skip
        packed[NameObject(key)] = value
    return packed


def test_the_sample_that_warms_is_measured_as_a_signature() -> None:
    with tempfile.TemporaryFile() as file:
        file.write(sample())
        file.flush()
        found = marks.marks(file.fileno())
    (field,) = found["fields"]
    assert (field["name"], field["text"], field["text_sizes"]) == ("Sample", "1", [8.0])
    assert field["images"] == [{"colour": [20, 40, 160], "transparent": True, "ink": 1.0}]
