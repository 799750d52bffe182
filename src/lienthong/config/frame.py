"""What the frame of every page shows: the places of one's role, the post one acts in, notices."""

from typing import Any

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of the frame; filled by the systems' own places."""
    return {}
