"""The form of an annex: typed here, or a finished file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..choices import AnnexPlace


class AnnexForm(forms.Form):
    """An annex of a paper (Annex I, III.1)."""

    title = forms.CharField(
        label=_("Tên phụ lục"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    place = forms.ChoiceField(
        label=_("Phụ lục nằm ở"), choices=AnnexPlace.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Nội dung"),
        required=False,
        help_text=_("Để trống nếu tải tệp lên. Bảng: mỗi dòng một hàng, các ô cách nhau bằng “|”."),
        widget=forms.Textarea(attrs={"rows": 10, "class": "document-text"}),
    )
    landscape = forms.BooleanField(label=_("Trang nằm ngang"), required=False)
