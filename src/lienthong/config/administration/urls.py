"""Addresses of administration, under /quan-tri/."""

from django.urls import path

from . import (
    decisions,
    delegations,
    handovers,
    home,
    keys,
    paper_types,
    people,
    proofs,
    rules,
    sources,
    structure,
)

app_name = "administration"
urlpatterns = [
    path("", home.home, name="home"),
    path("co-cau/", structure.tree, name="tree"),
    path("co-cau/<int:pk>/", structure.agency, name="agency"),
    path("quyet-dinh/", decisions.listing, name="decisions"),
    path("quyet-dinh/<int:pk>/", decisions.one, name="decision"),
    path("ban-giao/", handovers.desk, name="handovers"),
    path("ban-giao/nhan/", handovers.take, name="take_over"),
    path("nguoi/", people.listing, name="people"),
    path("nguoi/moi/", people.register, name="person_new"),
    path("nguoi/<int:pk>/", people.one, name="person"),
    path("nguoi/<int:pk>/viec/<slug:what>/", people.act_on, name="person_act"),
    path("uy-quyen/", delegations.listing, name="delegations"),
    path("uy-quyen/thay/<int:pk>/thoi/", delegations.take_back, name="substitute_end"),
    path("uy-quyen/quyen-ky/", delegations.grant, name="right_grant"),
    path("uy-quyen/quyen-ky/<int:pk>/thoi/", delegations.end, name="right_end"),
    path("khoa/", keys.listing, name="keys"),
    path("khoa/<int:pk>/thoi/", keys.end, name="key_end"),
    path("bang-chung/", proofs.board, name="proofs"),
    path("bang-chung/<int:pk>/thu-lai/", proofs.again, name="proof_again"),
    path("loai-gui-giay/", paper_types.listing, name="paper_types"),
    path("loai-gui-giay/<int:pk>/thoi/", paper_types.end, name="paper_type_end"),
    path("nhom/", rules.groups, name="groups"),
    path("lich/", rules.calendar, name="calendar"),
    path("lich/<slug:what>/", rules.calendar_act, name="calendar_act"),
    path("quy-che/", rules.routes, name="routes"),
    path("nguon-van-ban/", sources.board, name="sources"),
    path("nguon-van-ban/<slug:what>/", sources.act_on, name="source_act"),
    path("loi/", rules.failures, name="failures"),
    path("loi/<int:pk>/", rules.replay, name="replay"),
]
