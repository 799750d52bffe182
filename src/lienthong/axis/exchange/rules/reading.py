"""Reading an envelope by the names of its elements, in any order, with or without prefixes.

Producers differ in order, prefixes and labels; identity does not: what appears twice or cannot be
told apart is refused. Values that cannot be read are absent and named in the warnings.
"""

import datetime as dt
from dataclasses import replace

from django.utils.translation import gettext as _

from . import payloads
from .conformance import NotConforming, faults_of
from .elements import (
    DATE_FORMS,
    TIME_FORMS,
    Node,
    child,
    children,
    content_key,
    moment,
    name_of,
    text,
    texts,
)
from .hardening import MAX_ENVELOPE, Unreadable, parse
from .messages import (
    Attachment,
    Business,
    DocumentMessage,
    Enclosure,
    Envelope,
    Hop,
    OtherInfo,
    Party,
    ReceiverChange,
    Replacement,
    ResponseFor,
    Signer,
    Staff,
    StatusMessage,
    Update,
)
from .writing import OURS


def read(data: bytes, *, limit: int = MAX_ENVELOPE) -> Envelope:
    """The envelope in the bytes, all or nothing; raises `Unreadable` or `NotConforming`."""
    return read_tree(parse(data, limit=limit))


def read_tree(root: Node) -> Envelope:
    """The envelope in a parsed tree; raises `Unreadable` or `NotConforming`."""
    if name_of(root) != "edXML":
        raise Unreadable(_("Tệp không phải gói tin edXML."))
    reader = _Reader()
    message = reader.message(root)
    attachments: tuple[Attachment, ...] = ()
    if isinstance(message, DocumentMessage):
        attachments = reader.attachments(root, message)
        message = replace(message, enclosures=tuple(a.enclosure for a in attachments))
    faults = faults_of(message)
    fatal = [fault.text for fault in faults if fault.fatal]
    if fatal:
        raise NotConforming(fatal)
    warnings = (*reader.warnings, *(fault.text for fault in faults))
    return Envelope(message, attachments, tuple(dict.fromkeys(warnings)))


def read_header(root: Node) -> DocumentMessage | StatusMessage:
    """The message in a parsed tree, whose files lie elsewhere; raises `NotConforming`."""
    return _Reader().message(root)


