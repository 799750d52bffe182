"""Fields of forms as officials fill them in."""

from typing import Any, Final

from django import forms

# ISO as well: what a program, a kept draft or a native picker sends.
DAY_FORMATS: Final = ["%d/%m/%Y", "%Y-%m-%d"]


class DayField(forms.DateField):
    """A day as officials write it: 22/11/2026."""

    def __init__(self, **more: Any) -> None:
        super().__init__(input_formats=DAY_FORMATS, **more)
        self.widget = forms.DateInput(
            format="%d/%m/%Y",
            attrs={"placeholder": "22/11/2026", "inputmode": "numeric", "data-day": ""},
        )
