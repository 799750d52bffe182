"""The one place where django-allauth is told how this platform signs officials in."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class OfficialAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator for official addresses; nobody signs himself up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("Thư điện tử công vụ hoặc mật khẩu không đúng."),
        "account_inactive": _("Tài khoản đã khóa. Hãy liên hệ quản trị của cơ quan."),
        "too_many_login_attempts": _("Đăng nhập sai nhiều lần. Hãy đợi 15 phút rồi thử lại."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
