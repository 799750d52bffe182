"""Forms of tasks: they only validate."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.models import AgencyName

from .choices import ProofKind, Recurrence, ReturnReason

CLOSES = dt.time(17, 0)


class DayField(forms.DateField):
    """A day as officials write it: 22/11/2026; cleaned to the close of that day."""

    def __init__(self, **more: Any) -> None:
        super().__init__(input_formats=["%d/%m/%Y", "%Y-%m-%d"], **more)
        self.widget = forms.DateInput(
            format="%d/%m/%Y", attrs={"placeholder": "22/11/2026", "inputmode": "numeric"}
        )


def closing(day: dt.date | None) -> dt.datetime | None:
    """The close of office on a day, the moment of a deadline."""
    return None if day is None else timezone.make_aware(dt.datetime.combine(day, CLOSES))


def agency_choices(on: dt.date) -> list[tuple[str, str]]:
    """All agencies of a day by name."""
    rows = AgencyName.objects.on(on).order_by("name").values_list("agency_id", "name")
    return [(str(pk), name) for pk, name in rows]


class ProposalForm(forms.Form):
    """One proposed task, mended by the secretary."""

    action = forms.CharField(label=_("Nội dung nhiệm vụ"), widget=forms.Textarea(attrs={"rows": 3}))
    leads = forms.MultipleChoiceField(label=_("Chủ trì"), required=False)
    coordinating = forms.MultipleChoiceField(label=_("Phối hợp"), required=False)
    deadline = DayField(label=_("Thời hạn"), required=False)
    recurrence = forms.ChoiceField(label=_("Định kỳ"), choices=Recurrence.choices, required=False)
    proof = forms.ChoiceField(label=_("Hoàn thành khi có"), choices=ProofKind.choices)

    def __init__(self, *args: Any, on: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        known = agency_choices(on)
        self.fields["leads"].choices = known  # type: ignore[attr-defined]
        self.fields["coordinating"].choices = known  # type: ignore[attr-defined]


class PersonForm(forms.Form):
    """Who does it."""

    person = forms.ChoiceField(label=_("Người thực hiện"))
    note = forms.CharField(label=_("Ghi chú trong cơ quan"), required=False)

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        held = agencies.holders(on, agency_ids=[actor.agency_id])
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            (str(h.person_id), f"{h.person_name} ({h.shown_title})") for h in held
        ]


class ProgressForm(forms.Form):
    """An interim report."""

    text = forms.CharField(label=_("Tiến độ"), widget=forms.Textarea(attrs={"rows": 3}))
    percent = forms.IntegerField(
        label=_("Hoàn thành (%)"), min_value=0, max_value=100, required=False
    )


class ExtensionForm(forms.Form):
    """A request for more time."""

    new_deadline = DayField(label=_("Thời hạn đề nghị"))
    reason = forms.CharField(label=_("Lý do"), widget=forms.Textarea(attrs={"rows": 2}))
    done_so_far = forms.CharField(
        label=_("Đã làm được"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )


class GiveBackForm(forms.Form):
    """A request to give the task back."""

    reason_code = forms.ChoiceField(label=_("Lý do"), choices=ReturnReason.choices)
    reason = forms.CharField(label=_("Nói rõ"), widget=forms.Textarea(attrs={"rows": 2}))


class ResultForm(forms.Form):
    """The result: a document by its reference, or a record with what it must say."""

    dated = DayField(label=_("Ngày của kết quả"))
    reference = forms.CharField(label=_("Số, ký hiệu văn bản"), required=False, max_length=60)
    note = forms.CharField(
        label=_("Báo cáo kết quả"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )


class NoteForm(forms.Form):
    """One sentence."""

    note = forms.CharField(
        label=_("Ghi rõ"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
