"""A document of the database as the letter that axis.papers sets, and the version that comes of it."""

import datetime as dt
import hashlib
import io
import json
from collections.abc import Iterable
from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.axis.papers import api as papers
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.models import Agency, Person, Post
from lienthong.kernel.files.services import open_file, store

from ..choices import AnnexPlace, Authority, CirculationLimit, Purpose, Urgency, VersionKind
from ..models import CoSignatory, DocumentVersion, JointIssuer, OutgoingDocument
from ..rules import post_in_agency, with_ending

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
    return papers.LetterData(
        type_code=document.type_code,
        agency=issuing_names(document, on),
        parent=parent_line(document, on),
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
        signatory=_signatory(document, on),
        further_signatories=_further(document, on),
        annexes=_annexes_inside(document),
        urgency=_URGENCY[Urgency(document.urgency)],
        circulation=(
            str(CirculationLimit(document.circulation_limit).label)
            if document.circulation_limit
            else ""
        ),
    )


def issuing_names(document: OutgoingDocument, on: dt.date) -> str:
    """The name in box 2: of a joint paper the lead first, each on its line, joined by a dash."""
    own = agencies.name_at(document.agency_id, on).name
    others = [agencies.name_at(one.issuer_id, on).name for one in joint_issuers(document)]
    return " -\n".join([own, *others])


def parent_line(document: OutgoingDocument, on: dt.date) -> str:
    """The superior agency above the name; People's Committees print none (PL I.II.2).

    A joint paper prints it only where it is the superior of every one of the issuers.
    """
    parents = {_parent(document.agency_id, document.agency.kind, on)} | {
        _parent(one.issuer_id, one.issuer.kind, on) for one in joint_issuers(document)
    }
    return parents.pop() if len(parents) == 1 else ""


def _parent(agency_id: int, kind: str, on: dt.date) -> str:
    parent = agencies.parent_of(agency_id, on)
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


def _signatory(document: OutgoingDocument, on: dt.date) -> papers.Signatory:
    post, person = document.signatory_post, document.signatory
    assert post is not None and person is not None  # noqa: PT018, S101  letter_of asked before
    if joint_issuers(document):
        return _of_agency(person, post, document.authority, document.agency, on)
    return papers.Signatory(name=person.name, post=post.title, authority=authority_lines(document))


def _of_agency(
    person: Person, post: Post, authority: str, agency: Agency, on: dt.date
) -> papers.Signatory:
    """One of the signatories of a paper of several agencies: the uppermost line names his agency.

    As TT 01/2011/TT-BNV Điều 12.2 had it; Decree 30 says nothing of it (M), and without it nobody
    could tell two posts of one name apart.
    """
    name = agencies.name_at(agency.pk, on).name
    lines = lines_of_authority(agency.pk, agency.kind, authority)
    if not lines:
        return papers.Signatory(person.name, post_in_agency(post.title, name), (), sealed=True)
    first = lines[0]
    collective = first.authority is papers.Authority.FOR_COLLECTIVE
    of = name if collective else post_in_agency(head_title(agency.pk), name)
    named = papers.AuthorityLine(first.authority, of.upper())
    return papers.Signatory(person.name, post.title, (named, *lines[1:]), sealed=True)


def _further(document: OutgoingDocument, on: dt.date) -> tuple[papers.Signatory, ...]:
    """Who signs after the first: for the same agency without a seal, each co-issuing one with its own."""
    joint = [
        _of_agency(part.person, part.post, part.authority, part.issuer, on)
        for part in joint_issuers(document)
    ]
    own = [
        papers.Signatory(
            one.person.name, one.post.title, authority_lines(document, one.authority), sealed=False
        )
        for one in co_signers(document)
    ]
    return (*own, *joint)


def joint_issuers(document: OutgoingDocument) -> list[JointIssuer]:
    """The co-issuing agencies in the order of signing; none of a draft that is not stored yet."""
    if document.pk is None:
        return []
    rows = document.joint_issuers.select_related("issuer", "person", "post")
    return list(rows.order_by("position"))


def signer_count(document: OutgoingDocument) -> int:
    """How many people sign the paper, those of the co-issuing agencies included."""
    return 1 + len(co_signers(document)) + len(joint_issuers(document))


def co_signers(document: OutgoingDocument) -> list[CoSignatory]:
    """The further signatories in the order of signing; none of a draft that is not stored yet."""
    if document.pk is None:
        return []
    rows = document.co_signatories.select_related("person", "post")
    return list(rows.order_by("position"))


def _annexes_inside(document: OutgoingDocument) -> tuple[papers.Annex, ...]:
    if document.pk is None:
        return ()
    rows = document.annexes.filter(place=AnnexPlace.INSIDE).order_by("position")
    return tuple(papers.Annex(row.title, annex_body(row.text), row.landscape) for row in rows)


