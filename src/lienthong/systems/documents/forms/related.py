"""Forms of related papers, of updates to what was sent, and of a paper that implements another."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ui.fields import DayField

from ..choices import LinkKind
from .outgoing import ComposeForm, lines_in


class FindForm(forms.Form):
    """What to look for among the papers of the agency."""

    tim = forms.CharField(label=_("Tìm số, ký hiệu, trích yếu"), required=False, max_length=200)


class TieForm(forms.Form):
    """How two papers belong together: one that was found here, or one that is only cited."""

    kind = forms.ChoiceField(label=_("Văn bản này"), choices=LinkKind.choices)
    found = forms.ChoiceField(label=_("Văn bản tìm thấy"), required=False, widget=forms.RadioSelect)
    reference = forms.CharField(
        label=_("Hoặc số, ký hiệu của văn bản không có ở cơ quan"), required=False, max_length=100
    )
    on = DayField(label=_("Ngày của văn bản đó"), required=False)
    issuer = forms.CharField(label=_("Cơ quan ban hành"), required=False, max_length=200)

    def __init__(self, *args: Any, found: list[tuple[str, str]], sent: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        kinds = [
            (value, label)
            for value, label in LinkKind.choices
            if not (sent and value == LinkKind.RECALLS)
        ]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["found"].choices = found  # type: ignore[attr-defined]
        if not found:
            del self.fields["found"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if bool(values.get("found")) == bool((values.get("reference") or "").strip()):
            raise forms.ValidationError(
                _now("Chọn một văn bản tìm thấy, hoặc ghi số, ký hiệu của văn bản không có ở đây.")
            )
        return values


class UpdateForm(forms.Form):
    """New receivers, receivers taken off, a new deadline of reply, and why."""

    add = forms.CharField(
        label=_("Thêm nơi nhận"),
        required=False,
        help_text=_("Mỗi dòng một cơ quan. Nơi được thêm nhận chính văn bản đã ký."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    remove = forms.MultipleChoiceField(
        label=_("Bỏ nơi nhận"),
        required=False,
        help_text=_("Nơi bị bỏ được yêu cầu trả lại văn bản (trạng thái 13)."),
        widget=forms.CheckboxSelectMultiple,
    )
    due_on = DayField(label=_("Hạn trả lời mới"), required=False)
    reason = forms.CharField(label=_("Lý do"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, receivers: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["remove"].choices = receivers  # type: ignore[attr-defined]

    def phrases(self) -> list[str]:
        """The names of the new receivers."""
        return lines_in(self.cleaned_data["add"])

    def changes(self, before: dt.date | None) -> dict[str, Any]:
        """The message data that change."""
        due = self.cleaned_data["due_on"]
        return {"due_on": due} if due is not None and due != before else {}


class RefuseForm(forms.Form):
    """Why an update is refused."""

    note = forms.CharField(
        label=_("Vì sao từ chối cập nhật"), widget=forms.Textarea(attrs={"rows": 2})
    )


class ImplementForm(ComposeForm):
    """Composing a paper that implements another; what it answers is no question here."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("answers", "internal"):
            self.fields[name].widget = forms.HiddenInput()
