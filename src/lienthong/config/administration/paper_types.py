"""Loại văn bản gửi giấy: the province's dated list of types that are not exchanged (X2)."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.axis.papers import api as papers
from lienthong.kernel.ui.fields import DayField
from lienthong.systems.documents import api as documents

from .dated import BASIS, DatedList, Row
from .home import choose


class AddForm(forms.Form):
    """A type, from when, by which decision."""

    type_code = forms.TypedChoiceField(label=gettext_lazy("Loại văn bản"), coerce=int)
    since = DayField(label=gettext_lazy("Từ ngày"))
    basis = forms.CharField(label=BASIS, max_length=300)


def _names() -> dict[int, str]:
    return {one.code: one.name for one in papers.document_types()}


def _form(request: HttpRequest) -> AddForm:
    form = AddForm(request.POST or None)
    choose(form, "type_code", [(str(code), name) for code, name in _names().items()])
    return form


def _shown(rows: Iterable[Any]) -> list[Row]:
    names = _names()
    return [
        Row(row.pk, names.get(row.type_code, str(row.type_code)), "", row.basis, row)
        for row in rows
    ]


LIST = DatedList(
    name="paper_type",
    title=gettext_lazy("Loại văn bản gửi giấy"),
    words={
        "what": gettext_lazy("Loại văn bản"),
        "empty": gettext_lazy("Danh sách chưa có loại văn bản nào"),
        "when_empty": gettext_lazy(
            "Khi danh sách trống, mọi loại văn bản đều phải gửi, ký số qua liên thông."
        ),
        "add": gettext_lazy("Thêm loại văn bản"),
        "ended": gettext_lazy("Đã ghi ngày cuối của loại văn bản này."),
        "help": gettext_lazy(
            "Văn bản thuộc loại này, ban hành trong thời gian ghi ở đây, là ngoại lệ X2: không tính "
            "vào các tỷ lệ và được đếm riêng bên cạnh. Văn bản đã phát hành trước đó không bị tính lại."
        ),
    },
    rows=documents.paper_types,
    shown=_shown,
    form=_form,
    add=lambda values, by, at: documents.add_paper_type(**values, by=by, at=at),
    end=lambda row, values, by, at: documents.end_paper_type(row=row, **values, by=by, at=at),
)

listing = require_http_methods(["GET", "POST"])(LIST.listing)
end = require_POST(LIST.ended)
