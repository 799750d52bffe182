"""The form by which an office says how sure a field must be read to be filled in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.ui.fields import DayField

from ..services.thresholds import HIGHEST, LOWEST


class ThresholdForm(forms.Form):
    """A field, from which confidence, from when, why."""

    field = forms.ChoiceField(label=_("Trường"))
    value = forms.DecimalField(
        label=_("Điền sẵn khi độ tin cậy từ"), min_value=LOWEST, max_value=HIGHEST, decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.01"}), localize=False,
    )  # fmt: skip
    since = DayField(label=_("Từ ngày"))
    basis = forms.CharField(label=_("Lý do"), max_length=300)
