"""Papers whose original must be paper (X4): the list of rules, asking before the issue, deciding.

X4 takes a paper out of P2 alone, and only when the chief of office approved it before the issue.
"""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, Forbidden, person_of, require
from lienthong.kernel.agencies.choices import Verb as Structure
from lienthong.kernel.facts.recording import act

from ..choices import Decision, OutgoingState, Verb
from ..models import OutgoingDocument, PaperOriginal, PaperOriginalRule
from ..policies import DECIDERS, can_decide_original, can_draft
from ..queries.outgoing import outgoing_for

GONE = (OutgoingState.ISSUED, OutgoingState.RECALLED, OutgoingState.DROPPED)


class NotOriginal(Exception):
    """A rule, a request or a decision that cannot be kept; `message` says why and what to do."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def original_rules() -> QuerySet[PaperOriginalRule]:
    """The whole list, what holds last first."""
    return PaperOriginalRule.objects.select_related("recorded_by").order_by("-period", "code")


def rules_on(on: dt.date) -> QuerySet[PaperOriginalRule]:
    """The rules that hold on a day."""
    return original_rules().filter(period__contains=on)


def add_original_rule(
    *, code: str, title: str, citation: str, since: dt.date, by: Actor, at: dt.datetime
) -> PaperOriginalRule:
    """Put a rule on the list from a day on. Raises `NotOriginal`, `Forbidden`."""
    require(by, Structure.DECIDE)  # of the province: no office writes its own exceptions
    code, title, citation = code.strip().upper(), title.strip(), citation.strip()
    if not (code and title and citation):
        raise NotOriginal(_("Hãy ghi mã, tên và điều khoản buộc dùng bản gốc giấy."))
    try:
        with transaction.atomic(), act("documents.original_rule_added", by=by, at=at) as fact:
            row = PaperOriginalRule.objects.create(
                code=code, title=title, citation=citation, period=DateRange(since, None),
                recorded_by_id=by.person_id, recorded_at=at,
            )  # fmt: skip
            fact.about(row)
    except IntegrityError as fault:
        raise NotOriginal(_("Mã này đã có trong danh sách vào thời gian đó.")) from fault
    return row


def end_original_rule(
    *, row: PaperOriginalRule, last: dt.date, basis: str, by: Actor, at: dt.datetime
) -> PaperOriginalRule:
    """Take a rule off the list after a day, by a citation. Raises `NotOriginal`, `Forbidden`."""
    require(by, Structure.DECIDE)
    if not basis.strip():
        raise NotOriginal(_("Hãy ghi căn cứ thôi áp dụng."))
    if row.period.upper is not None:
        raise NotOriginal(_("Trường hợp này đã được đưa ra khỏi danh sách."))
    if last < row.period.lower:
        raise NotOriginal(_("Ngày cuối phải từ ngày bắt đầu trở đi."))
    with act("documents.original_rule_ended", by=by, at=at, subject=row):
        row.period = DateRange(row.period.lower, last + dt.timedelta(days=1))
        row.ended_basis = basis.strip()
        row.save(update_fields=["period", "ended_basis"])
    return row


def ask_original(
    *, document: OutgoingDocument, rule: PaperOriginalRule, reason: str, by: Actor, at: dt.datetime
) -> PaperOriginal:
    """Ask, before the issue, that the document's original be paper. Raises `NotOriginal`, `Forbidden`."""
    if not can_draft(by, document):
        raise Forbidden(_("Chỉ người soạn và phòng, đơn vị soạn được đề nghị."), Verb.DRAFT)
    if not reason.strip():
        raise NotOriginal(_("Hãy ghi rõ hợp đồng, vụ việc hoặc yêu cầu buộc dùng bản gốc giấy."))
    if not rules_on(timezone.localdate(at)).filter(pk=rule.pk).exists():
        raise NotOriginal(_("Trường hợp này không còn trong danh sách của tỉnh."))
    with act("documents.original_asked", by=by, at=at) as fact:
        _require_unissued(document)
        if (
            PaperOriginal.objects.filter(document=document)
            .exclude(decision=Decision.REFUSED)
            .exists()
        ):
            raise NotOriginal(_("Văn bản này đã có đề nghị bản gốc giấy."))
        row = PaperOriginal.objects.create(
            document=document,
            rule=rule,
            reason=reason.strip(),
            asked_by_id=person_of(by),
            asked_at=at,
        )
        fact.about(row)
    return row


def decide_original(
    *, row: PaperOriginal, approve: bool, said: str, by: Actor, at: dt.datetime
) -> PaperOriginal:
    """The chief of office approves or refuses, before the issue. Raises `NotOriginal`, `Forbidden`."""
    if not can_decide_original(by, row.document):
        raise Forbidden(_("Chỉ Chánh Văn phòng của cơ quan quyết định bản gốc giấy."))
    if not approve and not said.strip():
        raise NotOriginal(_("Hãy ghi lý do không đồng ý."))
    with act("documents.original_decided", by=by, at=at, subject=row):
        locked = PaperOriginal.objects.select_for_update(of=("self",)).get(pk=row.pk)
        document = _require_unissued(locked.document)
        if locked.decision != Decision.WAITING:
            raise NotOriginal(_("Đề nghị này đã được quyết định."))
        locked.decision = Decision.APPROVED if approve else Decision.REFUSED
        locked.said, locked.decided_at = said.strip(), at
        locked.decided_by_id, locked.decided_post_id = person_of(by), by.post_id
        locked.save()
        if approve:
            document.paper_original_rule = locked.rule.code
            document.save(update_fields=["paper_original_rule"])
    return locked


def _require_unissued(document: OutgoingDocument) -> OutgoingDocument:
    locked = OutgoingDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if locked.state in GONE:
        raise NotOriginal(
            _(
                "Văn bản đã phát hành hoặc thôi soạn: ngoại lệ bản gốc giấy phải được duyệt trước đó."
            )
        )
    return locked


def approval_of(document: OutgoingDocument) -> tuple[str, dt.datetime | None]:
    """The rule by which the document's original is paper and when that was approved, or ("", None)."""
    found = (
        PaperOriginal.objects.filter(document=document, decision=Decision.APPROVED)
        .select_related("rule")
        .first()
    )
    return (found.rule.code, found.decided_at) if found is not None else ("", None)


def originals_for(actor: Actor) -> QuerySet[PaperOriginal]:
    """The agency's requests, those that wait first: all for who decides, else of papers one may read."""
    rows = PaperOriginal.objects.filter(document__agency_id=actor.agency_id)
    if actor.post_kind not in DECIDERS:
        rows = rows.filter(document__in=outgoing_for(actor).values("pk"))
    return rows.select_related("document", "rule", "asked_by", "decided_by").order_by(
        "-decision", "-asked_at"
    )
