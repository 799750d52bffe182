"""What runs inside the sandbox: from bytes to a reading, or to the reason why there is none."""

import base64
import os
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pypdfium2 as pdfium

from lienthong.kernel.files import office

from ..choices import Verdict
from ..rules.directory import default_directory
from ..rules.grid import Ruling
from ..rules.layout import Piece, compose
from ..rules.page import Placed, Source, source_from_text
from ..rules.reader import head_lines, read_source, secret
from ..rules.reading import Box, to_json
from . import engine, layer, pdf, scan, word
from .kinds import Kind, decode, kind_of

OFFICE = {Kind.OLD_WORD: "doc", Kind.OPEN_TEXT: "odt", Kind.RICH_TEXT: "rtf"}  # read by LibreOffice
_MADE = 40 * 1024 * 1024
SIZE_LIMIT = 120 * 1024 * 1024
NOT_ALL = "pages_left"  # the note of a reading that left pages out
REASONS = {
    "empty": "Tệp rỗng.",
    "large": "Tệp quá lớn.",
    "password": "Tệp PDF có mật khẩu: hãy gửi lại bản không đặt mật khẩu.",
    "not_converted": "Tệp .doc, .odt hoặc .rtf hỏng hoặc có mật khẩu, không chuyển được để đọc.",
    "no_office": "Tệp .doc, .odt hoặc .rtf: máy chưa có LibreOffice (gói Debian: libreoffice-writer-nogui) để đọc.",
    "other_office": "Bảng tính, bản trình chiếu hoặc bản vẽ: hãy gửi bản PDF hoặc DOCX.",
    "outlook": "Thư lưu từ Outlook (.msg): hãy gửi chính các tệp kèm theo, hoặc chuyển tiếp thư.",
    "phone_picture": "Ảnh HEIC hoặc AVIF của điện thoại: hãy gửi ảnh JPEG hoặc PDF.",
    "mark_up": "Tệp HTML, XML, SVG hoặc PostScript: hãy gửi PDF, DOCX hoặc ảnh quét.",
    "other": "Định dạng tệp không đọc được: hãy gửi PDF, DOCX, ảnh quét hoặc văn bản thuần.",
    "broken": "Tệp hỏng, không mở được.",
    "dots": "Ảnh có quá nhiều điểm ảnh (hơn 60 triệu): hãy quét lại ở 300 điểm mỗi inch.",
    "no_text": "Không có chữ nào đọc được trong tệp.",
}


def read(
    handle: int, *, on: str | None = None, with_text: bool = False, keep: bool = False
) -> dict[str, Any]:
    """{"reading": …} with {"source": …} when `keep`, {"scan": the numbers of the pages to be recognised,
    "pages": how many there are} or {"reason": key of REASONS}."""
    data = _bytes(handle)
    if data is None:
        return {"reason": "large"}
    kind = kind_of(data)
    if kind is Kind.PDF:
        found = _pdf(data)
        if not isinstance(found, Source):
            return found
        return answer(found, on, with_text, keep)
    if kind is Kind.IMAGE:
        count = scan.frames(data)
        return {"scan": list(range(count)), "pages": count, "image": True}
    if kind is Kind.DOCX:
        try:
            text, old = word.text_of(data)
        except (KeyError, ValueError, OSError, AttributeError, TypeError, IndexError):
            return {"reason": "broken"}
        except Exception as error:  # noqa: BLE001 - lxml and python-docx have no common ancestor
            return {"reason": "broken", "detail": type(error).__name__}
        return answer(source_from_text(text, ("old_font",) if old else ()), on, with_text, keep)
    if kind in OFFICE:
        return {"office": OFFICE[kind]}
    if kind is Kind.TEXT:
        return answer(source_from_text(decode(data)), on, with_text, keep)
    return {"reason": str(kind)}


def convert(handle: int, *, suffix: str) -> dict[str, Any]:
    """A document of another word processor as a Word file of today (base64), or the reason why not."""
    if office.program() is None:
        return {"reason": "no_office"}
    made = office.converted(_bytes(handle) or b"", suffix, "docx")
    if made is None or len(made) > _MADE:
        return {"reason": "not_converted"}
    return {"docx": base64.b64encode(made).decode()}


def _bytes(handle: int) -> bytes | None:
    size = os.fstat(handle).st_size
    if size > SIZE_LIMIT:
        return None
    pieces, at = [], 0
    while piece := os.pread(handle, 1 << 20, at):
        pieces.append(piece)
        at += len(piece)
    return b"".join(pieces)


def _pdf(data: bytes) -> Source | dict[str, Any]:
    """The source of a PDF with text, or which of its pages have to be recognised."""
    try:
        document = pdf.open_pdf(data)
    except pdf.PasswordNeeded:
        return {"reason": "password"}
    except pdfium.PdfiumError:
        return {"reason": "broken"}
    pages = list(pdf.pages(document))
    if not pages:
        return {"reason": "broken"}
    scans = [number for number, page in enumerate(pages) if page.unread]
    letters = sum(c.isalpha() for page in pages for p in page.words for c in p.text)
    if not scans and letters < layer.FEW:
        scans = list(range(len(pages)))
    notes = (NOT_ALL,) if len(document) > len(pages) else ()
    source = compose([[] if p.unread else p.words for p in pages], notes, [p.drawn for p in pages])
    if not scans:
        return source
    if len(scans) < len(pages) and secret(source):
        return {"reading": {"verdict": str(Verdict.SECRET_REFUSED)}}
    return {"scan": scans, "pages": len(pages), "image": False}


