"""The map of addresses: each system brings its own rooms; this floor says where they stand."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

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


def _is_there(module: str) -> bool:
    """Whether the system has screens yet."""
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    *(path(prefix, include(module)) for prefix, module in _SYSTEMS if _is_there(module)),
]

handler400 = "lienthong.kernel.ui.errors.bad_request"
handler403 = "lienthong.kernel.ui.errors.forbidden"
handler404 = "lienthong.kernel.ui.errors.not_found"
handler500 = "lienthong.kernel.ui.errors.fault"
