"""Addresses of internal papers, under /van-ban/; urls.py takes them in."""

from django.urls import URLPattern, path

from .views import internal

urlpatterns: list[URLPattern] = [
    path("noi-bo/", internal.came, name="internal_in"),
    path("noi-bo/di/", internal.sent, name="internal_out"),
    path("noi-bo/soan/", internal.compose, name="internal_compose"),
    path("noi-bo/<int:pk>/<slug:what>/", internal.act_on, name="internal_act"),
]
