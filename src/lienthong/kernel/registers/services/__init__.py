"""Writes of registers: opening and closing books, reserving, taking and cancelling numbers."""

from .books import (
    BookNotEmptyToClose,
    BookRefused,
    close_book,
    open_book,
    open_next_year,
)
from .numbers import (
    BookBusy,
    BookClosed,
    BookUnknown,
    DateGoesBack,
    DateRefused,
    NumberCancelled,
    NumberFinal,
    NumberRefused,
    cancel_number,
    confirm_number,
    reservations_join_caller,
    reserve_number,
    take_number,
)

__all__ = [
    "BookBusy",
    "BookClosed",
    "BookNotEmptyToClose",
    "BookRefused",
    "BookUnknown",
    "DateGoesBack",
    "DateRefused",
    "NumberCancelled",
    "NumberFinal",
    "NumberRefused",
    "cancel_number",
    "close_book",
    "confirm_number",
    "open_book",
    "open_next_year",
    "reservations_join_caller",
    "reserve_number",
    "take_number",
]
