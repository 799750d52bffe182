"""Forms of composing, checking, asking opinions and issuing."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from lienthong.axis.papers import api as papers
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.agencies.models import Unit
from lienthong.kernel.text import key_in
from lienthong.kernel.ui.fields import DayField

from ..choices import Authority, CirculationLimit, Purpose, Urgency
from ..models import OutgoingDocument
from ..queries.incoming import incoming_for
from ..rules import bears_secrecy_mark, task_codes_of
from ..services.drafting import CoSigner, Draft
from ..services.recipients import RecipientLine, Unresolvable, meaning
from ..services.secrecy import SecrecyMarked

TYPES = [(str(kind.code), kind.name) for kind in papers.document_types()]
LETTER = "18"
SIGNERS = ("head", "deputy", "chief_of_office", "deputy_chief_of_office", "unit_head")
_SALUTES = frozenset({"required", "telegram"})


def lines_in(text: str) -> list[str]:
    """The recipients of a box, one for each line, without list marks and end marks."""
    cleaned = (line.strip().lstrip("-–•+ ").rstrip(";. ").strip() for line in text.splitlines())
    return list(dict.fromkeys(line for line in cleaned if line))


class ComposeForm(forms.Form):
    """What a drafter writes (Đ10.2); recipients one for each line."""

    type_code = forms.ChoiceField(label=_("Tên loại"), choices=TYPES, initial=LETTER)
    subject = forms.CharField(
        label=_("Trích yếu"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    to = forms.CharField(
        label=_("Kính gửi"),
        required=False,
        help_text=_(
            "Mỗi dòng một cơ quan hoặc một nhóm, ví dụ: UBND các xã, phường, đặc khu. Loại văn bản "
            "không có Kính gửi thì đây là nơi nhận để thực hiện."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    cc = forms.CharField(
        label=_("Nơi nhận khác (để biết, kiểm tra, báo cáo)"),
        required=False,
        help_text=_("Không ghi “Như trên” và dòng “Lưu”: hệ thống tự ghi."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    text = forms.CharField(
        label=_("Nội dung"),
        required=False,
        help_text=_("Đánh số 1., a), - như thường; không cần gõ “./.” ở cuối."),
        widget=forms.Textarea(attrs={"rows": 14, "class": "document-text"}),
    )
    signatory = forms.ChoiceField(label=_("Người ký"))
    authority = forms.ChoiceField(label=_("Quyền hạn ký"), choices=Authority.choices)
    second = forms.ChoiceField(
        label=_("Người ký thứ hai"), required=False, help_text=_("Ký sau người ký thứ nhất.")
    )
    second_authority = forms.ChoiceField(
        label=_("Quyền hạn ký của người thứ hai"), choices=Authority.choices, required=False
    )
    notation = forms.CharField(
        label=_("Ký hiệu"),
        max_length=30,
        required=False,
        help_text=_("Để trống thì hệ thống đề xuất, ví dụ UBND-TH."),
    )
    place = forms.CharField(label=_("Địa danh"), max_length=60)
    urgency = forms.ChoiceField(
        label=_("Mức độ khẩn"),
        choices=[pair for pair in Urgency.choices if pair[0] != Urgency.TIMED_EXPRESS],
        required=False,
    )
    circulation_limit = forms.ChoiceField(
        label=_("Phạm vi lưu hành"), choices=CirculationLimit.choices, required=False
    )
    reply_deadline = DayField(label=_("Hạn trả lời"), required=False)
    answers = forms.ChoiceField(label=_("Trả lời văn bản đến"), required=False)
    task_codes = forms.CharField(
        label=_("Báo cáo kết quả nhiệm vụ (mã nhiệm vụ)"),
        required=False,
        max_length=1000,
        help_text=_("Ghi mã để cơ quan giao nhận đúng nhiệm vụ; nhiều mã cách nhau bằng dấu phẩy."),
    )
    internal = forms.BooleanField(label=_("Văn bản nội bộ (sổ riêng)"), required=False)

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.actor, self.on = actor, on
        held = agencies.holders(on, agency_ids=[actor.agency_id], kinds=SIGNERS)
        self.fields["signatory"].choices = [  # type: ignore[attr-defined]
            (f"{h.person_id}:{h.post_id}", f"{h.shown_title}: {h.person_name}") for h in held
        ]
        people = list(self.fields["signatory"].choices)  # type: ignore[attr-defined]
        self.fields["second"].choices = [("", "—"), *people]  # type: ignore[attr-defined]
        self.fields["answers"].choices = [("", "—"), *self._answerable()]  # type: ignore[attr-defined]

    def _answerable(self) -> list[tuple[str, str]]:
        """One's own papers in hand, and the one that was asked for where one may read it."""
        rows = incoming_for(self.actor).filter(agency_id=self.actor.agency_id)
        waiting = rows.filter(state__in=["at_unit", "in_hand"], lead_person_id=self.actor.person_id)
        chosen = key_in(str(self.initial.get("answers") or self.data.get("answers") or ""))
        mine = list(waiting.order_by("-arrived_at")[:50])
        if chosen is not None and all(row.pk != chosen for row in mine):
            mine += list(rows.filter(pk=chosen)[:1])
        return [(str(row.pk), f"{row.reference} {row.subject}"[:120]) for row in mine]

    def lines(self) -> tuple[RecipientLine, ...]:
        """The lines of both boxes in the order of the paper, and the line of filing."""
        code = int(self.cleaned_data.get("type_code") or LETTER)
        salutes = papers.document_type(code).salutation in _SALUTES
        to = lines_in(self.cleaned_data.get("to", ""))
        cc = lines_in(self.cleaned_data.get("cc", ""))
        return (
            *(RecipientLine(name, Purpose.ACT, addressee=salutes) for name in to),
            *(RecipientLine(name, Purpose.INFORM) for name in cc if name not in to),
        )

    def clean_task_codes(self) -> tuple[str, ...]:
        said = [one.strip() for one in re.split(r"[,;\n]", self.cleaned_data["task_codes"])]
        said = [one for one in said if one]
        codes = task_codes_of(said)
        if wrong := [one for one in said if one not in codes]:
            raise forms.ValidationError(
                _now("Mã nhiệm vụ không đúng: %(codes)s.") % {"codes": "; ".join(wrong)[:200]}
            )
        return codes

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name in ("subject", "text", "to", "cc"):
            if bears_secrecy_mark(values.get(name) or ""):
                self.add_error(name, SecrecyMarked().message)
        for name in ("to", "cc"):
            for phrase in lines_in(values.get(name) or ""):
                try:
                    meaning(RecipientLine(phrase), self.on, self.actor.agency_id)
                except Unresolvable as error:
                    self.add_error(name, f"{phrase}: {error.message}")
        if values.get("second") and values["second"] == values.get("signatory"):
            self.add_error("second", _now("Người ký thứ hai phải khác người ký thứ nhất."))
        code = values.get("type_code")
        if (
            code
            and papers.document_type(int(code)).is_letter
            and not lines_in(values.get("to", ""))
        ):
            self.add_error("to", _now("Công văn phải có ít nhất một nơi ở Kính gửi."))
        return values

    def _co_signers(self) -> tuple[CoSigner, ...]:
        chosen = self.cleaned_data.get("second") or ""
        if not chosen:
            return ()
        person, _colon, post = chosen.partition(":")
        authority = self.cleaned_data.get("second_authority") or Authority.IN_OWN_RIGHT
        return (CoSigner(int(person), int(post), authority),)

    def draft(self) -> Draft:
        """The cleaned values as the service takes them."""
        values = self.cleaned_data
        person, _colon, post = values["signatory"].partition(":")
        return Draft(
            type_code=int(values["type_code"]),
            subject=" ".join(values["subject"].split()),
            text=values.get("text", ""),
            notation=values["notation"].strip(),
            place=values["place"].strip(),
            recipients=self.lines(),
            urgency=values["urgency"] or Urgency.NORMAL,
            circulation_limit=values["circulation_limit"],
            signatory_id=int(person),
            signatory_post_id=int(post),
            authority=values["authority"],
            reply_deadline=values["reply_deadline"],
            internal=values["internal"],
            co_signers=self._co_signers(),
            task_codes=values.get("task_codes") or (),
            answers_incoming_id=int(values["answers"]) if values["answers"] else None,
        )


