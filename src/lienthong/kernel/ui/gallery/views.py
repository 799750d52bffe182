"""Screens of the gallery; only a sample or debugging installation has them. Its words are samples, never translated."""

import datetime as dt
from functools import cached_property
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static

from lienthong.kernel.access.actor import Actor

from .. import charts, errors, once, pickers
from ..lists.drawn import Count
from ..lists.page import ListPage
from . import incoming, samples

ACTOR = Actor(
    person_id=None,
    name="Văn thư (mẫu)",
    agency_id=0,
    agency_name=samples.LONGEST,
    post_title="Văn thư",
)
ON = dt.date(2026, 11, 23)


class SamplePage(ListPage):
    """A list whose rows are made up, drawn as every list is."""

    def __init__(self, request: HttpRequest, count: int, total: Count | None = None) -> None:
        super().__init__(incoming.register(), request.GET, ACTOR, on=ON, path=request.path)
        self.total = total or Count(count)
        self.held = incoming.rows(count)

    @cached_property
    def fetched(self) -> tuple[list[Any], bool]:
        """The rows of the sample."""
        return self.held[: self.size], len(self.held) > self.size

    @cached_property
    def count(self) -> Count:
        """The number that the sample claims."""
        return self.total


_AGENCIES = tuple(
    pickers.Choice(str(i), name, f"Mã định danh: H48.{i} (mẫu)")
    for i, name in enumerate(samples.OFFICES, start=1)
)


def _search(words: str, most: int) -> list[pickers.Choice]:
    from lienthong.kernel.text import fold

    wanted = fold(words).split()
    return [c for c in _AGENCIES if all(w in fold(c.name) for w in wanted)][:most]


def _by_key(keys: Any) -> list[pickers.Choice]:
    known = {choice.key: choice for choice in _AGENCIES}
    return [known[key] for key in keys if key in known]


class SampleForm(forms.Form):
    """Every kind of field."""

    subject = forms.CharField(
        label="Trích yếu nội dung",
        help_text="Một câu ngắn, phản ánh khái quát nội dung chủ yếu của văn bản.",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Hãy ghi trích yếu, ví dụ: V/v báo cáo kết quả ký số."},
    )
    reference = forms.CharField(label="Số, ký hiệu", required=False)
    due_on = forms.DateField(
        label="Hạn trả lời",
        input_formats=["%d/%m/%Y"],
        help_text="Ví dụ 22/11/2026.",
        error_messages={"invalid": "Hãy ghi ngày như 22/11/2026."},
    )
    kind = forms.ChoiceField(label="Loại văn bản", choices=[("cv", "Công văn"), ("gm", "Giấy mời")])
    urgency = forms.ChoiceField(
        label="Mức độ khẩn",
        widget=forms.RadioSelect,
        initial="normal",
        choices=[
            ("normal", "thường"),
            ("urgent", "KHẨN"),
            ("very_urgent", "THƯỢNG KHẨN"),
            ("express", "HOẢ TỐC"),
        ],
    )
    lead = pickers.PickerField(
        label="Cơ quan chủ trì", search=_search, by_key=_by_key, url=lambda: "/-/gallery/options/"
    )
    others = pickers.PickerField(
        label="Cơ quan phối hợp",
        search=_search,
        by_key=_by_key,
        url=lambda: "/-/gallery/options/",
        many=True,
        required=False,
        initial=["2", "3"],
    )
    confirmed = forms.BooleanField(
        label="Tôi đã xem toàn bộ văn bản trước khi trình",
        error_messages={"required": "Hãy xem toàn bộ văn bản rồi đánh dấu vào ô này."},
    )


def _context(request: HttpRequest, title: str, **more: Any) -> dict[str, Any]:
    return {"frame": samples.frame(request.path), "title": title, **more}


@login_not_required
def index(request: HttpRequest) -> HttpResponse:
    """The table of contents."""
    parts = [
        ("parts", "Thành phần nhỏ: nút, dấu, thông báo, quá trình, trích dẫn, chữ ký"),
        ("forms", "Biểu mẫu"),
        ("forms-wrong", "Biểu mẫu có lỗi"),
        ("upload", "Đưa tệp lên"),
        ("list", "Danh sách"),
        ("list-filtered", "Danh sách đã lọc"),
        ("list-one", "Danh sách có một dòng"),
        ("list-empty", "Danh sách chưa có gì"),
        ("list-nothing", "Danh sách lọc không ra dòng nào"),
        ("list-thousand", "Danh sách một nghìn dòng"),
        ("list-print", "Danh sách bản in"),
        ("document", "Trang văn bản"),
        ("board", "Số liệu, biểu đồ, bản đồ"),
        ("403", "Chưa được phép"),
        ("404", "Không tìm thấy"),
        ("500", "Hệ thống gặp lỗi"),
    ]
    return render(
        request, "ui/gallery/index.html", _context(request, "Bộ thành phần giao diện", parts=parts)
    )


