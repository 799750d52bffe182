"""All 29 types of Điều 7 are set as tagged PDF/A with nothing but Tinos in them."""

import io
import os
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest
from pypdf import PdfReader

from lienthong.axis.papers import api as papers
from lienthong.axis.papers import typesetting
from lienthong.axis.papers.api import Paragraph, ParagraphKind, Recipient
from lienthong.axis.papers.catalogue import OFFICIAL_LETTER

from .kit import AT, letter, opened, plain, text_of

TYPES = [pytest.param(kind, id=kind.name) for kind in papers.document_types()]


def of_type(kind: papers.DocumentType) -> papers.LetterData:
    """A letter of this type as the decree would have it."""
    called = kind.salutation in {"required", "upward", "telegram"}
    words = f"{kind.abbreviation}-UBND" if kind.abbreviation else "UBND-TTHC"
    first = "Như trên" if called and kind.salutation != "telegram" else "Như Điều 1"
    return letter(
        type_code=kind.code,
        notation=words,
        addressees=("Ủy ban nhân dân tỉnh",) if called else (),
        issuing_authority="Chủ tịch Ủy ban nhân dân tỉnh" if kind.code in {1, 2, 19} else "",
        recipients=(Recipient(first), Recipient("Sở Nội vụ")),
        body=(
            Paragraph(ParagraphKind.BASIS, "Căn cứ Nghị định số 30/2020/NĐ-CP."),
            Paragraph(ParagraphKind.ENACTING, "QUYẾT ĐỊNH:"),
            Paragraph(ParagraphKind.ARTICLE, "Nội dung thi hành./.", "1"),
        ),
    )


def test_the_29_types_and_their_abbreviations_are_those_of_the_decree() -> None:
    """Đ7 and Annex III, I: order, abbreviations, the two types without one."""
    found = [kind.abbreviation for kind in papers.document_types()]
    assert found == (
        "NQ QĐ CT QC QyĐ TC TB HD CTr KH PA ĐA DA BC BB TTr HĐ - CĐ BGN BTT GUQ GM GGT GNP PG PC PB -"
    ).replace("-", "").split(" ")
    assert [kind.code for kind in papers.document_types()] == list(range(1, 30))
    assert papers.copy_abbreviations() == {"SAO Y": "SY", "TRÍCH SAO": "TrS", "SAO LỤC": "SL"}


@pytest.mark.parametrize(
    ("name", "code"),
    [("công văn", 18), ("QĐ", 2), ("Quyết định (cá biệt)", 2), ("GIẤY UỶ QUYỀN", 22), ("QyĐ", 5)],
)
def test_a_type_is_found_by_name_or_abbreviation(name: str, code: int) -> None:
    found = papers.type_named(name)
    assert found is not None
    assert found.code == code


def test_an_unknown_type_is_refused() -> None:
    assert papers.type_named("CV") is None  # common, but none of the decree's
    assert papers.type_named("") is None
    with pytest.raises(papers.UnknownDocumentType, match="29 loại"):
        papers.render_letter(letter(type_code=30))


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_is_set(kind: papers.DocumentType) -> None:
    result = papers.render_letter(of_type(kind), at=AT)
    text = text_of(result.pdf)
    assert result.fonts <= {"Tinos-Regular", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"}
    assert "signature" in result.places
    assert ("date" in result.places) == kind.dated
    assert ("number" in result.places) == kind.numbered
    if kind.code == OFFICIAL_LETTER:
        assert "V/v triển khai" in text
        assert "CÔNG VĂN" not in text
    else:
        assert kind.name.upper() in text
        assert "V/v" not in text
    if kind.salutation == "telegram":
        assert "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH điện:" in text
        assert "Kính gửi" not in text


def test_the_file_claims_pdf_a_2a_and_ua_and_is_tagged() -> None:
    reader = PdfReader(io.BytesIO(papers.render_letter(letter(), at=AT).pdf))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "vi"
    assert root["/OutputIntents"]
    meta = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in meta
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in meta
    assert "<pdfuaid:part>1</pdfuaid:part>" in meta
    assert reader.metadata is not None
    assert reader.metadata.title == "Công văn triển khai kết quả học tập kinh nghiệm"


def test_headings_form_an_outline_without_gaps() -> None:
    kind = ParagraphKind
    data = letter(
        body=(
            Paragraph(kind.SECTION, number="1", title="Mục"),
            Paragraph(kind.CLAUSE, number="1", title="Khoản"),
            Paragraph(kind.PART, number="I", title="Phần"),
            Paragraph(kind.CLAUSE, number="1", title="Khoản hai"),
            plain("Hết./."),
        ),
        subject="",
    )
    outline = PdfReader(io.BytesIO(papers.render_letter(data, at=AT).pdf)).outline
    assert [entry.title for entry in outline if not isinstance(entry, list)] == [
        "Mục 1 MỤC",
        "Phần I PHẦN",
    ]


def test_the_same_letter_gives_the_same_bytes() -> None:
    first, second = (papers.render_letter(letter(), at=AT).pdf for _time in range(2))
    assert first == second
    assert papers.render_letter(letter(place="Ba Tơ"), at=AT).pdf != first


def test_a_letter_never_shows_the_text_of_the_one_before() -> None:
    """Data of one length follow one another in the same file: each is read anew."""
    for words in ("một", "hai", "bốn", "sáu") * 3:
        result = papers.render_letter(letter(subject=words, body=(plain(f"{words}./."),)), at=AT)
        text = text_of(result.pdf)
        assert f"V/v {words}" in text
        assert f"{words}./." in text


def test_threads_and_forks_do_not_mix_their_letters() -> None:
    with ThreadPoolExecutor(4) as pool:
        made = pool.map(
            lambda n: (n, papers.render_letter(letter(subject=f"việc {n:03d}"), at=AT).pdf),
            range(24),
        )
        for number, pdf in made:
            assert f"V/v việc {number:03d}" in text_of(pdf)
    folder = typesetting._desk(papers.letter_face()).folder
    child = os.fork()
    if child == 0:  # pragma: no cover  another process
        other = typesetting._desk(papers.letter_face()).folder
        shutil.rmtree(other)
        os._exit(0 if other != folder else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert folder.is_dir()
    assert not (folder / typesetting.DATA_FILE).exists()  # no draft lies about


def test_every_vietnamese_letter_comes_back_from_the_page() -> None:
    """No letter may silently be set from another font, or read otherwise than it looks."""
    from lienthong.axis.papers.fonts import VIETNAMESE_LETTERS

    groups = [VIETNAMESE_LETTERS[i : i + 20] for i in range(0, len(VIETNAMESE_LETTERS), 20)]
    body = tuple(plain(" ".join(group)) for group in groups)
    result = papers.render_letter(letter(body=body), at=AT)
    assert result.fonts <= {"Tinos-Regular", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"}
    with opened(result.pdf) as pages:
        for group in groups:
            pages[0].find(" ".join(group))
