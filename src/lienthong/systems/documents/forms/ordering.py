"""Forms of the order to draft: what, by whom, by when."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.models import Unit
from lienthong.kernel.ui.fields import DayField

from ..choices import Urgency, Verb
from ..services.ordering import HEADS, Order
from .outgoing import LETTER, TYPES

DRAFTERS = ("officer", "secretary", "unit_head", "deputy_unit_head", "chief_of_office",
            "deputy_chief_of_office")  # fmt: skip


def people_of(actor: Actor, on: dt.date) -> list[tuple[str, str]]:
    """Whom the actor may give a drafting: all of the agency by a leader, else his own unit."""
    held = agencies.holders(on, agency_ids=[actor.agency_id], kinds=DRAFTERS)
    return [
        (str(one.person_id), f"{one.person_name} · {one.shown_title}")
        for one in held
        if actor.may(Verb.INSTRUCT) or one.unit_id == actor.unit_id
    ]


def units_of(actor: Actor, on: dt.date) -> list[tuple[str, str]]:
    """The units to which the actor may give a drafting."""
    held = agencies.holders(on, agency_ids=[actor.agency_id], kinds=HEADS)
    led = {one.unit_id for one in held if one.unit_id is not None}
    rows = Unit.objects.on(on).filter(agency_id=actor.agency_id, pk__in=led).order_by("pk")
    return [
        (str(unit.pk), unit.name)
        for unit in rows
        if actor.may(Verb.INSTRUCT) or unit.pk == actor.unit_id
    ]


class OrderForm(forms.Form):
    """An order to draft (Đ10.1)."""

    subject = forms.CharField(
        label=_("Văn bản cần soạn về việc"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    type_code = forms.ChoiceField(label=_("Tên loại"), choices=TYPES, initial=LETTER)
    order = forms.CharField(
        label=_("Yêu cầu"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    unit = forms.ChoiceField(
        label=_("Giao đơn vị"),
        required=False,
        help_text=_("Trưởng đơn vị nhận và giao người soạn."),
    )
    person = forms.ChoiceField(label=_("Hoặc giao đích danh"), required=False)
    due_on = DayField(label=_("Thời hạn soạn thảo"))
    urgency = forms.ChoiceField(
        label=_("Mức độ khẩn"),
        choices=[pair for pair in Urgency.choices if pair[0] != Urgency.TIMED_EXPRESS],
        initial=Urgency.NORMAL,
    )

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.on = on
        self.fields["unit"].choices = [("", "—"), *units_of(actor, on)]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", "—"), *people_of(actor, on)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("unit") and not values.get("person"):
            self.add_error("unit", _now("Hãy chọn đơn vị hoặc người soạn thảo."))
        if values.get("due_on") and values["due_on"] < self.on:
            self.add_error("due_on", _now("Thời hạn soạn thảo phải từ hôm nay trở đi."))
        return values

    def taken(self, due_at: dt.datetime, answers: int | None) -> Order:
        """The order as the service takes it."""
        values = self.cleaned_data
        return Order(
            subject=values["subject"],
            text=values["order"],
            due_at=due_at,
            unit_id=int(values["unit"]) if values["unit"] else None,
            person_id=int(values["person"]) if values["person"] else None,
            type_code=int(values["type_code"]),
            urgency=values["urgency"],
            answers_incoming_id=answers,
        )


class HandOnForm(forms.Form):
    """Who drafts from now on."""

    person = forms.ChoiceField(label=_("Người soạn thảo"))

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["person"].choices = people_of(actor, on)  # type: ignore[attr-defined]
