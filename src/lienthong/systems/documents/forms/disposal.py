"""Forms of a proposal to destroy what has outlived its term."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.ui.fields import DayField

_LINES = forms.Textarea(attrs={"rows": 2})


class OpenForm(forms.Form):
    """What the proposal is called; the files are picked in the list."""

    title = forms.CharField(label=_("Tên đợt hủy"), max_length=300)


class KeepForm(forms.Form):
    """Until when a file is kept longer, and why."""

    until = DayField(label=_("Giữ lại đến ngày"))
    why = forms.CharField(label=_("Lý do giữ lại"), max_length=500)


class OpinionForm(forms.Form):
    """Who said what of the list."""

    giver = forms.CharField(
        label=_("Người, đơn vị cho ý kiến"), max_length=200,
        help_text=_("Ghi họ tên và chức vụ, hoặc tên đơn vị, Hội đồng."),
    )  # fmt: skip
    agrees = forms.ChoiceField(
        label=_("Ý kiến"), choices=[("yes", _("Đồng ý hủy")), ("no", _("Chưa đồng ý"))]
    )
    text = forms.CharField(label=_("Nội dung"), max_length=2000, required=False, widget=_LINES)
    given_on = DayField(label=_("Ngày cho ý kiến"))


class DecisionForm(forms.Form):
    """The decision; a file only where it is not a paper of the own register."""

    number = forms.CharField(label=_("Số, ký hiệu quyết định"), max_length=100)
    dated = DayField(label=_("Ngày quyết định"))
    signer = forms.CharField(
        label=_("Người ký"), max_length=200, required=False,
        help_text=_("Để trống nếu quyết định đã có trong sổ văn bản đi của cơ quan."),
    )  # fmt: skip


class CarryForm(forms.Form):
    """Who sees it done."""

    witness = forms.ChoiceField(label=_("Người chứng kiến"))

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        held = agencies.holders(on, agency_ids=[actor.agency_id])
        self.fields["witness"].choices = [  # type: ignore[attr-defined]
            (str(h.person_id), f"{h.person_name} ({h.shown_title})")
            for h in held
            if h.person_id != actor.person_id
        ]


class PaperForm(forms.Form):
    """A paper of the dossier; the file comes by the upload field."""

    title = forms.ChoiceField(label=_("Giấy tờ của hồ sơ hủy"), required=False)
    other = forms.CharField(label=_("Hoặc giấy tờ khác"), max_length=300, required=False)

    def __init__(self, *args: Any, titles: Sequence[str] | None, **more: Any) -> None:
        super().__init__(*args, **more)
        if titles is None:  # as sent: the service judges the name
            self.fields["title"] = forms.CharField(max_length=300, required=False)
        else:
            self.fields["title"].choices = [("", "—"), *((t, t) for t in titles)]  # type: ignore[attr-defined]


class DropForm(forms.Form):
    """Why nothing is destroyed."""

    why = forms.CharField(label=_("Lý do thôi đợt hủy"), max_length=500)
