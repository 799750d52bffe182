"""Names of issuing agencies learned from corrections: proposed by clerks, used after a decision.

A correction alone changes nothing: an administrator approves, from a day on, and may end it.
"""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.choices import Verb
from lienthong.kernel.agencies.rules.names import folded_key
from lienthong.kernel.facts.recording import act

from ..choices import AliasState
from ..models import IncomingDocument, IssuerAlias

SURE = 0.9  # of a value that an approved alias gives: fills in, and stays below a sure reading


class AliasRefused(Exception):
    """What cannot be decided so; `message` says why and what to do."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def propose_alias(
    *, document: IncomingDocument, written: str, given: str, at: dt.datetime
) -> IssuerAlias | None:
    """A correction of the issuing agency kept as a proposal, inside the act that registers the paper.

    None where both are the same but for marks and spaces, or where it was decided before.
    """
    fields = (document.reading or {}).get("document") or {}
    above = str((fields.get("parent_agency") or {}).get("value") or "")
    key, over = folded_key(written), folded_key(above)
    if not key or not given.strip() or key == folded_key(given):
        return None
    same = IssuerAlias.objects.filter(written_key=key, above_key=over, name=given.strip())
    if same.exclude(state=AliasState.PROPOSED).exists():
        return None
    if same.update(times=F("times") + 1):
        return same.get()
    return IssuerAlias.objects.create(
        written=written, written_key=key, above=above, above_key=over, name=given.strip(),
        document=document, proposed_at=at,
    )  # fmt: skip


def aliases() -> QuerySet[IssuerAlias]:
    """All of them: what waits for a decision first, the most often met first."""
    rows = IssuerAlias.objects.select_related("decided_by", "document")
    return rows.order_by(F("decided_at").desc(nulls_first=True), "-times", "written")


def approve_alias(*, alias: IssuerAlias, since: dt.date, by: Actor, at: dt.datetime) -> IssuerAlias:
    """Let reading use the name from a day on. Raises `AliasRefused`, `Forbidden`."""
    require(by, Verb.DECIDE)
    if alias.state != AliasState.PROPOSED:
        raise AliasRefused(_("Đề nghị này đã được quyết định."))
    known = agencies.find_agency(alias.written, since)
    if known is not None and not alias.above and known != agencies.find_agency(alias.name, since):
        raise AliasRefused(
            _("“%(name)s” là tên chính thức của một cơ quan khác; không dùng làm bí danh được.")
            % {"name": alias.written}
        )
    try:
        with transaction.atomic(), act("documents.alias_used", by=by, at=at, subject=alias):
            _decide(alias, AliasState.USED, "", by, at, DateRange(since, None))
    except IntegrityError as fault:
        raise AliasRefused(
            _("Tên này đang được hiểu là một cơ quan khác. Hãy thôi dùng bí danh kia trước.")
        ) from fault
    return alias


def refuse_alias(*, alias: IssuerAlias, reason: str, by: Actor, at: dt.datetime) -> IssuerAlias:
    """Do not use a proposal; it is not proposed again."""
    require(by, Verb.DECIDE)
    if alias.state != AliasState.PROPOSED:
        raise AliasRefused(_("Đề nghị này đã được quyết định."))
    with act("documents.alias_refused", by=by, at=at, subject=alias):
        _decide(alias, AliasState.REFUSED, _said(reason), by, at, None)
    return alias


def end_alias(
    *, alias: IssuerAlias, last: dt.date, reason: str, by: Actor, at: dt.datetime
) -> IssuerAlias:
    """Stop using a name after a day; papers read before keep what was read."""
    require(by, Verb.DECIDE)
    if alias.state != AliasState.USED or alias.period is None:
        raise AliasRefused(_("Bí danh này không còn dùng."))
    if last < alias.period.lower:
        raise AliasRefused(_("Ngày cuối phải từ ngày bắt đầu trở đi."))
    period = DateRange(alias.period.lower, last + dt.timedelta(days=1))
    with act("documents.alias_ended", by=by, at=at, subject=alias):
        _decide(alias, AliasState.ENDED, _said(reason), by, at, period)
    return alias


def _said(reason: str) -> str:
    if not reason.strip():
        raise AliasRefused(_("Hãy ghi lý do."))
    return reason.strip()


def _decide(
    alias: IssuerAlias,
    state: AliasState,
    reason: str,
    by: Actor,
    at: dt.datetime,
    period: DateRange | None,
) -> None:
    alias.state, alias.reason, alias.period = state, reason, period
    alias.decided_by_id, alias.decided_at = by.person_id, at
    alias.save(update_fields=["state", "reason", "period", "decided_by", "decided_at"])


def with_aliases(found: dict[str, Any], on: dt.date) -> dict[str, Any]:
    """A reading whose issuing agency is named as an approved alias says; the evidence stays the page's."""
    document = found.get("document") or {}
    field = document.get("agency") or {}
    if found.get("verdict") != "read" or not field.get("value"):
        return found
    above = str((document.get("parent_agency") or {}).get("value") or "")
    alias = IssuerAlias.objects.filter(
        written_key=folded_key(str(field["value"])), above_key=folded_key(above),
        period__contains=on,
    ).first()  # fmt: skip
    if alias is None:
        return found
    asked = (found.get("certificate") or {}).get("agency") or {}
    contradicted = asked.get("proven") and asked.get("agrees") is False
    sure = float(field.get("confidence") or 0)
    named = field | {
        "value": alias.name, "written": field["value"], "alias": alias.pk,
        "confidence": sure if contradicted else max(sure, SURE),
    }  # fmt: skip
    return found | {"document": document | {"agency": named}}
