"""The address of verification, under /kiem-tra/."""

from django.urls import path

from . import views

urlpatterns = [path("", views.verify, name="verify")]