def annex_body(text: str) -> tuple[papers.Paragraph, ...]:
    """The text of an annex as paragraphs; lines whose cells are parted by "|" make a table."""
    body: list[papers.Paragraph] = []
    for is_table, lines in groupby(text.splitlines(), key=lambda line: "|" in line):
        if not is_table:
            body += papers.paragraphs_from_text("\n".join(lines))
            continue
        rows = [tuple(c.strip() for c in line.strip().strip("|").split("|")) for line in lines]
        wide = max(len(row) for row in rows)
        even = [row + ("",) * (wide - len(row)) for row in rows]
        table = papers.Table(
            rows=tuple(even[1:]) or (even[0],), header=(even[0],) if even[1:] else ()
        )
        body.append(papers.Paragraph(papers.ParagraphKind.TABLE, table=table))
    return tuple(body)


def authority_lines(
    document: OutgoingDocument, authority_of: str = ""
) -> tuple[papers.AuthorityLine, ...]:
    """The lines above the post; a deputy of a collective agency signs TM. and KT. (Đ13.2)."""
    return lines_of_authority(
        document.agency_id, document.agency.kind, authority_of or document.authority
    )


def lines_of_authority(
    agency_id: int, kind: str, authority_of: str
) -> tuple[papers.AuthorityLine, ...]:
    """The same for a signatory of any agency, by its kind."""
    authority = Authority(authority_of)
    if authority is Authority.IN_OWN_RIGHT:
        return ()
    collective = papers.AuthorityLine(papers.Authority.FOR_COLLECTIVE, _collective(kind))
    if authority is Authority.FOR_COLLECTIVE:
        return (collective,)
    line = papers.AuthorityLine(_AUTHORITY[authority], head_title(agency_id).upper())
    if authority is Authority.FOR_HEAD and collective.of:
        return (collective, line)
    return (line,)


def head_title(agency_id: int) -> str:
    """The title of the head of the agency, as a line of authority names it."""
    post = Post.objects.filter(agency_id=agency_id, kind="head").order_by("-id").first()
    return post.title if post is not None else ""


def _collective(kind: str) -> str:
    return "ỦY BAN NHÂN DÂN" if kind == "peoples_committee" else ""


def render(document: OutgoingDocument, at: dt.datetime) -> papers.RenderedLetter:
    """The letter as PDF/A with its places, or the uploaded file with its own.

    Raises `NoSignatory`, `PlacesMissing` and what axis.papers refuses.
    """
    if document.draft_file is not None:
        return _uploaded(document)
    return papers.render_letter(letter_of(document, timezone.localdate(at)), at=at)


class PlacesMissing(Exception):
    """An uploaded paper on which some place is not known yet; says which."""

    def __init__(self, lacking: list[str]) -> None:
        self.message = _(
            "Chưa biết chỗ ghi trên tệp: %(places)s. Hãy mở “Đặt vị trí trên trang” rồi trình lại."
        ) % {"places": ", ".join(lacking)}
        super().__init__(self.message)


def _uploaded(document: OutgoingDocument) -> papers.RenderedLetter:
    assert document.draft_file is not None  # noqa: S101  the caller asked
    if document.signatory is None or document.signatory_post is None:
        raise NoSignatory
    lacking = papers.missing_places(document.draft_places, signer_count(document))
    if lacking:
        raise PlacesMissing(lacking)
    with open_file(document.draft_file) as stream:
        pdf = stream.read()
    places = {name: papers.box_from(box) for name, box in document.draft_places.items()}
    report = document.draft_report
    return papers.RenderedLetter(
        pdf=pdf,
        pages=int(report.get("pages", 1)),
        fonts=frozenset(report.get("fonts", ())),
        places=papers.completed(places),
    )


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
        **_parts_of(document),
        **({"file": document.draft_file.sha256} if document.draft_file is not None else {}),
    }


def _parts_of(document: OutgoingDocument) -> dict[str, object]:
    """Annexes and further signatories, where there are any: an approval covers them too."""
    annexes = [
        {
            "title": row.title,
            "place": row.place,
            "text": row.text,
            "sha256": row.file.sha256 if row.file is not None else "",
        }
        for row in document.annexes.select_related("file").order_by("position")
    ]
    signers = [[one.person_id, one.authority] for one in co_signers(document)]
    parts: dict[str, object] = {"annexes": annexes} if annexes else {}
    joint = [[one.issuer_id, one.person_id, one.authority] for one in joint_issuers(document)]
    return (
        parts | ({"co_signers": signers} if signers else {}) | ({"joint": joint} if joint else {})
    )
