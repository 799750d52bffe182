"""Many files at once: dropped, sent one by one, read by the worker, each with its result.

Without JavaScript the form sends all files in one request; with it each goes by itself, so that a
broken line costs one file. What has come stays, whatever becomes of the page.
"""

import datetime as dt
import hashlib

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.axis.reading import api as reading
from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.access.walls import limit
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.once import Outcome, new_token
from lienthong.kernel.ui.parts import Tab

from ..choices import IncomingState, IntakeSource, IntakeState, Verb
from ..forms.incoming import BatchForm
from ..models import AnnouncedFile, IntakeBatch, IntakeItem
from ..services import dropped_mails, intake, intake_known, mails
from ..services import intake_announcing as announcing
from ..services.incoming import Refused
from ..services.intake_known import Known
from ..services.source_states import state_of
from . import intake_told
from .intake import SecrecyUnanswered, SecretStopped, note_stopped

MAILS = ", ".join(dropped_mails.ENDINGS)
ACCEPT = f".pdf,.png,.jpg,.jpeg,.tif,.tiff,.docx,.doc,.odt,.rtf,{MAILS}"


@require_http_methods(["GET", "POST"])
def batches(request: HttpRequest) -> HttpResponse:
    """The drop zone behind its question, and the batches of this office."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, Verb.RECEIVE)
    form = BatchForm(request.POST or None)
    if request.method == "POST":
        return _open(request, form)
    wanted = request.GET.get("nguon", "")
    own = {"source": wanted} if wanted in IntakeSource.values else {}
    here = reverse("documents:intake_batches")
    tabs = [Tab(_("Tất cả"), here, current=not own)]
    tabs += [
        Tab(str(label), f"{here}?nguon={source}", current=source == wanted)
        for source, label in IntakeSource.choices
    ]
    rows = (
        limit(IntakeBatch.objects.all(), actor)
        .filter(agency_id=actor.agency_id, **own)
        .select_related("person")
        .annotate(
            files=Count("items"),
            unread=Count("items", filter=Q(items__state=IntakeState.WAITING)),
            aside=Count("items", filter=Q(items__state=IntakeState.SET_ASIDE)),
            waiting=Count("items", filter=Q(items__document__state=IncomingState.ARRIVED)),
            missing=Subquery(
                AnnouncedFile.objects.filter(batch=OuterRef("pk"))
                .order_by()
                .values("batch")
                .annotate(n=Count("pk"))
                .values("n")
            ),
        )
        .order_by("-pk")[:20]
    )
    context = {
        "title": _("Nhập nhiều tệp"), "form": form, "rows": rows, "tabs": tabs, "once": new_token(),
        "accept": ACCEPT, "limit": intake.LIMIT, "mails": MAILS, "mail_limit": mails.LARGEST,
        "most": intake.MOST,
        "sources": [
            state
            for source in (IntakeSource.MAILBOX, IntakeSource.FOLDER)
            if (state := state_of(actor.agency_id, source)).fault
        ],
    }  # fmt: skip
    return render(request, "documents/intake_batches.html", context)


def _open(request: HttpRequest, form: BatchForm) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    back = reverse("documents:intake_batches")
    if not form.is_valid():
        messages.error(request, _("Hãy chọn văn bản đến bằng đường nào."))
        return HttpResponseRedirect(back)

    script = request.headers.get("Accept") == "application/json"
    sent = {f"{place}": file for place, file in enumerate(request.FILES.getlist("files"))}
    known: list[Known] = []

    def act() -> Outcome:
        _ask_secrecy(request)
        announced = announcing.announced_of(request.POST.get("announced", ""))
        announced += [_announced(mark, file) for mark, file in sent.items()]
        batch = announcing.unfinished(files=announced, by=actor, at=at)
        known.extend(intake_known.known(files=announced, by=actor, at=at, apart_from=batch))
        old = {one.file.mark for one in known}
        new = [one for one in announced if one.mark not in old]
        if known and not new:
            raise _AllKnown
        if batch is None:
            batch = intake.open_batch(channel=form.cleaned_data["channel"], by=actor, at=at)
        announcing.announce(
            batch=batch, files=[one for one in new if one.mark not in sent], by=actor, at=at
        )
        if files := [file for mark, file in sent.items() if mark not in old]:
            _take(batch, files, actor, at)
        return Outcome(reverse("documents:intake_batch", args=[batch.pk]))

    try:
        answer = perform(request, purpose="documents.intake", act=act, back=back)
    except _AllKnown:
        answer = HttpResponseRedirect(back)
    if request.POST.get("files_secret") == "yes":
        note_stopped(by=actor, at=at)
    if script:
        return _opened(request, answer["Location"], back, known)
    if known:
        messages.info(request, intake_told.sentence(known))
    return answer


class _AllKnown(Exception):
    """Every file has come before: no batch is opened."""


def _announced(mark: str, file: "UploadedFile[bytes]") -> announcing.Announced:
    """A file that came with the form itself, as if it had been told before."""
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    file.seek(0)
    return announcing.Announced(mark, file.name or "van-ban", file.size or 0, digest.hexdigest())


def _opened(request: HttpRequest, where: str, back: str, known: list[Known]) -> HttpResponse:
    """What the script is told: where the batch is, which files it need not send."""
    lines = intake_told.told(known)
    if where != back:
        return JsonResponse(
            {
                "batch": where, "add": f"{where}them/", "missing": f"{where}chua-nhan/",
                "known": lines,
            }
        )  # fmt: skip
    if lines:
        return JsonResponse({"batch": "", "known": lines})
    said = [str(message) for message in messages.get_messages(request)]
    return JsonResponse({"error": " ".join(said)}, status=422)


def _ask_secrecy(request: HttpRequest) -> None:
    answer = request.POST.get("files_secret", "")
    if answer == "yes":
        raise SecretStopped
    if answer != "no":
        raise SecrecyUnanswered


def _take(
    batch: IntakeBatch, files: list["UploadedFile[bytes]"], by: Actor, at: dt.datetime
) -> list[IntakeItem]:
    with reading.FileReader(at.date()) as reader:
        return [_add(batch, file, "", by, at, reader) for file in files]


def _add(
    batch: IntakeBatch,
    file: "UploadedFile[bytes]",
    key: str,
    by: Actor,
    at: dt.datetime,
    reader: reading.FileReader | None = None,
) -> IntakeItem:
    name = file.name or "van-ban"
    # One octet more than may come is enough to know that the file is too large.
    content = file.read(dropped_mails.most_of(name) + 1)
    incoming = intake.Incoming(name=name, content=content, key=key)
    return dropped_mails.add_dropped(batch=batch, incoming=incoming, by=by, at=at, reader=reader)


def batch_of(request: HttpRequest, pk: int) -> IntakeBatch:
    """A batch of the own office; 404 where it is another's."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, Verb.RECEIVE)
    batch = limit(IntakeBatch.objects.all(), actor).filter(pk=pk, agency_id=actor.agency_id).first()
    if batch is None:
        raise Http404
    return batch


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """One file of a batch (POST), or whether a file of this key has come already (GET): for resuming.

    Files of a form without JavaScript may be several; the page is shown again.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    batch = batch_of(request, pk)
    if request.method == "GET":
        key = intake.key_of(request.GET.get("key", ""))
        return JsonResponse({"known": batch.items.filter(key=key).exists()})
    script = request.headers.get("Accept") == "application/json"
    files = request.FILES.getlist("files")
    back = reverse("documents:intake_batch", args=[batch.pk])
    try:
        _ask_secrecy(request)
        if not files:
            raise Refused(_("Chưa chọn tệp nào."))
        if script:
            item = _add(batch, files[0], request.POST.get("key", ""), actor, at)
            return JsonResponse({"state": item.state, "words": item.get_state_display()})
        items = _take(batch, files, actor, at)
    except Exception as refusal:
        sentence = str(getattr(refusal, "message", ""))
        if not sentence:
            raise
        if isinstance(refusal, SecretStopped):
            note_stopped(by=actor, at=at)
        if script:
            return JsonResponse({"error": sentence}, status=422)
        messages.error(request, sentence)
        return HttpResponseRedirect(back)
    words = ngettext("Đã nhận %(n)d tệp.", "Đã nhận %(n)d tệp.", len(items)) % {"n": len(items)}
    messages.success(request, words)
    return HttpResponseRedirect(back)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """A file that was set aside: read once more, taken in to be typed by hand, or no paper made of it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    require(actor, Verb.RECEIVE)
    item = limit(IntakeItem.objects.all(), actor).filter(pk=pk, agency_id=actor.agency_id).first()
    if item is None:
        raise Http404
    back = reverse("documents:intake_batch", args=[item.batch_id])

    def act() -> Outcome:
        if request.POST.get("what") == "take":
            document = intake.take_by_hand(item=item, by=actor, at=at)
            return Outcome(reverse("documents:register_read", args=[document.pk]))
        if request.POST.get("what") == "again":
            announcing.read_again(item=item, by=actor, at=at)
            return Outcome(back, _("Máy đọc lại tệp này."))
        intake.drop(item=item, reason=request.POST.get("reason", ""), by=actor, at=at)
        return Outcome(back, _("Đã ghi: không nhập tệp này."))

    return perform(request, purpose=f"documents.intake_decide.{pk}", act=act, back=back)
