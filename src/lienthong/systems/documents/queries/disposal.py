"""Proposals to destroy: their lists, their lines, and which papers stay though their file goes, by name."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit

from ..choices import (
    Channel,
    DisposalLineState,
    DisposedOutcome,
    FileState,
    IncomingState,
    KeepingRuleKind,
    OutgoingState,
)
from ..models import (
    Disposal,
    DisposalLine,
    DisposedItem,
    DocumentLink,
    OutgoingDocument,
    WorkFile,
    WorkFileItem,
)
from .incoming import OPEN, NotSeen
from .keepers import keepers
from .retention import dossier_years_on, rules_on

OPEN_OUT = (
    OutgoingState.ASSIGNED,
    OutgoingState.DRAFTING,
    OutgoingState.CONSULTING,
    OutgoingState.CHECKING,
    OutgoingState.APPROVED,
    OutgoingState.SIGNED,
    OutgoingState.SEALED,
)
GOING = (DisposalLineState.LISTED, DisposalLineState.DESTROYED)


def disposals(actor: Actor) -> QuerySet[Disposal]:
    """The proposals of the agency, newest first, with how many files stand on each."""
    rows = limit(Disposal.objects.all(), actor).filter(agency_id=actor.agency_id)
    return rows.annotate(files=Count("lines", filter=Q(lines__state__in=GOING))).order_by("-pk")


def get_disposal(actor: Actor, pk: int) -> Disposal:
    """One proposal of the own agency; raises `NotSeen`."""
    rows = limit(Disposal.objects.all(), actor).filter(agency_id=actor.agency_id, pk=pk)
    found = rows.select_related(
        "opened_by", "carrier", "witness", "decision_paper", "decision_file", "minutes"
    ).first()
    if found is None:
        raise NotSeen
    return found


def lines_of(disposal: Disposal) -> QuerySet[DisposalLine]:
    """The lines of a proposal in their order, with the papers of each file and what became of them."""
    gone = Count("items", filter=Q(items__outcome=DisposedOutcome.DESTROYED))
    stayed = Count("items", filter=Q(items__outcome=DisposedOutcome.STAYED))
    rows = DisposalLine.objects.filter(disposal=disposal).select_related(
        "file__owner", "file__unit"
    )
    return rows.annotate(gone=gone, stayed=stayed).order_by("position")


def stayed_of(disposal: Disposal) -> QuerySet[DisposedItem]:
    """Papers of the destroyed files of a proposal that stayed, with why."""
    rows = DisposedItem.objects.filter(line__disposal=disposal, outcome=DisposedOutcome.STAYED)
    return rows.select_related("line", "item").order_by("pk")


def paper_counts(files: Iterable[int]) -> dict[int, int]:
    """How many papers stand in each file."""
    rows = WorkFileItem.objects.filter(file_id__in=list(files)).values_list("file_id")
    return dict(rows.annotate(Count("pk")).order_by())


@dataclass(frozen=True, slots=True)
class Staying:
    """A paper of a listed file that does not go, and why, by name."""

    item: WorkFileItem
    why: str


def items_of(files: Collection[int]) -> list[WorkFileItem]:
    """The papers of files, in order."""
    rows = WorkFileItem.objects.filter(file_id__in=list(files))
    return list(
        rows.select_related("file", "incoming", "outgoing", "stored_file").order_by(
            "file_id", "dated", "ordinal"
        )
    )


def staying(items: Sequence[WorkFileItem], disposal: Disposal) -> dict[int, str]:
    """Of these papers, by their place in a file, those that stay and why; a fixed number of queries."""
    arrived = {item.incoming_id for item in items if item.incoming_id is not None}
    issued = {item.outgoing_id for item in items if item.outgoing_id is not None}
    stored = {item.stored_file_id for item in items if item.stored_file_id is not None}
    why: dict[tuple[str, int], list[str]] = defaultdict(list)
    _in_other_files(why, arrived, issued, stored, disposal)
    _unsettled(why, items)
    _cited(why, arrived, issued)
    _under_way(why, items)
    for keeper in keepers():
        for key, reasons in keeper.needs(arrived, issued).items():
            why[key] += reasons
    found = {}
    for item in items:
        reasons = why.get(_key(item), [])
        if reasons and not gone_already(item):
            found[item.pk] = "; ".join(dict.fromkeys(reasons))
    return found


def gone_already(item: WorkFileItem) -> bool:
    """Whether a recall, or another file's destruction, took the paper already."""
    if item.incoming is not None:
        return (
            item.incoming.destroyed_at is not None or item.incoming.state == IncomingState.RECALLED
        )
    if item.outgoing is not None:
        return item.outgoing.destroyed_at is not None
    return item.stored_file is None or item.stored_file.destroyed


def _key(item: WorkFileItem) -> tuple[str, int]:
    if item.incoming_id is not None:
        return "in", item.incoming_id
    if item.outgoing_id is not None:
        return "out", item.outgoing_id
    return "file", item.stored_file_id or 0


