"""The sign-in form in official Vietnamese, without what this platform does not offer."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.utils.translation import gettext_lazy as _


class OfficialLoginForm(LoginForm):  # type: ignore[misc]
    """Address and password; no self-service for forgotten passwords: the administrator helps."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields.pop("remember", None)
        for name, label, autocomplete in (
            ("login", _("Thư điện tử công vụ"), "username"),
            ("password", _("Mật khẩu"), "current-password"),
        ):
            field = self.fields[name]
            field.label, field.help_text = label, ""
            field.widget.attrs = {"autocomplete": autocomplete}


class _Plain:
    """A form of the library without its English placeholders and its help about forgotten passwords."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: dict[str, Any] = self.fields  # type: ignore[attr-defined]
        for name, field in fields.items():
            field.label, field.help_text = _LABELS.get(name, field.label), ""
            field.widget.attrs.pop("placeholder", None)


_LABELS = {
    "password": _("Mật khẩu"),
    "oldpassword": _("Mật khẩu đang dùng"),
    "password1": _("Mật khẩu mới"),
    "password2": _("Mật khẩu mới, ghi lần nữa"),
    "code": _("Mã xác thực"),
}


class OfficialChangePasswordForm(_Plain, ChangePasswordForm):  # type: ignore[misc]
    """The old password once, the new one twice."""


class OfficialReauthenticateForm(_Plain, ReauthenticateForm):  # type: ignore[misc]
    """The password again, before what changes an account's security."""


class OfficialCodeForm(_Plain, AuthenticateForm):  # type: ignore[misc]
    """The second factor at sign-in."""


class OfficialCodeAgainForm(_Plain, ReauthenticateByCodeForm):  # type: ignore[misc]
    """The second factor again, before what changes an account's security."""


class OfficialActivateForm(_Plain, ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator that is being set up."""
