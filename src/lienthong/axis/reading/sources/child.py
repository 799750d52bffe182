"""What runs inside the sandbox: from bytes to a reading, or to the reason why there is none."""

import os
from collections.abc import Callable
from datetime import date
from typing import Any

import pypdfium2 as pdfium

from ..rules.directory import default_directory
from ..rules.grid import Ruling
from ..rules.layout import Piece, compose
from ..rules.page import Placed, Source, source_from_text
from ..rules.reader import head_lines, read_source, secret
from ..rules.reading import Box, to_json
from . import engine, pdf, scan, word
from .kinds import Kind, decode, kind_of

SIZE_LIMIT = 120 * 1024 * 1024
_FEW = 40  # letters on a page below which its text layer says nothing
REASONS = {
    "empty": "Tệp rỗng.",
    "large": "Tệp quá lớn.",
    "password": "Tệp PDF có mật khẩu: hãy gửi lại bản không đặt mật khẩu.",
    "old_office": "Tệp Word đời cũ (.doc): hãy lưu lại thành .docx hoặc PDF.",
    "other": "Định dạng tệp không đọc được: hãy gửi PDF, DOCX, ảnh quét hoặc văn bản thuần.",
    "broken": "Tệp hỏng, không mở được.",
    "no_text": "Không có chữ nào đọc được trong tệp.",
}


def read(
    handle: int, *, on: str | None = None, with_text: bool = False, keep: bool = False
) -> dict[str, Any]:
    """{"reading": …} with {"source": …} when `keep`, {"scan": pages} or {"reason": key of REASONS}."""
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
        return {"scan": scan.frames(data), "image": True}
    if kind is Kind.DOCX:
        try:
            text = word.text_of(data)
        except (KeyError, ValueError, OSError, AttributeError, TypeError, IndexError):
            return {"reason": "broken"}
        except Exception as error:  # noqa: BLE001 - lxml and python-docx have no common ancestor
            return {"reason": "broken", "detail": type(error).__name__}
        return answer(source_from_text(text), on, with_text, keep)
    if kind is Kind.TEXT:
        return answer(source_from_text(decode(data)), on, with_text, keep)
    return {"reason": str(kind)}


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
    try:
        document = pdf.open_pdf(data)
    except pdf.PasswordNeeded:
        return {"reason": "password"}
    except pdfium.PdfiumError:
        return {"reason": "broken"}
    read_pages = list(pdf.pages(document))
    pages = [words for words, _ in read_pages]
    letters = [sum(c.isalpha() for p in page for c in p.text) for page in pages]
    if not pages:
        return {"reason": "broken"}
    if sum(letters) < _FEW or (letters[0] < _FEW and sum(letters) < _FEW * len(pages)):
        return {"scan": len(pages), "image": False}
    return compose(pages, rulings=[drawn for _, drawn in read_pages])


def recognise(handle: int, *, page: int, image: bool) -> dict[str, Any]:
    """The words of one scanned page as plain rows, for `assemble`."""
    data = _bytes(handle)
    if data is None:
        return {"reason": "large"}
    try:
        if image:
            picture, points = scan.opened(data, page)
        else:
            picture, points = pdf.picture(pdf.open_pdf(data), page)
    except (scan.NotAPicture, pdfium.PdfiumError, pdf.PasswordNeeded, IndexError):
        return {"reason": "broken"}
    found, drawn = scan.words(picture, points, first=page == 0)
    if page == 0:
        source = compose([found], ("recognised",))
        if secret(source):
            return {"secret": True}
        found = scan.confirmed(picture, points, found, head_lines(source))
    lines = [(r.upright, r.at, r.start, r.end, r.slope) for r in drawn]
    return {"rows": [_row(p) for p in found], "drawn": lines}


def assemble(
    handle: int,
    *,
    pages: list[dict[str, Any]],
    on: str | None = None,
    with_text: bool = False,
    keep: bool = False,
) -> dict[str, Any]:
    """The reading of recognised pages."""
    words = [pieces_of(page["rows"]) for page in pages]
    drawn = [[Ruling(*line) for line in page["drawn"]] for page in pages]
    return answer(compose(words, ("recognised",), drawn), on, with_text, keep)


def _row(piece: Piece) -> tuple[Any, ...]:
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
    """The door of the sandbox: one of read, recognise, assemble."""
    return _DOORS[what](handle, **arguments)


_DOORS: dict[str, Callable[..., dict[str, Any]]] = {
    "read": read,
    "recognise": recognise,
    "assemble": assemble,
}
