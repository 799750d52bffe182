"""What reading gives to search: the text of a paper's file and the numbers that it cites.

Derived data without a fact of its own: it can be made anew from the paper at any time, and the
database takes it away with the paper (queries/search_sql.py).
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from lienthong.axis.reading import api as reading
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.services import FileDestroyed, open_file
from lienthong.kernel.files.vault import ContentMissing

from ..models import Citation, DocumentText, IncomingDocument, OutgoingDocument, SearchEntry
from .alone import beside

Paper = IncomingDocument | OutgoingDocument
_READABLE = ("application/pdf", "application/vnd.openxmlformats", "image/", "text/plain")


def keep_text(*, paper: Paper, text: str, sha256: str) -> None:
    """Keep the text of the paper's file, in the place of an earlier one; search finds it at once."""
    _write_text(paper, text, sha256)
    reindex(paper)


def keep_citations(*, paper: Paper, cited: Iterable[Mapping[str, Any]]) -> None:
    """Keep what the paper cites, as the reader tells it (`basis`, `cited_documents`); laws have no
    number and are left out. A number that is cited twice is kept as it stands first."""
    _write_citations(paper, cited)
    reindex(paper)


def keep_reading(
    *, paper: Paper, file: StoredFile, text: str, found: Mapping[str, Any], at: dt.datetime
) -> None:
    """Keep what intake has read already, so that no file is read, and no scan recognised, twice."""
    if text:
        _write_text(paper, text, file.sha256)
    _write_citations(paper, _cited(found))
    reindex(paper)
    SearchEntry.objects.filter(**_of(paper)).update(read_at=at)


def _write_text(paper: Paper, text: str, sha256: str) -> None:
    kept = text.replace("\x00", "")
    DocumentText.objects.update_or_create(
        **_of(paper), defaults={"agency_id": paper.agency_id, "text": kept, "sha256": sha256}
    )


def _write_citations(paper: Paper, cited: Iterable[Mapping[str, Any]]) -> None:
    rows: dict[str, Citation] = {}
    for item in cited:
        number = str(item.get("number") or "").replace("\x00", "").strip()
        key = _keys([number])[0] if number else ""
        if key and key not in rows:
            rows[key] = Citation(
                agency_id=paper.agency_id, reference=number, key=key, dated=_day(item.get("date")),
                kind=item.get("kind") or "", issuer=item.get("issuer") or "",
                role=item.get("role") or "", **_of(paper),
            )  # fmt: skip
    Citation.objects.filter(**_of(paper)).delete()
    Citation.objects.bulk_create(rows.values())


def reindex(paper: Paper) -> None:
    """Make the paper's entry anew from what is kept of it."""
    kind = "incoming" if isinstance(paper, IncomingDocument) else "outgoing"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT documents_index_{kind}(%s, %s)", [paper.pk, paper.pk])


def _of(paper: Paper) -> dict[str, Any]:
    return {"incoming" if isinstance(paper, IncomingDocument) else "outgoing": paper}


def _keys(numbers: list[str]) -> list[str]:
    """The numbers as search compares them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT text_reference(x) FROM unnest(%s::text[]) x", [numbers])
        return [row[0] for row in cursor.fetchall()]


def _day(text: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Read:
    """What a file gave: its text and what it cites; both empty where nothing may or can be read."""

    text: str = ""
    cited: tuple[Mapping[str, Any], ...] = ()


def read_waiting(*, by: Actor, at: dt.datetime, most: int = 50) -> int:
    """Read the papers that search has not read yet, oldest first; returns how many.

    Run by the worker. The same file in many offices is read once in a round, and not again where
    its text is already kept. What cannot be read is marked as done, so that it stops nobody. A file
    may take minutes, so none is read inside a transaction, and what it gave is written paper by
    paper: whoever registers one waits for no other.
    """
    with acting(by):
        waiting = list(
            SearchEntry.objects.filter(read_at=None)
            .order_by("id")
            .values_list("pk", flat=True)[:most]
        )
    if not waiting:
        return 0
    known: dict[str, Read] = {}
    with reading.FileReader(at.date()) as reader:
        for done, pk in enumerate(waiting):
            with beside(apart=False) as free:
                if not free:
                    return done  # the next minute's look goes on
                _read(pk, known, reader, by, at)
    return len(waiting)


def _read(
    pk: int, known: dict[str, Read], reader: reading.FileReader, by: Actor, at: dt.datetime
) -> None:
    with acting(by):
        entry = (
            SearchEntry.objects.filter(pk=pk)
            .select_related("incoming__file", "outgoing__current_version__file")
            .defer("lexemes")
            .first()
        )
        paper = (entry.incoming or entry.outgoing) if entry is not None else None
        if paper is None:
            return  # recalled or put in order meanwhile
        file = _file_to_read(paper)
        if (
            file is not None
            and file.sha256 not in known
            and (kept := _kept(file.sha256)) is not None
        ):
            known[file.sha256] = kept
    if file is not None and file.sha256 not in known:
        known[file.sha256] = _read_file(file, reader)
    with acting(by):
        # The paper before its entry, as every act on a paper does: the other way round, the clerk
        # who registers it and this job would each hold what the other waits for.
        locked = (
            type(paper)
            ._default_manager.select_for_update(of=("self",), no_key=True)
            .filter(pk=paper.pk)
            .first()
        )
        if locked is None or not SearchEntry.objects.filter(pk=pk).exists():
            return
        _keep_read(locked, file, known)
        SearchEntry.objects.filter(pk=pk).update(read_at=at)


def _keep_read(paper: Paper, file: StoredFile | None, known: Mapping[str, Read]) -> None:
    if isinstance(paper, OutgoingDocument) and paper.text:
        cited = _cited(reading.to_json(reading.read_text(paper.text)))
        keep_citations(paper=paper, cited=cited)
        return
    if file is None:
        return
    read = known[file.sha256]
    if read.text:
        _write_text(paper, read.text, file.sha256)
    if read.cited:
        _write_citations(paper, read.cited)
    if read.text or read.cited:
        reindex(paper)


def _file_to_read(paper: Paper) -> StoredFile | None:
    """The paper's file, where its words are not known without it and it is of a kind that is read."""
    if isinstance(paper, OutgoingDocument) and paper.text:
        return None
    file = _file_of(paper)
    if file is None or file.blob_id is None or not file.media_type.startswith(_READABLE):
        return None
    return file


def _file_of(paper: Paper) -> StoredFile | None:
    if isinstance(paper, IncomingDocument):
        return paper.file
    return paper.current_version.file if paper.current_version is not None else None


def _kept(sha256: str) -> Read | None:
    """The reading of the same bytes, where another office has them."""
    text = DocumentText.objects.filter(sha256=sha256).order_by("id").first()
    if text is None:
        return None
    of = {"incoming": text.incoming_id} if text.incoming_id else {"outgoing": text.outgoing_id}
    cited = [
        {"number": c.reference, "date": c.dated.isoformat() if c.dated else None, "kind": c.kind,
         "issuer": c.issuer, "role": c.role}
        for c in Citation.objects.filter(**of).order_by("id")
    ]  # fmt: skip
    return Read(text.text, tuple(cited))


def _read_file(file: StoredFile, reader: reading.FileReader) -> Read:
    try:
        with open_file(file) as stream:
            content = stream.read()
    except (ContentMissing, FileDestroyed):
        return Read()  # told by the integrity check of files; nothing for search
    found = reader.plain(content, with_text=True)
    return Read(found.get("text") or "", tuple(_cited(found)))


def _cited(found: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [*found.get("basis", ()), *found.get("cited_documents", ())]
