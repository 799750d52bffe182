"""Addresses of the office around the papers, under /van-ban/; urls.py takes them in."""

from django.urls import URLPattern, path

from .views import office, office_paper

urlpatterns: list[URLPattern] = [
    path("di/luot-gui/<int:pk>/", office.delivery, name="delivery"),
    path("di/bi-tra-lai/", office.returned, name="returned"),
    path("di/thu-hoi-dinh-chinh/", office.mended, name="mended"),
    path("di/<int:pk>/trinh/", office.slip, name="slip"),
    path("di/<int:pk>/ban-giay-luu/", office_paper.post_out, name="paper_out"),
    path("ban-luu/<int:pk>/tra/", office_paper.copy_back, name="copy_back"),
    path("so/giay/<slug:key>/", office_paper.book, name="paper_book"),
    path("lich-cong-tac/", office.calendar, name="calendar"),
    path("lich-cong-tac/<int:pk>/huy/", office.cancel, name="calendar_cancel"),
    path("lich-su/<slug:what>/<int:pk>/", office.access, name="access"),
    path("canh-bao-quyen/", office.rights, name="rights_warnings"),
    path("canh-bao-quyen/<int:pk>/xac-nhan/", office.confirm_rights, name="rights_confirm"),
    path("giay/<int:pk>/giao/", office_paper.hand, name="paper_hand"),
    path("giay/ky-nhan/<int:pk>/", office_paper.sign_for, name="paper_sign_for"),
    path("giay/<int:pk>/dau-den/", office_paper.stamped, name="stamped"),
    path("giay/<int:pk>/phieu-giai-quyet/", office_paper.handling_slip, name="handling_slip"),
]
