"""Papers that were read, registered one after the other: the page with its lit words, the fields.

What is uncertain stands first and is not filled in: a hint, and the place on the page to type from.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.access.walls import limit
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.once import Outcome, new_token
from lienthong.kernel.ui.parts import PageImage

from ..choices import IncomingState, Verb
from ..forms import incoming as forms
from ..forms.thresholds import ThresholdForm
from ..models import IncomingDocument, IntakeBatch, IntakeItem
from ..queries import incoming as queries
from ..queries import reading_accuracy
from ..queries.read_fields import PLACES, ReadField, limits_of, read_fields
from ..services import incoming, thresholds
from . import page_pictures, shown


@dataclass(frozen=True, slots=True)
class Line:
    """One field of the form: what was read, and a picture of the place to type it from."""

    field: BoundField
    read: ReadField | None
    picture: str = ""

    @property
    def unsure(self) -> bool:
        """Whether the clerk should look here first."""
        return self.read is not None and not self.read.filled and self.read.box is not None

    @property
    def hint(self) -> str:
        """The value that is offered and not filled in."""
        if self.read is None or self.read.filled:
            return ""
        return self.read.shown


def first(request: HttpRequest, pk: int) -> HttpResponse:
    """To the first paper of a batch that waits to be registered, else back to the batch."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, Verb.RECEIVE)
    if (
        not limit(IntakeBatch.objects.all(), actor)
        .filter(pk=pk, agency_id=actor.agency_id)
        .exists()
    ):
        raise Http404
    return redirect(_next(actor, pk, 0))


def _next(actor: Actor, batch_id: int, after: int) -> str:
    waiting = (
        limit(IntakeItem.objects.all(), actor)
        .filter(batch_id=batch_id, agency_id=actor.agency_id, document__state=IncomingState.ARRIVED)
        .order_by("pk")
    )
    item = waiting.filter(pk__gt=after).first() or waiting.first()
    if item is None:
        return reverse("documents:intake_batch", args=[batch_id])
    return reverse("documents:register_read", args=[item.document_id])


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper: looked at, mended, into the book, and on to the next of its batch."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    require(actor, Verb.RECEIVE)
    try:
        document = queries.get_incoming(actor, pk)
    except queries.NotSeen as error:
        raise Http404 from error
    if document.state != IncomingState.ARRIVED or document.agency_id != actor.agency_id:
        return redirect("documents:incoming_one", pk=pk)
    item = IntakeItem.objects.filter(document=document).select_related("mail").first()
    form = forms.RegisterForm(request.POST or None, initial=_initial(document))
    if request.method == "POST" and form.is_valid():

        def act() -> Outcome:
            done = incoming.register_incoming(
                document=document,
                fields=form.fields_for_service(),
                trust_note=form.cleaned_data["trust_note"],
                by=actor,
                at=at,
            )
            words = _("Đã vào sổ, số đến %(number)s.") % {"number": done.arrival_number}
            if item is None:
                return Outcome(reverse("documents:incoming_one", args=[pk]), words)
            return Outcome(_next(actor, item.batch_id, item.pk), words)

        return perform(request, purpose=f"documents.register_read.{pk}", act=act, back=request.path)
    shown.opened(document, actor, at)
    read = read_fields(document.reading, limits_of(document.agency_id, at.date()))
    context = {
        "title": _("Vào sổ văn bản đã đọc"),
        "document": document,
        "item": item,
        "left": _left(item),
        "form": form,
        "lines": _lines(form, document, read),
        "pages": _lit(shown.pages_of(document.file), read),
        "pdf": reverse("documents:download", args=[document.file_id]) if document.file_id else "",
        "verdict": shown.verdict_of(document.verdict, document.verdict_details),
        "cut": "pages_left" in ((document.reading or {}).get("notes") or []),
        "once": new_token(),
    }
    return render(
        request, "documents/registering.html", context, status=422 if form.errors else 200
    )


def _initial(document: IncomingDocument) -> dict[str, Any]:
    values = {name: getattr(document, name) for name in forms.PaperForm.base_fields}
    return values | {"type_code": str(document.type_code or "")}


def _left(item: IntakeItem | None) -> int:
    if item is None:
        return 0
    return IntakeItem.objects.filter(
        batch_id=item.batch_id, document__state=IncomingState.ARRIVED
    ).count()


def _lines(
    form: forms.RegisterForm, document: IncomingDocument, read: dict[str, ReadField]
) -> list[Line]:
    lines = []
    for field in form:
        if field.name == "trust_note" and document.verdict not in {
            "valid_with_warnings",
            "unsigned",
        }:
            continue
        known = read.get(field.name)
        picture = ""
        if known is not None and known.box and known.page and document.file_id and not known.filled:
            place = urlencode({"cat": page_pictures.written([known.box])})
            page = reverse("documents:page", args=[document.file_id, known.page])
            picture = f"{page}?{place}"
        lines.append(Line(field, known, picture))
    return sorted(lines, key=lambda line: not line.unsure)


def _lit(pages: list[PageImage], read: dict[str, ReadField]) -> list[PageImage]:
    """The pages with a marker over the words that were read."""
    places = defaultdict(list)
    for field in read.values():
        if field.page and field.box:
            places[field.page].append(field.box)
    return [
        PageImage(
            url=f"{page.url}?{urlencode({'sang': page_pictures.written(places[page.number])})}"
            if places[page.number]
            else page.url,
            number=page.number,
            width=page.width,
            height=page.height,
            alt=page.alt,
        )
        for page in pages
    ]


def accuracy(request: HttpRequest) -> HttpResponse:
    """How well papers were read, month by month and field by field, by what clerks made of them."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    require(actor, Verb.READ_REGISTER)
    labels = {name: str(field.label) for name, field in forms.PaperForm.base_fields.items()}
    report = reading_accuracy.report(actor, until=at, labels=labels)
    edits = actor.may(Verb.SET_RULES)
    fields = {"default": _("Mọi trường khác"), **labels}
    context = {
        "title": _("Kết quả đọc văn bản"),
        "report": report,
        "thresholds": [
            (fields.get(row.field, row.field), row)
            for row in thresholds.thresholds_of(actor.agency_id)
        ],
        "usual": limits_of(0, at.date())["default"],
        "form": _threshold_form(labels) if edits else None,
        "once": new_token(),
    }
    return render(request, "documents/reading_accuracy.html", context)


def _threshold_form(labels: Mapping[str, str], data: Any = None) -> ThresholdForm:
    form = ThresholdForm(data)
    known = {name: labels[name] for name, _source, _part in PLACES if name in labels}
    form.fields["field"].choices = [  # type: ignore[attr-defined]
        ("default", _("Mọi trường khác")), *known.items(),
    ]  # fmt: skip
    return form


@require_POST
def set_threshold(request: HttpRequest) -> HttpResponse:
    """From which confidence this office has a field filled in, from a day on."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    require(actor, Verb.SET_RULES)
    here = reverse("documents:reading_accuracy")
    labels = {name: str(field.label) for name, field in forms.PaperForm.base_fields.items()}
    form = _threshold_form(labels, request.POST)
    if not form.is_valid():
        for name, errors in form.errors.items():
            messages.error(request, f"{form.fields[name].label}: {' '.join(map(str, errors))}")
        return redirect(here)
    values = form.cleaned_data

    def act() -> Outcome:
        thresholds.set_threshold(
            field=values["field"], value=float(values["value"]), since=values["since"],
            basis=values["basis"], by=actor, at=at,
        )  # fmt: skip
        return Outcome(here, _("Đã đặt ngưỡng."))

    return perform(request, purpose="documents.threshold", act=act, back=here)
