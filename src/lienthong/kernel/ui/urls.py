"""Addresses of the design system itself: long work and, in a sample installation, the gallery."""

from django.conf import settings
from django.urls import path

from . import views
from .gallery import views as gallery

app_name = "ui"
urlpatterns = [
    path("work/<int:work_id>/", views.work, name="work"),
    path("work/<int:work_id>/stop/", views.stop_work, name="work_stop"),
    path("work/<int:work_id>/failures.csv", views.work_failures, name="work_failures"),
    path("agencies/", views.find_agencies, name="agencies"),
    path("people/", views.find_people, name="people"),
    path("density/", views.set_density, name="density"),
    path("language/", views.set_language, name="language"),
]
if settings.DEBUG or settings.MODE == "sample":
    urlpatterns += [
        path("gallery/", gallery.index, name="gallery"),
        path("gallery/<slug:name>/", gallery.show, name="gallery_part"),
    ]
