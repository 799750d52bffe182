"""Tables of the task system, by subject."""

from .rhythm import Amendment, Measurement, Series, Urging, WorkingRule
from .tasks import InsideNote, Party, Product, Progress, Reminder, Request, Task, TaskTally

__all__ = [
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
    "TaskTally",
    "Urging",
    "WorkingRule",
]
