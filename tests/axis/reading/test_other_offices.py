"""Papers of other word processors (.doc, .odt, .rtf) and in fonts before Unicode, read as any other."""

import io
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from lienthong.axis.reading.api import FileReader
from lienthong.axis.reading.sources import word
from lienthong.axis.reading.sources.kinds import Kind, kind_of
from tests.axis.reading import old_fonts, papers

needs_office = pytest.mark.needs("soffice")
HEAD = [
    "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
    "Số: 45/QĐ-UBND", "Quảng Ngãi, ngày 18 tháng 3 năm 2008", "QUYẾT ĐỊNH", "Về việc phân công nhiệm vụ các cơ quan",
    "Căn cứ Luật Tổ chức Hội đồng nhân dân và UBND ngày 26/11/2003;",
    "Điều 1. Giao Sở Nội vụ hướng dẫn việc thực hiện quy chế của các cơ quan, đơn vị được giao.",
]  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> Iterator[FileReader]:
    with FileReader() as opened:
        yield opened


def in_font(scheme: str, *, by_style: bool = False) -> bytes:
    """The letter as an office typed it before Unicode: capitals in a font of their own."""
    file = docx.Document()
    if by_style:
        _set(
            file.styles["Normal"].element.get_or_add_rPr(),
            ".VnTime" if scheme == "tcvn3" else "VNI-Times",
        )
    for line in HEAD:
        high = line.isupper()
        spoilt = (
            (old_fonts.tcvn3(line.lower() if high else line))
            if scheme == "tcvn3"
            else old_fonts.vni(line)
        )
        paragraph = file.add_paragraph()
        half = len(spoilt) // 2
        for part in (spoilt[:half], spoilt[half:]):
            run = paragraph.add_run(part)
            if scheme == "tcvn3" and high:
                _set(run._r.get_or_add_rPr(), ".VnTimeH")
            elif not by_style:
                _set(run._r.get_or_add_rPr(), ".VnTime" if scheme == "tcvn3" else "VNI-Times")
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _set(properties: Any, font: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(name), font)
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)


def office(data: bytes, to: str, folder: Path, suffix: str = "docx") -> bytes:
    """The file as LibreOffice writes it in another kind."""
    folder.mkdir(exist_ok=True)
    source = folder / f"paper.{suffix}"
    source.write_bytes(data)
    subprocess.run(
        [shutil.which("soffice") or "libreoffice", f"-env:UserInstallation=file://{folder}/profile", "--headless",
         "--convert-to", to, "--outdir", str(folder / "out"), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return (folder / "out" / f"paper.{to}").read_bytes()


@pytest.mark.parametrize("by_style", [False, True])
@pytest.mark.parametrize("scheme", ["tcvn3", "vni"])
def test_a_word_file_in_an_old_font_is_turned_by_the_fonts_name(
    scheme: str, by_style: bool
) -> None:
    text, old = word.text_of(in_font(scheme, by_style=by_style))
    assert text.split("\n") == HEAD
    assert old


def test_what_is_unicode_stays_whatever_its_font_is_called() -> None:
    file = docx.Document()
    for words in ("Giao Sở Nội vụ", "Le décret réglementaire", "Résumé"):
        run = file.add_paragraph().add_run(words)
        _set(run._r.get_or_add_rPr(), ".VnTime" if words.startswith("Giao") else "Times New Roman")
    out = io.BytesIO()
    file.save(out)
    assert word.text_of(out.getvalue()) == (
        "Giao Sở Nội vụ\nLe décret réglementaire\nRésumé",
        False,
    )


@needs_office
@pytest.mark.parametrize("kind", ["doc", "odt", "rtf"])
def test_a_file_of_another_word_processor_is_read(
    reader: FileReader, tmp_path: Path, kind: str
) -> None:
    data = office(papers.word(), kind, tmp_path)
    mine, theirs = reader.plain(data), reader.plain(papers.word())
    assert mine["verdict"] == "read"
    for name in ("number", "symbol", "date", "agency", "subject", "type"):
        assert mine["document"][name]["value"] == theirs["document"][name]["value"], name
    assert len(mine["tasks"]) == len(theirs["tasks"])


@needs_office
@pytest.mark.parametrize(("scheme", "kind"), [("tcvn3", "doc"), ("vni", "doc"), ("tcvn3", "rtf")])
def test_an_old_doc_in_an_old_font(
    reader: FileReader, tmp_path: Path, scheme: str, kind: str
) -> None:
    found = reader.plain(office(in_font(scheme), kind, tmp_path), with_text=True)
    values = [found["document"][k]["value"] for k in ("reference", "date", "type", "agency")]
    assert values == ["45/QĐ-UBND", "2008-03-18", "Quyết định", "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI"]
    assert "old_font" in found["notes"]
    assert "được giao" in found["text"]
    assert [t["lead"][0]["value"] for t in found["tasks"]] == ["Sở Nội vụ"]


@needs_office
def test_a_mark_of_secrecy_in_a_doc_is_seen(reader: FileReader, tmp_path: Path) -> None:
    file = docx.Document(io.BytesIO(papers.word()))
    file.element.body.insert(0, file.add_paragraph("TỐI MẬT")._p)
    out = io.BytesIO()
    file.save(out)
    assert reader.marked_secret(office(out.getvalue(), "doc", tmp_path / "a"))
    assert not reader.marked_secret(office(papers.word(), "doc", tmp_path / "b"))


@needs_office
def test_nothing_is_fetched_from_elsewhere(reader: FileReader, tmp_path: Path) -> None:
    """A file of this machine that a document names does not come into its text."""
    secret = tmp_path / "secret.txt"
    secret.write_text("CHUKYBIMAT", encoding="utf-8")
    rtf = rb"{\rtf1\ansi Giao So Noi vu {\field{\*\fldinst INCLUDETEXT \"%s\" }{\fldrslt cu}} ra soat ho so\par}" % (
        str(secret).encode()
    )  # fmt: skip
    odt = office(papers.word(), "fodt", tmp_path / "a").decode()
    section = (
        '<text:section text:name="s"><text:section-source xlink:type="simple" '
        f'xlink:href="file://{secret}"/><text:p>cu</text:p></text:section>'
    )
    odt = odt.replace("</office:text>", section + "</office:text>")
    odt = office(odt.encode(), "odt", tmp_path / "b", "fodt")
    for data in (rtf, odt):
        found = reader.plain(data, with_text=True)
        assert found["verdict"] == "read"
        assert "CHUKYBIMAT" not in found["text"]


@needs_office
def test_what_cannot_be_turned_says_so(reader: FileReader, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 600
        + "WordDocument".encode("utf-16-le")
        + b"\xff" * 4096
    )
    assert kind_of(broken) is Kind.OLD_WORD
    assert "không chuyển được" in reader.plain(broken)["reasons"][0]
    letter = broken.replace(
        "WordDocument".encode("utf-16-le"), "__properties_version1.0".encode("utf-16-le")
    )
    assert "Outlook" in reader.plain(letter)["reasons"][0]
    monkeypatch.setenv("PATH", "/nowhere")
    with FileReader() as bare:
        assert "LibreOffice" in bare.plain(rb"{\rtf1 Giao So Noi vu}")["reasons"][0]
