"""Choosing by typing: by key, by words, among several, with names that are hostile or gone."""

from collections.abc import Sequence
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.test import RequestFactory

from lienthong.kernel.text import fold
from lienthong.kernel.ui import pickers
from lienthong.kernel.ui.pickers import Choice, PickerField

ALL = (
    Choice("1", "UBND xã Ba Tơ", "mã H48.1"),
    Choice("2", "UBND xã Ba Vinh"),
    Choice("3", "Sở Nội vụ"),
    Choice("4", "UBND xã Ba"),
)


def search(words: str, most: int) -> Sequence[Choice]:
    return [c for c in ALL if fold(words) in fold(c.name)][:most]


def by_key(keys: Sequence[str]) -> Sequence[Choice]:
    return [c for c in ALL if c.key in keys]


def form_of(many: bool = False, **more: Any) -> type[forms.Form]:
    class Form(forms.Form):
        lead = PickerField(
            label="Chủ trì", search=search, by_key=by_key, url=lambda: "/tim/", many=many, **more
        )

    return Form


def filled(question: str, **more: Any) -> forms.Form:
    form = form_of(**more)(QueryDict(question))
    form.is_valid()
    return form


def test_a_key_from_the_list() -> None:
    assert filled("lead=3&lead_words=Sở Nội vụ").cleaned_data["lead"] == ALL[2]


def test_words_alone_choose_when_they_fit_one() -> None:
    assert filled("lead_words=so noi").cleaned_data["lead"] == ALL[2]
    assert filled("lead_words=UBND xã Ba").cleaned_data["lead"] == ALL[3], "the exact name first"


def test_words_that_fit_several_ask_which() -> None:
    form = filled("lead_words=UBND")
    assert "Có nhiều kết quả cho “UBND”" in form.errors["lead"][0]
    drawn = str(form["lead"])
    assert drawn.count('type="radio"') == 3
    assert 'value="UBND"' in drawn, "what was typed stays"
    assert "radio" not in str(form_of()()["lead"]), "the next form starts clean"


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("", "required"),
        ("lead_words=Hà Nội", "none"),
        ("lead=99", "gone"),
        ("lead=' OR 1=1 --", "gone"),
        ("lead=1&lead=99", "gone"),
    ],
)
def test_what_cannot_be_chosen_says_what_to_do(question: str, code: str) -> None:
    assert filled(question).errors.as_data()["lead"][0].code == code


def test_nothing_is_allowed_where_nothing_is_needed() -> None:
    assert filled("", required=False).cleaned_data["lead"] is None
    assert filled("", required=False, many=True).cleaned_data["lead"] == []


def test_several_each_once() -> None:
    form = filled("lead=3&lead=1&lead=3&lead_words=vinh", many=True)
    assert sorted(c.key for c in form.cleaned_data["lead"]) == ["1", "2", "3"]
    drawn = str(form["lead"])
    assert drawn.count('class="chip"') == 2


def test_an_initial_choice_is_shown_by_its_name() -> None:
    drawn = str(form_of()(initial={"lead": 1})["lead"])
    assert 'value="UBND xã Ba Tơ"' in drawn
    assert 'name="lead" value="1"' in drawn


def test_hostile_words_are_only_words() -> None:
    form = filled("lead_words=<script>alert(1)</script>%00" + "x" * 500)
    assert "<script>" not in str(form["lead"])
    assert "<script>" not in str(form.errors)


def test_the_answer_of_the_address() -> None:
    request = RequestFactory().get("/tim/?field=lead&lead_words=ba")
    body = pickers.options_response(request, search).content.decode()
    assert body.count('role="option"') == 3
    assert 'data-key="1"' in body
    empty = RequestFactory().get("/tim/?field=lead&lead_words=Hà Nội")
    assert "Không tìm thấy" in pickers.options_response(empty, search).content.decode()
    nothing = RequestFactory().get("/tim/?field=lead")
    assert pickers.options_response(nothing, search).content.decode().strip() == ""
    evil = RequestFactory().get("/tim/", {"field": '"><b>', '"><b>_words': "ba"})
    assert "<b>" not in pickers.options_response(evil, search).content.decode()
