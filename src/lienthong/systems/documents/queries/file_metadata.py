"""The metadata of a file and its papers under the names of Annex VI part II, for screen and XML."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from lienthong.axis.papers import api as papers
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies

from .. import rules
from ..models import IncomingDocument, Instruction, OutgoingDocument, WorkFile
from .keeping import Content

PRIORITY = {"normal": "0", "urgent": "1", "very_urgent": "2", "express": "3", "timed_express": "4"}
Fields = dict[str, Any]


def day(value: dt.date | dt.datetime | None) -> str:
    """A day as the annex writes it (ten characters); empty where none is known."""
    return value.strftime("%d/%m/%Y") if value is not None else ""


def file_code(file: WorkFile) -> Fields:
    """FileCode: who keeps the list, the year, the number and symbol."""
    return {
        "OrganId": agencies.sending_code(file.agency_id, file.started_on),
        "FileCatalog": str(file.year),
        "FileNotation": file.notation,
    }


def file_fields(file: WorkFile, items: Sequence[Content], pages: int) -> Fields:
    """The eleven fields of part II section III."""
    return {
        "FileCode": file_code(file),
        "Title": file.title,
        "Maintenance": file.retention,
        "Rights": file.rights,
        "Creator": file.owner.name,
        "Language": file.language,
        "StartDate": day(file.started_on),
        "EndDate": day(file.ended_on),
        "DocTotal": str(len(items)),
        "PageTotal": str(pages),
        "Description": file.note,
    }


def paper_fields(file: WorkFile, content: Content, pages: int, actor: Actor) -> Fields:
    """The fields of a paper by its kind (part II sections I and II), in their order."""
    head: Fields = {"FileCode": file_code(file), "DocOrdinal": str(content.ordinal)}
    paper = content.paper
    if not content.seen:
        return head | {"Description": "Người kết xuất không được xem văn bản này."}
    if isinstance(paper, OutgoingDocument):
        return head | _outgoing(paper, file, pages)
    if isinstance(paper, IncomingDocument):
        return head | _incoming(paper, file, pages)
    return head | {
        "TypeName": "Tài liệu",
        "IssuedDate": day(content.item.dated),
        "Subject": content.item.title,
        "Language": file.language,
        "PageAmount": str(pages),
    }


def _outgoing(paper: OutgoingDocument, file: WorkFile, pages: int) -> Fields:
    on = paper.issue_date or paper.created_at.date()
    named = agencies.names_of([paper.agency_id])
    to = paper.recipients.exclude(agency=None).order_by("position", "pk")
    ids = [row.agency_id for row in to if row.agency_id is not None]
    codes, names = agencies.codes_of(ids, "qd20", on), agencies.names_of(ids)
    return {
        "TypeName": papers.document_type(paper.type_code).name,
        "CodeNumber": paper.number,
        "CodeNotation": paper.notation,
        "IssuedDate": day(paper.issue_date),
        "OrganName": named[paper.agency_id].name,
        "Subject": paper.subject,
        "Language": file.language,
        "PageAmount": str(pages),
        "Description": "" if paper.number else "Bản thảo, chưa phát hành",
        "SignerInfo": {
            "Position": paper.signatory_post.title if paper.signatory_post else "",
            "FullName": paper.signatory.name if paper.signatory else "",
        },
        "To": [{"OrganId": codes.get(pk, ""), "OrganName": names[pk].name} for pk in ids],
        "Priority": PRIORITY.get(paper.urgency, "0"),
        "IssuedAmount": str(paper.recipients.count()),
        "DueDate": day(paper.reply_deadline),
    }


def _incoming(paper: IncomingDocument, file: WorkFile, pages: int) -> Fields:
    lines = Instruction.objects.filter(document=paper).select_related("leader").order_by("at")
    return {
        "TypeName": paper.type_name,
        "CodeNumber": paper.number,
        "CodeNotation": paper.notation,
        "IssuedDate": day(paper.issued_on),
        "OrganName": paper.issuer_name,
        "Subject": paper.subject,
        "Language": file.language,
        "PageAmount": str(pages),
        "Description": paper.forward_note,
        "ArrivalDate": day(paper.arrival_date),
        "ArrivalNumber": str(paper.arrival_number or ""),
        "SignerInfo": {"Position": paper.signer_post, "FullName": paper.signer_name},
        "Priority": PRIORITY.get(paper.urgency, "0"),
        "ToPlaces": str(paper.lead_person or paper.lead_unit or ""),
        "TraceHeaderList": [
            {"Leader": line.leader.name, "At": line.at.isoformat(), "Text": line.text}
            for line in lines
        ]
        + [{"State": str(paper.get_state_display())}],
        "DueDate": day(paper.handling_due_at),
    }


def code_of_file(file: WorkFile) -> str:
    """The file's code in one line, as lists and covers print it."""
    code = file_code(file)
    return rules.file_code(code["OrganId"], file.year, file.notation)
