"""Registers on screen, done once: filter, sort, search, page, select, save, export, print.

A register is declared as a `Register`; `list_response` answers every request for it. What is
counted, shown, exported and printed is one and the same query.
"""

from .columns import Column, at_path
from .cursor import Cursor, NotACursor
from .filters import Choice, Filter, Flag, Option, Period, Related
from .page import ListPage
from .register import ListAction, NotSortable, Register, RowAction
from .sorts import Sort
from .views import list_response
from .words import Words

__all__ = [
    "Choice",
    "Column",
    "Cursor",
    "Filter",
    "Flag",
    "ListAction",
    "ListPage",
    "NotACursor",
    "NotSortable",
    "Option",
    "Period",
    "Register",
    "Related",
    "RowAction",
    "Sort",
    "Words",
    "at_path",
    "list_response",
]
