"""Addresses of tasks, under /nhiem-vu/."""

from django.urls import path

from . import views

app_name = "tasks"
urlpatterns = [
    path("", views.listing, name="list"),
    path("de-xuat/", views.proposals, name="proposals"),
    path("de-xuat/giao/", views.confirm, name="confirm"),
    path("<int:pk>/", views.one, name="one"),
    path("<int:pk>/de-nghi/<int:request_pk>/", views.decide, name="decide"),
    path("<int:pk>/<slug:what>/", views.act_on, name="act"),
]