@login_not_required
def show(request: HttpRequest, name: str) -> HttpResponse:
    """One screen of the gallery."""
    if name.startswith("list"):
        return _list(request, name)
    if name in ("403", "404", "500"):
        return {"403": errors.forbidden, "404": errors.not_found, "500": errors.fault}[name](
            request
        )
    if name == "options":
        return pickers.options_response(request, _search)
    contexts: dict[str, Any] = {
        "parts": _parts,
        "forms": _form,
        "forms-wrong": _wrong_form,
        "upload": lambda _request: {"title": "Tiếp nhận văn bản đến"},
        "document": _document,
        "board": _board,
    }
    if name not in contexts:
        raise Http404(name)
    more = contexts[name](request)
    template = "forms" if name == "forms-wrong" else name
    return render(
        request, f"ui/gallery/{template}.html", _context(request, more.pop("title"), **more)
    )


def _list(request: HttpRequest, name: str) -> HttpResponse:
    question = request.GET.copy()
    counts: dict[str, tuple[int, Count | None]] = {
        "list": (50, Count(10_000, capped=True)),
        "list-filtered": (12, None),
        "list-one": (1, None),
        "list-empty": (0, None),
        "list-nothing": (0, None),
        "list-thousand": (1000, Count(1_048_576)),
        "list-print": (60, None),
    }
    if name not in counts:
        raise Http404(name)
    if name == "list-thousand":
        question["size"] = "1000"
    if name == "list-filtered":
        question.update({"arrived": "week", "open": "1"})
        question.setlist("urgency", ["urgent", "express", "khẩn lắm"])
    if name == "list-nothing":
        question["q"] = "rà soát hộ nghèo"
    request.GET = question  # type: ignore[assignment]
    page = SamplePage(request, *counts[name])
    if name == "list-print":
        return _print(request, page)
    context = _context(request, str(page.register.title), page=page)
    part = request.headers.get("HX-Request") == "true"
    return render(request, "ui/list/list.html" if part else "ui/list/screen.html", context)


def _print(request: HttpRequest, page: SamplePage) -> HttpResponse:
    context = {
        "page": page,
        "columns": page.print_columns,
        "rows": [page.print_row(row) for row in page.held],
        "at": samples.AT,
        "actor": ACTOR,
        "wide": True,
    }
    return render(request, "ui/list/print.html", context)


def _parts(_request: HttpRequest) -> dict[str, Any]:
    return {
        "title": "Thành phần nhỏ",
        "longest": samples.LONGEST,
        "events": samples.events(),
        "verdicts": samples.verdicts(),
        "facts": samples.facts(),
        "steps": samples.steps(),
        "tabs": samples.tabs(),
        "works": samples.works(),
        "at": samples.AT,
        "levels": ("express", "very_urgent", "urgent"),
        "stages": (*samples.STATES, ("stopped", "Thôi giao"), ("none", "Để biết")),
        "days": (12, 1, 0, -1, -34, None),
    }


def _form(_request: HttpRequest) -> dict[str, Any]:
    return {"title": "Soạn thảo", "form": SampleForm(), "once": once.new_token()}


def _wrong_form(request: HttpRequest) -> dict[str, Any]:
    from django.http import QueryDict

    data = QueryDict(mutable=True)
    data.update({"due_on": "hôm nào đó", "lead_words": "UBND", "kind": "cv", "urgency": "urgent"})
    return {"title": "Soạn thảo", "form": SampleForm(data), "once": once.new_token()}


def _document(_request: HttpRequest) -> dict[str, Any]:
    return {
        "title": samples.SUBJECTS[3],
        "facts": samples.facts(),
        "events": samples.events(),
        "verdict": samples.verdicts()[0],
        "pages": samples.pages(static("ui/gallery/page.svg")),
        "longest": samples.LONGEST,
        "due": ON + dt.timedelta(days=2),
    }


def _board(_request: HttpRequest) -> dict[str, Any]:
    return {
        "title": "Bảng điều hành",
        "months": samples.months(),
        "counts": samples.counts(),
        "map": samples.area_map(),
        "empty": charts.trend([], [("", ())]),
    }
