"""Addresses of files, the archive, the books and Annex VI, under /van-ban/; urls.py takes them in."""

from django.urls import URLPattern, path

from .views import books, disposal, keeping, keeping_acts, keeping_archive

urlpatterns: list[URLPattern] = [
    path("ho-so/", keeping.listing, name="files"),
    path("ho-so/moi/", keeping.new, name="file_new"),
    path("ho-so/nop-luu/", keeping_archive.archive, name="archive"),
    path("ho-so/het-han/", disposal.expired, name="expired"),
    path("ho-so/huy/<int:pk>/", disposal.one, name="disposal"),
    path("ho-so/huy/<int:pk>/viec/<slug:what>/", disposal.act_on, name="disposal_act"),
    path("ho-so/huy/<int:pk>/giu-lai/<int:line>/", disposal.keep, name="disposal_keep"),
    path("ho-so/huy/<int:pk>/danh-muc/<slug:form>/", disposal.listed, name="disposal_list"),
    path("ho-so/danh-muc/", keeping_archive.plan, name="file_plan"),
    path("ho-so/danh-muc/<int:pk>/", keeping_archive.plan_one, name="plan_one"),
    path("ho-so/dua-vao/<slug:what>/<int:pk>/", keeping_acts.put_in, name="put_in"),
    path("ho-so/<int:pk>/", keeping.one, name="file_one"),
    path("ho-so/<int:pk>/tai-lieu/", keeping_acts.add_stored, name="file_add_stored"),
    path("ho-so/<int:pk>/dua-ra/<int:item>/", keeping_acts.remove, name="file_remove"),
    path("ho-so/<int:pk>/ket-thuc/", keeping_acts.close, name="file_close"),
    path("ho-so/<int:pk>/viec/<slug:what>/", keeping_acts.act_on, name="file_act"),
    path("ho-so/<int:pk>/ket-xuat/<slug:form>/", keeping.export, name="file_export"),
    path("so/", books.listing, name="books"),
    path("so/phu-luc-vi/", books.annex_six, name="annex_six"),
    path("so/<int:pk>/", books.one, name="book_one"),
    path("so/<int:pk>/in/", books.print_one, name="book_print"),
]
