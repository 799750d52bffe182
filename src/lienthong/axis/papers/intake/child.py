"""What runs in the sandbox on an uploaded paper: is it sane, what is in it, where do fields go.

Answers are plain data; sentences for officials are made outside, where there is a language.
"""

import base64
import os
import zipfile
from typing import Any, Final

from lienthong.kernel.files import office

from .active import active_content
from .finding import find_places
from .letters import page_letters

MOST_BYTES: Final = 50 * 1024 * 1024
MOST_PAGES: Final = 300
MOST_TEXT: Final = 400_000


def prepare() -> None:
    """Load once what every file needs."""
    import pypdf  # noqa: F401
    import pypdfium2  # noqa: F401

    from . import hexed

    hexed.install()


def inspect(handle: int, *, signers: list[str]) -> dict[str, Any]:
    """Faults, pages, fonts, text and the places of fields of a PDF.

    `fault` is "" for a file that may be signed; else a word of `uploads.FAULTS`.
    """
    data = _read(handle)
    if len(data) > MOST_BYTES:
        return {"fault": "large"}
    if not data.startswith(b"%PDF-"):
        return {"fault": "no_pdf"}
    fault, what = active_content(data)
    if fault:
        return {"fault": fault, "what": what}
    return _measured(data, signers)


def _measured(data: bytes, signers: list[str]) -> dict[str, Any]:
    import pypdfium2

    from lienthong.axis.papers.rules import files

    document = pypdfium2.PdfDocument(data)
    try:
        pages = len(document)
        if not 0 < pages <= MOST_PAGES:
            return {"fault": "pages", "what": str(pages)}
        letters = [page_letters(document[index], index) for index in range(pages)]
        text = "\f".join(_text_of(document[index]) for index in range(pages))
    finally:
        document.close()
    if not any(page.letters for page in letters):
        return {"fault": "scan"}
    found = files.measure(data)
    return {
        "fault": "",
        "pages": pages,
        "text": text[:MOST_TEXT],
        "sizes": found.sizes,
        "strips": found.strips,
        "fonts": sorted(found.fonts),
        "loose": sorted(found.loose),
        **find_places(letters, signers),
    }


def _text_of(page: Any) -> str:
    return str(page.get_textpage().get_text_bounded())


def _read(handle: int) -> bytes:
    with os.fdopen(os.dup(handle), "rb") as file:
        file.seek(0)
        return file.read(MOST_BYTES + 1)


def convert(handle: int) -> dict[str, Any]:
    """A .docx as PDF by LibreOffice, under a home of its own and without network.

    Refused before: programs inside, tracked changes, parts that lie outside the file.
    """
    data = _read(handle)
    if len(data) > MOST_BYTES:
        return {"fault": "large"}
    fault = _unfit(handle)
    if fault:
        return {"fault": fault}
    made = office.converted(data, "docx", "pdf:writer_pdf_Export")
    if made is None:
        return {"fault": "not_converted"}
    return {"fault": "", "pdf": base64.b64encode(made).decode()}


def _unfit(handle: int) -> str:
    with os.fdopen(os.dup(handle), "rb") as file:
        file.seek(0)
        try:
            with zipfile.ZipFile(file) as archive:
                return _unfit_parts(archive)
        except (zipfile.BadZipFile, KeyError, OSError, ValueError):
            return "broken"


def _unfit_parts(archive: zipfile.ZipFile) -> str:
    if sum(member.file_size for member in archive.infolist()) > 8 * MOST_BYTES:
        return "large"
    for name in archive.namelist():
        lower = name.lower()
        if "vbaproject" in lower or "/activex/" in lower or "/embeddings/" in lower:
            return "program"
        if lower.endswith(".rels") and _points_outside(archive.read(name)):
            return "outside"
    body = archive.read("word/document.xml")
    if b"<w:ins " in body or b"<w:del " in body or b"<w:moveFrom " in body:
        return "tracked"
    return ""


def _points_outside(rels: bytes) -> bool:
    """Whether a part is fetched from elsewhere; a link that a reader clicks is none of these."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for relation in etree.fromstring(rels, parser):
        external = relation.get("TargetMode", "").lower() == "external"
        if external and not relation.get("Type", "").endswith("/hyperlink"):
            return True
    return False
