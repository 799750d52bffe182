"""Tables of the task system, by subject."""

from .counting import TALLY, TaskTally
from .rhythm import Amendment, Measurement, Series, Urging, WorkingRule
from .tasks import InsideNote, Party, Product, Progress, Reminder, Request, Task, TaskReport
from .words import TaskWords

__all__ = [
    "TALLY",
    "Amendment",
    "InsideNote",
    "Measurement",
    "Party",
    "Product",
    "Progress",
    "Reminder",
    "Request",
    "Series",
    "Task",
    "TaskReport",
    "TaskTally",
    "TaskWords",
    "Urging",
    "WorkingRule",
]
