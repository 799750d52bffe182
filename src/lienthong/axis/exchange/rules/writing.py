"""Writing an envelope in the order of the hub's kit, always with the `edXML:` prefix.

The root and the files stand in the default namespace, everything of the envelope under the prefix:
the hub's validator is known to refuse other forms.
"""

import datetime as dt
from typing import cast

from lxml import etree

from . import conformance, payloads
from .clocks import VIETNAM
from .messages import (
    Attachment,
    Business,
    DocumentMessage,
    OtherInfo,
    Party,
    ResponseFor,
    Staff,
    StatusMessage,
)

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
OURS = "urn:lienthong:edxml:1"
Node = etree._Element
DEFAULT = cast(dict[str, str], {None: NAMESPACE})  # the stubs know no default namespace


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def add(parent: Node, name: str, value: object = None) -> Node:
    """A child of that name; text, number, date, time or truth value is written as the kit does."""
    node = etree.SubElement(parent, _tag(name))
    if value is not None:
        node.text = _written(value)
    return node


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.astimezone(VIETNAM).strftime("%Y/%m/%d %H:%M:%S")
    if isinstance(value, dt.date):
        return value.strftime("%Y/%m/%d")
    return str(value)


def _optional(parent: Node, name: str, value: object) -> None:
    if value not in ("", None):
        add(parent, name, value)


def _frame() -> tuple[Node, Node, Node]:
    root = etree.Element(_tag("edXML"), nsmap=DEFAULT)
    envelope = etree.SubElement(root, _tag("edXMLEnvelope"), nsmap={"edXML": NAMESPACE})
    header = etree.SubElement(envelope, _tag("edXMLHeader"))
    return root, envelope, header


def document_tree(message: DocumentMessage, attachments: tuple[Attachment, ...] = ()) -> Node:
    """The tree of a document message with its files; raises `conformance.NotConforming`."""
    conformance.check(message)
    root, envelope, header = _frame()
    _document_header(add(header, "MessageHeader"), message)
    _trace(add(header, "TraceHeaderList"), message)
    manifest = add(add(envelope, "edXMLBody"), "edXMLManifest")
    manifest.set("version", "1.0")
    for enclosure in message.enclosures:
        reference = add(manifest, "Reference")
        if enclosure.sha256:
            reference.set(f"{{{OURS}}}sha256", enclosure.sha256)
        add(reference, "ContentId", f"cid:{enclosure.content_id}")
        _optional(reference, "ContentType", enclosure.content_type)
        _optional(reference, "Description", enclosure.description)
        add(reference, "AttachmentName", enclosure.name)
    if attachments:
        attach(root, attachments)
    return root


def status_tree(message: StatusMessage) -> Node:
    """The tree of a status message; raises `conformance.NotConforming`."""
    conformance.check(message)
    root, _envelope, header = _frame()
    node = add(header, "MessageHeader")
    _response(node, message.response_for)
    party_node(node, "From", message.sender)
    add(node, "StatusCode", message.code)
    _optional(node, "Description", message.description)
    add(node, "Timestamp", message.at)
    if message.staff is not None:
        _staff(node, message.staff)
    return root


