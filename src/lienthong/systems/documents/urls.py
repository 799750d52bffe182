"""Addresses of the document system, under /van-ban/."""

from importlib.util import find_spec

from django.urls import URLPattern, path

from .urls_intake import urlpatterns as intake
from .urls_internal import urlpatterns as internal
from .urls_office import urlpatterns as office
from .urls_related import urlpatterns as related
from .urls_reports import urlpatterns as reports
from .views import incoming, incoming_acts, incoming_lists, inheriting, shown

app_name = "documents"


def _outgoing() -> list[URLPattern]:
    if find_spec("lienthong.systems.documents.urls_outgoing") is None:
        return []
    from .urls_outgoing import urlpatterns as outgoing

    return outgoing


def _keeping() -> list[URLPattern]:
    if find_spec("lienthong.systems.documents.urls_keeping") is None:
        return []
    from .urls_keeping import urlpatterns as keeping

    return keeping


urlpatterns = [
    *related,
    *intake,
    *internal,
    *office,
    *reports,
    path("den/", incoming_lists.listing, name="incoming"),
    path("den/cho-tiep-nhan/", incoming_lists.intake, name="intake"),
    path("den/co-quan-cu/", inheriting.listing, name="inherited"),
    path("den/nhap/", incoming_acts.take_in, name="take_in"),
    path("den/<int:pk>/", incoming.one, name="incoming_one"),
    path("den/<int:pk>/vao-so/", incoming_acts.register, name="register"),
    path("den/<int:pk>/tra-lai/", incoming_acts.return_back, name="return"),
    path("den/<int:pk>/chuyen/", incoming_acts.route, name="route"),
    path("den/<int:pk>/y-kien/", incoming_acts.instruct, name="instruct"),
    path("den/<int:pk>/phan-cong/", incoming_acts.assign, name="assign"),
    path("den/<int:pk>/<slug:what>/", incoming_acts.with_note, name="with_note"),
    path("tep/<int:pk>/", shown.download, name="download"),
    path("tep/<int:pk>/trang/<int:number>/", shown.page_image, name="page"),
    *_outgoing(),
    *_keeping(),
]
