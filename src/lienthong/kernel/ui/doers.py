"""Who did a recorded act, and in whose place, as a line of a story."""

from django.utils.translation import gettext as _


def doer(who: str, absent: str = "") -> str:
    """The name, with the absent person's where it was done at his desk (xử lý thay)."""
    if not absent:
        return who
    return _("%(who)s (xử lý thay %(absent)s)") % {"who": who, "absent": absent}
