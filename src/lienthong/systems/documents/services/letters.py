"""A document of the database as the letter that axis.papers sets, and the version that comes of it."""

import datetime as dt
import hashlib
import io
import json
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.axis.papers import api as papers
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.models import Post
from lienthong.kernel.files.services import store

from ..choices import Authority, CirculationLimit, Purpose, Urgency, VersionKind
from ..models import DocumentVersion, OutgoingDocument
from ..rules import with_ending

_URGENCY = {
    Urgency.NORMAL: papers.Urgency.NORMAL,
    Urgency.URGENT: papers.Urgency.URGENT,
    Urgency.VERY_URGENT: papers.Urgency.VERY_URGENT,
    Urgency.EXPRESS: papers.Urgency.EXPRESS,
}
_AUTHORITY = {
    Authority.FOR_COLLECTIVE: papers.Authority.FOR_COLLECTIVE,
    Authority.ACTING_HEAD: papers.Authority.ACTING_HEAD,
    Authority.FOR_HEAD: papers.Authority.FOR_HEAD,
    Authority.BY_ORDER: papers.Authority.BY_ORDER,
    Authority.BY_DELEGATION: papers.Authority.BY_DELEGATION,
}


class NoSignatory(Exception):
    """The draft names nobody who is to sign."""

    def __init__(self) -> None:
        self.message = _("Chưa chọn người ký. Hãy chọn người có thẩm quyền ký trước khi trình.")
        super().__init__(self.message)


def letter_of(
    document: OutgoingDocument, on: dt.date, lines: Iterable[tuple[str, str]] | None = None
) -> papers.LetterData:
    """The letter as it would be set on a day; raises `NoSignatory`.

    `lines` are (phrase, purpose) of a draft that is not stored yet; else the stored recipients.
    """
    if document.signatory is None or document.signatory_post is None:
        raise NoSignatory
    agency = agencies.name_at(document.agency_id, on).name
    return papers.LetterData(
        type_code=document.type_code,
        agency=agency,
        parent=_parent_line(document, on),
        notation=document.notation,
        number=document.number,
        issue_date=document.issue_date,
        year=(document.issue_date or on).year,
        place=document.place,
        subject=document.subject,
        addressees=tuple(document.addressees),
        body=papers.paragraphs_from_text(with_ending(document.text)),
        recipients=_recipients(document, stored_lines(document) if lines is None else lines),
        filed_at=_filed_at(document),
        signatory=_signatory(document),
        urgency=_URGENCY[Urgency(document.urgency)],
        circulation=(
            str(CirculationLimit(document.circulation_limit).label)
            if document.circulation_limit
            else ""
        ),
    )


def _parent_line(document: OutgoingDocument, on: dt.date) -> str:
    """The superior agency above the name; People's Committees print none (PL I.II.2)."""
    parent = agencies.parent_of(document.agency_id, on)
    kind = document.agency.kind
    if parent is None or kind == "peoples_committee":
        return ""
    return agencies.name_at(parent, on).name


def stored_lines(document: OutgoingDocument) -> list[tuple[str, str]]:
    """Phrase and purpose of each line of the paper, in its order, each once."""
    rows = document.recipients.order_by("position", "id").values_list("phrase", "purpose")
    return list(dict.fromkeys(rows))


def _recipients(
    document: OutgoingDocument, named: Iterable[tuple[str, str]]
) -> tuple[papers.Recipient, ...]:
    lines: list[papers.Recipient] = []
    if document.addressees:
        lines.append(papers.Recipient("Như trên", papers.Purpose.ACT))
    for phrase, purpose in named:
        if purpose == Purpose.FILE or phrase in document.addressees:
            continue
        if any(line.name == phrase for line in lines):
            continue
        acts = papers.Purpose.ACT if purpose == Purpose.ACT else papers.Purpose.INFORM
        lines.append(papers.Recipient(phrase, acts))
    return tuple(lines)


