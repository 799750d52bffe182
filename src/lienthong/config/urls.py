"""The map of addresses: each system brings its own rooms; this floor says where they stand."""

from importlib.util import find_spec
from typing import NoReturn

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext as _

_SYSTEMS = (
    ("", "lienthong.desk.urls"),
    ("van-ban/", "lienthong.systems.documents.urls"),
    ("nhiem-vu/", "lienthong.systems.tasks.urls"),
    ("thong-bao/", "lienthong.axis.notify.urls"),
    ("kiem-tra/", "lienthong.axis.signing.urls"),
    ("tep/", "lienthong.kernel.files.urls"),
    ("quan-tri/", "lienthong.config.administration.urls"),
    ("-/", "lienthong.kernel.ui.urls"),
)


# What the library brings and this platform leaves to the administrator of an agency.
_NOT_OFFERED = (
    "signup/",
    "email/",
    "confirm-email/",
    "confirm-email/<path:rest>",
    "password/set/",
    "password/reset/",
    "password/reset/<path:rest>",
    "login/code/<path:rest>",
)


@login_not_required
def _not_offered(request: HttpRequest, rest: str = "") -> NoReturn:
    """Accounts are made and mended by the administrator: nothing to do here."""
    raise Http404(_("Tài khoản do quản trị của cơ quan lập và khôi phục."))


def _is_there(module: str) -> bool:
    """Whether the system has screens yet."""
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


urlpatterns: list[URLPattern | URLResolver] = [
    *(path(f"accounts/{place}", _not_offered) for place in _NOT_OFFERED),
    path("accounts/", include("allauth.urls")),
    *(path(prefix, include(module)) for prefix, module in _SYSTEMS if _is_there(module)),
]

handler400 = "lienthong.kernel.ui.errors.bad_request"
handler403 = "lienthong.kernel.ui.errors.forbidden"
handler404 = "lienthong.kernel.ui.errors.not_found"
handler500 = "lienthong.kernel.ui.errors.fault"