def initial_of(document: OutgoingDocument) -> dict[str, Any]:
    """A stored draft as the form shows it."""
    rows = list(document.recipients.order_by("position", "id").values_list("phrase", "purpose"))
    to = [phrase for phrase, purpose in dict.fromkeys(rows) if purpose == Purpose.ACT]
    cc = [phrase for phrase, purpose in dict.fromkeys(rows) if purpose == Purpose.INFORM]
    same = ("subject", "text", "notation", "place", "urgency", "circulation_limit",
            "reply_deadline", "authority", "internal")  # fmt: skip
    second = document.co_signatories.order_by("position").first()
    return {name: getattr(document, name) for name in same} | {
        "second": f"{second.person_id}:{second.post_id}" if second is not None else "",
        "second_authority": second.authority if second is not None else "",
        "type_code": str(document.type_code),
        "task_codes": ", ".join(document.task_codes),
        "to": "\n".join(to),
        "cc": "\n".join(cc),
        "signatory": f"{document.signatory_id}:{document.signatory_post_id}",
        "answers": document.answers_incoming_id or "",
    }


class AskForm(forms.Form):
    """Of whom an opinion is asked, what about, by when."""

    agencies = forms.CharField(
        label=_("Cơ quan được lấy ý kiến"),
        required=False,
        help_text=_("Mỗi dòng một cơ quan, ví dụ: Sở Tư pháp."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    units = forms.MultipleChoiceField(
        label=_("Phòng, đơn vị của cơ quan"), required=False, widget=forms.CheckboxSelectMultiple
    )
    question = forms.CharField(
        label=_("Nội dung cần cho ý kiến"), widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = DayField(label=_("Hạn cho ý kiến"))

    def __init__(self, *args: Any, actor: Actor, on: dt.date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.actor, self.on = actor, on
        rows = Unit.objects.on(on).filter(agency_id=actor.agency_id).order_by("pk")
        self.fields["units"].choices = [  # type: ignore[attr-defined]
            (str(unit.pk), unit.name) for unit in rows if unit.pk != actor.unit_id
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        found: list[int] = []
        for phrase in lines_in(values.get("agencies") or ""):
            try:
                meant = meaning(RecipientLine(phrase), self.on, self.actor.agency_id)
            except Unresolvable as error:
                self.add_error("agencies", f"{phrase}: {error.message}")
                continue
            if not meant.agency_ids:
                self.add_error(
                    "agencies", _now("Không tìm thấy cơ quan “%(name)s”.") % {"name": phrase}
                )
            found += [pk for pk in meant.agency_ids if pk not in found]
        values["agency_ids"] = found
        return values


class AnswerForm(forms.Form):
    """The opinion itself."""

    agrees = forms.ChoiceField(
        label=_("Ý kiến"),
        choices=[("yes", _("Nhất trí")), ("no", _("Có ý kiến khác"))],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("Nội dung góp ý"), required=False, widget=forms.Textarea(attrs={"rows": 5})
    )


class ForwardForm(forms.Form):
    """To whom an incoming paper is passed on unchanged, and with which instruction."""

    to = forms.CharField(
        label=_("Chuyển tiếp đến"),
        help_text=_("Mỗi dòng một cơ quan hoặc một nhóm."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    instruction = forms.CharField(
        label=_("Ý kiến chỉ đạo kèm theo (phiếu chuyển)"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
