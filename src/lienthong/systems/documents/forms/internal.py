"""Forms of internal papers: composing for units, naming a person, the result."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lienthong.axis.papers import api as papers
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.models import Unit
from lienthong.kernel.ui.fields import DayField

from ..choices import Purpose
from ..services.recipients import RecipientLine
from .outgoing import LETTER, ComposeForm

_SALUTES = frozenset({"required", "telegram"})


class InternalForm(ComposeForm):
    """A paper for units of the own agency: ticked, not typed."""

    units = forms.MultipleChoiceField(
        label=_("Phòng, đơn vị thực hiện"), required=False, widget=forms.CheckboxSelectMultiple
    )
    informed = forms.MultipleChoiceField(
        label=_("Phòng, đơn vị để biết"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("type_code", "subject", "units", "informed", "text")

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **more: Any) -> None:
        super().__init__(*args, actor=actor, on=on, **more)
        rows = Unit.objects.on(on).filter(agency_id=actor.agency_id).order_by("pk")
        self.names = {str(unit.pk): unit.name for unit in rows}
        for name in ("units", "informed"):
            self.fields[name].choices = list(self.names.items())  # type: ignore[attr-defined]
        for name in ("to", "cc", "answers", "internal"):
            self.fields[name].widget = forms.HiddenInput()

    def lines(self) -> tuple[RecipientLine, ...]:
        values = self.cleaned_data
        code = int(values.get("type_code") or LETTER)
        salutes = papers.document_type(code).salutation in _SALUTES
        acting = values.get("units") or []
        return (
            *(
                RecipientLine(self.names[pk], Purpose.ACT, addressee=salutes, unit_id=int(pk))
                for pk in acting
            ),
            *(
                RecipientLine(self.names[pk], Purpose.INFORM, unit_id=int(pk))
                for pk in values.get("informed") or []
                if pk not in acting
            ),
        )

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        self.errors.pop("to", None)
        if not (values.get("units") or values.get("informed")):
            self.add_error("units", _now("Chọn ít nhất một phòng, đơn vị nhận."))
        values["internal"] = True
        return values


class NameForm(forms.Form):
    """Whom the head of the unit names, by when."""

    person = forms.ChoiceField(label=_("Người giải quyết"))
    due_on = DayField(label=_("Thời hạn"), required=False)
    note = forms.CharField(label=_("Ghi chú"), required=False)

    def __init__(self, *args: Any, actor: Actor, unit_id: int, on: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        held = agencies.holders(on, agency_ids=[actor.agency_id], unit_id=unit_id)
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            (str(h.person_id), f"{h.person_name} ({h.shown_title})") for h in held
        ]


class ResultForm(forms.Form):
    """What was done."""

    result = forms.CharField(
        label=_("Kết quả giải quyết"), widget=forms.Textarea(attrs={"rows": 2})
    )
