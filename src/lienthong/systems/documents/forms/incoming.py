"""Forms of taking in and handling papers."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lienthong.axis.papers import api as papers
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.models import Unit
from lienthong.kernel.ui.fields import DayField

from ..choices import Channel, CirculationLimit, ReturnReason, Urgency

TYPES = [("", "—"), *((str(t.code), t.name) for t in papers.document_types())]
DOORS = [
    (Channel.PAPER, Channel.PAPER.label),
    (Channel.MAIL, Channel.MAIL.label),
    (Channel.POST, Channel.POST.label),
]


# Papers past the moment at which they were to be handled, by the database's own clock.
LATE = Q(handled_at=None, handling_due_at__lt=Now())


class PaperForm(forms.Form):
    """What is known of a paper; the uncertain first in the order of the register."""

    number = forms.CharField(label=_("Số"), max_length=11, required=False)
    notation = forms.CharField(label=_("Ký hiệu"), max_length=30, required=False)
    issued_on = DayField(label=_("Ngày văn bản"), required=False)
    issuer_name = forms.CharField(label=_("Cơ quan ban hành"), max_length=200)
    type_code = forms.ChoiceField(label=_("Tên loại"), choices=TYPES, required=False)
    subject = forms.CharField(
        label=_("Trích yếu"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    signer_name = forms.CharField(label=_("Người ký"), max_length=50, required=False)
    signer_post = forms.CharField(label=_("Chức vụ người ký"), max_length=100, required=False)
    urgency = forms.ChoiceField(
        label=_("Mức độ khẩn"),
        choices=[c for c in Urgency.choices if c[0] != Urgency.TIMED_EXPRESS],
    )
    circulation_limit = forms.ChoiceField(
        label=_("Phạm vi lưu hành"), choices=CirculationLimit.choices, required=False
    )
    reply_deadline = DayField(label=_("Hạn trả lời"), required=False)

    def fields_for_service(self) -> dict[str, Any]:
        """The cleaned values by the names that the service takes."""
        values = dict(self.cleaned_data)
        code = values.pop("type_code", "")
        values["type_code"] = int(code) if code else None
        values["type_name"] = dict(TYPES).get(code, "") if code else ""
        return values


class TakeInForm(PaperForm):
    """A paper by one of the three doors beside the exchange."""

    channel = forms.ChoiceField(label=_("Đến bằng"), choices=DOORS)
    field_order = ("channel",)


class BatchForm(forms.Form):
    """Many files at once: by which door they came."""

    channel = forms.ChoiceField(label=_("Đến bằng"), choices=DOORS)


class RegisterForm(PaperForm):
    """Confirming what was read, and why an unknown signer is taken in all the same."""

    trust_note = forms.CharField(
        label=_("Lý do tiếp nhận khi chưa xác định được người ký"), required=False
    )


class ReturnForm(forms.Form):
    """Returning a paper for one of the two reasons of Đ21.2.b."""

    reason = forms.ChoiceField(
        label=_("Lý do"), choices=ReturnReason.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("Nói rõ để nơi gửi biết cần làm gì"), widget=forms.Textarea(attrs={"rows": 3})
    )


def _units(actor: Actor, on: dt.date) -> list[tuple[str, str]]:
    rows = Unit.objects.on(on).filter(agency_id=actor.agency_id).order_by("pk")
    return [(str(u.pk), u.name) for u in rows]


def _people(actor: Actor, on: dt.date, kinds: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    held = agencies.holders(on, agency_ids=[actor.agency_id], kinds=kinds)
    return [(str(h.person_id), f"{h.person_name} ({h.shown_title})") for h in held]


class RouteForm(forms.Form):
    """Straight to a unit, or to a leader for his instruction."""

    leader = forms.ChoiceField(label=_("Trình lãnh đạo"), required=False)
    unit = forms.ChoiceField(label=_("Chuyển thẳng phòng, đơn vị"), required=False)
    due_on = DayField(label=_("Thời hạn giải quyết"), required=False)

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        leaders = _people(actor, on, ("head", "deputy", "chief_of_office"))
        self.fields["leader"].choices = [("", "—"), *leaders]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", "—"), *_units(actor, on)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if bool(values.get("leader")) == bool(values.get("unit")):
            raise forms.ValidationError(
                _("Chọn một nơi nhận: lãnh đạo để cho ý kiến, hoặc phòng, đơn vị.")
            )
        return values


class InstructForm(forms.Form):
    """The leader's line, one lead, coordinating units, the deadline."""

    text = forms.CharField(label=_("Ý kiến chỉ đạo"), widget=forms.Textarea(attrs={"rows": 3}))
    lead = forms.ChoiceField(label=_("Giao chủ trì"))
    coordinate = forms.MultipleChoiceField(
        label=_("Phối hợp"), required=False, widget=forms.CheckboxSelectMultiple
    )
    inform = forms.MultipleChoiceField(
        label=_("Để biết"), required=False, widget=forms.CheckboxSelectMultiple
    )
    due_on = DayField(label=_("Thời hạn giải quyết"), required=False)

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        units = _units(actor, on)
        for name in ("lead", "coordinate", "inform"):
            self.fields[name].choices = units  # type: ignore[attr-defined]


class AssignForm(forms.Form):
    """The head of the unit names the person."""

    person = forms.ChoiceField(label=_("Người giải quyết"))
    due_on = DayField(label=_("Thời hạn"), required=False)
    note = forms.CharField(label=_("Ghi chú"), required=False)

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["person"].choices = _people(actor, on)  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    """One sentence: handing back, finishing, refusing a recall."""

    note = forms.CharField(label=_("Ghi rõ"), widget=forms.Textarea(attrs={"rows": 2}))
