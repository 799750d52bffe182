"""The door of the task system."""

from .choices import TaskClass, TaskState, Verb
from .models import Task
from .queries import (
    ClassCounts,
    counts_by_lead,
    due_first,
    found_first,
    get_task,
    of_document,
    proposals_for,
    tasks_for,
    waiting_for_person,
)
from .rules import classify
from .services.assigning import Proposal, Source, assign_task, mend_proposal, propose_tasks
from .services.closing import accept_result, ask_more
from .services.doing import name_person, receive_task, report_progress
from .services.proving import Handed, submit_result
from .services.requests import decide_request

__all__ = [
    "ClassCounts",
    "Handed",
    "Proposal",
    "Source",
    "Task",
    "TaskClass",
    "TaskState",
    "Verb",
    "accept_result",
    "ask_more",
    "assign_task",
    "classify",
    "counts_by_lead",
    "decide_request",
    "due_first",
    "found_first",
    "get_task",
    "mend_proposal",
    "name_person",
    "of_document",
    "proposals_for",
    "propose_tasks",
    "receive_task",
    "report_progress",
    "submit_result",
    "tasks_for",
    "waiting_for_person",
]
