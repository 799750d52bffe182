"""A document of the database as the letter that axis.papers sets, and the version that comes of it."""

import datetime as dt
import hashlib
import io

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


def letter_of(document: OutgoingDocument, on: dt.date) -> papers.LetterData:
    """The letter as it would be set on a day; raises `NoSignatory`."""
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
        recipients=_recipients(document),
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


def _recipients(document: OutgoingDocument) -> tuple[papers.Recipient, ...]:
    lines: list[papers.Recipient] = []
    if document.addressees:
        lines.append(papers.Recipient("Như trên", papers.Purpose.ACT))
    for line in document.recipients.exclude(purpose=Purpose.FILE).order_by("position", "id"):
        if line.phrase in document.addressees or any(r.name == line.phrase for r in lines):
            continue
        purpose = papers.Purpose.ACT if line.purpose == Purpose.ACT else papers.Purpose.INFORM
        lines.append(papers.Recipient(line.phrase, purpose))
    return tuple(lines)


def _filed_at(document: OutgoingDocument) -> str:
    unit = document.notation.rsplit("-", 1)[-1]
    return f"VT, {unit}" if unit and unit != "VT" else "VT"


def _signatory(document: OutgoingDocument) -> papers.Signatory:
    post, person = document.signatory_post, document.signatory
    assert post is not None and person is not None  # noqa: PT018, S101  letter_of asked before
    lines: tuple[papers.AuthorityLine, ...] = ()
    authority = Authority(document.authority)
    if authority is not Authority.IN_OWN_RIGHT:
        of = (
            head_title(document.agency_id).upper()
            if authority is not Authority.FOR_COLLECTIVE
            else _collective(document)
        )
        lines = (papers.AuthorityLine(_AUTHORITY[authority], of),)
    return papers.Signatory(name=person.name, post=post.title, authority=lines)


def head_title(agency_id: int) -> str:
    """The title of the head of the agency, as a line of authority names it."""
    post = Post.objects.filter(agency_id=agency_id, kind="head").order_by("-id").first()
    return post.title if post is not None else ""


def _collective(document: OutgoingDocument) -> str:
    return "ỦY BAN NHÂN DÂN" if document.agency.kind == "peoples_committee" else ""


def render(document: OutgoingDocument, at: dt.datetime) -> papers.RenderedLetter:
    """The letter as PDF/A with its places. Raises `NoSignatory` and what axis.papers refuses."""
    return papers.render_letter(letter_of(document, at.date()), at=at)


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
    name = f"{document.reference or document.notation}-{number}.pdf".replace("/", "-")
    stored = store(io.BytesIO(pdf), name=name, agency_id=document.agency_id, by=by, at=at)
    version = DocumentVersion.objects.create(
        document=document,
        number=number,
        kind=kind,
        author_id=by.person_id,
        content=snapshot(document),
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
        "recipients": [
            [r.phrase, r.purpose] for r in document.recipients.order_by("position", "id")
        ],
        "urgency": document.urgency,
        "signatory": document.signatory_id,
        "authority": document.authority,
    }
