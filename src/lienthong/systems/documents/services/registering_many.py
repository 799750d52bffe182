"""Registering what a clerk has confirmed together: each paper by itself, one fault stops no other."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.workflow import WrongState

from ..choices import Verb
from ..models import IncomingDocument
from ..queries.sure import is_sure
from .incoming import Refused, register_incoming


def register_sure(
    *, documents: Sequence[IncomingDocument], by: Actor, at: dt.datetime
) -> tuple[list[IncomingDocument], list[tuple[IncomingDocument, str]]]:
    """Those that went into the book, and those that did not with the reason.

    A confirmation of many is no look at each field: it counts for nothing in the reader's accuracy.
    """
    require(by, Verb.RECEIVE)
    done: list[IncomingDocument] = []
    left: list[tuple[IncomingDocument, str]] = []
    for document in documents:
        if not is_sure(document):
            left.append((document, _("Có trường chưa chắc: hãy vào sổ riêng văn bản này.")))
            continue
        try:
            done.append(register_incoming(document=document, by=by, at=at))
        except (Refused, WrongState) as refusal:
            left.append((document, str(refusal)))
    return done, left