def serialise(root: Node) -> bytes:
    """The bytes of a .edxml file."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def write(
    message: DocumentMessage | StatusMessage, attachments: tuple[Attachment, ...] = ()
) -> bytes:
    """The .edxml file of a message; raises `conformance.NotConforming`, `hardening.Unreadable`."""
    if isinstance(message, StatusMessage):
        return serialise(status_tree(message))
    return serialise(document_tree(message, attachments))


def party_node(parent: Node, name: str, party: Party) -> Node:
    """An agency as the sender or a receiver."""
    node = add(parent, name)
    add(node, "OrganId", party.organ_id)
    _optional(node, "OrganizationInCharge", party.in_charge)
    add(node, "OrganName", party.name)
    _optional(node, "OrganAdd", party.address)
    _optional(node, "Email", party.email)
    _optional(node, "Telephone", party.telephone)
    _optional(node, "Fax", party.fax)
    _optional(node, "Website", party.website)
    return node


def _response(parent: Node, response: ResponseFor) -> None:
    node = add(parent, "ResponseFor")
    add(node, "OrganId", response.organ_id)
    add(node, "Code", response.code)
    _optional(node, "PromulgationDate", response.issued_on)
    add(node, "DocumentId", response.document_id)


def _staff(parent: Node, staff: Staff) -> None:
    node = add(parent, "StaffInfo")
    _optional(node, "Department", staff.department)
    _optional(node, "Staff", staff.staff)
    _optional(node, "Mobile", staff.mobile)
    _optional(node, "Email", staff.email)


def _document_header(node: Node, message: DocumentMessage) -> None:
    party_node(node, "From", message.sender)
    for receiver in message.receivers:
        party_node(node, "To", receiver)
    add(node, "DocumentId", message.document_id)
    code = add(node, "Code")
    add(code, "CodeNumber", message.number)
    add(code, "CodeNotation", message.notation)
    promulgation = add(node, "PromulgationInfo")
    _optional(promulgation, "Place", message.place)
    add(promulgation, "PromulgationDate", message.issued_on)
    kind = add(node, "DocumentType")
    _optional(kind, "Type", message.type_code)
    _optional(kind, "TypeDetail", message.type_detail)
    add(kind, "TypeName", message.type_name)
    add(node, "Subject", message.subject)
    _optional(node, "Content", message.content)
    signer = add(node, "SignerInfo")
    _optional(signer, "Competence", message.signer.competence)
    _optional(signer, "Position", message.signer.position)
    add(signer, "FullName", message.signer.full_name)
    _optional(node, "DueDate", message.due_on)
    _other(add(node, "OtherInfo"), message.other)
    for response in message.responses:
        _response(node, response)
    for code_of_task in message.task_codes:
        add(add(node, "ResponseForTask"), "TaskCode", code_of_task)
    _optional(node, "SteeringType", message.steering_type)
    if message.places:
        places = add(node, "ToPlaces")
        for place in message.places:
            add(places, "Place", place)
    _optional(node, "ApplicationType", message.application_type)


def _other(node: Node, other: OtherInfo) -> None:
    add(node, "Priority", other.priority)
    _optional(node, "SphereOfPromulgation", other.sphere)
    _optional(node, "TyperNotation", other.typer_notation)
    _optional(node, "PromulgationAmount", other.amount)
    _optional(node, "PageAmount", other.pages)
    _optional(node, "Direction", other.direction)
    if other.appendixes:
        appendixes = add(node, "Appendixes")
        for appendix in other.appendixes:
            add(appendixes, "Appendix", appendix)


def _trace(node: Node, message: DocumentMessage) -> None:
    for hop in message.trace:
        header = add(node, "TraceHeader")
        add(header, "OrganId", hop.organ_id)
        add(header, "Timestamp", hop.at)
    if message.business is not None:
        _business(add(node, "Bussiness"), message.business)


def _business(node: Node, business: Business) -> None:
    _optional(node, "DocumentId", business.document_id)
    add(node, "BussinessDocType", business.kind)
    _optional(node, "BussinessDocReason", business.reason)
    _optional(node, "Paper", business.paper)
    if business.update is not None:
        info = add(node, "BussinessDocumentInfo")
        add(info, "DocumentInfo", int(business.update.information))
        add(info, "DocumentReceiver", int(business.update.receivers))
        if business.update.changes:
            receivers = add(info, "ReceiverList")
            for change in business.update.changes:
                receiver = add(receivers, "Receiver")
                add(receiver, "OrganId", change.organ_id)
                add(receiver, "ReceiverType", int(change.added))
    if business.replacements:
        replaced = add(node, "ReplacementInfoList")
        for replacement in business.replacements:
            info = add(replaced, "ReplacementInfo")
            add(info, "DocumentId", replacement.document_id)
            organs = add(info, "OrganIdList")
            for organ_id in replacement.organ_ids:
                add(organs, "OrganId", organ_id)
    for staff in business.staff:
        _staff(node, staff)


def attach(root: Node, attachments: tuple[Attachment, ...]) -> None:
    """Put the files behind the envelope, outside what its signature covers."""
    encoded = etree.SubElement(root, _tag("AttachmentEncoded"))
    for attachment in attachments:
        enclosure = attachment.enclosure
        text, content_type = payloads.encode(attachment.payload, enclosure.name)
        node = add(encoded, "Attachment")
        add(node, "ContentId", f"cid:{enclosure.content_id}")
        add(node, "AttachmentName", enclosure.name)
        _optional(node, "Description", enclosure.description)
        add(node, "ContentType", content_type)
        content = etree.SubElement(node, _tag("ContentTransferEncoded"), nsmap={"edXML": NAMESPACE})
        content.text = text
