"""Forms of files and of the year's list (Đ28 to Đ31)."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel import clock
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.queries.staff import units_of
from lienthong.kernel.ui.fields import DayField
from lienthong.kernel.worktime.rules import local_date

from ..queries import keeping as queries
from ..queries import retention
from ..services.keeping_rules import value_words


def retentions() -> list[tuple[str, str]]:
    """The terms that the rules of today offer, the longest first."""
    today = local_date(clock.now())
    return [(rule.value, value_words(rule.kind, rule.value)) for rule in retention.terms_on(today)]


def years_of(value: str) -> int | None:
    """The years of a chosen retention; None for ever."""
    return None if value == "forever" else int(value)


def retention_value(years: int | None) -> str:
    """The choice that stands for a retention."""
    return "forever" if years is None else str(years)


def _retention() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Thời hạn bảo quản"), choices=retentions)


class FileForm(forms.Form):
    """Opening a file from the year's list, or on one's own."""

    plan_line = forms.ChoiceField(
        label=_("Theo danh mục hồ sơ"),
        required=False,
        help_text=_("Chọn một mục của danh mục, hoặc để trống và tự ghi bên dưới."),
    )
    title = forms.CharField(
        label=_("Tiêu đề hồ sơ"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    notation = forms.CharField(label=_("Số và ký hiệu hồ sơ"), max_length=20)
    retention = _retention()
    started_on = DayField(label=_("Ngày bắt đầu"))
    rights = forms.CharField(label=_("Chế độ sử dụng"), max_length=30, required=False)
    language = forms.CharField(label=_("Ngôn ngữ"), max_length=50, initial="Tiếng Việt")
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False)

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        lines = queries.open_lines(actor, on.year)
        self.fields["plan_line"].choices = [  # type: ignore[attr-defined]
            ("", _("Không theo danh mục")),
            *((str(line.pk), f"{line.notation} · {line.title}") for line in lines),
        ]
        self.has_lines = bool(lines)


class CloseForm(forms.Form):
    """Reviewing and closing: title, number and retention once more (Đ29.4.b)."""

    title = forms.CharField(
        label=_("Tiêu đề hồ sơ"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    notation = forms.CharField(label=_("Số và ký hiệu hồ sơ"), max_length=20)
    retention = _retention()
    ended_on = DayField(label=_("Ngày công việc kết thúc"))
    settled_on = DayField(
        label=_("Ngày quyết toán công trình"),
        required=False,
        help_text=_("Chỉ với hồ sơ xây dựng cơ bản: nộp lưu trong 03 tháng kể từ ngày này."),
    )

    def __init__(self, *args: Any, own: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        _with_own_term(self, own)


class KeepBackForm(forms.Form):
    """Keeping a due file, with the head's written consent (Đ31.3.d)."""

    until = DayField(label=_("Giữ lại đến ngày"))
    basis = forms.CharField(label=_("Văn bản đồng ý của người đứng đầu"), max_length=200)


def _with_own_term(form: forms.Form, value: str) -> None:
    """A file keeps its term among the choices, though the rules of today offer it no longer."""
    known = retentions()
    if value and value not in {key for key, _words in known}:
        known.insert(0, (value, value_words("term", value)))
    form.fields["retention"].choices = known  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why the archive sends a file back."""

    reason = forms.CharField(
        label=_("Hồ sơ còn thiếu gì"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class GiveForm(forms.Form):
    """To whom a leaver gives his file."""

    person = forms.ChoiceField(label=_("Người nhận hồ sơ"))

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        held = agencies.holders(on, agency_ids=[actor.agency_id])
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            (str(h.person_id), f"{h.person_name} ({h.shown_title})") for h in held
        ]


class StoredForm(forms.Form):
    """Another paper for the file; the file itself comes by the upload field."""

    title = forms.CharField(label=_("Tên tài liệu"), max_length=500)
    dated = DayField(label=_("Ngày của tài liệu"))


class PlanForm(forms.Form):
    """The list of a year."""

    year = forms.IntegerField(label=_("Năm"), min_value=2000, max_value=2100)
    title = forms.CharField(label=_("Tên danh mục"), max_length=200)
    decision = forms.CharField(
        label=_("Quyết định ban hành"), max_length=200, required=False,
        help_text=_("Số, ngày văn bản phê duyệt của người đứng đầu (Điều 28)."),
    )  # fmt: skip


class PlanLineForm(forms.Form):
    """A file foreseen in the list."""

    notation = forms.CharField(label=_("Số và ký hiệu hồ sơ"), max_length=20)
    title = forms.CharField(label=_("Tiêu đề hồ sơ"), max_length=500)
    retention = _retention()
    unit = forms.ChoiceField(label=_("Đơn vị lập hồ sơ"), required=False)
    person = forms.ChoiceField(label=_("Người lập hồ sơ"), required=False)

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        units = units_of(actor.agency_id, on)
        held = agencies.holders(on, agency_ids=[actor.agency_id])
        self.fields["unit"].choices = [("", "—"), *((str(u.pk), u.name) for u in units)]  # type: ignore[attr-defined]
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((str(h.person_id), f"{h.person_name} ({h.shown_title})") for h in held),
        ]
