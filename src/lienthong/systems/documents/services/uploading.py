"""A finished PDF or DOCX as a draft (Đ10.2): looked at in memory first, kept only when it is sane."""

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.axis.papers import api as papers
from lienthong.axis.reading import api as reading
from lienthong.kernel.access.actor import Actor, person_of, require
from lienthong.kernel.agencies.models import Person
from lienthong.kernel.facts.recording import act
from lienthong.kernel.files import media
from lienthong.kernel.files.services import store

from ..choices import OutgoingState, Verb
from ..models import OutgoingDocument
from ..rules import bears_secrecy_mark
from ..workflow import OUTGOING
from . import letters
from .drafting import Draft, name_signers, write
from .recipients import name_recipients
from .secrecy import SecrecyMarked

MOST_TEXT = 200_000


class PlaceRefused(Exception):
    """A place that the page has no room for."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was looked at and found fit; nothing of it is stored yet."""

    name: str
    pdf: bytes
    docx: bytes | None
    found: papers.Inspected
    read: reading.Reading


def look_at(content: bytes, *, name: str, signers: Sequence[str], on: dt.date) -> Taken:
    """Look at an upload in memory. Raises `SecrecyMarked` and `papers.UploadRefused`."""
    docx: bytes | None = None
    if media.media_type_of(io.BytesIO(content)) == media.DOCX:
        docx, content = content, papers.convert_docx(content)
    found = papers.inspect_upload(content, signers)
    if bears_secrecy_mark(found.text):
        raise SecrecyMarked
    read = reading.read_text(found.text, directory=reading.structure_directory(), on=on)
    if read.verdict == reading.Verdict.SECRET_REFUSED:
        raise SecrecyMarked
    return Taken(name, content, docx, found, read)


def start_uploaded(*, draft: Draft, taken: Taken, by: Actor, at: dt.datetime) -> OutgoingDocument:
    """Open a document whose text is an uploaded file. Raises `Forbidden`, `Unresolvable`."""
    require(by, Verb.DRAFT)
    with act("documents.drafted", by=by, at=at) as fact:
        document = OutgoingDocument(
            agency_id=by.agency_id,
            unit_id=draft.unit_id or by.unit_id,
            drafter_id=person_of(by),
            state=OutgoingState.DRAFTING,
            created_at=at,
        )
        _keep(document, draft, taken, by, at)
        fact.about(document)
    return document


def save_uploaded(
    *, document: OutgoingDocument, draft: Draft, taken: Taken | None, by: Actor, at: dt.datetime
) -> OutgoingDocument:
    """Change what is known of an uploaded paper, and the file where another one comes (`taken`)."""

    def effect(locked: OutgoingDocument) -> None:
        _keep(locked, draft, taken, by, at)

    return OUTGOING.perform(document, "draft", by=by, at=at, effect=effect)


def _keep(
    document: OutgoingDocument, draft: Draft, taken: Taken | None, by: Actor, at: dt.datetime
) -> None:
    text = taken.found.text[:MOST_TEXT] if taken is not None else document.text
    write(document, replace(draft, text=text), at)
    document.approved_digest = ""
    if taken is not None:
        _keep_file(document, taken, by, at)
    document.save()
    name_signers(document, draft)
    document.recipients.all().delete()
    name_recipients(document, draft.recipients, timezone.localdate(at))
    letters.add_text_version(document, by=by, at=at)


def _keep_file(document: OutgoingDocument, taken: Taken, by: Actor, at: dt.datetime) -> None:
    stem = taken.name.rsplit(".", 1)[0] or "van-ban"
    agency = document.agency_id
    document.draft_file = store(
        io.BytesIO(taken.pdf), name=f"{stem}.pdf", agency_id=agency, by=by, at=at,
        accept={"application/pdf"},
    )  # fmt: skip
    document.draft_source = None
    if taken.docx is not None:
        document.draft_source = store(
            io.BytesIO(taken.docx), name=taken.name, agency_id=agency, by=by, at=at
        )
    document.draft_places = _plain(taken.found.places)
    document.draft_report = _report(taken.found)


def _report(found: papers.Inspected) -> dict[str, Any]:
    return {
        "pages": found.form.pages,
        "fonts": list(found.fonts),
        "year": found.year,
        "sizes": [list(size) for size in found.form.sizes_mm],
        "findings": [
            {
                "code": one.code,
                "article": one.article,
                "severity": int(one.severity),
                "message": str(one.message_vi),
            }
            for one in found.form.findings
        ],
    }


def _plain(places: Mapping[str, papers.Box]) -> dict[str, dict[str, float]]:
    return {
        name: {"page": box.page, "x": box.x, "y": box.y, "w": box.w, "h": box.h}
        for name, box in places.items()
    }


def put_places(
    *, document: OutgoingDocument, places: Mapping[str, papers.Box], by: Actor, at: dt.datetime
) -> OutgoingDocument:
    """Keep where the drafter put number, date and signatures on the picture of the page.

    Raises `PlaceRefused` for a box off its page or a signature without room for the seal beside it.
    """
    report = document.draft_report
    if document.draft_file_id is None:
        raise PlaceRefused(_("Văn bản soạn trên mẫu đã có sẵn vị trí, không phải đặt."))
    for name, box in places.items():
        _check_place(name, box, report)

    def effect(locked: OutgoingDocument) -> None:
        kept = {name: papers.box_from(box) for name, box in locked.draft_places.items()}
        moved = {"day", "month"} & set(places)
        for derived in ("date", "year", "seal") if moved else ("seal",):
            kept.pop(derived, None)
        locked.draft_places = _plain(papers.completed(kept | dict(places)))
        locked.approved_digest = ""
        locked.updated_at = at

    return OUTGOING.perform(document, "draft", by=by, at=at, effect=effect)


_MM = 72 / 25.4


def _check_place(name: str, box: papers.Box, report: Mapping[str, Any]) -> None:
    sizes = report.get("sizes") or [[210.0, 297.0]]
    if not 0 <= box.page < int(report.get("pages", 1)):
        raise PlaceRefused(_("Trang đã chọn không có trong tệp."))
    width, height = (side * _MM for side in sizes[min(box.page, len(sizes) - 1)])
    if box.x < 0 or box.y < 0 or box.right > width + 1 or box.top > height + 1 or box.h < 8:
        raise PlaceRefused(_("Vị trí đã đặt vượt ra ngoài trang giấy. Hãy đặt lại."))
    if name == "signature" and (box.x - 24 * _MM < 0 or box.y - 6 * _MM < 0):
        raise PlaceRefused(
            _("Bên trái chữ ký phải còn chỗ cho hình con dấu (điểm a khoản 8 mục II Phụ lục I).")
        )


def printed_names(ids: Sequence[int | None]) -> list[str]:
    """The names that the paper prints under the signatures, in their order."""
    known = dict(Person.objects.filter(pk__in=[pk for pk in ids if pk]).values_list("pk", "name"))
    return [known[pk] for pk in ids if pk in known]
