"""The sign-in form in official Vietnamese, without what this platform does not offer."""

from typing import Any

from allauth.account.forms import LoginForm
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
