"""Forms of tasks: they only validate."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.models import Unit
from lienthong.kernel.ui.choosing import agency_field
from lienthong.kernel.ui.fields import DayField

from .choices import Measure, MeasureScope, ProofKind, Recurrence, ReturnReason, SourceKind
from .queries import Candidate

CLOSES = dt.time(17, 0)
# Kinds whose system does not stand yet are not offered; what was read as one keeps it.
OFFERED = [c for c in ProofKind.choices if c[0] != ProofKind.DOSSIER]


def closing(day: dt.date | None) -> dt.datetime | None:
    """The close of office on a day, the moment of a deadline."""
    return None if day is None else timezone.make_aware(dt.datetime.combine(day, CLOSES))


def _lines(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ProposalForm(forms.Form):
    """One proposed task, mended or written by the secretary (§5.2, §5.4)."""

    action = forms.CharField(label=_("Nội dung nhiệm vụ"), widget=_lines(3))
    deadline = DayField(label=_("Thời hạn"), required=False)
    proof = forms.ChoiceField(label=_("Hoàn thành khi có"), choices=OFFERED)
    count = forms.IntegerField(
        label=_("Số văn bản phải ký (với bộ văn bản đã ký)"), min_value=1, max_value=9999,
        required=False,
    )  # fmt: skip
    measures = forms.MultipleChoiceField(
        label=_("Số liệu phải đạt (với số đo của hệ thống)"), choices=Measure.choices,
        required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    scope = forms.ChoiceField(
        label=_("Số liệu tính cho"), choices=MeasureScope.choices, required=False
    )
    at_least = forms.DecimalField(
        label=_("Mức phải đạt (%)"), min_value=0, max_value=100, decimal_places=1, required=False
    )
    recurrence = forms.ChoiceField(label=_("Định kỳ"), choices=Recurrence.choices, required=False)
    cut_day = forms.IntegerField(
        label=_("Ngày chốt kỳ"), min_value=0, max_value=31, required=False,
        help_text=_("Để trống: theo quy định. Tháng, quý, năm: ngày trong tháng (0 là ngày cuối);"
                    " tuần: 1 là thứ Hai."),
    )  # fmt: skip
    due_after = forms.IntegerField(
        label=_("Hạn báo cáo sau ngày chốt (ngày làm việc)"), min_value=0, max_value=60,
        required=False,
    )  # fmt: skip
    starts_on = DayField(label=_("Kỳ đầu tiên có ngày"), required=False)

    def __init__(self, *args: Any, on: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["leads"] = agency_field(
            on=on, label=_now("Chủ trì"), many=True, required=False,
            help_text=_now("Nhiều cơ quan: mỗi cơ quan một nhiệm vụ riêng."),
        )  # fmt: skip
        self.fields["coordinating"] = agency_field(
            on=on, label=_now("Phối hợp"), many=True, required=False
        )
        self.fields["monitor"] = agency_field(
            on=on, label=_now("Cơ quan theo dõi (nếu không phải cơ quan giao)"), required=False
        )
        self.order_fields(["action", "leads", "coordinating", "monitor"])

    def clean(self) -> dict[str, Any]:
        """A figure of the system names which; a week's cut is a day of the week."""
        values = super().clean() or {}
        if values.get("proof") == ProofKind.SYSTEM_MEASURE and not values.get("measures"):
            self.add_error("measures", _now("Hãy chọn ít nhất một số liệu phải đạt."))
        cut = values.get("cut_day")
        if values.get("recurrence") == Recurrence.WEEKLY and cut is not None and not 1 <= cut <= 7:
            self.add_error("cut_day", _now("Với kỳ tuần, hãy ghi từ 1 (thứ Hai) đến 7 (Chủ nhật)."))
        return values


class ManualForm(ProposalForm):
    """A task that came from no paper of ours: a superior's, a conclusion, a leader's word (§5.6)."""

    source_kind = forms.ChoiceField(label=_("Nguồn giao"), choices=SourceKind.choices)
    reference = forms.CharField(label=_("Số, ký hiệu văn bản"), required=False, max_length=80)
    outside_code = forms.CharField(
        label=_("Mã nhiệm vụ của cấp trên"), required=False, max_length=50
    )


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

    text = forms.CharField(label=_("Tiến độ"), widget=_lines(3))
    percent = forms.IntegerField(
        label=_("Hoàn thành (%)"), min_value=0, max_value=100, required=False
    )


class ExtensionForm(forms.Form):
    """A request for more time."""

    new_deadline = DayField(label=_("Thời hạn đề nghị"))
    reason = forms.CharField(label=_("Lý do"), widget=_lines())
    done_so_far = forms.CharField(label=_("Đã làm được"), widget=_lines())