def recognise(
    handle: int, *, page: int, image: bool, begins: bool, coarse: bool = False
) -> dict[str, Any]:
    """The words of one scanned page as plain rows, for `assemble`.

    `begins` says that a paper may begin there: it is the first page, or text stands before it.
    `coarse` asks for fewer dots than are good for recognition. `left` says that time ran out before
    the page's end.
    """
    data = _bytes(handle)
    if data is None:
        return {"reason": "large"}
    engine.begin()
    exact: list[Piece] = []
    try:
        if image:
            picture, points = scan.opened(data, page, coarse=coarse)
        else:
            document = pdf.open_pdf(data)
            picture, points = pdf.picture(document, page, coarse=coarse)
            exact = pdf.over_the_page(document, page)
    except scan.TooManyDots:
        return {"reason": "dots"}
    except (scan.NotAPicture, pdfium.PdfiumError, pdf.PasswordNeeded, IndexError):
        return {"reason": "broken"}
    found = scan.recognised(picture, points, first=begins)
    left = engine.exhausted()
    words = found.words
    if begins:
        source = compose([words], ("recognised",))
        if secret(source):
            return {"secret": True}
        words = scan.confirmed(found.picture, points, words, head_lines(source))
    words = found.on_the_page(words, points)
    if not found.quarters:
        words = [*(p for p in words if not _beneath(p, exact)), *exact]
    lines = [(r.upright, r.at, r.start, r.end, r.slope) for r in found.drawn]
    return {
        "rows": [row_of(p) for p in words],
        "drawn": lines,
        "turned": found.quarters,
        "left": left,
    }


def _beneath(piece: Piece, exact: Sequence[Piece]) -> bool:
    """Whether a recognised word stands where the file itself says what is written."""
    box = piece.place or piece.box
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return any(
        p.box.left - 1 <= x <= p.box.right + 1 and p.box.top - 1 <= y <= p.box.bottom + 1
        for p in exact
    )


def assemble(
    handle: int,
    *,
    pages: list[dict[str, Any]],
    of: int,
    whole: bool,
    on: str | None = None,
    with_text: bool = False,
    keep: bool = False,
) -> dict[str, Any]:
    """The reading of recognised pages; where not the whole file is one scan, with its pages of text."""
    known = {page["page"]: page for page in pages}
    texts: list[pdf.PageText] = []
    notes = ("recognised",) if whole or 0 in known else ()
    if not whole:
        texts = list(pdf.pages(pdf.open_pdf(_bytes(handle) or b"")))
        notes = (*notes, "recognised_pages")
    words: list[list[Piece]] = []
    drawn: list[list[Ruling]] = []
    for number in range(max(known) + 1 if whole else of):
        if number in known:
            words.append(pieces_of(known[number]["rows"]))
            drawn.append([Ruling(*line) for line in known[number]["drawn"]])
        elif number < len(texts) and not texts[number].unread:
            words.append(texts[number].words)
            drawn.append(texts[number].drawn)
        else:
            words.append([])
            drawn.append([])
    return answer(compose(words, notes, drawn), on, with_text, keep)


def row_of(piece: Piece) -> tuple[Any, ...]:
    """A word as a plain row."""
    place = piece.place or piece.box
    return (piece.text, *piece.box.as_list(), piece.sure, piece.origin, *place.as_list())


def pieces_of(rows: Any) -> list[Piece]:
    """The words of a page from their plain rows."""
    return [Piece(row[0], Box(*row[1:5]), row[6], row[5], Box(*row[7:11])) for row in rows]


def answer(source: Source, on: str | None, with_text: bool, keep: bool) -> dict[str, Any]:
    """The reading as plain data; the source goes along unless the paper is refused."""
    day = date.fromisoformat(on) if on else None
    reading = read_source(source, default_directory(), day)
    out: dict[str, Any] = {"reading": to_json(reading, with_text=with_text)}
    if keep and reading.verdict == "read":
        out["source"] = {
            "text": source.text,
            "page_starts": source.page_starts,
            "notes": source.notes,
            "stamped": source.stamped,
            "words": [
                (w.start, w.end, w.page, *w.box.as_list(), w.origin, w.sure) for w in source.words
            ],
        }
    return out


def source_from_plain(data: dict[str, Any]) -> Source:
    """The source that `answer` sent along."""
    words = tuple(Placed(w[0], w[1], w[2], Box(*w[3:7]), w[7], w[8]) for w in data["words"])
    return Source(
        data["text"], tuple(data["page_starts"]), words, tuple(data["notes"]), data["stamped"]
    )


def prepare() -> None:
    """Load what every reading needs once, in the parent of all children."""
    text = "Kính gửi: Sở Nội vụ\n\nGiao Sở Nội vụ rà soát hồ sơ theo Quyết định số 1/QĐ-UBND./.\n"
    read_source(source_from_text(text), default_directory(), date(2021, 1, 1))
    if scan.available():
        engine.library()


def dispatch(handle: int, *, what: str, **arguments: Any) -> dict[str, Any]:
    """The door of the sandbox: one of read, recognise, assemble, convert."""
    return _DOORS[what](handle, **arguments)


_DOORS: dict[str, Callable[..., dict[str, Any]]] = {
    "read": read,
    "recognise": recognise,
    "assemble": assemble,
    "convert": convert,
}
