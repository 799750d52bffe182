"""What an arriving message says of other papers: answers (ResponseFor), recalls, replaces."""

import datetime as dt
from collections.abc import Iterable

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.text import fold

from ..choices import LinkKind
from ..models import IncomingDocument, OutgoingDocument
from .relating import Paper, Reference, bind

CORRECTION = "dinh chinh"


def tie_arrival(
    document: IncomingDocument, message: exchange.DocumentMessage, at: dt.datetime
) -> None:
    """Bind the paper to what its message names, inside the act of its arrival.

    A paper that this office does not hold stays as a reference. Type 1 recalls, type 3 replaces,
    any other answers what its ResponseFor names. Nobody answers his own paper: one that names its
    own sender's corrects it where its subject says so, else it cites it.
    """
    business = message.business
    if message.kind == exchange.BusinessType.RECALL:
        named = [business.document_id] if business else []
        named += [response.document_id for response in message.responses]
        _bind_all(document, LinkKind.RECALLS, dict.fromkeys(named, ""), at)
        return
    if message.kind == exchange.BusinessType.REPLACE and business is not None:
        replaced = [one.document_id for one in business.replacements]
        _bind_all(document, LinkKind.REPLACES, dict.fromkeys(replaced, ""), at)
    own = [one for one in message.responses if _is_own(one, message, document)]
    if own:
        corrects = fold(message.subject).startswith(CORRECTION)
        kind = LinkKind.CORRECTS if corrects else LinkKind.CITES
        _bind_all(document, kind, {one.document_id: one.code for one in own}, at)
    answered = {one.document_id: one.code for one in message.responses if one not in own}
    _bind_all(document, LinkKind.ANSWERS, answered, at)


def _is_own(
    one: exchange.ResponseFor, message: exchange.DocumentMessage, document: IncomingDocument
) -> bool:
    """Whether the sender names a paper of its own, or of an agency whose papers it keeps."""
    if one.organ_id == message.sender.organ_id:
        return True
    if not one.organ_id or document.issuer_id is None:
        return False
    return agencies.had_code(list(_lives(document.issuer_id))[1:], one.organ_id)


def _bind_all(
    document: IncomingDocument, kind: LinkKind, named: dict[str, str], at: dt.datetime
) -> None:
    for document_id, code in named.items():
        if not document_id and not code:
            continue
        to: Paper | None = _held(document, document_id)
        if to is not None and type(to) is type(document) and to.pk == document.pk:
            continue
        bind(source=document, kind=kind, to=to or Reference(code or document_id), at=at)


def _held(document: IncomingDocument, document_id: str) -> Paper | None:
    """The paper of that identifier in the same agency: its own, else one that came to it."""
    if not document_id:
        return None
    own = OutgoingDocument.objects.filter(
        agency_id__in=_lives(document.agency_id), document_id=document_id
    )
    came = IncomingDocument.objects.filter(
        agency_id__in=_lives(document.agency_id), document_id=document_id
    ).exclude(pk=document.pk)
    return own.order_by("pk").first() or came.order_by("pk").first()


def _lives(agency_id: int) -> Iterable[int]:
    return agencies.family(agency_id)