def _filed_at(document: OutgoingDocument) -> str:
    unit = document.notation.rsplit("-", 1)[-1]
    return f"VT, {unit}" if unit and unit != "VT" else "VT"


def _signatory(document: OutgoingDocument) -> papers.Signatory:
    post, person = document.signatory_post, document.signatory
    assert post is not None and person is not None  # noqa: PT018, S101  letter_of asked before
    return papers.Signatory(name=person.name, post=post.title, authority=authority_lines(document))


def authority_lines(document: OutgoingDocument) -> tuple[papers.AuthorityLine, ...]:
    """The lines above the post; a deputy of a collective agency signs TM. and KT. (Đ13.2)."""
    authority = Authority(document.authority)
    if authority is Authority.IN_OWN_RIGHT:
        return ()
    collective = papers.AuthorityLine(papers.Authority.FOR_COLLECTIVE, _collective(document))
    if authority is Authority.FOR_COLLECTIVE:
        return (collective,)
    line = papers.AuthorityLine(_AUTHORITY[authority], head_title(document.agency_id).upper())
    if authority is Authority.FOR_HEAD and collective.of:
        return (collective, line)
    return (line,)


def head_title(agency_id: int) -> str:
    """The title of the head of the agency, as a line of authority names it."""
    post = Post.objects.filter(agency_id=agency_id, kind="head").order_by("-id").first()
    return post.title if post is not None else ""


def _collective(document: OutgoingDocument) -> str:
    return "ỦY BAN NHÂN DÂN" if document.agency.kind == "peoples_committee" else ""


def render(document: OutgoingDocument, at: dt.datetime) -> papers.RenderedLetter:
    """The letter as PDF/A with its places. Raises `NoSignatory` and what axis.papers refuses."""
    return papers.render_letter(letter_of(document, timezone.localdate(at)), at=at)


def add_text_version(
    document: OutgoingDocument, *, by: Actor, at: dt.datetime
) -> DocumentVersion | None:
    """Keep the draft's words as its next version, for comparing; None when nothing changed."""
    content = snapshot(document)
    last = document.versions.order_by("-number").first()
    if last is not None and last.content == content:
        return None
    written = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return DocumentVersion.objects.create(
        document=document,
        number=(last.number if last is not None else 0) + 1,
        author_id=by.person_id,
        content=content,
        digest=hashlib.sha256(written.encode()).hexdigest(),
        created_at=at,
    )


def add_version(
    document: OutgoingDocument,
    *,
    kind: VersionKind,
    pdf: bytes,
    places: dict[str, papers.Box] | dict[str, object],
    by: Actor,
    at: dt.datetime,
) -> DocumentVersion:
    """Keep a PDF as the document's next version and make it the current one."""
    number = document.versions.count() + 1
    content = snapshot(document)
    label = document.reference or document.notation
    name = f"{label}-{number}.pdf".replace("/", "-")
    stored = store(io.BytesIO(pdf), name=name, agency_id=document.agency_id, by=by, at=at)
    version = DocumentVersion.objects.create(
        document=document,
        number=number,
        kind=kind,
        author_id=by.person_id,
        content=content,
        file=stored,
        digest=hashlib.sha256(pdf).hexdigest(),
        places={name: _plain(box) for name, box in places.items()},
        created_at=at,
    )
    document.current_version = version
    return version


def _plain(box: object) -> object:
    if isinstance(box, papers.Box):
        return {"page": box.page, "x": box.x, "y": box.y, "w": box.w, "h": box.h}
    return box


def snapshot(document: OutgoingDocument) -> dict[str, object]:
    """What a version says, for comparing versions side by side."""
    return {
        "type_code": document.type_code,
        "subject": document.subject,
        "text": document.text,
        "addressees": list(document.addressees),
        "recipients": [list(line) for line in stored_lines(document)],
        "urgency": document.urgency,
        "signatory": document.signatory_id,
        "authority": document.authority,
    }
