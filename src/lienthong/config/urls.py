"""The map of addresses: each system brings its own."""

from django.urls import include, path

urlpatterns = [path("accounts/", include("allauth.urls"))]
