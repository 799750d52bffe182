"""The one place where django-allauth is told how this platform signs officials in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class OfficialAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator for official addresses; nobody signs himself up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> Any:
        return super().get_login_redirect_url(request)
