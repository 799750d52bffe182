"""Laying down the working rules: a number of the office's quy chế, from a day on, by its paper."""

import datetime as dt

from django.utils.translation import gettext as _

from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.facts.recording import act
from lienthong.kernel.worktime.rules import local_date

from ..choices import Verb
from ..models import WorkingRule
from ..rules import RuleRefused, judged


def set_rule(
    *, key: str, text: str, since: dt.date, source: str, by: Actor, at: dt.datetime
) -> WorkingRule:
    """Lay a number down for the tasks that the own agency assigns; what held before stays written.

    Never for days past: what was judged by the old number stays judged. Entered again for the same
    day it replaces. Raises `Forbidden`, `RuleRefused`.
    """
    require(by, Verb.SET_RULES)
    value = judged(key, text)
    if not source.strip():
        raise RuleRefused(_("Hãy ghi số, ký hiệu của quy chế hoặc văn bản làm căn cứ."))
    if since < local_date(at):
        raise RuleRefused(_("Quy định mới áp dụng từ hôm nay hoặc một ngày sau đó."))
    with act("tasks.rule_set", by=by, at=at) as fact:
        rule, _made = WorkingRule.objects.update_or_create(
            agency_id=by.agency_id,
            key=key,
            since=since,
            defaults={
                "value": value,
                "source": source.strip(),
                "entered_by": by.name,
                "entered_at": at,
            },
        )
        fact.about(rule)
    return rule
