"""One row of a round: in which stage, what, who, by when."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.ui.fields import DayField

from ..choices import StepKind


class RoundStepForm(forms.Form):
    """A step; a row without a person is none."""

    stage = forms.IntegerField(label=_("Bước"), min_value=1, max_value=20, required=False)
    kind = forms.ChoiceField(label=_("Việc"), choices=StepKind.choices, required=False)
    person = forms.ChoiceField(label=_("Người làm"), required=False)
    due_on = DayField(label=_("Thời hạn"), required=False)

    def __init__(self, *args: Any, agency_id: int, on: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        held = agencies.holders(on, agency_ids=[agency_id])
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *dict.fromkeys((str(h.person_id), f"{h.person_name} · {h.shown_title}") for h in held),
        ]