def _in_other_files(
    why: dict[tuple[str, int], list[str]],
    arrived: set[int],
    issued: set[int],
    stored: set[int],
    disposal: Disposal,
) -> None:
    """Files that live on: what goes in the same proposal keeps nothing back."""
    going = DisposalLine.objects.filter(disposal=disposal, state__in=GOING).values("file_id")
    rows = (
        WorkFileItem.objects.filter(
            Q(incoming_id__in=arrived) | Q(outgoing_id__in=issued) | Q(stored_file_id__in=stored)
        )
        .exclude(file__state=FileState.DESTROYED)
        .exclude(file_id__in=going)
        .select_related("file")
    )
    for row in rows.order_by("pk"):
        why[_key(row)].append(
            _("còn ở hồ sơ %(no)s “%(title)s” (%(keep)s)")
            % {"no": row.file.notation, "title": row.file.title, "keep": row.file.retention}
        )


def _unsettled(why: dict[tuple[str, int], list[str]], items: Sequence[WorkFileItem]) -> None:
    for item in items:
        if item.outgoing is not None and item.outgoing.state in OPEN_OUT:
            why[_key(item)].append(_("văn bản chưa ban hành"))
        if item.incoming is not None and item.incoming.state in OPEN:
            why[_key(item)].append(_("văn bản chưa giải quyết xong"))
        if item.incoming is not None and item.incoming.recall_requested_at is not None:
            why[_key(item)].append(_("nơi gửi đang yêu cầu thu hồi, cần trả lời trước"))


def _cited(why: dict[tuple[str, int], list[str]], arrived: set[int], issued: set[int]) -> None:
    """Open papers that answer, cite or carry out a paper."""
    links = DocumentLink.objects.filter(
        Q(to_incoming_id__in=arrived) | Q(to_outgoing_id__in=issued)
    ).filter(Q(outgoing__state__in=OPEN_OUT) | Q(incoming__state__in=OPEN))
    for link in links.select_related("outgoing", "incoming").order_by("pk"):
        paper = link.outgoing or link.incoming
        key = ("in", link.to_incoming_id or 0) if link.to_incoming_id else (
            "out", link.to_outgoing_id or 0)  # fmt: skip
        why[key].append(_named(paper))
    answers = OutgoingDocument.objects.filter(
        answers_incoming_id__in=arrived, state__in=OPEN_OUT
    ).order_by("pk")
    for draft in answers:
        why["in", draft.answers_incoming_id or 0].append(_named(draft))


def _named(paper: object) -> str:
    name = getattr(paper, "reference", "") or getattr(paper, "subject", "")
    return _("văn bản đang xử lý “%s” căn cứ, viện dẫn hoặc trả lời") % name


def _under_way(why: dict[tuple[str, int], list[str]], items: Sequence[WorkFileItem]) -> None:
    """What the agency itself sent or forwards and has not arrived yet: its bytes are asked for still."""
    packages: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for item in items:
        if item.outgoing is not None and item.outgoing.package_id is not None:
            packages[item.outgoing.package_id].append(_key(item))
        if item.incoming is not None and item.incoming.delivery is not None:
            packages[item.incoming.delivery.package_id].append(_key(item))
    if not packages:
        return
    senders = {item.file.agency_id for item in items}
    waiting = exchange.Delivery.objects.filter(
        package_id__in=list(packages), sender_id__in=senders, current=True,
        channel=Channel.EXCHANGE, exemption="", arrived_at=None, accepted_at=None,
        ended_at=None,
    )  # fmt: skip
    for package in set(waiting.values_list("package_id", flat=True)):
        for key in packages[package]:
            why[key].append(_("đang gửi, có nơi nhận chưa nhận được"))


@dataclass(frozen=True, slots=True)
class DossierPart:
    """One paper that the rules ask for in the dossier, and whether it is there."""

    title: str
    basis: str
    certain: bool
    there: bool


def dossier(disposal: Disposal, on: dt.date) -> list[DossierPart]:
    """Hồ sơ hủy as the rules of the day name it; what the system makes itself is there by itself."""
    added = set(disposal.dossier.values_list("title", flat=True))
    own = {
        rule.value: (disposal.decision_date is not None)
        if rule.value.lower().startswith("quyết định hủy")
        else (disposal.minutes_id is not None)
        if rule.value.lower().startswith("biên bản hủy")
        else rule.value.lower().startswith("danh mục")
        for rule in rules_on(KeepingRuleKind.DOSSIER_PART, on)
    }
    return [
        DossierPart(rule.value, rule.basis, rule.certain, own[rule.value] or rule.value in added)
        for rule in rules_on(KeepingRuleKind.DOSSIER_PART, on)
    ]


def dossier_kept_through(disposal: Disposal, on: dt.date) -> dt.date | None:
    """Until when the dossier is kept; None before the end, or where no rule says."""
    years = dossier_years_on(on)
    if disposal.ended_at is None or years is None:
        return None
    return dt.date(disposal.ended_at.year + years, 12, 31)


def disposal_of(actor: Actor, file: WorkFile) -> DisposalLine | None:
    """The live line of a file, for its page."""
    rows = limit(DisposalLine.objects.all(), actor).filter(file=file, state__in=GOING)
    return rows.select_related("disposal").order_by(F("pk").desc()).first()
