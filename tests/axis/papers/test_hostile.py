"""Text of any kind can neither break a paper nor get into its template; what cannot be set is named."""

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lienthong.axis.papers import api as papers
from lienthong.axis.papers.api import Paragraph, ParagraphKind, Recipient, Table
from lienthong.axis.papers.texts import clean_line, clean_lines, pieces

from .kit import AT, MM, letter, opened, plain, text_of

MARKUP = (
    '#panic("x") #sys.inputs #read("/etc/passwd") $x^2$ *đậm* _nghiêng_ `mã` @nhãn <nhãn> = đầu '
    '- gạch + cộng / mục: \\ // chú thích /* x */ [ ] { } "trích" --- ~ 1. một #import "a.typ"'
)


@pytest.mark.parametrize(
    "field",
    ["subject", "agency", "parent", "place", "notation", "drafter_mark", "circulation", "filed_at"],
)
def test_markup_in_a_field_is_text(field: str) -> None:
    text = text_of(papers.render_letter(letter(**{field: MARKUP}), at=AT).pdf)
    shown = "".join(MARKUP.split())
    flat = "".join(text.split())
    assert shown.upper() in flat.upper()


def test_markup_in_every_kind_of_paragraph_is_text() -> None:
    body = tuple(
        Paragraph(
            kind,
            MARKUP,
            "1",
            MARKUP,
            Table(((MARKUP,),), ((MARKUP,),)) if kind is ParagraphKind.TABLE else None,
        )
        for kind in ParagraphKind
    )
    data = letter(
        body=body,
        addressees=(MARKUP, MARKUP),
        recipients=(Recipient(MARKUP),),
        annexes=(papers.Annex(MARKUP, body),),
        contact=(MARKUP,),
    )
    text = "".join(text_of(papers.render_letter(data, at=AT).pdf).split())
    assert text.count('#read("/etc/passwd")') >= len(ParagraphKind)
    assert "root:" not in text


@pytest.mark.parametrize("start", ["1. Một", "- Gạch", "+ Cộng", "= Đầu đề", "/ Mục: lời", "1) x"])
def test_a_line_that_begins_like_markup_stays_a_line(start: str) -> None:
    with opened(papers.render_letter(letter(body=(plain(start),)), at=AT).pdf) as pages:
        found = pages[0].find(start)
    assert abs(found.left / MM - 42.7) < 0.5


@pytest.mark.parametrize("field", ["subject", "agency", "parent", "place", "notation", "filed_at"])
def test_a_huge_word_stays_inside_the_margins(field: str) -> None:
    _inside(letter(**{field: "Ươ" * 150}))


def test_huge_words_everywhere_stay_inside_the_margins() -> None:
    word = "ĐẶNG" * 60
    kinds = [kind for kind in ParagraphKind if kind is not ParagraphKind.TABLE]
    cells = Table(((word, "x", word),), ((word, word, word),), (1, 8, 1))
    body = (
        *(Paragraph(kind, word, "1", word) for kind in kinds),
        Paragraph(ParagraphKind.TABLE, table=cells),
        plain("Chữ 30/2020/" + "NĐ-" * 100 + "./."),
    )
    signatory = papers.Signatory(
        word, word, (papers.AuthorityLine(papers.Authority.FOR_HEAD, word),), word
    )
    _inside(
        letter(
            body=body,
            signatory=signatory,
            addressees=(word, word),
            recipients=(Recipient(word),),
            annexes=(papers.Annex(word, body),),
            contact=(word,),
            circulation="LƯU HÀNH NỘI BỘ",
        )
    )


def _inside(data: papers.LetterData) -> None:
    with opened(papers.render_letter(data, at=AT).pdf) as pages:
        for page in pages:
            left, bottom, right, _top = (edge / MM for edge in page.edges())
            assert left >= 29.5
            assert right <= page.width / MM - 14.5
            assert bottom >= 19.5


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("a\0b", "U\\+0000"),
        ("a\x07b", "U\\+0007"),
        ("số \u202e12345", "RIGHT-TO-LEFT OVERRIDE"),
        ("a\u2067b\u2069", "U\\+2067"),
        ("العربية", "ARABIC"),
        ("שלום", "HEBREW"),
        ("a" + "\u0302" * 6, "COMBINING"),
        ("\ud800", "U\\+D800"),
        ("x" * 100_001, "100001"),
    ],
)
def test_characters_that_hide_or_turn_text_are_refused_by_name(text: str, named: str) -> None:
    with pytest.raises(papers.TextRefused, match=named):
        papers.render_letter(letter(subject=text))
    with pytest.raises(papers.TextRefused, match=named):
        papers.render_letter(letter(body=(plain(text),)))


