"""Addresses of outgoing documents, under /van-ban/; urls.py takes them in."""

from django.urls import URLPattern, path

from .views import (
    outgoing,
    outgoing_acts,
    outgoing_compose,
    outgoing_deliveries,
    outgoing_lists,
    outgoing_opinions,
    outgoing_signing,
    outgoing_slips,
)

urlpatterns: list[URLPattern] = [
    path("di/", outgoing_lists.listing, name="outgoing"),
    path("di/soan/", outgoing_lists.drafts, name="drafts"),
    path("di/cho-kiem-tra/", outgoing_lists.to_check, name="to_check"),
    path("di/cho-phat-hanh/", outgoing_lists.to_issue, name="to_issue"),
    path("di/soan/moi/", outgoing_compose.compose, name="compose"),
    path("di/soan/xem-truoc/", outgoing_compose.preview, name="compose_preview"),
    path("di/soan/noi-nhan/", outgoing_compose.recipients, name="compose_recipients"),
    path("di/cho-ky/", outgoing_signing.book, name="signing_book"),
    path("di/cho-ky/ky/", outgoing_signing.sign_selected, name="sign_selected"),
    path("di/theo-doi/", outgoing_deliveries.unconfirmed, name="deliveries"),
    path("di/y-kien/", outgoing_opinions.listing, name="opinions"),
    path("di/y-kien/<int:pk>/", outgoing_opinions.one, name="opinion_one"),
    path("di/<int:pk>/", outgoing.one, name="outgoing_one"),
    path("di/<int:pk>/sua/", outgoing_compose.compose_edit, name="compose_edit"),
    path("di/<int:pk>/phien-ban/", outgoing.versions, name="versions"),
    path("di/<int:pk>/phieu-trinh/", outgoing_slips.submission_slip, name="submission_slip"),
    path("di/<int:pk>/ban-giay/", outgoing_slips.paper_copy, name="paper_copy"),
    path("di/<int:pk>/lay-y-kien/", outgoing_opinions.ask, name="ask_opinions"),
    path("di/<int:pk>/theo-doi/", outgoing_deliveries.grid, name="delivery_grid"),
    path("di/<int:pk>/gui-lai/<int:delivery>/", outgoing_deliveries.resend, name="resend"),
    path("di/<int:pk>/ky/", outgoing_signing.one, name="sign"),
    path("di/<int:pk>/viec/<slug:what>/", outgoing_acts.perform_act, name="outgoing_act"),
    path("chuyen-tiep/<int:pk>/", outgoing_deliveries.forward, name="forward"),
]
