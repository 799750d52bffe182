"""The Django app of identity."""

from django.apps import AppConfig
from django.http import HttpResponse


class IdentityConfig(AppConfig):
    """Accounts on official e-mail addresses."""

    name = "lienthong.axis.identity"
    label = "identity"
    verbose_name = "Đăng nhập một lần"

    def ready(self) -> None:
        """The library's steps of signing in are exceptions; let it answer them."""
        from allauth.account.middleware import AccountMiddleware

        from lienthong.kernel.access.middleware import answer_with

        answer_with(AccountMiddleware(lambda _request: HttpResponse()).process_exception)
