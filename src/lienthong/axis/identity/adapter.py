"""The one place where django-allauth is told how this platform signs officials in."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.access.visitors import address_of


class OfficialAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator for official addresses; nobody signs himself up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("Thư điện tử công vụ hoặc mật khẩu không đúng."),
        "account_inactive": _("Tài khoản đã khóa. Hãy liên hệ quản trị của cơ quan."),
        "enter_current_password": _("Mật khẩu đang dùng không đúng."),
        "incorrect_password": _("Mật khẩu không đúng."),
        "incorrect_code": _("Mã không đúng hoặc đã quá 30 giây. Hãy ghi mã đang hiện."),
        "rate_limited": _("Bạn thử quá nhiều lần. Hãy đợi vài phút rồi thử lại."),
        "password_min_length": _("Mật khẩu cần ít nhất 12 ký tự."),
        "too_many_login_attempts": _("Đăng nhập sai nhiều lần. Hãy đợi 15 phút rồi thử lại."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """By which limits on tries count: behind our proxy all would be one visitor."""
        return address_of(request)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The sentences of the second factor in official Vietnamese."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Mã không đúng hoặc đã quá 30 giây. Hãy ghi mã đang hiện."),
        "cannot_delete_authenticator": _("Không tắt được xác thực hai lớp của tài khoản này."),
        "cannot_generate_recovery_codes": _("Hãy bật xác thực hai lớp trước khi lập mã dự phòng."),
    }
