"""Verification for anybody: drop a file or give a paper's code, get one sentence, then the details.

No file is kept; of a code only the count of tries is.
"""

import base64
from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.access.visitors import address_of
from lienthong.kernel.ui.parts import KnownFact, SignatureVerdict, VerdictPart

from .choices import CodeState
from .services.form_beside import form_beside
from .services.public_codes import Answered, AskedTooOften, ask
from .services.revisions import differences
from .services.verifying import verify_bytes
from .verdicts.ends import signed_ends
from .verdicts.model import Answer, SignatureReport, Verdict

LIMIT = 50 * 1024 * 1024
LARGEST_LINK = 8 * 1024 * 1024  # bytes of a signed revision that stands in the page itself
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
DIGESTS = {"sha1": gettext_lazy("SHA-1 (yếu: nội dung nguyên vẹn, nên ký lại bằng SHA-256)")}
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


class CodeForm(forms.Form):
    """The code that the issuing agency gives to whoever asks."""

    ma = forms.CharField(
        label=gettext_lazy("Mã văn bản"),
        help_text=gettext_lazy("Mã gồm 12 chữ và số do cơ quan ban hành cung cấp."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


@login_not_required
def verify(request: HttpRequest) -> HttpResponse:
    """The page: open to everybody, the file is judged in memory and forgotten.

    `?ma=` asks by a code: 404 for one that is not known, whatever its shape, 429 when too many
    were asked.
    """
    if request.method in ("GET", "HEAD") and "ma" in request.GET:
        return _looked_up(request, request.GET["ma"])
    form = FileForm(request.POST or None, request.FILES or None)
    shown, name, signatures, more = None, "", [], dict[str, Any]()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = form.cleaned_data["content"]
        given = (content.name, b"".join(content.chunks())) if content else None
        whole = b"".join(file.chunks())
        verdict = verify_bytes(whole, given=given)
        shown, name = shown_verdict(verdict), file.name
        signatures = [_signature(s) for s in verdict.signatures]
        more = _since(whole, verdict, file.name) | {"form_verdict": _form(whole, verdict)}
    return _page(request, form=form, verdict=shown, name=name, signatures=signatures, **more)


def _form(content: bytes, verdict: Verdict) -> dict[str, Any] | None:
    """The form verdict in the reader's language; None where no rule can be told."""
    found = form_beside(content, verdict)
    if found is None:
        return None
    return {
        "right": found["answer"] == "right",
        "sentence": found["sentence"],
        "findings": [f"{one['message']} ({one['article']})" for one in found["findings"]],
    }


def _since(content: bytes, verdict: Verdict, name: str) -> dict[str, Any]:
    """The signed revisions to take home and what changed since, for a file that goes on after them.

    No file is kept here, so that the revision itself stands in the answer as a link.
    """
    stem = PurePath(name).stem[:80]
    revisions = [
        {
            "signer": signer,
            "name": f"{stem}-{number}.pdf",
            "size": end,
            "url": f"data:application/pdf;base64,{base64.b64encode(content[:end]).decode()}"
            if end <= LARGEST_LINK
            else "",
        }
        for number, (_field, signer, end) in enumerate(signed_ends(content, verdict), 1)
    ]
    found = differences(content, verdict) if revisions else []
    return {"revisions": revisions, "differences": found}


def _page(request: HttpRequest, status: int = 200, **context: Any) -> HttpResponse:
    known = getattr(request, "actor", None)
    base = {
        "title": _("Kiểm tra văn bản ký số"),
        "form": FileForm(),
        "code_form": CodeForm(),
        "base": "ui/frame.html" if known and known.person_id else "ui/plain.html",
    }
    return render(request, "signing/verify.html", base | context, status=status)


def _looked_up(request: HttpRequest, typed: str) -> HttpResponse:
    """What the code answers; tries are counted by the real clock, whatever story is played."""
    form = CodeForm(initial={"ma": typed[:40]})
    try:
        found = ask(typed=typed, address=address_of(request), at=timezone.now())
    except AskedTooOften as refusal:
        response = _page(request, 429, code_form=form, refusal=refusal.message)
        response["Retry-After"] = str(60 * settings.LOOKUP_LIMITS["minutes"])
        return response
    if found is None:
        said = _("Không có văn bản nào mang mã này. Hãy xem lại mã, hoặc hỏi cơ quan ban hành.")
        response = _page(request, 404, code_form=form, refusal=said)
    else:
        response = _page(request, code_form=form, found=_shown_answer(found))
    response["Cache-Control"] = "no-store"
    return response


def _shown_answer(found: Answered) -> SignatureVerdict:
    """The answer by a code: what ended comes first, then the signature, then which paper it is."""
    answer = Answer(found.verdict)
    kind, sentence = KINDS.get(answer, "bad"), str(SENTENCES[answer])
    state = CodeState(found.state)
    if state != CodeState.IN_FORCE:
        kind = "bad" if state == CodeState.RECALLED else "unsure"
        sentence = {
            CodeState.RECALLED: _("Văn bản này đã thu hồi."),
            CodeState.REPLACED: _("Văn bản này đã được thay thế bằng văn bản khác."),
        }[state]
    facts = [
        KnownFact(_("Số, ký hiệu"), found.reference),
        KnownFact(_("Ngày văn bản"), found.issued_on),
        KnownFact(_("Cơ quan ban hành"), found.issuer),
        KnownFact(_("Tình trạng"), state.label),
    ]
    if state != CodeState.IN_FORCE:
        facts.append(KnownFact(_("Từ lúc"), found.state_at))
    facts += [
        KnownFact(_("Chữ ký số"), SENTENCES[answer]),
        KnownFact(_("Kết luận lúc"), found.judged_at),
    ]
    return SignatureVerdict(kind, sentence, (), tuple(facts))


def shown_verdict(verdict: Verdict) -> SignatureVerdict:
    """A verdict as the screens draw it: one sentence, four parts, the reasons."""
    kind = KINDS.get(verdict.answer, "bad")
    parts = tuple(
        VerdictPart(str(PARTS.get(part, part)), STAGES.get(grade, "stopped"))
        for part, grade in verdict.parts().items()
        if verdict.signatures
    )
    details = tuple(KnownFact(_("Lưu ý"), said) for said in verdict.sentences(_))
    return SignatureVerdict(kind, str(SENTENCES[verdict.answer]), parts, details)


def _signature(signature: SignatureReport) -> list[KnownFact]:
    plain = signature.to_json(_)
    labels = (
        ("signer", _("Người ký")),
        ("agency", _("Cơ quan")),
        ("time", _("Thời điểm ký")),
        ("digest", _("Thuật toán băm")),
        ("level", _("Mức chữ ký")),
    )
    plain |= {
        "time": signature.time or signature.claimed_time,
        "digest": DIGESTS.get(signature.digest, signature.digest.upper().replace("SHA", "SHA-")),
    }
    facts = [KnownFact(label, plain[key]) for key, label in labels if plain.get(key)]
    trust = plain.get("trust")
    if trust:
        facts.append(KnownFact(_("Độ tin cậy"), trust))
    return facts
