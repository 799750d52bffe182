"""A file taken out of the system: one PDF in order of time, and XML with the metadata of Annex VI.

PL VI I.III.4.g of NĐ 30/2020. The merged PDF is for reading; the signed originals, whose signatures
a merge would break, are embedded in it byte for byte.
"""

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from lxml import etree
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from lienthong.axis.papers import api as papers
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.services import log_access, open_file

from ..models import WorkFile
from ..queries import file_metadata as metadata
from ..queries.keeping import Content, contents
from .keeping import FileRefused

MOST_BYTES = 500 * 1024 * 1024
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A paper with its bytes and pages; no bytes where there is no file or it may not be read."""

    content: Content
    name: str
    data: bytes
    pages: int


def _refuse_destroyed(file: WorkFile) -> None:
    if file.destroyed_at is not None:
        raise FileRefused(_("Hồ sơ đã hủy theo %s, không còn gì để kết xuất.") % file.destroyed_by)


def export_pdf(*, file: WorkFile, by: Actor, at: dt.datetime) -> bytes:
    """Contents list and all papers in order of time in one PDF, the originals embedded.

    Records the taking out. Raises `FileRefused` when the papers are too large for one file.
    """
    _refuse_destroyed(file)
    loaded = _load(file, by)
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(_contents_list(file, loaded, by, at))))
    for paper in loaded:
        if paper.pages:
            writer.append(
                PdfReader(io.BytesIO(paper.data)), outline_item=f"{paper.content.ordinal:03d}"
            )
        if paper.data:
            writer.add_attachment(paper.name, paper.data)
    writer.add_attachment("ho-so.xml", _xml(file, loaded, by))
    writer.add_metadata({"/Title": file.title, "/Subject": metadata.code_of_file(file)})
    made = io.BytesIO()
    writer.write(made)
    _log(file, by, at)
    return made.getvalue()


def export_xml(*, file: WorkFile, by: Actor, at: dt.datetime) -> bytes:
    """The metadata of the file and of each paper under the names of Annex VI part II."""
    _refuse_destroyed(file)
    made = _xml(file, _load(file, by), by)
    _log(file, by, at)
    return made


def contents_list(*, file: WorkFile, by: Actor, at: dt.datetime) -> bytes:
    """Mục lục văn bản trong hồ sơ as a PDF (Đ29.4.d, PL VI I.V.5)."""
    return _contents_list(file, _load(file, by), by, at)


def _log(file: Model, by: Actor, at: dt.datetime) -> None:
    log_access(kind="download", subject=file, by=by, at=at)


def _file_of(content: Content) -> StoredFile | None:
    item = content.item
    if item.incoming is not None:
        return item.incoming.file
    if item.outgoing is not None:
        version = item.outgoing.current_version
        return version.file if version is not None else None
    return item.stored_file


def _load(file: WorkFile, by: Actor) -> list[Loaded]:
    loaded, total = [], 0
    for content in contents(by, file):
        stored = _file_of(content) if content.seen else None
        if stored is None or stored.destroyed:
            loaded.append(Loaded(content, "", b"", 0))
            continue
        total += stored.size
        if total > MOST_BYTES:
            raise FileRefused(_("Hồ sơ lớn hơn 500 MB. Hãy tải từng văn bản."))
        with open_file(stored) as stream:
            data = stream.read()
        pages = _pages(data) if stored.media_type == PDF else 0
        loaded.append(Loaded(content, f"{content.ordinal:03d}-{stored.name}", data, pages))
    return loaded


def _pages(data: bytes) -> int:
    """Pages of a PDF; none for one that cannot be read, which then is embedded only."""
    try:
        return len(PdfReader(io.BytesIO(data)).pages)
    except (PyPdfError, ValueError, KeyError):
        return 0


def _contents_list(file: WorkFile, loaded: Sequence[Loaded], by: Actor, at: dt.datetime) -> bytes:
    named = agencies.names_of([file.agency_id])[file.agency_id]
    rows = []
    for paper in loaded:
        fields = metadata.paper_fields(file, paper.content, paper.pages, by)
        number = "/".join(p for p in (fields.get("CodeNumber"), fields.get("CodeNotation")) if p)
        subject = ": ".join(p for p in (fields.get("TypeName"), fields.get("Subject")) if p)
        rows.append(
            (
                str(paper.content.ordinal),
                number,
                str(fields.get("IssuedDate", "")),
                subject or str(fields.get("Description", "")),
                str(fields.get("OrganName", "")),
                str(paper.pages or ""),
                str(fields.get("Description", "")) if subject else "",
            )
        )
    pages = sum(paper.pages for paper in loaded)
    return papers.render_list(
        papers.ListData(
            title="MỤC LỤC VĂN BẢN TRONG HỒ SƠ",
            agency=named.name,
            front=(
                f"Hồ sơ số: {metadata.code_of_file(file)}",
                file.title,
                f"Thời hạn bảo quản: {file.retention}",
                f"Số văn bản: {len(loaded)}. Số trang: {pages}",
            ),
            columns=(
                papers.ListColumn("Số TT", 1.0, "centre"),
                papers.ListColumn("Số, ký hiệu văn bản", 2.6),
                papers.ListColumn("Ngày tháng văn bản", 2.0, "centre"),
                papers.ListColumn("Tên loại và trích yếu nội dung văn bản", 7.0),
                papers.ListColumn("Tác giả văn bản", 3.2),
                papers.ListColumn("Số trang", 1.2, "centre"),
                papers.ListColumn("Ghi chú", 2.6),
            ),
            rows=tuple(rows),
        ),
        at=at,
    ).pdf


def _xml(file: WorkFile, loaded: Sequence[Loaded], by: Actor) -> bytes:
    root = etree.Element("File")
    shown = [paper.content for paper in loaded]
    pages = sum(paper.pages for paper in loaded)
    _write(root, metadata.file_fields(file, shown, pages))
    listed = etree.SubElement(root, "Documents")
    for paper in loaded:
        node = etree.SubElement(listed, _element(paper.content))
        _write(node, metadata.paper_fields(file, paper.content, paper.pages, by))
        if paper.name:
            etree.SubElement(node, "Attachment").text = paper.name
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _element(content: Content) -> str:
    if content.item.incoming is not None:
        return "IncomingDocument"
    return "OutgoingDocument" if content.item.outgoing is not None else "Record"


def _write(parent: Any, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            node = etree.SubElement(parent, name)
            if isinstance(one, Mapping):
                _write(node, one)
            else:
                node.text = "".join(c for c in str(one) if c >= " " or c in "\t\n")
