"""Sổ văn bản: the agency's books by year, one as a book, prints by day and whole, closing (Đ16, Đ22)."""

import datetime as dt
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from lienthong.axis.papers import api as papers
from lienthong.kernel.access.actor import Actor, require
from lienthong.kernel.agencies import queries as agencies
from lienthong.kernel.files.services import log_access
from lienthong.kernel.registers import queries as registers
from lienthong.kernel.registers.choices import BookKind
from lienthong.kernel.registers.choices import Verb as Books
from lienthong.kernel.registers.models import Book, Entry
from lienthong.kernel.registers.services import books as book_services
from lienthong.kernel.text import document_number
from lienthong.kernel.ui.acts import perform
from lienthong.kernel.ui.fields import DayField
from lienthong.kernel.ui.once import Outcome, new_token

from ..choices import Verb
from ..queries import annex_six as requirements
from ..queries import books as queries

_LAST = 999_999


class CloseBookForm(forms.Form):
    """Closing a book: before its last day only by a decision; gaps are explained."""

    closes_on = DayField(label=gettext_lazy("Ngày khóa sổ"), required=False)
    decision = forms.CharField(
        label=gettext_lazy("Quyết định làm căn cứ (khi khóa trước hạn)"), required=False
    )
    explanation = forms.CharField(
        label=gettext_lazy("Giải trình số còn thiếu (nếu có)"), required=False
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A number on the page: its cells, or that it is missing."""

    number: int
    cells: tuple[str, ...]
    state: str
    missing: bool = False


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not (actor.may(Verb.READ_REGISTER) or actor.may(Books.MANAGE)):
        require(actor, Verb.READ_REGISTER)
    return actor


def _book(actor: Actor, pk: int) -> Book:
    try:
        return registers.get_book(actor, pk)
    except Book.DoesNotExist as error:
        raise Http404 from error


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The books of one's agency and its predecessors by year, with interrupted numbers first."""
    actor = _actor(request)
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    books = list(registers.list_books(actor)[:300])
    names = agencies.names_of({book.agency_id for book in books})
    context = {
        "title": _("Sổ văn bản"),
        "books": [
            (book, names[book.agency_id].short_name, BookKind(book.kind).label) for book in books
        ],
        "interrupted": registers.interrupted(actor, at=at),
    }
    return render(request, "documents/books.html", context)


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A page of a book in the order of its numbers; a gap shows as a gap, a cancelled one with why."""
    actor = _actor(request)
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    book = _book(actor, pk)
    if request.method == "POST":
        return _close(request, book, actor, at)
    follow_up = request.GET.get("mau") == "theo-doi" and book.kind == BookKind.INCOMING
    asked = request.GET.get("trang", "")
    last = max(-(-(book.last_number - book.first_number + 1) // 50), 1)
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else last
    page = registers.book_page(actor, book, wanted)
    form = queries.form_of(book, follow_up=follow_up)
    # What an administrator manages he does not read: he sees numbers, not papers.
    reads = actor.may(Verb.READ_REGISTER)
    context = {
        "title": f"{book.title} ({book.year})",
        "book": book,
        "columns": papers.book_columns(form),
        "lines": _lines(actor, form, page, reads),
        "page": page,
        "follow_up": follow_up,
        "incoming": book.kind == BookKind.INCOMING,
        "reads": reads,
        "problems": registers.check(actor, book),
        "closing": registers.closing_text(actor, book),
        "form": CloseBookForm() if actor.may(Books.MANAGE) and book.closed_at is None else None,
        "today": timezone.localdate(at),
        "once": new_token(),
    }
    return render(request, "documents/book_one.html", context)


def _lines(
    actor: Actor, form: papers.BookKind, page: registers.BookPage, reads: bool
) -> list[Line]:
    cells = queries.cells_of(actor, form, page.entries if reads else [])
    width = len(papers.book_columns(form))
    lines = [Line(e.number, cells.get(e.pk) or _bare(e, width), str(e.state)) for e in page.entries]
    gap = (_("Thiếu số này trong sổ: chưa có giải trình."),)
    lines += [Line(n, gap, "missing", missing=True) for n in page.missing]
    return sorted(lines, key=lambda line: line.number)


def _bare(entry: Entry, width: int) -> tuple[str, ...]:
    return (document_number(entry.number), *([""] * (width - 1)))


def _close(request: HttpRequest, book: Book, actor: Actor, at: dt.datetime) -> HttpResponse:
    here = reverse("documents:book_one", args=[book.pk])
    form = CloseBookForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(e) for errors in form.errors.values() for e in errors))
        return redirect(here)

    def act() -> Outcome:
        try:
            book_services.close_book(book=book, by=actor, at=at, **form.cleaned_data)
        except book_services.BookRefused as refusal:
            raise CannotClose(str(refusal)) from refusal
        return Outcome(here, _("Đã khóa sổ và lập bản xác nhận."))

    return perform(request, purpose=f"documents.book.{book.pk}", act=act, back=here)


class CannotClose(Exception):
    """A book cannot be closed so; the register's own sentence as a message."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


@require_GET
def print_one(request: HttpRequest, pk: int) -> HttpResponse:
    """The book as a PDF by Annex IV with cover and ký nhận column: whole, or one day (`ngay`)."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, Verb.READ_REGISTER)
    at: dt.datetime = request.at  # type: ignore[attr-defined]
    book = _book(actor, pk)
    day: dt.date | None = None
    if request.GET.get("ngay"):
        try:
            day = DayField().clean(request.GET["ngay"])
        except forms.ValidationError:
            messages.error(request, _("Hãy ghi ngày theo dạng 23/11/2026."))
            return redirect(reverse("documents:book_one", args=[pk]))
    follow_up = request.GET.get("mau") == "theo-doi"
    try:
        paper = papers.render_book(
            queries.printed(actor, book, day=day, follow_up=follow_up), at=at
        )
    except (papers.BookRefused, papers.TextRefused) as refusal:
        messages.error(request, str(refusal))
        return redirect(reverse("documents:book_one", args=[pk]))
    log_access(kind="print", subject=book, by=actor, at=at)
    response = HttpResponse(paper.pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="so-{book.kind}-{book.year}-{pk}.pdf"'
    return response


@require_GET
def annex_six(request: HttpRequest) -> HttpResponse:
    """Đáp ứng Phụ lục VI: each requirement, whether it is met, and by what."""
    _actor(request)
    sections = requirements.sections()
    context = {
        "title": _("Đáp ứng Phụ lục VI Nghị định 30/2020/NĐ-CP"),
        "sections": sections,
        "counts": requirements.counts(sections),
        "note": requirements.note(),
    }
    return render(request, "documents/annex_six.html", context)
