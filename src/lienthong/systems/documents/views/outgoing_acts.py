"""The acts on one document: hand in, check, approve, return, number and seal, issue, mend."""

import datetime as dt
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from lienthong.axis.signing import api as signing
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.text import key_in
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.once import Outcome

from ..models import OutgoingDocument
from ..policies import can_read_outgoing
from ..services import checking, drafting, issuing, recalling
from .confirming import confirm_signer
from .outgoing import get, url_of

Act = Callable[[OutgoingDocument, str, Actor, dt.datetime], tuple[OutgoingDocument, str]]


def _submit(
    document: OutgoingDocument, _text: str, by: Actor, at: dt.datetime
) -> tuple[OutgoingDocument, str]:
    return drafting.submit(document=document, by=by, at=at), _("Đã trình kiểm tra, duyệt.")


def _content(
    document: OutgoingDocument, text: str, by: Actor, at: dt.datetime
) -> tuple[OutgoingDocument, str]:
    done = checking.check_content(document=document, note=text, by=by, at=at)
    return done, _("Đã kiểm tra nội dung.")


def _form(
    document: OutgoingDocument, text: str, by: Actor, at: dt.datetime
) -> tuple[OutgoingDocument, str]:
    done = checking.check_form(document=document, note=text, by=by, at=at)
    return done, _("Đã kiểm tra thể thức, kỹ thuật trình bày.")


def _approve(
    document: OutgoingDocument, text: str, by: Actor, at: dt.datetime
) -> tuple[OutgoingDocument, str]:
    done = checking.approve(document=document, note=text, by=by, at=at)
    return done, _("Đã duyệt bản thảo.")


def _return(
    document: OutgoingDocument, text: str, by: Actor, at: dt.datetime
) -> tuple[OutgoingDocument, str]:
    done = checking.return_draft(document=document, reason=text, by=by, at=at)
    return done, _("Đã trả lại lãnh đạo đơn vị soạn thảo.")


def _opine(
    document: OutgoingDocument, text: str, by: Actor, at: dt.datetime
) -> tuple[OutgoingDocument, str]:
    return checking.give_opinion(document=document, note=text, by=by, at=at), _("Đã cho ý kiến.")


def _drop(
    document: OutgoingDocument, text: str, by: Actor, at: dt.datetime
) -> tuple[OutgoingDocument, str]:
    return drafting.drop(document=document, reason=text, by=by, at=at), _("Đã thôi soạn thảo.")


def _seal(
    document: OutgoingDocument, _text: str, by: Actor, at: dt.datetime
) -> tuple[OutgoingDocument, str]:
    done = issuing.number_and_seal(document=document, by=by, at=at)
    words = _("Đã cấp số %(reference)s và ký số cơ quan. Bước tiếp: phát hành.")
    return done, words % {"reference": done.reference}


def _recall(
    document: OutgoingDocument, text: str, by: Actor, at: dt.datetime
) -> tuple[OutgoingDocument, str]:
    made = recalling.start_recall(document=document, reason=text, by=by, at=at)
    return made, _("Đã soạn thông báo thu hồi. Văn bản bị thu hồi khi thông báo được phát hành.")


def _correct(
    document: OutgoingDocument, text: str, by: Actor, at: dt.datetime
) -> tuple[OutgoingDocument, str]:
    made = recalling.start_correction(document=document, reason=text, by=by, at=at)
    return made, _("Đã soạn công văn đính chính.")


def _replace(
    document: OutgoingDocument, text: str, by: Actor, at: dt.datetime
) -> tuple[OutgoingDocument, str]:
    made = recalling.start_replacement(document=document, reason=text, by=by, at=at)
    return made, _("Đã soạn văn bản thay thế.")


ACTS: dict[str, Act] = {
    "trinh": _submit,
    "noi-dung": _content,
    "the-thuc": _form,
    "duyet": _approve,
    "tra-lai": _return,
    "cho-y-kien": _opine,
    "thoi": _drop,
    "cap-so": _seal,
    "thu-hoi": _recall,
    "dinh-chinh": _correct,
    "thay-the": _replace,
}

SEAL = "cap-so"
ISSUE = "phat-hanh"  # takes reasons by agency beside


@sensitive_post_parameters("pin")
@require_POST
def perform_act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Do one act on a document and say what happened; a refusal is a sentence on its page."""
    if what not in ACTS and what != ISSUE:
        raise Http404
    document = get(request, pk)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    text = request.POST.get("reason", "") or request.POST.get("note", "")

    gone: list[bool] = []

    def act(moment: dt.datetime) -> Outcome:
        if what == ISSUE:
            left_out = _left_out(request)
            done = issuing.issue(document=document, left_out=left_out, by=actor, at=moment)
            return Outcome(url_of(done), _issued_words(done))
        if what == SEAL:
            confirm_signer(request, back=url_of(document))
        try:
            made, words = ACTS[what](document, text, actor, moment)
        except signing.NoToken:
            gone.append(True)
            raise
        # Who returns a draft may read it no longer: back to what waits for him.
        seen = can_read_outgoing(actor, made)
        return Outcome(url_of(made) if seen else reverse("documents:to_check"), words)

    purpose, back = f"documents.outgoing.{what}.{pk}", url_of(document)
    if what != SEAL:
        return perform(request, purpose=purpose, act=lambda: act(at), back=back)
    response = signing.perform_signed(
        request, purpose=purpose, act=act, back=back,
        title=lambda: issuing.named_with_number(document, by=actor, at=at),
    )  # fmt: skip
    if gone:
        # The device went away in the middle: the paper keeps its number for the next try.
        issuing.reserve(document, by=actor, at=at)
    return response


def _left_out(request: HttpRequest) -> dict[int, str]:
    """Reasons by agency, from fields named left_<agency>."""
    return {
        key: str(value)
        for name, value in request.POST.items()
        if name.startswith("left_") and (key := key_in(name.removeprefix("left_"))) is not None
    }


def _issued_words(document: OutgoingDocument) -> str:
    if recalling.taken_back_at_home(document):
        return _(
            "Đã ghi thu hồi theo %(reference)s. Không còn cơ quan nào khác giữ văn bản nên không gửi thông "
            "báo; bản đến đang lưu tại cơ quan chờ văn thư hủy ở “Văn bản đến”."
        ) % {"reference": document.reference}
    count = document.package.deliveries.count() if document.package is not None else 0
    return _("Đã phát hành %(reference)s đến %(count)d nơi nhận liên thông.") % {
        "reference": document.reference,
        "count": count,
    }
