"""Addresses of the desk, at the root."""

from django.urls import path

from . import monthly_views, views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("doi-chuc-vu/", views.switch_post, name="switch_post"),
    path("tra-cuu/", views.search, name="search"),
    path("bang-dieu-hanh/", views.board, name="board"),
    path("bang-dieu-hanh/thang/", monthly_views.report, name="monthly"),
    path("bang-dieu-hanh/so/<slug:share>/", views.behind_share, name="behind"),
    path("bang-dieu-hanh/<int:agency_id>/", views.board_agency, name="board_agency"),
]
