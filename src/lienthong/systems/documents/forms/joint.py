"""Naming a co-issuing agency and who signs for it."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.agencies import queries as agencies

from ..choices import Authority
from .outgoing import SIGNERS


class JointAgencyForm(forms.Form):
    """Which agency, by its name as it stands on the day."""

    agency = forms.CharField(
        label=_("Cơ quan đồng ban hành"),
        max_length=200,
        help_text=_("Tên cơ quan, ví dụ: Sở Nội vụ."),
    )

    def __init__(self, *args: Any, on: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.on = on

    def clean_agency(self) -> int:
        name = " ".join(self.cleaned_data["agency"].split())
        found = agencies.find_agency(name, self.on)
        if found is None:
            raise forms.ValidationError(_now("Không tìm thấy cơ quan “%(name)s”.") % {"name": name})
        return found


class JointSignerForm(forms.Form):
    """Who signs for it and by which authority; his right is asked of his own agency's rules."""

    agency_id = forms.IntegerField(widget=forms.HiddenInput)
    signatory = forms.ChoiceField(label=_("Người ký"))
    authority = forms.ChoiceField(label=_("Quyền hạn ký"), choices=Authority.choices)

    def __init__(self, *args: Any, agency_id: int, on: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        held = agencies.holders(on, agency_ids=[agency_id], kinds=SIGNERS)
        self.fields["signatory"].choices = [  # type: ignore[attr-defined]
            (f"{h.person_id}:{h.post_id}", f"{h.shown_title}: {h.person_name}") for h in held
        ]


class ReturnForm(forms.Form):
    """Why a co-issuer sends the draft back."""

    reason = forms.CharField(
        label=_("Cần sửa gì? Câu này đến cơ quan chủ trì."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
