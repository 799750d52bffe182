"""Official papers are Vietnamese, whatever language the screens of the one who makes them speak."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.utils import translation

P = ParamSpec("P")
R = TypeVar("R")


def official(make: Callable[P, R]) -> Callable[P, R]:
    """Make in Vietnamese what a function makes for a paper, a register or an envelope.

    Each call has an override of its own: one shared by threads would give a thread's language to
    another.
    """

    @wraps(make)
    def in_vietnamese(*args: P.args, **kwargs: P.kwargs) -> R:
        with translation.override(settings.LANGUAGE_CODE):
            return make(*args, **kwargs)

    return in_vietnamese
