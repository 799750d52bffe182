"""Addresses of tasks, under /nhiem-vu/."""

from django.urls import path

from .views import acts, amend, lists, one, proposals, rhythm, working

app_name = "tasks"
urlpatterns = [
    path("", lists.listing, name="list"),
    path("theo-co-quan/", rhythm.board, name="board"),
    path("tuan-toi/", rhythm.coming, name="coming"),
    path("dinh-ky/", rhythm.series, name="series"),
    path("bao-cao/", rhythm.report, name="report"),
    path("don-doc/", rhythm.urge, name="urge"),
    path("dieu-chinh/", amend.amend, name="amend"),
    path("quy-dinh/", working.rules, name="rules"),
    path("giao-moi/", proposals.manual, name="manual"),
    path("de-xuat/", proposals.proposals, name="proposals"),
    path("de-xuat/giao/", proposals.confirm, name="confirm"),
    path("de-xuat/<int:pk>/", proposals.mend, name="mend"),
    path("de-xuat/<int:pk>/khong-lap/", proposals.drop, name="drop"),
    path("<int:pk>/", one.one, name="one"),
    path("<int:pk>/de-nghi/<int:request_pk>/", acts.decide, name="decide"),
    path("<int:pk>/ket-qua/<int:product_pk>/tep/", one.product_file, name="product_file"),
    path("<int:pk>/<slug:what>/", acts.act_on, name="act"),
]
