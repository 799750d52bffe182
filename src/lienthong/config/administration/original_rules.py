"""Trường hợp bản gốc giấy: the province's dated list of rules that ask for a paper original (X4)."""

from django import forms
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.kernel.ui.fields import DayField
from lienthong.systems.documents import api as documents

from .dated import DatedList, Row


class AddForm(forms.Form):
    """A rule, from when, by which provision."""

    code = forms.CharField(label=gettext_lazy("Mã (chữ và số, dùng trong thống kê)"), max_length=20)
    title = forms.CharField(label=gettext_lazy("Trường hợp"), max_length=200)
    citation = forms.CharField(
        label=gettext_lazy("Điều khoản buộc dùng bản gốc giấy"), max_length=300
    )
    since = DayField(label=gettext_lazy("Từ ngày"))


LIST = DatedList(
    name="original_rule",
    title=gettext_lazy("Trường hợp bản gốc giấy"),
    words={
        "what": gettext_lazy("Trường hợp"),
        "empty": gettext_lazy("Danh sách chưa có trường hợp nào"),
        "when_empty": gettext_lazy(
            "Khi danh sách trống, không văn bản nào được đề nghị bản gốc giấy."
        ),
        "add": gettext_lazy("Thêm trường hợp"),
        "ended": gettext_lazy("Đã ghi ngày cuối của trường hợp này."),
        "help": gettext_lazy(
            "Văn bản được Chánh Văn phòng duyệt theo một trường hợp ở đây, trước khi phát hành, là "
            "ngoại lệ X4: không tính vào tỷ lệ ký số văn bản liên thông và được đếm riêng bên cạnh."
        ),
    },
    rows=documents.original_rules,
    shown=lambda rows: [Row(row.pk, row.title, row.code, row.citation, row) for row in rows],
    form=lambda request: AddForm(request.POST or None),
    add=lambda values, by, at: documents.add_original_rule(**values, by=by, at=at),
    end=lambda row, values, by, at: documents.end_original_rule(row=row, **values, by=by, at=at),
)

listing = require_http_methods(["GET", "POST"])(LIST.listing)
end = require_POST(LIST.ended)
