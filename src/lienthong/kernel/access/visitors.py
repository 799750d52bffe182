"""Where a request comes from: what limits on tries count by."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Where the request comes from, behind as many proxies of our own as the settings say.

    What a visitor writes into X-Forwarded-For himself stands further left and is not believed.
    """
    passed = request.headers.get("X-Forwarded-For", "").split(",")
    if 0 < settings.PROXIES <= len(passed):
        return passed[-settings.PROXIES].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
