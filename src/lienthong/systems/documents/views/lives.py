"""Whose paper a row is, in lists that hold the papers of an office's earlier lives beside its own.

A commune made of three has three numbers 15 of one year: without the name nobody knows which is meant.
"""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

from lienthong.kernel.access.context import current_actor
from lienthong.kernel.agencies import queries as agencies


def of_life(agency_id: int) -> SafeString:
    """The short name of the agency whose paper it is; nothing where it is the reader's own."""
    actor = current_actor()
    if actor is None or agency_id == actor.agency_id:
        return SafeString("")
    name = _name(agency_id, actor.request_id)
    return format_html('<span class="muted">[{}]</span> ', name) if name else SafeString("")


@lru_cache(maxsize=256)
def _name(agency_id: int, _request: str) -> str:
    """Asked once for a page, however many of its rows are of that life."""
    named = agencies.names_of([agency_id]).get(agency_id)
    return named.short_name or named.name if named is not None else ""