@pytest.mark.parametrize("text", ["vui 😀", "漢字", "ไทย", "\uf0b7 mục"])
def test_characters_that_the_font_lacks_are_refused_by_name(text: str) -> None:
    with pytest.raises(papers.TextRefused, match="Tinos"):
        papers.render_letter(letter(subject=text))


def test_a_huge_number_is_refused() -> None:
    with pytest.raises(papers.TextRefused, match="tối đa 16"):
        papers.render_letter(letter(number="1" * 17))


def test_a_paper_that_is_too_long_is_refused() -> None:
    body = tuple(plain("Đoạn văn dài. " * 4000) for _time in range(12))
    with pytest.raises(papers.PaperTooLong, match="phụ lục"):
        papers.render_letter(letter(body=body))


def test_an_empty_table_and_a_giant_table_are_refused() -> None:
    empty = Paragraph(ParagraphKind.TABLE, table=Table(()))
    giant = Paragraph(ParagraphKind.TABLE, table=Table((("x",) * 40,) * 800))
    for paragraph in (empty, giant, Paragraph(ParagraphKind.TABLE)):
        with pytest.raises(papers.TextRefused, match="Bảng"):
            papers.render_letter(letter(body=(paragraph,)))


def test_rows_of_unequal_length_keep_every_cell() -> None:
    table = Table((("một",), ("hai", "ba", "bốn")), (("TT", "Tên"),), (1, 2))
    text = text_of(
        papers.render_letter(letter(body=(Paragraph(ParagraphKind.TABLE, table=table),))).pdf
    )
    assert all(word in text for word in ("một", "hai", "ba", "bốn", "TT", "Tên"))


def test_invisible_characters_of_word_processors_are_dropped() -> None:
    assert clean_line("Cô\u200bng\u00ad văn\ufeff \t số\u00a01", "x") == "Công văn số\u00a01"
    assert clean_line("Hòa".encode().decode() + "\r\nBình", "x") == "Hòa Bình"
    assert clean_line(unicodedata.normalize("NFD", "Nguyễn Thị Ước"), "x") == "Nguyễn Thị Ước"
    assert clean_lines(" a \n\n b\x0bc ", "x") == ("a", "b", "c")


def test_pieces_lose_nothing_and_mark_only_what_needs_care() -> None:
    text = "Nghị định số 30/2020/NĐ-CP của UBND-VP " + "x" * 60 + " hết"
    found = pieces(text, 50, references=True)
    assert isinstance(found, list)
    assert "".join(part if isinstance(part, str) else part[1] for part in found) == text
    assert ["whole", "30/2020/NĐ-CP"] in found
    assert ["whole", "UBND-VP"] in found
    assert ["long", "x" * 60] in found
    assert pieces("ngắn và thường", 50, references=True) == "ngắn và thường"


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(text=st.text(max_size=300))
def test_any_text_is_set_or_refused_with_a_sentence(text: str) -> None:
    """Property: nothing else than a paper or one of our own refusals ever comes out."""
    try:
        result = papers.render_letter(letter(subject=text, body=(plain(text),)), at=AT)
    except papers.TextRefused as refused:
        assert len(str(refused)) > 20
    else:
        assert result.pdf.startswith(b"%PDF")


@given(text=st.text(max_size=200), longest=st.integers(1, 60))
def test_pieces_always_join_to_the_text(text: str, longest: int) -> None:
    found = pieces(text, longest, references=True)
    joined = (
        found
        if isinstance(found, str)
        else "".join(part if isinstance(part, str) else part[1] for part in found)
    )
    assert joined == text


def test_what_passes_without_a_closer_look_holds_nothing_that_is_refused() -> None:
    """The quick way for usual lines must never let through what the slow one refuses."""
    from lienthong.axis.papers import texts

    refused = {"Cc", "Cs", "Cn", "Mn", "Me"}
    for code in range(0x11000):
        sign = chr(code)
        if texts._USUAL.fullmatch(sign):
            assert unicodedata.category(sign) not in refused, hex(code)
            assert unicodedata.bidirectional(sign) not in texts._REORDERING, hex(code)
