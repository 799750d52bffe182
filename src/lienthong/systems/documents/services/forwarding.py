"""Forwarding: an e-document is passed on unchanged with one's own instruction, never copied (Đ25)."""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.access.actor import Actor, Forbidden
from lienthong.kernel.facts.recording import act

from ..choices import Channel
from ..models import IncomingDocument
from ..policies import can_forward
from .recipients import RecipientLine, meaning


class CannotForward(Exception):
    """This paper is not passed on by the exchange; says what to do instead."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def receivers_of_phrases(phrases: Sequence[str], on: dt.date, within: int) -> list[int]:
    """The agencies that the phrases mean on the day.

    Raises `Unresolvable`, `CannotForward` for a phrase that names nobody reached by the exchange.
    """
    found: list[int] = []
    for phrase in phrases:
        meant = meaning(RecipientLine(phrase), on, within)
        if not meant.agency_ids:
            raise CannotForward(
                _("Không tìm thấy cơ quan nhận “%(phrase)s” trên liên thông. Ghi đúng tên cơ quan.")
                % {"phrase": phrase}
            )
        found += [pk for pk in meant.agency_ids if pk not in found and pk != within]
    if not found:
        raise CannotForward(_("Hãy ghi nơi nhận chuyển tiếp."))
    return found


def forward_incoming(
    *,
    document: IncomingDocument,
    phrases: Sequence[str],
    instruction: str,
    by: Actor,
    at: dt.datetime,
) -> int:
    """Pass a registered paper on, byte for byte, with the instruction; returns to how many.

    Done again with the same receivers it changes nothing. Raises `Forbidden`, `CannotForward`,
    `Unresolvable` and what the exchange refuses.
    """
    if not can_forward(by, document):
        raise Forbidden(_("Chỉ văn thư hoặc lãnh đạo của cơ quan nhận được chuyển tiếp."))
    if document.channel != Channel.EXCHANGE or document.delivery is None:
        raise CannotForward(
            _("Chỉ văn bản đến qua liên thông được chuyển tiếp. Văn bản giấy: sao y hoặc ban hành "
              "văn bản triển khai.")
        )  # fmt: skip
    if document.entry_id is None:
        raise CannotForward(_("Hãy vào sổ văn bản đến trước khi chuyển tiếp."))
    receivers = receivers_of_phrases(phrases, timezone.localdate(at), document.agency_id)
    files = exchange.list_files(by, document.delivery.package)
    digests = [file.sha256 for file in files]
    if document.file is not None and digests:
        digests[0] = document.file.sha256
    with act("documents.forwarded", by=by, at=at, subject=document):
        sent = exchange.forward(
            delivery=document.delivery,
            receivers=receivers,
            instruction=instruction.strip(),
            digests=digests,
            by=by,
            at=at,
        )
    return len(sent)