class GiveBackForm(forms.Form):
    """A request to give the task back."""

    reason_code = forms.ChoiceField(label=_("Lý do"), choices=ReturnReason.choices)
    reason = forms.CharField(label=_("Nói rõ"), widget=_lines())
    facts_changed = forms.BooleanField(
        label=_("Tình hình đã thay đổi so với khi giao"), required=False
    )


class PartForm(forms.Form):
    """A part for a unit of the own agency, or for another agency with the asker's consent."""

    action = forms.CharField(label=_("Phần việc"), widget=_lines())
    deadline = DayField(label=_("Thời hạn"), required=False)
    unit = forms.ChoiceField(label=_("Phòng, đơn vị"), required=False)
    reason = forms.CharField(label=_("Lý do (khi đề nghị cơ quan khác)"), required=False)

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        rows = Unit.objects.on(on).filter(agency_id=actor.agency_id).order_by("name")
        self.fields["unit"].choices = [  # type: ignore[attr-defined]
            ("", "—"), *((str(pk), name) for pk, name in rows.values_list("pk", "name"))
        ]  # fmt: skip
        self.fields["other"] = agency_field(
            on=on, label=_now("Hoặc cơ quan khác (người giao phải đồng ý)"), required=False
        )


class HelpForm(forms.Form):
    """Whom to ask to coordinate, by when."""

    due = DayField(label=_("Hạn trả lời"))

    def __init__(self, *args: Any, on: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["agencies"] = agency_field(on=on, label=_now("Cơ quan phối hợp"), many=True)
        self.order_fields(["agencies", "due"])


class PaperResultForm(forms.Form):
    """An own issued document, chosen or named."""

    paper = forms.ChoiceField(label=_("Văn bản đã phát hành"), required=False)
    reference = forms.CharField(label=_("Hoặc ghi số, ký hiệu"), required=False, max_length=80)
    note = forms.CharField(label=_("Tóm tắt kết quả"), widget=_lines(3), required=False)

    def __init__(self, *args: Any, papers: list[Candidate], **more: Any) -> None:
        super().__init__(*args, **more)
        shown = [
            (
                str(each.paper.pk),
                f"{each.paper.reference} · {each.paper.subject[:90]}"
                + ("" if each.fits else f" ({_now('không viện dẫn nhiệm vụ này')})"),
            )
            for each in papers
        ]
        self.fields["paper"].choices = [("", "—"), *shown]  # type: ignore[attr-defined]


class RecordResultForm(forms.Form):
    """An event: the file of its minutes stands beside, with the question on secrecy."""

    held_on = DayField(label=_("Ngày tổ chức"))
    present = forms.IntegerField(label=_("Số người dự"), min_value=1, max_value=1_000_000)
    result = forms.CharField(label=_("Kết quả"), widget=_lines(3))


class SignedResultForm(forms.Form):
    """The signed papers: files, or own issued documents by their references."""

    dated = DayField(label=_("Ngày ký sau cùng"))
    references = forms.CharField(
        label=_("Hoặc số, ký hiệu các văn bản đã phát hành, mỗi dòng một văn bản"),
        widget=_lines(2), required=False,
    )  # fmt: skip
    note = forms.CharField(label=_("Tóm tắt kết quả"), widget=_lines(), required=False)


class WordResultForm(forms.Form):
    """A sentence: where the asker's word or the system's figures are the proof."""

    note = forms.CharField(label=_("Tóm tắt kết quả"), widget=_lines(3))


class NoteForm(forms.Form):
    """One sentence."""

    note = forms.CharField(label=_("Ghi rõ"), widget=_lines(), required=False)


class ReasonForm(forms.Form):
    """One sentence that must be there."""

    note = forms.CharField(label=_("Lý do"), widget=_lines())


class ReassignForm(forms.Form):
    """Another lead."""

    note = forms.CharField(label=_("Ghi rõ"), widget=_lines(), required=False)

    def __init__(self, *args: Any, on: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["lead"] = agency_field(on=on, label=_now("Cơ quan chủ trì mới"))
        self.order_fields(["lead", "note"])


class BasisForm(forms.Form):
    """The later paper."""

    reference = forms.CharField(
        label=_("Số, ký hiệu văn bản điều chỉnh"), max_length=80,
        help_text=_("Văn bản của cơ quan đã phát hành, hoặc của cấp trên."),
    )  # fmt: skip
    dated = DayField(label=_("Ngày của văn bản"), required=False)


class RuleForm(forms.Form):
    """A number of the working rules from a day on."""

    value = forms.CharField(label=_("Giá trị mới"), max_length=60)
    since = DayField(label=_("Áp dụng từ ngày"))
    source = forms.CharField(label=_("Căn cứ (số, ký hiệu quy chế)"), max_length=200)
