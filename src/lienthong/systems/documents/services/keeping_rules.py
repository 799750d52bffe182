"""Keeping the dated rules of keeping: terms, how they run, the dossier of a disposal (PL VI I.II.5)."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.agencies.choices import Verb
from lienthong.kernel.facts.recording import act

from .. import rules
from ..choices import Counted, KeepingRuleKind
from ..models import KeepingRule

SINGLE = (KeepingRuleKind.COUNTED, KeepingRuleKind.DOSSIER_YEARS)
MOST_YEARS = 100
COUNTED_WORDS = {"hết năm": Counted.END_OF_YEAR.value, "tròn ngày": Counted.DAY.value}


class RuleRefused(Exception):
    """A rule that cannot be kept; `message` says why and what to do."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def value_words(kind: str, value: str) -> str:
    """What a rule says, in words."""
    if kind == KeepingRuleKind.TERM:
        return rules.retention_words(None if value == rules.FOREVER else int(value))
    if kind == KeepingRuleKind.COUNTED:
        return str(Counted(value).label)
    if kind == KeepingRuleKind.DOSSIER_YEARS:
        return _("%s năm") % value
    return value


def add_keeping_rule(
    *,
    kind: str,
    value: str,
    since: dt.date,
    basis: str,
    certain: bool = False,
    by: Actor,
    at: dt.datetime,
) -> KeepingRule:
    """Put a rule on the list from a day on. Of what has one answer the earlier one ends the day before.

    Raises `RuleRefused`, `Forbidden`.
    """
    require(by, Verb.DECIDE)
    if not basis.strip():
        raise RuleRefused(_("Hãy ghi số, ngày, điều khoản của văn bản quy định."))
    found = _checked(KeepingRuleKind(kind), " ".join(value.split()))
    try:
        with transaction.atomic(), act("documents.keeping_rule_added", by=by, at=at) as fact:
            if kind in SINGLE:
                _end_before(KeepingRuleKind(kind), since, basis)
            row = KeepingRule.objects.create(
                kind=kind, value=found, position=_place(kind, found), basis=basis.strip(),
                period=DateRange(since, None), certain=certain, recorded_by_id=by.person_id,
                recorded_at=at,
            )  # fmt: skip
            fact.about(row)
    except IntegrityError as fault:
        raise RuleRefused(_("Quy định này đã có trong danh sách vào thời gian đó.")) from fault
    return row


def _checked(kind: KeepingRuleKind, value: str) -> str:
    if kind == KeepingRuleKind.DOSSIER_PART:
        if not value or len(value) > 300:
            raise RuleRefused(_("Hãy ghi tên giấy tờ, dài nhất 300 ký tự."))
        return value
    if kind == KeepingRuleKind.COUNTED:
        found = COUNTED_WORDS.get(value.lower(), value)
        if found not in Counted.values:
            raise RuleRefused(_("Cách tính ghi là “hết năm” hoặc “tròn ngày”."))
        return found
    if kind == KeepingRuleKind.TERM and value in {rules.FOREVER, "vĩnh viễn", "Vĩnh viễn"}:
        return rules.FOREVER
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= MOST_YEARS):
        raise RuleRefused(
            _("Hãy ghi số năm từ 1 đến %d, hoặc “vĩnh viễn” với thời hạn bảo quản.") % MOST_YEARS
        )
    return str(int(value))


def _place(kind: str, value: str) -> int:
    """Terms the longest first, papers of the dossier in the order in which they were put down."""
    if kind == KeepingRuleKind.TERM:
        return 0 if value == rules.FOREVER else MOST_YEARS + 1 - int(value)
    return KeepingRule.objects.filter(kind=kind).count() + 1


def _end_before(kind: KeepingRuleKind, since: dt.date, basis: str) -> None:
    for row in KeepingRule.objects.filter(kind=kind, period__endswith__isnull=True):
        if row.period.lower >= since:
            raise RuleRefused(_("Quy định mới phải có hiệu lực sau quy định đang dùng."))
        row.period = DateRange(row.period.lower, since)
        row.ended_basis = basis.strip()
        row.save(update_fields=["period", "ended_basis"])


def end_keeping_rule(
    *, row: KeepingRule, last: dt.date, basis: str, by: Actor, at: dt.datetime
) -> KeepingRule:
    """Take a rule off the list after a day. Raises `RuleRefused`, `Forbidden`."""
    require(by, Verb.DECIDE)
    if not basis.strip():
        raise RuleRefused(_("Hãy ghi số, ngày, điều khoản của văn bản quy định."))
    with act("documents.keeping_rule_ended", by=by, at=at, subject=row):
        locked = KeepingRule.objects.select_for_update().get(pk=row.pk)
        if locked.period.upper is not None:
            raise RuleRefused(_("Quy định này đã được đưa ra khỏi danh sách."))
        if last < locked.period.lower:
            raise RuleRefused(_("Ngày cuối phải từ ngày bắt đầu trở đi."))
        locked.period = DateRange(locked.period.lower, last + dt.timedelta(days=1))
        locked.ended_basis = basis.strip()
        locked.save(update_fields=["period", "ended_basis"])
    return locked
