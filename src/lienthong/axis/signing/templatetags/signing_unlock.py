"""`{% unlock pin_asked helper_asked %}`: what a form that signs needs beside its button."""

from typing import Any

from django import template
from django.conf import settings

register = template.Library()


@register.inclusion_tag("signing/unlock.html")
def unlock(pin_asked: object = False, helper_asked: object = False) -> dict[str, Any]:
    """The field for a device's PIN, or the part that talks to the signing helper, or nothing."""
    return {
        "pin_asked": bool(pin_asked),
        "helper_asked": bool(helper_asked),
        "port": settings.HELPER_PORT,
    }
