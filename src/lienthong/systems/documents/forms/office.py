"""Forms of the office around the papers: follow-up, calendar, ký nhận, post, kept copies."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.ui.fields import DayField

from ..choices import Channel

OTHER_WAYS = [
    ("", _("Chỉ ghi nhận cuộc gọi")),
    (Channel.PAPER, _("Gửi thêm bản giấy, giao trực tiếp")),
    (Channel.POST, _("Gửi thêm qua bưu chính")),
    (Channel.MAIL, _("Gửi thêm qua thư điện tử công vụ")),
    (Channel.PARTY_NETWORK, _("Gửi thêm qua mạng của Đảng")),
]


class FollowForm(forms.Form):
    """A call, or another way by which the paper went as well."""

    channel = forms.ChoiceField(label=_("Việc đã làm"), choices=OTHER_WAYS, required=False)
    note = forms.CharField(
        label=_("Ghi rõ (đã gọi ai, nơi nhận nói gì)"), widget=forms.Textarea(attrs={"rows": 2})
    )


class ResendForm(forms.Form):
    """Sending a returned paper again: to the same office, or to the right one."""

    to = forms.CharField(
        label=_("Gửi đến"),
        required=False,
        help_text=_("Để trống: gửi lại chính nơi đã trả lại. Gửi sai nơi nhận: ghi tên nơi đúng."),
    )


class AppointmentForm(forms.Form):
    """An entry of a leader's calendar."""

    person = forms.ChoiceField(label=_("Lãnh đạo"))
    on = DayField(label=_("Ngày"))
    begins = forms.TimeField(
        label=_("Từ giờ"), input_formats=["%H:%M", "%Hh%M", "%H"],
        widget=forms.TextInput(attrs={"placeholder": "08:00"}),
    )  # fmt: skip
    ends = forms.TimeField(
        label=_("Đến giờ"), required=False, input_formats=["%H:%M", "%Hh%M", "%H"],
        widget=forms.TextInput(attrs={"placeholder": "11:30"}),
    )  # fmt: skip
    title = forms.CharField(label=_("Nội dung"), widget=forms.Textarea(attrs={"rows": 2}))
    place = forms.CharField(label=_("Địa điểm"), required=False, max_length=200)
    chaired_by = forms.CharField(label=_("Chủ trì"), required=False, max_length=200)
    prepared_by = forms.CharField(label=_("Đơn vị chuẩn bị"), required=False, max_length=200)

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        kinds = ("head", "deputy", "chief_of_office", "deputy_chief_of_office")
        held = agencies.holders(on, agency_ids=[actor.agency_id], kinds=kinds)
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            (str(h.person_id), f"{h.shown_title}: {h.person_name}") for h in held
        ]

    def moments(self) -> tuple[dt.datetime, dt.datetime | None]:
        """When it begins and ends."""
        values = self.cleaned_data
        first = timezone.make_aware(dt.datetime.combine(values["on"], values["begins"]))
        if values["ends"] is None:
            return first, None
        return first, timezone.make_aware(dt.datetime.combine(values["on"], values["ends"]))


class HandPaperForm(forms.Form):
    """To whom văn thư hands the paper original."""

    person = forms.ChoiceField(label=_("Giao bản giấy cho"))
    note = forms.CharField(label=_("Ghi chú"), required=False, max_length=200)

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        held = agencies.holders(on, agency_ids=[actor.agency_id])
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            (str(h.person_id), f"{h.person_name} ({h.shown_title})") for h in held
        ]


class PostForm(forms.Form):
    """A line of the book of papers sent by post."""

    sent_on = DayField(label=_("Ngày chuyển"))
    receiver = forms.CharField(label=_("Nơi nhận văn bản"), max_length=300)
    envelopes = forms.IntegerField(label=_("Số lượng bì"), min_value=1, max_value=999, initial=1)
    post_mark = forms.CharField(label=_("Ký nhận và dấu bưu điện"), required=False, max_length=200)
    note = forms.CharField(label=_("Ghi chú"), required=False, max_length=300)


class LendForm(forms.Form):
    """A line of the book of use of kept copies."""

    user = forms.CharField(label=_("Họ tên người sử dụng"), max_length=100)
    allowed_by = forms.CharField(label=_("Người cho phép sử dụng"), max_length=100)
    file_notation = forms.CharField(label=_("Số và ký hiệu hồ sơ"), required=False, max_length=50)
    note = forms.CharField(label=_("Ghi chú"), required=False, max_length=300)
