"""Addresses of reports, under /van-ban/; urls.py takes them in."""

from django.urls import URLPattern, path

from .views import reports

urlpatterns: list[URLPattern] = [
    path("bao-cao/", reports.outputs, name="reports"),
    path("bao-cao/<slug:key>/", reports.report, name="report"),
]
