"""Files that a clerk has dropped and that have not come: told before they are sent, sent later, or given up."""

import datetime as dt

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from lienthong.kernel.access.actor import Actor
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.once import Outcome

from ..services import intake_announcing as announcing
from ..services import intake_known
from ..services.incoming import Refused
from . import intake_told
from .intake_batches import batch_of


@require_POST
def missing(request: HttpRequest, pk: int) -> HttpResponse:
    """The names of files that are to come (by the script), or that the rest will not come (by the form)."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    batch = batch_of(request, pk)
    if request.headers.get("Accept") == "application/json":
        try:
            files = announcing.announced_of(request.POST.get("announced", ""))
            known = intake_known.known(files=files, by=actor, at=at, apart_from=batch)
            old = {one.file.mark for one in known}
            new = [one for one in files if one.mark not in old]
            here = announcing.announce(batch=batch, files=new, by=actor, at=at)
        except Refused as refusal:
            return JsonResponse({"error": refusal.message}, status=422)
        return JsonResponse({"here": sorted(here), "known": intake_told.told(known)})
    back = reverse("documents:intake_batch", args=[batch.pk])

    def act() -> Outcome:
        count = announcing.give_up(batch=batch, by=actor, at=at)
        said = ngettext("Đã bỏ %(n)d tệp chưa nhận.", "Đã bỏ %(n)d tệp chưa nhận.", count)
        return Outcome(back, said % {"n": count})

    return perform(request, purpose=f"documents.intake_missing.{pk}", act=act, back=back)
