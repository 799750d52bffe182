"""Files made for tests: PDF by Typst, form fields and notes put on it, Word files, pictures."""

import io
from pathlib import Path

import typst
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    TextStringObject,
)

BODY = """Thực hiện Công văn số 88/BNV-CCHC ngày 03/01/2023 của Bộ Nội vụ, Chủ tịch UBND tỉnh có ý kiến như sau:

1\\. Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính và các cơ quan, đơn vị liên quan tham mưu UBND tỉnh ban hành Kế hoạch cải cách hành chính, hoàn thành trước ngày 15/3/2023.

2\\. UBND các huyện, thị xã, thành phố rà soát, công khai thủ tục hành chính; định kỳ hằng quý báo cáo UBND tỉnh (qua Sở Nội vụ).\\/.
"""
_PAGE = """#set page(paper: "a4", margin: (top: 20mm, bottom: 20mm, left: 30mm, right: 20mm))
#set text(font: "Libertinus Serif", size: 13pt, lang: "vi")
#grid(columns: (1fr, 1.4fr), align: center, row-gutter: 6pt,
[UBND TỈNH QUẢNG NGÃI], [*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM*],
[*VĂN PHÒNG*], [*Độc lập - Tự do - Hạnh phúc*],
[Số: NUMBER], [_Quảng Ngãi, DATE_],
[#text(size: 12pt)[V/v cải cách hành chính và công khai thủ tục năm 2023]], [])
MARK
#align(center)[Kính gửi: \\- Các sở, ban, ngành tỉnh; \\ \\- UBND các huyện, thị xã, thành phố.]

BODY

#grid(columns: (1fr, 1fr), [*_Nơi nhận:_* \\ #text(size: 11pt)[\\- Như trên; \\ \\- Thường trực Tỉnh ủy (b/c); \\ \\- Lưu: VT, CCHC.]],
align(center)[*TL. CHỦ TỊCH* \\ *CHÁNH VĂN PHÒNG* #v(15mm) *Nguyễn Văn An (mẫu)*])
"""


def pdf(
    folder: Path,
    *,
    number: str = "215/VP-CCHC",
    day: str = "ngày 20 tháng 01 năm 2023",
    mark: str = "",
) -> bytes:
    """A letter of an office in the layout of Decree 30, with a text layer."""
    text = _PAGE.replace("NUMBER", number).replace("DATE", day).replace("BODY", BODY)
    source = folder / "paper.typ"
    source.write_text(
        text.replace("MARK", f"#align(left)[*{mark}*]" if mark else ""), encoding="utf-8"
    )
    return typst.compile(str(source))


def with_field(
    data: bytes, words: str, rect: tuple[float, float, float, float], *, kind: str = "Tx"
) -> bytes:
    """The PDF with a form field (or signature) whose appearance shows ASCII words."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    font = DictionaryObject({
        NameObject("/Type"): NameObject("/Font"),
        NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"),
        NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
    })  # fmt: skip
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F 11 Tf 1 3 Td ({words}) Tj ET".encode())
    width, height = rect[2] - rect[0], rect[3] - rect[1]
    stream.update({
        NameObject("/Type"): NameObject("/XObject"),
        NameObject("/Subtype"): NameObject("/Form"),
        NameObject("/BBox"): ArrayObject([FloatObject(v) for v in (0, 0, width, height)]),
        NameObject("/Resources"): DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F"): font})}),
    })  # fmt: skip
    widget = DictionaryObject({
        NameObject("/Type"): NameObject("/Annot"),
        NameObject("/Subtype"): NameObject("/Widget"),
        NameObject("/FT"): NameObject(f"/{kind}"),
        NameObject("/T"): TextStringObject("so_ky_hieu"),
        NameObject("/F"): FloatObject(4),
        NameObject("/Rect"): ArrayObject([FloatObject(v) for v in rect]),
        NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(stream)}),
    })  # fmt: skip
    page = writer.pages[0]
    reference = writer._add_object(widget)
    page[NameObject("/Annots")] = ArrayObject([*page.get("/Annots", ArrayObject()), reference])
    form = DictionaryObject({NameObject("/Fields"): ArrayObject([reference])})
    writer._root_object[NameObject("/AcroForm")] = writer._add_object(form)
    return _written(writer)


def locked(data: bytes) -> bytes:
    """The PDF behind a password."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt("mat-khau-mo", algorithm="RC4-128")
    return _written(writer)


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def word() -> bytes:
    """A letter as offices make it in Word: a table for the head, automatic numbers in the body."""
    document = Document()
    head = document.add_table(rows=2, cols=2)
    rows = (
        (
            "ỦY BAN NHÂN DÂN\nTỈNH QUẢNG NGÃI",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
        ),
        ("Số: 77/UBND-NC\nV/v công khai thủ tục", "Quảng Ngãi, ngày 09 tháng 02 năm 2023"),
    )
    for row, cells in zip(head.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    document.add_paragraph("Kính gửi: Sở Nội vụ.")
    document.add_paragraph("Chủ tịch UBND tỉnh yêu cầu:")
    for words in (
        "Sở Nội vụ rà soát thủ tục hành chính, xong trước ngày 01/3/2023.",
        "Sở Tư pháp thẩm định dự thảo quy chế.",
    ):
        _numbered(document.add_paragraph(words))
    return _saved(document)


def word_with_table() -> bytes:
    """A plan whose duties stand in a table."""
    document = Document()
    for words in (
        "ỦY BAN NHÂN DÂN",
        "TỈNH QUẢNG NGÃI",
        "Số: 12/KH-UBND",
        "KẾ HOẠCH",
        "Công khai thủ tục năm 2023",
        "",
        "I. NHIỆM VỤ",
    ):
        document.add_paragraph(words)
    rows = (
        ("TT", "Nội dung công việc", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành"),
        (
            "1",
            "Rà soát danh mục thủ tục hành chính",
            "Sở Nội vụ",
            "Các sở, ban, ngành",
            "Quý I/2023",
        ),
        (
            "2",
            "Nâng cấp cổng dịch vụ công của tỉnh",
            "Sở Thông tin và Truyền thông",
            "",
            "trước ngày 30/6/2023",
        ),
    )
    table = document.add_table(rows=len(rows), cols=5)
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    return _saved(document)


def _numbered(paragraph: object) -> None:
    properties = paragraph._p.get_or_add_pPr()  # type: ignore[attr-defined]
    numbering = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", "0"), ("w:numId", "5")):
        child = OxmlElement(tag)
        child.set(qn("w:val"), value)
        numbering.append(child)
    properties.append(numbering)


def _saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()
