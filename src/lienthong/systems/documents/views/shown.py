"""What the screens of one document share: its pages as pictures, its verdict, its story in sentences."""

import datetime as dt
import io
from functools import cache

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lienthong.axis.papers import api as papers
from lienthong.axis.signing import api as signing
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.agencies.models import Person
from lienthong.kernel.facts.queries import story_of
from lienthong.kernel.files.models import StoredFile
from lienthong.kernel.files.services import log_access, log_once, open_file
from lienthong.kernel.files.views import readable_or_404, serve_file
from lienthong.kernel.ui import formats
from lienthong.kernel.ui.doers import doer
from lienthong.kernel.ui.parts import (
    KnownFact,
    PageImage,
    SignatureVerdict,
    TimelineEvent,
    VerdictPart,
)

from ..events import LABELS
from ..models import IncomingAttachment, IncomingDocument, OutgoingDocument
from . import page_pictures

KINDS = {"valid": "good", "valid_with_warnings": "unsure", "unsigned": "unsure"}
SENTENCES = {
    "valid": gettext_lazy("Chữ ký số hợp lệ, nội dung nguyên vẹn."),
    "valid_with_warnings": gettext_lazy("Nội dung nguyên vẹn; chưa xác định được người ký."),
    "changed": gettext_lazy("Văn bản đã bị thay đổi sau khi ký."),
    "invalid": gettext_lazy("Chữ ký số không hợp lệ."),
    "unreadable": gettext_lazy(
        "Không đọc được tệp. Hãy mở thử; nếu không mở được, đề nghị nơi gửi gửi lại."
    ),
    "unsigned": gettext_lazy("Tệp không có chữ ký số."),
}
GRADES = {"valid": "done", "valid_with_warnings": "waiting"}
FORM_GRADES = {"right": "done", "wrong": "waiting", "not_checked": "none"}
PARTS = {
    "integrity": gettext_lazy("Toàn vẹn"),
    "coverage": gettext_lazy("Phạm vi ký"),
    "later_changes": gettext_lazy("Thay đổi về sau"),
    "trust": gettext_lazy("Người ký"),
}


@cache
def _sizes(sha256: str, path_key: int) -> tuple[tuple[int, int], ...]:
    stored = StoredFile.objects.get(pk=path_key)
    with open_file(stored) as stream:
        content = stream.read()
    return page_pictures.sizes(content, stored.media_type)


def pages_of(stored: StoredFile | None) -> list[PageImage]:
    """The pages of a stored PDF or picture with their addresses; none where it is neither."""
    if stored is None or stored.media_type not in page_pictures.SHOWN:
        return []
    try:
        sizes = _sizes(stored.sha256, stored.pk)
    except page_pictures.NoPicture:
        return []
    return [
        PageImage(
            url=reverse("documents:page", args=[stored.pk, number]),
            number=number,
            width=width,
            height=height,
            alt=_("Trang %(number)s của văn bản") % {"number": number},
        )
        for number, (width, height) in enumerate(sizes, 1)
    ]


