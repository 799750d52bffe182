"""Reads of tasks, by subject; every fetch for a person takes that person."""

from .board import (
    Helper,
    Part,
    Parts,
    SetCount,
    helpers_of,
    parts_of,
    series_for,
    signed_of,
)
from .coming import Coming, ComingList, coming_for
from .counts import ClassCounts, counts_by_lead
from .first import due_first, found_first
from .lists import (
    LATE,
    OPEN,
    NotSeen,
    due_between,
    get_task,
    of_document,
    parties_of,
    proposals_for,
    tasks_for,
    waiting_for_person,
)
from .papers import Candidate, own_papers, papers_of
from .report import AgencyReport, Report, behind, of_class, report_of, report_period
from .searching import search_tasks
from .working import Entered, entered_rules, working_rules

__all__ = [
    "LATE",
    "OPEN",
    "AgencyReport",
    "Candidate",
    "ClassCounts",
    "Coming",
    "ComingList",
    "Entered",
    "Helper",
    "NotSeen",
    "Part",
    "Parts",
    "Report",
    "SetCount",
    "behind",
    "coming_for",
    "counts_by_lead",
    "due_between",
    "due_first",
    "entered_rules",
    "found_first",
    "get_task",
    "helpers_of",
    "of_class",
    "of_document",
    "own_papers",
    "papers_of",
    "parties_of",
    "parts_of",
    "proposals_for",
    "report_of",
    "report_period",
    "search_tasks",
    "series_for",
    "signed_of",
    "tasks_for",
    "waiting_for_person",
    "working_rules",
]
