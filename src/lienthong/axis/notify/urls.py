"""Addresses of notices, under /thong-bao/."""

from django.urls import path

from . import views

app_name = "notify"
urlpatterns = [
    path("", views.listing, name="list"),
    path("da-doc/", views.read, name="read"),
]
