"""Lists that the province keeps with a first and a last day and the provision behind each row.

One screen and two acts (put on the list, take off after a day) for every such list.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.agencies.choices import Verb
from lienthong.kernel.ui.fields import DayField
from lienthong.kernel.ui.once import Outcome, new_token

from .home import do, faults, show, tried, who

BASIS = gettext_lazy("Căn cứ: số, ngày, điều khoản của văn bản quy định")


class EndForm(forms.Form):
    """Until when, by which decision."""

    last = DayField(label=gettext_lazy("Đến hết ngày"))
    basis = forms.CharField(label=BASIS, max_length=300)


@dataclass(frozen=True)
class Row:
    """What the screen shows of one row of a list."""

    pk: int
    name: str
    code: str
    basis: str
    row: Any


@dataclass(frozen=True)
class DatedList:
    """One list: its words, its rows, its form and its two acts.

    Its address is called by `name` and an s, the act that ends a row `name_end`. `add` and `end` are
    services; `shown` says what a row is called, its code and the provision behind it.
    """

    name: str
    title: Any
    words: dict[str, Any]
    rows: Callable[[], QuerySet[Any]]
    shown: Callable[[Iterable[Any]], list[Row]]
    form: Callable[[HttpRequest], forms.Form]
    add: Callable[[dict[str, Any], Actor, dt.datetime], object]
    end: Callable[[Any, dict[str, Any], Actor, dt.datetime], object]

    def listing(self, request: HttpRequest) -> HttpResponse:
        """The list with its provisions; POST puts a row on it."""
        actor, at = who(request)
        require(actor, Verb.DECIDE)
        form = self.form(request)
        if request.method == "POST" and form.is_valid():

            def act() -> Outcome:
                self.add(form.cleaned_data, actor, at)
                return Outcome(reverse(f"administration:{self.name}s"), _("Đã đưa vào danh sách."))

            done = tried(request, form, purpose=self.name, act=act)
            if done is not None:
                return done
        context = {
            "title": self.title,
            "words": self.words,
            "rows": self.shown(self.rows()),
            "end": f"administration:{self.name}_end",
            "form": form,
            "once": new_token(),
        }
        return show(request, "administration/dated.html", context, form)

    def ended(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take a row off the list after a day."""
        actor, at = who(request)
        require(actor, Verb.DECIDE)
        here = reverse(f"administration:{self.name}s")
        row = get_object_or_404(self.rows(), pk=pk)
        form = EndForm(request.POST)
        if not form.is_valid():
            return faults(request, form, here)

        def run() -> str:
            self.end(row, form.cleaned_data, actor, at)
            return str(self.words["ended"])

        return do(request, purpose=f"{self.name}_end.{pk}", back=here, run=run)