@require_safe
def page_image(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """One page of a stored file as a picture, for who may read its paper; kept by the browser.

    `?sang=l,t,r,b;…` lights places on it, `?cat=l,t,r,b` cuts one out, larger (points from the top
    left). Whoever sees a page without having opened the paper stands in the log by the page.
    """
    held = readable_or_404(request, pk)
    lights = page_pictures.boxes(request.GET.get("sang", ""))
    cuts = page_pictures.boxes(request.GET.get("cat", ""))
    with open_file(held.stored) as stream:
        content = stream.read()
    try:
        picture = page_pictures.picture(
            content, held.stored.media_type, number, lit=lights, cut=cuts[0] if cuts else None
        )
    except page_pictures.NoPicture:
        return HttpResponse(status=404)
    by, at = request.actor, request.at  # type: ignore[attr-defined]
    log_once("open", held.paper, by=by, at=at, stored=held.stored)
    made = io.BytesIO()
    picture.save(made, "WEBP", quality=80)
    response = HttpResponse(made.getvalue(), content_type="image/webp")
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file itself, as an attachment, for who may read its paper; recorded on the paper."""
    held = readable_or_404(request, pk)
    return serve_file(request, held.stored, subject=held.paper)


def opened(document: IncomingDocument | OutgoingDocument, by: Actor, at: dt.datetime) -> None:
    """Record that a document was opened (PL VI I.III.5.a: history of access and viewing)."""
    log_access(kind="open", subject=document, by=by, at=at)


def titled(title: str, destroyed_by: str) -> str:
    """A paper's title in a list, on screen, on paper and in exports; of a destroyed one it says so."""
    return f"{title} ({_('Đã hủy theo %s') % destroyed_by})" if destroyed_by else title


def destroyed(
    request: HttpRequest, document: IncomingDocument | OutgoingDocument, known: list[KnownFact]
) -> HttpResponse:
    """The page of a paper that has outlived its term: what the register keeps, and by which decision."""
    came = isinstance(document, IncomingDocument)
    context = {
        "title": document.subject or document.reference,
        "document": document,
        "came": came,
        "known": known,
        "events": story(document, request.actor),  # type: ignore[attr-defined]
    }
    return render(request, "documents/destroyed.html", context)


def verdict_of(verdict: str, details: dict[str, object] | None) -> SignatureVerdict | None:
    """The answer about a file's signatures as the screens show it; None where none was made."""
    if not verdict:
        return None
    kind = KINDS.get(verdict, "bad")
    sentence = str(SENTENCES.get(verdict, verdict))
    if not details or "findings" not in details:
        return SignatureVerdict(kind, sentence)
    whole = signing.Verdict.from_plain(details)
    # Where there is no signature, or none that can be read, its parts are not "right": there are none.
    parts = tuple(
        VerdictPart(str(PARTS.get(part, part)), GRADES.get(grade, "stopped"))
        for part, grade in whole.parts().items()
        if whole.signatures
    )
    facts = [KnownFact(_("Lưu ý"), reason) for reason in whole.sentences(_)]
    form = details.get("form")
    if isinstance(form, dict):
        grade = FORM_GRADES.get(form["answer"], "none")
        said = papers.FormVerdict(form["answer"], str(form.get("rule_set", ""))).sentence
        sentence_of_form = said.rstrip(".")
        parts += (VerdictPart(_("Thể thức chữ ký"), grade, sentence_of_form),)
        facts += [
            KnownFact(_("Thể thức"), f"{one['message']} ({one['article']})")
            for one in form["findings"]
        ]
    for signature in whole.signatures:
        plain = signature.to_json()
        who = " · ".join(str(plain[k]) for k in ("signer", "agency") if plain.get(k))
        when = plain.get("time")
        moment = formats.moment(dt.datetime.fromisoformat(when)) if when else ""
        facts.append(KnownFact(_("Chữ ký"), f"{who} {moment}".strip()))
    return SignatureVerdict(kind, sentence, parts, tuple(facts))


def attachments_of(
    document: IncomingDocument,
) -> list[tuple[IncomingAttachment, SignatureVerdict | None]]:
    """The further files of a paper that came in, each with its verdict as the screens show it."""
    rows = document.attachments.select_related("file").order_by("position")
    return [(row, verdict_of(row.verdict, row.verdict_details)) for row in rows]


def story(document: IncomingDocument | OutgoingDocument, actor: Actor) -> list[TimelineEvent]:
    """The document's story as sentences, newest first, from the recorded facts."""
    facts = list(story_of(document, actor).reverse()[:100])
    people = {f.person_id for f in facts} | {f.stands_in_for for f in facts}
    names = dict(
        Person.objects.filter(pk__in=[pk for pk in people if pk]).values_list("pk", "name")
    )
    events = []
    for fact in facts:
        label = LABELS.get(fact.act)
        if label is None:
            label = next((LABELS[n] for n in fact.includes if n in LABELS), None)
        if label is None:
            continue
        who = names.get(fact.person_id or 0) or _("Hệ thống")
        detail = doer(who, names.get(fact.stands_in_for or 0, ""))
        events.append(TimelineEvent(at=fact.at, sentence=f"{label}", detail=detail))
    return events
