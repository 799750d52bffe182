"""Addresses of numbered things: a list asks for fifty of one shape, and resolving each costs a page."""

from collections.abc import Callable
from functools import lru_cache

from django.urls import get_script_prefix, reverse

_NUMBER = 7_007_007_007_007


# By the folder under which the site stands, which is the request's; there is one map of addresses.
@lru_cache(maxsize=256)
def _around(name: str, _prefix: str) -> tuple[str, str]:
    before, _number, after = reverse(name, args=[_NUMBER]).partition(str(_NUMBER))
    return before, after


def numbered(name: str, pk: int) -> str:
    """The address of one thing by the name of its page, which takes its number and nothing else."""
    before, after = _around(name, get_script_prefix())
    return f"{before}{pk}{after}"


def numberer(name: str) -> Callable[[int], str]:
    """`numbered` of one page for many things: what is around the number is looked up once."""
    before, after = _around(name, get_script_prefix())
    return lambda pk: f"{before}{pk}{after}"


def plain(name: str) -> str:
    """The address of a page that takes nothing."""
    return _whole(name, get_script_prefix())


@lru_cache(maxsize=256)
def _whole(name: str, _prefix: str) -> str:
    return reverse(name)