class _Reader:
    """Reads one envelope and collects what could not be read."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def message(self, root: Node) -> DocumentMessage | StatusMessage:
        envelope = child(root, "edXMLEnvelope")
        header = child(envelope, "edXMLHeader")
        node = child(header, "MessageHeader")
        if node is None:
            raise NotConforming([_("Thiếu phần đầu gói tin (MessageHeader).")])
        if child(node, "StatusCode") is not None:
            return self._status(node)
        manifest = child(child(envelope, "edXMLBody"), "edXMLManifest")
        return self._document(node, child(header, "TraceHeaderList"), manifest)

    def _document(self, node: Node, trace: Node | None, manifest: Node | None) -> DocumentMessage:
        code, kind = child(node, "Code"), child(node, "DocumentType")
        promulgation, signer = child(node, "PromulgationInfo"), child(node, "SignerInfo")
        issued_on = self._date(promulgation, "PromulgationDate")
        if issued_on is None:
            raise NotConforming([_("Thiếu ngày ban hành hoặc ngày ban hành không đọc được.")])
        return DocumentMessage(
            sender=self._party(child(node, "From")),
            receivers=tuple(self._party(to) for to in children(node, "To")),
            document_id=text(node, "DocumentId"),
            number=text(code, "CodeNumber"),
            notation=text(code, "CodeNotation"),
            place=text(promulgation, "Place"),
            issued_on=issued_on,
            type_code=self._number(kind, "Type"),
            type_detail=self._number(kind, "TypeDetail"),
            type_name=text(kind, "TypeName"),
            subject=text(node, "Subject"),
            content=text(node, "Content"),
            signer=Signer(
                text(signer, "FullName"), text(signer, "Position"), text(signer, "Competence")
            ),
            due_on=self._date(node, "DueDate"),
            other=self._other(child(node, "OtherInfo")),
            responses=tuple(r for n in children(node, "ResponseFor") if (r := self._response(n))),
            steering_type=self._number(node, "SteeringType"),
            places=texts(child(node, "ToPlaces"), "Place"),
            task_codes=tuple(
                code for n in children(node, "ResponseForTask") for code in texts(n, "TaskCode")
            ),
            application_type=text(node, "ApplicationType"),
            trace=self._trace(trace),
            business=self._business(child(trace, "Bussiness")),
            enclosures=tuple(self._enclosure(n) for n in children(manifest, "Reference")),
        )

    def _status(self, node: Node) -> StatusMessage:
        staff = child(node, "StaffInfo")
        at = self._time(node, "Timestamp")
        response = self._response(child(node, "ResponseFor"))
        if response is None:
            raise NotConforming([_("Gói tin trạng thái không nói về văn bản nào.")])
        if at is None:
            raise NotConforming([_("Thiếu thời gian của trạng thái.")])
        return StatusMessage(
            sender=self._party(child(node, "From")),
            response_for=response,
            code=text(node, "StatusCode"),
            at=at,
            description=text(node, "Description"),
            staff=None if staff is None else _staff(staff),
        )

    def _party(self, node: Node | None) -> Party:
        return Party(
            organ_id=text(node, "OrganId"),
            in_charge=text(node, "OrganizationInCharge"),
            name=text(node, "OrganName"),
            address=text(node, "OrganAdd"),
            email=text(node, "Email"),
            telephone=text(node, "Telephone"),
            fax=text(node, "Fax"),
            website=text(node, "Website"),
        )

    def _response(self, node: Node | None) -> ResponseFor | None:
        """None for the empty group that some producers write."""
        response = ResponseFor(
            organ_id=text(node, "OrganId"),
            code=text(node, "Code"),
            document_id=text(node, "DocumentId"),
            issued_on=self._date(node, "PromulgationDate"),
        )
        return None if response == ResponseFor("", "", "") else response

    def _other(self, node: Node | None) -> OtherInfo:
        priority = self._number(node, "Priority")
        return OtherInfo(
            priority=0 if priority is None else priority,
            sphere=text(node, "SphereOfPromulgation"),
            typer_notation=text(node, "TyperNotation"),
            amount=self._number(node, "PromulgationAmount"),
            pages=self._number(node, "PageAmount"),
            direction={"true": True, "1": True, "false": False, "0": False}.get(
                text(node, "Direction").lower()
            ),
            appendixes=texts(child(node, "Appendixes"), "Appendix"),
        )

    def _trace(self, node: Node | None) -> tuple[Hop, ...]:
        hops = []
        for header in children(node, "TraceHeader"):
            at = self._time(header, "Timestamp")
            if at is not None:
                hops.append(Hop(text(header, "OrganId"), at))
        return tuple(hops)

    def _business(self, node: Node | None) -> Business | None:
        if node is None:
            return None
        kind = self._number(node, "BussinessDocType")
        if kind is None:
            raise NotConforming([_("Thiếu loại nghiệp vụ (BussinessDocType).")])
        return Business(
            kind=kind,
            reason=text(node, "BussinessDocReason"),
            document_id=text(node, "DocumentId"),
            paper=self._number(node, "Paper"),
            update=self._update(list(children(node, "BussinessDocumentInfo"))),
            replacements=tuple(
                Replacement(text(n, "DocumentId"), texts(child(n, "OrganIdList"), "OrganId"))
                for n in children(child(node, "ReplacementInfoList"), "ReplacementInfo")
            ),
            staff=tuple(_staff(n) for n in children(node, "StaffInfo")),
        )

    def _update(self, nodes: list[Node]) -> Update | None:
        if not nodes:
            return None
        return Update(
            information=any(text(n, "DocumentInfo") == "1" for n in nodes),
            receivers=any(text(n, "DocumentReceiver") == "1" for n in nodes),
            changes=tuple(
                ReceiverChange(text(r, "OrganId"), text(r, "ReceiverType") == "1")
                for n in nodes
                for r in children(child(n, "ReceiverList"), "Receiver")
            ),
        )

    def _enclosure(self, node: Node) -> Enclosure:
        return Enclosure(
            content_id=content_key(text(node, "ContentId")),
            name=text(node, "AttachmentName"),
            content_type=text(node, "ContentType"),
            description=text(node, "Description"),
            sha256=node.get(f"{{{OURS}}}sha256", ""),
        )

    def attachments(self, root: Node, message: DocumentMessage) -> tuple[Attachment, ...]:
        """The files in the order of the manifest, then those it does not name (with a warning).

        Raises `NotConforming` when a named one is missing, `Unreadable` when one is broken.
        """
        bodies: dict[str, Node] = {}
        for node in children(child(root, "AttachmentEncoded"), "Attachment"):
            key = content_key(text(node, "ContentId"))
            if key in bodies:
                raise NotConforming([_("Mã tệp đính kèm trống hoặc bị trùng.")])
            bodies[key] = node
        files = []
        for enclosure in message.enclosures:
            body = bodies.pop(enclosure.content_id, None)
            if body is None:
                raise NotConforming(
                    [_("Gói tin thiếu tệp %(name)s ghi trong danh mục.") % {"name": enclosure.name}]
                )
            payload = payloads.decode(text(body, "ContentTransferEncoded"), enclosure.name)
            files.append(Attachment(enclosure, payload))
        for key, body in bodies.items():
            name = text(body, "AttachmentName")
            self.warnings.append(
                _("Tệp %(name)s không có trong danh mục của gói tin.") % {"name": name}
            )
            extra = Enclosure(key, name, text(body, "ContentType"), text(body, "Description"))
            payload = payloads.decode(text(body, "ContentTransferEncoded"), name)
            files.append(Attachment(extra, payload))
        return tuple(files)

    def _number(self, node: Node | None, name: str) -> int | None:
        value = text(node, name)
        if not value:
            return None
        if value.isascii() and value.isdigit() and len(value) <= 9:
            return int(value)
        self.warnings.append(_("%(name)s không phải là số.") % {"name": name})
        return None

    def _date(self, node: Node | None, name: str) -> dt.date | None:
        value = text(node, name)
        found = moment(value, DATE_FORMS) or moment(value, TIME_FORMS)
        if value and found is None:
            self.warnings.append(_("Ngày trong %(name)s không đọc được.") % {"name": name})
        return None if found is None else found.date()

    def _time(self, node: Node | None, name: str) -> dt.datetime | None:
        value = text(node, name)
        found = moment(value.partition(".")[0], TIME_FORMS) or moment(value, DATE_FORMS)
        if value and found is None:
            self.warnings.append(_("Thời gian trong %(name)s không đọc được.") % {"name": name})
        return found


def _staff(node: Node) -> Staff:
    return Staff(
        department=text(node, "Department"),
        staff=text(node, "Staff"),
        mobile=text(node, "Mobile"),
        email=text(node, "Email"),
    )
