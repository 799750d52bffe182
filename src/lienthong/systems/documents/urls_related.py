"""Addresses of related papers, replies and updates, under /van-ban/; urls.py takes them in."""

from django.urls import URLPattern, path

from .views import related

urlpatterns: list[URLPattern] = [
    path("lien-quan/<slug:what>/<int:pk>/", related.related, name="related"),
    path("lien-quan/<slug:what>/<int:pk>/bo/<int:link>/", related.untie, name="untie"),
    path("di/<int:pk>/tra-loi/", related.replies, name="replies"),
    path("di/<int:pk>/cap-nhat/", related.update_sent, name="update_sent"),
    path(
        "den/<int:pk>/cap-nhat/<int:update>/<slug:what>/",
        related.answer_update,
        name="answer_update",
    ),
    path("trien-khai/<int:pk>/", related.implement, name="implement"),
]
