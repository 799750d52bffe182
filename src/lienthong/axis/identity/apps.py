"""The Django app of identity."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Accounts on official e-mail addresses."""

    name = "lienthong.axis.identity"
    label = "identity"
    verbose_name = "Đăng nhập một lần"
