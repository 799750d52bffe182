"""From a document of one of our agencies to its edXML message and the digests that identify it."""

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lienthong.axis.exchange.choices import BusinessType
from lienthong.axis.exchange.rules import codes, conformance, writing
from lienthong.axis.exchange.rules.messages import (
    Business,
    DocumentMessage,
    Enclosure,
    OtherInfo,
    Party,
    Replacement,
    ResponseFor,
    Signer,
    Staff,
)
from lienthong.kernel.agencies.queries import naming, tree
from lienthong.kernel.files.models import StoredFile


class AgencyWithoutCode(ValueError):
    """An agency has no identification code, so no envelope can name it."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A document that this one answers, as its sender knows it."""

    document_id: str
    reference: str
    issued_on: dt.date | None = None
    issuer_id: int | None = None


@dataclass(frozen=True, slots=True)
class FileIn:
    """A stored file that is to be sent, under the name that it travels by.

    `judged` is the answer of this installation's validator on these bytes, plain data for the
    receiving side here; nothing of it travels.
    """

    stored: StoredFile
    name: str = ""
    description: str = ""
    judged: Mapping[str, Any] | None = None

    @property
    def sent_name(self) -> str:
        """The name in the envelope."""
        return self.name or self.stored.name


def document_id(*, code: str, issued_on: dt.date, reference: str) -> str:
    """The identifier of a document: code of its issuer, day, number and notation as printed."""
    number, _slash, notation = reference.partition("/")
    return codes.build_document_id(code, issued_on, number, notation)


def party_of(agency_id: int, on: dt.date) -> Party:
    """An agency as it names itself on the day; raises `AgencyWithoutCode`."""
    code = naming.sending_code(agency_id, on)
    name = naming.name_at(agency_id, on).name
    if not code:
        raise AgencyWithoutCode(
            _("%(name)s chưa có mã định danh. Hãy khai báo mã trước khi gửi liên thông.")
            % {"name": name}
        )
    above = tree.parent_of(agency_id, on)
    in_charge = naming.names_of([above], on) if above is not None else {}
    return Party(code, name, in_charge[above].name if above in in_charge else "")


def outgoing_message(
    *,
    sender_id: int,
    number: str,
    notation: str,
    issued_on: dt.date,
    type_name: str,
    subject: str,
    signer_name: str,
    signer_post: str = "",
    authority: str = "",
    document_id: str = "",
    type_code: str | int | None = None,
    place: str = "",
    content: str = "",
    priority: int = 0,
    due_date: dt.date | None = None,
    circulation_limit: str = "",
    drafter_mark: str = "",
    copies: int | None = None,
    pages: int | None = None,
    appendixes: Sequence[str] = (),
    places: Sequence[str] = (),
    paper: bool = False,
    answers: Sequence[Answered] = (),
    steering_type: int | None = None,
    task_codes: Sequence[str] = (),
    kind: int = BusinessType.NEW.value,
    reason: str = "",
    recalls: str = "",
    replaces: Sequence[str] = (),
    clerk: str = "Văn thư",
) -> DocumentMessage:
    """The message of a document of one of our agencies, still without receivers and files.

    `places` are the lines of Nơi nhận as printed. A notice of recall has `kind` recall and the
    identifier that it takes back in `recalls`; a replacing document has kind replace and
    `replaces`. The code of the type is its position in Đ7, whatever `type_code` says.
    Raises `AgencyWithoutCode`.
    """
    sender = party_of(sender_id, issued_on)
    return DocumentMessage(
        sender=sender,
        receivers=(),
        document_id=document_id
        or codes.build_document_id(sender.organ_id, issued_on, number, notation),
        number=number,
        notation=notation,
        issued_on=issued_on,
        type_name=type_name,
        type_code=codes.type_code(type_name),
        type_detail=0,
        subject=subject,
        content=content,
        signer=Signer(signer_name, signer_post, authority),
        place=place,
        due_on=due_date,
        other=OtherInfo(
            priority, circulation_limit, drafter_mark, copies, pages, None, tuple(appendixes)
        ),
        responses=tuple(_response(answered, issued_on) for answered in answers),
        steering_type=steering_type,
        places=tuple(place for place in places if place),
        task_codes=tuple(task_codes),
        business=Business(
            kind=kind,
            reason=reason or str(BusinessType(kind).label),
            document_id=recalls,
            paper=int(paper),
            replacements=tuple(Replacement(document_id) for document_id in replaces),
            staff=(Staff(department=clerk),),
        ),
    )


def _response(answered: Answered, on: dt.date) -> ResponseFor:
    code = (
        "" if answered.issuer_id is None else _code_on(answered.issuer_id, on, answered.issued_on)
    )
    return ResponseFor(code, answered.reference, answered.document_id, answered.issued_on)


def _code_on(agency_id: int, on: dt.date, before: dt.date | None) -> str:
    """The code of the agency on the day; of one that has ended, the code that its paper bore."""
    code = naming.sending_code(agency_id, on)
    return code or (naming.sending_code(agency_id, before) if before is not None else "")


def with_files(message: DocumentMessage, files: Sequence[FileIn]) -> DocumentMessage:
    """The message with its manifest: the first file is the document, the rest its annexes."""
    return dataclasses.replace(
        message,
        enclosures=tuple(
            Enclosure(
                f"{position}", file.sent_name, file.stored.media_type,
                file.description or file.sent_name, file.stored.sha256,
            )
            for position, file in enumerate(files, start=1)
        ),
    )  # fmt: skip


def check(message: DocumentMessage) -> None:
    """`conformance.check` on the message as its first receiver would get it."""
    conformance.check(dataclasses.replace(message, receivers=(message.sender,)))


def core_of(message: DocumentMessage) -> bytes:
    """The bytes of a message without receivers and files, as a package keeps it."""
    root = writing.document_tree(dataclasses.replace(message, receivers=(message.sender,)))
    header = root[0][0][0]
    header.remove(next(node for node in header if str(node.tag).endswith("}To")))
    return writing.serialise(root)


def message_digest(message: DocumentMessage) -> str:
    """SHA-256 of all that a message says, but to whom and by which way it goes, and its files,
    which have a digest of their own (`content_digest`) under whatever labels they travel."""
    bare = dataclasses.replace(message, receivers=(), trace=(), enclosures=())
    text = json.dumps(dataclasses.asdict(bare), default=str, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def content_digest(digests: Sequence[str]) -> str:
    """SHA-256 of the files' digests in their order: the identity of what was signed."""
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()
