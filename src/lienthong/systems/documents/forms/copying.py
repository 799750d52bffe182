"""The form of a copy (Đ25)."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lienthong.axis.papers import api as papers

from ..services.copying import CopyIn


class CopyForm(forms.Form):
    """Which copy is wanted."""

    form = forms.ChoiceField(
        label=_("Hình thức sao"),
        choices=[(one.value, one.value.capitalize()) for one in papers.CopyForm],
        widget=forms.RadioSelect,
        initial=papers.CopyForm.TRUE_COPY.value,
    )
    target = forms.ChoiceField(
        label=_("Bản sao là"),
        choices=[
            (papers.Medium.PAPER.value, _("Văn bản giấy")),
            (papers.Medium.ELECTRONIC.value, _("Văn bản điện tử")),
        ],
        widget=forms.RadioSelect,
        initial=papers.Medium.PAPER.value,
    )
    of_true_copy = forms.BooleanField(
        label=_("Văn bản nhận được là bản sao y (để sao lục)"), required=False
    )
    first = forms.IntegerField(label=_("Trích sao từ trang"), min_value=1, required=False)
    last = forms.IntegerField(label=_("đến trang"), min_value=1, required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        extract = values.get("form") == papers.CopyForm.EXTRACT.value
        if extract and not (values.get("first") and values.get("last")):
            self.add_error("first", _now("Hãy ghi các trang cần trích sao."))
        return values

    def copy(self) -> CopyIn:
        """The copy as the service takes it."""
        values = self.cleaned_data
        pages = (values["first"], values["last"]) if values.get("first") else None
        return CopyIn(
            form=papers.CopyForm(values["form"]),
            target=papers.Medium(values["target"]),
            of_true_copy=values["of_true_copy"],
            pages=pages if pages is not None and all(pages) else None,
        )
