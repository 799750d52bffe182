"""Verification for anybody: drop a file, get one sentence, then the details; nothing is kept."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.ui.parts import KnownFact, SignatureVerdict, VerdictPart

from .services.verifying import verify_bytes
from .verdicts.model import TRUST_LABELS, Answer, SignatureReport, Verdict

LIMIT = 50 * 1024 * 1024
SENTENCES = {
    Answer.VALID: gettext_lazy("Chữ ký số hợp lệ, nội dung nguyên vẹn từ khi ký."),
    Answer.WITH_WARNINGS: gettext_lazy("Nội dung nguyên vẹn, nhưng có điều cần lưu ý."),
    Answer.CHANGED: gettext_lazy("Văn bản đã bị thay đổi sau khi ký."),
    Answer.INVALID: gettext_lazy("Chữ ký số không hợp lệ."),
    Answer.UNREADABLE: gettext_lazy("Không đọc được tệp này."),
    Answer.UNSIGNED: gettext_lazy("Tệp này không có chữ ký số."),
}
KINDS = {Answer.VALID: "good", Answer.WITH_WARNINGS: "unsure", Answer.UNSIGNED: "unsure"}
STAGES = {"valid": "done", "valid_with_warnings": "waiting"}
PARTS = {
    "integrity": gettext_lazy("Toàn vẹn"),
    "coverage": gettext_lazy("Phạm vi ký"),
    "later_changes": gettext_lazy("Thay đổi về sau"),
    "trust": gettext_lazy("Người ký"),
}


class FileForm(forms.Form):
    """One file to check."""

    file = forms.FileField(
        label=gettext_lazy("Tệp văn bản hoặc tệp chữ ký (PDF, .p7s, .p7m, .xml)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.p7s,.p7m,.xml,application/pdf"}),
    )
    content = forms.FileField(
        label=gettext_lazy("Tệp nội dung, chỉ khi chữ ký nằm ở tệp riêng"), required=False
    )

    def clean_file(self) -> Any:
        """Refuse what is larger than an office sends."""
        return self._small("file")

    def clean_content(self) -> Any:
        """The same for the content."""
        return self._small("content")

    def _small(self, name: str) -> Any:
        file = self.cleaned_data[name]
        if file and file.size > LIMIT:
            raise forms.ValidationError(_("Tệp lớn hơn 50 MB nên không kiểm tra được ở đây."))
        return file


@login_not_required
def verify(request: HttpRequest) -> HttpResponse:
    """The page: open to everybody, the file is judged in memory and forgotten."""
    form = FileForm(request.POST or None, request.FILES or None)
    shown, name, signatures = None, "", []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = form.cleaned_data["content"]
        given = (content.name, b"".join(content.chunks())) if content else None
        verdict = verify_bytes(b"".join(file.chunks()), given=given)
        shown, name = shown_verdict(verdict), file.name
        signatures = [_signature(s) for s in verdict.signatures]
    known = getattr(request, "actor", None)
    return render(
        request,
        "signing/verify.html",
        {
            "title": _("Kiểm tra văn bản ký số"),
            "form": form,
            "verdict": shown,
            "name": name,
            "signatures": signatures,
            "base": "ui/frame.html" if known and known.person_id else "ui/plain.html",
        },
    )


def shown_verdict(verdict: Verdict) -> SignatureVerdict:
    """A verdict as the screens draw it: one sentence, four parts, the reasons."""
    kind = KINDS.get(verdict.answer, "bad")
    parts = tuple(
        VerdictPart(str(PARTS.get(part, part)), STAGES.get(grade, "stopped"))
        for part, grade in verdict.parts().items()
        if verdict.signatures
    )
    details = tuple(KnownFact(_("Lưu ý"), reason) for reason in verdict.reasons)
    return SignatureVerdict(kind, str(SENTENCES[verdict.answer]), parts, details)


def _signature(signature: SignatureReport) -> list[KnownFact]:
    plain = signature.to_json()
    labels = (
        ("signer", _("Người ký")),
        ("agency", _("Cơ quan")),
        ("time", _("Thời điểm ký")),
        ("digest", _("Thuật toán băm")),
        ("level", _("Mức chữ ký")),
    )
    facts = [KnownFact(label, plain[key]) for key, label in labels if plain.get(key)]
    trust = plain.get("trust")
    if trust:
        facts.append(KnownFact(_("Độ tin cậy"), TRUST_LABELS.get(trust, trust)))
    return facts
