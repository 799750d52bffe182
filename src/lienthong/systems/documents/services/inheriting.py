"""The successor's clerk takes over the open papers of an ended agency that nobody took by name.

A paper that was registered and not passed on when its agency ended waits at văn thư of nobody. The
sheet of the handover proposes a taker; this is the same act, done where the paper lies.
"""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies import services as structure
from lienthong.kernel.facts.recording import act

from ..choices import Verb
from ..models import IncomingDocument
from ..queries.incoming import inherited
from .handover.papers import IncomingPapers

KIND = "documents.incoming"
MOST = 200  # papers in one act


class NotInherited(Exception):
    """Papers that cannot be taken over as they stand; says what to do."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def take_over_inherited(*, papers: Sequence[int], by: Actor, at: dt.datetime) -> int:
    """Take open papers of ended predecessors over, all of them or none; returns how many.

    What waited at văn thư or for a leader waits with the own văn thư now, with its number, its
    deadline and its story. Raises `Forbidden`, `NotInherited`.
    """
    require(by, Verb.RECEIVE)
    wanted = sorted(set(papers))
    if not wanted:
        raise NotInherited(_("Hãy chọn ít nhất một văn bản."))
    if len(wanted) > MOST:
        raise NotInherited(_("Mỗi lần nhận nhiều nhất %(most)d văn bản.") % {"most": MOST})
    with act("documents.inherited", by=by, at=at):
        rows = inherited(by).select_for_update(of=("self",)).filter(pk__in=wanted)
        found = list(rows.order_by("pk"))
        if len(found) != len(wanted):
            raise NotInherited(
                _("Có văn bản đã được nơi khác nhận hoặc không còn chờ. Hãy tải lại danh sách.")
            )
        _refuse_living(found, by, timezone.localdate(at))
        ids = [paper.pk for paper in found]
        IncomingPapers().hand_over(ids, to_agency_id=by.agency_id, to_person_id=None, by=by, at=at)
        structure.settle(
            kind=KIND, item_ids=ids, agency_id=by.agency_id, by=by, at=at,
            note=_("Văn thư nhận tại danh sách văn bản chờ nhận"),
        )  # fmt: skip
    return len(ids)


def _refuse_living(papers: Sequence[IncomingDocument], by: Actor, on: dt.date) -> None:
    """Only the papers of agencies that are no more, by one of those that stand for them now."""
    for agency_id in {paper.agency_id for paper in papers}:
        heirs = agencies.alive_successors(agency_id, on)
        if agency_id in heirs or by.agency_id not in heirs:
            raise NotInherited(_("Cơ quan cũ còn hoạt động, hoặc có cơ quan khác kế tiếp."))
