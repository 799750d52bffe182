"""Pure law of tasks on plain values, by subject."""

from .classes import (
    DONE,
    NOT_COUNTED,
    band,
    children_fit,
    classify,
    completion_rate,
    local_date,
    may_ask_extension,
    may_ask_return,
    within_chiefs_limit,
)
from .evidence import TASK_CODE, closes_by, is_interim, same_reference
from .periods import DAY, MONTHS, PERIODIC, Period, next_period, period_of, period_words
from .reminders import ReminderRule, Rhythm, late_by_pace, reminders_due
from .weekly import is_time, monday_of, push_day
from .working import Practice, RuleRefused, judged, practice

__all__ = [
    "DAY",
    "DONE",
    "MONTHS",
    "NOT_COUNTED",
    "PERIODIC",
    "TASK_CODE",
    "Period",
    "Practice",
    "ReminderRule",
    "Rhythm",
    "RuleRefused",
    "band",
    "children_fit",
    "classify",
    "closes_by",
    "completion_rate",
    "is_interim",
    "is_time",
    "judged",
    "late_by_pace",
    "local_date",
    "may_ask_extension",
    "may_ask_return",
    "monday_of",
    "next_period",
    "period_of",
    "period_words",
    "practice",
    "push_day",
    "reminders_due",
    "same_reference",
    "within_chiefs_limit",
]
