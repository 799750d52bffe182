"""Quy định về bảo quản và hủy tài liệu: the dated terms, how they run, what makes up the dossier of a disposal."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.kernel.ui.fields import DayField
from lienthong.systems.documents import api as documents

from .dated import BASIS, DatedList, Row
from .home import choose


class AddForm(forms.Form):
    """A rule of one kind, from when, by which provision, and whether somebody compared it with the text."""

    kind = forms.ChoiceField(label=gettext_lazy("Loại quy định"))
    value = forms.CharField(
        label=gettext_lazy("Nội dung"), max_length=300,
        help_text=gettext_lazy(
            "Thời hạn, số năm giữ hồ sơ hủy: ghi số năm (hoặc “vĩnh viễn”). Cách tính: ghi “hết năm” "
            "hoặc “tròn ngày”. Giấy tờ của hồ sơ hủy: ghi tên giấy tờ."
        ),
    )  # fmt: skip
    since = DayField(label=gettext_lazy("Từ ngày"))
    basis = forms.CharField(label=BASIS, max_length=300)
    certain = forms.BooleanField(
        label=gettext_lazy("Đã đối chiếu với bản gốc của văn bản quy định"), required=False
    )


def _form(request: HttpRequest) -> AddForm:
    form = AddForm(request.POST or None)
    choose(form, "kind", [(str(k), str(v)) for k, v in documents.KEEPING_RULE_KINDS])
    return form


def _shown(rows: Iterable[Any]) -> list[Row]:
    return [
        Row(
            row.pk,
            documents.keeping_words(row.kind, row.value),
            str(row.get_kind_display()),
            row.basis if row.certain else _("%s. Chưa chắc chắn (M): chưa đối chiếu.") % row.basis,
            row,
        )
        for row in rows
    ]


LIST = DatedList(
    name="keeping_rule",
    title=gettext_lazy("Quy định về bảo quản và hủy tài liệu"),
    words={
        "what": gettext_lazy("Quy định"),
        "empty": gettext_lazy("Danh sách chưa có quy định nào"),
        "when_empty": gettext_lazy(
            "Khi danh sách trống, không chọn được thời hạn bảo quản cho hồ sơ mới."
        ),
        "add": gettext_lazy("Thêm quy định"),
        "ended": gettext_lazy("Đã ghi ngày cuối của quy định này."),
        "help": gettext_lazy(
            "Hồ sơ theo cách tính có hiệu lực vào ngày công việc kết thúc. Nghị định 30/2020 không quy định "
            "giấy tờ của hồ sơ hủy; các dòng có dấu M theo hiểu biết chung về pháp luật lưu trữ, cần đối "
            "chiếu trước khi dùng thật."
        ),
    },
    rows=documents.keeping_rules,
    shown=_shown,
    form=_form,
    add=lambda values, by, at: documents.add_keeping_rule(**values, by=by, at=at),
    end=lambda row, values, by, at: documents.end_keeping_rule(row=row, **values, by=by, at=at),
)

listing = require_http_methods(["GET", "POST"])(LIST.listing)
end = require_POST(LIST.ended)
